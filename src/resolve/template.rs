//! A word filled in: `{name}` replaced, `{a,b}` written out, the escapes of
//! quoted text read, and `${...}` checked and left to IAM.
//!
//! `{name}` comes from a loop, a parameter or a `let` of one value; a `{` with a
//! comma inside is a choice; `${key}` is a policy variable. Whatever else has a
//! brace is an error that offers the spelling meant.

use std::borrow::Cow;
use std::sync::Arc;

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::source::Span;
use crate::syntax::ast::Word;
use crate::syntax::is_name;

/// How many texts the choices of one word may make.
const TEXTS_LIMIT: usize = 1_000;

/// How many bytes a text may have that is filled in: twice what the longest ARN
/// has, and more than any value that AWS compares.
const LENGTH_LIMIT: usize = 4_096;

/// What one word comes to.
#[derive(Debug)]
pub(crate) enum Filled<'s> {
    /// One text.
    One(Cow<'s, str>),
    /// The word had choices.
    Several(Vec<String>),
}

/// What `{name}` stands for; `None` where that is an error, already reported.
pub(crate) type Lookup<'l> = dyn FnMut(&str, Span, &mut Diagnostics) -> Option<Arc<str>> + 'l;

/// Fills in a word. Choices are written out where the word can be an action
/// pattern or an ARN and are an error elsewhere.
pub(crate) fn fill<'s>(
    word: Word<'s>,
    choices: bool,
    lookup: &mut Lookup<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Filled<'s>> {
    let has_escape = word.quoted && word.text.contains('\\');
    let has_brace = || word.text.bytes().any(|byte| matches!(byte, b'{' | b'}'));
    if !has_escape && !has_brace() {
        return Some(Filled::One(Cow::Borrowed(word.text)));
    }
    let filler = Filler {
        word,
        choices,
        offset: 0,
        texts: vec![String::with_capacity(word.text.len())],
    };
    let mut texts = filler.run(lookup, diagnostics)?;
    if texts.len() == 1 {
        texts.pop().map(|text| Filled::One(Cow::Owned(text)))
    } else {
        Some(Filled::Several(texts))
    }
}

struct Filler<'s> {
    word: Word<'s>,
    choices: bool,
    offset: usize,
    texts: Vec<String>,
}

impl<'s> Filler<'s> {
    fn run(
        mut self,
        lookup: &mut Lookup<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<String>> {
        while !self.rest().is_empty() {
            if let Err(diagnostic) = self.step(lookup, diagnostics)? {
                diagnostics.push(diagnostic);
                return None;
            }
        }
        Some(self.texts)
    }

    /// One piece of the word. `None`: an error that is already reported.
    fn step(
        &mut self,
        lookup: &mut Lookup<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Result<(), Diagnostic>> {
        let rest = self.rest();
        let step = if let Some(inside) = rest.strip_prefix("${") {
            self.variable(inside)
        } else if let Some(inside) = rest.strip_prefix('{') {
            match self.braces(inside) {
                Ok(Braces::Choice(parts)) => self.choose(&parts),
                Ok(Braces::Name(name)) => {
                    let span = self.span(name.len() + 2);
                    let value = lookup(name, span, diagnostics)?;
                    self.advance(name.len() + 2, &value)
                }
                Err(diagnostic) => Err(diagnostic),
            }
        } else if rest.starts_with('}') {
            Err(self.stray("}"))
        } else if self.word.quoted && rest.starts_with('\\') {
            self.escape()
        } else {
            self.plain()
        };
        Some(step)
    }

    fn rest(&self) -> &'s str {
        self.word.text.get(self.offset..).unwrap_or_default()
    }

    /// The place of the next bytes of the word.
    fn span(&self, length: usize) -> Span {
        let start = self.word.span.start as usize + usize::from(self.word.quoted) + self.offset;
        Span::new(self.word.span.source, start, start + length)
    }

    fn advance(&mut self, length: usize, text: &str) -> Result<(), Diagnostic> {
        let makes_variable =
            text.starts_with('{') && self.texts.iter().any(|before| before.ends_with('$'));
        if makes_variable {
            return Err(Diagnostic::new(
                codes::BAD_VARIABLE,
                "a `$` before this brace would make a policy variable of it",
            )
            .at(self.span(length))
            .hint("write `${$}` for a dollar sign that stands for itself"));
        }
        self.make_room(text.len())?;
        for before in &mut self.texts {
            before.push_str(text);
        }
        self.offset += length;
        Ok(())
    }

    fn plain(&mut self) -> Result<(), Diagnostic> {
        let rest = self.rest();
        let end = rest
            .char_indices()
            .skip(1)
            .find(|(_, character)| matches!(character, '{' | '}' | '$' | '\\'))
            .map_or(rest.len(), |(offset, _)| offset);
        self.advance(end, rest.get(..end).unwrap_or(rest))
    }

    fn escape(&mut self) -> Result<(), Diagnostic> {
        let after = self.rest().get(1..).unwrap_or_default();
        let simple = match after.chars().next() {
            Some('"') => "\"",
            Some('\\') => "\\",
            Some('n') => "\n",
            Some('t') => "\t",
            Some('{') => "{",
            Some('}') => "}",
            Some('u') => return self.unicode(after),
            other => {
                let length = 1 + other.map_or(0, char::len_utf8);
                let written = self.rest().get(..length).unwrap_or_default();
                return Err(Diagnostic::new(
                    codes::BAD_ESCAPE,
                    format!("`{written}` is not an escape"),
                )
                .at(self.span(length))
                .hint(r#"the escapes are `\"`, `\\`, `\n`, `\t`, `\{`, `\}` and `\u{...}`; a backslash itself is `\\`"#));
            }
        };
        self.advance(2, simple)
    }

    /// `\u{e9}`
    fn unicode(&mut self, after: &str) -> Result<(), Diagnostic> {
        let digits = after
            .strip_prefix("u{")
            .and_then(|inside| inside.split_once('}'))
            .map(|(digits, _)| digits);
        let character = digits
            .filter(|digits| (1..=6).contains(&digits.len()))
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .and_then(char::from_u32);
        match (digits, character) {
            (Some(digits), Some(character)) => {
                let mut buffer = [0; 4];
                self.advance(digits.len() + 4, character.encode_utf8(&mut buffer))
            }
            (Some(_), None) | (None, _) => Err(Diagnostic::new(
                codes::BAD_ESCAPE,
                "`\\u` without a character's number",
            )
            .at(self.span(2))
            .hint("write the number in hexadecimal between braces: `\\u{e9}`")),
        }
    }

    /// `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`, `${*}`
    fn variable(&mut self, inside: &str) -> Result<(), Diagnostic> {
        let content = self.closed(inside, 2)?;
        let length = content.len() + 3;
        if matches!(content, "*" | "?" | "$") || is_policy_variable(content) {
            let whole = self.rest().get(..length).unwrap_or_default();
            return self.advance(length, whole);
        }
        let problem =
            |message: String| Diagnostic::new(codes::BAD_VARIABLE, message).at(self.span(length));
        if is_name(content) {
            return Err(problem(format!("`${{{content}}}` is not a policy variable"))
                .hint(format!(
                    "a policy variable holds a condition key with a `:`; to fill in a name while compiling, write `{{{content}}}`"
                )));
        }
        Err(problem(format!("`${{{content}}}` is not a policy variable"))
            .hint("write `${key}` with a condition key, `${key, 'text'}` with a default, or `${*}`, `${?}`, `${$}`"))
    }

    /// What `{...}` is.
    fn braces(&self, inside: &'s str) -> Result<Braces<'s>, Diagnostic> {
        let content = self.closed(inside, 1)?;
        let span = self.span(content.len() + 2);
        if is_name(content) {
            return Ok(Braces::Name(content));
        }
        if content.contains(',') {
            return self.choice(content, span).map(Braces::Choice);
        }
        if content.contains(':') {
            return Err(Diagnostic::new(
                codes::BAD_VARIABLE,
                format!("`{{{content}}}` holds a condition key, which is known only at run time"),
            )
            .at(span)
            .hint(format!("write the policy variable `${{{content}}}`")));
        }
        Err(Diagnostic::new(
            codes::BAD_BRACES,
            format!("`{{{content}}}` is neither a name to fill in nor a choice"),
        )
        .at(span)
        .hint(
            "write `{name}`, or a choice such as `{a,b}`; a brace that is text is `\\{` in quotes",
        ))
    }

    fn choice(&self, content: &'s str, span: Span) -> Result<Vec<&'s str>, Diagnostic> {
        let parts: Vec<&str> = content.split(',').collect();
        if !self.choices {
            let hint = if self.word.quoted {
                "in quotes, only an ARN has choices: take the quotes off, or list the texts; a brace that is text is `\\{`"
            } else {
                "write it once for each: `for x in A, B { ... }` around it, with `{x}` for the text; in a list, list the texts"
            };
            return Err(Diagnostic::new(
                codes::CHOICE_NOT_HERE,
                format!("a choice such as `{{{content}}}` stands only in action patterns and ARNs"),
            )
            .at(span)
            .hint(hint));
        }
        let wrong = parts
            .iter()
            .any(|part| part.is_empty() || part.contains([' ', '\t', '\\', '$']));
        if wrong {
            return Err(Diagnostic::new(
                codes::BAD_BRACES,
                format!("the choice `{{{content}}}` has an empty part, a space, a `\\` or a `$`"),
            )
            .at(span)
            .hint("write plain parts with commas and nothing else between them: `{a,b}`"));
        }
        Ok(parts)
    }

    fn choose(&mut self, parts: &[&str]) -> Result<(), Diagnostic> {
        let length = parts.iter().map(|part| part.len() + 1).sum::<usize>() + 1;
        let total = self.texts.len().saturating_mul(parts.len());
        if total > TEXTS_LIMIT {
            return Err(Diagnostic::new(
                codes::EXPANSION_LIMIT,
                format!("the choices of one word make more than {TEXTS_LIMIT} texts"),
            )
            .at(self.word.span)
            .hint("use fewer choices, or a wildcard"));
        }
        let longest = parts.iter().map(|part| part.len()).max();
        self.make_room(longest.unwrap_or_default())?;
        self.texts = self
            .texts
            .iter()
            .flat_map(|before| parts.iter().map(move |part| format!("{before}{part}")))
            .collect();
        self.offset += length;
        Ok(())
    }

    /// Checks that so many more bytes are not too many for any of the texts.
    fn make_room(&self, more: usize) -> Result<(), Diagnostic> {
        let longest = self.texts.iter().map(String::len).max();
        if longest.unwrap_or_default() + more <= LENGTH_LIMIT {
            return Ok(());
        }
        Err(Diagnostic::new(
            codes::EXPANSION_LIMIT,
            format!("this text becomes longer than {LENGTH_LIMIT} bytes"),
        )
        .at(self.word.span)
        .hint("look at what is filled in: nothing that AWS compares is as long"))
    }

    /// What stands before the closing brace.
    fn closed<'i>(&self, inside: &'i str, opening: usize) -> Result<&'i str, Diagnostic> {
        match inside.find(['{', '}']) {
            Some(end) if inside.get(end..).is_some_and(|rest| rest.starts_with('}')) => {
                Ok(inside.get(..end).unwrap_or_default())
            }
            Some(end) => Err(Diagnostic::new(codes::BAD_BRACES, "braces inside braces")
                .at(self.span(opening + end + 1))
                .hint("write the words out, or give the inner part a name with `let`")),
            None => Err(self.stray(if opening == 1 { "{" } else { "${" })),
        }
    }

    fn stray(&self, written: &str) -> Diagnostic {
        Diagnostic::new(
            codes::BAD_BRACES,
            format!("`{written}` without its other brace"),
        )
        .at(self.span(written.len()))
        .hint("a brace that is text is written `\\{` or `\\}`, in quotes")
    }
}

enum Braces<'s> {
    Choice(Vec<&'s str>),
    Name(&'s str),
}

/// A condition key, with or without a default in single quotes (IAM User
/// Guide, "IAM policy elements: Variables and tags").
fn is_policy_variable(content: &str) -> bool {
    let (key, default) = match content.split_once(',') {
        Some((key, default)) => (key.trim_end(), Some(default.trim())),
        None => (content, None),
    };
    let key_is_whole = key
        .split_once(':')
        .is_some_and(|(prefix, name)| !prefix.is_empty() && !name.is_empty());
    let default_is_quoted = default.is_none_or(|default| {
        default
            .strip_prefix('\'')
            .and_then(|rest| rest.strip_suffix('\''))
            .is_some_and(|text| !text.contains('\''))
    });
    key_is_whole
        && !key.contains(['*', '?', '$', '\'', '\\'])
        && default_is_quoted
        && !content.contains('\\')
}

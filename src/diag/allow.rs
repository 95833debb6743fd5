//! Which warnings count: `# aclc: allow ACL0123` above a line or at its end
//! silences one there, and `--deny` makes one an error.

use core::ops::Range;

use super::{Code, Diagnostic, Diagnostics, Severity, codes, nearest};
use crate::source::{Language, SourceId, Sources, Span};

/// What a comment begins with that speaks to the compiler.
const MARK: &str = "aclc:";

/// Whether a comment, its `#` included, speaks to the compiler.
pub fn is_to_compiler(comment: &str) -> bool {
    comment
        .trim_start_matches('#')
        .trim_start()
        .starts_with(MARK)
}

/// Warnings that are to fail.
#[derive(Clone, Debug, Default)]
pub struct Denied {
    /// Whether all of them are. Suggestions are denied by their codes alone.
    pub all: bool,
    /// Those that are in any case.
    pub codes: Vec<Code>,
}

impl Denied {
    /// Raises what is denied to an error.
    pub fn apply(&self, diagnostics: &mut Diagnostics) {
        for diagnostic in diagnostics.iter_mut() {
            let is_one_of_all = self.all && diagnostic.severity == Severity::Warning;
            if is_one_of_all || self.codes.contains(&diagnostic.code) {
                diagnostic.severity = Severity::Error;
            }
        }
    }
}

/// Takes away the warnings and suggestions that comments allow, and adds a warning for each
/// comment that allows nothing. Errors cannot be allowed.
///
/// `complete` says that every stage has run; an allowance that silenced nothing
/// is reported only then, for its warning may not have been looked for.
pub fn apply_allowances(sources: &Sources, diagnostics: &mut Diagnostics, complete: bool) {
    let mut allowances = Vec::new();
    let mut problems = Diagnostics::new();
    for (id, source) in sources.iter() {
        // JSON has no comments.
        if source.language() == Language::Program && source.text().contains(MARK) {
            Comments::new(id, source.text()).read(&mut allowances, &mut problems);
        }
    }
    for diagnostic in diagnostics.iter_mut() {
        if diagnostic
            .place()
            .is_some_and(|place| sources.is_document(place))
        {
            let hints = core::mem::take(&mut diagnostic.hints);
            let hints = hints.into_iter().filter_map(without_comments);
            diagnostic.hints = hints.collect();
        }
    }
    // INVARIANT (order): by source and by line, as they were read.
    diagnostics.retain(|diagnostic| match allowance(&mut allowances, diagnostic) {
        Some(allowance) => {
            allowance.used = true;
            false
        }
        None => true,
    });
    diagnostics.append(problems);
    for unused in allowances.iter().filter(|allowance| !allowance.used) {
        if complete {
            let message = format!("nothing here is warned about with `{}`", unused.code);
            let hint =
                "remove the comment, or put it above the line that it is about, or at its end";
            let warning = Diagnostic::new(codes::UNUSED_ALLOWANCE, message);
            diagnostics.push(warning.at(unused.span).hint(hint));
        }
    }
}

/// What a hint says beside that a comment allows a warning, which none does in
/// JSON.
fn without_comments(hint: String) -> Option<String> {
    const COMMENT: &str = "`# aclc: allow ";
    if !hint.contains(COMMENT) {
        return Some(hint);
    }
    let others = hint.split("; ").filter_map(|part| {
        let Some((before, after)) = part.split_once(COMMENT) else {
            return Some(part.to_owned());
        };
        let (_, or) = after.split_once("` above the line, or ")?;
        Some(format!("{}{or}", before.strip_suffix("allowed by ")?))
    });
    let others: Vec<String> = others.collect();
    (!others.is_empty()).then(|| others.join("; "))
}

struct Allowance {
    code: Code,
    /// The code in the comment.
    span: Span,
    /// The bytes of the line that it is about.
    line: Range<usize>,
    used: bool,
}

/// The comment that silences a warning, if there is one.
fn allowance<'a>(
    allowances: &'a mut [Allowance],
    diagnostic: &Diagnostic,
) -> Option<&'a mut Allowance> {
    let place = diagnostic.place()?;
    if diagnostic.severity == Severity::Error {
        return None;
    }
    let start = (place.source, place.start as usize);
    // Relies on INVARIANT (order).
    let up_to = allowances
        .partition_point(|allowance| (allowance.span.source, allowance.line.start) <= start);
    allowances
        .get_mut(..up_to)?
        .iter_mut()
        .rev()
        .take_while(|allowance| {
            allowance.span.source == place.source && allowance.line.contains(&start.1)
        })
        .find(|allowance| allowance.code == diagnostic.code)
}

/// The comments of one text. No string crosses lines, so that a line is enough
/// to tell its comment by; this needs no parser, and works on texts that do not
/// parse.
struct Comments<'s> {
    source: SourceId,
    lines: Vec<(usize, &'s str)>,
}

impl<'s> Comments<'s> {
    fn new(source: SourceId, text: &'s str) -> Self {
        let mut start = 0;
        let lines = text.split_inclusive('\n').map(|line| {
            let at = start;
            start += line.len();
            (at, line)
        });
        Self {
            source,
            lines: lines.collect(),
        }
    }

    fn read(&self, allowances: &mut Vec<Allowance>, problems: &mut Diagnostics) {
        let mut pending = Vec::new();
        for (start, line) in &self.lines {
            let (code, comment) = cut_comment(line);
            if let Some(order) = comment.trim().strip_prefix(MARK) {
                let at = start + offset_in(line, order);
                self.read_order(at, order, &mut pending, problems);
            }
            if !code.trim().is_empty() {
                let range = *start..start + line.len();
                allowances.extend(pending.drain(..).map(|(code, span)| Allowance {
                    code,
                    span,
                    line: range.clone(),
                    used: false,
                }));
            }
        }
        // Above nothing at all.
        allowances.extend(pending.drain(..).map(|(code, span)| Allowance {
            code,
            span,
            line: usize::MAX..usize::MAX,
            used: false,
        }));
    }

    /// `allow CODE, CODE why`
    fn read_order(
        &self,
        start: usize,
        order: &str,
        pending: &mut Vec<(Code, Span)>,
        problems: &mut Diagnostics,
    ) {
        let span_of = |word: &str| {
            let at = start + offset_in(order, word);
            Span::new(self.source, at, at + word.len())
        };
        let mut words = order
            .split([' ', '\t', ','])
            .filter(|word| !word.is_empty())
            .peekable();
        let verb = words.next();
        let names_code = words.peek().is_some_and(|word| is_code(word));
        if verb != Some("allow") || !names_code {
            problems.push(
                Diagnostic::new(codes::UNKNOWN_ALLOWANCE, "this comment allows nothing")
                    .at(span_of(order.trim()))
                    .hint("write `# aclc: allow ACL0801`, with the code of the warning"),
            );
            return;
        }
        for word in words.take_while(|word| is_code(word)) {
            match Code::from_name(word) {
                Some(code) if code.severity() != Severity::Error => {
                    pending.push((code, span_of(word)));
                }
                Some(_) => problems.push(
                    Diagnostic::new(
                        codes::UNKNOWN_ALLOWANCE,
                        format!("`{word}` is an error, which nothing can allow"),
                    )
                    .at(span_of(word))
                    .hint(format!("see `aclc explain-code {word}` for how to mend it")),
                ),
                None => problems.push(unknown_code(word).at(span_of(word))),
            }
        }
    }
}

fn unknown_code(word: &str) -> Diagnostic {
    let unknown = Diagnostic::new(
        codes::UNKNOWN_ALLOWANCE,
        format!("there is no code `{word}`"),
    );
    match nearest(word, codes::ALL.iter().map(|code| code.name())) {
        Some(name) => unknown.hint(format!("did you mean `{name}`?")),
        None => unknown,
    }
}

/// A line before its comment, and the comment without the `#`, which stands at
/// the start or after white space and outside of strings.
fn cut_comment(line: &str) -> (&str, &str) {
    let mut in_string = false;
    let mut before = ' ';
    for (at, character) in line.char_indices() {
        match character {
            '"' if before != '\\' || !in_string => in_string = !in_string,
            '#' if !in_string && before.is_ascii_whitespace() => {
                return (
                    line.get(..at).unwrap_or_default(),
                    line.get(at + 1..).unwrap_or_default(),
                );
            }
            _ => {}
        }
        // An escaped backslash escapes nothing.
        let is_escaped = in_string && before == '\\';
        before = if is_escaped { ' ' } else { character };
    }
    (line, "")
}

/// Whether a word is meant as a code, so that what follows may be a reason.
fn is_code(word: &str) -> bool {
    word.get(..3)
        .is_some_and(|letters| letters.eq_ignore_ascii_case("ACL"))
        && word.bytes().any(|byte| byte.is_ascii_digit())
}

/// Where a part of a text begins in it.
fn offset_in(text: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize)
}

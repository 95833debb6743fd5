//! What pest expected, said so that a person can mend it.
//!
//! pest names every rule that it tried at the furthest place, up to two dozen.
//! They are read as one of a few expectations; which kind of word is expected
//! comes from the words before.

use super::expected::{ANYTHING, CONDITION, Context, Expected, single};
use super::grammar::Rule;
use super::reserved::is_reserved;
use super::slips::{PRINCIPALS, Place, is_plain};
use super::suggestion::{Suggestion, keywords, suggestion};
use super::tokens::Token;
use crate::diag::{Diagnostic, codes};
use crate::source::{SourceId, Span};

/// A mistake: what was tried, and the words around.
struct Mistake<'t> {
    source: SourceId,
    tried: &'t [Rule],
    before: &'t [Token<'t>],
    found: Option<Token<'t>>,
    after: &'t [Token<'t>],
    holder: &'t str,
}

/// The diagnostic of a piece that does not fit the grammar.
///
/// `tokens` are the piece's words, `at` the byte of the file at which the
/// grammar gave up, `tried` what it tried there; `holder` is the word that the
/// declaration begins with in whose block the piece stands, if it is one of a
/// block.
pub(super) fn explain(
    source: SourceId,
    tokens: &[Token<'_>],
    at: usize,
    tried: &[Rule],
    holder: &str,
) -> Diagnostic {
    let index = tokens.partition_point(|token| token.end() <= at);
    let (before, from) = tokens.split_at_checked(index).unwrap_or((tokens, &[]));
    let mistake = Mistake {
        source,
        tried,
        before,
        found: from.first().copied(),
        after: from.get(1..).unwrap_or_default(),
        holder,
    };
    mistake
        .trailing_comma()
        .or_else(|| mistake.late())
        .or_else(|| mistake.reserved_name())
        .unwrap_or_else(|| mistake.unexpected())
}

impl Mistake<'_> {
    fn any(&self, rules: &[Rule]) -> bool {
        self.tried.iter().any(|rule| rules.contains(rule))
    }

    fn span(&self, token: Token<'_>) -> Span {
        Span::new(self.source, token.start, token.end())
    }

    fn wants_word(&self) -> bool {
        self.any(&[
            Rule::word,
            Rule::string,
            Rule::name,
            Rule::actions,
            Rule::passed,
        ])
    }

    /// `group A: Ann,` and then nothing, or the next clause.
    fn trailing_comma(&self) -> Option<Diagnostic> {
        let comma = *self.before.last().filter(|token| token.text == ",")?;
        let ends_list = self.found.is_none_or(|found| {
            matches!(found.text, "}" | ")" | "]" | "{") || is_reserved(found.text)
        });
        if !self.wants_word() && !self.any(&[Rule::party, Rule::target, Rule::setting])
            || !ends_list
        {
            return None;
        }
        let mut diagnostic = Diagnostic::new(codes::TRAILING_COMMA, "nothing follows this comma")
            .label(self.span(comma), "a list goes on behind a comma");
        if let Some(found) = self.found {
            diagnostic = diagnostic.label(self.span(found), "which this cannot be");
        }
        Some(diagnostic.hint(if self.is_another_kind() {
            "take the comma away, and give each kind of principal a `trusts` of its own, on lines of a block"
        } else if self.is_another_subject() {
            "take the comma away, and give each kind of principal a line of its own"
        } else if self.is_group_in_group() {
            "members are users; another group's are taken in with `includes`, on a line of its own in a block"
        } else {
            "take the comma away: it would swallow what comes next"
        }))
    }

    /// `trusts service lambda, user Ann`
    fn is_another_kind(&self) -> bool {
        self.before.iter().any(|token| token.text == "trusts")
            && self
                .found
                .is_some_and(|found| PRINCIPALS.contains(&found.text) && !found.begins_line)
    }

    /// `user Ann, role Deployer can ...`, of a resource
    fn is_another_subject(&self) -> bool {
        let kinds = ["user", "group", "role", "account", "service"];
        let is_kind = |token: &Token<'_>| kinds.contains(&token.text) && !token.begins_line;
        matches!(self.holder, "resource" | "guardrail")
            && self.found.is_some_and(|found| is_kind(&found))
            && self
                .before
                .first()
                .is_some_and(|first| kinds.contains(&first.text))
    }

    /// `group D: group A`, `members Ann, group A`
    fn is_group_in_group(&self) -> bool {
        let names_members =
            |token: &Token<'_>| token.text == "members" || token.text.ends_with(':');
        self.found
            .is_some_and(|found| found.text == "group" && !found.begins_line)
            && self
                .before
                .first()
                .is_some_and(|first| matches!(first.text, "group" | "members"))
            && self.before.iter().any(names_members)
    }

    /// `let trusted = mfa and tls`: the name.
    fn condition_as_list(&self) -> Option<&str> {
        const BEGINNINGS: [&str; 13] = [
            "after", "all", "any", "before", "between", "from", "mfa", "not", "only", "region",
            "tag", "tls", "via",
        ];
        let found = self.found?;
        match self.before {
            [first, name, equals] if first.text == "let" && equals.text == "=" => {
                BEGINNINGS.contains(&found.text).then_some(name.text)
            }
            _ => None,
        }
    }

    /// What went wrong before the place where the grammar gave up.
    fn late(&self) -> Option<Diagnostic> {
        let late = self.place().late()?;
        let message = format!("expected {}, found `{}`", late.expected, late.token.text);
        let diagnostic = Diagnostic::new(codes::UNEXPECTED, message);
        Some(diagnostic.at(self.span(late.token)).hint(late.hint))
    }

    /// `group role: Ann`
    fn reserved_name(&self) -> Option<Diagnostic> {
        let found = self.found?;
        let word = found.text.trim_end_matches(':');
        let context = Context::of(self.before);
        let goes_on = starts_clause(word) && !found.text.ends_with(':');
        if !is_reserved(word) || !self.wants_word() || !context.is_name() || goes_on {
            return None;
        }
        let span = Span::new(self.source, found.start, found.start + word.len());
        let next = self.place().next();
        let is_kind = word == "policy" && is_plain(next) && !is_reserved(next);
        let hint = if context == Context::Policy && is_kind {
            format!("`has` is followed by the name alone: `has {next}`")
        } else if self.is_group_in_group() {
            format!("members are users; another group's are taken in with `includes {next}`")
        } else if let Some(name) = self.condition_as_list() {
            format!("a condition is named with `when`: `let {name} when {word} ...`")
        } else {
            format!("to use it as a name, put it in double quotes: `\"{word}\"`")
        };
        Some(
            Diagnostic::new(codes::RESERVED_WORD, format!("`{word}` is a reserved word"))
                .label(span, format!("{} was expected", context.what()))
                .hint(hint),
        )
    }

    fn unexpected(&self) -> Diagnostic {
        let expected = self.expected();
        let (found, place) = match (self.found, self.before.last()) {
            (Some(found), _) => (format!("found `{}`", shorten(found.text)), self.span(found)),
            (None, Some(last)) => (
                format!("but nothing follows `{}`", shorten(last.text)),
                self.span(*last),
            ),
            (None, None) => (String::from("found nothing"), Span::new(self.source, 0, 0)),
        };
        let mut diagnostic = Diagnostic::new(
            codes::UNEXPECTED,
            format!("expected {}, {found}", self.what(&expected)),
        )
        .at(place);
        match suggestion(self.place()) {
            Some(Suggestion::Instead(hint)) => diagnostic = diagnostic.hint(hint),
            Some(Suggestion::DidYouMean(word)) => {
                diagnostic = diagnostic.hint(format!("did you mean `{word}`?"));
            }
            None => diagnostic = diagnostic.hint(expected.hint),
        }
        diagnostic
    }

    fn place(&self) -> Place<'_> {
        Place {
            found: self.found.map_or("", |found| found.text),
            begins_line: self.found.is_some_and(|found| found.begins_line),
            after: self.after,
            before: self.before,
            tried: self.tried,
            holder: self.holder,
        }
    }

    /// What to say was expected, and what to write.
    fn expected(&self) -> Expected {
        if let Some(expected) = self.expected_after_head() {
            return expected;
        }
        if let [rule] = self.tried
            && let Some(expected) = single(*rule)
        {
            return expected;
        }
        let begins_item = self.any(&[Rule::k_let, Rule::k_use]);
        if self.wants_word() && !self.any(&[Rule::k_when, Rule::EOI]) {
            return Context::of(self.before).expected();
        }
        if self.any(&[Rule::relation]) && self.after_key() {
            return Expected::new(
                "a comparison such as `==`, `in` or `like`",
                "a condition key is compared: `KEY == V`, `KEY in V, W`, `KEY exists`",
            );
        }
        if self.any(&[Rule::k_on]) {
            return Expected::new(
                "`,`, `except` or `on`",
                "elements of a list are separated by commas; the resources follow `on`",
            );
        }
        if self.any(&[Rule::k_trusts, Rule::k_members]) && !self.any(&[Rule::k_when, Rule::block]) {
            return Expected::new(
                "a line such as `can ...`, `trusts ...` or `}`",
                "a line of a block begins with `can`, `cannot`, `may`, `has`, `trusts`, `members`, `includes`, `path`, `tags`, `boundary` or `max session`",
            );
        }
        if self.any(&[Rule::k_anyone]) {
            return Expected::new(
                "a principal",
                "say what kind it is: `user`, `group`, `role`, `account`, `service`, `web`, `oidc`, `saml`, or write an ARN",
            );
        }
        if self.any(&[Rule::connective, Rule::k_when]) {
            return Expected::new(
                if self.any(&[Rule::connective]) {
                    "`and`, `or` or the end of the condition"
                } else {
                    "`when`, `unless`, `until`, `as` or the end of the grant"
                },
                "elements of a list are separated by commas; after them come `when` or `unless`, `until` and `as`",
            );
        }
        if self.any(&[Rule::block, Rule::members]) {
            if self
                .before
                .first()
                .is_some_and(|first| first.text == "role")
            {
                return Expected::new(
                    "`can`, `cannot`, `may`, `has`, `trusts` or a block `{ ... }`",
                    "write for example `role Trainer trusts service sagemaker` or `role Trainer can s3:GetObject on *`",
                );
            }
            return Expected::new(
                "`can`, `cannot`, `may`, `has` or a block `{ ... }`",
                "write for example `group Engineers can s3:GetObject on *` or `group Engineers: Ann, Ben`",
            );
        }
        if begins_item {
            return Expected::new(
                "a declaration",
                "a declaration begins with `group`, `user`, `role`, `policy`, `let`, `account`, `resource`, `boundary`, `guardrail`, `test`, ...",
            );
        }
        if self.any(&[Rule::condition, Rule::k_tls, Rule::k_mfa]) {
            return CONDITION;
        }
        if self.holder == "test" {
            return Expected::new(
                "the next line of the test or `}`",
                "a line is written `Ann can s3:GetObject on lake/a.csv with mfa at 2026-06-01`",
            );
        }
        ANYTHING
    }

    /// What was expected; where nothing better is known, the words tried.
    fn what(&self, expected: &Expected) -> String {
        let words: Vec<&str> = self
            .tried
            .iter()
            .flat_map(|rule| keywords(*rule).iter().copied())
            .collect();
        if expected.what != ANYTHING.what || words.is_empty() || words.len() > 5 {
            return expected.what.to_owned();
        }
        let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
        match quoted.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
            None => String::new(),
        }
    }

    fn expected_after_head(&self) -> Option<Expected> {
        let first = self.before.first()?.text;
        let tag = self.any(&[Rule::party]) && self.before.last()?.text == "tag";
        Some(match first {
            _ if tag => Expected::new(
                "a tag such as `principal.team`",
                "say whose tag it is: `principal`, `resource` or `request`",
            ),
            "account" if self.any(&[Rule::equals]) => {
                Expected::new("`=`", "write for example `account prod = 111122223333`")
            }
            "let" if self.any(&[Rule::equals]) => Expected::new(
                "`=` or `when`",
                "write `let NAME = VALUE`, or `let NAME when CONDITION`",
            ),
            "ou" if self.any(&[Rule::members]) => Expected::new(
                "`:` or `includes`",
                "write `ou Workloads: prod, dev` or `ou All includes Workloads`",
            ),
            _ if self.any(&[Rule::k_is]) => Expected::new(
                "`can`, `cannot`, `is denied`, `may assume` or `may not assume`",
                "write for example `Ann can s3:GetObject on lake/a.csv`",
            ),
            "policy" | "boundary" | "session" | "guardrail" | "resource"
                if self.any(&[Rule::block]) =>
            {
                Expected::new(
                    "a block `{ ... }`",
                    "what it holds stands in a block, for example `{ can s3:GetObject on * }`",
                )
            }
            _ => return None,
        })
    }

    fn after_key(&self) -> bool {
        self.before
            .last()
            .is_some_and(|last| last.text.contains(':') || last.text.contains('.'))
    }
}

fn starts_clause(word: &str) -> bool {
    matches!(
        word,
        "can"
            | "cannot"
            | "may"
            | "has"
            | "when"
            | "unless"
            | "until"
            | "as"
            | "on"
            | "except"
            | "to"
    )
}

/// A word of a message, cut where it would fill the screen.
fn shorten(word: &str) -> String {
    const LONGEST: usize = 60;
    if word.chars().count() <= LONGEST {
        return word.to_owned();
    }
    let head: String = word.chars().take(LONGEST).collect();
    format!("{head}...")
}

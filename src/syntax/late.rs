//! Mistakes that show late: a word that begins something else as well was read
//! as its beginning, and the grammar gave up only behind it.

use super::grammar::Rule;
use super::slips::{Place, is_name, joined};
use super::tokens::Token;

/// A word that should not stand where it stands.
pub(super) struct Late<'t> {
    /// The word.
    pub(super) token: Token<'t>,
    /// What was expected in its place.
    pub(super) expected: &'static str,
    /// What to write.
    pub(super) hint: String,
}

/// So many names of a list are written out in a hint.
const NAMES: usize = 5;

impl<'t> Place<'t> {
    /// The mistake before the place, if that is where it is.
    pub(super) fn late(&self) -> Option<Late<'t>> {
        let (token, before) = self.before.split_last()?;
        let (expected, hint) = match token.text {
            "in" if self.tries(Rule::k_account) => self.inside(before)?,
            "within" if self.tries(Rule::k_is) && last_of(before) == "mfa" => (
                "`at` or the next line of the test",
                "the age of MFA is a value of the request, in seconds: `with mfa, aws:MultiFactorAuthAge = 60`"
                    .to_owned(),
            ),
            "-" => ("a name", self.dashes(before)?),
            _ => return None,
        };
        Some(Late {
            token: *token,
            expected,
            hint,
        })
    }

    /// `in` that was read as the beginning of `in account NAME { ... }`.
    fn inside(&self, before: &[Token<'_>]) -> Option<(&'static str, String)> {
        let is_verb = |token: &Token<'_>| matches!(token.text, "can" | "cannot");
        let verb = before.iter().rposition(is_verb);
        if let Some(grant) = verb.and_then(|verb| before.get(verb..)) {
            return grant.iter().all(|token| token.text != "on").then(|| {
                let hint = format!("the resources follow `on`: `on {}`", self.found);
                ("`,`, `except` or `on`", hint)
            });
        }
        let (kind, names) = before.split_first()?;
        let target = match self.found {
            "group" | "role" => self.next(),
            found => found,
        };
        let is_list = !names.is_empty() && names.iter().all(|name| is_listed(name.text));
        if !is_list || !is_name(target) {
            return None;
        }
        let names = joined(names);
        match kind.text {
            "user" => Some((
                "a block `{ ... }` or the end of the declaration",
                format!("a group says who is in it: `group {target}: {names}`"),
            )),
            "group" => Some((
                "`:`, `includes`, `can`, `cannot`, `may`, `has` or a block `{ ... }`",
                format!("a group says which others are in it: `group {target} includes {names}`"),
            )),
            _ => None,
        }
    }

    /// A list as YAML has it: `group A:`, and a name a line behind a dash.
    fn dashes(&self, before: &[Token<'_>]) -> Option<String> {
        let head = last_of(before);
        let is_head = head.ends_with(':') || matches!(head, "members" | "includes");
        if !is_head || !is_name(self.found) {
            return None;
        }
        let mut names = vec![self.found];
        let mut rest = self.after;
        while let [dash, name, next @ ..] = rest
            && dash.text == "-"
        {
            names.push(name.text);
            rest = next;
        }
        let more = if names.len() > NAMES { ", ..." } else { "" };
        names.truncate(NAMES);
        Some(format!(
            "names are separated by commas: `{} {}{more}`",
            joined(before),
            names.join(", ")
        ))
    }
}

fn last_of<'t>(tokens: &[Token<'t>]) -> &'t str {
    tokens.last().map_or("", |token| token.text)
}

fn is_listed(text: &str) -> bool {
    text == "," || is_name(text)
}

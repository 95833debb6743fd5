//! The texts behind a word that may be the name of a `let`.

use crate::catalog::Catalog;
use crate::diag::codes::{UNKNOWN_NAME, WRONG_KIND_OF_LET};
use crate::diag::{Diagnostic, Diagnostics};
use crate::resolve::condition::{Meaning, NameKind, Names, Text};
use crate::syntax::ast::Word;

/// What a word is asked to be, which decides whether a bare one is a value or
/// a name, and what the message says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `s3:Get*`, `*`, `@global`
    Action,
    /// An ARN or `*`.
    Resource,
    /// The ARN of a principal, or of what a service acts for.
    Arn,
}

impl Kind {
    /// Whether a bare text of this kind stands for itself.
    fn is_value(self, text: &str) -> bool {
        match self {
            Self::Action => text.contains(':') || text == "*" || text.starts_with('@'),
            // What follows the slash of `lake/${aws:username}` is the name's.
            Self::Resource | Self::Arn => {
                text.split('/').next().unwrap_or(text).contains(':') || text == "*"
            }
        }
    }

    fn noun(self) -> &'static str {
        match self {
            Self::Action => "action",
            Self::Resource => "resource",
            Self::Arn => "ARN",
        }
    }

    fn hint(self, text: &str) -> String {
        match self {
            Self::Action if text.eq_ignore_ascii_case("assume") => {
                "a role is assumed with `may assume ROLE`; who may assume it follows `trusts`"
                    .to_owned()
            }
            Self::Action => match text.split_once('.') {
                Some((service, name)) => {
                    format!("a colon stands behind the service: `{service}:{name}`")
                }
                None if Catalog::built_in().service(text).is_some() => format!(
                    "every action of the service is `{text}:*`, and one of them `{text}:Name`"
                ),
                None => format!("an action is `service:{text}`, or a name that `let` declares"),
            },
            Self::Resource | Self::Arn if text.starts_with('$') => format!(
                "a name is written without `$`: `{}`",
                text.trim_start_matches(['$', '{']).trim_end_matches('}')
            ),
            Self::Resource | Self::Arn => {
                "write an ARN such as `arn:aws:s3:::bucket/*`, or a name that `let` declares"
                    .to_owned()
            }
        }
    }
}

/// The values of a word, names followed. `None` where something is wrong,
/// which is then reported.
pub(super) fn of_word<'s>(
    word: Word<'s>,
    kind: Kind,
    names: &dyn Names<'s>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Text>> {
    let texts = names.fill(word, diagnostics)?;
    if texts
        .iter()
        .all(|text| text.quoted || kind.is_value(&text.text))
    {
        return Some(texts);
    }
    let mut values = Some(Vec::with_capacity(texts.len()));
    for text in texts {
        if text.quoted || kind.is_value(&text.text) {
            gather(&mut values, Some(vec![text]));
        } else {
            let found = of_name(&text, kind, names, diagnostics);
            gather(&mut values, found);
        }
    }
    values
}

/// Adds to a list; what is wrong once stays wrong.
pub(super) fn gather<Element>(list: &mut Option<Vec<Element>>, more: Option<Vec<Element>>) {
    match (list.as_mut(), more) {
        (Some(list), Some(mut more)) => list.append(&mut more),
        _ => *list = None,
    }
}

fn of_name<'s>(
    name: &Text,
    kind: Kind,
    names: &dyn Names<'s>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Text>> {
    match names.look_up(name, diagnostics) {
        Some(Meaning::List(values)) => Some(values),
        Some(Meaning::Broken) => None,
        Some(Meaning::Condition { origin, .. }) => {
            diagnostics.push(
                Diagnostic::new(
                    WRONG_KIND_OF_LET,
                    format!(
                        "`{}` names a condition, and this place takes {} {}",
                        name.text,
                        article(kind.noun()),
                        kind.noun()
                    ),
                )
                .at(name.span)
                .label(origin, "declared here"),
            );
            None
        }
        None => {
            let bare = name.text.split('/').next().unwrap_or_default();
            if !names.may_be_unread(bare) {
                diagnostics.push(unknown(name, kind, names));
            }
            None
        }
    }
}

fn unknown<'s>(name: &Text, kind: Kind, names: &dyn Names<'s>) -> Diagnostic {
    let unknown = Diagnostic::new(
        UNKNOWN_NAME,
        format!("no {} is called `{}`", kind.noun(), name.text),
    )
    .at(name.span);
    let (bare, suffix) = match name.text.split_once('/') {
        Some((bare, suffix)) => (bare, format!("/{suffix}")),
        None => (name.text.as_str(), String::new()),
    };
    match names.nearest(NameKind::List, bare) {
        Some(nearest) => unknown.hint(format!("did you mean `{nearest}{suffix}`?")),
        None => unknown.hint(kind.hint(&name.text)),
    }
}

fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'A']) {
        "an"
    } else {
        "a"
    }
}

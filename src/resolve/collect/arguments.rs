//! The arguments that a policy is attached with.

use std::sync::Arc;

use super::name;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::resolve::scope::{Bound, Scope};
use crate::resolve::shape;
use crate::resolve::world::World;
use crate::syntax::ast::Word;
use crate::syntax::is_name;

/// What the parameters of a policy stand for, each with its part of the
/// policy's name.
pub(super) fn bind<'s>(
    written: Word<'s>,
    names: &[Word<'s>],
    arguments: Option<&[Word<'s>]>,
    scope: &Scope<'s>,
    world: &World<'_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<(Bound, String)>> {
    let given = arguments.unwrap_or_default();
    if given.len() != names.len() {
        report_count(written, names, given.len(), diagnostics);
        return None;
    }
    given
        .iter()
        .map(|word| argument(*word, scope, world, diagnostics))
        .collect()
}

fn report_count(
    written: Word<'_>,
    names: &[Word<'_>],
    given: usize,
    diagnostics: &mut Diagnostics,
) {
    let policy = written.text;
    let (message, hint) = if names.is_empty() {
        (
            format!("the policy `{policy}` takes no arguments"),
            format!("write `has {policy}`"),
        )
    } else {
        let list: Vec<&str> = names.iter().map(|name| name.text).collect();
        let count = match names.len() {
            1 => "1 argument".to_owned(),
            count => format!("{count} arguments"),
        };
        (
            format!("the policy `{policy}` takes {count}, and {given} are given"),
            format!(
                "write `has {policy}({})` with a value for each",
                list.join(", ")
            ),
        )
    };
    diagnostics.push(
        Diagnostic::new(codes::ARGUMENTS, message)
            .at(written.span)
            .hint(hint),
    );
}

/// One argument: a `let` name, or a value.
fn argument<'s>(
    word: Word<'s>,
    scope: &Scope<'s>,
    world: &World<'_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<(Bound, String)> {
    let text = world.text(word, scope, diagnostics)?;
    let is_bare_name = !word.quoted && is_name(&text) && !shape::is_value(&text);
    if is_bare_name
        && scope.get(&text).is_none()
        && let Some(id) = world.lets.find(&text)
    {
        return Some((Bound::Let(id), text.into_owned()));
    }
    let values = world.values_of_word(word, scope, diagnostics)?;
    let [value] = values.as_slice() else {
        diagnostics.push(
            Diagnostic::new(
                codes::NEEDS_ONE_VALUE,
                format!(
                    "`{text}` comes to {} values, and an argument is one",
                    values.len()
                ),
            )
            .at(word.span)
            .hint("give the list a name with `let`, and pass that name"),
        );
        return None;
    };
    let part = name_part(&value.text);
    if part.is_empty() {
        diagnostics.push(
            Diagnostic::new(
                codes::INSTANCE_NAME,
                format!("`{text}` gives the policy no name to tell it apart by"),
            )
            .at(word.span)
            .hint("name the value with `let`, and pass that name"),
        );
        return None;
    }
    let bound = Bound::Value {
        text: Arc::from(value.text.as_str()),
        quoted: value.quoted,
        span: word.span,
    };
    Some((bound, part))
}

/// What of a value can stand in the name of a policy: the last field of an ARN,
/// with `-` for what a name cannot hold.
fn name_part(value: &str) -> String {
    let last = if value.starts_with("arn:") {
        value.splitn(6, ':').last().unwrap_or(value)
    } else {
        value
    };
    let mut part = String::with_capacity(last.len());
    for character in last.chars() {
        if name::is_allowed(character) {
            part.push(character);
        } else if !part.ends_with('-') {
            part.push('-');
        }
    }
    part.trim_matches('-').to_owned()
}

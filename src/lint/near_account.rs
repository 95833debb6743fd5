//! The number of an account in which two digits of one that the program declares
//! are exchanged: a slip of the pen, in an ARN or a condition.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{Match, is_account_number};
use crate::model::Statement;

use super::View;
use super::shared::arn::account_number;
use super::shared::holder::holders;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    let accounts = view.program.accounts.iter();
    let known: BTreeMap<&str, &str> = accounts
        .filter_map(|account| Some((account.number.as_deref()?, account.name.as_str())))
        .collect();
    if known.is_empty() {
        return;
    }
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        let named: BTreeSet<&str> = numbers(statement).collect();
        let unknown = named.iter().filter(|number| !known.contains_key(*number));
        for number in unknown {
            let mut exchanged = exchanges(number);
            let near = exchanged.find_map(|it| known.get_key_value(it.as_str()));
            let Some((near, name)) = near else {
                continue;
            };
            let message = format!(
                "`{number}` is the number of the account `{name}`, with two digits exchanged"
            );
            diagnostics.push(
                Diagnostic::new(codes::NEAR_ACCOUNT, message)
                    .at(statement.origin)
                    .hint(format!("write `{near}`, if that is meant")),
            );
        }
    }
}

/// The numbers of accounts in the resources and conditions of a statement.
fn numbers(statement: &Statement) -> impl Iterator<Item = &str> {
    let resources = statement.resources.as_ref().map_or(&[][..], Match::patterns);
    let values = statement.condition.iter().flat_map(|atom| &atom.values);
    let texts = resources.iter().chain(values).map(String::as_str);
    texts.filter_map(|text| if is_account_number(text) { Some(text) } else { account_number(text) })
}

/// The number with two neighbouring digits exchanged, in each place.
fn exchanges(number: &str) -> impl Iterator<Item = String> {
    (1..number.len()).filter_map(|place| {
        let (start, rest) = (number.get(..place - 1)?, number.get(place + 1..)?);
        let (one, other) = (number.get(place - 1..place)?, number.get(place..=place)?);
        Some(format!("{start}{other}{one}{rest}"))
    })
}

//! Whether two statements say the same, for every request.

use std::collections::BTreeSet;

use super::{Misfits, estate};
use crate::format::program::Draft;
use crate::iam::{Atom, Match, Operator, Principal, PrincipalMatch, is_account_number};
use crate::model::{DocumentId, Program, Statement, StatementId};

/// What is said of a statement that the compiler finds no mistake in.
pub(super) const READ_OTHERWISE: &str = "its words are read as something else";

/// Finds the statements of a program that its text does not come to: each must
/// come out of its own words, once, in the policy of the same owner.
pub(super) fn statements(program: &Program, again: &Program, draft: &Draft, misfits: &mut Misfits) {
    let mut made: Vec<(StatementId, bool)> = Vec::new();
    for document in again.documents() {
        for statement in again.statements(document) {
            let Some(id) = draft.statement_at(statement.origin.start as usize) else {
                misfits.others.push((
                    None,
                    "the text says something that no document says".to_owned(),
                ));
                continue;
            };
            // `may assume` says a grant and the trust that answers it.
            let id = match (document, draft.trusts.get(&id)) {
                (DocumentId::Trust(_), Some(trust)) => *trust,
                (_, Some(_) | None) => id,
            };
            let meant = program.statements(id.document).get(id.index);
            let same_owner = estate::owner(program, id.document) == estate::owner(again, document);
            let is_same = meant.is_some_and(|meant| same(meant, statement, program));
            made.push((id, same_owner && is_same));
        }
    }
    made.sort_unstable();
    for document in program.documents() {
        for index in 0..program.statements(document).len() {
            let id = StatementId { document, index };
            let from = made.partition_point(|(other, _)| *other < id);
            let of_it = made.get(from..).unwrap_or_default();
            let count = of_it.iter().take_while(|(other, _)| *other == id).count();
            let is_well = count == 1 && of_it.first().is_some_and(|(_, is_same)| *is_same);
            if !is_well {
                misfits
                    .statements
                    .entry(id)
                    .or_insert_with(|| vec![READ_OTHERWISE.to_owned()]);
            }
        }
    }
}

/// Whether a statement that was made is the one that was meant. Lists are sets,
/// conditions and actions ignore the letter case that IAM ignores.
fn same(meant: &Statement, made: &Statement, program: &Program) -> bool {
    let same_sid = made.sid.is_none() || made.sid == meant.sid;
    same_sid
        && meant.effect == made.effect
        && meant.version == made.version
        && principals(meant, program) == principals(made, program)
        && element(&meant.actions, true) == element(&made.actions, true)
        && meant.resources.as_ref().map(|it| element(it, false))
            == made.resources.as_ref().map(|it| element(it, false))
        && condition(&meant.condition) == condition(&made.condition)
}

fn element(element: &Match, ignoring_case: bool) -> (bool, BTreeSet<String>) {
    let text = |text: &String| {
        if ignoring_case {
            text.to_ascii_lowercase()
        } else {
            text.clone()
        }
    };
    (
        element.is_negated(),
        element.patterns().iter().map(text).collect(),
    )
}

/// Who, the same written the same: everyone is `"*"` and `{"AWS": "*"}`, an
/// account its number and the ARN of its root (IAM User Guide, "AWS JSON policy
/// elements: Principal").
fn principals(
    statement: &Statement,
    program: &Program,
) -> Option<(bool, Option<BTreeSet<Principal>>)> {
    let set = |list: &[Principal]| -> BTreeSet<Principal> {
        list.iter().map(|it| plain(it, program)).collect()
    };
    Some(match statement.principals.as_ref()? {
        PrincipalMatch::Everyone => (false, None),
        PrincipalMatch::Any(list) if list.contains(&Principal::Aws("*".to_owned())) => {
            (false, None)
        }
        PrincipalMatch::Any(list) => (false, Some(set(list))),
        PrincipalMatch::NoneOf(list) => (true, Some(set(list))),
    })
}

fn plain(principal: &Principal, program: &Program) -> Principal {
    match principal {
        Principal::Aws(text) if is_account_number(text) => {
            let partition = &program.settings.partition;
            Principal::Aws(format!("arn:{partition}:iam::{text}:root"))
        }
        Principal::Aws(_)
        | Principal::Service(_)
        | Principal::Federated(_)
        | Principal::CanonicalUser(_) => principal.clone(),
    }
}

fn condition(atoms: &[Atom]) -> BTreeSet<(Operator, String, BTreeSet<&str>)> {
    atoms
        .iter()
        .map(|atom| {
            let values = atom.values.iter().map(String::as_str).collect();
            (atom.operator, atom.key.to_ascii_lowercase(), values)
        })
        .collect()
}

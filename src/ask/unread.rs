use std::collections::BTreeSet;

use crate::diag::{Diagnostic, Diagnostics, codes, nearest};
use crate::iam::keys;
use crate::model::{Attachment, Program, TestCase};
use crate::runtime::Tree;

/// A warning for each condition key that a test gives and no policy reads: a
/// slip in it would let a line that expects a refusal hold for nothing.
///
/// Only keys that can be misspelt count: those of services, and tags. Of the
/// global ones a slip is an error anyway, and a line may well say that `tls`
/// changes nothing.
pub fn warn_of_unread_context(program: &Program, tree: &Tree) -> Diagnostics {
    let mut found = Diagnostics::new();
    if has_unknown_policies(program) {
        // They may read anything.
        return found;
    }
    let read: BTreeSet<String> = tree.condition_keys().map(str::to_lowercase).collect();
    for case in program.tests.iter().flat_map(|test| &test.cases) {
        for key in unread(case, &read) {
            let message =
                format!("no policy of the program reads `{key}`, so giving it changes nothing");
            let warning = Diagnostic::new(codes::UNREAD_CONTEXT, message).at(case.origin);
            let near = nearest(key, tree.condition_keys());
            found.push(match near {
                Some(near) => warning.hint(format!("did you mean `{near}`?")),
                None => warning.hint("leave it out, or say it of a key that a condition asks for"),
            });
        }
    }
    found
}

fn has_unknown_policies(program: &Program) -> bool {
    let users = program.users.iter().map(|user| &user.attached);
    let groups = program.groups.iter().map(|group| &group.attached);
    let roles = program.roles.iter().map(|role| &role.attached);
    users
        .chain(groups)
        .chain(roles)
        .flatten()
        .any(|attachment| matches!(attachment, Attachment::External { .. }))
}

/// The keys of a line that nothing reads. A tag is given under each key that
/// its service may have it under; one of them is enough.
fn unread<'c>(case: &'c TestCase, read: &BTreeSet<String>) -> Vec<&'c str> {
    let given: Vec<&str> = case
        .requests
        .iter()
        .flat_map(|request| &request.context)
        .map(|(key, _)| key.as_str())
        .collect();
    let is_read = |key: &str| read.contains(&key.to_lowercase());
    let tag = |key: &str| key.split_once('/').map(|(_, name)| name.to_lowercase());
    let mut unread: Vec<&str> = Vec::new();
    for key in given.iter().copied().filter(|key| can_be_misspelt(key)) {
        let is_read_as_tag = || {
            let name = tag(key);
            name.is_some()
                && given
                    .iter()
                    .any(|other| tag(other) == name && is_read(other))
        };
        let is_known = |other: &&str| {
            other.eq_ignore_ascii_case(key) || tag(key).is_some() && tag(other) == tag(key)
        };
        if !is_read(key) && !is_read_as_tag() && !unread.iter().any(is_known) {
            unread.push(key);
        }
    }
    unread
}

fn can_be_misspelt(key: &str) -> bool {
    key.contains('/') || !keys::find(key).is_some_and(|row| row.name.starts_with("aws:"))
}

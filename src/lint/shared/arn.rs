//! The ARNs of what a program declares.

use crate::iam::is_account_number;
use std::collections::HashMap;

use crate::model::{AccountId, Entity, Program, Role};

/// The number of an account.
pub(in crate::lint) fn number(program: &Program, account: AccountId) -> Option<&str> {
    program.account(account)?.number.as_deref()
}

/// The ARN of a user (`user`) or role (`role`); none where its account has no
/// number.
pub(in crate::lint) fn of_entity(program: &Program, kind: &str, entity: &Entity) -> Option<String> {
    let number = number(program, entity.account)?;
    let partition = &program.settings.partition;
    let Entity { path, name, .. } = entity;
    Some(format!("arn:{partition}:iam::{number}:{kind}{path}{name}"))
}

/// The roles of a program by their ARNs.
pub(in crate::lint) fn roles(program: &Program) -> HashMap<String, &Role> {
    let roles = program.roles.iter();
    roles
        .filter_map(|role| Some((of_entity(program, "role", &role.entity)?, role)))
        .collect()
}

/// The account number in an ARN.
pub(in crate::lint) fn account_number(arn: &str) -> Option<&str> {
    let number = arn.split(':').nth(4)?;
    is_account_number(number).then_some(number)
}

//! How many of a thing AWS takes, and how long a session.

use crate::diag::{Code, Diagnostic, Diagnostics, codes};
use crate::iam::quotas::{self, PerAccount};
use crate::model::{Account, AccountId, Attachment, Entity, Program};
use crate::source::Span;

/// Reports what AWS takes fewer of, in every entity and account.
pub(super) fn check_counts(program: &Program, diagnostics: &mut Diagnostics) {
    for user in &program.users {
        let groups = user.groups.len();
        if groups > quotas::GROUPS_PER_USER {
            let name = &user.entity.name;
            let most = quotas::GROUPS_PER_USER;
            diagnostics.push(
                problem(
                    codes::GROUPS_OF_USER,
                    user.entity.origin,
                    format!("the user `{name}` is in {groups} groups, and IAM allows {most}"),
                )
                .hint("groups that a group includes count too; attach policies to the user, or join groups"),
            );
        }
        check_attached(
            "user",
            &user.entity,
            &user.attached,
            quotas::MANAGED_POLICIES_PER_USER,
            program,
            diagnostics,
        );
    }
    for group in &program.groups {
        check_attached(
            "group",
            &group.entity,
            &group.attached,
            quotas::MANAGED_POLICIES_PER_GROUP,
            program,
            diagnostics,
        );
    }
    for role in &program.roles {
        check_attached(
            "role",
            &role.entity,
            &role.attached,
            quotas::MANAGED_POLICIES_PER_ROLE,
            program,
            diagnostics,
        );
        check_session(&role.entity, role.max_session, diagnostics);
    }
    check_accounts(program, diagnostics);
}

fn problem(code: Code, origin: Span, message: String) -> Diagnostic {
    Diagnostic::new(code, message).at(origin)
}

fn check_attached(
    noun: &str,
    entity: &Entity,
    attached: &[Attachment],
    most: usize,
    program: &Program,
    diagnostics: &mut Diagnostics,
) {
    // Documents that stand alone are not attached to one entity in truth.
    let is_given = |attached: &&Attachment| match attached {
        Attachment::Managed(id) => program
            .policy(*id)
            .is_some_and(|policy| program.given.contains(&policy.entity.origin)),
        Attachment::External { .. } => false,
    };
    let count = attached.iter().filter(|it| !is_given(it)).count();
    if count > most {
        let name = &entity.name;
        diagnostics.push(
            problem(
                codes::TOO_MANY_ATTACHED,
                entity.origin,
                format!(
                    "the {noun} `{name}` has {count} managed policies, and IAM attaches {most}"
                ),
            )
            .hint("join some of the policies, or write their grants as the entity's own"),
        );
    }
}

fn check_session(entity: &Entity, seconds: u32, diagnostics: &mut Diagnostics) {
    let (least, most) = quotas::MAX_SESSION;
    if !(least..=most).contains(&seconds) {
        let name = &entity.name;
        diagnostics.push(
            problem(
                codes::MAX_SESSION,
                entity.origin,
                format!("the longest session of the role `{name}` is {seconds} seconds"),
            )
            .hint(format!(
                "IAM takes {least} to {most} seconds: `max session 1h` to `max session 12h`"
            )),
        );
    }
}

fn check_accounts(program: &Program, diagnostics: &mut Diagnostics) {
    let count = |of: &mut dyn Iterator<Item = AccountId>| {
        let mut counts = vec![0usize; program.accounts.len()];
        for account in of {
            if let Some(count) = counts.get_mut(account.index()) {
                *count += 1;
            }
        }
        counts
    };
    let policies = program.policies.iter().map(|it| it.entity.account);
    let boundaries = program.boundaries.iter().map(|it| it.entity.account);
    let kinds = [
        (
            "users",
            quotas::USERS,
            count(&mut program.users.iter().map(|it| it.entity.account)),
        ),
        (
            "groups",
            quotas::GROUPS,
            count(&mut program.groups.iter().map(|it| it.entity.account)),
        ),
        (
            "roles",
            quotas::ROLES,
            count(&mut program.roles.iter().map(|it| it.entity.account)),
        ),
        (
            "managed policies",
            quotas::POLICIES,
            count(&mut policies.chain(boundaries)),
        ),
    ];
    for (what, limit, counts) in kinds {
        for (account, count) in program.accounts.iter().zip(counts) {
            if count > limit.default {
                diagnostics.push(crowded(account, what, count, limit));
            }
        }
    }
}

fn crowded(account: &Account, what: &str, count: usize, limit: PerAccount) -> Diagnostic {
    let PerAccount { default, most } = limit;
    let name = &account.name;
    let diagnostic = Diagnostic::new(
        codes::CROWDED_ACCOUNT,
        format!("the account `{name}` has {count} {what}, and AWS allows {default}"),
    );
    let diagnostic = match account.origin {
        Some(origin) => diagnostic.at(origin),
        None => diagnostic,
    };
    diagnostic.hint(if most > default {
        format!("AWS raises this for an account up to {most}, if it is asked")
    } else {
        "AWS does not raise this; use roles, or more accounts".to_owned()
    })
}

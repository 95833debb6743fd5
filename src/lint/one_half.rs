//! A grant over an account border with one half missing.
//!
//! Across accounts both sides must allow: the policy of whoever asks, and the
//! policy of the resource (IAM User Guide, "Cross-account policy evaluation
//! logic"). Who asks for a role that does not trust them is
//! `untrusted_subject`'s.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{Match, Principal, PrincipalMatch};
use crate::model::{AccountId, Program, Statement};

use super::View;
use super::shared::arn;
use super::shared::cover::{meet, meets_resource, resources_overlap};
use super::shared::holder::{PrincipalHolder, allows, principals};
use super::shared::trust::{account_of, callers, names};

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    let program = view.program;
    if program.accounts.len() < 2 {
        return;
    }
    for subject in principals(program) {
        for statement in subject.own.all_statements(program).filter(|it| allows(it)) {
            check_asking(program, subject, statement, diagnostics);
        }
    }
    for resource in &program.resources {
        let asked = Asked {
            noun: "resource",
            name: &resource.name,
            account: resource.account,
            role: None,
        };
        for statement in resource.statements.iter().filter(|it| allows(it)) {
            check_asked(program, &asked, statement, diagnostics);
        }
    }
    for role in &program.roles {
        let asked = Asked {
            noun: "role",
            name: &role.entity.name,
            account: role.entity.account,
            role: arn::of_entity(program, "role", &role.entity),
        };
        for statement in role.trust.iter().filter(|it| allows(it)) {
            check_asked(program, &asked, statement, diagnostics);
        }
    }
}

/// What has a policy that says who comes in.
struct Asked<'p> {
    noun: &'static str,
    name: &'p str,
    account: AccountId,
    /// The ARN of a role, which its trust policy does not name.
    role: Option<String>,
}

impl Asked<'_> {
    /// Whether a grant is on what a statement of its policy is about.
    fn is_granted(&self, grant: &Statement, statement: &Statement) -> bool {
        let is_of_role = |arn: &String| meets_resource(grant, arn);
        self.role.as_ref().is_none_or(is_of_role) && shares(grant, statement)
    }
}

/// A grant on what another account of the program has: does that account let
/// the subject in?
fn check_asking(
    program: &Program,
    subject: PrincipalHolder<'_>,
    statement: &Statement,
    diagnostics: &mut Diagnostics,
) {
    let Some(Match::Any(patterns)) = &statement.resources else {
        return;
    };
    for pattern in patterns {
        let Some(owner) = owner(program, pattern).filter(|owner| *owner != subject.account())
        else {
            continue;
        };
        let callers = callers(program, subject);
        let mut policies = program
            .resources
            .iter()
            .filter(|resource| resource.account == owner)
            .flat_map(|resource| &resource.statements);
        let lets_in = |other: &Statement| {
            allows(other) && meet(other, statement) && callers.iter().any(|it| names(other, it))
        };
        if !callers.is_empty() && !policies.any(lets_in) {
            let (noun, name) = (subject.own.noun, subject.own.name);
            let account = account_name(program, subject.account());
            let other = account_name(program, owner);
            diagnostics.push(
                Diagnostic::new(
                    codes::ONE_HALF,
                    format!("`{pattern}` is of the account `{other}`, which does not let the {noun} `{name}` in"),
                )
                .at(statement.origin)
                .hint(format!(
                    "the other half is `account {account} can ...` in a `resource` of `in account {other}`"
                )),
            );
        }
    }
}

/// The account that a pattern's resources belong to, where it is another's to
/// say who comes in: by the ARN's own account, or that of the resource that it
/// names.
fn owner(program: &Program, pattern: &str) -> Option<AccountId> {
    let is_role = pattern.split(':').nth(2) == Some("iam");
    if is_role || pattern == "*" {
        return None;
    }
    if let Some(number) = arn::account_number(pattern) {
        let place = program
            .accounts
            .iter()
            .position(|account| account.number.as_deref() == Some(number));
        return place.map(AccountId::new);
    }
    let named = program.resources.iter().find(|resource| {
        let rest = pattern.strip_prefix(resource.arn.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', ':']))
    });
    named.map(|resource| resource.account)
}

/// A resource or role that lets another account of the program in: does that
/// account give it to anyone?
fn check_asked(
    program: &Program,
    asked: &Asked<'_>,
    statement: &Statement,
    diagnostics: &mut Diagnostics,
) {
    let Some(PrincipalMatch::Any(list)) = &statement.principals else {
        return;
    };
    for principal in list {
        let Principal::Aws(name) = principal else {
            continue;
        };
        let Some(account) = account_id(program, name).filter(|it| *it != asked.account) else {
            continue;
        };
        let mut subjects = principals(program)
            .filter(|subject| subject.account() == account)
            .peekable();
        // An account of which nothing is written here is somebody else's.
        if subjects.peek().is_none() {
            continue;
        }
        let is_meant = |subject: &PrincipalHolder<'_>| {
            account_of(name).is_some() || callers(program, *subject).contains(name)
        };
        let asks = |subject: PrincipalHolder<'_>| {
            let mut own = subject.own.all_statements(program);
            own.any(|other| {
                allows(other) && meet(other, statement) && asked.is_granted(other, statement)
            })
        };
        if !subjects.filter(is_meant).any(asks) {
            let account = account_name(program, account);
            let Asked { noun, name: of, .. } = asked;
            let whom = match account_of(name) {
                Some(_) => format!("the account `{account}`"),
                None => format!("`{name}`"),
            };
            diagnostics.push(
                Diagnostic::new(
                    codes::ONE_HALF,
                    format!("the {noun} `{of}` lets {whom} in, where no grant takes it up"),
                )
                .at(statement.origin)
                .hint(match asked.role {
                    None => format!("the other half is a grant on it in `in account {account}`, for whoever is meant"),
                    Some(_) => format!("the other half is `may assume {}/{of}` in `in account {account}`, for whoever is meant: it writes both", account_name(program, asked.account)),
                }),
            );
        }
    }
}

/// Whether two statements have a resource in common, as far as both name some.
fn shares(one: &Statement, other: &Statement) -> bool {
    match (&one.resources, &other.resources) {
        (Some(Match::Any(one)), Some(Match::Any(other))) => one
            .iter()
            .any(|one| other.iter().any(|other| resources_overlap(one, other))),
        _ => true,
    }
}

/// The account of the program that a principal belongs to.
fn account_id(program: &Program, principal: &str) -> Option<AccountId> {
    let number = account_of(principal).or_else(|| arn::account_number(principal))?;
    let place = program
        .accounts
        .iter()
        .position(|account| account.number.as_deref() == Some(number));
    place.map(AccountId::new)
}

fn account_name(program: &Program, account: AccountId) -> &str {
    program.account(account).map_or("", |it| &it.name)
}

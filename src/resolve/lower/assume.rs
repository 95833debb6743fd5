//! `may assume ROLES` to its two halves.

use super::grant::conditions;
use super::{Here, allowing, arn, principal, sid, trust, without_repeats};
use crate::diag::codes::{ASSUME_ANY, OTHER_HALF_OUTSIDE, ROLE_ARN};
use crate::diag::{Diagnostic, Diagnostics};
use crate::iam::{Atom, Base, Match, PolicyKind, pattern};
use crate::model::{AccountId, GroupId, RoleId, Statement, UserId};
use crate::resolve::condition::{Place, Text};
use crate::source::Span;
use crate::syntax::ast::{AssumeClause, Word};

/// Who may assume.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    User(UserId),
    Group(GroupId),
    Role(RoleId),
}

/// What a `may assume` becomes.
#[derive(Debug, Default)]
pub(super) struct Halves {
    /// For the subject's own policy.
    pub(super) own: Vec<Statement>,
    /// For the trust policy of each of these roles.
    pub(super) trust: Vec<Statement>,
    /// The roles of the program that are named, none twice.
    pub(super) roles: Vec<RoleId>,
}

/// Both halves, with the condition and the date on each. Nothing where
/// something is wrong, which is then reported.
///
/// The trust half names the subject's account and, unless it is `openly`,
/// limits `aws:PrincipalArn` to the subject's members: otherwise whoever holds
/// `sts:AssumeRole` on `*` in that account would get in.
pub(super) fn lower<'s>(
    clause: &AssumeClause<'s>,
    span: Span,
    subject: Subject,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Halves {
    let roles = roles(&clause.roles, here, diagnostics);
    let own = own_half(clause, span, subject, roles.as_ref(), here, diagnostics);
    let needs_trust = roles.as_ref().is_none_or(|roles| !roles.ids.is_empty());
    let trust = if needs_trust {
        trust_half(clause, span, subject, here, diagnostics)
    } else {
        Some(Vec::new())
    };
    match (roles, own, trust) {
        (Some(roles), Some(own), Some(trust)) => Halves {
            own,
            trust,
            roles: roles.ids,
        },
        _ => Halves::default(),
    }
}

struct Roles {
    ids: Vec<RoleId>,
    arns: Vec<String>,
}

fn roles<'s>(
    words: &[Word<'s>],
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Roles> {
    let mut roles = Roles {
        ids: Vec::with_capacity(words.len()),
        arns: Vec::with_capacity(words.len()),
    };
    let mut are_well = true;
    for word in words {
        are_well &= role(*word, &mut roles, here, diagnostics).is_some();
    }
    without_repeats(&mut roles.arns, false);
    are_well.then_some(roles)
}

fn role<'s>(
    word: Word<'s>,
    roles: &mut Roles,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    let text = here.world.text(word, here.scope, diagnostics)?;
    if text == "*" {
        diagnostics.push(
            Diagnostic::new(ASSUME_ANY, "`may assume *` would be every role there is")
                .at(word.span)
                .hint("name the roles"),
        );
        return None;
    }
    if text.starts_with("arn:") {
        let arn = role_outside(&text, word.span, here, diagnostics)?;
        roles.arns.push(arn);
        return Some(());
    }
    let id = here.world.role(word, here.scope, diagnostics)?;
    let arn = principal::role_arn(id, word.span, here, diagnostics)?;
    if !roles.ids.contains(&id) {
        roles.ids.push(id);
    }
    roles.arns.push(arn);
    Some(())
}

/// A role that is not of the program, of which only the subject's half can be
/// written.
fn role_outside<'s>(
    text: &str,
    span: Span,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let whole = Text {
        text: text.to_owned(),
        quoted: false,
        span,
    };
    if !arn::is_pattern(&whole, diagnostics) {
        return None;
    }
    let role = arn::split(text).filter(|arn| {
        let name = arn.resource.strip_prefix("role/");
        arn.service == "iam" && arn.account.len() == 12 && name.is_some_and(|name| !name.is_empty())
    });
    let Some(role) = role.filter(|_| !pattern::has_wildcard(text) && !text.contains("${")) else {
        diagnostics.push(
            Diagnostic::new(ROLE_ARN, format!("`{text}` is not the ARN of one role"))
                .at(span)
                .hint("such as `arn:aws:iam::111122223333:role/Deployer`"),
        );
        return None;
    };
    if let Some(account) = here.world.account_numbered(role.account) {
        let name = role.resource.rsplit('/').next().unwrap_or_default();
        diagnostics.push(of_the_program(text, name, account, span, here));
        return None;
    }
    diagnostics.push(
        Diagnostic::new(
            OTHER_HALF_OUTSIDE,
            format!("the trust policy of `{text}` is not part of this program"),
        )
        .at(span)
        .hint("only the half of the subject is written; the role must trust the subject too"),
    );
    Some(text.to_owned())
}

fn of_the_program(
    text: &str,
    name: &str,
    account: AccountId,
    span: Span,
    here: Here<'_, '_, '_>,
) -> Diagnostic {
    let of = here
        .world
        .program
        .account(account)
        .map_or("", |account| account.name.as_str());
    Diagnostic::new(
        ROLE_ARN,
        format!("`{text}` is a role of the program's account `{of}`"),
    )
    .at(span)
    .hint(format!(
        "write `{of}/{name}`, so that its trust policy gets the other half"
    ))
}

fn own_half<'s>(
    clause: &AssumeClause<'s>,
    span: Span,
    subject: Subject,
    roles: Option<&Roles>,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Statement>> {
    let actions = Match::Any(vec!["sts:AssumeRole".to_owned()]);
    let catalog = here.world.options.catalog;
    let place = Place {
        of_role: matches!(subject, Subject::Role(_)),
        ..Place::allowing(PolicyKind::Identity, &actions, span, catalog)
    };
    let conditions = conditions(&clause.modifiers, &[], place, here, diagnostics)?;
    let resources = Match::Any(roles?.arns.clone());
    let mut statements = allowing(&actions, &resources, conditions, span);
    sid::give(clause.modifiers.name, &mut statements, here, diagnostics);
    Some(statements)
}

fn trust_half<'s>(
    clause: &AssumeClause<'s>,
    span: Span,
    subject: Subject,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Statement>> {
    let account = account_of(subject, here)?;
    let number = principal::number_of(account, span, here, diagnostics)?;
    let required = match clause.openly {
        Some(_) => Vec::new(),
        None => vec![members(subject, span, here, diagnostics)?],
    };
    let actions = Match::Any(vec!["sts:AssumeRole".to_owned()]);
    let catalog = here.world.options.catalog;
    let place = Place::allowing(PolicyKind::Trust, &actions, span, catalog);
    let conditions = conditions(&clause.modifiers, &required, place, here, diagnostics)?;
    let account = principal::account(&number, here);
    let mut statements = trust::of(vec![account], &actions, conditions, span);
    sid::give(clause.modifiers.name, &mut statements, here, diagnostics);
    Some(statements)
}

fn account_of(subject: Subject, here: Here<'_, '_, '_>) -> Option<AccountId> {
    let program = &here.world.program;
    let entity = match subject {
        Subject::User(id) => &program.user(id)?.entity,
        Subject::Group(id) => &program.group(id)?.entity,
        Subject::Role(id) => &program.role(id)?.entity,
    };
    Some(entity.account)
}

/// `ArnLike aws:PrincipalArn`; for a session of a role the key holds the
/// role's ARN (IAM User Guide, "AWS global condition context keys").
fn members<'s>(
    subject: Subject,
    span: Span,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Atom> {
    let arns = match subject {
        Subject::User(id) => vec![here.world.user_arn(id)?],
        Subject::Role(id) => vec![here.world.role_arn(id)?],
        Subject::Group(id) => principal::members(id, span, here, diagnostics)?,
    };
    Some(principal::atom(Base::ArnLike, "aws:PrincipalArn", arns))
}

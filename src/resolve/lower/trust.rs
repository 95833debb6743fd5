//! `trusts PRINCIPALS` to the statements of a role's trust policy.

use super::grant::conditions;
use super::principal::{self, atom};
use super::{Here, federation, sid};
use crate::diag::codes::NOT_A_PRINCIPAL;
use crate::diag::{Diagnostic, Diagnostics};
use crate::iam::{Atom, Base, Effect, Match, PolicyKind, Principal, PrincipalMatch, Version};
use crate::model::Statement;
use crate::resolve::condition::Place;
use crate::source::Span;
use crate::syntax::ast::{PrincipalPhrase, TrustClause, TrustExtra};

/// Whom a `trusts` lets in, and by which action.
struct Trusted {
    principals: Vec<Principal>,
    action: &'static str,
    required: Vec<Atom>,
    /// Where somebody else says who the caller is, what the token has to say.
    claims: Vec<federation::Claims>,
}

impl Trusted {
    fn directly(arns: Vec<String>) -> Self {
        Self {
            principals: arns.into_iter().map(Principal::Aws).collect(),
            action: "sts:AssumeRole",
            required: Vec::new(),
            claims: Vec::new(),
        }
    }
}

/// The statements of a `trusts`: none where something is wrong with it, which
/// is then reported. A trust policy has no `Resource` (IAM User Guide, "IAM
/// JSON policy elements: Resource").
pub(super) fn lower<'s>(
    clause: &TrustClause<'s>,
    span: Span,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Vec<Statement> {
    let trusted = trusted(&clause.principals, here, diagnostics);
    let (action, required): (_, &[Atom]) =
        trusted.as_ref().map_or(("sts:AssumeRole", &[]), |trusted| {
            (trusted.action, trusted.required.as_slice())
        });
    let actions = actions(action, &clause.extras);
    let catalog = here.world.options.catalog;
    let place = Place::allowing(PolicyKind::Trust, &actions, span, catalog);
    let conditions = conditions(&clause.modifiers, required, place, here, diagnostics);
    let (Some(trusted), Some(conditions)) = (trusted, conditions) else {
        return Vec::new();
    };
    for claims in &trusted.claims {
        if !claims.are_asked_for(&conditions, span, diagnostics) {
            return Vec::new();
        }
    }
    let mut statements = of(trusted.principals, &actions, conditions, span);
    sid::give(clause.modifiers.name, &mut statements, here, diagnostics);
    statements
}

/// Statements that let principals assume a role.
pub(super) fn of(
    mut principals: Vec<Principal>,
    actions: &Match,
    conditions: Vec<Vec<Atom>>,
    origin: Span,
) -> Vec<Statement> {
    super::without_repeated_principals(&mut principals);
    conditions
        .into_iter()
        .map(|condition| Statement {
            sid: None,
            effect: Effect::Allow,
            principals: Some(PrincipalMatch::Any(principals.clone())),
            actions: actions.clone(),
            resources: None,
            condition,
            version: Version::V2012,
            origin,
        })
        .collect()
}

/// Each of these needs an allow of its own (IAM User Guide, "Passing session
/// tags in AWS STS" and "Monitor and control actions taken with assumed
/// roles").
fn actions(assume: &str, extras: &[(TrustExtra, Span)]) -> Match {
    let has = |wanted: TrustExtra| extras.iter().any(|(extra, _)| *extra == wanted);
    let mut actions = vec![assume.to_owned()];
    if has(TrustExtra::Tags) {
        actions.push("sts:TagSession".to_owned());
    }
    if has(TrustExtra::SourceIdentity) {
        actions.push("sts:SetSourceIdentity".to_owned());
    }
    Match::Any(actions)
}

fn trusted<'s>(
    phrase: &PrincipalPhrase<'s>,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Trusted> {
    match phrase {
        PrincipalPhrase::Users(words) => {
            principal::users(words, here, diagnostics).map(Trusted::directly)
        }
        PrincipalPhrase::Groups(words) => {
            principal::group_members(words, here, diagnostics).map(Trusted::directly)
        }
        PrincipalPhrase::Roles(words) => {
            principal::roles(words, here, diagnostics).map(Trusted::directly)
        }
        PrincipalPhrase::Arns(words) => {
            principal::arns(words, here, diagnostics).map(Trusted::directly)
        }
        PrincipalPhrase::Accounts(words) => {
            let numbers = principal::account_numbers(words, here, diagnostics)?;
            let accounts = numbers
                .iter()
                .map(|number| principal::account(number, here));
            Some(Trusted {
                principals: accounts.collect(),
                ..Trusted::directly(Vec::new())
            })
        }
        PrincipalPhrase::Services { names, on_behalf } => {
            let (principals, required) =
                principal::services_on_behalf(names, on_behalf.as_ref(), here, diagnostics)?;
            Some(Trusted {
                principals,
                required,
                ..Trusted::directly(Vec::new())
            })
        }
        PrincipalPhrase::Web(words) => {
            let claims = federation::web(words, here, diagnostics)?;
            Some(federated(
                "sts:AssumeRoleWithWebIdentity",
                claims,
                Vec::new(),
            ))
        }
        PrincipalPhrase::Oidc(words) => {
            let claims = federation::oidc(words, here, diagnostics)?;
            Some(federated(
                "sts:AssumeRoleWithWebIdentity",
                claims,
                Vec::new(),
            ))
        }
        PrincipalPhrase::Saml(words) => {
            let providers = federation::saml(words, here, diagnostics)?;
            let audience = federation::saml_audience(here.world.partition());
            let required = atom(Base::StringEquals, "SAML:aud", vec![audience.to_owned()]);
            Some(federated(
                "sts:AssumeRoleWithSAML",
                providers,
                vec![required],
            ))
        }
        PrincipalPhrase::Anyone(span)
        | PrincipalPhrase::Public(span)
        | PrincipalPhrase::Everyone { span, .. } => {
            diagnostics.push(trusts_everyone(*span));
            None
        }
    }
}

fn federated(
    action: &'static str,
    providers: Vec<federation::Provider>,
    required: Vec<Atom>,
) -> Trusted {
    let mut claims = Vec::new();
    let mut principals = Vec::new();
    for provider in providers {
        principals.push(Principal::Federated(provider.principal));
        claims.extend(provider.claims);
    }
    Trusted {
        principals,
        action,
        required,
        claims,
    }
}

fn trusts_everyone(span: Span) -> Diagnostic {
    Diagnostic::new(
        NOT_A_PRINCIPAL,
        "a role cannot trust everyone: anybody with an AWS account could assume it",
    )
    .at(span)
    .hint("name who may, such as `trusts account NAME when sts:ExternalId == \"...\"`")
}

//! A line of a resource-based policy to statements.

use super::principal;
use super::{Here, arn, grant};
use crate::diag::codes::{
    ANYONE_CAN, NOT_A_PRINCIPAL, OTHER_BUCKET, OWN_ACCOUNT, PUBLIC_CANNOT, SUBJECT_MISSING,
};
use crate::diag::{Diagnostic, Diagnostics};
use crate::iam::{Atom, Match, PolicyKind, Principal, PrincipalMatch};
use crate::model::{ResourcePolicy, Statement};
use crate::source::Span;
use crate::syntax::ast::{Grant, PrincipalPhrase};

/// The statements of a line: none where something is wrong with it, which is
/// then reported.
pub(super) fn lower<'s>(
    grant: &Grant<'s>,
    span: Span,
    target: &ResourcePolicy,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Vec<Statement> {
    let who = who(grant, target, here, diagnostics);
    let (principals, required) = who
        .clone()
        .map_or((None, Vec::new()), |(who, required)| (Some(who), required));
    let setting = grant::Setting {
        kind: PolicyKind::Resource,
        of_role: false,
        reaches_role: false,
        principals,
        required,
    };
    let statements = grant::lower(grant, span, &setting, here, diagnostics);
    if who.is_none() || !are_of(target, grant, &statements, diagnostics) {
        return Vec::new();
    }
    statements
}

/// Who a line is about, and what limits them besides its condition.
fn who<'s>(
    grant: &Grant<'s>,
    target: &ResourcePolicy,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<(PrincipalMatch, Vec<Atom>)> {
    let Some(subject) = &grant.subject else {
        diagnostics.push(
            Diagnostic::new(SUBJECT_MISSING, "a line of a resource says who")
                .at(grant.verb)
                .hint("such as `role Trainer can ...`, `anyone cannot ...`"),
        );
        return None;
    };
    match subject {
        PrincipalPhrase::Users(words) => principal::users(words, here, diagnostics).map(aws),
        PrincipalPhrase::Groups(words) => {
            principal::group_members(words, here, diagnostics).map(aws)
        }
        PrincipalPhrase::Roles(words) => principal::roles(words, here, diagnostics).map(aws),
        PrincipalPhrase::Arns(words) => {
            let arns = principal::arns(words, here, diagnostics)?;
            let numbers: Vec<String> = arns.iter().filter_map(|arn| root_of(arn)).collect();
            warn_of_own_account(grant, target, &numbers, here, diagnostics);
            Some(aws(arns))
        }
        PrincipalPhrase::Accounts(words) => {
            let numbers = principal::account_numbers(words, here, diagnostics)?;
            warn_of_own_account(grant, target, &numbers, here, diagnostics);
            let accounts = numbers
                .iter()
                .map(|number| principal::account(number, here));
            Some((any(accounts.collect()), Vec::new()))
        }
        PrincipalPhrase::Services { names, on_behalf } => {
            let (services, required) =
                principal::services_on_behalf(names, on_behalf.as_ref(), here, diagnostics)?;
            Some((any(services), required))
        }
        PrincipalPhrase::Anyone(span) => everyone(grant, *span, "anyone", Vec::new(), diagnostics),
        PrincipalPhrase::Public(span) => public(grant, *span, diagnostics),
        PrincipalPhrase::Everyone { span, except } => {
            let required = principal::all_but(except, here, diagnostics)?;
            everyone(grant, *span, "everyone", required, diagnostics)
        }
        PrincipalPhrase::Web(words)
        | PrincipalPhrase::Oidc(words)
        | PrincipalPhrase::Saml(words) => {
            let span = words.first().map_or(grant.verb, |word| word.span);
            diagnostics.push(
                Diagnostic::new(
                    NOT_A_PRINCIPAL,
                    "whoever signs in elsewhere comes to a resource by a role",
                )
                .at(span)
                .hint("let a role trust the provider, and write `role NAME` here"),
            );
            None
        }
    }
}

/// The account that an ARN names as a whole (IAM User Guide, "AWS JSON policy
/// elements: Principal": an account's number and its root's ARN say the same).
fn root_of(arn: &str) -> Option<String> {
    let arn = arn::split(arn)?;
    (arn.service == "iam" && arn.resource == "root").then(|| arn.account.to_owned())
}

fn aws(arns: Vec<String>) -> (PrincipalMatch, Vec<Atom>) {
    let principals = arns.into_iter().map(Principal::Aws).collect();
    (any(principals), Vec::new())
}

fn any(mut principals: Vec<Principal>) -> PrincipalMatch {
    super::without_repeated_principals(&mut principals);
    PrincipalMatch::Any(principals)
}

/// `anyone cannot`, `everyone except ... cannot`
fn everyone(
    grant: &Grant<'_>,
    span: Span,
    word: &str,
    required: Vec<Atom>,
    diagnostics: &mut Diagnostics,
) -> Option<(PrincipalMatch, Vec<Atom>)> {
    if grant.denies {
        return Some((PrincipalMatch::Everyone, required));
    }
    diagnostics.push(
        Diagnostic::new(
            ANYONE_CAN,
            format!("`{word} can` opens the resource to the public, and passes boundaries by"),
        )
        .at(span)
        .hint("where that is meant, write `public can`; otherwise name who can"),
    );
    None
}

fn public(
    grant: &Grant<'_>,
    span: Span,
    diagnostics: &mut Diagnostics,
) -> Option<(PrincipalMatch, Vec<Atom>)> {
    if !grant.denies {
        return Some((PrincipalMatch::Everyone, Vec::new()));
    }
    diagnostics.push(
        Diagnostic::new(
            PUBLIC_CANNOT,
            "`public cannot` would deny your own people too",
        )
        .at(span)
        .hint("where that is meant, write `anyone cannot`"),
    );
    None
}

/// To name the account itself only lets its own policies count, which in most
/// services they do anyhow (IAM User Guide, "AWS JSON policy elements:
/// Principal").
fn warn_of_own_account<'s>(
    grant: &Grant<'s>,
    target: &ResourcePolicy,
    numbers: &[String],
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) {
    let own = here.world.number_of(target.account);
    let names_own = own.is_some_and(|own| numbers.iter().any(|number| number == own));
    // The policy of a key has to let them count (AWS KMS Developer Guide,
    // "Default key policy").
    let is_key = arn::split(&target.arn).is_some_and(|arn| arn.service == "kms");
    if grant.denies || !names_own || is_key {
        return;
    }
    let span = grant.subject.as_ref().and_then(principal::span);
    diagnostics.push(
        Diagnostic::new(
            OWN_ACCOUNT,
            "this grants nobody anything: the resource's own account only lets its identity policies count",
        )
        .at(span.unwrap_or(grant.verb))
        .hint("name users or roles, or give the grant to groups"),
    );
}

/// The policy of a bucket can speak only of the bucket and of what is in it
/// (Amazon S3 User Guide, "Policy resources for Amazon S3").
fn are_of(
    target: &ResourcePolicy,
    grant: &Grant<'_>,
    statements: &[Statement],
    diagnostics: &mut Diagnostics,
) -> bool {
    let is_bucket =
        arn::split(&target.arn).is_some_and(|arn| arn.service == "s3" && arn.account.is_empty());
    if !is_bucket {
        return true;
    }
    let is_own = |pattern: &String| {
        pattern
            .strip_prefix(target.arn.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let resources = statements
        .first()
        .and_then(|statement| statement.resources.as_ref());
    let foreign = resources
        .into_iter()
        .flat_map(Match::patterns)
        .find(|pattern| !is_own(pattern));
    let Some(foreign) = foreign else {
        return true;
    };
    let span = grant.span_of_resources();
    let wrong = Diagnostic::new(
        OTHER_BUCKET,
        format!("`{foreign}` is not of the bucket `{}`", target.arn),
    )
    .at(span);
    diagnostics.push(if foreign == "*" {
        wrong.hint(format!("write both: `{0}, {0}/*`", target.arn))
    } else {
        wrong.hint("the policy of a bucket speaks of the bucket and of its objects; declare the other `resource` for itself")
    });
    false
}

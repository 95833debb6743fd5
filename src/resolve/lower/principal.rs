//! Who a trust or a line of a resource is about, as entries of a `Principal`
//! element, and who a limit on `aws:PrincipalArn` names.

use super::values::{self, Kind};
use super::{Here, arn, service_principals};
use crate::diag::codes::{EMPTY_GROUP, NO_ACCOUNT_NUMBER, NOT_A_PRINCIPAL, PRINCIPAL_ARN};
use crate::diag::{Diagnostic, Diagnostics};
use crate::iam::{Atom, Base, Operator, Principal, is_account_number, pattern};
use crate::model::{AccountId, GroupId, RoleId, UserId};
use crate::resolve::condition::Text;
use crate::source::Span;
use crate::syntax::ast::{OnBehalf, PrincipalPhrase, Word};

/// What an ARN among names has to be.
type Check = fn(Text) -> Result<String, Diagnostic>;

/// The ARN of what a word names.
type Named<'s> =
    for<'w, 'a, 'd> fn(Word<'s>, Here<'w, 'a, 's>, &'d mut Diagnostics) -> Option<String>;

/// The ARNs of users, which may be among the names.
pub(super) fn users<'s>(
    words: &[Word<'s>],
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<String>> {
    arns_or(words, named_by_arn, named_user, here, diagnostics)
}

/// The ARNs of roles, which may be among the names.
pub(super) fn roles<'s>(
    words: &[Word<'s>],
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<String>> {
    arns_or(words, named_by_arn, named_role, here, diagnostics)
}

/// The ARNs behind words that are ARNs or names.
fn arns_or<'s>(
    words: &[Word<'s>],
    check: Check,
    named: Named<'s>,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<String>> {
    let found = every(words, diagnostics, |word, diagnostics| {
        if word.text.starts_with("arn:") {
            return of_arn(word, check, here, diagnostics);
        }
        named(word, here, diagnostics).map(|arn| vec![arn])
    })?;
    Some(found.into_iter().flatten().collect())
}

fn named_user<'s>(
    word: Word<'s>,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let user = here.world.user(word, here.scope, diagnostics)?;
    user_arn(user, word.span, here, diagnostics)
}

fn named_role<'s>(
    word: Word<'s>,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let role = here.world.role(word, here.scope, diagnostics)?;
    role_arn(role, word.span, here, diagnostics)
}

fn of_arn<'s>(
    word: Word<'s>,
    check: Check,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<String>> {
    let values = values::of_word(word, Kind::Arn, &here, diagnostics)?;
    every_text(values, diagnostics, check)
}

/// The ARNs of the members of groups, for a group cannot be a principal (IAM
/// User Guide, "AWS JSON policy elements: Principal").
pub(super) fn group_members<'s>(
    words: &[Word<'s>],
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<String>> {
    let found = every(words, diagnostics, |word, diagnostics| {
        let group = here.world.group(word, here.scope, diagnostics)?;
        members(group, word.span, here, diagnostics)
    })?;
    Some(found.into_iter().flatten().collect())
}

/// The ARNs of a group's members, at least one; `span` is where it is named.
pub(super) fn members(
    group: GroupId,
    span: Span,
    here: Here<'_, '_, '_>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<String>> {
    let group = here.world.program.group(group)?;
    if group.members.is_empty() {
        let name = &group.entity.name;
        diagnostics.push(
            Diagnostic::new(
                EMPTY_GROUP,
                format!("the group `{name}` has no members, and IAM cannot name the group itself"),
            )
            .at(span)
            .label(group.entity.origin, "declared here")
            .hint(format!("give it members: `group {name}: ...`")),
        );
        return None;
    }
    let mut arns = Vec::with_capacity(group.members.len());
    for member in &group.members {
        arns.push(user_arn(*member, span, here, diagnostics)?);
    }
    Some(arns)
}

/// A user's ARN; without an account number that is an error.
pub(super) fn user_arn(
    user: UserId,
    span: Span,
    here: Here<'_, '_, '_>,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let arn = here.world.user_arn(user);
    if arn.is_none() {
        let user = here.world.program.user(user)?;
        diagnostics.push(no_number(&user.entity.name, span));
    }
    arn
}

/// A role's ARN; without an account number that is an error.
pub(super) fn role_arn(
    role: RoleId,
    span: Span,
    here: Here<'_, '_, '_>,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let arn = here.world.role_arn(role);
    if arn.is_none() {
        let role = here.world.program.role(role)?;
        diagnostics.push(no_number(&role.entity.name, span));
    }
    arn
}

/// The numbers of accounts.
pub(super) fn account_numbers<'s>(
    words: &[Word<'s>],
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<String>> {
    every(words, diagnostics, |word, diagnostics| {
        let number = here.world.account_number(word, here.scope, diagnostics);
        if number.is_none() && !diagnostics.has_errors() {
            diagnostics.push(no_number(word.text, word.span));
        }
        number
    })
}

/// An account as a principal: whoever its own policies allow.
pub(super) fn account(number: &str, here: Here<'_, '_, '_>) -> Principal {
    Principal::Aws(format!("arn:{}:iam::{number}:root", here.world.partition()))
}

/// The number of a subject's account; without one, an error.
pub(super) fn number_of(
    account: AccountId,
    span: Span,
    here: Here<'_, '_, '_>,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let account = here.world.program.account(account)?;
    if account.number.is_none() {
        diagnostics.push(
            Diagnostic::new(
                NO_ACCOUNT_NUMBER,
                "the trust policy of a role needs the number of the subject's account",
            )
            .at(span)
            .hint(NUMBER_HINT),
        );
    }
    account.number.clone()
}

/// The principals of services.
pub(super) fn services<'s>(
    words: &[Word<'s>],
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<String>> {
    let partition = here.world.partition();
    every(words, diagnostics, |word, diagnostics| {
        let name = here.world.text(word, here.scope, diagnostics)?;
        match service_principals::principal(&name, partition, word.span) {
            Ok(principal) => Some(principal),
            Err(wrong) => {
                diagnostics.push(wrong);
                None
            }
        }
    })
}

/// The principals of services, and what has to hold of a request of theirs where
/// the program says for whom they act.
pub(super) fn services_on_behalf<'s>(
    names: &[Word<'s>],
    whose: Option<&OnBehalf<'s>>,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<(Vec<Principal>, Vec<Atom>)> {
    let services = services(names, here, diagnostics);
    let required = match whose {
        Some(whose) => vec![on_behalf(whose, here, diagnostics)?],
        None => Vec::new(),
    };
    let services = services?.into_iter().map(Principal::Service);
    Some((services.collect(), required))
}

/// `for account prod`, `for arn:...`: whose resource the service acts for
/// (IAM User Guide, "The confused deputy problem").
fn on_behalf<'s>(
    on_behalf: &OnBehalf<'s>,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Atom> {
    match on_behalf {
        OnBehalf::Accounts(words) => {
            let numbers = account_numbers(words, here, diagnostics)?;
            Some(atom(Base::StringEquals, "aws:SourceAccount", numbers))
        }
        OnBehalf::Arns(words) => {
            let mut arns = Vec::new();
            let mut are_well = true;
            for word in words {
                let found = values::of_word(*word, Kind::Arn, &here, diagnostics);
                are_well &= found.is_some();
                for arn in found.unwrap_or_default() {
                    are_well &= arn::is_source(&arn, diagnostics);
                    arns.push(arn.text);
                }
            }
            are_well.then(|| atom(Base::ArnLike, "aws:SourceArn", arns))
        }
    }
}

/// ARNs of principals, as they are.
pub(super) fn arns<'s>(
    words: &[Word<'s>],
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<String>> {
    let found = every(words, diagnostics, |word, diagnostics| {
        of_arn(word, named_by_arn, here, diagnostics)
    })?;
    Some(found.into_iter().flatten().collect())
}

/// Whether an ARN names what can be a principal: an account's root, a user, a
/// role, or a session (IAM User Guide, "AWS JSON policy elements: Principal").
fn named_by_arn(text: Text) -> Result<String, Diagnostic> {
    let written = text.text;
    let wrong =
        |what: &str| Diagnostic::new(PRINCIPAL_ARN, format!("`{written}` {what}")).at(text.span);
    if pattern::has_wildcard(&written) {
        return Err(wrong("has a wildcard, and IAM takes none in a principal").hint(
            "name the principals, or name the account and limit it with `when aws:PrincipalArn like ...`",
        ));
    }
    if written.contains("${") {
        return Err(
            wrong("has a policy variable, and IAM takes none in a principal")
                .hint("name the principals"),
        );
    }
    let Some(arn) = arn::split(&written) else {
        return Err(wrong("is not the ARN of a principal")
            .hint("such as `arn:aws:iam::111122223333:role/Deployer`"));
    };
    let is_account = is_account_number(arn.account);
    if !is_account {
        return Err(wrong("names no account of 12 digits")
            .hint("such as `arn:aws:iam::111122223333:role/Deployer`"));
    }
    let (kind, name) = arn.resource.split_once('/').unwrap_or((arn.resource, ""));
    match (arn.service, kind) {
        ("iam", "root") if name.is_empty() => Ok(written),
        ("iam", "user" | "role") | ("sts", "federated-user") if !name.is_empty() => Ok(written),
        ("sts", "assumed-role") if name.contains('/') => Ok(written),
        ("iam", "group") => Err(wrong("is a group, and IAM takes none as a principal")
            .hint("declare the group, and write `group NAME`: its members are written out")),
        ("iam", "oidc-provider") => {
            Err(wrong("is an OIDC provider").hint("write `oidc` before it"))
        }
        ("iam", "saml-provider") => Err(wrong("is a SAML provider").hint("write `saml` before it")),
        _ => Err(wrong("cannot be a principal")
            .hint("a principal is an account's root, a user, a role, or a session of one")),
    }
}

/// `everyone except ...`: the conditions that leave these out. A request
/// without the key, such as an anonymous one, is not left out.
pub(super) fn all_but<'s>(
    except: &[PrincipalPhrase<'s>],
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Atom>> {
    let (mut arns, mut accounts) = (Vec::new(), Vec::new());
    let mut are_well = true;
    for phrase in except {
        let more = match phrase {
            PrincipalPhrase::Users(words) => {
                arns_or(words, principal_arn_pattern, named_user, here, diagnostics)
            }
            PrincipalPhrase::Groups(words) => group_members(words, here, diagnostics),
            PrincipalPhrase::Roles(words) => {
                arns_or(words, principal_arn_pattern, named_role, here, diagnostics)
            }
            PrincipalPhrase::Arns(words) => arn_patterns(words, here, diagnostics),
            PrincipalPhrase::Accounts(words) => {
                let numbers = account_numbers(words, here, diagnostics);
                are_well &= numbers.is_some();
                accounts.extend(numbers.unwrap_or_default());
                continue;
            }
            PrincipalPhrase::Services { .. }
            | PrincipalPhrase::Web(_)
            | PrincipalPhrase::Oidc(_)
            | PrincipalPhrase::Saml(_)
            | PrincipalPhrase::Anyone(_)
            | PrincipalPhrase::Public(_)
            | PrincipalPhrase::Everyone { .. } => {
                diagnostics.push(not_left_out(phrase));
                None
            }
        };
        are_well &= more.is_some();
        arns.extend(more.unwrap_or_default());
    }
    let mut required = Vec::new();
    if !arns.is_empty() {
        required.push(atom(Base::ArnNotLike, "aws:PrincipalArn", arns));
    }
    if !accounts.is_empty() {
        required.push(atom(
            Base::StringNotEquals,
            "aws:PrincipalAccount",
            accounts,
        ));
    }
    are_well.then_some(required)
}

fn not_left_out(phrase: &PrincipalPhrase<'_>) -> Diagnostic {
    let wrong = Diagnostic::new(
        NOT_A_PRINCIPAL,
        "`everyone except` takes users, groups, roles, accounts and their ARNs",
    );
    let wrong = match span(phrase) {
        Some(span) => wrong.at(span),
        None => wrong,
    };
    wrong.hint("say anything else in the condition, such as `unless aws service`")
}

/// Patterns of ARNs as `aws:PrincipalArn` holds them (IAM User Guide, "AWS
/// global condition context keys": the role's ARN for a session of it).
fn arn_patterns<'s>(
    words: &[Word<'s>],
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<String>> {
    let found = every(words, diagnostics, |word, diagnostics| {
        of_arn(word, principal_arn_pattern, here, diagnostics)
    })?;
    Some(found.into_iter().flatten().collect())
}

fn principal_arn_pattern(text: Text) -> Result<String, Diagnostic> {
    let kind = arn::split(&text.text).map(|arn| {
        let kind = arn.resource.split('/').next().unwrap_or_default();
        (arn.service, kind)
    });
    match kind {
        Some(("iam", "user" | "role" | "root") | ("sts", "federated-user")) => Ok(text.text),
        Some(("sts", "assumed-role")) => Err(Diagnostic::new(
            PRINCIPAL_ARN,
            format!(
                "`{}` is a session, and `aws:PrincipalArn` holds its role's ARN",
                text.text
            ),
        )
        .at(text.span)
        .hint("write `arn:aws:iam::111122223333:role/NAME`")),
        Some(_) | None => Err(Diagnostic::new(
            PRINCIPAL_ARN,
            format!("`{}` is not the ARN of users or roles", text.text),
        )
        .at(text.span)
        .hint("such as `arn:aws:iam::*:role/Admin`")),
    }
}

/// Where a phrase stands, from its first name to its last.
pub(super) fn span(phrase: &PrincipalPhrase<'_>) -> Option<Span> {
    let words = match phrase {
        PrincipalPhrase::Users(words)
        | PrincipalPhrase::Groups(words)
        | PrincipalPhrase::Roles(words)
        | PrincipalPhrase::Services { names: words, .. }
        | PrincipalPhrase::Accounts(words)
        | PrincipalPhrase::Web(words)
        | PrincipalPhrase::Oidc(words)
        | PrincipalPhrase::Saml(words)
        | PrincipalPhrase::Arns(words) => words,
        PrincipalPhrase::Anyone(span)
        | PrincipalPhrase::Public(span)
        | PrincipalPhrase::Everyone { span, .. } => return Some(*span),
    };
    Some(words.first()?.span.to(words.last()?.span))
}

/// A condition that a line adds of itself.
pub(super) fn atom(base: Base, key: &str, mut values: Vec<String>) -> Atom {
    super::without_repeats(&mut values, false);
    Atom {
        operator: Operator::plain(base),
        key: key.to_owned(),
        values,
    }
}

const NUMBER_HINT: &str = "say which account this is, such as `account main = 111122223333`";

/// An error about an ARN that cannot be written.
pub(super) fn no_number(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        NO_ACCOUNT_NUMBER,
        format!("the ARN of `{name}` needs the number of its account"),
    )
    .at(span)
    .hint(NUMBER_HINT)
}

/// All of them, so that each mistake is reported; `None` if there is one.
fn every<'s, Found>(
    words: &[Word<'s>],
    diagnostics: &mut Diagnostics,
    mut one: impl FnMut(Word<'s>, &mut Diagnostics) -> Option<Found>,
) -> Option<Vec<Found>> {
    let mut found = Vec::with_capacity(words.len());
    let mut are_well = true;
    for word in words {
        match one(*word, diagnostics) {
            Some(more) => found.push(more),
            None => are_well = false,
        }
    }
    are_well.then_some(found)
}

fn every_text(texts: Vec<Text>, diagnostics: &mut Diagnostics, one: Check) -> Option<Vec<String>> {
    let mut found = Vec::with_capacity(texts.len());
    let mut are_well = true;
    for text in texts {
        match one(text) {
            Ok(more) => found.push(more),
            Err(wrong) => {
                diagnostics.push(wrong);
                are_well = false;
            }
        }
    }
    are_well.then_some(found)
}

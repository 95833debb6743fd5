//! The heads of resource policies: what they are about.

use super::name;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::model::{AccountId, ResourceId, ResourcePolicy};
use crate::resolve::directory::Kind;
use crate::resolve::scope::Scope;
use crate::resolve::shape;
use crate::resolve::world::World;
use crate::source::Span;
use crate::syntax::ast::Term;

/// The resource that a head is about, entered if it is not yet. Pieces about
/// the same ARN add up.
pub(super) fn declare<'s>(
    term: &Term<'s>,
    scope: &Scope<'s>,
    world: &mut World<'_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<ResourceId> {
    let mut found = Diagnostics::new();
    let values = world.values_of(term, scope, &mut found);
    // A head is never text.
    for hint in found.iter_mut().flat_map(|found| &mut found.hints) {
        if let Some(end) = hint.find("; text is quoted") {
            hint.truncate(end);
            hint.push_str(", or write its ARN: `resource arn:aws:s3:::bucket { ... }`");
        }
    }
    diagnostics.append(found);
    let values = values?;
    let [value] = values.as_slice() else {
        report(
            format!(
                "a resource policy is about one ARN, and this comes to {}",
                values.len()
            ),
            term.span(),
            diagnostics,
        );
        return None;
    };
    let arn = value.text.as_str();
    let Some(number) = account_of(arn) else {
        report(
            format!("`{arn}` is not the ARN of one resource"),
            term.span(),
            diagnostics,
        );
        return None;
    };
    let account = account(number, scope, term.span(), world, diagnostics)?;
    if let Some(place) = world.resource_places.get(arn).copied() {
        return is_of(account, place, term.span(), world, diagnostics).then_some(place);
    }
    let name = unused(written_name(term, arn, world, scope), world);
    name::check(Kind::Policy, &name, term.span(), diagnostics);
    let id = ResourceId::new(world.program.resources.len());
    world.resource_names.insert(name.to_ascii_lowercase());
    world.resource_places.insert(arn.to_owned(), id);
    world.program.resources.push(ResourcePolicy {
        name,
        account,
        arn: arn.to_owned(),
        statements: Vec::new(),
        origin: term.span(),
    });
    Some(id)
}

fn report(message: String, span: Span, diagnostics: &mut Diagnostics) {
    diagnostics.push(
        Diagnostic::new(codes::RESOURCE_HEAD, message)
            .at(span)
            .hint("name an ARN without `*`, `?` and `${...}`, such as `arn:aws:s3:::bucket`, or a `let` for one"),
    );
}

/// The account's field of the ARN of one resource, which may be empty.
fn account_of(arn: &str) -> Option<&str> {
    let mut fields = arn.splitn(6, ':');
    let is_arn = fields.next() == Some("arn")
        && fields
            .next()
            .is_some_and(|partition| partition.starts_with("aws"))
        && fields.next().is_some_and(|service| !service.is_empty());
    let _region = fields.next()?;
    let account = fields.next()?;
    let resource = fields.next()?;
    let is_one = !resource.is_empty() && !arn.contains(['*', '?', '$', '{', ' ']);
    (is_arn && is_one).then_some(account)
}

/// The ARN's account, else the one that the declaration stands in.
fn account(
    number: &str,
    scope: &Scope<'_>,
    span: Span,
    world: &World<'_, '_>,
    diagnostics: &mut Diagnostics,
) -> Option<AccountId> {
    if number.is_empty() {
        return Some(scope.account());
    }
    let Some(account) = world.account_numbered(number) else {
        diagnostics.push(
            Diagnostic::new(
                codes::UNKNOWN_NAME,
                format!("no account of the program has the number `{number}` of this ARN"),
            )
            .at(span)
            .hint(format!("declare it: `account NAME = {number}`")),
        );
        return None;
    };
    let is_first = scope.account() == AccountId::new(0);
    if account != scope.account() && !is_first {
        let name = |account| {
            world
                .program
                .account(account)
                .map_or("", |account| &account.name)
        };
        diagnostics.push(
            Diagnostic::new(
                codes::OTHER_ACCOUNT,
                format!(
                    "this ARN is of the account `{}`, and stands in the block of `{}`",
                    name(account),
                    name(scope.account())
                ),
            )
            .at(span)
            .hint(format!("declare it in `in account {}`", name(account))),
        );
    }
    Some(account)
}

/// Whether an earlier piece says the same account; where it says another, that
/// is reported, for the resource's own account may do what others may not.
fn is_of(
    account: AccountId,
    place: ResourceId,
    span: Span,
    world: &World<'_, '_>,
    diagnostics: &mut Diagnostics,
) -> bool {
    let Some(first) = world.program.resources.get(place.index()) else {
        return true;
    };
    if first.account != account {
        diagnostics.push(
            Diagnostic::new(
                codes::CONTRADICTION,
                format!("`{}` has two accounts", first.arn),
            )
            .at(span)
            .label(first.origin, "here it stands in the other")
            .hint("a resource is of one account: keep its pieces together"),
        );
    }
    first.account == account
}

/// The `let` name that it is declared by, or what an ARN says after its
/// account.
fn written_name<'s>(
    term: &Term<'s>,
    arn: &str,
    world: &World<'_, 's>,
    scope: &Scope<'s>,
) -> String {
    if let Term::Word(word) = term
        && !word.quoted
        && let Some(text) = world.text(*word, scope, &mut Diagnostics::new())
        && !shape::is_value(&text)
        && !text.contains('/')
    {
        return text.into_owned();
    }
    let resource = arn.splitn(6, ':').last().unwrap_or(arn);
    let mut name = String::with_capacity(resource.len());
    for character in resource.chars() {
        if name::is_allowed(character) {
            name.push(character);
        } else if !name.ends_with('-') {
            name.push('-');
        }
    }
    name.trim_matches('-').to_owned()
}

/// The name, with a number where another resource has it.
fn unused(name: String, world: &World<'_, '_>) -> String {
    let is_free = |name: &String| !world.resource_names.contains(&name.to_ascii_lowercase());
    if is_free(&name) {
        return name;
    }
    (2..=world.resource_names.len() + 2)
        .map(|number| format!("{name}-{number}"))
        .find(is_free)
        .unwrap_or(name)
}

use super::name;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::model::{Account, AccountId};
use crate::resolve::directory::{Kind, account_digits, everywhere};
use crate::resolve::expand::Placed;
use crate::resolve::world::World;
use crate::syntax::ast::{ItemKind, Word};

/// The accounts of a program; one without a number where it names none.
pub(in crate::resolve) fn collect<'s>(
    written: &[Placed<'_, 's, ItemKind<'s>>],
    world: &mut World<'_, 's>,
    diagnostics: &mut Diagnostics,
) {
    for placed in written {
        if let ItemKind::Account { name, number } = placed.node {
            declare(*name, *number, placed, world, diagnostics);
        }
    }
    if world.program.accounts.is_empty() {
        world.program.accounts.push(Account {
            name: "default".to_owned(),
            number: None,
            unit: None,
            origin: None,
        });
        // Not in the directory: `default/Ann` names nothing that is declared.
    }
}

fn declare<'s>(
    name: Word<'s>,
    number: Word<'s>,
    placed: &Placed<'_, 's, ItemKind<'s>>,
    world: &mut World<'_, 's>,
    diagnostics: &mut Diagnostics,
) {
    let text = world.text(name, &placed.scope, diagnostics);
    let digits = world.text(number, &placed.scope, diagnostics);
    let (Some(text), Some(digits)) = (text, digits) else {
        return;
    };
    if !name::check(Kind::Account, &text, name.span, diagnostics)
        || is_all_digits(&text, name, diagnostics)
    {
        return;
    }
    // An account with a bad number is declared nonetheless, so that its name is
    // not reported as well.
    let number = account_digits(&digits, number.span, diagnostics).then(|| digits.into_owned());
    let before = world.directory.accounts.find(everywhere(), &text);
    if let Some(place) = before {
        same_account(place, &text, number.as_deref(), name, world, diagnostics);
        return;
    }
    if let Some(other) = number
        .as_deref()
        .and_then(|number| world.account_numbered(number))
    {
        report_same_number(other, &text, name, world, diagnostics);
    }
    let place = world.directory.accounts.add(everywhere(), text.clone());
    if let Some(number) = &number {
        world
            .account_numbers
            .entry(number.clone())
            .or_insert(AccountId::new(place));
    }
    world.program.accounts.push(Account {
        name: text.into_owned(),
        number,
        unit: None,
        origin: Some(name.span),
    });
}

fn is_all_digits(text: &str, name: Word<'_>, diagnostics: &mut Diagnostics) -> bool {
    let all_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if all_digits {
        diagnostics.push(
            Diagnostic::new(
                codes::INVALID_NAME,
                format!("`{text}` looks like an account's number"),
            )
            .at(name.span)
            .hint("write a name, `=` and the number: `account prod = 111122223333`"),
        );
    }
    all_digits
}

/// A second piece of an account's declaration must say the same.
fn same_account(
    place: usize,
    text: &str,
    number: Option<&str>,
    name: Word<'_>,
    world: &World<'_, '_>,
    diagnostics: &mut Diagnostics,
) {
    let Some(account) = world.program.accounts.get(place) else {
        return;
    };
    if account.name != text {
        world.report_case(Kind::Account, place, text, name.span, diagnostics);
    } else if let (Some(number), Some(before)) = (number, account.number.as_deref())
        && number != before
    {
        let mut diagnostic = Diagnostic::new(
            codes::CONTRADICTION,
            format!("the account `{text}` has two numbers"),
        )
        .label(name.span, format!("`{number}`"));
        if let Some(origin) = account.origin {
            diagnostic = diagnostic.label(origin, format!("`{before}`"));
        }
        diagnostics.push(diagnostic.hint("give the second account a name of its own"));
    }
}

fn report_same_number(
    other: AccountId,
    text: &str,
    name: Word<'_>,
    world: &World<'_, '_>,
    diagnostics: &mut Diagnostics,
) {
    let Some(account) = world.program.account(other) else {
        return;
    };
    let mut diagnostic = Diagnostic::new(
        codes::CONTRADICTION,
        format!("`{text}` and `{}` have the same number", account.name),
    )
    .at(name.span);
    if let Some(origin) = account.origin {
        diagnostic = diagnostic.label(origin, "the first is here");
    }
    diagnostics.push(diagnostic.hint("one account has one name"));
}

//! A statement's condition as `when`, `unless` and `until`.

use std::collections::{HashMap, HashSet};

use super::Manner;
use super::atom::{self, Place};
use super::word;
use crate::iam::{Atom, Base, Effect, Operator, SetOperator};

/// What follows `on ...`.
pub(super) fn modifiers(atoms: &[Atom], manner: Manner, place: Place<'_>) -> String {
    let mut rest: Vec<&Atom> = atoms.iter().collect();
    let mut written = String::new();
    let until = match (manner, place.effect) {
        (Manner::Words, Effect::Allow) => take_until(&mut rest),
        (Manner::Words | Manner::Keys | Manner::Operators | Manner::Verbatim, _) => None,
    };
    if !rest.is_empty() {
        written = guard(&rest, manner, place);
    }
    if let Some(until) = until {
        written.push_str(" until ");
        written.push_str(&until);
    }
    written
}

fn guard(atoms: &[&Atom], manner: Manner, place: Place<'_>) -> String {
    if matches!(manner, Manner::Words | Manner::Keys)
        && place.effect == Effect::Deny
        && let Some(exceptions) = exceptions(atoms, manner, place)
    {
        return format!(" unless {}", exceptions.join(" or "));
    }
    format!(" when {}", parts(atoms, manner, place).join(" and "))
}

/// What a deny spares, where it applies to all the rest: IAM holds every
/// condition of it negated.
fn exceptions(atoms: &[&Atom], manner: Manner, place: Place<'_>) -> Option<Vec<String>> {
    let bracketed = atoms.len() > 1;
    let opposites: Option<Vec<Atom>> = atoms.iter().map(|it| atom::opposite(it)).collect();
    opposites?
        .iter()
        .map(|opposite| atom::written(opposite, manner, place, bracketed))
        .collect()
}

/// The conditions that must all hold.
fn parts(atoms: &[&Atom], manner: Manner, place: Place<'_>) -> Vec<String> {
    let bracketed = atoms.len() > 1;
    let slots: HashMap<_, usize> = match manner {
        Manner::Words | Manner::Keys => {
            let places = atoms.iter().enumerate();
            places.map(|(place, atom)| (atom.slot(), place)).collect()
        }
        Manner::Operators | Manner::Verbatim => HashMap::new(),
    };
    let joins: Vec<Option<(usize, String)>> = atoms
        .iter()
        .map(|one| match manner {
            Manner::Words | Manner::Keys => joined(one, atoms, &slots, manner, bracketed),
            Manner::Operators | Manner::Verbatim => None,
        })
        .collect();
    let partners: HashSet<usize> = joins.iter().flatten().map(|(other, _)| *other).collect();
    let mut parts = Vec::with_capacity(atoms.len());
    for (index, (one, join)) in atoms.iter().zip(&joins).enumerate() {
        if let Some((_, written)) = join {
            parts.push(written.clone());
        } else if !partners.contains(&index) {
            parts.push(alone(one, manner, place, bracketed));
        }
    }
    parts
}

fn alone(one: &Atom, manner: Manner, place: Place<'_>, bracketed: bool) -> String {
    let written = match manner {
        // `not mfa` rather than `aws:MultiFactorAuthPresent == false if present`
        Manner::Words if one.operator.base == Base::Bool && one.operator.if_exists => {
            negated(one, manner, place)
        }
        Manner::Words | Manner::Keys => {
            atom::written(one, manner, place, bracketed).or_else(|| negated(one, manner, place))
        }
        Manner::Operators | Manner::Verbatim => None,
    };
    written.unwrap_or_else(|| atom::by_name(one))
}

/// `not mfa`
fn negated(one: &Atom, manner: Manner, place: Place<'_>) -> Option<String> {
    let opposite = atom::opposite(one)?;
    let written = atom::written(&opposite, manner, place, true)?;
    Some(format!("not {written}"))
}

/// Two atoms that are one condition: `only KEY in ...`, `between D and D`. The
/// place of the other, and the words.
fn joined(
    one: &Atom,
    atoms: &[&Atom],
    slots: &HashMap<(Operator, String), usize>,
    manner: Manner,
    bracketed: bool,
) -> Option<(usize, String)> {
    let find = |operator| {
        let place = *slots.get(&(operator, one.key.to_ascii_lowercase()))?;
        Some((place, *atoms.get(place)?))
    };
    if one.operator.set == Some(SetOperator::ForAllValues) {
        let any = Operator {
            set: Some(SetOperator::ForAnyValue),
            ..one.operator
        };
        let (guard, _) = find(any).filter(|(_, other)| other.values == one.values)?;
        let written = atom::only(one, manner, bracketed)?;
        return Some((guard, written));
    }
    let is_start = manner == Manner::Words
        && one.operator == Operator::plain(Base::DateGreaterThanEquals)
        && one.key.eq_ignore_ascii_case("aws:CurrentTime");
    if is_start {
        let (end, other) = find(Operator::plain(Base::DateLessThan))?;
        let first = day(one.values.as_slice())?;
        let last = day_before(other.values.as_slice())?;
        return Some((end, format!("between {first} and {last}")));
    }
    None
}

/// `until 2026-12-31`: the end of a permission.
fn take_until(atoms: &mut Vec<&Atom>) -> Option<String> {
    let is_now = |it: &Atom| it.key.eq_ignore_ascii_case("aws:CurrentTime");
    let begins = atoms
        .iter()
        .any(|it| is_now(it) && it.operator.base == Base::DateGreaterThanEquals);
    let place = atoms
        .iter()
        .position(|it| is_now(it) && it.operator == Operator::plain(Base::DateLessThan))?;
    let values = atoms.get(place)?.values.clone();
    let [value] = values.as_slice() else {
        return None;
    };
    let until = day_before(&values).or_else(|| instant(value))?;
    if begins {
        // `between` says both.
        return None;
    }
    atoms.remove(place);
    Some(until)
}

/// The day that an instant begins.
pub(super) fn day(values: &[String]) -> Option<&str> {
    let [value] = values else { return None };
    value
        .strip_suffix("T00:00:00Z")
        .filter(|day| parse(day).is_some())
}

/// The day that ends at an instant.
fn day_before(values: &[String]) -> Option<String> {
    let date = parse(day(values)?)?.previous_day()?;
    Some(format!(
        "{:04}-{:02}-{:02}",
        date.year(),
        u8::from(date.month()),
        date.day()
    ))
}

fn parse(day: &str) -> Option<time::Date> {
    let mut parts = day.split('-');
    let (year, month, date) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 || month.len() != 2 || date.len() != 2 || parts.next().is_some() {
        return None;
    }
    let month = time::Month::try_from(month.parse::<u8>().ok()?).ok()?;
    time::Date::from_calendar_date(year.parse().ok()?, month, date.parse().ok()?).ok()
}

/// An instant that the language takes as it is.
pub(super) fn instant(value: &str) -> Option<String> {
    let is_instant = value
        .split_once('T')
        .is_some_and(|(day, time)| parse(day).is_some() && time.ends_with('Z'));
    (is_instant && word::is_plain(value)).then(|| value.to_owned())
}

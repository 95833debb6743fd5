//! Two names of a kind that differ by one edit: perhaps one thing, mistyped.
//!
//! Member lists declare their users, so a slip there makes a user who has what
//! the other one should have.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::model::Entity;

use super::View;

/// Short words are near each other by nature: `FE` and `BE`, `Ann` and `Jan`.
/// One of two may be a letter shorter.
const SHORTEST: usize = 5;

/// As many names that share a rest with one are compared with it.
const NEIGHBOURS: usize = 8;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    let program = view.program;
    let mut check = |noun: &str, entities: &mut dyn Iterator<Item = &Entity>| {
        check_kind(noun, entities, diagnostics);
    };
    check("users", &mut program.users.iter().map(|it| &it.entity));
    check("groups", &mut program.groups.iter().map(|it| &it.entity));
    check("roles", &mut program.roles.iter().map(|it| &it.entity));
    check("policies", &mut program.policies.iter().map(|it| &it.entity));
    check("boundaries", &mut program.boundaries.iter().map(|it| &it.entity));
}

/// A name in lower case.
struct Name<'p> {
    entity: &'p Entity,
    letters: Vec<char>,
}

fn check_kind(
    noun: &str,
    entities: &mut dyn Iterator<Item = &Entity>,
    diagnostics: &mut Diagnostics,
) {
    let names: Vec<Name<'_>> = entities
        .map(|entity| Name {
            entity,
            letters: entity.name.to_lowercase().chars().collect(),
        })
        .collect();
    for (earlier, later) in candidates(&names) {
        if let (Some(earlier), Some(later)) = (names.get(earlier), names.get(later))
            && is_slip(earlier, later)
        {
            diagnostics.push(report(noun, later.entity, earlier.entity));
        }
    }
}

/// Pairs of names that may be one edit apart, the earlier one first.
///
/// Such names are the same after at most one character is left out of each, so
/// the hashes of all these rests are sorted, and equal ones lie together.
fn candidates(names: &[Name<'_>]) -> BTreeSet<(usize, usize)> {
    let mut rests: Vec<(u64, usize)> = Vec::new();
    for (place, name) in names.iter().enumerate() {
        rests.extend(hashes_of_rests(name).map(|hash| (hash, place)));
    }
    rests.sort_unstable();
    let mut pairs = BTreeSet::new();
    for (at, (hash, earlier)) in rests.iter().enumerate() {
        let same = rests.iter().skip(at + 1).take_while(|(it, _)| it == hash);
        for (_, later) in same.take(NEIGHBOURS).filter(|(_, it)| it != earlier) {
            pairs.insert((*earlier, *later));
        }
    }
    pairs
}

/// The hashes of the name and of the name without each of its characters.
/// Without a digit there is none: names that differ by a digit do so on
/// purpose, and there may be many.
fn hashes_of_rests(name: &Name<'_>) -> impl Iterator<Item = u64> {
    let left_out = (0..name.letters.len())
        .filter(|place| name.letters.get(*place).is_some_and(|it| !it.is_ascii_digit()))
        .map(Some);
    left_out.chain(std::iter::once(None)).map(|left_out| {
        let mut hasher = DefaultHasher::new();
        name.entity.account.hash(&mut hasher);
        for (place, letter) in name.letters.iter().enumerate() {
            if Some(place) != left_out {
                letter.hash(&mut hasher);
            }
        }
        hasher.finish()
    })
}

fn report(noun: &str, entity: &Entity, earlier: &Entity) -> Diagnostic {
    Diagnostic::new(
        codes::NEAR_NAMES,
        format!(
            "the {noun} `{}` and `{}` differ by one character",
            earlier.name, entity.name
        ),
    )
    .at(entity.origin)
    .label(earlier.origin, "the other one")
    .hint("if they are one and the same, write the name in one way")
}

/// Whether one name can be a slip for the other: one edit apart, in a word that
/// is long enough and not by a digit, and not written out from one line of a
/// loop.
fn is_slip(one: &Name<'_>, other: &Name<'_>) -> bool {
    let (left, right) = (&one.letters, &other.letters);
    let start = common(left.iter(), right.iter());
    let most = left.len().min(right.len()) - start;
    let end = common(left.iter().rev(), right.iter().rev()).min(most);
    let middle = |name: &'_ [char]| name.get(start..name.len() - end).map(<[char]>::to_vec);
    let is_one_edit = match (middle(left).as_deref(), middle(right).as_deref()) {
        (Some([_]), Some([] | [_])) | (Some([]), Some([_])) => true,
        (Some([a, b]), Some([c, d])) => a == d && b == c,
        _ => false,
    };
    is_one_edit
        && one.entity.account == other.entity.account
        && one.entity.origin != other.entity.origin
        && [left, right]
            .iter()
            .all(|name| is_in_a_word(name, start, end))
}

/// How many items two sequences begin with alike.
fn common<'c>(
    one: impl Iterator<Item = &'c char>,
    other: impl Iterator<Item = &'c char>,
) -> usize {
    one.zip(other).take_while(|(one, other)| one == other).count()
}

/// Whether what stands between the first and the last so many characters is no
/// number and, with the letters around it, long enough to be mistyped. `-a` and
/// `-b`, or `FE` and `BE`, tell things apart on purpose.
fn is_in_a_word(name: &[char], start: usize, end: usize) -> bool {
    let middle = name.get(start..name.len() - end).unwrap_or_default();
    let letters_before = name.iter().take(start).rev();
    let letters_after = name.iter().skip(name.len() - end);
    let before = letters_before.take_while(|it| it.is_alphabetic()).count();
    let after = letters_after.take_while(|it| it.is_alphabetic()).count();
    before + middle.len() + after >= SHORTEST - 1 && !middle.iter().any(char::is_ascii_digit)
}

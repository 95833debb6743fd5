//! Two names of a kind that differ by one edit: perhaps one thing, mistyped.
//!
//! Member lists declare their users, so a slip there makes a user who has what
//! the other one should have.

use std::collections::HashMap;

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::model::{AccountId, Entity};

use super::View;

/// Short words are near each other by nature: `FE` and `BE`, `Ann` and `Jan`.
/// One of two may be a letter shorter.
const SHORTEST: usize = 5;

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

fn check_kind<'p>(
    noun: &str,
    entities: &mut dyn Iterator<Item = &'p Entity>,
    diagnostics: &mut Diagnostics,
) {
    // Names that are one edit apart are the same after at most one character
    // is left out of each, so only names that share such a rest are compared.
    let mut by_rest: HashMap<(AccountId, String), Vec<&Entity>> = HashMap::new();
    for entity in entities {
        let name = entity.name.to_lowercase();
        if name.chars().count() < SHORTEST {
            continue;
        }
        let mut near: Vec<&Entity> = Vec::new();
        for rest in rests(&name) {
            let sharing = by_rest.entry((entity.account, rest)).or_default();
            for earlier in sharing.iter().copied() {
                let is_known = near.iter().any(|it| std::ptr::eq(*it, earlier));
                if !is_known && is_slip(entity, earlier) {
                    near.push(earlier);
                }
            }
            // More than a few share a rest only if they are numbered.
            if sharing.len() < 8 {
                sharing.push(entity);
            }
        }
        for earlier in near {
            diagnostics.push(report(noun, entity, earlier));
        }
    }
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

/// The name, and the name without each of its characters.
fn rests(name: &str) -> Vec<String> {
    let without = |left_out: usize| {
        name.char_indices()
            .filter(|(at, _)| *at != left_out)
            .map(|(_, character)| character)
            .collect()
    };
    let mut rests: Vec<String> = name.char_indices().map(|(at, _)| without(at)).collect();
    rests.push(name.to_owned());
    rests.sort();
    rests.dedup();
    rests
}

/// Whether one name can be a slip for the other: one edit apart, in a word that
/// is long enough and not by a digit, and not written out from one line of a
/// loop.
fn is_slip(one: &Entity, other: &Entity) -> bool {
    let one_name: Vec<char> = one.name.to_lowercase().chars().collect();
    let other_name: Vec<char> = other.name.to_lowercase().chars().collect();
    let start = common(one_name.iter(), other_name.iter());
    let most = one_name.len().min(other_name.len()) - start;
    let end = common(one_name.iter().rev(), other_name.iter().rev()).min(most);
    one.origin != other.origin
        && strsim::osa_distance(&one.name.to_lowercase(), &other.name.to_lowercase()) == 1
        && [one_name, other_name].iter().all(|name| is_in_a_word(name, start, end))
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

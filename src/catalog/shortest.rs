//! A few patterns in place of many names.
//!
//! A candidate is `HEAD*TAIL`, where the tail is empty or whole words. For
//! each tail the names that end so stand side by side in order, so that the
//! least head which tells a wanted name from the nearest unwanted ones on both
//! sides tells it from all. Of the candidates, greedily the one that saves the
//! most characters is taken. A head is then made as long as what it matches
//! allows: of patterns that match the same today the narrowest matches the
//! least tomorrow.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{Action, Service};
use crate::iam::pattern::matches_ignoring_case;

/// What a pattern costs besides its characters: quotes, comma and space.
const AROUND: usize = 4;

impl Service<'_> {
    /// Patterns such as `Get*`, names among them, that together match exactly
    /// these of its actions, and no other that the catalog has. Sorted.
    pub fn shortest(self, actions: &[Action<'_>]) -> Vec<String> {
        let wanted: BTreeSet<&str> = actions.iter().map(|action| action.name()).collect();
        let names: Vec<Name<'_>> = self
            .actions()
            .map(|action| Name {
                text: action.name(),
                wanted: wanted.contains(action.name()),
            })
            .collect();
        let patterns = cover(&names);
        let is_exact = names.iter().all(|name| {
            let mut patterns = patterns.iter();
            name.wanted == patterns.any(|pattern| matches_ignoring_case(pattern, name.text))
        });
        if is_exact {
            patterns
        } else {
            wanted.into_iter().map(str::to_owned).collect()
        }
    }
}

#[derive(Clone, Copy)]
struct Name<'n> {
    text: &'n str,
    wanted: bool,
}

/// A pattern and the names that it matches, by their places.
struct Candidate {
    pattern: String,
    matched: Vec<usize>,
}

fn cover(names: &[Name<'_>]) -> Vec<String> {
    let mut open: BTreeSet<usize> = places(names).collect();
    let candidates = candidates(names);
    let mut taken: Vec<&Candidate> = Vec::new();
    while let Some(best) = best(&candidates, &open, names) {
        for place in &best.matched {
            open.remove(place);
        }
        taken.push(best);
    }
    drop_redundant(&mut taken, &open, names);
    let rest = open.iter().filter_map(|place| names.get(*place));
    let mut patterns: Vec<String> = rest.map(|name| name.text.to_owned()).collect();
    patterns.extend(taken.into_iter().map(|candidate| candidate.pattern.clone()));
    patterns.sort();
    patterns
}

/// The places of the wanted names.
fn places<'n>(names: &'n [Name<'_>]) -> impl Iterator<Item = usize> + 'n {
    names
        .iter()
        .enumerate()
        .filter(|(_, name)| name.wanted)
        .map(|(place, _)| place)
}

/// The one that saves the most, the first of several.
fn best<'c>(
    candidates: &'c [Candidate],
    open: &BTreeSet<usize>,
    names: &[Name<'_>],
) -> Option<&'c Candidate> {
    let saved = |candidate: &Candidate| {
        let newly = candidate
            .matched
            .iter()
            .filter(|place| open.contains(place));
        let length = |place: &usize| names.get(*place).map_or(0, |name| name.text.len() + AROUND);
        let without: usize = newly.map(length).sum();
        without.saturating_sub(candidate.pattern.len() + AROUND)
    };
    let mut best: Option<(usize, &Candidate)> = None;
    for candidate in candidates {
        let saved = saved(candidate);
        if saved > best.map_or(0, |(most, _)| most) {
            best = Some((saved, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// A later pattern may have made an earlier one needless.
fn drop_redundant(taken: &mut Vec<&Candidate>, open: &BTreeSet<usize>, names: &[Name<'_>]) {
    let mut times: BTreeMap<usize, usize> = BTreeMap::new();
    for place in taken.iter().flat_map(|candidate| &candidate.matched) {
        *times.entry(*place).or_default() += 1;
    }
    debug_assert!(places(names).all(|place| open.contains(&place) || times.contains_key(&place)));
    taken.retain(|candidate| {
        let is_needed = candidate
            .matched
            .iter()
            .any(|place| times.get(place).is_none_or(|times| *times < 2));
        if !is_needed {
            for place in &candidate.matched {
                times.entry(*place).and_modify(|times| *times -= 1);
            }
        }
        is_needed
    });
}

fn candidates(names: &[Name<'_>]) -> Vec<Candidate> {
    let mut tails: BTreeSet<&str> = BTreeSet::from([""]);
    for name in names.iter().filter(|name| name.wanted) {
        tails.extend(words(name.text).filter_map(|start| name.text.get(start..)));
    }
    let mut found: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for tail in tails {
        of_tail(names, tail, &mut found);
    }
    found
        .into_iter()
        .map(|(pattern, matched)| Candidate { pattern, matched })
        .collect()
}

/// Where the words of a name begin, but for the first.
fn words(name: &str) -> impl Iterator<Item = usize> {
    let bytes = name.as_bytes();
    bytes
        .windows(2)
        .zip(1..)
        .filter_map(|(pair, start)| match pair {
            [before, first] if !before.is_ascii_uppercase() && first.is_ascii_uppercase() => {
                Some(start)
            }
            _ => None,
        })
}

/// The candidates with a tail.
fn of_tail(names: &[Name<'_>], tail: &str, found: &mut BTreeMap<String, Vec<usize>>) {
    let ending: Vec<(usize, Name<'_>)> = names
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, name)| ends_with(name.text, tail))
        .collect();
    let mut at = 0;
    while let Some((_, name)) = ending.get(at) {
        if !name.wanted {
            at += 1;
            continue;
        }
        let unwanted = |other: &&(usize, Name<'_>)| !other.1.wanted;
        let before = ending.get(..at).into_iter().flatten().rev().find(unwanted);
        let behind = ending.get(at..).into_iter().flatten().find(unwanted);
        let differs = |other: Option<&(usize, Name<'_>)>| {
            other.map_or(0, |other| 1 + shared(other.1.text, name.text))
        };
        let least = differs(before).max(differs(behind));
        let block = block(&ending, at, least, tail);
        let end = block.end.max(at + 1);
        if let Some((pattern, matched)) = pattern(&ending, block, least, tail) {
            found.insert(pattern, matched);
        }
        at = end;
    }
}

/// The names around one that share a head of a length with it, and are long
/// enough for head and tail.
fn block(ending: &[(usize, Name<'_>)], at: usize, head: usize, tail: &str) -> Range<usize> {
    let Some((_, name)) = ending.get(at) else {
        return at..at;
    };
    if name.text.len() < head + tail.len() {
        return at..at;
    }
    let shares = |other: &&(usize, Name<'_>)| shared(other.1.text, name.text) >= head;
    let more = ending.get(at..).into_iter().flatten().take_while(shares);
    at..at + more.count()
}

/// The narrowest pattern with at least a head of a length that matches a block.
fn pattern(
    ending: &[(usize, Name<'_>)],
    block: Range<usize>,
    least: usize,
    tail: &str,
) -> Option<(String, Vec<usize>)> {
    let block = ending.get(block)?;
    let fits = |(_, name): &&(usize, Name<'_>)| name.text.len() >= least + tail.len();
    let block: Vec<&(usize, Name<'_>)> = block.iter().filter(fits).collect();
    let (first, rest) = block.split_first()?;
    if rest.is_empty() {
        return None;
    }
    let stem = first.1.text.get(..first.1.text.len() - tail.len())?;
    let common = rest
        .iter()
        .map(|(_, name)| shared(name.text, stem).min(name.text.len() - tail.len()))
        .min()?
        .min(stem.len());
    let head = stem.get(..whole_words(stem, common, least))?;
    let pattern = format!("{head}*{tail}");
    let matched = block.iter().map(|(place, _)| *place).collect();
    Some((pattern, matched))
}

/// The end of the last whole word within a length, if that is long enough.
fn whole_words(stem: &str, length: usize, least: usize) -> usize {
    if length == stem.len() {
        return length;
    }
    let ends = words(stem).filter(|end| *end <= length);
    ends.last().filter(|end| *end >= least).unwrap_or(length)
}

/// How many bytes two names share at their beginning, in any case.
fn shared(one: &str, other: &str) -> usize {
    let pairs = one.bytes().zip(other.bytes());
    pairs
        .take_while(|(one, other)| one.eq_ignore_ascii_case(other))
        .count()
}

fn ends_with(name: &str, tail: &str) -> bool {
    let start = name.len().checked_sub(tail.len());
    start
        .and_then(|start| name.get(start..))
        .is_some_and(|end| end.eq_ignore_ascii_case(tail))
}

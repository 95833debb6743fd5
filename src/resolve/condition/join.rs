//! Two atoms on one key under one operator.
//!
//! A document holds a key once under an operator, and its list is an "or", so
//! that an "and" must never put two atoms into one list. Most pairs have an
//! exact common form; what has none is spelled another way (see
//! [`super::respell`]) or refused.

use hashbrown::{HashMap, HashSet};

use super::address;
use super::bound;
use super::complement::missing;
use super::expression::Literal;
use super::variable::{has_plain, has_variable};
use crate::iam::{Atom, Base, Operator, Relation, SetOperator, ValueType};
use crate::source::Span;

/// Two atoms that do not stand side by side.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Pair {
    /// Where they stand.
    pub(super) places: [Span; 2],
    /// Whether what stands there is meant not to hold.
    pub(super) opposed: [bool; 2],
    /// Whether both name values that one list can hold.
    pub(super) alike: bool,
    /// Their key.
    pub(super) key: String,
}

impl Pair {
    pub(super) fn of(one: &Literal, other: &Literal) -> Self {
        Self {
            places: [one.span, other.span],
            opposed: [one.opposed, other.opposed],
            alike: lists(&one.atom)
                && lists(&other.atom)
                && one.atom.operator.base == other.atom.operator.base,
            key: one.atom.key.clone(),
        }
    }
}

/// Whether an atom names the values that there may be.
fn lists(atom: &Atom) -> bool {
    let row = atom.operator.base.row();
    !row.negated
        && match row.relation {
            Relation::Equal | Relation::EqualIgnoringCase | Relation::Like | Relation::Within => {
                row.value_type != ValueType::Bool
            }
            Relation::Less
            | Relation::LessOrEqual
            | Relation::Greater
            | Relation::GreaterOrEqual
            | Relation::Absent => false,
        }
}

/// The atoms, those on one key under one operator as one wherever there is one
/// that says both. The error: two that no request satisfies both of, and that no
/// document holds side by side.
pub(super) fn merged(literals: Vec<Literal>) -> Result<Vec<Literal>, Pair> {
    let mut joined = Joined::default();
    for literal in literals {
        joined.insert(literal)?;
    }
    Ok(joined.into_literals())
}

/// Atoms, and where those of one operator and key are.
#[derive(Default)]
pub(super) struct Joined {
    /// Nothing where an atom was that has become another.
    literals: Vec<Option<Literal>>,
    places: HashMap<(Operator, String), Vec<usize>>,
}

impl Joined {
    /// Adds an atom, merged with the first one that it merges with.
    pub(super) fn insert(&mut self, new: Literal) -> Result<(), Pair> {
        let places = self.places.entry(new.atom.slot()).or_default();
        for place in places.iter() {
            let Some(slot) = self.literals.get_mut(*place) else {
                break;
            };
            let Some(old) = slot else { continue };
            match merge(&old.atom, &new.atom) {
                Merged::Values(values) => {
                    old.atom.values = values;
                    return Ok(());
                }
                Merged::Missing => {
                    let only_missing = old.with(missing(&old.atom.key));
                    *slot = None;
                    return self.insert(only_missing);
                }
                Merged::Never => return Err(Pair::of(old, &new)),
                Merged::Apart => {}
            }
        }
        places.push(self.literals.len());
        self.literals.push(Some(new));
        Ok(())
    }

    /// The atoms, in the order in which they came to be.
    pub(super) fn into_literals(self) -> Vec<Literal> {
        self.literals.into_iter().flatten().collect()
    }
}

/// Literals that have not been merged, as they are.
impl From<Vec<Literal>> for Joined {
    fn from(literals: Vec<Literal>) -> Self {
        let mut places: HashMap<_, Vec<usize>> = HashMap::with_capacity(literals.len());
        for (place, literal) in literals.iter().enumerate() {
            places.entry(literal.atom.slot()).or_default().push(place);
        }
        Self {
            literals: literals.into_iter().map(Some).collect(),
            places,
        }
    }
}

/// What two lists under one operator and key come to.
enum Merged {
    /// One list.
    Values(Vec<String>),
    /// What only a missing key satisfies.
    Missing,
    /// Nothing satisfies both.
    Never,
    /// There is no list that says both.
    Apart,
}

fn merge(one: &Atom, other: &Atom) -> Merged {
    let operator = one.operator;
    let row = operator.base.row();
    if let Some(values) = implied(one, other) {
        return Merged::Values(values);
    }
    if operator.set == Some(SetOperator::ForAnyValue) {
        // Two different values of the request may satisfy the one and the other.
        return Merged::Apart;
    }
    if row.negated {
        return Merged::Values(union(&one.values, &other.values));
    }
    if operator.base.is_ordering() {
        return tighter(one, other).map_or(Merged::Apart, |bound| Merged::Values(vec![bound]));
    }
    match intersection(operator.base, &one.values, &other.values) {
        None => Merged::Apart,
        Some(values) if !values.is_empty() => Merged::Values(values),
        // A request without any value satisfies both.
        Some(_) if operator.set == Some(SetOperator::ForAllValues) => Merged::Apart,
        Some(_) if operator.if_exists => Merged::Missing,
        Some(_) => Merged::Never,
    }
}

/// The values of the atom that implies the other, where one list holds the
/// other: a positive operator is the stricter the fewer values it has, a
/// negated one the more.
fn implied(one: &Atom, other: &Atom) -> Option<Vec<String>> {
    let row = one.operator.base.row();
    if row.relation == Relation::Absent {
        return holds(&one.values, &other.values).then(|| one.values.clone());
    }
    let smaller = if holds(&other.values, &one.values) {
        (one, other)
    } else if holds(&one.values, &other.values) {
        (other, one)
    } else {
        return None;
    };
    let stricter = if row.negated { smaller.1 } else { smaller.0 };
    Some(stricter.values.clone())
}

/// Whether all of a few values are among many.
pub(super) fn holds(many: &[String], few: &[String]) -> bool {
    if few.len() < 2 {
        return few.iter().all(|value| many.contains(value));
    }
    let many: HashSet<&String> = many.iter().collect();
    few.iter().all(|value| many.contains(value))
}

pub(super) fn union(one: &[String], other: &[String]) -> Vec<String> {
    let mut seen = HashSet::with_capacity(one.len() + other.len());
    let all = one.iter().chain(other);
    all.filter(|value| seen.insert(*value)).cloned().collect()
}

fn tighter(one: &Atom, other: &Atom) -> Option<String> {
    let base = one.operator.base;
    let first = bound::weakest(base, &one.values)?;
    let second = bound::weakest(base, &other.values)?;
    bound::choose(base, &first, &second, false).map(str::to_owned)
}

/// The values that satisfy both lists of a positive operator, where that can be
/// told from the lists alone.
fn intersection(base: Base, one: &[String], other: &[String]) -> Option<Vec<String>> {
    let row = base.row();
    match row.value_type {
        ValueType::Ip => return common_ranges(one, other),
        ValueType::Numeric | ValueType::Date => {
            return Some(keep(one, other, |a, b| {
                bound::compare(row.value_type, a, b).is_some_and(core::cmp::Ordering::is_eq)
            }));
        }
        ValueType::Bool | ValueType::Presence | ValueType::Binary => {
            return Some(keep(one, other, |a, b| a == b));
        }
        ValueType::String | ValueType::Arn => {}
    }
    let is_text = |value: &String| match row.relation {
        Relation::Like => !has_variable(value) && !has_plain(value, &['*', '?']),
        // Letters beyond ASCII have no letter case that AWS documents.
        Relation::EqualIgnoringCase => !has_variable(value) && value.is_ascii(),
        Relation::Equal
        | Relation::Less
        | Relation::LessOrEqual
        | Relation::Greater
        | Relation::GreaterOrEqual
        | Relation::Within
        | Relation::Absent => !has_variable(value),
    };
    if !one.iter().chain(other).all(is_text) {
        return None;
    }
    let ignoring_case = row.relation == Relation::EqualIgnoringCase;
    Some(keep(one, other, |a, b| {
        a == b || (ignoring_case && a.eq_ignore_ascii_case(b))
    }))
}

fn keep(one: &[String], other: &[String], same: impl Fn(&str, &str) -> bool) -> Vec<String> {
    one.iter()
        .filter(|value| other.iter().any(|candidate| same(value, candidate)))
        .cloned()
        .collect()
}

/// The parts that ranges have in common, each written as it was where it is
/// one of them.
fn common_ranges(one: &[String], other: &[String]) -> Option<Vec<String>> {
    let mut common: Vec<String> = Vec::new();
    for a in one {
        for b in other {
            let (first, second) = (address::parse(a)?, address::parse(b)?);
            let Some(range) = address::intersection(&first, &second) else {
                continue;
            };
            let written = if range == first { a } else { b };
            if !common.contains(written) {
                common.push(written.clone());
            }
        }
    }
    Some(common)
}

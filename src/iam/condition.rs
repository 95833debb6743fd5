use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::{Base, Operator, SetOperator};

/// One operator on one key: `"StringLike": {"s3:prefix": ["a/*", "b/*"]}`.
///
/// The values are alternatives (for a negated operator: none may match), in
/// IAM's own text: policy variables, and for `Like` and `Arn` operators
/// wildcards, are not yet interpreted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Atom {
    /// The operator with its set prefix and `IfExists`.
    pub operator: Operator,
    /// The condition key, in the writer's letter case; keys compare without it.
    pub key: String,
    /// The values; never empty in what the compiler makes.
    pub values: Vec<String>,
}

impl Atom {
    /// What a document holds once: an operator, and under it a key, in lower case.
    pub fn slot(&self) -> (Operator, String) {
        (self.operator, self.key.to_ascii_lowercase())
    }

    /// Whether a request without the key satisfies it (IAM User Guide, "IAM JSON
    /// policy elements: Condition operators" and "Conditions with multiple
    /// context keys or values").
    pub fn holds_without_key(&self) -> bool {
        match self.operator.set {
            Some(SetOperator::ForAllValues) => true,
            Some(SetOperator::ForAnyValue) => false,
            None if self.operator.base == Base::Null => {
                self.values.iter().any(|value| value == "true")
            }
            None => self.operator.if_exists || self.operator.base.row().negated,
        }
    }
}

/// Atoms that must all hold; none at all always holds. A `Condition` element.
///
/// INVARIANT (one list a key): in what the compiler makes, no two atoms have
/// the same operator and, ignoring case, the same key; a document holds such a
/// pair once, and its values are alternatives.
pub type Conjunction = Vec<Atom>;

/// Whether two of the atoms have the same operator and, ignoring case, the same
/// key.
pub fn has_slot_twice(atoms: &[Atom]) -> bool {
    if atoms.len() < 2 {
        return false;
    }
    let mut sorted: Vec<&Atom> = atoms.iter().collect();
    sorted.sort_unstable_by(|one, other| by_slot(one, other));
    let mut neighbours = sorted.iter().zip(sorted.iter().skip(1));
    neighbours.any(|(one, other)| by_slot(one, other).is_eq())
}

fn by_slot(one: &Atom, other: &Atom) -> Ordering {
    let by_operator = one.operator.cmp(&other.operator);
    by_operator.then_with(|| folded(one).cmp(folded(other)))
}

fn folded(atom: &Atom) -> impl Iterator<Item = u8> {
    atom.key.bytes().map(|byte| byte.to_ascii_lowercase())
}

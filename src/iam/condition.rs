use alloc::string::String;
use alloc::vec::Vec;

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

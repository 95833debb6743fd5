use alloc::string::String;
use alloc::vec::Vec;

use super::Operator;

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

/// Atoms that must all hold; none at all always holds. A `Condition` element.
///
/// INVARIANT (one list a key): in what the compiler makes, no two atoms have
/// the same operator and, ignoring case, the same key; a document holds such a
/// pair once, and its values are alternatives.
pub type Conjunction = Vec<Atom>;

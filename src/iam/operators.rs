//! Every condition operator, one row each (IAM User Guide, "IAM JSON policy
//! elements: Condition operators").
//!
//! To add an operator: its name in [`Base`] and its row in [`ROWS`].

use core::cmp::Ordering;
use core::fmt;

/// The kind of value that an operator compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ValueType {
    /// Any text.
    String,
    /// An integer or decimal number.
    Numeric,
    /// An instant: ISO 8601, or seconds since 1970.
    Date,
    /// `true` or `false`.
    Bool,
    /// Bytes, as base64.
    Binary,
    /// An address or a CIDR range.
    Ip,
    /// An ARN, compared field by field.
    Arn,
    /// Whether the key is there at all.
    Presence,
}

impl ValueType {
    /// Whether `${...}` in such a value is a policy variable (IAM User Guide,
    /// "IAM policy elements: Variables and tags").
    pub fn has_variables(self) -> bool {
        self.is_text()
    }

    /// Whether such values are compared as texts, an ARN's field by field.
    pub fn is_text(self) -> bool {
        match self {
            Self::String | Self::Arn => true,
            Self::Numeric | Self::Date | Self::Bool | Self::Binary | Self::Ip | Self::Presence => {
                false
            }
        }
    }
}

/// How a request's value must stand to a policy's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// The same.
    Equal,
    /// The same, ignoring case.
    EqualIgnoringCase,
    /// Matched by the pattern; for an ARN, field by field.
    Like,
    /// Smaller, or earlier.
    Less,
    /// Not greater, or not later.
    LessOrEqual,
    /// Greater, or later.
    Greater,
    /// Not smaller, or not earlier.
    GreaterOrEqual,
    /// Inside the range.
    Within,
    /// `Null`: absent where the value is `true`, present where it is `false`.
    Absent,
}

impl Relation {
    /// Whether a request's number or moment that stands so to a policy's
    /// satisfies the relation; none but those of order are of numbers and moments.
    #[inline]
    pub fn holds_in_order(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
            Self::EqualIgnoringCase | Self::Like | Self::Within | Self::Absent => false,
        }
    }
}

/// An operator without set prefix and suffix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names are IAM's own")]
pub enum Base {
    StringEquals,
    StringNotEquals,
    StringEqualsIgnoreCase,
    StringNotEqualsIgnoreCase,
    StringLike,
    StringNotLike,
    NumericEquals,
    NumericNotEquals,
    NumericLessThan,
    NumericLessThanEquals,
    NumericGreaterThan,
    NumericGreaterThanEquals,
    DateEquals,
    DateNotEquals,
    DateLessThan,
    DateLessThanEquals,
    DateGreaterThan,
    DateGreaterThanEquals,
    Bool,
    BinaryEquals,
    IpAddress,
    NotIpAddress,
    ArnEquals,
    ArnNotEquals,
    ArnLike,
    ArnNotLike,
    Null,
}

/// What there is to know about an operator.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The operator.
    pub base: Base,
    /// As a document writes it.
    pub name: &'static str,
    /// What it compares.
    pub value_type: ValueType,
    /// How the request's value must stand to one of the policy's values...
    pub relation: Relation,
    /// ...or, where this is set, to none of them. Then a missing key matches.
    pub negated: bool,
    /// The operator that is the same but for `negated`.
    pub partner: Option<Base>,
    /// Its number in the tree image; never used again for another operator.
    pub wire: u8,
}

/// The table, in the order of [`Base`].
#[rustfmt::skip]
pub static ROWS: [Row; 27] = {
    use Base::*;
    use Relation::*;
    use ValueType as T;
    const fn row(wire: u8, base: Base, name: &'static str, value_type: ValueType, relation: Relation, negated: bool, partner: Option<Base>) -> Row {
        Row { base, name, value_type, relation, negated, partner, wire }
    }
    [
        row(0, StringEquals, "StringEquals", T::String, Equal, false, Some(StringNotEquals)),
        row(1, StringNotEquals, "StringNotEquals", T::String, Equal, true, Some(StringEquals)),
        row(2, StringEqualsIgnoreCase, "StringEqualsIgnoreCase", T::String, EqualIgnoringCase, false, Some(StringNotEqualsIgnoreCase)),
        row(3, StringNotEqualsIgnoreCase, "StringNotEqualsIgnoreCase", T::String, EqualIgnoringCase, true, Some(StringEqualsIgnoreCase)),
        row(4, StringLike, "StringLike", T::String, Like, false, Some(StringNotLike)),
        row(5, StringNotLike, "StringNotLike", T::String, Like, true, Some(StringLike)),
        row(6, NumericEquals, "NumericEquals", T::Numeric, Equal, false, Some(NumericNotEquals)),
        row(7, NumericNotEquals, "NumericNotEquals", T::Numeric, Equal, true, Some(NumericEquals)),
        row(8, NumericLessThan, "NumericLessThan", T::Numeric, Less, false, None),
        row(9, NumericLessThanEquals, "NumericLessThanEquals", T::Numeric, LessOrEqual, false, None),
        row(10, NumericGreaterThan, "NumericGreaterThan", T::Numeric, Greater, false, None),
        row(11, NumericGreaterThanEquals, "NumericGreaterThanEquals", T::Numeric, GreaterOrEqual, false, None),
        row(12, DateEquals, "DateEquals", T::Date, Equal, false, Some(DateNotEquals)),
        row(13, DateNotEquals, "DateNotEquals", T::Date, Equal, true, Some(DateEquals)),
        row(14, DateLessThan, "DateLessThan", T::Date, Less, false, None),
        row(15, DateLessThanEquals, "DateLessThanEquals", T::Date, LessOrEqual, false, None),
        row(16, DateGreaterThan, "DateGreaterThan", T::Date, Greater, false, None),
        row(17, DateGreaterThanEquals, "DateGreaterThanEquals", T::Date, GreaterOrEqual, false, None),
        row(18, Bool, "Bool", T::Bool, Equal, false, None),
        row(19, BinaryEquals, "BinaryEquals", T::Binary, Equal, false, None),
        row(20, IpAddress, "IpAddress", T::Ip, Within, false, Some(NotIpAddress)),
        row(21, NotIpAddress, "NotIpAddress", T::Ip, Within, true, Some(IpAddress)),
        row(22, ArnEquals, "ArnEquals", T::Arn, Like, false, Some(ArnNotEquals)),
        row(23, ArnNotEquals, "ArnNotEquals", T::Arn, Like, true, Some(ArnEquals)),
        row(24, ArnLike, "ArnLike", T::Arn, Like, false, Some(ArnNotLike)),
        row(25, ArnNotLike, "ArnNotLike", T::Arn, Like, true, Some(ArnLike)),
        row(26, Null, "Null", T::Presence, Absent, false, None),
    ]
};

impl Base {
    /// The operator's row.
    pub fn row(self) -> &'static Row {
        // A test holds the table to the order of the names, so this is found at once.
        ROWS.get(self as usize).unwrap_or(&ROWS[0])
    }

    /// As a document writes it.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// Whether it has one of the six relations of order.
    pub fn is_ordering(self) -> bool {
        match self.row().relation {
            Relation::Less
            | Relation::LessOrEqual
            | Relation::Greater
            | Relation::GreaterOrEqual => true,
            Relation::Equal
            | Relation::EqualIgnoringCase
            | Relation::Like
            | Relation::Within
            | Relation::Absent => false,
        }
    }
}

/// How an operator reads a key with many values (IAM User Guide, "Conditions
/// with multiple context keys or values").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SetOperator {
    /// `ForAnyValue:`: some value of the request satisfies it; false without one.
    ForAnyValue,
    /// `ForAllValues:`: every value of the request satisfies it; true without one.
    ForAllValues,
}

impl SetOperator {
    /// As a document writes it, colon included.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::ForAnyValue => "ForAnyValue:",
            Self::ForAllValues => "ForAllValues:",
        }
    }
}

/// An operator as a document names it, such as
/// `ForAnyValue:StringEqualsIfExists`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Operator {
    /// The set prefix.
    pub set: Option<SetOperator>,
    /// The comparison.
    pub base: Base,
    /// The suffix `IfExists`: a missing key matches.
    pub if_exists: bool,
}

impl Operator {
    /// The comparison alone.
    pub const fn plain(base: Base) -> Self {
        Self {
            set: None,
            base,
            if_exists: false,
        }
    }

    /// With the suffix `IfExists`.
    #[must_use]
    pub const fn if_exists(self) -> Self {
        Self {
            if_exists: true,
            ..self
        }
    }

    /// With a set prefix.
    #[must_use]
    pub const fn over(self, set: SetOperator) -> Self {
        Self {
            set: Some(set),
            ..self
        }
    }

    /// Reads an operator's name in any letter case; [`fmt::Display`] gives the
    /// canonical one to compare with. `Null` takes neither prefix nor suffix.
    pub fn parse(name: &str) -> Option<Self> {
        let (set, rest) = [SetOperator::ForAnyValue, SetOperator::ForAllValues]
            .into_iter()
            .find_map(|set| Some((Some(set), strip_prefix(name, set.prefix())?)))
            .unwrap_or((None, name));
        let find = |name: &str| ROWS.iter().find(|row| row.name.eq_ignore_ascii_case(name));
        if let Some(row) = find(rest) {
            return (row.base != Base::Null || set.is_none()).then_some(Self {
                set,
                base: row.base,
                if_exists: false,
            });
        }
        let stem = rest.len().checked_sub("IfExists".len())?;
        let (stem, suffix) = (rest.get(..stem)?, rest.get(stem..)?);
        let row = find(stem)?;
        (suffix.eq_ignore_ascii_case("IfExists") && row.base != Base::Null).then_some(Self {
            set,
            base: row.base,
            if_exists: true,
        })
    }
}

fn strip_prefix<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (head, rest) = (text.get(..prefix.len())?, text.get(prefix.len()..)?);
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

impl fmt::Display for Operator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(set) = self.set {
            formatter.write_str(set.prefix())?;
        }
        formatter.write_str(self.base.name())?;
        if self.if_exists {
            formatter.write_str("IfExists")?;
        }
        Ok(())
    }
}

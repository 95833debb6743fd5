//! The names of condition operators (IAM User Guide: Condition operators).

use super::pattern::fold;

/// A condition operator, taken apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Operator {
    pub(crate) set: Option<SetOperator>,
    pub(crate) test: Test,
    /// The name holds `Not`.
    pub(crate) negated: bool,
    pub(crate) if_exists: bool,
}

/// How the values of a multivalued key are taken together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum SetOperator {
    ForAllValues,
    ForAnyValue,
}

/// How one value of the request is compared with one of the policy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Test {
    Text,
    TextIgnoringCase,
    TextLike,
    Number(Comparison),
    Date(Comparison),
    Boolean,
    Binary,
    Address,
    Arn,
    Null,
}

/// Request value against policy value, in this order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Comparison {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Operator {
    /// Reads an operator's name, in any case (open: AWS may refuse another than its own spelling).
    pub(crate) fn parse(name: &str) -> Result<Self, String> {
        let unknown = || format!("`{name}` is not a condition operator");
        let folded = fold(name);
        let (set, plain) = match folded.split_once(':') {
            None => (None, folded.as_str()),
            Some(("forallvalues", plain)) => (Some(SetOperator::ForAllValues), plain),
            Some(("foranyvalue", plain)) => (Some(SetOperator::ForAnyValue), plain),
            Some(_) => return Err(unknown()),
        };
        let (plain, if_exists) = match plain.strip_suffix("ifexists") {
            Some(plain) => (plain, true),
            None => (plain, false),
        };
        let (test, negated) = parse_test(plain).ok_or_else(unknown)?;
        if test == Test::Null && (set.is_some() || if_exists) {
            return Err(unknown());
        }
        Ok(Self {
            set,
            test,
            negated,
            if_exists,
        })
    }
}

fn parse_test(folded: &str) -> Option<(Test, bool)> {
    use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual};
    Some(match folded {
        "stringequals" => (Test::Text, false),
        "stringnotequals" => (Test::Text, true),
        "stringequalsignorecase" => (Test::TextIgnoringCase, false),
        "stringnotequalsignorecase" => (Test::TextIgnoringCase, true),
        "stringlike" => (Test::TextLike, false),
        "stringnotlike" => (Test::TextLike, true),
        "numericequals" => (Test::Number(Equal), false),
        "numericnotequals" => (Test::Number(Equal), true),
        "numericlessthan" => (Test::Number(Less), false),
        "numericlessthanequals" => (Test::Number(LessOrEqual), false),
        "numericgreaterthan" => (Test::Number(Greater), false),
        "numericgreaterthanequals" => (Test::Number(GreaterOrEqual), false),
        "dateequals" => (Test::Date(Equal), false),
        "datenotequals" => (Test::Date(Equal), true),
        "datelessthan" => (Test::Date(Less), false),
        "datelessthanequals" => (Test::Date(LessOrEqual), false),
        "dategreaterthan" => (Test::Date(Greater), false),
        "dategreaterthanequals" => (Test::Date(GreaterOrEqual), false),
        "bool" => (Test::Boolean, false),
        "binaryequals" => (Test::Binary, false),
        "ipaddress" => (Test::Address, false),
        "notipaddress" => (Test::Address, true),
        "arnequals" | "arnlike" => (Test::Arn, false),
        "arnnotequals" | "arnnotlike" => (Test::Arn, true),
        "null" => (Test::Null, false),
        _ => return None,
    })
}

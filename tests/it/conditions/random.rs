//! Random conditions in random contexts: what they become says what they say.
//!
//! The reading that it is compared with knows nothing of complements, joining
//! or normal forms: it asks the reference interpreter for each operator as it
//! was written, and combines the answers by `and`, `or` and `not`.

use std::cell::RefCell;
use std::collections::HashMap;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};

use super::harness::{atom_holds, holds, lower_can};

/// A condition as a person may write it.
#[derive(Clone, Debug)]
enum Written {
    Leaf(Leaf),
    And(Vec<Self>),
    Or(Vec<Self>),
    Not(Box<Self>),
}

/// A condition without `and`, `or`, `not`.
#[derive(Clone, Debug)]
struct Leaf {
    text: String,
    /// What it means: one of these, each all of its operators.
    meaning: Vec<Vec<(String, &'static str, Vec<String>)>>,
}

impl Written {
    fn text(&self) -> String {
        let joined = |parts: &[Self], word: &str| {
            let parts: Vec<String> = parts.iter().map(Self::text).collect();
            format!("({})", parts.join(word))
        };
        match self {
            Self::Leaf(leaf) => leaf.text.clone(),
            Self::And(parts) => joined(parts, " and "),
            Self::Or(parts) => joined(parts, " or "),
            Self::Not(inner) => format!("not {}", inner.text()),
        }
    }

    fn holds(&self, context: &Value, known: &RefCell<HashMap<String, bool>>) -> bool {
        match self {
            Self::Leaf(leaf) => {
                let asked = format!("{} {context}", leaf.text);
                if let Some(answer) = known.borrow().get(&asked) {
                    return *answer;
                }
                let answer = leaf.meaning.iter().any(|all| {
                    all.iter()
                        .all(|(operator, key, values)| atom_holds(operator, key, values, context))
                });
                known.borrow_mut().insert(asked, answer);
                answer
            }
            Self::And(parts) => parts.iter().all(|part| part.holds(context, known)),
            Self::Or(parts) => parts.iter().any(|part| part.holds(context, known)),
            Self::Not(inner) => !inner.holds(context, known),
        }
    }
}

const SETS: [&str; 2] = ["ForAnyValue:", "ForAllValues:"];
const TEXTS: [&str; 5] = ["a", "b", "ab", "A", "${aws:username}"];
const PATTERNS: [&str; 5] = ["a*", "*b", "?", "b", "${aws:username}*"];
const NUMBERS: [&str; 4] = ["5", "10", "10.0", "20"];
const DATES: [&str; 4] = [
    "2026-06-30",
    "2026-06-30T00:00:00Z",
    "2026-07-01T12:00:00+02:00",
    "2027-01-01",
];
const RANGES: [&str; 4] = [
    "203.0.113.0/24",
    "203.0.113.128/25",
    "198.51.100.7",
    "2001:db8::/32",
];
const ARNS: [&str; 4] = [
    "arn:aws:sns:*:1*:a*",
    "arn:aws:sns:*:*:*b",
    "arn:aws:sqs:r::a",
    "arn:aws:sns:r:*:${aws:username}",
];

fn values(from: &'static [&'static str]) -> impl Strategy<Value = Vec<String>> {
    vec(proptest::sample::select(from), 1..4).prop_map(|values| {
        let mut found: Vec<String> = Vec::new();
        for value in values {
            if !found.iter().any(|known| known == value) {
                found.push(value.to_owned());
            }
        }
        found
    })
}

/// An operator by its name, with the values that it is written with.
fn by_name(
    operators: &'static [&'static str],
    key: &'static str,
    from: &'static [&'static str],
) -> impl Strategy<Value = Leaf> {
    (
        proptest::sample::select(operators),
        any::<bool>(),
        values(from),
    )
        .prop_map(move |(operator, if_exists, values)| {
            let suffix = if if_exists { "IfExists" } else { "" };
            leaf(&format!("{operator}{suffix}"), key, values)
        })
}

fn leaf(operator: &str, key: &'static str, values: Vec<String>) -> Leaf {
    let quoted: Vec<String> = values.iter().map(|value| format!("{value:?}")).collect();
    Leaf {
        text: format!("{operator}({key}, {})", quoted.join(", ")),
        meaning: vec![vec![(operator.to_owned(), key, values)]],
    }
}

/// A set operator on a key with many values.
fn over_sets(
    operators: &'static [&'static str],
    from: &'static [&'static str],
) -> impl Strategy<Value = Leaf> {
    (
        proptest::sample::select(&SETS[..]),
        proptest::sample::select(operators),
        values(from),
    )
        .prop_map(|(set, operator, values)| {
            leaf(&format!("{set}{operator}"), "aws:TagKeys", values)
        })
}

/// The language's own words, and what they mean.
fn sugar() -> impl Strategy<Value = Leaf> {
    let said = |text: &str, meaning: &[&[(&str, &'static str, &[&str])]]| Leaf {
        text: text.to_owned(),
        meaning: meaning
            .iter()
            .map(|all| {
                all.iter()
                    .map(|(operator, key, values)| {
                        let values = values.iter().map(|value| (*value).to_owned()).collect();
                        ((*operator).to_owned(), *key, values)
                    })
                    .collect()
            })
            .collect(),
    };
    let now = "aws:CurrentTime";
    proptest::sample::select(vec![
        said(
            "mfa",
            &[&[("Bool", "aws:MultiFactorAuthPresent", &["true"])]],
        ),
        said("tls", &[&[("Bool", "aws:SecureTransport", &["true"])]]),
        said(
            "aws:SecureTransport != true",
            &[&[("BoolIfExists", "aws:SecureTransport", &["false"])]],
        ),
        said(
            "from 203.0.113.0/24, vpce-0a1b2c3d",
            &[
                &[("IpAddress", "aws:SourceIp", &["203.0.113.0/24"])],
                &[("StringEquals", "aws:SourceVpce", &["vpce-0a1b2c3d"])],
            ],
        ),
        said(
            "before 2026-06-30",
            &[&[("DateLessThan", now, &["2026-06-30"])]],
        ),
        said(
            "after 2026-06-30",
            &[&[("DateGreaterThanEquals", now, &["2026-07-01"])]],
        ),
        said(
            "aws:CurrentTime <= 2026-06-30, 2026-06-30T12:00:00Z",
            &[&[("DateLessThan", now, &["2026-07-01"])]],
        ),
        said(
            "between 2026-06-30 and 2026-07-01",
            &[&[
                ("DateGreaterThanEquals", now, &["2026-06-30"]),
                ("DateLessThan", now, &["2026-07-02"]),
            ]],
        ),
        said(
            "s3:max-keys >= 5, 10",
            &[
                &[("NumericGreaterThanEquals", "s3:max-keys", &["5"])],
                &[("NumericGreaterThanEquals", "s3:max-keys", &["10"])],
            ],
        ),
        said(
            "only aws:TagKeys in \"a\", \"b\"",
            &[&[
                ("ForAllValues:StringEquals", "aws:TagKeys", &["a", "b"]),
                ("ForAnyValue:StringEquals", "aws:TagKeys", &["a", "b"]),
            ]],
        ),
        said(
            "all of aws:TagKeys like \"a*\"",
            &[&[("ForAllValues:StringLike", "aws:TagKeys", &["a*"])]],
        ),
        said("s3:prefix exists", &[&[("Null", "s3:prefix", &["false"])]]),
        said(
            "aws:TagKeys missing",
            &[&[("Null", "aws:TagKeys", &["true"])]],
        ),
        said(
            "s3:prefix == \"A\" ignoring case",
            &[&[("StringEqualsIgnoreCase", "s3:prefix", &["A"])]],
        ),
        said(
            "tag principal.team == resource.team",
            &[&[(
                "StringEquals",
                "s3:ExistingObjectTag/team",
                &["${aws:PrincipalTag/team}"],
            )]],
        ),
        said(
            "tag principal.team not in \"a\", \"b\"",
            &[&[("StringNotEquals", "aws:PrincipalTag/team", &["a", "b"])]],
        ),
    ])
}

fn leaves() -> impl Strategy<Value = Leaf> {
    prop_oneof![
        2 => sugar(),
        1 => by_name(&["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"], "s3:prefix", &TEXTS),
        1 => by_name(&["StringLike", "StringNotLike"], "s3:prefix", &PATTERNS),
        1 => by_name(&["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals"], "s3:max-keys", &NUMBERS),
        1 => by_name(&["DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals"], "aws:CurrentTime", &DATES),
        1 => by_name(&["IpAddress", "NotIpAddress"], "aws:SourceIp", &RANGES),
        1 => by_name(&["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"], "aws:SourceArn", &ARNS),
        1 => over_sets(&["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase"], &["a", "b", "A", "${aws:username}"]),
        1 => over_sets(&["StringLike", "StringNotLike"], &PATTERNS),
    ]
}

fn conditions() -> impl Strategy<Value = Written> {
    leaves()
        .prop_map(Written::Leaf)
        .prop_recursive(3, 10, 3, |inner| {
            prop_oneof![
                vec(inner.clone(), 2..4).prop_map(Written::And),
                vec(inner.clone(), 2..4).prop_map(Written::Or),
                inner.prop_map(|inner| Written::Not(Box::new(inner))),
            ]
        })
}

/// Each key missing, or with values of its type.
fn contexts() -> impl Strategy<Value = Value> {
    let keys: [(&str, &[&str]); 10] = [
        (
            "s3:prefix",
            &["a", "b", "ab", "A", "", "${aws:username}", "*"],
        ),
        ("s3:max-keys", &["4", "5", "7.5", "10", "10.00", "20", "21"]),
        (
            "aws:CurrentTime",
            &[
                "2026-06-29T23:59:59Z",
                "2026-06-30T00:00:00Z",
                "2026-06-30T12:00:00Z",
                "2026-07-01T00:00:00Z",
                "2026-07-01T10:00:00Z",
                "1798761600",
            ],
        ),
        ("aws:SecureTransport", &["true", "false"]),
        ("aws:MultiFactorAuthPresent", &["true", "false"]),
        (
            "aws:SourceIp",
            &[
                "203.0.113.1",
                "203.0.113.200",
                "198.51.100.7",
                "2001:db8::1",
                "192.0.2.1",
            ],
        ),
        ("aws:SourceVpce", &["vpce-0a1b2c3d", "vpce-00000000"]),
        (
            "aws:SourceArn",
            &[
                "arn:aws:sns:r:1:a",
                "arn:aws:sns:r:12:ab",
                "arn:aws:sqs:r::a",
                "arn:aws:sns:r:2:b",
            ],
        ),
        ("aws:username", &["a", "b", "ab*"]),
        ("aws:PrincipalTag/team", &["a", "c"]),
    ];
    let one = |(key, values): (&'static str, &'static [&'static str])| {
        proptest::option::weighted(0.8, proptest::sample::select(values))
            .prop_map(move |value| (key, value))
    };
    let resource_tag = one(("s3:ExistingObjectTag/team", &["a", "c"]));
    let tag_keys = proptest::option::weighted(
        0.8,
        vec(
            proptest::sample::select(vec!["a", "b", "ab", "A", "c"]),
            0..6,
        ),
    );
    (keys.map(one), resource_tag, tag_keys).prop_map(|(singles, resource_tag, tag_keys)| {
        let mut context = Map::new();
        for (key, value) in singles.into_iter().chain([resource_tag]) {
            if let Some(value) = value {
                context.insert(key.to_owned(), json!(value));
            }
        }
        if let Some(list) = tag_keys {
            context.insert("aws:TagKeys".to_owned(), json!(list));
        }
        Value::Object(context)
    })
}

/// What may be refused of these conditions: too much, atoms that no document
/// holds side by side, and `all of` in a `can`.
const REFUSALS: [&str; 3] = ["ACL0415", "ACL0417", "ACL0418"];

#[test]
fn what_conditions_become_says_what_they_say() {
    let lowered_count = RefCell::new(0_u32);
    let refused_count = RefCell::new(0_u32);
    let mut runner = TestRunner::new(Config {
        failure_persistence: None,
        ..Config::default()
    });
    let known = RefCell::new(HashMap::new());
    runner
        .run(
            &(conditions(), any::<bool>(), vec(contexts(), 6)),
            |(written, unless, contexts)| {
                let word = if unless { "unless" } else { "when" };
                let lowered = lower_can(&format!("{word} {}", written.text()));
                let Some(conditions) = &lowered.conditions else {
                    *refused_count.borrow_mut() += 1;
                    let expected = lowered.codes().iter().any(|code| REFUSALS.contains(code));
                    prop_assert!(expected, "{}\n{}", lowered.text, lowered.problems);
                    return Ok(());
                };
                *lowered_count.borrow_mut() += 1;
                for context in contexts {
                    let expected = written.holds(&context, &known) != unless;
                    prop_assert_eq!(
                        holds(conditions, &context),
                        expected,
                        "{}\n{}\n{}",
                        lowered.text,
                        lowered.show(),
                        context
                    );
                }
                Ok(())
            },
        )
        .unwrap();
    let (lowered, refused) = (lowered_count.into_inner(), refused_count.into_inner());
    assert!(
        lowered > 2 * refused,
        "{lowered} lowered, {refused} refused"
    );
}

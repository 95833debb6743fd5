//! Every form of every operator, on a key of its type, with contexts to try it
//! in.

use aclc::iam::operators::ROWS;
use aclc::iam::{Base, Operator, SetOperator, ValueType};
use serde_json::{Value, json};

/// An operator with everything that can be written before and behind it.
pub(crate) struct Form {
    pub(crate) operator: Operator,
    pub(crate) sample: &'static Sample,
}

/// Values and contexts of one type.
pub(crate) struct Sample {
    value_type: ValueType,
    pub(crate) key: &'static str,
    /// Lists of values to compare with.
    pub(crate) lists: &'static [&'static [&'static str]],
    /// What the key can hold, of the right type.
    good: &'static [&'static str],
    /// Something that is not of the type.
    mistyped: Option<&'static str>,
}

/// What a request holds for the key.
pub(crate) struct Context {
    pub(crate) shown: String,
    pub(crate) value: Value,
    pub(crate) is_list: bool,
    /// Whether a value of it is not of the key's type.
    pub(crate) is_mistyped: bool,
}

const SAMPLES: [Sample; 8] = [
    Sample {
        value_type: ValueType::String,
        key: "s3:prefix",
        lists: &[&["a"], &["a", "b"], &["b", "c"], &["${aws:username}"]],
        good: &["a", "b", "A", "d", ""],
        mistyped: None,
    },
    Sample {
        value_type: ValueType::Numeric,
        key: "s3:max-keys",
        lists: &[&["10"], &["10", "15"], &["10.0", "7"]],
        good: &["7", "10.0", "12", "15", "-1"],
        mistyped: Some("high"),
    },
    Sample {
        value_type: ValueType::Date,
        key: "aws:CurrentTime",
        lists: &[
            &["2026-06-30"],
            &["2026-06-30", "2027-01-01"],
            &["2026-06-30T00:00:00Z", "2026-01-01"],
        ],
        good: &[
            "2026-01-01T00:00:00Z",
            "2026-06-30T00:00:00Z",
            "2026-12-31T00:00:00Z",
            "1798761600",
        ],
        mistyped: Some("soon"),
    },
    Sample {
        value_type: ValueType::Bool,
        key: "aws:SecureTransport",
        lists: &[&["true"], &["false"]],
        good: &["true", "false"],
        mistyped: Some("maybe"),
    },
    Sample {
        value_type: ValueType::Binary,
        key: "x:Key",
        lists: &[&["QQ=="], &["QQ==", "Qg=="], &["Qg==", "Qw=="]],
        good: &["QQ==", "Qg=="],
        mistyped: Some("?"),
    },
    Sample {
        value_type: ValueType::Ip,
        key: "aws:SourceIp",
        lists: &[
            &["203.0.113.0/24"],
            &["203.0.113.0/24", "198.51.100.7"],
            &["203.0.113.128/25", "2001:db8::/32"],
        ],
        good: &[
            "203.0.113.7",
            "203.0.113.200",
            "198.51.100.7",
            "2001:db8::1",
        ],
        mistyped: Some("nowhere"),
    },
    Sample {
        value_type: ValueType::Arn,
        key: "aws:SourceArn",
        lists: &[
            &["arn:aws:sns:*:*:a*"],
            &["arn:aws:sns:*:*:a*", "arn:aws:sqs:*:*:b"],
            &["arn:aws:sns:*:*:*b", "arn:aws:sqs:*:*:b"],
        ],
        good: &[
            "arn:aws:sns:r:1:a",
            "arn:aws:sns:r:1:ab",
            "arn:aws:sqs:r:1:b",
            "arn:aws:iam::1:b",
        ],
        mistyped: Some("topic"),
    },
    Sample {
        value_type: ValueType::Presence,
        key: "s3:prefix",
        lists: &[&["true"], &["false"]],
        good: &["a", ""],
        mistyped: None,
    },
];

/// Every operator that the language takes by its name.
pub(crate) fn all() -> Vec<Form> {
    let mut found = Vec::new();
    for row in &ROWS {
        let sets = [
            None,
            Some(SetOperator::ForAnyValue),
            Some(SetOperator::ForAllValues),
        ];
        for set in sets {
            for if_exists in [false, true] {
                let refused = (set == Some(SetOperator::ForAnyValue) && if_exists)
                    || (row.base == Base::Null && (set.is_some() || if_exists));
                if !refused {
                    let sample = SAMPLES
                        .iter()
                        .find(|sample| sample.value_type == row.value_type);
                    found.push(Form {
                        operator: Operator {
                            set,
                            base: row.base,
                            if_exists,
                        },
                        sample: sample.unwrap(),
                    });
                }
            }
        }
    }
    found
}

impl Form {
    /// The condition with the values of one list.
    pub(crate) fn condition(&self, list: &[&str]) -> String {
        let values: Vec<String> = list.iter().map(|value| format!("\"{value}\"")).collect();
        format!(
            "{}({}, {})",
            self.operator,
            self.sample.key,
            values.join(", ")
        )
    }

    /// The key missing, with one value, with a mistyped one, and lists.
    pub(crate) fn contexts(&self) -> Vec<Context> {
        let Sample {
            key,
            good,
            mistyped,
            ..
        } = *self.sample;
        let mut found = vec![Context {
            shown: "missing".to_owned(),
            value: json!({}),
            is_list: false,
            is_mistyped: false,
        }];
        for (values, is_mistyped) in [(good, false), (mistyped.as_slice(), true)] {
            for value in values {
                found.push(Context {
                    shown: format!("{value:?}"),
                    value: json!({ key: value }),
                    is_list: false,
                    is_mistyped,
                });
            }
        }
        let mut lists: Vec<Vec<&str>> = vec![
            vec![],
            vec![good[0]],
            vec![good[1]],
            vec![good[0], good[1]],
            good.to_vec(),
        ];
        let mixed: Vec<Vec<&str>> = mistyped.iter().map(|bad| vec![good[0], *bad]).collect();
        lists.extend(mixed.clone());
        for list in lists {
            found.push(Context {
                shown: format!("{list:?}"),
                value: json!({ key: list }),
                is_list: true,
                is_mistyped: mixed.contains(&list),
            });
        }
        found
    }
}

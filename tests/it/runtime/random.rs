//! The tree against the reference interpreter, on documents and requests that
//! nobody would write: both take the same documents, and decide the same.

use aclc::ask::answer_case;
use aclc::runtime::Decision;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

use crate::reference;

const ACTIONS: &[&str] = &[
    "*",
    "*:*",
    "*:Get*",
    "s3:*",
    "s3:Get*",
    "S3:getobject",
    "s3:?etObject",
    "s3:*Object",
    "s3:Get*t*",
    "s3:PutObject",
    "sts:*",
    "sts:AssumeRole",
    "kms:*",
];

/// A trust policy has no others.
const TRUST_ACTIONS: &[&str] = &[
    "sts:*",
    "STS:assumerole",
    "sts:AssumeRole*",
    "sts:Tag?ession",
    "sts:AssumeRole",
];

const RESOURCES: &[&str] = &[
    "*",
    "arn:*",
    "arn:aws:*",
    "arn:aws:s3:*",
    "arn:aws:s3",
    "arn:aws:s3:::b*",
    "arn:aws:s3:::b",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::b/a",
    "arn:aws:s3:::b/a*a*b",
    "arn:aws:s3:::b/?",
    "arn:aws:s3:*:*:b/*",
    "arn:aws:s?:::b/*",
    "arn:aws:s3:::*/a",
    "arn:aws:s3:::b/${aws:username}/*",
    "arn:aws:s3:::b/${aws:PrincipalTag/t, 'a'}",
    "arn:aws:s3:::${s3:prefix}*",
    "arn:aws:s3:::b/${*}",
    "arn:aws:iam::*:role/*",
    "arn:aws:kms:*:111111111111:key/*",
    "arn:aws:s3:::B/*",
    "arn:aws:s3:::b/${a:x",
    "arn:aws:s3:::b/\u{e9}",
    "arn:aws:s3:::b/??",
];

const KEYS: &[&str] = &[
    "aws:username",
    "aws:PrincipalTag/t",
    "AWS:PRINCIPALTAG/T",
    "s3:prefix",
    "aws:SourceIp",
    "aws:TagKeys",
    "aws:CurrentTime",
    "aws:MultiFactorAuthPresent",
    "aws:SourceArn",
];

const VALUES: &[&str] = &[
    "",
    "a",
    "A",
    "b",
    "a*",
    "*",
    "?",
    "${aws:username}",
    "${*}",
    "${aws:PrincipalTag/t, 'a'}",
    "${aws:TagKeys}",
    "1",
    "1.0",
    "10",
    "-1",
    "1e1",
    "true",
    "false",
    "True",
    "2020",
    "2020-01-01",
    "2020-01-01T00:00:00Z",
    "1577836800",
    "10.0.0.1",
    "10.0.0.0/8",
    "::1",
    "YQ==",
    "arn:aws:s3:::b/a",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::*",
    "arn:*:*:*:*:*",
    "\u{e9}",
    "\u{c9}*",
];

const PRINCIPALS: &[&str] = &[
    "*",
    "111111111111",
    "arn:aws:iam::111111111111:root",
    "arn:aws:iam::111111111111:user/ana",
    "arn:aws:iam::111111111111:role/app",
    "arn:aws:sts::111111111111:assumed-role/app/s",
    "arn:aws:sts::111111111111:federated-user/ana",
    "arn:aws:iam::222222222222:user/bob",
    "222222222222",
];

/// Principals of the other kinds.
const OTHERS: &[(&str, &str)] = &[
    ("Service", "ec2.amazonaws.com"),
    ("Service", "lambda.amazonaws.com"),
    ("Federated", "arn:aws:iam::111111111111:saml-provider/Corp"),
    ("Federated", "accounts.google.com"),
    (
        "CanonicalUser",
        "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be",
    ),
    ("AWS", "AIDAJQABLZS4A3QDU576Q"),
    ("AWS", "arn:aws:iam::111111111111:user/*"),
];

const CALLERS: &[&str] = &[
    "arn:aws:iam::111111111111:user/ana",
    "arn:aws:iam::111111111111:root",
    "arn:aws:iam::111111111111:role/app",
    "arn:aws:sts::111111111111:assumed-role/app/s",
    "arn:aws:sts::111111111111:assumed-role/app/t",
    "arn:aws:sts::111111111111:federated-user/ana",
    "arn:aws:iam::222222222222:user/bob",
    "service/ec2",
    "anonymous",
    "arn:aws:iam::111111111111:saml-provider/Corp",
];

const ASKED_ACTIONS: &[&str] = &[
    "s3:GetObject",
    "s3:PutObject",
    "S3:GETOBJECTTAGGING",
    "sts:AssumeRole",
    "sts:GetCallerIdentity",
    "kms:Decrypt",
];

const ASKED_RESOURCES: &[&str] = &[
    "*",
    "arn:aws:s3:::b",
    "arn:aws:s3:::b/a",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::b/a/x",
    "arn:aws:s3:::b/aaaab",
    "arn:aws:s3:::b/aaaaa",
    "arn:aws:s3:::B/a",
    "arn:aws:s3:::bc/a",
    "arn:aws:s3:eu-west-1:111111111111:b/a",
    "arn:aws:iam::111111111111:role/app",
    "arn:aws:kms:us-east-1:111111111111:key/1",
    "arn:aws-cn:s3:::b/a",
    "arn:aws:s3:::b/é",
    "arn:aws:s3:::b/${a:x",
];

fn list(from: &'static [&'static str]) -> impl Strategy<Value = Value> {
    (prop::collection::vec(select(from), 1..3), any::<bool>())
        .prop_map(|(items, bare)| one_or_many(items.into_iter().map(Value::from).collect(), bare))
}

/// A list; where `bare` says so and it has one item, that item by itself.
fn one_or_many(mut items: Vec<Value>, bare: bool) -> Value {
    if bare && items.len() == 1 {
        items.remove(0)
    } else {
        json!(items)
    }
}

/// A condition's value, which may stand without quotes where JSON has another type for it.
fn condition_value() -> impl Strategy<Value = Value> {
    (select(VALUES), any::<bool>()).prop_map(|(text, bare)| {
        let unquoted = serde_json::from_str::<Value>(text).ok();
        unquoted
            .filter(|value| bare && (value.is_boolean() || value.is_number()))
            .unwrap_or_else(|| json!(text))
    })
}

fn operator() -> impl Strategy<Value = String> {
    let names: Vec<&str> = aclc::iam::operators::ROWS
        .iter()
        .map(|row| row.name)
        .collect();
    let sets = vec!["", "", "ForAnyValue:", "ForAllValues:"];
    (select(sets), select(names), any::<bool>()).prop_map(|(set, name, if_exists)| {
        if name == "Null" {
            return name.to_owned();
        }
        format!("{set}{name}{}", if if_exists { "IfExists" } else { "" })
    })
}

fn condition() -> impl Strategy<Value = Value> {
    let values = prop::collection::vec(condition_value(), 0..4);
    prop::collection::vec((operator(), select(KEYS), values, any::<bool>()), 0..4).prop_map(
        |atoms| {
            let mut operators = Map::new();
            for (operator, key, values, bare) in atoms {
                let keys = operators.entry(operator).or_insert_with(|| json!({}));
                keys[key] = one_or_many(values, bare);
            }
            Value::Object(operators)
        },
    )
}

/// A map of principals, or everyone.
fn principals() -> impl Strategy<Value = Value> {
    let other = prop::option::weighted(0.25, select(OTHERS));
    (list(PRINCIPALS), other, prop::bool::weighted(0.1)).prop_map(|(aws, other, everyone)| {
        if everyone {
            return json!("*");
        }
        let mut map = json!({ "AWS": aws });
        if let Some((kind, name)) = other {
            map[kind] = json!(name);
        }
        map
    })
}

/// Which elements a statement has.
#[derive(Clone, Copy, Debug)]
enum Shape {
    Identity,
    Resource,
    Trust,
    ResourceControl,
}

fn statement(shape: Shape) -> impl Strategy<Value = Value> {
    let negated = || prop::bool::weighted(0.2);
    let deny = prop::bool::weighted(0.3);
    let (not_action, actions) = match shape {
        Shape::Trust => (0.0, TRUST_ACTIONS),
        Shape::Identity | Shape::Resource | Shape::ResourceControl => (0.2, ACTIONS),
    };
    (
        deny,
        (prop::bool::weighted(not_action), list(actions)),
        (negated(), list(RESOURCES)),
        (negated(), principals()),
        condition(),
        prop::option::weighted(0.1, "[A-Z][a-z]{4}"),
    )
        .prop_map(
            move |(deny, actions, resources, principals, condition, sid)| {
                let mut statement = Map::new();
                let mut put = |name: &str, (negated, value): (bool, Value)| {
                    statement.insert(
                        if negated {
                            format!("Not{name}")
                        } else {
                            name.to_owned()
                        },
                        value,
                    );
                };
                let is_control = matches!(shape, Shape::ResourceControl);
                put(
                    "Effect",
                    (
                        false,
                        json!(if deny || is_control { "Deny" } else { "Allow" }),
                    ),
                );
                let actions = if is_control {
                    (false, json!("s3:*"))
                } else {
                    actions
                };
                put("Action", actions);
                match shape {
                    Shape::Identity => put("Resource", resources),
                    Shape::ResourceControl => {
                        put("Principal", (false, json!("*")));
                        put("Resource", resources);
                    }
                    Shape::Resource => {
                        put("Principal", principals);
                        put("Resource", resources);
                    }
                    Shape::Trust => put("Principal", (false, principals.1)),
                }
                put("Condition", (false, condition));
                if let Some(sid) = sid {
                    put("Sid", (false, json!(sid)));
                }
                Value::Object(statement)
            },
        )
}

fn document(shape: Shape) -> impl Strategy<Value = Value> {
    let version = if matches!(shape, Shape::ResourceControl) {
        1.0
    } else {
        0.8
    };
    let statements = prop::collection::vec(statement(shape), 0..5);
    (
        prop::bool::weighted(version),
        statements,
        any::<bool>(),
        prop::bool::weighted(0.05),
    )
        .prop_map(|(is_2012, statements, bare, has_id)| {
            let version = if is_2012 { "2012-10-17" } else { "2008-10-17" };
            let mut document =
                json!({"Version": version, "Statement": one_or_many(statements, bare)});
            if has_id {
                document["Id"] = json!("an id");
            }
            document
        })
}

fn control(shape: Shape) -> impl Strategy<Value = Value> {
    let current = document(shape).prop_map(|mut document| {
        document["Version"] = json!("2012-10-17");
        document
    });
    prop::collection::vec(prop::collection::vec(current, 1..3), 1..3)
        .prop_map(|levels| json!(levels))
}

fn context() -> impl Strategy<Value = Value> {
    let keys = subsequence(KEYS, 0..KEYS.len()).prop_filter("a key stands once", |keys| {
        !(keys.contains(&"aws:PrincipalTag/t") && keys.contains(&"AWS:PRINCIPALTAG/T"))
    });
    let value = prop_oneof![
        4 => select(VALUES).prop_map(|value| json!(value)),
        2 => prop::collection::vec(select(VALUES), 0..3).prop_map(|values| json!(values)),
        1 => Just(Value::Null),
        // What only a request may hold.
        1 => select(vec!["\u{1f980}", "e\u{301}", "\u{130}", "a\u{0}"]).prop_map(|value| json!(value)),
        1 => condition_value(),
    ];
    (keys, prop::collection::vec(value, KEYS.len())).prop_map(|(keys, values)| {
        keys.into_iter()
            .map(str::to_owned)
            .zip(values)
            .collect::<Map<String, Value>>()
            .into()
    })
}

fn sometimes(
    likely: f64,
    part: impl Strategy<Value = Value>,
) -> impl Strategy<Value = Option<Value>> {
    prop::option::weighted(likely, part)
}

fn request() -> impl Strategy<Value = Value> {
    let account = prop::option::weighted(0.2, select(vec!["111111111111", "222222222222"]));
    (select(CALLERS), select(ASKED_ACTIONS), select(ASKED_RESOURCES), context(), account).prop_map(
        |(principal, action, resource, context, account)| {
            let mut request =
                json!({"principal": principal, "action": action, "resource": resource, "context": context});
            let is_told = !matches!(resource.split(':').nth(4), None | Some(""));
            if let Some(account) = account.filter(|_| !is_told) {
                request["resource_account"] = json!(account);
            }
            request
        },
    )
}

fn case() -> impl Strategy<Value = Value> {
    request().prop_flat_map(|request| {
        let is_role = request["resource"].as_str().unwrap().contains(":role/");
        let shape = if is_role {
            Shape::Trust
        } else {
            Shape::Resource
        };
        (
            Just(request),
            prop::collection::vec(document(Shape::Identity), 0..3),
            sometimes(0.3, document(Shape::Identity)),
            sometimes(0.3, document(Shape::Identity)),
            sometimes(0.6, document(shape)),
            sometimes(0.2, control(Shape::Identity)),
            sometimes(0.2, control(Shape::ResourceControl)),
        )
            .prop_map(
                |(request, identity, boundary, session, resource, scps, rcps)| {
                    let mut case =
                        json!({"id": "random", "identity": identity, "request": request});
                    let parts = [
                        ("boundary", boundary),
                        ("session", session),
                        ("resource_policy", resource),
                        ("scps", scps),
                        ("rcps", rcps),
                    ];
                    for (name, part) in parts {
                        if let Some(part) = part {
                            case[name] = part;
                        }
                    }
                    case
                },
            )
    })
}

proptest! {
    #[test]
    fn the_tree_and_the_reference_agree(case in case()) {
        let line = case.to_string();
        let expected = reference::decide_line(&line).map(|decision| match decision {
            reference::Decision::Allow => Decision::Allow,
            reference::Decision::ExplicitDeny => Decision::ExplicitDeny,
            reference::Decision::ImplicitDeny => Decision::ImplicitDeny,
        });
        match (answer_case(&line).result, expected) {
            (Err(_), Err(_)) => {}
            (found, expected) => {
                prop_assert_eq!(found.as_ref().ok(), expected.as_ref().ok(), "{}\n{:?}\n{:?}", line, found, expected);
            }
        }
    }
}

//! Values that a caller has as numbers, addresses and times, against the same
//! values as texts.

use std::time::Duration;

use aclc::iam::operators::ROWS;
use aclc::iam::{Atom, Effect, Match, Operator, PolicyKind, SetOperator, Version};
use aclc::runtime::{
    ContextValue, DecideError, Decision, Request, StandInSpec, StatementSpec, Time, Tree,
    TreeBuilder,
};

const CALLER: &str = "arn:aws:iam::111111111111:user/ana";

/// A tree whose only statement has this one condition, and a resource that is
/// named by the key's value.
fn tree(operator: Operator, key: &str, value: &str, resource: &str) -> Tree {
    let condition = [Atom {
        operator,
        key: key.to_owned(),
        values: vec![value.to_owned()],
    }];
    let mut builder = TreeBuilder::new();
    let statement = StatementSpec {
        sid: None,
        effect: Effect::Allow,
        principals: None,
        actions: &Match::Any(vec!["*".to_owned()]),
        resources: Some(&Match::Any(vec![resource.to_owned()])),
        condition: &condition,
        version: Version::V2012,
        file: "test",
        line: 1,
    };
    let policy = builder
        .policy(PolicyKind::Identity, "test", [statement])
        .unwrap();
    builder.stand_in(&StandInSpec {
        identity: vec![policy],
        ..StandInSpec::default()
    });
    builder.finish().unwrap()
}

fn decide(tree: &Tree, key: &str, value: ContextValue<'_>) -> Result<Decision, DecideError> {
    let caller = tree.principal(CALLER).unwrap();
    let request = Request::new(&caller, "s3:GetObject", "arn:aws:s3:::b/true").with(key, value);
    tree.decide(&request).map(|answer| answer.decision())
}

#[test]
fn a_typed_value_counts_as_its_text() {
    let time = Time::since_1970(Duration::from_secs(1_767_225_600));
    let values: [(ContextValue<'_>, &str); 6] = [
        (true.into(), "true"),
        (false.into(), "false"),
        (ContextValue::Number(-20), "-20"),
        (
            ContextValue::Address([203, 0, 113, 9].into()),
            "203.0.113.9",
        ),
        (
            ContextValue::Address([0x2001, 0xdb8, 0, 0, 0, 0, 0, 1].into()),
            "2001:db8::1",
        ),
        (ContextValue::Time(time), "2026-01-01T00:00:00Z"),
    ];
    let wanted = [
        "true",
        "FALSE",
        "-20",
        "-20.0",
        "3",
        "203.0.113.9",
        "203.0.113.0/24",
        "2001:db8::/32",
        "2026",
        "2026-01-01T01:00:00+01:00",
        "2027-01-01",
        "*",
        "2*",
        "?rue",
        "${x:key}",
    ];
    let sets = [
        None,
        Some(SetOperator::ForAnyValue),
        Some(SetOperator::ForAllValues),
    ];
    let mut allowed = 0;
    for row in &ROWS {
        for set in sets {
            if set.is_some() && row.name == "Null" {
                continue;
            }
            let operator = Operator {
                set,
                base: row.base,
                if_exists: false,
            };
            for wanted in wanted {
                for resource in ["*", "arn:aws:s3:::b/${x:key}"] {
                    let tree = tree(operator, "x:key", wanted, resource);
                    for (typed, text) in values {
                        let expected = decide(&tree, "X:Key", ContextValue::One(text));
                        let found = decide(&tree, "X:Key", typed);
                        assert_eq!(found, expected, "{operator} {wanted} {text} {resource}");
                        allowed += usize::from(found == Ok(Decision::Allow));
                    }
                }
            }
        }
    }
    assert!(allowed > 100, "{allowed} were allowed");
}

#[test]
fn the_time_of_a_request_is_both_of_its_keys() {
    let time = Time::parse("2026-01-01T00:00:00Z").unwrap();
    for (operator, key, value, expected) in [
        ("DateLessThan", "aws:CurrentTime", "2026-01-02", true),
        ("DateLessThan", "aws:EpochTime", "2026-01-02", true),
        ("DateLessThan", "aws:EpochTime", "1767225600", false),
        // More seconds than 64 bits hold.
        (
            "DateLessThan",
            "aws:CurrentTime",
            "100000000000000000001",
            true,
        ),
        (
            "DateGreaterThan",
            "aws:CurrentTime",
            "100000000000000000001",
            false,
        ),
        ("NumericEquals", "aws:EpochTime", "1767225600", true),
        ("StringEquals", "aws:EpochTime", "1767225600", true),
        (
            "StringEquals",
            "aws:CurrentTime",
            "2026-01-01T00:00:00Z",
            true,
        ),
        ("Null", "aws:CurrentTime", "true", false),
    ] {
        let tree = tree(Operator::parse(operator).unwrap(), key, value, "*");
        let caller = tree.principal(CALLER).unwrap();
        let request = Request::new(&caller, "s3:GetObject", "*");
        let decision = |request: &Request<'_>| tree.decide(request).map(|answer| answer.decision());
        let expected = Ok(if expected {
            Decision::Allow
        } else {
            Decision::ImplicitDeny
        });
        assert_eq!(decision(&request.at(time)), expected, "{operator} {key}");
        assert_eq!(
            decision(&request.with(key, time)),
            expected,
            "{operator} {key}"
        );
        assert_eq!(
            decision(&request),
            Err(DecideError::NeedsTime),
            "{operator} {key}"
        );
        // What is said of a key itself comes first.
        let earlier = request.at(time).with(key, "1999-01-01T00:00:00Z");
        assert_eq!(
            decision(&earlier),
            decision(&request.with(key, "1999-01-01T00:00:00Z")),
            "{operator} {key}"
        );
    }
}

#[test]
fn the_first_value_of_a_key_counts_and_too_many_are_an_error() {
    let tree = tree(Operator::parse("StringEquals").unwrap(), "x:key", "1", "*");
    let caller = tree.principal(CALLER).unwrap();
    let decision = |request: &Request<'_>| tree.decide(request).map(|answer| answer.decision());
    let list = [("x:key", ContextValue::One("1"))];
    let request = Request::new(&caller, "s3:GetObject", "*");
    assert_eq!(decision(&request.with_context(&list)), Ok(Decision::Allow));
    let other = request.with("X:KEY", "2").with("x:key", "1");
    assert_eq!(decision(&other), Ok(Decision::ImplicitDeny));
    assert_eq!(
        decision(&request.with_context(&list).with("x:key", "2")),
        Ok(Decision::ImplicitDeny)
    );
    let mut full = request.with("x:key", "1");
    for _ in 0..7 {
        full = full.with("x:other", "1");
    }
    assert_eq!(decision(&full), Ok(Decision::Allow));
    assert_eq!(
        decision(&full.with("x:other", "1")),
        Err(DecideError::TooManyValues)
    );
}

/// A socket that listens for both families calls an IPv4 peer so.
#[test]
fn an_address_of_a_socket_is_that_of_its_peer() {
    let peer: std::net::IpAddr = "::ffff:203.0.113.9".parse().unwrap();
    let operator = Operator {
        set: None,
        base: aclc::iam::Base::IpAddress,
        if_exists: false,
    };
    let tree = tree(operator, "aws:SourceIp", "203.0.113.0/24", "*");
    let decided = decide(&tree, "aws:SourceIp", peer.into());
    assert_eq!(decided, Ok(Decision::Allow));
}

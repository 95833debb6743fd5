//! What is too large is merged, spread over managed policies, or refused.

use aclc::iam::{Version, quotas};
use aclc::model::{GuardrailKind, GuardrailTarget, Statement};
use insta::assert_snapshot;
use serde_json::Value;

use super::{emitted, refused, text_of};
use crate::builder::{Builder, With, allow, aws, deny, service};

/// A resource whose ARN has exactly this many characters.
fn bucket(number: usize, length: usize) -> String {
    let arn = format!("arn:aws:s3:::b{number:04}-");
    let rest = length - arn.len();
    arn + &"x".repeat(rest)
}

/// A statement that cannot be merged with another.
fn odd(number: usize, length: usize) -> Statement {
    let action = format!("s3:Action{number:04}");
    allow(&[&action], &[&bucket(number, length)])
}

fn minified(text: &str) -> usize {
    let value: Value = serde_json::from_str(text).unwrap();
    value.to_string().chars().count()
}

/// The paths that the manifest attaches to the entity, with the characters of
/// each.
fn sizes(builder: &Builder, list: &str, name: &str) -> Vec<(String, usize)> {
    let output = emitted(builder);
    let manifest: Value = serde_json::from_str(text_of(&output, "manifest.json")).unwrap();
    let entity = &manifest[list][name];
    let paths = ["inline", "managed"].map(|key| entity[key].as_array().unwrap().clone());
    paths
        .concat()
        .iter()
        .map(|path| {
            let path = path.as_str().unwrap();
            (path.to_owned(), minified(text_of(&output, path)))
        })
        .collect()
}

#[test]
fn what_fits_exactly_stays_as_it_is() {
    let mut builder = Builder::new();
    let statements = || vec![allow(&["s3:Get*"], &["*"]), allow(&["s3:Put*"], &["*"])];
    builder.user("U", statements());
    let size = sizes(&builder, "users", "U")[0].1;
    let rest = quotas::USER_INLINE_POLICIES - size + "*".len();
    builder.program.users[0].statements[1] = allow(&["s3:Put*"], &[&bucket(0, rest)]);
    let path = "users/U.json".to_owned();
    assert_eq!(
        sizes(&builder, "users", "U"),
        [(path, quotas::USER_INLINE_POLICIES)]
    );
    builder.program.users[0].statements[1] = allow(&["s3:Put*"], &[&bucket(0, rest + 1)]);
    let paths: Vec<String> = sizes(&builder, "users", "U")
        .into_iter()
        .map(|it| it.0)
        .collect();
    assert_eq!(paths, ["users/U.json", "users/U.1.json"]);
}

#[test]
fn equal_but_for_one_part_is_merged() {
    let mut builder = Builder::new();
    let lake = bucket(1, 300);
    let other = bucket(2, 300);
    builder.user(
        "U",
        vec![
            allow(&["s3:GetObject"], &[&lake]),
            deny(&["s3:GetObject"], &[&lake]),
            allow(&["s3:PutObject"], &[&lake]).when("Bool", "aws:SecureTransport", &["true"]),
            allow(&["s3:PutObject", "s3:GetObject"], &[&lake]),
            allow(&["s3:GetObject", "s3:PutObject"], &[&other]),
            allow(&["s3:DeleteObject"], &[&lake]).called("Named"),
        ],
    );
    let output = emitted(&builder);
    let text = text_of(&output, "users/U.json")
        .replace(&lake, "LAKE")
        .replace(&other, "OTHER");
    assert_snapshot!(text);
}

#[test]
fn a_user_spreads_over_managed_policies() {
    let mut builder = Builder::new();
    builder.user("U", (0..40).map(|number| odd(number, 400)).collect());
    let billing = builder.external("arn:aws:iam::aws:policy/job-function/Billing");
    builder.program.users[0].attached = vec![billing];
    let output = emitted(&builder);
    let manifest: Value = serde_json::from_str(text_of(&output, "manifest.json")).unwrap();
    assert_snapshot!(serde_json::to_string_pretty(&manifest["users"]).unwrap());
    assert_snapshot!(serde_json::to_string_pretty(&manifest["policies"]).unwrap());
    let headroom: Vec<String> = output
        .headroom
        .iter()
        .map(|it| {
            let percent = it.percent();
            format!(
                "{} {}: {} of {} {} ({percent} %)",
                it.subject, it.limited, it.used, it.limit, it.unit
            )
        })
        .collect();
    assert_snapshot!(headroom.join("\n"));
    for file in output.files.iter().skip(1) {
        let limit = if file.path == "users/U.json" {
            2_048
        } else {
            6_144
        };
        assert!(minified(&file.text) <= limit, "{}", file.path);
    }
}

#[test]
fn headroom_counts_what_is_written() {
    let mut builder = Builder::new();
    builder.group("G", &[], (0..30).map(|number| odd(number, 400)).collect());
    builder.policy("P", vec![odd(1, 40)]);
    let output = emitted(&builder);
    let written: Vec<usize> = output.files[1..]
        .iter()
        .map(|file| minified(&file.text))
        .collect();
    let used: Vec<usize> = output.headroom.iter().map(|it| it.used).collect();
    assert_eq!(used, written);
}

#[test]
fn a_moved_policy_needs_a_name() {
    let mut builder = Builder::new();
    let many = || (0..8).map(|number| odd(number, 400)).collect();
    builder.user("U", many());
    builder.policy("USER-u.1", vec![odd(1, 40)]);
    builder.group(
        &"g".repeat(128),
        &[],
        (0..20).map(|number| odd(number, 400)).collect(),
    );
    builder.user("V", many());
    builder.user("v.1", vec![odd(1, 40)]);
    assert_snapshot!(refused(&builder));
}

#[test]
fn past_all_documents_is_an_error() {
    let mut builder = Builder::new();
    // A user's inline policy holds 4 of these, a group's 11, a managed policy 13.
    builder.user("U", (0..140).map(|number| odd(number, 400)).collect());
    builder.user("V", (0..134).map(|number| odd(number, 400)).collect());
    let attached = (0..9).map(|_| builder.external("arn:aws:iam::aws:policy/ReadOnlyAccess"));
    let attached = attached.collect();
    builder.group("G", &[], (0..25).map(|number| odd(number, 400)).collect());
    builder.program.groups[0].attached = attached;
    assert_snapshot!(refused(&builder));
}

#[test]
fn a_large_statement_is_cut() {
    let mut builder = Builder::new();
    let buckets: Vec<String> = (0..100).map(|number| bucket(number, 100)).collect();
    let buckets: Vec<&str> = buckets.iter().map(String::as_str).collect();
    builder.user(
        "U",
        vec![
            allow(&["s3:GetObject"], &buckets).called("All"),
            odd(1, 60).called("All1"),
        ],
    );
    let output = emitted(&builder);
    let mut sids = Vec::new();
    let mut resources = Vec::new();
    for file in &output.files[1..] {
        let document: Value = serde_json::from_str(&file.text).unwrap();
        for statement in document["Statement"].as_array().unwrap() {
            sids.push(format!(
                "{} {}",
                file.path,
                statement["Sid"].as_str().unwrap()
            ));
            resources.extend(
                statement["Resource"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .cloned(),
            );
        }
    }
    assert_eq!(resources, buckets);
    assert_eq!(
        sids,
        [
            "users/U.json All1",
            "users/U.1.json All2",
            "users/U.2.json All3",
        ]
    );
}

#[test]
fn a_large_statement_that_cannot_be_cut_is_an_error() {
    let mut builder = Builder::new();
    let buckets: Vec<String> = (0..100).map(|number| bucket(number, 100)).collect();
    let buckets: Vec<&str> = buckets.iter().map(String::as_str).collect();
    builder.user(
        "U",
        vec![deny(&["s3:GetObject"], &buckets).on_other_resources()],
    );
    builder.user(
        "V",
        vec![allow(&["s3:GetObject"], &["*"]).when("StringEquals", "s3:prefix", &buckets)],
    );
    builder.user("W", vec![allow(&["s3:GetObject"], &[&bucket(1, 7_000)])]);
    assert_snapshot!(refused(&builder));
}

#[test]
fn cutting_stops_when_nothing_more_can_fit() {
    let mut builder = Builder::new();
    let actions: Vec<String> = (0..1_000)
        .map(|number| format!("s3:Action{number}"))
        .collect();
    let actions: Vec<&str> = actions.iter().map(String::as_str).collect();
    let buckets: Vec<String> = (0..1_000).map(|number| bucket(number, 30)).collect();
    let buckets: Vec<&str> = buckets.iter().map(String::as_str).collect();
    let prefix = "p".repeat(5_900);
    let statement = allow(&actions, &buckets).when("StringEquals", "s3:prefix", &[&prefix]);
    builder.user("U", vec![statement]);
    // A million pieces of one action and one resource each would be the whole of it.
    assert!(refused(&builder).starts_with("ACL0606: the grants of the user `U` are "));
}

#[test]
fn documents_that_cannot_be_spread() {
    let mut builder = Builder::new();
    builder.policy("P", (0..20).map(|number| odd(number, 400)).collect());
    builder.boundary("B", (0..20).map(|number| odd(number, 400)).collect());
    builder.session_policy("S", (0..20).map(|number| odd(number, 400)).collect());
    let target = [GuardrailTarget::Organization];
    let statements = (0..40).map(|number| odd(number, 400)).collect();
    builder.guardrail("C", GuardrailKind::Service, &target, statements);
    let everyone = |number| {
        let mut statement = odd(number, 400).by_everyone();
        statement.effect = aclc::iam::Effect::Deny;
        statement
    };
    builder.guardrail(
        "D",
        GuardrailKind::Resource,
        &target,
        (0..20).map(everyone).collect(),
    );
    builder.resource("R", "arn:aws:s3:::b", (0..60).map(everyone).collect());
    builder.resource(
        "Q",
        "arn:aws:unheardof:::b",
        (0..60).map(everyone).collect(),
    );
    let trust = |number| {
        let external = format!("{number:0200}");
        allow(&["sts:AssumeRole"], &[])
            .by(&[aws("111122223333")])
            .when("StringEquals", "sts:ExternalId", &[&external])
    };
    builder.role("T", (0..10).map(trust).collect(), vec![]);
    assert_snapshot!(refused(&builder));
}

#[test]
fn a_trust_policy_is_merged() {
    let mut builder = Builder::new();
    let services: Vec<String> = (0..40).map(|number| format!("service-{number}")).collect();
    let trust = services
        .iter()
        .map(|name| allow(&["sts:AssumeRole"], &[]).by(&[service(name)]));
    builder.role("T", trust.collect(), vec![]);
    let output = emitted(&builder);
    let document: Value = serde_json::from_str(text_of(&output, "roles/T.trust.json")).unwrap();
    assert_eq!(document["Statement"].as_array().unwrap().len(), 1);
    assert_eq!(
        document["Statement"][0]["Principal"]["Service"]
            .as_array()
            .unwrap()
            .len(),
        40
    );
}

#[test]
fn the_end_of_the_last_line_counts_where_white_space_does() {
    let text = |more: usize| {
        let mut builder = Builder::new();
        let target = [GuardrailTarget::Organization];
        let mut statements: Vec<_> = (0..75).map(|number| odd(number, 60)).collect();
        statements.push(odd(75, more));
        builder.guardrail("Long", GuardrailKind::Service, &target, statements);
        let output = emitted(&builder);
        text_of(&output, "guardrails/Long.json").to_owned()
    };
    let room = quotas::SERVICE_CONTROL_POLICY - text(20).len();
    let (under, full) = (text(20 + room), text(21 + room));
    for (text, ends) in [(under, true), (full, false)] {
        assert_eq!(text.len(), quotas::SERVICE_CONTROL_POLICY);
        assert_eq!(text.ends_with('\n'), ends);
    }
}

#[test]
fn where_white_space_counts_it_is_left_out() {
    let mut builder = Builder::new();
    let target = [GuardrailTarget::Organization];
    let statements = |count| (0..count).map(|number| odd(number, 60)).collect::<Vec<_>>();
    builder.guardrail("Short", GuardrailKind::Service, &target, statements(3));
    builder.guardrail("Long", GuardrailKind::Service, &target, statements(75));
    builder.policy("Managed", statements(45));
    let output = emitted(&builder);
    let lines = |path| text_of(&output, path).lines().count();
    assert!(lines("guardrails/Short.json") > 1);
    assert_eq!(lines("guardrails/Long.json"), 1);
    // IAM does not count white space in managed policies.
    assert!(text_of(&output, "policies/Managed.json").len() > quotas::MANAGED_POLICY);
    assert!(lines("policies/Managed.json") > 1);
}

#[test]
fn text_of_2008_keeps_its_meaning() {
    let mut builder = Builder::new();
    let mut old = allow(&["s3:GetObject"], &["arn:aws:s3:::a/${aws:username}/*"])
        .when("StringLike", "s3:prefix", &["${*}", "$x"])
        .when("NumericEquals", "s3:max-keys", &["${x}"]);
    old.version = Version::V2008;
    builder.policy("Old", vec![old]);
    assert_snapshot!(text_of(&emitted(&builder), "policies/Old.json"));
}

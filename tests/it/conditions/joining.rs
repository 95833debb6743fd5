//! Each row of the table of joining: two conditions on one key, joined by
//! `and`, say what both say, in every context; or are refused.

use std::collections::HashMap;
use std::fmt::Write;

use aclc::iam::ValueType;
use serde_json::json;

use super::forms::{self, Form};
use super::harness::{Lowered, block, holds, lower_can};

#[test]
fn an_and_on_one_key_says_what_both_say() {
    let mut shown = String::new();
    let mut known = Known::new();
    let forms = forms::all();
    for form in &forms {
        for other in forms.iter().filter(|other| meets(form, other)) {
            for (index, list) in form.sample.lists.iter().enumerate() {
                for second in form.sample.lists.iter().skip(index + 1) {
                    if one_value(form) && list.len().max(second.len()) > 1 {
                        continue;
                    }
                    let (one, two) = (form.condition(list), other.condition(second));
                    pair(form, &one, &two, &mut known, &mut shown);
                }
            }
        }
    }
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "../../snapshots/conditions" }, {
        insta::assert_snapshot!(shown);
    });
}

/// Two operators of a type on one key: what is left of them says what both say,
/// and where nothing is left, no context of them satisfies both.
#[test]
fn what_can_never_hold_never_holds() {
    let mut known = Known::new();
    let mut forms = forms::all();
    // Under a set operator the suffix changes nothing.
    forms.retain(|form| form.operator.set.is_none() || !form.operator.if_exists);
    let (mut pairs, mut shown) = (0, String::new());
    for (index, form) in forms.iter().enumerate() {
        let same_type = |other: &&Form| core::ptr::eq(form.sample, other.sample);
        for other in forms.iter().skip(index + 1).filter(same_type) {
            for (first, second) in [(0, 0), (1, 0)] {
                let lists = form.sample.lists;
                if one_value(form) && lists[first].len().max(lists[second].len()) > 1 {
                    continue;
                }
                let one = form.condition(lists[first]);
                let two = other.condition(lists[second]);
                pair(form, &one, &two, &mut known, &mut shown);
                pairs += 1;
            }
        }
    }
    let never = shown.matches("    never\n").count();
    assert!(never > 50 && never < pairs / 2, "{never} of {pairs}");
}

/// The same operator, with or without the suffix.
fn meets(form: &Form, other: &Form) -> bool {
    form.operator.base == other.operator.base
        && form.operator.set == other.operator.set
        && (!form.operator.if_exists || other.operator.if_exists)
}

fn one_value(form: &Form) -> bool {
    matches!(
        form.operator.base.row().value_type,
        ValueType::Bool | ValueType::Presence
    )
}

/// What a condition says in a context, asked once.
type Known = HashMap<(String, String), bool>;

fn pair(form: &Form, one: &str, two: &str, known: &mut Known, shown: &mut String) {
    let first = lower_can(&format!("when {one}"));
    let second = lower_can(&format!("when {two}"));
    let both = lower_can(&format!("when {one} and {two}"));
    writeln!(shown, "{one} and {two}").unwrap();
    let Some(conditions) = &both.conditions else {
        assert_eq!(errors(&both), ["ACL0417"], "{}", both.show());
        shown.push_str("    refused\n");
        return;
    };
    match conditions.as_slice() {
        [] => shown.push_str("    never\n"),
        [condition] => writeln!(shown, "    {}", block(condition)).unwrap(),
        several => panic!("{} statements of {one} and {two}", several.len()),
    }
    if conditions.is_empty() {
        assert!(both.codes().contains(&"ACL0433"), "{}", both.show());
    }
    for context in form.contexts() {
        // What AWS leaves open: a bare operator and a list.
        if context.is_list && form.operator.set.is_none() {
            continue;
        }
        let found = holds(conditions, &context.value);
        let mut says = |lowered: &Lowered| {
            let asked = (lowered.text.clone(), context.shown.clone());
            *known
                .entry(asked)
                .or_insert_with(|| holds(lowered.good(), &context.value))
        };
        let expected = says(&first) && says(&second);
        assert_eq!(found, expected, "{one} and {two} in {}", context.shown);
    }
}

fn errors(lowered: &Lowered) -> Vec<&str> {
    lowered
        .problems
        .lines()
        .filter_map(|line| line.strip_prefix("error ")?.split(':').next())
        .collect()
}

/// A list under one key is an "or", so that putting both dates into it would
/// make the later one hold.
#[test]
fn an_and_never_becomes_an_or() {
    let lowered = lower_can("when before 2027-01-01 until 2026-06-30");
    let at = |time: &str| json!({ "aws:CurrentTime": time });
    assert!(holds(lowered.good(), &at("2026-06-30T23:59:59Z")));
    assert!(!holds(lowered.good(), &at("2026-07-01T00:00:00Z")));
    assert!(!holds(lowered.good(), &at("2026-12-31T00:00:00Z")));
}

/// Names of keys ignore case, so these are one key.
#[test]
fn keys_that_differ_in_case_are_joined() {
    let lowered = lower_can("when s3:prefix in \"a\", \"b\" and S3:Prefix in \"b\", \"c\"");
    assert_eq!(lowered.good().len(), 1);
    assert_eq!(lowered.good()[0].len(), 1);
    assert!(holds(lowered.good(), &json!({ "s3:prefix": "b" })));
    assert!(!holds(lowered.good(), &json!({ "s3:prefix": "a" })));
    assert!(!holds(lowered.good(), &json!({ "s3:prefix": "c" })));
}

/// Several conditions on one key, as many as there are spellings and one more.
#[test]
fn as_many_as_there_are_spellings() {
    let rows = [
        ("s3:prefix like \"*@*\"", 2),
        ("s3:prefix == \"${aws:PrincipalTag/@}\"", 4),
        ("aws:SourceArn like \"arn:aws:sns:*:*:*@*\"", 4),
        ("any of aws:TagKeys == \"@\"", 4),
        ("any of aws:TagKeys like \"*@*\"", 2),
        ("any of aws:TagKeys != \"@\"", 4),
        ("all of aws:TagKeys like \"*@*\" and aws:TagKeys exists", 2),
    ];
    for (pattern, most) in rows {
        let conditions = |count: usize| {
            let parts: Vec<String> = ["a", "b", "c", "d", "e"][..count]
                .iter()
                .map(|letter| pattern.replace('@', letter))
                .collect();
            lower_can(&format!("when {}", parts.join(" and ")))
        };
        for count in 1..=most {
            assert!(conditions(count).conditions.is_some(), "{count}: {pattern}");
        }
        assert_eq!(errors(&conditions(most + 1)), ["ACL0417"], "{pattern}");
    }
}

/// What the caller adds is joined by the same rules.
#[test]
fn required_atoms_are_joined_too() {
    use aclc::catalog::Catalog;
    use aclc::diag::Diagnostics;
    use aclc::iam::{Atom, Base, Effect, Operator, PolicyKind};
    use aclc::resolve::condition::{Place, conjoin};
    use aclc::source::{Sources, Span};

    let mut sources = Sources::new();
    let span = Span::new(sources.add("grant.acl", ""), 0, 0);
    let place = Place {
        kind: PolicyKind::Trust,
        effect: Effect::Allow,
        span,
        of_role: false,
        actions: None,
        resources: None,
        of_own_service: false,
        catalog: Catalog::built_in(),
    };
    let atom = |base, values: &[&str]| Atom {
        operator: Operator::plain(base),
        key: "aws:PrincipalArn".to_owned(),
        values: values.iter().map(|value| (*value).to_owned()).collect(),
    };
    let written = lower_can("when aws:PrincipalArn like \"arn:aws:iam::*:user/a*\" or tls");
    let required = [atom(
        Base::ArnLike,
        &["arn:aws:iam::1:user/ab", "arn:aws:iam::1:user/c"],
    )];
    let mut problems = Diagnostics::new();
    let joined = conjoin(written.good(), &required, &place, &mut problems).unwrap();
    assert!(problems.is_empty());
    assert_eq!(joined.len(), 2);
    for (arn, secure, expected) in [
        ("arn:aws:iam::1:user/ab", false, true),
        ("arn:aws:iam::1:user/c", false, false),
        ("arn:aws:iam::1:user/c", true, true),
        ("arn:aws:iam::1:user/ax", true, false),
    ] {
        let context = json!({ "aws:PrincipalArn": arn, "aws:SecureTransport": secure });
        assert_eq!(holds(&joined, &context), expected, "{arn} {secure}");
    }
    let never = [atom(Base::Null, &["true"]), atom(Base::Null, &["false"])];
    assert_eq!(
        conjoin(&joined, &never, &place, &mut problems),
        Some(vec![])
    );
    assert_eq!(problems.iter().next().unwrap().code.name(), "ACL0433");
}

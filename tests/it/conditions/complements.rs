//! Each row of the table of complements: a condition and its `unless`, in every
//! context. In the snapshot the first digit is what the condition says, the
//! second what its complement says; 1 is yes.

use std::fmt::Write;

use aclc::iam::{SetOperator, ValueType};

use super::forms::{self, Context, Form};
use super::harness::{block, holds, lower_can};

#[test]
fn a_condition_and_its_complement_in_every_context() {
    let mut shown = String::new();
    let mut refused = 0;
    for form in forms::all() {
        for list in form.sample.lists {
            if takes_one(&form) && list.len() > 1 {
                continue;
            }
            let condition = form.condition(list);
            let positive = lower_can(&format!("when {condition}"));
            let negative = lower_can(&format!("unless {condition}"));
            if negative.conditions.is_none() {
                writeln!(
                    shown,
                    "{condition}\n    refused: {}\n",
                    negative.codes().join(" ")
                )
                .unwrap();
                assert_eq!(
                    form.operator.base.row().value_type,
                    ValueType::Binary,
                    "{condition}"
                );
                refused += 1;
                continue;
            }
            writeln!(shown, "{condition}").unwrap();
            for conjunction in negative.good() {
                writeln!(shown, "    unless: {}", block(conjunction)).unwrap();
            }
            let mut results = Vec::new();
            for context in form.contexts() {
                let says = holds(positive.good(), &context.value);
                let opposes = holds(negative.good(), &context.value);
                results.push(format!(
                    "{} {}{}",
                    context.shown,
                    u8::from(says),
                    u8::from(opposes)
                ));
                if is_exact(&form, &context) {
                    assert!(
                        says != opposes,
                        "{condition} in {}: {says} {opposes}",
                        context.shown
                    );
                }
                assert!(!(says && opposes), "{condition} in {}: both", context.shown);
            }
            writeln!(shown, "    {}\n", results.join(", ")).unwrap();
        }
    }
    assert_eq!(refused, 15, "`BinaryEquals` alone has no complement");
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "../../snapshots/conditions" }, {
        insta::assert_snapshot!(shown);
    });
}

fn takes_one(form: &Form) -> bool {
    matches!(
        form.operator.base.row().value_type,
        ValueType::Bool | ValueType::Presence
    )
}

/// Where exactly one of the two must hold: not for a list without a set
/// operator, which AWS does not define, and not for a value that is not of the
/// key's type where the comparison needs one.
fn is_exact(form: &Form, context: &Context) -> bool {
    let row = form.operator.base.row();
    let undefined = context.is_list && form.operator.set.is_none();
    let ordered = form.operator.base.is_ordering() || row.value_type == ValueType::Bool;
    (!undefined || row.value_type == ValueType::Presence) && !(context.is_mistyped && ordered)
}

/// `only K in V`: these values, and at least one.
#[test]
fn only_has_two_statements_as_its_complement() {
    let positive = lower_can("when only aws:TagKeys in \"a\", \"b\"");
    let negative = lower_can("unless only aws:TagKeys in \"a\", \"b\"");
    assert_eq!(negative.good().len(), 2);
    let expected = [
        ("null", false),
        ("[]", false),
        (r#"["a"]"#, true),
        (r#"["a","b"]"#, true),
        (r#"["a","c"]"#, false),
        (r#"["c"]"#, false),
    ];
    for (list, says) in expected {
        let context = serde_json::from_str(&format!(r#"{{ "aws:TagKeys": {list} }}"#)).unwrap();
        assert_eq!(holds(positive.good(), &context), says, "{list}");
        assert_eq!(holds(negative.good(), &context), !says, "{list}");
    }
}

/// A mistyped value on a key that AWS does not type satisfies neither an
/// ordering nor its opposite, so `unless` is refused there, and in no other
/// spelling either.
#[test]
fn what_a_mistyped_value_would_slip_through_is_refused() {
    let comparisons = [
        "tag principal.level >= 3",
        "tag principal.expires < 2026-06-30",
        "sts:ExternalId > 3",
        "token.example.com:age > 18",
        "x:Key > 3",
        "x:Key == true",
        "Bool(aws:PrincipalTag/admin, true)",
        "BoolIfExists(aws:PrincipalTag/admin, true)",
        "NumericEquals(aws:PrincipalTag/level, 3)",
        "DateNotEquals(aws:PrincipalTag/expires, 2026-06-30)",
        "ForAnyValue:NumericLessThan(x:Key, 3)",
    ];
    for comparison in comparisons {
        for condition in [
            format!("unless {comparison}"),
            format!("when not ({comparison} and tls)"),
            format!("unless tls or not not {comparison}"),
        ] {
            let lowered = lower_can(&condition);
            assert!(
                lowered.codes().contains(&"ACL0416"),
                "{condition}: {}",
                lowered.show()
            );
        }
        let positive = lower_can(&format!("when {comparison}"));
        assert!(positive.conditions.is_some(), "{}", positive.show());
    }
    let level = |value: &str| serde_json::json!({ "aws:PrincipalTag/level": value });
    let positive = lower_can("when tag principal.level >= 3");
    assert!(holds(positive.good(), &level("3")));
    assert!(!holds(positive.good(), &level("high")));
    assert_eq!(positive.codes(), ["ACL0432"]);
}

/// The suffix that changes nothing is named as such.
#[test]
fn suffixes_that_change_nothing_are_warned_about() {
    for form in forms::all() {
        let lowered = lower_can(&format!("when {}", form.condition(form.sample.lists[0])));
        let needless = form.operator.if_exists
            && (form.operator.base.row().negated
                || form.operator.set == Some(SetOperator::ForAllValues));
        assert_eq!(
            lowered.codes().contains(&"ACL0434"),
            needless,
            "{}",
            lowered.text
        );
    }
}

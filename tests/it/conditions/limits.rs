//! Sizes that must end in an error, and soon.

use super::harness::{Lowered, lower_can, lower_program};

fn only_error<'l>(lowered: &'l Lowered, code: &str) -> &'l str {
    assert!(lowered.conditions.is_none(), "{}", lowered.text);
    assert_eq!(lowered.codes(), [code], "{}", lowered.problems);
    &lowered.problems
}

fn alternatives(count: usize, name: &str) -> String {
    let parts: Vec<String> = (0..count)
        .map(|index| format!("aws:PrincipalTag/{name}{index} == \"x\""))
        .collect();
    format!("({})", parts.join(" or "))
}

#[test]
fn as_many_statements_as_may_be_and_one_more() {
    let most = lower_can(&format!("when {}", alternatives(256, "a")));
    assert_eq!(most.good().len(), 256);
    let product = lower_can(&format!(
        "when {} and {}",
        alternatives(16, "a"),
        alternatives(16, "b")
    ));
    assert_eq!(product.good().len(), 256);
    let over = lower_can(&format!("when {}", alternatives(257, "a")));
    assert!(only_error(&over, "ACL0418").contains("becomes 257 statements"));
}

#[test]
fn what_multiplies_past_all_bounds_is_counted_not_made() {
    let factors: Vec<String> = (0..60)
        .map(|index| alternatives(4, &format!("k{index}x")))
        .collect();
    let over = lower_can(&format!("when {}", factors.join(" and ")));
    assert!(only_error(&over, "ACL0418").contains("far too many"));
    let negated: Vec<String> = (0..60)
        .map(|index| alternatives(4, &format!("k{index}x")).replace(" or ", " and "))
        .collect();
    let over = lower_can(&format!("unless {}", negated.join(" or ")));
    assert_eq!(
        over.codes()
            .iter()
            .filter(|code| **code == "ACL0418")
            .count(),
        1
    );
}

#[test]
fn names_that_double_at_every_step_end() {
    for leaf in ["mfa", "aws:username == Nobody"] {
        let mut program = format!("let n0 when {leaf}\n");
        for index in 1..64 {
            program += &format!("let n{index} when n{0} and n{0}\n", index - 1);
        }
        program += "group G can s3:GetObject on * when n63\n";
        let lowered = lower_program(&program);
        assert!(
            lowered[0].codes().contains(&"ACL0419"),
            "{}",
            lowered[0].problems
        );
    }
}

#[test]
fn a_long_chain_of_names_ends() {
    let mut program = String::from("let n0 when mfa\n");
    for index in 1..5_000 {
        program += &format!("let n{index} when not n{}\n", index - 1);
    }
    program += "group G can s3:GetObject on * when n4999\n";
    only_error(&lower_program(&program)[0], "ACL0419");
}

#[test]
fn many_conditions_in_a_row_end() {
    let condition = vec!["mfa"; 5_000].join(" and ");
    only_error(&lower_can(&format!("when {condition}")), "ACL0419");
}

#[test]
fn many_conditions_on_one_key_end() {
    let parts: Vec<String> = (0..600)
        .map(|index| format!("s3:prefix like \"*{index}*\""))
        .collect();
    only_error(
        &lower_can(&format!("when {}", parts.join(" and "))),
        "ACL0417",
    );
}

#[test]
fn a_list_of_many_values_is_one_condition() {
    let values: Vec<String> = (0..2_000).map(|index| format!("\"v{index}\"")).collect();
    let lowered = lower_can(&format!("when s3:prefix in {}", values.join(", ")));
    assert_eq!(lowered.good().len(), 1);
    assert_eq!(lowered.good()[0][0].values.len(), 2_000);
}

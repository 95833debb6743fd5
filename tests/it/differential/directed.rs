//! What the random cases found, each once more by itself.

use std::cell::RefCell;

use aclc::load::Input;
use aclc::runtime::Decision;

use super::compare::{Tally, Targets, compare};
use super::request::Asked;
use super::text::compile_input;

/// Both targets' decision on one request.
fn decide(text: &str, principal: &str, action: &str, resource: &str) -> Decision {
    let input = Input::Text {
        name: "directed.acl".to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    let (compiled, diagnostics) = compile_input(input);
    let compiled = compiled.unwrap_or_else(|| panic!("{diagnostics:?}"));
    let targets = Targets::new(&compiled.tree, &compiled.documents.files);
    let asked = Asked {
        principal: principal.to_owned(),
        action: action.to_owned(),
        resource: resource.to_owned(),
        context: Vec::new(),
        sessions: Vec::new(),
        resource_account: None,
    };
    let tally = RefCell::new(Tally::default());
    compare(&targets, &asked, &tally).unwrap_or_else(|error| panic!("{error}"))
}

const UNNUMBERED: &str = "org o-a1b2c3d4e5\n\
    user Ann can sqs:*, s3:* on *\n\
    guardrail NoBuckets on org { cannot s3:* on * }\n\
    resource guardrail NoSending on org { anyone cannot sqs:SendMessage on * }\n";

#[test]
fn a_resource_guardrail_reaches_what_an_account_without_a_number_has() {
    let queue = "arn:aws:sqs:us-east-1:111122223333:jobs";
    let decision = decide(UNNUMBERED, "user/Ann", "sqs:SendMessage", queue);
    assert_eq!(decision, Decision::ExplicitDeny);
    let decision = decide(UNNUMBERED, "user/Ann", "sqs:ReceiveMessage", queue);
    assert_eq!(decision, Decision::Allow);
}

#[test]
fn a_guardrail_reaches_the_root_user_of_an_account_without_a_number() {
    let root = "arn:aws:iam::000000000000:root";
    let decision = decide(UNNUMBERED, root, "s3:GetObject", "arn:aws:s3:::lake/a");
    assert_eq!(decision, Decision::ExplicitDeny);
}

#[test]
fn a_key_without_a_policy_is_left_to_its_own_account() {
    let program = "account main = 111122223333\naccount other = 444455556666\n\
        user Ann can kms:* on *\nin account other { user Bob can kms:* on * }\n";
    let key = "arn:aws:kms:us-east-1:111122223333:key/k";
    assert_eq!(
        decide(program, "user/main/Ann", "kms:Decrypt", key),
        Decision::Allow
    );
    assert_eq!(
        decide(program, "user/other/Bob", "kms:Decrypt", key),
        Decision::ImplicitDeny
    );
}

#[test]
fn a_policy_variable_stands_behind_a_name() {
    let program =
        "let lake = arn:aws:s3:::lake\nuser Ann can s3:GetObject on lake/${aws:username}/*\n";
    let get = |resource| decide(program, "user/Ann", "s3:GetObject", resource);
    assert_eq!(get("arn:aws:s3:::lake/Ann/x"), Decision::Allow);
    assert_eq!(get("arn:aws:s3:::lake/Bob/x"), Decision::ImplicitDeny);
}

#[test]
fn only_signed_requests_say_whether_a_service_makes_them() {
    let program = "account main = 111122223333\nlet lake = arn:aws:s3:::lake\nuser Ann\n\
        resource lake { public can s3:GetObject on lake/* when Null(aws:PrincipalIsAWSService, true) }\n";
    let get = |caller| decide(program, caller, "s3:GetObject", "arn:aws:s3:::lake/x");
    assert_eq!(get("federated/accounts.google.com"), Decision::Allow);
    assert_eq!(get("anonymous"), Decision::Allow);
    assert_eq!(get("user/Ann"), Decision::ImplicitDeny);
}

#[test]
fn a_stranger_is_not_let_into_what_nothing_says_is_the_strangers() {
    let program = "account main = 111122223333\nuser Ann can s3:* on *\n";
    let get = |principal, resource| decide(program, principal, "s3:GetObject", resource);
    let bucket = "arn:aws:s3:::lake/a";
    let stranger = "arn:aws:iam::999999999999:root";
    assert_eq!(get(stranger, bucket), Decision::ImplicitDeny);
    assert_eq!(
        get("arn:aws:iam::111122223333:root", bucket),
        Decision::Allow
    );
    assert_eq!(get("user/Ann", bucket), Decision::Allow);
    let own = "arn:aws:sqs:us-east-1:999999999999:q";
    let send = |principal| decide(program, principal, "sqs:SendMessage", own);
    assert_eq!(send(stranger), Decision::Allow);
    assert_eq!(
        send("arn:aws:iam::111122223333:root"),
        Decision::ImplicitDeny
    );
}

#[test]
fn only_who_has_credentials_may_ask_whose_they_are() {
    let program = "account main = 111122223333\nuser Ann cannot * on *\n";
    let ask = |principal| decide(program, principal, "sts:GetCallerIdentity", "*");
    assert_eq!(ask("user/Ann"), Decision::Allow);
    assert_eq!(ask("anonymous"), Decision::ImplicitDeny);
    assert_eq!(ask("federated/accounts.google.com"), Decision::ImplicitDeny);
}

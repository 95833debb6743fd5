//! The rules of IAM's evaluation logic, on programs.

use aclc::iam::{Atom, Base, Effect, Match, Operator, PolicyKind, SetOperator, Version};
use aclc::runtime::Decision::{Allow, ExplicitDeny, ImplicitDeny};
use aclc::runtime::{
    AccountSource, BuildErrorKind, ContextValue, DecideError, Gap, PrincipalError, Request,
    StatementSpec, Tree, TreeBuilder,
};

use super::source::{check, decide, tree};

#[test]
fn what_nothing_allows_is_refused_and_a_deny_wins() {
    let tree = tree(
        "user Ann can s3:* on *
         user Ann cannot s3:Delete* on *
         user Ben { }",
    );
    check(
        &tree,
        &[
            ("user/Ann", "s3:GetObject", "arn:aws:s3:::a/b", Allow),
            ("user/Ann", "S3:GETOBJECT", "arn:aws:s3:::a/b", Allow),
            (
                "user/Ann",
                "s3:DeleteObject",
                "arn:aws:s3:::a/b",
                ExplicitDeny,
            ),
            ("user/Ann", "ec2:RunInstances", "*", ImplicitDeny),
            ("user/Ben", "s3:GetObject", "arn:aws:s3:::a/b", ImplicitDeny),
            (
                "anonymous",
                "s3:GetObject",
                "arn:aws:s3:::a/b",
                ImplicitDeny,
            ),
        ],
    );
}

#[test]
fn groups_and_managed_policies_speak_for_their_members() {
    let tree = tree(
        "group A: Ann
         group B: Ann, Ben
         group A can s3:GetObject on arn:aws:s3:::a/*
         group B cannot s3:GetObject on arn:aws:s3:::a/secret/*
         policy P { can sqs:* on * }
         group B has P",
    );
    check(
        &tree,
        &[
            ("user/Ann", "s3:GetObject", "arn:aws:s3:::a/x", Allow),
            (
                "user/Ann",
                "s3:GetObject",
                "arn:aws:s3:::a/secret/x",
                ExplicitDeny,
            ),
            ("user/Ann", "sqs:SendMessage", "*", Allow),
            ("user/Ben", "s3:GetObject", "arn:aws:s3:::a/x", ImplicitDeny),
            ("group/A", "s3:GetObject", "arn:aws:s3:::a/secret/x", Allow),
            ("group/A", "sqs:SendMessage", "*", ImplicitDeny),
            ("group/B", "sqs:SendMessage", "*", Allow),
        ],
    );
}

const LIMITS: &str = "account main = 111111111111
    user Ann { can s3:*, ec2:* on *   boundary Small }
    boundary Small { can s3:* on *   cannot s3:Delete* on * }
    session policy Read { can s3:Get* on * }
    session policy Write { can s3:Put* on * }";

#[test]
fn a_boundary_limits() {
    check(
        &tree(LIMITS),
        &[
            ("user/Ann", "s3:GetObject", "arn:aws:s3:::a/b", Allow),
            (
                "user/Ann",
                "s3:DeleteObject",
                "arn:aws:s3:::a/b",
                ExplicitDeny,
            ),
            ("user/Ann", "ec2:RunInstances", "*", ImplicitDeny),
        ],
    );
}

#[test]
fn a_policy_that_is_a_boundary_grants_only_whom_it_is_attached_to() {
    let tree = tree(
        "account main = 111111111111
        user Ann { has Small   boundary Small }
        user Ben { boundary Small }
        user Cid { boundary Small   can s3:*, ec2:* on * }
        policy Small { can s3:* on *   cannot s3:Delete* on * }",
    );
    let object = "arn:aws:s3:::a/b";
    check(
        &tree,
        &[
            ("user/Ann", "s3:GetObject", object, Allow),
            ("user/Ann", "s3:DeleteObject", object, ExplicitDeny),
            ("user/Ben", "s3:GetObject", object, ImplicitDeny),
            ("user/Ben", "s3:DeleteObject", object, ExplicitDeny),
            ("user/Cid", "s3:GetObject", object, Allow),
            ("user/Cid", "s3:DeleteObject", object, ExplicitDeny),
            ("user/Cid", "ec2:RunInstances", "*", ImplicitDeny),
        ],
    );
}

#[test]
fn session_policies_are_one_limit() {
    let tree = tree(LIMITS);
    let ann = tree.principal("user/Ann").unwrap();
    let both: Vec<_> = ["Read", "Write"]
        .iter()
        .map(|name| tree.session_policy(name).unwrap())
        .collect();
    let ask = |action, policies| {
        let request =
            Request::new(&ann, action, "arn:aws:s3:::a/b").with_session_policies(policies);
        tree.decide(&request).unwrap().decision()
    };
    assert_eq!(ask("s3:GetObject", &both[..1]), Allow);
    assert_eq!(ask("s3:PutObject", &both[..1]), ImplicitDeny);
    assert_eq!(ask("s3:PutObject", &both), Allow);
    assert_eq!(ask("s3:ListBucket", &both), ImplicitDeny);
    assert!(tree.session_policy("read").is_none());
}

const COMPANY: &str = "account main = 111111111111
    account prod = 222222222222
    account dev  = 333333333333
    org o-a1b2c3d4e5 { management main }
    ou Workloads: prod, dev
    user Ann can * on *
    in account prod { user Pat can * on *  role Job { trusts service lambda for account prod  can * on * } }
    in account dev { user Dan can * on * }
    guardrail List on ou Workloads { can s3:*, ec2:*, sts:* on * }
    guardrail NoDelete on org { cannot s3:Delete* on * }
    guardrail Dev on account dev { can s3:* on * }
    resource guardrail Own on org { anyone cannot s3:Put* on * unless principal in org o-a1b2c3d4e5 or aws service }
    resource arn:aws:s3:::dev-bucket { public can s3:Put*, s3:Get* on arn:aws:s3:::dev-bucket/* }";

#[test]
fn every_level_of_guardrails_must_allow() {
    check(
        &tree(COMPANY),
        &[
            // The management account is out of reach.
            ("user/Ann", "s3:DeleteObject", "arn:aws:s3:::a/b", Allow),
            ("user/Ann", "iam:CreateUser", "*", Allow),
            ("user/Pat", "s3:GetObject", "arn:aws:s3:::a/b", Allow),
            ("user/Pat", "ec2:RunInstances", "*", Allow),
            ("user/Pat", "iam:CreateUser", "*", ImplicitDeny),
            (
                "user/Pat",
                "s3:DeleteObject",
                "arn:aws:s3:::a/b",
                ExplicitDeny,
            ),
            // The account's own level is an allow list as well.
            ("user/Dan", "s3:GetObject", "arn:aws:s3:::a/b", Allow),
            ("user/Dan", "ec2:RunInstances", "*", ImplicitDeny),
            // Root users are reached, services' own roles are not.
            (
                "arn:aws:iam::222222222222:root",
                "iam:CreateUser",
                "*",
                ImplicitDeny,
            ),
            (
                "arn:aws:iam::222222222222:root",
                "s3:GetObject",
                "arn:aws:s3:::a/b",
                Allow,
            ),
            (
                "arn:aws:iam::111111111111:root",
                "iam:CreateUser",
                "*",
                Allow,
            ),
        ],
    );
}

#[test]
fn resource_guardrails_reach_everyone_outside() {
    let bucket = "arn:aws:s3:::prod-bucket/x";
    let tree = tree(&COMPANY.replace("dev-bucket", "prod-bucket"));
    // The bucket is of the default account, which is the management account.
    check(&tree, &[("anonymous", "s3:PutObject", bucket, Allow)]);
    let tree = tree_with_bucket_of_prod();
    check(
        &tree,
        &[
            ("anonymous", "s3:PutObject", bucket, ExplicitDeny),
            ("anonymous", "s3:GetObject", bucket, Allow),
            ("user/Pat", "s3:PutObject", bucket, Allow),
            (
                "arn:aws:iam::999999999999:user/x",
                "s3:PutObject",
                bucket,
                ExplicitDeny,
            ),
            ("service/cloudtrail", "s3:PutObject", bucket, Allow),
        ],
    );
}

fn tree_with_bucket_of_prod() -> Tree {
    tree(&COMPANY.replace(
        "resource arn:aws:s3:::dev-bucket { public can s3:Put*, s3:Get* on arn:aws:s3:::dev-bucket/* }",
        "in account prod { resource arn:aws:s3:::prod-bucket { public can s3:Put*, s3:Get* on arn:aws:s3:::prod-bucket/* } }",
    ))
}

const PARTNERS: &str = "account main = 111111111111
    account partner = 222222222222
    let lake = arn:aws:s3:::lake
    user Ann { }
    role App { trusts service lambda for account main   boundary Small }
    boundary Small { can ec2:* on * }
    in account partner { user Pat can s3:* on lake/*   user Quin { } }
    resource lake {
        user Ann can s3:GetObject on lake/ann/*
        role App can s3:GetObject on lake/app/*
        user partner/Pat can s3:GetObject on lake/pat/*
        user partner/Quin can s3:GetObject on lake/pat/*
        account partner can s3:ListBucket, s3:PutObject on lake, lake/in/*
        service cloudtrail for account main can s3:PutObject on lake/logs/*
    }";

#[test]
fn a_resource_policy_is_enough_for_whom_it_names_in_its_account() {
    check(
        &tree(PARTNERS),
        &[
            ("user/Ann", "s3:GetObject", "arn:aws:s3:::lake/ann/x", Allow),
            (
                "user/Ann",
                "s3:GetObject",
                "arn:aws:s3:::lake/app/x",
                ImplicitDeny,
            ),
            // Naming the role leaves its boundary in force.
            (
                "role/App",
                "s3:GetObject",
                "arn:aws:s3:::lake/app/x",
                ImplicitDeny,
            ),
            (
                "arn:aws:sts::111111111111:assumed-role/App/s1",
                "s3:GetObject",
                "arn:aws:s3:::lake/app/x",
                ImplicitDeny,
            ),
        ],
    );
}

#[test]
fn between_accounts_both_sides_must_allow() {
    check(
        &tree(PARTNERS),
        &[
            (
                "user/partner/Pat",
                "s3:GetObject",
                "arn:aws:s3:::lake/pat/x",
                Allow,
            ),
            (
                "user/partner/Pat",
                "s3:PutObject",
                "arn:aws:s3:::lake/in/x",
                Allow,
            ),
            (
                "user/partner/Pat",
                "s3:DeleteObject",
                "arn:aws:s3:::lake/in/x",
                ImplicitDeny,
            ),
            (
                "user/partner/Quin",
                "s3:GetObject",
                "arn:aws:s3:::lake/pat/x",
                ImplicitDeny,
            ),
            (
                "arn:aws:iam::222222222222:root",
                "s3:PutObject",
                "arn:aws:s3:::lake/in/x",
                Allow,
            ),
            (
                "arn:aws:iam::222222222222:root",
                "s3:DeleteObject",
                "arn:aws:s3:::lake/in/x",
                ImplicitDeny,
            ),
        ],
    );
}

#[test]
fn a_service_has_only_the_resource_s_side() {
    let tree = tree(PARTNERS);
    let ask = |account| {
        let context = [("aws:SourceAccount", account)];
        decide(
            &tree,
            "service/cloudtrail",
            "s3:PutObject",
            "arn:aws:s3:::lake/logs/x",
            &context,
        )
    };
    assert_eq!(ask("111111111111"), Ok(Allow));
    assert_eq!(ask("222222222222"), Ok(ImplicitDeny));
}

#[test]
fn a_role_is_assumed_only_by_whom_it_trusts() {
    let tree = tree(
        "account main = 111111111111
         user Ann { can sts:* on * }
         user Ben { }
         user Cid { }
         group Devs: Cid
         role Open { trusts account main  can s3:* on * }
         role Ours { trusts user Ben  can s3:* on * }
         role Team { can s3:* on * }
         group Devs may assume Team
         role Lambda { trusts service lambda for account main }",
    );
    let role = |name: &str| format!("arn:aws:iam::111111111111:role/{name}");
    let ask =
        |principal, name| decide(&tree, principal, "sts:AssumeRole", &role(name), &[]).unwrap();
    assert_eq!(ask("user/Ann", "Open"), Allow);
    assert_eq!(ask("user/Ben", "Open"), ImplicitDeny);
    assert_eq!(ask("user/Ann", "Ours"), ImplicitDeny);
    assert_eq!(ask("user/Ben", "Ours"), Allow);
    assert_eq!(ask("user/Cid", "Team"), Allow);
    assert_eq!(ask("group/Devs as Cid", "Team"), Allow);
    assert_eq!(ask("user/Ann", "Team"), ImplicitDeny);
    assert_eq!(ask("user/Ann", "Lambda"), ImplicitDeny);
    assert_eq!(ask("user/Ann", "Unknown"), ImplicitDeny);
    let tag = decide(&tree, "user/Ben", "sts:TagSession", &role("Ours"), &[]);
    assert_eq!(tag, Ok(ImplicitDeny));
}

#[test]
fn a_role_or_key_whose_policy_is_not_known_leaves_a_gap() {
    let tree = tree("account main = 111111111111  user Ann can sts:*, kms:* on *");
    let ann = tree.principal("user/Ann").unwrap();
    let gap = |action, resource| {
        let answer = tree.decide(&Request::new(&ann, action, resource)).unwrap();
        (answer.decision(), answer.gap())
    };
    let role = gap("sts:AssumeRole", "arn:aws:iam::111111111111:role/Other");
    assert_eq!(role, (ImplicitDeny, Some(Gap::UnknownTrust)));
    let key = gap("kms:Decrypt", "arn:aws:kms:us-east-1:111111111111:key/1");
    assert_eq!(key, (Allow, Some(Gap::UnknownKeyPolicy)));
}

#[test]
fn unknown_policies_and_strangers_leave_a_gap() {
    let tree = tree(
        "account main = 111111111111
         user Ann { has arn:aws:iam::aws:policy/ReadOnlyAccess  can s3:Get* on *  cannot s3:Put* on * }",
    );
    let ask = |principal, action| {
        let caller = tree.principal(principal).unwrap();
        let request = Request::new(&caller, action, "arn:aws:s3:::a/b");
        let answer = tree.decide(&request).unwrap();
        (answer.decision(), answer.gap())
    };
    assert_eq!(
        ask("user/Ann", "s3:GetObject"),
        (Allow, Some(Gap::UnknownPolicies))
    );
    assert_eq!(
        ask("user/Ann", "s3:ListBucket"),
        (ImplicitDeny, Some(Gap::UnknownPolicies))
    );
    assert_eq!(ask("user/Ann", "s3:PutObject"), (ExplicitDeny, None));
    let stranger = "arn:aws:iam::111111111111:user/Zoe";
    assert_eq!(
        ask(stranger, "s3:GetObject"),
        (ImplicitDeny, Some(Gap::UnknownCaller))
    );
    let caller = tree.principal("user/Ann").unwrap();
    let unknown: Vec<_> = caller.unknown_policies().collect();
    assert_eq!(unknown, ["arn:aws:iam::aws:policy/ReadOnlyAccess"]);
}

#[test]
fn asking_who_one_is_is_always_allowed() {
    let tree = tree("user Ann cannot * on *");
    check(
        &tree,
        &[
            ("user/Ann", "sts:getcalleridentity", "*", Allow),
            ("user/Ann", "sts:GetSessionToken", "*", ExplicitDeny),
        ],
    );
}

#[test]
fn the_resource_s_account_is_given_or_found() {
    let tree = tree(PARTNERS);
    let pat = tree.principal("user/partner/Pat").unwrap();
    let account = |resource, given: Option<&'static str>| {
        let mut request = Request::new(&pat, "s3:GetObject", resource);
        if let Some(given) = given {
            request = request.with_resource_account(given);
        }
        let (number, source) = tree.decide(&request).unwrap().resource_account();
        (number.unwrap().to_owned(), source)
    };
    let expect = |number: &str, source| (number.to_owned(), source);
    let sqs = "arn:aws:sqs:us-east-1:333333333333:q";
    assert_eq!(
        account(sqs, Some("444444444444")),
        expect("333333333333", AccountSource::Arn)
    );
    assert_eq!(
        account("arn:aws:s3:::lakeside/a", Some("444444444444")),
        expect("444444444444", AccountSource::Request)
    );
    assert_eq!(
        account(sqs, None),
        expect("333333333333", AccountSource::Arn)
    );
    assert_eq!(
        account("arn:aws:s3:::lake/a", None),
        expect("111111111111", AccountSource::Declaration)
    );
    assert_eq!(
        account("arn:aws:s3:::lakeside/a", None),
        expect("222222222222", AccountSource::Caller)
    );
}

#[test]
fn credentials_without_a_second_factor_say_so() {
    let tree = tree(
        r#"account prod = 111111111111
        user Ann can * on *
        user Ann verbatim cannot * on * when Bool(aws:MultiFactorAuthPresent, "false")
        role Worker can * on *
        role Worker verbatim cannot * on * when Bool(aws:MultiFactorAuthPresent, "false")"#,
    );
    let session = "arn:aws:sts::111111111111:assumed-role/Worker/s1";
    let asked = |who, given: &[_]| decide(&tree, who, "sqs:SendMessage", "*", given);
    assert_eq!(asked("user/Ann", &[]), Ok(Allow));
    for who in ["role/Worker", session] {
        assert_eq!(asked(who, &[]), Ok(ExplicitDeny), "{who}");
        let given = [("aws:MultiFactorAuthPresent", "true")];
        assert_eq!(asked(who, &given), Ok(Allow), "{who}");
    }
}

#[test]
fn who_has_no_account_is_of_the_account_anonymous() {
    let tree = tree(
        r#"account prod = 111111111111
        resource arn:aws:s3:::open {
            verbatim everyone can s3:GetObject on arn:aws:s3:::open/*
                when StringEqualsIfExists(aws:PrincipalAccount, "222222222222")
        }"#,
    );
    let found = decide(
        &tree,
        "anonymous",
        "s3:GetObject",
        "arn:aws:s3:::open/a",
        &[],
    );
    assert_eq!(found, Ok(ImplicitDeny));
}

#[test]
fn one_clock_tells_the_other_to_every_operator() {
    let tree = tree(
        r#"user Ann verbatim can sqs:* on * when NumericLessThan(aws:EpochTime, "1577836801")
        user Ann verbatim can sns:* on * when StringEquals(aws:CurrentTime, "2020-01-01T00:00:00Z")
        user Ann verbatim can ec2:* on * when Null(aws:EpochTime, "false")"#,
    );
    let asked = |action, given: &[_]| decide(&tree, "user/Ann", action, "*", given);
    let current = [("aws:CurrentTime", "2020-01-01T00:00:00Z")];
    assert_eq!(asked("sqs:SendMessage", &current), Ok(Allow));
    assert_eq!(asked("ec2:RunInstances", &current), Ok(Allow));
    let later = [("aws:CurrentTime", "2020-01-01T00:00:01Z")];
    assert_eq!(asked("sqs:SendMessage", &later), Ok(ImplicitDeny));
    let epoch = [("aws:EpochTime", "1577836800")];
    assert_eq!(asked("sns:Publish", &epoch), Ok(Allow));
    let unreadable = [("aws:CurrentTime", "soon")];
    let needs = Err(DecideError::NeedsTime);
    assert_eq!(asked("sqs:SendMessage", &unreadable), needs);
}

#[test]
fn a_program_without_accounts_is_of_anyone_s() {
    let tree = tree("user Ann can sqs:* on *");
    check(
        &tree,
        &[
            (
                "user/Ann",
                "sqs:SendMessage",
                "arn:aws:sqs:us-east-1:333333333333:q",
                Allow,
            ),
            // Of which account she is, the program does not say.
            (
                "arn:aws:iam::333333333333:user/Ann",
                "sqs:SendMessage",
                "arn:aws:sqs:us-east-1:333333333333:q",
                ImplicitDeny,
            ),
            (
                "arn:aws:iam::000000000000:user/Ann",
                "sqs:SendMessage",
                "arn:aws:sqs:us-east-1:333333333333:q",
                Allow,
            ),
        ],
    );
}

#[test]
fn what_follows_from_the_caller_is_filled_in_and_what_is_given_wins() {
    let tree = tree(
        r#"account main = 111111111111
        org o-a1b2c3d4e5 { management main }
        user Ann { tags { Team = ml } }
        user Ann can s3:GetObject on "arn:aws:s3:::home/${aws:username}/*"
        user Ann can sqs:SendMessage on * when tag principal.team == "ml"
        user Ann can sns:Publish on * when aws:PrincipalArn like "arn:aws:iam::111111111111:user/*"
        user Ann can ec2:StopInstances on * when aws:PrincipalType == "User" and aws:ResourceAccount == "111111111111"
        resource arn:aws:s3:::org { public can s3:GetObject on arn:aws:s3:::org/* when principal in org o-a1b2c3d4e5 }"#,
    );
    check(
        &tree,
        &[
            ("user/Ann", "s3:GetObject", "arn:aws:s3:::home/Ann/x", Allow),
            (
                "user/Ann",
                "s3:GetObject",
                "arn:aws:s3:::home/Ben/x",
                ImplicitDeny,
            ),
            ("user/Ann", "sqs:SendMessage", "*", Allow),
            ("user/Ann", "sns:Publish", "*", Allow),
            ("user/Ann", "ec2:StopInstances", "*", Allow),
            ("user/Ann", "s3:GetObject", "arn:aws:s3:::org/x", Allow),
            (
                "arn:aws:iam::222222222222:user/x",
                "s3:GetObject",
                "arn:aws:s3:::org/x",
                ImplicitDeny,
            ),
            (
                "anonymous",
                "s3:GetObject",
                "arn:aws:s3:::org/x",
                ImplicitDeny,
            ),
        ],
    );
    let ann = tree.principal("user/Ann").unwrap();
    let request = Request::new(&ann, "s3:GetObject", "arn:aws:s3:::home/Ann/x");
    let ask = |request: &Request<'_>| tree.decide(request).unwrap().decision();
    assert_eq!(
        tree.filled_in(&request, "aws:UserName").as_deref(),
        Some("Ann")
    );
    assert_eq!(
        tree.filled_in(&request, "aws:PrincipalTag/team").as_deref(),
        Some("ml")
    );
    assert_eq!(tree.filled_in(&request, "aws:SourceIp"), None);
    let other = [("AWS:UserName", ContextValue::One("Ben"))];
    assert_eq!(ask(&request.with_context(&other)), ImplicitDeny);
    let absent = [("aws:username", ContextValue::Absent)];
    assert_eq!(ask(&request.with_context(&absent)), ImplicitDeny);
    assert_eq!(ask(&request.with_complete_context()), ImplicitDeny);
}

#[test]
fn a_decision_that_hangs_on_the_time_needs_one() {
    let tree = tree(
        "user Ann can s3:GetObject on * until 2026-06-30
         user Ann can s3:GetObject on arn:aws:s3:::always/*
         user Ann cannot s3:PutObject on * when before 2026-01-01
         user Ann can s3:PutObject on *
         user Ann cannot s3:Delete* on *
         user Ann can s3:DeleteObject on * until 2026-06-30",
    );
    let ask = |action, resource, context: &[(&str, &str)]| {
        decide(&tree, "user/Ann", action, resource, context)
    };
    let needs = Err(DecideError::NeedsTime);
    assert_eq!(ask("s3:GetObject", "arn:aws:s3:::a/b", &[]), needs);
    assert_eq!(ask("s3:PutObject", "arn:aws:s3:::a/b", &[]), needs);
    // Where nothing hangs on it, nothing is missing.
    assert_eq!(ask("s3:GetObject", "arn:aws:s3:::always/b", &[]), Ok(Allow));
    assert_eq!(
        ask("s3:DeleteObject", "arn:aws:s3:::a/b", &[]),
        Ok(ExplicitDeny)
    );
    assert_eq!(
        ask("s3:ListBucket", "arn:aws:s3:::a", &[]),
        Ok(ImplicitDeny)
    );
    for (key, time, decision) in [
        ("aws:CurrentTime", "2026-06-30T23:59:59Z", Allow),
        ("aws:CurrentTime", "2026-07-01T00:00:00Z", ImplicitDeny),
        ("aws:EpochTime", "1782863999", Allow),
        ("aws:EpochTime", "1782864000", ImplicitDeny),
    ] {
        assert_eq!(
            ask("s3:GetObject", "arn:aws:s3:::a/b", &[(key, time)]),
            Ok(decision),
            "{time}"
        );
    }
    // In a complete context a missing time is a missing key.
    let ann = tree.principal("user/Ann").unwrap();
    let request = Request::new(&ann, "s3:GetObject", "arn:aws:s3:::a/b").with_complete_context();
    assert_eq!(tree.decide(&request).unwrap().decision(), ImplicitDeny);
}

#[test]
fn an_answer_names_its_statements() {
    let tree = tree("user Ann {\n  can s3:* on * as Main\n  cannot s3:Delete* on *\n}");
    let ann = tree.principal("user/Ann").unwrap();
    let places = |action| -> Vec<String> {
        let request = Request::new(&ann, action, "arn:aws:s3:::a/b");
        let answer = tree.decide(&request).unwrap();
        answer
            .statements()
            .map(|found| format!("{} {:?} {:?}", found, found.sid, found.effect))
            .collect()
    };
    assert_eq!(places("s3:GetObject"), ["a.acl:2 Some(\"Main\") Allow"]);
    assert_eq!(places("s3:DeleteObject"), ["a.acl:3 None Deny"]);
    assert_eq!(places("ec2:RunInstances"), Vec::<String>::new());
}

#[test]
fn principals_are_resolved_by_key_or_arn() {
    let tree = tree(
        "account main = 111111111111
         account dev = 222222222222
         user Ann { path /ml/ }
         user Both { }
         role App { trusts service ec2 for account main }
         in account dev { user Both { }  user Dan { } }",
    );
    let arn = |text: &str| {
        tree.principal(text)
            .unwrap()
            .view()
            .map(|view| view.arn.to_owned())
    };
    let both = "arn:aws:iam::222222222222:user/Both".to_owned();
    assert_eq!(
        arn("user/Ann").unwrap(),
        "arn:aws:iam::111111111111:user/ml/Ann"
    );
    assert_eq!(
        arn("user/Dan").unwrap(),
        "arn:aws:iam::222222222222:user/Dan"
    );
    assert_eq!(arn("user/dev/Both").unwrap(), both);
    assert_eq!(arn("arn:aws:iam::222222222222:user/Both").unwrap(), both);
    assert_eq!(arn("arn:aws:iam::111111111111:user/Ann"), None);
    let app = arn("arn:aws:sts::111111111111:assumed-role/App/session");
    assert_eq!(app.unwrap(), "arn:aws:iam::111111111111:role/App");
    assert_eq!(
        arn("arn:aws-cn:sts::111111111111:assumed-role/App/session"),
        None
    );
    let error = |text: &str| tree.principal(text).unwrap_err();
    assert_eq!(
        error("user/Both"),
        PrincipalError::Ambiguous("user/Both".into())
    );
    assert_eq!(
        error("user/ann"),
        PrincipalError::Unknown("user/ann".into())
    );
    assert_eq!(
        error("user/dev/Ann"),
        PrincipalError::Unknown("user/dev/Ann".into())
    );
    for text in [
        "",
        "Ann",
        "user/",
        "team/Ann",
        "arn:aws:s3:::bucket",
        "arn:aws:iam::111111111111:group/Devs",
        "arn:aws:iam::1:user/Ann",
        "arn:aws:sts::111111111111:assumed-role/App",
        "111111111111",
    ] {
        assert_eq!(error(text), PrincipalError::Malformed(text.into()));
    }
}

#[test]
fn a_caller_of_one_tree_is_nobody_to_another() {
    let (first, second) = (
        tree("user Ann can s3:* on *"),
        tree("user Ann can s3:* on *"),
    );
    let ann = first.principal("user/Ann").unwrap();
    let request = Request::new(&ann, "s3:GetObject", "arn:aws:s3:::a/b");
    assert_eq!(
        second.decide(&request).map(|answer| answer.decision()),
        Err(DecideError::OtherTree)
    );
}

#[test]
fn a_tree_is_shared_by_threads() {
    fn is_shared<T: Send + Sync>() {}
    is_shared::<Tree>();
}

/// `Null` asks whether a key is there, and takes neither a set operator nor
/// `IfExists` (IAM User Guide, "IAM JSON policy elements: Condition operators").
#[test]
fn null_stands_alone() {
    let build = |set, if_exists| {
        let condition = [Atom {
            operator: Operator {
                set,
                base: Base::Null,
                if_exists,
            },
            key: "aws:TagKeys".into(),
            values: vec!["true".into()],
        }];
        let everything = Match::Any(vec!["*".into()]);
        let statement = StatementSpec {
            sid: None,
            effect: Effect::Allow,
            principals: None,
            actions: &everything,
            resources: Some(&everything),
            condition: &condition,
            version: Version::V2012,
            file: "a.json",
            line: 7,
        };
        let built = TreeBuilder::new().policy(PolicyKind::Identity, "a", [statement]);
        built.map(|_| ()).map_err(|error| error.kind().clone())
    };
    let refused = |name: &str| Err(BuildErrorKind::Operator(name.to_owned()));
    assert_eq!(build(None, false), Ok(()));
    assert_eq!(build(None, true), refused("NullIfExists"));
    for set in [SetOperator::ForAnyValue, SetOperator::ForAllValues] {
        assert_eq!(
            build(Some(set), false),
            refused(&format!("{}Null", set.prefix()))
        );
    }
}

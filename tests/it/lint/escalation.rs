//! Ways to more rights: each method of the table, and what takes it away.

use aclc::catalog::Catalog;
use aclc::diag::codes::{BORROWED_ROLE, PASS_ANY_ROLE, PRIVILEGE_ESCALATION};
use aclc::lint::escalations;

use super::{found, messages, texts};

/// Users and roles of one program, each with grants of its own.
#[derive(Default)]
struct People {
    text: String,
    count: usize,
}

impl People {
    /// Adds a user and a role with the same lines and a boundary.
    fn add(&mut self, lines: &str, boundary: &str) {
        let number = self.count;
        self.count += 1;
        self.text.push_str(&format!(
            "    boundary Most{number} {{ can * on * {boundary} }}
    user User{number} {{ boundary Most{number} {lines} }}
    role Role{number} {{ boundary Most{number} trusts service ec2 {lines} }}
"
        ));
    }

    /// What the lints say of each.
    fn said(&self, guardrail: &str) -> Vec<String> {
        let text = format!(
            "account root = 100000000001
account prod = 111122223333
org o-a1b2c3d4e5 {{ management root }}
guardrail Top on org {{ cannot organizations:LeaveOrganization on * {guardrail} }}
in account prod {{
{}}}
",
            self.text
        );
        let found = texts(&[PRIVILEGE_ESCALATION, BORROWED_ROLE], &text);
        let of = |number: usize| {
            let names = [format!("`User{number}`"), format!("`Role{number}`")];
            let is_of = |text: &&String| names.iter().any(|name| text.contains(name));
            let texts: Vec<&str> = found.iter().filter(is_of).map(String::as_str).collect();
            texts.join("\n")
        };
        (0..self.count).map(of).collect()
    }
}

fn on_everything(actions: &[&str]) -> String {
    format!("can {} on *", actions.join(", "))
}

/// How a message names a method.
fn named(name: &str, actions: &[&str]) -> String {
    let actions: Vec<_> = actions.iter().map(|it| format!("`{it}`")).collect();
    format!("{name} ({}", actions.join(", "))
}

/// Holds what is said of people with each method's actions, or some of them, to
/// the method being found or not.
fn check(
    guardrail: &str,
    is_found: bool,
    cases: impl Fn(&[&'static str]) -> Vec<(String, String)>,
) {
    let mut expected = Vec::new();
    for (name, actions) in escalations() {
        for (lines, boundary) in cases(&actions) {
            expected.push((named(name, &actions), lines, boundary));
        }
    }
    assert!(expected.len() > 80, "only {} cases", expected.len());
    // Some of them a program, for some lints hold all names against all others.
    for some in expected.chunks(16) {
        let mut people = People::default();
        for (_, lines, boundary) in some {
            people.add(lines, boundary);
        }
        let said = people.said(guardrail);
        assert_eq!(said.len(), some.len());
        for (said, (method, lines, boundary)) in said.iter().zip(some) {
            assert_eq!(
                said.contains(method),
                is_found,
                "{method} with `{lines}` and the boundary `{boundary}`: {said}"
            );
        }
    }
}

#[test]
fn every_action_of_the_table_is_one_of_aws() {
    let catalog = Catalog::built_in();
    for (name, actions) in escalations() {
        // CodeStar was closed in 2024; policies still name it.
        for action in actions.iter().filter(|it| !it.starts_with("codestar:")) {
            let known = catalog.action(action).map(|it| it.to_string());
            assert_eq!(known.as_deref(), Some(*action), "{name}");
        }
    }
}

#[test]
fn every_method_is_found() {
    check("", true, |actions| {
        vec![(on_everything(actions), String::new())]
    });
}

#[test]
fn every_method_is_found_by_wildcards_too() {
    check("", true, |actions| {
        let wild: Vec<String> = actions
            .iter()
            .map(|it| format!("{}*", &it[..it.len() - 1]))
            .collect();
        let wild: Vec<&str> = wild.iter().map(String::as_str).collect();
        vec![(on_everything(&wild), String::new())]
    });
}

#[test]
fn no_method_goes_without_one_of_its_actions() {
    check("", false, |actions| {
        let others = |action: &str| -> Vec<&str> {
            actions.iter().copied().filter(|it| *it != action).collect()
        };
        let some = actions
            .iter()
            .map(|action| match others(action).as_slice() {
                [] => on_everything(&["s3:GetObject"]),
                others => on_everything(others),
            });
        some.map(|lines| (lines, String::new())).collect()
    });
}

#[test]
fn a_deny_or_a_boundary_takes_a_method_away() {
    check("", false, |actions| {
        let of = |action: &&str| {
            let deny = format!("cannot {action} on *");
            let lines = on_everything(actions);
            [(format!("{lines} {deny}"), String::new()), (lines, deny)]
        };
        actions.iter().flat_map(of).collect()
    });
}

/// Users, or tables, are not what the method works on.
#[test]
fn a_deny_on_something_else_takes_nothing_away() {
    let text = "
group B: Ann
group B can iam:CreateRole, iam:AttachRolePolicy, iam:PutRolePolicy on *
";
    let alone = found(PRIVILEGE_ESCALATION, text);
    assert_eq!(alone.len(), 1);
    for resource in [
        "arn:aws:iam::*:user/*",
        "arn:aws:dynamodb:*:*:table/*",
        "arn:aws:s3:::*",
    ] {
        let with_deny = format!("{text}group B cannot * on {resource}\n");
        assert_eq!(found(PRIVILEGE_ESCALATION, &with_deny), alone, "{resource}");
    }
    let with_deny = format!("{text}group B cannot iam:* on *\n");
    assert_eq!(found(PRIVILEGE_ESCALATION, &with_deny), [""; 0]);
}

#[test]
fn a_guardrail_takes_methods_away() {
    let mut all: Vec<&str> = escalations().flat_map(|(_, actions)| actions).collect();
    all.sort_unstable();
    all.dedup();
    let deny = format!("cannot {} on *", all.join(", "));
    check(&deny, false, |actions| {
        vec![(on_everything(actions), String::new())]
    });
}

#[test]
fn a_deny_that_may_not_hold_takes_nothing_away() {
    check("", true, |actions| {
        let deny = format!("cannot {} on * unless tls", actions.join(", "));
        vec![(format!("{} {deny}", on_everything(actions)), String::new())]
    });
}

/// What one user with these lines can do.
fn of_ann(lines: &str) -> String {
    let text = format!(
        "account prod = 111122223333\naccount dev = 444455556666\nuser Ann {{ {lines} }}\n\
         policy Own {{ can s3:ListAllMyBuckets on * }}\nuser Ann has Own\n\
         group Team: Ann, Ben\n\
         role Strong {{ trusts service lambda for account prod  can * on * }}\n\
         role Weak {{ trusts service lambda for account prod }}\n"
    );
    texts(&[PRIVILEGE_ESCALATION], &text).join("\n")
}

#[test]
fn a_resource_that_gives_nobody_more_takes_it_away() {
    let arn = "arn:aws:iam::111122223333:";
    for quiet in [
        format!("can iam:CreateAccessKey on {arn}user/${{aws:username}}"),
        format!("can iam:CreateAccessKey on {arn}user/bots/*"),
        format!("can iam:CreatePolicyVersion on {arn}policy/apps/*"),
        format!("can iam:AttachRolePolicy, iam:PutRolePolicy, sts:AssumeRole on {arn}role/apps/*"),
        format!("can iam:UpdateAssumeRolePolicy on {arn}role/web"),
        format!("can sts:AssumeRole on {arn}role/deploy-*"),
        format!("can iam:AddUserToGroup on {arn}group/Readers"),
        format!(
            "can iam:PassRole on {arn}role/Weak  can lambda:CreateFunction, lambda:InvokeFunction on *"
        ),
        "can iam:CreateAccessKey on arn:aws:iam::444455556666:user/*".to_owned(),
    ] {
        assert_eq!(of_ann(&quiet), "", "{quiet}");
    }
    for loud in [
        format!("can iam:PutUserPolicy on {arn}user/${{aws:username}}"),
        format!("can iam:AttachUserPolicy on {arn}user/Ann"),
        format!("can iam:PutGroupPolicy on {arn}group/Team"),
        format!("can iam:CreatePolicyVersion on {arn}policy/Own"),
        format!("can iam:CreatePolicyVersion on {arn}policy/*"),
        format!("can iam:CreateAccessKey on {arn}*"),
        "can iam:CreateAccessKey on arn:aws:iam::*:user/*".to_owned(),
        format!("can iam:CreateAccessKey on * except {arn}user/root-like"),
        format!("can iam:CreateRole, iam:AttachRolePolicy on {arn}role/apps/*"),
        format!(
            "can iam:PassRole on {arn}role/Strong  can lambda:CreateFunction, lambda:InvokeFunction on *"
        ),
    ] {
        assert_ne!(of_ann(&loud), "", "{loud}");
    }
}

#[test]
fn a_condition_that_leaves_the_method_out_takes_it_away() {
    let lambda = "can lambda:CreateFunction, lambda:InvokeFunction on *";
    for quiet in [
        format!("can iam:PassRole on * when iam:PassedToService == \"ec2.amazonaws.com\"  {lambda}"),
        format!("can iam:PassRole on *  cannot iam:PassRole on * unless iam:PassedToService == \"ec2.amazonaws.com\"  {lambda}"),
        "can iam:CreateAccessKey on * when tag resource.team == \"ml\"".to_owned(),
        "can iam:AttachUserPolicy on * when iam:PolicyARN == arn:aws:iam::aws:policy/ReadOnlyAccess".to_owned(),
        "can iam:CreateRole, iam:PutRolePolicy on * when iam:PermissionsBoundary == arn:aws:iam::111122223333:policy/Most".to_owned(),
        "can iam:CreateRole on *  can iam:PutRolePolicy on *  cannot iam:PutRolePolicy on * unless iam:PermissionsBoundary == arn:aws:iam::111122223333:policy/Most".to_owned(),
    ] {
        assert_eq!(of_ann(&quiet), "", "{quiet}");
    }
    for loud in [
        format!("can iam:PassRole on * when iam:PassedToService == \"lambda.amazonaws.com\"  {lambda}"),
        format!("can iam:PassRole on *  cannot iam:PassRole on * when iam:PassedToService == \"ec2.amazonaws.com\"  {lambda}"),
        "can iam:CreateAccessKey on * when mfa".to_owned(),
        "can iam:CreateAccessKey on * when from 203.0.113.0/24".to_owned(),
        "can iam:AttachUserPolicy on *  cannot iam:AttachUserPolicy on * when iam:PolicyARN == arn:aws:iam::aws:policy/AdministratorAccess".to_owned(),
        "can iam:CreateAccessKey on *  cannot iam:CreateAccessKey on * when tag resource.team == \"ml\"".to_owned(),
    ] {
        assert_ne!(of_ann(&loud), "", "{loud}");
    }
}

#[test]
fn pieces_of_several_policies_come_together() {
    let text = "
account prod = 111122223333
group Passers: Ann
group Passers can iam:PassRole on *
policy Instances { can ec2:RunInstances on * }
user Ann has Instances
";
    assert_eq!(
        messages(PRIVILEGE_ESCALATION, text),
        ["the user `Ann` can get more rights than it was given, by \
          a role passed to a new instance (`iam:PassRole`, `ec2:RunInstances`)"]
    );
}

#[test]
fn pieces_of_roles_that_one_may_assume_come_together() {
    let text = "
account prod = 111122223333
user Ann can lambda:InvokeFunction on *
user Ben can lambda:InvokeFunction on *
user Ann may assume Deployer
role Deployer { can iam:PassRole, lambda:CreateFunction on * }
";
    assert_eq!(
        messages(PRIVILEGE_ESCALATION, text),
        [
            "the user `Ann` can get more rights than it was given, by a role passed to a function that it invokes \
          (`iam:PassRole`, `lambda:CreateFunction`, `lambda:InvokeFunction`, partly as `Deployer`)"
        ]
    );
    // Who passes the role must make the function as well.
    let apart = "
account prod = 111122223333
user Ann can lambda:CreateFunction, lambda:InvokeFunction on *
user Ann may assume Passer
role Passer { can iam:PassRole on * }
";
    assert_eq!(messages(PRIVILEGE_ESCALATION, apart), [""; 0]);
}

#[test]
fn a_group_is_reported_once_and_only_where_somebody_has_it() {
    let text = "
account prod = 111122223333
group Keys: Ann, Ben
group Keys can iam:CreateAccessKey on *
user Ann cannot iam:* on *
";
    assert_eq!(
        found(PRIVILEGE_ESCALATION, text),
        ["group Keys can iam:CreateAccessKey on *"]
    );
    let nobody = format!("{text}user Ben cannot iam:CreateAccessKey on *");
    assert_eq!(found(PRIVILEGE_ESCALATION, &nobody), [""; 0]);
}

#[test]
fn users_with_the_same_are_reported_together() {
    let text = "
account prod = 111122223333
group One: Ann, Ben, Cid
group Two: Ann, Ben, Cid
group One can iam:PassRole on *
group Two can cloudformation:CreateStack on *
";
    let messages = messages(PRIVILEGE_ESCALATION, text);
    assert_eq!(messages.len(), 1);
    assert!(
        messages[0].starts_with("the user `Ann` (and 2 more) can"),
        "{messages:?}"
    );
}

#[test]
fn an_allow_list_above_the_account_must_allow_it_too() {
    let text = "
account root = 100000000001
account prod = 111122223333
org o-a1b2c3d4e5 { management root }
ou Work: prod
guardrail Allowed on ou Work { can s3:*, iam:Get* on * }
in account prod { user Ann can iam:CreateAccessKey on * }
";
    assert_eq!(found(PRIVILEGE_ESCALATION, text), [""; 0]);
    let wider = text.replace("iam:Get*", "iam:*");
    assert_eq!(found(PRIVILEGE_ESCALATION, &wider).len(), 1);
}

#[test]
fn administrators_and_ordinary_programs_are_not_reported() {
    let text = "
account prod = 111122223333
group Admins: Ann
group Admins can * on * when mfa
group Engineers: Ben
group Engineers can lambda:*, ecr:*, s3:* on *
group Engineers may pass Serving to lambda
role Serving { trusts service lambda for account prod  can s3:GetObject on * }
group People: Ben
group People can iam:ChangePassword, iam:CreateAccessKey, iam:UpdateLoginProfile
    on arn:aws:iam::111122223333:user/${aws:username}
group People can iam:Get*, iam:List* on *
";
    assert_eq!(messages(PRIVILEGE_ESCALATION, text), [""; 0]);
    assert_eq!(messages(PASS_ANY_ROLE, text), [""; 0]);
}

#[test]
fn the_code_of_an_administrator_is_its_rights() {
    let text = "
account prod = 111122223333
user Ann can lambda:UpdateFunctionCode on *
role Deploy { trusts service lambda for account prod  can * on * }
";
    assert_eq!(
        messages(PRIVILEGE_ESCALATION, text),
        ["the user `Ann` can get more rights than it was given, by \
          the code of a function (`lambda:UpdateFunctionCode`, as the administrator `Deploy`)"]
    );
    assert_eq!(messages(BORROWED_ROLE, text), [""; 0]);
    let without = text.replace("can * on *", "can s3:* on *");
    assert_eq!(messages(PRIVILEGE_ESCALATION, &without), [""; 0]);
    assert_eq!(messages(BORROWED_ROLE, &without).len(), 1);
}

#[test]
fn any_role_passed_in_every_spelling() {
    let text = "
account prod = 111122223333
user A1 can iam:PassRole on *
user A2 can iam:Pass* on arn:aws:iam::111122223333:role/*
user A3 can iam:* on * except arn:aws:iam::111122223333:role/Admin
user A4 can * except s3:*, ec2:*, lambda:* on *
user B1 can iam:PassRole on * when iam:PassedToService in \"ec2.amazonaws.com\"
user B2 can iam:PassRole on arn:aws:iam::111122223333:role/app-*
user B3 can * except iam:* on *
user B4 { can iam:* on *  cannot iam:PassRole on * }
user B5 can iam:PassRole on arn:aws:iam::111122223333:role/app
";
    let said = messages(PASS_ANY_ROLE, text);
    let who: Vec<&str> = said.iter().map(|it| &it[10..12]).collect();
    assert_eq!(who, ["A1", "A2", "A3", "A4"]);
}

//! What AWS would not take is refused, whoever made the program.

use aclc::iam::{Match, PrincipalMatch};
use aclc::model::{AccountId, Attachment, GuardrailKind, GuardrailTarget, PolicyId, Statement};
use insta::assert_snapshot;

use super::{listed, refused};
use crate::builder::{Builder, With, allow, aws, deny, service};

fn simple() -> Vec<Statement> {
    vec![allow(&["s3:GetObject"], &["*"])]
}

#[test]
fn names() {
    let mut builder =
        Builder::with_accounts(&[("..", "11112222333"), ("manifest.JSON", "111122223333")]);
    builder.user("", simple());
    builder.user(&"u".repeat(65), simple());
    builder.user("a/../../b", simple());
    builder.group("Zoë", &[], simple());
    builder.group("Devs", &[], simple());
    builder.group("DEVS", &[], simple());
    builder.policy("Limits", simple());
    builder.boundary("limits", simple());
    builder.session_policy(&"s".repeat(129), simple());
    assert_snapshot!(refused(&builder));
}

#[test]
fn one_name_in_two_accounts_is_fine() {
    let mut builder = Builder::with_accounts(&[("a", "111122223333"), ("b", "444455556666")]);
    builder.user("Ann", simple());
    let other = builder.user("Ann", simple());
    builder.program.users[other.index()].entity.account = AccountId::new(1);
    super::emitted(&builder);
}

#[test]
fn paths() {
    let mut builder = Builder::new();
    for (place, path) in ["", "ml", "/ml", "//", "/a b/", "/ü/"].iter().enumerate() {
        builder.user(&format!("u{place}"), simple());
        builder.program.users[place].entity.path = (*path).to_owned();
    }
    builder.user("long", simple());
    builder.program.users[6].entity.path = format!("/{}/", "p".repeat(511));
    builder.user("right", simple());
    builder.program.users[7].entity.path = format!("/{}/", "p".repeat(510));
    assert_snapshot!(refused(&builder));
}

#[test]
fn tags() {
    let mut builder = Builder::new();
    let tag = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let role = builder.role("R", vec![], vec![]);
    builder.program.roles[role.index()].tags = vec![
        tag("", "x"),
        tag("aws:x", "x"),
        tag("Team", "x"),
        tag("team", ""),
        tag(&"k".repeat(129), ""),
        tag("long", &"v".repeat(257)),
        tag("odd", "a\tb"),
        tag("größe", "10 : 4"),
    ];
    let user = builder.user("U", vec![]);
    builder.program.users[user.index()].tags = (0..51).map(|n| tag(&format!("t{n}"), "")).collect();
    assert_snapshot!(refused(&builder));
}

#[test]
fn counts() {
    let mut builder = Builder::new();
    let ann = builder.user("Ann", vec![]);
    for n in 0..11 {
        builder.group(&format!("g{n}"), &[ann], vec![]);
    }
    for session in [3_599, 43_201] {
        let role = builder.role(&format!("r{session}"), vec![], vec![]);
        builder.program.roles[role.index()].max_session = session;
    }
    let policies: Vec<PolicyId> = (0..11)
        .map(|n| builder.policy(&format!("p{n}"), simple()))
        .collect();
    let attached = policies.into_iter().map(Attachment::Managed).collect();
    builder.program.groups[0].attached = attached;
    assert_snapshot!(refused(&builder));
}

#[test]
fn guardrails_of_one_target() {
    let mut builder = Builder::new();
    let target = [GuardrailTarget::Organization];
    for n in 0..10 {
        let statement = deny(&["s3:*"], &["*"]);
        builder.guardrail(
            &format!("s{n}"),
            GuardrailKind::Service,
            &target,
            vec![statement],
        );
    }
    for n in 0..5 {
        let statement = deny(&["s3:*"], &["*"]).by_everyone();
        builder.guardrail(
            &format!("r{n}"),
            GuardrailKind::Resource,
            &target,
            vec![statement],
        );
    }
    assert_snapshot!(refused(&builder));
    // An allow list takes the place of AWS's own policy.
    builder
        .program
        .guardrails
        .retain(|it| it.kind == GuardrailKind::Service);
    builder.program.guardrails[0].statements = vec![allow(&["s3:*"], &["*"])];
    super::emitted(&builder);
}

#[test]
fn a_crowded_account_is_a_warning() {
    let mut builder = Builder::new();
    for n in 0..301 {
        builder.group(&format!("g{n}"), &[], vec![]);
    }
    let (output, diagnostics) = aclc::target::iam::emit(&builder.program);
    assert!(!output.files.is_empty());
    assert_snapshot!(listed(&diagnostics), @r"
    ACL0609: the account `default` has 301 groups, and AWS allows 300
      hint: AWS raises this for an account up to 500, if it is asked
    ");
}

#[test]
fn files_that_would_be_one() {
    let mut builder = Builder::new();
    builder.role(
        "A",
        vec![allow(&["sts:AssumeRole"], &[]).by(&[aws("111122223333")])],
        vec![],
    );
    builder.role("a.trust", vec![], simple());
    let arn = "arn:aws:s3:::lake";
    let policy = || vec![deny(&["s3:*"], &[arn]).by_everyone()];
    builder.resource("x:y", arn, policy());
    builder.resource("X-Y", arn, policy());
    assert_snapshot!(refused(&builder));
}

#[test]
fn policies_without_statements() {
    let mut builder = Builder::new();
    builder.policy("P", vec![]);
    builder.boundary("B", vec![]);
    builder.session_policy("S", vec![]);
    builder.guardrail(
        "G",
        GuardrailKind::Service,
        &[GuardrailTarget::Organization],
        vec![],
    );
    builder.resource("R", "arn:aws:s3:::lake", vec![]);
    assert_snapshot!(refused(&builder));
}

#[test]
fn an_entity_without_statements_has_no_document() {
    let mut builder = Builder::new();
    builder.user("U", vec![]);
    builder.role("R", vec![], vec![]);
    let output = super::emitted(&builder);
    assert_eq!(output.files.len(), 1);
}

#[test]
fn characters_beyond_latin() {
    let mut builder = Builder::new();
    builder.user(
        "U",
        vec![
            allow(&["s3:GetObject"], &["arn:aws:s3:::lake/żółw/*"]),
            allow(&["s3:GetObject"], &["*"]).when(
                "StringEquals",
                "aws:PrincipalTag/a\u{7}",
                &["x"],
            ),
            allow(&["s3:GetObject"], &["*"]).when("StringLike", "s3:prefix", &["né\t*", "\u{100}"]),
        ],
    );
    assert_snapshot!(refused(&builder));
}

#[test]
fn sids() {
    let mut builder = Builder::new();
    let statement = || allow(&["s3:GetObject"], &["*"]);
    builder.user(
        "U",
        vec![
            statement().called("Read"),
            statement(),
            statement().called("Read"),
        ],
    );
    builder.user("V", vec![statement().called("Read it")]);
    builder.user("W", vec![statement().called("")]);
    // Letter case counts.
    builder.user(
        "X",
        vec![statement().called("Read"), statement().called("read")],
    );
    assert_snapshot!(refused(&builder));
}

/// A statement that is refused in an identity policy and says why.
fn reason(statement: Statement) -> String {
    let mut builder = Builder::new();
    builder.user("U", vec![statement]);
    refused(&builder)
}

#[test]
fn statements_without_a_meaning() {
    let mut no_action = allow(&["s3:GetObject"], &["*"]);
    no_action.actions = Match::Any(vec![]);
    let mut no_resource = allow(&["s3:GetObject"], &["*"]);
    no_resource.resources = Some(Match::NoneOf(vec![]));
    let two_atoms = allow(&["s3:GetObject"], &["*"])
        .when("DateLessThan", "aws:CurrentTime", &["2026-06-30T00:00:00Z"])
        .when("DateLessThan", "AWS:currenttime", &["2027-01-01T00:00:00Z"]);
    let no_value = allow(&["s3:GetObject"], &["*"]).when("StringEquals", "aws:username", &[]);
    let all = [no_action, no_resource, two_atoms, no_value];
    assert_snapshot!(all.map(reason).concat(), @r"
    ACL0699: an identity policy cannot hold this statement: it lists no action
    ACL0699: an identity policy cannot hold this statement: it lists no resource
    ACL0699: an identity policy cannot hold this statement: two conditions have one operator and one key
    ACL0699: an identity policy cannot hold this statement: a condition lists no value
    ");
}

#[test]
fn elements_by_kind_of_policy() {
    let mut builder = Builder::new();
    let bare = || allow(&["s3:GetObject"], &[]);
    let full = || allow(&["s3:GetObject"], &["*"]);
    let ann = || [aws("arn:aws:iam::111122223333:user/Ann")];
    let not_ann = || Some(PrincipalMatch::NoneOf(ann().to_vec()));
    builder.user("U", vec![full().by(&ann()), bare()]);
    builder.boundary("B", vec![full().by_everyone(), bare()]);
    builder.session_policy("S", vec![full().by_everyone(), bare()]);
    let mut allow_not = full();
    allow_not.principals = not_ann();
    builder.resource(
        "R",
        "arn:aws:s3:::lake",
        vec![full(), bare().by(&ann()), allow_not],
    );
    let assume = || allow(&["sts:AssumeRole"], &[]);
    let mut trust_not = assume();
    trust_not.principals = not_ann();
    builder.role(
        "T",
        vec![
            assume(),
            trust_not,
            assume().by_everyone(),
            assume().by(&[service("ec2"), aws("*")]),
            allow(&["sts:AssumeRole"], &["*"]).by(&ann()),
            allow(&["iam:PassRole"], &[]).by(&ann()),
            assume().by(&ann()).on_other_actions(),
        ],
        vec![],
    );
    let target = [GuardrailTarget::Organization];
    builder.guardrail(
        "C",
        GuardrailKind::Service,
        &target,
        vec![full().by_everyone(), bare()],
    );
    builder.guardrail(
        "D",
        GuardrailKind::Resource,
        &target,
        vec![
            deny(&["s3:*"], &["*"]),
            deny(&["s3:*"], &["*"]).by(&ann()),
            full().by_everyone(),
            deny(&["s3:*"], &[]).by_everyone(),
            deny(&["s3:*"], &["*"]).by_everyone().on_other_actions(),
            deny(&["*"], &["*"]).by_everyone(),
        ],
    );
    assert_snapshot!(refused(&builder));
}

#[test]
fn deny_for_everyone_else_is_a_resource_policy() {
    let mut builder = Builder::new();
    let mut statement = deny(&["s3:*"], &["arn:aws:s3:::lake/*"]);
    let ann = aws("arn:aws:iam::111122223333:user/Ann");
    statement.principals = Some(PrincipalMatch::NoneOf(vec![ann]));
    builder.resource("R", "arn:aws:s3:::lake", vec![statement]);
    let output = super::emitted(&builder);
    assert_snapshot!(super::text_of(&output, "resources/R.json"));
}

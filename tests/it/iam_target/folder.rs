//! What the folder holds.

use aclc::iam::Principal;
use aclc::model::{
    AccountId, Attachment, GuardrailKind, GuardrailTarget, Limit, Organization, Unit, UnitId,
};
use insta::assert_snapshot;

use super::{emitted, text_of};
use crate::builder::{Builder, With, allow, aws, deny, service};

#[test]
fn a_grant_is_a_whole_program() {
    let mut builder = Builder::new();
    builder.group("ML-Engineers", &[], vec![allow(&["lambda:*"], &["*"])]);
    assert_snapshot!(emitted(&builder).to_json());
}

/// Everything that a program can hold, once.
fn everything() -> Builder {
    let mut builder = Builder::with_accounts(&[("prod", "111122223333")]);
    let alice = builder.user("Alice", vec![]);
    let bob = builder.user(
        "Bob",
        vec![allow(
            &["s3:GetObject"],
            &["arn:aws:s3:::home/${aws:username}/*"],
        )],
    );
    builder.group(
        "ML-DataScientists",
        &[alice, bob],
        vec![
            allow(&["s3:GetObject", "s3:PutObject"], &["arn:aws:s3:::lake/*"])
                .when("DateLessThan", "aws:CurrentTime", &["2027-01-01T00:00:00Z"])
                .when(
                    "StringEquals",
                    "aws:RequestedRegion",
                    &["us-east-1", "eu-west-1"],
                )
                .when(
                    "DateLessThan",
                    "aws:TokenIssueTime",
                    &["2027-01-01T00:00:00Z"],
                )
                .called("Lake"),
            deny(&["iam:*"], &["arn:aws:s3:::lake/*"])
                .on_other_actions()
                .on_other_resources(),
        ],
    );
    let read = builder.policy("ReadLake", vec![allow(&["s3:Get*"], &["*"])]);
    let limits = builder.boundary("DevLimits", vec![allow(&["s3:*", "logs:*"], &["*"])]);
    let billing = builder.external("arn:aws:iam::aws:policy/job-function/Billing");
    let alice = &mut builder.program.users[0];
    alice.entity.path = "/ml/".to_owned();
    alice.tags = vec![
        ("team".to_owned(), "ml".to_owned()),
        ("cost centre".to_owned(), "42".to_owned()),
    ];
    alice.attached = vec![Attachment::Managed(read), billing];
    alice.boundary = Some(Limit::Boundary(limits));
    builder.role(
        "Trainer",
        vec![
            allow(&["sts:AssumeRole"], &[]).by(&[
                service("sagemaker"),
                aws("111122223333"),
                service("lambda"),
            ]),
            allow(&["sts:AssumeRoleWithWebIdentity"], &[])
                .by(&[Principal::Federated("accounts.google.com".to_owned())])
                .when("StringEquals", "accounts.google.com:aud", &["app"]),
        ],
        vec![allow(&["s3:GetObject"], &["*"])],
    );
    builder.session_policy("ReadOnly", vec![allow(&["s3:Get*"], &["*"])]);
    builder.program.organization = Some(Organization {
        id: "o-a1b2c3d4e5".to_owned(),
        management: None,
        origin: builder.place(),
    });
    let (all, workloads) = (builder.place(), builder.place());
    builder.program.units = vec![
        Unit {
            name: "All".to_owned(),
            parent: None,
            origin: all,
        },
        Unit {
            name: "Workloads".to_owned(),
            parent: Some(UnitId::new(0)),
            origin: workloads,
        },
    ];
    builder.program.accounts[0].unit = Some(UnitId::new(1));
    let workloads = GuardrailTarget::Unit(UnitId::new(1));
    let deny_trail = deny(&["cloudtrail:StopLogging"], &["*"]);
    builder.guardrail(
        "Trail",
        GuardrailKind::Service,
        &[workloads],
        vec![deny_trail],
    );
    builder.guardrail(
        "OurOrgOnly",
        GuardrailKind::Resource,
        &[
            GuardrailTarget::Organization,
            GuardrailTarget::Account(AccountId::new(0)),
        ],
        vec![deny(&["s3:*"], &["*"]).by_everyone().when(
            "StringNotEqualsIfExists",
            "aws:PrincipalOrgID",
            &["o-a1b2c3d4e5"],
        )],
    );
    let services = allow(&["s3:*"], &["*"]);
    builder.guardrail(
        "Services",
        GuardrailKind::Service,
        &[GuardrailTarget::Organization],
        vec![services],
    );
    builder.resource(
        "lake",
        "arn:aws:s3:::lake",
        vec![
            deny(&["s3:*"], &["arn:aws:s3:::lake", "arn:aws:s3:::lake/*"])
                .by_everyone()
                .when("Bool", "aws:SecureTransport", &["false"]),
        ],
    );
    builder
}

#[test]
fn every_kind_of_document_has_its_place() {
    let output = emitted(&everything());
    assert_snapshot!(output.to_json());
}

#[test]
fn the_object_on_standard_output_holds_the_files() {
    let output = emitted(&everything());
    let object: serde_json::Value = serde_json::from_str(&output.to_json()).unwrap();
    let object = object.as_object().unwrap();
    assert_eq!(object.len(), output.files.len());
    for file in &output.files {
        let written: serde_json::Value = serde_json::from_str(&file.text).unwrap();
        assert_eq!(object[&file.path], written, "{}", file.path);
        assert!(file.text.ends_with("}\n"), "{}", file.path);
    }
}

#[test]
fn the_output_is_the_same_every_time() {
    assert_eq!(emitted(&everything()).files, emitted(&everything()).files);
}

#[test]
fn several_accounts_have_a_folder_each() {
    let mut builder = Builder::with_accounts(&[("prod", "111122223333"), ("dev", "444455556666")]);
    let ann = builder.user("Ann", vec![allow(&["s3:*"], &["*"])]);
    let other = builder.user("ann", vec![allow(&["s3:*"], &["*"])]);
    let bob = builder.user("Bob", vec![]);
    builder.program.users[other.index()].entity.account = AccountId::new(1);
    builder.group("Devs", &[ann, bob], vec![allow(&["ec2:*"], &["*"])]);
    builder.session_policy("ReadOnly", vec![allow(&["s3:Get*"], &["*"])]);
    let output = emitted(&builder);
    let paths: Vec<&str> = output.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "manifest.json",
            "prod/groups/Devs.json",
            "prod/users/Ann.json",
            "dev/users/ann.json",
            "sessions/ReadOnly.json"
        ]
    );
    assert_snapshot!(text_of(&output, "manifest.json"));
}

#[test]
fn names_that_are_no_file_names_are_changed() {
    let mut builder = Builder::new();
    builder.user("aux", vec![allow(&["s3:*"], &["*"])]);
    builder.user("com1.old", vec![allow(&["s3:*"], &["*"])]);
    builder.user("a+b=c,d.e@f_g-h", vec![allow(&["s3:*"], &["*"])]);
    let arn = "arn:aws:s3:::lake";
    builder.resource(arn, arn, vec![deny(&["s3:*"], &[arn]).by_everyone()]);
    let output = emitted(&builder);
    let paths: Vec<&str> = output.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "manifest.json",
            "users/-aux.json",
            "users/-com1.old.json",
            "users/a+b=c,d.e@f_g-h.json",
            "resources/arn-aws-s3---lake.json"
        ]
    );
    let manifest = text_of(&output, "manifest.json");
    assert!(manifest.contains(r#""arn:aws:s3:::lake": {"#), "{manifest}");
}

//! Who may do what, held so that a change of it is seen in review.

use aclc::testing::{Failure, Program, Question};

#[test]
fn access() -> Result<(), Failure> {
    let report = "arn:aws:docs:::reports/q3";
    let draft = "arn:aws:docs:::drafts/plan";
    let program = Program::read(&["access/docs.acl"])?;
    let access = program.access(&[
        Question::new("docs:GetDocument", report),
        Question::new("docs:GetDocument", draft),
        Question::new("docs:PutDocument", report),
        Question::new("docs:DeleteDocument", draft)
            .with("aws:SourceIp", "203.0.113.9")
            .at("2026-06-01T12:00:00Z"),
        Question::new("docs:DeleteDocument", draft)
            .with("aws:SourceIp", "198.51.100.9")
            .at("2026-06-01T12:00:00Z"),
        Question::new("docs:DeleteDocument", draft)
            .with("aws:SourceIp", "203.0.113.9")
            .at("2026-01-01T12:00:00Z"),
        Question::new("docs:DeleteDocument", report)
            .with("aws:SourceIp", "203.0.113.9")
            .at("2026-06-01T12:00:00Z"),
        Question::new("docs:ReloadPolicy", "*"),
    ])?;
    insta::assert_snapshot!(access);
    Ok(())
}

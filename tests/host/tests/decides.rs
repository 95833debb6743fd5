//! The policy that is compiled in decides, and its constants are its principals.

use std::net::Ipv4Addr;
use std::thread;

use aclc::runtime::{Decision, Request};
use host::{may, reader_may, team};

const MODEL: &str = "arn:aws:s3:::lake/models/a";

#[test]
fn a_group_by_its_constant() {
    assert_eq!(
        reader_may("s3:GetObject", "arn:aws:s3:::lake/a.csv"),
        Ok(true)
    );
    assert_eq!(
        reader_may("s3:PutObject", "arn:aws:s3:::lake/a.csv"),
        Ok(false)
    );
}

#[test]
fn a_user_by_its_constant_and_by_its_name() {
    let ann = team::user::ANN;
    assert_eq!(ann.key(), "user/Ann");
    assert_ne!(ann, team::user::BEN);
    let by_name = team::POLICY.principal("user/Ann").unwrap();
    for caller in [ann.caller(), by_name] {
        assert_eq!(
            may(&caller, "s3:GetObject", "arn:aws:s3:::lake/a.csv"),
            Ok(true)
        );
    }
    assert!(team::POLICY.principal("user/Eve").is_err());
}

#[test]
fn a_role_with_a_context() {
    let trainer = team::role::TRAINER.caller();
    let decide = |address: Ipv4Addr| {
        let request = Request::new(&trainer, "s3:PutObject", MODEL).with("aws:SourceIp", address);
        team::POLICY.decide(&request).unwrap().decision()
    };
    assert_eq!(decide(Ipv4Addr::new(203, 0, 113, 9)), Decision::Allow);
    assert_eq!(
        decide(Ipv4Addr::new(198, 51, 100, 9)),
        Decision::ImplicitDeny
    );
}

#[test]
fn an_account_has_its_number() {
    assert_eq!(team::account::PROD.name(), "prod");
    assert_eq!(team::account::PROD.number(), "111122223333");
}

/// One policy for every thread, wherever a caller was resolved.
#[test]
fn threads_share_the_policy() {
    let callers: Vec<_> = (0..4)
        .map(|_| thread::spawn(|| team::user::ANN.caller()))
        .map(|thread| thread.join().unwrap())
        .collect();
    for caller in &callers {
        assert_eq!(
            may(caller, "s3:GetObject", "arn:aws:s3:::lake/a.csv"),
            Ok(true)
        );
    }
}

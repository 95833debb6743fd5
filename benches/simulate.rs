//! Cases of raw documents to decisions: how many a second, on one core and on
//! all of them.
//!
//! `cargo bench --bench simulate`

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark that cannot go on may stop"
)]

use std::thread;
use std::time::Instant;

use aclc::ask::answer_case;
use aclc::import::json::read_json;
use aclc::source::Sources;

/// Cases of each kind.
const CASES: usize = 40_000;

/// Runs of which the middle one counts.
const RUNS: usize = 5;

fn main() {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    println!(
        "cases                 bytes a case | JSON alone, one core  one core  {cores} cores  (cases a second)"
    );
    for (name, case) in [
        ("one statement", small as fn(usize) -> String),
        ("every kind of policy", large),
    ] {
        let lines: Vec<String> = (0..CASES).map(case).collect();
        let bytes: usize = lines.iter().map(String::len).sum();
        println!(
            "{name:<21} {:>12} | {:>20} {:>9} {:>8}",
            bytes / CASES,
            rate(&lines, 1, read_alone),
            rate(&lines, 1, decide),
            rate(&lines, cores, decide),
        );
    }
}

/// Lines a second.
fn rate(lines: &[String], cores: usize, work: fn(&str)) -> u64 {
    let mut times: Vec<_> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            thread::scope(|scope| {
                for part in lines.chunks(lines.len().div_ceil(cores)) {
                    scope.spawn(move || part.iter().for_each(|line| work(line)));
                }
            });
            start.elapsed()
        })
        .collect();
    times.sort();
    (lines.len() as f64 / times[RUNS / 2].as_secs_f64()) as u64
}

fn read_alone(line: &str) {
    let source = Sources::new().add("", "");
    assert!(read_json(source, line).is_ok());
}

fn decide(line: &str) {
    assert!(answer_case(line).result.is_ok());
}

/// What a generator of cases writes by the million.
fn small(number: usize) -> String {
    let effect = if number.is_multiple_of(3) {
        "Deny"
    } else {
        "Allow"
    };
    format!(
        r#"{{"id": {number}, "identity": [{{"Version": "2012-10-17", "Statement": [{{"Effect": "{effect}", "Action": ["s3:Get*", "s3:List*"], "Resource": "arn:aws:s3:::bkt{number}/${{aws:username}}/*", "Condition": {{"StringEquals": {{"aws:PrincipalTag/team": ["red", "blue"]}}}}}}]}}], "request": {{"principal": "arn:aws:iam::111111111111:user/ana", "action": "s3:GetObject", "resource": "arn:aws:s3:::bkt{number}/ana/x", "context": {{"aws:username": "ana", "aws:PrincipalTag/team": "red"}}}}}}"#
    )
}

/// A case in which everything plays a part.
fn large(number: usize) -> String {
    let everything = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}"#;
    let deny = r#"{"Version": "2012-10-17", "Statement": [{"Sid": "Regions", "Effect": "Deny", "NotAction": ["iam:*", "sts:*"], "Resource": "*", "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["us-east-1", "eu-west-1"]}, "ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/Admin"}}}]}"#;
    let bucket = format!(
        r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", "Principal": {{"AWS": ["111111111111", "arn:aws:iam::222222222222:role/Reader"]}}, "Action": "s3:*", "Resource": ["arn:aws:s3:::bkt{number}", "arn:aws:s3:::bkt{number}/*"]}}, {{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": {{"Bool": {{"aws:SecureTransport": "false"}}}}}}]}}"#
    );
    let rcp = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}, "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}}]}"#;
    format!(
        r#"{{"id": "c{number}", "identity": [{everything}, {deny}], "boundary": {everything}, "session": {everything}, "resource_policy": {bucket}, "scps": [[{everything}], [{everything}, {deny}]], "rcps": [[{rcp}]], "request": {{"principal": "arn:aws:sts::111111111111:assumed-role/Trainer/s1", "action": "s3:GetObject", "resource": "arn:aws:s3:::bkt{number}/a.csv", "resource_account": "111111111111", "context": {{"aws:RequestedRegion": "us-east-1", "aws:SecureTransport": true, "aws:PrincipalOrgID": "o-a1b2c3d4e5", "aws:TagKeys": ["a", "b"]}}}}}}"#
    )
}

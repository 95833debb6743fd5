//! Dates that have passed or soon will.

use aclc::diag::codes::{NEAR_DATE, PAST_DATE};
use aclc::lint::Options;

use super::{found, found_at};

const PROGRAM: &str = "
group G: Ann
group G can s3:GetObject on * until 2026-05-31
group G can s3:PutObject on * until 2026-06-15
group G can s3:ListBucket on * until 2026-07-15
group G cannot s3:DeleteObject on * when before 2026-01-01
group G can ec2:RunInstances on * when after 2026-01-01
group G can ec2:StopInstances on * when DateLessThan(aws:CurrentTime, 2026-01-01, 2026-06-20)
group G can ec2:StartInstances on * when NumericLessThan(aws:EpochTime, 1577836800)
group G can ec2:RebootInstances on * when DateLessThan(aws:TokenIssueTime, 2026-01-01)
";

fn at(now: &str) -> Options {
    Options::at(now).unwrap()
}

#[test]
fn dates_that_have_passed() {
    assert_eq!(
        found_at(PAST_DATE, PROGRAM, &at("2026-06-01")),
        [
            "group G can s3:GetObject on * until 2026-05-31",
            "group G cannot s3:DeleteObject on * when before 2026-01-01",
            "group G can ec2:StartInstances on * when NumericLessThan(aws:EpochTime, 1577836800)",
        ]
    );
}

#[test]
fn the_last_day_counts() {
    let last = |now| found_at(PAST_DATE, PROGRAM, &at(now)).len();
    assert_eq!(last("2026-05-31T23:59:59Z"), 2);
    assert_eq!(last("2026-06-01T00:00:00Z"), 3);
}

#[test]
fn dates_that_pass_soon() {
    assert_eq!(
        found_at(NEAR_DATE, PROGRAM, &at("2026-06-01")),
        [
            "group G can s3:PutObject on * until 2026-06-15",
            "group G can ec2:StopInstances on * when DateLessThan(aws:CurrentTime, 2026-01-01, 2026-06-20)",
        ]
    );
}

#[test]
fn without_a_day_there_is_nothing_to_say() {
    assert_eq!(found(PAST_DATE, PROGRAM), [""; 0]);
    assert_eq!(found(NEAR_DATE, PROGRAM), [""; 0]);
    assert!(Options::at("yesterday").is_none());
}

//! The shape of an ARN, as a pattern in a statement and as the name of one
//! principal (IAM User Guide, "Amazon Resource Names (ARNs)").

use crate::diag::codes::{ARN_ACCOUNT, ARN_FIELDS, ARN_PART, ARN_SERVICE, ARN_VARIABLE};
use crate::diag::{Diagnostic, Diagnostics};
use crate::iam::{is_region, pattern};
use crate::resolve::condition::{Text, variable_problem};

/// What stands in the account field of what AWS itself owns.
const OWNERS: [&str; 3] = ["aws", "aws-marketplace", "amazon"];

/// The fields of an ARN behind `arn:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Arn<'t> {
    /// `aws`, `aws-cn`, `aws-us-gov`, ...
    pub(super) partition: &'t str,
    /// In lower case.
    pub(super) service: &'t str,
    /// May be empty.
    pub(super) region: &'t str,
    /// Twelve digits, or empty.
    pub(super) account: &'t str,
    /// All the rest, colons included.
    pub(super) resource: &'t str,
}

/// Splits a text at its first five colons.
pub(super) fn split(text: &str) -> Option<Arn<'_>> {
    let mut fields = text.splitn(6, ':');
    let mut next = || fields.next();
    let ("arn", partition, service, region, account, resource) =
        (next()?, next()?, next()?, next()?, next()?, next()?)
    else {
        return None;
    };
    Some(Arn {
        partition,
        service,
        region,
        account,
        resource,
    })
}

/// Whether a text can stand in a `Resource` element: `*`, or an ARN pattern of
/// six fields whose service is named. What is wrong is reported.
pub(super) fn is_pattern(text: &Text, diagnostics: &mut Diagnostics) -> bool {
    let wrong = pattern_problem(text);
    let is_well = wrong.is_none();
    diagnostics.extend(wrong);
    is_well
}

/// What is wrong with a text in a `Resource` element.
pub(super) fn pattern_problem(text: &Text) -> Option<Diagnostic> {
    if text.text == "*" {
        return None;
    }
    let wrong = wrong_pattern(&text.text).map(|wrong| wrong.at(text.span));
    wrong.or_else(|| variable_problem(text))
}

fn wrong_pattern(text: &str) -> Option<Diagnostic> {
    if variable_before_resource(text) {
        return Some(
            Diagnostic::new(
                ARN_VARIABLE,
                format!("`{text}` has a policy variable before its fifth colon"),
            )
            .hint("IAM fills in variables only behind the fifth colon; write `*` in its place and name the account in the condition"),
        );
    }
    let Some(arn) = split(text) else {
        return Some(wrong_fields(text));
    };
    wrong_partition(text, arn.partition)
        .or_else(|| wrong_service(text, arn.service))
        .or_else(|| wrong_region(text, arn.region))
        .or_else(|| wrong_account(text, arn.account))
        .or_else(|| wrong_resource(text, arn))
}

fn variable_before_resource(text: &str) -> bool {
    text.match_indices("${").next().is_some_and(|(start, _)| {
        text.get(..start)
            .is_some_and(|head| head.bytes().filter(|byte| *byte == b':').count() < 5)
    })
}

fn wrong_fields(text: &str) -> Diagnostic {
    if let Some(object) = text.strip_prefix("s3://") {
        return Diagnostic::new(ARN_FIELDS, format!("`{text}` is not an ARN"))
            .hint(format!("write `arn:aws:s3:::{object}`"));
    }
    if !text.starts_with("arn:") {
        return Diagnostic::new(ARN_FIELDS, format!("`{text}` is not an ARN"))
            .hint("an ARN is `arn:partition:service:region:account:resource`, such as `arn:aws:s3:::bucket/*`");
    }
    let count = text.split(':').count();
    let wrong = Diagnostic::new(
        ARN_FIELDS,
        format!("`{text}` has {count} fields, and an ARN has six"),
    );
    match text.strip_prefix("arn:aws:s3:") {
        Some(bucket) => wrong.hint(format!(
            "the fields for region and account are empty, not left out: `arn:aws:s3:::{}`",
            bucket.trim_start_matches(':')
        )),
        None => wrong.hint(
            "write `arn:partition:service:region:account:resource`; a field may be empty or `*`, but its colon stays",
        ),
    }
}

fn wrong_partition(text: &str, partition: &str) -> Option<Diagnostic> {
    let known = partition.starts_with("aws") || pattern::has_wildcard(partition);
    let is_well = known
        && partition
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'-' | b'*' | b'?'));
    (!is_well).then(|| {
        Diagnostic::new(ARN_PART, format!("`{text}` names no partition"))
            .hint("the field behind `arn:` is `aws`, `aws-cn` or `aws-us-gov`")
    })
}

fn wrong_service(text: &str, service: &str) -> Option<Diagnostic> {
    let wrong = |what: &str| Diagnostic::new(ARN_SERVICE, format!("`{text}` {what}"));
    if service.is_empty() {
        return Some(
            wrong("names no service").hint("the third field is the service, such as `s3`"),
        );
    }
    if pattern::has_wildcard(service) {
        return Some(
            wrong("has a wildcard in its service").hint(
                "IAM wants the service by name; write an ARN for each, or `*` for everything",
            ),
        );
    }
    if service.bytes().any(|byte| byte.is_ascii_uppercase()) {
        let lower = service.to_ascii_lowercase();
        return Some(wrong("has a service in capital letters").hint(format!(
            "letter case counts in an ARN: write `{}`",
            text.replacen(service, &lower, 1)
        )));
    }
    let is_well = service
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    (!is_well).then(|| {
        wrong("has a service that cannot be one")
            .hint("a service is lower-case letters, digits and `-`")
    })
}

fn wrong_region(text: &str, region: &str) -> Option<Diagnostic> {
    let is_pattern = pattern::has_wildcard(region)
        && region.bytes().all(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'*' | b'?')
        });
    let is_well = region.is_empty() || is_pattern || is_region(region);
    (!is_well).then(|| {
        Diagnostic::new(
            ARN_PART,
            format!("`{text}` has no region in its fourth field"),
        )
        .hint("the fourth field is a region such as `us-east-1`, `*`, or empty")
    })
}

fn wrong_account(text: &str, account: &str) -> Option<Diagnostic> {
    let digits = account.bytes().filter(u8::is_ascii_digit).count();
    let only_digits = account.len() == digits;
    let is_pattern = account
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'*' | b'?'));
    let is_well = account.is_empty()
        || OWNERS.contains(&account)
        || (only_digits && digits == 12)
        || (is_pattern && !only_digits);
    (!is_well).then(|| {
        let wrong = Diagnostic::new(
            ARN_ACCOUNT,
            if only_digits {
                format!("`{account}` has {digits} digits, and an account id has 12")
            } else {
                format!("`{account}` in `{text}` is not an account id")
            },
        );
        wrong.hint("the fifth field is an account id of 12 digits, `*`, or empty")
    })
}

fn wrong_resource(text: &str, arn: Arn<'_>) -> Option<Diagnostic> {
    let wrong = |what: String| Diagnostic::new(ARN_PART, what);
    if arn.resource.is_empty() {
        return Some(
            wrong(format!("`{text}` names no resource"))
                .hint("behind the fifth colon stands the resource, or `*`"),
        );
    }
    let misplaced = arn.service == "s3"
        && arn.region.is_empty()
        && arn.account.is_empty()
        && arn.resource.starts_with(':');
    misplaced.then(|| {
        wrong(format!("`{text}` has a colon too many")).hint(format!(
            "a bucket stands behind three colons: `arn:{}:s3:::{}`",
            arn.partition,
            arn.resource.trim_start_matches(':')
        ))
    })
}

/// Whether a text can limit for whom a service acts: an ARN, perhaps with
/// wildcards, but not everything.
pub(super) fn is_source(text: &Text, diagnostics: &mut Diagnostics) -> bool {
    if text.text == "*" {
        diagnostics.push(
            Diagnostic::new(ARN_FIELDS, "`for *` is no limit, and matches no ARN")
                .at(text.span)
                .hint("write the ARN of the resource, `for account NAME`, or leave `for` out"),
        );
        return false;
    }
    is_pattern(text, diagnostics)
}

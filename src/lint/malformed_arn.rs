//! An ARN of a partition that there is not, of a region or an account that
//! cannot be, or of another ARN (IAM User Guide, "IAM ARNs").

use crate::diag::{Diagnostic, Diagnostics, codes, nearest};
use crate::iam::{Match, is_region, pattern};

use super::View;
use super::shared::holder::holders;

/// Every partition of AWS.
const PARTITIONS: [&str; 8] = [
    "aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc",
];

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        let resources = statement.resources.as_ref().map_or(&[][..], Match::patterns);
        for arn in resources.iter().filter(|arn| arn.as_str() != "*") {
            if let Some((message, hint)) = problem(arn) {
                let found = Diagnostic::new(codes::MALFORMED_ARN, message);
                diagnostics.push(found.at(statement.origin).hint(hint));
            }
        }
    }
}

fn problem(arn: &str) -> Option<(String, String)> {
    let fields: Vec<&str> = arn.splitn(6, ':').collect();
    let plain = |field: &&&str| !pattern::has_wildcard(field) && !field.contains("${");
    let partition = fields.get(1).filter(plain);
    if let Some(partition) = partition.filter(|it| !PARTITIONS.contains(it)) {
        let near = nearest(partition, PARTITIONS).unwrap_or("aws");
        let message = format!("there is no partition `{partition}`, so `{arn}` matches nothing");
        return Some((message, format!("write `{near}`")));
    }
    let region = fields.get(3).filter(plain).filter(|it| !it.is_empty());
    if let Some(region) = region.filter(|it| !is_region(it)) {
        let message = format!("`{region}` is no region, so `{arn}` matches nothing");
        let hint = "write its code, as `us-east-1`".to_owned();
        return Some((message, hint));
    }
    if fields.get(5).is_some_and(|resource| resource.starts_with("arn:")) {
        let message = format!("`{arn}` has an ARN within an ARN, so it matches nothing");
        let hint = "write the inner one alone".to_owned();
        return Some((message, hint));
    }
    let account = fields.get(4).filter(plain)?;
    let is_number = !account.is_empty() && account.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && account.len() != 12).then(|| {
        let message = format!("`{account}` is no account, so `{arn}` matches nothing");
        (message, "the number of an account has twelve digits".to_owned())
    })
}

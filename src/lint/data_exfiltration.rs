//! Someone can read data everywhere.
//!
//! The actions that hand out what is stored: objects, parameters, secrets, whole
//! tables (the list is cloudsplaining's with what has been added to AWS since).

use crate::diag::{Diagnostic, Diagnostics, codes};

use super::View;
use super::ways::{Method, Part, actions_of, each, find, labelled, who};

pub(super) const METHODS: &[Method] = &[
    each(&[&[Part::All("s3:GetObject")]]),
    each(&[&[Part::All("s3:GetObjectVersion")]]),
    each(&[&[Part::All("ssm:GetParameter")]]),
    each(&[&[Part::All("ssm:GetParameters")]]),
    each(&[&[Part::All("ssm:GetParametersByPath")]]),
    each(&[&[Part::All("ssm:GetParameterHistory")]]),
    each(&[&[Part::All("secretsmanager:GetSecretValue")]]),
    each(&[&[Part::All("rds:StartExportTask")]]),
    each(&[&[Part::All("rds:CopyDBSnapshot")]]),
    each(&[&[Part::All("rds:CopyDBClusterSnapshot")]]),
    each(&[&[Part::All("dynamodb:ExportTableToPointInTime")]]),
    each(&[&[Part::All("ebs:GetSnapshotBlock")]]),
];

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for finding in find(view.program, METHODS, |_| true) {
        let actions = actions_of(&finding.ways);
        let message = format!("{} can read data wherever it lies in the account, by {actions}", who(&finding));
        let found = Diagnostic::new(codes::DATA_EXFILTRATION, message);
        diagnostics.push(labelled(found, &finding.ways).hint("name the buckets, parameters and secrets that are meant"));
    }
}

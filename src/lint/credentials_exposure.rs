//! Someone can come by credentials everywhere.
//!
//! The actions that answer with credentials (the list is cloudsplaining's). Those
//! of IAM are methods of `privilege_escalation`; `ecr:GetAuthorizationToken` and
//! the like, which cannot be limited and open nothing by themselves, are left
//! out.

use crate::diag::{Diagnostic, Diagnostics, codes};

use super::View;
use super::ways::{Method, Part, actions_of, each, find, labelled, who};

pub(super) const METHODS: &[Method] = &[
    each(&[&[Part::All("codepipeline:PollForJobs")]]),
    each(&[&[Part::All("cognito-identity:GetOpenIdTokenForDeveloperIdentity")]]),
    each(&[&[Part::All("connect:GetFederationToken")]]),
    each(&[&[Part::All("ec2:GetPasswordData")]]),
    each(&[&[Part::All("gamelift:RequestUploadCredentials")]]),
    each(&[&[Part::All("gamelift:GetComputeAuthToken")]]),
    each(&[&[Part::All("lightsail:GetInstanceAccessDetails")]]),
    each(&[&[Part::All("lightsail:GetRelationalDatabaseMasterUserPassword")]]),
    each(&[&[Part::All("lightsail:DownloadDefaultKeyPair")]]),
    each(&[&[Part::All("mediapackage:RotateIngestEndpointCredentials")]]),
    each(&[&[Part::All("rds-db:connect")]]),
    each(&[&[Part::All("redshift:GetClusterCredentials")]]),
    each(&[&[Part::All("redshift:GetClusterCredentialsWithIAM")]]),
    each(&[&[Part::All("redshift-serverless:GetCredentials")]]),
    each(&[&[Part::All("codeartifact:GetAuthorizationToken")]]),
];

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for finding in find(view.program, METHODS, |_| true) {
        let actions = actions_of(&finding.ways);
        let message = format!("{} can get credentials for whatever is in the account, by {actions}", who(&finding));
        let found = Diagnostic::new(codes::CREDENTIALS_EXPOSURE, message);
        diagnostics.push(labelled(found, &finding.ways).hint("name the databases, instances and so on that are meant"));
    }
}

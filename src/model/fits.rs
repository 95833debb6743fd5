//! What the policies of each kind hold.

use super::Statement;
use crate::iam::{Effect, Match, PolicyKind, PrincipalMatch};

impl Statement {
    /// Whether a policy of a kind can hold it (IAM User Guide, "Grammar of the
    /// IAM JSON policy language" and the pages of the elements; AWS
    /// Organizations User Guide, "SCP syntax" and "RCP syntax").
    ///
    /// # Errors
    /// What of it such a policy cannot hold, in the words of a message.
    pub fn fits(&self, kind: PolicyKind) -> Result<(), &'static str> {
        match kind {
            PolicyKind::Identity
            | PolicyKind::Boundary
            | PolicyKind::Session
            | PolicyKind::ServiceControl => {
                must(self.principals.is_none(), "it names a principal")?;
                must(self.resources.is_some(), "it names no resource")
            }
            PolicyKind::Resource => {
                // Without, it is about the resource that has it.
                must(self.principals.is_some(), "it names no principal")
            }
            PolicyKind::Trust => {
                must(self.resources.is_none(), "it names a resource")?;
                // IAM answers anything else with "AssumeRole policy may only specify
                // STS AssumeRole actions".
                must(
                    self.actions.is_of_service("sts"),
                    "its actions are not those of STS",
                )?;
                check_trust_principals(self)
            }
            PolicyKind::ResourceControl => check_resource_control(self),
        }
    }
}

fn must(holds: bool, otherwise: &'static str) -> Result<(), &'static str> {
    if holds { Ok(()) } else { Err(otherwise) }
}

fn check_trust_principals(statement: &Statement) -> Result<(), &'static str> {
    match &statement.principals {
        None => Err("it names no principal"),
        Some(PrincipalMatch::NoneOf(_)) => Err("it has `NotPrincipal`"),
        Some(PrincipalMatch::Everyone | PrincipalMatch::Any(_)) => Ok(()),
    }
}

fn check_resource_control(statement: &Statement) -> Result<(), &'static str> {
    let is_everyone = statement.principals == Some(PrincipalMatch::Everyone);
    must(is_everyone, "its principal is not everyone")?;
    must(statement.effect == Effect::Deny, "it allows")?;
    must(statement.resources.is_some(), "it names no resource")?;
    match &statement.actions {
        Match::NoneOf(_) => Err("it has `NotAction`"),
        Match::Any(list) => must(
            !list.iter().any(|action| action == "*"),
            "its action is `*` without a service",
        ),
    }
}

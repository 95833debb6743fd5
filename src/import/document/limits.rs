//! Which elements each kind of policy holds.

use super::elements::Elements;
use super::reading::Reading;
use crate::diag::{Diagnostic, codes};
use crate::iam::{Effect, Match, PolicyKind, Principal, PrincipalMatch};
use crate::import::json::Node;
use crate::model::Statement;

/// Whether a kind of policy has an element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    Must,
    May,
    MustNot,
}

/// `Principal` and `Resource` by kind of policy.
fn needs(kind: PolicyKind) -> (Need, Need) {
    match kind {
        PolicyKind::Identity
        | PolicyKind::Boundary
        | PolicyKind::Session
        | PolicyKind::ServiceControl => (Need::MustNot, Need::Must),
        // Some services' policies have no resource but their own.
        PolicyKind::Resource => (Need::Must, Need::May),
        PolicyKind::Trust => (Need::Must, Need::MustNot),
        PolicyKind::ResourceControl => (Need::Must, Need::Must),
    }
}

impl Reading {
    /// Reports elements that this kind of policy does not have, and those that
    /// are missing.
    pub(super) fn check_elements(&mut self, statement: Node<'_>, elements: Elements<'_>) {
        let (principal, resource) = needs(self.kind);
        self.check_element(
            statement,
            elements,
            principal,
            ["Principal", "NotPrincipal"],
        );
        self.check_element(statement, elements, resource, ["Resource", "NotResource"]);
        if let Some(key) = elements.key("NotPrincipal")
            && principal == Need::Must
            && self.kind != PolicyKind::Resource
        {
            self.not_here(key, "write `Principal` with those who are meant");
        }
    }

    fn check_element(
        &mut self,
        statement: Node<'_>,
        elements: Elements<'_>,
        need: Need,
        names: [&'static str; 2],
    ) {
        let mut keys = names.iter().filter_map(|name| elements.key(name));
        let [name, _] = names;
        match need {
            Need::May => {}
            Need::Must if keys.next().is_none() => {
                self.missing(
                    statement,
                    &format!("a statement of {}", self.kind.name()),
                    name,
                );
            }
            Need::Must => {}
            Need::MustNot => {
                for key in keys {
                    self.not_here(key, self.why_not(name));
                }
            }
        }
    }

    fn why_not(&self, name: &str) -> &'static str {
        match (name, self.kind) {
            ("Resource", _) => "take it away: the role that has the policy is the resource",
            (_, PolicyKind::ServiceControl) => {
                "take it away: the policy is about everyone in the accounts that it is attached to"
            }
            _ => "take it away: the policy is about whom it is attached to",
        }
    }

    fn not_here(&mut self, key: Node<'_>, hint: &str) {
        let name = key.string().unwrap_or_default();
        let message = format!("{} has no `{name}`", self.kind.name());
        let found = Diagnostic::new(codes::ELEMENT_NOT_HERE, message).at(key.span());
        self.report(found.hint(hint));
    }

    /// IAM answers anything else with "AssumeRole policy may only specify STS
    /// AssumeRole actions".
    pub(super) fn check_trust(&mut self, elements: Elements<'_>, statement: &Statement) {
        if self.kind != PolicyKind::Trust || statement.actions.is_of_service("sts") {
            return;
        }
        let keys = ["Action", "NotAction"];
        for key in keys.iter().filter_map(|name| elements.key(name)) {
            let message = "a trust policy is about actions of `sts` alone";
            let found = Diagnostic::new(codes::ELEMENT_NOT_HERE, message).at(key.span());
            self.report(found.hint(
                "write `sts:AssumeRole`, `sts:AssumeRoleWithSAML`, `sts:AssumeRoleWithWebIdentity`, `sts:TagSession` or `sts:SetSourceIdentity`",
            ));
        }
    }

    /// A customer's resource control policies deny some services' actions to
    /// everyone; the one that allows everything is AWS's own (AWS Organizations
    /// User Guide, "RCP syntax").
    pub(super) fn check_resource_control(&mut self, elements: Elements<'_>, statement: &Statement) {
        if self.kind != PolicyKind::ResourceControl {
            return;
        }
        let mut refuse = |name: &str, message: &str, hint: &str| {
            if let Some(key) = elements.key(name) {
                let found = Diagnostic::new(codes::ELEMENT_NOT_HERE, message).at(key.span());
                self.report(found.hint(hint));
            }
        };
        let is_everyone = match &statement.principals {
            Some(PrincipalMatch::Everyone) => true,
            Some(PrincipalMatch::Any(list)) => {
                matches!(list.as_slice(), [Principal::Aws(name)] if name == "*")
            }
            Some(PrincipalMatch::NoneOf(_)) | None => false,
        };
        if !is_everyone {
            refuse(
                "Principal",
                "the principal of a resource control policy is `*`",
                "write `\"Principal\": \"*\"`, and name those who are meant in a condition on `aws:PrincipalArn`",
            );
        }
        if statement.actions.is_negated() {
            refuse(
                "NotAction",
                "a resource control policy has no `NotAction`",
                "list the actions that are denied, as `s3:*`",
            );
            return;
        }
        let has_bare = statement
            .actions
            .patterns()
            .iter()
            .any(|action| action == "*");
        match statement.effect {
            Effect::Deny if has_bare => refuse(
                "Action",
                "a resource control policy does not deny `*`",
                "name the services, as in `\"Action\": [\"s3:*\", \"sts:*\"]`",
            ),
            Effect::Allow if !allows_everything(statement) => refuse(
                "Effect",
                "a resource control policy does not allow",
                "write `Deny`: AWS's own `RCPFullAWSAccess`, which is always attached, allows everything",
            ),
            Effect::Allow | Effect::Deny => {}
        }
    }
}

/// Whether it is the statement of `RCPFullAWSAccess`.
fn allows_everything(statement: &Statement) -> bool {
    let is_bare = |list: &Match| {
        let all_bare = list.patterns().iter().all(|pattern| pattern == "*");
        !list.is_negated() && !list.patterns().is_empty() && all_bare
    };
    is_bare(&statement.actions)
        && statement.resources.as_ref().is_some_and(is_bare)
        && statement.condition.is_empty()
}

//! Many policies, one decision (IAM User Guide: Policy evaluation logic; Cross-account policy evaluation logic; Permissions
//! boundaries; Roles terms and concepts. AWS Organizations User Guide: SCPs; RCPs).

use std::rc::Rc;

use super::case::{Case, Policies, Request};
use super::document::{Document, Statement};
use super::principal::{Caller, Grant};

/// The answer to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    Allow,
    /// A Deny statement applied.
    ExplicitDeny,
    /// No Deny statement applied, and something that had to allow did not.
    ImplicitDeny,
}

/// Decides one request.
pub(crate) fn decide(case: &Case) -> Decision {
    // "No permissions are required to perform this operation", and none can take it away (AWS STS API Reference). But
    // the request has to be signed with credentials of AWS.
    let is_signed = !matches!(
        case.request.caller,
        Caller::Anonymous | Caller::Federated(_)
    );
    if case.request.action == "sts:getcalleridentity" && is_signed {
        return Decision::Allow;
    }
    let part = PoliciesInPlay::of(case);
    if part.denies() {
        Decision::ExplicitDeny
    } else if part.allows() {
        Decision::Allow
    } else {
        Decision::ImplicitDeny
    }
}

/// The policies of a case that have a say about its caller and its resource.
struct PoliciesInPlay<'a> {
    request: &'a Request,
    identity: &'a [Rc<Document>],
    boundary: Option<&'a Document>,
    session: Option<&'a [Rc<Document>]>,
    resource_policy: Option<&'a Document>,
    scps: &'a [Vec<Rc<Document>>],
    rcps: &'a [Vec<Rc<Document>>],
}

impl<'a> PoliciesInPlay<'a> {
    /// Leaves out what does not reach the caller:
    /// - identity policies and boundaries belong to users and roles, not to root users, services and anonymous callers;
    /// - service control policies belong to callers with an account;
    /// - boundaries and an organization's policies do not reach service-linked roles.
    fn of(case: &'a Case) -> Self {
        let Case { policies, request } = case;
        let Policies {
            identity,
            boundary,
            session,
            resource_policy,
            scps,
            rcps,
        } = policies;
        let caller = &request.caller;
        let has_account = caller.account().is_some();
        let service_linked = caller.is_service_linked();
        Self {
            request,
            identity: if caller.is_identity() { identity } else { &[] },
            boundary: boundary
                .as_deref()
                .filter(|_| caller.is_identity() && !service_linked),
            session: session.as_deref(),
            resource_policy: resource_policy.as_deref(),
            scps: if has_account && !service_linked {
                scps
            } else {
                &[]
            },
            rcps: if service_linked { &[] } else { rcps },
        }
    }

    /// A Deny that applies, in any policy, wins over everything.
    fn denies(&self) -> bool {
        let documents = (self.identity.iter())
            .chain(self.session.into_iter().flatten())
            .chain(self.scps.iter().flatten())
            .chain(self.rcps.iter().flatten())
            .map(|document| &**document)
            .chain(self.boundary)
            .chain(self.resource_policy);
        documents
            .into_iter()
            .any(|document| self.document_denies(document))
    }

    fn document_denies(&self, document: &Document) -> bool {
        self.applying(document, false)
            .any(|statement| match &statement.principal {
                None => true,
                // A Deny with NotPrincipal always denies a caller with a boundary, whomever it lists.
                Some(principal) if principal.negated && self.boundary.is_some() => true,
                Some(principal) => principal.denies(self.request),
            })
    }

    fn allows(&self) -> bool {
        // Every level of resource control policies always has RCPFullAWSAccess, so they have nothing to allow.
        self.service_control_allows() && self.policies_allow()
    }

    /// Every level of the organization must allow; the policies of one level are a union.
    fn service_control_allows(&self) -> bool {
        self.scps.iter().all(|level| self.any_allows(level))
    }

    fn policies_allow(&self) -> bool {
        let caller = &self.request.caller;
        let grants = self.resource_grants();
        let Some(account) = caller.account() else {
            // Services, providers' users and anonymous callers have no policies of their own.
            return !grants.is_empty();
        };
        let identity = self.identity_allows();
        let boundary = self
            .boundary
            .is_none_or(|boundary| self.document_allows(boundary));
        let session = self.session_allows();
        let own = identity && boundary && session;
        if self.resource_account(account) != account {
            return own && !grants.is_empty();
        }
        let granted = grants.iter().any(|grant| {
            (identity || !grant.needs_identity)
                && (boundary || !grant.needs_boundary)
                && (session || !grant.needs_session)
        });
        granted || (own && !self.resource_policy_must_allow())
    }

    /// The account of the resource: as the request says, else as its ARN says, else the caller's.
    fn resource_account(&self, caller_account: &'a str) -> &'a str {
        let stated = self.request.resource_account.as_deref();
        stated
            .or_else(|| self.request.resource.account())
            .unwrap_or(caller_account)
    }

    /// Role trust policies and KMS key policies must themselves allow: naming the account makes identity policies count,
    /// naming nobody leaves the door shut whatever the identity policies say.
    fn resource_policy_must_allow(&self) -> bool {
        let Request {
            action, resource, ..
        } = self.request;
        (resource.is_role() && action.starts_with("sts:"))
            || (resource.is_kms_key() && action.starts_with("kms:"))
    }

    /// A root user may do everything in its account and has no identity policies.
    fn identity_allows(&self) -> bool {
        matches!(self.request.caller, Caller::Root { .. }) || self.any_allows(self.identity)
    }

    /// A session policy must allow where there is one; a federated user's session without one has no permissions.
    fn session_allows(&self) -> bool {
        match self.session {
            Some(documents) => self.any_allows(documents),
            None => !matches!(self.request.caller, Caller::FederatedUser { .. }),
        }
    }

    fn resource_grants(&self) -> Vec<Grant> {
        let statements = self
            .resource_policy
            .into_iter()
            .flat_map(|document| self.applying(document, true));
        let principals = statements.filter_map(|statement| statement.principal.as_ref());
        principals
            .flat_map(|principal| principal.grants(&self.request.caller))
            .collect()
    }

    fn any_allows(&self, documents: &[Rc<Document>]) -> bool {
        documents
            .iter()
            .any(|document| self.document_allows(document))
    }

    /// For documents without principals.
    fn document_allows(&self, document: &Document) -> bool {
        self.applying(document, true).next().is_some()
    }

    /// The statements of one effect whose action, resource and condition match.
    fn applying(
        &self,
        document: &'a Document,
        allows: bool,
    ) -> impl Iterator<Item = &'a Statement> {
        let Request {
            action,
            resource,
            context,
            ..
        } = self.request;
        let version = document.version;
        let statements = document
            .statements
            .iter()
            .filter(move |statement| statement.allows == allows);
        statements.filter(move |statement| statement.matches(version, action, resource, context))
    }
}

//! What the answers of all policies come to together.

use super::Deciders;
use super::finding::Findings;
use crate::runtime::Tri;
use crate::runtime::answer::Decision;
use crate::runtime::context::Context;
use crate::runtime::parties::{Identity, Parties};
use crate::runtime::principal::Reach;

impl Context<'_, '_> {
    /// What it comes to, if every `Maybe` of an allow is taken for `maybe`.
    pub(super) fn combine(
        &self,
        parties: &Parties<'_>,
        findings: &Findings,
        maybe: bool,
    ) -> (Decision, Deciders) {
        const REFUSED: (Decision, Deciders) = (Decision::ImplicitDeny, [None, None]);
        if findings.denies.allows == Tri::Yes {
            return (Decision::ExplicitDeny, [findings.denies.statement, None]);
        }
        if !findings.resource_levels.or(maybe) || !findings.service_levels.or(maybe) {
            return REFUSED;
        }
        // The furthest reach first, for it asks the least of the caller's side.
        let granted = [
            Reach::Caller,
            Reach::User,
            Reach::BehindSession,
            Reach::Account,
        ]
        .into_iter()
        .find_map(|reach| {
            let allowing = findings.resource.of(reach);
            allowing
                .allows
                .or(maybe)
                .then_some((reach, allowing.statement))
        });
        let identity = findings.identity.allows.or(maybe);
        let is_within_limits = findings.boundary.or(maybe) && findings.session.or(maybe);
        let own = findings.identity.statement;
        match (parties.identity, granted) {
            (Identity::None, Some((_, statement))) => (Decision::Allow, [statement, None]),
            (Identity::None, None) => REFUSED,
            (Identity::Root | Identity::Units(_), Some((reach, statement)))
                if self.is_same_account() =>
            {
                match reach {
                    Reach::Caller => (Decision::Allow, [statement, None]),
                    Reach::User if findings.session.or(maybe) => {
                        (Decision::Allow, [statement, None])
                    }
                    Reach::BehindSession if is_within_limits => {
                        (Decision::Allow, [statement, None])
                    }
                    Reach::Account if is_within_limits && identity => {
                        (Decision::Allow, [own, statement])
                    }
                    Reach::User | Reach::BehindSession | Reach::Account => REFUSED,
                }
            }
            (Identity::Root | Identity::Units(_), Some((_, statement)))
                if identity && is_within_limits =>
            {
                (Decision::Allow, [own, statement])
            }
            (Identity::Root | Identity::Units(_), None)
                if !parties.resource_must_allow
                    && identity
                    && is_within_limits
                    && self.is_same_account() =>
            {
                (Decision::Allow, [own, None])
            }
            (Identity::Root | Identity::Units(_), Some(_) | None) => REFUSED,
        }
    }
}

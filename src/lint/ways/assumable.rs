//! Which roles someone may assume.
//!
//! Of a program with many users and as many roles, most pairs have nothing to do
//! with each other. So roles are found by what leads to them, the callers that
//! they name and the ARNs that grants name, and only those are looked at.

use std::collections::{BTreeMap, BTreeSet};

use crate::iam::{Match, Principal, PrincipalMatch, pattern};
use crate::lint::shared::cover::meets_resource;
use crate::lint::shared::holder::Place;
use crate::lint::shared::trust::lets_in;
use crate::model::{Program, Role, Statement};

use super::subject::{Subject, is_allowed};

/// Roles that somebody may be trusted to assume.
pub(super) struct Assumable<'s, 'p> {
    roles: Vec<(&'s Subject<'p>, &'p Role)>,
    /// Places in the list, by the ARN of a caller that a trust names.
    by_caller: BTreeMap<&'p str, Vec<usize>>,
    /// The same by the ARN of the role.
    by_arn: BTreeMap<&'s str, usize>,
}

impl<'s, 'p> Assumable<'s, 'p> {
    /// The roles among some subjects that trust somebody and are of use.
    pub(super) fn new(
        program: &'p Program,
        subjects: &'s [Subject<'p>],
        is_of_use: impl Fn(&Subject<'p>) -> bool,
    ) -> Self {
        let roles: Vec<(&Subject<'p>, &Role)> = subjects
            .iter()
            .filter_map(|subject| match subject.principal.place {
                Place::Role(place) => Some((subject, program.roles.get(place)?)),
                Place::User(_) | Place::Group(_) => None,
            })
            .filter(|(subject, role)| is_for_principals(role) && is_of_use(subject))
            .collect();
        let mut by_caller: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut by_arn = BTreeMap::new();
        for (place, (subject, role)) in roles.iter().enumerate() {
            for caller in role.trust.iter().flat_map(callers) {
                by_caller.entry(caller).or_default().push(place);
            }
            if let Some(arn) = subject.arn() {
                by_arn.insert(arn, place);
            }
        }
        Self {
            roles,
            by_caller,
            by_arn,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.roles.is_empty()
    }

    /// Those that someone may assume, in the order of the program.
    pub(super) fn by(&self, subject: &Subject<'p>) -> impl Iterator<Item = &'s Subject<'p>> {
        let places = self.led_to(subject);
        let roles = places.into_iter().filter_map(|place| self.roles.get(place));
        roles
            .filter(|(it, role)| !std::ptr::eq(*it, subject) && assumes(subject, it, role))
            .map(|(it, _)| *it)
    }

    /// The places of roles that name someone, and of those that their grants
    /// are about.
    fn led_to(&self, subject: &Subject<'p>) -> BTreeSet<usize> {
        let mut places = BTreeSet::new();
        if let Some(caller) = subject.arn() {
            let named = self.by_caller.get(caller);
            places.extend(named.into_iter().flatten());
        }
        let grants = subject.grants.iter();
        for grant in grants.filter(|it| is_allowed(it, "sts:AssumeRole")) {
            let (Some(Match::Any(arns)), false) = (&grant.resources, is_open(grant)) else {
                return (0..self.roles.len()).collect();
            };
            let named = arns.iter().filter_map(|arn| self.by_arn.get(arn.as_str()));
            places.extend(named);
        }
        places
    }
}

/// Whether the resources of a statement are patterns.
fn is_open(statement: &Statement) -> bool {
    let is_pattern = |arn: &String| pattern::has_wildcard(arn) || arn.contains('$');
    match &statement.resources {
        Some(Match::Any(arns)) => arns.iter().any(is_pattern),
        Some(Match::NoneOf(_)) | None => true,
    }
}

/// The callers that a statement of a trust policy names.
fn callers(statement: &Statement) -> impl Iterator<Item = &str> {
    let list = match &statement.principals {
        Some(PrincipalMatch::Any(list)) => list.as_slice(),
        Some(PrincipalMatch::Everyone | PrincipalMatch::NoneOf(_)) | None => &[],
    };
    list.iter().filter_map(|principal| match principal {
        Principal::Aws(name) => Some(name.as_str()),
        Principal::Service(_) | Principal::Federated(_) | Principal::CanonicalUser(_) => None,
    })
}

/// Whether a role trusts anyone but services and providers of tokens. Most do
/// not, and nobody need be held against those.
fn is_for_principals(role: &Role) -> bool {
    role.trust
        .iter()
        .any(|statement| match &statement.principals {
            Some(PrincipalMatch::Any(list)) => {
                list.iter().any(|it| matches!(it, Principal::Aws(_)))
            }
            Some(PrincipalMatch::Everyone | PrincipalMatch::NoneOf(_)) => true,
            None => false,
        })
}

/// Whether someone may assume a role: both halves, or a trust that names them.
fn assumes(subject: &Subject<'_>, target: &Subject<'_>, role: &Role) -> bool {
    let (Some(caller), Some(arn)) = (subject.arn(), target.arn()) else {
        return false;
    };
    let is_own_account = subject.principal.account() == target.principal.account();
    let is_trusted =
        || is_own_account && role.trust.iter().flat_map(callers).any(|it| it == caller);
    let may_ask = |statement: &&Statement| {
        is_allowed(statement, "sts:AssumeRole") && meets_resource(statement, arn)
    };
    lets_in(role, "sts:AssumeRole", caller) && (is_trusted() || subject.grants.iter().any(may_ask))
}

//! Which policies have a say in a request (IAM User Guide, "Policy evaluation
//! logic"; Organizations User Guide, "Service control policies" and "Resource
//! control policies").

use super::answer::{AccountSource, Gap};
use super::arena::Id;
use super::caller::CallerKind;
use super::context::{AccountRef, Context, PLACEHOLDER};
use super::image::Items;
use super::image::section;
use super::index::OwnerHead;
use super::request::Request;
use super::tree::{Entity, EntityKind, Family, Level, Owner, StandIn, Unit};
use super::{Policy, arn};

/// The policies that have a say in one request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parties<'a> {
    /// Service control policies, from the root down. Every level must allow.
    pub(crate) service_levels: Items<'a, Level>,
    /// Resource control policies likewise.
    pub(crate) resource_levels: Items<'a, Level>,
    pub(crate) resource: Option<Id<Unit>>,
    /// Whether nothing goes without the resource's policy: role trust policies
    /// and KMS key policies.
    pub(crate) resource_must_allow: bool,
    pub(crate) identity: Identity<'a>,
    pub(crate) boundary: Option<Id<Unit>>,
    pub(crate) gap: Option<Gap>,
}

/// What the caller has of its own.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Identity<'a> {
    /// A service or an outsider: only the resource's side counts.
    None,
    /// The root user, who may do everything in its account.
    Root,
    /// The union of these.
    Units(Own<'a>),
}

/// The policies that are a caller's own.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Own<'a> {
    Entity(Entity),
    StandIn(Items<'a, Id<Unit>>),
    None,
}

impl<'a> Policy<'a> {
    pub(crate) fn own_units(self, own: Own<'a>) -> impl Iterator<Item = Id<Unit>> + use<'a> {
        let (entity, list) = match own {
            Own::Entity(entity) => (Some(entity), Items::NONE),
            Own::StandIn(list) => (None, list),
            Own::None => (None, Items::NONE),
        };
        list.chain(
            entity
                .into_iter()
                .flat_map(move |entity| self.units_of(entity)),
        )
    }
}

impl<'a> Context<'a, '_> {
    pub(crate) fn parties(&self) -> Parties<'a> {
        let (resource, resource_must_allow, resource_gap) = self.resource_policy();
        let family = self.caller().family();
        let (identity, identity_gap) = self.identity(family);
        Parties {
            service_levels: self.service_levels(),
            resource_levels: self.resource_levels(),
            resource,
            resource_must_allow,
            identity,
            boundary: self.boundary_of(family),
            gap: identity_gap.or(resource_gap),
        }
    }

    fn service_levels(&self) -> Items<'a, Level> {
        if self.policy.count(section::LEVELS) == 0 {
            return Items::NONE;
        }
        let caller = self.caller();
        let reaches = match caller.kind {
            CallerKind::Root | CallerKind::User | CallerKind::Role | CallerKind::FederatedUser => {
                !caller.is_service_linked()
            }
            CallerKind::Service | CallerKind::Federated | CallerKind::Anonymous => false,
        };
        let levels = match (self.policy.stand_in(), caller.account()) {
            (Some(stand_in), _) => Some(stand_in.service_levels),
            (None, AccountRef::Known(id)) => {
                self.policy.get(id).map(|account| account.service_levels)
            }
            (None, AccountRef::Number(_) | AccountRef::Unknown) => None,
        };
        levels
            .filter(|_| reaches)
            .map_or(Items::NONE, |levels| self.policy.list(levels))
    }

    fn resource_levels(&self) -> Items<'a, Level> {
        if self.policy.count(section::LEVELS) == 0 {
            return Items::NONE;
        }
        let levels = match (self.policy.stand_in(), self.resource_home()) {
            (Some(stand_in), _) => Some(stand_in.resource_levels),
            (None, AccountRef::Known(id)) => {
                self.policy.get(id).map(|account| account.resource_levels)
            }
            (None, AccountRef::Number(_) | AccountRef::Unknown) => None,
        };
        levels
            .filter(|_| !self.caller().is_service_linked())
            .map_or(Items::NONE, |levels| self.policy.list(levels))
    }

    /// The resource's policy, and whether it must allow.
    fn resource_policy(&self) -> (Option<Id<Unit>>, bool, Option<Gap>) {
        let is_special = self.asks_trust_or_key();
        let must = is_special && (self.is_trust_request() || self.is_key_request());
        if let Some(stand_in) = self.policy.stand_in() {
            return (stand_in.resource, must, None);
        }
        if must && self.is_trust_request() {
            let trust = self
                .policy
                .role_of(self.request.resource)
                .and_then(|role| self.policy.family_of(role)?.trust);
            return (trust, true, trust.is_none().then_some(Gap::UnknownTrust));
        }
        let policy = self
            .policy
            .owner_of(self.request.resource)
            .map(|owner| owner.policy);
        // Under the policy that AWS gives a key by default, its account decides
        // as for any other resource (KMS Developer Guide, "Default key policy").
        let has_default_policy = must && policy.is_none() && !self.request.is_complete;
        (
            policy,
            must && !has_default_policy,
            has_default_policy.then_some(Gap::UnknownKeyPolicy),
        )
    }

    /// Whether the action can be one that a role's trust policy or a key's
    /// policy is asked about.
    pub(crate) fn asks_trust_or_key(&self) -> bool {
        // Which sets the bit that tells the cases of a letter apart.
        const LOWER: u32 = u32::from_le_bytes([b' '; 4]);
        let service = self.request.action.as_bytes().first_chunk();
        service.is_some_and(|service| {
            let service = (u32::from_le_bytes(*service) | LOWER).to_le_bytes();
            service == *b"sts:" || service == *b"kms:"
        })
    }

    /// Whether a role's trust policy is asked.
    fn is_trust_request(&self) -> bool {
        let is_role = arn::parse(self.request.resource)
            .is_some_and(|arn| arn.service == "iam" && arn.resource.starts_with("role/"));
        is_role && self.service_is("sts")
    }

    /// Whether a KMS key's policy is asked.
    fn is_key_request(&self) -> bool {
        let is_key = arn::parse(self.request.resource)
            .is_some_and(|arn| arn.service == "kms" && arn.resource.starts_with("key/"));
        is_key && self.service_is("kms")
    }

    fn service_is(&self, service: &str) -> bool {
        self.request
            .action
            .split_once(':')
            .is_some_and(|(own, _)| own.eq_ignore_ascii_case(service))
    }

    fn identity(&self, family: Option<Family>) -> (Identity<'a>, Option<Gap>) {
        let caller = self.caller();
        match caller.kind {
            CallerKind::Service | CallerKind::Federated | CallerKind::Anonymous => {
                (Identity::None, None)
            }
            CallerKind::Root => (Identity::Root, None),
            CallerKind::User | CallerKind::Role | CallerKind::FederatedUser => {
                if let Some(stand_in) = self.policy.stand_in() {
                    let units = self.policy.list(stand_in.identity);
                    return (Identity::Units(Own::StandIn(units)), None);
                }
                match (caller.entity(), family) {
                    (Some(entity), Some(family)) => {
                        let is_open = !family.unknown_policies.is_empty();
                        let gap = is_open.then_some(Gap::UnknownPolicies);
                        (Identity::Units(Own::Entity(entity)), gap)
                    }
                    _ => (Identity::Units(Own::None), Some(Gap::UnknownCaller)),
                }
            }
        }
    }

    /// The caller's permissions boundary.
    pub(crate) fn boundary(&self) -> Option<Id<Unit>> {
        self.boundary_of(self.caller().family())
    }

    fn boundary_of(&self, family: Option<Family>) -> Option<Id<Unit>> {
        match self.caller().kind {
            // AWS lets nobody put one on a service's own role.
            CallerKind::Role if self.caller().is_service_linked() => None,
            CallerKind::User | CallerKind::Role | CallerKind::FederatedUser => {
                match self.policy.stand_in() {
                    Some(stand_in) => stand_in.boundary,
                    None => family?.boundary,
                }
            }
            CallerKind::Root
            | CallerKind::Service
            | CallerKind::Federated
            | CallerKind::Anonymous => None,
        }
    }
}

impl<'a> Policy<'a> {
    fn stand_in(self) -> Option<StandIn> {
        if self.count(section::STAND_INS) == 0 {
            return None;
        }
        self.all::<StandIn>().next()
    }

    /// The account that a request's resource belongs to: as its ARN says,
    /// else the request, else its declaration, else the caller's. But where the
    /// program does not know the caller's account, it may be of any: a
    /// stranger's root user is not let into what nothing says is the stranger's.
    pub(crate) fn resource_account(self, request: &Request<'a>) -> (AccountRef<'a>, AccountSource) {
        if let Some(number) = arn::account(request.resource) {
            return (self.account_ref(number), AccountSource::Arn);
        }
        if let Some(number) = request.resource_account {
            return (self.account_ref(number), AccountSource::Request);
        }
        if let Some(owner) = self.owner_of(request.resource) {
            return (AccountRef::Known(owner.account), AccountSource::Declaration);
        }
        let account = match request.caller.account() {
            AccountRef::Number(_) if self.stand_in().is_none() => AccountRef::Unknown,
            account => account,
        };
        (account, AccountSource::Caller)
    }

    /// The declared resource that a resource is, or is part of: an object is
    /// part of its bucket. Of several the closest.
    fn owner_of(self, resource: &str) -> Option<Owner> {
        if self.count(section::OWNERS) == 0 {
            return None;
        }
        self.heads_of(self.all::<OwnerHead>(), resource)
            .filter_map(|head| self.get(head.owner))
            .find(|owner: &Owner| {
                let rest = resource.get(owner.arn.len as usize..).unwrap_or_default();
                rest.is_empty() || rest.starts_with(['/', ':'])
            })
    }

    /// The role that an ARN names. A role of an account without a number is
    /// found under any.
    fn role_of(self, text: &str) -> Option<Id<Entity>> {
        self.find_arn(text).or_else(|| {
            let wanted = arn::parse(text)?;
            let account = self.account_of_number(PLACEHOLDER)?;
            let account = self.get(account).filter(|own| own.number.is_none())?;
            let (_, name) = text.rsplit_once('/')?;
            let is_meant = |own: &str| {
                arn::parse(own).is_some_and(|own| {
                    (own.partition, own.service, own.resource)
                        == (wanted.partition, wanted.service, wanted.resource)
                })
            };
            let id = self.find_name(EntityKind::Role, account, name)?;
            self.arn_of(self.get(id)?).with(is_meant).then_some(id)
        })
    }
}

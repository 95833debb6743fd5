//! The entities of a program: how one is found, and what it has.

use super::Policy;
use super::arena::Id;
use super::arn;
use super::caller::Speaker;
use super::image::section;
use super::joined::Joined;
use super::source::Source;
use super::tree::{Account, Entity, EntityKind, Family, Unit};
use super::value::is_same;

impl<'a> Policy<'a> {
    /// An entity, if it is of this kind and name.
    #[inline(always)]
    pub(crate) fn speaker_named(
        self,
        id: Id<Entity>,
        kind: EntityKind,
        name: &[u8],
    ) -> Option<Speaker> {
        let entity = self.get(id)?;
        let is_meant = entity.kin.is_of(kind) && is_same(self.bytes(entity.name.0), name);
        is_meant.then(|| Speaker::new(id, entity))
    }

    pub(crate) fn speaker(self, id: Id<Entity>) -> Option<Speaker> {
        Some(Speaker::new(id, self.get(id)?))
    }

    /// Who has a name: one of them, where several accounts do.
    #[inline]
    pub(crate) fn named(self, kind: EntityKind, name: &[u8]) -> Option<(Id<Entity>, Speaker)> {
        let hash = self.seed().name_hash(kind, name);
        self.find_all(section::NAME_SLOTS, hash)
            .find_map(|id| Some((id, self.speaker_named(id, kind, name)?)))
    }

    /// Whom an account has by a name.
    pub(crate) fn find_name(
        self,
        kind: EntityKind,
        account: Account,
        name: &str,
    ) -> Option<Id<Entity>> {
        let (account, name) = (self.bytes(account.name), name.as_bytes());
        let is_meant = |id: Id<Entity>| {
            let family = self.family_of(id);
            let own = family.and_then(|family| self.get(family.account));
            own.is_some_and(|own| self.bytes(own.name) == account)
                && self.speaker_named(id, kind, name).is_some()
        };
        let (first, speaker) = self.named(kind, name)?;
        if !speaker.kin.shares_name() {
            return Some(first).filter(|id| is_meant(*id));
        }
        let hash = self.seed().shared_name_hash(kind, account, name);
        self.find(section::NAME_SLOTS, hash, is_meant)
    }

    pub(crate) fn family_of(self, id: Id<Entity>) -> Option<Family> {
        self.get(self.get(id)?.kin.family())
    }

    /// The ARN of an entity.
    pub(crate) fn arn_of(self, entity: Entity) -> Joined<'a> {
        let Some(family) = self.get(entity.kin.family()) else {
            return Joined("", "");
        };
        let name = if family.arn_ends_in_name {
            self.text(entity.name.0)
        } else {
            ""
        };
        Joined(self.text(family.arn), name)
    }

    pub(crate) fn find_arn(self, arn: &str) -> Option<Id<Entity>> {
        let is_meant = |id: &Id<Entity>| {
            let entity = self.get(*id);
            entity.is_some_and(|entity| self.arn_of(entity).is(arn))
        };
        let by_name = || {
            let account = self.get(self.account_of_number(arn::account(arn)?)?)?;
            let (_, name) = arn.rsplit_once('/')?;
            [EntityKind::User, EntityKind::Role, EntityKind::Group]
                .into_iter()
                .find_map(|kind| self.find_name(kind, account, name).filter(is_meant))
        };
        let by_arn = || {
            let hash = self.seed().hash(arn.as_bytes());
            self.find(section::ARN_SLOTS, hash, |id| is_meant(&id))
        };
        by_name().or_else(by_arn)
    }

    /// The sources of an entity's policies.
    #[inline]
    pub(crate) fn sources_of(self, entity: Entity) -> impl Iterator<Item = Source> + use<'a> {
        self.each_source(entity.sources)
    }

    /// The policies that speak for an entity.
    #[inline]
    pub(crate) fn units_of(self, entity: Entity) -> impl Iterator<Item = Id<Unit>> + use<'a> {
        self.sources_of(entity).flat_map(move |source| {
            let (own, group) = match source {
                Source::Unit(id) | Source::GroupUnit(id) => (Some(id), None),
                Source::Group(id) => (None, self.get(id)),
                Source::Membership(_) => (None, None),
            };
            // A group is in no group.
            let of_group = group
                .into_iter()
                .flat_map(move |group| self.sources_of(group));
            own.into_iter()
                .chain(of_group.filter_map(|source| match source {
                    Source::Unit(id) => Some(id),
                    Source::GroupUnit(_) | Source::Group(_) | Source::Membership(_) => None,
                }))
        })
    }

    /// The members of a group.
    pub(crate) fn members_of(
        self,
        group: Id<Entity>,
    ) -> impl Iterator<Item = Id<Entity>> + use<'a> {
        let entity = self.get(group);
        let only = entity.and_then(|entity| {
            let mut sources = self.sources_of(entity);
            let first = sources.next();
            first.filter(|_| sources.next().is_none())
        });
        self.places::<Entity>()
            .filter(move |(_, entity)| {
                self.sources_of(*entity).any(|source| match source {
                    Source::Group(id) | Source::Membership(id) => id == group,
                    Source::GroupUnit(unit) => only == Some(Source::Unit(unit)),
                    Source::Unit(_) => false,
                })
            })
            .map(|(id, _)| id)
    }
}

//! The entities of a program: how one is found, and what it has.

use super::Policy;
use super::arena::Id;
use super::caller::Speaker;
use super::image::hash::hash;
use super::image::section;
use super::joined::Joined;
use super::source::Source;
use super::tree::{Entity, EntityKind, Family, Unit, name_hash};
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
        let is_meant = entity.kin.kind == kind && is_same(self.bytes(entity.name.0), name);
        is_meant.then(|| Speaker::new(id, entity))
    }

    pub(crate) fn speaker(self, id: Id<Entity>) -> Option<Speaker> {
        Some(Speaker::new(id, self.get(id)?))
    }

    /// Those of any account that have a name.
    #[inline]
    pub(crate) fn named<'n>(
        self,
        kind: EntityKind,
        name: &'n [u8],
    ) -> impl Iterator<Item = Id<Entity>> + use<'a, 'n> {
        self.find_all(section::NAME_SLOTS, name_hash(kind, name))
            .filter(move |id| self.is_named(*id, kind, name))
    }

    #[inline(always)]
    pub(crate) fn is_named(self, id: Id<Entity>, kind: EntityKind, name: &[u8]) -> bool {
        self.speaker_named(id, kind, name).is_some()
    }

    pub(crate) fn find_name(
        self,
        kind: EntityKind,
        account: &str,
        name: &str,
    ) -> Option<Id<Entity>> {
        self.named(kind, name.as_bytes()).find(|id| {
            let family = self.family_of(*id);
            let own = family.and_then(|family| self.get(family.account));
            own.is_some_and(|own| self.text(own.name) == account)
        })
    }

    pub(crate) fn family_of(self, id: Id<Entity>) -> Option<Family> {
        self.get(self.get(id)?.kin.family)
    }

    /// The ARN of an entity.
    pub(crate) fn arn_of(self, entity: Entity) -> Joined<'a> {
        let Some(family) = self.get(entity.kin.family) else {
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
        let (_, name) = arn.rsplit_once('/').unwrap_or_default();
        let by_name = [EntityKind::User, EntityKind::Role, EntityKind::Group]
            .into_iter()
            .find_map(|kind| self.named(kind, name.as_bytes()).find(is_meant));
        let by_arn = || {
            self.find_all(section::ARN_SLOTS, hash(arn.as_bytes()))
                .find(is_meant)
        };
        by_name.or_else(by_arn)
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

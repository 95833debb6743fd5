//! Who can come by what they should not have: more rights, data, credentials.
//!
//! An answer takes in all policies of someone: their own, those of their groups
//! and what is attached to either; a boundary, the guardrails above the account
//! and denies take away. A method's steps may be spread over someone and the
//! roles that they may assume.

mod actions;
mod asking;
mod assumable;
mod escalation;
mod method;
mod subject;
mod words;
mod world;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Program;
use crate::source::Span;

use super::shared::holder::{Place, principals};
use actions::Actions;
use assumable::Assumable;
pub(super) use escalation::METHODS as ESCALATIONS;
pub(super) use method::{Kind, Method, MethodKind, Part, each, grants};
use subject::{Piece, Subject, fits};
pub(super) use words::{actions_of, labelled, shown, who};
use world::World;

/// As many roles that one may assume are looked at.
const ROLES: usize = 64;

/// A method that somebody is free to go by.
pub(super) struct Way<'p> {
    /// The method's place in its table.
    place: usize,
    pub(super) method: &'static Method,
    pub(super) pieces: Vec<Piece<'p>>,
    /// The roles that some of the pieces are of.
    pub(super) roles: Vec<&'p str>,
    /// An administrator of the program whose rights are there to be had.
    pub(super) administrator: Option<&'p str>,
}

/// All ways of one or more principals who have the same.
pub(super) struct Finding<'p> {
    /// Such as `group` and its name.
    pub(super) subjects: Vec<(&'static str, &'p str)>,
    pub(super) ways: Vec<Way<'p>>,
}

/// Who is free to go by some of the methods, with the ways that a rule asks
/// about. Administrators have nothing to gain.
pub(super) fn find<'p>(
    program: &'p Program,
    methods: &'static [Method],
    asks: fn(&Way<'_>) -> bool,
) -> Vec<Finding<'p>> {
    let world = World::new(program, methods);
    let subjects: Vec<_> = principals(program)
        .map(|principal| world.subject(principal))
        .filter(|it| !it.grants.is_empty() && !it.is_administrator())
        .collect();
    let mut ways: Vec<Vec<Way<'p>>> = subjects
        .iter()
        .map(|it| {
            ways_of(it, &world)
                .into_iter()
                .filter(|way| asks(way))
                .collect()
        })
        .collect();
    leave_to_groups(program, &subjects, &mut ways);
    let spread = spread_ways(&world, &subjects);
    for (place, way) in spread.into_iter().filter(|(_, way)| asks(way)) {
        if let Some(ways) = ways.get_mut(place) {
            ways.push(way);
        }
    }
    gather(&subjects, ways)
}

/// What someone can do by their own policies.
fn ways_of<'p>(subject: &Subject<'p>, world: &World<'p>) -> Vec<Way<'p>> {
    let methods = world.methods_within(&subject.allowed);
    let ways = methods.filter_map(|(place, method)| {
        let pieces = subject.way(method, world)?;
        Some(way((place, method), pieces, Vec::new(), subject, world))
    });
    ways.collect()
}

fn way<'p>(
    (place, method): (usize, &'static Method),
    pieces: Vec<Piece<'p>>,
    roles: Vec<&'p str>,
    subject: &Subject<'p>,
    world: &World<'p>,
) -> Way<'p> {
    let service = match method.kind {
        MethodKind::Passes(service) | MethodKind::Runs(service) => Some(service),
        MethodKind::Grants | MethodKind::Makes | MethodKind::Unbinds => None,
    };
    let account = subject.principal.account();
    let administrator = world.administrators_of(account, service).next();
    Way {
        place,
        method,
        pieces,
        roles,
        administrator: administrator.map(|it| it.name),
    }
}

/// What a group gives is reported of the group, if anyone in it has it after
/// all that limits them.
fn leave_to_groups<'p>(program: &'p Program, subjects: &[Subject<'p>], ways: &mut [Vec<Way<'p>>]) {
    let places = |ways: &[Way<'_>]| ways.iter().map(|it| it.place).collect::<BTreeSet<_>>();
    let mut of_users = BTreeMap::new();
    let mut of_groups = BTreeMap::new();
    for (subject, ways) in subjects.iter().zip(&*ways) {
        match subject.principal.place {
            Place::User(place) => of_users.insert(place, places(ways)),
            Place::Group(place) => of_groups.insert(place, places(ways)),
            Place::Role(_) => None,
        };
    }
    for (subject, ways) in subjects.iter().zip(ways) {
        match subject.principal.place {
            Place::User(place) => {
                let groups = program.users.get(place).map_or(&[][..], |it| &it.groups);
                let given = groups.iter().filter_map(|id| of_groups.get(&id.index()));
                ways.retain(|way| !given.clone().any(|it| it.contains(&way.place)));
            }
            Place::Group(place) => {
                let members = program.groups.get(place).map_or(&[][..], |it| &it.members);
                let of_members: Vec<_> = members
                    .iter()
                    .filter_map(|id| of_users.get(&id.index()))
                    .collect();
                ways.retain(|way| {
                    members.is_empty() || of_members.iter().any(|it| it.contains(&way.place))
                });
            }
            Place::Role(_) => {}
        }
    }
}

/// What takes someone and roles that they may assume together, by the place of
/// whom it is a way of.
fn spread_ways<'p>(world: &World<'p>, subjects: &[Subject<'p>]) -> Vec<(usize, Way<'p>)> {
    let roles = Assumable::new(world.program, subjects, |it| has_part(it, world));
    if roles.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (place, subject) in subjects.iter().enumerate() {
        let assumed = roles.by(subject).take(ROLES);
        let all: Vec<&Subject<'p>> = std::iter::once(subject).chain(assumed).collect();
        if all.len() < 2 {
            continue;
        }
        let mut allowed = Actions::default();
        all.iter().for_each(|it| allowed.add(&it.allowed));
        let methods = world.methods_within(&allowed);
        let ways = methods.filter_map(|method| spread(&all, method, world));
        found.extend(ways.map(|way| (place, way)));
    }
    found
}

/// Whether someone can do one step of a method that has others.
fn has_part(subject: &Subject<'_>, world: &World<'_>) -> bool {
    let mut methods = world.methods.iter().filter(|it| it.steps.len() > 1);
    methods.any(|method| {
        let mut steps = method.steps.iter();
        steps.any(|step| subject.step(method, step, world).is_some())
    })
}

/// A way that none of them has alone.
fn spread<'p>(
    all: &[&Subject<'p>],
    (place, method): (usize, &'static Method),
    world: &World<'p>,
) -> Option<Way<'p>> {
    let subject = all.first()?;
    if method.steps.len() < 2 || all.iter().any(|it| it.way(method, world).is_some()) {
        return None;
    }
    let mut pieces = Vec::new();
    let mut roles = Vec::new();
    for step in method.steps {
        let (of, found) = all
            .iter()
            .find_map(|it| Some((it, it.step(method, step, world)?)))?;
        let name = of.principal.own.name;
        if !std::ptr::eq(*of, *subject) && !roles.contains(&name) {
            roles.push(name);
        }
        pieces.extend(found);
    }
    fits(method, &pieces).then(|| way((place, method), pieces, roles, subject, world))
}

/// Principals who have the same ways by the same statements come together.
fn gather<'p>(subjects: &[Subject<'p>], ways: Vec<Vec<Way<'p>>>) -> Vec<Finding<'p>> {
    let mut places = BTreeMap::new();
    let mut findings: Vec<Finding<'p>> = Vec::new();
    for (subject, ways) in subjects
        .iter()
        .zip(ways)
        .filter(|(_, ways)| !ways.is_empty())
    {
        let key: Vec<_> = ways
            .iter()
            .map(|way| (way.place, origins(way), way.roles.clone()))
            .collect();
        let who = (subject.principal.own.noun, subject.principal.own.name);
        let place = *places.entry(key).or_insert(findings.len());
        match findings.get_mut(place) {
            Some(finding) => finding.subjects.push(who),
            None => findings.push(Finding {
                subjects: vec![who],
                ways,
            }),
        }
    }
    findings
}

fn origins(way: &Way<'_>) -> Vec<Span> {
    way.pieces
        .iter()
        .map(|piece| piece.statement.origin)
        .collect()
}

//! Who is in which group: inclusions flattened.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::model::{GroupId, UserId};
use crate::resolve::scope::Scope;
use crate::resolve::world::World;
use crate::source::Span;
use crate::syntax::ast::Word;

/// In how many groups a user can be (IAM User Guide, "IAM and AWS STS quotas").
const GROUPS_OF_USER: usize = 10;

/// One member or one inclusion of a group.
#[derive(Debug)]
pub(in crate::resolve) struct GroupPart<'s> {
    pub(in crate::resolve) group: GroupId,
    pub(in crate::resolve) part: Part<'s>,
    pub(in crate::resolve) span: Span,
}

/// What a group is made of.
#[derive(Debug)]
pub(in crate::resolve) enum Part<'s> {
    Member(UserId),
    Include(Word<'s>, Scope<'s>),
}

/// Puts the members into every group, and the groups into every user.
pub(in crate::resolve) fn collect<'s>(
    parts: &[GroupPart<'s>],
    world: &mut World<'_, 's>,
    diagnostics: &mut Diagnostics,
) {
    let mut direct: Vec<Direct> = Vec::new();
    direct.resize_with(world.program.groups.len(), Direct::default);
    for GroupPart { group, part, span } in parts {
        let found = match part {
            Part::Member(user) => Some(Source::Member(*user, *span)),
            Part::Include(word, scope) => included(*group, *word, scope, world, diagnostics)
                .map(|included| Source::Group(included, *span)),
        };
        if let Some(direct) = direct.get_mut(group.index()) {
            direct.sources.extend(found);
        }
    }
    let order = inclusion_order(&direct, world, diagnostics);
    flatten(&order, &direct, world, diagnostics);
}

/// What stands in the pieces of one group, in source order.
#[derive(Debug, Default)]
struct Direct {
    sources: Vec<Source>,
}

#[derive(Clone, Copy, Debug)]
enum Source {
    Member(UserId, Span),
    Group(GroupId, Span),
}

fn included<'s>(
    group: GroupId,
    word: Word<'s>,
    scope: &Scope<'s>,
    world: &World<'_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<GroupId> {
    let included = world.group(word, scope, diagnostics)?;
    let account = |group| world.program.group(group).map(|group| group.entity.account);
    if account(group) == account(included) {
        return Some(included);
    }
    diagnostics.push(
        Diagnostic::new(
            codes::OTHER_ACCOUNT,
            "a group cannot include one of another account",
        )
        .at(word.span)
        .hint("a group holds users of its own account; let others assume a role: `may assume`"),
    );
    None
}

/// Every group after those that it includes. An inclusion that closes a circle
/// is an error. The stack is our own, for programs decide how deep it goes.
fn inclusion_order(
    direct: &[Direct],
    world: &World<'_, '_>,
    diagnostics: &mut Diagnostics,
) -> Vec<GroupId> {
    let mut states = vec![State::Untouched; direct.len()];
    let mut order = Vec::with_capacity(direct.len());
    for start in 0..direct.len() {
        let mut stack = vec![(GroupId::new(start), 0)];
        if states.get(start) != Some(&State::Untouched) {
            continue;
        }
        set(&mut states, GroupId::new(start), State::Open);
        while let Some((group, next)) = stack.last_mut() {
            let group = *group;
            let sources = direct.get(group.index()).map(|direct| &direct.sources);
            let Some(source) = sources.and_then(|sources| sources.get(*next)) else {
                set(&mut states, group, State::Closed);
                order.push(group);
                stack.pop();
                continue;
            };
            *next += 1;
            let Source::Group(included, span) = *source else {
                continue;
            };
            match states.get(included.index()) {
                Some(State::Untouched) => {
                    set(&mut states, included, State::Open);
                    stack.push((included, 0));
                }
                Some(State::Open) => report_circle(&stack, included, span, world, diagnostics),
                Some(State::Closed) | None => {}
            }
        }
    }
    order
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Untouched,
    Open,
    Closed,
}

fn set(states: &mut [State], group: GroupId, new: State) {
    if let Some(state) = states.get_mut(group.index()) {
        *state = new;
    }
}

fn report_circle(
    stack: &[(GroupId, usize)],
    included: GroupId,
    span: Span,
    world: &World<'_, '_>,
    diagnostics: &mut Diagnostics,
) {
    const SHOWN: usize = 6;
    let circle = stack.iter().map(|(group, _)| *group);
    let names: Vec<String> = circle
        .skip_while(|group| *group != included)
        .chain([included])
        .filter_map(|group| world.program.group(group))
        .map(|group| format!("`{}`", group.entity.name))
        .collect();
    let way = if names.len() > SHOWN {
        let start = names.get(..SHOWN - 1).unwrap_or(&names).join(" includes ");
        let last = names.last().map_or("", String::as_str);
        format!("{start} and so on to {last}")
    } else {
        names.join(" includes ")
    };
    let first = names.first().map_or("", String::as_str);
    diagnostics.push(
        Diagnostic::new(
            codes::CIRCULAR,
            format!("the group {first} includes itself"),
        )
        .at(span)
        .hint(format!("{way}: leave one of these out")),
    );
}

/// Each group gets its members in source order, no user twice. A user past the
/// quota is reported once and goes no further up, so that the work stays in
/// proportion to the users.
fn flatten(
    order: &[GroupId],
    direct: &[Direct],
    world: &mut World<'_, '_>,
    diagnostics: &mut Diagnostics,
) {
    let mut seen: Vec<Option<GroupId>> = vec![None; world.program.users.len()];
    let mut memberships = vec![0_usize; world.program.users.len()];
    for group in order {
        let mut members: Vec<(UserId, Span)> = Vec::new();
        let sources = direct.get(group.index()).map(|direct| &direct.sources);
        for source in sources.into_iter().flatten() {
            let (users, span): (&[UserId], Span) = match source {
                Source::Member(user, span) => (std::slice::from_ref(user), *span),
                Source::Group(included, span) => (world.members(*included), *span),
            };
            for user in users {
                if let Some(last) = seen.get_mut(user.index())
                    && *last != Some(*group)
                {
                    *last = Some(*group);
                    members.push((*user, span));
                }
            }
        }
        let mut kept = Vec::with_capacity(members.len());
        for (user, span) in members {
            let Some(count) = memberships.get_mut(user.index()) else {
                continue;
            };
            *count += 1;
            match (*count).cmp(&(GROUPS_OF_USER + 1)) {
                core::cmp::Ordering::Less => kept.push(user),
                core::cmp::Ordering::Equal => report_quota(user, span, world, diagnostics),
                core::cmp::Ordering::Greater => {}
            }
        }
        if let Some(group) = world.program.groups.get_mut(group.index()) {
            group.members = kept;
        }
    }
    let program = &mut world.program;
    for (place, group) in program.groups.iter().enumerate() {
        for user in &group.members {
            if let Some(user) = program.users.get_mut(user.index()) {
                user.groups.push(GroupId::new(place));
            }
        }
    }
}

fn report_quota(user: UserId, span: Span, world: &World<'_, '_>, diagnostics: &mut Diagnostics) {
    let Some(user) = world.program.user(user) else {
        return;
    };
    let name = &user.entity.name;
    let mut diagnostic = Diagnostic::new(
        codes::GROUPS_OF_USER,
        format!("the user `{name}` is in more than {GROUPS_OF_USER} groups"),
    )
    .label(span, "one group too many");
    if user.entity.origin != span {
        diagnostic = diagnostic.label(user.entity.origin, "the user is declared here");
    }
    diagnostics
        .push(diagnostic.hint("IAM allows 10 groups a user: join groups, or grant to the user"));
}

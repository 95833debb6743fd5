//! Paths, tags, boundaries and lengths of sessions.

use hashbrown::HashMap;

use super::attached;
use super::declared::{Declared, Line, Subject};
use super::name;
use super::policies::Instances;
use super::tags;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::model::{AccountId, Entity, Limit, Program};
use crate::resolve::expand::Placed;
use crate::resolve::scope::Scope;
use crate::resolve::world::World;
use crate::source::Span;
use crate::syntax::ast::{Clause, ClauseKind, Word};

/// The shortest of the longest sessions of a role, in seconds, which is also
/// what a role has that does not say (IAM API Reference, `CreateRole`,
/// `MaxSessionDuration`).
pub(in crate::resolve) const SHORTEST_SESSION: u32 = 3_600;
/// The longest, in seconds.
const LONGEST_SESSION: u32 = 43_200;

/// The longest path, in characters (IAM User Guide, "IAM and AWS STS quotas").
const PATH_LENGTH: usize = 512;

/// What was said of an entity, so that a second piece can be held against it.
#[derive(Debug, Default)]
pub(in crate::resolve) struct Said {
    paths: HashMap<usize, Span>,
    boundaries: HashMap<usize, Span>,
    sessions: HashMap<usize, Span>,
    tags: HashMap<usize, Vec<Span>>,
}

/// Puts attributes and attached policies into the entities, makes the policies
/// that are attached, and gives every line of the program: those of policies
/// first, for nothing refers to their order.
pub(in crate::resolve) fn collect<'a, 's>(
    declared: Declared<'a, 's>,
    world: &mut World<'a, 's>,
    diagnostics: &mut Diagnostics,
) -> Vec<Line<'a, 's>> {
    let Declared {
        lines, templates, ..
    } = declared;
    let mut attributes = Attributes::default();
    let mut taken = attached::Taken::new();
    let mut instances = Instances::new(templates, world, diagnostics);
    for line in &lines {
        attributes.take(line, &mut instances, world, diagnostics);
        attached::take(line, &mut taken, &mut instances, world, diagnostics);
    }
    instances.check_unattached(world, diagnostics);
    let mut all = core::mem::take(&mut instances.lines);
    for line in &all {
        attributes.take(line, &mut instances, world, diagnostics);
    }
    all.extend(lines);
    all
}

/// What was said of each kind of entity.
#[derive(Debug, Default)]
pub(in crate::resolve) struct Attributes {
    users: Said,
    groups: Said,
    roles: Said,
    policies: Said,
    boundaries: Said,
}

impl Attributes {
    fn of(&mut self, subject: Subject) -> Option<(&mut Said, usize)> {
        match subject {
            Subject::User(id) => Some((&mut self.users, id.index())),
            Subject::Group(id) => Some((&mut self.groups, id.index())),
            Subject::Role(id) => Some((&mut self.roles, id.index())),
            Subject::Policy(id) => Some((&mut self.policies, id.index())),
            Subject::Boundary(id) => Some((&mut self.boundaries, id.index())),
            Subject::SessionPolicy(_)
            | Subject::Guardrail(_)
            | Subject::Resource(_)
            | Subject::Unattached => None,
        }
    }

    /// Takes in `path`, `tags`, `boundary` and `max session`; other clauses are
    /// not about attributes.
    pub(in crate::resolve) fn take<'a, 's>(
        &mut self,
        line: &Line<'a, 's>,
        instances: &mut Instances<'a, 's>,
        world: &mut World<'a, 's>,
        diagnostics: &mut Diagnostics,
    ) {
        let Line { subject, clause } = line;
        match &clause.node.kind {
            ClauseKind::Path(word) => self.path(*subject, *word, clause, world, diagnostics),
            ClauseKind::Tags(tags) => self.tags(*subject, tags, clause, world, diagnostics),
            ClauseKind::MaxSession(word) => {
                self.max_session(*subject, *word, clause, world, diagnostics);
            }
            ClauseKind::Boundary(word) => {
                let scope = &clause.scope;
                let Some(account) = entity(*subject, world).map(|entity| entity.account) else {
                    return;
                };
                let found = boundary(*word, scope, account, instances, world, diagnostics);
                if let Some(found) = found {
                    self.boundary(*subject, found, word.span, world, diagnostics);
                }
            }
            ClauseKind::Grant(_)
            | ClauseKind::Verbatim(_)
            | ClauseKind::Assume(_)
            | ClauseKind::Pass(_)
            | ClauseKind::Has(_)
            | ClauseKind::Members(_)
            | ClauseKind::Includes(_)
            | ClauseKind::Trusts(_)
            | ClauseKind::TrustsFrom(_)
            | ClauseKind::For(_) => {}
        }
    }

    fn path<'s>(
        &mut self,
        subject: Subject,
        word: Word<'s>,
        clause: &Placed<'_, 's, Clause<'s>>,
        world: &mut World<'_, 's>,
        diagnostics: &mut Diagnostics,
    ) {
        let Some(text) = world.text(word, &clause.scope, diagnostics) else {
            return;
        };
        if let Some(problem) = path_problem(&text) {
            diagnostics.push(
                Diagnostic::new(codes::PATH, format!("the path `{text}` {problem}"))
                    .at(word.span)
                    .hint("a path is `/`, or names with a `/` before, between and after: `/teams/ml/`"),
            );
            return;
        }
        let Some((said, place)) = self.of(subject) else {
            return;
        };
        let before = said.paths.get(&place).copied();
        said.paths.entry(place).or_insert(word.span);
        let Some(entity) = entity_mut(subject, world) else {
            return;
        };
        match before {
            Some(first) if entity.path != text => {
                contradict("paths", &entity.name, word.span, first, diagnostics);
            }
            Some(_) | None => entity.path = text.into_owned(),
        }
    }

    fn max_session<'s>(
        &mut self,
        subject: Subject,
        word: Word<'s>,
        clause: &Placed<'_, 's, Clause<'s>>,
        world: &mut World<'_, 's>,
        diagnostics: &mut Diagnostics,
    ) {
        let Some(text) = world.text(word, &clause.scope, diagnostics) else {
            return;
        };
        let seconds = seconds(&text);
        let allowed = seconds
            .and_then(|seconds| u32::try_from(seconds).ok())
            .filter(|seconds| (SHORTEST_SESSION..=LONGEST_SESSION).contains(seconds));
        let Some(allowed) = allowed else {
            let problem = match seconds {
                Some(0..3_600) => format!("`{text}` is shorter than an hour"),
                Some(_) => format!("`{text}` is longer than 12 hours"),
                None => format!("`{text}` is not a length of time"),
            };
            diagnostics.push(
                Diagnostic::new(codes::MAX_SESSION, problem)
                    .at(word.span)
                    .hint("write a number with `h`, `m` or `s`, from `1h` to `12h`"),
            );
            return;
        };
        let (Subject::Role(role), Some((said, place))) = (subject, self.of(subject)) else {
            return;
        };
        let before = said.sessions.get(&place).copied();
        said.sessions.entry(place).or_insert(word.span);
        let Some(role) = world.program.roles.get_mut(role.index()) else {
            return;
        };
        match before {
            Some(first) if role.max_session != allowed => {
                let name = &role.entity.name;
                contradict("session lengths", name, word.span, first, diagnostics);
            }
            Some(_) | None => role.max_session = allowed,
        }
    }

    fn boundary(
        &mut self,
        subject: Subject,
        found: Limit,
        span: Span,
        world: &mut World<'_, '_>,
        diagnostics: &mut Diagnostics,
    ) {
        let Some((said, place)) = self.of(subject) else {
            return;
        };
        let before = said.boundaries.get(&place).copied();
        said.boundaries.entry(place).or_insert(span);
        let Some(own) = user_or_role(subject, &mut world.program) else {
            return;
        };
        match before {
            Some(first) if *own.boundary != Some(found) => {
                contradict("boundaries", &own.entity.name, span, first, diagnostics);
            }
            Some(_) | None => *own.boundary = Some(found),
        }
    }

    fn tags<'s>(
        &mut self,
        subject: Subject,
        written: &[(Word<'s>, Word<'s>)],
        clause: &Placed<'_, 's, Clause<'s>>,
        world: &mut World<'_, 's>,
        diagnostics: &mut Diagnostics,
    ) {
        let mut found = Vec::with_capacity(written.len());
        for (key, value) in written {
            let name = world.text(*key, &clause.scope, diagnostics);
            let text = world.text(*value, &clause.scope, diagnostics);
            if let (Some(name), Some(text)) = (name, text)
                && tags::are_allowed(&name, &text, *key, *value, diagnostics)
            {
                found.push((name.into_owned(), text.into_owned(), key.span));
            }
        }
        let Some((said, place)) = self.of(subject) else {
            return;
        };
        let spans = said.tags.entry(place).or_default();
        let Some(own) = user_or_role(subject, &mut world.program) else {
            return;
        };
        for tag in found {
            tags::add(own.entity, own.tags, spans, tag, diagnostics);
        }
    }
}

/// What IAM gives to users and roles alone.
struct UserOrRole<'p> {
    entity: &'p Entity,
    tags: &'p mut Vec<(String, String)>,
    boundary: &'p mut Option<Limit>,
}

fn user_or_role(subject: Subject, program: &mut Program) -> Option<UserOrRole<'_>> {
    match subject {
        Subject::User(id) => program.users.get_mut(id.index()).map(|user| UserOrRole {
            entity: &user.entity,
            tags: &mut user.tags,
            boundary: &mut user.boundary,
        }),
        Subject::Role(id) => program.roles.get_mut(id.index()).map(|role| UserOrRole {
            entity: &role.entity,
            tags: &mut role.tags,
            boundary: &mut role.boundary,
        }),
        Subject::Group(_)
        | Subject::Policy(_)
        | Subject::Boundary(_)
        | Subject::SessionPolicy(_)
        | Subject::Guardrail(_)
        | Subject::Resource(_)
        | Subject::Unattached => None,
    }
}

/// What is wrong with a path (IAM API Reference, `CreateUser`: `Path`; the
/// characters are the narrower ones of "IAM and AWS STS quotas").
fn path_problem(path: &str) -> Option<String> {
    let wrong = |character: &char| *character != '/' && !name::is_allowed(*character);
    if path.chars().count() > PATH_LENGTH {
        Some(format!("has more than {PATH_LENGTH} characters"))
    } else if !path.starts_with('/') || !path.ends_with('/') {
        Some("does not begin and end with `/`".to_owned())
    } else if path.contains("//") {
        Some("has an empty part".to_owned())
    } else {
        path.chars()
            .find(wrong)
            .map(|wrong| format!("holds `{}`", wrong.escape_debug()))
    }
}

/// `2h`, `90m`, `3600s` in seconds.
fn seconds(text: &str) -> Option<u64> {
    let unit = text.chars().last()?;
    let factor = match unit {
        'h' => 3_600,
        'm' => 60,
        's' => 1,
        _ => return None,
    };
    let digits = text.strip_suffix(unit)?;
    let is_number = !digits.is_empty()
        && !digits.starts_with('0')
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number {
        return None;
    }
    // More digits than fit are longer than any session too.
    let number: u64 = digits.parse().unwrap_or(u64::MAX);
    Some(number.saturating_mul(factor))
}

fn boundary<'a, 's>(
    word: Word<'s>,
    scope: &Scope<'s>,
    account: AccountId,
    instances: &mut Instances<'a, 's>,
    world: &mut World<'a, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Limit> {
    if word.text.starts_with("arn:") {
        diagnostics.push(
            Diagnostic::new(
                codes::BOUNDARY_DOCUMENT,
                format!("the document of the boundary `{}` is not known", word.text),
            )
            .at(word.span)
            .hint("declare it in the program: `boundary NAME { can ... }`"),
        );
        return None;
    }
    instances.boundary(word, scope, account, world, diagnostics)
}

fn contradict(what: &str, name: &str, second: Span, first: Span, diagnostics: &mut Diagnostics) {
    diagnostics.push(
        Diagnostic::new(codes::CONTRADICTION, format!("`{name}` has two {what}"))
            .at(second)
            .label(first, "the first is here")
            .hint("leave one out"),
    );
}

/// The name, account and path of what has them.
pub(super) fn entity<'w>(subject: Subject, world: &'w World<'_, '_>) -> Option<&'w Entity> {
    let program = &world.program;
    match subject {
        Subject::User(id) => program.user(id).map(|user| &user.entity),
        Subject::Group(id) => program.group(id).map(|group| &group.entity),
        Subject::Role(id) => program.role(id).map(|role| &role.entity),
        Subject::Policy(id) => program.policy(id).map(|policy| &policy.entity),
        Subject::Boundary(id) => program.boundary(id).map(|boundary| &boundary.entity),
        Subject::SessionPolicy(_)
        | Subject::Guardrail(_)
        | Subject::Resource(_)
        | Subject::Unattached => None,
    }
}

fn entity_mut<'w>(subject: Subject, world: &'w mut World<'_, '_>) -> Option<&'w mut Entity> {
    let program = &mut world.program;
    match subject {
        Subject::User(id) => program
            .users
            .get_mut(id.index())
            .map(|user| &mut user.entity),
        Subject::Group(id) => program
            .groups
            .get_mut(id.index())
            .map(|group| &mut group.entity),
        Subject::Role(id) => program
            .roles
            .get_mut(id.index())
            .map(|role| &mut role.entity),
        Subject::Policy(id) => program
            .policies
            .get_mut(id.index())
            .map(|policy| &mut policy.entity),
        Subject::Boundary(id) => program
            .boundaries
            .get_mut(id.index())
            .map(|boundary| &mut boundary.entity),
        Subject::SessionPolicy(_)
        | Subject::Guardrail(_)
        | Subject::Resource(_)
        | Subject::Unattached => None,
    }
}

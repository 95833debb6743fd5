//! Someone, and which parts of a method they are allowed.

use std::borrow::Cow;
use std::cell::OnceCell;

use crate::iam::{Match, pattern};
use crate::lint::shared::arn;
use crate::lint::shared::cover::{covers_action, covers_resources};
use crate::lint::shared::holder::{Place, PrincipalHolder, allows};
use crate::lint::shared::reach;
use crate::model::{Attachment, Entity, Program, Statement};

use super::actions::Actions;
use super::asking::Asking;
use super::method::{Kind, Method, MethodKind, Part};
use super::world::{Useful, World};

/// Managed policies worth attaching. A condition can leave one of them out.
const STRONG_POLICIES: &[&str] = &[
    "arn:aws:iam::aws:policy/AdministratorAccess",
    "arn:aws:iam::aws:policy/IAMFullAccess",
];

/// A user, group or role with what it is granted and what limits that.
pub(in crate::lint) struct Subject<'p> {
    pub(in crate::lint) principal: PrincipalHolder<'p>,
    program: &'p Program,
    number: Option<&'p str>,
    is_bounded: bool,
    pub(super) grants: Vec<&'p Statement>,
    /// The actions of methods that some of them may allow.
    pub(super) allowed: Actions,
    /// Lists of what is allowed at all. Each must allow what is asked.
    limits: Vec<Vec<&'p Statement>>,
    denies: Vec<&'p Statement>,
    /// Of most subjects neither is ever asked.
    arn: OnceCell<Option<String>>,
    own: OnceCell<Vec<String>>,
}

/// A statement that allows one part of a method.
#[derive(Clone, Copy)]
pub(in crate::lint) struct Piece<'p> {
    pub(in crate::lint) action: &'static str,
    pub(in crate::lint) statement: &'p Statement,
}

impl<'p> Subject<'p> {
    pub(super) fn new(
        world: &World<'p>,
        principal: PrincipalHolder<'p>,
        useful: Useful<'p>,
    ) -> Self {
        let program = world.program;
        let boundary = match principal.place {
            Place::User(place) => program.users.get(place).and_then(|it| it.boundary),
            Place::Role(place) => program.roles.get(place).and_then(|it| it.boundary),
            Place::Group(_) => None,
        };
        let of_boundary = boundary.map_or(&[][..], |it| program.statements(it.document()));
        let above = world.above(principal.account());
        let (grants, own_denies): (Vec<_>, Vec<_>) =
            useful.statements.into_iter().partition(|it| allows(it));
        let denies = own_denies
            .into_iter()
            .chain(of_boundary.iter().filter(|it| !allows(it)));
        let mut limits = above.lists.clone();
        if boundary.is_some() {
            limits.push(of_boundary.iter().filter(|it| allows(it)).collect());
        }
        Self {
            principal,
            program,
            number: arn::number(program, principal.account()),
            is_bounded: boundary.is_some(),
            grants,
            limits,
            allowed: useful.allowed,
            denies: denies.chain(above.denies.iter().copied()).collect(),
            arn: OnceCell::new(),
            own: OnceCell::new(),
        }
    }

    /// The ARN of a user or role; none where its account has no number.
    pub(super) fn arn(&self) -> Option<&str> {
        let arn = self.arn.get_or_init(|| match self.principal.place {
            Place::User(_) | Place::Role(_) => {
                let kind = self.principal.own.noun;
                arn::of_entity(self.program, kind, self.principal.entity)
            }
            Place::Group(_) => None,
        });
        arn.as_deref()
    }

    /// What it, its groups and its members' user names are called in the last
    /// field of an ARN: what it owns.
    fn own(&self) -> &[String] {
        self.own.get_or_init(|| own(self.program, self.principal))
    }

    /// Whether it is an administrator, who has nothing to gain.
    pub(super) fn is_administrator(&self) -> bool {
        let is_everything = |statement: &&Statement| statement.is_about_everything();
        let denies_iam = |statement: &&Statement| {
            statement.condition.is_empty()
                && is_allowed(statement, "iam:AttachUserPolicy")
                && self.takes(statement, "user/*")
        };
        self.grants.iter().any(is_everything)
            && self
                .limits
                .iter()
                .all(|list| list.iter().any(is_everything))
            && !self.denies.iter().any(denies_iam)
    }

    /// The statements that let it do all steps of a method.
    pub(super) fn way(&self, method: &'static Method, world: &World<'p>) -> Option<Vec<Piece<'p>>> {
        let steps = method.steps.iter();
        let pieces: Option<Vec<_>> = steps.map(|step| self.step(method, step, world)).collect();
        let pieces = pieces?.concat();
        fits(method, &pieces).then_some(pieces)
    }

    /// The statements that let it do one step.
    pub(super) fn step(
        &self,
        method: &'static Method,
        step: &[Part],
        world: &World<'p>,
    ) -> Option<Vec<Piece<'p>>> {
        if method.kind == MethodKind::Unbinds && !self.is_bounded {
            return None;
        }
        step.iter()
            .map(|part| self.part(method, *part, world))
            .collect()
    }

    fn part(&self, method: &'static Method, part: Part, world: &World<'p>) -> Option<Piece<'p>> {
        let action = part.action();
        let service = match (part, method.kind) {
            (Part::Pass, MethodKind::Passes(service)) => Some(service),
            // Of any service: a condition that names some leaves most out.
            (Part::AnyOf(..), _) => Some(""),
            _ => None,
        };
        let attaches = action.starts_with("iam:Attach");
        let policies: &[Option<&str>] = &STRONG_POLICIES
            .iter()
            .map(|it| Some(*it).filter(|_| attaches))
            .collect::<Vec<_>>();
        let policies = if attaches {
            policies
        } else {
            policies.get(..1)?
        };
        policies.iter().find_map(|policy| {
            let asking = Asking {
                principal: self.arn(),
                service,
                policy: *policy,
            };
            let grants = self.grants.iter().filter(|it| applies(it, action, asking));
            let allowed = |statement: &&&Statement| {
                let mut targets = self.targets(statement, part, service, world).into_iter();
                targets.any(|target| self.is_open(statement, part, &target, service, asking, world))
            };
            let statement = grants.copied().find(|it| allowed(&it))?;
            Some(Piece { action, statement })
        })
    }

    /// Whether nothing takes away what a grant allows on a target.
    fn is_open(
        &self,
        grant: &Statement,
        part: Part,
        target: &str,
        service: Option<&str>,
        asking: Asking<'_>,
        world: &World<'p>,
    ) -> bool {
        let action = part.action();
        let allows_too = |statement: &&Statement| {
            applies(statement, action, asking)
                && self
                    .targets(statement, part, service, world)
                    .iter()
                    .any(|it| it == target)
        };
        let is_certain = |deny: &&Statement| {
            let holds = |atom| asking.decide(atom) == Some(true) || grant.condition.contains(atom);
            is_allowed(deny, action) && deny.condition.iter().all(holds)
        };
        let denies: Vec<&Statement> = (self.denies.iter().copied()).filter(is_certain).collect();
        self.limits.iter().all(|list| list.iter().any(allows_too))
            && !self.takes_all(&denies, grant, action, target)
    }

    /// Whether denies, each or together, take in all of a grant's resources that
    /// a target stands for.
    fn takes_all(
        &self,
        denies: &[&Statement],
        grant: &Statement,
        action: &str,
        target: &str,
    ) -> bool {
        if target != EVERYTHING {
            return denies.iter().any(|deny| self.takes(deny, target));
        }
        let covers = |resources: Option<&Match>| {
            let mut denies = denies.iter();
            denies.any(|deny| covers_resources(deny.resources.as_ref(), resources))
        };
        let is_taken = |arn: &String| covers(Some(&Match::Any(vec![arn.clone()])));
        let each = match &grant.resources {
            Some(Match::Any(arns)) => arns.iter().all(is_taken),
            Some(Match::NoneOf(_)) | None => covers(grant.resources.as_ref()),
        };
        each || denies.iter().any(|deny| is_wide_for(deny, action))
    }

    /// What a statement allows a part on that is of use: last fields of ARNs of
    /// IAM, or everything there is.
    fn targets(
        &self,
        statement: &Statement,
        part: Part,
        service: Option<&str>,
        world: &World<'p>,
    ) -> Vec<String> {
        let one = |target: String| {
            let is_taken = self.takes(statement, &target);
            is_taken.then_some(target).into_iter().collect::<Vec<_>>()
        };
        let any_of = |kind: Kind| one(format!("{}/*", kind.name()));
        let own = |kind: Kind| {
            let own = self
                .own()
                .iter()
                .filter(|it| it.split('/').next() == Some(kind.name()));
            own.filter(|it| self.takes(statement, it))
                .cloned()
                .collect::<Vec<_>>()
        };
        match part {
            Part::Any(_) => vec![EVERYTHING.to_owned()],
            Part::All(_) if is_wide(statement) => vec![EVERYTHING.to_owned()],
            Part::All(_) => Vec::new(),
            Part::AnyOf(kind, _) => any_of(kind),
            Part::Own(kind, _) => own(kind),
            Part::AnyOrOwn(kind, _) => [any_of(kind), own(kind)].concat(),
            Part::Pass => {
                let any = one("role/*".to_owned());
                let named = world.administrators_of(self.principal.account(), service);
                let named = named.map(|it| it.field.clone());
                let named = named.filter(|it| self.takes(statement, it));
                any.into_iter().chain(named).collect()
            }
        }
    }

    /// Whether a statement is about all that an ARN of IAM with this last field
    /// names.
    fn takes(&self, statement: &Statement, field: &str) -> bool {
        match &statement.resources {
            None => false,
            Some(Match::Any(list)) => list.iter().any(|it| self.pattern_takes(it, field)),
            Some(Match::NoneOf(list)) => !list.iter().any(|it| self.pattern_takes(it, field)),
        }
    }

    fn pattern_takes(&self, pattern: &str, field: &str) -> bool {
        if pattern == "*" {
            return true;
        }
        let name = match self.principal.place {
            Place::User(_) => self.principal.own.name,
            Place::Group(_) | Place::Role(_) => USER_NAME,
        };
        let pattern = match pattern.contains("${") {
            true => Cow::Owned(pattern.replace(USER_NAME, name)),
            false => Cow::Borrowed(pattern),
        };
        let mut fields = pattern.splitn(6, ':').skip(2);
        let mut next = || fields.next().unwrap_or("*");
        let (service, _, account, last) = (next(), next(), next(), next());
        pattern::covers(service, "iam")
            && self
                .number
                .is_none_or(|number| pattern::covers(account, number))
            && pattern::covers(last, field)
    }
}

/// What stands for every resource that an action can be about.
const EVERYTHING: &str = "*";

/// The policy variable by which users are given what is their own.
const USER_NAME: &str = "${aws:username}";

/// Whether the actions of a statement take one in.
pub(super) fn is_allowed(statement: &Statement, action: &str) -> bool {
    let takes = |pattern: &String| covers_action(pattern, action);
    match &statement.actions {
        Match::Any(list) => list.iter().any(takes),
        Match::NoneOf(list) => !list.iter().any(takes),
    }
}

/// Whether a statement is about an action, and its condition does not stand in
/// the way.
fn applies(statement: &Statement, action: &str, asking: Asking<'_>) -> bool {
    let stands_in_the_way = |atom| asking.decide(atom) == Some(false);
    is_allowed(statement, action) && !statement.condition.iter().any(stands_in_the_way)
}

/// Whether a statement is about everything, or all of one type: `function:*`.
fn is_wide(statement: &Statement) -> bool {
    match &statement.resources {
        None => false,
        Some(Match::Any(list)) => list.iter().any(|it| it == "*" || is_open(it)),
        Some(Match::NoneOf(_)) => true,
    }
}

/// Whether that takes in what an action works on. Of IAM's types most actions
/// work on one alone, so there it is about all of them.
fn is_wide_for(statement: &Statement, action: &str) -> bool {
    let own = action.split(':').next();
    let is_of_own = |pattern: &str| {
        let mut fields = pattern.splitn(6, ':').skip(2);
        let service = fields.next();
        service == own && (service != Some("iam") || fields.nth(2) == Some("*"))
    };
    match &statement.resources {
        Some(Match::Any(list)) => {
            let mut list = list.iter();
            list.any(|it| it == "*" || is_open(it) && is_of_own(it))
        }
        Some(Match::NoneOf(_)) | None => is_wide(statement),
    }
}

/// Whether a pattern is of all of one type: `arn:aws:lambda:*:*:function:*`.
fn is_open(pattern: &str) -> bool {
    let mut fields = pattern.splitn(6, ':').skip(2);
    let service = fields.next().unwrap_or("*");
    let last = fields.nth(2).unwrap_or("*");
    let name = match last.split_once([':', '/']) {
        // What stands before the slash in an ARN of S3 is a name, not a type.
        Some((_, name)) if service != "s3" => name,
        _ => last,
    };
    name.contains('*') && name.chars().all(|it| "*:/".contains(it))
}

/// Whether pieces do what a method does together.
pub(super) fn fits(method: &Method, pieces: &[Piece<'_>]) -> bool {
    let shares = |one: &Piece<'_>, other: &Piece<'_>| {
        let of = |piece: &Piece<'_>| match &piece.statement.resources {
            Some(Match::Any(list)) => list.clone(),
            Some(Match::NoneOf(_)) | None => vec!["*".to_owned()],
        };
        let other = of(other);
        of(one)
            .iter()
            .any(|one| other.iter().any(|other| pattern::overlap(one, other)))
    };
    let mut pairs = pieces.windows(2);
    method.kind != MethodKind::Makes
        || pairs.all(|pair| {
            pair.first()
                .zip(pair.last())
                .is_some_and(|(one, other)| shares(one, other))
        })
}

/// The last fields of the ARNs of what is a principal's own.
fn own(program: &Program, principal: PrincipalHolder<'_>) -> Vec<String> {
    let field = |kind: &str, entity: &Entity| format!("{kind}{}{}", entity.path, entity.name);
    let mut own = vec![field(principal.own.noun, principal.entity)];
    let mut attached: Vec<&Attachment> = principal.own.attached.iter().collect();
    for group in reach::groups(program, principal) {
        own.push(field("group", &group.entity));
        attached.extend(&group.attached);
    }
    if let Place::Group(place) = principal.place {
        own.push(format!("user/{USER_NAME}"));
        let members = program.groups.get(place).map_or(&[][..], |it| &it.members);
        let users = members.iter().filter_map(|id| program.user(*id));
        own.extend(users.map(|user| field("user", &user.entity)));
    }
    for attachment in attached {
        if let Attachment::Managed(id) = attachment
            && let Some(policy) = program.policy(*id)
        {
            own.push(field("policy", &policy.entity));
        }
    }
    own
}

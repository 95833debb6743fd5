//! Managed policies and boundaries: what is declared is a template; a policy of
//! the program is made of it for each account and each set of arguments.

use std::sync::Arc;

use hashbrown::{HashMap, HashSet};

use super::arguments::bind;
use super::declared::{Line, Subject};
use super::documents;
use super::holds::{self, Holder};
use super::name;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::model::{AccountId, Boundary, BoundaryId, Entity, Limit, Policy, PolicyId};
use crate::resolve::directory::Kind;
use crate::resolve::expand::Placed;
use crate::resolve::names::NameTable;
use crate::resolve::scope::{Bound, Scope};
use crate::resolve::world::World;
use crate::source::Span;
use crate::syntax::ast::{Body, Clause, Declaration, Word};

/// What is declared under one name.
#[derive(Debug)]
pub(in crate::resolve) struct Template<'a, 's> {
    pub(in crate::resolve) name: String,
    parameters: Option<&'a [Word<'s>]>,
    pieces: Vec<Placed<'a, 's, Declaration<'s>>>,
    origin: Span,
}

impl<'a, 's> Template<'a, 's> {
    pub(super) fn new(
        name: String,
        parameters: Option<&'a [Word<'s>]>,
        first: Placed<'a, 's, Declaration<'s>>,
    ) -> Self {
        let origin = first.node.head.name().map_or(first.span, |name| name.span);
        Self {
            name,
            parameters,
            pieces: vec![first],
            origin,
        }
    }

    /// Adds a piece, which must have the same parameters.
    pub(super) fn add(
        &mut self,
        parameters: Option<&'a [Word<'s>]>,
        span: Span,
        piece: Placed<'a, 's, Declaration<'s>>,
        diagnostics: &mut Diagnostics,
    ) {
        let before = self.names();
        let now = parameters.unwrap_or_default();
        let same = before.len() == now.len()
            && before
                .iter()
                .zip(now)
                .all(|(left, right)| left.text == right.text);
        if same {
            self.pieces.push(piece);
            return;
        }
        diagnostics.push(
            Diagnostic::new(
                codes::CONTRADICTION,
                format!(
                    "two pieces of the policy `{}` have different parameters",
                    self.name
                ),
            )
            .at(span)
            .label(self.origin, "the first is here")
            .hint("give every piece the same parameters, or one of them another name"),
        );
    }

    fn names(&self) -> &'a [Word<'s>] {
        self.parameters.unwrap_or_default()
    }
}

/// The templates of both kinds, in the order of their names in the directory.
#[derive(Debug, Default)]
pub(in crate::resolve) struct Templates<'a, 's> {
    policies: Vec<Template<'a, 's>>,
    boundaries: Vec<Template<'a, 's>>,
}

impl<'a, 's> Templates<'a, 's> {
    pub(super) fn of_mut(&mut self, kind: Kind) -> &mut Vec<Template<'a, 's>> {
        if kind == Kind::Boundary {
            &mut self.boundaries
        } else {
            &mut self.policies
        }
    }

    fn of(&self, kind: Kind) -> &[Template<'a, 's>] {
        if kind == Kind::Boundary {
            &self.boundaries
        } else {
            &self.policies
        }
    }
}

/// What tells two policies of one template apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    is_boundary: bool,
    template: usize,
    account: AccountId,
    arguments: Vec<ArgumentKey>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum ArgumentKey {
    Text { text: Arc<str>, quoted: bool },
    Let(usize),
}

/// The policies and boundaries made so far.
#[derive(Debug)]
pub(in crate::resolve) struct Instances<'a, 's> {
    templates: Templates<'a, 's>,
    made: HashMap<Key, usize>,
    /// Policies and boundaries are both managed policies to IAM, and share
    /// their names.
    names: NameTable<'s>,
    /// Where each name was declared, and the policy that has it.
    named: Vec<(Span, Subject)>,
    /// The clauses of what was made.
    pub(in crate::resolve) lines: Vec<Line<'a, 's>>,
    /// The templates of policies that something is attached by.
    asked: HashSet<usize>,
}

impl<'a, 's> Instances<'a, 's> {
    /// Makes what needs no arguments, in its own account.
    pub(in crate::resolve) fn new(
        templates: Templates<'a, 's>,
        world: &mut World<'a, 's>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut instances = Self {
            templates,
            made: HashMap::new(),
            names: NameTable::default(),
            named: Vec::new(),
            lines: Vec::new(),
            asked: HashSet::new(),
        };
        for kind in [Kind::Policy, Kind::Boundary] {
            for template in 0..instances.templates.of(kind).len() {
                instances.make_plain(kind, template, world, diagnostics);
            }
        }
        instances
    }

    fn make_plain(
        &mut self,
        kind: Kind,
        template: usize,
        world: &mut World<'a, 's>,
        diagnostics: &mut Diagnostics,
    ) {
        let Some(found) = self.templates.of(kind).get(template) else {
            return;
        };
        let account = found.pieces.first().map(|piece| piece.scope.account());
        if let (Some(account), []) = (account, found.names()) {
            self.make(kind, template, account, &[], world, diagnostics);
        }
    }

    /// The policy that an attachment by name means, made if it is not yet.
    pub(super) fn policy(
        &mut self,
        written: Word<'s>,
        arguments: Option<&[Word<'s>]>,
        scope: &Scope<'s>,
        holder: AccountId,
        world: &mut World<'a, 's>,
        diagnostics: &mut Diagnostics,
    ) -> Option<PolicyId> {
        let template = find_template(Kind::Policy, written, scope, world, diagnostics)?;
        self.asked.insert(template);
        let names = self.templates.of(Kind::Policy).get(template)?.names();
        let bounds = bind(written, names, arguments, scope, world, diagnostics)?;
        let place = self.make(Kind::Policy, template, holder, &bounds, world, diagnostics)?;
        Some(PolicyId::new(place))
    }

    /// The boundary of a name, or the policy where no boundary has it, made for
    /// the account of who is limited.
    pub(super) fn boundary(
        &mut self,
        written: Word<'s>,
        scope: &Scope<'s>,
        holder: AccountId,
        world: &mut World<'a, 's>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Limit> {
        let mut found = Diagnostics::new();
        if let Some(template) = find_template(Kind::Boundary, written, scope, world, &mut found) {
            diagnostics.append(found);
            let made = self.make(Kind::Boundary, template, holder, &[], world, diagnostics);
            return made.map(|place| Limit::Boundary(BoundaryId::new(place)));
        }
        let policy = find_template(Kind::Policy, written, scope, world, &mut Diagnostics::new());
        let Some(template) = policy.and_then(|it| self.templates.policies.get(it)) else {
            diagnostics.append(found);
            return None;
        };
        if !template.names().is_empty() {
            diagnostics.push(
                Diagnostic::new(
                    codes::ARGUMENTS,
                    format!(
                        "the policy `{}` waits for arguments, and a boundary is given none",
                        template.name
                    ),
                )
                .at(written.span)
                .label(template.origin, "it is declared here")
                .hint("declare the boundary: `boundary NAME { can ... }`"),
            );
            return None;
        }
        self.policy(written, None, scope, holder, world, diagnostics)
            .map(Limit::Policy)
    }

    /// The policy that has a name in an account.
    pub(super) fn named(&self, account: AccountId, name: &str) -> Option<PolicyId> {
        let place = self.names.find(account, name)?;
        match self.named.get(place) {
            Some((_, Subject::Policy(policy))) => Some(*policy),
            Some(_) | None => None,
        }
    }

    /// Checks what the policies say that wait for arguments and are attached
    /// nowhere, as far as it can be told without arguments.
    pub(super) fn check_unattached(
        &mut self,
        world: &World<'a, 's>,
        diagnostics: &mut Diagnostics,
    ) {
        for template in 0..self.templates.policies.len() {
            let Some(found) = self.templates.policies.get(template) else {
                continue;
            };
            let names = found.names();
            if names.is_empty() || self.asked.contains(&template) {
                continue;
            }
            if !world.may_be_unread(&found.name) {
                diagnostics.push(unattached(found, names));
            }
            let pieces: Vec<(&'a Declaration<'s>, Scope<'s>)> = found
                .pieces
                .iter()
                .map(|piece| (piece.node, piece.scope.clone()))
                .collect();
            for (declaration, scope) in pieces {
                let unknown = names
                    .iter()
                    .fold(scope, |scope, name| scope.with(name.text, Bound::Unknown));
                let subject = Subject::Unattached;
                self.write_out(
                    Kind::Policy,
                    subject,
                    declaration,
                    &unknown,
                    world,
                    diagnostics,
                );
            }
        }
    }

    fn make(
        &mut self,
        kind: Kind,
        template: usize,
        account: AccountId,
        bounds: &[(Bound, String)],
        world: &mut World<'a, 's>,
        diagnostics: &mut Diagnostics,
    ) -> Option<usize> {
        let key = Key {
            is_boundary: kind == Kind::Boundary,
            template,
            account,
            arguments: bounds
                .iter()
                .map(|(bound, _)| argument_key(bound))
                .collect(),
        };
        if let Some(place) = self.made.get(&key) {
            return Some(*place);
        }
        let found = self.templates.of(kind).get(template)?;
        let mut name = found.name.clone();
        for (_, part) in bounds {
            name.push('-');
            name.push_str(part);
        }
        let entity = Entity {
            name: name.clone(),
            account,
            path: "/".to_owned(),
            origin: found.origin,
        };
        let (place, subject) = add(kind, entity, world);
        self.made.insert(key, place);
        let names = found.names();
        let origin = found.origin;
        let pieces: Vec<(&'a Declaration<'s>, Scope<'s>)> = found
            .pieces
            .iter()
            .map(|piece| (piece.node, piece.scope.in_account(account)))
            .collect();
        self.take_name(
            &name,
            account,
            subject,
            origin,
            !bounds.is_empty(),
            diagnostics,
        );
        for (declaration, scope) in pieces {
            let bound = names
                .iter()
                .zip(bounds)
                .fold(scope, |scope, (name, (bound, _))| {
                    scope.with(name.text, bound.clone())
                });
            if let Body::From(file) = &declaration.body {
                documents::add(*file, subject, world, diagnostics);
            }
            self.write_out(kind, subject, declaration, &bound, world, diagnostics);
        }
        Some(place)
    }

    /// The clauses of one piece, loops run and parameters bound.
    fn write_out(
        &mut self,
        kind: Kind,
        subject: Subject,
        declaration: &'a Declaration<'s>,
        scope: &Scope<'s>,
        world: &World<'a, 's>,
        diagnostics: &mut Diagnostics,
    ) {
        let holder = if kind == Kind::Boundary {
            Holder::Boundary
        } else {
            Holder::Policy
        };
        let clauses: &'a [Clause<'s>] = match &declaration.body {
            Body::Clause(clause) => std::slice::from_ref(clause),
            Body::Block(clauses) => clauses,
            Body::None | Body::From(_) => &[],
            Body::Members(words) | Body::Includes(words) => {
                if let Some(word) = words.first() {
                    holds::report(holder, "members", word.span, diagnostics);
                }
                &[]
            }
        };
        let mut found = Vec::new();
        world.clauses(clauses, scope, &mut found, diagnostics);
        for clause in found {
            if holds::check(holder, &clause.node.kind, clause.span, diagnostics) {
                self.lines.push(Line { subject, clause });
            }
        }
    }

    fn take_name(
        &mut self,
        name: &str,
        account: AccountId,
        subject: Subject,
        origin: Span,
        has_arguments: bool,
        diagnostics: &mut Diagnostics,
    ) {
        if has_arguments {
            name::check(Kind::Policy, name, origin, diagnostics);
        }
        let Some(place) = self.names.find(account, name) else {
            self.names.add(account, name.to_owned().into());
            self.named.push((origin, subject));
            return;
        };
        let mut diagnostic = Diagnostic::new(
            codes::INSTANCE_NAME,
            format!("two managed policies of one account would be called `{name}`"),
        )
        .at(origin);
        if let Some((first, _)) = self.named.get(place).filter(|(first, _)| *first != origin) {
            diagnostic = diagnostic.label(*first, "the other is declared here");
        }
        let hint = if has_arguments {
            "a policy with arguments is called after them: name the values with `let`, and attach it with these names"
        } else {
            "policies and boundaries share their names: choose another"
        };
        diagnostics.push(diagnostic.hint(hint));
    }
}

fn unattached(template: &Template<'_, '_>, names: &[Word<'_>]) -> Diagnostic {
    let name = &template.name;
    let list: Vec<&str> = names.iter().map(|name| name.text).collect();
    Diagnostic::new(
        codes::UNATTACHED,
        format!("the policy `{name}` waits for arguments, and nobody has it"),
    )
    .at(template.origin)
    .hint(format!(
        "attach it with a value for each, `has {name}({})`; until then no policy is made of it",
        list.join(", ")
    ))
}

fn argument_key(bound: &Bound) -> ArgumentKey {
    match bound {
        Bound::Loop(text) => ArgumentKey::Text {
            text: Arc::clone(text),
            quoted: true,
        },
        Bound::Value { text, quoted, .. } => ArgumentKey::Text {
            text: Arc::clone(text),
            quoted: *quoted,
        },
        Bound::Let(id) => ArgumentKey::Let(id.index()),
        // Stands for no argument.
        Bound::Unknown => ArgumentKey::Text {
            text: Arc::from(""),
            quoted: false,
        },
    }
}

fn add(kind: Kind, entity: Entity, world: &mut World<'_, '_>) -> (usize, Subject) {
    let program = &mut world.program;
    let statements = Vec::new();
    if kind == Kind::Boundary {
        let place = program.boundaries.len();
        program.boundaries.push(Boundary { entity, statements });
        (place, Subject::Boundary(BoundaryId::new(place)))
    } else {
        let place = program.policies.len();
        program.policies.push(Policy { entity, statements });
        (place, Subject::Policy(PolicyId::new(place)))
    }
}

/// The template of a name: of the account it is asked for in, else of the
/// program's first account, else of the only account that has one.
fn find_template<'s>(
    kind: Kind,
    word: Word<'s>,
    scope: &Scope<'s>,
    world: &World<'_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    let text = world.text(word, scope, diagnostics)?;
    let (account, name) = world.qualified(kind, &text, word, scope, diagnostics)?;
    let table = world.directory.table(kind);
    let is_qualified = name.len() != text.len();
    let elsewhere = || {
        let first = AccountId::new(0);
        let first = table.find(first, name).map(|_| first);
        first.or_else(|| match world.accounts_with(kind, name).as_slice() {
            [only] => world.account_named(only),
            _ => None,
        })
    };
    let account = if is_qualified || table.find(account, name).is_some() {
        account
    } else {
        elsewhere().unwrap_or(account)
    };
    let mut found = Diagnostics::new();
    let template = world.look_up(kind, account, name, word.span, &mut found);
    let is_boundary = kind == Kind::Policy
        && world
            .directory
            .table(Kind::Boundary)
            .find(account, name)
            .is_some();
    let unknown = found.iter_mut().filter(|it| it.code == codes::UNKNOWN_NAME);
    for unknown in unknown.filter(|_| is_boundary) {
        unknown.hints = vec![format!(
            "`{name}` is a boundary: write `boundary {name}` in the block of a user or a role"
        )];
    }
    diagnostics.append(found);
    template
}

//! Loops and account blocks of all files written out, into flat lists in source
//! order.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::let_table::{Entry, Lets};
use super::scope::{Bound, Scope};
use super::world::World;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::model::AccountId;
use crate::source::Span;
use crate::syntax::ast::{
    Ast, Clause, ClauseKind, Declaration, For, ForValues, Item, ItemKind, Let, Test, Word,
};

/// How many things the loops of a program may write out in all.
pub(crate) const LOOP_LIMIT: usize = 200_000;

/// Something written, and what its words mean where it stands.
#[derive(Debug)]
pub(crate) struct Placed<'a, 's, T> {
    pub(crate) node: &'a T,
    pub(crate) span: Span,
    pub(crate) scope: Scope<'s>,
}

/// What the files hold besides accounts: loops run, account blocks opened.
#[derive(Debug, Default)]
pub(crate) struct Expanded<'a, 's> {
    pub(crate) settings: Vec<Placed<'a, 's, ItemKind<'s>>>,
    pub(crate) lets: Vec<Placed<'a, 's, Let<'s>>>,
    pub(crate) declarations: Vec<Placed<'a, 's, Declaration<'s>>>,
    pub(crate) tests: Vec<Placed<'a, 's, Test<'s>>>,
}

/// The `let` names outside loops, which names of accounts and bounds of loops
/// may need; the account that they stand in is not known yet.
pub(crate) fn lets_outside_loops<'a, 's>(asts: &'a [Ast<'s>]) -> Lets<'a, 's> {
    let mut lets = Lets::default();
    for ast in asts {
        add_lets(&ast.items, &mut lets);
    }
    lets
}

fn add_lets<'a, 's>(items: &'a [Item<'s>], lets: &mut Lets<'a, 's>) {
    for item in items {
        match &item.kind {
            ItemKind::Let(Let { name, value }) => {
                let entry = Entry {
                    value,
                    scope: Scope::new(AccountId::new(0)),
                    origin: name.span,
                };
                // Repeated names are reported once all are known.
                lets.add(name.text.into(), entry, &mut Diagnostics::new());
            }
            ItemKind::InAccount { items, .. } => add_lets(items, lets),
            ItemKind::Use(_)
            | ItemKind::Account { .. }
            | ItemKind::Region(_)
            | ItemKind::Partition(_)
            | ItemKind::Organization { .. }
            | ItemKind::UnitMembers { .. }
            | ItemKind::UnitIncludes { .. }
            | ItemKind::For(_)
            | ItemKind::Declaration(_)
            | ItemKind::Test(_) => {}
        }
    }
}

/// Every `account NAME = NUMBER`, loops run.
pub(crate) fn accounts<'a, 's>(
    asts: &'a [Ast<'s>],
    world: &World<'a, 's>,
    diagnostics: &mut Diagnostics,
) -> Vec<Placed<'a, 's, ItemKind<'s>>> {
    let mut found = Vec::new();
    for ast in asts {
        let scope = Scope::new(AccountId::new(0));
        find_accounts(&ast.items, &scope, world, &mut found, diagnostics);
    }
    found
}

fn find_accounts<'a, 's>(
    items: &'a [Item<'s>],
    scope: &Scope<'s>,
    world: &World<'a, 's>,
    found: &mut Vec<Placed<'a, 's, ItemKind<'s>>>,
    diagnostics: &mut Diagnostics,
) {
    for item in items {
        match &item.kind {
            ItemKind::Account { .. } => found.push(Placed {
                node: &item.kind,
                span: item.span,
                scope: scope.clone(),
            }),
            ItemKind::For(loop_) if declares_account(&loop_.body) => {
                for scope in world.turns(loop_, scope, diagnostics) {
                    find_accounts(&loop_.body, &scope, world, found, diagnostics);
                }
            }
            // An account inside an account block is reported as it is opened.
            ItemKind::Use(_)
            | ItemKind::Region(_)
            | ItemKind::Partition(_)
            | ItemKind::Organization { .. }
            | ItemKind::UnitMembers { .. }
            | ItemKind::UnitIncludes { .. }
            | ItemKind::InAccount { .. }
            | ItemKind::Let(_)
            | ItemKind::For(_)
            | ItemKind::Declaration(_)
            | ItemKind::Test(_) => {}
        }
    }
}

fn declares_account(items: &[Item<'_>]) -> bool {
    items.iter().any(|item| match &item.kind {
        ItemKind::Account { .. } => true,
        ItemKind::For(loop_) => declares_account(&loop_.body),
        ItemKind::Use(_)
        | ItemKind::Region(_)
        | ItemKind::Partition(_)
        | ItemKind::Organization { .. }
        | ItemKind::UnitMembers { .. }
        | ItemKind::UnitIncludes { .. }
        | ItemKind::InAccount { .. }
        | ItemKind::Let(_)
        | ItemKind::Declaration(_)
        | ItemKind::Test(_) => false,
    })
}

/// Everything but the accounts, which are known by now.
pub(crate) fn expand<'a, 's>(
    asts: &'a [Ast<'s>],
    world: &World<'a, 's>,
    diagnostics: &mut Diagnostics,
) -> Expanded<'a, 's> {
    let mut expander = Expander {
        world,
        expanded: Expanded::default(),
        diagnostics,
    };
    for ast in asts {
        let scope = Scope::new(AccountId::new(0));
        expander.items(&ast.items, &scope, Around::Nothing);
    }
    expander.expanded
}

/// What a declaration stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Around {
    Nothing,
    Loop,
    AccountBlock,
}

struct Expander<'e, 'a, 's> {
    world: &'e World<'a, 's>,
    expanded: Expanded<'a, 's>,
    diagnostics: &'e mut Diagnostics,
}

impl<'a, 's> Expander<'_, 'a, 's> {
    fn items(&mut self, items: &'a [Item<'s>], scope: &Scope<'s>, around: Around) {
        for item in items {
            self.item(item, scope, around);
        }
    }

    fn item(&mut self, item: &'a Item<'s>, scope: &Scope<'s>, around: Around) {
        match &item.kind {
            ItemKind::Let(node) => self.expanded.lets.push(place(node, item.span, scope)),
            ItemKind::Declaration(node) => {
                let placed = place(node.as_ref(), item.span, scope);
                self.expanded.declarations.push(placed);
            }
            ItemKind::Test(node) => self.expanded.tests.push(place(node, item.span, scope)),
            ItemKind::For(loop_) => {
                let inside = match around {
                    Around::Nothing | Around::Loop => Around::Loop,
                    Around::AccountBlock => Around::AccountBlock,
                };
                for scope in self.world.turns(loop_, scope, self.diagnostics) {
                    self.items(&loop_.body, &scope, inside);
                }
            }
            ItemKind::InAccount { account, items } => {
                if around == Around::AccountBlock {
                    self.refuse_inside(item, around);
                } else if let Some(account) = self.world.account(*account, scope, self.diagnostics)
                {
                    self.items(items, &scope.in_account(account), Around::AccountBlock);
                }
            }
            ItemKind::Use(_) if around == Around::Nothing => {}
            ItemKind::Account { .. } if around != Around::AccountBlock => {}
            ItemKind::Region(_)
            | ItemKind::Partition(_)
            | ItemKind::Organization { .. }
            | ItemKind::UnitMembers { .. }
            | ItemKind::UnitIncludes { .. }
                if around != Around::AccountBlock =>
            {
                let placed = place(&item.kind, item.span, scope);
                self.expanded.settings.push(placed);
            }
            ItemKind::Use(_)
            | ItemKind::Account { .. }
            | ItemKind::Region(_)
            | ItemKind::Partition(_)
            | ItemKind::Organization { .. }
            | ItemKind::UnitMembers { .. }
            | ItemKind::UnitIncludes { .. } => self.refuse_inside(item, around),
        }
    }

    fn refuse_inside(&mut self, item: &Item<'s>, around: Around) {
        let what = match &item.kind {
            ItemKind::Use(_) => "use",
            ItemKind::Account { .. } => "account",
            ItemKind::Region(_) => "region",
            ItemKind::Partition(_) => "partition",
            ItemKind::Organization { .. } => "org",
            ItemKind::UnitMembers { .. } | ItemKind::UnitIncludes { .. } => "ou",
            ItemKind::InAccount { .. } => "in account",
            ItemKind::Let(_) | ItemKind::For(_) | ItemKind::Declaration(_) | ItemKind::Test(_) => {
                return;
            }
        };
        let inside = match around {
            Around::Nothing | Around::Loop => "a loop",
            Around::AccountBlock => "an account block",
        };
        self.diagnostics.push(
            Diagnostic::new(
                codes::CLAUSE_NOT_HERE,
                format!("`{what}` cannot stand in {inside}"),
            )
            .at(item.span)
            .hint(format!(
                "it is about the whole program: write it outside of {inside}"
            )),
        );
    }
}

fn place<'a, 's, T>(node: &'a T, span: Span, scope: &Scope<'s>) -> Placed<'a, 's, T> {
    Placed {
        node,
        span,
        scope: scope.clone(),
    }
}

impl<'a, 's> World<'a, 's> {
    /// The scopes of a loop's turns; none where the loop is wrong, which is then
    /// reported.
    fn turns<Element>(
        &self,
        loop_: &For<'s, Element>,
        scope: &Scope<'s>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Scope<'s>> {
        let variable = loop_.variable;
        if !self.is_free(variable, "a loop's variable", scope, diagnostics) {
            return Vec::new();
        }
        let values = match &loop_.values {
            ForValues::List(words) => self.listed(words, loop_.body.len(), scope, diagnostics),
            ForValues::Range { first, last } => {
                self.range(*first, *last, loop_.body.len(), scope, diagnostics)
            }
        };
        values
            .into_iter()
            .map(|value| scope.with(variable.text, Bound::Loop(value)))
            .collect()
    }

    /// Whether a name can be bound here: it must not hide another one.
    pub(super) fn is_free(
        &self,
        name: Word<'s>,
        what: &str,
        scope: &Scope<'s>,
        diagnostics: &mut Diagnostics,
    ) -> bool {
        let hidden = scope.get(name.text).is_some();
        let declared = self.lets.find(name.text);
        if hidden || declared.is_some() {
            let mut diagnostic = Diagnostic::new(
                codes::DECLARED_TWICE,
                format!("`{}` has a meaning here already", name.text),
            )
            .at(name.span);
            if let Some(entry) = declared.and_then(|id| self.lets.get(id)) {
                diagnostic = diagnostic.label(entry.origin, "it is declared here");
            }
            diagnostics.push(diagnostic.hint(format!("give {what} a name of its own")));
            return false;
        }
        true
    }

    fn listed(
        &self,
        words: &[Word<'s>],
        body: usize,
        scope: &Scope<'s>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Arc<str>> {
        let span = words.first().map(|word| word.span);
        if span.is_some_and(|span| !self.charge(words.len(), body, span, diagnostics)) {
            return Vec::new();
        }
        for word in words {
            diagnostics.extend(dashed_range(*word));
        }
        words
            .iter()
            .filter_map(|word| self.text(*word, scope, diagnostics))
            .map(|text| Arc::from(text.as_ref()))
            .collect()
    }

    fn range(
        &self,
        first: Word<'s>,
        last: Word<'s>,
        body: usize,
        scope: &Scope<'s>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Arc<str>> {
        let low = self.bound(first, scope, diagnostics);
        let high = self.bound(last, scope, diagnostics);
        let (Some(low), Some(high)) = (low, high) else {
            return Vec::new();
        };
        let span = first.span.to(last.span);
        if low > high {
            diagnostics.push(
                Diagnostic::new(
                    codes::LOOP_BOUNDS,
                    format!("`{low}..{high}` runs over nothing"),
                )
                .at(span)
                .hint(format!("write the lower number first: `{high}..{low}`")),
            );
            return Vec::new();
        }
        let count = usize::try_from(high - low).map_or(usize::MAX, |count| count.saturating_add(1));
        if !self.charge(count, body, span, diagnostics) {
            return Vec::new();
        }
        (low..=high)
            .map(|number| Arc::from(number.to_string()))
            .collect()
    }

    /// One end of a range.
    fn bound(
        &self,
        word: Word<'s>,
        scope: &Scope<'s>,
        diagnostics: &mut Diagnostics,
    ) -> Option<u64> {
        let text = self.text(word, scope, diagnostics)?;
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit())
            && (text.len() == 1 || !text.starts_with('0'));
        let number = text.parse().ok().filter(|_| is_number && !word.quoted);
        if number.is_none() {
            let bound = Diagnostic::new(
                codes::LOOP_BOUNDS,
                format!("`{text}` cannot be the bound of a loop"),
            );
            let dots = text.trim_start_matches('.');
            let is_dotted =
                dots.len() < text.len() && dots.bytes().all(|byte| byte.is_ascii_digit());
            diagnostics.push(bound.at(word.span).hint(if is_dotted {
                "a range has two dots: `1..3`"
            } else {
                "a bound is a whole number without a leading zero, or a name for one in braces; texts are listed: `in a, b, c`"
            }));
        }
        number
    }

    /// Counts what a loop is about to write out, before it does; past the limit
    /// all loops stop, with one error.
    fn charge(&self, turns: usize, body: usize, span: Span, diagnostics: &mut Diagnostics) -> bool {
        let cost = turns.saturating_mul(body.max(1));
        let left = self.loops_left.load(Ordering::Relaxed);
        let Some(rest) = left.checked_sub(cost) else {
            if !self.loops_stopped.swap(true, Ordering::Relaxed) {
                diagnostics.push(
                    Diagnostic::new(
                        codes::EXPANSION_LIMIT,
                        format!(
                            "the loops of this program write out more than {LOOP_LIMIT} things"
                        ),
                    )
                    .at(span)
                    .hint("loop over fewer values"),
                );
            }
            self.loops_left.store(0, Ordering::Relaxed);
            return false;
        };
        self.loops_left.store(rest, Ordering::Relaxed);
        true
    }

    /// The clauses of a block, loops run.
    pub(super) fn clauses(
        &self,
        clauses: &'a [Clause<'s>],
        scope: &Scope<'s>,
        found: &mut Vec<Placed<'a, 's, Clause<'s>>>,
        diagnostics: &mut Diagnostics,
    ) {
        for clause in clauses {
            match &clause.kind {
                ClauseKind::For(loop_) => {
                    for scope in self.turns(loop_, scope, diagnostics) {
                        self.clauses(&loop_.body, &scope, found, diagnostics);
                    }
                }
                ClauseKind::Grant(_)
                | ClauseKind::Verbatim(_)
                | ClauseKind::Assume(_)
                | ClauseKind::Pass(_)
                | ClauseKind::Has(_)
                | ClauseKind::Members(_)
                | ClauseKind::Includes(_)
                | ClauseKind::Path(_)
                | ClauseKind::Tags(_)
                | ClauseKind::Boundary(_)
                | ClauseKind::Trusts(_)
                | ClauseKind::TrustsFrom(_)
                | ClauseKind::MaxSession(_) => found.push(place(clause, clause.span, scope)),
            }
        }
    }
}

/// `1-3`, which would be one turn of the loop.
fn dashed_range(word: Word<'_>) -> Option<Diagnostic> {
    let (low, high) = word.text.split_once('-').filter(|_| !word.quoted)?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (is_number(low) && is_number(high)).then(|| {
        let message = format!("`{}` is no range, but one text", word.text);
        Diagnostic::new(codes::LOOP_BOUNDS, message)
            .at(word.span)
            .hint(format!(
                "write `{low}..{high}`; for the text itself, quote it"
            ))
    })
}

//! Syntax tree to [`Program`]: names resolved, loops and parameters written
//! out, sugar gone.

mod alone;
mod collect;
pub mod condition;
mod constructor;
mod directory;
mod expand;
mod here;
mod let_table;
mod lower;
mod names;
pub(crate) mod own;
mod scope;
mod shape;
mod template;
mod unread;
mod unused;
mod values;
mod world;

pub(crate) use condition::asked_key;
pub use here::Here;
pub use let_table::LetId;
pub use lower::GLOBAL;
pub(crate) use lower::{asked_action, asked_service, unknown_action};
pub(crate) use own::{check_own, is_of_service};
pub use scope::{Bound, Scope};
pub use world::World;

use std::sync::atomic::Ordering;

use collect::{accounts, attributes, declared, estate, groups, lets};

use crate::catalog::Catalog;
use crate::diag::{Diagnostics, codes};
use crate::import::Shelf;
use crate::model::Program;
use crate::source::Sources;
use crate::syntax::ast::Ast;

/// What the meaning of a program depends on beside its texts.
#[derive(Clone, Copy, Debug)]
pub struct Options<'c> {
    /// What is known of AWS's services.
    pub catalog: &'c Catalog,
    /// How the actions come out that the catalog puts in.
    pub expansion: Expansion,
    /// The prefixes of services of one's own: that the catalog does not know
    /// them says nothing.
    pub services: &'c [String],
}

/// How the actions come out that `s3:@read` and `s3:* except ...` stand for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Expansion {
    /// Each by its name.
    #[default]
    List,
    /// As the shortest patterns that match the same actions of the catalog and
    /// no other.
    Shortest,
}

impl Default for Options<'static> {
    fn default() -> Self {
        Self {
            catalog: Catalog::built_in(),
            expansion: Expansion::default(),
            services: &[],
        }
    }
}

/// What the files of a program mean together, and what is wrong with it. After
/// an error the program is not whole, and nothing may be made of it.
pub fn resolve(
    asts: &[Ast<'_>],
    sources: &Sources,
    options: Options<'_>,
) -> (Program, Diagnostics) {
    resolve_with(asts, &Shelf::default(), sources, options)
}

/// The same of files and IAM documents: those that the files name, and those
/// that stand alone.
pub fn resolve_with(
    asts: &[Ast<'_>],
    shelf: &Shelf<'_>,
    sources: &Sources,
    options: Options<'_>,
) -> (Program, Diagnostics) {
    let mut world = World::new(asts, shelf, sources, options);
    let mut diagnostics = Diagnostics::new();
    build(asts, &mut world, &mut diagnostics);
    if !diagnostics.has_errors() {
        unused::warn(asts, sources, &mut diagnostics);
    }
    if world.may_be_unread("account") {
        // What could not be read may have said the number.
        diagnostics.retain(|it| it.code != codes::NO_ACCOUNT_NUMBER);
    }
    alone::add_documents(shelf, sources, &mut world.program, &mut diagnostics);
    diagnostics.sort();
    (world.program, diagnostics)
}

fn build<'a, 's>(asts: &'a [Ast<'s>], world: &mut World<'a, 's>, diagnostics: &mut Diagnostics) {
    world.set_lets(expand::lets_outside_loops(asts));
    let accounts = expand::accounts(asts, world, diagnostics);
    accounts::collect(&accounts, world, diagnostics);
    let expanded = expand::expand(asts, world, diagnostics);
    let lets = lets::collect(expanded.lets, world, diagnostics);
    world.set_lets(lets);
    estate::collect(&expanded.settings, world, diagnostics);
    let declared = declared::declare(expanded.declarations, world, diagnostics);
    if world.loops_stopped.load(Ordering::Relaxed) {
        // What the loops did not write out would be reported as undeclared.
        return;
    }
    groups::collect(&declared.group_parts, world, diagnostics);
    let lines = attributes::collect(declared, world, diagnostics);
    let lowered = lower::lower_lines(&lines, world, diagnostics);
    lower::lower_tests(&expanded.tests, world, diagnostics);
    world.check_lists(diagnostics);
    lower::check(&world.program, &lowered, diagnostics);
}

//! The order of the stages. No other place knows it.

use crate::diag::{Denied, Diagnostics, apply_allowances};
use crate::load::{Input, Loader, load};
use crate::model::Program;
use crate::resolve::resolve;
use crate::source::Sources;
use crate::syntax;
use crate::target::iam;

/// What to look for beside errors.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Whether the lints run.
    pub lints: bool,
    /// The warnings that count as errors.
    pub denied: Denied,
}

/// What came of a program's texts.
#[derive(Debug)]
pub struct Compilation {
    /// The texts, which the diagnostics point into.
    pub sources: Sources,
    /// What is wrong, in the order of the texts.
    pub diagnostics: Diagnostics,
    /// What was made of them; nothing where a diagnostic is an error.
    pub compiled: Option<Compiled>,
}

/// A program in all its forms.
#[derive(Debug)]
pub struct Compiled {
    /// What the texts mean.
    pub program: Program,
    /// The same as IAM JSON.
    pub documents: iam::Output,
}

/// Compiles the texts of one program.
pub fn compile(inputs: &[Input], loader: &mut dyn Loader, options: &Options) -> Compilation {
    let (sources, mut diagnostics) = load(inputs, loader);
    let compiled = compile_sources(&sources, options, &mut diagnostics);
    diagnostics.sort();
    Compilation {
        compiled: compiled.filter(|_| !diagnostics.has_errors()),
        sources,
        diagnostics,
    }
}

fn compile_sources(
    sources: &Sources,
    options: &Options,
    found: &mut Diagnostics,
) -> Option<Compiled> {
    // With a file missing, names would be missing too: no use to look for them.
    let is_whole = !found.has_errors();
    let asts = found.take(syntax::parse_all(sources));
    if !is_whole {
        return None;
    }
    let program = found.take(resolve(&asts, sources));
    let mut documents = iam::Output::default();
    if !found.has_errors() {
        documents = found.take(iam::emit(&program));
    }
    let is_complete = options.lints && !found.has_errors();
    apply_allowances(sources, found, is_complete);
    options.denied.apply(found);
    Some(Compiled { program, documents })
}

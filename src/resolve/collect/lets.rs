use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::resolve::expand::Placed;
use crate::resolve::let_table::{Entry, Lets};
use crate::resolve::lower::NOTHING;
use crate::resolve::shape;
use crate::resolve::world::World;
use crate::syntax::ast::Let;
use crate::syntax::is_name;

/// The table of every `let`, names filled in.
pub(in crate::resolve) fn collect<'a, 's>(
    written: Vec<Placed<'a, 's, Let<'s>>>,
    world: &World<'a, 's>,
    diagnostics: &mut Diagnostics,
) -> Lets<'a, 's> {
    let mut lets = Lets::default();
    for Placed { node, scope, .. } in written {
        let word = node.name;
        let Some(name) = world.text(word, &scope, diagnostics) else {
            continue;
        };
        if let Some(what) = why_no_name(&name, word.quoted) {
            diagnostics.push(
                Diagnostic::new(codes::INVALID_NAME, format!("`{name}` {what}"))
                    .at(word.span)
                    .hint("a `let` name is letters, digits and `_ + . @ -`, and begins and ends with a letter, digit or `_`"),
            );
            continue;
        }
        if scope.get(&name).is_some() {
            diagnostics.push(
                Diagnostic::new(
                    codes::DECLARED_TWICE,
                    format!("`let {name}` has the name of the loop's variable"),
                )
                .at(word.span)
                .hint(format!(
                    "choose another name, or write `{{{name}}}` for the variable's value"
                )),
            );
            continue;
        }
        let entry = Entry {
            value: &node.value,
            scope,
            origin: word.span,
        };
        lets.add(name, entry, diagnostics);
    }
    lets
}

fn why_no_name(name: &str, quoted: bool) -> Option<&'static str> {
    if quoted {
        return Some("is quoted, and a quoted word is text, never a name");
    }
    if name == NOTHING {
        return Some("stands for no action, as in `can nothing`");
    }
    if !is_name(name) {
        return Some("is not a name");
    }
    shape::is_value(name)
        .then_some("is a value by its shape, so that nothing could refer to the name")
}

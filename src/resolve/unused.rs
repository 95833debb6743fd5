//! Names that are bound and filled in nowhere: a loop's variable, without which
//! every turn says the same, and a policy's parameter, without which every
//! argument makes the same policy.

use hashbrown::HashMap;

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::source::{Sources, Span};
use crate::syntax::ast::{
    Ast, Body, Clause, ClauseKind, Comment, Declaration, For, ForValues, Head, Item, ItemKind, Word,
};
use crate::syntax::is_name;

/// Warns of the names of loops and parameters that nothing uses.
pub(super) fn warn(asts: &[Ast<'_>], sources: &Sources, diagnostics: &mut Diagnostics) {
    let mut search = Search {
        sources,
        comments: &[],
        parameters: Vec::new(),
        places: HashMap::new(),
        diagnostics,
    };
    for ast in asts {
        search.comments = &ast.comments;
        search.items(&ast.items);
    }
    search.report_parameters();
}

/// A parameter of a policy, whose pieces may stand in several files.
struct Parameter<'s> {
    name: Word<'s>,
    is_used: bool,
    /// Whether it stands in quotes, as text.
    is_text: bool,
    /// Whether the policy is a document made elsewhere.
    of_document: bool,
}

struct Search<'p, 's> {
    sources: &'p Sources,
    comments: &'p [Comment<'s>],
    parameters: Vec<Parameter<'s>>,
    /// Where each stands, by the names of its policy and of itself.
    places: HashMap<(&'s str, &'s str), usize>,
    diagnostics: &'p mut Diagnostics,
}

impl<'s> Search<'_, 's> {
    /// Recursion is bounded by the nesting that the reader allows.
    fn items(&mut self, items: &[Item<'s>]) {
        for item in items {
            match &item.kind {
                ItemKind::For(loop_) => {
                    self.a_loop(loop_, item.span);
                    self.items(&loop_.body);
                }
                ItemKind::InAccount { items, .. } => self.items(items),
                ItemKind::Declaration(declaration) => self.declaration(declaration, item.span),
                ItemKind::Use(_)
                | ItemKind::Account { .. }
                | ItemKind::Region(_)
                | ItemKind::Partition(_)
                | ItemKind::Organization { .. }
                | ItemKind::UnitMembers { .. }
                | ItemKind::UnitIncludes { .. }
                | ItemKind::Let(_)
                | ItemKind::Test(_) => {}
            }
        }
    }

    fn declaration(&mut self, declaration: &Declaration<'s>, span: Span) {
        if let Head::Policy {
            name,
            parameters: Some(parameters),
        } = &declaration.head
        {
            for parameter in parameters {
                self.parameter(*name, *parameter, &declaration.body, span);
            }
        }
        match &declaration.body {
            Body::Clause(clause) => self.clauses(std::slice::from_ref(clause)),
            Body::Block(clauses) => self.clauses(clauses),
            Body::None | Body::Members(_) | Body::Includes(_) | Body::From(_) => {}
        }
    }

    fn clauses(&mut self, clauses: &[Clause<'s>]) {
        for clause in clauses {
            if let ClauseKind::For(loop_) = &clause.kind {
                self.a_loop(loop_, clause.span);
                self.clauses(&loop_.body);
            }
        }
    }

    fn a_loop<Element>(&mut self, loop_: &For<'s, Element>, span: Span) {
        let values = match &loop_.values {
            ForValues::List(words) => words.last(),
            ForValues::Range { last, .. } => Some(last),
        };
        let start = values.map_or(loop_.variable.span, |word| word.span).end;
        let name = loop_.variable.text;
        let uses = self.uses(name, from(span, start));
        if uses.filled_in || loop_.body.is_empty() {
            return;
        }
        let found = Diagnostic::new(
            codes::UNUSED_NAME,
            format!("`{{{name}}}` stands nowhere in the loop, so each of its turns says the same"),
        )
        .at(loop_.variable.span);
        self.diagnostics
            .push(found.hint(if uses.bare || uses.quoted {
                format!(
                    "`{name}` alone stands for itself: write `{{{name}}}` where its value belongs"
                )
            } else {
                format!("write `{{{name}}}` where its value belongs, or leave the loop out")
            }));
    }

    fn parameter(&mut self, policy: Word<'s>, name: Word<'s>, body: &Body<'s>, span: Span) {
        let uses = self.uses(name.text, from(span, name.span.end));
        let next = self.parameters.len();
        let place = *self.places.entry((policy.text, name.text)).or_insert(next);
        if place == next {
            self.parameters.push(Parameter {
                name,
                is_used: false,
                is_text: false,
                of_document: false,
            });
        }
        if let Some(parameter) = self.parameters.get_mut(place) {
            parameter.is_used |= uses.filled_in || uses.bare;
            parameter.is_text |= uses.quoted;
            parameter.of_document |= matches!(body, Body::From(_));
        }
    }

    fn report_parameters(&mut self) {
        for parameter in self.parameters.iter().filter(|it| !it.is_used) {
            let name = parameter.name.text;
            let found = Diagnostic::new(
                codes::UNUSED_NAME,
                format!("nothing in the policy uses its parameter `{name}`"),
            )
            .at(parameter.name.span);
            self.diagnostics.push(found.hint(if parameter.of_document {
                "a document made elsewhere has nothing to fill in: leave the parameter out"
                    .to_owned()
            } else if parameter.is_text {
                format!("`\"{name}\"` is text: write `{name}` for the argument, or `\"{{{name}}}\"` to have it inside a text")
            } else {
                format!("write `{name}` or `{{{name}}}` where the argument belongs, or leave the parameter out")
            }));
        }
    }

    /// How the words between two places use a name.
    fn uses(&self, name: &str, span: Span) -> Uses {
        let filled = format!("{{{name}}}");
        let mut uses = Uses::default();
        let mut start = span.start;
        let first = self
            .comments
            .partition_point(|comment| comment.span.start < span.start);
        let comments = self.comments.iter().skip(first).map(|comment| comment.span);
        let end = Span {
            start: span.end,
            ..span
        };
        let inside = comments.take_while(|comment| comment.start < span.end);
        for comment in inside.chain([end]) {
            let text = self.sources.text(Span {
                start,
                end: comment.start,
                ..span
            });
            start = comment.end;
            uses.filled_in |= text.contains(&filled);
            for (part, is_quoted) in by_quotes(text) {
                let has = part
                    .split(|it: char| !is_of_name(it))
                    .any(|word| word == name);
                uses.bare |= has && !is_quoted;
                uses.quoted |= has && is_quoted;
            }
        }
        uses
    }
}

/// How a name stands in a text.
#[derive(Default)]
struct Uses {
    /// As `{name}`.
    filled_in: bool,
    /// As a word, or the first part of one.
    bare: bool,
    /// Inside a string.
    quoted: bool,
}

fn from(span: Span, start: u32) -> Span {
    Span { start, ..span }
}

/// The parts of a text outside and inside strings; it is well formed.
fn by_quotes(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut is_quoted = false;
    let mut is_escaped = false;
    text.split(move |character| match character {
        '\\' if !is_escaped => {
            is_escaped = true;
            false
        }
        '"' if !is_escaped => true,
        _ => {
            is_escaped = false;
            false
        }
    })
    .map(move |part| {
        let part = (part, is_quoted);
        is_quoted = !is_quoted;
        part
    })
}

fn is_of_name(character: char) -> bool {
    is_name(character.encode_utf8(&mut [0; 4])) || matches!(character, '+' | '.' | '@' | '-')
}

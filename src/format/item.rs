use super::line::{Line, end, start};
use super::page::Page;
use crate::source::Span;
use crate::syntax::ast::{
    Body, Declaration, For, ForValues, GuardrailTarget, Head, Item, ItemKind, Let, LetValue, Term,
    Word,
};

impl Page<'_> {
    pub(super) fn items(&mut self, items: &[Item<'_>]) {
        for item in items {
            self.item(item);
        }
    }

    fn item(&mut self, Item { kind, span }: &Item<'_>) {
        let mut line = Line::default();
        let at = span.start as usize;
        match kind {
            ItemKind::Use(path) => line.push("use", at).word(path),
            ItemKind::Account { name, number } => line
                .push("account", at)
                .word(name)
                .push("=", start(number))
                .word(number),
            ItemKind::Region(code) => line.push("region", at).word(code),
            ItemKind::Partition(name) => line.push("partition", at).word(name),
            ItemKind::Organization { id, management } => {
                line.push("org", at).word(id);
                if let Some(account) = management {
                    line.push("{", start(account))
                        .push("management", start(account))
                        .word(account)
                        .push("}", last(span));
                }
                &mut line
            }
            ItemKind::UnitMembers { name, accounts } => {
                line.push("ou", at).word(name);
                if !accounts.is_empty() {
                    line.glue().push(":", start(name));
                    line.words(accounts);
                }
                &mut line
            }
            ItemKind::UnitIncludes { name, units } => {
                line.push("ou", at).word(name);
                includes(&mut line, units);
                &mut line
            }
            ItemKind::Let(binding) => {
                line.push("let", at);
                self.binding(&mut line, binding);
                &mut line
            }
            ItemKind::InAccount { account, items } => {
                line.push("in", at).push("account", at).word(account);
                return self.braces(line, end(account), *span, items.is_empty(), |page| {
                    page.items(items);
                });
            }
            ItemKind::For(repeated) => {
                let head = loop_head(&mut line, at, repeated);
                return self.braces(line, head, *span, repeated.body.is_empty(), |page| {
                    page.items(&repeated.body);
                });
            }
            ItemKind::Test(test) => {
                line.push("test", at).word(&test.name);
                return self.braces(
                    line,
                    end(&test.name),
                    *span,
                    test.cases.is_empty(),
                    |page| {
                        page.cases(&test.cases);
                    },
                );
            }
            ItemKind::Declaration(declaration) => {
                return self.declaration(line, declaration, *span);
            }
        };
        self.line(&line, span.end as usize);
    }

    /// A head, and a block whose last byte is the last of `span`.
    pub(super) fn braces(
        &mut self,
        head: Line,
        behind: usize,
        span: Span,
        is_empty: bool,
        inside: impl FnOnce(&mut Self),
    ) {
        let open = self.open_brace(behind);
        self.block(head, open, span.end as usize, is_empty, inside);
    }

    fn binding(&mut self, line: &mut Line, Let { name, value }: &Let<'_>) {
        line.word(name);
        match value {
            LetValue::List(terms) => {
                line.push("=", terms.first().map_or(0, begin));
                line.list(terms, term);
            }
            LetValue::Condition(condition) => {
                line.hard().push("when", condition.span.start as usize);
                super::condition::condition(line, condition);
            }
        }
    }

    fn declaration(&mut self, mut line: Line, declaration: &Declaration<'_>, span: Span) {
        let Declaration { head, body } = declaration;
        let behind = write_head(&mut line, head, span.start as usize);
        match body {
            Body::None => {}
            Body::Members(names) => {
                line.glue().push(":", span.start as usize);
                line.words(names);
            }
            Body::Includes(names) => includes(&mut line, names),
            Body::Clause(clause) => super::clause::clause(&mut line, clause),
            Body::From(file) => {
                line.push("from", start(file)).word(file);
            }
            Body::Block(clauses) => {
                return self.braces(line, behind, span, clauses.is_empty(), |page| {
                    page.clauses(clauses);
                });
            }
        }
        self.line(&line, span.end as usize);
    }
}

/// Writes a head; where its last word ends in the old text.
fn write_head(line: &mut Line, head: &Head<'_>, at: usize) -> usize {
    let named = |line: &mut Line, keyword: &str, name: &Word<'_>| {
        line.push(keyword, at).word(name);
        end(name)
    };
    match head {
        Head::Users(names) => {
            line.push("user", at);
            line.words(names);
            names.last().map_or(at, end)
        }
        Head::Group(name) => named(line, "group", name),
        Head::Role(name) => named(line, "role", name),
        Head::Boundary(name) => named(line, "boundary", name),
        Head::SessionPolicy(name) => named(line, "session policy", name),
        Head::Policy { name, parameters } => {
            let behind = named(line, "policy", name);
            let Some(parameters) = parameters else {
                return behind;
            };
            let behind = parameters.last().map_or(behind, end);
            line.glue().push("(", start(name)).glue();
            line.words(parameters);
            line.glue().push(")", behind);
            behind
        }
        Head::Guardrail {
            on_resources,
            name,
            targets,
        } => {
            let keyword = if *on_resources {
                "resource guardrail"
            } else {
                "guardrail"
            };
            named(line, keyword, name);
            line.push("on", targets.first().map_or(at, target_start));
            line.list(targets, target);
            targets.last().map_or(at, target_end)
        }
        Head::Resource(resource) => {
            line.push("resource", at);
            term(line, resource);
            resource.span().end as usize
        }
    }
}

fn target(line: &mut Line, target: &GuardrailTarget<'_>) {
    let at = target_start(target);
    match target {
        GuardrailTarget::Organization(_) => {
            line.push("org", at);
        }
        GuardrailTarget::Units(names) => {
            line.push("ou", at);
            line.words(names);
        }
        GuardrailTarget::Accounts(names) => {
            line.push("account", at);
            line.words(names);
        }
    }
}

fn target_start(target: &GuardrailTarget<'_>) -> usize {
    match target {
        GuardrailTarget::Organization(span) => span.start as usize,
        GuardrailTarget::Units(names) | GuardrailTarget::Accounts(names) => {
            names.first().map_or(0, start)
        }
    }
}

fn target_end(target: &GuardrailTarget<'_>) -> usize {
    match target {
        GuardrailTarget::Organization(span) => span.end as usize,
        GuardrailTarget::Units(names) | GuardrailTarget::Accounts(names) => {
            names.last().map_or(0, end)
        }
    }
}

fn includes(line: &mut Line, names: &[Word<'_>]) {
    line.push("includes", names.first().map_or(0, start));
    line.words(names);
}

/// `for n in 1..3`; where its last word ends in the old text.
pub(super) fn loop_head<E>(line: &mut Line, at: usize, repeated: &For<'_, E>) -> usize {
    line.push("for", at).word(&repeated.variable);
    match &repeated.values {
        ForValues::List(words) => {
            line.push("in", words.first().map_or(at, start));
            line.words(words);
            words.last().map_or(at, end)
        }
        ForValues::Range { first, last } => {
            line.push("in", start(first))
                .word(first)
                .glue()
                .push("..", start(last))
                .glue()
                .word(last);
            end(last)
        }
    }
}

/// A word, or the construction of an ARN.
pub(super) fn term(line: &mut Line, term: &Term<'_>) {
    let constructor = match term {
        Term::Word(word) => {
            line.word(word);
            return;
        }
        Term::Constructor(constructor) => constructor,
    };
    line.word(&constructor.name)
        .glue()
        .push("(", start(&constructor.name))
        .glue();
    line.list(&constructor.arguments, |line, argument| {
        if let Some(name) = &argument.name {
            line.word(name).push("=", start(&argument.value));
        }
        line.word(&argument.value);
    });
    line.glue().push(")", last(&constructor.span));
}

fn begin(term: &Term<'_>) -> usize {
    term.span().start as usize
}

/// The last byte of a span: the bracket that closes it.
pub(super) fn last(span: &Span) -> usize {
    (span.end as usize).saturating_sub(1)
}

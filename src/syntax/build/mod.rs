//! pest's pairs to the Ast.
//!
//! The grammar guarantees the order of the pairs; a pair that is missing all
//! the same is reported as unreadable, never guessed.

mod clause;
mod condition;
mod item;
mod principal;
mod test;

use core::iter::Peekable;

use pest::iterators::{Pair, Pairs};

use super::ast::{Argument, Clause, Comment, Constructor, Item, Term, TestCase, Word};
use super::grammar::Rule;
use crate::diag::{Diagnostic, codes};
use crate::source::{SourceId, Span};

/// A piece of the tree, or the mistake in it.
pub(super) type Built<T> = Result<T, Box<Diagnostic>>;

type Node<'s> = Pair<'s, Rule>;

/// Makes the tree of one slice of a file.
pub(super) struct Builder<'b, 's> {
    /// The file.
    pub(super) source: SourceId,
    /// Where the slice begins in the file.
    pub(super) base: usize,
    /// The file's comments, in order.
    pub(super) comments: &'b [Comment<'s>],
}

/// The children of a pair, in order.
struct Nodes<'s>(Peekable<Pairs<'s, Rule>>);

impl<'s> Nodes<'s> {
    fn of(node: Node<'s>) -> Self {
        Self(node.into_inner().peekable())
    }

    fn peek(&mut self) -> Option<Rule> {
        self.0.peek().map(Pair::as_rule)
    }

    fn take(&mut self, rule: Rule) -> Option<Node<'s>> {
        self.0.next_if(|node| node.as_rule() == rule)
    }

    fn has(&mut self, rule: Rule) -> bool {
        self.take(rule).is_some()
    }

    /// All that follow, without keywords and punctuation.
    fn parts(&mut self) -> impl Iterator<Item = Node<'s>> {
        self.0
            .by_ref()
            .filter(|node| !item::is_keyword(node.as_rule()))
    }

    fn text(&mut self) -> Option<Node<'s>> {
        self.0.next_if(|node| is_text(node.as_rule()))
    }
}

fn is_text(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::word | Rule::string | Rule::name | Rule::tag_name
    )
}

impl<'s> Builder<'_, 's> {
    /// The declarations of a slice.
    pub(super) fn items(&self, pairs: Pairs<'s, Rule>) -> Built<Vec<Item<'s>>> {
        pairs
            .filter(|node| node.as_rule() != Rule::EOI)
            .map(|node| self.item(node))
            .collect()
    }

    /// The clauses of a piece of a block.
    pub(super) fn clauses(&self, pairs: Pairs<'s, Rule>) -> Built<Vec<Clause<'s>>> {
        pairs
            .filter(|node| node.as_rule() != Rule::EOI)
            .map(|node| self.clause(node))
            .collect()
    }

    /// The lines of a piece of a test.
    pub(super) fn cases(&self, pairs: Pairs<'s, Rule>) -> Built<Vec<TestCase<'s>>> {
        pairs
            .filter(|node| node.as_rule() != Rule::EOI)
            .map(|node| self.case(node))
            .collect()
    }

    /// The place of a pair. pest takes the blanks and comments behind it along
    /// where something optional could have followed; they do not belong to it.
    fn span(&self, node: &Node<'_>) -> Span {
        let span = node.as_span();
        let text = node.as_str();
        let start = self.base + span.start();
        let mut length = text.trim_ascii_end().len();
        while let Some(comment) = self.comment_that_ends(start + length) {
            let begin = comment.span.start as usize;
            if begin < start {
                break;
            }
            length = text
                .get(..begin - start)
                .unwrap_or_default()
                .trim_ascii_end()
                .len();
        }
        Span::new(self.source, start, start + length)
    }

    fn comment_that_ends(&self, offset: usize) -> Option<&Comment<'s>> {
        let index = self
            .comments
            .partition_point(|comment| (comment.span.end as usize) < offset);
        self.comments
            .get(index)
            .filter(|comment| comment.span.end as usize == offset)
    }

    fn word(&self, node: &Node<'s>) -> Word<'s> {
        let span = node.as_span();
        let written = node.as_str();
        let quoted = node.as_rule() == Rule::string;
        let text = if quoted {
            written
                .strip_prefix('"')
                .and_then(|rest| rest.strip_suffix('"'))
                .unwrap_or(written)
        } else {
            written
        };
        Word {
            text,
            span: Span::new(
                self.source,
                self.base + span.start(),
                self.base + span.end(),
            ),
            quoted,
        }
    }

    /// The next word.
    fn one(&self, nodes: &mut Nodes<'s>, of: &Span) -> Built<Word<'s>> {
        nodes
            .text()
            .map(|node| self.word(&node))
            .ok_or_else(|| unreadable(*of))
    }

    /// All the words that follow.
    fn many(&self, nodes: &mut Nodes<'s>) -> Vec<Word<'s>> {
        core::iter::from_fn(|| nodes.text())
            .map(|node| self.word(&node))
            .collect()
    }

    /// The next word, with its arguments.
    fn term(&self, nodes: &mut Nodes<'s>, of: &Span) -> Built<Term<'s>> {
        let name = self.one(nodes, of)?;
        let Some(arguments) = nodes.take(Rule::arguments) else {
            return Ok(Term::Word(name));
        };
        let span = name.span.to(self.span(&arguments));
        Ok(Term::Constructor(Constructor {
            name,
            arguments: self.arguments(arguments)?,
            span,
        }))
    }

    /// All the terms that follow.
    fn terms(&self, nodes: &mut Nodes<'s>, of: &Span) -> Built<Vec<Term<'s>>> {
        let mut terms = Vec::new();
        while nodes.peek().is_some_and(is_text) {
            terms.push(self.term(nodes, of)?);
        }
        Ok(terms)
    }

    fn arguments(&self, node: Node<'s>) -> Built<Vec<Argument<'s>>> {
        Nodes::of(node)
            .parts()
            .map(|argument| self.argument(argument))
            .collect()
    }

    fn argument(&self, node: Node<'s>) -> Built<Argument<'s>> {
        let span = self.span(&node);
        let mut nodes = Nodes::of(node);
        let first = self.one(&mut nodes, &span)?;
        item::skip_keywords(&mut nodes);
        Ok(match nodes.text() {
            None => Argument {
                name: None,
                value: first,
            },
            Some(value) => Argument {
                name: Some(first),
                value: self.word(&value),
            },
        })
    }

    /// Words only, where terms could be read: an action, a parameter.
    fn plain_words(&self, terms: Vec<Term<'s>>) -> Built<Vec<Word<'s>>> {
        terms
            .into_iter()
            .map(|term| match term {
                Term::Word(word) => Ok(word),
                Term::Constructor(constructor) => Err(Box::new(
                    Diagnostic::new(
                        codes::UNEXPECTED,
                        format!("`{}` takes no arguments here", constructor.name.text),
                    )
                    .at(constructor.span),
                )),
            })
            .collect()
    }
}

/// The tree is not what the grammar promises: a mistake of ours, said as one
/// about the text rather than hidden.
fn unreadable(span: Span) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(codes::UNEXPECTED, "this could not be read").at(span))
}

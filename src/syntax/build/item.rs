use super::super::ast::{
    Body, Clause, ClauseKind, Declaration, For, ForValues, GuardrailTarget, Head, Item, ItemKind,
    Let, LetValue, Test, Word,
};
use super::super::grammar::Rule;
use super::{Builder, Built, Node, Nodes, unreadable};
use crate::diag::{Diagnostic, codes};
use crate::source::Span;

impl<'s> Builder<'_, 's> {
    /// One declaration.
    pub(super) fn item(&self, node: Node<'s>) -> Built<Item<'s>> {
        let span = self.span(&node);
        let rule = node.as_rule();
        let mut nodes = Nodes::of(node);
        let kind = match rule {
            Rule::group
            | Rule::user
            | Rule::role
            | Rule::policy
            | Rule::boundary
            | Rule::session_policy
            | Rule::guardrail
            | Rule::resource => self.declaration(rule, &mut nodes, &span)?,
            Rule::r#let => self.binding(&mut nodes, &span)?,
            Rule::for_items => self.item_loop(&mut nodes, &span)?,
            Rule::test => self.test(&mut nodes, &span)?,
            _ => self.setting_item(rule, &mut nodes, &span)?,
        };
        Ok(Item { kind, span })
    }

    /// Accounts, units and what holds for the whole program.
    fn setting_item(&self, rule: Rule, nodes: &mut Nodes<'s>, span: &Span) -> Built<ItemKind<'s>> {
        skip_keywords(nodes);
        let first = self.one(nodes, span)?;
        Ok(match rule {
            Rule::r#use => ItemKind::Use(first),
            Rule::account => {
                skip_keywords(nodes);
                ItemKind::Account {
                    name: first,
                    number: self.one(nodes, span)?,
                }
            }
            Rule::region => ItemKind::Region(first),
            Rule::partition => ItemKind::Partition(first),
            Rule::org => ItemKind::Organization {
                id: first,
                management: nodes
                    .has(Rule::k_management)
                    .then(|| self.one(nodes, span))
                    .transpose()?,
            },
            Rule::ou => self.unit(first, nodes, span)?,
            Rule::in_account => ItemKind::InAccount {
                account: first,
                items: self.rest_of_items(nodes)?,
            },
            _ => return Err(unreadable(*span)),
        })
    }

    fn unit(&self, name: Word<'s>, nodes: &mut Nodes<'s>, span: &Span) -> Built<ItemKind<'s>> {
        Ok(match self.body(nodes, span)? {
            Body::Members(accounts) => ItemKind::UnitMembers { name, accounts },
            Body::Includes(units) => ItemKind::UnitIncludes { name, units },
            Body::None => ItemKind::UnitMembers {
                name,
                accounts: Vec::new(),
            },
            Body::Clause(_) | Body::Block(_) | Body::From(_) => {
                return Err(unreadable(*span));
            }
        })
    }

    fn rest_of_items(&self, nodes: &mut Nodes<'s>) -> Built<Vec<Item<'s>>> {
        nodes.parts().map(|node| self.item(node)).collect()
    }

    fn binding(&self, nodes: &mut Nodes<'s>, span: &Span) -> Built<ItemKind<'s>> {
        skip_keywords(nodes);
        let name = self.one(nodes, span)?;
        skip_keywords(nodes);
        let value = match nodes.take(Rule::condition) {
            Some(condition) => LetValue::Condition(self.condition(condition)?),
            None => LetValue::List(self.terms(nodes, span)?),
        };
        Ok(ItemKind::Let(Let { name, value }))
    }

    fn item_loop(&self, nodes: &mut Nodes<'s>, span: &Span) -> Built<ItemKind<'s>> {
        let (variable, values) = self.loop_head(nodes, span)?;
        Ok(ItemKind::For(For {
            variable,
            values,
            body: self.rest_of_items(nodes)?,
        }))
    }

    /// `for n in 1..3`
    pub(super) fn loop_head(
        &self,
        nodes: &mut Nodes<'s>,
        span: &Span,
    ) -> Built<(Word<'s>, ForValues<'s>)> {
        let head = nodes
            .take(Rule::for_head)
            .ok_or_else(|| unreadable(*span))?;
        let mut nodes = Nodes::of(head);
        skip_keywords(&mut nodes);
        let variable = self.one(&mut nodes, span)?;
        skip_keywords(&mut nodes);
        let words = self.many(&mut nodes);
        Ok((variable, loop_values(words)?))
    }

    fn test(&self, nodes: &mut Nodes<'s>, span: &Span) -> Built<ItemKind<'s>> {
        skip_keywords(nodes);
        let name = self.one(nodes, span)?;
        let cases = nodes
            .parts()
            .map(|node| self.case(node))
            .collect::<Built<_>>()?;
        Ok(ItemKind::Test(Test { name, cases }))
    }

    fn declaration(&self, rule: Rule, nodes: &mut Nodes<'s>, span: &Span) -> Built<ItemKind<'s>> {
        let on_resources = rule == Rule::guardrail && nodes.has(Rule::k_resource);
        skip_keywords(nodes);
        let head = match rule {
            Rule::user => Head::Users(self.many(nodes)),
            Rule::resource => Head::Resource(self.term(nodes, span)?),
            _ => {
                let name = self.one(nodes, span)?;
                match rule {
                    Rule::group => Head::Group(name),
                    Rule::role => Head::Role(name),
                    Rule::policy => Head::Policy {
                        name,
                        parameters: self.parameters(nodes)?,
                    },
                    Rule::boundary => Head::Boundary(name),
                    Rule::session_policy => Head::SessionPolicy(name),
                    Rule::guardrail => Head::Guardrail {
                        on_resources,
                        name,
                        targets: self.targets(nodes, span)?,
                    },
                    _ => return Err(unreadable(*span)),
                }
            }
        };
        let body = self.body(nodes, span)?;
        Ok(ItemKind::Declaration(Box::new(Declaration { head, body })))
    }

    fn parameters(&self, nodes: &mut Nodes<'s>) -> Built<Option<Vec<Word<'s>>>> {
        let Some(node) = nodes.take(Rule::arguments) else {
            return Ok(None);
        };
        self.positional(node).map(Some)
    }

    /// Arguments without names.
    pub(super) fn positional(&self, node: Node<'s>) -> Built<Vec<Word<'s>>> {
        self.arguments(node)?
            .into_iter()
            .map(|argument| match argument.name {
                None => Ok(argument.value),
                Some(name) => Err(Box::new(
                    Diagnostic::new(codes::UNEXPECTED, "arguments of a policy have no names")
                        .at(name.span.to(argument.value.span))
                        .hint(format!(
                            "write the values alone, in the order of the parameters: `{}`",
                            argument.value.text
                        )),
                )),
            })
            .collect()
    }

    fn targets(&self, nodes: &mut Nodes<'s>, span: &Span) -> Built<Vec<GuardrailTarget<'s>>> {
        skip_keywords(nodes);
        core::iter::from_fn(|| nodes.take(Rule::target))
            .map(|node| {
                let place = self.span(&node);
                let mut inner = Nodes::of(node);
                match inner.0.next().map(|node| node.as_rule()) {
                    Some(Rule::k_org) => Ok(GuardrailTarget::Organization(place)),
                    Some(Rule::k_ou) => Ok(GuardrailTarget::Units(self.many(&mut inner))),
                    Some(Rule::k_account) => Ok(GuardrailTarget::Accounts(self.many(&mut inner))),
                    _ => Err(unreadable(*span)),
                }
            })
            .collect()
    }

    fn body(&self, nodes: &mut Nodes<'s>, span: &Span) -> Built<Body<'s>> {
        let Some(node) = nodes.0.next() else {
            return Ok(Body::None);
        };
        Ok(match node.as_rule() {
            Rule::members => Body::Members(self.many(&mut Nodes::of(node))),
            Rule::includes => {
                let mut inner = Nodes::of(node);
                skip_keywords(&mut inner);
                Body::Includes(self.many(&mut inner))
            }
            Rule::block => Body::Block(self.block(node)?),
            Rule::from_file => Body::From(self.file(node, span)?),
            _ => Body::Clause(Box::new(self.clause(node)?)),
        })
    }

    /// The clauses between braces.
    pub(super) fn block(&self, node: Node<'s>) -> Built<Vec<Clause<'s>>> {
        Nodes::of(node)
            .parts()
            .map(|node| self.clause(node))
            .collect()
    }

    /// `from "FILE"`
    pub(super) fn file(&self, node: Node<'s>, span: &Span) -> Built<Word<'s>> {
        let mut nodes = Nodes::of(node);
        skip_keywords(&mut nodes);
        self.one(&mut nodes, span)
    }

    /// `for n in 1..3 { ... }` around clauses
    pub(super) fn clause_loop(&self, nodes: &mut Nodes<'s>, span: &Span) -> Built<ClauseKind<'s>> {
        let (variable, values) = self.loop_head(nodes, span)?;
        let block = nodes.take(Rule::block).ok_or_else(|| unreadable(*span))?;
        Ok(ClauseKind::For(For {
            variable,
            values,
            body: self.block(block)?,
        }))
    }
}

/// Passes over keywords: everything that is no word and no arguments.
pub(super) fn skip_keywords(nodes: &mut Nodes<'_>) {
    while nodes.0.next_if(|node| is_keyword(node.as_rule())).is_some() {}
}

pub(super) fn is_keyword(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::equals
            | Rule::open_brace
            | Rule::close_brace
            | Rule::close_bracket
            | Rule::close_parenthesis
            | Rule::k_account
            | Rule::k_boundary
            | Rule::k_except
            | Rule::k_for
            | Rule::k_from
            | Rule::k_group
            | Rule::k_guardrail
            | Rule::k_has
            | Rule::k_in
            | Rule::k_includes
            | Rule::k_let
            | Rule::k_management
            | Rule::k_max
            | Rule::k_may
            | Rule::k_assume
            | Rule::k_pass
            | Rule::k_members
            | Rule::k_on
            | Rule::k_org
            | Rule::k_ou
            | Rule::k_partition
            | Rule::k_path
            | Rule::k_policy
            | Rule::k_region
            | Rule::k_resource
            | Rule::k_role
            | Rule::k_session
            | Rule::k_tags
            | Rule::k_test
            | Rule::k_to
            | Rule::k_trusts
            | Rule::k_use
            | Rule::k_user
            | Rule::k_when
            | Rule::k_unless
            | Rule::k_until
            | Rule::k_as
            | Rule::k_service
            | Rule::k_web
            | Rule::k_oidc
            | Rule::k_saml
            | Rule::k_before
            | Rule::k_after
            | Rule::k_between
            | Rule::k_and
            | Rule::k_with
            | Rule::k_within
            | Rule::k_at
            | Rule::k_mfa
            | Rule::k_tag
    )
}

/// A range is one word, `1..3` or `{first}..{last}`.
fn loop_values(words: Vec<Word<'_>>) -> Built<ForValues<'_>> {
    let [word] = words.as_slice() else {
        return match words.iter().find(|word| range_ends(word).is_some()) {
            None => Ok(ForValues::List(words)),
            Some(range) => Err(Box::new(
                Diagnostic::new(
                    codes::UNEXPECTED,
                    format!("the range `{}` stands in a list", range.text),
                )
                .at(range.span)
                .hint("a loop runs over one range or over a list of words; write two loops"),
            )),
        };
    };
    Ok(match range_ends(word) {
        Some((first, last)) => ForValues::Range { first, last },
        None => ForValues::List(words),
    })
}

fn range_ends<'s>(word: &Word<'s>) -> Option<(Word<'s>, Word<'s>)> {
    if word.quoted {
        return None;
    }
    let (first, last) = word.text.split_once("..")?;
    let middle = word.span.start as usize + first.len();
    Some((
        Word {
            text: first,
            span: Span::new(word.span.source, word.span.start as usize, middle),
            quoted: false,
        },
        Word {
            text: last,
            span: Span::new(word.span.source, middle + 2, word.span.end as usize),
            quoted: false,
        },
    ))
}

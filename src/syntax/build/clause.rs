use super::super::ast::{
    Actions, Argument, AssumeClause, Attachment, Clause, ClauseKind, Grant, Guard, Modifiers,
    OnBehalf, PassClause, PrincipalPhrase, RawPrincipals, Resources, TrustClause, TrustExtra,
    Verbatim, Word,
};
use super::super::grammar::Rule;
use super::item::skip_keywords;
use super::{Builder, Built, Node, Nodes, unreadable};
use crate::diag::{Diagnostic, codes};
use crate::source::Span;

impl<'s> Builder<'_, 's> {
    /// One clause.
    pub(super) fn clause(&self, node: Node<'s>) -> Built<Clause<'s>> {
        let span = self.span(&node);
        let rule = node.as_rule();
        let mut nodes = Nodes::of(node);
        let kind = match rule {
            Rule::grant => ClauseKind::Grant(Box::new(self.grant(None, &mut nodes, &span)?)),
            Rule::verbatim => self.verbatim(&mut nodes, &span)?,
            Rule::subject_grant => self.subject_grant(&mut nodes, &span)?,
            Rule::assume => ClauseKind::Assume(self.assume(&mut nodes, &span)?),
            Rule::pass => ClauseKind::Pass(self.pass(&mut nodes, &span)?),
            Rule::trusts => self.trusts(&mut nodes, &span)?,
            Rule::for_clauses => self.clause_loop(&mut nodes, &span)?,
            _ => self.simple_clause(rule, &mut nodes, &span)?,
        };
        Ok(Clause { kind, span })
    }

    fn simple_clause(
        &self,
        rule: Rule,
        nodes: &mut Nodes<'s>,
        span: &Span,
    ) -> Built<ClauseKind<'s>> {
        skip_keywords(nodes);
        Ok(match rule {
            Rule::has => ClauseKind::Has(self.attachments(nodes, span)?),
            Rule::include_members => ClauseKind::Members(self.many(nodes)),
            Rule::includes => ClauseKind::Includes(self.many(nodes)),
            Rule::path => ClauseKind::Path(self.one(nodes, span)?),
            Rule::tags => ClauseKind::Tags(self.tags(nodes)?),
            Rule::set_boundary => ClauseKind::Boundary(self.one(nodes, span)?),
            Rule::max_session => ClauseKind::MaxSession(self.one(nodes, span)?),
            _ => return Err(unreadable(*span)),
        })
    }

    fn subject_grant(&self, nodes: &mut Nodes<'s>, span: &Span) -> Built<ClauseKind<'s>> {
        let subject = nodes.0.next().ok_or_else(|| unreadable(*span))?;
        let subject = self.principal(subject)?;
        let grant = nodes.take(Rule::grant).ok_or_else(|| unreadable(*span))?;
        let grant = self.grant(Some(subject), &mut Nodes::of(grant), span)?;
        Ok(ClauseKind::Grant(Box::new(grant)))
    }

    fn verbatim(&self, nodes: &mut Nodes<'s>, span: &Span) -> Built<ClauseKind<'s>> {
        nodes.take(Rule::k_verbatim);
        let principals = nodes
            .take(Rule::raw_principals)
            .map(|node| self.raw_principals(node))
            .transpose()?;
        let grant = nodes.take(Rule::grant).ok_or_else(|| unreadable(*span))?;
        let grant = self.grant(None, &mut Nodes::of(grant), span)?;
        Ok(ClauseKind::Verbatim(Box::new(Verbatim {
            principals,
            grant,
        })))
    }

    fn raw_principals(&self, node: Node<'s>) -> Built<RawPrincipals<'s>> {
        let span = self.span(&node);
        let mut nodes = Nodes::of(node);
        let everyone = nodes.take(Rule::k_everyone).map(|node| self.span(&node));
        let listed = nodes.parts().map(|node| {
            let mut inner = Nodes::of(node);
            let key = inner
                .take(Rule::principal_type)
                .ok_or_else(|| unreadable(span))?;
            Ok((self.word(&key), self.many(&mut inner)))
        });
        Ok(RawPrincipals {
            everyone,
            listed: listed.collect::<Built<_>>()?,
            span,
        })
    }

    fn grant(
        &self,
        subject: Option<PrincipalPhrase<'s>>,
        nodes: &mut Nodes<'s>,
        span: &Span,
    ) -> Built<Grant<'s>> {
        let verb = nodes.take(Rule::verb).ok_or_else(|| unreadable(*span))?;
        let denies = verb.as_str() == "cannot";
        let verb = self.span(&verb);
        let actions = self.actions(nodes, span)?;
        let resources = nodes
            .take(Rule::on)
            .map(|node| self.resources(node))
            .transpose()?;
        Ok(Grant {
            subject,
            denies,
            verb,
            actions,
            resources,
            modifiers: self.modifiers(nodes, span)?,
        })
    }

    pub(super) fn actions(&self, nodes: &mut Nodes<'s>, span: &Span) -> Built<Actions<'s>> {
        let node = nodes.take(Rule::actions).ok_or_else(|| unreadable(*span))?;
        let place = self.span(&node);
        let mut inner = Nodes::of(node);
        let list = self.many(&mut inner);
        let except = match inner.take(Rule::except) {
            None => Vec::new(),
            Some(node) => {
                let mut inner = Nodes::of(node);
                skip_keywords(&mut inner);
                self.plain_words(self.terms(&mut inner, &place)?)?
            }
        };
        Ok(Actions {
            list,
            except,
            span: place,
        })
    }

    pub(super) fn resources(&self, node: Node<'s>) -> Built<Resources<'s>> {
        let place = self.span(&node);
        let mut nodes = Nodes::of(node);
        skip_keywords(&mut nodes);
        let list = self.terms(&mut nodes, &place)?;
        let except = match nodes.take(Rule::except) {
            None => Vec::new(),
            Some(node) => {
                let mut inner = Nodes::of(node);
                skip_keywords(&mut inner);
                self.terms(&mut inner, &place)?
            }
        };
        let start = list.first().map_or(place, super::super::ast::Term::span);
        Ok(Resources {
            list,
            except,
            span: start.to(place),
        })
    }

    /// `when`, `unless`, `until` and `as`, each at most once.
    fn modifiers(&self, nodes: &mut Nodes<'s>, span: &Span) -> Built<Modifiers<'s>> {
        let mut modifiers = Modifiers::default();
        for node in nodes.0.by_ref() {
            self.modifier(node, &mut modifiers, span)?;
        }
        Ok(modifiers)
    }

    /// One of them, put to those before.
    fn modifier(&self, node: Node<'s>, modifiers: &mut Modifiers<'s>, span: &Span) -> Built<()> {
        let rule = node.as_rule();
        let place = self.span(&node);
        let mut inner = Nodes::of(node);
        skip_keywords(&mut inner);
        match rule {
            Rule::when | Rule::unless => {
                let condition = inner
                    .take(Rule::condition)
                    .ok_or_else(|| unreadable(*span))?;
                let guard = Guard {
                    unless: rule == Rule::unless,
                    condition: self.condition(condition)?,
                    span: place,
                };
                if let Some(first) = &modifiers.guard {
                    return Err(second_guard(first, &guard));
                }
                modifiers.guard = Some(guard);
            }
            Rule::until => {
                let date = self.one(&mut inner, span)?;
                if let Some(first) = modifiers.until {
                    return Err(twice("until", first, date));
                }
                modifiers.until = Some(date);
            }
            Rule::sid => {
                let name = self.one(&mut inner, span)?;
                if let Some(first) = modifiers.name {
                    return Err(twice("as", first, name));
                }
                modifiers.name = Some(name);
            }
            _ => return Err(unreadable(place)),
        }
        Ok(())
    }

    fn assume(&self, nodes: &mut Nodes<'s>, span: &Span) -> Built<AssumeClause<'s>> {
        skip_keywords(nodes);
        let roles = self.many(nodes);
        let openly = nodes.take(Rule::k_openly).map(|node| self.span(&node));
        Ok(AssumeClause {
            roles,
            openly,
            modifiers: self.modifiers(nodes, span)?,
        })
    }

    fn pass(&self, nodes: &mut Nodes<'s>, span: &Span) -> Built<PassClause<'s>> {
        skip_keywords(nodes);
        let roles = nodes
            .take(Rule::passed)
            .map(|node| self.many(&mut Nodes::of(node)))
            .ok_or_else(|| unreadable(*span))?;
        skip_keywords(nodes);
        Ok(PassClause {
            roles,
            services: self.many(nodes),
            modifiers: self.modifiers(nodes, span)?,
        })
    }

    fn attachments(&self, nodes: &mut Nodes<'s>, span: &Span) -> Built<Vec<Attachment<'s>>> {
        let mut attachments = Vec::new();
        while let Some(node) = nodes.text() {
            let policy = self.word(&node);
            let (arguments, end) = match nodes.take(Rule::arguments) {
                None => (None, policy.span),
                Some(node) => {
                    let end = self.span(&node);
                    (Some(self.positional(node)?), end)
                }
            };
            attachments.push(Attachment {
                policy,
                arguments,
                span: policy.span.to(end),
            });
        }
        if attachments.is_empty() {
            return Err(unreadable(*span));
        }
        Ok(attachments)
    }

    fn tags(&self, nodes: &mut Nodes<'s>) -> Built<Vec<(Word<'s>, Word<'s>)>> {
        nodes
            .parts()
            .map(|node| match self.argument(node)? {
                Argument {
                    name: Some(name),
                    value,
                } => Ok((name, value)),
                Argument { name: None, value } => Err(Box::new(
                    Diagnostic::new(
                        codes::UNEXPECTED,
                        format!("the tag `{}` has no value", value.text),
                    )
                    .at(value.span)
                    .hint(format!("write `{} = \"...\"`", value.text)),
                )),
            })
            .collect()
    }

    fn trusts(&self, nodes: &mut Nodes<'s>, span: &Span) -> Built<ClauseKind<'s>> {
        skip_keywords(nodes);
        if let Some(node) = nodes.take(Rule::from_file) {
            return Ok(ClauseKind::TrustsFrom(self.file(node, span)?));
        }
        let principals = nodes.0.next().ok_or_else(|| unreadable(*span))?;
        let mut trust = TrustClause {
            principals: self.principal(principals)?,
            extras: Vec::new(),
            modifiers: Modifiers::default(),
        };
        for node in nodes.0.by_ref() {
            match node.as_rule() {
                Rule::extra => self.extra(node, &mut trust.extras)?,
                Rule::on_behalf => {
                    let place = self.span(&node);
                    on_behalf_of(&mut trust.principals, self.on_behalf(node)?, place)?;
                }
                _ => self.modifier(node, &mut trust.modifiers, span)?,
            }
        }
        Ok(ClauseKind::Trusts(Box::new(trust)))
    }

    /// `with tags` or `with source identity`, put to those before.
    fn extra(&self, node: Node<'s>, extras: &mut Vec<(TrustExtra, Span)>) -> Built<()> {
        let place = self.span(&node);
        let extra = if node.into_inner().any(|node| node.as_rule() == Rule::k_tags) {
            TrustExtra::Tags
        } else {
            TrustExtra::SourceIdentity
        };
        if let Some((_, first)) = extras.iter().find(|(known, _)| *known == extra) {
            return Err(Box::new(twice_at("with", *first, place)));
        }
        extras.push((extra, place));
        Ok(())
    }
}

/// Puts `for` to the services that it is said of.
fn on_behalf_of<'s>(
    principals: &mut PrincipalPhrase<'s>,
    said: OnBehalf<'s>,
    place: Span,
) -> Built<()> {
    let PrincipalPhrase::Services { on_behalf, .. } = principals else {
        return Err(Box::new(
            Diagnostic::new(codes::UNEXPECTED, "`for` is said of services alone")
                .at(place)
                .hint("a service acts for others: `trusts service NAME for account NAME`; whom else a role trusts is limited with `when`"),
        ));
    };
    if let Some(first) = on_behalf {
        let hint = for_once(first, &said);
        let first = words_of(first).first().map_or(place, |word| word.span);
        return Err(Box::new(twice_at("for", first, place).hint(hint)));
    }
    *on_behalf = Some(said);
    Ok(())
}

/// How two `for` are written as one.
fn for_once(first: &OnBehalf<'_>, second: &OnBehalf<'_>) -> String {
    let list = |whose: &OnBehalf<'_>| -> Vec<String> {
        let words = words_of(whose).iter().map(|word| match word.quoted {
            true => format!("\"{}\"", word.text),
            false => word.text.to_owned(),
        });
        words.collect()
    };
    let both = || [list(first), list(second)].concat().join(", ");
    match (first, second) {
        (OnBehalf::Accounts(_), OnBehalf::Accounts(_)) => {
            format!("list the accounts: `for account {}`", both())
        }
        (OnBehalf::Arns(_), OnBehalf::Arns(_)) => format!("list the ARNs: `for {}`", both()),
        (OnBehalf::Accounts(_), arns @ OnBehalf::Arns(_))
        | (arns @ OnBehalf::Arns(_), OnBehalf::Accounts(_)) => format!(
            "keep the account, and ask for the ARN in the condition: `when aws:SourceArn like {}`",
            list(arns).join(", ")
        ),
    }
}

fn words_of<'o, 's>(whose: &'o OnBehalf<'s>) -> &'o [Word<'s>] {
    match whose {
        OnBehalf::Accounts(words) | OnBehalf::Arns(words) => words,
    }
}

fn second_guard(first: &Guard<'_>, second: &Guard<'_>) -> Box<Diagnostic> {
    if first.unless == second.unless {
        let word = if first.unless { "unless" } else { "when" };
        return Box::new(
            twice_at(word, first.span, second.span).hint(if first.unless {
                "join the conditions with `or`: `unless A or B`"
            } else {
                "join the conditions with `and`: `when A and B`"
            }),
        );
    }
    Box::new(
        Diagnostic::new(
            codes::CLAUSE_TWICE,
            "`when` and `unless` never stand together",
        )
        .label(second.span, "and here the other")
        .label(first.span, "here is one")
        .hint("write one condition: `when A and not B`"),
    )
}

fn twice(word: &str, first: Word<'_>, second: Word<'_>) -> Box<Diagnostic> {
    Box::new(twice_at(word, first.span, second.span).hint(format!("keep one `{word}`")))
}

fn twice_at(word: &str, first: Span, second: Span) -> Diagnostic {
    Diagnostic::new(codes::CLAUSE_TWICE, format!("`{word}` stands here twice"))
        .label(second, "again here")
        .label(first, "first here")
}

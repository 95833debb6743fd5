use super::super::ast::{
    Comparison, Condition, ConditionKind, Estate, Operand, Party, Quantifier, Relation, Value,
    Values, Word,
};
use super::super::grammar::Rule;
use super::item::skip_keywords;
use super::{Builder, Built, Node, Nodes, is_text, unreadable};
use crate::diag::{Diagnostic, codes};
use crate::source::Span;

impl<'s> Builder<'_, 's> {
    /// A condition as written.
    ///
    /// Recursion: one level for each parenthesis, and the scanner bounds those.
    pub(super) fn condition(&self, node: Node<'s>) -> Built<Condition<'s>> {
        let span = self.span(&node);
        let mut nodes = Nodes::of(node);
        let mut operands = vec![self.unary(&mut nodes, &span)?];
        let mut connective: Option<(&str, Span)> = None;
        while let Some(node) = nodes.take(Rule::connective) {
            let here = (node.as_str(), self.span(&node));
            match connective {
                Some(first) if first.0 != here.0 => return Err(mixed(first, here)),
                _ => connective = Some(connective.unwrap_or(here)),
            }
            operands.push(self.unary(&mut nodes, &span)?);
        }
        let kind = match connective {
            None => return operands.pop().ok_or_else(|| unreadable(span)),
            Some(("and", _)) => ConditionKind::And(operands),
            Some(_) => ConditionKind::Or(operands),
        };
        Ok(Condition { kind, span })
    }

    fn unary(&self, nodes: &mut Nodes<'s>, span: &Span) -> Built<Condition<'s>> {
        let mut nots = Vec::new();
        while let Some(node) = nodes.take(Rule::k_not) {
            nots.push(self.span(&node));
        }
        let node = nodes.0.next().ok_or_else(|| unreadable(*span))?;
        let mut condition = self.primary(node)?;
        if nots.len() > MAX_NOTS {
            let first = nots.first().copied().unwrap_or(*span);
            return Err(Box::new(
                Diagnostic::new(
                    codes::NESTING,
                    format!("more than {MAX_NOTS} `not` in a row"),
                )
                .at(first)
                .hint("two `not` cancel out: keep one or none"),
            ));
        }
        for not in nots.into_iter().rev() {
            let span = not.to(condition.span);
            condition = Condition {
                kind: ConditionKind::Not(Box::new(condition)),
                span,
            };
        }
        Ok(condition)
    }

    fn primary(&self, node: Node<'s>) -> Built<Condition<'s>> {
        let span = self.span(&node);
        let rule = node.as_rule();
        let mut nodes = Nodes::of(node);
        let kind = match rule {
            Rule::parentheses => {
                let inner = nodes
                    .take(Rule::condition)
                    .ok_or_else(|| unreadable(span))?;
                ConditionKind::Parentheses(Box::new(self.condition(inner)?))
            }
            Rule::k_tls => ConditionKind::Tls,
            Rule::via_service => ConditionKind::ViaService,
            Rule::aws_service => ConditionKind::AwsService,
            Rule::region_in => self.region(&mut nodes, &span)?,
            Rule::estate => self.estate(&mut nodes, &span)?,
            Rule::comparison => self.comparison(&mut nodes, &span)?,
            _ => self.sugar(rule, &mut nodes, &span)?,
        };
        Ok(Condition { kind, span })
    }

    fn sugar(&self, rule: Rule, nodes: &mut Nodes<'s>, span: &Span) -> Built<ConditionKind<'s>> {
        skip_keywords(nodes);
        Ok(match rule {
            Rule::mfa => match nodes.text() {
                None => ConditionKind::Mfa,
                Some(node) => ConditionKind::MfaWithin(self.word(&node)),
            },
            Rule::from => ConditionKind::From(self.many(nodes)),
            Rule::before => ConditionKind::Before(self.one(nodes, span)?),
            Rule::after => ConditionKind::After(self.one(nodes, span)?),
            Rule::between => {
                let first = self.one(nodes, span)?;
                skip_keywords(nodes);
                ConditionKind::Between(first, self.one(nodes, span)?)
            }
            _ => return Err(unreadable(*span)),
        })
    }

    fn region(&self, nodes: &mut Nodes<'s>, span: &Span) -> Built<ConditionKind<'s>> {
        nodes.take(Rule::k_region);
        let negated = nodes.has(Rule::k_not);
        skip_keywords(nodes);
        let values = nodes.take(Rule::values).ok_or_else(|| unreadable(*span))?;
        Ok(ConditionKind::Region {
            negated,
            values: self.values(values)?,
        })
    }

    fn estate(&self, nodes: &mut Nodes<'s>, span: &Span) -> Built<ConditionKind<'s>> {
        let party = nodes.take(Rule::party).ok_or_else(|| unreadable(*span))?;
        let negated = nodes.has(Rule::k_not);
        nodes.take(Rule::k_in);
        let estate = match nodes.0.next().map(|node| node.as_rule()) {
            Some(Rule::k_org) => Estate::Organization,
            Some(Rule::k_account) => Estate::Account,
            Some(Rule::k_ou) => Estate::Unit,
            _ => return Err(unreadable(*span)),
        };
        let place = self.span(&party);
        let party = read_party(party.as_str()).ok_or_else(|| unreadable(*span))?;
        if party == Party::Request {
            return Err(Box::new(
                Diagnostic::new(
                    codes::UNEXPECTED,
                    "a request is in no organization or account",
                )
                .at(place)
                .hint("write `principal in`, `resource in` or `source in`"),
            ));
        }
        Ok(ConditionKind::Estate {
            party,
            negated,
            estate,
            values: self.many(nodes),
        })
    }

    fn comparison(&self, nodes: &mut Nodes<'s>, span: &Span) -> Built<ConditionKind<'s>> {
        let quantifier = nodes.take(Rule::quantifier);
        let quantifier_span = quantifier.as_ref().map(|node| self.span(node));
        let quantifier = quantifier
            .and_then(|node| node.into_inner().next())
            .map(|node| read_quantifier(node.as_rule()));
        let operand = self.operand(nodes, span)?;
        let tail = nodes.0.next();
        let rule = tail.as_ref().map(pest::iterators::Pair::as_rule);
        if let (Some(place), false) = (quantifier_span, rule == Some(Rule::relation)) {
            return Err(Box::new(
                Diagnostic::new(
                    codes::UNEXPECTED,
                    "`any of`, `all of` and `only` need a comparison",
                )
                .at(place.to(operand.span()))
                .hint("write for example `any of aws:TagKeys in \"team\", \"env\"`"),
            ));
        }
        match (tail, operand) {
            (None, Operand::Key(word)) => self.named(word),
            (Some(node), Operand::Key(operator)) if rule == Some(Rule::operator_arguments) => {
                self.operator(operator, node)
            }
            (Some(node), operand) if rule == Some(Rule::presence) => Ok(ConditionKind::Presence {
                operand,
                exists: node
                    .into_inner()
                    .any(|node| node.as_rule() == Rule::k_exists),
            }),
            (Some(node), operand) if rule == Some(Rule::relation) => {
                self.related(quantifier, operand, node, nodes, span)
            }
            (_, operand) => Err(Box::new(
                Diagnostic::new(codes::UNEXPECTED, "this tag is not compared with anything")
                    .at(operand.span())
                    .hint(
                        "write `tag principal.team == \"ml\"`, or `exists` or `missing` behind it",
                    ),
            )),
        }
    }

    fn operand(&self, nodes: &mut Nodes<'s>, span: &Span) -> Built<Operand<'s>> {
        let keyword = nodes.take(Rule::k_tag);
        let Some(node) = nodes.take(Rule::tag) else {
            return Ok(Operand::Key(self.one(nodes, span)?));
        };
        let start = keyword.map_or(*span, |node| self.span(&node));
        let (party, name, place) = self.tag(node)?;
        Ok(Operand::Tag {
            party,
            name,
            span: start.to(place),
        })
    }

    /// `principal.team`
    pub(super) fn tag(&self, node: Node<'s>) -> Built<(Party, Word<'s>, Span)> {
        let span = self.span(&node);
        let mut nodes = Nodes::of(node);
        let party = nodes.take(Rule::party).ok_or_else(|| unreadable(span))?;
        let place = self.span(&party);
        let party = read_party(party.as_str()).ok_or_else(|| unreadable(span))?;
        if party == Party::Source {
            return Err(Box::new(
                Diagnostic::new(codes::UNEXPECTED, "a source has no tags")
                    .at(place)
                    .hint("write `principal.`, `resource.` or `request.`"),
            ));
        }
        Ok((party, self.one(&mut nodes, &span)?, span))
    }

    /// A name given by `let`; a condition key alone says nothing.
    fn named(&self, word: Word<'s>) -> Built<ConditionKind<'s>> {
        if word.text.contains(':') {
            return Err(Box::new(
                Diagnostic::new(
                    codes::UNEXPECTED,
                    format!("`{}` is not compared with anything", word.text),
                )
                .at(word.span)
                .hint(format!(
                    "write `{0} == ...`, `{0} in ...`, `{0} exists` or `{0} missing`",
                    word.text
                )),
            ));
        }
        Ok(ConditionKind::Name(word))
    }

    fn operator(&self, operator: Word<'s>, node: Node<'s>) -> Built<ConditionKind<'s>> {
        let span = self.span(&node);
        let mut nodes = Nodes::of(node);
        let key = self.one(&mut nodes, &span)?;
        let values = self.value_list(&mut nodes)?;
        if values.is_empty() {
            return Err(Box::new(
                Diagnostic::new(
                    codes::UNEXPECTED,
                    format!("`{}` is given no value", operator.text),
                )
                .at(operator.span.to(span))
                .hint(format!(
                    "write the key, then the values: `{}({}, \"...\")`",
                    operator.text, key.text
                )),
            ));
        }
        Ok(ConditionKind::Operator {
            operator,
            key,
            values,
        })
    }

    fn related(
        &self,
        quantifier: Option<Quantifier>,
        operand: Operand<'s>,
        relation: Node<'s>,
        nodes: &mut Nodes<'s>,
        span: &Span,
    ) -> Built<ConditionKind<'s>> {
        let relation_span = self.span(&relation);
        let relation = read_relation(relation).ok_or_else(|| unreadable(*span))?;
        let values = nodes.take(Rule::values).ok_or_else(|| unreadable(*span))?;
        let mut comparison = Comparison {
            quantifier,
            operand,
            relation,
            relation_span,
            values: self.values(values)?,
            ignoring_case: false,
            if_present: false,
        };
        while let Some(node) = nodes.take(Rule::suffix) {
            let place = self.span(&node);
            let ignoring = node
                .into_inner()
                .any(|node| node.as_rule() == Rule::k_ignoring);
            let (flag, words) = if ignoring {
                (&mut comparison.ignoring_case, "ignoring case")
            } else {
                (&mut comparison.if_present, "if present")
            };
            if core::mem::replace(flag, true) {
                return Err(Box::new(
                    Diagnostic::new(codes::CLAUSE_TWICE, format!("`{words}` stands here twice"))
                        .at(place)
                        .hint(format!("keep one `{words}`")),
                ));
            }
        }
        Ok(ConditionKind::Comparison(Box::new(comparison)))
    }

    fn values(&self, node: Node<'s>) -> Built<Values<'s>> {
        let span = self.span(&node);
        let bracketed = node.as_str().starts_with('[');
        Ok(Values {
            list: self.value_list(&mut Nodes::of(node))?,
            bracketed,
            span,
        })
    }

    fn value_list(&self, nodes: &mut Nodes<'s>) -> Built<Vec<Value<'s>>> {
        nodes
            .0
            .by_ref()
            .filter(|node| is_text(node.as_rule()) || node.as_rule() == Rule::tag)
            .map(|node| {
                if node.as_rule() == Rule::tag {
                    let (party, name, span) = self.tag(node)?;
                    Ok(Value::Tag { party, name, span })
                } else {
                    Ok(Value::Word(self.word(&node)))
                }
            })
            .collect()
    }
}

/// `not not not ...` makes a tree as deep as the row is long.
const MAX_NOTS: usize = 8;

fn mixed(first: (&str, Span), second: (&str, Span)) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::new(codes::AND_BESIDE_OR, "`and` beside `or` needs parentheses")
            .label(second.1, format!("here `{}`", second.0))
            .label(first.1, format!("here `{}`", first.0))
            .hint("write `(A and B) or C` or `A and (B or C)`"),
    )
}

fn read_party(text: &str) -> Option<Party> {
    Some(match text {
        "principal" => Party::Principal,
        "resource" => Party::Resource,
        "request" => Party::Request,
        "source" => Party::Source,
        _ => return None,
    })
}

fn read_quantifier(rule: Rule) -> Quantifier {
    match rule {
        Rule::k_any => Quantifier::AnyOf,
        Rule::k_all => Quantifier::AllOf,
        _ => Quantifier::Only,
    }
}

fn read_relation(node: Node<'_>) -> Option<Relation> {
    let symbol = match node.as_str().trim_ascii_end() {
        "==" => Some(Relation::Equal),
        "!=" => Some(Relation::NotEqual),
        "<" => Some(Relation::Less),
        "<=" => Some(Relation::LessOrEqual),
        ">" => Some(Relation::Greater),
        ">=" => Some(Relation::GreaterOrEqual),
        _ => None,
    };
    if symbol.is_some() {
        return symbol;
    }
    let mut nodes = Nodes::of(node);
    let negated = nodes.has(Rule::k_not);
    let inside = nodes.has(Rule::k_in);
    Some(match (inside, negated) {
        (true, false) => Relation::In,
        (true, true) => Relation::NotIn,
        (false, false) => Relation::Like,
        (false, true) => Relation::NotLike,
    })
}

use super::super::ast::{Expectation, Question, Setting, SettingKind, TestCase, TestSubject, Word};
use super::super::grammar::Rule;
use super::item::skip_keywords;
use super::{Builder, Built, Node, Nodes, unreadable};
use crate::diag::{Diagnostic, codes};
use crate::source::Span;

impl<'s> Builder<'_, 's> {
    /// One line of a test.
    pub(super) fn case(&self, node: Node<'s>) -> Built<TestCase<'s>> {
        let span = self.span(&node);
        let mut nodes = Nodes::of(node);
        let asker = nodes.take(Rule::asker).ok_or_else(|| unreadable(span))?;
        let subject = self.asker(asker)?;
        let node = nodes.0.next().ok_or_else(|| unreadable(span))?;
        let (expectation, question) = match node.as_rule() {
            Rule::may_assume => self.assume_question(node),
            Rule::is_denied => (Expectation::Denied, self.access(&mut nodes, &span)?),
            _ if node.as_str() == "can" => (Expectation::Allowed, self.access(&mut nodes, &span)?),
            _ => (Expectation::NotAllowed, self.access(&mut nodes, &span)?),
        };
        // Before `with` or behind it.
        let first = self.at(&mut nodes, &span)?;
        skip_keywords(&mut nodes);
        let mut settings = Vec::new();
        while let Some(node) = nodes.take(Rule::setting) {
            settings.push(self.setting(node)?);
        }
        let at = match first {
            Some(at) => Some(at),
            None => self.at(&mut nodes, &span)?,
        };
        Ok(TestCase {
            subject,
            expectation,
            question,
            settings,
            at,
            span,
        })
    }

    fn at(&self, nodes: &mut Nodes<'s>, span: &Span) -> Built<Option<Word<'s>>> {
        let Some(node) = nodes.take(Rule::at) else {
            return Ok(None);
        };
        let mut inner = Nodes::of(node);
        skip_keywords(&mut inner);
        self.one(&mut inner, span).map(Some)
    }

    fn asker(&self, node: Node<'s>) -> Built<TestSubject<'s>> {
        let span = self.span(&node);
        let mut nodes = Nodes::of(node);
        let rule = nodes.peek();
        if rule == Some(Rule::k_anyone) {
            return Ok(TestSubject::Anyone(span));
        }
        skip_keywords(&mut nodes);
        let word = self.one(&mut nodes, &span)?;
        Ok(match rule {
            Some(Rule::k_user) => TestSubject::User(word),
            Some(Rule::k_group) => TestSubject::Group(word),
            Some(Rule::k_role) => TestSubject::Role(word),
            Some(Rule::k_service) => TestSubject::Service(word),
            _ if word.text.starts_with("arn:") => TestSubject::Arn(word),
            _ => TestSubject::User(word),
        })
    }

    fn assume_question(&self, node: Node<'s>) -> (Expectation, Question<'s>) {
        let mut nodes = Nodes::of(node);
        skip_keywords(&mut nodes);
        let expectation = if nodes.has(Rule::k_not) {
            Expectation::NotAllowed
        } else {
            Expectation::Allowed
        };
        skip_keywords(&mut nodes);
        (expectation, Question::Assume(self.many(&mut nodes)))
    }

    fn access(&self, nodes: &mut Nodes<'s>, span: &Span) -> Built<Question<'s>> {
        let actions = self.actions(nodes, span)?;
        let resources = match nodes.take(Rule::on) {
            None => None,
            Some(node) => {
                let resources = self.resources(node)?;
                if !resources.except.is_empty() {
                    return Err(no_except(resources.span));
                }
                Some(resources.list)
            }
        };
        if !actions.except.is_empty() {
            return Err(no_except(actions.span));
        }
        Ok(Question::Access {
            actions: actions.list,
            resources,
        })
    }

    fn setting(&self, node: Node<'s>) -> Built<Setting<'s>> {
        let span = self.span(&node);
        let node = node.into_inner().next().ok_or_else(|| unreadable(span))?;
        let rule = node.as_rule();
        let mut nodes = Nodes::of(node);
        let kind = match rule {
            Rule::k_mfa => SettingKind::Mfa,
            Rule::k_tls => SettingKind::Tls,
            Rule::key_setting => self.key_setting(&mut nodes, &span)?,
            Rule::tag_setting => {
                skip_keywords(&mut nodes);
                let tag = nodes.take(Rule::tag).ok_or_else(|| unreadable(span))?;
                let (party, name, _) = self.tag(tag)?;
                skip_keywords(&mut nodes);
                SettingKind::Tag {
                    party,
                    name,
                    value: self.one(&mut nodes, &span)?,
                }
            }
            _ => {
                skip_keywords(&mut nodes);
                if rule == Rule::from_address {
                    SettingKind::From(self.one(&mut nodes, &span)?)
                } else {
                    SettingKind::SessionPolicies(self.many(&mut nodes))
                }
            }
        };
        Ok(Setting { kind, span })
    }

    fn key_setting(&self, nodes: &mut Nodes<'s>, span: &Span) -> Built<SettingKind<'s>> {
        let key = self.one(nodes, span)?;
        skip_keywords(nodes);
        let (values, bracketed): (Vec<Word<'s>>, bool) = match nodes.take(Rule::key_list) {
            Some(list) => (self.many(&mut Nodes::of(list)), true),
            None => (vec![self.one(nodes, span)?], false),
        };
        Ok(SettingKind::Key {
            key,
            values,
            bracketed,
        })
    }
}

fn no_except(span: Span) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::new(codes::UNEXPECTED, "a test has no `except`")
            .at(span)
            .hint("write one line for each request to ask about"),
    )
}

use super::super::ast::{OnBehalf, PrincipalPhrase};
use super::super::grammar::Rule;
use super::item::skip_keywords;
use super::{Builder, Built, Node, Nodes, unreadable};
use crate::source::Span;

impl<'s> Builder<'_, 's> {
    /// Who a trust, or a line of a resource or guardrail, is about.
    pub(super) fn principal(&self, node: Node<'s>) -> Built<PrincipalPhrase<'s>> {
        let span = self.span(&node);
        let rule = node.as_rule();
        let mut nodes = Nodes::of(node);
        Ok(match rule {
            Rule::k_anyone => PrincipalPhrase::Anyone(span),
            Rule::k_public => PrincipalPhrase::Public(span),
            Rule::everyone => self.everyone(&mut nodes, span)?,
            Rule::services => self.services(&mut nodes)?,
            _ => {
                skip_keywords(&mut nodes);
                let words = self.many(&mut nodes);
                match rule {
                    Rule::users => PrincipalPhrase::Users(words),
                    Rule::groups => PrincipalPhrase::Groups(words),
                    Rule::roles => PrincipalPhrase::Roles(words),
                    Rule::accounts => PrincipalPhrase::Accounts(words),
                    Rule::web => PrincipalPhrase::Web(words),
                    Rule::oidc => PrincipalPhrase::Oidc(words),
                    Rule::saml => PrincipalPhrase::Saml(words),
                    Rule::arns => PrincipalPhrase::Arns(words),
                    _ => return Err(unreadable(span)),
                }
            }
        })
    }

    fn everyone(&self, nodes: &mut Nodes<'s>, whole: Span) -> Built<PrincipalPhrase<'s>> {
        let word = nodes.take(Rule::k_everyone);
        let span = word.map_or(whole, |node| self.span(&node));
        let mut except = Vec::new();
        loop {
            skip_keywords(nodes);
            let Some(node) = nodes.0.next() else { break };
            except.push(self.principal(node)?);
        }
        Ok(PrincipalPhrase::Everyone { span, except })
    }

    fn services(&self, nodes: &mut Nodes<'s>) -> Built<PrincipalPhrase<'s>> {
        skip_keywords(nodes);
        let names = self.many(nodes);
        let on_behalf = match nodes.take(Rule::on_behalf) {
            None => None,
            Some(node) => Some(self.on_behalf(node)?),
        };
        Ok(PrincipalPhrase::Services { names, on_behalf })
    }

    pub(super) fn on_behalf(&self, node: Node<'s>) -> Built<OnBehalf<'s>> {
        let span = self.span(&node);
        let mut nodes = Nodes::of(node);
        skip_keywords(&mut nodes);
        let node = nodes.0.next().ok_or_else(|| unreadable(span))?;
        let accounts = node.as_rule() == Rule::accounts;
        let mut inner = Nodes::of(node);
        skip_keywords(&mut inner);
        let words = self.many(&mut inner);
        Ok(if accounts {
            OnBehalf::Accounts(words)
        } else {
            OnBehalf::Arns(words)
        })
    }
}

use super::reading::{Reading, shown};
use crate::diag::{Diagnostic, codes};
use crate::iam::{Effect, PolicyKind};
use crate::import::json::{Node, shorten};
use crate::model::Statement;

/// Every element of a statement, in the order in which AWS writes them.
pub const STATEMENT_ELEMENTS: [&str; 9] = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

impl Reading {
    /// A statement; none where something is wrong with it.
    pub(super) fn statement(&mut self, node: Node<'_>) -> Option<Statement> {
        let errors = self.errors();
        let elements = self.elements(node, "a statement", &STATEMENT_ELEMENTS, super::STATEMENT)?;
        let sid = elements.get("Sid").and_then(|sid| self.sid(sid));
        let effect = match elements.get("Effect") {
            Some(effect) => self.effect(effect),
            None => {
                self.missing(node, "a statement", "Effect");
                None
            }
        };
        let principals = self
            .one_form(elements, "Principal", "NotPrincipal")
            .and_then(|(value, negated)| self.principals(value, negated, effect));
        let actions = self.one_form(elements, "Action", "NotAction");
        if actions.is_none() {
            self.missing(node, "a statement", "Action");
        }
        let actions = actions.and_then(|(value, negated)| self.actions(value, negated));
        let resources = self
            .one_form(elements, "Resource", "NotResource")
            .and_then(|(value, negated)| self.resources(value, negated));
        let condition = elements
            .get("Condition")
            .map(|condition| self.condition(condition))
            .unwrap_or_default();
        self.check_elements(node, elements);
        let statement = Statement {
            sid,
            effect: effect?,
            principals,
            actions: actions?,
            resources,
            condition,
            version: self.version,
            origin: node.span(),
        };
        self.check_trust(elements, &statement);
        self.check_resource_control(elements, &statement);
        (self.errors() == errors).then_some(statement)
    }

    /// `Allow` or `Deny`, in this spelling alone (IAM User Guide, "IAM JSON
    /// policy elements: Effect").
    fn effect(&mut self, node: Node<'_>) -> Option<Effect> {
        let written = node.string();
        let effects = [Effect::Allow, Effect::Deny];
        let effect = effects
            .into_iter()
            .find(|effect| written.as_deref() == Some(effect.name()));
        if effect.is_none() {
            let message = format!("an effect is `Allow` or `Deny`, not {}", shown(node));
            let found = Diagnostic::new(codes::DOCUMENT_EFFECT, message).at(node.span());
            let meant = effects.into_iter().find(|effect| {
                let written = written.as_deref().unwrap_or_default();
                written.trim().eq_ignore_ascii_case(effect.name())
            });
            self.report(found.hint(match meant {
                Some(Effect::Allow) => "write `Allow`: letter case counts here",
                Some(Effect::Deny) => "write `Deny`: letter case counts here",
                None => "write `\"Effect\": \"Allow\"` or `\"Effect\": \"Deny\"`",
            }));
        }
        effect
    }

    /// Letters and digits in IAM's own policies (IAM User Guide, "IAM JSON
    /// policy elements: Sid"); other services may take more. An empty one is
    /// none.
    fn sid(&mut self, node: Node<'_>) -> Option<String> {
        let sid = self.text(node, "a `Sid`")?;
        let is_iams_own = match self.kind {
            PolicyKind::Identity
            | PolicyKind::Boundary
            | PolicyKind::Session
            | PolicyKind::Trust => true,
            PolicyKind::Resource | PolicyKind::ServiceControl | PolicyKind::ResourceControl => {
                false
            }
        };
        if is_iams_own && !sid.chars().all(|it| it.is_ascii_alphanumeric()) {
            let message = format!(
                "the `Sid` {} does not consist of letters and digits",
                shown(node)
            );
            let found = Diagnostic::new(codes::DOCUMENT_SID, message).at(node.span());
            let plain: String = sid.chars().filter(char::is_ascii_alphanumeric).collect();
            self.report(match plain.is_empty() {
                true => found.hint("write letters and digits, or leave it out"),
                false => found.hint(format!("write for example `{}`", shorten(&plain))),
            });
        }
        (!sid.is_empty()).then_some(sid)
    }
}

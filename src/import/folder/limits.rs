//! Guardrails, session policies and policies of resources.

use super::{Reader, bare};
use crate::iam::PolicyKind;
use crate::import::fields::Fields;
use crate::import::json::Node;
use crate::model::{AccountId, DocumentId, GuardrailKind, GuardrailTarget};

impl Reader<'_> {
    pub(super) fn limits(&mut self, manifest: Fields<'_>) {
        let known = ["kind", "target", "document"];
        for (name, node) in self.entries(manifest, "guardrails") {
            let Some(fields) = Fields::of(node, "a guardrail", &known, self.texts) else {
                continue;
            };
            let (kind, policy) = match fields.need_text("kind", self.texts).as_deref() {
                Some("service") => (GuardrailKind::Service, PolicyKind::ServiceControl),
                Some("resource") => (GuardrailKind::Resource, PolicyKind::ResourceControl),
                Some(other) => {
                    self.wrong(format!("no guardrail is of the kind `{other}`"), node);
                    continue;
                }
                None => continue,
            };
            let targets = self.targets(fields);
            let id = self.estate.guardrail(&name, kind, targets, node.span());
            if let Some(path) = fields.need_text("document", self.texts) {
                self.add(&path, policy, DocumentId::Guardrail(id), node);
            }
        }
        for (name, node) in self.entries(manifest, "sessions") {
            let Some(fields) = Fields::of(node, "a session policy", &["document"], self.texts)
            else {
                continue;
            };
            let id = self.estate.session_policy(&name, node.span());
            if let Some(path) = fields.need_text("document", self.texts) {
                self.add(
                    &path,
                    PolicyKind::Session,
                    DocumentId::SessionPolicy(id),
                    node,
                );
            }
        }
        let known = ["account", "arn", "document"];
        for (name, node) in self.entries(manifest, "resources") {
            let Some(fields) = Fields::of(node, "a resource", &known, self.texts) else {
                continue;
            };
            let arn = fields.need_text("arn", self.texts);
            let (Some(arn), Some(account)) = (arn, self.account(fields)) else {
                continue;
            };
            let id = self.estate.resource(account, &arn, node.span());
            if let Some(resource) = self.estate.program.resources.get_mut(id.index()) {
                bare(&name).clone_into(&mut resource.name);
            }
            if let Some(path) = fields.need_text("document", self.texts) {
                self.add(&path, PolicyKind::Resource, DocumentId::Resource(id), node);
            }
        }
    }

    fn targets(&mut self, guardrail: Fields<'_>) -> Vec<GuardrailTarget> {
        let Some(list) = guardrail.need("target", self.texts) else {
            return Vec::new();
        };
        let names = list.one_or_many();
        names
            .filter_map(|node| self.target(&node.string().unwrap_or_default(), node))
            .collect()
    }

    pub(super) fn target(&mut self, name: &str, node: Node<'_>) -> Option<GuardrailTarget> {
        let accounts = &self.estate.program.accounts;
        let found = match name.split_once('/') {
            None if name == "org" => Some(GuardrailTarget::Organization),
            Some(("ou", unit)) => self.unit(unit).map(GuardrailTarget::Unit),
            Some(("account", name)) => accounts
                .iter()
                .position(|account| account.name == name)
                .map(|place| GuardrailTarget::Account(AccountId::new(place))),
            _ => None,
        };
        if found.is_none() {
            self.wrong(format!("there is no `{name}`"), node);
        }
        found
    }
}

//! The managed policies of an account.

use std::collections::BTreeSet;

use super::{Described, Dump, is_of_aws};
use crate::diag::{Diagnostic, codes};
use crate::iam::PolicyKind;
use crate::import::fields::Fields;
use crate::import::json::Node;
use crate::model::{Attachment, DocumentId, PolicyId};

impl<'j> Dump<'_, 'j> {
    pub(super) fn collect_policies(&mut self, pages: &[Fields<'j>]) {
        for node in self.all(pages, "Policies") {
            let _ = self.collect_policy(node);
        }
    }

    fn collect_policy(&mut self, node: Node<'j>) -> Option<()> {
        const KNOWN: [&str; 13] = [
            "PolicyName",
            "PolicyId",
            "Arn",
            "Path",
            "DefaultVersionId",
            "AttachmentCount",
            "PermissionsBoundaryUsageCount",
            "IsAttachable",
            "Description",
            "CreateDate",
            "UpdateDate",
            "PolicyVersionList",
            "Tags",
        ];
        let fields = Fields::of(node, "a managed policy", &KNOWN, self.texts)?;
        let name = fields.need_text("PolicyName", self.texts)?;
        let (arn, path) = self.arn_and_path(fields, "policy", &name)?;
        let default = fields.text("DefaultVersionId", self.texts);
        let document = self.default_version(fields, default.as_deref(), &name)?;
        let described = Described {
            name,
            path,
            node,
            document,
        };
        if let Some(before) = self.policies.insert(arn.clone(), described) {
            self.texts.report(
                Diagnostic::new(codes::DUMP_FIELD, format!("`{arn}` is described twice"))
                    .at(node.span())
                    .label(before.node.span(), "the first one"),
            );
        }
        Some(())
    }

    /// The document of the version that is in force.
    fn default_version(
        &mut self,
        policy: Fields<'j>,
        default: Option<&str>,
        name: &str,
    ) -> Option<Node<'j>> {
        const KNOWN: [&str; 4] = ["Document", "VersionId", "IsDefaultVersion", "CreateDate"];
        let mut found = Vec::new();
        for version in policy.list("PolicyVersionList", self.texts) {
            let fields = Fields::of(version, "a version of a policy", &KNOWN, self.texts)?;
            let id = fields.text("VersionId", self.texts);
            let says_so = fields
                .get("IsDefaultVersion")
                .is_some_and(|node| node.spelling() == "true");
            let is_named = id.is_some() && id.as_deref() == default;
            if says_so || is_named {
                found.push(fields.need("Document", self.texts)?);
            }
        }
        if let [document] = found.as_slice() {
            return Some(*document);
        }
        self.texts.report(
            Diagnostic::new(
                codes::DUMP_INCOMPLETE,
                format!(
                    "of the policy `{name}`, {} versions are in force",
                    found.len()
                ),
            )
            .at(policy.object.span())
            .hint("one of `PolicyVersionList` has `\"IsDefaultVersion\": true`"),
        );
        None
    }

    /// A policy that is had, by its ARN.
    pub(super) fn managed(&mut self, arn: &str, node: Node<'_>) -> Option<Attachment> {
        if let Some(id) = self.managed.get(arn) {
            return Some(Attachment::Managed(*id));
        }
        let is_of_aws = is_of_aws(arn);
        let is_described = self.policies.contains_key(arn);
        if is_of_aws && !(self.copies && is_described) {
            return Some(Attachment::External {
                arn: arn.to_owned(),
                origin: node.span(),
            });
        }
        if !is_described {
            self.not_described("policy", arn, node);
            return None;
        }
        self.enter_policy(arn).map(Attachment::Managed)
    }

    /// Makes a policy of the program of a described one.
    fn enter_policy(&mut self, arn: &str) -> Option<PolicyId> {
        let described = self.policies.get(arn)?;
        let (name, path) = (described.name.clone(), described.path.clone());
        let (node, document) = (described.node, described.document);
        let account = match &self.account {
            // AWS's own policies are of no account.
            Some((account, _)) if is_of_aws(arn) => *account,
            _ => self.account(arn, node.span())?,
        };
        let what = format!("the policy `{name}`");
        let document = self.texts.document(document, PolicyKind::Identity, &what)?;
        let id = self.estate.policy(account, &name, node.span());
        if let Some(policy) = self.estate.program.policies.get_mut(id.index()) {
            policy.entity.path = path;
        }
        let remark = is_of_aws(arn).then(|| format!("a copy of {arn}"));
        self.estate.add(DocumentId::Policy(id), document, remark);
        self.managed.insert(arn.to_owned(), id);
        Some(id)
    }

    /// Policies that nobody has are part of the account too.
    pub(super) fn unused_policies(&mut self) {
        let limits: BTreeSet<&str> = self.limited.iter().map(|it| it.arn.as_str()).collect();
        let unused: Vec<String> = self
            .policies
            .keys()
            .filter(|arn| !is_of_aws(arn))
            .filter(|arn| !self.managed.contains_key(*arn) && !limits.contains(arn.as_str()))
            .cloned()
            .collect();
        for arn in unused {
            let _ = self.enter_policy(&arn);
        }
    }
}

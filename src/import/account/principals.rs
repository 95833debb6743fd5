//! The users, groups and roles of an account, and what they have.

use std::collections::BTreeSet;

use super::{Dump, Principal};
use crate::diag::{Diagnostic, codes};
use crate::iam::PolicyKind;
use crate::import::document::Document;
use crate::import::fields::{Fields, string};
use crate::import::json::Node;
use crate::model::{AccountId, Attachment, DocumentId, GroupId};

const ENTITY: [&str; 6] = [
    "Path",
    "Arn",
    "CreateDate",
    "AttachedManagedPolicies",
    "PermissionsBoundary",
    "Tags",
];
impl<'j> Dump<'_, 'j> {
    pub(super) fn groups(&mut self, pages: &[Fields<'j>]) {
        for node in self.all(pages, "GroupDetailList") {
            let _ = self.one_group(node);
        }
    }

    fn one_group(&mut self, node: Node<'j>) -> Option<()> {
        let fields = self.entity(
            node,
            "a group",
            &["GroupName", "GroupId", "GroupPolicyList"],
        )?;
        let name = fields.need_text("GroupName", self.texts)?;
        let (account, path) = self.place(fields, "group", &name)?;
        let next = self.estate.program.groups.len();
        let id = self.estate.group(account, &name, node.span());
        self.is_new(id.index() == next, &name, node)?;
        let attached = self.attached(fields);
        if let Some(group) = self.estate.program.groups.get_mut(id.index()) {
            group.entity.path = path;
            group.attached = attached;
        }
        self.inline(fields, "GroupPolicyList", DocumentId::Group(id), &name);
        Some(())
    }

    pub(super) fn users(&mut self, pages: &[Fields<'j>]) {
        for node in self.all(pages, "UserDetailList") {
            let _ = self.one_user(node);
        }
    }

    fn one_user(&mut self, node: Node<'j>) -> Option<()> {
        let known = ["UserName", "UserId", "UserPolicyList", "GroupList"];
        let fields = self.entity(node, "a user", &known)?;
        let name = fields.need_text("UserName", self.texts)?;
        let (account, path) = self.place(fields, "user", &name)?;
        let next = self.estate.program.users.len();
        let id = self.estate.user(account, &name, node.span());
        self.is_new(id.index() == next, &name, node)?;
        let attached = self.attached(fields);
        self.boundary(fields, Principal::User(id));
        let tags = self.tags(fields);
        let mut groups = Vec::new();
        for group in fields.list("GroupList", self.texts) {
            let Some(group_name) = string(group, "GroupList", self.texts) else {
                continue;
            };
            let known = self.estate.program.groups.iter().position(|it| {
                it.entity.account == account && it.entity.name.eq_ignore_ascii_case(&group_name)
            });
            match known {
                Some(place) => groups.push(place),
                None => self.not_described("group", &group_name, group),
            }
        }
        for place in &groups {
            if let Some(group) = self.estate.program.groups.get_mut(*place) {
                group.members.push(id);
            }
        }
        if let Some(user) = self.estate.program.users.get_mut(id.index()) {
            user.entity.path = path;
            user.attached = attached;
            user.tags = tags;
            user.groups = groups.into_iter().map(GroupId::new).collect();
        }
        self.inline(fields, "UserPolicyList", DocumentId::User(id), &name);
        Some(())
    }

    pub(super) fn roles(&mut self, pages: &[Fields<'j>]) {
        for node in self.all(pages, "RoleDetailList") {
            let _ = self.one_role(node);
        }
    }

    /// One role. What else is known of it can only be what it may do.
    pub(super) fn one_role(&mut self, node: Node<'j>) -> Option<()> {
        let known = [
            "RoleName",
            "RoleId",
            "RolePolicyList",
            "AssumeRolePolicyDocument",
            "InstanceProfileList",
            "RoleLastUsed",
            "MaxSessionDuration",
            "Description",
        ];
        let fields = self.entity(node, "a role", &known)?;
        let name = fields.need_text("RoleName", self.texts)?;
        let (account, path) = self.place(fields, "role", &name)?;
        let id = self.estate.role(account, &name, node.span());
        let known = self.estate.program.role(id)?;
        let is_new = known.trust.is_empty() && known.attached.is_empty();
        self.is_new(is_new, &name, node)?;
        let attached = self.attached(fields);
        self.boundary(fields, Principal::Role(id));
        let tags = self.tags(fields);
        let longest = fields.number("MaxSessionDuration", self.texts);
        if let Some(role) = self.estate.program.roles.get_mut(id.index()) {
            role.entity.path = path;
            role.attached = attached;
            role.tags = tags;
            role.max_session = longest.unwrap_or(role.max_session);
        }
        let trust = fields.need("AssumeRolePolicyDocument", self.texts)?;
        let what = format!("the trust policy of the role `{name}`");
        if let Some(document) = self.texts.document(trust, PolicyKind::Trust, &what) {
            let remark = self.instance_profiles(fields);
            self.estate.add(DocumentId::Trust(id), document, remark);
        }
        self.inline(fields, "RolePolicyList", DocumentId::Role(id), &name);
        Some(())
    }

    /// A profile carries its role to an instance and says nothing of its own;
    /// the language has no word for it.
    fn instance_profiles(&mut self, role: Fields<'j>) -> Option<String> {
        let mut names = Vec::new();
        for profile in role.list("InstanceProfileList", self.texts) {
            names.extend(
                profile
                    .get("InstanceProfileName")
                    .and_then(|name| string(name, "InstanceProfileName", self.texts)),
            );
        }
        (!names.is_empty()).then(|| format!("instance profile {}", names.join(", ")))
    }

    fn entity(&mut self, node: Node<'j>, what: &str, known: &[&str]) -> Option<Fields<'j>> {
        let known: Vec<&str> = ENTITY.iter().chain(known).copied().collect();
        Fields::of(node, what, &known, self.texts)
    }

    /// The account and the path of an entity.
    fn place(&mut self, fields: Fields<'j>, kind: &str, name: &str) -> Option<(AccountId, String)> {
        let (arn, path) = self.arn_and_path(fields, kind, name)?;
        Some((self.account(&arn, fields.object.span())?, path))
    }

    fn attached(&mut self, fields: Fields<'j>) -> Vec<Attachment> {
        let mut attached = Vec::new();
        let mut seen = BTreeSet::new();
        for node in fields.list("AttachedManagedPolicies", self.texts) {
            let known = ["PolicyName", "PolicyArn"];
            let arn = Fields::of(node, "an attached policy", &known, self.texts)
                .and_then(|fields| fields.need_text("PolicyArn", self.texts));
            if let Some(arn) = arn
                && seen.insert(arn.clone())
            {
                attached.extend(self.managed(&arn, node));
            }
        }
        attached
    }

    fn tags(&mut self, fields: Fields<'j>) -> Vec<(String, String)> {
        let mut tags = Vec::new();
        for node in fields.list("Tags", self.texts) {
            let known = ["Key", "Value"];
            let Some(fields) = Fields::of(node, "a tag", &known, self.texts) else {
                continue;
            };
            let key = fields.need_text("Key", self.texts);
            let value = fields.need_text("Value", self.texts);
            tags.extend(key.zip(value));
        }
        tags
    }

    /// The inline policies, one behind the other: together they say what each
    /// of them says.
    fn inline(&mut self, fields: Fields<'j>, list: &str, to: DocumentId, owner: &str) {
        for node in fields.list(list, self.texts) {
            let known = ["PolicyName", "PolicyDocument"];
            let Some(fields) = Fields::of(node, "an inline policy", &known, self.texts) else {
                continue;
            };
            let name = fields.need_text("PolicyName", self.texts);
            let document = fields.need("PolicyDocument", self.texts);
            let (Some(name), Some(document)) = (name, document) else {
                continue;
            };
            let what = format!("the inline policy `{name}` of `{owner}`");
            let read: Option<Document> = self.texts.document(document, PolicyKind::Identity, &what);
            if let Some(read) = read {
                self.estate
                    .add(to, read, Some(format!("inline policy {name}")));
            }
        }
    }

    /// An entity that is not new is described twice.
    fn is_new(&mut self, is_new: bool, name: &str, node: Node<'_>) -> Option<()> {
        if is_new {
            return Some(());
        }
        let twice = Diagnostic::new(codes::DUMP_FIELD, format!("`{name}` is described twice"));
        self.texts.report(
            twice
                .at(node.span())
                .hint("IAM compares names without letter case"),
        );
        None
    }
}

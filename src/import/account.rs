//! What `aws iam get-account-authorization-details` prints: every user, group,
//! role and customer managed policy of an account, and who has what (IAM API
//! Reference, "GetAccountAuthorizationDetails").

use std::collections::{BTreeMap, BTreeSet};

use super::Options;
use super::document::Document;
use super::estate::Estate;
use super::fields::{Fields, string};
use super::json::Node;
use super::pages::{LISTS, OF_PAGES};
use super::texts::Texts;
use crate::diag::{Diagnostic, codes};
use crate::iam::pattern::has_wildcard;
use crate::iam::quotas::is_tag_of_aws;
use crate::iam::{Match, PolicyKind, is_account_number};
use crate::model::{
    AccountId, Attachment, BoundaryId, DocumentId, GroupId, Limit, PolicyId, RoleId, Statement,
    UserId,
};
use crate::source::Span;

/// Puts a whole account into the estate, of which all pages are given.
pub(super) fn read(
    pages: &[Node<'_>],
    options: &Options,
    estate: &mut Estate,
    texts: &mut Texts,
) -> Option<()> {
    let known: Vec<&str> = LISTS.into_iter().chain(OF_PAGES).collect();
    let whole: Option<Vec<Fields<'_>>> = pages
        .iter()
        .map(|page| Fields::of(*page, "the description of an account", &known, texts))
        .collect();
    let pages = whole?;
    let mut dump = Dump {
        copies: options.copies_aws_policies,
        estate,
        texts,
        account: None,
        policies: BTreeMap::new(),
        managed: BTreeMap::new(),
        limited: Vec::new(),
        boundaries: BTreeMap::new(),
    };
    dump.collect_policies(&pages);
    dump.groups(&pages);
    dump.users(&pages);
    dump.roles(&pages);
    dump.unused_policies();
    dump.boundaries();
    dump.leave_out_tags_of_aws();
    dump.region();
    Some(())
}

/// A managed policy of the description.
struct Described<'j> {
    name: String,
    path: String,
    node: Node<'j>,
    document: Node<'j>,
}

/// Somebody with a boundary.
struct Limited<'j> {
    who: Principal,
    arn: String,
    node: Node<'j>,
}

#[derive(Clone, Copy)]
enum Principal {
    User(UserId),
    Role(RoleId),
}

struct Dump<'d, 'j> {
    /// Whether AWS's own policies become policies of the program.
    copies: bool,
    estate: &'d mut Estate,
    texts: &'d mut Texts,
    account: Option<(AccountId, String)>,
    /// By their ARNs.
    policies: BTreeMap<String, Described<'j>>,
    /// Those that are policies of the program already.
    managed: BTreeMap<String, PolicyId>,
    /// Whose boundaries are which. They are the last to be read, for what is
    /// attached to somebody too is a policy of the program.
    limited: Vec<Limited<'j>>,
    /// Those that are boundaries and nothing else.
    boundaries: BTreeMap<String, BoundaryId>,
}

const ENTITY: [&str; 6] = [
    "Path",
    "Arn",
    "CreateDate",
    "AttachedManagedPolicies",
    "PermissionsBoundary",
    "Tags",
];

impl<'j> Dump<'_, 'j> {
    // -- the account ----------------------------------------------------------

    /// The account that an ARN of IAM is of; all of a description is of one.
    fn account(&mut self, arn: &str, origin: Span) -> Option<AccountId> {
        let mut fields = arn.split(':');
        let is_arn = fields.next() == Some("arn");
        let partition = fields.next().unwrap_or_default();
        let is_iam = fields.next() == Some("iam");
        let number = fields.nth(1).unwrap_or_default();
        let is_number = is_account_number(number);
        if !is_arn || !is_iam || !is_number {
            self.texts.report(
                Diagnostic::new(
                    codes::DUMP_FIELD,
                    format!("`{arn}` is not an ARN of IAM in an account"),
                )
                .at(origin)
                .hint("such as `arn:aws:iam::111122223333:user/Ann`"),
            );
            return None;
        }
        if let Some((account, known)) = &self.account {
            if known == number {
                return Some(*account);
            }
            self.texts.report(
                Diagnostic::new(
                    codes::DUMP_FIELD,
                    format!("`{arn}` is of another account than what stands before it"),
                )
                .at(origin)
                .hint("describe each account in a file of its own"),
            );
            return None;
        }
        self.estate.program.settings.partition = partition.to_owned();
        let account = self.estate.account_numbered(number, origin);
        self.account = Some((account, number.to_owned()));
        Some(account)
    }

    // -- managed policies -----------------------------------------------------

    fn collect_policies(&mut self, pages: &[Fields<'j>]) {
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
        let arn = fields.need_text("Arn", self.texts)?;
        let path = fields.text("Path", self.texts);
        let default = fields.text("DefaultVersionId", self.texts);
        let document = self.default_version(fields, default.as_deref(), &name)?;
        let described = Described {
            name,
            path: path.unwrap_or_else(|| "/".to_owned()),
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
    fn managed(&mut self, arn: &str, node: Node<'_>) -> Option<Attachment> {
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
    fn unused_policies(&mut self) {
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

    /// The region that all of the account's resources are in, as far as its
    /// policies name any: it fills in ARNs and says nothing else.
    fn region(&mut self) {
        let Some((_, number)) = &self.account else {
            return;
        };
        let program = &mut self.estate.program;
        let documents = program.documents();
        let statements = documents.iter().flat_map(|id| program.statements(*id));
        let patterns = statements
            .filter_map(|statement| statement.resources.as_ref())
            .flat_map(Match::patterns);
        let regions: BTreeSet<&str> = patterns
            .filter(|pattern| pattern.split(':').nth(4) == Some(number))
            .filter_map(|pattern| pattern.split(':').nth(3))
            .filter(|region| !region.is_empty())
            .collect();
        let only = match (regions.first(), regions.len()) {
            (Some(only), 1) if !has_wildcard(only) => Some((*only).to_owned()),
            (Some(_) | None, _) => None,
        };
        program.settings.region = only;
    }

    // -- boundaries -----------------------------------------------------------

    fn boundary(&mut self, fields: Fields<'j>, who: Principal) {
        let Some(node) = fields.get("PermissionsBoundary") else {
            return;
        };
        let known = ["PermissionsBoundaryType", "PermissionsBoundaryArn"];
        let arn = Fields::of(node, "a permissions boundary", &known, self.texts)
            .and_then(|fields| fields.need_text("PermissionsBoundaryArn", self.texts));
        if let Some(arn) = arn {
            self.limited.push(Limited { who, arn, node });
        }
    }

    fn boundaries(&mut self) {
        let mut all = std::mem::take(&mut self.limited);
        // A copy of what is AWS's own makes way for the account's own names.
        all.sort_by_key(|limited| is_of_aws(&limited.arn));
        for limited in all {
            let limit = self.limit(&limited.arn, limited.node);
            let program = &mut self.estate.program;
            let boundary = match limited.who {
                Principal::User(id) => {
                    let user = program.users.get_mut(id.index());
                    user.map(|user| &mut user.boundary)
                }
                Principal::Role(id) => {
                    let role = program.roles.get_mut(id.index());
                    role.map(|role| &mut role.boundary)
                }
            };
            if let Some(boundary) = boundary {
                *boundary = limit;
            }
        }
    }

    /// A policy that is a boundary, by its ARN.
    fn limit(&mut self, arn: &str, node: Node<'_>) -> Option<Limit> {
        if let Some(id) = self.managed.get(arn) {
            return Some(Limit::Policy(*id));
        }
        if let Some(id) = self.boundaries.get(arn) {
            return Some(Limit::Boundary(*id));
        }
        let Some(described) = self.policies.get(arn) else {
            self.not_described("boundary", arn, node);
            return None;
        };
        let (name, path) = (described.name.clone(), described.path.clone());
        let (origin, document) = (described.node.span(), described.document);
        let account = self.account.as_ref().map(|(account, _)| *account)?;
        let what = format!("the boundary `{name}`");
        let document = self.texts.document(document, PolicyKind::Boundary, &what)?;
        let id = self.estate.new_boundary(account, &name, origin);
        if let Some(boundary) = self.estate.program.boundaries.get_mut(id.index()) {
            boundary.entity.path = path;
        }
        let remark = is_of_aws(arn).then(|| format!("a copy of {arn}"));
        self.estate.add(DocumentId::Boundary(id), document, remark);
        self.boundaries.insert(arn.to_owned(), id);
        Some(Limit::Boundary(id))
    }

    fn not_described(&mut self, noun: &str, arn: &str, node: Node<'_>) {
        self.texts.report(
            Diagnostic::new(
                codes::DUMP_INCOMPLETE,
                format!("the {noun} `{arn}` is had, and what it says is not here"),
            )
            .at(node.span())
            .hint("get the whole description: `aws iam get-account-authorization-details` without `--filter`"),
        );
    }

    // -- groups, users, roles -------------------------------------------------

    fn groups(&mut self, pages: &[Fields<'j>]) {
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
        let (account, path) = self.place(fields)?;
        let name = fields.need_text("GroupName", self.texts)?;
        let next = self.estate.program.groups.len();
        let id = self.estate.group(account, &name, node.span());
        self.is_new(id.index(), next, &name, node)?;
        let attached = self.attached(fields);
        if let Some(group) = self.estate.program.groups.get_mut(id.index()) {
            group.entity.path = path;
            group.attached = attached;
        }
        self.inline(fields, "GroupPolicyList", DocumentId::Group(id), &name);
        Some(())
    }

    fn users(&mut self, pages: &[Fields<'j>]) {
        for node in self.all(pages, "UserDetailList") {
            let _ = self.one_user(node);
        }
    }

    fn one_user(&mut self, node: Node<'j>) -> Option<()> {
        let known = ["UserName", "UserId", "UserPolicyList", "GroupList"];
        let fields = self.entity(node, "a user", &known)?;
        let (account, path) = self.place(fields)?;
        let name = fields.need_text("UserName", self.texts)?;
        let next = self.estate.program.users.len();
        let id = self.estate.user(account, &name, node.span());
        self.is_new(id.index(), next, &name, node)?;
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

    fn roles(&mut self, pages: &[Fields<'j>]) {
        for node in self.all(pages, "RoleDetailList") {
            let _ = self.one_role(node);
        }
    }

    fn one_role(&mut self, node: Node<'j>) -> Option<()> {
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
        let (account, path) = self.place(fields)?;
        let name = fields.need_text("RoleName", self.texts)?;
        let next = self.estate.program.roles.len();
        let id = self.estate.role(account, &name, node.span());
        self.is_new(id.index(), next, &name, node)?;
        let attached = self.attached(fields);
        self.boundary(fields, Principal::Role(id));
        let tags = self.tags(fields);
        let longest = fields
            .get("MaxSessionDuration")
            .and_then(|node| node.spelling().parse().ok());
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

    // -- what they have in common ---------------------------------------------

    /// The items of a list on all pages.
    fn all(&mut self, pages: &[Fields<'j>], list: &str) -> Vec<Node<'j>> {
        let pages = pages.iter();
        pages.flat_map(|page| page.list(list, self.texts)).collect()
    }

    fn entity(&mut self, node: Node<'j>, what: &str, known: &[&str]) -> Option<Fields<'j>> {
        let known: Vec<&str> = ENTITY.iter().chain(known).copied().collect();
        Fields::of(node, what, &known, self.texts)
    }

    fn place(&mut self, fields: Fields<'j>) -> Option<(AccountId, String)> {
        let arn = fields.need_text("Arn", self.texts)?;
        let account = self.account(&arn, fields.object.span())?;
        let path = fields.text("Path", self.texts);
        Some((account, path.unwrap_or_else(|| "/".to_owned())))
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

    /// AWS tags what its services make, as with `aws:cloudformation:stack-name`,
    /// and takes such tags from nobody else. They are left out where no policy
    /// can ask for one.
    fn leave_out_tags_of_aws(&mut self) {
        let program = &mut self.estate.program;
        let documents = program.documents();
        let mut statements = documents.iter().flat_map(|id| program.statements(*id));
        if statements.any(asks_for_tag_of_aws) {
            return;
        }
        let users = program.users.iter_mut().map(|user| &mut user.tags);
        let roles = program.roles.iter_mut().map(|role| &mut role.tags);
        let mut are_left_out = false;
        for tags in users.chain(roles) {
            let before = tags.len();
            tags.retain(|(key, _)| !is_tag_of_aws(key));
            are_left_out |= tags.len() < before;
        }
        if are_left_out {
            self.estate.preface.push(
                "tags that AWS sets itself, and no policy here asks for, are left out".to_owned(),
            );
        }
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

    /// Whether an entity came to its own place; else it is described twice.
    fn is_new(&mut self, place: usize, next: usize, name: &str, node: Node<'_>) -> Option<()> {
        if place == next {
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

/// Whether a statement depends on a principal's tag that AWS sets.
fn asks_for_tag_of_aws(statement: &Statement) -> bool {
    let names_one = |text: &str| text.to_ascii_lowercase().contains("aws:principaltag/aws:");
    let resources = statement.resources.iter().flat_map(Match::patterns);
    let mut atoms = statement.condition.iter();
    atoms.any(|atom| names_one(&atom.key) || atom.values.iter().any(|value| names_one(value))) || {
        resources
    }
    .any(|pattern| names_one(pattern))
}

/// Whether a policy is one of AWS's own.
fn is_of_aws(arn: &str) -> bool {
    arn.split(':').nth(4) == Some("aws")
}

//! Who asks, and what AWS would say of them: written from AWS's manuals over the manifest (IAM User Guide, "AWS global
//! condition context keys" and "IAM policy elements: Variables and tags", the table of principal key values).

use std::collections::BTreeSet;

use super::folder::{Entry, Folder};

/// The caller of a request, as the manifest knows it.
#[derive(Debug)]
pub(crate) struct Who<'f> {
    pub(crate) kind: Kind,
    /// As the reference interpreter is told.
    pub(crate) principal: String,
    /// The number of the account; none for those who have no account.
    pub(crate) number: Option<String>,
    /// The user, group or role that it gets its policies from.
    pub(crate) entry: Option<Entry<'f>>,
    /// The user or role itself, or that a session is of.
    pub(crate) behind: Option<String>,
    /// The same with the path by which the documents name it, where the manifest does not know it. Names are unique in an
    /// account, so a document that names it with a path tells the path.
    pub(crate) as_named: Option<String>,
    /// Whether documents name it by several paths, of which it can have but one.
    pub(crate) is_contradictory: bool,
    /// `aws:username`
    username: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    User,
    /// Someone in a group, by the name of a member or of nobody in particular.
    Member,
    Role,
    RoleSession,
    FederatedUser,
    Root,
    Service,
    Federated,
    Anonymous,
}

impl<'f> Who<'f> {
    pub(crate) fn of(folder: &'f Folder, asked: &str) -> Self {
        let nobody = |kind, principal: &str| Self {
            kind,
            principal: principal.to_owned(),
            number: None,
            entry: None,
            behind: None,
            as_named: None,
            is_contradictory: false,
            username: None,
        };
        if asked == "anonymous" {
            return nobody(Kind::Anonymous, asked);
        }
        if asked.starts_with("arn:") {
            return Self::of_arn(folder, asked);
        }
        let (asked, member) = match asked.split_once(" as ") {
            Some((group, member)) => (group, Some(member)),
            None => (asked, None),
        };
        match asked.split('/').collect::<Vec<_>>().as_slice() {
            ["service", name] => {
                let dot = if name.contains('.') {
                    ""
                } else {
                    ".amazonaws.com"
                };
                nobody(Kind::Service, &format!("{name}{dot}"))
            }
            ["federated", rest @ ..] => nobody(Kind::Federated, &rest.join("/")),
            [kind, account, name] => Self::of_entry(folder, kind, account, name, member),
            [kind, name] => {
                let entry = folder
                    .entries(&format!("{kind}s"))
                    .find(|entry| entry.name == *name)
                    .expect("an entity");
                Self::of_entry(folder, kind, entry.account, name, member)
            }
            _ => panic!("`{asked}` is no principal"),
        }
    }

    fn of_entry(
        folder: &'f Folder,
        kind: &str,
        account: &str,
        name: &str,
        member: Option<&str>,
    ) -> Self {
        let entry = folder
            .entry(&format!("{kind}s"), account, name)
            .unwrap_or_else(|| panic!("no {kind} {account}/{name}"));
        let number = folder.number(account);
        let (kind, arn, username) = match kind {
            "user" => (Kind::User, Some(folder.arn("user", entry)), Some(name)),
            "role" => (Kind::Role, Some(folder.arn("role", entry)), None),
            _ => {
                let face = member.map(|member| {
                    let face = folder.member_of(entry, member);
                    face.unwrap_or_else(|| panic!("no member {member} of {name}"))
                });
                (
                    Kind::Member,
                    face.map(|face| folder.arn("user", face)),
                    face.map(|face| face.name),
                )
            }
        };
        Self {
            kind,
            // Nobody in particular.
            principal: arn
                .clone()
                .unwrap_or_else(|| format!("arn:{}:iam::{number}:user/-", folder.partition())),
            number: Some(number.to_owned()),
            entry: Some(entry),
            as_named: arn.clone(),
            is_contradictory: false,
            behind: arn,
            username: username.map(str::to_owned),
        }
    }

    fn of_arn(folder: &'f Folder, asked: &str) -> Self {
        let fields: Vec<&str> = asked.splitn(6, ':').collect();
        let [_, partition, service, _, number, rest] = fields.as_slice() else {
            panic!("`{asked}` is no ARN")
        };
        let (kind, name) = rest.split_once('/').unwrap_or((rest, ""));
        // The ARN of a session does not have the path of what is behind it.
        let named = |kind: &str, name: &str| {
            let entries = folder.entries(&format!("{kind}s"));
            let mut own = entries.filter(|entry| {
                folder.number(entry.account) == *number && folder.partition() == *partition
            });
            own.find(|entry| entry.name == name)
        };
        let session = |kind, of: &str, name: &str| {
            let entry = named(of, name);
            let arn = entry.map_or_else(
                || format!("arn:{partition}:iam::{number}:{of}/{name}"),
                |entry| folder.arn(of, entry),
            );
            (kind, entry, Some(arn), None)
        };
        let own = |kind, of: &str| {
            let username =
                (of == "user").then(|| name.rsplit('/').next().unwrap_or(name).to_owned());
            (
                kind,
                folder.by_arn(of, asked),
                Some(asked.to_owned()),
                username,
            )
        };
        let (kind, entry, behind, username) = match (*service, kind) {
            ("iam", "user") => own(Kind::User, "user"),
            ("iam", "role") => own(Kind::Role, "role"),
            ("sts", "assumed-role") => session(
                Kind::RoleSession,
                "role",
                name.split('/').next().unwrap_or(name),
            ),
            ("sts", "federated-user") => session(Kind::FederatedUser, "user", name),
            ("iam", "root") => (Kind::Root, None, None, None),
            _ => panic!("`{asked}` cannot call"),
        };
        let lacks_path = matches!(kind, Kind::RoleSession | Kind::FederatedUser) && entry.is_none();
        let unknown = behind.as_deref().filter(|_| lacks_path);
        let names = unknown.map_or_else(BTreeSet::new, |arn| folder.names_of(arn));
        let is_contradictory = names.len() > 1;
        let as_named = names.first().map(|&named| named.to_owned());
        Self {
            kind,
            principal: asked.to_owned(),
            number: Some((*number).to_owned()),
            entry,
            as_named: as_named.or_else(|| behind.clone()),
            behind,
            is_contradictory,
            username,
        }
    }

    /// Every key that follows from the caller, but for the ids that AWS makes up (`aws:userid` of users and roles).
    pub(crate) fn context(&self, folder: &Folder) -> Vec<(String, String)> {
        let mut context = Vec::new();
        let mut add = |key: &str, value: Option<&str>| {
            if let Some(value) = value {
                context.push((key.to_owned(), value.to_owned()));
            }
        };
        let number = self.number.as_deref();
        let principal = self.principal.as_str();
        let is_anonymous = self.kind == Kind::Anonymous;
        add(
            "aws:PrincipalAccount",
            number.or(is_anonymous.then_some("anonymous")),
        );
        // Temporary credentials, made without a second factor.
        if matches!(
            self.kind,
            Kind::Role | Kind::RoleSession | Kind::FederatedUser
        ) {
            add("aws:MultiFactorAuthPresent", Some("false"));
        }
        add(
            "aws:PrincipalOrgID",
            number.and_then(|number| folder.organization_of(number)),
        );
        add("aws:username", self.username.as_deref());
        let federated_id = || Some(format!("{}:{}", number?, principal.rsplit('/').next()?));
        match self.kind {
            Kind::User | Kind::Member | Kind::Role | Kind::RoleSession => {
                add("aws:PrincipalArn", self.behind.as_deref());
            }
            Kind::FederatedUser => {
                add("aws:PrincipalArn", Some(principal));
                add("aws:userid", federated_id().as_deref());
            }
            Kind::Root => {
                add("aws:PrincipalArn", Some(principal));
                add("aws:userid", number);
            }
            Kind::Service => add("aws:PrincipalServiceName", Some(principal)),
            Kind::Anonymous => add("aws:userid", Some("anonymous")),
            Kind::Federated => {}
        }
        add(
            "aws:PrincipalType",
            match self.kind {
                Kind::User | Kind::Member => Some("User"),
                Kind::Role | Kind::RoleSession => Some("AssumedRole"),
                Kind::FederatedUser => Some("FederatedUser"),
                Kind::Root => Some("Account"),
                Kind::Anonymous => Some("Anonymous"),
                Kind::Service | Kind::Federated => None,
            },
        );
        // In every request that is signed with credentials of AWS.
        add(
            "aws:PrincipalIsAWSService",
            match self.kind {
                Kind::Service => Some("true"),
                Kind::User
                | Kind::Member
                | Kind::Role
                | Kind::RoleSession
                | Kind::FederatedUser
                | Kind::Root => Some("false"),
                Kind::Federated | Kind::Anonymous => None,
            },
        );
        let has_tags = matches!(self.kind, Kind::User | Kind::Role | Kind::RoleSession);
        if let Some(tags) = self
            .entry
            .filter(|_| has_tags)
            .and_then(|entry| entry.fields["tags"].as_object())
        {
            for (key, value) in tags {
                add(&format!("aws:PrincipalTag/{key}"), value.as_str());
            }
        }
        context
    }
}

//! Names and paths, held to what AWS takes.

use std::borrow::Cow;

use hashbrown::HashMap;

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::quotas;
use crate::model::{AccountId, Entity, Program};
use crate::source::Span;

/// Reports names and paths that AWS would not take, and names that are one and
/// the same to it.
pub(super) fn check_names(program: &Program, diagnostics: &mut Diagnostics) {
    let entities = program.users.len() + program.groups.len() + program.roles.len();
    let mut taken = HashMap::with_capacity(entities);
    for named in all_named(program) {
        check_name(&named, diagnostics);
        let name = lowercase(named.name);
        if let Some(first) = taken.insert((named.among, name), named.origin) {
            diagnostics.push(taken_name(&named, first));
        }
    }
    for (_, entity) in self::entities(program) {
        check_path(entity, diagnostics);
    }
    for account in &program.accounts {
        let number = account.number.as_deref().unwrap_or("000000000000");
        let is_number = number.chars().all(|character| character.is_ascii_digit());
        if !is_number || number.len() != quotas::ACCOUNT_NUMBER {
            let message = format!("`{number}` is no account number");
            let problem = Diagnostic::new(codes::ACCOUNT_NUMBER, message)
                .hint("the number of an account has twelve digits");
            diagnostics.push(at(problem, account.origin));
        }
    }
}

/// The name as AWS compares it.
fn lowercase(name: &str) -> Cow<'_, str> {
    let is_lowercase = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    if name.bytes().all(is_lowercase) {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(name.to_lowercase())
    }
}

/// Something with a name.
struct Named<'p> {
    kind: Kind,
    among: (Among, Option<AccountId>),
    name: &'p str,
    origin: Option<Span>,
}

/// What has the name.
#[derive(Clone, Copy)]
enum Kind {
    User,
    Group,
    Role,
    Policy,
    Boundary,
    Account,
    Unit,
    Guardrail,
    SessionPolicy,
}

/// Names that must differ from each other.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Among {
    Users,
    Groups,
    Roles,
    /// Boundaries too: they are managed policies.
    Policies,
    Accounts,
    Units,
    Guardrails,
    SessionPolicies,
}

impl Kind {
    fn noun(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Group => "group",
            Self::Role => "role",
            Self::Policy => "policy",
            Self::Boundary => "boundary",
            Self::Account => "account",
            Self::Unit => "organizational unit",
            Self::Guardrail => "guardrail",
            Self::SessionPolicy => "session policy",
        }
    }

    fn among(self) -> Among {
        match self {
            Self::User => Among::Users,
            Self::Group => Among::Groups,
            Self::Role => Among::Roles,
            Self::Policy | Self::Boundary => Among::Policies,
            Self::Account => Among::Accounts,
            Self::Unit => Among::Units,
            Self::Guardrail => Among::Guardrails,
            Self::SessionPolicy => Among::SessionPolicies,
        }
    }

    /// The characters that the name may have.
    fn most(self) -> usize {
        match self {
            Self::User => quotas::USER_NAME,
            Self::Group => quotas::GROUP_NAME,
            Self::Role => quotas::ROLE_NAME,
            Self::Policy | Self::Boundary => quotas::POLICY_NAME,
            Self::Account | Self::Unit | Self::Guardrail | Self::SessionPolicy => {
                quotas::ORGANIZATIONS_NAME
            }
        }
    }

    /// Whether the name is held to the characters of IAM's names. That of an
    /// account is too, because it names a folder.
    fn has_plain_name(self) -> bool {
        match self {
            Self::User
            | Self::Group
            | Self::Role
            | Self::Policy
            | Self::Boundary
            | Self::Account => true,
            Self::Unit | Self::Guardrail | Self::SessionPolicy => false,
        }
    }
}

fn all_named(program: &Program) -> impl Iterator<Item = Named<'_>> {
    let named = |kind: Kind, name, origin| Named {
        kind,
        among: (kind.among(), None),
        name,
        origin,
    };
    let accounts = program.accounts.iter();
    let units = program.units.iter();
    let guardrails = program.guardrails.iter();
    let sessions = program.session_policies.iter();
    entities(program)
        .map(move |(kind, entity)| Named {
            among: (kind.among(), Some(entity.account)),
            ..named(kind, &entity.name, Some(entity.origin))
        })
        .chain(accounts.map(move |it| named(Kind::Account, &it.name, it.origin)))
        .chain(units.map(move |it| named(Kind::Unit, &it.name, Some(it.origin))))
        .chain(guardrails.map(move |it| named(Kind::Guardrail, &it.name, Some(it.origin))))
        .chain(sessions.map(move |it| named(Kind::SessionPolicy, &it.name, Some(it.origin))))
}

fn entities(program: &Program) -> impl Iterator<Item = (Kind, &Entity)> {
    let users = program.users.iter().map(|it| (Kind::User, &it.entity));
    let groups = program.groups.iter().map(|it| (Kind::Group, &it.entity));
    let roles = program.roles.iter().map(|it| (Kind::Role, &it.entity));
    let policies = program.policies.iter().map(|it| (Kind::Policy, &it.entity));
    let boundaries = program
        .boundaries
        .iter()
        .map(|it| (Kind::Boundary, &it.entity));
    users
        .chain(groups)
        .chain(roles)
        .chain(policies)
        .chain(boundaries)
}

fn check_name(named: &Named<'_>, diagnostics: &mut Diagnostics) {
    let Named { kind, name, .. } = named;
    let noun = kind.noun();
    let length = name.chars().count();
    let foreign = name.chars().find(|it| !quotas::is_name_character(*it));
    let problem = if length == 0 {
        Diagnostic::new(codes::INVALID_NAME, format!("a {noun} has an empty name"))
    } else if length > kind.most() {
        let most = kind.most();
        let message =
            format!("the {noun} name `{name}` has {length} characters, and AWS takes {most}");
        Diagnostic::new(codes::INVALID_NAME, message)
    } else if let Some(foreign) = foreign.filter(|_| kind.has_plain_name()) {
        let message = format!(
            "the {noun} name `{name}` holds {}, which no name may hold",
            shown(foreign)
        );
        Diagnostic::new(codes::INVALID_NAME, message)
            .hint("names are made of letters, digits and `+ = , . @ _ -`")
    } else if matches!(kind, Kind::Account) && name.starts_with('.') {
        let message = format!("the account name `{name}` begins with a dot");
        Diagnostic::new(codes::INVALID_NAME, message)
            .hint("the name of an account names a folder of the output")
    } else {
        return;
    };
    diagnostics.push(at(problem, named.origin));
}

/// A character as a message shows it.
fn shown(character: char) -> String {
    if character.is_ascii_graphic() {
        format!("`{character}`")
    } else {
        format!("the character U+{:04X}", u32::from(character))
    }
}

fn taken_name(named: &Named<'_>, first: Option<Span>) -> Diagnostic {
    let Named { kind, name, .. } = named;
    let problem = Diagnostic::new(
        codes::TAKEN_NAME,
        format!("the name of the {} `{name}` is taken", kind.noun()),
    );
    let problem = at(problem, named.origin);
    let problem = match first {
        Some(first) => problem.label(first, "by this one"),
        None => problem,
    };
    problem.hint(match kind.among() {
        Among::Policies => {
            "AWS compares names without case, and a boundary is a managed policy too"
        }
        Among::Users
        | Among::Groups
        | Among::Roles
        | Among::Accounts
        | Among::Units
        | Among::Guardrails
        | Among::SessionPolicies => "AWS compares names without case",
    })
}

/// Paths begin and end with a slash (IAM User Guide, "IAM identifiers").
fn check_path(entity: &Entity, diagnostics: &mut Diagnostics) {
    let path = entity.path.as_str();
    let foreign = path.chars().find(|it| !quotas::is_path_character(*it));
    let length = path.chars().count();
    let problem = if !path.starts_with('/') || !path.ends_with('/') {
        format!("the path `{path}` does not begin and end with `/`")
    } else if path.contains("//") {
        format!("the path `{path}` has an empty part")
    } else if let Some(foreign) = foreign {
        format!(
            "the path `{path}` holds {}, which no path may hold",
            shown(foreign)
        )
    } else if length > quotas::PATH {
        let most = quotas::PATH;
        format!(
            "the path of `{}` has {length} characters, and IAM takes {most}",
            entity.name
        )
    } else {
        return;
    };
    diagnostics.push(
        Diagnostic::new(codes::PATH, problem)
            .at(entity.origin)
            .hint("write a path such as `/teams/ml/`"),
    );
}

fn at(problem: Diagnostic, origin: Option<Span>) -> Diagnostic {
    match origin {
        Some(origin) => problem.at(origin),
        None => problem,
    }
}

//! One request to both: the tree, and the reference interpreter over what was written.

use std::borrow::Cow;
use std::cell::RefCell;

use aclc::diag::Diagnostics;
use aclc::model::Program;
use aclc::runtime::{
    ContextEntry, ContextValue, DecideError, Decision, Request, SessionPolicy, Tree,
};
use aclc::source::Sources;
use aclc::target::iam::OutputFile;
use aclc::target::tree::build_tree;
use aclc::verify::{FolderFile, read_folder};

use super::caller::{Kind, Who};
use super::folder::{Folder, UNNUMBERED, Written};
use super::request::{Asked, Given};
use super::words::INSTANTS;
use crate::reference::json::Json;
use crate::reference::{self, Case, Policies};

/// How often each thing came up, so that a test can tell whether it tested anything.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) requests: usize,
    pub(crate) allowed: usize,
    pub(crate) denied: usize,
    pub(crate) refused: usize,
    /// The tree would not decide without a time.
    pub(crate) without_time: usize,
}

impl Tally {
    fn count(&mut self, found: Result<Decision, DecideError>) {
        self.requests += 1;
        match found {
            Ok(Decision::Allow) => self.allowed += 1,
            Ok(Decision::ExplicitDeny) => self.denied += 1,
            Ok(Decision::ImplicitDeny) => self.refused += 1,
            Err(_) => self.without_time += 1,
        }
    }
}

/// The account of what may be of any, in a stranger's request.
const NOBODYS: &str = "000000000001";

/// What is compared: the tree of the program, what was written, and the tree of what was written, read again.
pub(crate) struct Targets<'t> {
    pub(crate) tree: &'t Tree,
    pub(crate) folder: Folder,
    again: Tree,
}

impl<'t> Targets<'t> {
    /// Reads the documents twice: for the reference interpreter, and as the crate reads them.
    pub(crate) fn new(tree: &'t Tree, files: &[OutputFile]) -> Self {
        let (program, found) = read_again(files);
        let program = program.unwrap_or_else(|| panic!("what was written is refused: {found:#?}"));
        let again = build_tree(&program, &Sources::new());
        Self {
            tree,
            folder: Folder::read(files),
            again: again.unwrap_or_else(|error| panic!("{error}")),
        }
    }
}

/// The output folder, read by the crate.
pub(crate) fn read_again(files: &[OutputFile]) -> (Option<Program>, Diagnostics) {
    let source = Sources::new().add("", "");
    let files: Vec<FolderFile<'_>> = files
        .iter()
        .map(|file| FolderFile {
            path: &file.path,
            text: &file.text,
            source,
        })
        .collect();
    read_folder(&files)
}

/// Compares the decisions on one request; the error tells all there is to know about a difference.
pub(crate) fn compare(
    targets: &Targets<'_>,
    asked: &Asked,
    tally: &RefCell<Tally>,
) -> Result<Decision, String> {
    let folder = &targets.folder;
    let found = decide_with_tree(targets.tree, asked);
    tally.borrow_mut().count(found);
    let again = decide_with_tree(&targets.again, asked);
    if again != found {
        return Err(format!(
            "the tree: {found:?}, the tree of the documents: {again:?}\nasked: {asked:?}\n{folder}"
        ));
    }
    let Some(cases) = Cases::of(folder, asked) else {
        return Ok(found.unwrap_or(Decision::ImplicitDeny));
    };
    let told = |expected: &str, case: &Case| {
        Err(format!(
            "the tree: {found:?}, the reference: {expected}\nasked: {asked:?}\nthe reference's request: {:?}\n{folder}",
            case.request
        ))
    };
    if found == Err(DecideError::NeedsTime) {
        return if cases.may_need_time {
            Ok(Decision::ImplicitDeny)
        } else {
            told("has no condition on the time", &cases.cases[0])
        };
    }
    for case in &cases.cases {
        let expected = match reference::decide(case) {
            reference::Decision::Allow => Decision::Allow,
            reference::Decision::ExplicitDeny => Decision::ExplicitDeny,
            reference::Decision::ImplicitDeny => Decision::ImplicitDeny,
        };
        if Ok(expected) != found {
            return told(&format!("{expected:?}"), case);
        }
    }
    Ok(found.unwrap())
}

pub(crate) fn decide_with_tree(tree: &Tree, asked: &Asked) -> Result<Decision, DecideError> {
    let caller = tree
        .principal(&asked.principal)
        .unwrap_or_else(|error| panic!("{error}"));
    let lists: Vec<Vec<&str>> = asked
        .context
        .iter()
        .map(|(_, given)| match given {
            Given::Many(values) => values.iter().map(String::as_str).collect(),
            Given::One(_) | Given::Absent => Vec::new(),
        })
        .collect();
    let entry = |((key, given), list)| -> ContextEntry<'_> {
        let (key, given, list): (&String, &Given, &Vec<&str>) = (key, given, list);
        let value = match given {
            Given::One(value) => ContextValue::One(value),
            Given::Many(_) => ContextValue::Many(list),
            Given::Absent => ContextValue::Absent,
        };
        (key, value)
    };
    let context: Vec<ContextEntry<'_>> = asked
        .context
        .iter()
        .map(|(key, given)| (key, given))
        .zip(&lists)
        .map(entry)
        .collect();
    let session = |name: &String| tree.session_policy(name).expect("a session policy");
    let sessions: Vec<SessionPolicy<'_>> = asked.sessions.iter().map(session).collect();
    let mut request = Request::new(&caller, &asked.action, &asked.resource)
        .with_context(&context)
        .with_session_policies(&sessions);
    if let Some(account) = &asked.resource_account {
        request = request.with_resource_account(account);
    }
    tree.decide(&request).map(|answer| answer.decision())
}

/// A request as cases for the reference: one, or one for each of several times where the request gives none.
struct Cases {
    cases: Vec<Case>,
    /// Whether a condition of a policy that plays a part asks for a time that the request does not tell.
    may_need_time: bool,
}

impl Cases {
    /// None where the documents contradict each other about the caller's path: then the tree decides for any path, and
    /// no request to AWS is like it.
    fn of(folder: &Folder, asked: &Asked) -> Option<Self> {
        let who = Who::of(folder, &asked.principal);
        if who.is_contradictory {
            return None;
        }
        let resource = Resource::of(folder, asked, &who);
        let playing = Playing::of(folder, asked, &who, &resource);
        let given_time = |key: &str| {
            asked
                .context
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case(key))
                .map(|(_, given)| given)
        };
        let (current, epoch) = (given_time("aws:CurrentTime"), given_time("aws:EpochTime"));
        let hangs_on_time = playing.documents().any(|document| {
            (current.is_none() && document.asks_current) || (epoch.is_none() && document.asks_epoch)
        });
        // The one clock tells the other, but where it shows no time.
        let shows =
            |given: Option<&Given>| matches!(given, Some(Given::One(text)) if text != "soon");
        let may_need_time = hangs_on_time
            && match (current, epoch) {
                (Some(_), None) => !shows(current),
                (None, Some(_)) => !shows(epoch),
                (None, None) | (Some(_), Some(_)) => true,
            };
        let context = complete(folder, asked, &who, &resource);
        let case = |times: &[(&str, &Given)]| {
            let mut context = context.clone();
            for (key, given) in times {
                context.push(((*key).to_owned(), given.json()));
            }
            let request = request(asked, &who, &resource, context);
            let request = reference::Request::parse(&request);
            Case {
                policies: playing.policies(),
                request: request.unwrap_or_else(|error| panic!("{error}: {asked:?}")),
            }
        };
        let one = |text: &str| Given::One(text.to_owned());
        let cases = match (current, epoch) {
            _ if !hangs_on_time => vec![case(&[])],
            (Some(current), None) => vec![case(&[("aws:EpochTime", &other_clock(current))])],
            (None, Some(epoch)) => vec![case(&[("aws:CurrentTime", &other_clock(epoch))])],
            (None, None) | (Some(_), Some(_)) => INSTANTS
                .iter()
                .map(|(current, epoch)| {
                    case(&[
                        ("aws:CurrentTime", &one(current)),
                        ("aws:EpochTime", &one(epoch)),
                    ])
                })
                .collect(),
        };
        Some(Self {
            cases,
            may_need_time,
        })
    }
}

/// AWS sends both clocks, and they show the same.
fn other_clock(given: &Given) -> Given {
    let Given::One(text) = given else {
        return given.clone();
    };
    let other = INSTANTS
        .iter()
        .find_map(|(current, epoch)| match text.as_str() {
            text if text == *current => Some(*epoch),
            text if text == *epoch => Some(*current),
            _ => None,
        });
    Given::One(other.unwrap_or(text).to_owned())
}

impl Given {
    fn json(&self) -> Json {
        match self {
            Self::One(value) => Json::Text(value.clone()),
            Self::Many(values) => Json::List(values.iter().cloned().map(Json::Text).collect()),
            Self::Absent => Json::Null,
        }
    }
}

/// What is asked for.
struct Resource<'f> {
    /// The number of its account, as `aws:ResourceAccount` has it.
    number: Option<String>,
    /// The number of the account that counts: where the program's account has no number, that account's for every
    /// resource but a stranger's own.
    own_number: Option<String>,
    policy: Option<&'f Written>,
}

impl<'f> Resource<'f> {
    fn of(folder: &'f Folder, asked: &Asked, who: &Who<'_>) -> Self {
        let fields: Vec<&str> = asked.resource.splitn(6, ':').collect();
        let in_arn = fields
            .get(4)
            .filter(|field| field.len() == 12 && field.bytes().all(|byte| byte.is_ascii_digit()));
        let declared = folder.resource(&asked.resource);
        let is_program = |number: &String| folder.account_of_number(number).is_some();
        let number = (asked.resource_account.clone())
            .or_else(|| in_arn.map(|number| (*number).to_owned()))
            .or_else(|| declared.map(|(account, _)| folder.number(account).to_owned()))
            .or_else(|| who.number.clone().filter(is_program));
        let is_stranger = who.number.as_ref().is_none_or(|own| !is_program(own));
        let has_unnumbered = is_program(&UNNUMBERED.to_owned());
        let own_number = match number.clone() {
            Some(number) => {
                let is_strangers_own = is_stranger && who.number.as_ref() == Some(&number);
                Some(match has_unnumbered && !is_strangers_own {
                    true => UNNUMBERED.to_owned(),
                    false => number,
                })
            }
            None => who.number.as_ref().map(|_| NOBODYS.to_owned()),
        };
        let is_sts = asked.action.to_ascii_lowercase().starts_with("sts:");
        let is_role =
            matches!(fields.as_slice(), [_, _, "iam", _, _, rest] if rest.starts_with("role/"));
        let policy = if is_role && is_sts {
            Self::role(folder, &asked.resource)
                .and_then(|role| role.fields["trust"].as_str())
                .map(|path| folder.document(path))
        } else {
            declared.map(|(_, policy)| policy)
        };
        Self {
            number,
            own_number,
            policy,
        }
    }

    /// The role of an ARN. In a program whose account has no number, whatever number the ARN has.
    fn role<'r>(folder: &'r Folder, arn: &str) -> Option<super::folder::Entry<'r>> {
        folder.by_arn("role", arn).or_else(|| {
            let fields: Vec<&str> = arn.splitn(6, ':').collect();
            let unnumbered = [&fields[..4], &[UNNUMBERED], &fields[5..]]
                .concat()
                .join(":");
            folder.by_arn("role", &unnumbered)
        })
    }
}

/// The documents that play a part.
#[derive(Default)]
struct Playing<'f> {
    identity: Vec<&'f Written>,
    boundary: Option<&'f Written>,
    sessions: Vec<&'f Written>,
    resource: Option<Cow<'f, Written>>,
    service: Vec<Vec<&'f Written>>,
    resources: Vec<Vec<&'f Written>>,
}

impl<'f> Playing<'f> {
    fn of(folder: &'f Folder, asked: &Asked, who: &Who<'f>, resource: &Resource<'f>) -> Self {
        let mut playing = Self::default();
        if let Some(entry) = who.entry {
            playing.identity.extend(folder.policies(entry).0);
            if matches!(who.kind, Kind::User | Kind::FederatedUser) {
                for group in folder.groups_of(entry) {
                    playing.identity.extend(folder.policies(group).0);
                }
            }
            let boundary = entry.fields["boundary"].as_str();
            playing.boundary = boundary.map(|path| folder.document(path));
        }
        let sessions = asked.sessions.iter();
        playing.sessions = sessions.map(|name| folder.session(name)).collect();
        playing.resource = resource
            .policy
            .map(Cow::Borrowed)
            .or_else(|| default_key_policy(folder, asked, resource).map(Cow::Owned));
        let levels = |kind: &str, number: Option<&str>| -> Vec<Vec<&'f Written>> {
            let account = number.and_then(|number| folder.account_of_number(number));
            account.map_or_else(Vec::new, |account| folder.levels(kind, account))
        };
        playing.service = levels("service", who.number.as_deref());
        playing.resources = levels("resource", resource.own_number.as_deref());
        playing
    }

    fn documents(&self) -> impl Iterator<Item = &Written> {
        (self.identity.iter().copied())
            .chain(self.boundary)
            .chain(self.sessions.iter().copied())
            .chain(self.resource.as_deref())
            .chain(self.service.iter().flatten().copied())
            .chain(self.resources.iter().flatten().copied())
    }

    fn policies(&self) -> Policies {
        let all = |list: &[&Written]| list.iter().map(|it| it.document.clone()).collect();
        let levels = |levels: &[Vec<&Written>]| levels.iter().map(|level| all(level)).collect();
        Policies {
            identity: all(&self.identity),
            boundary: self.boundary.map(|it| it.document.clone()),
            session: (!self.sessions.is_empty()).then(|| all(&self.sessions)),
            resource_policy: self.resource.as_ref().map(|it| it.document.clone()),
            scps: levels(&self.service),
            rcps: levels(&self.resources),
        }
    }
}

/// A KMS key whose policy the program does not hold is taken to have AWS's default key policy, which lets the account
/// decide (AWS KMS Developer Guide, "Default key policy").
fn default_key_policy(folder: &Folder, asked: &Asked, resource: &Resource<'_>) -> Option<Written> {
    let fields: Vec<&str> = asked.resource.splitn(6, ':').collect();
    let is_key = matches!(fields.as_slice(), [_, _, "kms", _, _, rest] if rest.starts_with("key/"));
    let number = resource.own_number.as_deref().filter(|_| is_key)?;
    let root = format!("arn:{}:iam::{number}:root", folder.partition());
    let text = format!(
        r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "Allow", "Principal": {{"AWS": "{root}"}}, "Action": "kms:*", "Resource": "*"}}}}"#
    );
    Some(Written::read(&text, reference::Kind::Resource))
}

/// The request's context as AWS would complete it. What the request gives stands.
fn complete(
    folder: &Folder,
    asked: &Asked,
    who: &Who<'_>,
    resource: &Resource<'_>,
) -> Vec<(String, Json)> {
    let given = asked.context.iter();
    let mut context: Vec<(String, Json)> = given
        .map(|(key, given)| (key.clone(), given.json()))
        .collect();
    let mut derived = who.context(folder);
    let number = resource.number.as_deref();
    let organization = resource
        .own_number
        .as_deref()
        .and_then(|number| folder.organization_of(number));
    derived.extend(number.map(|number| ("aws:ResourceAccount".to_owned(), number.to_owned())));
    derived.extend(organization.map(|id| ("aws:ResourceOrgID".to_owned(), id.to_owned())));
    for (key, value) in derived {
        if !context
            .iter()
            .any(|(given, _)| given.eq_ignore_ascii_case(&key))
        {
            context.push((key, Json::Text(value)));
        }
    }
    context
}

fn request(
    asked: &Asked,
    who: &Who<'_>,
    resource: &Resource<'_>,
    context: Vec<(String, Json)>,
) -> Json {
    let mut members = vec![("context".to_owned(), Json::Object(context))];
    let mut add = |name: &str, text: Option<&String>| {
        members.extend(text.map(|text| (name.to_owned(), Json::Text(text.clone()))));
    };
    add("principal", Some(&who.principal));
    add("action", Some(&asked.action));
    add("resource", Some(&asked.resource));
    add("resource_account", resource.own_number.as_ref());
    match who.kind {
        Kind::RoleSession => add("role_arn", who.as_named.as_ref()),
        Kind::FederatedUser => add("user_arn", who.as_named.as_ref()),
        Kind::User
        | Kind::Member
        | Kind::Role
        | Kind::Root
        | Kind::Service
        | Kind::Federated
        | Kind::Anonymous => {}
    }
    Json::Object(members)
}

impl Tally {
    /// Every kind of decision must have come up, or the cases test nothing.
    pub(crate) fn check(&self) {
        let least = self.requests / 100;
        assert!(
            self.allowed > least && self.denied > least && self.refused > least,
            "lopsided: {self:?}"
        );
        assert!(
            self.without_time < self.requests / 10,
            "mostly without a time: {self:?}"
        );
    }
}

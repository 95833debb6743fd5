//! What `aws iam get-account-authorization-details` prints: every user, group,
//! role and customer managed policy of an account, and who has what (IAM API
//! Reference, "GetAccountAuthorizationDetails").

mod boundaries;
mod policies;
mod principals;

use std::collections::{BTreeMap, BTreeSet};

use super::estate::Estate;
use super::fields::{Fields, string};
use super::json::Node;
use super::pages::{LISTS, OF_PAGES};
use super::texts::Texts;
use super::{Options, not_alone};
use crate::diag::{Diagnostic, codes};
use crate::iam::pattern::has_wildcard;
use crate::iam::quotas::is_tag_of_aws;
use crate::iam::{Match, is_account_number};
use crate::model::{AccountId, BoundaryId, PolicyId, RoleId, Statement, UserId};
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
    let first = pages.first()?.object;
    let mut dump = Dump::new(first, options, estate, texts)?;
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

/// Puts one role into the estate, as `aws iam get-role` describes it.
pub(super) fn read_role(
    role: Node<'_>,
    options: &Options,
    estate: &mut Estate,
    texts: &mut Texts,
) -> Option<()> {
    let mut dump = Dump::new(role, options, estate, texts)?;
    dump.one_role(role)?;
    dump.boundaries();
    dump.leave_out_tags_of_aws();
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

impl<'d, 'j> Dump<'d, 'j> {
    /// What is yet to be read of a description, which says itself what is in it.
    fn new(
        described: Node<'_>,
        options: &Options,
        estate: &'d mut Estate,
        texts: &'d mut Texts,
    ) -> Option<Self> {
        if options.wanted.is_some() {
            texts.report(not_alone(described));
            return None;
        }
        Some(Self {
            copies: options.copies_aws_policies,
            estate,
            texts,
            account: None,
            policies: BTreeMap::new(),
            managed: BTreeMap::new(),
            limited: Vec::new(),
            boundaries: BTreeMap::new(),
        })
    }

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

    /// The ARN and the path of what is described, which agree with its name.
    fn arn_and_path(
        &mut self,
        fields: Fields<'j>,
        kind: &str,
        name: &str,
    ) -> Option<(String, String)> {
        let node = fields.need("Arn", self.texts)?;
        let arn = string(node, "Arn", self.texts)?;
        let path = fields.text("Path", self.texts);
        let path = path.unwrap_or_else(|| "/".to_owned());
        let named = [kind, &path, name].concat();
        if arn.splitn(6, ':').nth(5) != Some(&named) {
            let message = format!("`{arn}` is not the ARN of `{named}`, as path and name have it");
            let wrong = Diagnostic::new(codes::DUMP_FIELD, message);
            self.texts.report(wrong.at(node.span()));
            return None;
        }
        Some((arn, path))
    }

    /// The items of a list on all pages.
    fn all(&mut self, pages: &[Fields<'j>], list: &str) -> Vec<Node<'j>> {
        let pages = pages.iter();
        pages.flat_map(|page| page.list(list, self.texts)).collect()
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

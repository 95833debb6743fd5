//! `may assume`: a grant of `sts:AssumeRole` on a role and the trust that
//! answers it, said as one.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Style, principal};
use crate::iam::{Atom, Base, Effect, Match, Operator, Principal, PrincipalMatch};
use crate::model::{DocumentId, Entity, Program, RoleId, Statement, StatementId};

/// Grants that a trust answers.
#[derive(Debug, Default)]
pub(super) struct Halves {
    /// By the grant.
    of_grants: BTreeMap<StatementId, Half>,
    /// The trusts that are said with their grants.
    trusts: BTreeSet<StatementId>,
}

/// What answers a grant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Half {
    pub(super) role: RoleId,
    pub(super) trust: StatementId,
    /// Whether the trust lets in the whole account.
    pub(super) openly: bool,
}

impl Halves {
    /// Pairs grants and trusts that are still to be said in words.
    pub(super) fn of(program: &Program, style: &Style) -> Self {
        let mut halves = Self::default();
        let asked = asked_roles(program);
        for document in program.documents() {
            let Some(subject) = Subject::of(program, document) else {
                continue;
            };
            for (index, grant) in program.statements(document).iter().enumerate() {
                let id = StatementId { document, index };
                if !style.manners.contains_key(&id)
                    && let Some(half) = halves.answer(grant, &subject, program, style)
                    && (!half.openly || is_asked_once(grant, &asked))
                {
                    halves.trusts.insert(half.trust);
                    halves.of_grants.insert(id, half);
                }
            }
        }
        halves
    }

    pub(super) fn get(&self, grant: StatementId) -> Option<Half> {
        self.of_grants.get(&grant).copied()
    }

    /// Whether a trust is said with its grant.
    pub(super) fn has_trust(&self, trust: StatementId) -> bool {
        self.trusts.contains(&trust)
    }

    /// The trust that every grant is said with.
    pub(super) fn pairs(&self) -> BTreeMap<StatementId, StatementId> {
        let pairs = self.of_grants.iter();
        pairs.map(|(grant, half)| (*grant, half.trust)).collect()
    }

    fn answer(
        &self,
        grant: &Statement,
        subject: &Subject,
        program: &Program,
        style: &Style,
    ) -> Option<Half> {
        let Some(Match::Any(resources)) = &grant.resources else {
            return None;
        };
        let [arn] = resources.as_slice() else {
            return None;
        };
        if !assumes(grant) {
            return None;
        }
        let mut roles = program.roles.iter();
        let role = RoleId::new(roles.position(|role| {
            principal::entity_arn(&role.entity, "role", program).as_ref() == Some(arn)
        })?);
        let document = DocumentId::Trust(role);
        let trusts = program.statements(document).iter().enumerate();
        trusts
            .map(|(index, trust)| (StatementId { document, index }, trust))
            .filter(|(id, trust)| {
                let is_free = !self.trusts.contains(id)
                    && !style.manners.contains_key(id)
                    && !style.remarks.contains_key(id);
                is_free && assumes(trust) && trust.sid == grant.sid
            })
            .find_map(|(id, trust)| {
                let openly = subject.is_answered(grant, trust)?;
                Some(Half {
                    role,
                    trust: id,
                    openly,
                })
            })
    }
}

/// How often a grant names each role. A trust that answers several is not the
/// half of one: it would go with that one's line.
fn asked_roles(program: &Program) -> HashMap<&str, usize> {
    let mut asked = HashMap::new();
    for document in program.documents() {
        let grants = program.statements(document).iter();
        for grant in grants.filter(|it| assumes(it)) {
            let roles = grant.resources.as_ref().map(Match::patterns);
            for role in roles.unwrap_or_default() {
                *asked.entry(role.as_str()).or_default() += 1;
            }
        }
    }
    asked
}

fn is_asked_once(grant: &Statement, asked: &HashMap<&str, usize>) -> bool {
    let roles = grant.resources.as_ref().map(Match::patterns);
    let mut roles = roles.unwrap_or_default().iter();
    roles.all(|role| asked.get(role.as_str()) == Some(&1))
}

/// Whether a statement allows `sts:AssumeRole` and nothing else.
pub(super) fn assumes(statement: &Statement) -> bool {
    let Match::Any(actions) = &statement.actions else {
        return false;
    };
    statement.effect == Effect::Allow
        && matches!(actions.as_slice(), [only] if only.eq_ignore_ascii_case("sts:AssumeRole"))
}

/// Who may assume.
struct Subject {
    account: String,
    /// The ARNs of its members.
    members: BTreeSet<String>,
}

impl Subject {
    fn of(program: &Program, document: DocumentId) -> Option<Self> {
        let (entity, members): (&Entity, BTreeSet<String>) = match document {
            DocumentId::User(id) => {
                let entity = &program.user(id)?.entity;
                (entity, arns([entity], "user", program))
            }
            DocumentId::Role(id) => {
                let entity = &program.role(id)?.entity;
                (entity, arns([entity], "role", program))
            }
            DocumentId::Group(id) => {
                let group = program.group(id)?;
                let members = group.members.iter().filter_map(|id| program.user(*id));
                let members = members.map(|user| &user.entity);
                (&group.entity, arns(members, "user", program))
            }
            DocumentId::Trust(_)
            | DocumentId::Policy(_)
            | DocumentId::Boundary(_)
            | DocumentId::SessionPolicy(_)
            | DocumentId::Guardrail(_)
            | DocumentId::Resource(_) => return None,
        };
        let account = program.account(entity.account)?.number.clone()?;
        Some(Self { account, members })
    }

    /// Whether a trust is the other half of a grant, and if so whether it is
    /// open to the whole account.
    fn is_answered(&self, grant: &Statement, trust: &Statement) -> Option<bool> {
        let Some(PrincipalMatch::Any(list)) = &trust.principals else {
            return None;
        };
        let [Principal::Aws(name)] = list.as_slice() else {
            return None;
        };
        if principal::account_of(name) != Some(self.account.as_str()) {
            return None;
        }
        let asked = Asked::of(&grant.condition);
        let found = Asked::of(&trust.condition);
        if found == asked {
            return Some(true);
        }
        let mut limited = asked;
        let members = self.members.iter().map(String::as_str).collect();
        let limit = (
            Operator::plain(Base::ArnLike),
            "aws:principalarn".to_owned(),
        );
        limited.0.insert((limit.0, limit.1, members));
        (found == limited).then_some(false)
    }
}

fn arns<'e>(
    entities: impl IntoIterator<Item = &'e Entity>,
    kind: &str,
    program: &Program,
) -> BTreeSet<String> {
    let entities = entities.into_iter();
    entities
        .filter_map(|entity| principal::entity_arn(entity, kind, program))
        .collect()
}

/// A condition as a set of sets.
#[derive(PartialEq)]
struct Asked<'s>(BTreeSet<(Operator, String, BTreeSet<&'s str>)>);

impl<'s> Asked<'s> {
    fn of(condition: &'s [Atom]) -> Self {
        let atoms = condition.iter().map(|atom| {
            let values = atom.values.iter().map(String::as_str).collect();
            (atom.operator, atom.key.to_ascii_lowercase(), values)
        });
        Self(atoms.collect())
    }
}

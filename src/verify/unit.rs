//! Statements as the set of their smallest parts.
//!
//! A statement applies where one of its principals, one of its actions, one of
//! its resources and its whole condition match. So a statement with lists says
//! what all statements with one of each say together, its *units*; and since
//! statements of one policy, and policies of one entity, count as a set, two
//! lists of statements say the same if they have the same units. Merging two
//! statements that differ in one list, or cutting one in two, or moving one
//! into another document of the same entity, changes no unit; whatever else is
//! done changes one.
//!
//! A `Not` list is one part, for it says "none of these" of all of them at once;
//! so is a condition. Their own lists are sets.

use hashbrown::{HashMap, HashSet};

use crate::iam::{Atom, Match, Principal, PrincipalMatch, Version, split_variable};
use crate::model::Statement;

/// One principal, one action, one resource, one condition and an effect.
type Unit = [u32; 5];

/// The texts of units, each with its number.
#[derive(Debug, Default)]
struct Parts {
    numbers: HashMap<String, u32>,
}

impl Parts {
    fn number(&mut self, part: String) -> u32 {
        let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        *self.numbers.entry(part).or_insert(next)
    }

    fn numbers(&mut self, parts: Vec<String>) -> Vec<u32> {
        parts.into_iter().map(|part| self.number(part)).collect()
    }

    fn units(&mut self, statement: &Statement) -> Vec<Unit> {
        let principals = self.numbers(principals(statement.principals.as_ref()));
        let actions = self.numbers(actions(&statement.actions));
        let resources = self.numbers(resources(statement));
        let condition = self.number(condition(&statement.condition, statement.version));
        let effect = self.number(statement.effect.name().to_owned());
        let mut units = Vec::new();
        for principal in &principals {
            for action in &actions {
                for resource in &resources {
                    units.push([effect, *principal, *action, *resource, condition]);
                }
            }
        }
        units
    }
}

/// The first of the statements that says something that none of the others
/// says.
pub(super) fn first_unsaid<'s>(
    said: &[&'s Statement],
    others: &[&Statement],
) -> Option<&'s Statement> {
    let mut parts = Parts::default();
    let mut known: HashSet<Unit> = HashSet::new();
    for other in others {
        known.extend(parts.units(other));
    }
    let mut said = said.iter().copied();
    said.find(|statement| {
        let units = parts.units(statement);
        units.iter().any(|unit| !known.contains(unit))
    })
}

/// Whether two statements are the same word for word, whatever they are called.
/// What this misses, [`first_unsaid`] does not.
pub(super) fn is_same(one: &Statement, other: &Statement) -> bool {
    one.same_meaning(other)
}

fn principals(principals: Option<&PrincipalMatch>) -> Vec<String> {
    let name = |principal: &Principal| match principal {
        Principal::Aws(name) => format!("AWS {name}"),
        Principal::Service(name) => format!("Service {name}"),
        Principal::Federated(name) => format!("Federated {name}"),
        Principal::CanonicalUser(name) => format!("CanonicalUser {name}"),
    };
    match principals {
        None => vec!["no principal".to_owned()],
        Some(PrincipalMatch::Everyone) => vec!["AWS *".to_owned()],
        Some(PrincipalMatch::Any(list)) => list.iter().map(name).collect(),
        Some(PrincipalMatch::NoneOf(list)) => vec![none_of(list.iter().map(name).collect())],
    }
}

/// Actions compare without case (IAM User Guide, "IAM JSON policy elements:
/// Action").
fn actions(actions: &Match) -> Vec<String> {
    let folded = |list: &[String]| list.iter().map(|it| it.to_ascii_lowercase()).collect();
    match actions {
        Match::Any(list) => folded(list),
        Match::NoneOf(list) => vec![none_of(folded(list))],
    }
}

fn resources(statement: &Statement) -> Vec<String> {
    let read = |list: &[String]| {
        let list = list.iter();
        list.map(|it| plain(it, statement.version)).collect()
    };
    match &statement.resources {
        None => vec!["no resource".to_owned()],
        Some(Match::Any(list)) => read(list),
        Some(Match::NoneOf(list)) => vec![none_of(read(list))],
    }
}

/// What stands between the parts of one text; no document holds it.
const MARK: char = '\u{1}';

fn none_of(list: Vec<String>) -> String {
    format!("not{MARK}{}", set(list))
}

fn set(mut list: Vec<String>) -> String {
    list.sort_unstable();
    list.dedup();
    list.join("\u{1}")
}

fn condition(atoms: &[Atom], version: Version) -> String {
    let texts = atoms.iter().map(|atom| {
        let has_variables = atom.operator.base.row().value_type.has_variables();
        let value = |value: &String| match has_variables {
            true => plain(value, version),
            false => value.clone(),
        };
        let values = set(atom.values.iter().map(value).collect());
        // Keys compare without case.
        let key = atom.key.to_ascii_lowercase();
        format!("{}{MARK}{key}{MARK}{values}\u{2}", atom.operator)
    });
    let mut texts: Vec<String> = texts.collect();
    texts.sort_unstable();
    texts.concat()
}

/// A pattern in which `${` begins a variable and nothing else does.
///
/// In a document of 2008 there are no variables; in one of 2012, `${$}`, `${*}`
/// and `${?}` are the characters themselves (IAM User Guide, "IAM policy
/// elements: Variables and tags"). What is the character itself is marked, so
/// that a `$` before a brace is no variable, and `*` and `?` no wildcards; so is
/// a `${` that begins no variable.
fn plain(pattern: &str, version: Version) -> String {
    let mut plain = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some((before, behind)) = rest.split_once("${") {
        let from = rest.get(before.len()..).unwrap_or_default();
        plain.push_str(before);
        let escaped = ["$}{", "$}", "*}", "?}"]
            .into_iter()
            .find_map(|escape| Some((escape, behind.strip_prefix(escape)?)));
        let (shown, after) = match (version, escaped) {
            (Version::V2008, _) | (Version::V2012, Some(("$}{", _))) => {
                let after = escaped.filter(|_| version == Version::V2012);
                ("\u{2}${", after.map_or(behind, |(_, after)| after))
            }
            (Version::V2012, Some(("$}", after))) => ("$", after),
            (Version::V2012, Some(("*}", after))) => ("\u{2}*", after),
            (Version::V2012, Some((_, after))) => ("\u{2}?", after),
            (Version::V2012, None) if split_variable(from).is_none() => ("\u{2}${", behind),
            (Version::V2012, None) => ("${", behind),
        };
        plain.push_str(shown);
        rest = after;
    }
    plain.push_str(rest);
    plain
}

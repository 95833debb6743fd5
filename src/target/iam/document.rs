//! Statements as one IAM policy document.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::iam::{Atom, Match, Principal, PrincipalMatch};
use crate::model::Statement;

/// One complete policy document: `Version` 2012-10-17 and the statements in
/// their order.
///
/// Elements stand in the order in which AWS's own documents have them, and a
/// list of one element is written as that element (IAM User Guide, "Grammar of
/// the IAM JSON policy language").
///
/// INVARIANT (plain to write): the statements have passed
/// [`super::admit::check_statements`], so writing cannot lose anything.
#[derive(Clone, Copy, Debug)]
pub(super) struct Document<'s> {
    /// What it says.
    pub(super) statements: &'s [Cow<'s, Statement>],
}

impl Document<'_> {
    /// Laid out for people, with a line feed at the end.
    pub(super) fn pretty(self) -> String {
        let mut text = serde_json::to_string_pretty(&self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Without white space between its elements.
    pub(super) fn compact(self) -> String {
        serde_json::to_string(&self).unwrap_or_default()
    }
}

/// The characters of a document without statements.
pub(super) const EMPTY_DOCUMENT: usize = r#"{"Version":"2012-10-17","Statement":[]}"#.len();

/// One statement, without white space between its elements.
pub(super) fn compact_statement(statement: &Statement) -> String {
    serde_json::to_string(&StatementElement(statement)).unwrap_or_default()
}

/// The characters of a statement without white space between its elements.
pub(super) fn size_of(statement: &Statement) -> usize {
    let mut characters = Characters(0);
    match serde_json::to_writer(&mut characters, &StatementElement(statement)) {
        Ok(()) => characters.0,
        Err(_) => usize::MAX,
    }
}

/// Counts the characters of what is written to it.
struct Characters(usize);

impl Write for Characters {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        let is_first = |byte: &&u8| (**byte & 0xc0) != 0x80;
        self.0 += text.iter().filter(is_first).count();
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("Version", "2012-10-17")?;
        map.serialize_entry("Statement", &StatementList(self.statements))?;
        map.end()
    }
}

struct StatementList<'s>(&'s [Cow<'s, Statement>]);

impl Serialize for StatementList<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|statement| StatementElement(statement)))
    }
}

struct StatementElement<'s>(&'s Statement);

impl Serialize for StatementElement<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let statement = self.0;
        let mut map = serializer.serialize_map(None)?;
        if let Some(sid) = &statement.sid {
            map.serialize_entry("Sid", sid)?;
        }
        map.serialize_entry("Effect", statement.effect.name())?;
        match &statement.principals {
            None => {}
            Some(PrincipalMatch::Everyone) => map.serialize_entry("Principal", "*")?,
            Some(PrincipalMatch::Any(list)) => {
                map.serialize_entry("Principal", &PrincipalMap(list))?;
            }
            Some(PrincipalMatch::NoneOf(list)) => {
                map.serialize_entry("NotPrincipal", &PrincipalMap(list))?;
            }
        }
        match &statement.actions {
            Match::Any(list) => map.serialize_entry("Action", &OneOrMany(list))?,
            Match::NoneOf(list) => map.serialize_entry("NotAction", &OneOrMany(list))?,
        }
        match &statement.resources {
            None => {}
            Some(Match::Any(list)) => map.serialize_entry("Resource", &OneOrMany(list))?,
            Some(Match::NoneOf(list)) => map.serialize_entry("NotResource", &OneOrMany(list))?,
        }
        if !statement.condition.is_empty() {
            map.serialize_entry("Condition", &ConditionMap(&statement.condition))?;
        }
        map.end()
    }
}

/// A list, or its only element.
struct OneOrMany<'s, T>(&'s [T]);

impl<T: Serialize> Serialize for OneOrMany<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            [one] => one.serialize(serializer),
            many => many.serialize(serializer),
        }
    }
}

/// Principals by their kind, kinds in the order of the manual.
struct PrincipalMap<'s>(&'s [Principal]);

impl Serialize for PrincipalMap<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for kind in ["AWS", "Service", "Federated", "CanonicalUser"] {
            let names: Vec<&str> = self
                .0
                .iter()
                .map(kind_and_name)
                .filter(|(of, _)| *of == kind)
                .map(|(_, name)| name)
                .collect();
            if !names.is_empty() {
                map.serialize_entry(kind, &OneOrMany(&names))?;
            }
        }
        map.end()
    }
}

/// The key that a principal stands under, and how it is named there.
pub(super) fn kind_and_name(principal: &Principal) -> (&'static str, &str) {
    match principal {
        Principal::Aws(name) => ("AWS", name),
        Principal::Service(name) => ("Service", name),
        Principal::Federated(name) => ("Federated", name),
        Principal::CanonicalUser(name) => ("CanonicalUser", name),
    }
}

/// Operators in the order of their first use; under each its keys.
struct ConditionMap<'s>(&'s [Atom]);

impl Serialize for ConditionMap<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (place, atom) in self.0.iter().enumerate() {
            let is_first = self
                .0
                .iter()
                .take(place)
                .all(|earlier| earlier.operator != atom.operator);
            if is_first {
                let rest = self.0.get(place..).unwrap_or_default();
                map.serialize_entry(&atom.operator.to_string(), &KeyMap(rest, atom))?;
            }
        }
        map.end()
    }
}

/// The keys of the atoms that have the operator of the second field.
struct KeyMap<'s>(&'s [Atom], &'s Atom);

impl Serialize for KeyMap<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let same = self
            .0
            .iter()
            .filter(|atom| atom.operator == self.1.operator);
        serializer.collect_map(same.map(|atom| (&atom.key, OneOrMany(&atom.values))))
    }
}

//! Two programs, held against each other entity by entity.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Debug, Display};
use std::hash::Hash;

use hashbrown::{HashMap, HashSet};

mod policies;
mod principals;

use super::Difference;
use super::estate::{Estate, Name};
use super::unit::{first_unsaid, is_same};
use crate::model::{Entity, Program, Statement};
use crate::source::Span;

/// Everything that is not the same in what was written.
pub(super) fn differences(program: &Program, written: &Program) -> Vec<Difference> {
    let mut comparison = Comparison {
        program: Estate(program),
        written: Estate(written),
        own_policies: HashSet::new(),
        unclaimed: HashMap::new(),
        found: Vec::new(),
    };
    comparison.compare_settings();
    comparison.compare_policies();
    comparison.compare_groups();
    comparison.compare_users();
    comparison.compare_roles();
    comparison.compare_boundaries();
    comparison.compare_sessions();
    comparison.compare_guardrails();
    comparison.compare_resources();
    comparison.compare_unclaimed();
    comparison.found
}

struct Comparison<'p> {
    program: Estate<'p>,
    written: Estate<'p>,
    /// The managed policies that the program declares.
    own_policies: HashSet<Name<'p>>,
    /// The others, which hold what an inline policy had no room for, and
    /// whether someone has them.
    unclaimed: HashMap<Name<'p>, bool>,
    found: Vec<Difference>,
}

impl<'p> Comparison<'p> {
    fn tell(&mut self, place: Option<Span>, message: String) {
        self.found.push(Difference { place, message });
    }

    /// Tells where two parts of one thing are not the same.
    fn same<T: PartialEq + Debug>(
        &mut self,
        place: Option<Span>,
        what: impl Display,
        meant: &T,
        written: &T,
    ) {
        if meant != written {
            self.tell(
                place,
                format!("{what} is written as `{written:?}`, and the program says `{meant:?}`"),
            );
        }
    }

    /// Tells where two lists do not hold the same, in whatever order and however
    /// often.
    fn same_set<T: Ord + Debug>(
        &mut self,
        place: Option<Span>,
        what: impl Display,
        meant: impl Iterator<Item = T> + Clone,
        written: impl Iterator<Item = T> + Clone,
    ) {
        // Mostly they are one list, and then no set is needed.
        if !meant.clone().eq(written.clone()) {
            let (meant, written): (BTreeSet<T>, BTreeSet<T>) = (meant.collect(), written.collect());
            self.same(place, what, &meant, &written);
        }
    }

    /// Pairs what has one name; what is on one side only is told.
    fn pair<T, K: Eq + Hash + Debug + Copy>(
        &mut self,
        noun: &str,
        meant: &'p [T],
        written: impl IntoIterator<Item = &'p T>,
        key: impl Fn(Estate<'p>, &'p T) -> K,
        place: impl Fn(&T) -> Option<Span>,
    ) -> Vec<(&'p T, &'p T)> {
        let mut by_name: HashMap<K, &'p T> = HashMap::new();
        for it in written {
            let key = key(self.written, it);
            if by_name.insert(key, it).is_some() {
                self.tell(None, format!("the {noun} `{key:?}` is written twice"));
            }
        }
        let mut pairs = Vec::with_capacity(meant.len());
        for it in meant {
            let key = key(self.program, it);
            match by_name.remove(&key) {
                Some(other) => pairs.push((it, other)),
                None => self.tell(place(it), format!("the {noun} `{key:?}` is not written")),
            }
        }
        let mut strange: Vec<String> = by_name.keys().map(|key| format!("{key:?}")).collect();
        strange.sort_unstable();
        for key in strange {
            self.tell(
                None,
                format!("a {noun} `{key}` is written, which the program does not have"),
            );
        }
        pairs
    }

    fn compare_settings(&mut self) {
        let (program, written) = (self.program.0, self.written.0);
        let (meant, read) = (&program.settings.partition, &written.settings.partition);
        self.same(None, "the partition", meant, read);
        let organization = |estate: Estate<'p>| {
            let organization = estate.0.organization.as_ref()?;
            let management = organization.management.map(|id| estate.account(id));
            Some((organization.id.as_str(), management))
        };
        let (meant, read) = (organization(self.program), organization(self.written));
        self.same(None, "the organization", &meant, &read);
        let units = |estate: Estate<'p>| -> BTreeMap<&'p str, Option<&'p str>> {
            let units = estate.0.units.iter();
            units
                .map(|unit| (unit.name.as_str(), estate.unit(unit.parent)))
                .collect()
        };
        let (meant, read) = (units(self.program), units(self.written));
        self.same(None, "what stands above each unit", &meant, &read);
        let accounts =
            |estate: Estate<'p>| -> BTreeMap<&'p str, (Option<&'p str>, Option<&'p str>)> {
                let accounts = estate.0.accounts.iter();
                accounts
                    .map(|it| {
                        let number = it.number.as_deref();
                        (it.name.as_str(), (number, estate.unit(it.unit)))
                    })
                    .collect()
            };
        let (meant, read) = (accounts(self.program), accounts(self.written));
        self.same(
            None,
            "the number and the unit of each account",
            &meant,
            &read,
        );
    }

    fn compare_entity(&mut self, what: impl Display, meant: &Entity, written: &Entity) {
        self.same(
            Some(meant.origin),
            format_args!("the path of {what}"),
            &meant.path,
            &written.path,
        );
    }

    fn compare_statements(
        &mut self,
        what: impl Display,
        place: Span,
        meant: &'p [Statement],
        written: &'p [Statement],
    ) {
        self.compare_with_moved(what, place, meant, written, &[]);
    }

    /// Compares statements as sets of their units: those meant, and those
    /// written in one document and in others that count as one with it.
    fn compare_with_moved(
        &mut self,
        what: impl Display,
        place: Span,
        meant: &'p [Statement],
        written: &'p [Statement],
        moved: &[&'p Statement],
    ) {
        let pairs = || meant.iter().zip(written);
        let is_same_list = moved.is_empty()
            && meant.len() == written.len()
            && pairs().all(|(one, other)| is_same(one, other));
        if is_same_list {
            return;
        }
        let all_meant: Vec<&Statement> = meant.iter().collect();
        let all_written: Vec<&Statement> = written.iter().chain(moved.iter().copied()).collect();
        if let Some(lost) = first_unsaid(&all_meant, &all_written) {
            let shown = shown(lost);
            self.tell(
                Some(lost.origin),
                format!("what is written of {what} does not say this: {shown}"),
            );
        }
        if let Some(gained) = first_unsaid(&all_written, &all_meant) {
            let shown = shown(gained);
            self.tell(
                Some(place),
                format!("what is written of {what} says what the program does not: {shown}"),
            );
        }
    }
}

/// A statement in few words: its name, or how it begins.
fn shown(statement: &Statement) -> String {
    let first = |list: &[String]| {
        let more = if list.len() > 1 { ", ..." } else { "" };
        format!("{}{more}", list.first().map_or("", String::as_str))
    };
    let actions = first(statement.actions.patterns());
    let resources = statement
        .resources
        .as_ref()
        .map_or_else(String::new, |list| {
            format!(" on {}", first(list.patterns()))
        });
    let name = statement
        .sid
        .as_ref()
        .map_or_else(String::new, |sid| format!("{sid}, "));
    let conditions = match statement.condition.len() {
        0 => "",
        _ => " under conditions",
    };
    format!(
        "`{name}{} {actions}{resources}{conditions}`",
        statement.effect.name()
    )
}

//! Requests aimed at the edges of one statement: one that it matches, and one
//! for each way of just not matching it.
//!
//! Nothing here decides anything. A request that misses where it should hit
//! asks a weaker question, and no wrong one.

use crate::iam::operators::Relation;
use crate::iam::{Atom, Base, Match, SetOperator, ValueType};
use crate::model::Statement;

/// What is asked of one caller.
#[derive(Clone, Debug)]
pub(super) struct Probe {
    pub(super) action: String,
    pub(super) resource: String,
    pub(super) context: Vec<(String, Value)>,
}

/// What a request has for a key; a key that is left out may follow from the
/// caller.
#[derive(Clone, Debug)]
pub(super) enum Value {
    One(String),
    Many(Vec<String>),
    Absent,
}

/// The value of every policy variable.
const VARIABLE: &str = "v1";

/// When every request is made, in both spellings.
const NOW: (&str, &str) = ("2026-06-30T12:00:00Z", "1782820800");

/// The requests for a statement; `own` is asked for where it names no resource.
pub(super) fn probes(statement: &Statement, own: &str) -> Vec<Probe> {
    let hit = Probe {
        action: action(&statement.actions),
        resource: statement
            .resources
            .as_ref()
            .map_or_else(|| own.to_owned(), resource),
        context: context(statement),
    };
    let mut probes = Vec::new();
    for pattern in statement.actions.patterns().iter().skip(1).take(2) {
        let action = fill_action(pattern);
        probes.push(Probe {
            action,
            ..hit.clone()
        });
    }
    let others = statement
        .resources
        .as_ref()
        .map_or(&[][..], Match::patterns);
    for pattern in others.iter().skip(1).take(2) {
        let resource = fill(pattern);
        probes.push(Probe {
            resource,
            ..hit.clone()
        });
    }
    for action in [format!("{}x", hit.action), all_but_last(&hit.action)] {
        probes.push(Probe {
            action,
            ..hit.clone()
        });
    }
    for resource in [format!("{}x", hit.resource), all_but_last(&hit.resource)] {
        probes.push(Probe {
            resource,
            ..hit.clone()
        });
    }
    for atom in &statement.condition {
        for value in values(atom).into_iter().skip(1) {
            let mut near = hit.clone();
            set(&mut near.context, &atom.key, value);
            probes.push(near);
        }
    }
    probes.insert(0, hit);
    probes
}

fn all_but_last(text: &str) -> String {
    let mut characters = text.chars();
    characters.next_back();
    characters.as_str().to_owned()
}

fn action(actions: &Match) -> String {
    match (actions, actions.patterns().first()) {
        (Match::Any(_), Some(pattern)) => fill_action(pattern),
        (Match::NoneOf(_), _) | (Match::Any(_), None) => "verify:Something".to_owned(),
    }
}

fn fill_action(pattern: &str) -> String {
    if pattern == "*" {
        "s3:GetObject".to_owned()
    } else {
        pattern.replace(['*', '?'], "x")
    }
}

fn resource(resources: &Match) -> String {
    match (resources, resources.patterns().first()) {
        (Match::Any(_), Some(pattern)) if pattern != "*" => fill(pattern),
        (Match::NoneOf(_) | Match::Any(_), _) => "arn:aws:s3:::verify/x".to_owned(),
    }
}

/// A text that a pattern matches where every variable has the one value.
fn fill(pattern: &str) -> String {
    let mut filled = String::new();
    let mut rest = pattern;
    while let Some((before, behind)) = rest.split_once("${") {
        filled.push_str(&before.replace(['*', '?'], "x"));
        let (key, after) = behind.split_once('}').unwrap_or((behind, ""));
        filled.push_str(match key {
            "*" | "?" | "$" => key,
            _ => VARIABLE,
        });
        rest = after;
    }
    filled.push_str(&rest.replace(['*', '?'], "x"));
    filled
}

/// What the statement's condition and variables ask for.
fn context(statement: &Statement) -> Vec<(String, Value)> {
    // Whatever else is asked about the caller may hang on the time.
    let mut context = vec![
        ("aws:CurrentTime".to_owned(), Value::One(NOW.0.to_owned())),
        ("aws:EpochTime".to_owned(), Value::One(NOW.1.to_owned())),
    ];
    let resources = statement
        .resources
        .as_ref()
        .map_or(&[][..], Match::patterns);
    let values = statement.condition.iter().flat_map(|atom| &atom.values);
    for pattern in resources.iter().chain(values) {
        for behind in pattern.split("${").skip(1) {
            let key = behind.split(['}', ',']).next().unwrap_or_default();
            if key.contains(':') {
                set(&mut context, key, Value::One(VARIABLE.to_owned()));
            }
        }
    }
    for atom in &statement.condition {
        if let Some(value) = self::values(atom).into_iter().next() {
            set(&mut context, &atom.key, value);
        }
    }
    context
}

fn set(context: &mut Vec<(String, Value)>, key: &str, value: Value) {
    context.retain(|(known, _)| !known.eq_ignore_ascii_case(key));
    context.push((key.to_owned(), value));
}

/// Values of a key: the first should satisfy the condition, and the others lie
/// around its edge.
fn values(atom: &Atom) -> Vec<Value> {
    let (hits, misses) = texts(atom);
    let row = atom.operator.base.row();
    let (hits, misses) = if row.negated {
        (misses, hits)
    } else {
        (hits, misses)
    };
    let one = |text: &String| match atom.operator.set {
        None => Value::One(text.clone()),
        Some(_) => Value::Many(vec![text.clone()]),
    };
    let mut values: Vec<Value> = hits.iter().chain(&misses).map(one).collect();
    match atom.operator.set {
        None => {}
        Some(SetOperator::ForAnyValue | SetOperator::ForAllValues) => {
            let both = hits.first().into_iter().chain(misses.first());
            values.push(Value::Many(both.cloned().collect()));
            values.push(Value::Many(Vec::new()));
        }
    }
    let absent_at = match atom.operator.base {
        Base::Null if atom.values.iter().any(|value| value == "true") => 0,
        _ => values.len(),
    };
    values.insert(absent_at, Value::Absent);
    values
}

/// Texts that match a value of the atom, and texts that nearly do.
fn texts(atom: &Atom) -> (Vec<String>, Vec<String>) {
    let row = atom.operator.base.row();
    let first = atom.values.first().map_or("", String::as_str);
    let texts = |list: &[&str]| list.iter().map(|it| (*it).to_owned()).collect();
    match row.value_type {
        ValueType::String | ValueType::Arn => {
            let hits: Vec<String> = atom.values.iter().take(2).map(|it| fill(it)).collect();
            let hit = hits.first().cloned().unwrap_or_default();
            (
                hits,
                vec![format!("{hit}x"), all_but_last(&hit), hit.to_uppercase()],
            )
        }
        ValueType::Numeric => {
            let number: i64 = first.parse().unwrap_or(0);
            let (less, more) = (number.saturating_sub(1), number.saturating_add(1));
            let [less, more] = [less.to_string(), more.to_string()];
            around(row.relation, &less, first, &more)
        }
        ValueType::Date => around(
            row.relation,
            "1970-01-02T00:00:00Z",
            first,
            "9999-12-31T00:00:00Z",
        ),
        ValueType::Bool => (texts(&[first]), texts(&["true", "false", "TRUE"])),
        ValueType::Binary => (texts(&[first]), texts(&["AAAA", ""])),
        ValueType::Ip => {
            let address = first.split('/').next().unwrap_or_default();
            (
                texts(&[address]),
                texts(&["192.0.2.254", "2001:db8:ffff::1", "none"]),
            )
        }
        ValueType::Presence => (texts(&["x", ""]), Vec::new()),
    }
}

/// Which of three texts in order match, and which do not.
fn around(relation: Relation, less: &str, same: &str, more: &str) -> (Vec<String>, Vec<String>) {
    let (hits, misses): (&[&str], &[&str]) = match relation {
        Relation::Less => (&[less], &[same, more]),
        Relation::LessOrEqual => (&[same, less], &[more]),
        Relation::Greater => (&[more], &[same, less]),
        Relation::GreaterOrEqual => (&[same, more], &[less]),
        Relation::Equal
        | Relation::EqualIgnoringCase
        | Relation::Like
        | Relation::Within
        | Relation::Absent => (&[same], &[less, more]),
    };
    let owned = |list: &[&str]| list.iter().map(|it| (*it).to_owned()).collect();
    (owned(hits), owned(misses))
}

//! All that the catalog has can be written in a program, and comes out as it is
//! in the catalog.

use aclc::catalog::{AccessLevel, Action, Catalog, ConditionKey, ResourceType};
use aclc::iam::pattern::matches_ignoring_case;
use aclc::iam::{Match, SetOperator, ValueType};
use aclc::model::{Program, Statement};
use aclc::resolve::{Expansion, Options, resolve};
use aclc::source::Sources;
use aclc::syntax::parse_all;

/// As many things are written in one program.
const CHUNK: usize = 4_000;

fn catalog() -> &'static Catalog {
    Catalog::built_in()
}

/// The statements of a group's lines, one for each.
fn statements(lines: &[String], expansion: Expansion) -> Vec<Statement> {
    lines
        .chunks(CHUNK)
        .flat_map(|lines| {
            let text = format!(
                "account prod = 111122223333\nregion us-east-1\ngroup G {{\n{}\n}}\n",
                lines.join("\n")
            );
            let program = program(&text, expansion);
            let statements = program.groups[0].statements.clone();
            assert_eq!(statements.len(), lines.len());
            statements
        })
        .collect()
}

fn program(text: &str, expansion: Expansion) -> Program {
    let mut sources = Sources::new();
    sources.add("uses.acl", text);
    let (asts, mut found) = parse_all(&sources);
    let options = Options {
        expansion,
        ..Options::default()
    };
    let program = found.absorb(resolve(&asts, &sources, options));
    let wrong = found.iter().find(|it| {
        it.severity == aclc::diag::Severity::Error || it.code.name().starts_with("ACL11")
    });
    if let Some(wrong) = wrong {
        let line = wrong.place().map_or("", |place| sources.text(place));
        panic!("{}: {}: {line}", wrong.code.name(), wrong.message);
    }
    program
}

fn listed(element: &Match) -> &[String] {
    assert!(!element.is_negated());
    element.patterns()
}

#[test]
fn every_action_can_be_granted_in_any_case() {
    let actions: Vec<Action<'_>> = catalog().actions().collect();
    let lines: Vec<String> = actions
        .iter()
        .map(|action| format!("can {} on *", action.to_string().to_lowercase()))
        .collect();
    for (action, statement) in actions.iter().zip(statements(&lines, Expansion::List)) {
        assert_eq!(listed(&statement.actions), [action.to_string()]);
    }
}

/// A constructor makes an ARN of its type, on which each action that uses the
/// type works.
#[test]
fn every_resource_type_can_be_constructed() {
    let types: Vec<ResourceType<'_>> = catalog().resource_types().collect();
    let constructed: Vec<ResourceType<'_>> = types
        .iter()
        .filter(|one| one.formats().next().is_some())
        .copied()
        .collect();
    let lines: Vec<String> = constructed
        .iter()
        .map(|one| format!("can * on {}", constructor(*one)))
        .collect();
    let statements = statements(&lines, Expansion::List);
    for (one, statement) in constructed.iter().zip(&statements) {
        let [arn] = listed(statement.resources.as_ref().unwrap()) else {
            panic!("{one} is several");
        };
        let of = catalog().resource_types_of(arn);
        assert!(of.contains(*one), "`{arn}` is no {one}");
        let uses = |action: &Action<'_>| action.uses().any(|it| it.resource_type == *one);
        for action in one.service().actions().filter(uses) {
            assert!(action.works_on(&of), "{action} on `{arn}`");
        }
    }
    assert_eq!(constructed.len(), types.len());
}

/// `s3.object(x1, x1)`
fn constructor(one: ResourceType<'_>) -> String {
    let settings = ["Partition", "Region", "Account", "AccountId"];
    let format = one.formats().next().unwrap();
    let mut fields: Vec<&str> = format
        .fields()
        .filter(|field| !settings.contains(field))
        .collect();
    let is_one = one.formats().count() == 1;
    if !is_one {
        fields.sort_unstable();
        fields.dedup();
    }
    // Of several formats the one is meant that has the fields.
    let argument = |field: &&str| match is_one {
        true => "x1".to_owned(),
        false => format!("{field} = x1"),
    };
    let arguments: Vec<String> = fields.iter().map(argument).collect();
    format!(
        "{}.{}({})",
        one.service(),
        one.constructor_name(),
        arguments.join(", ")
    )
}

/// A comparison with a value of a key's type becomes an operator of that type.
#[test]
fn every_condition_key_can_be_compared() {
    let keys: Vec<ConditionKey<'_>> = catalog().condition_keys().collect();
    let is_many = |key: ConditionKey<'_>| {
        let name = super::look_ups::fill(key.name(), "x");
        let known = catalog().known_key(&name).unwrap();
        (
            known.value_type(),
            known.arity() == aclc::iam::keys::Arity::Many,
        )
    };
    let lines: Vec<String> = keys
        .iter()
        .map(|key| {
            let name = super::look_ups::fill(key.name(), "x");
            let (value_type, many) = is_many(*key);
            let quantifier = if many { "any of " } else { "" };
            let compared = match value_type {
                ValueType::String => "== \"x\"",
                ValueType::Numeric => "== 10",
                ValueType::Date => "== 2026-01-01T00:00:00Z",
                ValueType::Bool => "== true",
                ValueType::Ip => "== 203.0.113.0/24",
                ValueType::Arn => "like arn:aws:s3:::x/*",
                ValueType::Binary | ValueType::Presence => panic!("{key}"),
            };
            format!("can s3:GetObject on * when {quantifier}{name} {compared}")
        })
        .collect();
    for (key, statement) in keys.iter().zip(statements(&lines, Expansion::List)) {
        let (value_type, many) = is_many(*key);
        let [atom] = statement.condition.as_slice() else {
            panic!("{key} is several");
        };
        assert!(key.is_named(&atom.key), "{} is no {key}", atom.key);
        let row = atom.operator.base.row();
        assert!(
            row.value_type == value_type && !row.negated,
            "{key}: {atom:?}"
        );
        let set = many.then_some(SetOperator::ForAnyValue);
        assert_eq!(atom.operator.set, set, "{key}");
    }
}

/// `s3:@read` and its kin, of every service, each action by its name and as
/// patterns: the actions of the level, of that service alone, and all of them.
#[test]
fn access_levels_stand_for_exactly_their_actions() {
    let words = ["read", "list", "write", "tagging", "permissions", "change"];
    let mut wanted: Vec<(String, Vec<String>)> = Vec::new();
    for service in catalog().services() {
        for word in words {
            let levels = AccessLevel::named(word).unwrap();
            let actions: Vec<String> = service
                .actions()
                .filter(|action| levels.contains(&action.level()))
                .map(|action| action.to_string())
                .collect();
            if !actions.is_empty() {
                wanted.push((format!("{service}:@{word}"), actions));
            }
        }
    }
    assert!(wanted.len() > 1_500, "{}", wanted.len());
    let lines: Vec<String> = wanted
        .iter()
        .map(|(level, _)| format!("can {level} on *"))
        .collect();
    let by_name = statements(&lines, Expansion::List);
    let by_pattern = statements(&lines, Expansion::Shortest);
    let all: Vec<String> = catalog().actions().map(|it| it.to_string()).collect();
    for (((level, actions), by_name), by_pattern) in wanted.iter().zip(by_name).zip(by_pattern) {
        assert_eq!(listed(&by_name.actions), actions, "{level}");
        let patterns = listed(&by_pattern.actions);
        let prefix = level.split('@').next().unwrap();
        // A pattern with its service in full matches nothing of another.
        assert!(patterns.iter().all(|it| it.starts_with(prefix)), "{level}");
        let of_service = all.iter().filter(|name| name.starts_with(prefix));
        let matched: Vec<&String> = of_service
            .filter(|name| patterns.iter().any(|it| matches_ignoring_case(it, name)))
            .collect();
        assert!(matched.into_iter().eq(actions), "{level}: {patterns:?}");
        assert!(patterns.len() <= actions.len(), "{level}");
    }
}

/// A catalog that learns of a key decides how it compares, and says so.
#[test]
fn another_catalog_changes_no_comparison_in_silence() {
    use aclc::catalog::{DraftKey, encode};
    use aclc::diag::codes::READ_BY_TYPE;

    let mut draft = super::draft_of(catalog());
    draft.keys.push(DraftKey {
        name: "nova:Size".to_owned(),
        value_type: ValueType::Numeric,
        many: false,
    });
    draft.services[0].keys.push("nova:Size".to_owned());
    let newer = Catalog::read(&encode(&draft).unwrap()).unwrap();
    // The operator, and whether it is warned about.
    let read = |catalog: &Catalog, condition: &str| {
        let text = format!("group G cannot s3:GetObject on * {condition}\n");
        let mut sources = Sources::new();
        sources.add("grant.acl", text);
        let (asts, mut found) = parse_all(&sources);
        let options = Options {
            catalog,
            ..Options::default()
        };
        let program = found.absorb(resolve(&asts, &sources, options));
        let statement = program.groups[0].statements.first();
        let operator = statement.map(|it| it.condition[0].operator.to_string());
        (operator, found.iter().any(|it| it.code == READ_BY_TYPE))
    };
    let is = |operator: &str, warned: bool| (Some(operator.to_owned()), warned);
    for (condition, before, after) in [
        (
            "when nova:Size == 10",
            is("NumericEquals", false),
            is("NumericEquals", false),
        ),
        (
            "when nova:Size == \"10\"",
            is("StringEquals", false),
            is("NumericEquals", true),
        ),
        (
            "when nova:Size in [5, \"10\"]",
            (None, false),
            is("NumericEquals", false),
        ),
        (
            "when nova:Size < 10",
            is("NumericLessThan", false),
            is("NumericLessThan", false),
        ),
        (
            "unless nova:Size < 10",
            (None, false),
            is("NumericGreaterThanEqualsIfExists", false),
        ),
        (
            "when StringEquals(nova:Size, \"10\")",
            is("StringEquals", false),
            is("StringEquals", false),
        ),
    ] {
        assert_eq!(read(catalog(), condition), before, "{condition}");
        assert_eq!(read(&newer, condition), after, "{condition}");
    }
}

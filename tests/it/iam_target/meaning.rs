//! What the documents say is what the statements say, however they are merged,
//! moved and cut: the reference interpreter reads both.

use aclc::iam::{Effect, Match, Principal, PrincipalMatch};
use aclc::model::{GuardrailKind, GuardrailTarget, Statement};
use aclc::target::iam::emit;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use crate::builder::{Builder, With, allow, aws, owned, service};
use crate::reference::{Decision, decide_line};

const ACTIONS: &[&str] = &[
    "s3:GetObject",
    "s3:Get*",
    "s3:PutObject",
    "ec2:*",
    "*",
    "iam:PassRole",
];
const ASKED: &[&str] = &[
    "s3:GetObject",
    "s3:GetObjectAcl",
    "s3:PutObject",
    "ec2:RunInstances",
    "iam:PassRole",
];
const VALUES: &[&str] = &["a", "b", "*"];

/// Long enough that a few statements fill an inline policy.
fn resource(number: usize) -> String {
    match number {
        0 => "*".to_owned(),
        1 => "arn:aws:s3:::lake/*".to_owned(),
        2 => "arn:aws:s3:::lake/${aws:PrincipalTag/team}/*".to_owned(),
        number => format!("arn:aws:s3:::lake/{number}{}", "x".repeat(200)),
    }
}

fn patterns(of: impl Strategy<Value = String>, most: usize) -> impl Strategy<Value = Match> {
    (vec(of, 1..=most), prop::bool::weighted(0.1)).prop_map(|(list, negated)| {
        if negated {
            Match::NoneOf(list)
        } else {
            Match::Any(list)
        }
    })
}

fn action() -> impl Strategy<Value = String> {
    select(ACTIONS).prop_map(str::to_owned)
}

/// A statement of an identity policy.
fn statement(resources: usize) -> impl Strategy<Value = Statement> {
    let condition = option::weighted(
        0.3,
        (
            select(&["StringEquals", "StringNotLike"][..]),
            vec(select(VALUES), 1..3),
        ),
    );
    (
        prop::bool::weighted(0.8),
        patterns(action(), 3),
        patterns((0..8usize).prop_map(resource), resources),
        condition,
    )
        .prop_map(|(allows, actions, resources, condition)| {
            let mut statement = allow(&[], &["*"]);
            statement.effect = if allows { Effect::Allow } else { Effect::Deny };
            statement.actions = actions;
            statement.resources = Some(resources);
            match condition {
                Some((operator, values)) => {
                    statement.when(operator, "aws:PrincipalTag/team", &values)
                }
                None => statement,
            }
        })
}

/// Some with names of their own.
fn named(statements: Vec<Statement>, names: &[bool]) -> Vec<Statement> {
    let mut names = names.iter().cycle();
    let named = statements
        .into_iter()
        .enumerate()
        .map(|(number, statement)| {
            if *names.next().unwrap_or(&false) {
                statement.called(&format!("S{number}"))
            } else {
                statement
            }
        });
    named.collect()
}

/// A request of a user, on a role session's ARN where `role` says so.
fn request() -> impl Strategy<Value = Value> {
    let asked = prop_oneof![
        (0..8usize).prop_map(|number| resource(number)
            .replace("${aws:PrincipalTag/team}", "a")
            .replace('*', "z")),
        Just("arn:aws:s3:::lake/b/k".to_owned()),
    ];
    (select(ASKED), asked, option::of(select(VALUES))).prop_map(|(action, resource, team)| {
        let resource = if resource == "z" { "arn:aws:s3:::other/k".to_owned() } else { resource };
        let mut context = Map::new();
        if let Some(team) = team {
            context.insert("aws:PrincipalTag/team".to_owned(), json!(team));
        }
        json!({"principal": "arn:aws:iam::111122223333:user/U", "action": action, "resource": resource,
               "resource_account": "111122223333", "context": context})
    })
}

/// A document as plainly as can be, by nothing of the compiler's.
fn plain(statements: &[Statement]) -> Value {
    let principals = |list: &[Principal]| {
        let mut map = Map::new();
        for principal in list {
            let (kind, name) = match principal {
                Principal::Aws(name) => ("AWS", name),
                Principal::Service(name) => ("Service", name),
                Principal::Federated(name) => ("Federated", name),
                Principal::CanonicalUser(name) => ("CanonicalUser", name),
            };
            let names = map.entry(kind).or_insert_with(|| json!([]));
            names.as_array_mut().unwrap().push(json!(name));
        }
        Value::Object(map)
    };
    let statements = statements.iter().map(|statement| {
        let mut element = Map::new();
        element.insert("Effect".to_owned(), json!(statement.effect.name()));
        match &statement.principals {
            None => None,
            Some(PrincipalMatch::Everyone) => element.insert("Principal".to_owned(), json!("*")),
            Some(PrincipalMatch::Any(list)) => {
                element.insert("Principal".to_owned(), principals(list))
            }
            Some(PrincipalMatch::NoneOf(list)) => {
                element.insert("NotPrincipal".to_owned(), principals(list))
            }
        };
        match &statement.actions {
            Match::Any(list) => element.insert("Action".to_owned(), json!(list)),
            Match::NoneOf(list) => element.insert("NotAction".to_owned(), json!(list)),
        };
        match &statement.resources {
            None => None,
            Some(Match::Any(list)) => element.insert("Resource".to_owned(), json!(list)),
            Some(Match::NoneOf(list)) => element.insert("NotResource".to_owned(), json!(list)),
        };
        let mut condition = Map::new();
        for atom in &statement.condition {
            let keys = condition
                .entry(atom.operator.to_string())
                .or_insert_with(|| json!({}));
            keys[&atom.key] = json!(atom.values);
        }
        element.insert("Condition".to_owned(), Value::Object(condition));
        Value::Object(element)
    });
    json!({"Version": "2012-10-17", "Statement": statements.collect::<Vec<_>>()})
}

fn decide(policies: Value, request: &Value) -> Decision {
    let mut case = policies;
    case["id"] = json!("x");
    case["request"] = request.clone();
    decide_line(&case.to_string()).unwrap_or_else(|error| panic!("{error}\n{case}"))
}

/// Every document of the output but the manifest, unless it has an error.
fn documents(builder: &Builder) -> Option<Vec<(String, Value)>> {
    let (output, diagnostics) = emit(&builder.program);
    if diagnostics.has_errors() {
        return None;
    }
    let files = output
        .files
        .iter()
        .filter(|file| file.path != "manifest.json");
    Some(
        files
            .map(|file| (file.path.clone(), serde_json::from_str(&file.text).unwrap()))
            .collect(),
    )
}

fn check_sizes(documents: &[(String, Value)], inline: &str, limit: usize) {
    for (path, document) in documents {
        let limit = if path == inline { limit } else { 6_144 };
        let size = document.to_string().chars().count();
        assert!(size <= limit, "{path} has {size} characters");
    }
    assert!(documents.len() <= 11);
}

/// The documents are large, so fewer cases than usual.
fn cases() -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig {
        cases: usual.cases.div_ceil(4),
        ..usual
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_user_may_do_the_same(
        statements in vec(statement(6), 1..24),
        names in vec(prop::bool::weighted(0.2), 1..8),
        requests in vec(request(), 4),
    ) {
        let mut builder = Builder::new();
        let statements = named(statements, &names);
        builder.user("U", statements.clone());
        let documents = documents(&builder).expect("an inline and ten managed policies hold this");
        check_sizes(&documents, "users/U.json", 2_048);
        let written: Vec<&Value> = documents.iter().map(|(_, document)| document).collect();
        for request in &requests {
            prop_assert_eq!(
                decide(json!({"identity": [plain(&statements)]}), request),
                decide(json!({"identity": written}), request),
            );
        }
    }

    #[test]
    fn cut_statements_say_the_same(
        statement in statement(1),
        resources in vec((0..40usize).prop_map(resource), 30..80),
        named in any::<bool>(),
        requests in vec(request(), 4),
    ) {
        let mut statement = statement;
        statement.resources = Some(Match::Any(resources));
        if named {
            statement = statement.called("S");
        }
        let mut builder = Builder::new();
        builder.group("G", &[], vec![statement.clone()]);
        let documents = documents(&builder).expect("it can be cut");
        check_sizes(&documents, "groups/G.json", 5_120);
        let written: Vec<&Value> = documents.iter().map(|(_, document)| document).collect();
        for request in &requests {
            prop_assert_eq!(
                decide(json!({"identity": [plain(std::slice::from_ref(&statement))]}), request),
                decide(json!({"identity": written}), request),
            );
        }
    }

    #[test]
    fn a_role_trusts_the_same(
        trust in vec(trusting(), 1..30),
        requests in vec(assuming(), 8),
    ) {
        let mut builder = Builder::new();
        builder.role("R", trust.clone(), vec![]);
        let documents = documents(&builder);
        prop_assume!(documents.is_some());
        let documents = documents.unwrap();
        let (_, written) = &documents[0];
        prop_assert!(written.to_string().chars().count() <= 2_048);
        // Identity policies that allow all, so that delegation to an account counts.
        let identity = json!([{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}]);
        for request in &requests {
            prop_assert_eq!(
                decide(json!({"identity": identity, "resource_policy": plain(&trust)}), request),
                decide(json!({"identity": identity, "resource_policy": written}), request),
            );
        }
    }

    #[test]
    fn every_kind_of_document_is_read_strictly(
        plain_statements in vec(statement(3), 1..5),
        request in request(),
    ) {
        let mut builder = Builder::new();
        builder.policy("P", plain_statements.clone());
        builder.boundary("B", plain_statements.clone());
        builder.session_policy("S", plain_statements.clone());
        let target = [GuardrailTarget::Organization];
        builder.guardrail("C", GuardrailKind::Service, &target, plain_statements.clone());
        let everyone: Vec<Statement> = plain_statements.iter().cloned().map(With::by_everyone).collect();
        builder.resource("R", "arn:aws:s3:::lake", everyone.clone());
        let control: Vec<Statement> = everyone.iter().cloned().map(controlling).collect();
        builder.guardrail("D", GuardrailKind::Resource, &target, control.clone());
        let documents = documents(&builder);
        prop_assume!(documents.is_some());
        let documents = documents.unwrap();
        let document = |path: &str| &documents.iter().find(|(at, _)| at == path).unwrap().1;
        let full = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Principal": "*"}});
        let written = json!({
            "identity": [document("policies/P.json")],
            "boundary": document("boundaries/B.json"),
            "session": [document("sessions/S.json")],
            "resource_policy": document("resources/R.json"),
            "scps": [[document("guardrails/C.json")]],
            "rcps": [[full, document("guardrails/D.json")]],
        });
        let meant = json!({
            "identity": [plain(&plain_statements)],
            "boundary": plain(&plain_statements),
            "session": [plain(&plain_statements)],
            "resource_policy": plain(&everyone),
            "scps": [[plain(&plain_statements)]],
            "rcps": [[full, plain(&control)]],
        });
        prop_assert_eq!(decide(meant, &request), decide(written, &request));
    }
}

/// The statement as a resource control policy may hold it.
fn controlling(mut statement: Statement) -> Statement {
    statement.effect = Effect::Deny;
    statement.actions = Match::Any(owned(&["s3:Get*"]));
    statement
}

fn trusting() -> impl Strategy<Value = Statement> {
    let principal = prop_oneof![
        Just(aws("111122223333")),
        Just(aws("arn:aws:iam::111122223333:user/U")),
        Just(aws("arn:aws:iam::111122223333:user/V")),
        Just(service("ec2")),
        Just(service("lambda")),
    ];
    let action = select(&["sts:AssumeRole", "sts:TagSession", "sts:*"][..]);
    let condition = option::weighted(0.3, select(&["a", "b"][..]));
    (
        prop::bool::weighted(0.8),
        vec(principal, 1..3),
        vec(action, 1..3),
        condition,
    )
        .prop_map(|(allows, principals, actions, condition)| {
            let mut statement = allow(&actions, &[]).by(&principals);
            statement.effect = if allows { Effect::Allow } else { Effect::Deny };
            match condition {
                Some(id) => statement.when("StringEquals", "sts:ExternalId", &[id]),
                None => statement,
            }
        })
}

fn assuming() -> impl Strategy<Value = Value> {
    let principals = &[
        "arn:aws:iam::111122223333:user/U",
        "arn:aws:iam::111122223333:user/W",
        "ec2.amazonaws.com",
    ][..];
    let actions = &["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"][..];
    (select(principals), select(actions), option::of(select(&["a", "b"][..]))).prop_map(
        |(principal, action, id)| {
            let mut context = Map::new();
            if let Some(id) = id {
                context.insert("sts:ExternalId".to_owned(), json!(id));
            }
            json!({"principal": principal, "action": action, "resource": "arn:aws:iam::111122223333:role/R",
                   "context": context})
        },
    )
}

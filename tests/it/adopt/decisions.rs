//! An account's description and the program that is made of it decide every
//! request alike: the reference interpreter over the documents as they are in
//! the description, the tree over the program's text compiled again.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use aclc::import::{Given, Options};
use aclc::import_documents;
use aclc::runtime::{ContextEntry, ContextValue, Decision, Request};
use serde_json::{Map, Value, json};

use super::compiled;
use crate::reference::{self, decide_line};

const DUMP: &str = include_str!("../../cases/adopt/accounts/ml.json");

/// Policies that are boundaries too, of one's own and of AWS.
const LIMITS: &str = include_str!("../../cases/adopt/accounts/limits.json");

const NUMBER: &str = "111122223333";

/// A document as it stands, or behind its URL encoding.
fn document(value: &Value) -> Value {
    let Some(text) = value.as_str() else {
        return value.clone();
    };
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next().unwrap(), rest.next().unwrap()];
            let digits = std::str::from_utf8(&digits).unwrap().to_owned();
            bytes.push(u8::from_str_radix(&digits, 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    serde_json::from_slice(&bytes).unwrap()
}

fn list<'v>(value: &'v Value, key: &str) -> Vec<&'v Value> {
    value[key]
        .as_array()
        .map_or_else(Vec::new, |it| it.iter().collect())
}

/// The version of each managed policy that is in force, by ARN.
fn managed(dump: &Value) -> BTreeMap<String, Value> {
    let policies = list(dump, "Policies");
    let policies = policies.iter().map(|policy| {
        let versions = list(policy, "PolicyVersionList");
        let default = |version: &&&Value| version["IsDefaultVersion"] == json!(true);
        let version = versions.iter().find(default).unwrap();
        let arn = policy["Arn"].as_str().unwrap().to_owned();
        (arn, document(&version["Document"]))
    });
    policies.collect()
}

/// What an entity has by itself: its inline and its managed policies.
fn own(entity: &Value, inline: &str, managed: &BTreeMap<String, Value>) -> Vec<Value> {
    let inline = list(entity, inline);
    let inline = inline.iter().map(|it| document(&it["PolicyDocument"]));
    let attached = list(entity, "AttachedManagedPolicies");
    let attached = attached
        .iter()
        .map(|it| managed[it["PolicyArn"].as_str().unwrap()].clone());
    inline.chain(attached).collect()
}

/// Somebody who asks: the ARN, what the policies say, and what AWS tells of it.
struct Asker {
    arn: String,
    identity: Vec<Value>,
    boundary: Option<Value>,
    context: Map<String, Value>,
}

fn askers(dump: &Value, managed: &BTreeMap<String, Value>) -> Vec<Asker> {
    let boundary = |entity: &Value| {
        let arn = entity["PermissionsBoundary"]["PermissionsBoundaryArn"].as_str()?;
        Some(managed[arn].clone())
    };
    let groups = list(dump, "GroupDetailList");
    let mut askers = Vec::new();
    for user in list(dump, "UserDetailList") {
        let mut identity = own(user, "UserPolicyList", managed);
        for name in list(user, "GroupList") {
            let group = groups.iter().find(|it| it["GroupName"] == *name).unwrap();
            identity.extend(own(group, "GroupPolicyList", managed));
        }
        let arn = user["Arn"].as_str().unwrap().to_owned();
        let mut context = Map::new();
        context.insert("aws:username".to_owned(), user["UserName"].clone());
        context.insert("aws:PrincipalArn".to_owned(), json!(arn));
        askers.push(Asker {
            arn,
            identity,
            boundary: boundary(user),
            context,
        });
    }
    for role in list(dump, "RoleDetailList") {
        let name = role["RoleName"].as_str().unwrap();
        let mut context = Map::new();
        context.insert("aws:PrincipalArn".to_owned(), role["Arn"].clone());
        askers.push(Asker {
            arn: format!("arn:aws:sts::{NUMBER}:assumed-role/{name}/session"),
            identity: own(role, "RolePolicyList", managed),
            boundary: boundary(role),
            context,
        });
    }
    askers
}

const RESOURCES: [&str; 11] = [
    "arn:aws:s3:::ml-data-lake",
    "arn:aws:s3:::ml-data-lake/a.csv",
    "arn:aws:s3:::ml-data-lake/home/Charlie/a",
    "arn:aws:s3:::ml-data-lake/models/1",
    "arn:aws:lambda:us-east-1:111122223333:function:app-1",
    "arn:aws:iam::111122223333:role/Trainer",
    "arn:aws:iam::111122223333:role/ci/Deployer",
    "arn:aws:iam::111122223333:role/Bastion",
    "arn:aws:ssm:us-east-1:111122223333:parameter/secret/a",
    "arn:aws:ssm:us-east-1:111122223333:parameter/open/a",
    "arn:aws:sqs:us-east-1:111122223333:jobs",
];

const ACTIONS: [&str; 14] = [
    "s3:GetObject",
    "s3:PutObject",
    "s3:ListBucket",
    "s3:PutBucketPolicy",
    "sagemaker:StartNotebookInstance",
    "iam:PassRole",
    "sts:AssumeRole",
    "sts:AssumeRoleWithWebIdentity",
    "lambda:DeleteFunction",
    "lambda:UpdateFunctionCode",
    "ssm:GetParameter",
    "ssmmessages:OpenDataChannel",
    "ce:GetCostAndUsage",
    "sqs:SendMessage",
];

/// What requests say besides.
fn contexts() -> Vec<Map<String, Value>> {
    let contexts = [
        json!({}),
        json!({"aws:MultiFactorAuthPresent": "true", "aws:RequestedRegion": "us-east-1", "s3:prefix": "teams/a"}),
        json!({"aws:MultiFactorAuthPresent": "false", "aws:RequestedRegion": "ap-south-1", "s3:prefix": "x"}),
        json!({"iam:PassedToService": "sagemaker.amazonaws.com", "aws:PrincipalOrgID": "o-a1b2c3d4e5", "s3:prefix": ""}),
    ];
    contexts
        .into_iter()
        .map(|context| context.as_object().unwrap().clone())
        .collect()
}

/// Somebody as both know them: to the tree a key, to the reference a principal.
type Somebody = (String, Map<String, Value>);

/// Everybody of an account: what the reference is told of them, and by which
/// name the tree knows them.
fn everybody(
    dump: &Value,
    managed: &BTreeMap<String, Value>,
) -> Vec<(Somebody, Map<String, Value>)> {
    let known: BTreeMap<String, Value> = managed.clone();
    let own = |entity: &Value, inline: &str| {
        let attached = list(entity, "AttachedManagedPolicies");
        let attached = attached.iter();
        let attached = attached.filter_map(|it| known.get(it["PolicyArn"].as_str()?));
        let inline = list(entity, inline);
        let inline = inline.iter().map(|it| document(&it["PolicyDocument"]));
        inline.chain(attached.cloned()).collect::<Vec<Value>>()
    };
    let told = |entity: &Value| {
        let arn = entity["Arn"].as_str().unwrap();
        let mut context = Map::new();
        context.insert("aws:PrincipalArn".to_owned(), json!(arn));
        context.insert(
            "aws:PrincipalAccount".to_owned(),
            json!(arn.split(':').nth(4)),
        );
        context.insert("aws:PrincipalIsAWSService".to_owned(), json!("false"));
        for tag in list(entity, "Tags") {
            let key = format!("aws:PrincipalTag/{}", tag["Key"].as_str().unwrap());
            context.insert(key, tag["Value"].clone());
        }
        context
    };
    let with_boundary = |mut case: Map<String, Value>, entity: &Value| {
        let arn = entity["PermissionsBoundary"]["PermissionsBoundaryArn"].as_str();
        if let Some(arn) = arn {
            case.insert("boundary".to_owned(), known[arn].clone());
        }
        case
    };
    let mut everybody = Vec::new();
    let groups = list(dump, "GroupDetailList");
    for user in list(dump, "UserDetailList") {
        let mut identity = own(user, "UserPolicyList");
        for name in list(user, "GroupList") {
            let group = groups.iter().find(|it| it["GroupName"] == *name).unwrap();
            identity.extend(own(group, "GroupPolicyList"));
        }
        let mut context = told(user);
        context.insert("aws:username".to_owned(), user["UserName"].clone());
        context.insert("aws:PrincipalType".to_owned(), json!("User"));
        let arn = user["Arn"].as_str().unwrap();
        let mut case = Map::new();
        case.insert("identity".to_owned(), json!(identity));
        case.insert("request".to_owned(), json!({"principal": arn}));
        everybody.push(((arn.to_owned(), context), with_boundary(case, user)));
    }
    for role in list(dump, "RoleDetailList") {
        let arn = role["Arn"].as_str().unwrap();
        let mut fields = arn.split(':');
        let partition = fields.nth(1).unwrap();
        let number = fields.nth(2).unwrap();
        let name = role["RoleName"].as_str().unwrap();
        let session = format!("arn:{partition}:sts::{number}:assumed-role/{name}/session");
        let mut context = told(role);
        context.insert("aws:PrincipalType".to_owned(), json!("AssumedRole"));
        let mut case = Map::new();
        case.insert("identity".to_owned(), json!(own(role, "RolePolicyList")));
        case.insert(
            "request".to_owned(),
            json!({"principal": session, "role_arn": arn}),
        );
        everybody.push(((session, context), with_boundary(case, role)));
    }
    everybody
}

/// An action, a resource and a context that a statement is about, and contexts
/// around it.
fn questions(statement: &Value, own: &str) -> Vec<(String, String, Map<String, Value>)> {
    let first = |value: &Value| match value {
        Value::Array(list) => list.first().cloned(),
        other => Some(other.clone()),
    };
    let text = |value: Value| match value {
        Value::String(text) => text,
        other => other.to_string(),
    };
    let plain = |text: String| {
        let text = text
            .replace("${aws:username}", "alice")
            .replace("${$}", "$");
        text.replace(['*', '?'], "x")
    };
    let action = first(&statement["Action"])
        .filter(Value::is_string)
        .map(text);
    let action = action
        .filter(|it| it != "*")
        .map_or_else(|| "s3:GetObject".to_owned(), plain);
    let resource = first(&statement["Resource"])
        .filter(Value::is_string)
        .map(text);
    let resource = match resource.as_deref() {
        None => own.to_owned(),
        Some("*") => "arn:aws:s3:::x/y".to_owned(),
        Some(resource) => plain(resource.to_owned()),
    };
    let mut hit = Map::new();
    for keys in statement["Condition"]
        .as_object()
        .into_iter()
        .flat_map(Map::values)
    {
        for (key, values) in keys.as_object().into_iter().flatten() {
            let value = first(values).map(text).map(plain).unwrap_or_default();
            hit.insert(key.clone(), json!(value));
        }
    }
    let mut miss = hit.clone();
    for value in miss.values_mut() {
        *value = json!("other");
    }
    [hit, miss, Map::new()]
        .into_iter()
        .map(|context| (action.clone(), resource.clone(), context))
        .collect()
}

/// Every document of a description: with the ARN of its role, where it is a
/// trust policy.
fn documents(dump: &Value, managed: &BTreeMap<String, Value>) -> Vec<(Value, String)> {
    let mut found: Vec<(Value, String)> = Vec::new();
    found.extend(managed.values().map(|it| (it.clone(), "*".to_owned())));
    for (entities, inline) in [
        ("UserDetailList", "UserPolicyList"),
        ("GroupDetailList", "GroupPolicyList"),
        ("RoleDetailList", "RolePolicyList"),
    ] {
        for entity in list(dump, entities) {
            let policies = list(entity, inline);
            let policies = policies.iter().map(|it| document(&it["PolicyDocument"]));
            found.extend(policies.map(|it| (it, "*".to_owned())));
        }
    }
    for role in list(dump, "RoleDetailList") {
        let arn = role["Arn"].as_str().unwrap().to_owned();
        found.push((document(&role["AssumeRolePolicyDocument"]), arn));
    }
    found
}

/// Who is named by the trust policies and is not of the account: services,
/// providers and strangers.
fn strangers(dump: &Value, number: &str) -> Vec<(Somebody, Map<String, Value>)> {
    let mut found = BTreeMap::new();
    for role in list(dump, "RoleDetailList") {
        let trust = document(&role["AssumeRolePolicyDocument"]);
        let statements = list(&trust, "Statement");
        let kinds = statements
            .iter()
            .filter_map(|it| it["Principal"].as_object());
        for (kind, names) in kinds.flatten() {
            let names = names
                .as_array()
                .cloned()
                .unwrap_or_else(|| vec![names.clone()]);
            for name in names {
                let name = name.as_str().unwrap().to_owned();
                let (key, principal) = match kind.as_str() {
                    "Service" => (format!("service/{name}"), format!("service/{name}")),
                    "Federated" => (format!("federated/{name}"), name),
                    _ if name.starts_with("arn:") && !name.contains(number) => (name.clone(), name),
                    _ => continue,
                };
                found.insert(key, principal);
            }
        }
    }
    let case = |principal: String| {
        let mut case = Map::new();
        let request = json!({"principal": principal});
        case.insert("request".to_owned(), request);
        case
    };
    let found = found.into_iter();
    found
        .map(|(key, principal)| ((key, Map::new()), case(principal)))
        .collect()
}

/// The pages of a description as one.
fn whole(dump: Value) -> Value {
    let Value::Array(pages) = dump else {
        return dump;
    };
    let mut all = Map::new();
    for page in pages {
        for (key, list) in page.as_object().unwrap() {
            let Some(list) = list.as_array() else {
                continue;
            };
            let so_far = all.entry(key.clone()).or_insert_with(|| json!([]));
            so_far.as_array_mut().unwrap().extend(list.iter().cloned());
        }
    }
    Value::Object(all)
}

#[test]
fn every_account_decides_as_its_documents() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/adopt/accounts");
    let mut counts = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let asked = decides_as_its_documents(&fs::read_to_string(&path).unwrap(), &mut counts);
        assert!(asked > 0, "{}", path.display());
    }
    // Every answer comes up, or little was compared.
    for decision in ["Allow", "ExplicitDeny", "ImplicitDeny"] {
        assert!(counts.get(decision) > Some(&100), "{counts:?}");
    }
}

/// How many requests were decided alike.
fn decides_as_its_documents(text: &str, counts: &mut BTreeMap<String, usize>) -> usize {
    let given = [Given::Text {
        name: "account.json".to_owned(),
        text: text.to_owned(),
    }];
    let options = Options {
        copies_aws_policies: true,
        ..Options::default()
    };
    let dump = whole(serde_json::from_str(text).unwrap());
    let text = import_documents(&given, &options).text.unwrap();
    let tree = compiled(&text).unwrap().tree;
    let managed = managed(&dump);
    let roles = list(&dump, "RoleDetailList");
    let all = documents(&dump, &managed);
    let statements = all.iter().flat_map(|(document, own)| {
        let list = match &document["Statement"] {
            Value::Array(list) => list.clone(),
            one => vec![one.clone()],
        };
        list.into_iter().map(move |statement| (statement, own))
    });
    let mut asked = 0;
    let mut people = everybody(&dump, &managed);
    let number = people
        .iter()
        .find_map(|((key, _), _)| key.split(':').nth(4));
    let number = number.unwrap_or(NUMBER).to_owned();
    people.extend(strangers(&dump, &number));
    for (action, resource, context) in
        statements.flat_map(|(statement, own)| questions(&statement, own))
    {
        // A key's policy has to allow, and no description holds it.
        if resource.contains(":kms:") {
            continue;
        }
        let role = roles.iter().find(|it| it["Arn"] == json!(resource));
        for ((key, told), case) in &people {
            let caller = tree.principal(key).unwrap();
            let mut given = context.clone();
            given.extend([
                ("aws:CurrentTime".to_owned(), json!("2026-06-30T12:00:00Z")),
                ("aws:EpochTime".to_owned(), json!("1782820800")),
            ]);
            // What the request says wins over what follows from the caller.
            let mut whole = given.clone();
            for (key, value) in told {
                if !given.keys().any(|known| known.eq_ignore_ascii_case(key)) {
                    whole.insert(key.clone(), value.clone());
                }
            }
            let mut case = Value::Object(case.clone());
            case["request"]["action"] = json!(action);
            case["request"]["resource"] = json!(resource);
            case["request"]["resource_account"] = json!(number);
            case["request"]["context"] = Value::Object(whole);
            if let Some(role) = role {
                case["resource_policy"] = document(&role["AssumeRolePolicyDocument"]);
            }
            let expected = decide_line(&case.to_string()).unwrap();
            let entries: Vec<ContextEntry<'_>> = given
                .iter()
                .map(|(key, value)| (key.as_str(), ContextValue::One(value.as_str().unwrap())))
                .collect();
            let request = Request::new(&caller, &action, &resource)
                .with_context(&entries)
                .with_resource_account(&number);
            let found = tree.decide(&request).unwrap().decision();
            assert_eq!(
                format!("{found:?}"),
                format!("{expected:?}"),
                "{case:#}\n{text}"
            );
            *counts.entry(format!("{found:?}")).or_insert(0) += 1;
            asked += 1;
        }
    }
    asked
}

#[test]
fn an_account_and_its_program_decide_alike() {
    for dump in [DUMP, LIMITS] {
        decide_alike(dump);
    }
}

fn decide_alike(dump: &str) {
    let given = [Given::Text {
        name: "account.json".to_owned(),
        text: dump.to_owned(),
    }];
    let options = Options {
        copies_aws_policies: true,
        ..Options::default()
    };
    let text = import_documents(&given, &options).text.unwrap();
    let tree = compiled(&text).unwrap().tree;
    let dump: Value = serde_json::from_str(dump).unwrap();
    let managed = managed(&dump);
    let roles = list(&dump, "RoleDetailList");
    let mut counts = BTreeMap::new();
    for asker in askers(&dump, &managed) {
        let caller = tree.principal(&asker.arn).unwrap();
        assert_eq!(caller.unknown_policies().count(), 0, "{}", asker.arn);
        for (resource, action) in RESOURCES
            .iter()
            .flat_map(|resource| ACTIONS.iter().map(move |action| (resource, action)))
        {
            let role = roles.iter().find(|it| it["Arn"] == json!(resource));
            for more in contexts() {
                let mut context = asker.context.clone();
                context.extend(more);
                let mut case = json!({
                    "id": "x",
                    "identity": asker.identity,
                    "request": {
                        "principal": asker.arn, "action": action, "resource": resource,
                        "resource_account": NUMBER, "context": context,
                    },
                });
                if let Some(boundary) = &asker.boundary {
                    case["boundary"] = boundary.clone();
                }
                if let Some(role) = role {
                    case["resource_policy"] = document(&role["AssumeRolePolicyDocument"]);
                }
                let expected = decide_line(&case.to_string()).unwrap();
                let entries: Vec<ContextEntry<'_>> = context
                    .iter()
                    .map(|(key, value)| (key.as_str(), ContextValue::One(value.as_str().unwrap())))
                    .collect();
                let request = Request::new(&caller, action, resource)
                    .with_context(&entries)
                    .with_complete_context()
                    .with_resource_account(NUMBER);
                let found = tree.decide(&request).unwrap().decision();
                let is_same = matches!(
                    (found, &expected),
                    (Decision::Allow, reference::Decision::Allow)
                        | (Decision::ExplicitDeny, reference::Decision::ExplicitDeny)
                        | (Decision::ImplicitDeny, reference::Decision::ImplicitDeny)
                );
                assert!(is_same, "{found:?}, {expected:?}: {case:#}\n{text}");
                *counts.entry(format!("{found:?}")).or_insert(0_usize) += 1;
            }
        }
    }
    // Every answer comes up, or little was compared.
    for decision in ["Allow", "ExplicitDeny", "ImplicitDeny"] {
        assert!(counts.get(decision) > Some(&100), "{counts:?}");
    }
}

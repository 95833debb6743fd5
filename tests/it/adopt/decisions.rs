//! An account's description and the program that is made of it decide every
//! request alike: the reference interpreter over the documents as they are in
//! the description, the tree over the program's text compiled again.

use std::collections::BTreeMap;

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

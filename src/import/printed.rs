//! What commands of AWS print around one document. All of it is known: what is
//! not could say who may do what, as a second document does.

use super::As;
use super::estate::plain_name;
use super::fields::Fields;
use super::json::{JsonKind, Node};
use super::pages::LISTS;
use super::texts::Texts;
use crate::diag::{Diagnostic, codes};

/// What a command of AWS prints.
pub(super) enum Printed<'j> {
    /// A document, and what the command says of it.
    Document(Node<'j>, Option<As>),
    /// The description of a role, as that of an account has it.
    Role(Node<'j>),
}

/// As messages call it.
const WHAT: &str = "what the AWS command prints around a document";

/// What some calls print besides, which says nothing.
const RESPONSE: &str = "ResponseMetadata";

/// A command by the member in which it prints the document.
struct Command {
    member: &'static str,
    read: for<'j> fn(Node<'j>, &str, &mut Texts) -> Option<Printed<'j>>,
}

const COMMANDS: [Command; 7] = [
    Command {
        member: "PolicyVersion",
        read: policy_version,
    },
    Command {
        member: "PolicyDocument",
        read: inline_policy,
    },
    Command {
        member: "Role",
        read: role,
    },
    Command {
        member: "ResourcePolicy",
        read: secret_policy,
    },
    Command {
        member: "Attributes",
        read: attributes,
    },
    Command {
        member: "policyText",
        read: repository_policy,
    },
    Command {
        member: "Policy",
        read: policy,
    },
];

/// Whether a value is what a command prints, around one document or many.
pub(super) fn is_printed(root: Node<'_>) -> bool {
    let members = COMMANDS.iter().map(|command| command.member);
    let mut members = members.chain(LISTS);
    root.get("Statement").is_none() && members.any(|member| root.get(member).is_some())
}

/// Takes a document out of what is printed around it. `stem` is what the file is
/// called without its ending.
pub(super) fn unwrap<'j>(root: Node<'j>, stem: &str, texts: &mut Texts) -> Option<Printed<'j>> {
    let command = COMMANDS.iter().find(|it| root.get(it.member).is_some());
    let Some(command) = command else {
        let hint = "a document has a `Statement`; a whole account is what `aws iam get-account-authorization-details` prints";
        texts.report(
            Diagnostic::new(
                codes::NOT_A_DOCUMENT,
                "this is neither a policy document nor what the AWS command prints around one",
            )
            .at(root.head())
            .hint(hint),
        );
        return None;
    };
    (command.read)(root, stem, texts)
}

/// `iam get-policy-version`
fn policy_version<'j>(root: Node<'j>, stem: &str, texts: &mut Texts) -> Option<Printed<'j>> {
    let fields = Fields::of(root, WHAT, &["PolicyVersion", RESPONSE], texts)?;
    let known = ["Document", "VersionId", "IsDefaultVersion", "CreateDate"];
    let version = Fields::of(
        fields.need("PolicyVersion", texts)?,
        "a version",
        &known,
        texts,
    )?;
    let document = version.need("Document", texts)?;
    Some(Printed::Document(
        document,
        Some(As::Policy(plain_name(stem))),
    ))
}

/// Where the name of somebody stands, and what a document of theirs is.
type Owner = (&'static str, fn(String) -> As);

const OWNERS: [Owner; 3] = [
    ("UserName", As::User),
    ("GroupName", As::Group),
    ("RoleName", As::Role),
];

/// `iam get-user-policy`, `get-group-policy`, `get-role-policy`
fn inline_policy<'j>(root: Node<'j>, _: &str, texts: &mut Texts) -> Option<Printed<'j>> {
    // The document has one owner, and no other's name beside.
    let owner = OWNERS
        .into_iter()
        .find(|(name, _)| root.get(name).is_some());
    let known = ["PolicyDocument", "PolicyName", RESPONSE];
    let known: Vec<&str> = known
        .into_iter()
        .chain(owner.map(|(name, _)| name))
        .collect();
    let fields = Fields::of(root, WHAT, &known, texts)?;
    let document = fields.need("PolicyDocument", texts)?;
    let what = match owner {
        Some((name, of)) => Some(of(fields.need_text(name, texts)?)),
        None => fields.text("PolicyName", texts).map(As::Policy),
    };
    Some(Printed::Document(document, what))
}

/// `iam get-role`, `create-role`
fn role<'j>(root: Node<'j>, _: &str, texts: &mut Texts) -> Option<Printed<'j>> {
    let fields = Fields::of(root, WHAT, &["Role", RESPONSE], texts)?;
    Some(Printed::Role(fields.need("Role", texts)?))
}

/// `secretsmanager get-resource-policy`
fn secret_policy<'j>(root: Node<'j>, _: &str, texts: &mut Texts) -> Option<Printed<'j>> {
    let known = ["ResourcePolicy", "ARN", "Arn", "Name", RESPONSE];
    let fields = Fields::of(root, WHAT, &known, texts)?;
    let document = fields.need("ResourcePolicy", texts)?;
    let arn = fields
        .text("ARN", texts)
        .or_else(|| fields.text("Arn", texts));
    Some(Printed::Document(document, arn.map(As::Resource)))
}

/// `sqs get-queue-attributes`, `sns get-topic-attributes`: of all attributes one
/// says who may do what.
fn attributes<'j>(root: Node<'j>, _: &str, texts: &mut Texts) -> Option<Printed<'j>> {
    let fields = Fields::of(root, WHAT, &["Attributes", RESPONSE], texts)?;
    let attributes = Fields {
        object: fields.need("Attributes", texts)?,
    };
    let document = attributes.need("Policy", texts)?;
    let arn = attributes.text("QueueArn", texts);
    let arn = arn.or_else(|| attributes.text("TopicArn", texts));
    Some(Printed::Document(document, arn.map(As::Resource)))
}

/// `ecr get-repository-policy`, which says the account and no region.
fn repository_policy<'j>(root: Node<'j>, _: &str, texts: &mut Texts) -> Option<Printed<'j>> {
    let known = ["policyText", "registryId", "repositoryName", RESPONSE];
    let fields = Fields::of(root, WHAT, &known, texts)?;
    Some(Printed::Document(fields.need("policyText", texts)?, None))
}

/// `"Policy"`: a resource's policy, or a description with or without one.
fn policy<'j>(root: Node<'j>, _: &str, texts: &mut Texts) -> Option<Printed<'j>> {
    // s3api get-bucket-policy, lambda get-policy, kms get-key-policy
    let known = ["Policy", "RevisionId", "PolicyName", RESPONSE];
    let fields = Fields::of(root, WHAT, &known, texts)?;
    let policy = fields.need("Policy", texts)?;
    if policy.kind() == JsonKind::String || policy.get("Statement").is_some() {
        return Some(Printed::Document(policy, None));
    }
    // organizations describe-policy
    if policy.get("Content").is_some() {
        return control_policy(policy, texts);
    }
    texts.report(
        Diagnostic::new(
            codes::NOT_A_DOCUMENT,
            "this describes a policy, and does not hold its document",
        )
        .at(policy.head())
        .hint("get it with `aws iam get-policy-version --policy-arn ... --version-id ...`"),
    );
    None
}

fn control_policy<'j>(policy: Node<'j>, texts: &mut Texts) -> Option<Printed<'j>> {
    let fields = Fields::of(policy, "a policy", &["Content", "PolicySummary"], texts)?;
    let document = fields.need("Content", texts)?;
    let known = ["Id", "Arn", "Name", "Description", "Type", "AwsManaged"];
    let summary = fields.get("PolicySummary");
    let summary = summary.and_then(|it| Fields::of(it, "a summary", &known, texts));
    let what = summary.and_then(|summary| {
        let name = plain_name(&summary.text("Name", texts)?);
        match summary.text("Type", texts)?.as_str() {
            "SERVICE_CONTROL_POLICY" => Some(As::Guardrail(name)),
            "RESOURCE_CONTROL_POLICY" => Some(As::ResourceGuardrail(name)),
            _ => None,
        }
    });
    Some(Printed::Document(document, what))
}

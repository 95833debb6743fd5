//! Single elements of statements: values, lists, principals, ARNs. Most of what
//! is wrong here the language refuses, so that it comes from documents alone.

use aclc::catalog::Catalog;
use aclc::diag::{Code, codes};
use aclc::iam::PolicyKind;
use aclc::import::document::read_document;
use aclc::import::json::read_json;
use aclc::lint::{Options, lint};
use aclc::source::Sources;

use super::messages;
use crate::pages::program_with;

/// The messages about a document with one statement of a kind.
fn of_document(code: Code, kind: PolicyKind, statement: &str) -> Vec<String> {
    let text = format!(r#"{{"Version": "2012-10-17", "Statement": {statement}}}"#);
    let mut sources = Sources::new();
    let source = sources.add("page.json", text.as_str());
    let json = read_json(source, &text).unwrap_or_else(|_| panic!("{text}"));
    let (document, found) = read_document(json.root(), kind);
    let errors: Vec<_> = found.iter().map(|it| &it.message).collect();
    assert!(!found.has_errors(), "{errors:?} in {text}");
    let program = program_with(kind, document.unwrap().statements);
    lint(&program, Catalog::built_in(), &Options::new())
        .iter()
        .filter(|found| found.code == code)
        .map(|found| found.message.clone())
        .collect()
}

/// The messages about a condition of an identity policy.
fn of_condition(code: Code, condition: &str) -> Vec<String> {
    let statement = format!(
        r#"{{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {condition}}}"#
    );
    of_document(code, PolicyKind::Identity, &statement)
}

const NONE: [&str; 0] = [];

#[test]
fn operators_for_values_of_another_type() {
    let wrong = of_condition(
        codes::OPERATOR_OF_OTHER_TYPE,
        r#"{"StringEquals": {"aws:SourceIp": "203.0.113.7/32"}, "NumericNotEquals": {"aws:SourceIp": "3"}, "Bool": {"s3:max-keys": "true"},
            "NumericEquals": {"aws:PrincipalArn": "1"}, "ForAnyValue:DateLessThan": {"aws:SourceIp": "2026-01-01"}}"#,
    );
    assert_eq!(
        wrong,
        [
            "`StringEquals` never matches `aws:SourceIp`, whose values are addresses",
            "`NumericNotEquals` always matches `aws:SourceIp`, whose values are addresses",
            "`Bool` never matches `s3:max-keys`, whose values are numbers",
            "`NumericEquals` never matches `aws:PrincipalArn`, whose values are ARNs",
            "`ForAnyValue:DateLessThan` never matches `aws:SourceIp`, whose values are addresses",
        ]
    );
    let right = of_condition(
        codes::OPERATOR_OF_OTHER_TYPE,
        r#"{"StringEquals": {"aws:SecureTransport": "true", "aws:PrincipalArn": "a"}, "StringLike": {"aws:SourceIp": "203.0.113.*"}, "Null": {"aws:SourceIp": "true"},
            "NumericLessThan": {"aws:EpochTime": "1", "aws:PrincipalTag/level": "3"}, "Bool": {"unheard:Of": "true"}}"#,
    );
    assert_eq!(right, NONE);
}

#[test]
fn set_operators_and_how_many_values_there_are() {
    let wrong = of_condition(
        codes::SET_OPERATOR,
        r#"{"StringEquals": {"aws:TagKeys": "a", "lambda:SubnetIds": "subnet-1"},
            "ForAnyValue:StringLike": {"s3:InventoryAccessibleOptionalFields": "a", "ec2:Owner": "a"}}"#,
    );
    assert_eq!(
        wrong,
        [
            "`aws:TagKeys` has many values, and IAM does not say how `StringEquals` compares them",
            "`lambda:SubnetIds` has many values, and IAM does not say how `StringEquals` compares them",
            "`ec2:Owner` has one value, and `ForAnyValue:` is for keys with many",
        ]
    );
    let right = of_condition(
        codes::SET_OPERATOR,
        r#"{"ForAnyValue:StringEquals": {"aws:TagKeys": "a", "unheard:Of": "b"}, "Null": {"aws:TagKeys": "true"},
            "StringEquals": {"s3:prefix": "a"}}"#,
    );
    assert_eq!(right, NONE);
}

#[test]
fn values_that_operators_cannot_read() {
    let wrong = of_condition(
        codes::IMPOSSIBLE_VALUE,
        r#"{"NumericEquals": {"s3:max-keys": "ten"}, "DateLessThan": {"aws:CurrentTime": "soon"},
            "Bool": {"aws:SecureTransport": "yes"}, "Null": {"s3:prefix": "no"},
            "IpAddress": {"aws:SourceIp": "203.0.113/24"}, "ArnLike": {"aws:SourceArn": ["arn:aws:s3", "*"]},
            "NotIpAddress": {"aws:SourceIp": "office"}}"#,
    );
    assert_eq!(
        wrong,
        [
            "`NumericEquals` matches nothing by `ten`",
            "`DateLessThan` matches nothing by `soon`",
            "`Bool` matches nothing by `yes`",
            "`Null` matches nothing by `no`",
            "`IpAddress` matches nothing by `203.0.113/24`",
            "`ArnLike` matches nothing by `arn:aws:s3`",
            "`ArnLike` matches nothing by `*`",
            "`NotIpAddress` matches everything by `office`",
        ]
    );
    let right = of_condition(
        codes::IMPOSSIBLE_VALUE,
        r#"{"NumericEquals": {"s3:max-keys": "10"}, "DateLessThan": {"aws:CurrentTime": "2026-01-01"},
            "Bool": {"aws:SecureTransport": "True"}, "Null": {"s3:prefix": "true"}, "StringEquals": {"s3:prefix": "?"},
            "IpAddress": {"aws:SourceIp": "2001:db8::/32"}, "ArnLike": {"aws:SourceArn": ["arn:*:*:*:*:*", "arn:aws:s3:::${aws:username}"]}}"#,
    );
    assert_eq!(right, NONE);
}

#[test]
fn values_that_no_value_looks_like() {
    let wrong = of_condition(
        codes::IMPOSSIBLE_ID,
        r#"{"StringEquals": {"aws:SourceVpc": "vpce-0a1b2c3d", "aws:SourceVpce": "vpce-xyz", "aws:SourceAccount": "1111",
            "aws:PrincipalOrgID": "org-1", "sts:ExternalId": "a b", "aws:RequestedRegion": "us-east1"},
            "ArnLike": {"aws:PrincipalArn": "arn:aws:sts::111122223333:assumed-role/Deploy/*"}}"#,
    );
    assert_eq!(
        wrong,
        [
            "`aws:SourceVpc` is never `vpce-0a1b2c3d`",
            "`aws:SourceVpce` is never `vpce-xyz`",
            "`aws:SourceAccount` is never `1111`",
            "`aws:PrincipalOrgID` is never `org-1`",
            "`sts:ExternalId` is never `a b`",
            "`aws:RequestedRegion` is never `us-east1`",
            "`aws:PrincipalArn` is never `arn:aws:sts::111122223333:assumed-role/Deploy/*`",
        ]
    );
    let right = of_condition(
        codes::IMPOSSIBLE_ID,
        r#"{"StringLike": {"aws:SourceVpc": "vpc-*", "aws:RequestedRegion": "eu-*"},
            "StringEquals": {"aws:SourceAccount": "${aws:PrincipalAccount}", "aws:PrincipalOrgID": "o-a1b2c3d4e5",
            "sts:ExternalId": ["a1", "x_+=,.@:/-"],
            "aws:RequestedRegion": ["us-gov-west-1", "ap-southeast-3", "eusc-de-east-1"]},
            "ArnLike": {"aws:PrincipalArn": ["arn:aws:iam::111122223333:role/Deploy", "arn:aws:sts::111122223333:federated-user/Ann"]}}"#,
    );
    assert_eq!(right, NONE);
}

#[test]
fn wildcards_that_are_letters() {
    let wrong = of_condition(
        codes::WILDCARD_WITHOUT_LIKE,
        r#"{"StringEquals": {"s3:prefix": "teams/*"}, "StringNotEqualsIgnoreCase": {"s3:prefix": "*"}}"#,
    );
    assert_eq!(
        wrong,
        [
            "the `*` in `teams/*` is a letter: `StringEquals` knows no wildcards",
            "the `*` in `*` is a letter: `StringNotEqualsIgnoreCase` knows no wildcards",
        ]
    );
    let right = of_condition(
        codes::WILDCARD_WITHOUT_LIKE,
        r#"{"StringLike": {"s3:prefix": "teams/*"}, "StringEquals": {"s3:prefix": ["a${*}", "what?"]},
            "ArnEquals": {"aws:SourceArn": "arn:aws:s3:::*"}}"#,
    );
    assert_eq!(right, NONE);
}

#[test]
fn addresses() {
    let condition = r#"{"IpAddress": {"aws:SourceIp": ["10.1.0.0/16", "203.0.113.99/24", "203.0.113.7"]},
        "NotIpAddress": {"aws:SourceIp": "fd00::/8", "aws:VpcSourceIp": "10.0.0.0/8"}}"#;
    assert_eq!(
        of_condition(codes::PRIVATE_SOURCE, condition),
        [
            "`aws:SourceIp` is never in `10.1.0.0/16`, which is private",
            "`aws:SourceIp` is never in `fd00::/8`, which is private",
        ]
    );
    assert_eq!(
        of_condition(codes::HOST_BITS, condition),
        ["`203.0.113.99/24` is the whole range `203.0.113.0/24`"]
    );
}

#[test]
fn the_rest_of_what_a_request_needs() {
    let text = "
group G: Ann
group G can ec2:RunInstances on arn:aws:ec2:*:*:instance/*, arn:aws:ec2:*::image/*
group H: Ben
group H can ec2:RunInstances on arn:aws:ec2:*:*:instance/*, arn:aws:ec2:*::image/*
group H can ec2:Run* on arn:aws:ec2:*:*:network-interface/*, arn:aws:ec2:*:*:security-group/*
group H can ec2:* on arn:aws:ec2:*:*:subnet/*
group I: Eve
group I can ec2:RunInstances on *
group J: Ian
group J can ec2:Run* on arn:aws:ec2:*:*:instance/*
group K: Joe
group K has arn:aws:iam::aws:policy/PowerUserAccess
group K can ec2:RunInstances on arn:aws:ec2:*:*:instance/*
";
    assert_eq!(
        messages(codes::MISSING_RESOURCE, text),
        [
            "by the catalog `ec2:RunInstances` also needs `network-interface`, `security-group`, `subnet`, which the group `G` is not allowed"
        ]
    );
}

#[test]
fn actions_that_are_not_how_a_principal_comes_in() {
    let of_trust = |principal: &str, action: &str| {
        let statement =
            format!(r#"{{"Effect": "Allow", "Principal": {principal}, "Action": {action}}}"#);
        of_document(codes::MISMATCHED_TRUST, PolicyKind::Trust, &statement)
    };
    let saml = r#"{"Federated": "arn:aws:iam::111122223333:saml-provider/Corp"}"#;
    let web = r#"{"Federated": "arn:aws:iam::111122223333:oidc-provider/idp.example.com"}"#;
    let user = r#"{"AWS": "arn:aws:iam::111122223333:user/Ann"}"#;
    let finds = |found: Vec<String>| found.len();
    assert_eq!(
        of_trust(saml, r#""sts:AssumeRole""#),
        [
            "`arn:aws:iam::111122223333:saml-provider/Corp` does not come in by any action of this trust"
        ]
    );
    assert_eq!(finds(of_trust(web, r#""sts:AssumeRoleWithSAML""#)), 1);
    assert_eq!(
        finds(of_trust(user, r#""sts:AssumeRoleWithWebIdentity""#)),
        1
    );
    assert_eq!(finds(of_trust(saml, r#""sts:AssumeRoleWithSAML""#)), 0);
    assert_eq!(
        finds(of_trust(
            web,
            r#"["sts:AssumeRoleWithWebIdentity", "sts:TagSession"]"#
        )),
        0
    );
    assert_eq!(finds(of_trust(user, r#""sts:*""#)), 0);
}

#[test]
fn actions_of_other_services_in_a_resource_policy() {
    let text = "
account prod = 111122223333
account partner = 444455556666
let jobs = arn:aws:sqs:us-east-1:111122223333:jobs
resource jobs {
    account partner can s3:GetObject, sqs:SendMessage on *
    account partner can newservice:Do on *
    anyone cannot sqs:* on jobs unless tls
    anyone cannot * on * unless tls
}
";
    assert_eq!(
        messages(codes::FOREIGN_ACTION, text),
        ["`s3:GetObject` is no action on `arn:aws:sqs:us-east-1:111122223333:jobs`"]
    );
}

#[test]
fn arns_of_no_partition_region_or_account() {
    let of_resource = |resource: &str| {
        let statement =
            format!(r#"{{"Effect": "Allow", "Action": "s3:*", "Resource": "{resource}"}}"#);
        of_document(codes::MALFORMED_ARN, PolicyKind::Identity, &statement)
    };
    assert_eq!(
        of_resource("arn:asw:s3:::lake"),
        ["there is no partition `asw`, so `arn:asw:s3:::lake` matches nothing"]
    );
    assert_eq!(
        of_resource("arn:aws:sqs:us-east-1:1111:jobs"),
        ["`1111` is no account, so `arn:aws:sqs:us-east-1:1111:jobs` matches nothing"]
    );
    assert_eq!(
        of_resource("arn:aws:sqs:us-esat-1:111122223333:jobs"),
        ["`us-esat-1` is no region, so `arn:aws:sqs:us-esat-1:111122223333:jobs` matches nothing"]
    );
    assert_eq!(
        of_resource("arn:aws:s3:::arn:aws:s3:::lake/*"),
        ["`arn:aws:s3:::arn:aws:s3:::lake/*` has an ARN within an ARN, so it matches nothing"]
    );
    for right in [
        "*",
        "arn:*:s3:::lake",
        "arn:aws:iam::aws:policy/A",
        "arn:aws:s3:::lake",
        "arn:aws:sqs:*:*:a",
    ] {
        assert_eq!(of_resource(right), NONE, "{right}");
    }
}

#[test]
fn what_an_action_can_need_besides() {
    let text = "
group G: Ann
group G can ec2:RunInstances, lambda:ListFunctions on *
group H: Ben
group H can ec2:RunInstances, iam:PassRole, ec2:CreateTags, ssm:*, iam:* on *
group I: Eve
group I can ec2:Run* on *
group J: Ian
group J has arn:aws:iam::aws:policy/PowerUserAccess
group J can ec2:RunInstances on *
";
    let found = super::texts(&[codes::MISSING_DEPENDENT], text);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with("`ec2:RunInstances` can need "),
        "{found:?}"
    );
    assert!(found[0].contains("`iam:PassRole`"), "{found:?}");
    assert!(found[0].contains("add `may pass ROLE to ec2`"), "{found:?}");
}

#[test]
fn lists_that_say_something_twice() {
    let text = "
group G: Ann
group G can s3:Get*, s3:getobject, s3:PutObject on arn:aws:s3:::lake/*, arn:aws:s3:::lake/a/*, arn:aws:s3:::lake
group G can s3:ListBucket on arn:aws:s3:::lake when s3:prefix like \"a/*\", \"a/b/*\", \"c\"
";
    assert_eq!(
        messages(codes::REDUNDANT_ACTION, text),
        ["`s3:GetObject` adds nothing to `s3:Get*`"]
    );
    assert_eq!(
        messages(codes::REDUNDANT_RESOURCE, text),
        ["`arn:aws:s3:::lake/a/*` adds nothing to `arn:aws:s3:::lake/*`"]
    );
    assert_eq!(
        messages(codes::REDUNDANT_VALUE, text),
        ["`a/b/*` adds nothing to `a/*`"]
    );
    let ranges = r#"{"IpAddress": {"aws:SourceIp": ["203.0.113.7", "203.0.113.0/24"]},
        "StringEquals": {"s3:prefix": ["a*", "ab", "a*"]}}"#;
    assert_eq!(
        of_condition(codes::REDUNDANT_VALUE, ranges),
        [
            "`203.0.113.7` adds nothing to `203.0.113.0/24`",
            "`a*` stands twice",
        ]
    );
    let principals = r#"{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::bucket/*",
        "Principal": {"AWS": ["444455556666", "arn:aws:iam::444455556666:root", "arn:aws:iam::444455556666:user/Ann"]}}"#;
    assert_eq!(
        of_document(codes::REDUNDANT_PRINCIPAL, PolicyKind::Resource, principals),
        ["`arn:aws:iam::444455556666:root` adds nothing to `444455556666`"]
    );
}

#[test]
fn what_is_going_away() {
    let text = "
group G: Ann
group G can trustedadvisor:GetEngagement, s3:GetObject on *
";
    assert_eq!(
        messages(codes::FORMER_ACTION, text),
        ["AWS no longer lists `trustedadvisor:GetEngagement`"]
    );
    let condition = r#"{"StringEquals": {"AWS:SourceOwner": "111122223333", "aws:SourceAccount": "111122223333"}}"#;
    assert_eq!(
        of_condition(codes::DEPRECATED_KEY, condition),
        ["`aws:SourceOwner` is deprecated"]
    );
}

#[test]
fn what_roles_anywhere_needs() {
    let of_trust = |service: &str, actions: &str| {
        let statement = format!(
            r#"{{"Effect": "Allow", "Principal": {{"Service": "{service}"}}, "Action": {actions}}}"#
        );
        of_document(codes::ROLES_ANYWHERE, PolicyKind::Trust, &statement)
    };
    let it = "rolesanywhere.amazonaws.com";
    assert_eq!(
        of_trust(it, r#"["sts:AssumeRole", "sts:TagSession"]"#),
        ["the role `Worker` does not allow `sts:SetSourceIdentity`, which Roles Anywhere needs"]
    );
    let all = r#"["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]"#;
    assert_eq!(of_trust(it, all), NONE);
    assert_eq!(of_trust("ec2.amazonaws.com", r#""sts:AssumeRole""#), NONE);
}

#[test]
fn lists_of_nothing() {
    let empty = r#"{"Effect": "Allow", "Action": [], "Resource": [], "Condition": {"StringEquals": {"s3:prefix": []}}}"#;
    assert_eq!(
        of_document(codes::EMPTY_LIST, PolicyKind::Identity, empty),
        [
            "`Action` lists nothing",
            "`Resource` lists nothing",
            "`s3:prefix` under `StringEquals` lists nothing",
        ]
    );
    let nobody = r#"{"Effect": "Allow", "Principal": {"AWS": []}, "Action": "s3:GetObject", "Resource": "*"}"#;
    assert_eq!(
        of_document(codes::EMPTY_LIST, PolicyKind::Resource, nobody),
        ["`Principal` lists nothing"]
    );
    assert_eq!(of_condition(codes::EMPTY_LIST, "{}"), NONE);
}

/// What is said of an identity policy that denies on a resource.
fn of_resource(code: Code, resource: &str) -> Vec<String> {
    let statement =
        format!(r#"{{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "{resource}"}}"#);
    of_document(code, PolicyKind::Identity, &statement)
}

#[test]
fn policy_variables_of_no_key() {
    let of_variable = |code, key: &str| of_resource(code, &format!("arn:aws:s3:::a/${{{key}}}/*"));
    for key in ["aws:usrname", "aws:PrincipalTags/team", "AWS:user, 'none'"] {
        let key_alone = key.split(',').next().unwrap();
        assert_eq!(
            of_variable(codes::UNKNOWN_GLOBAL_KEY, key),
            [format!("`{key_alone}` is no global condition key")]
        );
    }
    assert_eq!(
        of_variable(codes::UNKNOWN_KEY, "s3:prefx"),
        ["`s3` has no condition key `s3:prefx` that is known here"]
    );
    assert_eq!(
        of_variable(codes::UNKNOWN_KEY, "foo:bar"),
        ["no service is known by the prefix of the condition key `foo:bar`"]
    );
    for key in [
        "aws:UserName",
        "aws:PrincipalTag/team",
        "s3:prefix",
        "saml:sub",
        "accounts.google.com:sub",
        "*",
    ] {
        assert_eq!(of_variable(codes::UNKNOWN_GLOBAL_KEY, key), NONE, "{key}");
        assert_eq!(of_variable(codes::UNKNOWN_KEY, key), NONE, "{key}");
    }
    let compared =
        r#"{"StringLike": {"s3:prefix": "${aws:usrname}"}, "StringEquals": {"foo:bar": "x"}}"#;
    assert_eq!(
        of_condition(codes::UNKNOWN_GLOBAL_KEY, compared),
        ["`aws:usrname` is no global condition key"]
    );
    assert_eq!(
        of_condition(codes::UNKNOWN_KEY, compared),
        ["no service is known by the prefix of the condition key `foo:bar`"]
    );
}

#[test]
fn policy_variables_without_braces() {
    let of_text = |text: &str| of_resource(codes::UNBRACED_VARIABLE, text);
    assert_eq!(
        of_text("arn:aws:s3:::a/$aws:username/*"),
        ["IAM fills nothing in for `$aws:username`: a policy variable has braces"]
    );
    assert_eq!(
        of_text("arn:aws:s3:::a/$aws:PrincipalTag/team/*"),
        ["IAM fills nothing in for `$aws:PrincipalTag/team`: a policy variable has braces"]
    );
    assert_eq!(of_text("arn:aws:s3:::a/$s3:prefix").len(), 1);
    assert_eq!(of_text("arn:aws:s3:::a/${aws:username}/$x:y/$/$$"), NONE);
    let compared = r#"{"StringLike": {"s3:prefix": "$aws:username/*"}}"#;
    assert_eq!(of_condition(codes::UNBRACED_VARIABLE, compared).len(), 1);
}

#[test]
fn resources_that_are_not_what_was_meant() {
    let folder = |text: &str| of_resource(codes::FOLDER_ALONE, text).len();
    assert_eq!(folder("arn:aws:s3:::lake/private/"), 1);
    assert_eq!(folder("arn:aws:s3:::lake/${aws:username}/"), 1);
    for fine in ["lake/private/*", "lake/*/", "lake", "lake/private"] {
        assert_eq!(folder(&format!("arn:aws:s3:::{fine}")), 0, "{fine}");
    }
    let both = r#"{"Effect": "Deny", "Action": "s3:GetObject",
                   "Resource": ["arn:aws:s3:::lake/a/", "arn:aws:s3:::lake/a/*"]}"#;
    assert_eq!(
        of_document(codes::FOLDER_ALONE, PolicyKind::Identity, both),
        NONE
    );

    let nameless = |arn: &str| {
        let statement =
            format!(r#"{{"Effect": "Deny", "Action": "lambda:*", "Resource": "{arn}"}}"#);
        of_document(codes::NO_SUCH_RESOURCE, PolicyKind::Identity, &statement)
    };
    let lambda = "arn:aws:lambda:us-east-1:111122223333:function:";
    assert_eq!(
        nameless(lambda),
        [format!(
            "no resource has an empty name, as it stands in `{lambda}`"
        )]
    );
    assert_eq!(nameless(&format!("{lambda}*")), NONE);
}

#[test]
fn organizations_that_are_too_short() {
    let of_id = |id: &str| {
        let condition = format!(r#"{{"StringEquals": {{"aws:ResourceOrgID": "{id}"}}}}"#);
        of_condition(codes::IMPOSSIBLE_ID, &condition).len()
    };
    assert_eq!(of_id("o-123"), 1);
    assert_eq!(of_id("o-A1B2C3D4E5"), 1);
    assert_eq!(of_id("o-a1b2c3d4e5"), 0);
}

/// What an account owns in a region has its number; what AWS owns there has none.
#[test]
fn arns_of_a_region_without_an_account() {
    let text = "
account prod = 111122223333
region us-east-1
group G: Ann
group G can ec2:*, ssm:* on *
group G cannot ec2:TerminateInstances on arn:aws:ec2:us-east-1::instance/*
group G cannot ec2:RunInstances on arn:aws:ec2:us-east-1::image/*
group G cannot ssm:SendCommand on arn:aws:ssm:us-east-1::document/AWS-RunShellScript
";
    assert_eq!(
        messages(codes::NO_SUCH_RESOURCE, text),
        ["no resource has an ARN like `arn:aws:ec2:us-east-1::instance/*`"]
    );
}

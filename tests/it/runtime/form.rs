//! What is no action or no resource is never allowed, whatever `*` matches.

use aclc::ask::Question;
use aclc::iam::{Effect, Match, PolicyKind, Version};
use aclc::runtime::Decision::{Allow, ExplicitDeny, ImplicitDeny};
use aclc::runtime::{
    DecideError, Decision, Request, StandInSpec, StatementSpec, Tree, TreeBuilder,
};

use super::source::tree;

const ORDER: &str = "arn:aws:shop:::orders/archive-1";

const ACTIONS: [&str; 12] = [
    "",
    "*",
    ":",
    "shop",
    "shop:",
    ":DeleteOrder",
    "shop:*",
    "shop:DeleteOrde?",
    "shop:DeleteOrder ",
    "shop:DeleteOrder:x",
    "shop:Delete/Order",
    "sh op:DeleteOrder",
];

const RESOURCES: [&str; 9] = [
    "",
    "**",
    "orders/archive-1",
    "arn",
    "arn:",
    "arn:aws:shop::orders/archive-1",
    "ARN:aws:shop:::orders/archive-1",
    " arn:aws:shop:::orders/archive-1",
    "urn:aws:shop:::orders/archive-1",
];

fn shop() -> Tree {
    tree(
        "account shop = 111122223333
         group Admins: dora
         group Admins can shop:* on *
         group Admins cannot shop:DeleteOrder on arn:aws:shop:::orders/archive-*
         user eve { can shop:ReadOrder on *  can * on arn:aws:shop:::orders/* }
         user root { can * on * }",
    )
}

/// By every way to ask, which all say the same.
fn decide(tree: &Tree, user: &str, action: &str, resource: &str) -> Result<Decision, DecideError> {
    let caller = tree.user(user).unwrap();
    let request = Request::new(&caller, action, resource);
    let alone = tree.decide(&request).map(|answer| answer.decision());
    let requests = [request, request];
    for answer in tree.decide_batch(&requests) {
        assert_eq!(answer.map(|answer| answer.decision()), alone, "{request:?}");
    }
    let explained = tree.explain(&request);
    let explained = explained.map(|explained| explained.answer().decision());
    assert_eq!(explained, alone, "{request:?}");
    alone
}

fn asks(tree: &Tree, user: &str, action: &str, resource: &str) -> bool {
    let question = Question {
        principal: format!("user/{user}"),
        action: action.to_owned(),
        resource: resource.to_owned(),
        ..Question::default()
    };
    question.ask(tree, |_| ()).is_ok()
}

#[test]
fn what_is_no_action_or_no_resource_is_not_allowed() {
    let tree = shop();
    for user in ["dora", "eve", "root"] {
        for action in ACTIONS {
            assert_ne!(decide(&tree, user, action, ORDER), Ok(Allow), "{action}");
            assert!(!asks(&tree, user, action, ORDER), "{action}");
        }
        for resource in RESOURCES {
            for action in ["shop:DeleteOrder", "shop:ReadOrder"] {
                assert_ne!(
                    decide(&tree, user, action, resource),
                    Ok(Allow),
                    "{resource}"
                );
                assert!(!asks(&tree, user, action, resource), "{resource}");
            }
        }
    }
    let root = |action, resource| decide(&tree, "root", action, resource);
    assert_eq!(root("shop:*", ORDER), Err(DecideError::NotAnAction));
    assert_eq!(root("", ""), Err(DecideError::NotAnAction));
    assert_eq!(root("shop:ReadOrder", ""), Err(DecideError::NotAResource));
    // An action that is found as a name, and one that is found by a pattern.
    for action in ["shop:DeleteOrder", "shop:DeleteOther"] {
        let short = "orders/archive-1";
        let decision = decide(&tree, "dora", action, short);
        assert_eq!(decision, Err(DecideError::NotAResource), "{action}");
    }
}

#[test]
fn what_is_refused_in_any_case_stays_refused() {
    let tree = shop();
    let dora = |action, resource| decide(&tree, "dora", action, resource);
    assert_eq!(dora("shop:DeleteOrder", ORDER), Ok(ExplicitDeny));
    assert_eq!(dora("else:DeleteOrder ", ORDER), Ok(ImplicitDeny));
    let eve = |action, resource| decide(&tree, "eve", action, resource);
    assert_eq!(eve("else:*", "orders/1"), Ok(ImplicitDeny));
}

#[test]
fn actions_and_resources_are_allowed_as_before() {
    let tree = shop();
    for (user, action, resource) in [
        ("dora", "shop:DeleteOrder", "arn:aws:shop:::orders/1"),
        ("dora", "SHOP:deleteorder", "arn:aws:shop:::orders/1"),
        ("dora", "shop:List-All_1", "*"),
        ("dora", "shop:ReadOrder", "arn:aws:shop:::"),
        ("dora", "shop:ReadOrder", "arn:aws:shop:::a b:c"),
        ("eve", "shop:ReadOrder", "*"),
        ("eve", "any-thing:Else", "arn:aws:shop:::orders/2"),
        ("root", "sts:GetCallerIdentity", "*"),
    ] {
        assert_eq!(decide(&tree, user, action, resource), Ok(Allow), "{action}");
        assert!(asks(&tree, user, action, resource), "{action}");
    }
}

/// Denied, and not allowed otherwise either.
#[test]
fn behind_a_deny_nothing_allows_what_is_no_action() {
    let tree = tree("user root { can * on *  cannot * on arn:aws:shop:::orders/archive-* }");
    let root = tree.user("root").unwrap();
    let lines = |action| {
        let request = Request::new(&root, action, ORDER);
        tree.explain(&request).unwrap().lines().join("\n")
    };
    assert!(lines("shop:DeleteOrder").contains("but for that it would be allowed"));
    assert!(lines("shop:*").contains("but for that nothing would allow it"));
}

/// IAM takes white space in an action of a policy; nobody can ask for such a one.
#[test]
fn an_action_of_a_policy_need_not_be_one_that_can_be_asked_for() {
    let mut builder = TreeBuilder::new();
    let actions = Match::Any(["shop:Delete Order".to_owned(), "shop:ReadOrder".to_owned()].into());
    let statement = StatementSpec {
        sid: None,
        effect: Effect::Allow,
        principals: None,
        actions: &actions,
        resources: Some(&Match::Any(["*".to_owned()].into())),
        condition: &[],
        version: Version::V2012,
        file: "",
        line: 0,
    };
    let policy = builder.policy(PolicyKind::Identity, "p", [statement]);
    builder.stand_in(&StandInSpec {
        identity: [policy.unwrap()].into(),
        ..StandInSpec::default()
    });
    let tree = builder.finish().unwrap();
    let caller = tree
        .principal("arn:aws:iam::111122223333:user/ann")
        .unwrap();
    let decide = |action| {
        let answer = tree.decide(&Request::new(&caller, action, ORDER));
        answer.map(|answer| answer.decision())
    };
    assert_eq!(decide("shop:ReadOrder"), Ok(Allow));
    assert_ne!(decide("shop:Delete Order"), Ok(Allow));
}

/// What begins a line of a log of its own is escaped.
#[test]
fn a_question_is_one_line() {
    let tree = shop();
    let dora = tree.user("dora").unwrap();
    let request = Request::new(&dora, "shop:ReadOrder", "arn:aws:shop:::orders/1\nallowed");
    assert_eq!(
        tree.explain(&request).unwrap().question(),
        "shop:ReadOrder on arn:aws:shop:::orders/1\\nallowed by user dora"
    );
}

/// A log takes an explanation line by line, whatever the request brings.
#[test]
fn an_explanation_has_the_lines_that_it_says() {
    let tree = tree("user dora can shop:ReadOrder on * when shop:Key == \"x\"\n");
    let dora = tree.user("dora").unwrap();
    let request = Request::new(&dora, "shop:ReadOrder", ORDER)
        .with("shop:Key", "x\nuser root is allowed\r\u{1b}[2K\u{202e}");
    let lines = tree.explain(&request).unwrap().lines();
    assert!(
        lines
            .iter()
            .any(|line| line.contains("x\\nuser root is allowed\\r\\u{1b}[2K\\u{202e}")),
        "{lines:?}"
    );
    assert!(lines.iter().any(|line| line.contains("\"x\"")), "{lines:?}");
    let unknown = tree.principal("user/a\nb").unwrap_err().to_string();
    assert_eq!(unknown, "the program has no `user/a\\nb`");
}

/// Who is behind a role is told by the session's name.
#[test]
fn a_session_is_told_by_its_name() {
    let tree = tree("account prod = 111122223333\nrole Finance trusts service ec2\n");
    let caller = tree
        .principal("arn:aws:sts::111122223333:assumed-role/Finance/eve")
        .unwrap();
    assert_eq!(caller.describe(), "role Finance (session eve)");
    assert_eq!(
        tree.principal("role/Finance").unwrap().describe(),
        "role Finance"
    );
}

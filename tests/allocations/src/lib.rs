//! Counts what deciding allocates.
#![cfg(test)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::net::Ipv4Addr;
use std::time::Duration;

use aclc::iam::{Atom, Effect, Match, Operator, PolicyKind, Version};
use aclc::runtime::{
    AccountSpec, ContextEntry, ContextValue, Decision, EntityKind, EntitySpec, Policy, Request,
    StatementSpec, Time, Tree, TreeBuilder,
};

struct Counting;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

fn count() {
    // A thread that ends has none any more.
    let _ = COUNT.try_with(|count| count.set(count.get() + 1));
}

// SAFETY: everything is passed on to the system's allocator as it comes.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promises are passed on.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        // SAFETY: the caller's promises are passed on.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How often something allocates, and what it gives.
fn allocations<T>(run: impl FnOnce() -> T) -> (usize, T) {
    let before = COUNT.get();
    let result = run();
    (COUNT.get() - before, result)
}

#[test]
fn what_allocates_is_counted() {
    assert_eq!(allocations(|| String::from("one")).0, 1);
    assert_eq!(allocations(|| 1 + 1).0, 0);
}

fn atom(operator: &str, key: &str, value: &str) -> Atom {
    Atom {
        operator: Operator::parse(operator).unwrap(),
        key: key.to_owned(),
        values: vec![value.to_owned()],
    }
}

fn any(patterns: &[&str]) -> Match {
    Match::Any(
        patterns
            .iter()
            .map(|pattern| (*pattern).to_owned())
            .collect(),
    )
}

/// A user in a group and a role, with conditions of every kind that reads a
/// value, variables, and more candidates than are looked at one by one.
fn tree() -> Tree {
    let conditions = [
        atom("Bool", "aws:MultiFactorAuthPresent", "true"),
        atom("IpAddress", "aws:SourceIp", "203.0.113.0/24"),
        atom("DateLessThan", "aws:CurrentTime", "2030-01-01T00:00:00Z"),
        atom("NumericLessThan", "s3:max-keys", "10.5"),
        atom("StringEqualsIgnoreCase", "aws:UserAgent", "curl/8"),
        atom("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:user/team/A*"),
        atom("StringLike", "aws:PrincipalArn", "*:user/*${aws:username}"),
        atom("StringEquals", "aws:PrincipalTag/team", "ml"),
        atom("BinaryEquals", "s3:digest", "Zm9v"),
        atom("Null", "aws:TokenIssueTime", "true"),
    ];
    let mut own = Vec::new();
    for number in 0..50 {
        let resource = format!("arn:aws:s3:::lake-{number}/*");
        own.push((Effect::Allow, any(&["s3:Get*"]), any(&[&resource]), &[][..]));
    }
    own.push((
        Effect::Allow,
        any(&["s3:PutObject"]),
        any(&["*"]),
        &conditions[..],
    ));
    own.push((
        Effect::Allow,
        any(&["s3:*Bucket"]),
        any(&["arn:aws:s3:::home-${aws:username}"]),
        &[],
    ));
    own.push((
        Effect::Deny,
        any(&["s3:*"]),
        any(&["arn:aws:s3:::*-secret/?/*"]),
        &[],
    ));
    let statements = |own: &[(Effect, Match, Match, &[Atom])]| {
        let mut builder = TreeBuilder::new();
        let specs = own
            .iter()
            .map(|(effect, actions, resources, condition)| StatementSpec {
                sid: None,
                effect: *effect,
                principals: None,
                actions,
                resources: Some(resources),
                condition,
                version: Version::V2012,
                file: "team.acl",
                line: 1,
            });
        let policy = builder
            .policy(PolicyKind::Identity, "group Team", specs)
            .unwrap();
        let account = builder.account(&AccountSpec {
            name: "prod",
            number: Some("111122223333"),
            ..AccountSpec::default()
        });
        let entity = |kind, name, arn, members| EntitySpec {
            kind,
            account,
            name,
            arn,
            tags: &[],
            policies: vec![policy],
            boundary: Some(policy),
            trust: None,
            unknown_policies: Vec::new(),
            members,
        };
        let tags = [("team".to_owned(), "ml".to_owned())];
        let ann = EntitySpec {
            tags: &tags,
            ..entity(
                EntityKind::User,
                "Ann",
                "arn:aws:iam::111122223333:user/team/Ann",
                vec![],
            )
        };
        let ann = builder.entity(&ann);
        builder.entity(&entity(
            EntityKind::Role,
            "Ann",
            "arn:aws:iam::111122223333:role/Ann",
            vec![],
        ));
        builder.entity(&entity(
            EntityKind::Group,
            "Team",
            "arn:aws:iam::111122223333:group/Team",
            vec![ann],
        ));
        builder.finish().unwrap()
    };
    statements(&own)
}

#[test]
fn principals_of_the_program_are_resolved_without_allocating() {
    let tree = tree();
    for principal in [
        "user/Ann",
        "role/Ann",
        "user/prod/Ann",
        "group/Team",
        "group/Team as Ann",
        "arn:aws:iam::111122223333:user/team/Ann",
    ] {
        let (count, caller) = allocations(|| tree.principal(principal));
        assert!(caller.is_ok(), "{principal}");
        assert_eq!(count, 0, "{principal}");
    }
}

#[test]
fn loading_and_deciding_allocate_nothing() {
    let image = tree().to_bytes();
    let (count, policy) = allocations(|| Policy::from_bytes(&image));
    let policy = policy.unwrap();
    assert_eq!(count, 0);
    let given: [ContextEntry<'_>; 6] = [
        ("AWS:MULTIFACTORAUTHPRESENT", ContextValue::One("true")),
        ("aws:SourceIp", ContextValue::One("203.0.113.9")),
        ("aws:CurrentTime", ContextValue::One("2026-01-01T00:00:00Z")),
        ("s3:max-keys", ContextValue::One("10")),
        ("aws:UserAgent", ContextValue::One("CURL/8")),
        ("s3:digest", ContextValue::One("Zm9v")),
    ];
    let mut decisions = Vec::new();
    for principal in ["user/Ann", "role/Ann", "group/Team"] {
        let caller = policy.principal(principal).unwrap();
        for (action, resource) in [
            ("s3:GetObject", "arn:aws:s3:::lake-7/a.csv"),
            ("S3:PUTOBJECT", "arn:aws:s3:::lake-7/a.csv"),
            ("s3:ListBucket", "arn:aws:s3:::home-Ann"),
            ("s3:GetObject", "arn:aws:s3:::lake-7-secret/b/a.csv"),
            ("kms:Decrypt", "arn:aws:kms:us-east-1:111122223333:key/1"),
        ] {
            let plain = Request::new(&caller, action, resource);
            let typed = plain
                .with("aws:MultiFactorAuthPresent", true)
                .with("aws:SourceIp", Ipv4Addr::new(203, 0, 113, 9))
                .with("s3:max-keys", 10)
                .with("aws:UserAgent", "curl/8")
                .with("s3:digest", "Zm9v")
                .at(Time::since_1970(Duration::from_secs(1_767_225_600)));
            let batch = [plain, typed];
            let (count, allowed) = allocations(|| policy.decide_batch(&batch).count());
            assert_eq!((count, allowed), (0, 2));
            for request in [plain.with_context(&given), typed] {
                let (count, answer) = allocations(|| policy.decide(&request));
                assert_eq!(count, 0, "{principal} {action} {resource}");
                decisions.push(answer.unwrap().decision());
            }
        }
    }
    for decision in [
        Decision::Allow,
        Decision::ExplicitDeny,
        Decision::ImplicitDeny,
    ] {
        assert!(decisions.contains(&decision), "{decision:?}");
    }
    // What has every condition met is allowed, so that all of them were tested.
    assert_eq!(decisions[2..4], [Decision::Allow; 2]);
}

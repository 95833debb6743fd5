//! Whoever chooses names, and however many there are, what a request looks up is
//! found within some steps.

use std::collections::HashSet;

use aclc::runtime::{Decision, Policy, PrincipalError, Request, Tree};

use super::image;
use super::probe::{hash_of_some_bytes, seal};
use crate::runtime::source::tree;

/// How many users are given chosen names.
const USERS: usize = 700;

/// The slots that a table of so many has, and the homes among them.
const SLOTS: u64 = USERS as u64 + USERS as u64 / 2 + 9;
const HOMES: u64 = SLOTS - SLOTS / 32 - 8;

fn double(image: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(image[at..at + 8].try_into().unwrap())
}

fn word(image: &[u8], at: usize) -> usize {
    usize::try_from(u32::from_le_bytes(image[at..at + 4].try_into().unwrap())).unwrap()
}

/// Where a table of slots is in an image.
fn table(image: &[u8], name: &str) -> std::ops::Range<usize> {
    let policy = Policy::from_bytes(image).unwrap();
    let mut sections = policy.sections();
    let number = sections.position(|section| section.name == name).unwrap();
    let start = word(image, 32 + number * 8);
    start..start + word(image, 36 + number * 8) * 4
}

fn longest_run(slots: &[u8]) -> usize {
    let slots: Vec<bool> = slots.chunks(4).map(|slot| slot != [0; 4]).collect();
    let runs = slots.split(|taken| !taken);
    runs.map(<[bool]>::len).max().unwrap()
}

/// Names that all fall on the first slots under a seed.
fn chosen(seed: u64, prefix: &str) -> Vec<String> {
    let names = (10_000_u64..).map(|number| format!("{prefix}{number}"));
    let home = |name: &str| ((hash_of_some_bytes(seed, name) >> 32) * HOMES) >> 32;
    names.filter(|name| home(name) < 8).take(USERS).collect()
}

fn program(names: &[String]) -> Tree {
    let grants = names
        .iter()
        .map(|name| format!("user {name} can s3:GetObject on arn:aws:s3:::{name}/*\n"));
    tree(&grants.collect::<String>())
}

#[test]
fn names_that_were_chosen_to_fall_on_one_place_do_not() {
    let others = program(
        &(0..USERS)
            .map(|number| format!("other-{number:04}"))
            .collect::<Vec<_>>(),
    )
    .to_bytes();
    let first_seed = double(&others, 24);
    let names = chosen(first_seed, "user-");
    let tree = program(&names);
    let image = tree.to_bytes();
    assert_ne!(double(&image, 24), first_seed);
    let slots = table(&image, "name slots");
    assert_eq!(slots.len() as u64 / 4, SLOTS);
    assert!(longest_run(&image[slots]) < 100);
    let policy = tree.policy();
    for name in &names {
        let caller = policy.principal(&format!("user/{name}")).unwrap();
        let resource = format!("arn:aws:s3:::{name}/a");
        let request = Request::new(&caller, "s3:GetObject", &resource);
        assert_eq!(
            policy.decide(&request).unwrap().decision(),
            Decision::Allow,
            "{name}"
        );
    }
}

/// An image in which a search would take long is no image.
#[test]
fn long_searches_are_refused() {
    let names: Vec<String> = (0..USERS)
        .map(|number| format!("user-{number:04}"))
        .collect();
    let sound = program(&names).to_bytes();
    let slots = table(&sound, "name slots");
    for (taken, refused) in [(511, false), (512, true)] {
        let mut image = sound.clone();
        let slots = &mut image[slots.clone()];
        slots[taken * 4..].fill(0);
        // Each leads to the first record.
        slots[..taken * 4].as_chunks_mut::<4>().0.fill([1, 0, 0, 0]);
        seal(&mut image);
        let error = Policy::from_bytes(&image)
            .err()
            .map(|error| error.to_string());
        assert_eq!(error.is_some(), refused, "{taken}: {error:?}");
        assert!(error.is_none_or(|error| error.contains("name slots")));
    }
    assert!(Policy::from_bytes(&image()).is_ok());
}

/// However many accounts have a role of one name, each is found as one that has
/// a name for itself.
#[test]
fn a_name_that_many_accounts_have_is_found_in_each() {
    const ACCOUNTS: usize = 700;
    let number = |account: usize| format!("{:012}", 111_100_000_000 + account);
    let mut source = String::new();
    for account in 0..ACCOUNTS {
        let number = number(account);
        source += &format!("account a{account} = {number}\n");
        source += &format!(
            "in account a{account} {{ role Audit {{ path /org/  trusts account a{account}  can s3:GetObject on arn:aws:s3:::lake{account}/* }} }}\n"
        );
    }
    source += "in account a3 { user Ann can s3:GetObject on arn:aws:s3:::lake3/* }\n";
    let tree = tree(&source);
    let image = tree.to_bytes();
    let slots = table(&image, "name slots");
    assert!(longest_run(&image[slots]) < 100);
    let policy = tree.policy();
    let mut found = HashSet::new();
    for account in 0..ACCOUNTS {
        let allowed = |key: &str, lake: usize| {
            let caller = policy.principal(key).unwrap();
            let resource = format!("arn:aws:s3:::lake{lake}/a");
            let request = Request::new(&caller, "s3:GetObject", &resource);
            policy.decide(&request).unwrap().decision() == Decision::Allow
        };
        let number = number(account);
        let keys = [
            format!("role/a{account}/Audit"),
            format!("arn:aws:iam::{number}:role/org/Audit"),
            format!("arn:aws:sts::{number}:assumed-role/Audit/session"),
        ];
        for key in keys {
            assert!(allowed(&key, account), "{key}");
            assert!(!allowed(&key, (account + 1) % ACCOUNTS), "{key}");
            found.insert(key);
        }
    }
    assert_eq!(found.len(), 3 * ACCOUNTS);
    assert!(matches!(
        policy.principal("role/Audit"),
        Err(PrincipalError::Ambiguous(_))
    ));
    assert!(matches!(
        policy.principal("role/a700/Audit"),
        Err(PrincipalError::Unknown(_))
    ));
    assert!(policy.principal("user/Ann").is_ok());
    assert!(policy.principal("user/a3/Ann").is_ok());
    assert!(matches!(
        policy.principal("user/a4/Ann"),
        Err(PrincipalError::Unknown(_))
    ));
}

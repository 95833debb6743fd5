//! Groups without members, names that are near each other.

use aclc::diag::codes::{GROUP_WITHOUT_MEMBERS, NAME_OF_TWO_KINDS, NEAR_ACCOUNT, NEAR_NAMES};

use super::{found, hints, messages};

#[test]
fn a_group_without_members() {
    let text = "group Empty can s3:* on *\ngroup Full: Ann\ngroup All includes Full";
    assert_eq!(
        found(GROUP_WITHOUT_MEMBERS, text),
        ["group Empty can s3:* on *"]
    );
}

/// What is said of users of these names.
fn near(names: &str) -> usize {
    messages(
        NEAR_NAMES,
        &format!("group G: {}", names.replace(' ', ", ")),
    )
    .len()
}

#[test]
fn names_one_edit_apart() {
    assert_eq!(near("Charlie Charlei"), 1, "two letters swapped");
    assert_eq!(near("Charlie Charle"), 1, "one left out");
    assert_eq!(near("Charlie Charliee"), 1, "one too many");
    assert_eq!(near("Charlie Charlye"), 1, "another one");
    assert_eq!(near("ml-lead ml.lead"), 1, "another separator");
    assert_eq!(near("Charlie charliE2"), 0, "case and a digit");
    assert_eq!(near("Charlie Charles"), 0, "two edits");
    assert_eq!(near("Charlie Karlie"), 0, "two edits");
}

#[test]
fn names_that_tell_apart_on_purpose() {
    assert_eq!(near("Ann Jan Dan Ian"), 0, "short names");
    assert_eq!(near("engineer1 engineer2 engineer12"), 0, "numbers");
    assert_eq!(
        near("team-FE-lead team-BE-lead"),
        0,
        "a short word in a long name"
    );
    assert_eq!(near("operator-a operator-b"), 0, "a letter for a number");
    let looped = "for x in ab, ac { group Operators{x}: Ann }";
    assert_eq!(messages(NEAR_NAMES, looped), [""; 0]);
}

#[test]
fn names_of_other_kinds_and_accounts() {
    let kinds =
        "group Operators: Ann\naccount a = 111122223333\nrole Operator { trusts service ec2 }";
    assert_eq!(messages(NEAR_NAMES, kinds), [""; 0]);
    let accounts = "account a = 111122223333\naccount b = 444455556666\n\
                    group Operators: Ann\nin account b { group Operator: Ben }";
    assert_eq!(messages(NEAR_NAMES, accounts), [""; 0]);
    let policies = "policy ReadLake { can s3:Get* on * }\npolicy ReadLakes { can s3:List* on * }\n\
                    group G: Ann\ngroup G has ReadLake, ReadLakes";
    assert_eq!(
        messages(NEAR_NAMES, policies),
        ["the policies `ReadLake` and `ReadLakes` differ by one character"]
    );
}

#[test]
fn each_pair_is_named_once() {
    assert_eq!(near("Aaaaaa Aaaaab Aaaaac"), 3);
    assert_eq!(near("Aaaaaa Aaaaaaa"), 1);
}

#[test]
fn a_name_of_two_kinds() {
    let text = "
account prod = 111122223333
account dev = 444455556666
group Support: Ann
user support can ec2:Describe* on *
role Ann { trusts user Ann }
group Other: Ben
policy Other { can ec2:Describe* on * }
in account dev { user Other can ec2:Describe* on * }
";
    assert_eq!(
        found(NAME_OF_TWO_KINDS, text),
        [
            "user support can ec2:Describe* on *",
            "role Ann { trusts user Ann }"
        ]
    );
    assert_eq!(
        messages(NAME_OF_TWO_KINDS, text),
        [
            "the user `support` has the name of the group `Support`",
            "the role `Ann` has the name of the user `Ann`"
        ]
    );
    // A group that was listed as a member, and not a user who is called alike.
    let includes = |text: &str| {
        hints(NAME_OF_TWO_KINDS, text).join("\n").contains(
        "for the members of `Support` to be members of `Staff` too, write `group Staff includes Support`",
    )
    };
    assert!(includes("group Support: Ann\ngroup Staff: Support"));
    assert!(includes("group Staff: Support\ngroup Support: Ann"));
    assert!(!includes(text));
    let of_itself = "group Support: Ann\ngroup Staff: Support\nuser Support can ec2:Describe* on *";
    assert!(!includes(of_itself));
}

#[test]
fn account_numbers_with_two_digits_exchanged() {
    let of_number = |number: &str| {
        let text = format!(
            "account prod = 123456789012\ngroup G: Ann\n\
             group G can lambda:InvokeFunction on arn:aws:lambda:eu-west-1:{number}:function:x\n\
             group G can s3:GetObject on * when aws:ResourceAccount == {number}"
        );
        messages(NEAR_ACCOUNT, &text).len()
    };
    assert_eq!(of_number("123456789021"), 2);
    assert_eq!(of_number("213456789012"), 2);
    assert_eq!(of_number("123456789012"), 0, "the number itself");
    assert_eq!(of_number("123456789013"), 0, "another digit");
}

//! Sizes that must end in an error, or be no burden.

use super::{check, codes, sources};

#[test]
fn loops_of_a_thousand_million_are_one_error() {
    let nested = "for a in 1..1000 { for b in 1..1000 { for c in 1..1000 { user u{a}{b}{c} } } }";
    assert_eq!(codes(nested), ["ACL0230"]);
    assert_eq!(codes("for a in 1..1000000000 { user u{a} }"), ["ACL0230"]);
    assert_eq!(
        codes("for a in 1..18446744073709551615 { user u{a} }"),
        ["ACL0230"]
    );
    assert_eq!(codes("for a in 0..18446744073709551615 { }"), ["ACL0230"]);
}

#[test]
fn loops_of_clauses_count_too() {
    let clauses = "group G { for a in 1..1000 { for b in 1..1000 { members u{a}-{b} } } }";
    assert_eq!(codes(clauses), ["ACL0230"]);
    let policy = "policy P(n) { for a in 1..{n} { can s3:Get* on * } }\n\
                  group G: Ann\ngroup G has P(1000000000)";
    assert_eq!(codes(policy), ["ACL0230"]);
}

#[test]
fn loops_within_the_limit_run() {
    let (program, found) = check(&sources("for a in 1..200000 { user u{a} }"));
    assert!(found.is_empty());
    assert_eq!(program.users.len(), 200_000);
    assert_eq!(codes("for a in 1..200001 { user u{a} }"), ["ACL0230"]);
}

#[test]
fn lists_that_double_are_an_error() {
    let mut text = "let a0 = \"x\", \"y\"\n".to_owned();
    for n in 1..40 {
        text.push_str(&format!("let a{n} = a{0}, a{0}\n", n - 1));
    }
    text.push_str("group G: Ann\ngroup G can s3:GetObject on a39");
    assert_eq!(codes(&text), ["ACL0230"]);
}

#[test]
fn texts_that_double_are_an_error() {
    let mut text = "let a0 = \"x\"\n".to_owned();
    for n in 1..40 {
        text.push_str(&format!("let a{n} = \"{{a{0}}}{{a{0}}}\"\n", n - 1));
    }
    assert_eq!(codes(&text), ["ACL0230"]);
    let of_length = |length: usize| {
        let value = "x".repeat(length);
        codes(&format!("let a = \"{value}\"\nlet b = \"{{a}}\""))
    };
    assert!(of_length(4_096).is_empty());
    assert_eq!(of_length(4_097), ["ACL0230"]);
    let choices = format!("let a = arn:aws:s3:::{{b,{}}}", "x".repeat(4_096));
    assert_eq!(codes(&choices), ["ACL0230"]);
}

#[test]
fn names_that_lead_to_names_have_a_limit() {
    let chain = |length: usize| {
        let mut text = "let a0 = arn:aws:s3:::x\n".to_owned();
        for n in 1..length {
            text.push_str(&format!("let a{n} = a{}\n", n - 1));
        }
        text.push_str(&format!("resource a{} {{}}", length - 1));
        codes(&text)
    };
    assert_eq!(chain(60), [""; 0]);
    assert_eq!(chain(5_000), ["ACL0230"]);
}

#[test]
fn choices_of_one_word_have_a_limit() {
    let word = "{a,b}".repeat(10);
    let text = format!("resource arn:aws:s3:::{word} {{}}");
    assert_eq!(codes(&text), ["ACL0230"]);
}

#[test]
fn a_long_chain_of_groups_is_flattened_without_recursion() {
    let mut text = "group g0: Ann\n".to_owned();
    for n in 1..9 {
        text.push_str(&format!("group g{n} includes g{}\n", n - 1));
    }
    let (program, found) = check(&sources(&text));
    assert!(found.is_empty());
    assert_eq!(program.users[0].groups.len(), 9);
    for n in 9..5_000 {
        text.push_str(&format!("group g{n} includes g{}\n", n - 1));
    }
    assert_eq!(codes(&text), ["ACL0253"]);
    text.push_str("group g0 includes g4999");
    assert_eq!(codes(&text), ["ACL0209"]);
}

#[test]
fn a_user_can_be_in_ten_groups() {
    let groups = |count: usize| codes(&format!("for n in 1..{count} {{ group g{{n}}: Ann }}"));
    assert_eq!(groups(10), [""; 0]);
    assert_eq!(groups(11), ["ACL0253"]);
    assert_eq!(groups(500), ["ACL0253"]);
}

#[test]
fn a_user_can_have_fifty_tags() {
    let tags = |count: usize| {
        codes(&format!(
            "for n in 1..{count} {{ user Ann {{ tags {{ t{{n}} = x }} }} }}"
        ))
    };
    assert_eq!(tags(50), [""; 0]);
    assert_eq!(tags(51), ["ACL0251"]);
}

#[test]
fn sessions_last_one_to_twelve_hours() {
    let session = |length: &str| codes(&format!("role R {{ max session {length} }}"));
    for right in ["1h", "12h", "60m", "720m", "3600s", "43200s", "3601s"] {
        assert_eq!(session(right), [""; 0], "{right}");
    }
    for wrong in [
        "30m", "13h", "59m", "721m", "3599s", "43201s", "0h", "2", "1d", "01h", "h",
    ] {
        assert_eq!(session(wrong), ["ACL0252"], "{wrong}");
    }
}

#[test]
fn names_have_the_lengths_that_iam_takes() {
    let named = |kind: &str, length: usize, rest: &str| {
        codes(&format!("{kind} {}{rest}", "n".repeat(length)))
    };
    for (kind, longest, rest) in [
        ("user", 64, ""),
        ("role", 64, " {}"),
        ("group", 128, ": Ann"),
        ("policy", 128, " {}"),
        ("boundary", 128, " { can * on * }"),
    ] {
        assert_eq!(named(kind, longest, rest), [""; 0], "{kind}");
        assert_eq!(named(kind, longest + 1, rest), ["ACL0205"], "{kind}");
    }
}

#[test]
fn paths_have_the_length_that_iam_takes() {
    let path = |length: usize| codes(&format!("user Ann {{ path /{}/ }}", "p".repeat(length - 2)));
    assert_eq!(path(512), [""; 0]);
    assert_eq!(path(513), ["ACL0250"]);
}

#[test]
fn account_numbers_have_twelve_digits() {
    for wrong in ["11112222333", "1111222233334", "11112222333x"] {
        assert_eq!(
            codes(&format!("account a = {wrong}")),
            ["ACL0207"],
            "{wrong}"
        );
    }
}

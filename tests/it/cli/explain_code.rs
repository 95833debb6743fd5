use aclc::diag::codes;

use super::aclc;

#[test]
fn a_code_prints_its_page() {
    for word in ["ACL0201", "acl0201", "0201"] {
        let ran = aclc(["explain-code", word]).run();
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{word}");
        assert_eq!(ran.stdout, codes::UNKNOWN_NAME.page());
    }
}

#[test]
fn without_a_code_all_are_listed() {
    let ran = aclc(["explain-code"]).run();
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    assert_eq!(ran.stdout.lines().count(), codes::ALL.len());
    assert!(
        ran.stdout
            .contains("ACL0201  error    nothing of this name is declared\n")
    );
}

#[test]
fn an_unknown_code_offers_the_nearest() {
    insta::assert_snapshot!(aclc(["explain-code", "ACL0021"]).run());
}

#[test]
fn without_a_command_the_help_is_shown() {
    let ran = aclc([]).run();
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("Usage: aclc"), "{}", ran.stderr);
}

#[test]
fn completions_are_printed_for_every_shell() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let ran = aclc(["completions", shell]).run();
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{shell}");
        assert!(ran.stdout.contains("explain-code"), "{shell}");
    }
}

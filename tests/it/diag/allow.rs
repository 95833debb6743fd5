use aclc::diag::{
    Code, Denied, Diagnostic, Diagnostics, Format, Severity, apply_allowances, codes, render,
};
use aclc::source::{Sources, Span};

/// Puts a problem on every line that has `!`, applies the comments, and shows
/// what is left.
fn check(code: Code, text: &str, complete: bool) -> String {
    let mut sources = Sources::new();
    let id = sources.add("a.acl", text);
    let mut found = Diagnostics::new();
    for (at, _) in text.match_indices('!') {
        found.push(Diagnostic::new(code, "problem").at(Span::new(id, at, at + 1)));
    }
    apply_allowances(&sources, &mut found, complete);
    found.sort();
    render(Format::Short, &sources, &found)
}

const WARNING: Code = codes::UNUSED_ALLOWANCE;

#[test]
fn a_comment_silences_the_line_below() {
    let text = "# aclc: allow ACL0070 for a reason\nfoo !\n";
    assert_eq!(check(WARNING, text, true), "");
}

#[test]
fn comments_and_blank_lines_may_stand_between() {
    let text = "  # aclc: allow acl0070\r\n# and why\n\n\tfoo ! !\n";
    assert_eq!(check(WARNING, text, true), "");
}

#[test]
fn a_comment_behind_silences_its_own_line() {
    let text = "foo ! # aclc: allow ACL0070 for a reason\nfoo !\n";
    assert_eq!(
        check(WARNING, text, true),
        "a.acl:2:5: warning[ACL0070]: problem\n"
    );
    let text = "a \"#\" \"\\\\\" \"\\\"#\" ! # aclc: allow ACL0070\n# aclc: allow ACL0070\nb\tc!\t#\taclc: allow ACL0071";
    assert_eq!(
        check(WARNING, text, true),
        "a.acl:3:20: warning[ACL0070]: nothing here is warned about with `ACL0071`\n"
    );
}

#[test]
fn only_that_line_is_silenced() {
    let text = "foo !\n# aclc: allow ACL0070\nfoo !\nfoo !\n";
    assert_eq!(
        check(WARNING, text, true),
        "a.acl:1:5: warning[ACL0070]: problem\n\
         a.acl:4:5: warning[ACL0070]: problem\n"
    );
}

#[test]
fn one_comment_can_name_several() {
    let text = "# aclc: allow ACL0071, ACL0070 both\nfoo !\n";
    assert_eq!(
        check(WARNING, text, true),
        "a.acl:1:15: warning[ACL0070]: nothing here is warned about with `ACL0071`\n"
    );
}

#[test]
fn an_error_cannot_be_allowed() {
    let text = "# aclc: allow ACL0201\nfoo !\n";
    assert_eq!(
        check(codes::UNKNOWN_NAME, text, true),
        "a.acl:1:15: warning[ACL0071]: `ACL0201` is an error, which nothing can allow\n\
         a.acl:2:5: error[ACL0201]: problem\n"
    );
}

#[test]
fn an_unused_comment_is_warned_about_once_every_stage_has_run() {
    let text = "# aclc: allow ACL0070\nfoo\n# aclc: allow ACL0070\n";
    assert_eq!(
        check(WARNING, text, true),
        "a.acl:1:15: warning[ACL0070]: nothing here is warned about with `ACL0070`\n\
         a.acl:3:15: warning[ACL0070]: nothing here is warned about with `ACL0070`\n"
    );
    assert_eq!(check(WARNING, text, false), "");
}

#[test]
fn what_is_not_understood_is_warned_about() {
    let text =
        "# aclc: alow ACL0070\n# aclc: allow\n# aclc: allow ACL9999\n#aclc:allow because\nfoo !\n";
    assert_eq!(
        check(WARNING, text, true),
        "a.acl:1:9: warning[ACL0071]: this comment allows nothing\n\
         a.acl:2:9: warning[ACL0071]: this comment allows nothing\n\
         a.acl:3:15: warning[ACL0071]: there is no code `ACL9999`\n\
         a.acl:4:7: warning[ACL0071]: this comment allows nothing\n\
         a.acl:5:5: warning[ACL0070]: problem\n"
    );
}

#[test]
fn other_comments_and_strings_say_nothing() {
    let text = "let x = \"# aclc: allow ACL0070\"\nfoo ! \"\\\\\\\" # aclc: allow ACL0070\"\nfoo# aclc: allow ACL0070\n# see aclc: allow\n";
    assert_eq!(
        check(WARNING, text, true),
        "a.acl:2:5: warning[ACL0070]: problem\n"
    );
}

#[test]
fn denied_warnings_are_errors() {
    let warnings = || {
        let mut found = Diagnostics::new();
        found.push(Diagnostic::new(codes::UNUSED_ALLOWANCE, "one"));
        found.push(Diagnostic::new(codes::UNKNOWN_ALLOWANCE, "other"));
        found
    };
    let severities = |denied: Denied| {
        let mut found = warnings();
        denied.apply(&mut found);
        found.iter().map(|found| found.severity).collect::<Vec<_>>()
    };
    use Severity::{Error, Warning};
    assert_eq!(severities(Denied::default()), [Warning, Warning]);
    let one = Denied {
        all: false,
        codes: vec![codes::UNKNOWN_ALLOWANCE],
    };
    assert_eq!(severities(one), [Warning, Error]);
    let all = Denied {
        all: true,
        codes: Vec::new(),
    };
    assert_eq!(severities(all), [Error, Error]);
}

#[test]
fn suggestions_are_denied_by_their_codes_alone() {
    let suggestion = || {
        let mut found = Diagnostics::new();
        let mut suggestion = Diagnostic::new(codes::UNUSED_ALLOWANCE, "one");
        suggestion.severity = Severity::Suggestion;
        found.push(suggestion);
        found
    };
    let severity = |all: bool, codes: Vec<Code>| {
        let mut found = suggestion();
        Denied { all, codes }.apply(&mut found);
        found.iter().map(|found| found.severity).next()
    };
    assert_eq!(severity(true, Vec::new()), Some(Severity::Suggestion));
    let named = vec![codes::UNUSED_ALLOWANCE];
    assert_eq!(severity(false, named), Some(Severity::Error));
}

use aclc::diag::{Code, Diagnostic, Diagnostics, Format, Severity, codes, render, summary};
use aclc::source::{SourceId, Sources, Span};

const HUMAN: Format = Format::Human { color: false };

/// A program of two files and three problems.
fn example() -> (Sources, Diagnostics) {
    let mut sources = Sources::new();
    let team = sources.add(
        "team/access.acl",
        "group Engineers: Ann, Bén\n\n\tgroup Enginers can s3:GetObject on lakes/*\nlet lake = arn:aws:s3:::x\n",
    );
    let other = sources.add("other.acl", "user Ann\nuser Ann\n");
    let mut found = Diagnostics::new();
    found.push(
        Diagnostic::new(codes::UNKNOWN_NAME, "nothing is named `lakes`")
            .label(span(&sources, team, "lakes/*"), "not declared")
            .label(span(&sources, team, "lake ="), "this is near")
            .hint("did you mean `lake`?")
            .hint("or declare it:\nlet lakes = arn:..."),
    );
    found.push(
        Diagnostic::new(codes::UNUSED_ALLOWANCE, "two files disagree")
            .at(Span::new(team, 19, 24))
            .label(Span::new(other, 9, 17), "here"),
    );
    found.push(Diagnostic::new(
        codes::FILE_MISSING,
        "there is no file `x.acl`",
    ));
    (sources, found)
}

fn span(sources: &Sources, source: SourceId, word: &str) -> Span {
    let start = sources.get(source).unwrap().text().find(word).unwrap();
    Span::new(source, start, start + word.len())
}

fn one(text: &str, start: usize, end: usize) -> (Sources, Diagnostics) {
    let mut sources = Sources::new();
    let id = sources.add("a.acl", text);
    let mut found = Diagnostics::new();
    found.push(
        Diagnostic::new(codes::UNKNOWN_NAME, "here it is").label(Span::new(id, start, end), "it"),
    );
    (sources, found)
}

#[test]
fn human() {
    let (sources, found) = example();
    insta::assert_snapshot!(render(HUMAN, &sources, &found));
}

#[test]
fn human_in_colour() {
    let (sources, found) = example();
    let text = render(Format::Human { color: true }, &sources, &found);
    insta::assert_snapshot!(text.replace('\x1b', "␛"));
}

#[test]
fn short() {
    let (sources, found) = example();
    insta::assert_snapshot!(render(Format::Short, &sources, &found));
}

#[test]
fn json() {
    let (sources, found) = example();
    insta::assert_snapshot!(render(Format::Json, &sources, &found));
}

#[test]
fn sarif() {
    let (sources, found) = example();
    let log = render(Format::Sarif, &sources, &found);
    let mut log: serde_json::Value = serde_json::from_str(&log).unwrap();
    let driver = &mut log["runs"][0]["tool"]["driver"];
    for version in ["version", "semanticVersion"] {
        assert_eq!(driver[version].take(), env!("CARGO_PKG_VERSION"));
    }
    for rule in driver["rules"].as_array_mut().unwrap() {
        let code = Code::from_name(rule["id"].as_str().unwrap()).unwrap();
        let help = rule["help"].take();
        assert_eq!(help["text"], code.page());
        assert_eq!(help["markdown"], code.page());
    }
    insta::assert_snapshot!(format!("{log:#}"));
}

#[test]
fn sarif_without_problems_is_a_whole_log() {
    let log = render(Format::Sarif, &Sources::new(), &Diagnostics::new());
    let log: serde_json::Value = serde_json::from_str(&log).unwrap();
    assert_eq!(log["version"], "2.1.0");
    assert_eq!(log["runs"][0]["tool"]["driver"]["name"], "aclc");
    assert_eq!(log["runs"][0]["results"], serde_json::json!([]));
}

#[test]
fn sarif_counts_columns_in_utf_16_and_escapes_file_names() {
    let mut sources = Sources::new();
    let id = sources.add("with space/ü:%.acl", "user \"🗝\" Ann");
    let mut found = Diagnostics::new();
    found.push(Diagnostic::new(codes::UNKNOWN_NAME, "x").at(Span::new(id, 12, 15)));
    let log = render(Format::Sarif, &sources, &found);
    let log: serde_json::Value = serde_json::from_str(&log).unwrap();
    let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(
        place["artifactLocation"]["uri"],
        "with%20space/%C3%BC%3A%25.acl"
    );
    assert_eq!(place["region"]["startColumn"], 11);
    assert_eq!(place["region"]["endColumn"], 14);
}

#[test]
fn a_long_line_is_cut_around_the_labels() {
    let text = format!(
        "{}here{}\n",
        "é, ".repeat(2_000_000),
        " xyz".repeat(1_000_000)
    );
    let start = text.find("here").unwrap();
    let (sources, found) = one(&text, start, start + 4);
    insta::assert_snapshot!(render(HUMAN, &sources, &found));
}

#[test]
fn a_long_label_is_cut_in_its_middle() {
    let text = format!("start {} end", "x".repeat(1_000_000));
    let (sources, found) = one(&text, 6, 1_000_006);
    insta::assert_snapshot!(render(HUMAN, &sources, &found));
}

#[test]
fn a_long_message_is_cut_in_every_format() {
    let mut found = Diagnostics::new();
    let word = "é".repeat(1_000_000);
    found.push(
        Diagnostic::new(codes::UNKNOWN_NAME, format!("nothing is named `{word}`"))
            .hint(format!("did you mean `{word}s`?")),
    );
    for format in [HUMAN, Format::Short, Format::Json] {
        let text = render(format, &Sources::new(), &found);
        assert!(text.len() < 10_000, "{format:?} takes {}", text.len());
        assert!(text.contains("nothing is named `ééé"), "{format:?}");
        assert!(text.contains("…"), "{format:?}");
    }
}

#[test]
fn control_characters_never_come_through() {
    let evil = "a\x1b[2Jb\u{9b}c\u{202e}d\u{200b}e\0f\x7fg\rh\u{e0041}";
    let mut sources = Sources::new();
    let id = sources.add(format!("{evil}.acl"), format!("let {evil} x"));
    let mut found = Diagnostics::new();
    let whole = Span::new(id, 4, 4 + evil.len());
    found.push(
        Diagnostic::new(codes::UNKNOWN_NAME, format!("nothing is named `{evil}`"))
            .label(whole, evil)
            .hint(evil),
    );
    for format in [HUMAN, Format::Short, Format::Json, Format::Sarif] {
        let text = render(format, &sources, &found);
        let raw = text.chars().find(|character| {
            (character.is_control() && *character != '\n')
                || ['\u{202e}', '\u{200b}', '\u{e0041}'].contains(character)
        });
        assert_eq!(raw, None, "in {format:?}:\n{text}");
    }
    insta::assert_snapshot!(render(HUMAN, &sources, &found));
    let json = render(Format::Json, &sources, &found);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["labels"][0]["file"], format!("{evil}.acl"));
}

#[test]
fn odd_spans_are_drawn_without_a_panic() {
    let text = "é\r\nü";
    for start in 0..=text.len() + 2 {
        for end in 0..=text.len() + 2 {
            let (sources, found) = one(text, start, end);
            for format in [HUMAN, Format::Short, Format::Json, Format::Sarif] {
                assert!(render(format, &sources, &found).contains("here it is"));
            }
        }
    }
}

#[test]
fn a_span_over_several_lines_is_shown_on_its_first() {
    let (sources, found) = one("role R {\n  can *\n}\n", 0, 18);
    insta::assert_snapshot!(render(HUMAN, &sources, &found));
}

#[test]
fn a_place_at_the_end_of_the_text_is_shown() {
    let (sources, found) = one("role R {\n", 9, 9);
    insta::assert_snapshot!(render(HUMAN, &sources, &found));
}

#[test]
fn a_hundred_are_drawn_errors_before_warnings() {
    let mut found = Diagnostics::new();
    for number in 0..150 {
        found.push(Diagnostic::new(
            codes::UNUSED_ALLOWANCE,
            format!("warning {number}"),
        ));
    }
    for number in 0..30 {
        found.push(Diagnostic::new(
            codes::UNKNOWN_NAME,
            format!("error {number}"),
        ));
    }
    let text = render(HUMAN, &Sources::new(), &found);
    assert_eq!(text.matches("error[ACL0201]").count(), 30);
    assert_eq!(text.matches("warning[ACL0070]").count(), 70);
    assert!(text.ends_with("\nand 80 more, which `--message-format short` lists\n"));
    assert_eq!(
        render(Format::Short, &Sources::new(), &found)
            .lines()
            .count(),
        180
    );
    assert_eq!(summary(&found), "30 errors, 150 warnings");
}

#[test]
fn suggestions_have_a_name_of_their_own() {
    let mut found = Diagnostics::new();
    let mut suggestion = Diagnostic::new(codes::UNUSED_ALLOWANCE, "suggested");
    suggestion.severity = Severity::Suggestion;
    found.push(suggestion);
    let rendered = |format| render(format, &Sources::new(), &found);
    assert_eq!(rendered(Format::Short), "suggestion[ACL0070]: suggested\n");
    assert!(rendered(Format::Json).contains("\"severity\":\"suggestion\""));
    assert!(rendered(Format::Sarif).contains("\"level\": \"note\""));
    assert!(rendered(Format::Human { color: false }).starts_with("note[ACL0070]: suggested"));
    assert_eq!(summary(&found), "0 errors, 0 warnings, 1 suggestion");
}

#[test]
fn a_raised_warning_is_shown_as_an_error() {
    let mut found = Diagnostics::new();
    let mut raised = Diagnostic::new(codes::UNUSED_ALLOWANCE, "raised");
    raised.severity = Severity::Error;
    found.push(raised);
    let text = render(Format::Short, &Sources::new(), &found);
    assert_eq!(text, "error[ACL0070]: raised\n");
    assert_eq!(summary(&found), "1 error, 0 warnings");
}

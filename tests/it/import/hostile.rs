//! Documents that somebody made to hurt: they are refused in few words, or read
//! in time and memory in proportion to their size.

use aclc::diag::{Diagnostics, codes};
use aclc::iam::PolicyKind;
use aclc::import::Given;
use aclc::import::document::read_document;
use aclc::import::json::read_json;
use aclc::import_documents;
use aclc::load::{Input, Texts};
use aclc::pipeline::{Compilation, Options, compile};
use aclc::source::Sources;
use aclc::syntax::MAX_FILE_BYTES;

use super::read;

const SMALL: &str = r#"{"Version": "2012-10-17", "Id": "\u00e9\ud83d\ude00", "Statement": [{"Sid": "A1", "Effect": "Allow", "Principal": {"AWS": ["111122223333"]}, "NotAction": "iam:*", "Resource": ["arn:aws:s3:::lake/é"], "Condition": {"NumericLessThan": {"s3:max-keys": -1.5e+3}, "Bool": {"a:b": true}}}]}"#;

/// A document as the command reads it, from bytes.
fn compile_bytes(bytes: &[u8]) -> Compilation {
    let input = Input::Text {
        name: "policy.json".to_owned(),
        bytes: bytes.to_vec(),
    };
    compile(&[input], &mut Texts::default(), &Options::default())
}

fn only_code(found: &Diagnostics) -> Vec<aclc::diag::Code> {
    found.iter().map(|it| it.code).collect()
}

/// No message may be as long as what somebody sends.
#[track_caller]
fn check_short(found: &Diagnostics) {
    assert!(found.has_errors());
    for problem in found.iter() {
        let words = problem.hints.iter().chain([&problem.message]);
        for text in words {
            assert!(
                text.len() < 500,
                "{} has {} bytes",
                problem.code,
                text.len()
            );
        }
    }
}

#[test]
fn cut_off_anywhere_a_document_is_refused() {
    // The emoji alone is no reason to refuse it: without, it is taken.
    let whole = SMALL.replace("\\ud83d\\ude00", "");
    assert!(read(&whole, PolicyKind::Resource).is_ok());
    for end in 0..SMALL.len() {
        let bytes = &SMALL.as_bytes()[..end];
        let compilation = compile_bytes(bytes);
        assert!(compilation.diagnostics.has_errors(), "{end}");
        assert!(compilation.compiled.is_none());
    }
}

#[test]
fn bytes_that_are_no_text_are_refused_wherever_they_are() {
    for at in 0..SMALL.len() {
        for byte in [0xff, 0x80, 0xc3, 0xed, 0x00, 0x1f] {
            let mut bytes = SMALL.as_bytes().to_vec();
            bytes[at] = byte;
            let compilation = compile_bytes(&bytes);
            assert!(compilation.diagnostics.has_errors(), "{at} {byte:x}");
        }
    }
    // UTF-8 of one half of a surrogate pair is not UTF-8.
    let found = compile_bytes(b"{\"Version\": \"\xed\xa0\x80\"}").diagnostics;
    assert_eq!(only_code(&found), [codes::NOT_UTF8]);
}

#[test]
fn one_half_of_a_character_is_refused_wherever_it_is() {
    for half in [
        "\\ud83d",
        "\\ude00",
        "\\ud83dx",
        "\\ud83d\\n",
        "\\ude00\\ud83d",
    ] {
        for (at, _) in SMALL
            .match_indices("\"A1\"")
            .chain(SMALL.match_indices("\"Sid\""))
        {
            let text = format!("{}{half}{}", &SMALL[..=at], &SMALL[at + 1..]);
            let found = compile_bytes(text.as_bytes()).diagnostics;
            assert_eq!(only_code(&found), [codes::JSON_STRING], "{text}");
        }
    }
}

#[test]
fn a_hundred_thousand_levels_are_one_short_error() {
    for nest in ["[", "{\"a\":", "{\"Statement\":[", "[{\"\":"] {
        let found = compile_bytes(nest.repeat(100_000).as_bytes()).diagnostics;
        assert_eq!(only_code(&found), [codes::JSON_NESTING], "{nest}");
        check_short(&found);
    }
}

#[test]
fn a_file_has_a_largest_size() {
    let mut bytes = vec![b' '; MAX_FILE_BYTES + 1];
    bytes[0] = b'[';
    let found = compile_bytes(&bytes).diagnostics;
    assert_eq!(only_code(&found), [codes::FILE_TOO_LARGE]);
    let hint = |name: &str| {
        aclc::syntax::read(name, &bytes)
            .unwrap_err()
            .hints
            .join("\n")
    };
    assert!(hint("account.json").contains("`--max-items`"));
    assert!(hint("program.acl").contains("`use`"));
}

#[test]
fn strings_of_a_megabyte_are_read_and_not_repeated_in_messages() {
    let long = "a".repeat(1 << 20);
    let escaped = "\\u0061".repeat(1 << 18);
    let document = |resource: &str, value: &str| {
        format!(
            r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "Allow", "Action": "*", "Resource": "{resource}", "Condition": {{"StringLike": {{"a:b": ["{value}"]}}}}}}}}"#
        )
    };
    let read_whole = read(
        &document(&format!("arn:aws:s3:::{long}"), &escaped),
        PolicyKind::Identity,
    );
    let statement = &read_whole.unwrap().statements[0];
    assert_eq!(statement.condition[0].values, ["a".repeat(1 << 18)]);

    let bad = [
        document(&long, "x"),
        document("*", "x").replace("\"Allow\"", &format!("\"{long}\"")),
        document("*", "x").replace("\"Effect\"", &format!("\"{long}\"")),
        document("*", "x").replace("StringLike", &long),
        document("*", "x").replace("a:b", &long),
        document("*", "x").replace("\"*\"", &"1".repeat(1 << 20)),
        document("*", "x").replace("\"*\"", &format!("0{}", "1".repeat(1 << 20))),
        document("*", "x").replace("\"*\"", &long),
        document("*", "x").replace("2012-10-17", &long),
        document("*", "x").replace("\"Effect\"", &format!("\"Sid\": \"{long}-\", \"Effect\"")),
        format!("{{\"{long}\": 1, \"{long}\": 2}}"),
        format!("\"{long}"),
        format!("\"\\{long}\""),
    ];
    for text in bad {
        check_short(&compile_bytes(text.as_bytes()).diagnostics);
    }
    for principal in [
        format!("{{\"AWS\": \"{long}\"}}"),
        format!("{{\"AWS\": \"{long}.amazonaws.com\"}}"),
        format!("{{\"{long}\": \"*\"}}"),
        format!("\"{long}.amazonaws.com\""),
    ] {
        let text = format!(
            r#"{{"Statement": {{"Effect": "Allow", "Principal": {principal}, "Action": "*", "Resource": "*"}}}}"#
        );
        check_short(&compile_bytes(text.as_bytes()).diagnostics);
    }
}

/// A document of so many statements; some are alike, some are not.
fn statements(count: usize) -> String {
    let list: Vec<String> = (0..count)
        .map(|number| {
            format!(
                r#"{{"Sid":"S{number}","Effect":"Deny","Action":["s3:Get{number}","s3:*"],"Resource":"arn:aws:s3:::b{number}/*"}}"#
            )
        })
        .collect();
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{}]}}"#,
        list.join(",")
    )
}

/// Reads so many statements, and holds what they cost to their number.
fn read_many(count: usize) {
    let text = statements(count);
    let mut sources = Sources::new();
    let id = sources.add("policy.json", "");
    let json = read_json(id, &text).unwrap();
    // Eleven values each, and those around them.
    assert_eq!(json.values(), 11 * count + 5);
    let (document, found) = read_document(json.root(), PolicyKind::Identity);
    assert!(found.is_empty());
    assert_eq!(document.unwrap().statements.len(), count);
}

#[test]
fn many_statements_cost_what_they_are() {
    for count in [0, 1, 20_000] {
        read_many(count);
    }
}

#[test]
#[ignore = "a hundred megabytes"]
fn a_million_statements_are_read() {
    read_many(500_000);
    // More than a file may have.
    let found = compile_bytes(statements(1_000_000).as_bytes()).diagnostics;
    assert_eq!(only_code(&found), [codes::FILE_TOO_LARGE]);
    // Short ones fit.
    let short = r#"{"Effect":"Deny","Action":"*","Resource":"*"}"#;
    let text = format!(r#"{{"Statement":[{}]}}"#, vec![short; 1_000_000].join(","));
    assert_eq!(
        read(&text, PolicyKind::Identity).unwrap().statements.len(),
        1_000_000
    );
}

/// A statement with a condition on each of so many keys, every one of them in
/// two ways that are one condition in the language.
fn conditions(count: usize) -> String {
    let under = |operator: &str| {
        let keys: Vec<String> = (0..count)
            .map(|number| format!(r#""aws:PrincipalTag/t{number}":"x""#))
            .collect();
        format!(r#""{operator}":{{{}}}"#, keys.join(","))
    };
    format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{{{},{}}}}}}}"#,
        under("ForAllValues:StringLike"),
        under("ForAnyValue:StringLike")
    )
}

/// Where every key is held against every other, this does not end.
#[test]
fn many_condition_keys_cost_what_they_are() {
    const COUNT: usize = 20_000;
    let text = conditions(COUNT);
    let compilation = compile_bytes(text.as_bytes());
    let tree = compilation.compiled.map(|compiled| compiled.tree);
    assert_eq!(tree.map(|tree| tree.condition_keys().count()), Some(COUNT));
    // Writing it as a program is more work for each.
    const FEWER: usize = COUNT / 4;
    let name = "policy.json".to_owned();
    let text = conditions(FEWER);
    let given = [Given::Text { name, text }];
    let program = import_documents(&given, &Default::default()).text.unwrap();
    for number in [0, FEWER / 2, FEWER - 1] {
        assert!(program.contains(&format!("aws:PrincipalTag/t{number}")));
    }
}

#[test]
fn many_values_of_a_condition_cost_what_they_are() {
    let values = |of: fn(usize) -> String| {
        let values: Vec<String> = (0..30_000).map(|it| format!("\"{}\"", of(it))).collect();
        values.join(",")
    };
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{{"StringLike":{{"aws:username":[{}]}},"StringEquals":{{"aws:PrincipalAccount":[{}]}}}}}}}}"#,
        values(|it| format!("u{it}*")),
        values(|it| format!("{it:012}")),
    );
    let name = "policy.json".to_owned();
    let given = [Given::Text { name, text }];
    let program = import_documents(&given, &Default::default()).text.unwrap();
    assert!(program.contains("\"u29999*\"") && program.contains("000000029999"));
}

#[test]
fn a_million_mistakes_are_a_hundred_messages() {
    let text = format!("{{\"Statement\": [{}]}}", vec!["1"; 200_000].join(","));
    let found = compile_bytes(text.as_bytes()).diagnostics;
    assert_eq!(found.len(), 100);
    check_short(&found);
}

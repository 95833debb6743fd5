//! The reader of JSON, against the definition of JSON and against `serde_json`.

use aclc::diag::codes;
use aclc::import::json::{Json, JsonKind, MAX_JSON_NESTING, Node, read_json};
use aclc::source::{SourceId, Sources};
use proptest::prelude::*;

fn source() -> SourceId {
    Sources::new().add("a.json", "")
}

fn parse(text: &str) -> Option<Json<'_>> {
    read_json(source(), text).ok()
}

/// The value in `serde_json`'s form, numbers by their spelling.
fn value(node: Node<'_>) -> serde_json::Value {
    match node.kind() {
        JsonKind::Null => serde_json::Value::Null,
        JsonKind::Boolean => (node.spelling() == "true").into(),
        JsonKind::Number => format!("number {}", node.spelling()).into(),
        JsonKind::String => format!("string {}", node.string().unwrap()).into(),
        JsonKind::List => node.items().map(value).collect(),
        JsonKind::Object => {
            let members = node.members();
            let members = members.map(|(key, of)| (key.string().unwrap().into_owned(), value(of)));
            serde_json::Value::Object(members.collect())
        }
    }
}

/// The same of what `serde_json` has read.
fn reread(of: serde_json::Value) -> serde_json::Value {
    match of {
        serde_json::Value::Number(number) => format!("number {number}").into(),
        serde_json::Value::String(text) => format!("string {text}").into(),
        serde_json::Value::Array(items) => items.into_iter().map(reread).collect(),
        serde_json::Value::Object(members) => {
            let members = members.into_iter().map(|(key, of)| (key, reread(of)));
            serde_json::Value::Object(members.collect())
        }
        other => other,
    }
}

#[test]
fn values_and_their_places() {
    let text = r#" {"a": [1, -0.5e+3, true], "b\u0041": {"": null}, "c": "x\ty"} "#;
    let json = parse(text).unwrap();
    let root = json.root();
    let keys: Vec<String> = root
        .members()
        .map(|(key, _)| key.string().unwrap().into_owned())
        .collect();
    assert_eq!(keys, ["a", "bA", "c"]);
    let numbers: Vec<&str> = root.get("a").unwrap().items().map(Node::spelling).collect();
    assert_eq!(numbers, ["1", "-0.5e+3", "true"]);
    assert_eq!(root.get("c").unwrap().string().unwrap(), "x\ty");
    assert_eq!(root.get("c").unwrap().spelling(), r#""x\ty""#);
    assert_eq!(root.get("bA").unwrap().members().count(), 1);
    assert_eq!(root.get("d").map(Node::kind), None);
    assert_eq!(root.span().range(), 1..text.len() - 1);
    // A scalar holds nothing, and is a list of itself.
    let scalar = root.get("c").unwrap();
    assert_eq!(
        (scalar.items().count(), scalar.one_or_many().count()),
        (0, 1)
    );
}

#[test]
fn a_place_has_a_path() {
    let text = r#"{"identity": [{"Statement": {"Action": "x"}}, {"a b": {"s3:y": [1]}}]}"#;
    let json = parse(text).unwrap();
    let path = |needle: &str| {
        let at = text.find(needle).unwrap();
        json.path_to(aclc::source::Span::new(source(), at, at + needle.len()))
    };
    assert_eq!(path(r#""x""#), "identity[0].Statement.Action");
    assert_eq!(path(r#""Action""#), "identity[0].Statement.Action");
    assert_eq!(path("1"), r#"identity[1]["a b"]["s3:y"][0]"#);
    assert_eq!(path(text), "");
}

#[test]
fn what_is_not_json_is_refused() {
    let texts = [
        "",
        " ",
        "{",
        "[",
        "}",
        "]",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "[1}",
        "{\"a\":1]",
        "1 2",
        "{} {}",
        "// x\n1",
        "#",
        "[1] x",
        "tru",
        "trues",
        "True",
        "nul",
        "NaN",
        "Infinity",
        "01",
        "-",
        "+1",
        ".5",
        "1.",
        "1e",
        "1e+",
        "0x1",
        "1_0",
        "--1",
        "1.2.3",
        "\"",
        "\"a",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ud800\\u0041\"",
        "\"\\ud800x\"",
        "\"\\ud800\\",
        "\"a\nb\"",
        "\"a\tb\"",
        "\"\0\"",
        "\u{feff}1",
        "\u{a0}1",
        "[1]\0",
        "\0",
    ];
    for text in texts {
        assert!(parse(text).is_none(), "{text:?}");
        assert!(
            serde_json::from_str::<serde_json::Value>(text).is_err(),
            "{text:?}"
        );
    }
}

#[test]
fn a_repeated_key_is_refused_however_it_is_spelled() {
    let repeated = |text: &str| {
        let found = read_json(source(), text).err();
        found.map_or(0, |found| {
            assert!(found.iter().all(|it| it.code == codes::JSON_KEY_TWICE));
            found.len()
        })
    };
    assert_eq!(repeated(r#"{"a": 1, "A": 2, "b": {"a": 3}}"#), 0);
    assert_eq!(repeated(r#"{"a": 1, "\u0061": 2}"#), 1);
    assert_eq!(
        repeated(r#"[{"a": 1, "a": 2}, {"x": {"b": 1, "b": 2, "b": 3}}]"#),
        3
    );
    // Objects of many members are searched in another way.
    let many: Vec<String> = (0..1_000).map(|n| format!("\"k{n}\": {n}")).collect();
    assert_eq!(repeated(&format!("{{{}}}", many.join(","))), 0);
    assert_eq!(
        repeated(&format!("{{{}, \"k\\u0037\": 1}}", many.join(","))),
        1
    );
    // What one text is told of has an end.
    assert_eq!(
        repeated(&format!("{{{}, {}}}", many.join(","), many.join(","))),
        100
    );
}

#[test]
fn nesting_has_a_limit_of_its_own() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert!(parse(&nested(MAX_JSON_NESTING)).is_some());
    for levels in [MAX_JSON_NESTING + 1, 100_000] {
        for text in [nested(levels), "[".repeat(levels), "{\"a\":".repeat(levels)] {
            let found = read_json(source(), &text).unwrap_err();
            let codes: Vec<_> = found.iter().map(|it| it.code).collect();
            assert_eq!(codes, [codes::JSON_NESTING]);
        }
    }
}

/// Texts that are nearly JSON.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        " ",
        "\n",
        "\"a\"",
        "\"b\"",
        "\"\\u00e9\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\"",
        "\"\\n\"",
        "\"\\q\"",
        "1",
        "-2.5",
        "1e3",
        "0",
        "01",
        "true",
        "false",
        "null",
        "nul",
        "\"",
        "\\",
        "é",
        "x",
    ]);
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

/// JSON, and JSON with one character taken away, put in or changed.
fn mutated() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|it| it.to_string()),
        any::<i32>().prop_map(|it| it.to_string()),
        (-1.0e6..1.0e6f64).prop_map(|it| format!("{it:?}")),
        any::<String>().prop_map(|it| serde_json::Value::from(it).to_string()),
    ];
    let value = leaf.prop_recursive(4, 24, 5, |inner| {
        let members = prop::collection::vec((any::<u8>(), inner.clone()), 0..5);
        let object = members.prop_map(|members| {
            let members: Vec<String> = members
                .into_iter()
                .map(|(key, value)| format!("\"{key}\": {value}"))
                .collect();
            format!("{{{}}}", members.join(", "))
        });
        let list = prop::collection::vec(inner, 0..5);
        prop_oneof![
            object,
            list.prop_map(|items| format!("[{}]", items.join(",")))
        ]
    });
    let character = prop::sample::select(vec![
        '"', '\\', ',', ':', '{', ']', 'u', '0', '-', '.', 'e', ' ', '\n', 'é',
    ]);
    (value, any::<prop::sample::Index>(), character, 0..4).prop_map(
        |(text, index, character, how)| {
            let mut characters: Vec<char> = text.chars().collect();
            let at = index.index(characters.len());
            match how {
                0 => {}
                1 => characters[at] = character,
                2 => characters.insert(at, character),
                _ => drop(characters.remove(at)),
            }
            characters.into_iter().collect()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn it_takes_what_serde_json_takes_and_reads_the_same(text in prop_oneof![pieces(), mutated()]) {
        let theirs = serde_json::from_str::<serde_json::Value>(&text);
        match (read_json(source(), &text), theirs) {
            (Ok(ours), Ok(theirs)) => {
                // It reads numbers; we only spell them.
                let digits = text.split(|it: char| !it.is_ascii_digit());
                let has_numbers = text.contains(['.', 'e', 'E'])
                    || text.contains("-0")
                    || digits.into_iter().any(|run| run.len() > 15);
                if !has_numbers {
                    prop_assert_eq!(value(ours.root()), reread(theirs), "{}", text);
                }
            }
            (Err(ours), Ok(_)) => {
                let is_repeated = ours.iter().all(|it| it.code == codes::JSON_KEY_TWICE);
                prop_assert!(is_repeated, "refused {:?}", text);
            }
            (Ok(_), Err(error)) => {
                prop_assert!(error.to_string().contains("number out of range"), "{error}: {text:?}");
            }
            (Err(_), Err(_)) => {}
        }
    }

    #[test]
    fn places_lie_in_the_text_and_inside_each_other(text in prop_oneof![pieces(), mutated()]) {
        let problems = match read_json(source(), &text) {
            Ok(json) => {
                let mut nodes = vec![json.root()];
                while let Some(node) = nodes.pop() {
                    let range = node.span().range();
                    prop_assert!(text.get(range.clone()).is_some_and(|part| !part.is_empty()));
                    let parts: Vec<Node<'_>> =
                        node.items().chain(node.members().flat_map(|(key, value)| [key, value])).collect();
                    let inside = |part: &Node<'_>| {
                        let part = part.span().range();
                        range.start < part.start && part.end < range.end
                    };
                    prop_assert!(parts.iter().all(inside));
                    nodes.extend(parts);
                }
                return Ok(());
            }
            Err(problems) => problems,
        };
        for problem in problems.iter() {
            prop_assert!(!problem.hints.is_empty(), "{}", problem.message);
            for label in &problem.labels {
                prop_assert!(text.get(label.span.range()).is_some(), "{}", problem.message);
            }
        }
    }
}

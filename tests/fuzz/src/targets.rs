//! One function a target. Each takes any bytes; what it asserts holds for all of them, and it panics where one of them
//! shows that it does not.

use aclc::ask::answer_case;
use aclc::diag::{Diagnostics, Format, Severity, codes, render};
use aclc::iam::PolicyKind;
use aclc::import::document::read_document;
use aclc::import::json::read_json;
use aclc::import::{self, As, Given};
use aclc::import_documents;
use aclc::pipeline::{Options, compile};
use aclc::runtime::{Policy, TreeBuilder};
use aclc::source::Sources;
use aclc::target::tree::statement_spec;
use aclc::{Input, Texts};

use crate::differential::model::differ_on_tape;
use crate::image::probe::{exercise, seal};
use crate::reference;

/// A name and a target.
pub(crate) type Target = (&'static str, fn(&[u8]));

/// Every target.
pub(crate) const TARGETS: [Target; 7] = [
    ("program", program),
    ("document", document),
    ("format", format),
    ("differ", differ),
    ("simulate", simulate),
    ("image", image),
    ("adopt", adopt),
];

/// Any text is compiled or refused, every message can be shown, and what is compiled is verified.
pub(crate) fn program(bytes: &[u8]) {
    let input = Input::Text {
        name: "fuzz.acl".to_owned(),
        bytes: bytes.to_vec(),
    };
    let options = Options {
        lints: true,
        now: Some("2026-06-30".to_owned()),
        verify: true,
        ..Options::default()
    };
    let compilation = compile(&[input], &mut Texts::default(), &options);
    show(&compilation.sources, &compilation.diagnostics);
    let is_ours = [
        codes::CONTRADICTION_WITHIN,
        codes::WRITTEN_DIFFERS,
        codes::MALFORMED_STATEMENT,
    ];
    for found in compilation.diagnostics.iter() {
        assert!(!is_ours.contains(&found.code), "{}", found.message);
    }
    assert_eq!(
        compilation.compiled.is_none(),
        compilation.diagnostics.has_errors()
    );
}

/// Any JSON is read as a document or refused, and whatever is read becomes part of a tree. The first byte says what
/// kind of policy it is.
pub(crate) fn document(bytes: &[u8]) {
    const KINDS: [PolicyKind; 7] = [
        PolicyKind::Identity,
        PolicyKind::Boundary,
        PolicyKind::Session,
        PolicyKind::Resource,
        PolicyKind::Trust,
        PolicyKind::ServiceControl,
        PolicyKind::ResourceControl,
    ];
    let Some((first, text)) = bytes.split_first() else {
        return;
    };
    let kind = KINDS[usize::from(*first) % KINDS.len()];
    let Ok(text) = std::str::from_utf8(text) else {
        return;
    };
    let mut sources = Sources::new();
    let source = sources.add("fuzz.json", text);
    let json = match read_json(source, text) {
        Ok(json) => json,
        Err(found) => return show(&sources, &found),
    };
    let (document, found) = read_document(json.root(), kind);
    show(&sources, &found);
    assert_eq!(document.is_none(), found.has_errors());
    let Some(document) = document else { return };
    let statements = document.statements.iter();
    let specs = statements.map(|statement| statement_spec(statement, "fuzz.json", 1));
    let built = TreeBuilder::new().policy(kind, "fuzz", specs);
    assert!(built.is_ok(), "{kind:?}: {built:?}");
}

/// A text that is laid out keeps its meaning, and is laid out already.
pub(crate) fn format(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let formatted = |text: &str| {
        let mut sources = Sources::new();
        let id = sources.add("fuzz.acl", text);
        let formatted = aclc::format::format(&sources, id);
        if let Err(found) = &formatted {
            show(&sources, found);
            let refused = found.iter().find(|it| it.code == codes::FORMAT_REFUSED);
            assert!(refused.is_none(), "formatting changes the meaning");
        }
        formatted.ok()
    };
    let Some(once) = formatted(text) else { return };
    assert_eq!(formatted(&once).as_deref(), Some(once.as_str()));
}

/// A program made of the bytes decides the same in all its forms, and reads back as itself.
pub(crate) fn differ(bytes: &[u8]) {
    let tape: Vec<u16> = bytes
        .chunks(2)
        .map(|pair| u16::from_le_bytes([pair[0], pair.get(1).copied().unwrap_or(0)]))
        .collect();
    if let Err(difference) = differ_on_tape(&tape) {
        panic!("{difference}");
    }
}

/// Any line is decided or refused; where the reference interpreter decides it too, both decide the same.
pub(crate) fn simulate(bytes: &[u8]) {
    let Ok(line) = std::str::from_utf8(bytes) else {
        return;
    };
    let answer = answer_case(line);
    let (Ok(found), Ok(expected)) = (answer.result, reference::decide_line(line)) else {
        return;
    };
    assert_eq!(format!("{found:?}"), format!("{expected:?}"), "{line}");
}

/// Any bytes are an image, which answers, or are refused. The same holds where whoever wrote them has set the length and the
/// checksum too, so that nothing but the records is left to check.
pub(crate) fn image(bytes: &[u8]) {
    if let Ok(policy) = Policy::from_bytes(bytes) {
        exercise(policy);
    }
    let mut sealed = bytes.to_vec();
    seal(&mut sealed);
    if let Ok(policy) = Policy::from_bytes(&sealed) {
        exercise(policy);
    }
}

/// Any JSON becomes a program's text or is refused, and the text compiles. The first byte says what it is taken for.
pub(crate) fn adopt(bytes: &[u8]) {
    let Some((first, text)) = bytes.split_first() else {
        return;
    };
    let Ok(text) = std::str::from_utf8(text) else {
        return;
    };
    let name = "fuzzed".to_owned();
    let wanted = [
        None,
        Some(As::Group(name.clone())),
        Some(As::Role(name.clone())),
        Some(As::Policy(name.clone())),
        Some(As::Boundary(name.clone())),
        Some(As::SessionPolicy(name.clone())),
        Some(As::Resource("arn:aws:s3:::fuzzed".to_owned())),
        Some(As::Guardrail(name.clone())),
        Some(As::ResourceGuardrail(name)),
    ];
    let given = [Given::Text {
        name: "fuzz.json".to_owned(),
        text: text.to_owned(),
    }];
    let options = import::Options {
        wanted: wanted[usize::from(*first) % wanted.len()].clone(),
        copies_aws_policies: true,
    };
    let adoption = import_documents(&given, &options);
    show(&adoption.sources, &adoption.diagnostics);
    assert_eq!(adoption.text.is_none(), adoption.diagnostics.has_errors());
    let Some(text) = adoption.text else { return };
    let input = Input::Text {
        name: "fuzz.acl".to_owned(),
        bytes: text.into_bytes(),
    };
    let options = Options {
        verify: true,
        ..Options::default()
    };
    let compilation = compile(&[input], &mut Texts::default(), &options);
    let is_past_limits = adoption
        .diagnostics
        .iter()
        .any(|found| found.code == codes::PAST_LIMITS);
    for found in compilation.diagnostics.iter() {
        // What AWS would not take either has been told of.
        let is_expected = is_past_limits || found.severity != Severity::Error;
        assert!(is_expected, "{} {}", found.code, found.message);
    }
}

fn show(sources: &Sources, found: &Diagnostics) {
    for format in [Format::Short, Format::Human { color: false }, Format::Json] {
        assert_eq!(render(format, sources, found).is_empty(), found.is_empty());
    }
}

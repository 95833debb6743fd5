//! Programs written in the language, with their trees.

use aclc::load::{Input, Texts, load};
use aclc::model::Program;
use aclc::runtime::{ContextEntry, ContextValue, DecideError, Decision, Request, Tree};
use aclc::source::Sources;
use aclc::target::tree::build_tree;

/// Compiles a program of one file, `a.acl`.
#[track_caller]
pub(crate) fn compile(text: &str) -> (Program, Sources) {
    let input = Input::Text {
        name: "a.acl".into(),
        bytes: text.into(),
    };
    let (loaded, mut found) = load(&[input], &mut Texts::default());
    let sources = loaded.sources;
    let (asts, more) = aclc::syntax::parse_all(&sources);
    found.append(more);
    let (program, more) = aclc::resolve::resolve(&asts, &sources, Default::default());
    found.append(more);
    let errors: Vec<String> = found
        .iter()
        .map(|found| format!("{}: {}", found.code, found.message))
        .collect();
    assert!(!found.has_errors(), "{errors:#?}");
    drop(asts);
    (program, sources)
}

/// The tree of a program.
#[track_caller]
pub(crate) fn tree(text: &str) -> Tree {
    let (program, sources) = compile(text);
    build_tree(&program, &sources).unwrap()
}

/// Decides one request with single-valued keys.
#[track_caller]
pub(crate) fn decide(
    tree: &Tree,
    principal: &str,
    action: &str,
    resource: &str,
    context: &[(&str, &str)],
) -> Result<Decision, DecideError> {
    let caller = tree.principal(principal).unwrap();
    let context: Vec<ContextEntry<'_>> = context
        .iter()
        .map(|(key, value)| (*key, ContextValue::One(value)))
        .collect();
    let request = Request::new(&caller, action, resource).with_context(&context);
    tree.decide(&request).map(|answer| answer.decision())
}

/// Checks decisions: principal, action, resource, and what is expected.
#[track_caller]
pub(crate) fn check(tree: &Tree, cases: &[(&str, &str, &str, Decision)]) {
    for (principal, action, resource, expected) in cases {
        let found = decide(tree, principal, action, resource, &[]);
        assert_eq!(found, Ok(*expected), "{principal} {action} {resource}");
    }
}

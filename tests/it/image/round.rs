use aclc::runtime::{Policy, Request, Tree};
use aclc::target::tree::{dot, json, text};

use super::{PROGRAM, answers, image};
use crate::runtime::source::tree;

#[test]
fn what_is_read_is_what_was_written() {
    let written = tree(PROGRAM);
    let read = Tree::from_bytes(written.to_bytes()).unwrap();
    assert_eq!(text(&read, None), text(&written, None));
    assert_eq!(json(&read, None), json(&written, None));
    assert_eq!(dot(&read, None), dot(&written, None));
    assert_eq!(read.to_bytes(), written.to_bytes());
    let borrowed = image();
    let borrowed = Policy::from_bytes(&borrowed).unwrap();
    let answers = answers(borrowed);
    assert_eq!(answers, super::answers(written.policy()));
    let allowed = answers
        .iter()
        .filter(|answer| matches!(answer, Ok(aclc::runtime::Decision::Allow)));
    assert!(allowed.count() > 10, "{answers:?}");
}

#[test]
fn an_image_without_provenance_decides_alike_and_says_less() {
    let whole = tree(PROGRAM);
    let small = whole.without_provenance();
    let image = small.to_bytes();
    assert!(image.len() < whole.to_bytes().len());
    // Not even unread.
    let holds = |image: &[u8], text: &str| {
        let mut places = image.windows(text.len());
        places.any(|bytes| bytes == text.as_bytes())
    };
    let provenance: Vec<_> = { whole.policy().policies() }
        .flat_map(|policy| policy.statements())
        .map(|statement| statement.provenance)
        .collect();
    let files = provenance.iter().map(|provenance| provenance.file);
    let labels = files.chain(provenance.iter().filter_map(|provenance| provenance.sid));
    for label in labels {
        assert!(holds(&whole.to_bytes(), label), "{label}");
        assert!(!holds(&image, label), "{label}");
    }
    let read = Policy::from_bytes(&image).unwrap();
    assert_eq!(answers(read), answers(whole.policy()));
    let explain = |policy: Policy<'_>| {
        let caller = policy.principal("role/Trainer").unwrap();
        let request = Request::new(&caller, "s3:GetObject", "arn:aws:s3:::lake/a.csv");
        let request = request.with("aws:SecureTransport", true);
        let explanation = policy.explain(&request).unwrap();
        explanation.lines().join("\n")
    };
    assert!(!explain(whole.policy()).contains("does not name"));
    let said = explain(read);
    assert!(
        said.contains("by a line that the image does not name (resource lake)"),
        "{said}"
    );
}

#[test]
fn many_requests_at_once_are_decided_alike() {
    let (tree, other) = (tree(PROGRAM), tree(PROGRAM));
    let callers: Vec<_> = super::PRINCIPALS
        .iter()
        .map(|principal| tree.principal(principal).unwrap())
        .chain([other.principal("user/Alice").unwrap()])
        .collect();
    // So many that they are looked at in several lots, in an order in which
    // actions and principals come again.
    let mut requests = Vec::new();
    for round in 0..5 {
        for (place, caller) in callers.iter().enumerate() {
            for (action, resource) in super::probe::ASKED
                .iter()
                .cycle()
                .skip(place + round)
                .take(4)
            {
                let request = Request::new(caller, action, resource);
                requests.push(request);
                requests.push(
                    request
                        .with("aws:SecureTransport", "true")
                        .with("aws:CurrentTime", "2026-01-01"),
                );
            }
        }
    }
    let answer = |answer: Result<aclc::runtime::Answer<'_>, _>| {
        answer.map(|answer| {
            (
                answer.decision(),
                answer.statements().collect::<Vec<_>>().len(),
            )
        })
    };
    let batch = tree.decide_batch(&requests);
    assert_eq!(batch.len(), requests.len());
    let together: Vec<_> = batch.map(answer).collect();
    let singly: Vec<_> = requests
        .iter()
        .map(|request| answer(tree.decide(request)))
        .collect();
    assert_eq!(together, singly);
    assert!(tree.decide_batch(&[]).next().is_none());
}

#[test]
fn an_image_may_lie_at_any_address() {
    let image = image();
    let expected = answers(Policy::from_bytes(&image).unwrap());
    for shift in 1..8 {
        let mut shifted = vec![0; shift];
        shifted.extend(&image);
        let policy = Policy::from_bytes(&shifted[shift..]).unwrap();
        assert_eq!(answers(policy), expected);
    }
}

#[test]
fn a_program_of_nothing_has_an_image() {
    let empty = aclc::runtime::TreeBuilder::new().finish().unwrap();
    let read = Tree::from_bytes(empty.to_bytes()).unwrap();
    assert!(read.principal("user/Alice").is_err());
    assert!(read.principal("anonymous").is_ok());
}

#[test]
fn one_image_serves_every_thread() {
    fn shared<T: Send + Sync>(_: &T) {}
    let tree = tree(PROGRAM);
    shared(&tree);
    shared(&tree.policy());
    shared(&tree.principal("user/Alice").unwrap());
}

#[test]
fn a_request_and_its_caller_are_of_one_image() {
    let (one, other) = (tree(PROGRAM), tree(PROGRAM));
    let caller = one.principal("user/Alice").unwrap();
    let request = aclc::runtime::Request::new(&caller, "s3:GetObject", "*");
    assert_eq!(
        other.decide(&request).unwrap_err(),
        aclc::runtime::DecideError::OtherTree
    );
}

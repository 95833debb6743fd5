use aclc::runtime::{Policy, Tree};
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

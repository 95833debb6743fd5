//! Many lines are tried at once: each still comes to what it comes to in its turn, and so does what is said of it.

use std::fmt::Write as _;

use super::{Resolved, resolved};

/// So few lines are lowered one after the other.
const FEW: usize = 200;

/// So many are tried at once.
const MANY: usize = 900;

/// Lines of which something is said, and others; a `let` is first asked for in the middle.
fn line(number: usize) -> String {
    match number % 9 {
        0 => format!("group G can s3:GetObject on arn:aws:s3:::lake/{number}"),
        1 => format!("group G can s3:Get* on lake/{number}"),
        2 => format!("group G can s3:GetObjekt{} on *", number % 4),
        3 => "group G can s3:Nothing* on *".to_owned(),
        4 => "group G can s3:GetObject on lakes".to_owned(),
        5 => format!("group G cannot s3:* on arn:aws:s3:::{{a,b}}-{number} when mfa"),
        6 => "group G can dynamodb:Scan on users".to_owned(),
        7 => "group G can s3:PutObject on * when office".to_owned(),
        _ => "group G can s3:GetObject on broken".to_owned(),
    }
}

fn program(lines: usize) -> Resolved {
    let mut text = String::from(
        "account prod = 111122223333\nlet lake = arn:aws:s3:::lake, arn:aws:s3:::pond\nlet office = from 203.0.113.0/24\nlet broken = arn:aws:s3:lake\n",
    );
    for number in 0..lines {
        let _ = writeln!(text, "{}", line(number));
    }
    resolved("tried.acl", &text)
}

fn said(program: &Resolved) -> Vec<String> {
    let said = program.diagnostics.iter();
    said.map(|diagnostic| format!("{diagnostic:?}")).collect()
}

#[test]
fn what_is_tried_comes_to_what_it_is() {
    let (few, many) = (program(FEW), program(MANY));
    let [few_statements, many_statements] =
        [&few, &many].map(|it| &it.program.groups[0].statements);
    assert!(few_statements.len() > FEW / 2);
    assert!(many_statements.len() > MANY / 2);
    for (one, other) in few_statements.iter().zip(many_statements) {
        assert!(
            one.same_meaning(other) && one.origin == other.origin,
            "{one:?}\n{other:?}"
        );
    }
    let (few, many) = (said(&few), said(&many));
    assert!(few.len() > FEW / 3);
    assert_eq!(few, many[..few.len()]);
}

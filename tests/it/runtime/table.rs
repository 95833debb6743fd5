//! What AWS's manuals say, case by case.

use aclc::runtime::Decision;

use super::raw::decide_case;
use crate::reference;
use crate::reference::json::Json;
use crate::reference::table::table_rows;

#[test]
fn the_tree_decides_every_case_as_the_manuals_say() {
    let mut wrong = Vec::new();
    let mut decided = 0;
    for row in table_rows().unwrap() {
        let Some(expect) = row.expect else {
            // What AWS would not store is refused before a tree is made.
            continue;
        };
        let expect = match expect {
            reference::Decision::Allow => Decision::Allow,
            reference::Decision::ExplicitDeny => Decision::ExplicitDeny,
            reference::Decision::ImplicitDeny => Decision::ImplicitDeny,
        };
        decided += 1;
        let found = decide_case(&Json::parse(&row.line).unwrap());
        if found != Ok(expect) {
            wrong.push(format!(
                "{} {}: {expect:?} expected, {found:?} found\n  {}\n  {}",
                row.file, row.id, row.rule, row.line
            ));
        }
    }
    assert!(decided > 400);
    assert!(
        wrong.is_empty(),
        "{} cases are decided otherwise:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

//! What AWS's manuals say, case by case.

use aclc::ask::answer_case;
use aclc::runtime::Decision;

use crate::reference;
use crate::reference::table::table_rows;

#[test]
fn the_tree_decides_every_case_as_the_manuals_say() {
    let mut wrong = Vec::new();
    for row in table_rows().unwrap() {
        let expect = row.expect.map(|expect| match expect {
            reference::Decision::Allow => Decision::Allow,
            reference::Decision::ExplicitDeny => Decision::ExplicitDeny,
            reference::Decision::ImplicitDeny => Decision::ImplicitDeny,
        });
        let found = answer_case(&row.line).result;
        if found.as_ref().ok() != expect.as_ref() {
            wrong.push(format!(
                "{} {}: {expect:?} expected, {found:?} found\n  {}\n  {}",
                row.file, row.id, row.rule, row.line
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} cases are decided otherwise:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

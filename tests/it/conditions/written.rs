//! What each written form becomes. A case is a program; every grant in it is
//! shown with the conditions of its statements and what is said of it.

use super::harness::lower_program;

#[test]
fn what_written_conditions_become() {
    insta::glob!("../../cases/conditions", "*.acl", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        let shown: Vec<String> = lower_program(&text)
            .iter()
            .map(|lowered| format!("{}\n{}", lowered.text, indent(&lowered.show())))
            .collect();
        assert!(!shown.is_empty(), "{} has no grant", path.display());
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "../../snapshots/conditions" }, {
            insta::assert_snapshot!(shown.join("\n"));
        });
    });
}

fn indent(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}

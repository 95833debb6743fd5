//! The cases of `tests/cases/iam`: what AWS's manuals say, one request a line, for every engine to be run over.
//!
//! A line is a case of `aclc simulate` with two members more: `expect`, the decision or `"error"` where the documents are
//! such that AWS would not store them; and `rule`, the page of AWS's manuals that says so, with "open" where it does not
//! and this project takes the reading given.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::decide_line;
use super::evaluate::Decision;
use super::json::Json;

/// One case of the table.
#[derive(Clone, Debug)]
pub(crate) struct TableRow {
    /// The file, without its folder.
    pub(crate) file: String,
    pub(crate) id: String,
    pub(crate) rule: String,
    /// `None`: the case must be refused.
    pub(crate) expect: Option<Decision>,
    /// The case as a line of `aclc simulate`, without `expect` and `rule`.
    pub(crate) line: String,
}

/// Every case of `tests/cases/iam/*.jsonl`, in order of file and line; the error names the file and line that is none.
pub(crate) fn table_rows() -> Result<Vec<TableRow>, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/iam");
    let told = |error: std::io::Error| format!("{}: {error}", folder.display());
    let entries = fs::read_dir(&folder).map_err(told)?;
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_, _>>()
        .map_err(told)?;
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "jsonl")
    });
    paths.sort();
    let mut rows = Vec::new();
    for path in paths {
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let text = fs::read_to_string(&path).map_err(told)?;
        for (index, line) in text.lines().enumerate() {
            let row = read_row(&file, line);
            rows.push(row.map_err(|error| format!("{file}:{}: {error}", index + 1))?);
        }
    }
    Ok(rows)
}

fn read_row(file: &str, line: &str) -> Result<TableRow, String> {
    let Json::Object(members) = Json::parse(line)? else {
        return Err("not an object".to_owned());
    };
    let text = |wanted: &str| {
        let found = members
            .iter()
            .find(|(name, _)| name == wanted)
            .and_then(|(_, value)| value.text());
        found
            .map(str::to_owned)
            .ok_or_else(|| format!("`{wanted}` is not a string"))
    };
    let expect = match text("expect")?.as_str() {
        "Allow" => Some(Decision::Allow),
        "ExplicitDeny" => Some(Decision::ExplicitDeny),
        "ImplicitDeny" => Some(Decision::ImplicitDeny),
        "error" => None,
        other => return Err(format!("`{other}` is not an outcome")),
    };
    let (id, rule) = (text("id")?, text("rule")?);
    let case = members
        .into_iter()
        .filter(|(name, _)| name != "expect" && name != "rule")
        .collect();
    Ok(TableRow {
        file: file.to_owned(),
        id,
        rule,
        expect,
        line: Json::Object(case).to_string(),
    })
}

#[test]
fn the_reference_decides_every_case_as_the_manuals_say() {
    let mut wrong = Vec::new();
    for row in table_rows().unwrap() {
        let decided = decide_line(&row.line);
        if decided.clone().ok() != row.expect {
            let TableRow {
                file,
                id,
                rule,
                expect,
                line,
            } = row;
            wrong.push(format!(
                "{file} {id}: expected {expect:?}, decided {decided:?}
  {rule}
  {line}"
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

#[test]
fn every_case_has_an_id_of_its_own_and_a_source() {
    let rows = table_rows().unwrap();
    assert!(rows.len() >= 400, "only {} cases were found", rows.len());
    let mut ids = BTreeSet::new();
    for row in &rows {
        assert!(ids.insert(&row.id), "the id {} stands twice", row.id);
        let sourced = row.rule.starts_with("IAM User Guide: ")
            || row.rule.starts_with("AWS Organizations User Guide: ")
            || row.rule.starts_with("AWS STS API Reference: ")
            || row.rule.starts_with("Amazon CloudFront Developer Guide: ");
        assert!(
            sourced,
            "{}: the rule names no manual: {}",
            row.id, row.rule
        );
    }
}

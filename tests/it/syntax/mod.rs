//! Text to tree.

mod cutting;
mod generated;
mod limits;
mod mistakes;
mod trees;

use aclc::diag::Diagnostics;
use aclc::source::Sources;

/// The declarations of a text, each read alone: one with a mistake behind them
/// keeps them from being read at once.
fn read_alone(text: &str) -> String {
    let mut sources = Sources::new();
    let id = sources.add("a.acl", format!("{text}\nuser region\n"));
    let (tree, _) = aclc::syntax::parse(&sources, id);
    format!("{:?}", tree.items)
}

/// The problems, one a line: code, place, message; then the hints.
fn list(sources: &Sources, problems: &Diagnostics) -> String {
    let mut lines = Vec::new();
    for problem in problems.iter() {
        let places: Vec<String> = problem
            .labels
            .iter()
            .map(|label| {
                let place = sources.position(label.span);
                let text = sources.text(label.span);
                let shown: String = text.chars().take(30).collect();
                format!(
                    "{}:{} `{}` {}",
                    place.line,
                    place.column,
                    shown.escape_debug(),
                    label.message
                )
            })
            .collect();
        lines.push(format!("{} {}", problem.code, problem.message));
        lines.extend(
            places
                .iter()
                .map(|place| format!("    at {}", place.trim_end())),
        );
        lines.extend(problem.hints.iter().map(|hint| format!("    = {hint}")));
    }
    lines.join("\n")
}

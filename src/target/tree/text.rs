//! The tree for a person to read.

use std::fmt::Write as _;

use super::outline::{Actions, Leaf, Outline, Policy};
use crate::iam::{Effect, PolicyKind};
use crate::runtime::{
    AccountView, Caller, EntityView, LevelView, Mood, PolicyView, PrincipalsView, Tree,
    condition_in_words,
};

/// A line of the drawing, lines that continue it, and what hangs on it.
struct Branch {
    lines: Vec<String>,
    branches: Vec<Branch>,
}

/// Draws the tree: who has which policies, then each policy by service, action
/// and resource. With a caller, only what speaks for it.
pub fn text(tree: &Tree, caller: Option<&Caller<'_>>) -> String {
    draw_all(Outline::new(tree, caller), aligned)
}

/// The same of the whole tree, so that a change of the program changes no line
/// that is about something else: without the places of statements, and with
/// nothing aligned.
pub fn text_without_places(tree: &Tree) -> String {
    let mut outline = Outline::new(tree, None);
    outline.forget_places();
    draw_all(outline, apart)
}

fn draw_all(outline: Outline<'_>, rows: impl Fn(Vec<(String, String)>) -> String) -> String {
    let mut text = String::new();
    let sections = [
        rows(outline.principals.iter().map(principal_row).collect()),
        rows(outline.accounts.iter().flat_map(account_rows).collect()),
        rows(
            outline
                .resources
                .iter()
                .map(|(arn, policy)| (arn.clone().into_owned(), policy.name.to_owned()))
                .collect(),
        ),
        rows(
            outline
                .sessions
                .iter()
                .map(|(name, policy)| (format!("session {name}"), policy.name.to_owned()))
                .collect(),
        ),
    ];
    let mut policies = outline.policies;
    policies.sort_by_key(|policy| order_of(policy.kind()));
    let policies = policies.iter().map(|policy| draw(&policy_branch(policy)));
    for section in sections
        .into_iter()
        .chain(policies)
        .filter(|section| !section.is_empty())
    {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&section);
    }
    text
}

/// What grants before what limits.
fn order_of(kind: PolicyKind) -> u8 {
    match kind {
        PolicyKind::Identity => 0,
        PolicyKind::Trust => 1,
        PolicyKind::Resource => 2,
        PolicyKind::Boundary => 3,
        PolicyKind::Session => 4,
        PolicyKind::ServiceControl => 5,
        PolicyKind::ResourceControl => 6,
    }
}

/// Two columns.
fn aligned(rows: Vec<(String, String)>) -> String {
    let width = rows
        .iter()
        .map(|(left, _)| left.chars().count())
        .max()
        .unwrap_or(0);
    let mut text = String::new();
    for (left, right) in rows {
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "{left:width$}  {right}");
    }
    text
}

/// Two columns that do not know of each other.
fn apart(rows: Vec<(String, String)>) -> String {
    let mut text = String::new();
    for (left, right) in rows {
        let _ = writeln!(text, "{left}: {right}");
    }
    text
}

fn principal_row(entity: &EntityView<'_>) -> (String, String) {
    let name = entity.title();
    let mut policies: Vec<String> = names(&entity.policies);
    policies.extend(
        entity
            .unknown_policies
            .iter()
            .map(|arn| format!("{arn} (not given)")),
    );
    let mut text = if policies.is_empty() {
        "no policies".to_owned()
    } else {
        policies.join(", ")
    };
    if let Some(boundary) = entity.boundary {
        let _ = write!(text, "; within {}", boundary.name);
    }
    if let Some(trust) = entity.trust {
        let _ = write!(text, "; assumed by {}", trust.name);
    }
    (name, text)
}

fn account_rows(account: &AccountView<'_>) -> Vec<(String, String)> {
    let row = |levels: &[LevelView<'_>], what: &str| {
        let levels: Vec<String> = levels
            .iter()
            .map(|level| {
                let allow = if level.full_access {
                    ""
                } else {
                    " (allow list)"
                };
                format!(
                    "{} of {}{allow}",
                    names(&level.policies).join(", "),
                    level.target
                )
            })
            .collect();
        (!levels.is_empty()).then(|| {
            (
                format!("{what} of account {}", account.name),
                levels.join(" and "),
            )
        })
    };
    let principals = row(&account.service_levels, "principals");
    let resources = row(&account.resource_levels, "resources");
    principals.into_iter().chain(resources).collect()
}

fn names(policies: &[PolicyView<'_>]) -> Vec<String> {
    policies
        .iter()
        .map(|policy| policy.name.to_owned())
        .collect()
}

fn policy_branch(policy: &Policy<'_>) -> Branch {
    let services = policy.services.iter().map(|service| Branch {
        lines: vec![if service.name == "*" {
            "every service".to_owned()
        } else {
            service.name.clone()
        }],
        branches: service
            .actions
            .iter()
            .map(|actions| actions_branch(actions, policy.kind()))
            .collect(),
    });
    Branch {
        lines: vec![policy.view.name.to_owned()],
        branches: services.collect(),
    }
}

fn actions_branch(actions: &Actions<'_>, kind: PolicyKind) -> Branch {
    let listed = wrap(&actions.names);
    let lines = match (actions.negated, listed) {
        (false, lines) => lines,
        (true, lines) => {
            let mut lines = lines;
            if let Some(first) = lines.first_mut() {
                first.insert_str(0, "everything but ");
            }
            lines
        }
    };
    Branch {
        lines,
        branches: actions
            .leaves
            .iter()
            .map(|leaf| leaf_branch(leaf, kind))
            .collect(),
    }
}

fn leaf_branch(leaf: &Leaf<'_>, kind: PolicyKind) -> Branch {
    let effect = match leaf.effect {
        Effect::Allow => "allow",
        Effect::Deny => "DENY",
    };
    let mut place = leaf.file.to_owned();
    if leaf.line > 0 {
        let _ = write!(place, ":{}", leaf.line);
    }
    if let Some(sid) = leaf.sid {
        let _ = write!(place, " {sid}");
    }
    let mut lines = vec![format!("{effect}  {place}").trim_end().to_owned()];
    lines.extend(principals_line(&leaf.principals, kind));
    if let Some(resources) = &leaf.resources {
        let owned: Vec<String> = resources
            .iter()
            .map(|resource| resource.clone().into_owned())
            .collect();
        let lead = if leaf.resources_negated {
            "on everything but "
        } else {
            "on "
        };
        for (place, line) in wrap(&owned).into_iter().enumerate() {
            let lead = if place == 0 {
                lead.to_owned()
            } else {
                " ".repeat(lead.len())
            };
            lines.push(format!("{lead}{line}"));
        }
    }
    for (place, (operator, key, values)) in leaf.conditions.iter().enumerate() {
        let lead = if place == 0 { "if" } else { "and" };
        lines.push(format!(
            "{lead} {}",
            condition_in_words(*operator, key, values, Mood::Is)
        ));
    }
    Branch {
        lines,
        branches: Vec::new(),
    }
}

fn principals_line(principals: &PrincipalsView, kind: PolicyKind) -> Option<String> {
    match principals {
        PrincipalsView::Attached => None,
        // A resource control policy is always about everyone.
        PrincipalsView::Everyone if kind == PolicyKind::ResourceControl => None,
        PrincipalsView::Everyone => Some("to everyone".to_owned()),
        PrincipalsView::Any(names) => Some(format!("to {}", names.join(", "))),
        PrincipalsView::NoneOf(names) => Some(format!("to everyone but {}", names.join(", "))),
    }
}

/// Items in lines of a readable length.
fn wrap(items: &[String]) -> Vec<String> {
    const WIDTH: usize = 80;
    let mut lines: Vec<String> = Vec::new();
    for item in items {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 2 + item.chars().count() <= WIDTH => {
                line.push_str(", ");
                line.push_str(item);
            }
            Some(line) => {
                line.push(',');
                lines.push(item.clone());
            }
            None => lines.push(item.clone()),
        }
    }
    lines
}

fn draw(root: &Branch) -> String {
    let mut text = String::new();
    for line in &root.lines {
        let _ = writeln!(text, "{line}");
    }
    draw_branches(&root.branches, "", &mut text);
    text
}

/// Draws three levels at most: service, action, leaf.
fn draw_branches(branches: &[Branch], margin: &str, text: &mut String) {
    for (place, branch) in branches.iter().enumerate() {
        let is_last = place + 1 == branches.len();
        let (turn, beside) = if is_last {
            ("└─ ", "   ")
        } else {
            ("├─ ", "│  ")
        };
        // What continues a line stands beside what hangs on it.
        let continued = if branch.branches.is_empty() {
            ""
        } else {
            "│  "
        };
        for (number, line) in branch.lines.iter().enumerate() {
            let _ = match number {
                0 => writeln!(text, "{margin}{turn}{line}"),
                _ => writeln!(text, "{margin}{beside}{continued}{line}"),
            };
        }
        draw_branches(&branch.branches, &format!("{margin}{beside}"), text);
    }
}

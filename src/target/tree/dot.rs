//! The tree for Graphviz.

use std::fmt::Write as _;

use super::outline::{Actions, Leaf, Outline, Policy};
use crate::iam::Effect;
use crate::runtime::{Caller, Mood, PrincipalsView, Tree, condition_in_words};

/// A graph in Graphviz's language: principals, their policies, and of each
/// policy the services, actions and statements. With a caller, only what speaks
/// for it.
pub fn dot(tree: &Tree, caller: Option<&Caller<'_>>) -> String {
    let outline = Outline::new(tree, caller);
    let mut graph = Graph {
        text: String::from(
            "digraph access {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n",
        ),
        next: 0,
    };
    for policy in &outline.policies {
        graph.policy(policy);
    }
    for entity in &outline.principals {
        let id = graph.node(&entity.title(), "shape=oval, style=bold");
        for policy in &entity.policies {
            graph.edge(&id, &policy_node(policy.id), "");
        }
        if let Some(boundary) = entity.boundary {
            graph.edge(
                &id,
                &policy_node(boundary.id),
                "style=dashed, label=\"within\"",
            );
        }
        if let Some(trust) = entity.trust {
            graph.edge(
                &id,
                &policy_node(trust.id),
                "style=dotted, label=\"assumed by\"",
            );
        }
    }
    for account in &outline.accounts {
        for level in account
            .service_levels
            .iter()
            .chain(&account.resource_levels)
        {
            let id = graph.node(
                &format!("account {}, by {}", account.name, level.target),
                "shape=oval",
            );
            for policy in &level.policies {
                graph.edge(
                    &id,
                    &policy_node(policy.id),
                    "style=dashed, label=\"within\"",
                );
            }
        }
    }
    for (arn, policy) in &outline.resources {
        let id = graph.node(arn, "shape=cylinder");
        graph.edge(&id, &policy_node(policy.id), "");
    }
    for (name, policy) in &outline.sessions {
        let id = graph.node(&format!("session {name}"), "shape=oval");
        graph.edge(&id, &policy_node(policy.id), "");
    }
    graph.text.push_str("}\n");
    graph.text
}

struct Graph {
    text: String,
    next: usize,
}

fn policy_node(id: u32) -> String {
    format!("p{id}")
}

impl Graph {
    fn policy(&mut self, policy: &Policy<'_>) {
        let root = policy_node(policy.view.id);
        self.line(&format!(
            "{root} [label=\"{}\", shape=folder]",
            escape(policy.view.name)
        ));
        for service in &policy.services {
            let node = self.node(&service.name, "style=rounded");
            self.edge(&root, &node, "");
            for actions in &service.actions {
                self.actions(&node, actions);
            }
        }
    }

    fn actions(&mut self, service: &str, actions: &Actions<'_>) {
        let lead = if actions.negated {
            "everything but\n"
        } else {
            ""
        };
        let node = self.node(
            &format!("{lead}{}", actions.names.join("\n")),
            "style=rounded",
        );
        self.edge(service, &node, "");
        for leaf in &actions.leaves {
            let color = match leaf.effect {
                Effect::Allow => "color=darkgreen",
                Effect::Deny => "color=red",
            };
            let leaf = self.node(&label(leaf), color);
            self.edge(&node, &leaf, "");
        }
    }

    fn node(&mut self, label: &str, style: &str) -> String {
        let id = format!("n{}", self.next);
        self.next += 1;
        self.line(&format!("{id} [label=\"{}\", {style}]", escape(label)));
        id
    }

    fn edge(&mut self, from: &str, to: &str, style: &str) {
        if style.is_empty() {
            self.line(&format!("{from} -> {to}"));
        } else {
            self.line(&format!("{from} -> {to} [{style}]"));
        }
    }

    fn line(&mut self, line: &str) {
        // Writing to a `String` cannot fail.
        let _ = writeln!(self.text, "  {line};");
    }
}

fn label(leaf: &Leaf<'_>) -> String {
    let mut lines = vec![leaf.effect.name().to_owned()];
    match &leaf.principals {
        PrincipalsView::Attached => {}
        PrincipalsView::Everyone => lines.push("to everyone".to_owned()),
        PrincipalsView::Any(names) => lines.push(format!("to {}", names.join(", "))),
        PrincipalsView::NoneOf(names) => {
            lines.push(format!("to everyone but {}", names.join(", ")));
        }
    }
    if let Some(resources) = &leaf.resources {
        let lead = if leaf.resources_negated {
            "on everything but"
        } else {
            "on"
        };
        lines.push(format!("{lead} {}", resources.join(", ")));
    }
    for (operator, key, values) in &leaf.conditions {
        lines.push(format!(
            "if {}",
            condition_in_words(*operator, key, values, Mood::Is)
        ));
    }
    lines.push(format!("{}:{}", leaf.file, leaf.line));
    lines.join("\n")
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}

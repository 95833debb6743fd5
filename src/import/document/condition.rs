//! `Condition`: operators, under each its keys, under each its values (IAM User
//! Guide, "IAM JSON policy elements: Condition" and "Condition operators").

use std::collections::BTreeMap;

use super::reading::{Reading, shown};
use crate::diag::{Diagnostic, codes, nearest};
use crate::iam::operators::{Operator, ROWS};
use crate::iam::{Atom, Conjunction};
use crate::import::json::{JsonKind, Node};

impl Reading {
    /// The element's atoms, all of which must hold. What is wrong is reported.
    pub(super) fn condition(&mut self, condition: Node<'_>) -> Conjunction {
        let mut atoms = Vec::new();
        if condition.kind() != JsonKind::Object {
            let example = r#"{"StringEquals": {"aws:PrincipalTag/team": "ml"}}"#;
            self.wrong_type(condition, "`Condition`", "an object", example);
            return atoms;
        }
        for (name, keys) in condition.members() {
            let Some(operator) = self.operator(name) else {
                continue;
            };
            if keys.kind() != JsonKind::Object {
                let expected = "an object of condition keys";
                let example = r#"{"aws:PrincipalTag/team": "ml"}"#;
                self.wrong_type(keys, format_args!("`{operator}`"), expected, example);
                continue;
            }
            self.check_cases(operator, keys);
            for (key, values) in keys.members() {
                atoms.extend(self.atom(operator, key, values));
            }
        }
        atoms
    }

    /// Keys have no letter case, so that two spellings are two conditions on one
    /// key, both of which must hold, where a reader sees two keys (IAM User
    /// Guide, "IAM JSON policy elements: Condition").
    fn check_cases(&mut self, operator: Operator, keys: Node<'_>) {
        if keys.members().nth(1).is_none() {
            return;
        }
        let mut seen: BTreeMap<String, Node<'_>> = BTreeMap::new();
        for (key, _) in keys.members() {
            let name = key.string().unwrap_or_default().to_ascii_lowercase();
            let Some(first) = seen.insert(name, key) else {
                continue;
            };
            let message = format!(
                "{} and {} are one key, twice under `{operator}`",
                shown(first),
                shown(key)
            );
            let twice = Diagnostic::new(codes::KEY_IN_TWO_CASES, message).at(key.span());
            let negated = operator.base.row().negated;
            self.report(twice.label(first.span(), "the first one").hint(if negated {
                "write it once with the values of both, none of which may match"
            } else {
                "both conditions must hold: write it once with what the values of both have in common"
            }));
        }
    }

    fn atom(&mut self, operator: Operator, key: Node<'_>, values: Node<'_>) -> Option<Atom> {
        let name = self.text(key, "a condition key")?;
        self.check_key(key, &name);
        let values = values
            .one_or_many()
            .filter_map(|value| self.scalar(value, "a condition's value"))
            .collect();
        Some(Atom {
            operator,
            key: name,
            values,
        })
    }

    /// `service:Name`, and no variable in it.
    fn check_key(&mut self, node: Node<'_>, key: &str) {
        let is_qualified = key
            .split_once(':')
            .is_some_and(|(prefix, name)| !prefix.is_empty() && !name.is_empty());
        if is_qualified && !key.contains("${") {
            return;
        }
        let message = format!("{} is not a condition key", shown(node));
        let found = Diagnostic::new(codes::DOCUMENT_KEY, message).at(node.span());
        self.report(found.hint(if is_qualified {
            "write the key itself: no policy variable is read here"
        } else {
            "write its service before a colon, as in `aws:SourceIp` or `s3:prefix`"
        }));
    }

    /// AWS does not say whether it takes operators in other letter case; they
    /// are read, with a warning.
    fn operator(&mut self, node: Node<'_>) -> Option<Operator> {
        let written = node.string().unwrap_or_default();
        let Some(operator) = Operator::parse(&written) else {
            self.not_an_operator(node, &written);
            return None;
        };
        let name = operator.to_string();
        if name != written {
            let message = format!("IAM writes `{written}` as `{name}`");
            let found = Diagnostic::new(codes::OPERATOR_CASE, message).at(node.span());
            self.report(found.hint(format!("write `{name}`")));
        }
        Some(operator)
    }

    fn not_an_operator(&mut self, node: Node<'_>, written: &str) {
        let message = format!("{} is not a condition operator", shown(node));
        let found = Diagnostic::new(codes::DOCUMENT_OPERATOR, message).at(node.span());
        let (set, stem) = written.rsplit_once(':').unwrap_or(("", written));
        let has_set = matches!(set, "" | "ForAnyValue" | "ForAllValues");
        let (stem, suffix) = match stem.strip_suffix("IfExists") {
            Some(stem) => (stem, "IfExists"),
            None => (stem, ""),
        };
        let colon = if set.is_empty() { "" } else { ":" };
        let near = nearest(stem, ROWS.iter().map(|row| row.name)).filter(|_| stem.len() < 60);
        self.report(match near {
            Some("Null") => found.hint("write `Null` alone: it asks whether the key is there"),
            _ if !has_set => found.hint("before the colon stands `ForAnyValue` or `ForAllValues`"),
            Some(near) => found.hint(format!("did you mean `{set}{colon}{near}{suffix}`?")),
            None => found.hint(
                "the operators are `StringEquals`, `StringLike`, `ArnLike`, `Bool` and their kin",
            ),
        });
    }
}

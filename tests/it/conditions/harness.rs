//! Lowers the conditions of a program's grants, and asks the reference
//! interpreter what the result says of a request.

use std::fmt::Write;

use aclc::catalog::Catalog;
use aclc::diag::Diagnostics;
use aclc::iam::{Atom, Conjunction, Effect, Match, PolicyKind};
use aclc::resolve::condition::{self, Meaning, NameKind, Names, Place, Text};
use aclc::source::{Sources, Span};
use aclc::syntax::ast::{
    Ast, Body, Clause, ClauseKind, Declaration, Head, Item, ItemKind, LetValue, Modifiers, Term,
    Word,
};
use serde_json::{Map, Value, json};

use crate::reference;

/// What became of one grant.
pub(crate) struct Lowered {
    /// The grant as written.
    pub(crate) text: String,
    pub(crate) conditions: Option<Vec<Conjunction>>,
    pub(crate) problems: String,
}

/// Lowers every grant of a program.
pub(crate) fn lower_program(text: &str) -> Vec<Lowered> {
    let mut sources = Sources::new();
    let id = sources.add("case.acl", text);
    let (ast, problems) = aclc::syntax::parse(&sources, id);
    assert!(problems.is_empty(), "{text}\n{}", show(&sources, &problems));
    let names = Lets { ast: &ast };
    let mut found = Vec::new();
    for item in &ast.items {
        if let ItemKind::Declaration(declaration) = &item.kind {
            lower_declaration(declaration, &names, &sources, &mut found);
        }
    }
    found
}

/// Lowers one condition of a user's or group's `can`.
pub(crate) fn lower_can(condition: &str) -> Lowered {
    lower_one(&format!("group G can s3:GetObject on * {condition}\n"))
}

/// Lowers the one grant of a program.
pub(crate) fn lower_one(text: &str) -> Lowered {
    let mut found = lower_program(text);
    assert_eq!(found.len(), 1, "{text}");
    found.remove(0)
}

fn lower_declaration<'s>(
    declaration: &Declaration<'s>,
    names: &Lets<'_, 's>,
    sources: &Sources,
    found: &mut Vec<Lowered>,
) {
    let clauses: Vec<&Clause<'s>> = match &declaration.body {
        Body::Clause(clause) => vec![clause],
        Body::Block(clauses) => clauses.iter().collect(),
        Body::None | Body::Members(_) | Body::Includes(_) | Body::From(_) => Vec::new(),
    };
    for clause in clauses {
        let holder = match &declaration.head {
            Head::Users(_) | Head::Group(_) | Head::Role(_) | Head::Policy { .. } => {
                PolicyKind::Identity
            }
            Head::Boundary(_) => PolicyKind::Boundary,
            Head::SessionPolicy(_) => PolicyKind::Session,
            Head::Resource(_) => PolicyKind::Resource,
            Head::Guardrail {
                on_resources: true, ..
            } => PolicyKind::ResourceControl,
            Head::Guardrail { .. } => PolicyKind::ServiceControl,
        };
        let (kind, denies, modifiers, actions, resources): (
            _,
            _,
            &Modifiers<'s>,
            Vec<String>,
            Vec<String>,
        ) = match &clause.kind {
            ClauseKind::Grant(grant) => (
                holder,
                grant.denies,
                &grant.modifiers,
                grant
                    .actions
                    .list
                    .iter()
                    .map(|word| word.text.to_owned())
                    .collect(),
                grant
                    .resources
                    .iter()
                    .flat_map(|resources| &resources.list)
                    .map(|resource| term(resource).text)
                    .collect(),
            ),
            ClauseKind::Trusts(trust) => (
                PolicyKind::Trust,
                false,
                &trust.modifiers,
                vec!["sts:AssumeRole".to_owned()],
                Vec::new(),
            ),
            _ => continue,
        };
        let effect = if denies { Effect::Deny } else { Effect::Allow };
        let actions = Match::Any(actions);
        let resources = Match::Any(resources);
        let place = Place {
            kind,
            effect,
            span: clause.span,
            of_role: matches!(declaration.head, Head::Role(_)),
            actions: Some(&actions),
            resources: Some(&resources),
            of_own_service: false,
            catalog: Catalog::built_in(),
        };
        let mut problems = Diagnostics::new();
        let conditions = condition::lower(
            modifiers.guard.as_ref(),
            modifiers.until,
            &place,
            names,
            &mut problems,
        );
        assert_eq!(
            conditions.is_none(),
            problems.has_errors(),
            "no conditions exactly where there is an error: {}",
            sources.text(clause.span)
        );
        found.push(Lowered {
            text: sources.text(clause.span).to_owned(),
            conditions,
            problems: show(sources, &problems),
        });
    }
}

// -- what is shown ----------------------------------------------------------------

impl Lowered {
    /// The statements' conditions, a line each, and the problems.
    pub(crate) fn show(&self) -> String {
        let mut shown = String::new();
        match &self.conditions {
            None => {}
            Some(conditions) if conditions.is_empty() => shown.push_str("(no statement)\n"),
            Some(conditions) => {
                for condition in conditions {
                    writeln!(shown, "{}", block(condition)).unwrap();
                }
            }
        }
        shown + &self.problems
    }

    /// The conditions of a grant that must have no error.
    pub(crate) fn good(&self) -> &[Conjunction] {
        self.conditions
            .as_deref()
            .unwrap_or_else(|| panic!("{}\n{}", self.text, self.problems))
    }

    /// The codes of the problems.
    pub(crate) fn codes(&self) -> Vec<&str> {
        self.problems
            .lines()
            .filter_map(|line| {
                line.split(' ')
                    .nth(1)
                    .filter(|code| code.starts_with("ACL"))
            })
            .map(|code| code.trim_end_matches(':'))
            .collect()
    }
}

fn show(sources: &Sources, problems: &Diagnostics) -> String {
    let mut shown = String::new();
    for problem in problems.iter() {
        let severity = problem.severity.name();
        writeln!(shown, "{severity} {}: {}", problem.code, problem.message).unwrap();
        for label in &problem.labels {
            let text = sources.text(label.span);
            let colon = if label.message.is_empty() { "" } else { ": " };
            writeln!(shown, "  at `{text}`{colon}{}", label.message).unwrap();
        }
        for hint in &problem.hints {
            writeln!(shown, "  hint: {hint}").unwrap();
        }
    }
    shown
}

/// A `Condition` element. That no atom overwrites another is asserted.
pub(crate) fn block(condition: &Conjunction) -> Value {
    let mut operators = Map::new();
    for Atom {
        operator,
        key,
        values,
    } in condition
    {
        let keys = operators
            .entry(operator.to_string())
            .or_insert_with(|| json!({}))
            .as_object_mut()
            .unwrap();
        assert!(
            !keys.keys().any(|other| other.eq_ignore_ascii_case(key)),
            "`{operator}` holds `{key}` twice"
        );
        assert!(!values.is_empty(), "`{operator}` on `{key}` has no values");
        let value = match values.as_slice() {
            [one] => json!(one),
            many => json!(many),
        };
        keys.insert(key.clone(), value);
    }
    Value::Object(operators)
}

// -- what it says of a request ---------------------------------------------------

/// Whether one of the conditions holds, as the reference interpreter reads
/// them: a statement each, that allows.
pub(crate) fn holds(conditions: &[Conjunction], context: &Value) -> bool {
    let statements: Vec<Value> = conditions
        .iter()
        .map(|condition| statement(&block(condition)))
        .collect();
    decide(&statements, context)
}

/// The same of one operator, one key and its values.
pub(crate) fn atom_holds(operator: &str, key: &str, values: &[String], context: &Value) -> bool {
    let condition = json!({ operator: { key: values } });
    decide(&[statement(&condition)], context)
}

fn statement(condition: &Value) -> Value {
    json!({
        "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": condition,
    })
}

fn decide(statements: &[Value], context: &Value) -> bool {
    let case = json!({
        "identity": [{ "Version": "2012-10-17", "Statement": statements }],
        "request": {
            "principal": "arn:aws:iam::111111111111:user/ana",
            "action": "s3:GetObject",
            "resource": "arn:aws:s3:::bucket/key",
            "resource_account": "111111111111",
            "context": context,
        },
    });
    match reference::decide_line(&case.to_string()) {
        Ok(decision) => matches!(decision, reference::Decision::Allow),
        Err(error) => panic!("{error}\n{case}"),
    }
}

// -- names -----------------------------------------------------------------------

/// The `let` names and accounts of one file.
struct Lets<'a, 's> {
    ast: &'a Ast<'s>,
}

impl<'s> Lets<'_, 's> {
    fn items(&self) -> impl Iterator<Item = &Item<'s>> {
        self.ast.items.iter()
    }

    fn names(&self, conditions: bool) -> Vec<&'s str> {
        self.items()
            .filter_map(|item| match &item.kind {
                ItemKind::Let(found)
                    if matches!(found.value, LetValue::Condition(_)) == conditions =>
                {
                    Some(found.name.text)
                }
                _ => None,
            })
            .collect()
    }
}

impl<'s> Names<'s> for Lets<'_, 's> {
    fn fill(&self, word: Word<'s>, _: &mut Diagnostics) -> Option<Vec<Text>> {
        let text = if word.quoted {
            word.text.replace("\\\"", "\"").replace("\\\\", "\\")
        } else {
            word.text.to_owned()
        };
        Some(vec![Text {
            text,
            quoted: word.quoted,
            span: word.span,
        }])
    }

    fn look_up(&self, name: &Text, _: &mut Diagnostics) -> Option<Meaning<'_, 's>> {
        let found = self.items().find_map(|item| match &item.kind {
            ItemKind::Let(found) if found.name.text == name.text => Some(found),
            _ => None,
        })?;
        Some(match &found.value {
            LetValue::Condition(condition) => Meaning::Condition {
                condition,
                names: Box::new(Lets { ast: self.ast }),
                origin: found.name.span,
            },
            LetValue::List(terms) => Meaning::List(terms.iter().map(term).collect()),
        })
    }

    fn account_number(&self, name: &str) -> Option<String> {
        self.items().find_map(|item| match &item.kind {
            ItemKind::Account {
                name: found,
                number,
            } if found.text == name => Some(number.text.to_owned()),
            _ => None,
        })
    }

    fn nearest(&self, kind: NameKind, written: &str) -> Option<String> {
        let candidates = match kind {
            NameKind::List => self.names(false),
            NameKind::Condition => self.names(true),
            NameKind::Account => Vec::new(),
        };
        aclc::diag::nearest(written, candidates).map(str::to_owned)
    }

    fn may_be_unread(&self, _: &str) -> bool {
        false
    }
}

fn term(term: &Term<'_>) -> Text {
    let Term::Word(word) = term else {
        panic!("no constructors here");
    };
    let (text, quoted, span): (&str, bool, Span) = (word.text, word.quoted, word.span);
    Text {
        text: text.to_owned(),
        quoted,
        span,
    }
}

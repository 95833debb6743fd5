//! Every way to change one thing in a document or a manifest, so that it means something else.

use aclc::target::iam::OutputFile;
use serde_json::{Value, json};

/// What was done, and what came of it.
pub(super) type Mutation = (String, Value);

/// Changes to a policy document.
pub(super) fn document_mutations(document: &Value) -> Vec<Mutation> {
    let mut made = Vec::new();
    if document.to_string().contains("${") {
        let mut old = document.clone();
        old["Version"] = json!("2008-10-17");
        made.push(("its version is of 2008".to_owned(), old));
    }
    let count = document["Statement"].as_array().unwrap().len();
    for place in 0..count {
        let mut change = |what: String, change: &dyn Fn(&mut Value)| {
            let mut mutated = document.clone();
            change(&mut mutated["Statement"][place]);
            assert_ne!(&mutated, document, "{what} changes nothing");
            made.push((format!("statement {place}: {what}"), mutated));
        };
        statement_mutations(&document["Statement"][place], &mut change);
        let mut fewer = document.clone();
        fewer["Statement"].as_array_mut().unwrap().remove(place);
        made.push((format!("statement {place} is dropped"), fewer));
    }
    let mut more = document.clone();
    let first = more["Statement"][0].clone();
    let wider = more["Statement"].as_array_mut().unwrap();
    wider.push(first);
    let added = wider.last_mut().unwrap();
    let key = if added.get("Action").is_some() {
        "Action"
    } else {
        "NotAction"
    };
    added[key] = json!("verify:Added");
    added.as_object_mut().unwrap().remove("Sid");
    made.push(("a statement is added".to_owned(), more));
    made
}

type Change<'c> = dyn FnMut(String, &dyn Fn(&mut Value)) + 'c;

fn statement_mutations(statement: &Value, change: &mut Change<'_>) {
    let other = match statement["Effect"].as_str().unwrap() {
        "Allow" => "Deny",
        _ => "Allow",
    };
    change("its effect is the other".to_owned(), &|it| {
        it["Effect"] = json!(other);
    });
    for (plain, negated) in [
        ("Action", "NotAction"),
        ("Resource", "NotResource"),
        ("Principal", "NotPrincipal"),
    ] {
        for (name, partner) in [(plain, negated), (negated, plain)] {
            let Some(value) = statement.get(name) else {
                continue;
            };
            change(format!("`{name}` is `{partner}`"), &|it| {
                let value = it.as_object_mut().unwrap().remove(name).unwrap();
                it[partner] = value;
            });
            change(format!("`{name}` is dropped"), &|it| {
                it.as_object_mut().unwrap().remove(name);
            });
            if value != "*" {
                change(format!("`{name}` is everything"), &|it| {
                    it[name] = json!("*");
                });
            }
            leaf_mutations(value, &[name], change);
        }
    }
    if let Some(condition) = statement.get("Condition") {
        change("its condition is dropped".to_owned(), &|it| {
            it.as_object_mut().unwrap().remove("Condition");
        });
        condition_mutations(condition, change);
    }
}

fn condition_mutations(condition: &Value, change: &mut Change<'_>) {
    for (operator, keys) in condition.as_object().unwrap() {
        change(format!("`{operator}` is dropped"), &|it| {
            it["Condition"].as_object_mut().unwrap().remove(operator);
        });
        let renamed = match operator.strip_suffix("IfExists") {
            Some(stem) => stem.to_owned(),
            None if operator == "Null" => "Bool".to_owned(),
            None => format!("{operator}IfExists"),
        };
        change(format!("`{operator}` is `{renamed}`"), &|it| {
            let condition = it["Condition"].as_object_mut().unwrap();
            let keys = condition.remove(operator).unwrap();
            condition.insert(renamed.clone(), keys);
        });
        for (key, values) in keys.as_object().unwrap() {
            change(format!("`{key}` is another key"), &|it| {
                let keys = it["Condition"][operator].as_object_mut().unwrap();
                let values = keys.remove(key).unwrap();
                keys.insert(format!("{key}x"), values);
            });
            leaf_mutations(values, &["Condition", operator, key], change);
        }
    }
}

/// Changes to a text or to a list of texts, or to those in an object.
fn leaf_mutations(value: &Value, path: &[&str], change: &mut Change<'_>) {
    fn at<'v>(statement: &'v mut Value, path: &[&str]) -> &'v mut Value {
        path.iter()
            .fold(statement, |value, step| value.get_mut(*step).unwrap())
    }
    let shown = path.join(".");
    match value {
        Value::String(text) => {
            let others = [
                format!("{text}x"),
                format!("{text}*"),
                text.chars().skip(1).collect::<String>(),
            ];
            for other in others {
                change(format!("{shown} `{text}` is `{other}`"), &|it| {
                    *at(it, path) = json!(other);
                });
            }
            change(format!("{shown} has one more"), &|it| {
                *at(it, path) = json!([text, "x:added"]);
            });
        }
        Value::Array(list) => {
            for (place, text) in list.iter().enumerate() {
                change(format!("{shown} has {text} no more"), &|it| {
                    at(it, path).as_array_mut().unwrap().remove(place);
                });
                let other = format!("{}x", text.as_str().unwrap());
                change(format!("{shown} has {other} for {text}"), &|it| {
                    at(it, path)[place] = json!(other);
                });
            }
        }
        Value::Object(members) => {
            for (key, value) in members {
                let path = [path, &[key]].concat();
                leaf_mutations(value, &path, change);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => panic!("{shown}: {value}"),
    }
}

/// Changes to a manifest.
pub(super) fn manifest_mutations(manifest: &Value, files: &[OutputFile]) -> Vec<Mutation> {
    let mut made = Vec::new();
    let mut pointers = Vec::new();
    collect(manifest, "", &mut pointers);
    for pointer in &pointers {
        let Some((parent, last)) = pointer.rsplit_once('/') else {
            continue;
        };
        // It tells how a policy came to be, and nothing that anyone could do more or less by.
        if last == "part_of" {
            continue;
        }
        let mut dropped = manifest.clone();
        match dropped.pointer_mut(parent).unwrap() {
            Value::Object(members) => {
                members.remove(&last.replace("~1", "/").replace("~0", "~"));
            }
            Value::Array(items) => {
                items.remove(last.parse().unwrap());
            }
            other => panic!("{other}"),
        }
        made.push((format!("{pointer} is dropped"), dropped));
        for other in others(manifest.pointer(pointer).unwrap()) {
            let mut changed = manifest.clone();
            let what = format!("{pointer} is {other}");
            *changed.pointer_mut(pointer).unwrap() = other;
            made.push((what, changed));
        }
    }
    made.extend(swapped(manifest, &pointers, files));
    made
}

/// Where every value is, but for the whole.
fn collect(value: &Value, pointer: &str, found: &mut Vec<String>) {
    let mut add = |step: &str, value: &Value| {
        let step = step.replace('~', "~0").replace('/', "~1");
        let pointer = format!("{pointer}/{step}");
        found.push(pointer.clone());
        collect(value, &pointer, found);
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| add(key, value)),
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(place, value)| add(&place.to_string(), value));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Other values instead of a single one.
fn others(value: &Value) -> Vec<Value> {
    match value {
        Value::Null => vec![json!("x")],
        Value::Bool(is) => vec![json!(!is)],
        Value::Number(number) => vec![json!(number.as_u64().unwrap() + 1)],
        Value::String(text) => vec![json!(format!("{text}x")), Value::Null],
        Value::Array(_) | Value::Object(_) => Vec::new(),
    }
}

/// Two documents in each other's place.
fn swapped(manifest: &Value, pointers: &[String], files: &[OutputFile]) -> Vec<Mutation> {
    let text_of = |path: &str| {
        let file = files.iter().find(|file| file.path == path);
        file.map(|file| file.text.as_str())
    };
    let documents: Vec<(&String, &str)> = pointers
        .iter()
        .filter(|pointer| !pointer.contains("/managed/"))
        .filter_map(|pointer| Some((pointer, manifest.pointer(pointer)?.as_str()?)))
        .filter(|(_, path)| text_of(path).is_some())
        .collect();
    let mut made = Vec::new();
    for pair in documents.windows(2) {
        let [(one, first), (other, second)] = pair else {
            continue;
        };
        // A boundary's document is named by whom it limits too; and two parts of what one entity has say the same
        // together in whichever order.
        let owner = |pointer: &str| {
            let entry = pointer.strip_suffix("/document")?;
            manifest.pointer(&format!("{entry}/part_of"))?.as_str()
        };
        let is_one_entity = owner(one).is_some() && owner(one) == owner(other);
        if first == second || text_of(first) == text_of(second) || is_one_entity {
            continue;
        }
        let mut mutated = manifest.clone();
        *mutated.pointer_mut(one).unwrap() = json!(second);
        *mutated.pointer_mut(other).unwrap() = json!(first);
        made.push((format!("{one} and {other} have changed places"), mutated));
    }
    made
}

//! ARNs in conditions: six fields, compared one by one (IAM User Guide, "Amazon
//! Resource Name (ARN) condition operators", "IAM ARNs").

use super::variable::{Piece, has_plain, pieces};

/// What is wrong with an ARN pattern, to go on from "`...`".
pub(super) fn problem(text: &str) -> Option<String> {
    let fields = fields(text);
    let [prefix, partition, service, _region, account, ..] = fields.as_slice() else {
        return Some(format!(
            "is not an ARN: it has {}, and an ARN has six",
            count(fields.len())
        ));
    };
    if fields.len() < 6 {
        return Some(format!(
            "is not an ARN: it has {}, and an ARN has six",
            count(fields.len())
        ));
    }
    if prefix != "arn" {
        return Some("is not an ARN, which begins with `arn:`".to_owned());
    }
    if partition.is_empty() {
        return Some("names no partition".to_owned());
    }
    if service.is_empty() {
        return Some("names no service".to_owned());
    }
    if service.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Some(format!(
            "has the service `{service}` with a capital letter, which matches nothing"
        ));
    }
    let digits = account.bytes().all(|byte| byte.is_ascii_digit());
    if digits && !account.is_empty() && account.len() != 12 {
        return Some(format!(
            "has an account of {} digits, and an account has 12",
            account.len()
        ));
    }
    None
}

/// Whether it has a wildcard outside policy variables.
pub(super) fn has_wildcard(text: &str) -> bool {
    has_plain(text, &['*', '?'])
}

/// The fields, split at the colons that stand outside policy variables; the
/// sixth keeps its own.
fn fields(text: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    for piece in pieces(text).unwrap_or_default() {
        match piece {
            Piece::Plain(plain) => {
                for character in plain.chars() {
                    match (character, fields.len()) {
                        (':', 1..=5) => fields.push(String::new()),
                        _ => append(&mut fields, character.encode_utf8(&mut [0; 4])),
                    }
                }
            }
            Piece::Escape(character) => append(&mut fields, character),
            Piece::Variable { key, .. } => {
                append(&mut fields, "${");
                append(&mut fields, key);
                append(&mut fields, "}");
            }
        }
    }
    fields
}

fn append(fields: &mut [String], text: &str) {
    if let Some(last) = fields.last_mut() {
        last.push_str(text);
    }
}

fn count(fields: usize) -> String {
    match fields {
        1 => "1 field".to_owned(),
        several => format!("{several} fields"),
    }
}

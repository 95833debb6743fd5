//! An ARN that no resource of its service can have.

use crate::diag::{Diagnostic, Diagnostics, codes, nearest};
use crate::iam::Match;

use super::View;
use super::shared::holder::holders;
use super::shared::known::named_actions;

/// As many formats are shown.
const SHOWN: usize = 3;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    let known = &view.known;
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        // Where no action is known, the service may be newer than the catalog.
        let mut patterns = named_actions(statement).iter();
        if !patterns.any(|pattern| pattern == "*" || !known.actions(pattern).is_empty()) {
            continue;
        }
        let (Some(Match::Any(arns)) | Some(Match::NoneOf(arns))) = &statement.resources else {
            continue;
        };
        for arn in arns.iter().filter(|arn| is_nameless(arn)) {
            let message = format!("no resource has an empty name, as it stands in `{arn}`");
            diagnostics.push(
                Diagnostic::new(codes::NO_SUCH_RESOURCE, message)
                    .at(statement.origin)
                    .hint(format!("write the name, or `{arn}*` for every one")),
            );
        }
        let named = arns.iter().filter(|arn| !is_nameless(arn));
        for arn in named.filter(|arn| known.types(arn).is_empty()) {
            let formats = known.formats_like(arn);
            if formats.is_empty() {
                continue;
            }
            let message = format!("no resource has an ARN like `{arn}`");
            diagnostics.push(
                Diagnostic::new(codes::NO_SUCH_RESOURCE, message)
                    .at(statement.origin)
                    .hint(format!("the service has {}", likely(arn, &formats))),
            );
        }
    }
}

/// Whether an ARN ends behind the word for its type, as in `...:function:`. Of S3
/// that word is a bucket.
fn is_nameless(arn: &str) -> bool {
    let fields: Vec<&str> = arn.splitn(6, ':').collect();
    let [_, _, service, _, _, resource] = fields.as_slice() else {
        return false;
    };
    let kind = resource.strip_suffix([':', '/']).unwrap_or_default();
    let of_kind = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    *service != "s3" && !kind.is_empty() && kind.bytes().all(of_kind)
}

/// The formats that were most likely meant.
fn likely(arn: &str, formats: &[String]) -> String {
    let kind = |arn: &str| {
        let resource = arn.splitn(6, ':').nth(5).unwrap_or_default();
        let end = resource.find(['/', ':', '$', '*']);
        resource.get(..end.unwrap_or(resource.len())).map(str::to_owned)
    };
    let meant = kind(arn).unwrap_or_default();
    let kinds: Vec<String> = formats.iter().filter_map(|format| kind(format)).collect();
    let near = nearest(&meant, kinds.iter().map(String::as_str));
    let (mut first, rest): (Vec<&String>, Vec<&String>) = formats
        .iter()
        .partition(|format| kind(format).as_deref() == near && near.is_some());
    if first.is_empty() {
        first = rest;
    }
    let shown = first.iter().take(SHOWN).map(|format| format!("`{format}`"));
    shown.collect::<Vec<_>>().join(", ")
}

//! An object of S3 whose name ends in `/`: what lies below it is not meant with it.
//!
//! The console makes such objects, of no size, to show a folder. A deny of one
//! denies nothing that is in the folder.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{Match, pattern};

use super::View;
use super::shared::holder::holders;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        let resources = statement.resources.as_ref().map_or(&[][..], Match::patterns);
        for folder in resources.iter().filter(|arn| is_folder(arn)) {
            // Beside what lies below it, the folder itself is meant.
            let mut others = resources.iter().filter(|it| *it != folder);
            if others.any(|other| other.starts_with(folder.as_str())) {
                continue;
            }
            let message = format!("`{folder}` is the one object of that name, and nothing below it");
            diagnostics.push(
                Diagnostic::new(codes::FOLDER_ALONE, message)
                    .at(statement.origin)
                    .hint(format!("write `{folder}*` for what lies below")),
            );
        }
    }
}

/// Whether a pattern has no wildcard, and is of an object that ends in `/`.
fn is_folder(arn: &str) -> bool {
    let fields: Vec<&str> = arn.splitn(6, ':').collect();
    let [_, _, "s3", "", "", object] = fields.as_slice() else {
        return false;
    };
    object.ends_with('/') && object.contains('/') && !pattern::has_wildcard(object)
}

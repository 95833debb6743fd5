//! A condition on tags, beside an action that knows no tags.
//!
//! A deny that rests on a tag which the service does not send denies nothing
//! (IAM User Guide, "AWS services that work with IAM": authorization based on
//! tags).

use crate::diag::{Diagnostics, codes};

use super::View;
use super::shared::carried::report_uncarried;

const TAG_KEYS: [&str; 3] = ["aws:ResourceTag/", "aws:RequestTag/", "aws:TagKeys"];

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    let is_asked = |key: &str| {
        TAG_KEYS.iter().any(|tag| {
            let start = key.get(..tag.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(tag))
        })
    };
    report_uncarried(
        view.program,
        &view.known,
        codes::TAGS_NOT_SUPPORTED,
        is_asked,
        diagnostics,
    );
}

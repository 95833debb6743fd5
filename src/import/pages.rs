//! The pages in which AWS gives the description of an account: each but the last
//! says that it goes on (IAM API Reference, "GetAccountAuthorizationDetails":
//! `IsTruncated` and `Marker`). They come as a file each, or as a list in one.

use super::json::{JsonKind, Node};
use super::texts::Texts;
use crate::diag::{Diagnostic, codes};

/// The lists of a description.
pub(super) const LISTS: [&str; 4] = [
    "UserDetailList",
    "GroupDetailList",
    "RoleDetailList",
    "Policies",
];

/// What a page says of itself.
pub(super) const OF_PAGES: [&str; 4] = ["IsTruncated", "Marker", "NextToken", "ResponseMetadata"];

/// Descriptions whose pages are given one behind the other.
#[derive(Debug, Default)]
pub(super) struct Pages<'j> {
    /// The pages of one that goes on.
    open: Vec<Node<'j>>,
}

impl<'j> Pages<'j> {
    /// Takes a value that is a page, or a list of pages, and gives every
    /// description that it ends, by its pages. `None`: it is something else.
    pub(super) fn add(&mut self, value: Node<'j>) -> Option<Vec<Vec<Node<'j>>>> {
        let is_list = value.kind() == JsonKind::List;
        let pages: Vec<Node<'j>> = if is_list {
            value.items().collect()
        } else {
            vec![value]
        };
        if pages.is_empty() || !pages.iter().all(|page| is_page(*page)) {
            return None;
        }
        let mut whole = Vec::new();
        for page in pages {
            self.open.push(page);
            if goes_on(page).is_none() {
                whole.push(std::mem::take(&mut self.open));
            }
        }
        Some(whole)
    }

    /// Reports a description whose last page is missing: what is not here could
    /// be what denies.
    pub(super) fn finish(self, texts: &mut Texts) {
        let Some(place) = self.open.last().and_then(|page| goes_on(*page)) else {
            return;
        };
        let found = Diagnostic::new(
            codes::DUMP_INCOMPLETE,
            "the description of the account goes on elsewhere",
        );
        texts.report(found.at(place.span()).hint(
            "get all of it: `aws iam get-account-authorization-details` without `--max-items` and `--no-paginate`; or give all its pages, in order",
        ));
    }
}

fn is_page(value: Node<'_>) -> bool {
    LISTS.iter().any(|list| value.get(list).is_some())
}

/// Where a page says that another follows.
fn goes_on(page: Node<'_>) -> Option<Node<'_>> {
    let said = |key: &str| page.get(key).filter(|it| it.kind() != JsonKind::Null);
    said("IsTruncated")
        .filter(|it| it.spelling() != "false")
        .or_else(|| said("NextToken"))
        .or_else(|| said("Marker"))
}

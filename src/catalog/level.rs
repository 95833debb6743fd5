//! What kind of thing an action does.

/// The access level of an action (Service Authorization Reference, "Actions,
/// resources, and condition keys", column "Access level").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccessLevel {
    /// Shows what resources there are.
    List,
    /// Shows what is in a resource, and changes nothing.
    Read,
    /// Makes, changes or deletes resources.
    Write,
    /// Changes tags alone.
    Tagging,
    /// Grants or takes away permissions.
    Permissions,
}

impl AccessLevel {
    /// Every level, in the order of their wire numbers.
    pub const ALL: [Self; 5] = [
        Self::List,
        Self::Read,
        Self::Write,
        Self::Tagging,
        Self::Permissions,
    ];

    /// In a word: `list`, `read`, `write`, `tagging` or `permissions`.
    pub fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Read => "read",
            Self::Write => "write",
            Self::Tagging => "tagging",
            Self::Permissions => "permissions",
        }
    }

    /// The levels that a word stands for: one by its name, and `change` for
    /// writing, tagging and permissions together. None if the word is no level.
    pub fn named(name: &str) -> Option<&'static [Self]> {
        match name {
            "list" => Some(&[Self::List]),
            "read" => Some(&[Self::Read]),
            "write" => Some(&[Self::Write]),
            "tagging" => Some(&[Self::Tagging]),
            "permissions" => Some(&[Self::Permissions]),
            "change" => Some(&[Self::Write, Self::Tagging, Self::Permissions]),
            _ => None,
        }
    }

    pub(super) fn wire(self) -> u8 {
        match self {
            Self::List => 0,
            Self::Read => 1,
            Self::Write => 2,
            Self::Tagging => 3,
            Self::Permissions => 4,
        }
    }
}

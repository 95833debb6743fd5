use crate::runtime::value::fold;

/// Which letters count as the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// Only the same.
    Sensitive,
    /// Upper and lower case of ASCII, as actions compare.
    Ascii,
    /// Upper and lower case of every script.
    Unicode,
}

impl Case {
    /// The character that stands for all that count as the same.
    pub(super) fn fold(self, character: char) -> char {
        match self {
            Self::Sensitive => character,
            Self::Ascii => character.to_ascii_lowercase(),
            Self::Unicode => fold(character),
        }
    }

    pub(super) fn same(self, left: char, right: char) -> bool {
        self.fold(left) == self.fold(right)
    }
}

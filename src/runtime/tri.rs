/// Whether something holds, where the answer may hang on a time that the
/// request does not give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tri {
    /// It does not.
    No,
    /// It may.
    Maybe,
    /// It does.
    Yes,
}

impl Tri {
    /// Whether it holds, if every `Maybe` is taken for this.
    pub(crate) fn or(self, maybe: bool) -> bool {
        match self {
            Self::No => false,
            Self::Maybe => maybe,
            Self::Yes => true,
        }
    }
}

impl From<bool> for Tri {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

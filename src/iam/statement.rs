use alloc::string::String;
use alloc::vec::Vec;

/// What a statement that applies says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// A permission.
    Allow,
    /// An explicit deny: wins over every permission of any policy.
    Deny,
}

impl Effect {
    /// As a document writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Allow => "Allow",
            Self::Deny => "Deny",
        }
    }
}

/// An `Action` or `Resource` element, or its `Not` form: IAM patterns, with
/// `*`, `?` and, in resources, policy variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    /// `Action` or `Resource`: any of these.
    Any(Vec<String>),
    /// `NotAction` or `NotResource`: everything but these.
    NoneOf(Vec<String>),
}

impl Match {
    /// The patterns of either form.
    pub fn patterns(&self) -> &[String] {
        match self {
            Self::Any(patterns) | Self::NoneOf(patterns) => patterns,
        }
    }

    /// Whether it is the `Not` form.
    pub fn is_negated(&self) -> bool {
        match self {
            Self::Any(_) => false,
            Self::NoneOf(_) => true,
        }
    }

    /// Whether it is a list of actions of one service alone.
    pub fn is_of_service(&self, prefix: &str) -> bool {
        let is_its = |action: &String| {
            action
                .split_once(':')
                .is_some_and(|(service, _)| service.eq_ignore_ascii_case(prefix))
        };
        match self {
            Self::Any(actions) => actions.iter().all(is_its),
            Self::NoneOf(_) => false,
        }
    }
}

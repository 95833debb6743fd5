use crate::iam::{Conjunction, Effect, Match, PrincipalMatch, Version};
use crate::source::Span;

/// One statement: what IAM can say, one to one.
///
/// Which of the optional elements are there follows from the kind of policy
/// that holds it (`Principal` in resource, trust and resource control
/// policies; `Resource` in all but trust policies).
#[derive(Clone, Debug)]
pub struct Statement {
    /// `Sid`: letters and digits.
    pub sid: Option<String>,
    /// `Effect`
    pub effect: Effect,
    /// `Principal` or `NotPrincipal`
    pub principals: Option<PrincipalMatch>,
    /// `Action` or `NotAction`
    pub actions: Match,
    /// `Resource` or `NotResource`
    pub resources: Option<Match>,
    /// `Condition`
    pub condition: Conjunction,
    /// Whether `${...}` in it is a variable.
    pub version: Version,
    /// The grant or clause that it comes from. Several statements can come
    /// from one.
    pub origin: Span,
}

impl Statement {
    /// Whether `*` is among its actions and `*` among its resources.
    pub fn is_about_everything(&self) -> bool {
        let has_star = |element: &Match| match element {
            Match::Any(list) => list.iter().any(|pattern| pattern == "*"),
            Match::NoneOf(_) => false,
        };
        has_star(&self.actions) && self.resources.as_ref().is_some_and(has_star)
    }

    /// Whether it says the same as another, wherever they come from and
    /// whatever they are called.
    pub fn same_meaning(&self, other: &Self) -> bool {
        self.effect == other.effect
            && self.principals == other.principals
            && self.actions == other.actions
            && self.resources == other.resources
            && self.condition == other.condition
            && self.version == other.version
    }
}

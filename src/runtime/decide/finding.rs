//! What policies say to a request, before it is combined.

use crate::runtime::Tri;
use crate::runtime::arena::Id;
use crate::runtime::principal::Reach;
use crate::runtime::tree::Statement;

/// Whether something allows, and the first statement that does.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Allowing {
    pub(crate) allows: Tri,
    pub(crate) statement: Option<Id<Statement>>,
}

impl Allowing {
    pub(super) const NO: Self = Self {
        allows: Tri::No,
        statement: None,
    };
    pub(super) const YES: Self = Self {
        allows: Tri::Yes,
        statement: None,
    };

    /// Of several statements the first of the program counts.
    #[inline]
    pub(super) fn add(&mut self, applies: Tri, statement: Id<Statement>) {
        let is_first = |other| statement < other;
        if applies > self.allows || applies == self.allows && self.statement.is_some_and(is_first) {
            *self = Self {
                allows: applies,
                statement: Some(statement),
            };
        }
    }
}

/// What allows, by how far it reaches: [`Reach`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reaching([Allowing; 4]);

/// What statements that allow are added to.
pub(super) trait Allows {
    fn allow(&mut self, reach: Reach, applies: Tri, statement: Id<Statement>);
}

/// Of policies that do not say whom they are about.
impl Allows for Allowing {
    #[inline(always)]
    fn allow(&mut self, reach: Reach, applies: Tri, statement: Id<Statement>) {
        if reach == Reach::Caller {
            self.add(applies, statement);
        }
    }
}

impl Allows for Reaching {
    fn allow(&mut self, reach: Reach, applies: Tri, statement: Id<Statement>) {
        if let Some(allowing) = self.0.get_mut(reach as usize) {
            allowing.add(applies, statement);
        }
    }
}

impl Reaching {
    pub(super) const NO: Self = Self([Allowing::NO; 4]);

    pub(super) fn of(&self, reach: Reach) -> Allowing {
        self.0.get(reach as usize).copied().unwrap_or(Allowing::NO)
    }

    /// What allows, however far it reaches.
    pub(super) fn furthest(&self) -> Allowing {
        let mut furthest = Allowing::NO;
        for allowing in &self.0 {
            if let Some(statement) = allowing.statement {
                furthest.add(allowing.allows, statement);
            }
        }
        furthest
    }
}

/// What every policy says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Findings {
    pub(crate) denies: Allowing,
    pub(crate) service_levels: Tri,
    pub(crate) resource_levels: Tri,
    pub(crate) resource: Reaching,
    pub(crate) identity: Allowing,
    pub(crate) boundary: Tri,
    pub(crate) session: Tri,
}

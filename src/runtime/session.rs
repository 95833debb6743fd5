use super::Policy;
use super::arena::Id;
use super::tree::{Session, Unit};

/// A session policy of a policy.
#[derive(Clone, Copy, Debug)]
pub struct SessionPolicy<'t> {
    pub(crate) policy: Policy<'t>,
    pub(crate) unit: Id<Unit>,
}

impl<'a> Policy<'a> {
    /// Every session policy, in order.
    pub fn session_policies(self) -> impl Iterator<Item = SessionPolicy<'a>> {
        self.all::<Session>().map(move |session| SessionPolicy {
            policy: self,
            unit: session.policy,
        })
    }

    /// The session policy of a name.
    pub fn session_policy(self, name: &str) -> Option<SessionPolicy<'a>> {
        self.all::<Session>()
            .find(|session| self.text(session.name) == name)
            .map(|session| SessionPolicy {
                policy: self,
                unit: session.policy,
            })
    }
}

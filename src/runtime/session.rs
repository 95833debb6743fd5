use super::Tree;
use super::arena::Id;
use super::tree::Unit;

/// A session policy of a tree.
#[derive(Clone, Copy, Debug)]
pub struct SessionPolicy<'t> {
    pub(crate) tree: &'t Tree,
    pub(crate) unit: Id<Unit>,
}

impl Tree {
    /// Every session policy, in order.
    pub fn session_policies(&self) -> impl Iterator<Item = SessionPolicy<'_>> {
        let policies = self.sessions.iter().map(|(_, session)| session.policy);
        policies.map(|unit| SessionPolicy { tree: self, unit })
    }

    /// The session policy of a name.
    pub fn session_policy(&self, name: &str) -> Option<SessionPolicy<'_>> {
        self.sessions
            .iter()
            .find(|(_, session)| self.text(session.name) == name)
            .map(|(_, session)| SessionPolicy {
                tree: self,
                unit: session.policy,
            })
    }
}

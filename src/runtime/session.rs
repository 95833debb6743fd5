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
    /// The session policy of a name.
    pub fn session_policy(&self, name: &str) -> Option<SessionPolicy<'_>> {
        self.sessions
            .iter()
            .find(|(_, session)| self.text(session.name) == name)
            .map(|(_, session)| SessionPolicy { tree: self, unit: session.policy })
    }
}

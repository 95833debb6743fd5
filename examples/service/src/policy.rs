//! The policy that decides: the one that is compiled in, until another is loaded
//! beside it.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use aclc::runtime::{Decision, ImageError, Policy, Principal, Request, Tree};
use arc_swap::ArcSwap;

use crate::{access, guard};

/// A policy that is in force.
pub enum Live {
    /// The one that this was built with.
    BuiltIn,
    /// One from a file.
    Loaded(Tree),
}

impl Live {
    /// What decides.
    pub fn policy(&self) -> Policy<'_> {
        match self {
            Self::BuiltIn => access::POLICY,
            Self::Loaded(tree) => tree.policy(),
        }
    }
}

/// The policy in force, and where another comes from.
pub struct Current {
    live: ArcSwap<Live>,
    image: PathBuf,
}

/// Whom the service itself knows by name: a policy without them is not for it.
const NEEDED: [Principal; 3] = [
    access::group::READERS,
    access::group::EDITORS,
    access::group::OPERATORS,
];

impl Current {
    /// The built-in policy, and the file that another is loaded from.
    pub fn new(image: PathBuf) -> Self {
        Self {
            live: ArcSwap::from_pointee(Live::BuiltIn),
            image,
        }
    }

    /// The policy as it is now. A request keeps the one that it began with.
    pub fn get(&self) -> Arc<Live> {
        self.live.load_full()
    }

    /// Loads the file beside the policy in force, checks all of it, and only then
    /// puts it in that one's place, at once for all that is asked from then on.
    ///
    /// # Errors
    /// If the file cannot be read, is no sound image, lacks somebody whom the
    /// service names, or would be the last; then the policy stays as it is.
    pub async fn reload(&self) -> Result<(), ReloadError> {
        let bytes = tokio::fs::read(&self.image)
            .await
            .map_err(ReloadError::Unread)?;
        let tree = Tree::from_bytes(bytes).map_err(ReloadError::Unsound)?;
        for principal in NEEDED {
            if tree.principal(principal.key()).is_err() {
                return Err(ReloadError::Lacks(principal));
            }
        }
        if !can_be_replaced(&tree) {
            return Err(ReloadError::IsFinal);
        }
        self.live.store(Arc::new(Live::Loaded(tree)));
        Ok(())
    }
}

/// Whether operators may load yet another policy after this one.
fn can_be_replaced(tree: &Tree) -> bool {
    let Ok(operators) = tree.principal(access::group::OPERATORS.key()) else {
        return false;
    };
    let answer = tree.decide(&Request::new(&operators, guard::RELOAD, "*"));
    answer.is_ok_and(|answer| answer.decision() == Decision::Allow)
}

/// Why a policy was not loaded.
#[derive(Debug)]
pub enum ReloadError {
    /// The file cannot be read.
    Unread(io::Error),
    /// It is no image, or none that this program can read.
    Unsound(ImageError),
    /// It has no such principal.
    Lacks(Principal),
    /// No operator could load another after it.
    IsFinal,
}

impl fmt::Display for ReloadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unread(error) => write!(formatter, "the image cannot be read: {error}"),
            Self::Unsound(error) => error.fmt(formatter),
            Self::Lacks(principal) => write!(formatter, "the policy has no {principal}"),
            Self::IsFinal => formatter.write_str("with it operators could load no other policy"),
        }
    }
}

//! A program that is compiled into another: what [`include_policy!`] brings in.
//!
//! [`include_policy!`]: crate::include_policy

use core::fmt;

use super::Policy;
use super::caller::Caller;
use super::tree::EntityKind;

/// Brings in the policy that [`build::Config`] has made of a program.
///
/// It stands in a module of its own, which then has
///
/// - `POLICY`, a `static` [`Policy`]. It was checked when it was built, lies in
///   the program's read-only data, and costs nothing to begin with: there is
///   nothing to load, and so nothing that could fail;
/// - the modules `user`, `group` and `role`, with a [`Principal`] for each of the
///   program's, and `account`, with an [`Account`] for each that has a number.
///   A group that is renamed in the program is an error where the host program
///   still goes by its old name.
///
/// ```ignore
/// mod team {
///     aclc::include_policy!("team");
/// }
///
/// let trainer = team::role::TRAINER.caller();
/// let request = Request::new(&trainer, "s3:GetObject", "arn:aws:s3:::lake/a.csv");
/// let answer = team::POLICY.decide(&request)?;
/// ```
///
/// A constant is called as its principal is, in capitals: a `_` goes before a
/// capital that follows a small letter, and before the last of several capitals
/// that a small letter follows; what is neither letter nor digit becomes a `_`,
/// several of them one; and one goes before a name that begins with a digit. So `ML-Engineers` is
/// `ML_ENGINEERS`, `dataReader` is `DATA_READER`, `APIClient` is `API_CLIENT` and
/// `ann@example.com` is `ANN_EXAMPLE_COM`. Where a program has several accounts,
/// the account goes before the name of whoever is in another than the first:
/// `DEV_ANN`. Two names that become one are an error of the build.
///
/// # Errors
/// All of them are errors while the host program is compiled: there is no
/// `OUT_DIR`, for the package has no `build.rs`; there is no policy of that name
/// in it; or it was built by a version of this crate that writes another format.
///
#[cfg_attr(feature = "compiler", doc = "[`build::Config`]: crate::build::Config")]
#[cfg_attr(not(feature = "compiler"), doc = "[`build::Config`]: crate")]
#[macro_export]
macro_rules! include_policy {
    ($name:literal) => {
        include!(concat!(
            env!(
                "OUT_DIR",
                "`include_policy!` brings in what a `build.rs` has made, and this package has none: \
                 see `aclc::build::Config`"
            ),
            "/",
            $name,
            ".policy.rs"
        ));
    };
}

/// A user, group or role of a program that is compiled in.
///
/// Its [`key`](Self::key) is good for any other image of the program too:
///
/// ```
#[doc = include_str!("example.txt")]
/// # use aclc::runtime::{EntityKind, Principal};
/// # let program = "role Trainer { trusts service sagemaker can s3:Get* on arn:aws:s3:::lake/* }";
/// # let reloaded = compiled(program)?;
/// # let tree: &'static _ = Box::leak(Box::new(compiled(program)?));
/// # let policy: &'static _ = Box::leak(Box::new(tree.policy()));
/// # let trainer = Principal::embedded(policy, EntityKind::Role, "role/Trainer");
/// use aclc::runtime::{Decision, Request};
///
/// // let trainer = team::role::TRAINER;
/// let caller = trainer.caller();
/// let request = Request::new(&caller, "s3:GetObject", "arn:aws:s3:::lake/a.csv");
/// assert_eq!(policy.decide(&request)?.decision(), Decision::Allow);
///
/// let caller = reloaded.principal(trainer.key())?;
/// let request = Request::new(&caller, "s3:GetObject", "arn:aws:s3:::lake/a.csv");
/// assert_eq!(reloaded.decide(&request)?.decision(), Decision::Allow);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct Principal {
    policy: &'static Policy<'static>,
    key: &'static str,
    kind: EntityKind,
}

impl Principal {
    /// Of a policy that has a principal with this key.
    #[doc(hidden)]
    pub const fn embedded(
        policy: &'static Policy<'static>,
        kind: EntityKind,
        key: &'static str,
    ) -> Self {
        Self { policy, key, kind }
    }

    /// What [`Policy::principal`] takes, such as `role/Trainer`.
    pub const fn key(self) -> &'static str {
        self.key
    }

    /// Which of them it is.
    pub const fn kind(self) -> EntityKind {
        self.kind
    }

    /// Who asks, in the policy that is compiled in: what
    /// [`Policy::principal`] finds by the key, which the build has looked up
    /// before. Resolve once, and ask often.
    pub fn caller(self) -> Caller<'static> {
        // Were it not there, this is a caller of no policy, about whom none
        // decides anything.
        let found = self.policy.principal(self.key);
        found.unwrap_or_else(|_| Policy::NOTHING.no_one())
    }
}

impl PartialEq for Principal {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Principal {}

impl fmt::Debug for Principal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.key)
    }
}

impl fmt::Display for Principal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.key)
    }
}

/// An account of a program that is compiled in.
///
/// ```
#[doc = include_str!("example.txt")]
/// let program = "
///     account prod = 111122223333
///     user Ann can s3:Get* on *
/// ";
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// use aclc::runtime::{Decision, Request};
/// # let prod = aclc::runtime::Account::embedded("prod", "111122223333");
///
/// // let prod = team::account::PROD;
/// let ann = policy.principal("user/Ann")?;
/// let request = Request::new(&ann, "s3:GetObject", "arn:aws:s3:::lake/a.csv")
///     .with_resource_account(prod.number());
/// assert_eq!(policy.decide(&request)?.decision(), Decision::Allow);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    name: &'static str,
    number: &'static str,
}

impl Account {
    /// As the build has found it.
    #[doc(hidden)]
    pub const fn embedded(name: &'static str, number: &'static str) -> Self {
        Self { name, number }
    }

    /// Its name in the program.
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// Its twelve digits, as
    /// [`with_resource_account`](super::Request::with_resource_account) takes
    /// them.
    pub const fn number(self) -> &'static str {
        self.number
    }
}

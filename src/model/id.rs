//! Ids: places in the lists of a program.

use super::{
    Account, Boundary, Group, Guardrail, Policy, Program, ResourcePolicy, Role, SessionPolicy,
    Unit, User,
};

macro_rules! ids {
    ($($(#[$doc:meta])* $id:ident => $list:ident: $target:ty, $get:ident;)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $id(u32);

            impl $id {
                /// The id of a place in the list.
                pub fn new(index: usize) -> Self {
                    Self(u32::try_from(index).unwrap_or(u32::MAX))
                }

                /// The place in the list.
                pub fn index(self) -> usize {
                    self.0 as usize
                }
            }
        )*

        impl Program {
            $(
                #[doc = concat!("What an id of [`Program::", stringify!($list), "`] stands for, if it is of this program.")]
                pub fn $get(&self, id: $id) -> Option<&$target> {
                    self.$list.get(id.index())
                }
            )*
        }
    };
}

ids! {
    /// An account.
    AccountId => accounts: Account, account;
    /// An organizational unit.
    UnitId => units: Unit, unit;
    /// A user.
    UserId => users: User, user;
    /// A group.
    GroupId => groups: Group, group;
    /// A role.
    RoleId => roles: Role, role;
    /// A customer managed policy.
    PolicyId => policies: Policy, policy;
    /// A permissions boundary.
    BoundaryId => boundaries: Boundary, boundary;
    /// A session policy.
    SessionPolicyId => session_policies: SessionPolicy, session_policy;
    /// A guardrail.
    GuardrailId => guardrails: Guardrail, guardrail;
    /// A resource-based policy.
    ResourceId => resources: ResourcePolicy, resource;
}

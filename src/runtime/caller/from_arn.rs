//! Principals as ARNs name them, of the program or not.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::ToString;

use super::{Caller, CallerAccount, CallerKind, Given};
use crate::iam::is_account_number;
use crate::runtime::arena::Id;
use crate::runtime::context::AccountRef;
use crate::runtime::tree::{Entity, EntityKind};
use crate::runtime::{Policy, arn};

impl<'a> Policy<'a> {
    pub(super) fn caller_by_arn(self, text: &str) -> Option<Caller<'a>> {
        let arn = arn::parse(text)?;
        let (kind, name) = arn.resource.split_once('/').unwrap_or((arn.resource, ""));
        let known = matches!(kind, "user" | "role")
            .then(|| self.find_arn(text))
            .flatten();
        if let Some(id) = known.filter(|_| arn.service == "iam") {
            return Some(self.caller_of(id));
        }
        if !is_account_number(arn.account) {
            return None;
        }
        let last = name.rsplit('/').next().unwrap_or(name);
        let stranger = |kind, name: &str| Given {
            account: Some(match self.account_ref(arn.account) {
                AccountRef::Known(id) => CallerAccount::Known(id),
                AccountRef::Number(_) | AccountRef::Unknown => {
                    CallerAccount::Number(arn.account.to_string())
                }
            }),
            arn: Some(text.to_string()),
            user_id: (kind == CallerKind::Root).then(|| arn.account.to_string()),
            ..Given::named(name)
        };
        let stranger = |kind, name| self.nobody(kind, stranger(kind, name));
        match (arn.service, kind) {
            ("iam", "root") if name.is_empty() && !arn.resource.contains('/') => {
                Some(stranger(CallerKind::Root, ""))
            }
            ("iam", "user") if !last.is_empty() => Some(stranger(CallerKind::User, last)),
            ("iam", "role") if !last.is_empty() => Some(stranger(CallerKind::Role, last)),
            ("iam", "oidc-provider" | "saml-provider") if !name.is_empty() => {
                Some(self.nobody(CallerKind::Federated, Given::named(text)))
            }
            ("sts", "assumed-role") => {
                let (role, session) = name.split_once('/')?;
                let is_named = !role.is_empty() && !session.is_empty() && !session.contains('/');
                is_named.then(|| self.role_session(text, arn, role))
            }
            ("sts", "federated-user") if !name.is_empty() && !name.contains('/') => {
                Some(self.federated_user(text, arn, name))
            }
            _ => None,
        }
    }

    /// A session of a role, which its ARN names without the role's path.
    fn role_session(self, text: &str, arn: arn::Arn<'_>, role: &str) -> Caller<'a> {
        self.session_of_entity(EntityKind::Role, text, arn, role)
    }

    /// A session that a user made for someone. AWS's ARN for it does not say
    /// which user; by custom it carries the user's name.
    fn federated_user(self, text: &str, arn: arn::Arn<'_>, name: &str) -> Caller<'a> {
        let caller = self.session_of_entity(EntityKind::User, text, arn, name);
        let given = caller.given().cloned().unwrap_or_default();
        Caller {
            kind: CallerKind::FederatedUser,
            given: Some(Box::new(Given {
                user_id: Some(format!("{}:{name}", arn.account)),
                ..given
            })),
            ..caller
        }
    }

    /// A session of the role or user of a name, of the program or not.
    fn session_of_entity(
        self,
        kind: EntityKind,
        text: &str,
        arn: arn::Arn<'_>,
        name: &str,
    ) -> Caller<'a> {
        let known = self.named_in_account(kind, arn, name);
        let stranger = || {
            let (partition, account) = (arn.partition, arn.account);
            self.caller_by_arn(&format!(
                "arn:{partition}:iam::{account}:{}/{name}",
                kind.name()
            ))
        };
        let caller = match known {
            Some(id) => Some(self.caller_of(id)),
            None => stranger(),
        };
        let caller = caller.unwrap_or_else(|| self.nobody(CallerKind::Role, Given::named(name)));
        let given = caller.given().cloned().unwrap_or_default();
        Caller {
            given: Some(Box::new(Given {
                session: Some(text.to_string()),
                may_lack_path: known.is_none(),
                ..given
            })),
            ..caller
        }
    }

    fn named_in_account(
        self,
        kind: EntityKind,
        arn: arn::Arn<'_>,
        name: &str,
    ) -> Option<Id<Entity>> {
        let account = self.get(self.account_of_number(arn.account)?)?;
        let id = self.find_name(kind, account, name)?;
        let own = self.arn_of(self.get(id)?);
        let is_of_partition =
            own.with(|own| arn::parse(own).is_some_and(|own| own.partition == arn.partition));
        is_of_partition.then_some(id)
    }
}

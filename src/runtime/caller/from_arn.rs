//! Principals as ARNs name them, of the program or not.

use alloc::string::{String, ToString};

use super::{Caller, CallerAccount, CallerKind, Given};
use crate::iam::is_account_number;
use crate::runtime::arena::Id;
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
        let stranger = |kind, name| self.stranger(kind, text.to_string(), arn.account, name);
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

    /// A principal with an ARN of an account, about which the program says nothing.
    fn stranger(self, kind: CallerKind, arn: String, account: &str, name: &str) -> Caller<'a> {
        let given = Given {
            account: Some(match self.account_of_number(account) {
                Some(id) => CallerAccount::Known(id),
                None => CallerAccount::Number(account.to_string()),
            }),
            arn: Some(arn),
            user_id: (kind == CallerKind::Root).then(|| account.to_string()),
            ..Given::named(name)
        };
        self.nobody(kind, given)
    }

    /// A session of a role, which its ARN names without the role's path.
    fn role_session(self, text: &str, arn: arn::Arn<'_>, role: &str) -> Caller<'a> {
        self.session_of_entity(EntityKind::Role, text, arn, role)
    }

    /// A session that a user made for someone. AWS's ARN for it does not say
    /// which user; by custom it carries the user's name.
    fn federated_user(self, text: &str, arn: arn::Arn<'_>, name: &str) -> Caller<'a> {
        let mut caller = self.session_of_entity(EntityKind::User, text, arn, name);
        caller.kind = CallerKind::FederatedUser;
        caller.given.get_or_insert_default().user_id = Some([arn.account, ":", name].concat());
        caller
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
        let mut caller = match known {
            Some(id) => self.caller_of(id),
            None => {
                let (kind, caller_kind) = match kind {
                    EntityKind::Role => ("role", CallerKind::Role),
                    EntityKind::User | EntityKind::Group => ("user", CallerKind::User),
                };
                let parts = [
                    "arn:",
                    arn.partition,
                    ":iam::",
                    arn.account,
                    ":",
                    kind,
                    "/",
                    name,
                ];
                let own = parts.concat();
                match self.find_arn(&own) {
                    Some(id) => self.caller_of(id),
                    None => self.stranger(caller_kind, own, arn.account, name),
                }
            }
        };
        let given = caller.given.get_or_insert_default();
        given.session = Some(text.to_string());
        given.may_lack_path = known.is_none();
        caller
    }

    fn named_in_account(
        self,
        kind: EntityKind,
        arn: arn::Arn<'_>,
        name: &str,
    ) -> Option<Id<Entity>> {
        let account = self.get(self.account_of_number(arn.account)?)?;
        let id = self.find_name(kind, account, name)?;
        // What stands before the name has all of an ARN's colons.
        let own = arn::parse(self.arn_of(self.get(id)?).0)?;
        (own.partition == arn.partition).then_some(id)
    }
}

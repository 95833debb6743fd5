//! Whose permissions boundary is which policy.

use super::{Dump, Limited, Principal, is_of_aws};
use crate::iam::PolicyKind;
use crate::import::fields::Fields;
use crate::import::json::Node;
use crate::model::{DocumentId, Limit};

impl<'j> Dump<'_, 'j> {
    pub(super) fn boundary(&mut self, fields: Fields<'j>, who: Principal) {
        let Some(node) = fields.get("PermissionsBoundary") else {
            return;
        };
        let known = ["PermissionsBoundaryType", "PermissionsBoundaryArn"];
        let arn = Fields::of(node, "a permissions boundary", &known, self.texts)
            .and_then(|fields| fields.need_text("PermissionsBoundaryArn", self.texts));
        if let Some(arn) = arn {
            self.limited.push(Limited { who, arn, node });
        }
    }

    pub(super) fn boundaries(&mut self) {
        let mut all = std::mem::take(&mut self.limited);
        // A copy of what is AWS's own makes way for the account's own names.
        all.sort_by_key(|limited| is_of_aws(&limited.arn));
        for limited in all {
            let limit = self.limit(&limited.arn, limited.node);
            let program = &mut self.estate.program;
            let boundary = match limited.who {
                Principal::User(id) => {
                    let user = program.users.get_mut(id.index());
                    user.map(|user| &mut user.boundary)
                }
                Principal::Role(id) => {
                    let role = program.roles.get_mut(id.index());
                    role.map(|role| &mut role.boundary)
                }
            };
            if let Some(boundary) = boundary {
                *boundary = limit;
            }
        }
    }

    /// A policy that is a boundary, by its ARN.
    fn limit(&mut self, arn: &str, node: Node<'_>) -> Option<Limit> {
        if let Some(id) = self.managed.get(arn) {
            return Some(Limit::Policy(*id));
        }
        if let Some(id) = self.boundaries.get(arn) {
            return Some(Limit::Boundary(*id));
        }
        let Some(described) = self.policies.get(arn) else {
            self.not_described("boundary", arn, node);
            return None;
        };
        let (name, path) = (described.name.clone(), described.path.clone());
        let (origin, document) = (described.node.span(), described.document);
        let account = self.account.as_ref().map(|(account, _)| *account)?;
        let what = format!("the boundary `{name}`");
        let document = self.texts.document(document, PolicyKind::Boundary, &what)?;
        let id = self.estate.new_boundary(account, &name, origin);
        if let Some(boundary) = self.estate.program.boundaries.get_mut(id.index()) {
            boundary.entity.path = path;
        }
        let remark = is_of_aws(arn).then(|| format!("a copy of {arn}"));
        self.estate.add(DocumentId::Boundary(id), document, remark);
        self.boundaries.insert(arn.to_owned(), id);
        Some(Limit::Boundary(id))
    }
}

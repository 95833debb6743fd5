//! The service catalog: every AWS service, its actions, its resource types and
//! its condition keys, as the Service Authorization Reference has them.
//!
//! [`Catalog::built_in`] costs nothing until it is first asked for, and a few
//! milliseconds then. Names are looked up in any case and given back in AWS's
//! own spelling. What it holds is as old as its [date](Catalog::date): what it
//! does not know may be newer, so nobody may take its silence for proof.
//!
//! ```
//! use aclc::catalog::{AccessLevel, Catalog};
//!
//! let catalog = Catalog::built_in();
//! let action = catalog.action("S3:getobject").ok_or("unknown")?;
//! assert_eq!(action.to_string(), "s3:GetObject");
//! assert_eq!(action.level(), AccessLevel::Read);
//! let object = action.uses().find(|usage| usage.resource_type.name() == "object");
//! assert!(object.is_some());
//! # Ok::<(), &str>(())
//! ```

mod action;
mod arn;
mod bytes;
mod draft;
mod error;
mod key;
mod known_key;
mod level;
mod meant;
mod names;
mod near_arn;
mod read;
mod resource_type;
mod service;
mod shortest;
mod tables;
mod write;

pub use action::{Action, ResourceUse};
pub use arn::ResourceTypes;
pub use draft::{Draft, DraftAction, DraftKey, DraftResourceType, DraftService, DraftUse, Source};
pub use error::ReadError;
pub use key::ConditionKey;
pub use known_key::KnownKey;
pub use level::AccessLevel;
pub use resource_type::{ArnFormat, ResourceType};
pub use service::Service;
pub use write::encode;

use std::sync::OnceLock;

use arn::ArnIndex;
use names::Names;
use tables::Tables;

/// What every catalog begins with.
const MARK: [u8; 7] = *b"aclcat\n";

/// The version of the format that is read and written.
const FORMAT_VERSION: u8 = 1;

static BUILT_IN: Catalog = Catalog {
    tables: OnceLock::new(),
    names: Names::new(),
    arns: OnceLock::new(),
    key_templates: OnceLock::new(),
};

/// A catalog, ready for look-ups.
#[derive(Debug)]
pub struct Catalog {
    /// Of the built-in one, made when it is first asked.
    tables: OnceLock<Tables>,
    names: Names,
    /// Made when the first ARN is looked up.
    arns: OnceLock<ArnIndex>,
    /// The condition keys of which the user chooses a part; made when the first
    /// key is looked up that is none of the others.
    key_templates: OnceLock<Vec<u32>>,
}

impl Catalog {
    /// The one that this build carries.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Reads a catalog that `encode` wrote.
    ///
    /// # Errors
    ///
    /// Where the bytes are anything else, however they came to be so.
    pub fn read(bytes: &[u8]) -> Result<Self, ReadError> {
        Ok(Self {
            tables: OnceLock::from(read::read(bytes)?),
            names: Names::new(),
            arns: OnceLock::new(),
            key_templates: OnceLock::new(),
        })
    }

    fn tables(&self) -> &Tables {
        self.tables.get_or_init(|| {
            // The tests hold it to be there and whole. An empty one would know
            // nothing, and what is unknown is never taken for allowed.
            read::read(include_bytes!("built-in.catalog")).unwrap_or_default()
        })
    }

    /// The version of the data, as its source counts.
    pub fn version(&self) -> &str {
        self.tables().texts.get(self.tables().version)
    }

    /// The day of the data, such as `2026-01-31`.
    pub fn date(&self) -> &str {
        self.tables().texts.get(self.tables().date)
    }

    /// Where the data is from.
    pub fn sources(&self) -> impl Iterator<Item = Source> {
        self.tables()
            .sources
            .iter()
            .map(|[name, version, licence]| {
                let text = |text| self.tables().texts.get(text).to_owned();
                Source {
                    name: text(*name),
                    version: text(*version),
                    licence: text(*licence),
                }
            })
    }

    /// Every service, by prefix.
    pub fn services(&self) -> impl DoubleEndedIterator<Item = Service<'_>> + ExactSizeIterator {
        (0..tables::small(self.tables().services.len())).map(|index| Service::new(self, index))
    }

    /// The service with a prefix such as `s3`, in any case.
    pub fn service(&self, prefix: &str) -> Option<Service<'_>> {
        let index = self.names.service(self.tables(), prefix)?;
        Some(Service::new(self, index))
    }

    /// Every action, by service and name.
    pub fn actions(&self) -> impl DoubleEndedIterator<Item = Action<'_>> + ExactSizeIterator {
        (0..tables::small(self.tables().actions.len())).map(|index| Action::new(self, index))
    }

    /// The action `service:name`, in any case.
    pub fn action(&self, written: &str) -> Option<Action<'_>> {
        let (prefix, name) = written.split_once(':')?;
        self.service(prefix)?.action(name)
    }

    /// The actions that match a pattern of IAM such as `s3:Get*` or `*`, in
    /// any case: as IAM matches them, so that a wildcard before the colon, which
    /// it does not have, matches nothing.
    pub fn actions_matching<'c, 'p>(
        &'c self,
        pattern: &'p str,
    ) -> impl Iterator<Item = Action<'c>> + use<'c, 'p> {
        let (services, name) = match pattern.split_once(':') {
            Some((prefix, name)) => (self.service(prefix), name),
            None => (None, ""),
        };
        let all = (pattern == "*").then(|| self.actions());
        let some = services.map(|service| service.actions_matching(name));
        all.into_iter().flatten().chain(some.into_iter().flatten())
    }

    /// Every condition key, by name.
    pub fn condition_keys(
        &self,
    ) -> impl DoubleEndedIterator<Item = ConditionKey<'_>> + ExactSizeIterator {
        (0..tables::small(self.tables().keys.len())).map(|index| ConditionKey::new(self, index))
    }

    /// The condition key that a policy names, in any case: `s3:prefix`, and for
    /// `aws:RequestTag/team` the key `aws:RequestTag/${TagKey}`.
    ///
    /// Global keys are known where some service lists them; all of them are in
    /// [`iam::keys`](crate::iam::keys), which is asked first.
    pub fn condition_key(&self, name: &str) -> Option<ConditionKey<'_>> {
        key::find(self, name)
    }

    fn key_templates(&self) -> &[u32] {
        self.key_templates.get_or_init(|| {
            let templates = self.condition_keys().zip(0..);
            let templates = templates.filter(|(key, _)| key.is_template());
            templates.map(|(_, index)| index).collect()
        })
    }

    /// The resource types of all services that the ARNs which match a pattern
    /// can be of. Policy variables may stand for anything. `*` gives every one.
    pub fn resource_types_of(&self, arn: &str) -> ResourceTypes {
        self.arns().types_of(self, arn)
    }

    /// The resource types with ARNs that have this service field.
    pub fn resource_types_at(&self, service: &str) -> impl Iterator<Item = ResourceType<'_>> {
        let indices = self.arns().of_service(service);
        indices.map(|index| ResourceType::new(self, index))
    }

    fn arns(&self) -> &ArnIndex {
        self.arns.get_or_init(|| ArnIndex::new(self))
    }

    /// Every resource type, by service and name.
    pub fn resource_types(
        &self,
    ) -> impl DoubleEndedIterator<Item = ResourceType<'_>> + ExactSizeIterator {
        (0..tables::small(self.tables().types.len())).map(|index| ResourceType::new(self, index))
    }
}

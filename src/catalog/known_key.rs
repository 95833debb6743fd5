//! What is known of a condition key, whoever knows it.

use super::{Catalog, ConditionKey};
use crate::iam::ValueType;
use crate::iam::keys::{self, Arity, Sent};

/// What is known of the condition key that a policy names: by IAM's own table,
/// which is certain, or else by the catalog, which may be mistaken or old.
#[derive(Clone, Copy, Debug)]
pub enum KnownKey<'c> {
    /// A row of [`iam::keys`](crate::iam::keys).
    Listed(&'static keys::Key),
    /// A key of a service that has no row there.
    Catalogued(ConditionKey<'c>),
}

impl Catalog {
    /// What is known of the key that a policy names, in any case. `None`:
    /// nothing.
    pub fn known_key(&self, written: &str) -> Option<KnownKey<'_>> {
        let listed = keys::find(written).map(KnownKey::Listed);
        listed.or_else(|| self.condition_key(written).map(KnownKey::Catalogued))
    }
}

impl KnownKey<'_> {
    /// What its values are.
    pub fn value_type(self) -> ValueType {
        match self {
            Self::Listed(row) => row.value_type,
            Self::Catalogued(key) => key.value_type(),
        }
    }

    /// How many values a request can have for it. That a page of the Service
    /// Authorization Reference does not say that a key has many is no proof that
    /// it has one.
    pub fn arity(self) -> Arity {
        match self {
            Self::Listed(row) => row.arity,
            Self::Catalogued(key) if key.has_many() => Arity::Many,
            Self::Catalogued(_) => Arity::Unknown,
        }
    }

    /// When AWS puts it into a request.
    pub fn sent(self) -> Sent {
        match self {
            Self::Listed(row) => row.sent,
            Self::Catalogued(_) => Sent::Sometimes,
        }
    }

    /// Whether AWS itself gives values of this type.
    pub fn holds(self, value_type: ValueType) -> bool {
        match self {
            Self::Listed(row) => row.holds(value_type),
            Self::Catalogued(key) => key.value_type() == value_type,
        }
    }

    /// Whether the catalog alone knows it.
    pub fn is_catalogued(self) -> bool {
        match self {
            Self::Listed(_) => false,
            Self::Catalogued(_) => true,
        }
    }
}

use super::{AccountId, UnitId};
use crate::source::Span;

/// What fills in the ARNs that the compiler writes.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `aws`, `aws-cn` or `aws-us-gov`.
    pub partition: String,
    /// The region, where the program names one.
    pub region: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            partition: "aws".to_owned(),
            region: None,
        }
    }
}

/// An AWS account.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its name in the program.
    pub name: String,
    /// Its twelve digits; none for the account of a program that names no
    /// account.
    pub number: Option<String>,
    /// The unit that it is directly in; none under the root.
    pub unit: Option<UnitId>,
    /// Where it is declared; none for the implied one.
    pub origin: Option<Span>,
}

/// An AWS organization. Every account of the program belongs to it.
#[derive(Clone, Debug)]
pub struct Organization {
    /// Its id, such as `o-a1b2c3d4e5`.
    pub id: String,
    /// Its management account, which no guardrail reaches.
    pub management: Option<AccountId>,
    /// Where it is declared.
    pub origin: Span,
}

/// An organizational unit.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Its name.
    pub name: String,
    /// The unit that it is directly in; none under the root.
    pub parent: Option<UnitId>,
    /// Where it is declared.
    pub origin: Span,
}

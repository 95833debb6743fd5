//! Which resource types an ARN can be of.
//!
//! A format says too little to be sure: a bucket's name holds no `/` and a
//! role's path does, and both formats end in a field. So every field may stand
//! for any text, and a type is left out only where another one's format, a
//! narrower one, fits the whole of the pattern: `lake/*` is an object's, for
//! all that it can match has the slash which the format of objects adds to the
//! format of buckets. What is left in can at worst be a type too many, so that
//! nothing is taken for impossible which is not.

use super::tables::small;
use super::{Catalog, ResourceType};
use crate::iam::pattern::{covers, overlap};

/// A set of resource types of one catalog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceTypes {
    /// Ascending; nothing for every type there is.
    indices: Option<Vec<u32>>,
}

impl ResourceTypes {
    /// Whether a type is in it.
    pub fn contains(&self, one: ResourceType<'_>) -> bool {
        match &self.indices {
            Some(indices) => indices.binary_search(&one.index()).is_ok(),
            None => true,
        }
    }

    /// Whether nothing is in it: no resource has such an ARN.
    pub fn is_empty(&self) -> bool {
        self.indices.as_ref().is_some_and(Vec::is_empty)
    }

    /// Whether everything is in it, as for `*`.
    pub fn is_every(&self) -> bool {
        self.indices.is_none()
    }

    /// Its types, by service and name.
    pub fn iter<'c>(&self, catalog: &'c Catalog) -> impl Iterator<Item = ResourceType<'c>> {
        catalog
            .resource_types()
            .filter(|one| self.contains(*one))
            .collect::<Vec<_>>()
            .into_iter()
    }

    /// Adds the types of another set.
    pub fn add(&mut self, other: &Self) {
        match (&mut self.indices, &other.indices) {
            (Some(indices), Some(others)) => {
                indices.extend(others);
                indices.sort_unstable();
                indices.dedup();
            }
            (indices, None) => *indices = None,
            (None, _) => {}
        }
    }

    /// None at all.
    pub fn none() -> Self {
        Self {
            indices: Some(Vec::new()),
        }
    }
}

/// Every format as the patterns of its fields.
#[derive(Debug)]
pub(super) struct ArnIndex {
    /// By the service field.
    forms: Vec<Form>,
    /// Those whose service is a field to fill.
    of_any_service: Vec<Form>,
}

#[derive(Debug)]
struct Form {
    service: String,
    region: String,
    account: String,
    resource: String,
    resource_type: u32,
    /// The service whose page lists the type.
    page: String,
}

impl ArnIndex {
    pub(super) fn new(catalog: &Catalog) -> Self {
        let forms = catalog.resource_types().flat_map(|one| {
            one.formats().filter_map(move |format| {
                Form::new(&format.pattern(), one.index(), one.service().prefix())
            })
        });
        let (of_any_service, mut forms): (Vec<Form>, Vec<Form>) =
            forms.partition(|form| form.service == "*");
        forms.sort_by(|one, other| one.service.cmp(&other.service));
        Self {
            forms,
            of_any_service,
        }
    }

    /// The types of which some ARN has this service field.
    pub(super) fn of_service(&self, service: &str) -> impl Iterator<Item = u32> {
        self.with_service(service)
            .iter()
            .map(|form| form.resource_type)
    }

    fn with_service(&self, service: &str) -> &[Form] {
        let before = |form: &Form| form.service.as_str() < service;
        let start = self.forms.partition_point(before);
        let within = |form: &Form| form.service.as_str() <= service;
        let end = self.forms.partition_point(within);
        self.forms.get(start..end).unwrap_or_default()
    }

    /// The types that an ARN pattern can be of.
    pub(super) fn types_of(&self, catalog: &Catalog, arn: &str) -> ResourceTypes {
        if arn == "*" {
            return ResourceTypes { indices: None };
        }
        let Some(asked) = Form::new(
            &without_variables(arn),
            small(catalog.tables().types.len()),
            "",
        ) else {
            return ResourceTypes::none();
        };
        let of_service = if asked.service.contains(['*', '?']) {
            self.forms.as_slice()
        } else {
            self.with_service(&asked.service)
        };
        let forms = of_service.iter().chain(&self.of_any_service);
        let fitting: Vec<&Form> = forms.filter(|form| form.meets(&asked)).collect();
        let holding = fitting.iter().filter(|form| form.covers(&asked));
        let holding: Vec<&Form> = holding.copied().collect();
        let mut indices: Vec<u32> = fitting
            .iter()
            .filter(|form| {
                // What another service calls a kind of its own is still one to
                // the service itself.
                let is_narrower = |other: &&Form| {
                    form.page == other.page && form.covers(other) && !other.covers(form)
                };
                !holding.iter().any(is_narrower)
            })
            .map(|form| form.resource_type)
            .collect();
        indices.sort_unstable();
        indices.dedup();
        ResourceTypes {
            indices: Some(indices),
        }
    }
}

impl Form {
    /// The fields of a pattern with those it has too few of as `*`, if it ends
    /// so (IAM User Guide, "IAM JSON policy elements: Resource").
    fn new(arn: &str, resource_type: u32, page: &str) -> Option<Self> {
        let mut fields = arn.splitn(6, ':');
        let is_arn = fields.next()?;
        let is_short = arn.ends_with('*');
        let mut field = || {
            let missing = is_short.then_some("*");
            fields.next().or(missing).map(str::to_owned)
        };
        let _partition = field()?;
        let form = Self {
            service: field()?,
            region: field()?,
            account: field()?,
            resource: field()?,
            resource_type,
            page: page.to_owned(),
        };
        (is_arn == "arn").then_some(form)
    }

    /// Whether an ARN has this form and matches a pattern.
    fn meets(&self, asked: &Self) -> bool {
        overlap(&self.service, &asked.service)
            && filled(&self.region, &asked.region)
            && filled(&self.account, &asked.account)
            && overlap(&self.resource, &asked.resource)
    }

    /// Whether every ARN of the other form is one of this.
    fn covers(&self, other: &Self) -> bool {
        covers(&self.service, &other.service)
            && covers(&self.region, &other.region)
            && covers(&self.account, &other.account)
            && covers(&self.resource, &other.resource)
    }
}

/// As `overlap`, for a region or an account, which is not empty where a format
/// has a field for it.
fn filled(format: &str, asked: &str) -> bool {
    if format == "*" {
        !asked.is_empty()
    } else {
        overlap(format, asked)
    }
}

/// A pattern with `*` for each policy variable, whose value is not known.
fn without_variables(arn: &str) -> String {
    let mut out = String::with_capacity(arn.len());
    let mut rest = arn;
    while let Some((before, behind)) = rest.split_once("${") {
        out.push_str(before);
        out.push('*');
        rest = behind.split_once('}').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    out
}

//! Resource constructors: `s3.object(ml-data, *)` to an ARN, by the formats of
//! the service catalog.

use super::scope::Scope;
use super::world::World;
use crate::catalog::{ArnFormat, Catalog, ResourceType};
use crate::diag::codes::{CONSTRUCTOR_FIELDS, CONSTRUCTOR_SETTING, CONSTRUCTOR_TYPE};
use crate::diag::{Diagnostic, Diagnostics, nearest};
use crate::iam::{is_account_number, is_region};
use crate::source::Span;
use crate::syntax::ast::Constructor;

/// The fields that the program's settings fill.
const SETTINGS: [&str; 4] = ["Partition", "Region", "Account", "AccountId"];

/// One argument with its text.
struct Given {
    name: Option<String>,
    text: String,
    span: Span,
}

impl<'s> World<'_, 's> {
    /// The ARN that a constructor makes. `None` where something is wrong with
    /// it, which is then reported.
    pub(super) fn construct(
        &self,
        constructor: &Constructor<'s>,
        scope: &Scope<'s>,
        diagnostics: &mut Diagnostics,
    ) -> Option<String> {
        let given = self.given(constructor, scope, diagnostics)?;
        let name = self.text(constructor.name, scope, diagnostics)?;
        let services = self.options.services;
        let built = resource_type(self.options.catalog, services, &name, constructor.name.span)
            .and_then(|one| format(one, &given, constructor.span))
            .and_then(|format| self.fill_format(format, &given, scope, constructor.span));
        built.map_err(|wrong| diagnostics.push(wrong)).ok()
    }

    fn given(
        &self,
        constructor: &Constructor<'s>,
        scope: &Scope<'s>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<Given>> {
        let mut given = Some(Vec::new());
        for argument in &constructor.arguments {
            let text = self.text(argument.value, scope, diagnostics);
            match (text, given.as_mut()) {
                (Some(text), Some(given)) => given.push(Given {
                    name: argument.name.map(|name| name.text.to_owned()),
                    text: text.into_owned(),
                    span: argument.value.span,
                }),
                _ => given = None,
            }
        }
        given
    }

    fn fill_format(
        &self,
        format: ArnFormat<'_>,
        given: &[Given],
        scope: &Scope<'s>,
        span: Span,
    ) -> Result<String, Diagnostic> {
        let mut in_order = given.iter().filter(|given| given.name.is_none());
        let mut arn = String::new();
        for (before, field) in format.pieces() {
            arn.push_str(before);
            if field.is_empty() {
                continue;
            }
            let named = given.iter().find(|given| {
                let name = given.name.as_deref();
                name.is_some_and(|name| name.eq_ignore_ascii_case(field))
            });
            match named {
                Some(named) => arn.push_str(&checked(field, named)?),
                None if SETTINGS.contains(&field) => {
                    arn.push_str(self.setting(field, scope, span)?);
                }
                None => {
                    // `format` has counted them.
                    let next = in_order
                        .next()
                        .ok_or_else(|| missing(format, field, span))?;
                    arn.push_str(&checked(field, next)?);
                }
            }
        }
        Ok(arn)
    }

    /// What the program's settings say for a field.
    fn setting(&self, field: &str, scope: &Scope<'s>, span: Span) -> Result<&str, Diagnostic> {
        let (value, instead) = match field {
            "Partition" => (Some(self.partition()), ""),
            "Region" => (self.region(), "`region us-east-1`"),
            _ => (
                self.number_of(scope.account()),
                "`account NAME = 111122223333`",
            ),
        };
        value.ok_or_else(|| {
            Diagnostic::new(
                CONSTRUCTOR_SETTING,
                format!("the ARN needs a `{field}`, and the program names none"),
            )
            .at(span)
            .hint(format!(
                "declare {instead}, or name it here: `{field} = ...`, `{field} = *` for every one"
            ))
        })
    }
}

/// The type that `s3.object` names.
fn resource_type<'c>(
    catalog: &'c Catalog,
    services: &[String],
    written: &str,
    span: Span,
) -> Result<ResourceType<'c>, Diagnostic> {
    let wrong = |message: String| Diagnostic::new(CONSTRUCTOR_TYPE, message).at(span);
    let Some((prefix, name)) = written.split_once('.') else {
        return Err(wrong(format!("`{written}` constructs nothing")).hint(
            "a resource is constructed by its service and type, such as `s3.object(ml-data, *)`",
        ));
    };
    let Some(service) = catalog.service(prefix) else {
        if services.iter().any(|own| own.eq_ignore_ascii_case(prefix)) {
            let message =
                format!("`{prefix}` is a service of your own, and constructors are AWS's alone");
            let arn = format!("arn:aws:{}:::{name}/ID", prefix.to_ascii_lowercase());
            return Err(wrong(message).hint(format!("write the ARN out, such as `{arn}`")));
        }
        if let Some(swapped) = swapped(catalog, prefix, name) {
            let message = format!("the service stands before the type, and `{prefix}` is none");
            return Err(wrong(message).hint(format!("did you mean `{swapped}`?")));
        }
        let unknown = wrong(format!("no service of the catalog is called `{prefix}`"));
        let prefixes = catalog.services().map(crate::catalog::Service::prefix);
        return Err(match nearest(prefix, prefixes) {
            Some(near) => unknown.hint(format!("did you mean `{near}.{name}`?")),
            None => unknown.hint(format!(
                "write the ARN out, or give a newer catalog than that of {} with `--catalog`",
                catalog.date()
            )),
        });
    };
    let asked = name.to_ascii_lowercase();
    let found = service
        .resource_types()
        .find(|one| one.constructor_name() == asked);
    found.ok_or_else(|| {
        let names: Vec<String> = service
            .resource_types()
            .map(ResourceType::constructor_name)
            .collect();
        let unknown = wrong(format!("`{prefix}` has no resource type `{name}`"));
        let near = nearest(&asked, names.iter().map(String::as_str));
        let longer = names
            .iter()
            .filter(|name| name.starts_with(&format!("{asked}-")));
        let longer = longer.min_by_key(|name| name.len()).map(String::as_str);
        match near.or(longer) {
            Some(near) => unknown.hint(format!("did you mean `{service}.{near}`?")),
            None if names.is_empty() => {
                unknown.hint(format!("`{prefix}` has none: its actions are about `*`"))
            }
            None => unknown.hint(format!("it has {}", some(&names))),
        }
    })
}

/// `s3.bucket` for `bucket.s3`
fn swapped(catalog: &Catalog, prefix: &str, name: &str) -> Option<String> {
    let service = catalog.service(name)?;
    let asked = prefix.to_ascii_lowercase();
    let mut types = service.resource_types();
    let is_type = types.any(|one| one.constructor_name() == asked);
    is_type.then(|| format!("{service}.{asked}"))
}

/// The one format of a type that has all that is given, and no more to fill.
fn format<'c>(
    one: ResourceType<'c>,
    given: &[Given],
    span: Span,
) -> Result<ArnFormat<'c>, Diagnostic> {
    let fitting: Vec<ArnFormat<'c>> = one
        .formats()
        .filter(|format| fits(*format, given))
        .collect();
    match fitting.as_slice() {
        [format] => Ok(*format),
        [] => Err(does_not_fit(one, given, span)),
        several => {
            let forms: Vec<&str> = several.iter().map(|format| format.text()).collect();
            Err(Diagnostic::new(
                CONSTRUCTOR_FIELDS,
                format!("`{one}` has several ARNs that fit"),
            )
            .at(span)
            .hint(format!(
                "name a field that only the one has which you mean: `{}`",
                forms.join("` or `")
            )))
        }
    }
}

fn fits(format: ArnFormat<'_>, given: &[Given]) -> bool {
    let names = || given.iter().filter_map(|given| given.name.as_deref());
    let is_named = |field: &str| names().any(|name| name.eq_ignore_ascii_case(field));
    let has = |name: &str| {
        format
            .fields()
            .any(|field| field.eq_ignore_ascii_case(name))
    };
    let open = own_fields(format).filter(|field| !is_named(field)).count();
    let in_order = given.iter().filter(|given| given.name.is_none()).count();
    let twice = names().enumerate().any(|(at, name)| {
        names()
            .take(at)
            .any(|other| other.eq_ignore_ascii_case(name))
    });
    names().all(has) && !twice && open == in_order
}

/// The fields that the settings do not fill, in order. One that stands twice
/// is filled twice.
pub(super) fn own_fields<'c>(format: ArnFormat<'c>) -> impl Iterator<Item = &'c str> {
    format.fields().filter(|field| !SETTINGS.contains(field))
}

fn does_not_fit(one: ResourceType<'_>, given: &[Given], span: Span) -> Diagnostic {
    let Some(format) = one.formats().next() else {
        return Diagnostic::new(CONSTRUCTOR_TYPE, format!("`{one}` has no ARN")).at(span);
    };
    let call = format!(
        "{}.{}({})",
        one.service(),
        one.constructor_name(),
        own_fields(format).collect::<Vec<_>>().join(", ")
    );
    let unknown = given.iter().find_map(|given| {
        let name = given.name.as_deref()?;
        let mut fields = one.formats().flat_map(ArnFormat::fields);
        let is_field = fields.any(|field| field.eq_ignore_ascii_case(name));
        (!is_field).then_some((name, given.span))
    });
    match unknown {
        Some((name, at)) => {
            let wrong =
                Diagnostic::new(CONSTRUCTOR_FIELDS, format!("`{one}` has no field `{name}`"))
                    .at(at);
            match nearest(name, format.fields()) {
                Some(near) => wrong.hint(format!("did you mean `{near}`?")),
                None => wrong.hint(format!(
                    "its fields are `{}`",
                    format.fields().collect::<Vec<_>>().join("`, `")
                )),
            }
        }
        None => Diagnostic::new(
            CONSTRUCTOR_FIELDS,
            format!("these are not the fields of `{one}`"),
        )
        .at(span)
        .hint(format!("write `{call}`, with `*` for any value")),
    }
}

fn missing(format: ArnFormat<'_>, field: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        CONSTRUCTOR_FIELDS,
        format!("`{field}` of `{format}` is not given"),
    )
    .at(span)
}

/// A value that keeps to its field.
fn checked(field: &str, given: &Given) -> Result<String, Diagnostic> {
    let text = &given.text;
    let wrong = |message: String| Diagnostic::new(CONSTRUCTOR_FIELDS, message).at(given.span);
    if text.is_empty() {
        return Err(wrong(format!("`{field}` is empty")).hint("write `*` for any value"));
    }
    if text.starts_with("arn:") {
        let what = format!("`{text}` is a whole ARN, and `{field}` a part of one");
        return Err(wrong(what)
            .hint("write the ARN in place of the constructor, or the name alone within it"));
    }
    let is_pattern = text.contains(['*', '?']) || text.contains("${");
    match field {
        "Region" if !is_pattern && !is_region(text) => {
            Err(wrong(format!("`{text}` is not the code of a region"))
                .hint("a region's code looks like `us-east-1`"))
        }
        "Account" | "AccountId" if !is_pattern && !is_account(text) => {
            Err(wrong(format!("`{text}` is not the number of an account"))
                .hint("write its twelve digits, or `*`"))
        }
        "Partition" | "Region" | "Account" | "AccountId" if text.contains([':', '/']) => {
            Err(wrong(format!("`{text}` is more than a `{field}`")))
        }
        _ => Ok(text.clone()),
    }
}

fn is_account(text: &str) -> bool {
    text == "aws" || is_account_number(text)
}

/// A list, or as much of it as a hint has room for.
fn some(names: &[String]) -> String {
    const SHOWN: usize = 12;
    let shown: Vec<&str> = names.iter().take(SHOWN).map(String::as_str).collect();
    let more = if names.len() > SHOWN {
        ", and more"
    } else {
        ""
    };
    format!("`{}`{more}", shown.join("`, `"))
}

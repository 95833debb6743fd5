//! ARNs as the construction of a resource: `dynamodb.table(jobs)`.

use crate::catalog::{ArnFormat, Catalog};
use crate::model::Program;

/// The construction that makes an ARN, where that leaves out the number of the
/// program's account. There is none in a program of several accounts, where
/// the number would depend on the block around it.
pub(super) fn construction(arn: &str, program: &Program) -> Option<String> {
    let [account] = program.accounts.as_slice() else {
        return None;
    };
    let number = account.number.as_deref()?;
    if arn.split(':').nth(4) != Some(number) {
        return None;
    }
    let catalog = Catalog::built_in();
    let types = catalog.resource_types_of(arn);
    let mut written = types.iter(catalog).filter_map(|one| {
        // Of several formats the arguments would have to tell which one.
        let mut formats = one.formats();
        let (format, None) = (formats.next()?, formats.next()) else {
            return None;
        };
        let arguments = arguments(arn, format, number, program)?;
        let service = one.service();
        let name = one.constructor_name();
        Some(format!("{service}.{name}({})", arguments.join(", ")))
    });
    let only = written.next()?;
    written.next().is_none().then_some(only)
}

/// What to fill the fields of a format with to get an ARN, but for those that
/// the program's settings fill.
fn arguments<'a>(
    arn: &'a str,
    format: ArnFormat<'_>,
    number: &str,
    program: &Program,
) -> Option<Vec<&'a str>> {
    let mut arguments = Vec::new();
    let mut rest = arn;
    let mut pieces = format.pieces().peekable();
    while let Some((before, field)) = pieces.next() {
        rest = rest.strip_prefix(before)?;
        if field.is_empty() {
            break;
        }
        let border = pieces.peek().map_or("", |(next, _)| *next);
        let end = if border.is_empty() {
            rest.len()
        } else {
            rest.find(border)?
        };
        let (value, behind) = rest.split_at_checked(end)?;
        rest = behind;
        match field {
            "Partition" if value == program.settings.partition => {}
            "Region" if Some(value) == program.settings.region.as_deref() => {}
            "Account" | "AccountId" if value == number => {}
            "Partition" | "Region" | "Account" | "AccountId" => return None,
            _ if is_argument(value) => arguments.push(value),
            _ => return None,
        }
    }
    (rest.is_empty() && !arguments.is_empty()).then_some(arguments)
}

/// Whether a text stands for itself as an argument, and is one field of an ARN.
fn is_argument(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'*');
    text.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '*')
        && text.bytes().all(is_plain)
}

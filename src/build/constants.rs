//! What Rust calls the principals of a program.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::model::{Entity, Program};
use crate::runtime::EntityKind;
use crate::source::Span;

/// A constant of the module.
pub(super) struct Constant {
    pub(super) name: String,
    pub(super) value: Value,
}

pub(super) enum Value {
    /// A principal, by its key.
    Principal(EntityKind, String),
    /// An account, by its name and number.
    Account(String, String),
}

/// What one Rust module holds, by the name of what there is a constant of.
struct Taken<'f> {
    names: BTreeMap<String, (String, Option<Span>)>,
    found: &'f mut Diagnostics,
}

/// A constant for every user, group or role.
pub(super) fn principals(
    program: &Program,
    kind: EntityKind,
    found: &mut Diagnostics,
) -> Vec<Constant> {
    let mut taken = Taken::new(found);
    let entities: Vec<&Entity> = match kind {
        EntityKind::User => program.users.iter().map(|user| &user.entity).collect(),
        EntityKind::Group => program.groups.iter().map(|group| &group.entity).collect(),
        EntityKind::Role => program.roles.iter().map(|role| &role.entity).collect(),
    };
    let constants = entities.into_iter().filter_map(|entity| {
        let name = &entity.name;
        let account = program.account(entity.account)?;
        let full = if entity.account.index() == 0 {
            name.clone()
        } else {
            format!("{}/{name}", account.name)
        };
        let key = if program.accounts.len() == 1 {
            format!("{}/{name}", kind.name())
        } else {
            format!("{}/{}/{name}", kind.name(), account.name)
        };
        let constant = taken.name(
            &full,
            &format!("{} {name}", kind.name()),
            Some(entity.origin),
        )?;
        Some(Constant {
            name: constant,
            value: Value::Principal(kind, key),
        })
    });
    constants.collect()
}

/// A constant for every account that has a number.
pub(super) fn accounts(program: &Program, found: &mut Diagnostics) -> Vec<Constant> {
    let mut taken = Taken::new(found);
    let constants = program.accounts.iter().filter_map(|account| {
        let number = account.number.clone()?;
        let what = format!("account {}", account.name);
        let constant = taken.name(&account.name, &what, account.origin)?;
        Some(Constant {
            name: constant,
            value: Value::Account(account.name.clone(), number),
        })
    });
    constants.collect()
}

impl<'f> Taken<'f> {
    fn new(found: &'f mut Diagnostics) -> Self {
        Self {
            names: BTreeMap::new(),
            found,
        }
    }

    /// The constant of a name, unless another has it.
    fn name(&mut self, name: &str, what: &str, place: Option<Span>) -> Option<String> {
        let Some(constant) = identifier(name) else {
            self.refuse(
                format!("no constant can be called after `{what}`"),
                [(place, "")],
            );
            return None;
        };
        if let Some((other, first)) = self.names.get(&constant) {
            let (message, first) = (
                format!("`{what}` and `{other}` would be one constant, `{constant}`"),
                *first,
            );
            self.refuse(message, [(place, ""), (first, "the other")]);
            return None;
        }
        self.names
            .insert(constant.clone(), (what.to_owned(), place));
        Some(constant)
    }

    fn refuse<const N: usize>(&mut self, message: String, places: [(Option<Span>, &str); N]) {
        let mut error = Diagnostic::new(codes::NO_CONSTANT, message);
        for (place, label) in places {
            if let Some(place) = place {
                error = error.label(place, label);
            }
        }
        let hint = "give it another name, or have no constants: `.constants(false)` in `build.rs`";
        self.found.push(error.hint(hint));
    }
}

/// A name in capitals: `ML_ENGINEERS` for `ML-Engineers`, `DATA_READER` for
/// `dataReader`. Nothing where no letter and no digit is in it.
fn identifier(name: &str) -> Option<String> {
    let mut constant = String::new();
    let mut before = '_';
    let mut rest = name.chars().peekable();
    while let Some(character) = rest.next() {
        let follows = rest.peek().copied().unwrap_or('_');
        let is_plain = character.is_ascii_alphanumeric();
        let begins_word = character.is_ascii_uppercase()
            && (before.is_ascii_lowercase()
                || before.is_ascii_digit()
                || (before.is_ascii_uppercase() && follows.is_ascii_lowercase()));
        let is_apart = begins_word || !before.is_ascii_alphanumeric();
        if is_plain {
            if is_apart && !constant.is_empty() {
                constant.push('_');
            }
            constant.push(character.to_ascii_uppercase());
        }
        before = character;
    }
    if constant.starts_with(|first: char| first.is_ascii_digit()) {
        constant.insert(0, '_');
    }
    (!constant.is_empty()).then_some(constant)
}

#[cfg(test)]
mod tests {
    use super::identifier;

    #[test]
    fn names_become_identifiers() {
        let cases = [
            ("Alice", "ALICE"),
            ("ML-Engineers", "ML_ENGINEERS"),
            ("dataReader", "DATA_READER"),
            ("APIClient", "API_CLIENT"),
            ("ClientAPI", "CLIENT_API"),
            ("S3Read", "S3_READ"),
            ("ec2-admins", "EC2_ADMINS"),
            ("ann@example.com", "ANN_EXAMPLE_COM"),
            ("a__b", "A_B"),
            ("+=,.@-a-", "A"),
            ("1st", "_1ST"),
            ("dev/Ann", "DEV_ANN"),
        ];
        for (name, constant) in cases {
            assert_eq!(identifier(name).as_deref(), Some(constant), "{name}");
        }
        assert_eq!(identifier("+=,.@-"), None);
    }
}

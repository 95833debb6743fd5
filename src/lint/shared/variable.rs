//! The policy variables of statements.

use crate::iam::{Match, Variable, split_variable};
use crate::model::Statement;

/// The texts of a statement in which IAM fills variables in: its resources, and
/// what it compares with texts and ARNs (IAM User Guide, "IAM policy elements:
/// Variables and tags").
pub(in crate::lint) fn filled_in(statement: &Statement) -> impl Iterator<Item = &str> {
    let resources = statement
        .resources
        .as_ref()
        .map_or(&[][..], Match::patterns);
    let atoms = statement.condition.iter();
    let compared = atoms.filter(|atom| atom.operator.base.row().value_type.has_variables());
    let values = compared.flat_map(|atom| &atom.values);
    resources.iter().chain(values).map(String::as_str)
}

/// The condition keys that IAM fills into a statement, in the order in which
/// they are written.
pub(in crate::lint) fn variables(statement: &Statement) -> impl Iterator<Item = &str> {
    filled_in(statement).flat_map(|text| {
        let places = text.match_indices("${");
        places.filter_map(|(place, _)| match split_variable(text.get(place..)?)? {
            (Variable::Key { key, .. }, _) => Some(key),
            (Variable::Escape(_), _) => None,
        })
    })
}

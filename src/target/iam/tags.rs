//! Tags, held to what IAM takes.

use std::collections::HashSet;

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::quotas;
use crate::model::{Entity, Program};

/// Reports tags that IAM would not take.
pub(super) fn check_tags(program: &Program, diagnostics: &mut Diagnostics) {
    for user in &program.users {
        check_tags_of("user", &user.entity, &user.tags, diagnostics);
    }
    for role in &program.roles {
        check_tags_of("role", &role.entity, &role.tags, diagnostics);
    }
}

/// Tag keys differ from each other ignoring case (IAM User Guide, "Tagging IAM
/// resources"). Those that AWS sets are written too: decisions go by them.
fn check_tags_of(
    noun: &str,
    entity: &Entity,
    tags: &[(String, String)],
    diagnostics: &mut Diagnostics,
) {
    let mut invalid = |message: String| {
        diagnostics.push(Diagnostic::new(codes::TAGS, message).at(entity.origin));
    };
    let name = &entity.name;
    let own = tags.iter().filter(|(key, _)| !quotas::is_tag_of_aws(key));
    let (count, most) = (own.count(), quotas::TAGS);
    if count > most {
        invalid(format!(
            "the {noun} `{name}` has {count} tags, and IAM takes {most}"
        ));
    }
    let mut keys = HashSet::new();
    for (key, value) in tags {
        let lower = key.to_lowercase();
        if !keys.insert(lower) {
            invalid(format!(
                "the {noun} `{name}` has the tag `{key}` twice; case makes no difference"
            ));
        }
        let length = key.chars().count();
        if length == 0 || length > quotas::TAG_KEY {
            let most = quotas::TAG_KEY;
            invalid(format!(
                "the tag key `{key}` of the {noun} `{name}` has {length} characters, and IAM takes 1 to {most}"
            ));
        }
        let length = value.chars().count();
        if length > quotas::TAG_VALUE {
            let most = quotas::TAG_VALUE;
            invalid(format!(
                "the value of the tag `{key}` of the {noun} `{name}` has {length} characters, and IAM takes {most}"
            ));
        }
        let foreign = key
            .chars()
            .chain(value.chars())
            .find(|it| !quotas::is_tag_character(*it));
        if let Some(foreign) = foreign {
            invalid(format!(
                "the tag `{key}` of the {noun} `{name}` holds `{}`, which no tag may hold",
                foreign.escape_default()
            ));
        }
    }
}

//! The first yardstick: what one would write by hand. A hash map from the
//! principal to its statements, a scan of those, and a glob matcher that
//! remembers its last `*` and so never backtracks further.

use std::collections::HashMap;
use std::net::Ipv4Addr;

use hashbrown::DefaultHashBuilder;

use super::requests::Asked;
use super::workload::{Condition, Workload, user_name};

/// The generated program as a plain interpreter holds it.
pub(crate) struct Plain {
    statements: Vec<Statement>,
    principals: HashMap<String, Vec<usize>, DefaultHashBuilder>,
}

struct Statement {
    denies: bool,
    /// In lower case.
    action: Vec<u8>,
    resource: Vec<u8>,
    condition: Option<Condition>,
}

impl Plain {
    pub(crate) fn new(workload: &Workload) -> Self {
        let statements = workload.grants.iter().map(|grant| Statement {
            denies: grant.denies,
            action: grant.action.to_ascii_lowercase().into_bytes(),
            resource: grant.resource.clone().into_bytes(),
            condition: grant.condition,
        });
        let mut of_group = vec![Vec::new(); workload.members.len()];
        for (place, grant) in workload.grants.iter().enumerate() {
            of_group[grant.group].push(place);
        }
        let mut principals: HashMap<String, Vec<usize>, DefaultHashBuilder> = HashMap::default();
        for (group, users) in workload.members.iter().enumerate() {
            for user in users {
                let key = format!("user/{}", user_name(*user));
                let own = principals.entry(key).or_default();
                // A group that lists a user twice is one group.
                if !of_group[group].iter().any(|place| own.contains(place)) {
                    own.extend_from_slice(&of_group[group]);
                }
            }
        }
        Self {
            statements: statements.collect(),
            principals,
        }
    }

    /// The places of a user's grants.
    pub(crate) fn grants_of(&self, user: u64) -> &[usize] {
        &self.principals[&format!("user/{}", user_name(user))]
    }

    /// Decides.
    pub(crate) fn allows(&self, asked: &Asked) -> bool {
        let Some(places) = self.principals.get(&asked.principal) else {
            return false;
        };
        let mut allowed = false;
        for place in places {
            let statement = &self.statements[*place];
            let applies = glob(&statement.action, asked.action.as_bytes(), true)
                && glob(&statement.resource, asked.resource.as_bytes(), false)
                && statement
                    .condition
                    .is_none_or(|condition| holds(condition, asked));
            if applies && statement.denies {
                return false;
            }
            allowed |= applies;
        }
        allowed
    }
}

fn holds(condition: Condition, asked: &Asked) -> bool {
    let [mfa, address, team, time] = &asked.context;
    match condition {
        Condition::Mfa => mfa == "true",
        Condition::Network => address
            .parse::<Ipv4Addr>()
            .is_ok_and(|address| address.octets()[..3] == [203, 0, 113]),
        Condition::Tag => team == "ml",
        // All of one form, so that texts are in the order of times.
        Condition::Date => time.as_str() < "2030-01-01T00:00:00Z",
    }
}

/// Whether a pattern with `*` matches a text.
fn glob(pattern: &[u8], text: &[u8], ignore_case: bool) -> bool {
    let (mut at, mut from) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while from < text.len() {
        let byte = if ignore_case {
            text[from].to_ascii_lowercase()
        } else {
            text[from]
        };
        if at < pattern.len() && pattern[at] == b'*' {
            at += 1;
            if at == pattern.len() {
                return true;
            }
            retry = Some((at, from));
        } else if at < pattern.len() && pattern[at] == byte {
            at += 1;
            from += 1;
        } else if let Some((star, start)) = retry {
            retry = Some((star, start + 1));
            at = star;
            from = start + 1;
        } else {
            return false;
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}

//! The second yardstick: the least that anything could do. One look-up of the
//! principal and the action in a fast hash map, and one compare of 64 bytes.

use hashbrown::{Equivalent, HashMap};

use super::requests::Asked;
use super::workload::{Random, Service, Workload, user_name};

/// As many entries as the program has users, and one for each request.
pub(crate) struct Floor(HashMap<Pair, [u8; 64]>);

#[derive(PartialEq, Eq, Hash)]
struct Pair(Box<str>, Box<str>);

#[derive(Hash)]
struct Borrowed<'a>(&'a str, &'a str);

impl Equivalent<Pair> for Borrowed<'_> {
    fn equivalent(&self, pair: &Pair) -> bool {
        *self.0 == *pair.0 && *self.1 == *pair.1
    }
}

impl Floor {
    pub(crate) fn new(workload: &Workload, asked: &[Asked]) -> Self {
        let mut random = Random(7);
        let mut table = HashMap::new();
        for user in 0..workload.size.users {
            let action = Service::pick(&mut random).action(&mut random);
            let principal = format!("user/{}", user_name(user));
            table.insert(Pair(principal.into(), action.into()), [0; 64]);
        }
        for request in asked {
            let pair = Pair(
                request.principal.as_str().into(),
                request.action.as_str().into(),
            );
            table.insert(pair, block(&request.resource));
        }
        Self(table)
    }

    pub(crate) fn allows(&self, asked: &Asked, resource: &[u8; 64]) -> bool {
        self.0
            .get(&Borrowed(&asked.principal, &asked.action))
            .is_some_and(|known| known == resource)
    }
}

/// The first 64 bytes of a resource.
pub(crate) fn block(resource: &str) -> [u8; 64] {
    let mut block = [0; 64];
    for (to, from) in block.iter_mut().zip(resource.bytes()) {
        *to = from;
    }
    block
}

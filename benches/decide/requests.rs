//! Requests to a generated program, half of them allowed.

use super::plain::Plain;
use super::workload::{Condition, Grant, NAMES, Random, Service, Workload, user_name};

/// A request in strings, as a service has it.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// `user/NAME`
    pub(crate) principal: String,
    pub(crate) action: String,
    pub(crate) resource: String,
    /// Values for [`KEYS`].
    pub(crate) context: [String; 4],
}

/// What every request gives beside.
pub(crate) const KEYS: [&str; 4] = [
    "aws:MultiFactorAuthPresent",
    "aws:SourceIp",
    "aws:PrincipalTag/team",
    "aws:CurrentTime",
];

/// So many requests of random users in random order, every second one allowed.
pub(crate) fn draw(workload: &Workload, plain: &Plain, count: usize) -> Vec<Asked> {
    let mut random = Random(0xA5A5_5A5A ^ workload.size.users);
    let mut asked = Vec::new();
    while asked.len() < count {
        let wants_allowed = asked.len() % 2 == 0;
        let user = random.below(workload.size.users);
        let request = if wants_allowed {
            let own = plain.grants_of(user);
            let granted = &workload.grants[own[random.index(own.len() as u64)]];
            to_a_grant(user, granted, &mut random)
        } else {
            to_anything(user, &mut random)
        };
        if plain.allows(&request) == wants_allowed {
            asked.push(request);
        }
    }
    shuffle(&mut asked, &mut random);
    asked
}

/// A request that a grant is about and whose condition it meets.
fn to_a_grant(user: u64, grant: &Grant, random: &mut Random) -> Asked {
    let service = Service::of(&grant.action);
    let action = service.action_matching(&grant.action, random);
    let resource = match grant.resource.as_str() {
        "*" => random_resource(service, random),
        pattern => pattern.replace('*', &format!("x{}", random.below(1000))),
    };
    let mut request = Asked {
        principal: format!("user/{}", user_name(user)),
        action,
        resource,
        context: random_context(random),
    };
    match grant.condition {
        None => {}
        Some(Condition::Mfa) => request.context[0] = "true".to_owned(),
        Some(Condition::Network) => request.context[1] = "203.0.113.9".to_owned(),
        Some(Condition::Tag) => request.context[2] = "ml".to_owned(),
        Some(Condition::Date) => request.context[3] = "2026-01-01T00:00:00Z".to_owned(),
    }
    request
}

fn to_anything(user: u64, random: &mut Random) -> Asked {
    let service = Service::pick(random);
    Asked {
        principal: format!("user/{}", user_name(user)),
        action: service.action(random),
        resource: random_resource(service, random),
        context: random_context(random),
    }
}

fn random_resource(service: &Service, random: &mut Random) -> String {
    let name = random.below(NAMES);
    let rest = match random.below(3) {
        0 => format!("data-{name:04}"),
        1 => format!("data-x{}-{name:04}/part", random.below(1000)),
        _ => format!("data-{name:04}/x{}", random.below(1000)),
    };
    format!("{}{rest}", service.resources)
}

fn random_context(random: &mut Random) -> [String; 4] {
    [
        random.pick(&["true", "false"]).to_owned(),
        random.pick(&["203.0.113.9", "198.51.100.4"]).to_owned(),
        random.pick(&["ml", "web"]).to_owned(),
        random
            .pick(&["2026-01-01T00:00:00Z", "2031-01-01T00:00:00Z"])
            .to_owned(),
    ]
}

/// Every order is as likely as every other.
pub(crate) fn shuffle<T>(items: &mut [T], random: &mut Random) {
    for end in (1..items.len()).rev() {
        items.swap(end, random.index(end as u64 + 1));
    }
}

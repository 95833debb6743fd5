//! Programs to measure with, of any size and always the same.

mod services;

use std::fmt::Write as _;

pub(crate) use services::Service;

/// How large a program is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    /// Groups.
    pub(crate) groups: u64,
    /// Users, each in one to three groups.
    pub(crate) users: u64,
    /// Grants, one in ten a `cannot`.
    pub(crate) grants: u64,
}

impl Size {
    /// The smallest to the largest, by their grants.
    pub(crate) const ALL: [Self; 4] = [
        Self {
            groups: 10,
            users: 50,
            grants: 50,
        },
        Self {
            groups: 100,
            users: 1_000,
            grants: 1_000,
        },
        Self {
            groups: 1_000,
            users: 20_000,
            grants: 10_000,
        },
        Self {
            groups: 5_000,
            users: 100_000,
            grants: 100_000,
        },
    ];
}

/// How many resources a service has.
pub(crate) const NAMES: u64 = 10_000;

/// A program before it is written down.
#[derive(Clone, Debug)]
pub(crate) struct Workload {
    /// How large it is.
    pub(crate) size: Size,
    /// The users of each group, by number.
    pub(crate) members: Vec<Vec<u64>>,
    /// The grants, each of one group.
    pub(crate) grants: Vec<Grant>,
}

/// One line of a program.
#[derive(Clone, Debug)]
pub(crate) struct Grant {
    /// The group that it is about.
    pub(crate) group: usize,
    /// Whether it is a `cannot`.
    pub(crate) denies: bool,
    /// Such as `s3:GetObject`, `s3:Get*` or `s3:*`.
    pub(crate) action: String,
    /// An ARN, `*`, or an ARN with `*` in it or at its end.
    pub(crate) resource: String,
    /// What it asks for, if anything.
    pub(crate) condition: Option<Condition>,
}

/// What a grant asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Condition {
    /// `mfa`
    Mfa,
    /// An address of 203.0.113.0/24.
    Network,
    /// The principal's tag `team` is `ml`.
    Tag,
    /// Before 2030.
    Date,
}

/// The name of a user.
pub(crate) fn user_name(user: u64) -> String {
    format!("user-{user:06}")
}

impl Workload {
    /// Draws a program of this size.
    ///
    /// Actions are exact in 70 %, `Prefix*` in 20 %, `service:*` in 10 % of the
    /// grants, and all of them AWS's own; resources end in `/*` in 50 %, are exact in 30 %, have `*` inside in
    /// 10 % and are `*` in 10 %; 15 % have a condition.
    pub(crate) fn new(size: Size) -> Self {
        let mut random = Random(0x9E37_79B9_7F4A_7C15 ^ size.grants);
        let members = members(size, &mut random);
        let grants = (0..size.grants)
            .map(|number| Grant::new(number % size.groups, &mut random))
            .collect();
        Self {
            size,
            members,
            grants,
        }
    }

    /// Writes it down.
    pub(crate) fn text(&self) -> String {
        let mut text = String::from("account prod = 111122223333\nregion us-east-1\n");
        for (group, users) in self.members.iter().enumerate() {
            if users.is_empty() {
                continue;
            }
            let names: Vec<String> = users.iter().map(|user| user_name(*user)).collect();
            let _ = writeln!(text, "group team-{group:04}: {}", names.join(", "));
        }
        for grant in &self.grants {
            grant.write(&mut text);
        }
        text
    }
}

fn members(size: Size, random: &mut Random) -> Vec<Vec<u64>> {
    let mut groups = vec![Vec::new(); usize::try_from(size.groups).unwrap_or_default()];
    for user in 0..size.users {
        for _ in 0..=random.below(3) {
            let group = &mut groups[random.index(size.groups)];
            if group.last() != Some(&user) {
                group.push(user);
            }
        }
    }
    groups
}

/// The first word of an action's name, such as `Get` of `GetObject`.
fn verb(action: &str) -> &str {
    let words = action.char_indices().skip(1);
    let mut starts = words.filter(|(_, character)| character.is_ascii_uppercase());
    &action[..starts.next().map_or(action.len(), |(start, _)| start)]
}

impl Grant {
    fn new(group: u64, random: &mut Random) -> Self {
        let denies = random.below(10) == 0;
        let service = Service::pick(random);
        let action = match random.below(10) {
            0 => format!("{}:*", service.prefix),
            1 | 2 => format!("{}:{}*", service.prefix, verb(random.pick(service.actions))),
            _ => service.action(random),
        };
        let (resources, name) = (service.resources, random.below(NAMES));
        let resource = match random.below(10) {
            0 => "*".to_owned(),
            1 => format!("{resources}data-*-{name:04}/part"),
            2..5 => format!("{resources}data-{name:04}"),
            _ => format!("{resources}data-{name:04}/*"),
        };
        let condition = (random.below(100) < 15).then(|| match random.below(4) {
            0 => Condition::Mfa,
            1 => Condition::Network,
            2 => Condition::Tag,
            _ => Condition::Date,
        });
        Self {
            group: usize::try_from(group).unwrap_or_default(),
            denies,
            action,
            resource,
            condition,
        }
    }

    fn write(&self, text: &mut String) {
        let verb = if self.denies { "cannot" } else { "can" };
        let condition = match self.condition {
            None => "",
            Some(Condition::Mfa) => " when mfa",
            Some(Condition::Network) => " when from 203.0.113.0/24",
            Some(Condition::Tag) => " when tag principal.team == \"ml\"",
            Some(Condition::Date) => " when before 2030-01-01",
        };
        let Self {
            group,
            action,
            resource,
            ..
        } = self;
        let _ = writeln!(
            text,
            "group team-{group:04} {verb} {action} on {resource}{condition}"
        );
    }
}

/// SplitMix64: small, and the same everywhere.
pub(crate) struct Random(pub u64);

impl Random {
    /// The next number.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, not including, a limit.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    /// The same, as an index.
    pub(crate) fn index(&mut self, limit: u64) -> usize {
        usize::try_from(self.below(limit)).unwrap_or_default()
    }

    /// One of these.
    pub(crate) fn pick<'t, T: ?Sized>(&mut self, from: &[&'t T]) -> &'t T {
        from[self.index(from.len() as u64)]
    }
}

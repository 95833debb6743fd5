//! Programs to measure with, of any size and always the same.

use std::fmt::Write as _;

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

const SERVICES: [&str; 8] = [
    "s3", "lambda", "ec2", "dynamodb", "sqs", "sns", "logs", "ecr",
];
const VERBS: [&str; 8] = [
    "Get", "Put", "List", "Describe", "Create", "Delete", "Update", "Start",
];
const NOUNS: [&str; 8] = [
    "Object",
    "Function",
    "Instances",
    "Item",
    "Message",
    "Topic",
    "Stream",
    "Image",
];

/// A program of this size.
///
/// Actions are exact in 70 %, `Prefix*` in 20 %, `service:*` in 10 % of the
/// grants; resources end in `/*` in 50 %, are exact in 30 %, have `*` inside in
/// 10 % and are `*` in 10 %; 15 % have a condition.
pub(crate) fn program(size: Size) -> String {
    let mut random = Random(0x9E37_79B9_7F4A_7C15 ^ size.grants);
    let mut text = String::from("account prod = 111122223333\nregion us-east-1\n");
    members(&mut text, size, &mut random);
    for number in 0..size.grants {
        grant(&mut text, number % size.groups, &mut random);
    }
    text
}

fn members(text: &mut String, size: Size, random: &mut Random) {
    let mut groups = vec![Vec::new(); usize::try_from(size.groups).unwrap_or_default()];
    for user in 0..size.users {
        for _ in 0..=random.below(3) {
            let group = &mut groups[random.index(size.groups)];
            if group.last() != Some(&user) {
                group.push(user);
            }
        }
    }
    for (group, users) in groups
        .iter()
        .enumerate()
        .filter(|(_, users)| !users.is_empty())
    {
        let _ = write!(text, "group team-{group:04}: ");
        for (place, user) in users.iter().enumerate() {
            let _ = write!(text, "{}user-{user:06}", if place == 0 { "" } else { ", " });
        }
        text.push('\n');
    }
}

fn grant(text: &mut String, group: u64, random: &mut Random) {
    let verb = if random.below(10) == 0 {
        "cannot"
    } else {
        "can"
    };
    let service = random.pick(&SERVICES);
    let _ = write!(text, "group team-{group:04} {verb} ");
    let _ = match random.below(10) {
        0 => write!(text, "{service}:*"),
        1 | 2 => write!(text, "{service}:{}*", random.pick(&VERBS)),
        _ => write!(
            text,
            "{service}:{}{}",
            random.pick(&VERBS),
            random.pick(&NOUNS)
        ),
    };
    let name = random.below(10_000);
    let _ = match random.below(10) {
        0 => write!(text, " on *"),
        1 => write!(
            text,
            " on arn:aws:{service}:us-east-1:111122223333:data-*-{name:04}/part"
        ),
        2..5 => write!(
            text,
            " on arn:aws:{service}:us-east-1:111122223333:data-{name:04}"
        ),
        _ => write!(
            text,
            " on arn:aws:{service}:us-east-1:111122223333:data-{name:04}/*"
        ),
    };
    if random.below(100) < 15 {
        text.push_str(match random.below(4) {
            0 => " when mfa",
            1 => " when from 203.0.113.0/24",
            2 => " when tag principal.team == \"ml\"",
            _ => " when before 2030-01-01",
        });
    }
    text.push('\n');
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

//! Random grants as text, and what they say, read directly: who, what, on what, when. Nothing here knows IAM's operators.

use super::draw::Draw;

/// One written grant.
#[derive(Clone, Debug)]
pub(crate) struct Grant {
    pub(crate) allows: bool,
    /// The patterns of actions, and whether they are those left out.
    actions: (&'static [&'static str], bool),
    resources: (&'static [&'static str], bool),
    condition: Option<Condition>,
    /// The first instant at which it no longer counts.
    until: Option<&'static str>,
    pub(crate) text: String,
}

/// A written condition.
#[derive(Clone, Debug)]
enum Condition {
    Test(&'static Test),
    And(Vec<Condition>),
    Or(Vec<Condition>),
    Not(Box<Condition>),
}

/// What is true of a request; each field is one of a few texts, or missing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    pub(crate) user: &'static str,
    pub(crate) action: &'static str,
    pub(crate) resource: &'static str,
    pub(crate) mfa: Option<&'static str>,
    pub(crate) mfa_age: Option<u32>,
    pub(crate) tls: Option<&'static str>,
    pub(crate) team: Option<&'static str>,
    pub(crate) own_team: Option<&'static str>,
    pub(crate) prefix: Option<&'static str>,
    pub(crate) address: Option<&'static str>,
    pub(crate) tag_keys: Option<Vec<&'static str>>,
    pub(crate) region: Option<&'static str>,
    /// In UTC, to the second, so that texts compare as instants.
    pub(crate) time: &'static str,
}

#[derive(Debug)]
struct Test {
    text: &'static str,
    /// Whether a grant may have it: `all of` may only stand in a `cannot`.
    only_in_denies: bool,
    holds: fn(&Facts) -> bool,
}

const fn test(text: &'static str, holds: fn(&Facts) -> bool) -> Test {
    Test {
        text,
        only_in_denies: false,
        holds,
    }
}

fn is(value: Option<&str>, list: &[&str]) -> bool {
    value.is_some_and(|value| list.contains(&value))
}

fn keys_within(facts: &Facts, list: &[&str]) -> bool {
    facts
        .tag_keys
        .iter()
        .flatten()
        .all(|key| list.contains(key))
}

static TESTS: [Test; 32] = [
    test("mfa", |facts| is(facts.mfa, &["true"])),
    test("tls", |facts| is(facts.tls, &["true"])),
    test("mfa within 1h", |facts| {
        facts.mfa_age.is_some_and(|age| age < 3_600)
    }),
    test("aws:RequestTag/team == \"red\"", |facts| {
        is(facts.team, &["red"])
    }),
    test("aws:RequestTag/team != \"red\"", |facts| {
        !is(facts.team, &["red"])
    }),
    test("aws:RequestTag/team in \"red\", \"blue\"", |facts| {
        is(facts.team, &["red", "blue"])
    }),
    test("aws:RequestTag/team not in [\"red\", \"blue\"]", |facts| {
        !is(facts.team, &["red", "blue"])
    }),
    test("tag resource.team == \"blue\"", |facts| {
        is(facts.team, &["blue"])
    }),
    test("tag principal.team == \"red\"", |facts| {
        is(facts.own_team, &["red"])
    }),
    test("tag principal.team == request.team", |facts| {
        facts.own_team.is_some() && facts.own_team == facts.team
    }),
    test("aws:RequestTag/team exists", |facts| facts.team.is_some()),
    test("aws:RequestTag/team missing", |facts| facts.team.is_none()),
    test("aws:RequestTag/team == \"RED\" ignoring case", |facts| {
        is(facts.team, &["red"])
    }),
    test("aws:RequestTag/team == \"red\" if present", |facts| {
        facts.team.is_none_or(|team| team == "red")
    }),
    test("s3:prefix like \"home/*\"", |facts| {
        facts
            .prefix
            .is_some_and(|prefix| prefix.starts_with("home/"))
    }),
    test("s3:prefix not like \"home/*\"", |facts| {
        !facts
            .prefix
            .is_some_and(|prefix| prefix.starts_with("home/"))
    }),
    test("s3:prefix like \"*a\", \"x\"", |facts| {
        facts
            .prefix
            .is_some_and(|prefix| prefix.ends_with('a') || prefix == "x")
    }),
    test("s3:prefix == \"home/a\"", |facts| {
        is(facts.prefix, &["home/a"])
    }),
    test("s3:prefix == \"home/${aws:username}\"", |facts| {
        facts.prefix == Some(&format!("home/{}", facts.user))
    }),
    test("from 203.0.113.0/24", |facts| {
        facts
            .address
            .is_some_and(|address| address.starts_with("203.0.113."))
    }),
    test("from 203.0.113.9, 198.51.100.0/24", |facts| {
        facts
            .address
            .is_some_and(|address| address == "203.0.113.9" || address.starts_with("198.51.100."))
    }),
    test("aws:username == \"ana\"", |facts| facts.user == "ana"),
    test("any of aws:TagKeys in \"team\", \"env\"", |facts| {
        facts
            .tag_keys
            .iter()
            .flatten()
            .any(|key| ["team", "env"].contains(key))
    }),
    test("only aws:TagKeys in \"team\", \"env\"", |facts| {
        facts.tag_keys.as_ref().is_some_and(|keys| !keys.is_empty())
            && keys_within(facts, &["team", "env"])
    }),
    Test {
        text: "all of aws:TagKeys in \"team\"",
        only_in_denies: true,
        holds: |facts| keys_within(facts, &["team"]),
    },
    test("before 2026-06-30T18:00:00+02:00", |facts| {
        facts.time < "2026-06-30T16:00:00Z"
    }),
    test("before 2026-06-30", |facts| {
        facts.time < "2026-06-30T00:00:00Z"
    }),
    test("after 2026-06-30", |facts| {
        facts.time >= "2026-07-01T00:00:00Z"
    }),
    test("after 2026-06-30T12:00:00Z", |facts| {
        facts.time > "2026-06-30T12:00:00Z"
    }),
    test("between 2026-06-30 and 2026-06-30", |facts| {
        facts.time.starts_with("2026-06-30")
    }),
    test("region in us-east-1, us-west-2", |facts| {
        is(facts.region, &["us-east-1", "us-west-2"])
    }),
    test("region not in us-east-1", |facts| {
        !is(facts.region, &["us-east-1"])
    }),
];

/// What stands in the text, the patterns that it means, and whether it means all others.
type Patterns = (&'static str, &'static [&'static str], bool);

const ACTIONS: [Patterns; 9] = [
    ("s3:GetObject", &["s3:GetObject"], false),
    (
        "s3:{Get,Put}Object",
        &["s3:GetObject", "s3:PutObject"],
        false,
    ),
    ("*", &["*"], false),
    ("s3:*", &["s3:*"], false),
    (
        "S3:get*, ec2:StopInstances",
        &["S3:get*", "ec2:StopInstances"],
        false,
    ),
    ("readers", &["s3:Get*", "s3:List*"], false),
    ("s3:?utObject", &["s3:?utObject"], false),
    ("iam:*, s3:GetObject", &["iam:*", "s3:GetObject"], false),
    ("* except iam:*, s3:Get*", &["iam:*", "s3:Get*"], true),
];

const RESOURCES: [Patterns; 8] = [
    ("*", &["*"], false),
    ("lake/*", &["arn:aws:s3:::lake/*"], false),
    (
        "lake, lake/*",
        &["arn:aws:s3:::lake", "arn:aws:s3:::lake/*"],
        false,
    ),
    (
        "both",
        &["arn:aws:s3:::lake", "arn:aws:s3:::lake/a/*"],
        false,
    ),
    (
        "arn:aws:s3:::{lake,other}/*",
        &["arn:aws:s3:::lake/*", "arn:aws:s3:::other/*"],
        false,
    ),
    (
        "lake/${aws:username}/*",
        &["arn:aws:s3:::lake/${aws:username}/*"],
        false,
    ),
    ("\"{lake}/?/x\"", &["arn:aws:s3:::lake/?/x"], false),
    (
        "* except lake/secret/*, arn:aws:s3:::other/*",
        &["arn:aws:s3:::lake/secret/*", "arn:aws:s3:::other/*"],
        true,
    ),
];

/// The `let`s that grants use.
pub(crate) const LETS: &str =
    "let lake = arn:aws:s3:::lake\nlet both = lake, lake/a/*\nlet readers = s3:{Get,List}*\n";

pub(crate) fn draw_grant(draw: &mut Draw<'_>) -> Grant {
    let allows = !draw.percent(30);
    let (actions_text, actions, other_actions) = *draw.pick(&ACTIONS);
    let (resources_text, resources, other_resources) = *draw.pick(&RESOURCES);
    let mut text = format!(
        "{} {actions_text} on {resources_text}",
        if allows { "can" } else { "cannot" }
    );
    let mut condition = None;
    if draw.percent(65) {
        let drawn = draw_condition(draw, allows, 3);
        let (word, meant) = if draw.percent(35) {
            ("unless", Condition::Not(Box::new(drawn.clone())))
        } else {
            ("when", drawn.clone())
        };
        text.push_str(&format!(" {word} {}", drawn.text(false)));
        condition = Some(meant);
    }
    let until = (allows && draw.percent(15)).then(|| {
        *draw.pick(&[
            ("2026-06-30", "2026-07-01T00:00:00Z"),
            ("2030-01-01T12:00:00Z", "2030-01-01T12:00:00Z"),
        ])
    });
    if let Some((written, _)) = until {
        text.push_str(&format!(" until {written}"));
    }
    Grant {
        allows,
        actions: (actions, other_actions),
        resources: (resources, other_resources),
        condition,
        until: until.map(|(_, first)| first),
        text,
    }
}

/// A condition as text, for grants that are not read here.
pub(crate) fn draw_condition_text(draw: &mut Draw<'_>, allows: bool) -> String {
    for_anyone(&draw_condition(draw, allows, 2).text(false))
}

/// The text without what only a user has: a second factor and a name.
pub(crate) fn for_anyone(text: &str) -> String {
    text.replace("mfa within 1h", "tls")
        .replace("mfa", "tls")
        .replace("aws:username == \"ana\"", "tls")
        .replace("${aws:username}", "${aws:PrincipalTag/team}")
}

fn draw_condition(draw: &mut Draw<'_>, allows: bool, depth: usize) -> Condition {
    let several =
        |draw: &mut Draw<'_>| draw.list(2, 3, |draw| draw_condition(draw, allows, depth - 1));
    match draw.below(if depth == 0 { 4 } else { 10 }) {
        0..=4 => {
            let test = draw.pick(&TESTS);
            Condition::Test(if allows && test.only_in_denies {
                &TESTS[0]
            } else {
                test
            })
        }
        5 | 6 => Condition::And(several(draw)),
        7 | 8 => Condition::Or(several(draw)),
        _ => Condition::Not(Box::new(draw_condition(draw, allows, depth - 1))),
    }
}

impl Condition {
    fn holds(&self, facts: &Facts) -> bool {
        match self {
            Self::Test(test) => (test.holds)(facts),
            Self::And(all) => all.iter().all(|one| one.holds(facts)),
            Self::Or(any) => any.iter().any(|one| one.holds(facts)),
            Self::Not(one) => !one.holds(facts),
        }
    }

    fn text(&self, within: bool) -> String {
        let joined = |list: &[Self], word: &str| {
            let parts: Vec<String> = list.iter().map(|one| one.text(true)).collect();
            let text = parts.join(word);
            if within { format!("({text})") } else { text }
        };
        match self {
            Self::Test(test) => test.text.to_owned(),
            Self::And(all) => joined(all, " and "),
            Self::Or(any) => joined(any, " or "),
            Self::Not(one) => format!("not {}", one.text(true)),
        }
    }
}

impl Grant {
    /// Whether the grant is about this request, whoever makes it.
    pub(crate) fn applies(&self, facts: &Facts) -> bool {
        let lists = |(patterns, others): (&[&str], bool), matches: &dyn Fn(&str) -> bool| {
            patterns.iter().any(|one| matches(one)) != others
        };
        lists(self.actions, &|pattern| {
            glob(&pattern.to_lowercase(), &facts.action.to_lowercase())
        }) && lists(self.resources, &|pattern| {
            glob(
                &pattern.replace("${aws:username}", facts.user),
                facts.resource,
            )
        }) && self.until.is_none_or(|first| facts.time < first)
            && self
                .condition
                .as_ref()
                .is_none_or(|condition| condition.holds(facts))
    }
}

/// `*` is any run, `?` any character.
fn glob(pattern: &str, text: &str) -> bool {
    match (pattern.chars().next(), text.chars().next()) {
        (None, None) => true,
        (Some('*'), _) => {
            glob(&pattern[1..], text) || (!text.is_empty() && glob(pattern, &text[1..]))
        }
        (Some('?'), Some(_)) => glob(&pattern[1..], &text[1..]),
        (Some(wanted), Some(found)) => wanted == found && glob(&pattern[1..], &text[1..]),
        (None, Some(_)) | (Some(_), None) => false,
    }
}

pub(crate) fn draw_facts(draw: &mut Draw<'_>) -> Facts {
    let maybe =
        |draw: &mut Draw<'_>, list: &[&'static str]| (!draw.percent(30)).then(|| *draw.pick(list));
    Facts {
        user: "",
        action: draw.term(&[
            "s3:GetObject",
            "s3:PutObject",
            "s3:ListBucket",
            "ec2:StopInstances",
            "iam:CreateUser",
            "S3:getObject",
        ]),
        resource: draw.term(&[
            "arn:aws:s3:::lake/a/x",
            "arn:aws:s3:::lake",
            "arn:aws:s3:::lake/ana/x",
            "arn:aws:s3:::lake/secret/x",
            "arn:aws:s3:::other/x",
            "arn:aws:s3:::else/x",
            "*",
        ]),
        mfa: maybe(draw, &["true", "false"]),
        mfa_age: (!draw.percent(50)).then(|| *draw.pick(&[10, 3_600, 5_000, 3_599])),
        tls: maybe(draw, &["true", "false"]),
        team: maybe(draw, &["red", "blue", "green"]),
        own_team: None,
        prefix: maybe(draw, &["home/a", "home/ana", "x", "home", "Home/a"]),
        address: maybe(
            draw,
            &["203.0.113.9", "203.0.113.200", "198.51.100.7", "192.0.2.1"],
        ),
        // AWS leaves out a list that is empty, and does not say what one would mean.
        tag_keys: (!draw.percent(30))
            .then(|| draw.list(1, 3, |draw| *draw.pick(&["team", "env", "other"]))),
        region: maybe(draw, &["us-east-1", "us-west-2", "eu-west-1"]),
        time: draw.term(&[
            "2026-06-30T12:00:00Z",
            "2020-01-01T00:00:00Z",
            "2031-12-31T23:59:59Z",
            "2026-06-30T23:59:59Z",
            "2026-07-01T00:00:00Z",
            "2026-06-30T15:59:59Z",
        ]),
    }
}

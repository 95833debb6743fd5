//! What stands at a place of the grammar, and how it is written.

use super::grammar::Rule;
use super::tokens::Token;

/// An expectation: what, as in "expected ...", and what to write.
pub(super) struct Expected {
    pub(super) what: &'static str,
    pub(super) hint: &'static str,
}

impl Expected {
    pub(super) const fn new(what: &'static str, hint: &'static str) -> Self {
        Self { what, hint }
    }
}

pub(super) const ANYTHING: Expected = Expected::new(
    "something else",
    "the language reference shows how this is written",
);

pub(super) const CONDITION: Expected = Expected::new(
    "a condition",
    "write for example `mfa`, `from 203.0.113.0/24` or `aws:SourceVpc == vpc-0a1b2c3d`",
);

/// Places where only one thing can stand.
pub(super) fn single(rule: Rule) -> Option<Expected> {
    Some(match rule {
        Rule::condition => CONDITION,
        Rule::values | Rule::party => Expected::new(
            "a value",
            "write a quoted text, a number, a date, an address, an ARN or a `let` name",
        ),
        Rule::target => Expected::new(
            "`org`, `ou NAME` or `account NAME`",
            "a guardrail is attached to one of these: `guardrail G on ou Workloads { ... }`",
        ),
        Rule::asker => Expected::new(
            "who asks",
            "a line of a test begins with a user's name, `group G`, `role R`, `service S`, `anyone` or an ARN",
        ),
        Rule::verb => Expected::new("`can` or `cannot`", "write `can ACTIONS on RESOURCES`"),
        Rule::equals => Expected::new("`=`", "write `NAME = VALUE`"),
        Rule::open_brace => Expected::new("`{`", "what belongs to it stands between `{` and `}`"),
        Rule::close_bracket => Expected::new("`,` or `]`", "values are separated by commas"),
        Rule::close_parenthesis => Expected::new("`,` or `)`", "values are separated by commas"),
        Rule::k_in => Expected::new("`in`", "write `for NAME in A, B { ... }`"),
        Rule::k_of => Expected::new("`of`", "write `any of KEY in ...` or `all of KEY in ...`"),
        Rule::k_to => Expected::new("`to`", "write `may pass ROLE to SERVICE`"),
        Rule::k_and => Expected::new("`and`", "write `between DATE and DATE`"),
        Rule::k_on => Expected::new("`on`", "write `guardrail G on org { ... }`"),
        Rule::k_account => Expected::new("`account`", "write `in account NAME { ... }`"),
        Rule::k_session => Expected::new("`session`", "write `max session 2h`"),
        Rule::k_policy => Expected::new("`policy`", "write `session policy NAME { ... }`"),
        Rule::k_denied => Expected::new("`denied`", "write `is denied`, `can` or `cannot`"),
        Rule::k_service => Expected::new("`service`", "write `via service` or `aws service`"),
        Rule::k_present => Expected::new("`present`", "write `if present`"),
        Rule::k_case => Expected::new("`case`", "write `ignoring case`"),
        Rule::k_identity => Expected::new("`identity`", "write `with source identity`"),
        Rule::k_management => {
            Expected::new("`management`", "write `org o-... { management ACCOUNT }`")
        }
        _ => return None,
    })
}

/// What kind of word is expected, by the words before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Context {
    Action,
    Resource,
    Policy,
    Role,
    Service,
    Principal,
    Date,
    Duration,
    File,
    TestName,
    Name,
    AccountNumber,
    Value,
    Setting,
    Path,
    Region,
}

impl Context {
    /// Looks back for the keyword that says what follows it.
    pub(super) fn of(before: &[Token<'_>]) -> Self {
        let first = before.first().map_or("", |token| token.text);
        for token in before.iter().rev() {
            return match token.text {
                "can" | "cannot" | "denied" => Self::Action,
                "on" => Self::Resource,
                "except" if before.iter().any(|token| token.text == "on") => Self::Resource,
                "except" => Self::Action,
                "has" => Self::Policy,
                "assume" | "pass" => Self::Role,
                "to" | "service" => Self::Service,
                "until" | "before" | "after" | "between" | "at" => Self::Date,
                "within" | "max" => Self::Duration,
                "session" if before.iter().any(|token| token.text == "max") => Self::Duration,
                "use" => Self::File,
                "from" if !before.iter().any(|token| token.text == "when") => Self::File,
                "test" => Self::TestName,
                "path" => Self::Path,
                "=" if first == "account" => Self::AccountNumber,
                "=" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "like" | "from" | "("
                | "[" => Self::Value,
                "with" => Self::Setting,
                "trusts" => Self::Principal,
                "user" | "group" | "role" | "policy" | "boundary" | "guardrail" | "let" | "for"
                | "account" | "org" | "ou" | "partition" | "members" | "includes" | "as"
                | "management" => Self::Name,
                "region" => Self::Region,
                "resource" => Self::Resource,
                _ if token.text.ends_with(':') || token.text == ":" => Self::Name,
                _ => continue,
            };
        }
        Self::Name
    }

    pub(super) fn is_name(self) -> bool {
        match self {
            Self::Action
            | Self::Resource
            | Self::Date
            | Self::Duration
            | Self::File
            | Self::TestName
            | Self::AccountNumber
            | Self::Setting
            | Self::Path
            | Self::Region
            | Self::Principal => false,
            Self::Policy | Self::Role | Self::Service | Self::Name | Self::Value => true,
        }
    }

    pub(super) fn what(self) -> &'static str {
        self.expected().what
    }

    pub(super) fn expected(self) -> Expected {
        match self {
            Self::Action => Expected::new(
                "an action such as `s3:GetObject`",
                "write the actions, then `on` and the resources: `can s3:GetObject on *`",
            ),
            Self::Resource => Expected::new(
                "a resource such as `arn:aws:s3:::my-bucket/*`",
                "write an ARN, a `let` name, or `*` for every resource",
            ),
            Self::Policy => Expected::new(
                "a policy",
                "write the name of a `policy`, or the ARN of one that AWS manages",
            ),
            Self::Role => Expected::new("a role", "write the name of a role"),
            Self::Service => Expected::new("a service such as `lambda`", "write its short name"),
            Self::Principal => Expected::new("a principal", "write for example `user Ann`"),
            Self::Date => Expected::new(
                "a date such as `2026-12-31`",
                "write year, month and day, and a time if need be: `2026-12-31T18:00:00Z`",
            ),
            Self::Duration => Expected::new(
                "a duration such as `1h`",
                "write hours or minutes: `2h`, `90m`",
            ),
            Self::File => Expected::new(
                "a file name in double quotes",
                "write for example `\"shared/guardrails.acl\"`",
            ),
            Self::TestName => Expected::new(
                "the test's name in double quotes",
                "a test has a name and a block: `test \"what holds\" { Ann can s3:GetObject on * }`",
            ),
            Self::Name => {
                Expected::new("a name", "write a name; one with odd characters is quoted")
            }
            Self::AccountNumber => Expected::new(
                "the account's twelve digits",
                "write for example `account prod = 111122223333`",
            ),
            Self::Value => Expected::new(
                "a value",
                "write a quoted text, a number, a date, an address, an ARN or a `let` name",
            ),
            Self::Setting => Expected::new(
                "a piece of the request's context",
                "write `mfa`, `tls`, `from ADDRESS`, `tag principal.team = \"ml\"` or `KEY = VALUE`",
            ),
            Self::Region => Expected::new("a region such as `us-east-1`", "write its code"),
            Self::Path => {
                Expected::new("a path such as `/ops/`", "a path begins and ends with `/`")
            }
        }
    }
}

//! The words of random programs and requests. There are few, so that they meet often, and many of them are odd.

use aclc::iam::Base::{self, *};

pub(crate) const NUMBERS: [&str; 3] = ["111111111111", "222222222222", "333333333333"];
pub(crate) const STRANGE_NUMBER: &str = "999999999999";
pub(crate) const ORGANIZATION: &str = "o-a1b2c3d4e5";
pub(crate) const USERS: &[&str] = &["ana", "bo", "Cy"];
pub(crate) const ROLES: &[&str] = &["app", "Deploy", "Audit"];
pub(crate) const PATHS: &[&str] = &["/", "/ml/", "/a/b/"];
pub(crate) const SERVICES: &[&str] = &[
    "ec2.amazonaws.com",
    "lambda.amazonaws.com",
    "states.amazonaws.com",
];
pub(crate) const PROVIDERS: &[&str] = &[
    "accounts.google.com",
    "cognito-identity.amazonaws.com",
    "arn:aws:iam::111111111111:oidc-provider/idp.example.com/x",
    "arn:aws:iam::111111111111:saml-provider/Corp",
];
pub(crate) const SESSIONS: &[&str] = &["s1", "ana"];

pub(crate) const TAGS: &[(&str, &str)] = &[
    ("team", "red"),
    ("team", "blue"),
    ("Level", "3"),
    ("team", "a"),
    ("x/y", ""),
];

#[rustfmt::skip]
pub(crate) const ACTION_PATTERNS: &[&str] = &[
    "*", "s3:*", "s3:GetObject", "s3:Get*", "S3:get?bject", "s3:*Object", "s3:PutObject", "s3:GetObjec?", "s3:*Obj*t*",
    "*:*", "*:Get*", "kms:*", "kms:Decrypt", "sts:*", "sts:AssumeRole", "sts:a*e", "iam:PassRole", "iam:*", "ec2:Run*",
    "sqs:*", "s3:?*", "s3:G**t", "s3:GetObject*", "s3:Put?bject?",
];

#[rustfmt::skip]
pub(crate) const TRUST_ACTIONS: &[&str] = &[
    "sts:AssumeRole", "sts:*", "sts:TagSession", "STS:assumerole", "sts:AssumeRoleWith*", "sts:AssumeRoleWithSAML",
    "sts:AssumeRoleWithWebIdentity", "sts:?ssumeRole", "sts:SetSourceIdentity",
];

#[rustfmt::skip]
pub(crate) const RESOURCE_CONTROL_ACTIONS: &[&str] = &["s3:*", "s3:Get*", "sts:*", "kms:*", "sqs:*", "s3:PutObject", "sts:AssumeRole"];

#[rustfmt::skip]
pub(crate) const RESOURCE_PATTERNS: &[&str] = &[
    "*", "arn:aws:s3:::*", "arn:aws:s3:::lake/*", "arn:aws:s3:::lake", "arn:aws:s3:::lake*", "arn:aws:s3:::lake/?.csv",
    "arn:aws:s3:::lake/${aws:username}/*", "arn:aws:s3:::lake/${aws:PrincipalTag/team}/*",
    "arn:aws:s3:::lake/${AWS:principaltag/TEAM, 'red'}/x", "arn:aws:s3:::lake/${s3:prefix}*", "arn:aws:s3:::lake/a${*}b",
    "arn:aws:s3:::lake/${$}{aws:username}/x", "arn:*:s3:::lake/*", "arn:aws:*:*:*:*", "arn:aws:sqs:us-east-1:*",
    "arn:aws:sqs:*:${aws:PrincipalAccount}:jobs", "arn:aws:sqs", "arn:aws:s3", "arn:aws:logs:*:*:log-group:a*",
    "arn:aws:logs:*:*:*:b", "arn:aws:kms:*:*:key/*", "arn:aws:iam::*:role/*", "arn:aws:iam::111111111111:role/a*",
    "arn:aws:iam::*:r*/app", "arn:aws:s3:::lake/*/x", "arn:aws:s3:::*/inner/*", "arn:aws:s3:::lake/a*a*a*b", "arn:*",
    "arn:aws:s3:::lake/${aws:TagKeys}*", "arn:aws:s3:::lake/${unclosed", "arn:aws:s3:::lake/${}*",
    "arn:aws:s3:::lake/${aws:username}${aws:username}*", "arn:aws:s3:::*${aws:username}*",
    "arn:aws:s3:::lake/${aws:PrincipalTag/x y}/x", "arn:?ws:s3:::lake", "arn:aws:s3:::lake/?${?}*", "arn:aws:*:us-east-1:*",
    "arn:aws:s3:::lake/inner", "arn:aws:s3:::lake/inner/*", "arn:aws:kms:us-east-1:111111111111:key/k1",
    "arn:aws:sqs:us-east-1:111111111111:jobs", "arn:aws:s3:::lake/\u{e9}/*", "arn:aws:s3:::lake/?/?",
    "arn:aws:s3:::lake/${aws:username, ''}x", "arn:aws:s3:::lake/${aws:username,'ana'}/x", "arn:aws:s3:::la${s3:prefix, 'ke'}/*",
];

/// What requests ask for, besides the roles of the program.
#[rustfmt::skip]
pub(crate) const RESOURCES: &[&str] = &[
    "arn:aws:s3:::lake/a.csv", "arn:aws:s3:::lake", "arn:aws:s3:::lake/ana/x", "arn:aws:s3:::lake/inner/x",
    "arn:aws:s3:::lake/inner", "arn:aws:s3:::lake/red/x", "arn:aws:s3:::lake/${aws:username}/x", "arn:aws:s3:::lake/a*b",
    "arn:aws:s3:::lake/aaab", "arn:aws:s3:::lakeside/x", "arn:aws:s3:::LAKE/a.csv", "arn:aws:s3:::lake/\u{e9}/\u{1f980}", "*",
    "arn:aws:sqs:us-east-1:111111111111:jobs", "arn:aws:sqs:us-east-1:222222222222:jobs",
    "arn:aws:kms:us-east-1:111111111111:key/k1", "arn:aws:kms:us-east-1:222222222222:key/k2",
    "arn:aws:kms:us-east-1:111111111111:alias/k1", "arn:aws:logs:us-east-1:111111111111:log-group:a:log-stream:b",
    "arn:aws:ec2:us-east-1:111111111111:instance/i-1", "arn:aws-cn:s3:::lake/a.csv", "arn:aws:s3:::",
    "arn:aws:iam::111111111111:role/ghost", "arn:aws:iam::222222222222:role/ghost", "arn:aws:s3:::lake:x", "arn:aws:s3:::anaana",
];

#[rustfmt::skip]
pub(crate) const ACTIONS: &[&str] = &[
    "s3:GetObject", "s3:PutObject", "s3:ListBucket", "S3:getobject", "s3:GetObjectAcl", "ec2:RunInstances", "sqs:SendMessage",
    "kms:Decrypt", "iam:PassRole", "sts:AssumeRole", "sts:GetCallerIdentity", "s3:PutObjectAcl",
];
#[rustfmt::skip]
pub(crate) const ROLE_ACTIONS: &[&str] = &[
    "sts:AssumeRole", "sts:TagSession", "sts:assumerole", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML", "iam:PassRole",
    "sts:SetSourceIdentity",
];

/// The instants of requests: the same in both spellings.
pub(crate) const INSTANTS: &[(&str, &str)] = &[
    ("2026-06-30T12:00:00Z", "1782820800"),
    ("2020-01-01T00:00:00Z", "1577836800"),
    ("2031-12-31T23:59:59Z", "1956527999"),
];

/// A condition key: what it is compared by, and what with, in policies and in requests.
pub(crate) struct KeyWords {
    pub(crate) key: &'static str,
    pub(crate) is_list: bool,
    pub(crate) operators: &'static [Base],
    pub(crate) policy: &'static [&'static str],
    pub(crate) request: &'static [&'static str],
}

const TEXT: &[Base] = &[
    StringEquals,
    StringNotEquals,
    StringLike,
    StringNotLike,
    StringEqualsIgnoreCase,
    StringNotEqualsIgnoreCase,
    Null,
];
const ARN: &[Base] = &[
    ArnLike,
    ArnNotLike,
    ArnEquals,
    ArnNotEquals,
    StringLike,
    StringEquals,
    Null,
];
const ADDRESS: &[Base] = &[IpAddress, NotIpAddress, Null];
const NUMBER: &[Base] = &[
    NumericEquals,
    NumericNotEquals,
    NumericLessThan,
    NumericLessThanEquals,
    NumericGreaterThan,
    NumericGreaterThanEquals,
    Null,
    StringEquals,
];
const DATE: &[Base] = &[
    DateLessThan,
    DateGreaterThan,
    DateEquals,
    DateNotEquals,
    DateLessThanEquals,
    DateGreaterThanEquals,
    Null,
];
const BOOL: &[Base] = &[Base::Bool, Null, StringEquals];
const BINARY: &[Base] = &[BinaryEquals, Null, StringEquals];

const TEAMS: &[&str] = &[
    "red",
    "blue",
    "RED",
    "r*",
    "?ed",
    "${aws:ResourceTag/team}",
    "${aws:PrincipalTag/team, 'red'}",
    "a${*}",
    "a*",
    "",
    "*",
    "3",
];
const TEAMS_ASKED: &[&str] = &[
    "red",
    "blue",
    "Red",
    "a*",
    "ab",
    "",
    "*",
    "r\u{e9}d",
    "3",
    "${aws:ResourceTag/team}",
];
const DATES: &[&str] = &[
    "2026-06-30T12:00:00Z",
    "2026-06-30",
    "2026",
    "1782820800",
    "2026-06-30T14:00:00+02:00",
    "2031-12-31T23:59:59.5Z",
    "2026-07",
    "soon",
    "2020-01-01T00:00Z",
    "",
    "2026-02-30",
    "1577836800",
    "2026-06-30t12:00:00z",
    "2026-06-30T12:00:00",
    "99999",
];
const NUMBERS_ASKED: &[&str] = &[
    "10",
    "10.0",
    "9",
    "-1",
    "0",
    "-0",
    "1e1",
    "x",
    "",
    "10.00000000000000000001",
    "3600",
    "100000000000000000000",
    "010",
    ".5",
];

#[rustfmt::skip]
pub(crate) const KEYS: &[KeyWords] = &[
    KeyWords {
        key: "aws:username", is_list: false, operators: TEXT,
        policy: &["ana", "Ana", "bo", "a*", "${aws:username}", "${*}", "an${?}", "?na", "", "${aws:PrincipalTag/team}", "${"],
        request: &["ana", "bo", "Ana", "*", "a*", "", "\u{c9}"],
    },
    KeyWords { key: "aws:PrincipalTag/team", is_list: false, operators: TEXT, policy: TEAMS, request: TEAMS_ASKED },
    KeyWords { key: "AWS:ResourceTag/TEAM", is_list: false, operators: TEXT, policy: TEAMS, request: TEAMS_ASKED },
    KeyWords {
        key: "aws:TagKeys", is_list: true, operators: TEXT,
        policy: &["team", "env", "Team", "t*", "", "${aws:username}"],
        request: &["team", "env", "TEAM", "", "t"],
    },
    KeyWords {
        key: "aws:CalledVia", is_list: true, operators: TEXT,
        policy: &["athena.amazonaws.com", "*.amazonaws.com", "dynamodb.amazonaws.com"],
        request: &["athena.amazonaws.com", "dynamodb.amazonaws.com"],
    },
    KeyWords {
        key: "s3:prefix", is_list: false, operators: TEXT,
        policy: &["", "home/", "home/*", "home/${aws:username}/*", "${s3:prefix}", "h?me/", "K", "\u{e9}", "\u{b5}"],
        request: &["", "home/", "home/ana/x", "HOME/", "red/", "\u{212a}", "\u{c9}", "\u{130}", "\u{3bc}", "\u{1f980}"],
    },
    KeyWords {
        key: "aws:PrincipalArn", is_list: false, operators: ARN,
        policy: &[
            "arn:aws:iam::111111111111:user/ana", "arn:aws:iam::*:user/*", "arn:aws:iam::111111111111:role/*", "*",
            "arn:aws:iam::${aws:PrincipalAccount}:*", "arn:aws:iam::*:role/app", "arn:aws:iam::*:role/*/Deploy", "arn:aws:iam:*",
            "arn:*:iam::*:*", "arn:aws:sts::*:assumed-role/*", "arn:aws:sts::*:federated-user/ana", "arn:aws:iam::*:root",
        ],
        request: &["arn:aws:iam::111111111111:user/ana", "arn:aws:iam::222222222222:role/app", "x", ""],
    },
    KeyWords {
        key: "aws:SourceArn", is_list: false, operators: ARN,
        policy: &["arn:aws:s3:::lake", "arn:aws:s3:::l*", "arn:aws:sns:*:111111111111:*", "arn:aws:s3", "arn:aws:sns:*:*:t:*", "a:b:c:d:e:f"],
        request: &["arn:aws:s3:::lake", "arn:aws:sns:us-east-1:111111111111:t:x", "arn:aws:s3", "x", "a:b:c:d:e:f"],
    },
    KeyWords {
        key: "aws:SourceIp", is_list: false, operators: ADDRESS,
        policy: &[
            "203.0.113.0/24", "203.0.113.9", "0.0.0.0/0", "2001:db8::/32", "::/0", "::ffff:203.0.113.9", "203.0.113.99/24",
            "10.0.0.1/33", "x", "2001:DB8::1", "203.0.113.9/032", "1.2.3", "", "203.0.113.9/",
        ],
        request: &[
            "203.0.113.9", "203.0.114.1", "2001:DB8::1", "2001:0db8:0:0:0:0:0:1", "::1", "::ffff:203.0.113.9", "203.0.113.9/32",
            "x", "", "1.2.3", "010.0.0.1", "203.0.113.9 ",
        ],
    },
    KeyWords {
        key: "s3:max-keys", is_list: false, operators: NUMBER,
        policy: &["10", "10.0", "1e1", "-0", "0", "+5", "abc", "9.99999999999999999999999", "100000000000000000001", ""],
        request: NUMBERS_ASKED,
    },
    KeyWords {
        key: "aws:MultiFactorAuthAge", is_list: false, operators: NUMBER,
        policy: &["3600", "0", "10"],
        request: NUMBERS_ASKED,
    },
    KeyWords { key: "aws:CurrentTime", is_list: false, operators: DATE, policy: DATES, request: &["2026-06-30T12:00:00Z", "2020-01-01T00:00:00Z", "soon"] },
    KeyWords { key: "aws:EpochTime", is_list: false, operators: DATE, policy: DATES, request: &["1782820800", "1577836800"] },
    KeyWords { key: "aws:TokenIssueTime", is_list: false, operators: DATE, policy: DATES, request: DATES },
    KeyWords {
        key: "aws:MultiFactorAuthPresent", is_list: false, operators: BOOL,
        policy: &["true", "false", "True", "yes"],
        request: &["true", "false", "TRUE", "1", ""],
    },
    KeyWords { key: "aws:SecureTransport", is_list: false, operators: BOOL, policy: &["true", "false"], request: &["true", "false"] },
    KeyWords {
        key: "app:Blob", is_list: false, operators: BINARY,
        policy: &["aGk=", "AAEC", "aGk", "!!", "", "aGl="],
        request: &["aGk=", "AAEC", "aGk", "aGl=", "!!", "", "aG k="],
    },
    KeyWords { key: "aws:PrincipalOrgID", is_list: false, operators: TEXT, policy: &[ORGANIZATION, "o-*", "o-other"], request: &["o-other"] },
    KeyWords { key: "aws:ResourceOrgID", is_list: false, operators: TEXT, policy: &[ORGANIZATION, "${aws:PrincipalOrgID}"], request: &["o-other"] },
    KeyWords {
        key: "aws:ResourceAccount", is_list: false, operators: TEXT,
        policy: &["111111111111", "222222222222", "${aws:PrincipalAccount}", "*"],
        request: &["111111111111", "x"],
    },
    KeyWords {
        key: "aws:PrincipalAccount", is_list: false, operators: TEXT,
        policy: &["111111111111", "${aws:ResourceAccount}", "9*"],
        request: &["222222222222"],
    },
    KeyWords {
        key: "aws:PrincipalType", is_list: false, operators: TEXT,
        policy: &["User", "AssumedRole", "Account", "FederatedUser", "Anonymous", "user"],
        request: &["User"],
    },
    KeyWords { key: "aws:PrincipalIsAWSService", is_list: false, operators: BOOL, policy: &["true", "false"], request: &["true", "false"] },
    KeyWords {
        key: "aws:PrincipalServiceName", is_list: false, operators: TEXT,
        policy: &["ec2.amazonaws.com", "*.amazonaws.com"],
        request: &["ec2.amazonaws.com"],
    },
    KeyWords {
        key: "aws:userid", is_list: false, operators: TEXT,
        policy: &["111111111111", "*:ana", "anonymous", "AIDA*"],
        request: &["AIDAEXAMPLE", "AROAEXAMPLE:s1", "AIDAJQABLZS4A3QDU576Q", "AIDAJQABLZS4A3QDU576Q:s1"],
    },
    KeyWords { key: "sts:ExternalId", is_list: false, operators: TEXT, policy: &["k", "${aws:username}"], request: &["k", "ana"] },
    KeyWords { key: "aws:PrincipalTag/x/y", is_list: false, operators: TEXT, policy: &["", "*", "3"], request: &["", "3"] },
    KeyWords { key: "aws:PrincipalTag/Level", is_list: false, operators: NUMBER, policy: &["3", "2"], request: &["3", "x"] },
];

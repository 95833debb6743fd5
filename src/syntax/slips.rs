//! The slips of newcomers: another language's way to say it, or the right
//! words in another order. Each is answered with what to write.

use super::grammar::Rule;
use super::tokens::Token;

/// The words that say of what kind a principal is.
pub(super) const PRINCIPALS: [&str; 8] = [
    "user", "group", "role", "account", "service", "web", "oidc", "saml",
];

/// A place where the grammar gave up.
#[derive(Clone, Copy)]
pub(super) struct Place<'t> {
    /// What stands there; empty at the end of the text.
    pub(super) found: &'t str,
    /// Whether it begins a line.
    pub(super) begins_line: bool,
    /// What stands behind it.
    pub(super) after: &'t [Token<'t>],
    /// What stands before it.
    pub(super) before: &'t [Token<'t>],
    /// What the grammar tried there.
    pub(super) tried: &'t [Rule],
    /// The word that the declaration begins with in whose block it stands alone.
    pub(super) holder: &'t str,
}

impl<'t> Place<'t> {
    /// The word before.
    pub(super) fn last(&self) -> &'t str {
        self.before.last().map_or("", |token| token.text)
    }

    pub(super) fn first(&self) -> &'t str {
        self.before.first().map_or("", |token| token.text)
    }

    /// Whether one word stands between `can` and this one.
    fn is_behind_verb(&self) -> bool {
        let verb = self.before.iter().rev().nth(1);
        verb.is_some_and(|verb| matches!(verb.text, "can" | "cannot"))
    }

    /// The word behind.
    pub(super) fn next(&self) -> &'t str {
        self.after.first().map_or("", |token| token.text)
    }

    pub(super) fn tries(&self, rule: Rule) -> bool {
        self.tried.contains(&rule)
    }

    /// Whether a word stands before.
    fn has(&self, word: &str) -> bool {
        self.before.iter().any(|token| token.text == word)
    }

    /// What to write instead.
    pub(super) fn slip(&self) -> Option<String> {
        self.order()
            .or_else(|| self.declaration())
            .or_else(|| self.list())
            .or_else(|| self.condition())
            .or_else(|| self.line())
    }

    /// The words of a grant, in another order.
    fn order(&self) -> Option<String> {
        let behind_subject = self.tries(Rule::k_may) && self.tries(Rule::k_has);
        if self.found == "{" && self.tries(Rule::k_let) {
            return self.block_behind_line();
        }
        let hint = match self.found {
            "on" if behind_subject => "the actions come first: `can ACTIONS on RESOURCES`",
            "when" | "unless" if behind_subject => {
                "a condition ends the line: `can ACTIONS on RESOURCES when CONDITION`"
            }
            "can" | "cannot" | "may" | "has" | "trusts"
                if self.tries(Rule::k_let) && self.is_trust_of_one_line() =>
            {
                "several lines of one role stand in a block: `role NAME { ... }`"
            }
            "can" | "cannot" | "may" | "has" if self.tries(Rule::k_let) => {
                "say who first: `group NAME can ACTIONS on RESOURCES`"
            }
            _ => return None,
        };
        Some(hint.to_owned())
    }

    /// `role R trusts service lambda { can ... }`, `group G: Ann { can ... }`
    fn block_behind_line(&self) -> Option<String> {
        let (head, line) = match self.before {
            _ if self.is_trust_of_one_line() => {
                (self.before.get(..2)?, joined(self.before.get(2..)?))
            }
            [group, name, members @ ..] if group.text == "group" && name.text.ends_with(':') => {
                let members = format!("members {}", joined(members));
                (self.before.get(..2)?, members)
            }
            _ => return None,
        };
        let head = joined(head);
        let head = head.trim_end_matches(':');
        Some(format!(
            "all lines stand in the block: `{head} {{ {line}  can ACTIONS on RESOURCES }}`"
        ))
    }

    /// `role NAME trusts ...`
    fn is_trust_of_one_line(&self) -> bool {
        matches!(self.before, [role, _, trusts, ..] if role.text == "role" && trusts.text == "trusts")
    }

    /// `service lambda` and nothing more, where a line is about somebody.
    fn is_principal_alone(&self) -> bool {
        PRINCIPALS.contains(&self.first()) && self.tries(Rule::verb)
    }

    /// A line that begins like none.
    fn declaration(&self) -> Option<String> {
        if !self.tries(Rule::k_let) {
            return None;
        }
        let found = self.found;
        if found.starts_with("//") || found.starts_with("/*") {
            return Some("a comment begins with `#` and ends with its line".to_owned());
        }
        let next = self.next();
        match next {
            "=" if is_plain(found) => Some(format!("a name is given with `let {found} = ...`")),
            "can" | "cannot" | "may" | "has" if is_plain(found) => Some(format!(
                "say what kind it is: `group {found} {next}`, `user {found} {next}` or `role {found} {next}`"
            )),
            _ => None,
        }
    }

    /// Lists with brackets, or without commas.
    fn list(&self) -> Option<String> {
        let (found, last) = (self.found, self.last());
        let is_member = !self.begins_line
            && !self.tries(Rule::k_on)
            && matches!(self.first(), "group" | "ou")
            && self
                .before
                .iter()
                .any(|token| token.text.ends_with(':') || token.text == "includes");
        match found {
            "[" => {
                Some("this list has no brackets: its elements are separated by commas".to_owned())
            }
            "(" if last.ends_with(':') => {
                Some(format!("a choice stands in braces: `{last}{{A,B}}`"))
            }
            "and" | "&" if is_member => Some("names are separated by commas".to_owned()),
            _ if is_member && self.tries(Rule::k_let) && is_name(found) => {
                Some(format!("names are separated by commas: `{last}, {found}`"))
            }
            "=" if matches!(self.first(), "group" | "ou") && self.before.len() == 2 => {
                Some("members follow a colon: `NAME: MEMBER, MEMBER`".to_owned())
            }
            _ if self.next() == "," && self.tries(Rule::k_members) => {
                Some(format!("members are named with `members {found}, ...`"))
            }
            _ => None,
        }
    }

    /// A condition as another language writes it.
    fn condition(&self) -> Option<String> {
        let (found, last) = (self.found, self.last());
        if found == "{" && wants_condition(self.tried) {
            return Some(self.condition_in_braces());
        }
        if last == "mfa" && found.starts_with(['<', '>']) {
            return Some("write `mfa within 1h`".to_owned());
        }
        if matches!(last, "mfa" | "tls") && found.starts_with(['=', '!']) {
            return Some(if self.tries(Rule::k_at) {
                format!("`{last}` stands alone; for its opposite it is left out")
            } else {
                format!("`{last}` stands alone; its opposite is `not {last}`")
            });
        }
        let pattern = match found {
            "contains" | "includes" => Some("*TEXT*"),
            "starts" | "startswith" | "startsWith" | "begins" => Some("TEXT*"),
            "ends" | "endswith" | "endsWith" => Some("*TEXT"),
            "matches" => Some("PATTERN*"),
            _ => None,
        };
        if let Some(pattern) = pattern.filter(|_| self.tries(Rule::relation)) {
            return Some(format!("write `{last} like \"{pattern}\"`"));
        }
        let behind_not = last == "not" && self.tries(Rule::k_in) && self.tries(Rule::k_like);
        if behind_not {
            return Some("write `not in` or `not like`".to_owned());
        }
        if !self.tries(Rule::relation) && !self.tries(Rule::connective) {
            return None;
        }
        if matches!(last, "ip" | "IP" | "address") && !found.is_empty() {
            return Some(format!("write `from {found}`"));
        }
        (is_operator(last) && found.contains(':'))
            .then(|| format!("write `{last}({found}, VALUE)`"))
    }

    /// `when { mfa }`, and `when { StringEquals: { "aws:username": "a" } }`.
    fn condition_in_braces(&self) -> String {
        let bare = |token: &Token<'t>| token.text.trim_matches(['"', ':']);
        let words = self.after.iter().take_while(|token| token.text != "}");
        let mut words = words.filter(|token| !matches!(token.text, "{" | "[" | "]" | "," | ":"));
        if let (Some(operator), Some(key)) = (words.next(), words.next())
            && is_operator(bare(operator))
            && bare(key).contains(':')
        {
            let values: String = words.map(|value| format!(", {}", value.text)).collect();
            return format!("write `{}({}{values})`", bare(operator), bare(key));
        }
        "a condition has no braces around it; what belongs together stands in parentheses"
            .to_owned()
    }

    /// The rest: other lines of blocks and tests.
    fn line(&self) -> Option<String> {
        let (found, last) = (self.found, self.last());
        let is_count = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
        match found {
            "with" if self.tries(Rule::k_when) => {
                Some("a condition begins with `when` or `unless`".to_owned())
            }
            "when" | "if" if self.tries(Rule::k_with) && !self.tries(Rule::k_when) => {
                Some("the context of the request follows `with`".to_owned())
            }
            "\"Version\"" | "\"Statement\"" | "\"Effect\"" | "\"Action\"" | "\"Sid\"" => Some(
                "this is not JSON: a statement is written `can ACTIONS on RESOURCES`".to_owned(),
            ),
            "" if self.holder == "role" && self.is_principal_alone() => {
                Some(format!("write `trusts {}`", joined(self.before)))
            }
            "" if self.holder == "user" && self.first() == "group" => Some(format!(
                "a group says who is in it: `{}: NAME`",
                joined(self.before)
            )),
            "" if self.is_principal_alone() => Some(format!(
                "say what is allowed: `{} can ACTIONS on RESOURCES`",
                joined(self.before)
            )),
            "for" if self.tries(Rule::verb) && self.has("for") => Some(
                "keep the account, and ask for the ARN in the condition: `when aws:SourceArn like ARN`"
                    .to_owned(),
            ),
            "with" if self.holder == "test" && self.has("with") => {
                Some("the context is one list: `with mfa, tls`".to_owned())
            }
            "at" if self.holder == "test" && self.has("at") => {
                Some("a request has one time: keep one `at`".to_owned())
            }
            "hour" | "hours" | "h" if is_count => Some(format!("write `{last}h`")),
            "can" | "cannot" | "may" | "has" if self.tries(Rule::open_brace) => {
                let [subject @ .., at, account, name] = self.before else {
                    return None;
                };
                (at.text == "in" && account.text == "account" && !subject.is_empty()).then(|| {
                    format!(
                        "the account stands around it: `in account {} {{ {} {found} ... }}`",
                        name.text,
                        joined(subject)
                    )
                })
            }
            _ if self.tries(Rule::k_on) && self.is_behind_verb() && is_level(last) => {
                Some(format!("write `{found}:@{last}`"))
            }
            _ if self.tries(Rule::k_on) && self.is_behind_verb() && is_service(last) && is_plain(found) => {
                Some(format!(
                    "a colon stands between the service and the action: `{}:{found}`",
                    last.to_ascii_lowercase()
                ))
            }
            _ if last == "verbatim" && self.tries(Rule::k_on) => {
                Some("`verbatim` stands before the verb: `verbatim can ACTIONS on RESOURCES`".to_owned())
            }
            "Allow" | "Deny" | "allow" | "deny" if last == "verbatim" => Some(
                "`Allow` is written `can`, and `Deny` `cannot`: `verbatim can ACTIONS on RESOURCES`"
                    .to_owned(),
            ),
            "session" if self.next() == "policy" && matches!(self.holder, "role" | "user") => Some(
                "a session policy is declared by itself, and whoever assumes a role passes it; a test gives it: `with session policy NAME`"
                    .to_owned(),
            ),
            "groups" if self.holder == "user" => {
                Some(format!("a group says who is in it: `group {}: NAME`", self.next()))
            }
            "pass" if self.holder == "test" => Some(
                "ask for what it allows: `NAME can iam:PassRole on ROLE with iam:PassedToService = \"lambda.amazonaws.com\"`, with the role's ARN"
                    .to_owned(),
            ),
            "*" if self.tries(Rule::k_anyone) || self.tries(Rule::subject_grant) => {
                Some("everyone is `public` with `can`, and `anyone` with `cannot`".to_owned())
            }
            _ if self.tries(Rule::k_on) && last == "assume" => {
                Some(format!("a role is assumed with `may assume {found}`"))
            }
            _ if self.tries(Rule::k_on) && last == "pass" => Some(format!(
                "a role is passed with `may pass {found} to SERVICE`"
            )),
            _ if self.tries(Rule::k_on)
                && last.ends_with(':')
                && found.starts_with(|first: char| first.is_ascii_alphanumeric()) =>
            {
                Some(format!("no blank stands behind the colon: `{last}{found}`"))
            }
            _ if self.tries(Rule::k_anyone) => {
                let service = found.strip_suffix(".amazonaws.com")?;
                Some(format!("write `service {service}`"))
            }
            _ => None,
        }
    }
}

/// Whether a word can stand without quotes where it stands, and is more than
/// punctuation.
pub(super) fn is_plain(word: &str) -> bool {
    word.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"_+.@-:/*".contains(&byte))
        && word.contains(|character: char| character.is_ascii_alphanumeric() || character == '*')
}

/// Whether a word can be a name: bare, or in quotes.
pub(super) fn is_name(word: &str) -> bool {
    is_plain(word) || word.starts_with('"')
}

/// Whether a condition could have begun where these were tried.
pub(super) fn wants_condition(tried: &[Rule]) -> bool {
    let begins = [Rule::condition, Rule::k_tls];
    tried.iter().any(|rule| begins.contains(rule))
}

/// Words as one would write them in a line.
pub(super) fn joined(tokens: &[Token<'_>]) -> String {
    let mut line = String::new();
    for token in tokens {
        if !line.is_empty() && token.text != "," {
            line.push(' ');
        }
        line.push_str(token.text);
    }
    line
}

/// Whether a word can be the prefix of a service's actions.
fn is_service(word: &str) -> bool {
    let of_prefix = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    !word.is_empty()
        && !matches!(word, "verbatim" | "assume" | "pass")
        && word.bytes().all(of_prefix)
}

/// Whether a word is the name of an access level.
fn is_level(word: &str) -> bool {
    matches!(
        word,
        "read" | "list" | "write" | "tagging" | "permissions" | "change"
    )
}

/// Whether a word begins as IAM's condition operators do.
fn is_operator(word: &str) -> bool {
    const BEGINNINGS: &[&str] = &[
        "String",
        "Numeric",
        "Date",
        "Bool",
        "IpAddress",
        "NotIpAddress",
        "Arn",
        "Binary",
        "Null",
    ];
    BEGINNINGS
        .iter()
        .any(|beginning| word.starts_with(beginning))
}

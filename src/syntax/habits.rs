//! Habits from elsewhere: what people write who know other languages, or who
//! write as they speak. Each is answered with what to write here.

use super::grammar::Rule;
use super::slips::{Place, is_plain};

/// How the declarations of Terraform begin that are not ours as well.
const TERRAFORM: [&str; 6] = ["data", "variable", "locals", "module", "output", "provider"];

impl Place<'_> {
    /// What to write instead.
    pub(super) fn habit(&self) -> Option<String> {
        self.refusal()
            .or_else(|| self.beginning())
            .or_else(|| self.name_with_blank())
            .or_else(|| self.role_as_resource())
            .or_else(|| self.range())
            .or_else(|| self.length_or_time())
            .or_else(|| self.joint())
    }

    /// `may not`, `must not`, of what is denied.
    fn refusal(&self) -> Option<String> {
        let is_obliged = matches!(
            self.found,
            "must" | "shall" | "should" | "may" | "does" | "do"
        );
        let goes_on = matches!(self.next(), "assume" | "pass");
        let is_refusal = self.tries(Rule::verb) && is_obliged && self.next() == "not"
            || self.found == "not" && self.last() == "may" && !goes_on;
        (is_refusal && self.holder != "test").then(|| {
            "what is denied begins with `cannot`: `cannot ACTIONS on RESOURCES`".to_owned()
        })
    }

    /// The first words of a declaration, or of a line.
    fn beginning(&self) -> Option<String> {
        let (found, next) = (self.found, self.next());
        if found == "=" || next == "=" && self.tries(Rule::k_members) && is_plain(found) {
            return self.setting();
        }
        if let [resource, kind] = self.before
            && resource.text == "resource"
            && kind.text.starts_with('"')
            && found.starts_with('"')
        {
            let name = found.trim_matches('"');
            return Some(format!(
                "this is Terraform's; a bucket is named with `let {name} = arn:aws:s3:::BUCKET`, and its own policy is `resource {name} {{ ... }}`"
            ));
        }
        if !self.tries(Rule::k_let) {
            return None;
        }
        let is_verb = matches!(next, "can" | "cannot" | "may" | "has");
        let hint = match found {
            "everyone" | "anyone" | "everybody" | "anybody" | "all" | "public" | "nobody"
                if is_verb =>
            {
                "rights are a user's, a group's or a role's: name a group of them, `group NAME can ...`"
            }
            "if" if !self.tries(Rule::k_when) => {
                "there is no `if`: what differs between accounts stands in `in account NAME { ... }`, and other programs are files of their own"
            }
            "version:" | "---" => "a program has no header: leave this line out",
            "--" => "a comment begins with `#` and ends with its line",
            "GRANT" | "Grant" | "DENY" | "ALLOW" => {
                "a grant is written `group NAME can ACTIONS on RESOURCES`, a deny with `cannot`"
            }
            "attach" => "a group, user or role has its policies: `group NAME has POLICY`",
            "scp" | "SCP" => {
                "a service control policy is a guardrail: `guardrail NAME on TARGET { cannot ... }`"
            }
            _ if TERRAFORM.contains(&found) && (next == "{" || next.starts_with('"')) => {
                "this is Terraform's; here a group is given what it may do: `group NAME can ACTIONS on RESOURCES`"
            }
            _ if is_verb => {
                return principal_of_arn(found).map(|(kind, name)| {
                    format!("say what kind it is, and its name: `{kind} {name} {next}`")
                });
            }
            _ => return None,
        };
        Some(hint.to_owned())
    }

    /// `bucket = "x"` in a block.
    fn setting(&self) -> Option<String> {
        let is_line = self.tries(Rule::k_members) && self.tries(Rule::verb);
        let is_session = self.found.starts_with("max") && self.found.contains("session");
        if is_line && is_session {
            return Some("write `max session 2h`".to_owned());
        }
        (is_line && self.next() == "=").then(|| {
            "a block holds lines such as `can ACTIONS on RESOURCES`, and no settings with `=`"
                .to_owned()
        })
    }

    /// `group Data Scientists: Ann`
    fn name_with_blank(&self) -> Option<String> {
        let [kind, first, others @ ..] = self.before else {
            return None;
        };
        let is_kind = matches!(kind.text, "group" | "user" | "role" | "policy" | "boundary");
        let is_line = self.found.ends_with(':')
            || matches!(
                self.next(),
                "can" | "cannot" | "may" | "has" | "{" | "trusts" | ":"
            );
        let words = std::iter::once(first).chain(others).map(|word| word.text);
        let words: Vec<&str> = words.chain([self.found.trim_end_matches(':')]).collect();
        let are_names = words.iter().all(|word| {
            is_plain(word) && !word.contains([':', '*']) && !super::reserved::is_reserved(word)
        });
        let is_first = self.tries(Rule::verb) || self.tries(Rule::block);
        (is_kind && is_line && are_names && is_first && !self.begins_line)
            .then(|| format!("a name has no blanks: `{}`", words.join("-")))
    }

    /// `can sts:AssumeRole on role Deployer`
    fn role_as_resource(&self) -> Option<String> {
        let is_role = self.last() == "on" && self.found == "role" && is_plain(self.next());
        let name = self.next();
        (is_role && self.first() != "guardrail").then(|| {
            format!("the role itself is `iam.role({name})`; to let it be assumed, write `may assume {name}` in place of `can ...`, and to let a service use it `may pass {name} to SERVICE`")
        })
    }

    /// `for n in 1 to 3`
    fn range(&self) -> Option<String> {
        let [for_, _, in_, low] = self.before else {
            return None;
        };
        if for_.text != "for" || in_.text != "in" {
            return None;
        }
        let high = self.next();
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
        if low.text == "range" && self.found == "(" {
            let ends: Vec<&str> = self
                .after
                .iter()
                .map(|it| it.text)
                .filter(|it| is_number(it))
                .collect();
            let (low, high) = match ends.as_slice() {
                [low, high, ..] => (*low, *high),
                [high] => ("1", *high),
                [] => ("1", "3"),
            };
            return Some(format!("both ends of a range are written: `{low}..{high}`"));
        }
        let is_between = matches!(self.found, ".." | "..." | "to" | "-" | "through" | "until");
        (is_between && is_number(low.text) && is_number(high))
            .then(|| format!("a range is one word: `{}..{high}`", low.text))
    }

    /// `within 15 minutes`, `until 2027-01-01 10:00`
    fn length_or_time(&self) -> Option<String> {
        let (found, last) = (self.found, self.last());
        let is_count = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
        let unit = match found {
            "second" | "seconds" | "sec" | "secs" => Some("s"),
            "minute" | "minutes" | "min" | "mins" => Some("m"),
            "day" | "days" => Some("d"),
            _ => None,
        };
        if let Some(unit) = unit.filter(|_| is_count) {
            return Some(format!("write `{last}{unit}`"));
        }
        let is_day = last.len() == 10 && last.bytes().filter(|byte| *byte == b'-').count() == 2;
        let time = clock(found).filter(|_| is_day)?;
        Some(format!(
            "a day and a time are one word: `{last}T{time}Z` in UTC"
        ))
    }

    /// Words between two others.
    fn joint(&self) -> Option<String> {
        let (found, next, last) = (self.found, self.next(), self.last());
        if last == "region" && matches!(found, "==" | "=" | "is") && self.tries(Rule::k_in) {
            return Some(format!("write `region in {next}`"));
        }
        if last == "region" && found == "!=" && self.tries(Rule::k_in) {
            return Some(format!("write `region not in {next}`"));
        }
        if found == "," && self.tries(Rule::connective) && !self.tries(Rule::word) {
            return Some("conditions are joined by `and` or `or`".to_owned());
        }
        if matches!(found, "but" | "without" | "excluding") && self.tries(Rule::k_except) {
            return Some("exceptions follow `except`".to_owned());
        }
        let is_filled_in = found.starts_with('<') && last.ends_with('/');
        (is_filled_in && self.tries(Rule::k_when)).then(|| {
            format!(
                "what differs for each caller is a policy variable: `{last}${{aws:username}}/*`"
            )
        })
    }
}

/// `10:00` as a moment writes it: `10:00:00`.
fn clock(word: &str) -> Option<String> {
    let parts: Vec<&str> = word.split(':').collect();
    let is_number =
        |part: &&str| matches!(part.len(), 1 | 2) && part.bytes().all(|it| it.is_ascii_digit());
    if !parts.iter().all(is_number) {
        return None;
    }
    match parts.as_slice() {
        [hour, minute] => Some(format!("{hour:0>2}:{minute:0>2}:00")),
        [hour, minute, second] => Some(format!("{hour:0>2}:{minute:0>2}:{second:0>2}")),
        _ => None,
    }
}

/// The kind and the name in the ARN of a principal of IAM.
fn principal_of_arn(text: &str) -> Option<(&str, &str)> {
    let resource = text.strip_prefix("arn:")?.splitn(5, ':').nth(4)?;
    let (kind, path) = resource.split_once('/')?;
    let name = path.rsplit('/').next()?;
    matches!(kind, "user" | "group" | "role").then_some((kind, name))
}

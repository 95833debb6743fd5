//! What was probably meant: slips of the pen, and words of other languages.

use super::grammar::Rule;
use super::reserved::is_reserved;
use super::slips::{Place, is_plain};
use crate::diag::nearest;
use crate::iam::is_account_number;

/// What to write instead.
pub(super) enum Suggestion {
    /// In so many words.
    Instead(String),
    /// A keyword that is spelled nearly so.
    DidYouMean(&'static str),
}

/// What the word meant that stands where the grammar gave up.
pub(super) fn suggestion(place: Place<'_>) -> Option<Suggestion> {
    let Place { found, tried, .. } = place;
    let known = place.habit().or_else(|| place.slip());
    if let Some(hint) = known.or_else(|| known_slip(place)) {
        return Some(Suggestion::Instead(hint));
    }
    if !found.starts_with(|first: char| first.is_ascii_alphanumeric()) {
        return None;
    }
    // What goes on with the declaration before what begins the next one.
    let (next, here): (Vec<Rule>, Vec<Rule>) =
        tried.iter().copied().partition(|rule| begins_item(*rule));
    let candidates = here
        .iter()
        .chain(&next)
        .flat_map(|rule| keywords(*rule).iter().copied())
        .filter(|word| word.starts_with(|first: char| first.is_ascii_alphabetic()));
    let word = nearest(found.trim_end_matches(':'), candidates)?;
    Some(if found.strip_suffix(':') == Some(word) {
        Suggestion::Instead(format!("write `{word}` without the colon"))
    } else {
        Suggestion::DidYouMean(word)
    })
}

fn known_slip(place: Place<'_>) -> Option<String> {
    let (found, last) = (place.found, place.last());
    let tries = |rule: Rule| place.tried.contains(&rule);
    let hint = match found {
        "not" if last == "can" => "`can not` is one word: `cannot`",
        "if" | "where" | "If" | "Where" | "WHEN" if tries(Rule::k_when) => {
            "a condition begins with `when` or `unless`"
        }
        "to" | "for" | "in" if tries(Rule::k_on) && tries(Rule::k_except) => {
            "the resources follow `on`"
        }
        "=" if tries(Rule::relation) => "equality is written `==`",
        "=" if last == "=" || last == "==" => "write `==` in conditions and `=` elsewhere",
        "is" if tries(Rule::relation) => "equality is written `==`",
        "AND" | "And" if tries(Rule::connective) => "write `and`",
        "OR" | "Or" if tries(Rule::connective) => "write `or`",
        "NOT" | "Not" if tries(Rule::condition) => "write `not`",
        "allow" | "Allow" | "permit" | "grant" => {
            "a grant is written `SUBJECT can ACTIONS on RESOURCES`"
        }
        "deny" | "Deny" | "forbid" | "never" => {
            "a deny is written `SUBJECT cannot ACTIONS on RESOURCES`"
        }
        "allowed" => {
            "write `can` for what is allowed, `cannot` for what is not, `is denied` for an explicit deny"
        }
        "denied" => "write `is denied`",
        "==" if tries(Rule::equals) => "write `=`",
        "session" if tries(Rule::k_max) => "write `max session 2h`",
        "{" if tries(Rule::k_on) && tries(Rule::k_when) || tries(Rule::k_except) => {
            "a choice has no blanks: `s3:{Get,Put}Object`"
        }
        "Version" | "\"Version\"" | "Statement" | "version" | "{" | "2012-10-17" | "2008-10-17"
            if tries(Rule::k_let) && !tries(Rule::block) =>
        {
            "this is not JSON: a program has no `Version`, and begins for example with `group Engineers can s3:GetObject on *`"
        }
        "import" | "include" if tries(Rule::k_use) => "another file is read with `use \"FILE\"`",
        "var" | "const" | "set" | "define" if tries(Rule::k_let) => {
            "a name is given with `let NAME = VALUE`"
        }
        ":" if tries(Rule::equals) => "write `=`",
        _ => return other_slip(place),
    };
    Some(hint.to_owned())
}

fn other_slip(place: Place<'_>) -> Option<String> {
    let (found, last) = (place.found, place.last());
    let tries = |rule: Rule| place.tried.contains(&rule);
    if tries(Rule::equals) && last.ends_with(':') {
        let first = match place.before {
            [first, _] => format!("{} ", first.text),
            _ => String::new(),
        };
        return Some(format!(
            "write `{first}{} = {found}`",
            last.trim_end_matches(':')
        ));
    }
    if tries(Rule::string)
        && !tries(Rule::word)
        && !tries(Rule::name)
        && is_plain(found)
        && !is_reserved(found)
    {
        return Some(format!("put it in double quotes: `\"{found}\"`"));
    }
    if tries(Rule::equals)
        && let [first, name] = place.before
        && matches!(first.text, "account" | "let")
    {
        return write_equals(first.text, name.text, found);
    }
    if tries(Rule::party) && last == "tag" {
        return Some(format!(
            "say whose tag: `tag principal.{found}`, `tag resource.{found}` or `tag request.{found}`"
        ));
    }
    if tries(Rule::k_of) {
        return Some(format!("write `{last} of {found} in ...`"));
    }
    if tries(Rule::k_session) && last == "max" {
        return Some(format!("write `max session {found}`"));
    }
    let kind_is_missing =
        tries(Rule::k_anyone) || tries(Rule::subject_grant) && !tries(Rule::k_when);
    if kind_is_missing && is_plain(found) && !is_reserved(found) && nearest_clause(found).is_none()
    {
        return Some(if is_account_number(found) {
            format!("write `account {found}`")
        } else if found.contains(':') && !found.ends_with(':') {
            "actions stand behind `can` or `cannot`".to_owned()
        } else {
            format!(
                "if it is a principal, say what kind: `user {found}`, `role {found}`, `group {found}`, `account {found}` or `service {found}`"
            )
        });
    }
    if found.starts_with('{') && (found.len() == 1 || found.contains(',')) && tries(Rule::actions) {
        return Some("a list has no braces: write `s3:GetObject, s3:PutObject`".to_owned());
    }
    let choice_with_blank = last == "," || found.starts_with('{') || found.ends_with('}');
    (choice_with_blank && found.contains(['{', '}']) && found.len() > 1)
        .then(|| "a choice has no blanks: `s3:{Get,Put}Object`".to_owned())
}

/// `account 111122223333`, `let lake arn:...`
fn write_equals(first: &str, name: &str, value: &str) -> Option<String> {
    let (name, value) = match (name, value) {
        (number, "") if first == "account" && is_account_number(number) => ("NAME", number),
        (number, name) if first == "account" && is_account_number(number) => (name, number),
        ("account", _) | (_, "") => return None,
        (name, value) => (name, value),
    };
    Some(format!("write `{first} {name} = {value}`"))
}

fn begins_item(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::k_account
            | Rule::k_boundary
            | Rule::k_for
            | Rule::k_group
            | Rule::k_in
            | Rule::k_let
            | Rule::k_org
            | Rule::k_ou
            | Rule::k_partition
            | Rule::k_policy
            | Rule::k_region
            | Rule::k_resource
            | Rule::k_role
            | Rule::k_session
            | Rule::k_test
            | Rule::k_use
            | Rule::k_user
            | Rule::guardrail
    )
}

fn nearest_clause(found: &str) -> Option<&'static str> {
    nearest(found.trim_end_matches(':'), CLAUSES.iter().copied())
}

const CLAUSES: &[&str] = &[
    "can", "cannot", "may", "has", "trusts", "members", "includes", "path", "tags", "boundary",
    "max", "for",
];

/// The keywords and punctuation that a rule begins with, or is.
pub(super) fn keywords(rule: Rule) -> &'static [&'static str] {
    match rule {
        Rule::verb | Rule::grant => &["can", "cannot"],
        Rule::connective => &["and", "or"],
        Rule::relation => &["in", "like", "not"],
        Rule::presence => &["exists", "missing"],
        Rule::condition => &[
            "mfa",
            "tls",
            "from",
            "region",
            "before",
            "after",
            "between",
            "principal",
        ],
        Rule::guardrail => &["guardrail"],
        Rule::block | Rule::open_brace => &["{"],
        Rule::close_brace => &["}"],
        Rule::close_bracket => &["]"],
        Rule::close_parenthesis => &[")"],
        Rule::equals => &["="],
        Rule::members => &[":"],
        Rule::includes => &["includes"],
        Rule::k_account => &["account"],
        Rule::k_and => &["and"],
        Rule::k_anyone => &["anyone"],
        Rule::k_as => &["as"],
        Rule::k_assume => &["assume"],
        Rule::k_at => &["at"],
        Rule::k_boundary => &["boundary"],
        Rule::k_denied => &["denied"],
        Rule::k_everyone => &["everyone"],
        Rule::k_except => &["except"],
        Rule::k_for => &["for"],
        Rule::k_from => &["from"],
        Rule::k_group => &["group"],
        Rule::k_has => &["has"],
        Rule::k_in => &["in"],
        Rule::k_includes => &["includes"],
        Rule::k_is => &["is"],
        Rule::k_let => &["let"],
        Rule::k_management => &["management"],
        Rule::k_max => &["max"],
        Rule::k_may => &["may"],
        Rule::k_members => &["members"],
        Rule::k_not => &["not"],
        Rule::k_oidc => &["oidc"],
        Rule::k_on => &["on"],
        Rule::k_openly => &["openly"],
        Rule::k_org => &["org"],
        Rule::k_ou => &["ou"],
        Rule::k_partition => &["partition"],
        Rule::k_pass => &["pass"],
        Rule::k_path => &["path"],
        Rule::k_policy => &["policy"],
        Rule::k_public => &["public"],
        Rule::k_region => &["region"],
        Rule::k_resource => &["resource"],
        Rule::k_role => &["role"],
        Rule::k_saml => &["saml"],
        Rule::k_service => &["service"],
        Rule::k_session => &["session"],
        Rule::k_tags => &["tags"],
        Rule::k_test => &["test"],
        Rule::k_to => &["to"],
        Rule::k_trusts => &["trusts"],
        Rule::k_unless => &["unless"],
        Rule::k_until => &["until"],
        Rule::k_use => &["use"],
        Rule::k_user => &["user"],
        Rule::k_web => &["web"],
        Rule::k_when => &["when"],
        Rule::k_with => &["with"],
        Rule::k_within => &["within"],
        _ => &[],
    }
}

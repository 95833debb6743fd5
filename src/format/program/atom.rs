//! One condition of IAM in the language's words.
//!
//! Only what is read again as the very same operator, key and values is written
//! so; everything else goes by IAM's own operator, which says anything.

use super::condition::{day, instant};
use super::{Manner, word};
use crate::catalog::{Catalog, KnownKey};
use crate::iam::keys::Arity;
use crate::iam::{
    Atom, Base, Effect, Operator, PolicyKind, Relation, SetOperator, ValueType, is_account_number,
    is_region,
};
use crate::model::Program;

/// The statement that a condition is of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'p> {
    pub(super) program: &'p Program,
    pub(super) kind: PolicyKind,
    pub(super) effect: Effect,
}

/// `StringEquals(aws:username, "ann")`: any condition at all.
pub(super) fn by_name(atom: &Atom) -> String {
    let key = key(&atom.key).unwrap_or_else(|| word::string(&atom.key));
    let values = word::list(&atom.values, |value| word::string(value));
    format!("{}({key}, {values})", atom.operator)
}

/// The words for an atom, where there are some.
pub(super) fn written(
    atom: &Atom,
    manner: Manner,
    place: Place<'_>,
    bracketed: bool,
) -> Option<String> {
    let words = match manner {
        Manner::Words => words(atom, place, bracketed),
        Manner::Keys | Manner::Operators | Manner::Verbatim => None,
    };
    words.or_else(|| comparison(atom, manner, place, bracketed))
}

/// The condition that holds exactly where this one does not, where it is the
/// plainer of the two.
pub(super) fn opposite(atom: &Atom) -> Option<Atom> {
    let Operator {
        set,
        base,
        if_exists,
    } = atom.operator;
    let row = base.row();
    let flipped = match set {
        None => None,
        Some(SetOperator::ForAnyValue) => Some(SetOperator::ForAllValues),
        Some(SetOperator::ForAllValues) => Some(SetOperator::ForAnyValue),
    };
    if base == Base::Bool && if_exists && set.is_none() {
        let values = match atom.values.as_slice() {
            [value] if value == "false" => vec!["true".to_owned()],
            [value] if value == "true" => vec!["false".to_owned()],
            _ => return None,
        };
        return Some(Atom {
            operator: Operator::plain(Base::Bool),
            key: atom.key.clone(),
            values,
        });
    }
    if !row.negated || if_exists {
        return None;
    }
    Some(Atom {
        operator: Operator {
            set: flipped,
            base: row.partner?,
            if_exists: false,
        },
        ..atom.clone()
    })
}

/// `only aws:TagKeys in "a", "b"`; that there is such a value goes with it.
pub(super) fn only(atom: &Atom, manner: Manner, bracketed: bool) -> Option<String> {
    let is_plain = !atom.operator.base.row().negated && !atom.operator.if_exists;
    let alone = Atom {
        operator: Operator::plain(atom.operator.base),
        ..atom.clone()
    };
    let one_valued = arity(atom) == Arity::One;
    if !is_plain || one_valued {
        return None;
    }
    compared(&alone, manner, bracketed).map(|words| format!("only {words}"))
}

// -- words of their own -------------------------------------------------------

fn words(atom: &Atom, place: Place<'_>, bracketed: bool) -> Option<String> {
    if atom.operator.set.is_some() || atom.operator.if_exists {
        return None;
    }
    match atom.operator.base {
        Base::Bool => truth(atom),
        Base::NumericLessThan => within(atom),
        Base::IpAddress => is(atom, "aws:SourceIp").then(|| from(atom)),
        Base::StringEquals => equal(atom, place, bracketed),
        Base::DateLessThan | Base::DateGreaterThan => time(atom),
        Base::StringNotEquals
        | Base::StringEqualsIgnoreCase
        | Base::StringNotEqualsIgnoreCase
        | Base::StringLike
        | Base::StringNotLike
        | Base::NumericEquals
        | Base::NumericNotEquals
        | Base::NumericLessThanEquals
        | Base::NumericGreaterThan
        | Base::NumericGreaterThanEquals
        | Base::DateEquals
        | Base::DateNotEquals
        | Base::DateLessThanEquals
        | Base::DateGreaterThanEquals
        | Base::BinaryEquals
        | Base::NotIpAddress
        | Base::ArnEquals
        | Base::ArnNotEquals
        | Base::ArnLike
        | Base::ArnNotLike
        | Base::Null => None,
    }
}

fn is(atom: &Atom, key: &str) -> bool {
    atom.key.eq_ignore_ascii_case(key)
}

fn truth(atom: &Atom) -> Option<String> {
    const WORDS: [(&str, &str); 4] = [
        ("aws:MultiFactorAuthPresent", "mfa"),
        ("aws:SecureTransport", "tls"),
        ("aws:ViaAWSService", "via service"),
        ("aws:PrincipalIsAWSService", "aws service"),
    ];
    let (_, word) = WORDS.iter().find(|(key, _)| is(atom, key))?;
    (atom.values == ["true"]).then(|| (*word).to_owned())
}

/// `mfa within 1h`
fn within(atom: &Atom) -> Option<String> {
    let [seconds] = atom.values.as_slice() else {
        return None;
    };
    if !is(atom, "aws:MultiFactorAuthAge") {
        return None;
    }
    let count: u64 = seconds.parse().ok()?;
    if count == 0 || count.to_string() != *seconds {
        return None;
    }
    let units = [(86_400, "d"), (3_600, "h"), (60, "m"), (1, "s")];
    let (size, unit) = units
        .into_iter()
        .find(|(size, _)| count.is_multiple_of(*size))?;
    Some(format!("mfa within {}{unit}", count / size))
}

fn from(atom: &Atom) -> String {
    format!(
        "from {}",
        word::list(&atom.values, |value| word::plain(value))
    )
}

/// What is equal to one of some texts, and has a word for it.
fn equal(atom: &Atom, place: Place<'_>, bracketed: bool) -> Option<String> {
    let values = &atom.values;
    let network = |prefix: &str| {
        values.iter().all(|value| {
            value
                .strip_prefix(prefix)
                .is_some_and(|id| id.len() >= 8 && id.bytes().all(|it| it.is_ascii_hexdigit()))
        })
    };
    if is(atom, "aws:SourceVpce") && network("vpce-")
        || is(atom, "aws:SourceVpc") && network("vpc-")
    {
        return Some(from(atom));
    }
    if is(atom, "aws:RequestedRegion") && values.iter().all(|value| is_region(value)) {
        let regions = in_brackets(values, bracketed);
        return Some(format!("region in {regions}"));
    }
    estate(atom, place)
}

/// `principal in org o-x`, `resource in account prod`
fn estate(atom: &Atom, place: Place<'_>) -> Option<String> {
    const KEYS: [(&str, &str, bool); 6] = [
        ("aws:PrincipalOrgID", "principal", true),
        ("aws:ResourceOrgID", "resource", true),
        ("aws:SourceOrgID", "source", true),
        ("aws:PrincipalAccount", "principal", false),
        ("aws:ResourceAccount", "resource", false),
        ("aws:SourceAccount", "source", false),
    ];
    let (_, party, of_org) = KEYS.iter().find(|(key, ..)| is(atom, key))?;
    let same_for_all = *party == "principal"
        && match place.kind {
            PolicyKind::Identity | PolicyKind::Boundary | PolicyKind::Session => true,
            PolicyKind::ServiceControl => *of_org,
            PolicyKind::Resource | PolicyKind::Trust | PolicyKind::ResourceControl => false,
        };
    if same_for_all {
        return None;
    }
    let one: fn(&str, Place<'_>) -> Option<String> = if *of_org { organization } else { account };
    let values: Option<Vec<String>> = atom.values.iter().map(|value| one(value, place)).collect();
    let what = if *of_org { "org" } else { "account" };
    Some(format!("{party} in {what} {}", values?.join(", ")))
}

fn organization(id: &str, _: Place<'_>) -> Option<String> {
    let is_id = id.strip_prefix("o-").is_some_and(|id| {
        (10..=32).contains(&id.len())
            && id
                .bytes()
                .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit())
    });
    is_id.then(|| id.to_owned())
}

/// An account by its name, or by its number.
fn account(number: &str, place: Place<'_>) -> Option<String> {
    is_account_number(number).then(|| super::principal::account(number, place.program))
}

/// `before D`, `after D`
fn time(atom: &Atom) -> Option<String> {
    let [value] = atom.values.as_slice() else {
        return None;
    };
    if !is(atom, "aws:CurrentTime") {
        return None;
    }
    if atom.operator.base == Base::DateGreaterThan {
        return instant(value).map(|date| format!("after {date}"));
    }
    let date = day(&atom.values).map_or_else(|| instant(value), |day| Some(day.to_owned()));
    date.map(|date| format!("before {date}"))
}

// -- comparisons --------------------------------------------------------------

fn comparison(atom: &Atom, manner: Manner, place: Place<'_>, bracketed: bool) -> Option<String> {
    let Operator {
        set,
        base,
        if_exists,
    } = atom.operator;
    let row = base.row();
    let quantifier = match (set, arity(atom)) {
        (None, Arity::Many) if base != Base::Null => return None,
        (Some(_), Arity::One) => return None,
        (None, _) => "",
        (Some(SetOperator::ForAnyValue), _) => "any of ",
        // In a permission this is refused by its words.
        (Some(SetOperator::ForAllValues), _) if place.effect == Effect::Allow && !row.negated => {
            return None;
        }
        (Some(SetOperator::ForAllValues), _) => "all of ",
    };
    if if_exists && (row.negated || set.is_some()) {
        return None;
    }
    let suffix = if if_exists { " if present" } else { "" };
    let words = compared(atom, manner, bracketed)?;
    Some(format!("{quantifier}{words}{suffix}"))
}

/// Key, relation and values.
fn compared(atom: &Atom, manner: Manner, bracketed: bool) -> Option<String> {
    let operand = operand(&atom.key, manner)?;
    if atom.operator.base == Base::Null {
        let word = match atom.values.as_slice() {
            [value] if value == "true" => "missing",
            [value] if value == "false" => "exists",
            _ => return None,
        };
        return Some(format!("{operand} {word}"));
    }
    if let Some(tag) = tag_of_principal(atom, manner) {
        let relation = match atom.operator.base {
            Base::StringEquals => "==",
            Base::StringNotEquals => "!=",
            _ => return None,
        };
        let operand = operand.strip_prefix("tag ")?;
        return Some(format!("tag {tag} {relation} {operand}"));
    }
    let written: Option<Vec<String>> = atom.values.iter().map(|text| value(text, atom)).collect();
    let values = written?;
    if !fits(atom) {
        return None;
    }
    let relation = relation(atom.operator.base, values.len() > 1)?;
    let list = in_brackets(&values, bracketed);
    let case = match atom.operator.base.row().relation {
        Relation::EqualIgnoringCase => " ignoring case",
        Relation::Equal
        | Relation::Like
        | Relation::Less
        | Relation::LessOrEqual
        | Relation::Greater
        | Relation::GreaterOrEqual
        | Relation::Within
        | Relation::Absent => "",
    };
    Some(format!("{operand} {relation} {list}{case}"))
}

/// A list beside other conditions, whose end is to be seen.
fn in_brackets(values: &[String], bracketed: bool) -> String {
    let list = values.join(", ");
    if bracketed && values.len() > 1 {
        format!("[{list}]")
    } else {
        list
    }
}

/// Whether the language would choose this operator for the key and the values
/// as they are written here.
fn fits(atom: &Atom) -> bool {
    let base = atom.operator.base;
    let row = base.row();
    let texts = &atom.values;
    let known = Catalog::built_in().known_key(&atom.key);
    let is_like = matches!(
        base,
        Base::StringLike | Base::StringNotLike | Base::ArnLike | Base::ArnNotLike
    );
    let looks_like_arn = |text: &String| text.starts_with("arn:");
    // What is read otherwise than it looks is warned about.
    let is_unlike = |held| match held {
        ValueType::String => is_like && texts.iter().any(looks_like_arn),
        ValueType::Arn => is_like && !texts.iter().all(looks_like_arn),
        ValueType::Numeric
        | ValueType::Date
        | ValueType::Bool
        | ValueType::Binary
        | ValueType::Ip
        | ValueType::Presence => false,
    };
    let family = match known.map(KnownKey::value_type) {
        Some(held) if known.is_some_and(KnownKey::is_catalogued) && is_unlike(held) => false,
        Some(ValueType::String) => row.value_type == ValueType::String || base.is_ordering(),
        Some(held) => row.value_type == held,
        None => {
            let names_arns = texts.iter().all(|text| text.starts_with("arn:"));
            let names_arn = texts.iter().any(|text| text.starts_with("arn:"));
            match row.value_type {
                ValueType::String => !names_arn,
                ValueType::Arn => names_arns,
                ValueType::Numeric | ValueType::Date | ValueType::Bool | ValueType::Ip => true,
                ValueType::Binary | ValueType::Presence => false,
            }
        }
    };
    let wildcard = match row.relation {
        Relation::Equal | Relation::EqualIgnoringCase => {
            texts.iter().any(|text| text.contains('*'))
                || texts
                    .iter()
                    .any(|text| text.starts_with("arn:") && text.contains('?'))
        }
        Relation::Like if matches!(base, Base::ArnEquals | Base::ArnNotEquals) => {
            texts.iter().any(|text| text.contains(['*', '?']))
        }
        Relation::Like
        | Relation::Less
        | Relation::LessOrEqual
        | Relation::Greater
        | Relation::GreaterOrEqual
        | Relation::Within
        | Relation::Absent => false,
    };
    family && !wildcard && (!base.is_ordering() || texts.len() == 1)
}

/// How many values the key of an atom can have.
fn arity(atom: &Atom) -> Arity {
    let known = Catalog::built_in().known_key(&atom.key);
    known.map_or(Arity::Unknown, KnownKey::arity)
}

/// A value as the language reads it for this operator.
fn value(text: &str, atom: &Atom) -> Option<String> {
    match atom.operator.base.row().value_type {
        ValueType::String => Some(word::string(text)),
        ValueType::Arn => Some(if word::is_plain(text) && text.starts_with("arn:") {
            text.to_owned()
        } else {
            word::string(text)
        }),
        ValueType::Numeric => is_number(text).then(|| text.to_owned()),
        ValueType::Date => instant(text),
        ValueType::Bool => matches!(text, "true" | "false").then(|| text.to_owned()),
        ValueType::Ip => word::is_plain(text).then(|| text.to_owned()),
        ValueType::Binary | ValueType::Presence => None,
    }
}

fn is_number(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    digits(whole)
        && digits(fraction)
        && (whole.len() == 1 || !whole.starts_with('0'))
        && text.len() != 12
}

fn relation(base: Base, many: bool) -> Option<&'static str> {
    let row = base.row();
    let is_arn_equality = matches!(base, Base::ArnEquals | Base::ArnNotEquals);
    Some(match (row.relation, row.negated) {
        (Relation::Like, false) if !is_arn_equality => "like",
        (Relation::Like, true) if !is_arn_equality => "not like",
        (
            Relation::Equal | Relation::EqualIgnoringCase | Relation::Within | Relation::Like,
            false,
        ) => {
            if many {
                "in"
            } else {
                "=="
            }
        }
        (
            Relation::Equal | Relation::EqualIgnoringCase | Relation::Within | Relation::Like,
            true,
        ) => {
            if many {
                "not in"
            } else {
                "!="
            }
        }
        (Relation::Less, _) => "<",
        (Relation::LessOrEqual, _) => "<=",
        (Relation::Greater, _) => ">",
        (Relation::GreaterOrEqual, _) => ">=",
        (Relation::Absent, _) => return None,
    })
}

// -- keys ---------------------------------------------------------------------

const TAGS: [(&str, &str); 3] = [
    ("aws:PrincipalTag/", "principal"),
    ("aws:ResourceTag/", "resource"),
    ("aws:RequestTag/", "request"),
];

fn operand(name: &str, manner: Manner) -> Option<String> {
    if manner == Manner::Words
        && let Some(tag) = tag(name)
    {
        return Some(format!("tag {tag}"));
    }
    key(name)
}

/// `principal.team`
fn tag(key: &str) -> Option<String> {
    TAGS.iter().find_map(|(prefix, party)| {
        let head = key.get(..prefix.len())?;
        let name = key.get(prefix.len()..)?;
        let is_tag = head.eq_ignore_ascii_case(prefix) && !name.is_empty();
        let is_plain = name
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_'));
        let name = if is_plain {
            name.to_owned()
        } else {
            word::string(name)
        };
        is_tag.then(|| format!("{party}.{name}"))
    })
}

/// The principal's tag that another tag is compared with.
fn tag_of_principal(atom: &Atom, manner: Manner) -> Option<String> {
    let [value] = atom.values.as_slice() else {
        return None;
    };
    let other = value.strip_prefix("${")?.strip_suffix('}')?;
    let is_other = tag(&atom.key).is_some_and(|tag| !tag.starts_with("principal."));
    let is_plain = manner == Manner::Words && atom.operator.set.is_none() && is_other;
    let of_principal = !other.contains(['$', '{', '}', ','])
        && tag(other).is_some_and(|tag| tag.starts_with("principal."));
    (is_plain && of_principal).then(|| tag(other))?
}

/// A condition key as a word, a piece of it in quotes where it must be.
fn key(name: &str) -> Option<String> {
    if word::is_plain(name) && name.contains(':') {
        return Some(name.to_owned());
    }
    let (prefix, rest) = name.split_once('/')?;
    let is_plain =
        word::is_plain(prefix) && prefix.contains(':') && !rest.contains(['"', '\\', '{', '}']);
    is_plain.then(|| format!("{prefix}/\"{rest}\""))
}

//! Condition keys as they are written.

use super::names::Names;
use super::reader::Reader;
use crate::catalog::{Catalog, ConditionKey, KnownKey};
use crate::diag::{Code, Diagnostic, codes, nearest};
use crate::iam::keys::Arity;
use crate::iam::{PolicyKind, keys};
use crate::source::Span;
use crate::syntax::ast::{Operand, Quantifier, Word};

impl Reader<'_> {
    /// The key of what is compared.
    pub(super) fn operand<'s>(
        &mut self,
        operand: &Operand<'s>,
        names: &dyn Names<'s>,
    ) -> Option<String> {
        match operand {
            Operand::Key(word) => self.key(*word, false, names),
            Operand::Tag { party, name, span } => self.tag(*party, *name, *span, names),
        }
    }

    /// A condition key, checked.
    pub(super) fn key<'s>(
        &mut self,
        word: Word<'s>,
        by_name: bool,
        names: &dyn Names<'s>,
    ) -> Option<String> {
        let key = unquoted(&self.one(word, names)?.text);
        if let Some(hint) = shape_problem(&key) {
            return self.report(
                Diagnostic::new(
                    codes::CONDITION_KEY,
                    format!("`{key}` is not a condition key"),
                )
                .at(word.span)
                .hint(hint),
            );
        }
        if is_global(&key) && keys::find(&key).is_none() {
            self.unknown_global(&key, word.span, by_name)?;
        }
        self.key_in_place(&key, word.span)?;
        Some(key)
    }

    /// A global key that is not in the table: a slip of the pen, which under a
    /// negated operator would hold for every request, or newer than the table.
    fn unknown_global(&mut self, key: &str, span: Span, by_name: bool) -> Option<()> {
        if let Some(nameless) = no_tag(key) {
            return self.report(nameless.at(span));
        }
        if by_name {
            self.diagnostics.push(unknown_global_key(key).at(span));
            return Some(());
        }
        let found = no_global_key(codes::CONDITION_KEY, key, near_global_key(key)).at(span);
        self.report(found.hint(format!(
            "if AWS has added it, name the operator: `StringEquals({key}, \"...\")`"
        )))
    }

    /// Keys that mean nothing in some policies.
    fn key_in_place(&mut self, key: &str, span: Span) -> Option<()> {
        if is_mfa(key) {
            return self.mfa_in_place(span);
        }
        if key.eq_ignore_ascii_case("aws:username") && self.is_role_policy() {
            return self.report(
                Diagnostic::new(
                    codes::ABSENT_FOR_ROLE,
                    "a role's session has no `aws:username`",
                )
                .at(span)
                .hint("compare `aws:PrincipalTag/...`, `sts:RoleSessionName` on `trusts`, or `aws:userid`, which is `ROLE-ID:SESSION-NAME`"),
            );
        }
        Some(())
    }

    /// Sessions of roles carry no MFA: neither their own grants nor what is
    /// passed with the session can ask for it.
    pub(super) fn mfa_in_place(&mut self, span: Span) -> Option<()> {
        if self.place.of_own_service {
            return Some(());
        }
        match self.place.kind {
            PolicyKind::Identity if !self.place.of_role => Some(()),
            PolicyKind::Identity | PolicyKind::Session => self.report(
                Diagnostic::new(
                    codes::MFA_OF_ROLE,
                    "a session of a role carries no MFA, so this is the same for every request",
                )
                .at(span)
                .hint("ask for it where the role is assumed: `trusts ... when mfa`"),
            ),
            PolicyKind::ServiceControl | PolicyKind::ResourceControl => {
                self.diagnostics.push(
                    Diagnostic::new(
                        codes::MFA_IN_GUARDRAIL,
                        "sessions of roles carry no MFA, and this guardrail reaches them",
                    )
                    .at(span)
                    .hint("ask for MFA where users have their grants and where roles are assumed"),
                );
                Some(())
            }
            PolicyKind::Boundary | PolicyKind::Resource | PolicyKind::Trust => Some(()),
        }
    }

    /// What is known of a key.
    pub(super) fn known_key(&self, key: &str) -> Option<KnownKey<'_>> {
        self.place.catalog.known_key(key)
    }

    /// Whether the requests that the policy is asked about come from sessions
    /// of a role alone.
    pub(super) fn is_role_policy(&self) -> bool {
        self.place.of_role && self.place.kind == PolicyKind::Identity
    }

    /// A key known to have many values needs a quantifier; one known to have
    /// one value takes none.
    pub(super) fn arity(
        &mut self,
        key: &str,
        quantifier: Option<Quantifier>,
        span: Span,
    ) -> Option<()> {
        let known = self.known_key(key);
        let arity = known.map_or(Arity::Unknown, KnownKey::arity);
        match (arity, quantifier) {
            (Arity::Many, None) => self.report(
                Diagnostic::new(
                    codes::NEEDS_QUANTIFIER,
                    format!("`{key}` has many values, and IAM does not say how they compare without a set operator"),
                )
                .at(span)
                .hint(format!(
                    "write `any of {key}` (one of them), `only {key}` (all of them, and at least one) or `all of {key}` (all of them, or none at all)"
                )),
            ),
            (Arity::One, Some(quantifier)) => {
                let word = match quantifier {
                    Quantifier::AnyOf => "any of",
                    Quantifier::AllOf => "all of",
                    Quantifier::Only => "only",
                };
                self.report(
                    Diagnostic::new(
                        codes::SINGLE_VALUED,
                        format!("`{key}` has one value, so `{word}` does not go with it"),
                    )
                    .at(span)
                    .hint(format!("leave `{word}` out")),
                )
            }
            (Arity::Many, Some(_)) | (Arity::One, None) | (Arity::Unknown, _) => Some(()),
        }
    }
}

/// What is said of a global key that is not in the table, where it is taken as it
/// stands.
pub(crate) fn unknown_global_key(key: &str) -> Diagnostic {
    no_global_key(codes::UNKNOWN_GLOBAL_KEY, key, near_global_key(key))
        .hint("a request without the key satisfies every negated operator")
}

fn no_global_key(code: Code, key: &str, near: Option<&str>) -> Diagnostic {
    let found = Diagnostic::new(code, format!("`{key}` is no global condition key"));
    match near {
        Some(near) => found.hint(format!("did you mean `{near}`?")),
        None => found,
    }
}

/// What is said of a key of tags without the name of one.
fn no_tag(key: &str) -> Option<Diagnostic> {
    let near = near_global_key(key);
    let is_of_tags = key.ends_with('/') || near.is_some_and(|near| near.ends_with('/'));
    is_of_tags.then(|| {
        Diagnostic::new(codes::CONDITION_KEY, format!("`{key}` names no tag")).hint(format!(
            "write the tag's name behind it: `{}team`",
            near.unwrap_or(key)
        ))
    })
}

/// What is said of the key of a policy variable that begins as the global ones
/// and is none of them: IAM fills nothing in, so that the whole text matches
/// nothing, and a deny with it denies nothing.
pub(super) fn unknown_variable(key: &str) -> Option<Diagnostic> {
    if !is_global(key) || keys::find(key).is_some() {
        return None;
    }
    let unknown = || {
        no_global_key(codes::CONDITION_KEY, key, near_global_key(key))
            .hint("if AWS has added it, write the line in IAM's own words, with `verbatim`")
    };
    Some(no_tag(key).unwrap_or_else(unknown))
}

/// The same where the text is taken as it stands.
pub(crate) fn unknown_global_variable(key: &str) -> Diagnostic {
    no_global_key(codes::UNKNOWN_GLOBAL_KEY, key, near_global_key(key))
        .hint("no request has a value for IAM to fill in")
}

/// Whether a key has the prefix of the global ones.
pub(crate) fn is_global(key: &str) -> bool {
    let prefix = key.split(':').next().unwrap_or_default();
    prefix.eq_ignore_ascii_case("aws")
}

/// What is said of a key of a service that has none of this name. `None`: it
/// has, or the prefix is of no service that is known.
pub(crate) fn unknown_service_key(key: &str, catalog: &Catalog) -> Option<Diagnostic> {
    let service = catalog.service(key.split(':').next().unwrap_or_default())?;
    let is_known = |key: &str| catalog.known_key(key).is_some();
    let tag = key.split_once('/').map(|(name, _)| format!("{name}/x"));
    if is_known(key) || tag.is_some_and(|key| is_known(&key)) {
        return None;
    }
    let message = format!("`{service}` has no condition key `{key}` that is known here");
    let found = Diagnostic::new(codes::UNKNOWN_KEY, message);
    let own = service.condition_keys().map(ConditionKey::name);
    let own: Vec<&str> = own.filter(|name| !name.starts_with("aws:")).collect();
    Some(match nearest(key, own.iter().copied()) {
        Some(near) => found.hint(format!("did you mean `{near}`?")),
        None if own.is_empty() => found.hint("it has none of its own"),
        None => found.hint("no request carries it, unless it is newer than the catalog"),
    })
}

pub(super) fn near_global_key(key: &str) -> Option<&'static str> {
    let known = keys::KEYS.iter().map(|row| row.name);
    nearest(key, known.filter(|name| name.starts_with("aws:")))
}

/// Whether a key tells of the caller's MFA device.
fn is_mfa(key: &str) -> bool {
    key.eq_ignore_ascii_case("aws:MultiFactorAuthPresent")
        || key.eq_ignore_ascii_case("aws:MultiFactorAuthAge")
}

/// What to write where a text is not the name of a condition key.
pub(super) fn shape_problem(key: &str) -> Option<&'static str> {
    let (prefix, rest) = key.split_once(':').unwrap_or((key, ""));
    let tagged = rest.split_once('/').map_or(rest, |(name, _)| name);
    let well_formed = !prefix.is_empty()
        && !tagged.is_empty()
        && !prefix.contains(char::is_whitespace)
        && !tagged.contains(char::is_whitespace)
        && !key.contains(['*', '?', '$', '{', '}'])
        && !key.chars().any(char::is_control);
    if well_formed {
        None
    } else if key.starts_with("tag.") {
        Some("say whose tag: `tag resource.NAME`, `tag principal.NAME` or `tag request.NAME`")
    } else if ["resource.", "principal.", "request."]
        .iter()
        .any(|it| key.starts_with(it))
    {
        Some(
            "a tag begins with `tag`: `tag resource.NAME`, `tag principal.NAME` or `tag request.NAME`",
        )
    } else if rest.is_empty() {
        Some("a condition key names its service before a colon: `aws:SourceIp`, `s3:prefix`")
    } else {
        Some(
            "a condition key has no wildcards, variables or blanks; an odd tag name is quoted: `aws:ResourceTag/\"cost centre\"`",
        )
    }
}

/// `aws:ResourceTag/"cost centre"` without the quotes.
pub(in crate::resolve) fn unquoted(written: &str) -> String {
    let mut parts = written.splitn(2, "/\"");
    match (
        parts.next(),
        parts.next().and_then(|rest| rest.strip_suffix('"')),
    ) {
        (Some(prefix), Some(name)) => {
            format!(
                "{prefix}/{}",
                name.replace("\\\"", "\"").replace("\\\\", "\\")
            )
        }
        _ => written.to_owned(),
    }
}

//! Providers that vouch for a caller by a token, and what a trust must ask of
//! the token.

use super::principal::no_number;
use super::{Here, arn};
use crate::diag::codes::{LOOSE_SUBJECT, NO_AUDIENCE, NO_SUBJECT, PROVIDER_SHAPE, WEB_PROVIDER};
use crate::diag::{Diagnostic, Diagnostics, nearest};
use crate::iam::token::{SHARED, WEB, holds_claim, is_loose_subject};
use crate::iam::{Atom, Conjunction, Relation, is_account_number};
use crate::model::AccountId;
use crate::source::Span;
use crate::syntax::ast::Word;

/// A `Federated` principal, and what its tokens must be asked for.
pub(super) struct Provider {
    pub(super) principal: String,
    pub(super) claims: Option<Claims>,
}

/// Keys that a trust must hold to a value, any of each list.
pub(super) struct Claims {
    host: String,
    audience: Vec<String>,
    subject: Option<String>,
}

/// `web accounts.google.com`
pub(super) fn web<'s>(
    words: &[Word<'s>],
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Provider>> {
    each(words, here, diagnostics, |text, word| {
        let host = if text == "cognito" {
            "cognito-identity.amazonaws.com"
        } else {
            text
        };
        let Some((host, keys)) = WEB.iter().find(|(known, _)| *known == host) else {
            return Err(unknown_web(text, word.span));
        };
        Ok(Provider {
            principal: (*host).to_owned(),
            claims: Some(Claims {
                host: (*host).to_owned(),
                audience: keys.iter().map(|key| format!("{host}:{key}")).collect(),
                subject: None,
            }),
        })
    })
}

fn unknown_web(text: &str, span: Span) -> Diagnostic {
    let wrong = Diagnostic::new(
        WEB_PROVIDER,
        format!("`{text}` is no web identity provider that IAM knows by itself"),
    )
    .at(span);
    let hosts = WEB.iter().map(|(host, _)| *host);
    match nearest(text, hosts.clone()) {
        Some(nearest) => wrong.hint(format!("did you mean `{nearest}`?")),
        None => {
            let known: Vec<String> = hosts.map(|host| format!("`{host}`")).collect();
            wrong.hint(format!(
                "these are {}; any other is an OIDC provider of the account: write `oidc {text}`",
                known.join(", ")
            ))
        }
    }
}

/// `oidc token.actions.githubusercontent.com`, or a provider's ARN.
pub(super) fn oidc<'s>(
    words: &[Word<'s>],
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Provider>> {
    let account = here.scope.account();
    each(words, here, diagnostics, |text, word| {
        let (principal, host) = oidc_provider(text, account, word.span, here)?;
        let claims = Claims {
            audience: vec![format!("{host}:aud")],
            subject: SHARED
                .iter()
                .any(|shared| shared.eq_ignore_ascii_case(&host))
                .then(|| format!("{host}:sub")),
            host,
        };
        Ok(Provider {
            principal,
            claims: Some(claims),
        })
    })
}

/// The ARN and the host of a provider.
fn oidc_provider(
    text: &str,
    account: AccountId,
    span: Span,
    here: Here<'_, '_, '_>,
) -> Result<(String, String), Diagnostic> {
    let wrong = |hint: &str| misshapen("an OIDC provider", text, span).hint(hint);
    if text.starts_with("arn:") {
        let host = provider_of(text, "oidc-provider/")
            .ok_or_else(|| wrong("its ARN is `arn:aws:iam::111122223333:oidc-provider/HOST`"))?;
        return Ok((text.to_owned(), host.to_owned()));
    }
    if let Some(host) = text.strip_prefix("https://") {
        let host = host.trim_end_matches('/');
        return Err(wrong(&format!("leave `https://` out: `{host}`")));
    }
    let is_host = text.contains('.')
        && !text.starts_with(['/', '.'])
        && !text.ends_with('/')
        && text.bytes().all(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'/' | b'~')
        });
    if !is_host {
        return Err(wrong(
            "write its host, such as `token.actions.githubusercontent.com`",
        ));
    }
    let Some(number) = here.world.number_of(account) else {
        return Err(no_number(text, span));
    };
    let partition = here.world.partition();
    Ok((
        format!("arn:{partition}:iam::{number}:oidc-provider/{text}"),
        text.to_owned(),
    ))
}

/// `saml arn:aws:iam::111122223333:saml-provider/Corp`
pub(super) fn saml<'s>(
    words: &[Word<'s>],
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Provider>> {
    each(words, here, diagnostics, |text, word| {
        match provider_of(text, "saml-provider/") {
            Some(_) => Ok(Provider {
                principal: text.to_owned(),
                claims: None,
            }),
            None => {
                let name = Some(text).filter(|text| !text.contains([':', '/']));
                let arn = format!(
                    "arn:aws:iam::111122223333:saml-provider/{}",
                    name.unwrap_or("NAME")
                );
                Err(misshapen("a SAML provider", text, word.span)
                    .hint(format!("write its ARN, `{arn}`")))
            }
        }
    })
}

/// Where SAML assertions for AWS are sent, which is their audience (IAM User
/// Guide, "Create a role for SAML 2.0 federation").
pub(super) fn saml_audience(partition: &str) -> &'static str {
    match partition {
        "aws-cn" => "https://signin.amazonaws.cn/saml",
        "aws-us-gov" => "https://signin.amazonaws-us-gov.com/saml",
        _ => "https://signin.aws.amazon.com/saml",
    }
}

fn provider_of<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let arn = arn::split(text)?;
    let is_account = is_account_number(arn.account);
    let is_plain = !text.contains(['*', '?', '$']);
    arn.resource
        .strip_prefix(prefix)
        .filter(|name| !name.is_empty() && !name.ends_with('/'))
        .filter(|_| arn.service == "iam" && is_account && is_plain)
}

fn misshapen(what: &str, text: &str, span: Span) -> Diagnostic {
    Diagnostic::new(PROVIDER_SHAPE, format!("`{text}` is not {what}")).at(span)
}

fn each<'s>(
    words: &[Word<'s>],
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
    one: impl Fn(&str, Word<'s>) -> Result<Provider, Diagnostic>,
) -> Option<Vec<Provider>> {
    if let [_, second, ..] = words {
        diagnostics.push(
            Diagnostic::new(PROVIDER_SHAPE, "a `trusts` is about one provider")
                .at(second.span)
                .hint("write a `trusts` for each, with what its tokens must say"),
        );
        return None;
    }
    let mut found = Vec::with_capacity(words.len());
    let mut are_well = true;
    for word in words {
        let provider = match here.world.text(*word, here.scope, diagnostics) {
            Some(text) => one(&text, *word).map_err(|wrong| diagnostics.push(wrong)),
            None => Err(()),
        };
        match provider {
            Ok(provider) => found.push(provider),
            Err(()) => are_well = false,
        }
    }
    are_well.then_some(found)
}

impl Claims {
    /// Whether every statement holds the audience to a value and, where many
    /// share the provider, the subject to one of theirs. What is missing is
    /// reported.
    pub(super) fn are_asked_for(
        &self,
        conditions: &[Conjunction],
        span: Span,
        diagnostics: &mut Diagnostics,
    ) -> bool {
        let mut wrong = None;
        for conjunction in conditions {
            if !self
                .audience
                .iter()
                .any(|key| holds_claim(conjunction, key))
            {
                wrong = Some(self.no_audience(span));
                break;
            }
            let Some(subject) = &self.subject else {
                continue;
            };
            if !holds_claim(conjunction, subject) {
                wrong = Some(self.no_subject(subject, span));
                break;
            }
            if let Some(loose) = loose_value(conjunction, subject) {
                wrong = Some(loose_subject(loose, span));
                break;
            }
        }
        let is_well = wrong.is_none();
        wrong.into_iter().for_each(|wrong| diagnostics.push(wrong));
        is_well
    }

    fn no_audience(&self, span: Span) -> Diagnostic {
        let key = self.audience.first().map_or("", String::as_str);
        Diagnostic::new(
            NO_AUDIENCE,
            format!(
                "this trusts every token of `{}`, also those made for other applications",
                self.host
            ),
        )
        .at(span)
        .hint(format!("say whose tokens: `when {key} == \"...\"`"))
    }

    fn no_subject(&self, subject: &str, span: Span) -> Diagnostic {
        let hint = if self.host.ends_with("actions.githubusercontent.com") {
            format!("say which: `and {subject} like \"repo:OWNER/NAME:*\"`")
        } else {
            format!("say which: `and {subject} == \"...\"`")
        };
        Diagnostic::new(
            NO_SUBJECT,
            format!(
                "everybody can have a token of `{}`: only its subject says whose it is",
                self.host
            ),
        )
        .at(span)
        .hint(hint)
    }
}

/// A pattern for the subject that fits names of other customers as well: one
/// whose first wildcard comes before the owner's name is over.
fn loose_value<'c>(conjunction: &'c Conjunction, key: &str) -> Option<&'c str> {
    let of_subject = |atom: &&Atom| {
        atom.key.eq_ignore_ascii_case(key)
            && atom.operator.base.row().relation == Relation::Like
            && !atom.operator.base.row().negated
    };
    conjunction
        .iter()
        .filter(of_subject)
        .flat_map(|atom| &atom.values)
        .map(String::as_str)
        .find(|value| is_loose_subject(value))
}

fn loose_subject(value: &str, span: Span) -> Diagnostic {
    let wrong = Diagnostic::new(
        LOOSE_SUBJECT,
        format!("`{value}` also fits the subjects of other owners"),
    )
    .at(span);
    match value.strip_suffix('*') {
        Some(owner)
            if owner.contains(':') && !owner.ends_with(':') && !owner.contains(['*', '?']) =>
        {
            wrong.hint(format!("end the owner's name: `\"{owner}/*\"`"))
        }
        _ => wrong.hint("name the owner, such as `\"repo:OWNER/*\"`"),
    }
}

//! `Principal` and `NotPrincipal` (IAM User Guide, "AWS JSON policy elements:
//! Principal" and "NotPrincipal").

use super::reading::{Reading, shown};
use crate::diag::{Diagnostic, codes, nearest};
use crate::iam::{Effect, Principal, PrincipalMatch, is_account_number, is_deleted_id};
use crate::import::json::{JsonKind, Node, shorten};

/// The keys of a map of principals.
const KINDS: [&str; 4] = ["AWS", "Service", "Federated", "CanonicalUser"];

const EXAMPLE: &str = r#"{"AWS": "111122223333"}"#;

/// The web identity providers that a policy names by their hosts.
const WEB_PROVIDERS: [&str; 4] = [
    "cognito-identity.amazonaws.com",
    "www.amazon.com",
    "graph.facebook.com",
    "accounts.google.com",
];

/// What an entry of a `Principal` element names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// Somebody whom a request can be told to come from.
    Somebody,
    /// A user or role by its unique id, which AWS shows of one that was deleted.
    Gone,
    /// Nobody who could make a request, or nobody who could be told apart.
    Nobody,
    /// Nothing.
    Nothing,
}

impl Reading {
    /// The element's value; `negated` for `NotPrincipal`.
    pub(super) fn principals(
        &mut self,
        value: Node<'_>,
        negated: bool,
        effect: Option<Effect>,
    ) -> Option<PrincipalMatch> {
        let errors = self.errors();
        let list = match value.kind() {
            JsonKind::String if value.string().as_deref() == Some("*") => {
                if !negated {
                    return Some(PrincipalMatch::Everyone);
                }
                vec![Principal::Aws("*".to_owned())]
            }
            JsonKind::Object => self.principal_map(value, negated, effect),
            JsonKind::String => {
                self.bare_principal(value);
                return None;
            }
            JsonKind::Null | JsonKind::Boolean | JsonKind::Number | JsonKind::List => {
                self.wrong_type(value, "a principal", "`\"*\"` or an object", EXAMPLE);
                return None;
            }
        };
        if self.errors() > errors {
            return None;
        }
        if negated && list.is_empty() {
            self.lists_nothing(value, "NotPrincipal");
            return None;
        }
        Some(if negated {
            PrincipalMatch::NoneOf(list)
        } else {
            PrincipalMatch::Any(list)
        })
    }

    fn principal_map(
        &mut self,
        map: Node<'_>,
        negated: bool,
        effect: Option<Effect>,
    ) -> Vec<Principal> {
        let mut list = Vec::new();
        for (key, values) in map.members() {
            let kind = key.string().unwrap_or_default();
            if !KINDS.contains(&kind.as_ref()) {
                self.unknown_kind(key, &kind);
                continue;
            }
            if values.kind() != JsonKind::List && values.kind() != JsonKind::String {
                let expected = "a string, or a list of strings";
                self.wrong_type(
                    values,
                    format_args!("`{kind}`"),
                    expected,
                    "\"111122223333\"",
                );
                continue;
            }
            for value in values.one_or_many() {
                let Some(name) = self.text(value, "a principal") else {
                    continue;
                };
                match named(&kind, &name) {
                    Named::Somebody => {}
                    Named::Gone => self.check_gone(value, negated, effect),
                    Named::Nobody => self.check_untold(value, negated, effect),
                    Named::Nothing => self.not_a_principal(value, &kind, &name),
                }
                list.push(principal(&kind, name));
            }
        }
        list
    }

    /// Whoever cannot be told apart is taken for nobody. That is safe only where
    /// it makes the policy narrower.
    fn check_untold(&mut self, value: Node<'_>, negated: bool, effect: Option<Effect>) {
        if effect.is_some_and(|effect| widens_by_nobody(effect, negated)) {
            let message = format!(
                "nothing in a request tells whether {} makes it",
                shown(value)
            );
            let found = Diagnostic::new(codes::PRINCIPAL_UNTOLD, message).at(value.span());
            self.report(found.hint(
                "name an account, or the whole ARN of a user, role or session; wildcards go into a condition on `aws:PrincipalArn`",
            ));
        }
    }

    /// A deny of one who was deleted stays in force, and is about nobody.
    fn check_gone(&mut self, value: Node<'_>, negated: bool, effect: Option<Effect>) {
        if negated || effect != Some(Effect::Deny) {
            return self.check_untold(value, negated, effect);
        }
        let id = value.string().unwrap_or_default();
        self.report(denied_id(&id).at(value.span()));
    }

    fn bare_principal(&mut self, value: Node<'_>) {
        let message = format!("the principal {} stands without its kind", shown(value));
        let found = Diagnostic::new(codes::DOCUMENT_PRINCIPAL, message).at(value.span());
        let name = value.string().unwrap_or_default();
        let kind = KINDS
            .into_iter()
            .find(|kind| *kind != "CanonicalUser" && named(kind, &name) != Named::Nothing);
        self.report(match kind {
            Some(kind) => found.hint(format!("write `{{\"{kind}\": \"{}\"}}`", shorten(&name))),
            None => found.hint(
                "write `\"*\"` for everyone, or an object such as `{\"AWS\": \"111122223333\"}`",
            ),
        });
    }

    fn unknown_kind(&mut self, key: Node<'_>, kind: &str) {
        let message = format!("{} is not a kind of principal", shown(key));
        let found = Diagnostic::new(codes::DOCUMENT_PRINCIPAL, message).at(key.span());
        let same = KINDS
            .into_iter()
            .find(|known| known.eq_ignore_ascii_case(kind));
        self.report(match same.or_else(|| nearest(kind, KINDS)) {
            Some(near) => found.hint(format!("write `{near}`")),
            None => found.hint("write `AWS`, `Service`, `Federated` or `CanonicalUser`"),
        });
    }

    fn not_a_principal(&mut self, value: Node<'_>, kind: &str, name: &str) {
        let message = format!("{} is not a principal of the kind `{kind}`", shown(value));
        let found = Diagnostic::new(codes::DOCUMENT_PRINCIPAL, message).at(value.span());
        let other = KINDS
            .into_iter()
            .find(|other| *other != "CanonicalUser" && named(other, name) != Named::Nothing);
        self.report(match (kind, other) {
            (_, Some(other)) => found.hint(format!("write `{{\"{other}\": \"{}\"}}`", shorten(name))),
            ("Service", None) => found.hint("write the service's whole name in lower case, as in `ec2.amazonaws.com`"),
            ("Federated", None) => found.hint(
                "write the ARN of a provider, as in `arn:aws:iam::111122223333:oidc-provider/example.com`, or `accounts.google.com` and the like",
            ),
            (_, None) => found.hint(
                "write `*`, the twelve digits of an account, or an ARN such as `arn:aws:iam::111122223333:role/Name`",
            ),
        });
    }
}

fn principal(kind: &str, name: String) -> Principal {
    match kind {
        "AWS" => Principal::Aws(name),
        "Service" => Principal::Service(name),
        "Federated" => Principal::Federated(name),
        _ => Principal::CanonicalUser(name),
    }
}

/// What an entry names, whoever wrote it.
pub(crate) fn named_by(principal: &Principal) -> Named {
    match principal {
        Principal::Aws(name) => named("AWS", name),
        Principal::Service(name) => named("Service", name),
        Principal::Federated(name) => named("Federated", name),
        Principal::CanonicalUser(name) => named("CanonicalUser", name),
    }
}

/// The warning of a deny whose principal is the unique id of a user or role.
pub(crate) fn denied_id(id: &str) -> Diagnostic {
    let message = format!(
        "`{}` is a unique id, by which AWS shows a user or role that was deleted: this denies nobody",
        shorten(id)
    );
    Diagnostic::new(codes::DENIED_ID, message).hint(
        "take it away, or write the ARN of whoever is meant; a request is held against it by its `aws:userid` alone",
    )
}

/// Whether a statement reaches further where an entry of its `Principal`, or of
/// its `NotPrincipal` if negated, is nobody.
pub(crate) fn widens_by_nobody(effect: Effect, negated: bool) -> bool {
    match effect {
        Effect::Allow => negated,
        Effect::Deny => !negated,
    }
}

fn named(kind: &str, name: &str) -> Named {
    let somebody = |is_somebody: bool| {
        if is_somebody {
            Named::Somebody
        } else {
            Named::Nothing
        }
    };
    match kind {
        "AWS" => aws(name),
        "Service" => somebody(is_service(name)),
        "Federated" => somebody(WEB_PROVIDERS.contains(&name) || is_provider_arn(name)),
        // Requests do not carry it.
        _ => Named::Nobody,
    }
}

/// `name.amazonaws.com`, in lower case.
fn is_service(name: &str) -> bool {
    let is_host = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-')
    };
    name.contains('.') && name.bytes().all(is_host)
}

/// The ARN of an OpenID Connect or SAML provider of an account.
fn is_provider_arn(name: &str) -> bool {
    arn(name).is_some_and(|arn| {
        arn.service == "iam"
            && ["oidc-provider/", "saml-provider/"]
                .iter()
                .any(|kind| arn.resource.starts_with(kind))
    })
}

/// A value under `AWS`: everyone, an account, or who the ARN names. Who has been
/// deleted leaves a unique id behind.
fn aws(name: &str) -> Named {
    if name == "*" || is_account_number(name) {
        return Named::Somebody;
    }
    if is_deleted_id(name) {
        return Named::Gone;
    }
    if is_unique_id(name) || is_origin_access_identity(name) {
        return Named::Nobody;
    }
    let Some(arn) = arn(name) else {
        return Named::Nothing;
    };
    let is_of_account = !arn.partition.is_empty()
        && !arn.partition.contains('*')
        && arn.region.is_empty()
        && is_account_number(arn.account);
    if !is_of_account || !matches!(arn.service, "iam" | "sts") {
        return Named::Nothing;
    }
    let is_name = |name: &str| !name.is_empty() && !name.contains(['*', '?']);
    match (arn.service, arn.resource.split_once('/')) {
        ("iam", None) if arn.resource == "root" => Named::Somebody,
        ("iam", Some(("user" | "role", name)))
        | ("sts", Some(("assumed-role" | "federated-user", name)))
            if is_name(name) =>
        {
            Named::Somebody
        }
        _ => Named::Nobody,
    }
}

/// Such as `AIDACKCEVSQ6C2EXAMPLE` (IAM User Guide, "IAM identifiers").
fn is_unique_id(text: &str) -> bool {
    let is_id = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    text.len() >= 16 && text.starts_with('A') && text.bytes().all(is_id)
}

/// Who CloudFront is to a bucket, in AWS's own account for it (Amazon CloudFront
/// Developer Guide, "Use an origin access identity").
fn is_origin_access_identity(text: &str) -> bool {
    let identity = arn(text).filter(|arn| {
        (arn.service, arn.region, arn.account) == ("iam", "", "cloudfront")
            && !arn.partition.is_empty()
            && !arn.partition.contains('*')
    });
    identity
        .and_then(|arn| {
            arn.resource
                .strip_prefix("user/CloudFront Origin Access Identity ")
        })
        .is_some_and(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

struct Arn<'t> {
    partition: &'t str,
    service: &'t str,
    region: &'t str,
    account: &'t str,
    resource: &'t str,
}

/// The fields of an ARN; the last keeps all further colons.
fn arn(text: &str) -> Option<Arn<'_>> {
    let mut fields = text.strip_prefix("arn:")?.splitn(5, ':');
    Some(Arn {
        partition: fields.next()?,
        service: fields.next()?,
        region: fields.next()?,
        account: fields.next()?,
        resource: fields.next()?,
    })
}

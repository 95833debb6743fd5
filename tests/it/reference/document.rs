//! Policy documents, read strictly (IAM User Guide: Grammar of the IAM JSON policy language; IAM JSON policy elements
//! reference; AWS Organizations User Guide: SCP syntax, RCP syntax). What is not understood is an error.

use super::case::Context;
use super::condition::ConditionTest;
use super::json::Json;
use super::operator::Operator;
use super::pattern::{Pattern, Reading, fold};
use super::principal::PrincipalElement;
use super::resource::{Resource, ResourcePattern};

/// What a document is attached to, which decides what it may hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    Identity,
    Boundary,
    Session,
    Resource,
    /// The resource policy of a role.
    Trust,
    ServiceControl,
    ResourceControl,
}

/// The version of the policy language.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Version {
    /// `2008-10-17`, and where there is no Version: `${...}` is plain text.
    Without,
    /// `2012-10-17`, with policy variables.
    WithVariables,
}

/// A policy document.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) version: Version,
    pub(crate) statements: Vec<Statement>,
}

#[derive(Clone, Debug)]
pub(crate) struct Statement {
    pub(crate) allows: bool,
    pub(crate) principal: Option<PrincipalElement>,
    action: Selection<ActionPattern>,
    /// `None` in trust policies, and where a resource policy leaves it out: the resource that has the policy.
    resource: Option<Selection<ResourcePattern>>,
    condition: Vec<ConditionTest>,
}

/// An element and its `Not` form: what matches one of the patterns, or none of them. An empty list selects nothing.
#[derive(Clone, Debug)]
struct Selection<T> {
    negated: bool,
    patterns: Vec<T>,
}

/// One value of Action or NotAction, in lower case.
#[derive(Clone, Debug)]
struct ActionPattern(Pattern);

impl Version {
    pub(crate) fn has_variables(self) -> bool {
        self == Self::WithVariables
    }
}

impl Document {
    pub(crate) fn parse(document: &Json, kind: Kind) -> Result<Self, String> {
        check_characters(document)?;
        let member = members(document, "document", &["Version", "Id", "Statement"])?;
        let version = match member("Version") {
            None => Version::Without,
            Some(Json::Text(text)) if text == "2012-10-17" => Version::WithVariables,
            Some(Json::Text(text)) if text == "2008-10-17" => Version::Without,
            Some(other) => return Err(format!("{other} is not a Version")),
        };
        let for_organizations = matches!(kind, Kind::ServiceControl | Kind::ResourceControl);
        if for_organizations && version != Version::WithVariables {
            return Err("an organization's policy must have the Version 2012-10-17".to_owned());
        }
        if member("Id").is_some_and(|id| id.text().is_none()) {
            return Err("`Id` is not a string".to_owned());
        }
        let statements = member("Statement").ok_or("a document has a `Statement`")?;
        let mut sids = Vec::new();
        for sid in statements
            .items()
            .iter()
            .filter_map(|statement| sid_of(statement))
            .filter(|sid| !sid.is_empty())
        {
            if sids.contains(&sid) {
                return Err(format!("the Sid `{sid}` stands twice in one document"));
            }
            sids.push(sid);
        }
        let statements = statements
            .items()
            .iter()
            .map(|statement| Statement::parse(statement, kind, version));
        Ok(Self {
            version,
            statements: statements.collect::<Result<_, _>>()?,
        })
    }
}

impl Statement {
    fn parse(statement: &Json, kind: Kind, version: Version) -> Result<Self, String> {
        let known = [
            "Sid",
            "Effect",
            "Principal",
            "NotPrincipal",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition",
        ];
        let member = members(statement, "statement", &known)?;
        check_sid(member("Sid"), kind)?;
        let allows = match member("Effect").and_then(Json::text) {
            Some("Allow") => true,
            Some("Deny") => false,
            _ => return Err("`Effect` is neither `Allow` nor `Deny`".to_owned()),
        };
        let principal = match one_of(&member, "Principal", "NotPrincipal")? {
            None => None,
            Some((negated, value)) => Some(PrincipalElement::parse(value, negated, allows)?),
        };
        let (not_action, actions) =
            one_of(&member, "Action", "NotAction")?.ok_or("a statement has an `Action`")?;
        let action = Selection::parse(not_action, actions, ActionPattern::parse)?;
        // A resource policy is the one place where a short pattern is taken as it stands.
        let pads_always = kind != Kind::Resource;
        let parse_resource =
            |text: &str| ResourcePattern::parse(text, version.has_variables(), pads_always);
        let resource = match one_of(&member, "Resource", "NotResource")? {
            None => None,
            Some((negated, values)) => Some(Selection::parse(negated, values, parse_resource)?),
        };
        let condition = member("Condition").map_or(Ok(Vec::new()), parse_condition)?;
        let parsed = Self {
            allows,
            principal,
            action,
            resource,
            condition,
        };
        parsed.check_kind(kind, actions)?;
        Ok(parsed)
    }

    /// What each kind of policy may hold.
    fn check_kind(&self, kind: Kind, actions: &Json) -> Result<(), String> {
        let with_principal = matches!(kind, Kind::Resource | Kind::Trust | Kind::ResourceControl);
        if self.principal.is_some() != with_principal {
            let not = if with_principal {
                "has no"
            } else {
                "must not have a"
            };
            return Err(format!(
                "a statement of this kind of policy {not} `Principal`"
            ));
        }
        let not_principal = self
            .principal
            .as_ref()
            .is_some_and(|principal| principal.negated);
        if not_principal && kind != Kind::Resource {
            return Err("`NotPrincipal` stands outside of a resource policy".to_owned());
        }
        let is_about_sts = !self.action.negated
            && actions.items().iter().filter_map(Json::text).all(|action| {
                action
                    .split(':')
                    .next()
                    .is_some_and(|service| service.eq_ignore_ascii_case("sts"))
            });
        match kind {
            Kind::Trust if self.resource.is_some() => {
                return Err("a trust policy has a `Resource`".to_owned());
            }
            Kind::Trust if !is_about_sts => {
                return Err("a trust policy is not about actions of STS alone".to_owned());
            }
            // Some services let a resource policy leave it out.
            Kind::Trust | Kind::Resource => {}
            Kind::Identity
            | Kind::Boundary
            | Kind::Session
            | Kind::ServiceControl
            | Kind::ResourceControl => {
                if self.resource.is_none() {
                    return Err("a statement has a `Resource`".to_owned());
                }
            }
        }
        if kind == Kind::ResourceControl {
            self.check_resource_control(actions)
        } else {
            Ok(())
        }
    }

    /// Customers' resource control policies only deny; the one that allows everything is AWS's RCPFullAWSAccess.
    fn check_resource_control(&self, actions: &Json) -> Result<(), String> {
        let any_action = actions
            .items()
            .iter()
            .any(|action| action.text() == Some("*"));
        let everything = |selection: &Selection<ResourcePattern>| {
            !selection.negated
                && matches!(selection.patterns.as_slice(), [ResourcePattern::Everything])
        };
        let full_access = any_action
            && self.condition.is_empty()
            && self.resource.as_ref().is_some_and(everything);
        if !self
            .principal
            .as_ref()
            .is_some_and(PrincipalElement::is_everyone)
        {
            Err("the Principal of a resource control policy is not `*`".to_owned())
        } else if self.action.negated {
            Err("a resource control policy has a `NotAction`".to_owned())
        } else if self.allows && !full_access {
            Err("a resource control policy allows".to_owned())
        } else if !self.allows && any_action {
            Err("a resource control policy denies the bare action `*`".to_owned())
        } else {
            Ok(())
        }
    }

    /// Whether action, resource and condition match; the principal is asked apart, because of what it can grant.
    pub(crate) fn matches(
        &self,
        version: Version,
        action: &str,
        resource: &Resource,
        context: &Context,
    ) -> bool {
        self.action.selects(|pattern| pattern.matches(action))
            && self
                .resource
                .as_ref()
                .is_none_or(|element| element.selects(|pattern| pattern.matches(resource, context)))
            && self
                .condition
                .iter()
                .all(|test| test.holds(version, context))
    }
}

impl<T> Selection<T> {
    fn parse(
        negated: bool,
        values: &Json,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Self, String> {
        let value = |value: &Json| {
            parse(
                value
                    .text()
                    .ok_or_else(|| format!("{value} is not a string"))?,
            )
        };
        let patterns: Vec<T> = values.items().iter().map(value).collect::<Result<_, _>>()?;
        if negated && patterns.is_empty() {
            // AWS says of empty lists that the statement has no effect; of the `Not` forms it says nothing.
            return Err("a `Not` element lists nothing".to_owned());
        }
        Ok(Self { negated, patterns })
    }

    fn selects(&self, matches: impl Fn(&T) -> bool) -> bool {
        self.patterns.iter().any(matches) != self.negated
    }
}

impl ActionPattern {
    /// Reads `*`, or `service:name` where only the name has wildcards. The service may be exactly `*` (open).
    fn parse(text: &str) -> Result<Self, String> {
        let service_letter = |c: char| c.is_ascii_alphanumeric() || c == '-' || c.is_whitespace();
        let well_formed = match text.split_once(':') {
            None => text == "*",
            Some((service, name)) => {
                let known_service =
                    service == "*" || (!service.is_empty() && service.chars().all(service_letter));
                known_service && !name.is_empty() && !name.contains(':')
            }
        };
        if !well_formed {
            return Err(format!("`{text}` is not an action"));
        }
        Ok(Self(Pattern::parse(
            &fold(text),
            Reading {
                variables: false,
                wildcards: true,
            },
        )))
    }

    /// White space in a pattern matches nothing, for the names of actions have none.
    fn matches(&self, action: &str) -> bool {
        self.0.matches(action, &Context::default())
    }
}

/// Reads a Condition: operator, key, values. All of the tests must hold, those with the same key in another case too.
fn parse_condition(condition: &Json) -> Result<Vec<ConditionTest>, String> {
    let mut tests = Vec::new();
    for (operator, keys) in condition.members().ok_or("`Condition` is not an object")? {
        let parsed = Operator::parse(operator)?;
        for (key, values) in keys
            .members()
            .ok_or_else(|| format!("`{operator}` does not hold an object"))?
        {
            let qualified = key
                .split_once(':')
                .is_some_and(|(prefix, name)| !prefix.is_empty() && !name.is_empty());
            if !qualified || key.contains("${") {
                return Err(format!("`{key}` is not a condition key"));
            }
            let value = |value: &Json| {
                let text = value.scalar().map(str::to_owned);
                text.ok_or_else(|| format!("a value of `{key}` is not a string, number or boolean"))
            };
            let values = values.items().iter().map(value).collect::<Result<_, _>>()?;
            tests.push(ConditionTest {
                operator: parsed,
                key: fold(key),
                values,
            });
        }
    }
    Ok(tests)
}

/// A look-up for the members of an object that has no others than the `known` ones and none that is `null`.
fn members<'a>(
    object: &'a Json,
    what: &str,
    known: &[&str],
) -> Result<impl Fn(&str) -> Option<&'a Json> + use<'a>, String> {
    let has_null = object
        .members()
        .into_iter()
        .flatten()
        .find(|(_, value)| *value == Json::Null);
    match has_null {
        Some((name, _)) => Err(format!("`{name}` is null")),
        None => super::case::members_of(object, what, known),
    }
}

/// The element or its `Not` form, with whether it is the latter; not both.
fn one_of<'a>(
    member: &impl Fn(&str) -> Option<&'a Json>,
    name: &str,
    negated: &str,
) -> Result<Option<(bool, &'a Json)>, String> {
    match (member(name), member(negated)) {
        (Some(_), Some(_)) => Err(format!("a statement has both `{name}` and `{negated}`")),
        (Some(value), None) => Ok(Some((false, value))),
        (None, Some(value)) => Ok(Some((true, value))),
        (None, None) => Ok(None),
    }
}

fn sid_of(statement: &Json) -> Option<&str> {
    let (_, sid) = statement
        .members()?
        .iter()
        .find(|(name, _)| name == "Sid")?;
    sid.text()
}

/// IAM's own policies keep Sids to letters and digits; other services may allow more.
fn check_sid(sid: Option<&Json>, kind: Kind) -> Result<(), String> {
    let iam = matches!(
        kind,
        Kind::Identity | Kind::Boundary | Kind::Session | Kind::Trust
    );
    match sid
        .map(|sid| sid.text().ok_or("`Sid` is not a string"))
        .transpose()?
    {
        Some(sid) if iam && !sid.bytes().all(|byte| byte.is_ascii_alphanumeric()) => Err(format!(
            "the Sid `{sid}` has other characters than letters and digits"
        )),
        Some(_) | None => Ok(()),
    }
}

/// A document's characters end at U+00FF (IAM and AWS STS quotas; whether an escape may go beyond is open).
fn check_characters(json: &Json) -> Result<(), String> {
    match json {
        Json::Null | Json::Bare(_) => Ok(()),
        Json::Text(text) if text.contains(|character| character > '\u{FF}') => {
            Err(format!("`{text}` has a character beyond U+00FF"))
        }
        Json::Text(_) => Ok(()),
        Json::List(items) => items.iter().try_for_each(check_characters),
        Json::Object(members) => members.iter().try_for_each(|(key, value)| {
            check_characters(&Json::Text(key.clone()))?;
            check_characters(value)
        }),
    }
}

//! `can ... on ...` and `cannot ... on ...` to statements, in any kind of
//! policy.

use core::iter::repeat_n;

use super::expansion::{self, About};
use super::{Here, actions, arn, constructed, known, resources, sid};
use crate::diag::codes::{ALLOW_NOT_ACTION, BUCKETS_OF_OTHERS, NO_USER_NAME, UNTIL_ON_CANNOT};
use crate::diag::{Diagnostic, Diagnostics};
use crate::iam::{Atom, Conjunction, Effect, Match, PolicyKind, PrincipalMatch, Version, pattern};
use crate::model::Statement;
use crate::resolve::condition::{self, Place, context};
use crate::source::Span;
use crate::syntax::ast::{Grant, Modifiers};

/// What surrounds the words of a grant.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    /// The kind of policy that it is in.
    pub(super) kind: PolicyKind,
    /// Whether the policy is a role's own.
    pub(super) of_role: bool,
    /// Whether some role has the policy, be it beside others.
    pub(super) reaches_role: bool,
    /// Who, in the kinds of policy that say so.
    pub(super) principals: Option<PrincipalMatch>,
    /// What holds besides the written condition.
    pub(super) required: Vec<Atom>,
}

/// The statements of a grant: none where something is wrong with it, which is
/// then reported.
pub(super) fn lower<'s>(
    grant: &Grant<'s>,
    span: Span,
    setting: &Setting,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Vec<Statement> {
    let effect = effect(grant);
    let is_timed = refuse_until(grant, here, diagnostics);
    let (actions, resources) = actions_and_resources(grant, here, diagnostics);
    let place = Place {
        kind: setting.kind,
        effect,
        span,
        of_role: setting.of_role,
        actions: actions.as_ref(),
        resources: resources.as_ref(),
        of_own_service: actions
            .as_ref()
            .is_some_and(|actions| known::are_own(actions, here)),
        catalog: here.world.options.catalog,
    };
    let conditions = conditions(
        &grant.modifiers,
        &setting.required,
        place,
        here,
        diagnostics,
    );
    let (Some(actions), Some(resources), Some(conditions), false) =
        (actions, resources, conditions, is_timed)
    else {
        return Vec::new();
    };
    // Beside others, a role that is not allowed does no harm; one that is not
    // denied does.
    let is_void_for_role = setting.of_role || setting.reaches_role && grant.denies;
    if is_void_for_role && asks_for_user_name(grant, &resources, diagnostics) {
        return Vec::new();
    }
    warn(
        grant,
        setting,
        &actions,
        &resources,
        &conditions,
        diagnostics,
    );
    let of_what = repeat_n((actions, resources), conditions.len());
    let mut statements: Vec<Statement> = conditions
        .into_iter()
        .zip(of_what)
        .map(|(condition, (actions, resources))| Statement {
            sid: None,
            effect,
            principals: setting.principals.clone(),
            actions,
            resources: Some(resources),
            condition,
            version: Version::V2012,
            origin: span,
        })
        .collect();
    sid::give(grant.modifiers.name, &mut statements, here, diagnostics);
    statements
}

/// What of what. Which actions an access level stands for depends on the
/// resources, and whether those may be left out on the actions.
fn actions_and_resources<'s>(
    grant: &Grant<'s>,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> (Option<Match>, Option<Match>) {
    let effect = effect(grant);
    let Some(written) = &grant.resources else {
        let actions = actions::lower(&grant.actions, effect, About::Anything, here, diagnostics);
        let resources = actions.as_ref().and_then(|actions| {
            let catalog = here.world.options.catalog;
            let written: Vec<&str> = grant.actions.list.iter().map(|word| word.text).collect();
            expansion::check_left_out(catalog, actions, &written, grant.actions.span)
                .map_err(|wrong| diagnostics.push(wrong))
                .ok()?;
            Some(Match::Any(vec!["*".to_owned()]))
        });
        return (actions, resources);
    };
    let before = diagnostics.len();
    let resources = resources::lower(written, effect, here, diagnostics);
    if resources.is_none() {
        constructed::offer(grant, here, diagnostics.iter_mut().skip(before));
    }
    let about = resources.as_ref().map_or(About::Anything, About::Resources);
    let actions = actions::lower(&grant.actions, effect, about, here, diagnostics);
    let (Some(listed), Some(rest)) = (&actions, &resources) else {
        return (actions, resources);
    };
    let catalog = here.world.options.catalog;
    match resources::check_rest(rest, listed, effect, catalog, written.span) {
        Ok(Some(warning)) => diagnostics.push(warning),
        Ok(None) => {}
        Err(wrong) => {
            diagnostics.push(wrong);
            return (None, None);
        }
    }
    (actions, resources)
}

/// `can` allows, `cannot` denies.
pub(super) fn effect(grant: &Grant<'_>) -> Effect {
    if grant.denies {
        Effect::Deny
    } else {
        Effect::Allow
    }
}

/// The written condition and date, together with what is required anyhow.
pub(super) fn conditions<'s>(
    modifiers: &Modifiers<'s>,
    required: &[Atom],
    place: Place<'_>,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Conjunction>> {
    let until = modifiers.until.filter(|_| place.effect == Effect::Allow);
    let written = condition::lower(modifiers.guard.as_ref(), until, &place, &here, diagnostics)?;
    if required.is_empty() {
        return Some(written);
    }
    condition::conjoin(&written, required, &place, diagnostics)
}

/// A deny that expires would open by itself.
fn refuse_until<'s>(
    grant: &Grant<'s>,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> bool {
    let Some(until) = grant.modifiers.until.filter(|_| grant.denies) else {
        return false;
    };
    let date = here.world.text(until, here.scope, diagnostics);
    let end = date.and_then(|date| context::end(&date));
    diagnostics.push(
        Diagnostic::new(
            UNTIL_ON_CANNOT,
            "`until` on `cannot` would open by itself when the date has passed",
        )
        .at(until.span)
        .label(grant.verb, "this denies")
        .hint(format!(
            "where that is meant, write `when before {}`",
            end.as_deref().unwrap_or(until.text)
        )),
    );
    true
}

fn warn(
    grant: &Grant<'_>,
    setting: &Setting,
    actions: &Match,
    resources: &Match,
    conditions: &[Conjunction],
    diagnostics: &mut Diagnostics,
) {
    let grants =
        !grant.denies && matches!(setting.kind, PolicyKind::Identity | PolicyKind::Resource);
    if grants && actions.is_negated() {
        diagnostics.push(allow_not_action(grant, actions));
    }
    if grants && setting.kind == PolicyKind::Identity {
        warn_of_buckets(grant, resources, conditions, diagnostics);
    }
}

fn allow_not_action(grant: &Grant<'_>, actions: &Match) -> Diagnostic {
    let gives_roles = !actions
        .patterns()
        .iter()
        .any(|excepted| pattern::covers(&excepted.to_ascii_lowercase(), "sts:assumerole"));
    let warning = Diagnostic::new(
        ALLOW_NOT_ACTION,
        "this allows every action but the excepted ones, also those that AWS adds later",
    )
    .at(grant.actions.span)
    .hint("it denies nothing: where the excepted actions must stay shut, add a `cannot` line for them");
    if gives_roles {
        warning.hint("it allows `sts:AssumeRole`, and so whatever the roles within reach allow; except `sts:*` too")
    } else {
        warning
    }
}

/// Bucket names are shared by all accounts, so that a pattern of them reaches
/// buckets of strangers, who may open them to learn what is written there.
fn warn_of_buckets(
    grant: &Grant<'_>,
    resources: &Match,
    conditions: &[Conjunction],
    diagnostics: &mut Diagnostics,
) {
    let Match::Any(patterns) = resources else {
        return;
    };
    let Some(reaching) = patterns.iter().find(|pattern| reaches_buckets(pattern)) else {
        return;
    };
    let are_held = |conjunction: &Conjunction| conjunction.iter().any(holds_owner);
    if conditions.iter().all(are_held) {
        return;
    }
    let span = grant.span_of_resources();
    diagnostics.push(
        Diagnostic::new(
            BUCKETS_OF_OTHERS,
            format!("`{reaching}` also matches buckets of other accounts"),
        )
        .at(span)
        .hint("name the buckets, or add `when resource in account NAME`"),
    );
}

fn reaches_buckets(pattern: &str) -> bool {
    arn::split(pattern).is_some_and(|arn| {
        arn.service == "s3"
            && arn.account.is_empty()
            && arn
                .resource
                .split('/')
                .next()
                .is_some_and(has_free_wildcard)
    })
}

/// Whether there is a wildcard outside `${...}`.
fn has_free_wildcard(text: &str) -> bool {
    let mut rest = text;
    while let Some((before, variable)) = rest.split_once("${") {
        if pattern::has_wildcard(before) {
            return true;
        }
        rest = variable.split_once('}').map_or("", |(_, after)| after);
    }
    pattern::has_wildcard(rest)
}

/// Whether an atom says whose the resource is.
fn holds_owner(atom: &Atom) -> bool {
    const KEYS: [&str; 4] = [
        "aws:ResourceAccount",
        "aws:ResourceOrgID",
        "aws:ResourceOrgPaths",
        "s3:ResourceAccount",
    ];
    KEYS.iter().any(|key| atom.key.eq_ignore_ascii_case(key)) && !atom.operator.base.row().negated
}

/// Sessions of a role have no user name, so that the pattern matches nothing:
/// an Allow would not allow, and a Deny would not deny.
fn asks_for_user_name(grant: &Grant<'_>, resources: &Match, diagnostics: &mut Diagnostics) -> bool {
    let named = resources
        .patterns()
        .iter()
        .find(|pattern| pattern.to_ascii_lowercase().contains("${aws:username}"));
    let Some(named) = named else {
        return false;
    };
    let span = grant.span_of_resources();
    diagnostics.push(
        Diagnostic::new(
            NO_USER_NAME,
            format!("`{named}` matches nothing: a role's sessions have no `aws:username`"),
        )
        .at(span)
        .hint("use `${aws:PrincipalTag/...}` or `${aws:userid}`, or give the grant to users"),
    );
    true
}

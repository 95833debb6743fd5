use super::condition::condition;
use super::item::{last, loop_head, term};
use super::line::{Line, start};
use super::page::Page;
use crate::source::Span;
use crate::syntax::ast::{
    Actions, AssumeClause, Attachment, Clause, ClauseKind, Grant, Modifiers, OnBehalf, PassClause,
    PrincipalPhrase, RawPrincipals, Resources, Term, TrustClause, TrustExtra, Verbatim, Word,
};

impl Page<'_> {
    pub(super) fn clauses(&mut self, clauses: &[Clause<'_>]) {
        for one in clauses {
            let mut line = Line::default();
            if let ClauseKind::For(repeated) = &one.kind {
                let head = loop_head(&mut line, one.span.start as usize, repeated);
                self.braces(line, head, one.span, repeated.body.is_empty(), |page| {
                    page.clauses(&repeated.body);
                });
            } else {
                clause(&mut line, one);
                self.line(&line, one.span.end as usize);
            }
        }
    }
}

/// A clause other than a loop, which has lines of its own.
pub(super) fn clause(line: &mut Line, Clause { kind, span }: &Clause<'_>) {
    let at = span.start as usize;
    match kind {
        ClauseKind::Grant(granted) => grant(line, granted, at),
        ClauseKind::Verbatim(said) => verbatim(line, said, at),
        ClauseKind::Assume(assumed) => assume(line, assumed, at),
        ClauseKind::Pass(passed) => pass(line, passed, at),
        ClauseKind::Has(attachments) => {
            line.push("has", at);
            line.list(attachments, attachment);
        }
        ClauseKind::Members(names) => {
            line.push("members", at);
            line.words(names);
        }
        ClauseKind::Includes(names) => {
            line.push("includes", at);
            line.words(names);
        }
        ClauseKind::Path(path) => {
            line.push("path", at).word(path);
        }
        ClauseKind::Tags(pairs) => tags(line, pairs, span),
        ClauseKind::Boundary(name) => {
            line.push("boundary", at).word(name);
        }
        ClauseKind::Trusts(trusted) => trust(line, trusted, at),
        ClauseKind::TrustsFrom(file) => {
            line.push("trusts", at).push("from", start(file)).word(file);
        }
        ClauseKind::MaxSession(length) => {
            line.push("max session", at).word(length);
        }
        ClauseKind::For(_) => {}
    }
}

fn grant(line: &mut Line, grant: &Grant<'_>, at: usize) {
    let verb = grant.verb.start as usize;
    if let Some(subject) = &grant.subject {
        principal(line, subject, at);
    }
    line.push(if grant.denies { "cannot" } else { "can" }, verb);
    actions(line, &grant.actions);
    if let Some(resources) = &grant.resources {
        on(line, resources);
    }
    modifiers(line, &grant.modifiers);
}

fn verbatim(line: &mut Line, verbatim: &Verbatim<'_>, at: usize) {
    line.push("verbatim", at);
    if let Some(principals) = &verbatim.principals {
        raw_principals(line, principals);
    }
    grant(line, &verbatim.grant, at);
}

fn raw_principals(line: &mut Line, principals: &RawPrincipals<'_>) {
    if let Some(everyone) = principals.everyone {
        line.push("everyone", everyone.start as usize);
    }
    for (index, (key, values)) in principals.listed.iter().enumerate() {
        match (index, principals.everyone) {
            (0, None) => {}
            (0, Some(_)) => {
                line.soft().push("except", start(key));
            }
            _ => {
                line.soft().push("and", start(key));
            }
        }
        line.word(key).glue().push("(", start(key)).glue();
        line.words(values);
        line.glue().push(")", values.last().map_or(0, start));
    }
}

fn actions(line: &mut Line, actions: &Actions<'_>) {
    line.words(&actions.list);
    if let Some(first) = actions.except.first() {
        line.soft().push("except", start(first));
        line.words(&actions.except);
    }
}

fn on(line: &mut Line, resources: &Resources<'_>) {
    let first = |terms: &[Term<'_>]| terms.first().map(|term| term.span().start as usize);
    line.hard()
        .push("on", first(&resources.list).unwrap_or_default());
    line.list(&resources.list, term);
    if let Some(at) = first(&resources.except) {
        line.soft().push("except", at);
        line.list(&resources.except, term);
    }
}

pub(super) fn modifiers(line: &mut Line, modifiers: &Modifiers<'_>) {
    if let Some(guard) = &modifiers.guard {
        let keyword = if guard.unless { "unless" } else { "when" };
        line.hard().push(keyword, guard.span.start as usize);
        condition(line, &guard.condition);
    }
    if let Some(date) = &modifiers.until {
        line.hard().push("until", start(date)).word(date);
    }
    if let Some(name) = &modifiers.name {
        line.hard().push("as", start(name)).word(name);
    }
}

fn assume(line: &mut Line, assumed: &AssumeClause<'_>, at: usize) {
    line.push("may assume", at);
    line.words(&assumed.roles);
    if let Some(openly) = assumed.openly {
        line.push("openly", openly.start as usize);
    }
    modifiers(line, &assumed.modifiers);
}

fn pass(line: &mut Line, passed: &PassClause<'_>, at: usize) {
    line.push("may pass", at);
    line.words(&passed.roles);
    line.hard()
        .push("to", passed.services.first().map_or(at, start));
    line.words(&passed.services);
    modifiers(line, &passed.modifiers);
}

fn attachment(line: &mut Line, attachment: &Attachment<'_>) {
    line.word(&attachment.policy);
    if let Some(arguments) = &attachment.arguments {
        line.glue().push("(", start(&attachment.policy)).glue();
        line.words(arguments);
        line.glue().push(")", last(&attachment.span));
    }
}

fn tags(line: &mut Line, pairs: &[(Word<'_>, Word<'_>)], span: &Span) {
    let at = span.start as usize;
    line.push("tags", at);
    if pairs.is_empty() {
        line.push("{}", last(span));
        return;
    }
    line.push("{", at).soft();
    line.list(pairs, |line, (name, value)| {
        line.word(name).push("=", start(value)).word(value);
    });
    line.push("}", last(span));
}

fn trust(line: &mut Line, trust: &TrustClause<'_>, at: usize) {
    line.push("trusts", at);
    principal(line, &trust.principals, at);
    for (extra, span) in &trust.extras {
        let words = match extra {
            TrustExtra::Tags => "with tags",
            TrustExtra::SourceIdentity => "with source identity",
        };
        line.soft().push(words, span.start as usize);
    }
    modifiers(line, &trust.modifiers);
}

fn principal(line: &mut Line, phrase: &PrincipalPhrase<'_>, at: usize) {
    let mut named = |keyword: &str, names: &[Word<'_>]| {
        line.push(keyword, names.first().map_or(at, start));
        line.words(names);
    };
    match phrase {
        PrincipalPhrase::Users(names) => named("user", names),
        PrincipalPhrase::Groups(names) => named("group", names),
        PrincipalPhrase::Roles(names) => named("role", names),
        PrincipalPhrase::Accounts(names) => named("account", names),
        PrincipalPhrase::Web(hosts) => named("web", hosts),
        PrincipalPhrase::Oidc(hosts) => named("oidc", hosts),
        PrincipalPhrase::Saml(arns) => named("saml", arns),
        PrincipalPhrase::Services { names, on_behalf } => {
            named("service", names);
            match on_behalf {
                None => {}
                Some(OnBehalf::Accounts(names)) => named("for account", names),
                Some(OnBehalf::Arns(arns)) => named("for", arns),
            }
        }
        PrincipalPhrase::Arns(arns) => line.words(arns),
        PrincipalPhrase::Anyone(span) => {
            line.push("anyone", span.start as usize);
        }
        PrincipalPhrase::Public(span) => {
            line.push("public", span.start as usize);
        }
        PrincipalPhrase::Everyone { span, except } => {
            let at = span.start as usize;
            line.push("everyone", at);
            for (index, phrase) in except.iter().enumerate() {
                let word = if index == 0 { "except" } else { "and" };
                line.soft().push(word, at);
                principal(line, phrase, at);
            }
        }
    }
}

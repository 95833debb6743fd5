//! `verbatim ...`: one statement, in IAM's own words, to exactly that statement.
//!
//! Nothing is looked up, completed or multiplied out, and nothing is refused
//! that IAM takes. What a line of the language would not say stands here, and
//! whoever reads the file sees that it does.

use hashbrown::HashSet;

use super::{Here, grant, sid};
use crate::diag::codes::{PRINCIPAL_UNTOLD, VERBATIM_WORDS};
use crate::diag::{Diagnostic, Diagnostics};
use crate::iam::pattern::is_action;
use crate::iam::{
    Atom, Conjunction, Effect, Match, Operator, PolicyKind, Principal, PrincipalMatch, Version,
};
use crate::import::document::{Named, denied_id, named_by, widens_by_nobody};
use crate::model::Statement;
use crate::resolve::condition::{Names, Text, unquoted};
use crate::source::Span;
use crate::syntax::ast::{
    Condition, ConditionKind, Grant, Guard, RawPrincipals, Term, Value, Verbatim, Word,
};

/// The statement: none where something is wrong with it, which is then
/// reported.
pub(super) fn lower<'s>(
    verbatim: &Verbatim<'s>,
    span: Span,
    kind: PolicyKind,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Vec<Statement> {
    let written = &verbatim.grant;
    let mut reader = Reader { here, diagnostics };
    let principals = reader.principals(verbatim, kind);
    let actions = reader.actions(written);
    let resources = reader.resources(written, kind);
    let condition = reader.condition(written);
    let (Some(principals), Some(actions), Some(resources), Some(condition)) =
        (principals, actions, resources, condition)
    else {
        return Vec::new();
    };
    let statement = Statement {
        sid: None,
        effect: grant::effect(written),
        principals,
        actions,
        resources,
        condition,
        version: Version::V2012,
        origin: span,
    };
    if let Err(problem) = statement.fits(kind) {
        report_misfit(problem, kind, span, diagnostics);
        return Vec::new();
    }
    let mut statements = vec![statement];
    sid::give(written.modifiers.name, &mut statements, here, diagnostics);
    statements
}

/// What IAM does not take in a policy of this kind is no line of it, in
/// whatever words.
fn report_misfit(problem: &str, kind: PolicyKind, span: Span, diagnostics: &mut Diagnostics) {
    let message = format!("{} cannot hold this statement: {problem}", kind.name());
    let found = Diagnostic::new(VERBATIM_WORDS, message).at(span);
    diagnostics.push(match kind {
        PolicyKind::Trust => found.hint(
            "it is about `sts:AssumeRole`, `sts:AssumeRoleWithSAML`, `sts:AssumeRoleWithWebIdentity`, `sts:TagSession` and `sts:SetSourceIdentity`, of those whom it names",
        ),
        PolicyKind::ResourceControl => {
            found.hint("write `verbatim everyone cannot`, and actions of services, such as `s3:*`")
        }
        PolicyKind::Identity
        | PolicyKind::Boundary
        | PolicyKind::Session
        | PolicyKind::Resource
        | PolicyKind::ServiceControl => found,
    });
}

struct Reader<'r, 'w, 'a, 's> {
    here: Here<'w, 'a, 's>,
    diagnostics: &'r mut Diagnostics,
}

impl<'s> Reader<'_, '_, '_, 's> {
    fn wrong<Read>(&mut self, message: &str, span: Span, hint: &str) -> Option<Read> {
        self.diagnostics
            .push(Diagnostic::new(VERBATIM_WORDS, message).at(span).hint(hint));
        None
    }

    fn texts(&mut self, words: &[Word<'s>]) -> Option<Vec<Text>> {
        let mut found = Vec::with_capacity(words.len());
        for word in words {
            found.extend(self.here.fill(*word, self.diagnostics)?);
        }
        Some(found)
    }

    // -- who ----------------------------------------------------------------

    fn principals(
        &mut self,
        verbatim: &Verbatim<'s>,
        kind: PolicyKind,
    ) -> Option<Option<PrincipalMatch>> {
        match (&verbatim.principals, kind.names_principals()) {
            (None, false) => Some(None),
            (Some(written), true) => self
                .named(written, grant::effect(&verbatim.grant))
                .map(Some),
            (Some(written), false) => self.wrong(
                "this kind of policy names no principal",
                written.span,
                "leave it out: the line is about what the block declares",
            ),
            (None, true) => self.wrong(
                "this kind of policy names its principals",
                verbatim.grant.verb,
                "write `everyone`, or `AWS(...)`, `Service(...)`, `Federated(...)`, `CanonicalUser(...)` before it",
            ),
        }
    }

    fn named(&mut self, written: &RawPrincipals<'s>, effect: Effect) -> Option<PrincipalMatch> {
        let mut found = Vec::new();
        let negated = written.everyone.is_some();
        let widens = widens_by_nobody(effect, negated);
        for (key, words) in &written.listed {
            let principal = match key.text {
                "Service" => Principal::Service,
                "Federated" => Principal::Federated,
                "CanonicalUser" => Principal::CanonicalUser,
                _ => Principal::Aws,
            };
            let texts = self.texts(words)?;
            for text in texts {
                let said = format!("`{}`", text.text);
                let warning = denied_id(&text.text).at(text.span);
                let principal = principal(text.text);
                match named_by(&principal) {
                    Named::Somebody => {}
                    Named::Gone if effect == Effect::Deny && !negated => {
                        self.diagnostics.push(warning);
                    }
                    Named::Gone | Named::Nobody if !widens => {}
                    Named::Gone | Named::Nobody => return self.untold(&said, text.span),
                    Named::Nothing => {
                        return self.wrong(
                            &format!("{said} is no principal of the kind `{}`", key.text),
                            text.span,
                            "a verbatim line uses no names: write what a document would have there",
                        );
                    }
                }
                found.push(principal);
            }
        }
        super::without_repeated_principals(&mut found);
        Some(match written.everyone {
            Some(_) if found.is_empty() => PrincipalMatch::Everyone,
            Some(_) => PrincipalMatch::NoneOf(found),
            None => PrincipalMatch::Any(found),
        })
    }

    fn untold<Read>(&mut self, said: &str, span: Span) -> Option<Read> {
        let message = format!("nothing in a request tells whether {said} makes it");
        let found = Diagnostic::new(PRINCIPAL_UNTOLD, message).at(span);
        self.diagnostics.push(found.hint(
            "name an account, or the whole ARN of a user, role or session; wildcards go into a condition on `aws:PrincipalArn`",
        ));
        None
    }

    // -- what, on what ------------------------------------------------------

    fn actions(&mut self, grant: &Grant<'s>) -> Option<Match> {
        let listed = self.texts(&grant.actions.list)?;
        let excepted = self.texts(&grant.actions.except)?;
        let name = listed
            .iter()
            .chain(&excepted)
            .find(|text| !is_action(&text.text) || text.text.contains('@'));
        if let Some((text, span)) = name.map(|text| (text.text.clone(), text.span)) {
            return self.wrong(
                &format!("`{text}` is no action"),
                span,
                "a verbatim line uses no names: write `service:Name`, or `*`",
            );
        }
        self.element(listed, excepted, grant.actions.span, true)
    }

    fn resources(&mut self, grant: &Grant<'s>, kind: PolicyKind) -> Option<Option<Match>> {
        let Some(written) = &grant.resources else {
            return match kind {
                // Without, it is about the resource, or the role, that has it.
                PolicyKind::Resource | PolicyKind::Trust => Some(None),
                PolicyKind::Identity
                | PolicyKind::Boundary
                | PolicyKind::Session
                | PolicyKind::ServiceControl
                | PolicyKind::ResourceControl => self.wrong(
                    "this kind of policy names its resources",
                    grant.actions.span,
                    "add `on *`, or what is meant",
                ),
            };
        };
        if kind == PolicyKind::Trust {
            return self.wrong(
                "a trust policy names no resource: it is about its role",
                written.span,
                "leave `on` out",
            );
        }
        let listed = self.patterns(&written.list)?;
        let excepted = self.patterns(&written.except)?;
        self.element(listed, excepted, written.span, false)
            .map(Some)
    }

    fn patterns(&mut self, terms: &[Term<'s>]) -> Option<Vec<Text>> {
        let mut found = Vec::with_capacity(terms.len());
        for term in terms {
            match term {
                Term::Word(word) => found.extend(self.here.fill(*word, self.diagnostics)?),
                Term::Constructor(constructor) => {
                    return self.wrong(
                        "a verbatim line has the ARN itself",
                        constructor.span,
                        "write the ARN out",
                    );
                }
            }
        }
        let name = found
            .iter()
            .find(|text| text.text != "*" && !text.text.starts_with("arn:"));
        match name.map(|text| (text.text.clone(), text.span)) {
            None => Some(found),
            Some((text, span)) => self.wrong(
                &format!("`{text}` is neither `*` nor an ARN"),
                span,
                "a verbatim line uses no names: write the ARN out",
            ),
        }
    }

    /// A list, or everything but a list.
    fn element(
        &mut self,
        listed: Vec<Text>,
        excepted: Vec<Text>,
        span: Span,
        ignoring_case: bool,
    ) -> Option<Match> {
        let flat = |texts: Vec<Text>| {
            let mut list: Vec<String> = texts.into_iter().map(|text| text.text).collect();
            super::without_repeats(&mut list, ignoring_case);
            list
        };
        if excepted.is_empty() {
            return Some(Match::Any(flat(listed)));
        }
        match listed.as_slice() {
            [all] if all.text == "*" => Some(Match::NoneOf(flat(excepted))),
            _ => self.wrong(
                "IAM excepts only from everything",
                span,
                "write `* except ...`",
            ),
        }
    }

    // -- when ---------------------------------------------------------------

    fn condition(&mut self, grant: &Grant<'s>) -> Option<Conjunction> {
        if let Some(until) = grant.modifiers.until {
            return self.wrong(
                "a verbatim line has its dates in its condition",
                until.span,
                "write `when DateLessThan(aws:CurrentTime, ...)`",
            );
        }
        let mut found = Conjunction::new();
        match &grant.modifiers.guard {
            None => {}
            Some(Guard {
                unless: true, span, ..
            }) => return self.not_an_operator(*span),
            Some(guard) => self.atoms(&guard.condition, &mut found, &mut HashSet::new())?,
        }
        Some(found)
    }

    fn atoms(
        &mut self,
        condition: &Condition<'s>,
        found: &mut Conjunction,
        taken: &mut HashSet<(Operator, String)>,
    ) -> Option<()> {
        match &condition.kind {
            ConditionKind::And(parts) => parts
                .iter()
                .try_for_each(|part| self.atoms(part, found, taken)),
            ConditionKind::Operator {
                operator,
                key,
                values,
            } => {
                let atom = self.atom(*operator, *key, values)?;
                if !taken.insert(atom.slot()) {
                    return self.wrong(
                        &format!("`{}` and `{}` stand here twice", operator.text, atom.key),
                        condition.span,
                        "IAM has one list a key under an operator, and its values are alternatives",
                    );
                }
                found.push(atom);
                Some(())
            }
            ConditionKind::Mfa => self.has_operator(condition.span, "aws:MultiFactorAuthPresent"),
            ConditionKind::Tls => self.has_operator(condition.span, "aws:SecureTransport"),
            ConditionKind::Or(_)
            | ConditionKind::Not(_)
            | ConditionKind::Parentheses(_)
            | ConditionKind::Name(_)
            | ConditionKind::Comparison(_)
            | ConditionKind::Presence { .. }
            | ConditionKind::MfaWithin(_)
            | ConditionKind::From(_)
            | ConditionKind::Region { .. }
            | ConditionKind::Before(_)
            | ConditionKind::After(_)
            | ConditionKind::Between(..)
            | ConditionKind::Estate { .. }
            | ConditionKind::ViaService
            | ConditionKind::AwsService => self.not_an_operator(condition.span),
        }
    }

    fn atom(&mut self, operator: Word<'s>, key: Word<'s>, values: &[Value<'s>]) -> Option<Atom> {
        let Some(known) = Operator::parse(operator.text) else {
            return self.wrong(
                &format!("IAM has no operator `{}`", operator.text),
                operator.span,
                "the operators are those of the IAM User Guide, such as `StringEquals` or `ForAnyValue:StringLike`",
            );
        };
        let mut words = Vec::with_capacity(values.len());
        for value in values {
            match value {
                Value::Word(word) => words.push(*word),
                Value::Tag { span, .. } => return self.not_an_operator(*span),
            }
        }
        let texts = self.texts(&words)?;
        let mut key_texts = self.here.fill(key, self.diagnostics)?;
        let key_text = key_texts.pop().filter(|_| key_texts.is_empty());
        let (Some(key_text), false) = (key_text, texts.is_empty()) else {
            return self.wrong(
                &format!("`{}` is given a key and its values", operator.text),
                operator.span,
                "write `StringEquals(KEY, \"value\", ...)`",
            );
        };
        let mut values: Vec<String> = texts.into_iter().map(|text| text.text).collect();
        super::without_repeats(&mut values, false);
        Some(Atom {
            operator: known,
            key: unquoted(&key_text.text),
            values,
        })
    }

    /// `mfa`, `tls`
    fn has_operator<Read>(&mut self, span: Span, key: &str) -> Option<Read> {
        self.wrong(
            "a verbatim line has IAM's own operators, joined by `and`",
            span,
            &format!("write `Bool({key}, true)`"),
        )
    }

    fn not_an_operator<Read>(&mut self, span: Span) -> Option<Read> {
        self.wrong(
            "a verbatim line has IAM's own operators, joined by `and`",
            span,
            "write `when StringEquals(KEY, \"value\") and ...`",
        )
    }
}

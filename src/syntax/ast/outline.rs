//! A tree as indented lines, without its places.
//!
//! Two texts that mean the same have one outline, however they are laid out:
//! the formatter compares outlines before it lets go of a text. So nothing may
//! be missing here, and every pattern names every field.

use core::fmt::{Display, Write as _};

use super::{
    Actions, Argument, AssumeClause, Ast, Attachment, Body, Clause, ClauseKind, Comparison,
    Condition, ConditionKind, Constructor, Declaration, For, ForValues, Grant, Guard,
    GuardrailTarget, Head, Item, ItemKind, Let, LetValue, Modifiers, OnBehalf, Operand, PassClause,
    PrincipalPhrase, Question, RawPrincipals, Resources, Setting, SettingKind, Term, Test,
    TestCase, TestSubject, TrustClause, Value, Values, Verbatim, Word,
};

impl Ast<'_> {
    /// What was written, line by line, without where and without comments.
    pub fn outline(&self) -> String {
        let mut outline = Outline::default();
        outline.items(&self.items);
        outline.text
    }
}

#[derive(Default)]
struct Outline {
    text: String,
    depth: usize,
}

impl Outline {
    fn line(&mut self, content: impl Display) {
        let indent = self.depth * 2;
        // Writing into a `String` cannot fail.
        let _ = writeln!(self.text, "{:indent$}{content}", "");
    }

    fn inside(&mut self, write: impl FnOnce(&mut Self)) {
        self.depth += 1;
        write(self);
        self.depth -= 1;
    }

    fn words(&mut self, label: &str, words: &[Word<'_>]) {
        self.line(format_args!("{label} {}", list(words, word)));
    }

    fn terms(&mut self, label: &str, terms: &[Term<'_>]) {
        self.line(format_args!("{label} {}", list(terms, term)));
    }

    fn items(&mut self, items: &[Item<'_>]) {
        for Item { kind, span: _ } in items {
            self.item(kind);
        }
    }

    fn item(&mut self, item: &ItemKind<'_>) {
        match item {
            ItemKind::Use(path) => self.line(format_args!("use {}", word(path))),
            ItemKind::Account { name, number } => {
                self.line(format_args!("account {} {}", word(name), word(number)));
            }
            ItemKind::Region(code) => self.line(format_args!("region {}", word(code))),
            ItemKind::Partition(name) => self.line(format_args!("partition {}", word(name))),
            ItemKind::Organization { id, management } => {
                let management = management.as_ref().map(word).unwrap_or_default();
                self.line(format_args!("org {} management [{management}]", word(id)));
            }
            ItemKind::UnitMembers { name, accounts } => {
                self.line(format_args!("ou {}", word(name)));
                self.inside(|inner| inner.words("accounts", accounts));
            }
            ItemKind::UnitIncludes { name, units } => {
                self.line(format_args!("ou {}", word(name)));
                self.inside(|inner| inner.words("includes", units));
            }
            ItemKind::InAccount { account, items } => {
                self.line(format_args!("in account {}", word(account)));
                self.inside(|inner| inner.items(items));
            }
            ItemKind::Let(binding) => self.binding(binding),
            ItemKind::For(repeated) => self.repeated(repeated, |inner, items| inner.items(items)),
            ItemKind::Declaration(declaration) => self.declaration(declaration),
            ItemKind::Test(test) => self.test(test),
        }
    }

    fn binding(&mut self, Let { name, value }: &Let<'_>) {
        self.line(format_args!("let {}", word(name)));
        self.inside(|inner| match value {
            LetValue::List(terms) => inner.terms("list", terms),
            LetValue::Condition(condition) => inner.condition(condition),
        });
    }

    fn repeated<E>(&mut self, repeated: &For<'_, E>, write: impl FnOnce(&mut Self, &[E])) {
        let For {
            variable,
            values,
            body,
        } = repeated;
        match values {
            ForValues::List(words) => {
                self.line(format_args!(
                    "for {} in {}",
                    word(variable),
                    list(words, word)
                ));
            }
            ForValues::Range { first, last } => self.line(format_args!(
                "for {} from {} to {}",
                word(variable),
                word(first),
                word(last)
            )),
        }
        self.inside(|inner| write(inner, body));
    }

    fn declaration(&mut self, Declaration { head, body }: &Declaration<'_>) {
        match head {
            Head::Users(names) => self.words("user", names),
            Head::Group(name) => self.line(format_args!("group {}", word(name))),
            Head::Role(name) => self.line(format_args!("role {}", word(name))),
            Head::Policy { name, parameters } => match parameters {
                None => self.line(format_args!("policy {}", word(name))),
                Some(parameters) => self.line(format_args!(
                    "policy {} ({})",
                    word(name),
                    list(parameters, word)
                )),
            },
            Head::Boundary(name) => self.line(format_args!("boundary {}", word(name))),
            Head::SessionPolicy(name) => self.line(format_args!("session policy {}", word(name))),
            Head::Guardrail {
                on_resources,
                name,
                targets,
            } => {
                let kind = if *on_resources {
                    "resource guardrail"
                } else {
                    "guardrail"
                };
                let targets = list(targets, target);
                self.line(format_args!("{kind} {} on {targets}", word(name)));
            }
            Head::Resource(resource) => self.line(format_args!("resource {}", term(resource))),
        }
        self.inside(|inner| inner.body(body));
    }

    fn body(&mut self, body: &Body<'_>) {
        match body {
            Body::None => {}
            Body::Members(words) => self.words(":", words),
            Body::Includes(words) => self.words("includes", words),
            Body::Clause(clause) => self.clause(clause),
            Body::Block(clauses) => {
                self.line("block");
                self.inside(|inner| inner.clauses(clauses));
            }
            Body::From(file) => self.line(format_args!("from {}", word(file))),
        }
    }

    fn clauses(&mut self, clauses: &[Clause<'_>]) {
        for clause in clauses {
            self.clause(clause);
        }
    }

    fn clause(&mut self, Clause { kind, span: _ }: &Clause<'_>) {
        match kind {
            ClauseKind::Grant(grant) => self.grant(grant),
            ClauseKind::Verbatim(verbatim) => self.verbatim(verbatim),
            ClauseKind::Assume(AssumeClause {
                roles,
                openly,
                modifiers,
            }) => {
                let openly = if openly.is_some() { " openly" } else { "" };
                self.line(format_args!("may assume{openly} {}", list(roles, word)));
                self.inside(|inner| inner.modifiers(modifiers));
            }
            ClauseKind::Pass(PassClause {
                roles,
                services,
                modifiers,
            }) => {
                self.line(format_args!(
                    "may pass {} to {}",
                    list(roles, word),
                    list(services, word)
                ));
                self.inside(|inner| inner.modifiers(modifiers));
            }
            ClauseKind::Has(attachments) => {
                self.line(format_args!("has {}", list(attachments, attachment)));
            }
            ClauseKind::Members(words) => self.words("members", words),
            ClauseKind::Includes(words) => self.words("includes", words),
            ClauseKind::Path(path) => self.line(format_args!("path {}", word(path))),
            ClauseKind::Tags(tags) => {
                let tags = list(tags, |(name, value)| {
                    format!("{} = {}", word(name), word(value))
                });
                self.line(format_args!("tags {tags}"));
            }
            ClauseKind::Boundary(name) => self.line(format_args!("boundary {}", word(name))),
            ClauseKind::Trusts(trust) => self.trust(trust),
            ClauseKind::TrustsFrom(file) => self.line(format_args!("trusts from {}", word(file))),
            ClauseKind::MaxSession(length) => {
                self.line(format_args!("max session {}", word(length)));
            }
            ClauseKind::For(repeated) => {
                self.repeated(repeated, |inner, clauses| inner.clauses(clauses));
            }
        }
    }

    fn grant(&mut self, grant: &Grant<'_>) {
        let Grant {
            subject,
            denies,
            verb: _,
            actions,
            resources,
            modifiers,
        } = grant;
        self.line(if *denies { "cannot" } else { "can" });
        self.inside(|inner| {
            if let Some(subject) = subject {
                inner.line(format_args!("subject {}", principal(subject)));
            }
            let Actions {
                list,
                except,
                span: _,
            } = actions;
            inner.words("do", list);
            if !except.is_empty() {
                inner.words("do except", except);
            }
            if let Some(Resources {
                list,
                except,
                span: _,
            }) = resources
            {
                inner.terms("on", list);
                if !except.is_empty() {
                    inner.terms("on except", except);
                }
            }
            inner.modifiers(modifiers);
        });
    }

    fn verbatim(&mut self, Verbatim { principals, grant }: &Verbatim<'_>) {
        self.line("verbatim");
        self.inside(|inner| {
            if let Some(RawPrincipals {
                everyone,
                listed,
                span: _,
            }) = principals
            {
                inner.line(if everyone.is_some() {
                    "everyone except"
                } else {
                    "principals"
                });
                inner.inside(|inner| {
                    for (key, values) in listed {
                        inner.words(key.text, values);
                    }
                });
            }
            inner.grant(grant);
        });
    }

    fn trust(&mut self, trust: &TrustClause<'_>) {
        let TrustClause {
            principals,
            extras,
            modifiers,
        } = trust;
        self.line(format_args!("trusts {}", principal(principals)));
        self.inside(|inner| {
            for (extra, _) in extras {
                inner.line(format_args!("with {extra:?}"));
            }
            inner.modifiers(modifiers);
        });
    }

    fn modifiers(&mut self, Modifiers { guard, until, name }: &Modifiers<'_>) {
        if let Some(Guard {
            unless,
            condition,
            span: _,
        }) = guard
        {
            self.line(if *unless { "unless" } else { "when" });
            self.inside(|inner| inner.condition(condition));
        }
        if let Some(until) = until {
            self.line(format_args!("until {}", word(until)));
        }
        if let Some(name) = name {
            self.line(format_args!("as {}", word(name)));
        }
    }

    fn condition(&mut self, Condition { kind, span: _ }: &Condition<'_>) {
        match kind {
            ConditionKind::And(parts) => self.parts("and", parts),
            ConditionKind::Or(parts) => self.parts("or", parts),
            ConditionKind::Not(inner) => self.parts("not", core::slice::from_ref(inner)),
            ConditionKind::Parentheses(inner) => self.parts("()", core::slice::from_ref(inner)),
            ConditionKind::Name(name) => self.line(format_args!("name {}", word(name))),
            ConditionKind::Comparison(comparison) => self.line(compared(comparison)),
            ConditionKind::Presence {
                operand: compared,
                exists,
            } => {
                let presence = if *exists { "exists" } else { "missing" };
                self.line(format_args!("{} {presence}", operand(compared)));
            }
            ConditionKind::Mfa => self.line("mfa"),
            ConditionKind::MfaWithin(length) => {
                self.line(format_args!("mfa within {}", word(length)));
            }
            ConditionKind::Tls => self.line("tls"),
            ConditionKind::From(words) => self.words("from", words),
            ConditionKind::Region {
                negated,
                values: regions,
            } => {
                self.line(format_args!(
                    "region{} in {}",
                    not(*negated),
                    values(regions)
                ));
            }
            ConditionKind::Before(date) => self.line(format_args!("before {}", word(date))),
            ConditionKind::After(date) => self.line(format_args!("after {}", word(date))),
            ConditionKind::Between(first, last) => {
                self.line(format_args!("between {} and {}", word(first), word(last)));
            }
            ConditionKind::Estate {
                party,
                negated,
                estate,
                values,
            } => self.line(format_args!(
                "{party:?}{} in {estate:?} {}",
                not(*negated),
                list(values, word)
            )),
            ConditionKind::ViaService => self.line("via service"),
            ConditionKind::AwsService => self.line("aws service"),
            ConditionKind::Operator {
                operator,
                key,
                values,
            } => self.line(format_args!(
                "{}({}; {})",
                word(operator),
                word(key),
                list(values, value)
            )),
        }
    }

    fn parts<'p, 's: 'p, C>(&mut self, label: &str, parts: &'p [C])
    where
        C: core::borrow::Borrow<Condition<'s>>,
    {
        self.line(label);
        self.inside(|inner| {
            for part in parts {
                inner.condition(part.borrow());
            }
        });
    }

    fn test(&mut self, Test { name, cases }: &Test<'_>) {
        self.line(format_args!("test {}", word(name)));
        self.inside(|inner| {
            for case in cases {
                inner.case(case);
            }
        });
    }

    fn case(&mut self, case: &TestCase<'_>) {
        let TestCase {
            subject,
            expectation,
            question,
            settings,
            at,
            span: _,
        } = case;
        self.line(format_args!("{} {expectation:?}", asker(subject)));
        self.inside(|inner| {
            match question {
                Question::Access { actions, resources } => {
                    inner.words("do", actions);
                    if let Some(resources) = resources {
                        inner.terms("on", resources);
                    }
                }
                Question::Assume(roles) => inner.words("assume", roles),
            }
            for setting in settings {
                inner.setting(setting);
            }
            if let Some(at) = at {
                inner.line(format_args!("at {}", word(at)));
            }
        });
    }

    fn setting(&mut self, Setting { kind, span: _ }: &Setting<'_>) {
        match kind {
            SettingKind::Key {
                key,
                values,
                bracketed,
            } => {
                let values = bracket(*bracketed, &list(values, word));
                self.line(format_args!("with {} = {values}", word(key)));
            }
            SettingKind::Mfa => self.line("with mfa"),
            SettingKind::Tls => self.line("with tls"),
            SettingKind::From(address) => self.line(format_args!("with from {}", word(address))),
            SettingKind::Tag { party, name, value } => self.line(format_args!(
                "with {party:?} tag {} = {}",
                word(name),
                word(value)
            )),
            SettingKind::SessionPolicies(names) => self.words("with session policy", names),
        }
    }
}

fn list<T, S: Display>(elements: &[T], show: impl Fn(&T) -> S) -> String {
    let shown: Vec<String> = elements
        .iter()
        .map(|element| show(element).to_string())
        .collect();
    shown.join(", ")
}

fn word(
    Word {
        text,
        span: _,
        quoted,
    }: &Word<'_>,
) -> String {
    if *quoted {
        format!("\"{text}\"")
    } else {
        (*text).to_owned()
    }
}

fn term(term: &Term<'_>) -> String {
    match term {
        Term::Word(name) => word(name),
        Term::Constructor(Constructor {
            name,
            arguments,
            span: _,
        }) => {
            let arguments = list(arguments, |Argument { name, value }| match name {
                None => word(value),
                Some(name) => format!("{} = {}", word(name), word(value)),
            });
            format!("{}({arguments})", word(name))
        }
    }
}

fn attachment(attachment: &Attachment<'_>) -> String {
    let Attachment {
        policy,
        arguments,
        span: _,
    } = attachment;
    match arguments {
        None => word(policy),
        Some(arguments) => format!("{}({})", word(policy), list(arguments, word)),
    }
}

fn target(target: &GuardrailTarget<'_>) -> String {
    match target {
        GuardrailTarget::Organization(_) => "org".to_owned(),
        GuardrailTarget::Units(names) => format!("ou [{}]", list(names, word)),
        GuardrailTarget::Accounts(names) => format!("account [{}]", list(names, word)),
    }
}

fn principal(phrase: &PrincipalPhrase<'_>) -> String {
    match phrase {
        PrincipalPhrase::Users(names) => format!("user {}", list(names, word)),
        PrincipalPhrase::Groups(names) => format!("group {}", list(names, word)),
        PrincipalPhrase::Roles(names) => format!("role {}", list(names, word)),
        PrincipalPhrase::Services { names, on_behalf } => {
            let on_behalf = match on_behalf {
                None => String::new(),
                Some(OnBehalf::Accounts(names)) => format!(" for account {}", list(names, word)),
                Some(OnBehalf::Arns(arns)) => format!(" for {}", list(arns, word)),
            };
            format!("service {}{on_behalf}", list(names, word))
        }
        PrincipalPhrase::Accounts(names) => format!("account {}", list(names, word)),
        PrincipalPhrase::Web(hosts) => format!("web {}", list(hosts, word)),
        PrincipalPhrase::Oidc(hosts) => format!("oidc {}", list(hosts, word)),
        PrincipalPhrase::Saml(arns) => format!("saml {}", list(arns, word)),
        PrincipalPhrase::Arns(arns) => format!("arn {}", list(arns, word)),
        PrincipalPhrase::Anyone(_) => "anyone".to_owned(),
        PrincipalPhrase::Public(_) => "public".to_owned(),
        PrincipalPhrase::Everyone { span: _, except } => {
            format!("everyone except [{}]", list(except, plain))
        }
    }
}

/// A phrase inside `everyone except`, which holds none of its own kind.
fn plain(phrase: &PrincipalPhrase<'_>) -> String {
    format!("({})", principal(phrase))
}

fn asker(subject: &TestSubject<'_>) -> String {
    match subject {
        TestSubject::User(name) => format!("user {}", word(name)),
        TestSubject::Group(name) => format!("group {}", word(name)),
        TestSubject::Role(name) => format!("role {}", word(name)),
        TestSubject::Service(name) => format!("service {}", word(name)),
        TestSubject::Arn(arn) => format!("arn {}", word(arn)),
        TestSubject::Anyone(_) => "anyone".to_owned(),
    }
}

fn compared(comparison: &Comparison<'_>) -> String {
    let Comparison {
        quantifier,
        operand: compared,
        relation,
        relation_span: _,
        values: listed,
        ignoring_case,
        if_present,
    } = comparison;
    let quantifier = quantifier.map_or(String::new(), |quantifier| format!("{quantifier:?} "));
    let ignoring_case = if *ignoring_case { " ignoring case" } else { "" };
    let if_present = if *if_present { " if present" } else { "" };
    format!(
        "{quantifier}{} {relation:?} {}{ignoring_case}{if_present}",
        operand(compared),
        values(listed)
    )
}

fn operand(operand: &Operand<'_>) -> String {
    match operand {
        Operand::Key(key) => word(key),
        Operand::Tag {
            party,
            name,
            span: _,
        } => format!("tag {party:?} {}", word(name)),
    }
}

fn values(values: &Values<'_>) -> String {
    let Values {
        list: listed,
        bracketed,
        span: _,
    } = values;
    bracket(*bracketed, &list(listed, value))
}

fn value(value: &Value<'_>) -> String {
    match value {
        Value::Word(text) => word(text),
        Value::Tag {
            party,
            name,
            span: _,
        } => format!("tag {party:?} {}", word(name)),
    }
}

fn bracket(bracketed: bool, list: &str) -> String {
    if bracketed {
        format!("[{list}]")
    } else {
        list.to_owned()
    }
}

fn not(negated: bool) -> &'static str {
    if negated { " not" } else { "" }
}

use super::condition::{brackets, party_name};
use super::item::term;
use super::line::{Line, start, written};
use super::page::Page;
use crate::syntax::ast::{Expectation, Question, Setting, SettingKind, TestCase, TestSubject};

impl Page<'_> {
    pub(super) fn cases(&mut self, cases: &[TestCase<'_>]) {
        for one in cases {
            let mut line = Line::default();
            case(&mut line, one);
            self.line(&line, one.span.end as usize);
        }
    }
}

fn case(line: &mut Line, case: &TestCase<'_>) {
    let at = case.span.start as usize;
    match &case.subject {
        // Bare, it would be read as a principal's ARN.
        TestSubject::User(name) if name.text.starts_with("arn:") => {
            line.push("user", at).word(name)
        }
        TestSubject::User(name) | TestSubject::Arn(name) => line.push(written(name), at),
        TestSubject::Group(name) => line.push("group", at).word(name),
        TestSubject::Role(name) => line.push("role", at).word(name),
        TestSubject::Service(name) => line.push("service", at).word(name),
        TestSubject::Anyone(_) => line.push("anyone", at),
    };
    question(line, &case.question, case.expectation);
    for (index, setting) in case.settings.iter().enumerate() {
        if index == 0 {
            line.hard().push("with", setting.span.start as usize);
        } else if let Some(last) = line.pieces.last_mut() {
            last.text.push(',');
            line.soft();
        }
        write_setting(line, setting);
    }
    if let Some(date) = &case.at {
        line.hard().push("at", start(date)).word(date);
    }
}

fn question(line: &mut Line, question: &Question<'_>, expectation: Expectation) {
    match question {
        Question::Assume(roles) => {
            let words = match expectation {
                Expectation::Allowed => "may assume",
                Expectation::NotAllowed | Expectation::Denied => "may not assume",
            };
            line.push(words, roles.first().map_or(0, start));
            line.words(roles);
        }
        Question::Access { actions, resources } => {
            let verb = match expectation {
                Expectation::Allowed => "can",
                Expectation::NotAllowed => "cannot",
                Expectation::Denied => "is denied",
            };
            line.push(verb, actions.first().map_or(0, start));
            line.words(actions);
            if let Some(resources) = resources {
                let at = resources
                    .first()
                    .map_or(0, |term| term.span().start as usize);
                line.hard().push("on", at);
                line.list(resources, term);
            }
        }
    }
}

fn write_setting(line: &mut Line, setting: &Setting<'_>) {
    let at = setting.span.start as usize;
    match &setting.kind {
        SettingKind::Key {
            key,
            values,
            bracketed,
        } => {
            line.word(key).push("=", at);
            if *bracketed {
                brackets(line, setting.span, |line| line.words(values));
            } else {
                line.words(values);
            }
        }
        SettingKind::Mfa => {
            line.push("mfa", at);
        }
        SettingKind::Tls => {
            line.push("tls", at);
        }
        SettingKind::From(address) => {
            line.push("from", at).word(address);
        }
        SettingKind::Tag { party, name, value } => {
            let tag = format_args!("tag {}.{}", party_name(*party), written(name)).to_string();
            line.push(tag, at).push("=", start(value)).word(value);
        }
        SettingKind::SessionPolicies(names) => {
            line.push("session policy", at);
            line.words(names);
        }
    }
}

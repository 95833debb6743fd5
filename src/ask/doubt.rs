use std::collections::HashSet;

use super::question::{Given, Question, check_action};
use crate::catalog::Catalog;
use crate::diag::Diagnostic;
use crate::resolve::{asked_action, asked_key, asked_service};

/// What is doubtful about questions that can be asked all the same: a slip is
/// answered like a request that nothing allows, and reads like one.
#[derive(Debug)]
pub struct Doubts<'c> {
    catalog: &'c Catalog,
    /// The prefixes of services of one's own.
    services: &'c [String],
    /// What was said before; a file of requests repeats itself.
    said: HashSet<String>,
}

/// How many doubts of one run are told.
const MOST: usize = 100;

/// How many doubts about one question are told.
const MOST_OF_ONE: usize = 10;

impl<'c> Doubts<'c> {
    /// Doubts of questions about what a catalog knows, and about some services
    /// of one's own.
    pub fn new(catalog: &'c Catalog, services: &'c [String]) -> Self {
        Self {
            catalog,
            services,
            said: HashSet::new(),
        }
    }

    /// What is doubtful about a question, unless it was said before. The answer
    /// is the same.
    pub fn of(&mut self, question: &Question) -> Vec<Diagnostic> {
        if self.said.len() >= MOST {
            return Vec::new();
        }
        // What is no action at all is an error, and said once.
        let action = check_action(&question.action)
            .ok()
            .and_then(|()| asked_action(self.catalog, &question.action, self.services));
        let service = asked_service(&question.principal);
        let keys = question.context.iter().filter_map(|(key, given)| {
            let (values, is_list) = match given {
                Given::One(value) => (core::slice::from_ref(value), false),
                Given::Many(values) => (values.as_slice(), true),
                Given::Absent => ([].as_slice(), false),
            };
            asked_key(self.catalog, key, values, is_list, self.services)
        });
        let mut found = action.into_iter().chain(service).chain(keys);
        let mut new: Vec<Diagnostic> = Vec::new();
        for doubt in found.by_ref() {
            if self.said.insert(doubt.message.clone()) {
                new.push(doubt);
            }
            if new.len() == MOST_OF_ONE {
                break;
            }
        }
        let left_out = found.count();
        if let Some(last) = new.pop() {
            new.push(match left_out {
                0 => last,
                _ => last.hint(format!("and {left_out} more are doubtful in this request")),
            });
        }
        new
    }
}

//! Policies that have a name of their own.

use super::Comparison;
use crate::verify::estate::Name;

impl<'p> Comparison<'p> {
    pub(super) fn compare_policies(&mut self) {
        let (program, written) = (self.program.0, self.written.0);
        let policies = program.policies.iter();
        self.own_policies = policies.map(|it| self.program.name(&it.entity)).collect();
        let (own, others): (Vec<_>, Vec<_>) = written
            .policies
            .iter()
            .partition(|it| self.own_policies.contains(&self.written.name(&it.entity)));
        for policy in others {
            let name = self.written.name(&policy.entity);
            if self.unclaimed.insert(name, false).is_some() {
                self.tell(None, format!("the policy `{name:?}` is written twice"));
            }
        }
        let pairs = self.pair(
            "policy",
            &program.policies,
            own,
            |estate, policy| estate.name(&policy.entity),
            |policy| Some(policy.entity.origin),
        );
        for (meant, written) in pairs {
            let entity = &meant.entity;
            let what = format!("the policy `{}`", entity.name);
            self.compare_entity(&what, entity, &written.entity);
            self.compare_statements(&what, entity.origin, &meant.statements, &written.statements);
        }
    }

    pub(super) fn compare_boundaries(&mut self) {
        let (meant, written) = (&self.program.0.boundaries, &self.written.0.boundaries);
        let pairs = self.pair(
            "boundary",
            meant,
            written,
            |estate, boundary| estate.name(&boundary.entity),
            |boundary| Some(boundary.entity.origin),
        );
        for (meant, written) in pairs {
            let entity = &meant.entity;
            let what = format!("the boundary `{}`", entity.name);
            self.compare_entity(&what, entity, &written.entity);
            self.compare_statements(&what, entity.origin, &meant.statements, &written.statements);
        }
    }

    pub(super) fn compare_sessions(&mut self) {
        let (program, written) = (self.program.0, self.written.0);
        let pairs = self.pair(
            "session policy",
            &program.session_policies,
            &written.session_policies,
            |_, session| session.name.as_str(),
            |session| Some(session.origin),
        );
        for (meant, written) in pairs {
            let what = format!("the session policy `{}`", meant.name);
            self.compare_statements(&what, meant.origin, &meant.statements, &written.statements);
        }
    }

    pub(super) fn compare_guardrails(&mut self) {
        let (meant, written) = (&self.program.0.guardrails, &self.written.0.guardrails);
        let pairs = self.pair(
            "guardrail",
            meant,
            written,
            |_, guardrail| guardrail.name.as_str(),
            |guardrail| Some(guardrail.origin),
        );
        for (meant, written) in pairs {
            let place = Some(meant.origin);
            let what = format!("the guardrail `{}`", meant.name);
            let (own, other) = (meant.kind, written.kind);
            self.same(place, format_args!("the kind of {what}"), &own, &other);
            let (own, other) = (self.program.targets(meant), self.written.targets(written));
            self.same(
                place,
                format_args!("the list of targets of {what}"),
                &own,
                &other,
            );
            self.compare_statements(&what, meant.origin, &meant.statements, &written.statements);
        }
    }

    pub(super) fn compare_resources(&mut self) {
        let (meant, written) = (&self.program.0.resources, &self.written.0.resources);
        let pairs = self.pair(
            "resource",
            meant,
            written,
            |estate, resource| (estate.account(resource.account), resource.name.as_str()),
            |resource| Some(resource.origin),
        );
        for (meant, written) in pairs {
            let what = format!("the resource `{}`", meant.name);
            let place = Some(meant.origin);
            self.same(
                place,
                format_args!("the ARN of {what}"),
                &meant.arn,
                &written.arn,
            );
            self.compare_statements(&what, meant.origin, &meant.statements, &written.statements);
        }
    }

    /// A policy that the program does not declare is part of someone's own.
    pub(super) fn compare_unclaimed(&mut self) {
        let mut nobodys: Vec<Name<'p>> = Vec::new();
        for policy in &self.written.0.policies {
            let name = self.written.name(&policy.entity);
            if self.unclaimed.get(&name) == Some(&false) {
                nobodys.push(name);
            }
        }
        for name in nobodys {
            self.tell(
                None,
                format!("a policy `{name:?}` is written, which the program does not have"),
            );
        }
    }
}

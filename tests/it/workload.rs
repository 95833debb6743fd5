//! The programs that benchmarks measure are such as people write: nothing in
//! them is unknown, and each action works on the resources beside it.

#[allow(dead_code, reason = "benchmarks use the rest")]
#[path = "../../benches/workload/mod.rs"]
mod programs;

use std::collections::BTreeMap;

use aclc::catalog::Catalog;
use aclc::{Input, Options, Texts, compile};
use programs::{Size, Workload};

#[test]
fn every_action_is_one_of_aws_and_works_on_its_resources() {
    let grants = Workload::new(Size::ALL[2]).grants;
    let limited = grants.iter().filter(|grant| grant.resource != "*");
    let each: BTreeMap<_, _> = limited.map(|it| (&it.action, &it.resource)).collect();
    assert!(each.len() > 300);
    let catalog = Catalog::built_in();
    for (pattern, resource) in each {
        let types = catalog.resource_types_of(resource);
        let mut actions = catalog.actions_matching(pattern);
        let fits = actions.any(|action| action.works_on(&types) && !action.is_former());
        assert!(fits, "{pattern} on {resource}");
    }
}

#[test]
fn nothing_is_said_of_such_a_program() {
    let text = Workload::new(Size::ALL[1]).text();
    let mut texts: Texts = [("workload.acl", text.as_str())].into_iter().collect();
    let inputs = [Input::File("workload.acl".to_owned())];
    let compilation = compile(&inputs, &mut texts, &Options::default());
    let found: Vec<_> = compilation.diagnostics.iter().collect();
    assert!(found.is_empty(), "{found:#?}");
}

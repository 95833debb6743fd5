//! What an ARN that an action does not work on was most likely meant to be.

use super::{Action, Catalog};

impl Catalog {
    /// An ARN near another one on which one of some actions works: what is in a
    /// container for the container, the other way round, and a bucket's without
    /// region and account. None where the ARN is no such slip.
    pub fn near_arn(&self, arn: &str, actions: &[Action<'_>]) -> Option<String> {
        let mut near = candidates(arn, actions).into_iter();
        near.find(|near| {
            let types = self.resource_types_of(near);
            actions.iter().any(|action| action.works_on(&types))
        })
    }
}

fn candidates(arn: &str, actions: &[Action<'_>]) -> Vec<String> {
    let mut near = Vec::new();
    let fields: Vec<&str> = arn.splitn(6, ':').collect();
    if let [head, partition, service, _, _, resource] = fields.as_slice() {
        near.push(format!("{head}:{partition}:{service}:::{resource}"));
    }
    // A bucket, for any of its objects.
    if let Some((before, resource)) = arn.split_once(":::")
        && let Some((bucket, _)) = resource.split_once('/')
    {
        near.push(format!("{before}:::{bucket}"));
    }
    let ends = if colons_divide(actions) {
        [":*", "/*"]
    } else {
        ["/*", ":*"]
    };
    let without = ends.iter().filter_map(|end| arn.strip_suffix(end));
    near.extend(without.map(str::to_owned));
    if !arn.ends_with('*') {
        near.extend(ends.iter().map(|end| format!("{arn}{end}")));
    }
    near
}

/// Whether colons stand between the fields of what the actions work on, as in
/// `log-group:${LogGroupName}:log-stream:${LogStreamName}`.
fn colons_divide(actions: &[Action<'_>]) -> bool {
    let uses = actions.iter().flat_map(|action| action.uses());
    let mut formats = uses.flat_map(|usage| usage.resource_type.formats());
    formats.any(|format| {
        let resource = format.text().splitn(6, ':').nth(5);
        resource.is_some_and(|resource| resource.contains("}:"))
    })
}

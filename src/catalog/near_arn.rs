//! What an ARN that an action does not work on was most likely meant to be.

use super::{Action, Catalog, ResourceType};

impl Catalog {
    /// An ARN near another one on which one of some actions works: what is in a
    /// container for the container, the other way round, and a bucket's without
    /// region and account. None where the ARN is no such slip.
    pub fn near_arn(&self, arn: &str, actions: &[Action<'_>]) -> Option<String> {
        let service = arn.split(':').nth(2).unwrap_or_default();
        let formats = self
            .resource_types_at(service)
            .flat_map(ResourceType::formats);
        let words: Vec<&str> = formats
            .filter_map(|format| format.text().splitn(6, ':').nth(5))
            .flat_map(|resource| resource.split([':', '/']))
            .filter(|word| !word.contains('$'))
            .collect();
        let mut near = candidates(arn, actions, &words).into_iter();
        near.find(|near| {
            let types = self.resource_types_of(near);
            actions.iter().any(|action| action.works_on(&types))
        })
    }
}

/// `words` are those that stand literally in the ARNs of the service.
fn candidates(arn: &str, actions: &[Action<'_>], words: &[&str]) -> Vec<String> {
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
    for without in without {
        // `log-group:x:log-stream` is no more than `log-group:x`.
        let (before, last) = without.rsplit_once([':', '/']).unwrap_or(("", without));
        let is_word = words.contains(&last);
        near.extend(is_word.then(|| before.to_owned()));
        near.push(without.to_owned());
    }
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

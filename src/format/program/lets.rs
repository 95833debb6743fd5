//! Names for the ARNs that a program repeats.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::word;
use crate::iam::Match;
use crate::model::{Program, Statement};
use crate::syntax::is_bare_name;

/// Names, each for one ARN.
#[derive(Debug, Default)]
pub(super) struct Lets {
    /// In the order in which the ARNs first occur.
    pub(super) list: Vec<(String, String)>,
    by_arn: HashMap<String, String>,
}

impl Lets {
    /// Names for what resource policies are about, and for every bucket, table
    /// and the like that several patterns begin with.
    pub(super) fn of(program: &Program) -> Self {
        let mut lets = Self::default();
        let mut taken = BTreeSet::new();
        for resource in &program.resources {
            if is_let_name(&resource.name) && taken.insert(resource.name.to_lowercase()) {
                lets.add(resource.name.clone(), resource.arn.clone());
            }
        }
        for base in repeated(program) {
            if lets.by_arn.contains_key(&base) {
                continue;
            }
            let names = candidates(&base);
            let free = names
                .into_iter()
                .find(|name| is_let_name(name) && taken.insert(name.to_lowercase()));
            if let Some(name) = free {
                lets.add(name, base);
            }
        }
        lets
    }

    fn add(&mut self, name: String, arn: String) {
        self.by_arn.insert(arn.clone(), name.clone());
        self.list.push((name, arn));
    }

    /// The name of an ARN.
    pub(super) fn name(&self, arn: &str) -> Option<&str> {
        self.by_arn.get(arn).map(String::as_str)
    }

    /// A pattern by its name, with what follows: `lake`, `lake/*`, `{lg}:*`.
    pub(super) fn pattern(&self, pattern: &str) -> Option<String> {
        if let Some(name) = self.name(pattern) {
            return Some(name.to_owned());
        }
        let base = base(pattern)?;
        let name = self.name(base)?;
        let suffix = pattern.get(base.len()..)?;
        let written = if suffix.starts_with('/') {
            format!("{name}{suffix}")
        } else {
            format!("{{{name}}}{suffix}")
        };
        word::is_plain(pattern).then_some(written)
    }
}

/// What several patterns of the program begin with, in the order in which they
/// first occur.
fn repeated(program: &Program) -> Vec<String> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let documents = program.documents();
    let statements = documents.iter().flat_map(|id| program.statements(*id));
    for pattern in statements.flat_map(patterns) {
        let Some(base) = base(pattern) else { continue };
        let place = counts.len();
        counts.entry(base).or_insert((place, 0)).1 += 1;
    }
    let mut found: Vec<(usize, &str)> = counts
        .into_iter()
        .filter(|(_, (_, count))| *count > 1)
        .map(|(base, (place, _))| (place, base))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, base)| base.to_owned()).collect()
}

fn patterns(statement: &Statement) -> impl Iterator<Item = &str> {
    let resources = statement.resources.as_ref();
    resources
        .into_iter()
        .flat_map(Match::patterns)
        .map(String::as_str)
}

/// The one thing that a pattern is about, or what is in it: the ARN up to the
/// end of a bucket's or another resource's name.
fn base(pattern: &str) -> Option<&str> {
    let start = pattern.match_indices(':').nth(4)?.0 + 1;
    let resource = pattern.get(start..)?;
    let service = pattern.split(':').nth(2)?;
    let length = if service == "s3" && pattern.starts_with("arn:") {
        resource.find('/').unwrap_or(resource.len())
    } else {
        // `table/jobs/index/*`, `log-group:jobs:*`
        let name = resource.find(['/', ':'])? + 1;
        let behind = resource.get(name..)?;
        name + behind.find(['/', ':']).unwrap_or(behind.len())
    };
    let base = pattern.get(..start + length)?;
    // Users and roles have names of their own, and paths before them.
    if matches!(service, "iam" | "sts") {
        return None;
    }
    let is_one = word::is_plain(base) && !base.contains(['*', '?', '$']) && length > 0;
    (is_one && !base.ends_with([':', '/'])).then_some(base)
}

/// Names for an ARN, the shortest first.
fn candidates(arn: &str) -> Vec<String> {
    let service = arn.split(':').nth(2).unwrap_or_default();
    let resource = arn.splitn(6, ':').last().unwrap_or_default();
    let (kind, name) = match resource.split_once(['/', ':']) {
        Some((kind, name)) => (kind, name),
        None if service == "s3" => ("bucket", resource),
        None => (service, resource),
    };
    let short = name.rsplit(['/', ':']).next().unwrap_or(name);
    let long = format!("{short}-{kind}");
    let numbered = (2..100).map(|number| format!("{long}-{number}"));
    [short.to_owned(), long.clone()]
        .into_iter()
        .chain(numbered)
        .collect()
}

/// Whether a name can only be that of a `let`: it has the shape of no value.
fn is_let_name(name: &str) -> bool {
    let last_is_number = name
        .rsplit('-')
        .next()
        .is_some_and(|last| last.len() == 1 && last.bytes().all(|byte| byte.is_ascii_digit()));
    let looks_like_region = last_is_number && name.find('-') == Some(2);
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && is_bare_name(name)
        && !name.contains(['.', '+', '@'])
        && !["vpc-", "vpce-", "o-"]
            .iter()
            .any(|prefix| name.starts_with(prefix))
        && !looks_like_region
        && !matches!(name, "true" | "false")
        && name.len() <= 40
}

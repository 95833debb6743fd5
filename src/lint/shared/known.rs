//! What the catalog knows of the patterns of a program, asked once for each.
//!
//! The catalog may be older than what a program names, so nothing here speaks
//! of what it does not know: an action, a service or a key that it lacks fits
//! everywhere.

use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;

use hashbrown::HashMap;

use crate::catalog::{Action, Catalog, ConditionKey, ResourceType, ResourceTypes};
use crate::iam::{Atom, Match, pattern};
use crate::model::Statement;

/// Services that AWS describes on two pages under one prefix, of which the
/// catalog keeps one for an action that stands on both.
const TWO_PAGES: [&str; 1] = ["elasticloadbalancing"];

/// The catalog, and what it has answered before.
pub(in crate::lint) struct Known<'p> {
    catalog: &'p Catalog,
    actions: RefCell<HashMap<&'p str, Rc<[Action<'p>]>>>,
    /// By ARN, for most rules ask about all of them.
    types: RefCell<HashMap<&'p str, Rc<ResourceTypes>>>,
    /// By shape: see [`Words`].
    types_of_shapes: RefCell<HashMap<String, Rc<ResourceTypes>>>,
    /// By service field.
    words: RefCell<HashMap<String, Rc<Words>>>,
    carried: RefCell<HashMap<(&'p str, &'p str), bool>>,
}

/// How an action pattern stands to resources.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::lint) enum Fit {
    /// Some action works on some of them, or nothing is known of it.
    Some,
    /// No action that it matches can be limited to resources.
    NoResources,
    /// The actions that it matches work on others.
    Others,
}

impl<'p> Known<'p> {
    pub(in crate::lint) fn new(catalog: &'p Catalog) -> Self {
        Self {
            catalog,
            actions: RefCell::default(),
            types: RefCell::default(),
            types_of_shapes: RefCell::default(),
            words: RefCell::default(),
            carried: RefCell::default(),
        }
    }

    /// The actions that a pattern of one service matches; none for `*`, of
    /// which there is nothing to say, and for what the catalog does not know.
    pub(in crate::lint) fn actions(&self, pattern: &'p str) -> Rc<[Action<'p>]> {
        let mut actions = self.actions.borrow_mut();
        let found = actions.entry(pattern).or_insert_with(|| {
            let service = pattern.split(':').next().unwrap_or_default();
            let is_told_apart = !TWO_PAGES.iter().any(|it| it.eq_ignore_ascii_case(service));
            if pattern == "*" || !is_told_apart {
                return Rc::default();
            }
            let found: Vec<_> = self.catalog.actions_matching(pattern).collect();
            // Of what AWS has taken away too little is known.
            let is_known = found.iter().all(|action| !action.is_former());
            found.into_iter().filter(|_| is_known).collect()
        });
        Rc::clone(found)
    }

    /// The action of a pattern without wildcards.
    pub(in crate::lint) fn action(&self, name: &'p str) -> Option<Action<'p>> {
        if pattern::has_wildcard(name) {
            return None;
        }
        self.actions(name).first().copied()
    }

    /// The resource types that an ARN pattern can be of.
    pub(in crate::lint) fn types(&self, arn: &'p str) -> Rc<ResourceTypes> {
        let mut types = self.types.borrow_mut();
        let found = types.entry(arn).or_insert_with(|| self.find_types(arn));
        Rc::clone(found)
    }

    fn find_types(&self, arn: &str) -> Rc<ResourceTypes> {
        let shape = self.words(arn).shape(arn);
        let mut types = self.types_of_shapes.borrow_mut();
        if let Some(found) = types.get(&shape) {
            return Rc::clone(found);
        }
        let found = Rc::new(self.catalog.resource_types_of(&shape));
        types.insert(shape, Rc::clone(&found));
        found
    }

    /// Whether the catalog knows ARNs of the service of this one.
    pub(in crate::lint) fn has_arns_like(&self, arn: &str) -> bool {
        !self.words(arn).formats.is_empty()
    }

    /// The formats of the ARNs of the same service, as the reference has them.
    pub(in crate::lint) fn formats_like(&self, arn: &str) -> Vec<String> {
        self.words(arn).formats.clone()
    }

    /// The types that the resources of a statement can be of; nothing where it
    /// reaches every resource or has no such element.
    pub(in crate::lint) fn types_of(&self, statement: &'p Statement) -> Option<ResourceTypes> {
        let Some(Match::Any(resources)) = &statement.resources else {
            return None;
        };
        let mut all = ResourceTypes::none();
        for resource in resources {
            all.add(&self.types(resource));
        }
        (!all.is_every()).then_some(all)
    }

    /// How an action pattern stands to resources of these types.
    pub(in crate::lint) fn fit(&self, pattern: &'p str, types: &ResourceTypes) -> Fit {
        let actions = self.actions(pattern);
        let works = |action: &Action<'_>| action.works_on(types) || asks_of_group(*action, types);
        if actions.is_empty() || actions.iter().any(works) {
            Fit::Some
        } else if actions.iter().any(|action| action.has_resources()) {
            Fit::Others
        } else {
            Fit::NoResources
        }
    }

    /// Whether a request for some action of a pattern can carry a key that the
    /// catalog has; also where nothing is known of the pattern.
    pub(in crate::lint) fn carries(&self, pattern: &'p str, atom: &'p Atom) -> bool {
        let key = atom.key.as_str();
        let mut carried = self.carried.borrow_mut();
        *carried.entry((pattern, key)).or_insert_with(|| {
            let actions = self.actions(pattern);
            let mut each = actions.iter();
            actions.is_empty() || each.any(|action| self.is_carried(*action, atom))
        })
    }

    /// Whether a request for an action can carry a key that the catalog has.
    pub(in crate::lint) fn is_carried(&self, action: Action<'p>, atom: &Atom) -> bool {
        action.carried_keys().any(|it| is_named(it, &atom.key))
    }

    /// The words of the service of an ARN.
    fn words(&self, arn: &str) -> Rc<Words> {
        let service = service_of(arn);
        let mut words = self.words.borrow_mut();
        if let Some(found) = words.get(service) {
            return Rc::clone(found);
        }
        let found = Rc::new(Words::of_service(self.catalog, service));
        words.insert(service.to_owned(), Rc::clone(&found));
        found
    }
}

/// Whether an action of CloudWatch Logs may ask about some of these types. What is
/// about a group or all of them is asked as `log-group:NAME:log-stream:`, the name
/// empty for all, so that what matches streams matches it (Amazon CloudWatch Logs
/// User Guide, "CloudWatch Logs resources and operations").
fn asks_of_group(action: Action<'_>, types: &ResourceTypes) -> bool {
    let is_of_group = |name: &str| ["log-group", "log-stream"].contains(&name);
    let mut own = action.service().resource_types();
    let mut uses = action.uses();
    action.service().prefix() == "logs"
        && own.any(|one| is_of_group(one.name()) && types.contains(one))
        && (!action.has_resources() || uses.any(|it| it.resource_type.name() == "log-group"))
}

/// Whether a key of the catalog is what a policy names. Of tags the reference
/// has the name of the key alone, and spells what stands behind it in many ways.
fn is_named(key: ConditionKey<'_>, written: &str) -> bool {
    let tag = key.name().split_once('/').zip(written.split_once('/'));
    tag.is_some_and(|((of, _), (written, _))| of.eq_ignore_ascii_case(written))
        || key.is_named(written)
}

/// The service field of an ARN or of a format.
fn service_of(arn: &str) -> &str {
    arn.split(':').nth(2).unwrap_or_default()
}

/// The patterns of actions that a statement names, where it names any.
pub(in crate::lint) fn named_actions(statement: &Statement) -> &[String] {
    match &statement.actions {
        Match::Any(patterns) => patterns,
        Match::NoneOf(_) => &[],
    }
}

/// What stands literally in the ARNs of a service. Every other word of an ARN
/// fills a field of a format and is as good as another one, so that a hundred
/// thousand buckets have few shapes.
#[derive(Default)]
struct Words {
    formats: Vec<String>,
    literal: HashSet<String>,
    /// Whether a field of a format stands beside other text in its word.
    has_parts: bool,
}

/// A word that stands literally in no ARN.
const FILLING: &str = "~";

/// What ends a word of an ARN.
const SEPARATORS: [char; 2] = ['/', ':'];

impl Words {
    fn of_service(catalog: &Catalog, service: &str) -> Self {
        let mut words = Self::default();
        for format in catalog
            .resource_types_at(service)
            .flat_map(ResourceType::formats)
        {
            if service_of(format.text()) != service {
                continue;
            }
            for word in format.pattern().split(SEPARATORS) {
                words.has_parts |= word != "*" && pattern::has_wildcard(word);
                words.literal.insert(word.to_owned());
            }
            words.formats.push(format.text().to_owned());
        }
        words.formats.sort();
        words.formats.dedup();
        words
    }

    /// The ARN with one word for each that fills a field.
    fn shape(&self, arn: &str) -> String {
        let arn = &with_any_owner(arn);
        if self.has_parts || arn.contains('$') || !arn.contains(':') {
            return arn.clone();
        }
        let mut shape = String::with_capacity(arn.len());
        for piece in arn.split_inclusive(SEPARATORS) {
            let word = piece.trim_end_matches(SEPARATORS);
            self.push_word(word, &mut shape);
            shape.push_str(piece.strip_prefix(word).unwrap_or_default());
        }
        shape
    }

    /// Of a word with wildcards, what stands before the first and behind the
    /// last is enough to see that it is none of those that stand literally.
    fn push_word(&self, word: &str, shape: &mut String) {
        let wildcards = ['*', '?'];
        let Some((first, last)) = word.find(wildcards).zip(word.rfind(wildcards)) else {
            let fills = !word.is_empty() && !self.literal.contains(word);
            shape.push_str(if fills { FILLING } else { word });
            return;
        };
        let (head, tail) = (word.get(..first), word.get(last + 1..));
        let (head, tail) = (head.unwrap_or_default(), tail.unwrap_or_default());
        let mut literal = self.literal.iter();
        let head_fills = !head.is_empty() && !literal.any(|it| it.starts_with(head));
        let mut literal = self.literal.iter();
        let tail_fills = !tail.is_empty() && !literal.any(|it| it.ends_with(tail));
        shape.push_str(if head_fills { FILLING } else { head });
        shape.push_str(word.get(first..=last).unwrap_or_default());
        shape.push_str(if tail_fills { FILLING } else { tail });
    }
}

/// Services in which AWS itself owns, in a region, what is otherwise an
/// account's: the documents and parameters of Systems Manager.
const WITH_THINGS_OF_AWS: [&str; 1] = ["ssm"];

/// The ARN with `*` for the account where it has none because AWS owns what it
/// names.
fn with_any_owner(arn: &str) -> String {
    let mut fields: Vec<&str> = arn.splitn(6, ':').collect();
    let service = fields.get(2).copied().unwrap_or_default();
    let has_region = fields.get(3).is_some_and(|region| !region.is_empty());
    let may_be_of_aws = has_region && WITH_THINGS_OF_AWS.contains(&service);
    match fields.get_mut(4) {
        Some(account) if may_be_of_aws && account.is_empty() => *account = "*",
        Some(_) | None => {}
    }
    fields.join(":")
}

//! Partition and region, the organization and its units.

use super::name;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::is_region;
use crate::model::{AccountId, Organization, Unit, UnitId};
use crate::resolve::directory::{Kind, everywhere};
use crate::resolve::expand::Placed;
use crate::resolve::scope::Scope;
use crate::resolve::shape;
use crate::resolve::world::World;
use crate::source::Span;
use crate::syntax::ast::{ItemKind, Word};

/// The partitions whose ARNs the compiler can write (IAM User Guide, "Amazon
/// Resource Names").
const PARTITIONS: [&str; 3] = ["aws", "aws-cn", "aws-us-gov"];

type Setting<'a, 's> = Placed<'a, 's, ItemKind<'s>>;

/// Settings, organization and units, from what stands outside of declarations.
pub(in crate::resolve) fn collect<'s>(
    written: &[Setting<'_, 's>],
    world: &mut World<'_, 's>,
    diagnostics: &mut Diagnostics,
) {
    let mut collector = Collector {
        world,
        diagnostics,
        partition: None,
        region: None,
        unit_of_account: Vec::new(),
        parent_of_unit: Vec::new(),
    };
    for setting in written {
        collector.settings(setting);
    }
    for setting in written {
        collector.declare_unit(setting);
    }
    for setting in written {
        collector.fill_unit(setting);
    }
    collector.check_region();
    collector.check_circles();
}

struct Collector<'c, 'a, 's> {
    world: &'c mut World<'a, 's>,
    diagnostics: &'c mut Diagnostics,
    partition: Option<Span>,
    region: Option<Span>,
    /// Where each account and each unit was put into a unit.
    unit_of_account: Vec<(AccountId, Span)>,
    parent_of_unit: Vec<(UnitId, Span)>,
}

impl<'s> Collector<'_, '_, 's> {
    fn settings(&mut self, setting: &Setting<'_, 's>) {
        match setting.node {
            ItemKind::Partition(word) => self.partition(*word, &setting.scope),
            ItemKind::Region(word) => self.region(*word, &setting.scope),
            ItemKind::Organization { id, management } => {
                self.organization(*id, *management, &setting.scope);
            }
            ItemKind::Use(_)
            | ItemKind::Account { .. }
            | ItemKind::UnitMembers { .. }
            | ItemKind::UnitIncludes { .. }
            | ItemKind::InAccount { .. }
            | ItemKind::Let(_)
            | ItemKind::For(_)
            | ItemKind::Declaration(_)
            | ItemKind::Test(_) => {}
        }
    }

    fn partition(&mut self, word: Word<'s>, scope: &Scope<'s>) {
        let Some(text) = self.world.text(word, scope, self.diagnostics) else {
            return;
        };
        if !PARTITIONS.contains(&text.as_ref()) {
            self.diagnostics.push(
                Diagnostic::new(codes::SETTING, format!("`{text}` is not a partition"))
                    .at(word.span)
                    .hint("the partitions are `aws`, `aws-cn` and `aws-us-gov`"),
            );
        } else if let Some(first) = self.partition
            && self.world.program.settings.partition != text
        {
            self.contradict("partition", word.span, first);
        } else {
            self.partition.get_or_insert(word.span);
            self.world.program.settings.partition = text.into_owned();
        }
    }

    fn region(&mut self, word: Word<'s>, scope: &Scope<'s>) {
        let Some(text) = self.world.text(word, scope, self.diagnostics) else {
            return;
        };
        if !is_region(&text) {
            // What needs the region is not wrong as well.
            let region = &mut self.world.program.settings.region;
            region.get_or_insert_with(|| "*".to_owned());
            self.diagnostics.push(
                Diagnostic::new(
                    codes::SETTING,
                    format!("`{text}` is not the code of a region"),
                )
                .at(word.span)
                .hint("a region's code looks like `us-east-1`"),
            );
        } else if let Some(first) = self.region
            && self.world.region() != Some(text.as_ref())
        {
            self.contradict("region", word.span, first);
        } else {
            self.region.get_or_insert(word.span);
            self.world.program.settings.region = Some(text.into_owned());
        }
    }

    fn contradict(&mut self, what: &str, second: Span, first: Span) {
        self.diagnostics.push(
            Diagnostic::new(codes::CONTRADICTION, format!("the program has two {what}s"))
                .at(second)
                .label(first, "the first is here")
                .hint(format!("one program has one {what}: leave one out")),
        );
    }

    fn check_region(&mut self) {
        let settings = &self.world.program.settings;
        let (Some(region), Some(span)) = (settings.region.as_deref(), self.region) else {
            return;
        };
        let partition = if region.starts_with("cn-") {
            "aws-cn"
        } else if region.starts_with("us-gov-") {
            "aws-us-gov"
        } else {
            "aws"
        };
        if settings.partition != partition {
            let mut diagnostic = Diagnostic::new(
                codes::SETTING,
                format!(
                    "the region `{region}` is not in the partition `{}`",
                    settings.partition
                ),
            )
            .at(span);
            if let Some(partition) = self.partition {
                diagnostic = diagnostic.label(partition, "the partition is set here");
            }
            self.diagnostics.push(
                diagnostic.hint(format!("add `partition {partition}`, or change the region")),
            );
        }
    }

    fn organization(&mut self, id: Word<'s>, management: Option<Word<'s>>, scope: &Scope<'s>) {
        let Some(text) = self.world.text(id, scope, self.diagnostics) else {
            return;
        };
        if !shape::is_organization(&text) {
            self.diagnostics.push(
                Diagnostic::new(
                    codes::ESTATE,
                    format!("`{text}` is not an organization's id"),
                )
                .at(id.span)
                .hint("it is `o-` and 10 to 32 small letters or digits"),
            );
            return;
        }
        let management =
            management.and_then(|word| self.world.account(word, scope, self.diagnostics));
        let Some(before) = &mut self.world.program.organization else {
            self.world.program.organization = Some(Organization {
                id: text.into_owned(),
                management,
                origin: id.span,
            });
            return;
        };
        let agree = before.id == text
            && (before.management.is_none()
                || management.is_none()
                || before.management == management);
        if agree {
            before.management = before.management.or(management);
        } else {
            let first = before.origin;
            self.diagnostics.push(
                Diagnostic::new(
                    codes::CONTRADICTION,
                    "the program has two organizations, or one with two management accounts",
                )
                .at(id.span)
                .label(first, "the first is here")
                .hint("one program describes one organization: leave one out"),
            );
        }
    }

    fn declare_unit(&mut self, setting: &Setting<'_, 's>) {
        let (ItemKind::UnitMembers { name, .. } | ItemKind::UnitIncludes { name, .. }) =
            setting.node
        else {
            return;
        };
        let Some(text) = self.world.text(*name, &setting.scope, self.diagnostics) else {
            return;
        };
        match self.world.directory.units.find(everywhere(), &text) {
            Some(place) if self.world.directory.units.name(place) != text => {
                self.world
                    .report_case(Kind::Unit, place, &text, name.span, self.diagnostics);
            }
            Some(_) => {}
            None => {
                if name::check(Kind::Unit, &text, name.span, self.diagnostics) {
                    self.world.directory.units.add(everywhere(), text.clone());
                    self.world.program.units.push(Unit {
                        name: text.into_owned(),
                        parent: None,
                        origin: name.span,
                    });
                }
            }
        }
    }

    fn fill_unit(&mut self, setting: &Setting<'_, 's>) {
        let scope = &setting.scope;
        match setting.node {
            ItemKind::UnitMembers { name, accounts } => {
                let Some(unit) = self.known_unit(*name, scope) else {
                    return;
                };
                for word in accounts {
                    if let Some(account) = self.world.account(*word, scope, self.diagnostics) {
                        self.put_account(account, unit, word.span);
                    }
                }
            }
            ItemKind::UnitIncludes { name, units } => {
                let Some(unit) = self.known_unit(*name, scope) else {
                    return;
                };
                for word in units {
                    if let Some(child) = self.world.unit(*word, scope, self.diagnostics) {
                        self.put_unit(child, unit, word.span);
                    }
                }
            }
            ItemKind::Use(_)
            | ItemKind::Account { .. }
            | ItemKind::Region(_)
            | ItemKind::Partition(_)
            | ItemKind::Organization { .. }
            | ItemKind::InAccount { .. }
            | ItemKind::Let(_)
            | ItemKind::For(_)
            | ItemKind::Declaration(_)
            | ItemKind::Test(_) => {}
        }
    }

    /// The unit that a piece is about; what is wrong with its name has been
    /// said as it was declared.
    fn known_unit(&mut self, name: Word<'s>, scope: &Scope<'s>) -> Option<UnitId> {
        let text = self.world.text(name, scope, &mut Diagnostics::new())?;
        let place = self.world.directory.units.find(everywhere(), &text)?;
        Some(UnitId::new(place))
    }

    fn put_account(&mut self, account: AccountId, unit: UnitId, span: Span) {
        let Some(known) = self.world.program.accounts.get_mut(account.index()) else {
            return;
        };
        if known.unit.is_none_or(|before| before == unit) {
            known.unit = Some(unit);
            self.unit_of_account.push((account, span));
            return;
        }
        let what = format!("the account `{}`", known.name);
        let first = find(&self.unit_of_account, account);
        self.report_two_units(&what, span, first);
    }

    fn put_unit(&mut self, child: UnitId, parent: UnitId, span: Span) {
        let Some(known) = self.world.program.units.get_mut(child.index()) else {
            return;
        };
        if known.parent.is_none_or(|before| before == parent) {
            known.parent = Some(parent);
            self.parent_of_unit.push((child, span));
            return;
        }
        let what = format!("the unit `{}`", known.name);
        let first = find(&self.parent_of_unit, child);
        self.report_two_units(&what, span, first);
    }

    fn report_two_units(&mut self, what: &str, span: Span, first: Option<Span>) {
        let mut diagnostic =
            Diagnostic::new(codes::ESTATE, format!("{what} is in two units")).at(span);
        if let Some(first) = first {
            diagnostic = diagnostic.label(first, "the first is here");
        }
        self.diagnostics
            .push(diagnostic.hint("accounts and units stand in one unit only: leave one out"));
    }

    /// A unit inside itself has no way to the root. One in a circle keeps no
    /// parent, so that whoever walks up comes to an end.
    fn check_circles(&mut self) {
        for place in self.circles() {
            let unit = UnitId::new(place);
            let span = find(&self.parent_of_unit, unit);
            let Some(known) = self.world.program.units.get_mut(place) else {
                continue;
            };
            known.parent = None;
            let message = format!("the unit `{}` includes itself", known.name);
            self.diagnostics.push(
                Diagnostic::new(codes::CIRCULAR, message)
                    .at(span.unwrap_or(known.origin))
                    .label(known.origin, "it is declared here")
                    .hint("units form a tree: leave this one out"),
            );
        }
    }

    /// One unit of each circle. Every unit is walked over once.
    fn circles(&self) -> Vec<usize> {
        let units = &self.world.program.units;
        let mut walked_from = vec![None; units.len()];
        let mut circles = Vec::new();
        for start in 0..units.len() {
            let mut at = Some(start);
            while let Some(place) = at
                && let Some(seen) = walked_from.get_mut(place)
            {
                if let Some(walk) = *seen {
                    if walk == start {
                        circles.push(place);
                    }
                    break;
                }
                *seen = Some(start);
                let parent = units.get(place).and_then(|unit| unit.parent);
                at = parent.map(UnitId::index);
            }
        }
        circles
    }
}

fn find<Id: Copy + PartialEq>(places: &[(Id, Span)], wanted: Id) -> Option<Span> {
    places
        .iter()
        .find(|(id, _)| *id == wanted)
        .map(|(_, span)| *span)
}

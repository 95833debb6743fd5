use alloc::string::String;
use alloc::vec::Vec;
use hashbrown::Equivalent;

use super::TreeBuilder;
use super::pattern::Reading;
use crate::iam::{self, Base, Relation, ValueType, Version};
use crate::runtime::arena::Id;
use crate::runtime::tree::{Atom, Key, KeyMeaning, Operand, OperandValue};
use crate::runtime::value::{Instant, Network, Number, decode_base64, fold, parse_bool};

/// What an atom is looked up by, without a copy of it.
#[derive(Hash)]
struct Wanted<'a>(&'a iam::Atom, Version);

impl Equivalent<(iam::Atom, Version)> for Wanted<'_> {
    fn equivalent(&self, (atom, version): &(iam::Atom, Version)) -> bool {
        self.0 == atom && self.1 == *version
    }
}

impl TreeBuilder {
    /// Stores a condition atom, its values read.
    pub(super) fn atom(&mut self, atom: &iam::Atom, version: Version) -> Id<Atom> {
        if let Some(known) = self.atoms.get(&Wanted(atom, version)) {
            return *known;
        }
        let operands: Vec<Operand> = atom
            .values
            .iter()
            .map(|value| self.operand(atom.operator.base, value, version))
            .collect();
        let record = Atom {
            operator: atom.operator,
            key: self.key(&atom.key),
            operands: self.draft.operands.extend(operands),
        };
        let id = self.draft.atoms.push(record);
        self.atoms.insert((atom.clone(), version), id);
        id
    }

    fn operand(&mut self, base: Base, text: &str, version: Version) -> Operand {
        let row = base.row();
        let value = match row.value_type {
            ValueType::String => {
                let reading = if row.relation == Relation::Like {
                    Reading::Like
                } else {
                    Reading::Plain
                };
                Some(OperandValue::Pattern(
                    self.pattern(text, reading, version).id,
                ))
            }
            ValueType::Arn => Some(OperandValue::Pattern(
                self.pattern(text, Reading::Arn, version).id,
            )),
            ValueType::Numeric => Number::parse(text).map(|number| {
                OperandValue::Number(Number {
                    negative: number.negative,
                    exponent: number.exponent,
                    digits: self.text(number.digits),
                })
            }),
            ValueType::Date => Instant::parse(text).map(OperandValue::Instant),
            ValueType::Bool | ValueType::Presence => parse_bool(text).map(OperandValue::Bool),
            ValueType::Binary => {
                decode_base64(text).map(|bytes| OperandValue::Bytes(self.draft.bytes.extend(bytes)))
            }
            ValueType::Ip => Network::parse(text).map(OperandValue::Network),
        };
        Operand {
            source: self.text(text),
            value: value.unwrap_or(OperandValue::Nothing),
        }
    }

    /// Stores a condition key; letter case does not tell keys apart.
    pub(super) fn key(&mut self, name: &str) -> Id<Key> {
        let folded: String = name.chars().map(fold).collect();
        if let Some(known) = self.keys.get(&folded) {
            return *known;
        }
        let meaning = match folded.as_str() {
            "aws:principalarn" => KeyMeaning::PrincipalArn,
            "aws:principalaccount" => KeyMeaning::PrincipalAccount,
            "aws:principalorgid" => KeyMeaning::PrincipalOrgId,
            "aws:principalisawsservice" => KeyMeaning::PrincipalIsAwsService,
            "aws:principalservicename" => KeyMeaning::PrincipalServiceName,
            "aws:principaltype" => KeyMeaning::PrincipalType,
            "aws:userid" => KeyMeaning::UserId,
            "aws:username" => KeyMeaning::UserName,
            "aws:multifactorauthpresent" => KeyMeaning::MultiFactorAuthPresent,
            "aws:resourceaccount" => KeyMeaning::ResourceAccount,
            "aws:resourceorgid" => KeyMeaning::ResourceOrgId,
            "aws:currenttime" => KeyMeaning::CurrentTime,
            "aws:epochtime" => KeyMeaning::EpochTime,
            other => match other.strip_prefix("aws:principaltag/") {
                Some(tag) => KeyMeaning::PrincipalTag(self.text(tag)),
                None => KeyMeaning::Given,
            },
        };
        let name = self.text(name);
        let id = self.draft.keys.push(Key { name, meaning });
        self.keys.insert(folded, id);
        id
    }
}

/// What testing an atom costs, so that the cheapest can be tested first.
pub(super) fn cost(atom: &iam::Atom) -> u8 {
    match atom.operator.base.row().value_type {
        ValueType::Presence => 0,
        ValueType::Bool => 1,
        ValueType::Numeric | ValueType::Date | ValueType::Ip => 2,
        ValueType::String => 3,
        ValueType::Binary | ValueType::Arn => 4,
    }
}

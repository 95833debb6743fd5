//! Whether a condition atom holds (IAM User Guide, "IAM JSON policy elements:
//! Condition operators" and "Conditions with multiple context keys or values").

use super::Tri;
use super::arena::{Id, List};
use super::context::{Context, Value};
use super::pattern::Case;
use super::request::ContextValue;
use super::tree::{Atom, OperandValue};
use super::value::{Instant, Number, decode_base64, parse_bool};
use crate::iam::{Base, Relation, SetOperator, ValueType};

impl Context<'_, '_> {
    /// Whether every atom holds.
    pub(crate) fn test_atoms(&self, atoms: List<Id<Atom>>) -> Tri {
        let mut result = Tri::Yes;
        for id in self.policy.list(atoms) {
            result = result.min(self.test_atom(id));
            if result == Tri::No {
                break;
            }
        }
        result
    }

    /// Whether one atom holds; worked out once a request.
    pub(crate) fn test_atom(&self, id: Id<Atom>) -> Tri {
        let Some(slot) = self.result(id) else {
            return Tri::No;
        };
        match slot.get() {
            Some((remembered, result)) if remembered == id => result,
            _ => {
                let result = self.evaluate(id);
                slot.set(Some((id, result)));
                result
            }
        }
    }

    fn evaluate(&self, id: Id<Atom>) -> Tri {
        let Some(atom) = self.policy.get(id) else {
            return Tri::No;
        };
        let outer = self.needs_time.replace(false);
        let holds = self.holds(atom);
        if self.needs_time.replace(outer) {
            self.has_maybe.set(true);
            Tri::Maybe
        } else {
            Tri::from(holds)
        }
    }

    fn holds(&self, atom: Atom) -> bool {
        let row = atom.operator.base.row();
        let value = match self.value(atom.key, row.value_type == ValueType::Date) {
            Value::Plain(value) => value,
            Value::Joined(text) => {
                return text.with(|text| self.holds_of(atom, ContextValue::One(text)));
            }
        };
        self.holds_of(atom, value)
    }

    /// Whether an atom holds of a value.
    fn holds_of(&self, atom: Atom, value: ContextValue<'_>) -> bool {
        let operator = atom.operator;
        let row = operator.base.row();
        let operands = self.policy.list(atom.operands);
        if operator.base == Base::Null {
            let is_absent = value == ContextValue::Absent;
            return { operands }
                .any(|operand| matches!(operand.value, OperandValue::Bool(absent) if absent == is_absent));
        }
        let satisfies = |value: ContextValue<'_>| {
            let matches =
                { operands }.any(|operand| self.compare(operator.base, &operand.value, value));
            matches != row.negated
        };
        // An empty list of values is no condition that AWS can hold; what it
        // says follows Access Analyzer's suggestions.
        let is_empty = operands.is_empty();
        let one_of = |value: &str| !is_empty && satisfies(ContextValue::One(value));
        match (operator.set, value) {
            (None, ContextValue::Absent) => operator.if_exists || row.negated,
            // AWS leaves this undefined, so it holds for nobody.
            (None, ContextValue::Many(_)) => false,
            (None, _) if is_empty => !operator.if_exists && row.negated,
            (None, single) => satisfies(single),
            (Some(SetOperator::ForAllValues), ContextValue::Absent) => true,
            (Some(SetOperator::ForAllValues), ContextValue::Many(values)) => {
                values.iter().all(|value| one_of(value))
            }
            (Some(SetOperator::ForAnyValue), ContextValue::Absent) => false,
            (Some(SetOperator::ForAnyValue), ContextValue::Many(values)) => {
                values.iter().any(|value| one_of(value))
            }
            (Some(_), single) => !is_empty && satisfies(single),
        }
    }

    /// Whether a request's single value stands to a policy's value as the
    /// operator asks, negation aside.
    fn compare(&self, base: Base, operand: &OperandValue, value: ContextValue<'_>) -> bool {
        let relation = base.row().relation;
        match (operand, value) {
            (OperandValue::Instant(expected), ContextValue::Time(time)) => {
                relation.holds_in_order(time.0.cmp(expected))
            }
            (OperandValue::Network(network), ContextValue::Address(address)) => {
                network.contains(address)
            }
            (operand, value) => value
                .single()
                .is_some_and(|word| word.with(|text| self.compare_text(relation, operand, text))),
        }
    }

    fn compare_text(&self, relation: Relation, operand: &OperandValue, value: &str) -> bool {
        match operand {
            OperandValue::Pattern(id) => self.policy.get(*id).is_some_and(|pattern| {
                let case = match relation {
                    Relation::EqualIgnoringCase => Case::Unicode,
                    Relation::Equal
                    | Relation::Like
                    | Relation::Less
                    | Relation::LessOrEqual
                    | Relation::Greater
                    | Relation::GreaterOrEqual
                    | Relation::Within
                    | Relation::Absent => Case::Sensitive,
                };
                self.matches(pattern, value, case)
            }),
            OperandValue::Number(expected) => Number::parse(value).is_some_and(|value| {
                let expected = Number {
                    negative: expected.negative,
                    exponent: expected.exponent,
                    digits: self.policy.text(expected.digits),
                };
                relation.holds_in_order(value.compare(&expected))
            }),
            OperandValue::Instant(expected) => Instant::parse(value)
                .is_some_and(|value| relation.holds_in_order(value.cmp(expected))),
            OperandValue::Bool(expected) => parse_bool(value) == Some(*expected),
            OperandValue::Bytes(expected) => {
                decode_base64(value).is_some_and(|bytes| bytes.eq(self.policy.list(*expected)))
            }
            OperandValue::Network(network) => {
                value.parse().is_ok_and(|address| network.contains(address))
            }
            OperandValue::Nothing => false,
        }
    }
}

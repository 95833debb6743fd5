//! How the tree's own types lie in an image.

use alloc::vec::Vec;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::record::word;
use super::{Field, Policy};
use crate::iam::operators::ROWS;
use crate::iam::{Base, Operator, SetOperator};
use crate::runtime::arena::{List, Text};
use crate::runtime::tree::PatternTest;
use crate::runtime::value::{Instant, Network, Number};

impl Field for PatternTest {
    const SIZE: usize = 12;

    fn read(bytes: &[u8], at: usize) -> Self {
        Self {
            negated: bool::read(bytes, at),
            patterns: List::read(bytes, at + 4),
        }
    }

    fn write(self, out: &mut Vec<u8>) {
        self.negated.write(out);
        self.patterns.write(out);
    }

    fn is_sound(bytes: &[u8], at: usize, policy: Policy<'_>) -> bool {
        bool::is_sound(bytes, at, policy)
            && List::<super::super::arena::Id<super::super::pattern::Pattern>>::is_sound(
                bytes,
                at + 4,
                policy,
            )
    }
}

/// What stands where a test of resources is missing.
const NO_TEST: u32 = 2;

impl Field for Option<PatternTest> {
    const SIZE: usize = PatternTest::SIZE;

    fn read(bytes: &[u8], at: usize) -> Self {
        (word(bytes, at) != NO_TEST).then(|| PatternTest::read(bytes, at))
    }

    fn write(self, out: &mut Vec<u8>) {
        match self {
            Some(test) => test.write(out),
            None => {
                NO_TEST.write(out);
                0_u64.write(out);
            }
        }
    }

    fn is_sound(bytes: &[u8], at: usize, policy: Policy<'_>) -> bool {
        word(bytes, at) == NO_TEST || PatternTest::is_sound(bytes, at, policy)
    }
}

impl Field for Number<Text> {
    const SIZE: usize = 20;

    fn read(bytes: &[u8], at: usize) -> Self {
        Self {
            negative: bool::read(bytes, at),
            exponent: u64::read(bytes, at + 4).cast_signed(),
            digits: Text::read(bytes, at + 12),
        }
    }

    fn write(self, out: &mut Vec<u8>) {
        self.negative.write(out);
        self.exponent.cast_unsigned().write(out);
        self.digits.write(out);
    }

    fn is_sound(bytes: &[u8], at: usize, policy: Policy<'_>) -> bool {
        bool::is_sound(bytes, at, policy) && Text::is_sound(bytes, at + 12, policy)
    }
}

impl Field for Instant {
    const SIZE: usize = 16;

    fn read(bytes: &[u8], at: usize) -> Self {
        Self {
            seconds: u64::read(bytes, at).cast_signed(),
            attoseconds: u64::read(bytes, at + 8),
        }
    }

    fn write(self, out: &mut Vec<u8>) {
        self.seconds.cast_unsigned().write(out);
        self.attoseconds.write(out);
    }

    fn is_sound(_: &[u8], _: usize, _: Policy<'_>) -> bool {
        true
    }
}

impl Field for Network {
    const SIZE: usize = 24;

    fn read(bytes: &[u8], at: usize) -> Self {
        let prefix = word(bytes, at);
        let [low, high] = [at + 8, at + 16].map(|at| u64::read(bytes, at));
        let address = if word(bytes, at + 4) == 4 {
            IpAddr::V4(Ipv4Addr::from_bits(word(bytes, at + 8)))
        } else {
            IpAddr::V6(Ipv6Addr::from_bits(
                u128::from(high) << 64 | u128::from(low),
            ))
        };
        Self {
            address,
            prefix: u8::try_from(prefix).unwrap_or(u8::MAX),
        }
    }

    fn write(self, out: &mut Vec<u8>) {
        u32::from(self.prefix).write(out);
        let (version, bits) = match self.address {
            IpAddr::V4(address) => (4, u128::from(address.to_bits())),
            IpAddr::V6(address) => (6, address.to_bits()),
        };
        u32::write(version, out);
        out.extend(bits.to_le_bytes());
    }

    fn is_sound(bytes: &[u8], at: usize, _: Policy<'_>) -> bool {
        let most = match word(bytes, at + 4) {
            4 => 32,
            6 => 128,
            _ => return false,
        };
        word(bytes, at) <= most
    }
}

/// The operator's number, then one byte each for set operator and suffix.
impl Field for Operator {
    const SIZE: usize = 4;

    #[inline(always)]
    fn read(bytes: &[u8], at: usize) -> Self {
        let [wire, set, suffix, _] = word(bytes, at).to_le_bytes();
        Self {
            set: match set {
                1 => Some(SetOperator::ForAnyValue),
                2 => Some(SetOperator::ForAllValues),
                _ => None,
            },
            // A test holds the numbers to the order of the table.
            base: ROWS
                .get(usize::from(wire))
                .map_or(Base::Null, |row| row.base),
            if_exists: suffix != 0,
        }
    }

    fn write(self, out: &mut Vec<u8>) {
        let set = match self.set {
            None => 0,
            Some(SetOperator::ForAnyValue) => 1,
            Some(SetOperator::ForAllValues) => 2,
        };
        out.extend([self.base.row().wire, set, u8::from(self.if_exists), 0]);
    }

    fn is_sound(bytes: &[u8], at: usize, _: Policy<'_>) -> bool {
        let [wire, set, suffix, zero] = word(bytes, at).to_le_bytes();
        usize::from(wire) < ROWS.len() && set < 3 && suffix < 2 && zero == 0
    }
}

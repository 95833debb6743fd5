//! How the tree's own types lie in an image.

use alloc::vec::Vec;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::record::word;
use super::{Field, Policy, section};
use crate::iam::operators::ROWS;
use crate::iam::{Base, Operator, SetOperator};
use crate::runtime::arena::{List, Text};
use crate::runtime::tree::PatternTest;
use crate::runtime::value::{Instant, Network, Number};

/// How the second word of a test is cut: whether it is the `Not` form or none,
/// and how many patterns it has.
const NEGATED: u32 = 1;
const MISSING: u32 = 2;
const COUNT: u32 = 2;

impl Field for PatternTest {
    const SIZE: usize = 8;

    #[inline(always)]
    fn read(bytes: &[u8], at: usize) -> Self {
        let word = word(bytes, at + 4);
        Self {
            negated: word & NEGATED != 0,
            patterns: List::new(u32::read(bytes, at), word >> COUNT),
        }
    }

    fn write(self, out: &mut Vec<u8>) {
        self.patterns.start.write(out);
        (self.patterns.len << COUNT | u32::from(self.negated)).write(out);
    }

    fn is_sound(bytes: &[u8], at: usize, policy: Policy<'_>) -> bool {
        let List { start, len, .. } = Self::read(bytes, at).patterns;
        let end = if len == 1 {
            start < policy.count(section::PATTERNS)
        } else {
            let end = start.checked_add(len);
            end.is_some_and(|end| end <= policy.count(section::PATTERN_IDS))
        };
        end && word(bytes, at + 4) & MISSING == 0
    }
}

impl Field for Option<PatternTest> {
    const SIZE: usize = PatternTest::SIZE;

    #[inline(always)]
    fn read(bytes: &[u8], at: usize) -> Self {
        (word(bytes, at + 4) != MISSING).then(|| PatternTest::read(bytes, at))
    }

    fn write(self, out: &mut Vec<u8>) {
        match self {
            Some(test) => test.write(out),
            None => {
                0_u32.write(out);
                MISSING.write(out);
            }
        }
    }

    fn is_sound(bytes: &[u8], at: usize, policy: Policy<'_>) -> bool {
        word(bytes, at + 4) == MISSING || PatternTest::is_sound(bytes, at, policy)
    }
}

/// A text that is known to be short, with two bytes for its length.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Short<T>(pub(crate) T);

impl<T> Short<T> {
    /// The greatest length.
    pub(crate) const LONGEST: usize = u16::MAX as usize;
}

fn short(length: u32) -> [u8; 2] {
    u16::try_from(length).unwrap_or(u16::MAX).to_le_bytes()
}

#[inline(always)]
fn short_length(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16::from_le_bytes([
        u8::read(bytes, at),
        u8::read(bytes, at + 1),
    ]))
}

impl Field for Short<Text> {
    const SIZE: usize = 6;

    #[inline(always)]
    fn read(bytes: &[u8], at: usize) -> Self {
        Self(Text {
            start: word(bytes, at),
            len: short_length(bytes, at + 4),
        })
    }

    fn write(self, out: &mut Vec<u8>) {
        self.0.start.write(out);
        out.extend(short(self.0.len));
    }

    fn is_sound(bytes: &[u8], at: usize, policy: Policy<'_>) -> bool {
        policy.has_text(Self::read(bytes, at).0)
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

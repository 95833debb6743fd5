//! How records lie in an image. A record is declared once, with [`record!`],
//! and that is how it is written, read and checked.

use alloc::vec::Vec;
use core::marker::PhantomData;

use super::Policy;
use crate::runtime::arena::{Id, List, Text};

/// Something of a fixed size at some place of a record.
pub(crate) trait Field: Copy {
    /// In bytes.
    const SIZE: usize;

    fn read(bytes: &[u8], at: usize) -> Self;

    fn write(self, out: &mut Vec<u8>);

    /// Whether it says something, and what it refers to is there.
    fn is_sound(bytes: &[u8], at: usize, policy: Policy<'_>) -> bool;
}

/// A record, and the section that holds all of its kind.
pub(crate) trait Record: Copy {
    /// In bytes.
    const SIZE: usize;
    const SECTION: usize;

    fn decode(bytes: &[u8]) -> Self;

    /// The record of a place among those that lie side by side.
    #[inline(always)]
    fn nth(bytes: &[u8], place: usize) -> Option<Self> {
        let start = place.checked_mul(Self::SIZE)?;
        let bytes = bytes.get(start..)?.get(..Self::SIZE)?;
        Some(Self::decode(bytes))
    }

    fn encode(self, out: &mut Vec<u8>);

    fn check(bytes: &[u8], policy: Policy<'_>) -> bool;
}

/// Declares a record: its fields lie one after the other.
macro_rules! record {
    (
        $(#[$meta:meta])*
        $name:ident in $section:ident {
            $($(#[$about:meta])* $field:ident: $type:ty,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug)]
        pub(crate) struct $name {
            $($(#[$about])* pub(crate) $field: $type,)*
        }

        impl $crate::runtime::image::Record for $name {
            const SIZE: usize = 0 $(+ <$type as $crate::runtime::image::Field>::SIZE)*;
            const SECTION: usize = $crate::runtime::image::section::$section;

            #[inline(always)]
            fn decode(bytes: &[u8]) -> Self {
                let at = 0;
                $(
                    let $field = <$type as $crate::runtime::image::Field>::read(bytes, at);
                    let at = at + <$type as $crate::runtime::image::Field>::SIZE;
                )*
                let _ = at;
                Self { $($field,)* }
            }

            #[inline(always)]
            fn nth(bytes: &[u8], place: usize) -> Option<Self> {
                // Of a size that is known here, which leaves one check of bounds.
                const LENGTH: usize = <$name as $crate::runtime::image::Record>::SIZE;
                bytes.as_chunks::<LENGTH>().0.get(place).map(|bytes| Self::decode(bytes))
            }

            fn encode(self, out: &mut alloc::vec::Vec<u8>) {
                $($crate::runtime::image::Field::write(self.$field, out);)*
            }

            fn check(bytes: &[u8], policy: $crate::runtime::image::Policy<'_>) -> bool {
                let at = 0;
                $(
                    if !<$type as $crate::runtime::image::Field>::is_sound(bytes, at, policy) {
                        return false;
                    }
                    let at = at + <$type as $crate::runtime::image::Field>::SIZE;
                )*
                let _ = at;
                true
            }
        }
    };
}

/// Declares an enum that is one number in an image.
macro_rules! tags {
    ($name:ident { $($tag:literal: $variant:ident,)* } else $other:ident) => {
        impl $crate::runtime::image::Field for $name {
            const SIZE: usize = 4;

            #[inline(always)]
            fn read(bytes: &[u8], at: usize) -> Self {
                match $crate::runtime::image::record::word(bytes, at) {
                    $($tag => Self::$variant,)*
                    _ => Self::$other,
                }
            }

            fn write(self, out: &mut alloc::vec::Vec<u8>) {
                let tag: u32 = match self { $(Self::$variant => $tag,)* };
                $crate::runtime::image::Field::write(tag, out);
            }

            fn is_sound(bytes: &[u8], at: usize, _: $crate::runtime::image::Policy<'_>) -> bool {
                [$($tag),*].contains(&$crate::runtime::image::record::word(bytes, at))
            }
        }
    };
}

/// Declares an enum that is a number, and then what its variant holds; all
/// variants take as much room as the largest.
macro_rules! variants {
    (
        $name:ident, $size:literal bytes {
            $($tag:literal: $variant:ident $(($($field:ident: $type:ty),*))?,)*
        } else $other:ident
    ) => {
        impl $crate::runtime::image::Field for $name {
            const SIZE: usize = $size;

            #[inline(always)]
            fn read(bytes: &[u8], at: usize) -> Self {
                match $crate::runtime::image::record::word(bytes, at) {
                    $($tag => {
                        let next = at + 4;
                        $($(
                            let $field = <$type as $crate::runtime::image::Field>::read(bytes, next);
                            let next = next + <$type as $crate::runtime::image::Field>::SIZE;
                        )*)?
                        let _ = next;
                        Self::$variant $(($($field),*))?
                    })*
                    _ => Self::$other,
                }
            }

            fn write(self, out: &mut alloc::vec::Vec<u8>) {
                let end = out.len() + Self::SIZE;
                match self {
                    $(Self::$variant $(($($field),*))? => {
                        $crate::runtime::image::Field::write($tag as u32, out);
                        $($($crate::runtime::image::Field::write($field, out);)*)?
                    })*
                }
                out.resize(end, 0);
            }

            fn is_sound(bytes: &[u8], at: usize, policy: $crate::runtime::image::Policy<'_>) -> bool {
                let _ = policy;
                match $crate::runtime::image::record::word(bytes, at) {
                    $($tag => {
                        let next = at + 4;
                        $($(
                            if !<$type as $crate::runtime::image::Field>::is_sound(bytes, next, policy) {
                                return false;
                            }
                            let next = next + <$type as $crate::runtime::image::Field>::SIZE;
                        )*)?
                        let _ = next;
                        true
                    })*
                    _ => false,
                }
            }
        }
    };
}

/// Declares a section of bare fields, without a record around them.
macro_rules! bare {
    ($($section:ident: $type:ty,)*) => {
        $(impl $crate::runtime::image::Record for $type {
            const SIZE: usize = <$type as $crate::runtime::image::Field>::SIZE;
            const SECTION: usize = $crate::runtime::image::section::$section;

            #[inline(always)]
            fn decode(bytes: &[u8]) -> Self {
                <$type as $crate::runtime::image::Field>::read(bytes, 0)
            }

            fn encode(self, out: &mut alloc::vec::Vec<u8>) {
                $crate::runtime::image::Field::write(self, out);
            }

            fn check(bytes: &[u8], policy: $crate::runtime::image::Policy<'_>) -> bool {
                <$type as $crate::runtime::image::Field>::is_sound(bytes, 0, policy)
            }
        })*
    };
}

pub(crate) use {bare, record, tags, variants};

/// Four bytes of a record, the lowest first; 0 past its end.
#[inline(always)]
pub(crate) fn word(bytes: &[u8], at: usize) -> u32 {
    match bytes.get(at..).and_then(<[u8]>::first_chunk) {
        Some(bytes) => u32::from_le_bytes(*bytes),
        None => 0,
    }
}

/// Eight bytes likewise.
#[inline(always)]
pub(crate) fn double(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..).and_then(<[u8]>::first_chunk) {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => 0,
    }
}

/// What stands where an optional place is missing.
const NONE: u32 = u32::MAX;

impl Field for u8 {
    const SIZE: usize = 1;

    #[inline(always)]
    fn read(bytes: &[u8], at: usize) -> Self {
        bytes.get(at).copied().unwrap_or_default()
    }

    fn write(self, out: &mut Vec<u8>) {
        out.push(self);
    }

    fn is_sound(_: &[u8], _: usize, _: Policy<'_>) -> bool {
        true
    }
}

impl Field for u32 {
    const SIZE: usize = 4;

    #[inline(always)]
    fn read(bytes: &[u8], at: usize) -> Self {
        word(bytes, at)
    }

    fn write(self, out: &mut Vec<u8>) {
        out.extend(self.to_le_bytes());
    }

    fn is_sound(_: &[u8], _: usize, _: Policy<'_>) -> bool {
        true
    }
}

impl Field for u64 {
    const SIZE: usize = 8;

    #[inline(always)]
    fn read(bytes: &[u8], at: usize) -> Self {
        double(bytes, at)
    }

    fn write(self, out: &mut Vec<u8>) {
        out.extend(self.to_le_bytes());
    }

    fn is_sound(_: &[u8], _: usize, _: Policy<'_>) -> bool {
        true
    }
}

impl Field for u128 {
    const SIZE: usize = 16;

    #[inline(always)]
    fn read(bytes: &[u8], at: usize) -> Self {
        u128::from(double(bytes, at)) | u128::from(double(bytes, at + 8)) << 64
    }

    fn write(self, out: &mut Vec<u8>) {
        out.extend(self.to_le_bytes());
    }

    fn is_sound(_: &[u8], _: usize, _: Policy<'_>) -> bool {
        true
    }
}

impl Field for bool {
    const SIZE: usize = 4;

    #[inline(always)]
    fn read(bytes: &[u8], at: usize) -> Self {
        word(bytes, at) != 0
    }

    fn write(self, out: &mut Vec<u8>) {
        u32::from(self).write(out);
    }

    fn is_sound(bytes: &[u8], at: usize, _: Policy<'_>) -> bool {
        word(bytes, at) < 2
    }
}

impl Field for Text {
    const SIZE: usize = 8;

    #[inline(always)]
    fn read(bytes: &[u8], at: usize) -> Self {
        Self {
            start: word(bytes, at),
            len: word(bytes, at + 4),
        }
    }

    fn write(self, out: &mut Vec<u8>) {
        self.start.write(out);
        self.len.write(out);
    }

    fn is_sound(bytes: &[u8], at: usize, policy: Policy<'_>) -> bool {
        policy.has_text(Self::read(bytes, at))
    }
}

impl Field for Option<Text> {
    const SIZE: usize = 8;

    #[inline(always)]
    fn read(bytes: &[u8], at: usize) -> Self {
        Some(Text::read(bytes, at)).filter(|text| text.start != NONE)
    }

    fn write(self, out: &mut Vec<u8>) {
        let none = Text {
            start: NONE,
            len: 0,
        };
        self.unwrap_or(none).write(out);
    }

    fn is_sound(bytes: &[u8], at: usize, policy: Policy<'_>) -> bool {
        Self::read(bytes, at).is_none_or(|text| policy.has_text(text))
    }
}

impl<T: Record> Field for Id<T> {
    const SIZE: usize = 4;

    #[inline(always)]
    fn read(bytes: &[u8], at: usize) -> Self {
        Self(word(bytes, at), PhantomData)
    }

    fn write(self, out: &mut Vec<u8>) {
        self.0.write(out);
    }

    fn is_sound(bytes: &[u8], at: usize, policy: Policy<'_>) -> bool {
        word(bytes, at) < policy.count(T::SECTION)
    }
}

impl<T: Record> Field for Option<Id<T>> {
    const SIZE: usize = 4;

    #[inline(always)]
    fn read(bytes: &[u8], at: usize) -> Self {
        Some(Id::read(bytes, at)).filter(|id: &Id<T>| id.0 != NONE)
    }

    fn write(self, out: &mut Vec<u8>) {
        self.map_or(NONE, |id| id.0).write(out);
    }

    fn is_sound(bytes: &[u8], at: usize, policy: Policy<'_>) -> bool {
        let place = word(bytes, at);
        place == NONE || place < policy.count(T::SECTION)
    }
}

impl<T: Record> Field for List<T> {
    const SIZE: usize = 8;

    #[inline(always)]
    fn read(bytes: &[u8], at: usize) -> Self {
        Self {
            start: word(bytes, at),
            len: word(bytes, at + 4),
            of: PhantomData,
        }
    }

    fn write(self, out: &mut Vec<u8>) {
        self.start.write(out);
        self.len.write(out);
    }

    fn is_sound(bytes: &[u8], at: usize, policy: Policy<'_>) -> bool {
        let Self { start, len, .. } = Self::read(bytes, at);
        start
            .checked_add(len)
            .is_some_and(|end| end <= policy.count(T::SECTION))
    }
}

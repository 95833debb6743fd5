use core::marker::PhantomData;

use super::Record;

/// Records that lie side by side, read one by one.
#[derive(Debug)]
pub(crate) struct Items<'a, T> {
    bytes: &'a [u8],
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Items<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Items<'_, T> {}

impl<'a, T: Record> Items<'a, T> {
    pub(crate) const NONE: Self = Self::new(&[]);

    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            of: PhantomData,
        }
    }

    pub(crate) fn len(self) -> usize {
        self.bytes.len() / T::SIZE
    }

    pub(crate) fn is_empty(self) -> bool {
        self.bytes.is_empty()
    }

    #[inline(always)]
    pub(crate) fn get(self, place: usize) -> Option<T> {
        T::nth(self.bytes, place)
    }

    /// How many of them, from the first, something holds of; it must hold of
    /// none after the first that it does not hold of.
    pub(crate) fn partition_point(self, holds: impl Fn(T) -> bool) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.get(middle).is_some_and(&holds) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// What lies between records that are borders.
    pub(crate) fn split(self, is_border: fn(T) -> bool) -> Split<'a, T> {
        Split {
            rest: Some(self),
            is_border,
        }
    }

    fn split_at(self, place: usize) -> (Self, Self) {
        let (before, after) = self
            .bytes
            .split_at_checked(place * T::SIZE)
            .unwrap_or((self.bytes, &[]));
        (Self::new(before), Self::new(after))
    }

    fn without_first(self) -> Self {
        Self::new(self.bytes.get(T::SIZE..).unwrap_or_default())
    }
}

impl<T: Record> Iterator for Items<'_, T> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        let (first, rest) = self.bytes.split_at_checked(T::SIZE)?;
        self.bytes = rest;
        Some(T::decode(first))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.len(), Some(self.len()))
    }
}

impl<T: Record> DoubleEndedIterator for Items<'_, T> {
    fn next_back(&mut self) -> Option<T> {
        let last = self.bytes.len().checked_sub(T::SIZE)?;
        let (rest, last) = self.bytes.split_at_checked(last)?;
        self.bytes = rest;
        Some(T::decode(last))
    }
}

/// What [`Items::split`] gives; at least one run, which may be empty.
pub(crate) struct Split<'a, T> {
    rest: Option<Items<'a, T>>,
    is_border: fn(T) -> bool,
}

impl<'a, T: Record> Iterator for Split<'a, T> {
    type Item = Items<'a, T>;

    fn next(&mut self) -> Option<Items<'a, T>> {
        let rest = self.rest?;
        match { rest }.position(self.is_border) {
            Some(place) => {
                let (run, after) = rest.split_at(place);
                self.rest = Some(after.without_first());
                Some(run)
            }
            None => self.rest.take(),
        }
    }
}

impl<T: Record> DoubleEndedIterator for Split<'_, T> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let rest = self.rest?;
        let mut backwards = rest;
        let mut place = rest.len();
        while let Some(item) = backwards.next_back() {
            place -= 1;
            if (self.is_border)(item) {
                let (before, after) = rest.split_at(place);
                self.rest = Some(before);
                return Some(after.without_first());
            }
        }
        self.rest.take()
    }
}

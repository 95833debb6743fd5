/// Numbers that decide a case, drawn one after the other.
///
/// Where the tape is at its end every draw is 0, and 0 is the plainest choice everywhere. So proptest makes a case
/// simpler by making its tapes shorter and their numbers smaller, and need not know what they decide.
pub(crate) struct Draw<'t>(std::slice::Iter<'t, u16>);

impl<'t> Draw<'t> {
    pub(crate) fn new(tape: &'t [u16]) -> Self {
        Self(tape.iter())
    }

    /// A number below `count`.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        usize::from(self.0.next().copied().unwrap_or(0)) % count.max(1)
    }

    /// True in so many of a hundred cases.
    pub(crate) fn percent(&mut self, share: usize) -> bool {
        self.below(100) >= 100 - share
    }

    /// One of a list, which must not be empty; the first is the plainest.
    pub(crate) fn pick<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.below(list.len())]
    }

    /// One of a list of fixed texts.
    pub(crate) fn term(&mut self, list: &[&'static str]) -> &'static str {
        list[self.below(list.len())]
    }

    /// One of a list of texts.
    pub(crate) fn word(&mut self, list: &[&str]) -> String {
        (*self.pick(list)).to_owned()
    }

    /// `least` to `most` things.
    pub(crate) fn list<T>(
        &mut self,
        least: usize,
        most: usize,
        mut make: impl FnMut(&mut Self) -> T,
    ) -> Vec<T> {
        let count = least + self.below(most - least + 1);
        (0..count).map(|_| make(self)).collect()
    }
}

/// A tape for cases that proptest does not make: the same for the same seed.
pub(crate) fn tape(seed: u64, length: usize) -> Vec<u16> {
    // SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators").
    let number = |place: u64| {
        let state = seed.wrapping_add(place.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 48) as u16
    };
    (1..=length as u64).map(number).collect()
}

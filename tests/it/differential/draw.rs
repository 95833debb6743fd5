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

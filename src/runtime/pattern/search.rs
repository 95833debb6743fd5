//! Where a row of characters and `?`s is in a text.
//!
//! A word has a bit for each of 64 symbols, and what is done to a word is done
//! to all of them at once (Baeza-Yates and Gonnet, "A new approach to text
//! searching"): after each character of the text, bit *i* says whether the
//! text up to there ends in the first *i* + 1 symbols. A longer row is cut in
//! blocks, and of the places where it may begin those stay at which block after
//! block is found. So a character costs a step for each 64 symbols, whatever the
//! characters are, and nothing is allocated.

use core::str::Chars;

use super::Case;
use super::steps::look_at;

/// How many symbols a block has, and a word bits.
const WORD: usize = 64;

/// How many words of places are looked at in one go.
const WORDS: usize = 16;

/// A search of a text for what it is shown symbol by symbol. One of several
/// blocks looks at the first places of the text only.
pub(super) struct Search<'t> {
    text: &'t str,
    case: Case,
    /// How many symbols stand before the block.
    before: usize,
    block: Block,
    /// What is left of the text for the block at the first place.
    rest: Chars<'t>,
    /// At which places all blocks before this one are.
    places: [u64; WORDS],
}

impl<'t> Search<'t> {
    pub(super) fn new(text: &'t str, case: Case) -> Self {
        Self {
            text,
            case,
            before: 0,
            block: Block::EMPTY,
            rest: text.chars(),
            places: [u64::MAX; WORDS],
        }
    }

    fn fold(&self, character: char) -> char {
        self.case.fold(character)
    }

    /// Adds a character, or `None` for `?`. None if no place is left.
    pub(super) fn push(&mut self, symbol: Option<char>) -> Option<()> {
        if self.block.is_full() {
            self.before += WORD;
            self.keep()?;
            self.block = Block::EMPTY;
        }
        look_at(1);
        let symbol = symbol.map(|character| self.fold(character));
        self.block.push(symbol);
        Some(())
    }

    /// What follows the symbols where they are first.
    pub(super) fn after_first(&mut self) -> Option<&'t str> {
        if self.before == 0 {
            let mut state = 0;
            while !self.block.ends_in(state) {
                let character = self.rest.next()?;
                state = self.block.step(state, self.fold(character));
            }
            return Some(self.rest.as_str());
        }
        self.keep()?;
        let mut after = self.text.chars();
        after.nth(self.first_place()? + self.before + self.block.len() - 1)?;
        Some(after.as_str())
    }

    /// The text from the first place that was not looked at, if there is one.
    pub(super) fn past(&self) -> Option<&'t str> {
        let mut past = self.text.chars();
        past.nth(WORD * WORDS - 1)?;
        (self.before > 0).then_some(past.as_str())
    }

    /// Keeps the places at which the block is too. None if there are none.
    fn keep(&mut self) -> Option<()> {
        let mut text = self.rest.clone();
        let mut state = 0;
        for _ in 1..self.block.len() {
            state = self.block.step(state, self.fold(text.next()?));
        }
        let case = self.case;
        let mut is_left = false;
        for places in &mut self.places {
            let mut found = 0;
            for (bit, character) in (0..WORD).zip(&mut text) {
                state = self.block.step(state, case.fold(character));
                found |= u64::from(self.block.ends_in(state)) << bit;
            }
            *places &= found;
            is_left |= *places != 0;
        }
        self.rest.nth(WORD - 1);
        is_left.then_some(())
    }

    fn first_place(&self) -> Option<usize> {
        let mut words = self.places.iter().zip(0..);
        words.find_map(|(places, word)| {
            (*places != 0).then(|| word * WORD + places.trailing_zeros() as usize)
        })
    }
}

/// What up to 64 symbols ask of a character: in each word, bit *i* is for the
/// symbol *i*.
struct Block {
    /// For each four bits of a character's number, lowest first, and each value
    /// of them, the symbols that have it there.
    having: [[u64; 16]; 6],
    /// The symbols that are `?`.
    any: u64,
    /// The bit of the last symbol; none before the first.
    last: u64,
}

impl Block {
    const EMPTY: Self = Self {
        having: [[0; 16]; 6],
        any: 0,
        last: 0,
    };

    fn len(&self) -> usize {
        WORD - self.last.leading_zeros() as usize
    }

    fn is_full(&self) -> bool {
        self.len() == WORD
    }

    fn push(&mut self, symbol: Option<char>) {
        self.last = (self.last << 1).max(1);
        let Some(character) = symbol else {
            self.any |= self.last;
            return;
        };
        for (having, digit) in self.having.iter_mut().zip(digits(character)) {
            if let Some(symbols) = having.get_mut(digit) {
                *symbols |= self.last;
            }
        }
    }

    /// Which symbols, of the first and of each whose predecessor stands in the
    /// state, are this character.
    #[inline(always)]
    fn step(&self, state: u64, character: char) -> u64 {
        look_at(1);
        let same = { self.having.iter().zip(digits(character)) }
            .filter_map(|(having, digit)| having.get(digit))
            .fold(u64::MAX, |same, symbols| same & symbols);
        (state << 1 | 1) & (same | self.any)
    }

    fn ends_in(&self, state: u64) -> bool {
        state & self.last != 0
    }
}

/// A character's number, four bits at a time.
#[inline(always)]
fn digits(character: char) -> impl Iterator<Item = usize> {
    let number = character as usize;
    (0..6).map(move |place| number >> (4 * place) & 15)
}

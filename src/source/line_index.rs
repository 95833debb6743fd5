/// Where the lines of a text begin, found once so that a place costs one
/// binary search.
#[derive(Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

/// A line and a column, both counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column, in Unicode scalar values.
    pub column: u32,
}

impl Position {
    /// The first character of a text.
    pub const START: Self = Self { line: 1, column: 1 };
}

impl LineIndex {
    /// Finds the lines of a text; they end with LF.
    pub fn new(text: &str) -> Self {
        let after_breaks = text
            .bytes()
            .enumerate()
            .filter(|(_, byte)| *byte == b'\n')
            .map(|(offset, _)| u32::try_from(offset + 1).unwrap_or(u32::MAX));
        Self {
            starts: core::iter::once(0).chain(after_breaks).collect(),
        }
    }

    /// The line of a byte, from 0.
    pub fn line(&self, offset: u32) -> usize {
        self.starts
            .partition_point(|start| *start <= offset)
            .saturating_sub(1)
    }

    /// The first byte of a line counted from 0, if there is such a line.
    pub fn start(&self, line: usize) -> Option<u32> {
        self.starts.get(line).copied()
    }

    /// How many lines there are; a text always has one.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Never: a text always has a line.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The line and column of a byte of the text that this index was made of.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let (before, line) = self.before(text, offset);
        Position {
            line: one_based(line),
            column: one_based(before.chars().count()),
        }
    }

    /// The same, the column in UTF-16 code units, as editors and SARIF count.
    pub fn position_utf16(&self, text: &str, offset: u32) -> Position {
        let (before, line) = self.before(text, offset);
        Position {
            line: one_based(line),
            column: one_based(before.encode_utf16().count()),
        }
    }

    fn before<'t>(&self, text: &'t str, offset: u32) -> (&'t str, usize) {
        let line = self.line(offset);
        let start = self.start(line).unwrap_or(0) as usize;
        let mut end = (offset as usize).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        (text.get(start..end).unwrap_or_default(), line)
    }
}

fn one_based(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}

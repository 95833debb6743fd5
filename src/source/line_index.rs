/// Where the lines of a text begin, found once so that a place costs one
/// binary search.
#[derive(Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// Places within long lines, so that a column costs no walk through ten
    /// megabytes.
    marks: Vec<Mark>,
}

/// A place within a line, and its column.
#[derive(Clone, Copy, Debug)]
struct Mark {
    offset: u32,
    /// How many characters of its line stand before it.
    characters: u32,
    /// How many UTF-16 code units do.
    units: u32,
}

/// How many bytes of a line may stand between two marks.
const BETWEEN_MARKS: usize = 4 << 10;

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
            .match_indices('\n')
            .map(|(offset, _)| u32::try_from(offset + 1).unwrap_or(u32::MAX));
        Self {
            starts: core::iter::once(0).chain(after_breaks).collect(),
            marks: text
                .split_inclusive('\n')
                .filter(|line| line.len() > BETWEEN_MARKS)
                .flat_map(|line| marks(text, line))
                .collect(),
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
        let (line, mark, rest) = self.before(text, offset);
        Position {
            line: one_based(line),
            column: one_based(mark.characters as usize + rest.chars().count()),
        }
    }

    /// The same, the column in UTF-16 code units, as editors and SARIF count.
    pub fn position_utf16(&self, text: &str, offset: u32) -> Position {
        let (line, mark, rest) = self.before(text, offset);
        Position {
            line: one_based(line),
            column: one_based(mark.units as usize + rest.encode_utf16().count()),
        }
    }

    /// The line of a byte, the last place before it whose column is known, and
    /// what stands between the two.
    fn before<'t>(&self, text: &'t str, offset: u32) -> (usize, Mark, &'t str) {
        let line = self.line(offset);
        let start = Mark {
            offset: self.start(line).unwrap_or(0),
            characters: 0,
            units: 0,
        };
        let marks = self.marks.partition_point(|mark| mark.offset <= offset);
        let mark = marks
            .checked_sub(1)
            .and_then(|last| self.marks.get(last))
            .filter(|mark| mark.offset >= start.offset)
            .map_or(start, |mark| *mark);
        let mut end = (offset as usize).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let rest = text.get(mark.offset as usize..end).unwrap_or_default();
        (line, mark, rest)
    }
}

/// The marks of one long line of a text.
fn marks(text: &str, line: &str) -> Vec<Mark> {
    let start = (line.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    let (mut characters, mut units) = (0, 0);
    let mut next = BETWEEN_MARKS;
    let mut marks = Vec::with_capacity(line.len() / BETWEEN_MARKS);
    for (offset, character) in line.char_indices() {
        if offset >= next {
            next = offset + BETWEEN_MARKS;
            marks.push(Mark {
                offset: u32::try_from(start + offset).unwrap_or(u32::MAX),
                characters,
                units,
            });
        }
        characters += 1;
        units += u32::try_from(character.len_utf16()).unwrap_or(2);
    }
    marks
}

fn one_based(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}

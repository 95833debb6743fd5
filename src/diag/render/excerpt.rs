//! What of a source is shown under a diagnostic: the lines that its labels are
//! on, long ones cut around the labels, unprintable characters spelled out.

use core::ops::Range;

use codespan_reporting::files::{Error, Files};

use super::text::{ELLIPSIS, push_visible};
use crate::diag::Diagnostic;
use crate::source::{Source, SourceId, Sources, Span};

/// Lines of at most so many bytes are shown whole.
const LONGEST_LINE: usize = 240;

/// How many bytes are kept on each side of a label's ends in a longer line.
const AROUND: usize = 60;

/// The excerpts that one diagnostic needs, one for each source.
pub(super) struct Excerpts<'s> {
    excerpts: Vec<Excerpt<'s>>,
    /// For each label, in order, its excerpt and its place there.
    places: Vec<Option<(usize, Range<usize>)>>,
}

/// The shown lines of one source, put one after the other.
struct Excerpt<'s> {
    source: SourceId,
    name: &'s str,
    text: String,
    lines: Vec<Line>,
    /// The true columns of the labels' starts in the excerpt.
    columns: Vec<(usize, usize)>,
}

struct Line {
    /// Its place in the source, from 0.
    index: usize,
    /// Its place in the excerpt, line break included.
    range: Range<usize>,
}

/// A label on the one line where it is shown: a longer one is shown on its
/// first line, which says where it begins and keeps messages short.
struct Mark {
    label: usize,
    line: usize,
    /// Bytes from the start of the line.
    range: Range<usize>,
}

impl<'s> Excerpts<'s> {
    pub(super) fn new(sources: &'s Sources, diagnostic: &Diagnostic) -> Self {
        let mut excerpts = Self {
            excerpts: Vec::new(),
            places: vec![None; diagnostic.labels.len()],
        };
        for label in &diagnostic.labels {
            let id = label.span.source;
            let known = excerpts.excerpts.iter().any(|known| known.source == id);
            if let (false, Some(source)) = (known, sources.get(id)) {
                excerpts.add(source, id, diagnostic);
            }
        }
        excerpts
    }

    /// The excerpt that a label is in, and its place there.
    pub(super) fn place(&self, label: usize) -> Option<(usize, Range<usize>)> {
        self.places.get(label).cloned().flatten()
    }

    fn add(&mut self, source: &'s Source, id: SourceId, diagnostic: &Diagnostic) {
        let mut marks: Vec<Mark> = diagnostic
            .labels
            .iter()
            .enumerate()
            .filter(|(_, label)| label.span.source == id)
            .map(|(index, label)| mark(source, index, label.span))
            .collect();
        marks.sort_by_key(|mark| mark.line);

        let mut excerpt = Excerpt {
            source: id,
            name: source.name(),
            text: String::new(),
            lines: Vec::new(),
            columns: Vec::new(),
        };
        for on_line in marks.chunk_by(|one, next| one.line == next.line) {
            let Some(line) = on_line.first().map(|mark| mark.line) else {
                continue;
            };
            excerpt.add_line_between(source, line);
            let ranges: Vec<_> = on_line.iter().map(|mark| mark.range.clone()).collect();
            let shown = excerpt.add_line(source, line, &ranges);
            for (mark, range) in on_line.iter().zip(shown) {
                if let Some(label) = diagnostic.labels.get(mark.label) {
                    let column = source.lines().position(source.text(), label.span.start);
                    excerpt.columns.push((range.start, column.column as usize));
                }
                if let Some(place) = self.places.get_mut(mark.label) {
                    *place = Some((self.excerpts.len(), range));
                }
            }
        }
        self.excerpts.push(excerpt);
    }

    fn get(&self, id: usize) -> Result<&Excerpt<'s>, Error> {
        self.excerpts.get(id).ok_or(Error::FileMissing)
    }
}

impl Excerpt<'_> {
    /// One line between two shown ones is shown too, rather than left out.
    fn add_line_between(&mut self, source: &Source, next: usize) {
        if let Some(last) = self.lines.last().map(|line| line.index)
            && next == last + 2
        {
            self.add_line(source, last + 1, &[]);
        }
    }

    /// Shows a line; returns the places of the marks in the excerpt.
    fn add_line(
        &mut self,
        source: &Source,
        index: usize,
        marks: &[Range<usize>],
    ) -> Vec<Range<usize>> {
        let start = self.text.len();
        let shown = Shown::new(line_text(source, index), marks);
        self.text.push_str(&shown.text);
        self.text.push('\n');
        self.lines.push(Line {
            index,
            range: start..self.text.len(),
        });
        marks
            .iter()
            .map(|mark| start + shown.place(mark.start)..start + shown.place(mark.end))
            .collect()
    }
}

fn mark(source: &Source, label: usize, span: Span) -> Mark {
    let line = source.lines().line(span.start);
    let start = source.lines().start(line).unwrap_or(0);
    let length = line_text(source, line).len();
    let clamp = |offset: u32| (offset.saturating_sub(start) as usize).min(length);
    Mark {
        label,
        line,
        range: clamp(span.start)..clamp(span.end.max(span.start)),
    }
}

/// A line without its line break.
fn line_text(source: &Source, index: usize) -> &str {
    let text = source.text();
    let start = source.lines().start(index).unwrap_or(0) as usize;
    let end = source
        .lines()
        .start(index + 1)
        .map_or(text.len(), |next| next as usize);
    text.get(start..end)
        .unwrap_or_default()
        .trim_end_matches(['\n', '\r'])
}

/// A line as it is shown.
struct Shown {
    text: String,
    /// Pairs of a byte of the line and the byte of `text` that shows it, both
    /// rising; what lies between belongs to the former.
    map: Vec<(usize, usize)>,
}

impl Shown {
    fn new(line: &str, marks: &[Range<usize>]) -> Self {
        let mut shown = Self {
            text: String::new(),
            map: Vec::new(),
        };
        let mut end = 0;
        for kept in kept_ranges(line, marks) {
            if kept.start > end {
                shown.cut(end);
            }
            end = kept.end;
            for (offset, character) in line.get(kept.clone()).unwrap_or_default().char_indices() {
                shown.map.push((kept.start + offset, shown.text.len()));
                push_visible(&mut shown.text, character);
            }
        }
        if end < line.len() {
            shown.cut(end);
        }
        shown.map.push((line.len(), shown.text.len()));
        shown
    }

    /// Leaves out what follows a byte of the line.
    fn cut(&mut self, from: usize) {
        self.map.push((from, self.text.len()));
        self.text.push(ELLIPSIS);
    }

    /// Where a byte of the line is shown.
    fn place(&self, offset: usize) -> usize {
        let after = self.map.partition_point(|(byte, _)| *byte <= offset);
        self.map
            .get(after.saturating_sub(1))
            .map_or(0, |(_, place)| *place)
    }
}

/// The parts of a line to show, in order and apart: all of a short line; of a
/// long one what is near the ends of a mark.
fn kept_ranges(line: &str, marks: &[Range<usize>]) -> Vec<Range<usize>> {
    let whole = 0..line.len();
    if line.len() <= LONGEST_LINE {
        return vec![whole];
    }
    let around = |offset: usize| {
        floor_boundary(line, offset.saturating_sub(AROUND))
            ..floor_boundary(line, offset.saturating_add(AROUND))
    };
    let mut near: Vec<_> = marks
        .iter()
        .flat_map(|mark| [around(mark.start), around(mark.end)])
        .collect();
    if near.is_empty() {
        near.push(around(0));
    }
    near.sort_by_key(|range| range.start);
    let mut kept: Vec<Range<usize>> = Vec::new();
    for range in near {
        match kept.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => kept.push(range),
        }
    }
    kept
}

/// The last character boundary at or before a byte.
fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// codespan-reporting sees the excerpts as its files, with the true numbers of
/// their lines and columns.
impl<'a> Files<'a> for Excerpts<'_> {
    type FileId = usize;
    type Name = String;
    type Source = &'a str;

    fn name(&'a self, id: usize) -> Result<String, Error> {
        self.get(id)
            .map(|excerpt| super::text::message(excerpt.name))
    }

    fn source(&'a self, id: usize) -> Result<&'a str, Error> {
        self.get(id).map(|excerpt| excerpt.text.as_str())
    }

    fn line_index(&'a self, id: usize, byte: usize) -> Result<usize, Error> {
        let lines = &self.get(id)?.lines;
        let after = lines.partition_point(|line| line.range.start <= byte);
        lines
            .get(after.saturating_sub(1))
            .map(|line| line.index)
            .ok_or(Error::FileMissing)
    }

    fn column_number(&'a self, id: usize, _line: usize, byte: usize) -> Result<usize, Error> {
        let columns = &self.get(id)?.columns;
        Ok(columns
            .iter()
            .find(|(place, _)| *place == byte)
            .map_or(1, |(_, column)| *column))
    }

    fn line_range(&'a self, id: usize, index: usize) -> Result<Range<usize>, Error> {
        let lines = &self.get(id)?.lines;
        lines
            .iter()
            .find(|line| line.index == index)
            .map(|line| line.range.clone())
            .ok_or(Error::LineTooLarge {
                given: index,
                max: lines.last().map_or(0, |line| line.index),
            })
    }
}

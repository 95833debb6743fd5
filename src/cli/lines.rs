//! Files of one JSON object a line, read in batches.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::mem;

use super::files::STDIN;
use crate::diag::{Diagnostic, codes};
use crate::disk::reason;

/// How much is read ahead.
const BUFFER: usize = 256 << 10;

/// How many lines a batch has at most, and after how many bytes it ends.
const BATCH: (usize, usize) = (4 << 10, 4 << 20);

/// The byte-order mark that a file may begin with.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// A file of lines.
pub(super) struct Lines {
    file: String,
    /// The most bytes of a line, its end included.
    limit: usize,
    input: BufReader<Box<dyn Read>>,
    /// Whether no line has been read yet.
    is_at_start: bool,
}

/// A line without its end.
pub(super) enum Line {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// It is longer than the limit.
    TooLong,
}

impl Lines {
    /// Opens a file whose lines may have so many bytes; `-` is standard input.
    pub(super) fn open(file: &str, limit: usize) -> Result<Self, Diagnostic> {
        let input: Box<dyn Read> = if file == STDIN.0 {
            Box::new(io::stdin().lock())
        } else {
            Box::new(File::open(file).map_err(|error| unreadable(file, &error))?)
        };
        Ok(Self {
            file: file.to_owned(),
            limit,
            input: BufReader::with_capacity(BUFFER, input),
            is_at_start: true,
        })
    }

    /// The next lines, as many as are there and are not too much at once; none
    /// at the end. Whoever waits for an answer before asking on gets it: where
    /// a line has been read, the end of the next is not waited for.
    pub(super) fn batch(&mut self) -> Result<Vec<Line>, Diagnostic> {
        let (most_lines, most_bytes) = BATCH;
        let mut lines = Vec::new();
        let mut bytes = 0;
        while lines.len() < most_lines && bytes < most_bytes {
            let line = self.line();
            let Some(line) = line.map_err(|error| unreadable(&self.file, &error))? else {
                break;
            };
            bytes += match &line {
                Line::Bytes(line) => line.len(),
                Line::TooLong => 0,
            };
            lines.push(line);
            if !self.input.buffer().contains(&b'\n') {
                break;
            }
        }
        Ok(lines)
    }

    fn line(&mut self) -> io::Result<Option<Line>> {
        let is_first = mem::take(&mut self.is_at_start);
        let mut line = Vec::new();
        let most = self.limit as u64 + 1;
        let length = self
            .input
            .by_ref()
            .take(most)
            .read_until(b'\n', &mut line)?;
        if length == 0 {
            return Ok(None);
        }
        if line.len() > self.limit {
            if line.last() != Some(&b'\n') {
                self.input.skip_until(b'\n')?;
            }
            return Ok(Some(Line::TooLong));
        }
        if line.last() == Some(&b'\n') {
            line.pop();
            if line.last() == Some(&b'\r') {
                line.pop();
            }
        }
        if is_first && line.starts_with(MARK) {
            line.drain(..MARK.len());
        }
        Ok(Some(Line::Bytes(line)))
    }
}

/// What to say of a line that is longer than the limit.
pub(super) fn too_long(limit: usize) -> String {
    format!("the line is longer than {limit} bytes")
}

fn unreadable(file: &str, error: &io::Error) -> Diagnostic {
    let message = format!("`{file}` cannot be read: {}", reason(error));
    Diagnostic::new(codes::FILE_UNREADABLE, message)
}

use std::collections::HashMap;

use super::mistake;
use super::node::{Extent, Json, JsonKind, Node, Record};
use super::number::number_end;
use super::string::string_end;
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::{SourceId, Span};

/// The deepest nesting that is read. IAM's own documents have seven levels, and
/// the description of a whole account twelve.
pub const MAX_JSON_NESTING: usize = 128;

/// Objects of at most so many members are searched for repeated keys pair by
/// pair.
const FEW_MEMBERS: usize = 12;

/// The most repeated keys that one text is told of.
const MOST_REPEATED: usize = 100;

/// Reads a text that must be one JSON value, without a byte-order mark.
///
/// # Errors
/// The first place where it is no JSON, or nested deeper than
/// [`MAX_JSON_NESTING`]; and, in JSON, every key that stands twice in one
/// object.
pub fn read_json(source: SourceId, text: &str) -> Result<Json<'_>, Diagnostics> {
    read(source, text, Extent::File)
}

/// Reads one line of a file in which every line is a JSON value.
///
/// # Errors
/// As those of [`read_json`], in words for a line.
pub fn read_json_line(source: SourceId, line: &str) -> Result<Json<'_>, Diagnostics> {
    read(source, line, Extent::Line)
}

fn read(source: SourceId, text: &str, extent: Extent) -> Result<Json<'_>, Diagnostics> {
    let mut reader = Reader {
        json: Json {
            source,
            text,
            extent,
            // About as many as a document's text has.
            records: Vec::with_capacity(text.len() / 16),
        },
        at: 0,
        open: Vec::new(),
        repeated: Diagnostics::new(),
    };
    if let Err(problem) = reader.read() {
        let mut found = Diagnostics::new();
        found.push(problem);
        return Err(found);
    }
    if reader.repeated.is_empty() {
        Ok(reader.json)
    } else {
        Err(reader.repeated)
    }
}

struct Reader<'t> {
    json: Json<'t>,
    /// The next byte.
    at: usize,
    /// The places of the containers that have not ended, outermost first.
    open: Vec<u32>,
    repeated: Diagnostics,
}

impl Reader<'_> {
    fn read(&mut self) -> Result<(), Diagnostic> {
        loop {
            let is_open = self.value()?;
            if is_open && !self.closes_at_once() {
                self.key()?;
                continue;
            }
            if self.after_value()? {
                return Ok(());
            }
        }
    }

    /// Goes on behind a value that has ended, to where the next is expected, or
    /// to the end of the text: then it returns true.
    fn after_value(&mut self) -> Result<bool, Diagnostic> {
        loop {
            self.skip_blanks();
            let next = self.peek();
            match (self.innermost(), next) {
                (None, None) => return Ok(true),
                (None, Some(_)) => return Err(mistake::trailing(&self.json, self.at)),
                (Some(_), Some(b',')) => {
                    self.at += 1;
                    self.key()?;
                    return Ok(false);
                }
                (Some((_, JsonKind::Object)), Some(b'}')) => self.close(),
                (Some((_, JsonKind::List)), Some(b']')) => self.close(),
                (Some((opened, kind)), _) => {
                    return Err(mistake::no_comma(&self.json, self.at, kind, opened));
                }
            }
        }
    }

    /// Reads a value; of a container, only how it begins: then it returns true.
    fn value(&mut self) -> Result<bool, Diagnostic> {
        self.skip_blanks();
        let start = self.at;
        match self.peek() {
            Some(b'{') => self.open(JsonKind::Object).map(|()| true),
            Some(b'[') => self.open(JsonKind::List).map(|()| true),
            Some(b'"') => self.string().map(|()| false),
            Some(b'-' | b'0'..=b'9') => match number_end(self.bytes(), start) {
                Some(end) => {
                    self.push(JsonKind::Number, end, false);
                    Ok(false)
                }
                None => Err(mistake::number(&self.json, start)),
            },
            _ => {
                let words = [
                    ("true", JsonKind::Boolean),
                    ("false", JsonKind::Boolean),
                    ("null", JsonKind::Null),
                ];
                let word = mistake::word_at(self.json.text, start);
                match words.into_iter().find(|(name, _)| *name == word) {
                    Some((name, kind)) => {
                        self.push(kind, start + name.len(), false);
                        Ok(false)
                    }
                    None => Err(mistake::no_value(&self.json, start, self.innermost())),
                }
            }
        }
    }

    /// Reads the key of the next member and its colon, where an object is open.
    fn key(&mut self) -> Result<(), Diagnostic> {
        let Some((opened, JsonKind::Object)) = self.innermost() else {
            return Ok(());
        };
        self.skip_blanks();
        if self.peek() != Some(b'"') {
            return Err(mistake::no_key(&self.json, self.at, opened));
        }
        self.string()?;
        self.skip_blanks();
        if self.peek() != Some(b':') {
            return Err(mistake::no_colon(&self.json, self.at));
        }
        self.at += 1;
        Ok(())
    }

    fn string(&mut self) -> Result<(), Diagnostic> {
        match string_end(self.bytes(), self.at) {
            Ok(ended) => {
                self.push(JsonKind::String, ended.end, ended.has_escapes);
                Ok(())
            }
            Err(problem) => Err(mistake::string(&self.json, self.at, problem)),
        }
    }

    fn open(&mut self, kind: JsonKind) -> Result<(), Diagnostic> {
        if self.open.len() >= MAX_JSON_NESTING {
            return Err(mistake::nesting(&self.json, self.at));
        }
        self.open.push(place(self.json.records.len()));
        self.push(kind, self.at + 1, false);
        Ok(())
    }

    /// Whether the container that has just begun is empty; then it is ended.
    fn closes_at_once(&mut self) -> bool {
        self.skip_blanks();
        let closes = matches!(
            (self.innermost(), self.peek()),
            (Some((_, JsonKind::Object)), Some(b'}')) | (Some((_, JsonKind::List)), Some(b']'))
        );
        if closes {
            self.close();
        }
        closes
    }

    fn close(&mut self) {
        self.at += 1;
        let after = place(self.json.records.len());
        let end = place(self.at);
        let Some(opened) = self.open.pop() else {
            return;
        };
        if let Some(record) = self.json.records.get_mut(opened as usize) {
            record.after = after;
            record.end = end;
        }
        if let Some(node) = self.json.node(opened) {
            find_repeated(node, &mut self.repeated);
        }
    }

    fn push(&mut self, kind: JsonKind, end: usize, has_escapes: bool) {
        self.json.records.push(Record {
            start: place(self.at),
            end: place(end),
            after: place(self.json.records.len() + 1),
            kind,
            has_escapes,
        });
        self.at = end;
    }

    /// The innermost container that is open: its first byte, and what it is.
    fn innermost(&self) -> Option<(u32, JsonKind)> {
        let record = self.json.records.get(*self.open.last()? as usize)?;
        Some((record.start, record.kind))
    }

    fn bytes(&self) -> &[u8] {
        self.json.text.as_bytes()
    }

    fn peek(&self) -> Option<u8> {
        self.bytes().get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        let rest = self.bytes().get(self.at..).unwrap_or_default();
        let blanks = rest
            .iter()
            .position(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
        self.at += blanks.unwrap_or(rest.len());
    }
}

/// A text that is read has at most [`crate::syntax::MAX_FILE_BYTES`] bytes.
fn place(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// Reports every key of an object that an earlier member has too.
fn find_repeated(object: Node<'_>, found: &mut Diagnostics) {
    let keys = || object.members().map(|(key, _)| key);
    if keys().take(FEW_MEMBERS + 1).count() <= FEW_MEMBERS {
        for (place, key) in keys().enumerate() {
            if let Some(first) = keys().take(place).find(|it| it.is_same_string(key)) {
                report_repeated(key, first.span(), found);
            }
        }
        return;
    }
    let mut firsts = HashMap::new();
    for key in keys() {
        let name = key.string().unwrap_or_default();
        match firsts.get(&name) {
            Some(first) => report_repeated(key, *first, found),
            None => {
                firsts.insert(name, key.span());
            }
        }
    }
}

fn report_repeated(key: Node<'_>, first: Span, found: &mut Diagnostics) {
    if found.len() < MOST_REPEATED {
        found.push(mistake::repeated(key, first));
    }
}

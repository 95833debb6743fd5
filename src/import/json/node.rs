use std::borrow::Cow;

use super::shorten;
use super::string::decode;
use crate::source::{SourceId, Span};

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonKind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number.
    Number,
    /// A string.
    String,
    /// `[...]`
    List,
    /// `{...}`
    Object,
}

impl JsonKind {
    /// As messages name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Null => "`null`",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::List => "a list",
            Self::Object => "an object",
        }
    }
}

/// One value, or the key of an object's member.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record {
    /// Its first byte in the text...
    pub(super) start: u32,
    /// ...and the byte after its last.
    pub(super) end: u32,
    /// The place after all that is inside it.
    pub(super) after: u32,
    pub(super) kind: JsonKind,
    /// Whether a string has escapes.
    pub(super) has_escapes: bool,
}

/// What a text is a part of, which mistakes in it are told by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// A whole file.
    File,
    /// One line of a file, whose other lines are JSON values too.
    Line,
}

/// A JSON text that has been read.
///
/// INVARIANT (order): records stand in the order of their first bytes, so what
/// is inside a container follows it, up to its `after`; in an object, keys and
/// values take turns.
#[derive(Debug)]
pub struct Json<'t> {
    pub(super) source: SourceId,
    pub(super) text: &'t str,
    pub(super) extent: Extent,
    pub(super) records: Vec<Record>,
}

impl Json<'_> {
    /// The whole value.
    pub fn root(&self) -> Node<'_> {
        // There is always one; without it, a value that no reader takes.
        const NOTHING: Record = Record {
            start: 0,
            end: 0,
            after: 1,
            kind: JsonKind::Null,
            has_escapes: false,
        };
        Node {
            json: self,
            place: 0,
            record: self.records.first().copied().unwrap_or(NOTHING),
        }
    }

    /// How many values there are, keys included: what its memory is in
    /// proportion to.
    pub fn values(&self) -> usize {
        self.records.len()
    }

    /// The value or key at a place of the list.
    pub(super) fn node(&self, place: u32) -> Option<Node<'_>> {
        let record = *self.records.get(place as usize)?;
        Some(Node {
            json: self,
            place,
            record,
        })
    }

    /// The way from the root to the innermost value that holds a place, as one
    /// would write it: `identity[0].Statement.Action`. Empty for the root.
    pub fn path_to(&self, place: Span) -> String {
        let mut path = String::new();
        let mut node = self.root();
        loop {
            let inside =
                |part: &Node<'_>| part.record.start <= place.start && place.end <= part.record.end;
            let member = node
                .members()
                .find(|(key, value)| inside(key) || inside(value));
            if let Some((key, value)) = member {
                push_key(&mut path, &key.string().unwrap_or_default());
                if inside(&key) {
                    return path;
                }
                node = value;
            } else if let Some((index, item)) =
                node.items().enumerate().find(|(_, item)| inside(item))
            {
                path.push_str(&format!("[{index}]"));
                node = item;
            } else {
                return path;
            }
        }
    }
}

fn push_key(path: &mut String, key: &str) {
    let key = &*shorten(key);
    let is_plain = |character: char| character.is_ascii_alphanumeric() || character == '_';
    if key.is_empty() || !key.chars().all(is_plain) {
        path.push_str(&format!("[{key:?}]"));
        return;
    }
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(key);
}

/// A value in a JSON text.
#[derive(Clone, Copy, Debug)]
pub struct Node<'j> {
    json: &'j Json<'j>,
    place: u32,
    record: Record,
}

impl<'j> Node<'j> {
    /// What it is.
    pub fn kind(self) -> JsonKind {
        self.record.kind
    }

    /// Where it is, a string's quotes included.
    pub fn span(self) -> Span {
        Span {
            source: self.json.source,
            start: self.record.start,
            end: self.record.end,
        }
    }

    /// Its text as it is spelled, a string's quotes included.
    pub fn spelling(self) -> &'j str {
        self.json.text.get(self.span().range()).unwrap_or_default()
    }

    /// A string's text, escapes read.
    pub fn string(self) -> Option<Cow<'j, str>> {
        if self.record.kind != JsonKind::String {
            return None;
        }
        let (start, end) = (self.record.start as usize, self.record.end as usize);
        let inside = self.json.text.get(start + 1..end.saturating_sub(1))?;
        Some(if self.record.has_escapes {
            Cow::Owned(decode(inside))
        } else {
            Cow::Borrowed(inside)
        })
    }

    /// Whether it is a string of this text.
    fn is_string(self, text: &str) -> bool {
        // The quotes are two bytes; most keys are told apart by their length.
        let may_be = self.record.has_escapes || self.spelled_bytes() as usize == text.len() + 2;
        may_be && self.string().is_some_and(|string| string == text)
    }

    /// Whether both are strings of one text.
    pub(super) fn is_same_string(self, other: Node<'_>) -> bool {
        let has_escapes = self.record.has_escapes || other.record.has_escapes;
        let may_be = has_escapes || self.spelled_bytes() == other.spelled_bytes();
        may_be && self.string().is_some() && self.string() == other.string()
    }

    fn spelled_bytes(self) -> u32 {
        self.record.end - self.record.start
    }

    /// The first byte of its text, such as the brace that an object begins with.
    pub fn head(self) -> Span {
        let span = self.span();
        Span {
            end: span.end.min(span.start + 1),
            ..span
        }
    }

    /// The items of a list; nothing for any other value.
    pub fn items(self) -> impl Iterator<Item = Node<'j>> {
        self.inside(JsonKind::List)
    }

    /// The items of a list; any other value is the only item.
    pub fn one_or_many(self) -> impl Iterator<Item = Node<'j>> {
        let single = (self.record.kind != JsonKind::List).then_some(self);
        single.into_iter().chain(self.items())
    }

    /// Keys and values of an object, in order; nothing for any other value.
    pub fn members(self) -> impl Iterator<Item = (Node<'j>, Node<'j>)> {
        let mut inside = self.inside(JsonKind::Object);
        core::iter::from_fn(move || Some((inside.next()?, inside.next()?)))
    }

    /// The key and the value of an object's member.
    pub fn member(self, key: &str) -> Option<(Node<'j>, Node<'j>)> {
        self.members().find(|(name, _)| name.is_string(key))
    }

    /// The value of an object's member.
    pub fn get(self, key: &str) -> Option<Node<'j>> {
        self.member(key).map(|(_, value)| value)
    }

    /// What is directly inside it, if it is of this kind.
    fn inside(self, kind: JsonKind) -> Inside<'j> {
        let next = self.place + 1;
        Inside {
            json: self.json,
            next,
            end: if self.record.kind == kind {
                self.record.after
            } else {
                next
            },
        }
    }
}

struct Inside<'j> {
    json: &'j Json<'j>,
    next: u32,
    end: u32,
}

impl<'j> Iterator for Inside<'j> {
    type Item = Node<'j>;

    fn next(&mut self) -> Option<Node<'j>> {
        if self.next >= self.end {
            return None;
        }
        let node = self.json.node(self.next)?;
        self.next = node.record.after;
        Some(node)
    }
}

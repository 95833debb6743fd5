//! The texts that a program is made of, and places in them.
//!
//! Every stage that can complain carries [`Span`]s; only [`Sources`] turns one
//! into a line and a column, and only when somebody will look at it.

mod line_index;
mod span;

pub use line_index::{LineIndex, Position};
pub use span::{SourceId, Span};

/// What a text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// The language of `.acl` files.
    Program,
    /// JSON: an IAM document.
    Document,
}

/// One text of a program.
#[derive(Debug)]
pub struct Source {
    name: String,
    language: Language,
    text: String,
    lines: LineIndex,
}

impl Source {
    /// The name that messages show, with `/` on every platform.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is written in.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The whole text, without a leading byte-order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the lines of the text begin.
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }
}

/// Every text of a program, in the order in which they were added.
#[derive(Debug, Default)]
pub struct Sources {
    sources: Vec<Source>,
}

impl Sources {
    /// No texts yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text of the language under the name that messages will show.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        self.add_in(Language::Program, name, text)
    }

    /// Adds a text that may be an IAM document.
    pub fn add_in(
        &mut self,
        language: Language,
        name: impl Into<String>,
        text: impl Into<String>,
    ) -> SourceId {
        let id = SourceId::new(self.sources.len());
        let text = text.into();
        let lines = LineIndex::new(&text);
        self.sources.push(Source {
            name: name.into(),
            language,
            text,
            lines,
        });
        id
    }

    /// The text behind an id, if these sources gave it out.
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.sources.get(id.index())
    }

    /// Every text with its id, in order.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.sources
            .iter()
            .enumerate()
            .map(|(index, source)| (SourceId::new(index), source))
    }

    /// The words that a span covers; empty for a span of other sources.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.source)
            .and_then(|source| source.text.get(span.range()))
            .unwrap_or_default()
    }

    /// Whether a span is in an IAM document.
    pub fn is_document(&self, span: Span) -> bool {
        self.get(span.source)
            .is_some_and(|source| source.language == Language::Document)
    }

    /// The name of the text that a span is in; empty for a span of other sources.
    pub fn name(&self, span: Span) -> &str {
        self.get(span.source).map_or("", Source::name)
    }

    /// Where a span begins: line and column, both from 1, columns in characters.
    pub fn position(&self, span: Span) -> Position {
        self.get(span.source).map_or(Position::START, |source| {
            source.lines.position(&source.text, span.start)
        })
    }
}

//! Program to text: what IAM documents say, as a person would have written it.
//!
//! The text of a statement comes in one of four manners, from the language's
//! own words to IAM's. [`write()`] takes the one that it is told, or the next that
//! has words for the statement; whether the words are read as that very
//! statement is for the caller to try, who has the compiler for it.
//!
//! A program's tests are not written: no document holds any.

mod actions;
mod assume;
mod atom;
mod condition;
mod constructor;
mod entity;
mod lets;
mod principal;
mod statement;
mod word;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::model::{DocumentId, Program, StatementId};
use crate::source::Span;

/// How far the words of a statement are the language's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Manner {
    /// `can s3:GetObject on lake/* when mfa`
    #[default]
    Words,
    /// Conditions compare keys: `when aws:MultiFactorAuthPresent == true`.
    Keys,
    /// Conditions are IAM's operators: `when Bool(aws:MultiFactorAuthPresent, "true")`.
    Operators,
    /// `verbatim`: all of it is IAM's.
    Verbatim,
}

impl Manner {
    /// The next one, which says more and reads less well.
    pub fn next(self) -> Option<Self> {
        match self {
            Self::Words => Some(Self::Keys),
            Self::Keys => Some(Self::Operators),
            Self::Operators => Some(Self::Verbatim),
            Self::Verbatim => None,
        }
    }
}

/// What is known of a program besides what it means, and how to write it.
#[derive(Clone, Debug, Default)]
pub struct Style {
    /// The manner of those statements that do not come in words.
    pub manners: BTreeMap<StatementId, Manner>,
    /// Remarks above a statement, without `#`.
    pub remarks: BTreeMap<StatementId, Vec<String>>,
    /// Remarks at the top of the file.
    pub preface: Vec<String>,
    /// Whether repeated ARNs are left as they are.
    pub without_lets: bool,
}

/// A program's text, not laid out yet.
#[derive(Debug)]
pub struct Draft {
    /// The text.
    pub text: String,
    /// Where each statement stands in it, in order.
    pub places: Vec<(StatementId, Range<usize>)>,
    /// Where what says one thing begins, in order, and where the program has
    /// that from.
    pub origins: Vec<(usize, Option<Span>)>,
    /// Trust statements that are said by the words of a grant: `may assume`
    /// says both.
    pub trusts: BTreeMap<StatementId, StatementId>,
}

impl Draft {
    /// The statement around a byte of the text.
    pub fn statement_at(&self, byte: usize) -> Option<StatementId> {
        let after = self.places.partition_point(|(_, range)| range.end <= byte);
        let (id, range) = self.places.get(after)?;
        range.contains(&byte).then_some(*id)
    }

    /// Where the program has from what stands around a byte of the text.
    pub fn origin_at(&self, byte: usize) -> Option<Span> {
        let after = self.origins.partition_point(|(start, _)| *start <= byte);
        self.origins.get(after.checked_sub(1)?)?.1
    }
}

/// Writes a program. Laying it out is for [`super::format`].
pub fn write(program: &Program, style: &Style) -> Draft {
    let lets = if style.without_lets {
        lets::Lets::default()
    } else {
        lets::Lets::of(program)
    };
    let halves = assume::Halves::of(program, style);
    let mut page = Page {
        program,
        style,
        lets: &lets,
        halves: &halves,
        draft: Draft {
            text: String::new(),
            places: Vec::new(),
            origins: Vec::new(),
            trusts: halves.pairs(),
        },
        indent: 0,
    };
    page.program();
    page.draft
}

/// The text as far as it is written.
struct Page<'p> {
    program: &'p Program,
    style: &'p Style,
    lets: &'p lets::Lets,
    halves: &'p assume::Halves,
    draft: Draft,
    indent: usize,
}

impl Page<'_> {
    fn line(&mut self, text: &str) {
        self.begin();
        self.draft.text.push_str(text);
        self.draft.text.push('\n');
    }

    /// Says where what follows is from.
    fn from(&mut self, origin: impl Into<Option<Span>>) {
        let start = self.draft.text.len();
        self.draft.origins.push((start, origin.into()));
    }

    fn begin(&mut self) {
        let indent = core::iter::repeat_n(' ', self.indent * super::INDENT);
        self.draft.text.extend(indent);
    }

    /// One empty line, unless a block or the text begins here.
    fn gap(&mut self) {
        let text = &self.draft.text;
        if !text.is_empty() && !text.ends_with("\n\n") && !text.ends_with("{\n") {
            self.draft.text.push('\n');
        }
    }

    fn remark(&mut self, text: &str) {
        let printable: String = text.chars().map(printable).collect();
        self.line(format!("# {printable}").trim_end());
    }

    /// A line that says a statement, with what is remarked of it above.
    fn statement(&mut self, clause: &Clause, head: &str) {
        let remarks = self.style.remarks.get(&clause.id);
        for remark in remarks.into_iter().flatten().chain(&clause.remark) {
            self.remark(remark);
        }
        self.begin();
        let start = self.draft.text.len();
        self.draft.text.push_str(head);
        self.draft.text.push_str(&clause.text);
        let end = self.draft.text.len();
        self.draft.places.push((clause.id, start..end));
        self.draft.text.push('\n');
    }

    /// The clauses of a list of statements, each with its remarks.
    fn clauses(&self, document: DocumentId) -> Vec<Clause> {
        let mut around = statement::Around {
            program: self.program,
            lets: self.lets,
            kind: self.program.kind(document),
            is_of_entity: matches!(
                document,
                DocumentId::User(_) | DocumentId::Group(_) | DocumentId::Role(_)
            ),
            half: None,
        };
        let mut sids: Vec<&str> = Vec::new();
        let statements = self.program.statements(document).iter().enumerate();
        let statements = statements.map(|(index, it)| (StatementId { document, index }, it));
        let said_here = statements.filter(|(id, _)| !self.halves.has_trust(*id));
        let clauses = said_here.map(|(id, statement)| {
            around.half = self.halves.get(id);
            let sid = statement.sid.as_deref();
            let is_free = sid.is_some_and(|sid| statement::is_name(sid) && !sids.contains(&sid));
            let mut named = statement.clone();
            let mut remark = None;
            match sid.filter(|_| !is_free) {
                Some(sid) => {
                    named.sid = None;
                    remark = (!sid.is_empty()).then(|| format!("Sid: {sid}"));
                }
                None => sids.extend(sid),
            }
            let mut manner = self.style.manners.get(&id).copied().unwrap_or_default();
            let text = loop {
                match (statement::clause(&named, manner, around), manner.next()) {
                    (Some(text), _) => break text,
                    (None, Some(next)) => manner = next,
                    (None, None) => break String::new(),
                }
            };
            Clause { id, remark, text }
        });
        clauses.collect()
    }
}

/// A statement's clause.
struct Clause {
    id: StatementId,
    /// The `Sid` that it cannot have by `as`.
    remark: Option<String>,
    text: String,
}

/// A character as a comment may hold it.
fn printable(character: char) -> char {
    if character == ' ' || character.is_ascii_graphic() || character.is_alphanumeric() {
        character
    } else {
        '?'
    }
}

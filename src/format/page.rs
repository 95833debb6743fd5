use super::line::{Break, Line};
use super::{INDENT, WIDTH};
use crate::diag::is_to_compiler;
use crate::syntax::ast::{Ast, Comment};

/// The text of a tree; `text` is the old one, for its empty lines.
pub(super) fn layout(ast: &Ast<'_>, text: &str) -> String {
    let mut page = Page {
        old: text,
        comments: &ast.comments,
        new: String::with_capacity(text.len()),
        indent: 0,
        behind: None,
    };
    page.items(&ast.items);
    page.comments_before(text.len());
    page.new
}

/// The new text as far as it is written.
pub(super) struct Page<'p> {
    old: &'p str,
    /// Those that are still to be written.
    comments: &'p [Comment<'p>],
    new: String,
    indent: usize,
    /// Where what was written last on this level ends in the old text; `None`
    /// where a block or the file begins.
    behind: Option<usize>,
}

impl<'p> Page<'p> {
    /// Writes a line that ends in the old text before `end`, with the comments
    /// before it, in it and behind it.
    pub(super) fn line(&mut self, line: &Line, end: usize) {
        let first = line.pieces.first().map_or(end, |piece| piece.at);
        let last = line.pieces.iter().map(|piece| piece.at).max();
        self.comments_before(first);
        self.empty_line(first);
        let comment = self
            .comments
            .first()
            .map(|comment| comment.span.start as usize);
        let is_broken = comment.is_some() && comment < last || self.indent + line.width() > WIDTH;
        if is_broken {
            self.allowance_before(end);
        }
        self.begin(self.indent);
        if is_broken {
            self.broken(line);
        } else {
            for piece in &line.pieces {
                self.new.push_str(if piece.spaced { " " } else { "" });
                self.new.push_str(&piece.text);
            }
        }
        self.end_line(end);
    }

    /// Writes what is said to the compiler behind a line above it, for where the
    /// line breaks, its end is not where it is pointed at.
    fn allowance_before(&mut self, end: usize) {
        let is_said = |comment: &&Comment<'_>| is_to_compiler(comment.text);
        if let Some(comment) = self.comment_behind(end).filter(is_said) {
            self.comments = self.comments.get(1..).unwrap_or_default();
            self.begin(self.indent);
            self.new.push_str(comment.text);
            self.new.push('\n');
        }
    }

    /// The next comment, if it stands behind what ends in the old text at `end`,
    /// on the same line.
    fn comment_behind(&self, end: usize) -> Option<&'p Comment<'p>> {
        let comment = self.comments.first()?;
        let between = self.old.get(end..comment.span.start as usize);
        let is_blank = |byte| matches!(byte, b' ' | b'\t');
        let same_line = between.unwrap_or_default().bytes().all(is_blank);
        (same_line && !comment.own_line).then_some(comment)
    }

    /// Ends a line with the comment that stands behind it, or in it behind its
    /// last piece.
    fn end_line(&mut self, end: usize) {
        self.behind = Some(end);
        if let Some(comment) = self.comment_behind(end) {
            self.comments = self.comments.get(1..).unwrap_or_default();
            self.new.push(' ');
            self.new.push_str(comment.text);
            self.behind = Some(end.max(comment.span.end as usize));
        }
        self.new.push('\n');
    }

    /// Writes a head that ends in `{`, at `open` in the old text, what stands
    /// in the block, and `}`, the last byte before `end`.
    pub(super) fn block(
        &mut self,
        mut head: Line,
        open: usize,
        end: usize,
        is_empty: bool,
        inside: impl FnOnce(&mut Self),
    ) {
        let close = end.saturating_sub(1);
        let before = self
            .comments
            .partition_point(|comment| (comment.span.start as usize) < open);
        let commented = self
            .comments
            .get(before)
            .is_some_and(|comment| (comment.span.start as usize) < close);
        // Comments before the brace come behind it: no piece is after them.
        if is_empty && !commented {
            head.push("{}", 0);
            return self.line(&head, end);
        }
        head.push("{", 0);
        self.line(&head, open + 1);
        self.indent += INDENT;
        self.behind = None;
        inside(self);
        self.comments_before(close);
        self.indent -= INDENT;
        self.begin(self.indent);
        self.new.push('}');
        self.end_line(end);
    }

    /// The `{` in the old text behind a word.
    pub(super) fn open_brace(&self, from: usize) -> usize {
        let mut at = from;
        loop {
            let rest = self.old.get(at..).unwrap_or_default();
            let Some(offset) = rest.find(['{', '#']) else {
                return at;
            };
            at += offset;
            if rest.get(offset..).is_some_and(|rest| rest.starts_with('{')) {
                return at;
            }
            let comment = self.old.get(at..).unwrap_or_default();
            at += comment.find('\n').unwrap_or(comment.len());
        }
    }

    /// Writes the comments from before a place, each on a line of its own.
    pub(super) fn comments_before(&mut self, place: usize) {
        while let Some((comment, rest)) = self.comments.split_first() {
            let at = comment.span.start as usize;
            if at >= place {
                return;
            }
            self.comments = rest;
            self.empty_line(at);
            self.begin(self.indent);
            self.new.push_str(comment.text);
            self.new.push('\n');
            self.behind = Some(comment.span.end as usize);
        }
    }

    /// Keeps one empty line of those in the old text before a place.
    fn empty_line(&mut self, place: usize) {
        let Some(behind) = self.behind else { return };
        let between = self.old.get(behind..place).unwrap_or_default();
        if between.bytes().filter(|byte| *byte == b'\n').count() > 1 {
            self.new.push('\n');
        }
    }

    fn begin(&mut self, indent: usize) {
        self.new.extend(core::iter::repeat_n(' ', indent));
    }

    /// Writes a line that does not fit, or has comments in it.
    fn broken(&mut self, line: &Line) {
        let part = self.indent + INDENT;
        let parts = line
            .pieces
            .iter()
            .any(|piece| piece.breaks == Break::Always);
        let inner = if parts { part + INDENT } else { part };
        let mut column = self.indent;
        // Whether nothing is written yet on this line of the new text.
        let mut fresh = true;
        for (index, piece) in line.pieces.iter().enumerate() {
            let indent = if piece.breaks == Break::Always {
                part
            } else {
                inner
            };
            let mut must = index > 0 && self.comments_inside(piece.at, indent, &mut fresh);
            must |= piece.breaks == Break::Always;
            let room = column + line.unbroken_width(index) <= WIDTH;
            must |= piece.breaks == Break::IfFull && !room;
            if must && !fresh {
                self.new.push('\n');
            }
            if must {
                self.begin(indent);
                column = indent;
            } else if piece.spaced {
                self.new.push(' ');
                column += 1;
            }
            self.new.push_str(&piece.text);
            column += piece.text.chars().count();
            fresh = false;
        }
    }

    /// Writes the comments of a line from before one of its pieces. Whether
    /// there were any: then the piece begins a line.
    fn comments_inside(&mut self, place: usize, indent: usize, fresh: &mut bool) -> bool {
        let mut any = false;
        while let Some((comment, rest)) = self.comments.split_first() {
            if comment.span.start as usize >= place {
                break;
            }
            self.comments = rest;
            if comment.own_line || *fresh {
                if !*fresh {
                    self.new.push('\n');
                }
                self.begin(indent);
            } else {
                self.new.push(' ');
            }
            self.new.push_str(comment.text);
            self.new.push('\n');
            *fresh = true;
            any = true;
        }
        any
    }
}

impl Line {
    /// How many columns a piece takes with those that cannot be parted from it.
    fn unbroken_width(&self, index: usize) -> usize {
        let pieces = self.pieces.get(index..).unwrap_or_default();
        let more = pieces
            .iter()
            .skip(1)
            .take_while(|piece| piece.breaks == Break::Never);
        pieces
            .iter()
            .take(1)
            .chain(more)
            .map(|piece| usize::from(piece.spaced) + piece.text.chars().count())
            .sum()
    }
}

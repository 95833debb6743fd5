//! Names in what could not be read: they may be declared there, so that they
//! are not reported as undeclared elsewhere.

use hashbrown::HashSet;

use crate::source::Sources;
use crate::syntax::ast::Ast;
use crate::syntax::is_name;

/// The words of every span that has an error of syntax.
#[derive(Debug, Default)]
pub(crate) struct Unread {
    words: HashSet<String>,
    /// A loop may have declared any name.
    anything: bool,
}

impl Unread {
    pub(crate) fn new(asts: &[Ast<'_>], sources: &Sources) -> Self {
        let mut unread = Self::default();
        for span in asts.iter().flat_map(|ast| &ast.bad) {
            unread.read(sources.text(*span));
        }
        unread
    }

    fn read(&mut self, text: &str) {
        for word in
            text.split(|character: char| !is_word(character) && !matches!(character, '{' | '}'))
        {
            self.anything |= holds_filled_name(word);
            for name in word.split(['{', '}']) {
                self.words.insert(name.to_owned());
            }
        }
    }

    /// Whether the name may be declared where nothing could be read.
    pub(crate) fn may_declare(&self, name: &str) -> bool {
        self.anything || self.words.contains(name)
    }
}

/// Whether a word has a `{name}`: what it declares cannot be known.
fn holds_filled_name(word: &str) -> bool {
    let mut inside = word.split('{').skip(1);
    inside.any(|rest| rest.split_once('}').is_some_and(|(name, _)| is_name(name)))
}

fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '+' | '.' | '@' | '-' | '=')
}

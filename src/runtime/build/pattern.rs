//! Reads IAM's patterns and cuts them where the index needs it.

use alloc::borrow::{Cow, ToOwned};
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::TreeBuilder;
use crate::iam::{PolicyKind, Variable, Version, split_variable};
use crate::runtime::arena::{Id, Text, Texts};
use crate::runtime::pattern::{Form, Pattern, Piece};

/// How many borders the six fields of an ARN have.
const FIELD_ENDS: usize = 5;

/// What tells patterns apart: how it is read, whether variables count, and its
/// text.
pub(super) type Identity = (Reading, bool, Text);

/// How a pattern's text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Reading {
    /// An action: wildcards, no variables, lower case.
    Action,
    /// A resource: an ARN, short ones filled up.
    Resource,
    /// A resource, where a short ARN must end in `*`.
    StrictResource,
    /// A condition's ARN: all six fields.
    Arn,
    /// A condition's text with wildcards.
    Like,
    /// A condition's text without.
    Plain,
}

impl Reading {
    /// How the resources of a kind of policy are read. AWS documents short
    /// ARNs only where they end in `*`; in the policies of principals it is
    /// known to fill up the others too.
    pub(super) fn of_resource(kind: PolicyKind) -> Self {
        match kind {
            PolicyKind::Resource | PolicyKind::Trust => Self::StrictResource,
            PolicyKind::Identity
            | PolicyKind::Boundary
            | PolicyKind::Session
            | PolicyKind::ServiceControl
            | PolicyKind::ResourceControl => Self::Resource,
        }
    }
}

/// A piece of a pattern before it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token<'s> {
    Text(Cow<'s, str>),
    AnyCharacter,
    AnyRun,
    Variable {
        key: &'s str,
        default: Option<&'s str>,
    },
    FieldEnd,
}

/// Where a pattern goes in an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The pattern `*`.
    Everything,
    /// Behind its head.
    Head(Text, Rest),
    /// Nowhere, for it matches nothing.
    Nowhere,
}

/// What follows a pattern's head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rest {
    Nothing,
    Anything,
    Longer(Id<Pattern>),
}

impl Place {
    /// In which order places stand in an index: heads by their texts.
    pub(super) fn order(self, other: Self, texts: &Texts) -> Ordering {
        match (self, other) {
            (Self::Head(one, one_rest), Self::Head(two, two_rest)) if one == two => {
                one_rest.cmp(&two_rest)
            }
            // The same text is stored once.
            (Self::Head(one, _), Self::Head(two, _)) => texts.get(one).cmp(texts.get(two)),
            (Self::Everything, Self::Everything) | (Self::Nowhere, Self::Nowhere) => {
                Ordering::Equal
            }
            (Self::Everything, _) | (_, Self::Nowhere) => Ordering::Less,
            (Self::Nowhere, _) | (_, Self::Everything) => Ordering::Greater,
        }
    }
}

/// A pattern and where it goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    pub(super) id: Id<Pattern>,
    pub(super) place: Place,
}

impl TreeBuilder {
    /// Stores a pattern.
    pub(super) fn pattern(&mut self, source: &str, reading: Reading, version: Version) -> Placed {
        let variables = match (version, reading) {
            (Version::V2008, _) | (_, Reading::Action) => false,
            (
                Version::V2012,
                Reading::Resource
                | Reading::StrictResource
                | Reading::Arn
                | Reading::Like
                | Reading::Plain,
            ) => true,
        };
        let source_text = self.text(source);
        let identity = (reading, variables, source_text);
        if let Some(placed) = self.patterns.get(&identity) {
            return *placed;
        }
        let lower_case = match reading {
            Reading::Action => Cow::Owned(source.to_ascii_lowercase()),
            Reading::Resource
            | Reading::StrictResource
            | Reading::Arn
            | Reading::Like
            | Reading::Plain => Cow::Borrowed(source),
        };
        let tokens = tokens_of(&lower_case, reading, variables);
        let form = self.form(tokens.as_deref(), reading);
        let id = self.draft.patterns.push(Pattern {
            source: source_text,
            form,
        });
        let place = match tokens {
            None => Place::Nowhere,
            Some(tokens) if tokens.is_empty() && is_everything(source, reading) => {
                Place::Everything
            }
            Some(tokens) => self.place_of(&tokens, id),
        };
        let placed = Placed { id, place };
        self.patterns.insert(identity, placed);
        placed
    }

    fn form(&mut self, tokens: Option<&[Token<'_>]>, reading: Reading) -> Form {
        match (tokens, reading) {
            (None, _) => Form::Nothing,
            (Some([]), Reading::Action | Reading::Resource | Reading::StrictResource) => {
                Form::Everything
            }
            (Some(tokens), Reading::Action | Reading::Like | Reading::Plain) => {
                let pieces: Vec<Piece> = tokens.iter().map(|token| self.piece(token)).collect();
                Form::Whole(self.draft.pieces.extend(pieces))
            }
            (Some(tokens), Reading::Resource | Reading::StrictResource | Reading::Arn) => {
                let pieces: Vec<Piece> = tokens.iter().map(|token| self.piece(token)).collect();
                Form::Fields(self.draft.pieces.extend(pieces))
            }
        }
    }

    fn piece(&mut self, token: &Token<'_>) -> Piece {
        match token {
            Token::Text(text) => Piece::Text(self.text(text)),
            Token::AnyCharacter => Piece::AnyCharacter,
            Token::AnyRun => Piece::AnyRun,
            Token::FieldEnd => Piece::FieldEnd,
            Token::Variable { key, default } => {
                let key = self.key(key);
                Piece::Variable(key, default.map(|text| self.text(text)))
            }
        }
    }

    /// The head of a pattern and what follows it.
    fn place_of(&mut self, tokens: &[Token<'_>], id: Id<Pattern>) -> Place {
        let mut head = String::new();
        let mut rest = tokens;
        while let [first, after @ ..] = rest {
            match first {
                Token::Text(text) => head.push_str(text),
                Token::FieldEnd => head.push(':'),
                Token::AnyCharacter | Token::AnyRun | Token::Variable { .. } => break,
            }
            rest = after;
        }
        // Whatever is in the remaining fields of an ARN, it is anything at all.
        let is_anything = rest
            .split(|token| *token == Token::FieldEnd)
            .all(|field| field == [Token::AnyRun]);
        let rest = match rest {
            [] => Rest::Nothing,
            _ if is_anything => Rest::Anything,
            _ => Rest::Longer(id),
        };
        Place::Head(self.text(&head), rest)
    }
}

fn is_everything(source: &str, reading: Reading) -> bool {
    match reading {
        Reading::Action | Reading::Resource | Reading::StrictResource => source == "*",
        Reading::Arn | Reading::Like | Reading::Plain => false,
    }
}

/// A pattern's tokens: none at all for the pattern `*`, `None` for one that
/// matches nothing.
fn tokens_of(source: &str, reading: Reading, variables: bool) -> Option<Vec<Token<'_>>> {
    if is_everything(source, reading) {
        return Some(Vec::new());
    }
    match reading {
        Reading::Action => Some(tokenize(source, false, true)),
        Reading::Like => Some(tokenize(source, variables, true)),
        Reading::Plain => Some(tokenize(source, variables, false)),
        Reading::Resource | Reading::StrictResource | Reading::Arn => {
            let (mut tokens, ends) = split_fields(tokenize(source, variables, true));
            let is_open = tokens.last() == Some(&Token::AnyRun);
            let may_be_short = match reading {
                Reading::Resource => true,
                Reading::StrictResource => is_open,
                Reading::Arn | Reading::Action | Reading::Like | Reading::Plain => false,
            };
            if ends < FIELD_ENDS && !may_be_short {
                return None;
            }
            for _ in ends..FIELD_ENDS {
                tokens.extend([Token::FieldEnd, Token::AnyRun]);
            }
            Some(tokens)
        }
    }
}

/// Cuts a text at its wildcards and variables.
///
/// A `${` that begins no variable is plain text (IAM User Guide, "IAM policy
/// elements: Variables and tags").
fn tokenize(source: &str, variables: bool, wildcards: bool) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut text = Cow::Borrowed("");
    let mut rest = source;
    while let Some(special) = rest.find(['*', '?', '$']) {
        let (plain, from) = rest.split_at(special);
        append(&mut text, Cow::Borrowed(plain));
        let variable = if variables {
            parse_variable(from)
        } else {
            None
        };
        let (token, after) = match (variable, from.split_at(1)) {
            (Some(variable), _) => variable,
            (None, ("*", after)) if wildcards => (Token::AnyRun, after),
            (None, ("?", after)) if wildcards => (Token::AnyCharacter, after),
            (None, (itself, after)) => (Token::Text(Cow::Borrowed(itself)), after),
        };
        rest = after;
        match token {
            Token::Text(more) => append(&mut text, more),
            // Any run of any runs is any run.
            Token::AnyRun if text.is_empty() && tokens.last() == Some(&Token::AnyRun) => {}
            Token::AnyRun | Token::AnyCharacter | Token::Variable { .. } | Token::FieldEnd => {
                flush(&mut text, &mut tokens);
                tokens.push(token);
            }
        }
    }
    append(&mut text, Cow::Borrowed(rest));
    flush(&mut text, &mut tokens);
    tokens
}

/// Adds to a text, which stays borrowed where it was empty.
fn append<'s>(text: &mut Cow<'s, str>, more: Cow<'s, str>) {
    if text.is_empty() {
        *text = more;
    } else if !more.is_empty() {
        text.to_mut().push_str(&more);
    }
}

fn flush<'s>(text: &mut Cow<'s, str>, tokens: &mut Vec<Token<'s>>) {
    if !text.is_empty() {
        tokens.push(Token::Text(core::mem::take(text)));
    }
}

/// The variable or escape that a text begins with, and what follows it.
fn parse_variable(text: &str) -> Option<(Token<'_>, &str)> {
    let (variable, after) = split_variable(text)?;
    let token = match variable {
        Variable::Escape(itself) => Token::Text(Cow::Borrowed(itself)),
        Variable::Key { key, default } => Token::Variable { key, default },
    };
    Some((token, after))
}

/// Cuts tokens at the first five colons of their text, and counts the cuts.
fn split_fields(tokens: Vec<Token<'_>>) -> (Vec<Token<'_>>, usize) {
    let mut cut = Vec::with_capacity(tokens.len() + 2 * FIELD_ENDS);
    let mut ends = 0;
    for token in tokens {
        let Token::Text(mut text) = token else {
            cut.push(token);
            continue;
        };
        while ends < FIELD_ENDS
            && let Some(colon) = text.find(':')
        {
            let (field, rest) = split_at_colon(text, colon);
            if !field.is_empty() {
                cut.push(Token::Text(field));
            }
            cut.push(Token::FieldEnd);
            ends += 1;
            text = rest;
        }
        if !text.is_empty() {
            cut.push(Token::Text(text));
        }
    }
    (cut, ends)
}

/// What stands before and behind the colon at this byte.
fn split_at_colon(text: Cow<'_, str>, colon: usize) -> (Cow<'_, str>, Cow<'_, str>) {
    match text {
        Cow::Borrowed(text) => (
            Cow::Borrowed(text.get(..colon).unwrap_or_default()),
            Cow::Borrowed(text.get(colon + 1..).unwrap_or_default()),
        ),
        Cow::Owned(mut text) => {
            let rest = text.get(colon + 1..).unwrap_or_default().to_owned();
            text.truncate(colon);
            (Cow::Owned(text), Cow::Owned(rest))
        }
    }
}

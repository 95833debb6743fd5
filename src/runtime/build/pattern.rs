//! Reads IAM's patterns and cuts them where the index needs it.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::TreeBuilder;
use crate::iam::{PolicyKind, Version};
use crate::runtime::arena::Id;
use crate::runtime::pattern::{Form, Pattern, Piece};

/// What tells patterns apart.
pub(super) type Identity = (Reading, bool, String);

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
enum Token {
    Text(String),
    AnyCharacter,
    AnyRun,
    Variable {
        key: String,
        default: Option<String>,
    },
    FieldEnd,
}

/// Where a pattern goes in an index.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// The pattern `*`.
    Everything,
    /// Behind its head.
    Head(String, Rest),
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

/// A pattern and where it goes.
#[derive(Clone, Debug)]
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
        let identity = (reading, variables, source.to_owned());
        if let Some(placed) = self.patterns.get(&identity) {
            return placed.clone();
        }
        let tokens = tokens_of(source, reading, variables);
        let form = self.form(tokens.as_deref(), reading);
        let source_text = self.text(source);
        let id = self.tree.patterns.push(Pattern {
            source: source_text,
            form,
        });
        let place = match tokens {
            None => Place::Nowhere,
            Some(tokens) if tokens.is_empty() && is_everything(source, reading) => {
                Place::Everything
            }
            Some(tokens) => place_of(&tokens, id),
        };
        let placed = Placed { id, place };
        self.patterns.insert(identity, placed.clone());
        placed
    }

    fn form(&mut self, tokens: Option<&[Token]>, reading: Reading) -> Form {
        match (tokens, reading) {
            (None, _) => Form::Nothing,
            (Some([]), Reading::Action | Reading::Resource | Reading::StrictResource) => {
                Form::Everything
            }
            (Some(tokens), Reading::Action | Reading::Like | Reading::Plain) => {
                let pieces: Vec<Piece> = tokens.iter().map(|token| self.piece(token)).collect();
                Form::Whole(self.tree.pieces.extend(pieces))
            }
            (Some(tokens), Reading::Resource | Reading::StrictResource | Reading::Arn) => {
                let pieces: Vec<Piece> = tokens.iter().map(|token| self.piece(token)).collect();
                Form::Fields(self.tree.pieces.extend(pieces))
            }
        }
    }

    fn piece(&mut self, token: &Token) -> Piece {
        match token {
            Token::Text(text) => Piece::Text(self.text(text)),
            Token::AnyCharacter => Piece::AnyCharacter,
            Token::AnyRun => Piece::AnyRun,
            Token::FieldEnd => Piece::FieldEnd,
            Token::Variable { key, default } => Piece::Variable {
                key: self.key(key),
                default: default.as_ref().map(|text| self.text(text)),
            },
        }
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
fn tokens_of(source: &str, reading: Reading, variables: bool) -> Option<Vec<Token>> {
    if is_everything(source, reading) {
        return Some(Vec::new());
    }
    match reading {
        Reading::Action => Some(tokenize(&source.to_ascii_lowercase(), false, true)),
        Reading::Like => Some(tokenize(source, variables, true)),
        Reading::Plain => Some(tokenize(source, variables, false)),
        Reading::Resource | Reading::StrictResource | Reading::Arn => {
            let mut fields = split_fields(tokenize(source, variables, true));
            let is_open = fields.last().and_then(|field| field.last()) == Some(&Token::AnyRun);
            let may_be_short = match reading {
                Reading::Resource => true,
                Reading::StrictResource => is_open,
                Reading::Arn | Reading::Action | Reading::Like | Reading::Plain => false,
            };
            if fields.len() < 6 && !may_be_short {
                return None;
            }
            fields.resize(6, vec![Token::AnyRun]);
            Some(fields.join(&Token::FieldEnd))
        }
    }
}

/// Cuts a text at its wildcards and variables.
///
/// A `${` that begins no variable is plain text (IAM User Guide, "IAM policy
/// elements: Variables and tags").
fn tokenize(source: &str, variables: bool, wildcards: bool) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut text = String::new();
    let mut rest = source;
    while let Some(special) = rest.find(['*', '?', '$']) {
        let (plain, from) = rest.split_at(special);
        text.push_str(plain);
        let variable = if variables {
            parse_variable(from)
        } else {
            None
        };
        let (token, after) = match (variable, from.split_at(1)) {
            (Some(variable), _) => variable,
            (None, ("*", after)) if wildcards => (Token::AnyRun, after),
            (None, ("?", after)) if wildcards => (Token::AnyCharacter, after),
            (None, (itself, after)) => (Token::Text(itself.to_owned()), after),
        };
        rest = after;
        match token {
            Token::Text(more) => text.push_str(&more),
            // Any run of any runs is any run.
            Token::AnyRun if text.is_empty() && tokens.last() == Some(&Token::AnyRun) => {}
            Token::AnyRun | Token::AnyCharacter | Token::Variable { .. } | Token::FieldEnd => {
                flush(&mut text, &mut tokens);
                tokens.push(token);
            }
        }
    }
    text.push_str(rest);
    flush(&mut text, &mut tokens);
    tokens
}

fn flush(text: &mut String, tokens: &mut Vec<Token>) {
    if !text.is_empty() {
        tokens.push(Token::Text(core::mem::take(text)));
    }
}

/// The variable or escape that a text begins with, and what follows it.
fn parse_variable(text: &str) -> Option<(Token, &str)> {
    let (body, after) = text.strip_prefix("${")?.split_once('}')?;
    if matches!(body, "*" | "?" | "$") {
        return Some((Token::Text(body.to_owned()), after));
    }
    let (key, default) = match body.split_once(',') {
        Some((key, default)) => {
            let default = default.strip_prefix(" '")?.strip_suffix('\'')?;
            (key, Some(default.to_owned()))
        }
        None => (body, None),
    };
    let is_strange =
        |character: char| character.is_whitespace() || matches!(character, '\'' | '$' | '{');
    let is_quoted_twice = default.as_ref().is_some_and(|text| text.contains('\''));
    if key.is_empty() || key.contains(is_strange) || is_quoted_twice {
        return None;
    }
    Some((
        Token::Variable {
            key: key.to_owned(),
            default,
        },
        after,
    ))
}

/// Cuts tokens at the first five colons of their text.
fn split_fields(tokens: Vec<Token>) -> Vec<Vec<Token>> {
    let mut fields = vec![Vec::new()];
    let push = |fields: &mut Vec<Vec<Token>>, token: Token| {
        if let Some(field) = fields.last_mut() {
            field.push(token);
        }
    };
    for token in tokens {
        let Token::Text(mut text) = token else {
            push(&mut fields, token);
            continue;
        };
        while let Some((field, rest)) = text.split_once(':').filter(|_| fields.len() < 6) {
            if !field.is_empty() {
                push(&mut fields, Token::Text(field.to_owned()));
            }
            fields.push(Vec::new());
            text = rest.to_owned();
        }
        if !text.is_empty() {
            push(&mut fields, Token::Text(text));
        }
    }
    fields
}

/// The head of a pattern and what follows it.
fn place_of(tokens: &[Token], id: Id<Pattern>) -> Place {
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
    Place::Head(head, rest)
}

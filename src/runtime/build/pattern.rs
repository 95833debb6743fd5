//! Reads IAM's patterns and cuts them where the index needs it.

use alloc::borrow::{Cow, ToOwned};
use alloc::string::String;
use alloc::vec::Vec;

use super::TreeBuilder;
use crate::iam::{PolicyKind, Variable, Version, split_variable};
use crate::runtime::arena::Id;
use crate::runtime::candidate::{ResourceTest, Told};
use crate::runtime::pattern::{Form, Parts, Pattern, Piece};
use crate::runtime::spelling::{Numbered, Prefix, Spelling, cut};

/// How many borders the six fields of an ARN have.
const FIELD_ENDS: usize = 5;

/// What tells patterns apart: how it is read, whether variables count, and its
/// text.
pub(super) type Identity = (Reading, bool, Spelling);

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
    /// Whether it is matched field by field, as ARNs are.
    fn is_by_field(self) -> bool {
        match self {
            Self::Resource | Self::StrictResource | Self::Arn => true,
            Self::Action | Self::Like | Self::Plain => false,
        }
    }

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
    Head(Spelling, Rest),
    /// Nowhere, for it matches nothing.
    Nowhere,
}

/// What follows a pattern's head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rest {
    Nothing,
    Anything,
    Longer,
}

/// A pattern and where it goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    pub(super) id: Id<Pattern>,
    pub(super) place: Place,
    /// For a resource.
    pub(super) test: ResourceTest,
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
        let spelling = self.spelling(source, reading);
        let identity = (reading, variables, spelling);
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
        let placed = match tokens_of(&lower_case, reading, variables) {
            None => Placed {
                id: self.store(spelling, Form::Nothing),
                place: Place::Nowhere,
                test: ResourceTest::Everything,
            },
            Some(tokens) if tokens.is_empty() && is_everything(source, reading) => Placed {
                id: self.store(spelling, Form::Everything),
                place: Place::Everything,
                test: ResourceTest::Everything,
            },
            Some(tokens) => {
                let form = self.form(&tokens, source, spelling, reading);
                let id = self.store(spelling, form);
                Placed {
                    id,
                    place: self.place_of(&tokens, source, spelling, reading),
                    test: self.test_of(id, form, spelling),
                }
            }
        };
        self.patterns.insert(identity, placed);
        placed
    }

    fn store(&mut self, source: Spelling, form: Form) -> Id<Pattern> {
        self.draft.patterns.push(Pattern { source, form })
    }

    /// Stores what a pattern is written as; an ARN that begins with five plain
    /// fields in two pieces.
    fn spelling(&mut self, source: &str, reading: Reading) -> Spelling {
        let pieces = cut(source)
            .filter(|(prefix, _)| reading.is_by_field() && !prefix.contains(['*', '?', '$']));
        match pieces {
            Some((prefix, rest)) => Spelling {
                prefix: Some(self.prefix(prefix)),
                rest: self.text(rest),
            },
            None => self.text(source).into(),
        }
    }

    fn prefix(&mut self, text: &str) -> Id<Prefix> {
        let text = self.text(text);
        let prefixes = &mut self.draft.prefixes;
        *self.prefixes.entry(text).or_insert_with(|| {
            // Not all accounts are known yet.
            let account = Numbered::Nobody;
            prefixes.push(Prefix { text, account })
        })
    }

    fn form(
        &mut self,
        tokens: &[Token<'_>],
        source: &str,
        spelling: Spelling,
        reading: Reading,
    ) -> Form {
        let by_field = reading.is_by_field();
        // What has not all of an ARN's fields as they are is matched by its pieces.
        if !by_field || spelling.prefix.is_some() {
            let (head, rest) = split_head(tokens);
            match rest {
                [] if is_same(&head, source, reading) => return Form::Literal,
                [Token::AnyRun]
                    if source
                        .strip_suffix('*')
                        .is_some_and(|start| is_same(&head, start, reading)) =>
                {
                    return Form::Beginning;
                }
                _ if by_field && has_one_star(tokens, source) => return Form::Around,
                _ => {}
            }
        }
        let pieces: Vec<Piece> = tokens.iter().map(|token| self.piece(token)).collect();
        let pieces = self.draft.pieces.extend(pieces);
        Form::Parts(self.draft.parts.push(Parts { by_field, pieces }))
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

    /// How a resource is told without its pattern, where that can be.
    fn test_of(&self, id: Id<Pattern>, form: Form, spelling: Spelling) -> ResourceTest {
        let told = |spelling: Spelling| {
            let prefix = self.draft.prefixes.get(spelling.prefix?)?;
            let [prefix, rest] = [prefix.text, spelling.rest].map(|text| self.draft.text(text));
            Told::new(spelling, prefix, rest)
        };
        let test = match form {
            Form::Literal => told(spelling).map(ResourceTest::Exactly),
            Form::Beginning => told(spelling.shortened(1)).map(ResourceTest::Beginning),
            Form::Around => told(spelling).map(ResourceTest::Around),
            Form::Parts(_) | Form::Everything | Form::Nothing => None,
        };
        test.unwrap_or(ResourceTest::Other(id))
    }

    /// The head of a pattern and what follows it.
    fn place_of(
        &mut self,
        tokens: &[Token<'_>],
        source: &str,
        spelling: Spelling,
        reading: Reading,
    ) -> Place {
        let (head, rest) = split_head(tokens);
        // Whatever is in the remaining fields of an ARN, it is anything at all.
        let is_anything = rest
            .split(|token| *token == Token::FieldEnd)
            .all(|field| field == [Token::AnyRun]);
        let rest = match rest {
            [] => Rest::Nothing,
            _ if is_anything => Rest::Anything,
            _ => Rest::Longer,
        };
        let behind = u32::try_from(source.len() - head.len().min(source.len()));
        let text = match (reading, behind) {
            // Heads of actions are told from each other by where they are stored.
            (Reading::Action, _) => self.text(&head).into(),
            // Mostly it is how the pattern begins.
            (_, Ok(behind)) if source.starts_with(&head) && behind <= spelling.rest.len => {
                spelling.shortened(behind)
            }
            _ => self.text(&head).into(),
        };
        Place::Head(text, rest)
    }
}

/// The text that a pattern begins with, and what follows it.
fn split_head<'t, 's>(tokens: &'t [Token<'s>]) -> (String, &'t [Token<'s>]) {
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
    (head, rest)
}

/// Whether a text of tokens is the written one; actions are in lower case.
fn is_same(text: &str, written: &str, reading: Reading) -> bool {
    match reading {
        Reading::Action => text.eq_ignore_ascii_case(written),
        Reading::Resource
        | Reading::StrictResource
        | Reading::Arn
        | Reading::Like
        | Reading::Plain => text == written,
    }
}

/// Whether all of a pattern is plain text but for one `*` behind its prefix.
fn has_one_star(tokens: &[Token<'_>], source: &str) -> bool {
    let is_plain = tokens.iter().all(|token| match token {
        Token::Text(_) | Token::AnyRun | Token::FieldEnd => true,
        Token::AnyCharacter | Token::Variable { .. } => false,
    });
    // What is escaped has a `$`.
    is_plain && source.matches('*').count() == 1 && !source.contains('$')
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

//! Wildcards and policy variables (IAM User Guide: Resource; Variables and tags).

use super::case::{Context, ContextValue};

/// Text with wildcards and policy variables, as a policy writes it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pattern(Vec<Piece>);

#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Glob(Glob),
    Variable {
        key: String,
        default: Option<String>,
    },
}

/// One step of a pattern whose variables are filled in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Glob {
    /// Exactly this character.
    Literal(char),
    /// `?`: exactly one character.
    AnyOne,
    /// `*`: any run of characters, none included.
    AnyRun,
}

/// What means something else than itself in a pattern.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    /// `${...}` is a variable: only in a document of version 2012-10-17.
    pub(crate) variables: bool,
    /// `*` and `?` are wildcards.
    pub(crate) wildcards: bool,
}

impl Pattern {
    pub(crate) fn parse(text: &str, reading: Reading) -> Self {
        let characters: Vec<char> = text.chars().collect();
        let mut rest = characters.as_slice();
        let mut pieces = Vec::new();
        while let Some((&first, after)) = rest.split_first() {
            if reading.variables
                && let Some((piece, after_variable)) = parse_variable(rest)
            {
                pieces.push(piece);
                rest = after_variable;
                continue;
            }
            pieces.push(Piece::Glob(match first {
                '*' if reading.wildcards => Glob::AnyRun,
                '?' if reading.wildcards => Glob::AnyOne,
                other => Glob::Literal(other),
            }));
            rest = after;
        }
        Self(pieces)
    }

    /// The fields of an ARN pattern: split at the first five colons that stand in the pattern itself, so that neither a
    /// variable's name nor its value moves a border.
    pub(crate) fn arn_fields(&self) -> Vec<Self> {
        let mut fields = vec![Vec::new()];
        for piece in &self.0 {
            let colon = *piece == Piece::Glob(Glob::Literal(':'));
            if colon && fields.len() < 6 {
                fields.push(Vec::new());
            } else if let Some(field) = fields.last_mut() {
                field.push(piece.clone());
            }
        }
        fields.into_iter().map(Self).collect()
    }

    pub(crate) fn ends_in_any_run(&self) -> bool {
        self.0.last() == Some(&Piece::Glob(Glob::AnyRun))
    }

    /// The pattern with its variables filled in, or `None` where one has no value and no default: such a pattern is
    /// equal to nothing and like nothing. What is filled in is literal (open in AWS's text; anything else would let a
    /// tag's value widen a policy).
    pub(crate) fn fill(&self, context: &Context) -> Option<Vec<Glob>> {
        let mut filled = Vec::new();
        for piece in &self.0 {
            match piece {
                Piece::Glob(step) => filled.push(*step),
                Piece::Variable { key, default } => {
                    // A multivalued key cannot be a variable; it counts as one without a value.
                    let value = match context.get(key) {
                        Some(ContextValue::One(value)) => Some(value),
                        Some(ContextValue::Many(_)) | None => default.as_ref(),
                    };
                    filled.extend(value?.chars().map(Glob::Literal));
                }
            }
        }
        Some(filled)
    }

    /// The pattern with its variables filled in, read as plain text.
    pub(crate) fn fill_text(&self, context: &Context) -> Option<String> {
        let filled = self.fill(context)?;
        let character = |step: &Glob| match step {
            Glob::Literal(character) => Some(*character),
            Glob::AnyOne | Glob::AnyRun => None,
        };
        filled.iter().map(character).collect()
    }

    /// Whether the pattern, filled in, matches the whole of `text`.
    pub(crate) fn matches(&self, text: &str, context: &Context) -> bool {
        self.fill(context)
            .is_some_and(|pattern| glob_matches(&pattern, text))
    }
}

/// Reads a variable at the front: `${key}`, `${key, 'default'}`, or an escape `${*}`, `${?}`, `${$}`. `None` where there
/// is none or it is malformed; then its text is literal.
fn parse_variable(text: &[char]) -> Option<(Piece, &[char])> {
    let inside = text.strip_prefix(&['$', '{'])?;
    let end = inside.iter().position(|&character| character == '}')?;
    let (body, after) = inside.split_at_checked(end)?;
    let (_brace, after) = after.split_first()?;
    if let [escaped @ ('*' | '?' | '$')] = body {
        return Some((Piece::Glob(Glob::Literal(*escaped)), after));
    }
    let body: String = body.iter().collect();
    let (key, default) = match body.split_once(',') {
        None => (body.as_str(), None),
        Some((key, default)) => (
            key,
            Some(default.strip_prefix(" '")?.strip_suffix('\'')?.to_owned()),
        ),
    };
    let quoted_twice = default.as_ref().is_some_and(|text| text.contains('\''));
    let strange_key = key.is_empty()
        || key.contains(|c: char| c.is_whitespace() || matches!(c, '\'' | '$' | '{'));
    if quoted_twice || strange_key {
        return None;
    }
    Some((
        Piece::Variable {
            key: fold(key),
            default,
        },
        after,
    ))
}

/// Whether `pattern` matches the whole of `text`. After a `*`, the shortest run is tried first; on a mismatch only the
/// last `*` takes one character more, which suffices because an earlier one could gain nothing by it.
pub(crate) fn glob_matches(pattern: &[Glob], text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    let (mut at_pattern, mut at_text) = (0, 0);
    let mut last_run: Option<(usize, usize)> = None;
    while let Some(&character) = text.get(at_text) {
        let step = pattern.get(at_pattern);
        if step == Some(&Glob::AnyRun) {
            last_run = Some((at_pattern, at_text));
            at_pattern += 1;
        } else if step == Some(&Glob::AnyOne) || step == Some(&Glob::Literal(character)) {
            at_pattern += 1;
            at_text += 1;
        } else if let Some((run, start)) = last_run {
            last_run = Some((run, start + 1));
            at_pattern = run + 1;
            at_text = start + 1;
        } else {
            return false;
        }
    }
    pattern
        .iter()
        .skip(at_pattern)
        .all(|step| *step == Glob::AnyRun)
}

/// Text for comparison without regard to case: simple lower-casing, a character for a character (beyond ASCII AWS's
/// text leaves it open).
pub(crate) fn fold(text: &str) -> String {
    text.chars()
        .filter_map(|character| character.to_lowercase().next())
        .collect()
}

//! Lines and columns.

use aclc::source::{Position, Sources, Span};

/// Counts from the start of the text, without any index.
fn counted(text: &str, offset: usize) -> (Position, Position) {
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = u32::try_from(before.matches('\n').count() + 1).unwrap();
    let column = |count: usize| u32::try_from(count + 1).unwrap();
    let on_line = &before[line_start..];
    (
        Position {
            line,
            column: column(on_line.chars().count()),
        },
        Position {
            line,
            column: column(on_line.encode_utf16().count()),
        },
    )
}

#[test]
fn columns_are_right_in_short_and_in_long_lines() {
    let long = "aü🗝".repeat(3_000);
    let text = format!("a\n{long}\nü\r\n\n{long}{long}\n{}", "🗝".repeat(1_024));
    let mut sources = Sources::new();
    let id = sources.add("a.acl", text.as_str());
    let source = sources.get(id).unwrap();
    let places = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    for offset in places.step_by(97).chain([0, 1, 2, text.len()]) {
        let (characters, units) = counted(&text, offset);
        let at = u32::try_from(offset).unwrap();
        assert_eq!(sources.position(Span::new(id, offset, offset)), characters);
        assert_eq!(source.lines().position_utf16(&text, at), units);
    }
}

#[test]
fn places_off_the_text_are_taken_back_to_it() {
    let text = "aü\nb";
    let mut sources = Sources::new();
    let id = sources.add("a.acl", text);
    let position = |offset| sources.position(Span::new(id, offset, offset));
    assert_eq!(position(2), Position { line: 1, column: 2 }, "inside `ü`");
    assert_eq!(position(99), Position { line: 2, column: 2 });
}

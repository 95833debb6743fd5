use alloc::vec::Vec;

/// Which way a region lies from the middle of its area.
const DIRECTIONS: [&str; 9] = [
    "north",
    "south",
    "east",
    "west",
    "central",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
];

/// Whether a text is the code of a region: an area, perhaps a part of it, a
/// direction and a number, as in `us-east-1`, `us-gov-west-1` and
/// `eusc-de-east-1` (AWS General Reference, "Regions and endpoints"). Regions
/// come, and their codes have kept this shape.
pub fn is_region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let (is_area, direction, number) = match parts.as_slice() {
        [area, direction, number] => (area.len() == 2, direction, number),
        ["eusc", country, direction, number] => (country.len() == 2, direction, number),
        [area, part, direction, number] => (
            area.len() == 2 && (*part == "gov" || part.starts_with("iso")),
            direction,
            number,
        ),
        _ => return false,
    };
    let is_lower = text
        .bytes()
        .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    is_area
        && is_lower
        && !text.starts_with(|first: char| first.is_ascii_digit())
        && DIRECTIONS.contains(direction)
        && matches!(number.as_bytes(), [b'1'..=b'9'])
}

//! Dates, addresses and lengths of time as other places write them.

use super::{address, date};

/// What to write for a bare word that has a known form of somewhere else.
pub(super) fn meant(word: &str) -> Option<String> {
    date(word).or_else(|| addresses(word))
}

/// `31.12.2027`, `12/31/2027` and `2027-1-1`. Which of `01/02/2027` is the day,
/// nobody knows.
pub(super) fn date(word: &str) -> Option<String> {
    let parts: Vec<&str> = word.split(['.', '/', '-']).collect();
    let [first, second, third] = parts.as_slice() else {
        return None;
    };
    let number = |text: &str| text.parse::<u16>().ok().filter(|_| text.len() <= 4);
    let (one, two, three) = (number(first)?, number(second)?, number(third)?);
    let date = |year, month, day| {
        let written = format!("{year:04}-{month:02}-{day:02}");
        let is_date = date::Written::parse(&written).is_ok();
        is_date.then_some(written)
    };
    if first.len() == 4 {
        return date(one, two, three).map(|date| format!("write `{date}`"));
    }
    if third.len() != 4 {
        return None;
    }
    let day_first = date(three, two, one);
    let month_first = date(three, one, two).filter(|_| !word.contains('.') && one != two);
    match (day_first, month_first) {
        (Some(one), Some(other)) => Some(format!("write `{one}` or `{other}`")),
        (Some(date), None) | (None, Some(date)) => Some(format!("write `{date}`")),
        (None, None) => None,
    }
}

/// `203.0.113/24` and `203.0.113.1-203.0.113.9`.
pub(super) fn addresses(word: &str) -> Option<String> {
    if let Some((first, last)) = word.split_once('-') {
        let is_address = |text: &str| text.parse::<core::net::IpAddr>().is_ok();
        return (is_address(first) && is_address(last)).then(|| {
            "a range is written by its first bits, as in `203.0.113.0/24`; others as a list of such ranges and addresses".to_owned()
        });
    }
    let (start, bits) = word.split_once('/')?;
    let missing = 4_usize.checked_sub(start.split('.').count())?;
    let whole = format!("{start}{}/{bits}", ".0".repeat(missing));
    let range = address::parse(&whole).filter(|_| missing > 0 && start.contains('.'))?;
    Some(format!(
        "an address has four parts: write `{}`",
        range.trunc()
    ))
}

/// What is wrong with an address that has four parts and perhaps a length.
pub(super) fn wrong_part(word: &str) -> Option<String> {
    let (start, bits) = word.split_once('/').unwrap_or((word, "0"));
    let parts: Vec<u32> = start
        .split('.')
        .filter_map(|part| part.parse().ok())
        .collect();
    let too_large = parts.iter().find(|part| **part > 255);
    if let (Some(part), 4) = (too_large, parts.len()) {
        return Some(format!(
            "no part of an address is more than 255, and `{part}` is"
        ));
    }
    let bits: u32 = bits.parse().ok()?;
    (parts.len() == 4 && bits > 32).then(|| {
        format!(
            "an address has 32 bits: write `{start}` for the one, or a range such as `{start}/24`"
        )
    })
}

/// `09:00`: a moment of every day.
pub(super) fn time_of_day(word: &str) -> Option<String> {
    let (hour, rest) = word.split_once(':')?;
    let mut parts = [hour].into_iter().chain(rest.split(':'));
    let is_number =
        |part: &str| matches!(part.len(), 1 | 2) && part.bytes().all(|it| it.is_ascii_digit());
    parts.all(is_number).then(|| {
        "IAM knows no time of day; a moment has its date, `2026-12-31T18:00:00Z`".to_owned()
    })
}

/// `15min`
pub(super) fn length(word: &str) -> Option<String> {
    let end = word
        .find(|letter: char| !letter.is_ascii_digit())
        .filter(|end| *end > 0)?;
    let (number, unit) = word.split_at_checked(end)?;
    let unit = match unit {
        "sec" | "secs" | "second" | "seconds" => "s",
        "min" | "mins" | "minute" | "minutes" => "m",
        "hr" | "hrs" | "hour" | "hours" => "h",
        "day" | "days" => "d",
        _ => return None,
    };
    Some(format!("write `{number}{unit}`"))
}

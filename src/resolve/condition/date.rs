//! Dates (IAM User Guide, "Date condition operators": ISO 8601 as the W3C
//! profiles it, or seconds since 1970).

use time::format_description::well_known::Rfc3339;
use time::{Date, Month, OffsetDateTime, UtcOffset};

/// A date as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// `2026-12-31`: a whole day, UTC.
    Day(Date),
    /// One with a time and a time zone.
    Instant(OffsetDateTime),
}

/// Why a text is not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotADate {
    /// It has a time and no time zone.
    NoZone,
    /// It has another form, or the calendar has no such day.
    Malformed,
}

impl Written {
    /// Reads a day, or a time with its zone.
    pub(super) fn parse(text: &str) -> Result<Self, NotADate> {
        let day = text.get(..10).and_then(day).ok_or(NotADate::Malformed)?;
        let rest = text.get(10..).unwrap_or_default();
        if rest.is_empty() {
            return Ok(Self::Day(day));
        }
        instant(text)
            .map(Self::Instant)
            .ok_or_else(|| match instant(&format!("{text}Z")) {
                Some(_) => NotADate::NoZone,
                None => NotADate::Malformed,
            })
    }

    /// The first instant of it.
    pub(super) fn start(self) -> OffsetDateTime {
        match self {
            Self::Day(day) => day.midnight().assume_utc(),
            Self::Instant(instant) => instant,
        }
    }

    /// The first instant that is not in it any more: for a day, the next one;
    /// for an instant, itself.
    pub(super) fn end(self) -> Option<OffsetDateTime> {
        match self {
            Self::Day(day) => Some(day.next_day()?.midnight().assume_utc()),
            Self::Instant(instant) => Some(instant),
        }
    }
}

/// The instant of a text as IAM reads it: every form of a date, and whole
/// seconds since 1970 of five digits or more (four are a year).
pub(super) fn read_as_iam(text: &str) -> Option<OffsetDateTime> {
    if let Ok(written) = Written::parse(text) {
        return Some(written.start());
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.len() >= 5
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && let Ok(seconds) = text.parse::<i64>()
    {
        return OffsetDateTime::from_unix_timestamp(seconds).ok();
    }
    let padded = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => return None,
    };
    Some(day(&padded)?.midnight().assume_utc())
}

/// As the compiler writes an instant: UTC, whole seconds where it can.
pub(super) fn write(instant: OffsetDateTime) -> String {
    instant
        .to_offset(UtcOffset::UTC)
        .format(&Rfc3339)
        .unwrap_or_default()
}

fn day(text: &str) -> Option<Date> {
    let [
        b'0'..=b'9',
        b'0'..=b'9',
        b'0'..=b'9',
        b'0'..=b'9',
        b'-',
        b'0'..=b'9',
        b'0'..=b'9',
        b'-',
        b'0'..=b'9',
        b'0'..=b'9',
    ] = text.as_bytes()
    else {
        return None;
    };
    let year = text.get(..4)?.parse().ok()?;
    let month = Month::try_from(text.get(5..7)?.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year, month, text.get(8..)?.parse().ok()?).ok()
}

/// `2026-12-31T12:00Z`, `...T12:00:00.5+02:00`; seconds may be left out.
fn instant(text: &str) -> Option<OffsetDateTime> {
    let shape = text.as_bytes();
    let has_t = shape.get(10) == Some(&b'T');
    let minutes_only = shape.get(13) == Some(&b':') && shape.get(16) != Some(&b':');
    let full = if minutes_only {
        format!("{}:00{}", text.get(..16)?, text.get(16..)?)
    } else {
        text.to_owned()
    };
    let leap = full.get(17..19) == Some("60");
    (has_t && !leap && !text.contains('z'))
        .then(|| OffsetDateTime::parse(&full, &Rfc3339).ok())
        .flatten()
}

//! Dates of the Date operators: W3C profile of ISO 8601, or epoch seconds (IAM User Guide: Condition operators; AWS
//! global condition context keys, `aws:EpochTime`).

/// A point in time: whole seconds since 1970-01-01T00:00:00Z, and the digits of the fraction without closing zeros,
/// which compare as text just as they do as numbers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Instant {
    seconds: i128,
    fraction: String,
}

impl Instant {
    /// Reads a date or a time; `None` where it is neither.
    ///
    /// - Five digits and more are epoch seconds, before 1970 with a minus; four are a year (open). There is a last
    ///   moment, that of 2^63 - 1 seconds, and it is every later one too, and likewise a first (open).
    /// - A date alone begins at 00:00 UTC; a time without zone is UTC (open).
    /// - `t` and `z` may be small letters (open).
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (is_before, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text),
        };
        if digits.len() >= 5 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            let distance = digits.parse().unwrap_or(i128::MAX);
            return Some(Self {
                seconds: if is_before {
                    (-distance).max(i64::MIN.into())
                } else {
                    distance.min(i64::MAX.into())
                },
                fraction: String::new(),
            });
        }
        match text.split_once(['T', 't']) {
            None => Some(Self {
                seconds: parse_days(text)? * 86_400,
                fraction: String::new(),
            }),
            Some((date, time)) => {
                // Only a full date may have a time.
                let days = (date.len() == 10).then(|| parse_days(date))??;
                let (clock, offset) = split_zone(time)?;
                let (seconds, fraction) = parse_clock(clock)?;
                Some(Self {
                    seconds: days * 86_400 + seconds - offset,
                    fraction,
                })
            }
        }
    }
}

/// Days since 1970-01-01 of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
fn parse_days(text: &str) -> Option<i128> {
    let mut parts = text.split('-');
    let year = parse_digits(parts.next()?, 4)?;
    let month = parts.next().map_or(Some(1), |part| parse_digits(part, 2))?;
    let day = parts.next().map_or(Some(1), |part| parse_digits(part, 2))?;
    let lengths = [
        31,
        if is_leap(year) { 29 } else { 28 },
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ];
    let length = *lengths.get(usize::try_from(month).ok()?.checked_sub(1)?)?;
    if parts.next().is_some() || !(1..=length).contains(&day) {
        return None;
    }
    let months_before = usize::try_from(month - 1).ok()?;
    let days_of_months: i128 = lengths.iter().take(months_before).sum();
    let days_of_years: i128 = if year >= 1970 {
        (1970..year)
            .map(|year| if is_leap(year) { 366 } else { 365 })
            .sum()
    } else {
        -(year..1970)
            .map(|year| if is_leap(year) { 366 } else { 365 })
            .sum::<i128>()
    };
    Some(days_of_years + days_of_months + day - 1)
}

fn is_leap(year: i128) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Parts a time from its zone, given in seconds east of UTC: `Z`, `+hh:mm`, `-hh:mm`, or none.
fn split_zone(time: &str) -> Option<(&str, i128)> {
    if let Some(clock) = time.strip_suffix(['Z', 'z']) {
        return Some((clock, 0));
    }
    let Some(at) = time.find(['+', '-']) else {
        return Some((time, 0));
    };
    let (clock, zone) = time.split_at_checked(at)?;
    let (hours, minutes) = zone.get(1..)?.split_once(':')?;
    let (hours, minutes) = (parse_digits(hours, 2)?, parse_digits(minutes, 2)?);
    let offset = (hours < 24 && minutes < 60).then_some(hours * 3_600 + minutes * 60)?;
    Some((
        clock,
        if zone.starts_with('-') {
            -offset
        } else {
            offset
        },
    ))
}

/// Seconds since midnight, and the fraction, of `hh:mm`, `hh:mm:ss` or `hh:mm:ss.s`.
fn parse_clock(clock: &str) -> Option<(i128, String)> {
    let mut parts = clock.split(':');
    let hours = parse_digits(parts.next()?, 2)?;
    let minutes = parse_digits(parts.next()?, 2)?;
    let (seconds, fraction) = match parts.next() {
        None => (0, ""),
        Some(part) => match part.split_once('.') {
            None => (parse_digits(part, 2)?, ""),
            Some((seconds, fraction)) => {
                parse_digits(fraction, fraction.len())?;
                (parse_digits(seconds, 2)?, fraction.trim_end_matches('0'))
            }
        },
    };
    let in_range = parts.next().is_none() && hours < 24 && minutes < 60 && seconds < 60;
    in_range.then(|| (hours * 3_600 + minutes * 60 + seconds, fraction.to_owned()))
}

/// Reads exactly `count` digits, at least one.
fn parse_digits(text: &str, count: usize) -> Option<i128> {
    let digits =
        text.len() == count && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok())?
}

#[test]
fn dates_compare_as_instants() {
    let instant = |text| Instant::parse(text).unwrap_or_else(|| panic!("`{text}` is a date"));
    for equal in [
        ("1970", "1970-01-01T00:00:00Z"),
        ("2020-01-01T00:00:00Z", "1577836800"),
        ("2020-03", "2020-03-01T00:00Z"),
        ("2020-02-29T23:00:00-01:00", "2020-03-01"),
        ("2020-01-01t01:00z", "2020-01-01T01:00:00.000"),
        ("2000-03-01", "951868800"),
        ("1969-12-31", "-86400"),
        ("-9223372036854775808", "-100000000000000000001"),
        ("9223372036854775807", "100000000000000000001"),
        (
            "9223372036854775807",
            "1000000000000000000000000000000000000000",
        ),
    ] {
        assert_eq!(instant(equal.0), instant(equal.1), "{equal:?}");
    }
    let ordered = [
        "0000",
        "1969-12-31T23:59:59.999Z",
        "10000",
        "2020-01-01T00:00:00.09Z",
        "2020-01-01T00:00:00.1Z",
        "9999",
        "9223372036854775806",
        "100000000000000000001",
    ];
    assert!(
        ordered
            .windows(2)
            .all(|pair| instant(pair[0]) < instant(pair[1]))
    );
    for strange in [
        "",
        "123",
        "March 7, 2020",
        "2020-1-1",
        "2020-13",
        "2020-00",
        "2021-02-29",
        "1900-02-29",
        "2020-01-01Z",
        "2020-01-01T10Z",
        "2020-01-01 10:00Z",
        "2020-01-01T24:00Z",
        "2020-01-01T10:00:60Z",
        "2020-01-01T10:00+0100",
        "2020-01-01T10:00+24:00",
        "2020T10:00Z",
        "2020-01-01T10:00:00.Z",
        "1577836800.5",
        "-2020",
        "-12345.5",
        "2020-01-01-01",
        "2020-01-01T10:00:00:00Z",
    ] {
        assert_eq!(Instant::parse(strange), None, "{strange:?}");
    }
}

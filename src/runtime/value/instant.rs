/// A moment: seconds since 1970-01-01T00:00:00Z, and the attoseconds after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Instant {
    pub(crate) seconds: i64,
    pub(crate) attoseconds: u64,
}

impl Instant {
    /// Reads a date as a condition writes it (IAM User Guide, "Date condition
    /// operators"): one of the W3C forms of ISO 8601, or seconds since 1970.
    ///
    /// `2020` is a year; a number of five digits and more is seconds, those before
    /// 1970 with a minus. A date alone is its midnight, and a time without a zone
    /// is one, in UTC. Digits past the eighteenth do not count, and seconds past
    /// what 64 bits hold are the last moment, or the first: a date that is too
    /// large is still a date.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        parse_epoch(text).or_else(|| parse_iso(text))
    }

    /// So many days of 24 hours later.
    #[cfg(feature = "compiler")]
    pub(crate) fn days_later(self, days: i64) -> Self {
        Self {
            seconds: self.seconds.saturating_add(days.saturating_mul(86_400)),
            ..self
        }
    }
}

fn parse_epoch(text: &str) -> Option<Instant> {
    let (digits, last) = match text.strip_prefix('-') {
        Some(digits) => (digits, i64::MIN),
        None => (text, i64::MAX),
    };
    let is_number = digits.len() >= 5 && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| Instant {
        seconds: text.parse().unwrap_or(last),
        attoseconds: 0,
    })
}

fn parse_iso(text: &str) -> Option<Instant> {
    let (date, time) = match text.split_once(['T', 't']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let mut parts = date.split('-');
    let year = number(parts.next()?, 4, 0..=9999)?;
    let month = parts.next().map(|month| number(month, 2, 1..=12));
    let day = parts.next().map(|day| number(day, 2, 1..=31));
    if parts.next().is_some() || (time.is_some() && day.is_none()) {
        return None;
    }
    let (month, day) = (month.unwrap_or(Some(1))?, day.unwrap_or(Some(1))?);
    if day > days_in_month(year, month) {
        return None;
    }
    let (seconds, attoseconds) = time.map_or(Some((0, 0)), parse_time)?;
    Some(Instant {
        seconds: days_since_1970(year, month, day) * 86_400 + seconds,
        attoseconds,
    })
}

/// Seconds after midnight UTC, and attoseconds.
fn parse_time(text: &str) -> Option<(i64, u64)> {
    let (clock, offset) = split_zone(text)?;
    let (clock, fraction) = match clock.split_once('.') {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (clock, None),
    };
    let mut parts = clock.split(':');
    let hour = number(parts.next()?, 2, 0..=23)?;
    let minute = number(parts.next()?, 2, 0..=59)?;
    let second = parts.next().map(|second| number(second, 2, 0..=59));
    if parts.next().is_some() || (fraction.is_some() && second.is_none()) {
        return None;
    }
    let seconds = hour * 3600 + minute * 60 + second.unwrap_or(Some(0))? - offset;
    Some((seconds, fraction.map_or(Some(0), parse_fraction)?))
}

/// The time without its zone, and the zone's seconds ahead of UTC.
fn split_zone(text: &str) -> Option<(&str, i64)> {
    if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        return Some((clock, 0));
    }
    let Some(at) = text.find(['+', '-']) else {
        return Some((text, 0));
    };
    let (clock, zone) = text.split_at_checked(at)?;
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = zone.get(1..)?.split_once(':')?;
    let ahead = number(hours, 2, 0..=23)? * 3600 + number(minutes, 2, 0..=59)? * 60;
    Some((clock, sign * ahead))
}

/// The digits after a point, as attoseconds.
fn parse_fraction(digits: &str) -> Option<u64> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let padded = digits.bytes().chain(core::iter::repeat(b'0')).take(18);
    Some(padded.fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0')))
}

/// A number of exactly so many digits and in a range.
fn number(text: &str, digits: usize, range: core::ops::RangeInclusive<i64>) -> Option<i64> {
    let well_formed = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = well_formed.then(|| text.parse().ok()).flatten()?;
    range.contains(&number).then_some(number)
}

fn days_in_month(year: i64, month: i64) -> i64 {
    let is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a day of the Gregorian calendar.
///
/// Years are counted from March, so that the day that a leap year adds is its
/// last; the eras of 400 years are all of one length.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_form_as_the_same_moment() {
        for text in [
            "2020",
            "2020-01",
            "2020-01-01",
            "2020-01-01T00:00Z",
            "2020-01-01t00:00z",
            "2020-01-01T00:00",
            "2020-01-01T00:00:00",
            "2020-01-01T00:00:00Z",
            "2020-01-01T00:00:00.000Z",
            "2020-01-01T01:00:00+01:00",
            "2019-12-31T18:30:00-05:30",
            "1577836800",
        ] {
            assert_eq!(
                Instant::parse(text).unwrap().seconds,
                1_577_836_800,
                "{text}"
            );
        }
    }

    #[test]
    fn knows_the_calendar() {
        for (text, seconds) in [
            ("1970-01-01", 0),
            ("1969-12-31T23:59:59Z", -1),
            ("2000-02-29", 951_782_400),
            ("2000-03-01", 951_868_800),
            ("2100-03-01", 4_107_542_400),
            ("0000-03-01", -62_162_035_200),
            ("100000", 100_000),
            ("9223372036854775806", i64::MAX - 1),
            ("100000000000000000001", i64::MAX),
            ("-86400", -86_400),
            ("-9223372036854775808", i64::MIN),
            ("-100000000000000000001", i64::MIN),
        ] {
            assert_eq!(Instant::parse(text).unwrap().seconds, seconds, "{text}");
        }
    }

    #[test]
    fn orders_fractions() {
        let parse = |text| Instant::parse(text).unwrap();
        assert!(parse("2020-01-01T00:00:00.1Z") > parse("2020-01-01T00:00:00.01Z"));
        assert!(parse("2020-01-01T00:00:00.5Z") < parse("2020-01-01T00:00:01Z"));
        assert_eq!(
            parse("2020-01-01T00:00:00.5Z"),
            parse("2020-01-01T00:00:00.500Z")
        );
    }

    #[test]
    fn refuses_other_spellings() {
        for text in [
            "",
            "1",
            "999",
            "March 7, 2020",
            "2020-1-1",
            "2020-13",
            "2020-00",
            "2020-02-30",
            "2019-02-29",
            "2020-01-01T",
            "2020-01T00:00Z",
            "2020-01-01T24:00Z",
            "2020-01-01T00:60Z",
            "2020-01-01T00:00:60Z",
            "2020-01-01T00Z",
            "2020-01-01T00:00.5Z",
            "2020-01-01T00:00:00.Z",
            "2020-01-01T00:00:00+0100",
            "2020-01-01T00:00:00+01",
            "2020-01-01 00:00:00",
            "2020-01-01Z",
            "1577836800.5",
            "+1577836800",
            "-",
            "-2020",
            "-86400.5",
            "--86400",
            "2020-01-01T00:00:00ZZ",
            "２０２０",
        ] {
            assert_eq!(Instant::parse(text), None, "{text}");
        }
    }
}

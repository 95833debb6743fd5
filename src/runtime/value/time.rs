use core::fmt;
use core::time::Duration;

use super::Instant;

/// A moment, as conditions on dates compare it.
///
/// ```
/// use std::time::{Duration, SystemTime, UNIX_EPOCH};
///
/// use aclc::runtime::Time;
///
/// let now = Time::since_1970(SystemTime::now().duration_since(UNIX_EPOCH)?);
/// let new_year = Time::since_1970(Duration::from_secs(1_767_225_600));
/// assert!(now > Time::since_1970(Duration::ZERO));
/// assert_eq!(new_year.to_string(), "2026-01-01T00:00:00Z");
/// # Ok::<(), std::time::SystemTimeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time(pub(crate) Instant);

/// Attoseconds of a nanosecond.
const NANOSECOND: u64 = 1_000_000_000;

impl Time {
    /// So long after 1970-01-01T00:00:00Z.
    pub fn since_1970(duration: Duration) -> Self {
        Self(Instant {
            seconds: i64::try_from(duration.as_secs()).unwrap_or(i64::MAX),
            attoseconds: u64::from(duration.subsec_nanos()) * NANOSECOND,
        })
    }

    /// Reads ISO 8601 as conditions write it, or seconds since 1970; none
    /// where it is neither.
    ///
    /// ```
    /// # use aclc::runtime::Time;
    /// assert_eq!(Time::parse("1767225600"), Time::parse("2026-01-01T00:00:00Z"));
    /// assert_eq!(Time::parse("January 1, 2026"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        Instant::parse(text).map(Self)
    }

    pub(crate) fn of_seconds(seconds: i64) -> Self {
        Self(Instant {
            seconds,
            attoseconds: 0,
        })
    }

    /// Whole seconds since 1970-01-01T00:00:00Z.
    pub(crate) fn seconds(self) -> i64 {
        self.0.seconds
    }
}

/// `2026-01-01T00:00:00Z`; years outside 0 to 9999 as seconds since 1970.
impl fmt::Display for Time {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, second) = (
            self.0.seconds.div_euclid(86_400),
            self.0.seconds.rem_euclid(86_400),
        );
        // From 0000-01-01 to 9999-12-31.
        if !(-719_528..=2_932_896).contains(&days) {
            return write!(formatter, "{}", self.0.seconds);
        }
        // The inverse of counting days: years begin in March, in eras of 400.
        let days = days + 719_468;
        let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let day = day - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = era * 400 + year + i64::from(month <= 2);
        let (hour, minute) = (second / 3_600, second / 60 % 60);
        write!(
            formatter,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{:02}",
            second % 60
        )?;
        match self.0.attoseconds / NANOSECOND {
            0 => formatter.write_str("Z"),
            nanoseconds => write!(formatter, ".{nanoseconds:09}Z"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn what_is_written_is_read_as_the_same_moment() {
        for text in [
            "0000-01-01T00:00:00Z",
            "0000-02-29T00:00:00Z",
            "1969-12-31T23:59:59Z",
            "1970-01-01T00:00:00Z",
            "2000-02-29T12:34:56Z",
            "2000-03-01T00:00:00Z",
            "2024-12-31T23:59:59.000000001Z",
            "2100-02-28T00:00:00Z",
            "9999-12-31T23:59:59Z",
        ] {
            assert_eq!(Time::parse(text).unwrap().to_string(), text);
        }
        for days in (-719_528..=2_932_896).step_by(97) {
            let time = Time(Instant {
                seconds: days * 86_400 + 12_345,
                attoseconds: 0,
            });
            assert_eq!(Time::parse(&time.to_string()), Some(time));
        }
    }
}

//! The time of requests that do not say one.

use std::time::{SystemTime, UNIX_EPOCH};

use time::format_description::well_known::Iso8601;
use time::macros::format_description;
use time::{Date, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

/// A moment, to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment(OffsetDateTime);

impl Moment {
    /// Now, by the system's clock.
    pub(super) fn now() -> Self {
        let seconds = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs());
        let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
        let time = OffsetDateTime::from_unix_timestamp(seconds);
        Self(time.unwrap_or(OffsetDateTime::UNIX_EPOCH))
    }

    /// A date, which means its first second in UTC, or a date with a time and
    /// its offset.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let date = format_description!("[year]-[month]-[day]");
        let time = OffsetDateTime::parse(text, &Iso8601::DEFAULT).or_else(|_| {
            Date::parse(text, date)
                .map(|date| PrimitiveDateTime::new(date, Time::MIDNIGHT).assume_utc())
        });
        time.map(Self)
            .map_err(|_| "write 2026-06-01 or 2026-06-01T12:00:00Z".to_owned())
    }

    /// The day, such as `2026-06-01`.
    pub(super) fn day(self) -> String {
        self.text().chars().take(10).collect()
    }

    /// As `aws:EpochTime` has it.
    pub(super) fn epoch(self) -> String {
        self.0.unix_timestamp().to_string()
    }

    /// As `aws:CurrentTime` has it.
    pub(super) fn text(self) -> String {
        let format = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");
        let utc = self.0.to_offset(UtcOffset::UTC);
        utc.format(format).unwrap_or_default()
    }
}

//! Time: a moment on the world's clock, a day on a place's calendar.

use std::{fmt, str::FromStr};

use chrono::{
    DateTime, Datelike, NaiveDate, NaiveDateTime, Offset, SecondsFormat, TimeDelta, TimeZone, Utc,
};
use chrono_tz::Tz;

use crate::Invalid;

/// A moment on the world's clock (UTC), to the microsecond, within the years 1 to 9999.
///
/// sklad never asks for the time: a moment comes with each command.
///
/// ```
/// use sklad_base::{Moment, Zone};
///
/// let moment = Moment::parse("2026-03-02T21:30:00Z")?;
/// let sofia = Zone::parse("Europe/Sofia")?;
/// assert_eq!(moment.day_in(sofia).to_string(), "2026-03-02");
/// assert_eq!(moment.plus_seconds(3600).day_in(sofia).to_string(), "2026-03-03");
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

impl Moment {
    /// The first moment there is.
    pub const FIRST: Self = Self(FIRST);
    /// The last moment there is.
    pub const LAST: Self = Self(LAST);

    /// Returns the moment so many microseconds after 1970-01-01 00:00 UTC.
    ///
    /// # Errors
    /// [`Invalid::Form`] outside the years 1 to 9999.
    pub fn from_unix_micros(micros: i64) -> Result<Self, Invalid> {
        if (FIRST..=LAST).contains(&micros) {
            return Ok(Self(micros));
        }
        Err(Invalid::form("moment", &micros.to_string(), MOMENT_FORM))
    }

    /// Returns the moment so many microseconds after 1970-01-01 00:00 UTC; at the ends of time it stops.
    ///
    /// ```
    /// use sklad_base::Moment;
    ///
    /// assert_eq!(Moment::nearest(0).to_string(), "1970-01-01T00:00:00Z");
    /// assert_eq!(Moment::nearest(i64::MAX), Moment::LAST);
    /// ```
    #[must_use]
    pub const fn nearest(micros: i64) -> Self {
        Self(micros).plus_seconds(0)
    }

    /// Reads `2026-03-02T10:00:00Z` or with an offset (RFC 3339); also `2026-03-02 10:00:00`, taken as UTC.
    ///
    /// # Errors
    /// [`Invalid::Form`] when it is neither, or outside the years 1 to 9999.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let text = text.trim();
        let plain = || NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").ok();
        let micros = DateTime::parse_from_rfc3339(text)
            .map(|moment| moment.timestamp_micros())
            .ok()
            .or_else(|| plain().map(|moment| moment.and_utc().timestamp_micros()));
        micros
            .and_then(|micros| Self::from_unix_micros(micros).ok())
            .ok_or_else(|| Invalid::form("moment", text, MOMENT_FORM))
    }

    /// Returns the moment so many seconds later, or earlier; at the ends of time it stops.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        let micros = self.0.saturating_add(seconds.saturating_mul(1_000_000));
        if micros < FIRST {
            Self(FIRST)
        } else if micros > LAST {
            Self(LAST)
        } else {
            Self(micros)
        }
    }

    /// Returns the microseconds since 1970-01-01 00:00 UTC.
    #[must_use]
    pub const fn unix_micros(self) -> i64 {
        self.0
    }

    /// Returns the calendar day that it is in that zone.
    #[must_use]
    pub fn day_in(self, zone: Zone) -> Day {
        let moment = DateTime::from_timestamp_micros(self.0).unwrap_or_default();
        if zone == Zone::UTC {
            return Day(moment.date_naive());
        }
        Day(moment.with_timezone(&zone.0).date_naive())
    }

    /// Returns by how many seconds the clocks of that zone are ahead of UTC then; below zero: behind.
    ///
    /// ```
    /// use sklad_base::{Moment, Zone};
    ///
    /// let sofia = Zone::parse("Europe/Sofia")?;
    /// assert_eq!(Moment::parse("2026-03-29T00:59:59Z")?.offset_in(sofia), 7200);
    /// assert_eq!(Moment::parse("2026-03-29T01:00:00Z")?.offset_in(sofia), 10_800);
    /// # Ok::<(), sklad_base::Invalid>(())
    /// ```
    #[must_use]
    pub fn offset_in(self, zone: Zone) -> i32 {
        let moment = DateTime::from_timestamp_micros(self.0).unwrap_or_default();
        zone.0.offset_from_utc_datetime(&moment.naive_utc()).fix().local_minus_utc()
    }
}

impl From<Moment> for DateTime<Utc> {
    fn from(moment: Moment) -> Self {
        Self::from_timestamp_micros(moment.0).unwrap_or_default()
    }
}

impl FromStr for Moment {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        Self::parse(text)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&DateTime::<Utc>::from(*self).to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A day on a place's calendar, within the years 1 to 9999; what books are dated by.
///
/// ```
/// use sklad_base::Day;
///
/// assert_eq!(Day::parse("2028-02-28")?.next().to_string(), "2028-02-29");
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

impl Day {
    /// Reads `2026-03-02`.
    ///
    /// # Errors
    /// [`Invalid::Form`] when it is no such day.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let day = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok();
        day.filter(|day| (1..=9999).contains(&day.year()))
            .map(Self)
            .ok_or_else(|| Invalid::form("day", text, "a day such as 2026-03-02"))
    }

    /// Returns the days since 0001-01-01, which is day 1: how a day is written down.
    #[must_use]
    pub fn number(self) -> i32 {
        self.0.num_days_from_ce()
    }

    /// Returns the day with that number.
    ///
    /// # Errors
    /// [`Invalid::Form`] outside the years 1 to 9999.
    pub fn from_number(number: i32) -> Result<Self, Invalid> {
        let day = NaiveDate::from_num_days_from_ce_opt(number);
        day.filter(|day| (1..=9999).contains(&day.year()))
            .map(Self)
            .ok_or_else(|| Invalid::form("day", &number.to_string(), "a day such as 2026-03-02"))
    }

    /// Returns the day after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.checked_add_signed(TimeDelta::days(1)).unwrap_or(self.0))
    }

    /// Returns the day so many days later; at the end of time it stops.
    ///
    /// ```
    /// use sklad_base::Day;
    ///
    /// assert_eq!(Day::parse("2026-02-27")?.plus_days(2), Day::parse("2026-03-01")?);
    /// assert_eq!(Day::parse("2026-02-27")?.plus_days(u32::MAX), Day::parse("9999-12-31")?);
    /// # Ok::<(), sklad_base::Invalid>(())
    /// ```
    #[must_use]
    pub fn plus_days(self, days: u32) -> Self {
        let last = NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(NaiveDate::MAX);
        let later = self.0.checked_add_days(chrono::Days::new(u64::from(days)));
        Self(later.unwrap_or(last).min(last))
    }
}

impl From<Day> for NaiveDate {
    fn from(day: Day) -> Self {
        day.0
    }
}

impl FromStr for Day {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        Self::parse(text)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.to_string())
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A time zone of the IANA database, which turns a moment into a place's day.
///
/// ```
/// use sklad_base::Zone;
///
/// assert_eq!(Zone::parse("Europe/Warsaw")?.to_string(), "Europe/Warsaw");
/// assert!(Zone::parse("Europe/Nowhere").is_err());
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Zone(Tz);

impl Zone {
    /// The zone without an offset.
    pub const UTC: Self = Self(Tz::UTC);

    /// Reads a name of the IANA database, such as `Europe/Sofia`.
    ///
    /// # Errors
    /// [`Invalid::Form`] when there is no such zone.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let zone = text.trim().parse::<Tz>();
        zone.map(Self).map_err(|_| Invalid::form("time zone", text, "a zone such as Europe/Sofia"))
    }

    /// Returns its name in the time zone database.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        self.0.name()
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

const MOMENT_FORM: &str = "a moment such as 2026-03-02T10:00:00Z in the years 1 to 9999";
/// 0001-01-02 and 9999-12-30: a day inside the years, so that every zone's calendar stays within them.
const FIRST: i64 = -62_135_510_400_000_000;
const LAST: i64 = 253_402_214_399_999_999;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_time_are_days_in_every_zone() {
        for micros in [FIRST, LAST] {
            for zone in ["Pacific/Kiritimati", "Pacific/Niue"] {
                let day = Moment(micros).day_in(Zone::parse(zone).unwrap());
                assert!(Day::parse(&day.to_string()).is_ok(), "{day}");
            }
        }
        assert!(Moment::from_unix_micros(i64::MAX).is_err());
        assert_eq!(Moment(LAST).plus_seconds(i64::MAX), Moment(LAST));
    }

    #[test]
    fn reads_both_forms() {
        let utc = Moment::parse("2011-09-05 09:07:00").unwrap();
        assert_eq!(utc, Moment::parse("2011-09-05T12:07:00+03:00").unwrap());
        assert_eq!(utc.to_string(), "2011-09-05T09:07:00Z");
    }

    #[test]
    fn a_day_is_its_number() {
        let day = Day::parse("2026-03-02").unwrap();
        assert_eq!(Day::from_number(day.number()), Ok(day));
        assert!(Day::from_number(0).is_err() && Day::from_number(i32::MAX).is_err());
    }

    #[test]
    fn refuses_days_that_are_not() {
        for text in ["2026-02-29", "2026-13-01", "0000-01-01", "12026-01-01", "yesterday"] {
            assert!(Day::parse(text).is_err(), "{text}");
        }
    }
}

//! Lengths of time.

use std::fmt;

use sklad_base::{Invalid, Moment};

use crate::words::form;

/// A length of time, in microseconds, not negative.
///
/// On a scheme's pages it is text: `1h 30m`, `2d`, `45s`. A day is 24 hours.
///
/// ```
/// use sklad_stage::Span;
///
/// assert_eq!(Span::parse("90m")?.to_string(), "1h 30m");
/// assert!(Span::parse("soon").is_err());
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span(i64);

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self(0);
    /// The longest that a limit may be: 366 days.
    pub const LONGEST: Self = Self(366 * 86_400 * SECOND);

    /// Returns so many microseconds; what is below zero is zero.
    #[must_use]
    pub const fn micros(micros: i64) -> Self {
        Self(if micros < 0 { 0 } else { micros })
    }

    /// Returns so many minutes.
    #[must_use]
    pub const fn minutes(minutes: u32) -> Self {
        Self(minutes as i64 * 60 * SECOND)
    }

    /// Returns so many hours.
    #[must_use]
    pub const fn hours(hours: u32) -> Self {
        Self(hours as i64 * 3600 * SECOND)
    }

    /// Returns the time from one moment to another; zero where the other is earlier.
    #[must_use]
    pub const fn between(from: Moment, to: Moment) -> Self {
        Self::micros(to.unix_micros() - from.unix_micros())
    }

    /// Reads parts such as `1d 2h 30m 15s`, each at most once.
    ///
    /// # Errors
    /// [`Invalid::Form`] when it is none.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let read = || {
            let mut units = "dhms".chars();
            let mut sum: i64 = 0;
            for part in text.split_whitespace() {
                let (digits, unit) = part.split_at_checked(part.len().checked_sub(1)?)?;
                units.find(|known| unit.starts_with(*known))?;
                let micros = match unit {
                    "s" => seconds(digits)?,
                    unit => whole(digits)?.checked_mul(if unit == "d" {
                        86_400 * SECOND
                    } else if unit == "h" {
                        3600 * SECOND
                    } else {
                        60 * SECOND
                    })?,
                };
                sum = sum.checked_add(micros)?;
            }
            (!text.trim().is_empty()).then_some(Self(sum))
        };
        read().ok_or_else(|| form("time", text, "a length of time such as 1h 30m"))
    }

    /// Returns the microseconds.
    #[must_use]
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// Returns both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// Returns what is left of it; nothing where the other is longer.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self::micros(self.0 - other.0)
    }

    /// Returns the moment so much later; at the end of time it stops.
    #[must_use]
    pub fn after(self, from: Moment) -> Moment {
        let micros = from.unix_micros().saturating_add(self.0);
        Moment::from_unix_micros(micros).unwrap_or(Moment::LAST)
    }
}

/// Reads digits and nothing else: no sign.
fn whole(digits: &str) -> Option<i64> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

/// Reads seconds with at most six decimals.
fn seconds(digits: &str) -> Option<i64> {
    let (whole_part, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let fraction = (fraction.len() <= 6).then(|| whole(&format!("{fraction:0<6}"))).flatten()?;
    whole(whole_part)?.checked_mul(SECOND)?.checked_add(fraction)
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (seconds, micros) = (self.0 / SECOND, self.0 % SECOND);
        let parts = [(seconds / 3600, "h"), (seconds / 60 % 60, "m")];
        let mut words: Vec<String> = parts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, unit)| format!("{count}{unit}"))
            .collect();
        match (seconds % 60, micros) {
            (0, 0) if !words.is_empty() => {}
            (seconds, 0) => words.push(format!("{seconds}s")),
            (seconds, micros) => {
                words.push(format!("{}s", format!("{seconds}.{micros:06}").trim_end_matches('0')));
            }
        }
        f.pad(&words.join(" "))
    }
}

const SECOND: i64 = 1_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        for text in ["0s", "1s", "1m", "1h 30m", "48h", "1h 0.000001s", "2m 1.5s"] {
            assert_eq!(Span::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Span::parse("2d 3h").unwrap(), Span::hours(51));
    }

    #[test]
    fn refuses_what_is_no_time() {
        for text in [
            "",
            " ",
            "1",
            "h",
            "-1h",
            "1h 1h",
            "1m 1h",
            "1.5h",
            "1.0000001s",
            "9999999999999h",
            "1ч",
        ] {
            assert!(Span::parse(text).is_err(), "{text}");
        }
    }
}

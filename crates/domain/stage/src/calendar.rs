//! Working time: hours, weekends, holidays, in the shop's time zone.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use sklad_base::{Day, Invalid, Moment, Zone};

use crate::{Span, Weekday, words::form};

/// Working hours within one day: from a minute up to, not including, another.
///
/// ```
/// use sklad_stage::Hours;
///
/// assert_eq!(Hours::parse("09:00-18:00")?.to_string(), "09:00-18:00");
/// assert!(Hours::parse("22:00-06:00").is_err()); // over night: two days, 22:00-24:00 and 00:00-06:00
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hours {
    from: u16,
    to: u16,
}

impl Hours {
    /// Reads `09:00-18:00`; the end may be `24:00`.
    ///
    /// # Errors
    /// [`Invalid::Form`] when it is none, or its end is not after its beginning.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let read = || {
            let (from, to) = text.trim().split_once('-')?;
            let (from, to) = (minute(from)?, minute(to)?);
            (from < to).then_some(Self { from, to })
        };
        read().ok_or_else(|| {
            form(
                "hours",
                text,
                "hours of one day such as 09:00-18:00, written as two when over night",
            )
        })
    }
}

impl Hours {
    pub(crate) const fn is_before(self, other: Self) -> bool {
        self.to <= other.from
    }
}

fn minute(text: &str) -> Option<u16> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let two = |digits: &str| {
        let is_plain = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_plain.then(|| digits.parse::<u16>().ok()).flatten()
    };
    let (hours, minutes) = (two(hours)?, two(minutes)?);
    let minute = hours * 60 + minutes;
    (minutes < 60 && minute <= 24 * 60).then_some(minute)
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, to } = self;
        write!(f, "{:02}:{:02}-{:02}:{:02}", from / 60, from % 60, to / 60, to % 60)
    }
}

/// When a shop works. An instant is working time when the clock on the shop's wall then shows a working hour of
/// the day it shows: an hour that a change of clocks repeats counts twice, one that it skips not at all.
///
/// ```
/// use sklad_base::{Moment, Zone};
/// use sklad_stage::{Calendar, Hours, Span, Weekday};
///
/// let mut shop = Calendar::new(Zone::parse("Europe/Sofia")?);
/// for day in [Weekday::Thursday, Weekday::Friday, Weekday::Monday] {
///     shop.hours.insert(day, vec![Hours::parse("09:00-18:00")?]);
/// }
/// // Friday 17:00 in Sofia: one hour is left of the day, three more on Monday.
/// let friday = Moment::parse("2026-03-06T15:00:00Z")?;
/// assert_eq!(shop.after(friday, Span::hours(4)).to_string(), "2026-03-09T10:00:00Z");
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data that shops build")]
pub struct Calendar {
    /// The time zone whose clock hangs on the wall.
    pub zone: Zone,
    /// The hours of each weekday, in order and apart; a day that is not there is free.
    pub hours: BTreeMap<Weekday, Vec<Hours>>,
    /// Days without any hours.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "BTreeSet::is_empty"))]
    pub holidays: BTreeSet<Day>,
    /// Days with hours of their own, whatever their weekday.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "BTreeMap::is_empty"))]
    pub special: BTreeMap<Day, Vec<Hours>>,
}

impl Calendar {
    /// Returns a calendar without any hours yet.
    #[must_use]
    pub const fn new(zone: Zone) -> Self {
        Self { zone, hours: BTreeMap::new(), holidays: BTreeSet::new(), special: BTreeMap::new() }
    }

    /// Tells whether it is working time at that moment.
    #[must_use]
    pub fn is_open(&self, moment: Moment) -> bool {
        let soon = Span::micros(1).after(moment);
        self.between(moment, soon) > Span::ZERO
    }

    /// Returns the moment at which so much working time has passed; with too few hours in the calendar, the end of
    /// time.
    #[must_use]
    pub fn after(&self, from: Moment, span: Span) -> Moment {
        let mut left = span.as_micros();
        if left == 0 {
            return from;
        }
        if self.hours.values().all(Vec::is_empty) && self.special.is_empty() {
            return Moment::LAST;
        }
        let mut pieces = Vec::new();
        for day in from.unix_micros().div_euclid(DAY)..=Moment::LAST.unix_micros() / DAY {
            self.pieces_of(day, &mut pieces);
            for (begin, end) in pieces.drain(..) {
                let begin = begin.max(from.unix_micros());
                if end - begin >= left {
                    return Moment::from_unix_micros(begin + left).unwrap_or(Moment::LAST);
                }
                left -= (end - begin).max(0);
            }
        }
        Moment::LAST
    }

    /// Returns the working time from one moment to another.
    #[must_use]
    pub fn between(&self, from: Moment, to: Moment) -> Span {
        let (from, to) = (from.unix_micros(), to.unix_micros());
        let mut pieces = Vec::new();
        (from.div_euclid(DAY)..=to.div_euclid(DAY))
            .for_each(|day| self.pieces_of(day, &mut pieces));
        let worked = |(begin, end): &(i64, i64)| (to.min(*end) - from.max(*begin)).max(0);
        Span::micros(pieces.iter().map(worked).sum())
    }

    /// Puts the working pieces of one day of UTC behind the others, in order: a day of UTC is one stretch of the
    /// clock on the wall, or two where the clock is changed.
    fn pieces_of(&self, day: i64, out: &mut Vec<(i64, i64)>) {
        let (begin, end) = (day * DAY, (day + 1) * DAY);
        let (first, last) = (self.offset(begin), self.offset(end));
        if first == last {
            return self.stretch((begin, end), first, out);
        }
        let change = self.change(begin, end);
        self.stretch((begin, change), first, out);
        self.stretch((change, end), last, out);
    }

    /// Puts the working pieces of a stretch with one offset behind the others.
    fn stretch(&self, (begin, end): (i64, i64), offset: i64, out: &mut Vec<(i64, i64)>) {
        let (begin, end) = (begin + offset, end + offset);
        for day in begin.div_euclid(DAY)..=(end - 1).div_euclid(DAY) {
            let midnight = day * DAY;
            for hours in self.hours_of(day) {
                let from = begin.max(midnight + i64::from(hours.from) * MINUTE);
                let to = end.min(midnight + i64::from(hours.to) * MINUTE);
                if from < to {
                    out.push((from - offset, to - offset));
                }
            }
        }
    }

    /// Returns the hours of a day, counted from 1970-01-01.
    fn hours_of(&self, day: i64) -> &[Hours] {
        let weekday = Weekday::ALL[(day + THURSDAY).rem_euclid(7) as usize];
        let usual = || self.hours.get(&weekday).map_or(&[][..], Vec::as_slice);
        if self.holidays.is_empty() && self.special.is_empty() {
            return usual();
        }
        let date = i32::try_from(day + EPOCH).ok().and_then(|day| Day::from_number(day).ok());
        let Some(date) = date else { return &[] };
        match self.special.get(&date) {
            Some(hours) => hours,
            None if self.holidays.contains(&date) => &[],
            None => usual(),
        }
    }

    /// Returns the first instant with another offset, to the second: between them the offset changes once.
    fn change(&self, begin: i64, end: i64) -> i64 {
        let first = self.offset(begin);
        let (mut before, mut after) = (begin / SECOND, end / SECOND);
        while after - before > 1 {
            let middle = before + (after - before) / 2;
            if self.offset(middle * SECOND) == first {
                before = middle;
            } else {
                after = middle;
            }
        }
        after * SECOND
    }

    fn offset(&self, micros: i64) -> i64 {
        let moment = Moment::from_unix_micros(micros);
        moment.map_or(0, |moment| i64::from(moment.offset_in(self.zone)) * SECOND)
    }
}

const SECOND: i64 = 1_000_000;
const MINUTE: i64 = 60 * SECOND;
const DAY: i64 = 86_400 * SECOND;
/// 1970-01-01 was a Thursday.
const THURSDAY: i64 = 3;
/// The number of 1970-01-01, as [`Day::number`] counts.
const EPOCH: i64 = 719_163;

#[cfg(test)]
#[path = "calendar/tests.rs"]
mod tests;

//! Which day a movement is booked on, and the closing of days.

use sklad_base::{Day, Moment, OutletId, PlaceId, Zone};

use crate::{Ledger, Policy, Refusal};

/// The business days of a ledger's places at one moment.
#[derive(Debug)]
pub(crate) struct Days<'a> {
    /// The outlet of each place, and the last closed day of each outlet.
    books: (&'a [OutletId], &'a [Option<Day>]),
    when: (&'a Policy, Moment),
    calendar: &'a mut LastDay,
    /// The last outlet asked for: the lines of an order mostly leave from one.
    last: Option<(OutletId, Day)>,
}

impl<'a> Days<'a> {
    #[inline]
    pub(crate) const fn new(
        books: (&'a [OutletId], &'a [Option<Day>]),
        when: (&'a Policy, Moment),
        calendar: &'a mut LastDay,
    ) -> Self {
        Self { books, when, calendar, last: None }
    }

    /// Returns the business day of a place.
    #[inline]
    pub(crate) fn at(&mut self, place: PlaceId) -> Day {
        let outlet = self.books.0.get(place.index()).copied().unwrap_or(OutletId::new(0));
        match self.last {
            Some((last, day)) if last == outlet => day,
            Some(_) | None => {
                let (policy, moment) = self.when;
                let today = self.calendar.at(moment, policy.zone_of(outlet));
                let day = open_day(today, self.books.1.get(outlet.index()).copied().flatten());
                self.last = Some((outlet, day));
                day
            }
        }
    }
}

/// Returns the first open day from a calendar day on.
#[inline]
fn open_day(today: Day, closed: Option<Day>) -> Day {
    closed.map_or(today, |closed| today.max(closed.next()))
}

/// The calendar day that was asked for last. It follows from the zone and the span of time alone, so whoever asks for
/// the same ones may have it, whatever the policy and the command.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct LastDay(Option<(Zone, Span, Day)>);

/// Time through which it is one day in a zone, in microseconds.
#[derive(Debug, Clone, Copy)]
struct Span {
    start: i64,
    length: u64,
}

impl LastDay {
    /// Returns the calendar day that it is in that zone.
    #[inline]
    pub(crate) fn at(&mut self, moment: Moment, zone: Zone) -> Day {
        match self.0 {
            Some((its, span, day)) if its == zone && span.has(moment) => day,
            Some(_) | None => self.ask(moment, zone),
        }
    }

    #[cold]
    fn ask(&mut self, moment: Moment, zone: Zone) -> Day {
        let day = moment.day_in(zone);
        self.0 = Some((zone, Span::around(moment, zone), day));
        day
    }
}

impl Span {
    /// Clocks and days change with a whole second everywhere, as the database of zones counts in them; without an
    /// offset, days change every 86,400 seconds.
    fn around(moment: Moment, zone: Zone) -> Self {
        let seconds = if zone == Zone::UTC { 86_400 } else { 1 };
        let length = seconds * 1_000_000;
        let micros = moment.unix_micros();
        Self { start: micros - micros.rem_euclid(length), length: length.unsigned_abs() }
    }

    /// What came before the start is very far behind it, as the difference wraps around.
    #[inline]
    const fn has(self, moment: Moment) -> bool {
        moment.unix_micros().wrapping_sub(self.start).cast_unsigned() < self.length
    }
}

impl Ledger {
    /// Returns the business day of an outlet: its calendar day or, where that day is closed, the next open one.
    ///
    /// An order at 21:30 after a close at 20:00 is tomorrow's.
    #[must_use]
    pub fn business_day(&self, outlet: OutletId, moment: Moment, policy: &Policy) -> Day {
        let today = moment.day_in(policy.zone_of(outlet));
        open_day(today, self.closed_up_to(outlet))
    }

    /// Judges the closing of a day.
    ///
    /// # Errors
    /// [`Refusal`] when the outlet is unknown, the day is closed already or has not come.
    pub(crate) fn judge_close(
        &self,
        outlet: OutletId,
        day: Day,
        today: Day,
    ) -> Result<(), Refusal> {
        if outlet >= self.next_outlet() {
            return Err(Refusal::UnknownOutlet(outlet));
        }
        if let Some(closed) = self.closed_up_to(outlet).filter(|closed| day <= *closed) {
            return Err(Refusal::DayClosed { outlet, day, closed });
        }
        if day > today {
            return Err(Refusal::DayNotCome { outlet, day, today });
        }
        Ok(())
    }

    /// Judges a day that a command names to be booked on.
    ///
    /// # Errors
    /// [`Refusal`] when the day is closed or has not come.
    pub(crate) fn judge_day(&self, outlet: OutletId, day: Day, today: Day) -> Result<(), Refusal> {
        if let Some(closed) = self.closed_up_to(outlet).filter(|closed| day <= *closed) {
            return Err(Refusal::BookedOnClosedDay { outlet, day, closed });
        }
        if day > today {
            return Err(Refusal::BookedAhead { outlet, day, today });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Clocks that go on and back at midnight or by half an hour, days that never were, offsets of all kinds.
    const ZONES: [&str; 14] = [
        "UTC",
        "Etc/UTC",
        "Europe/Sofia",
        "Europe/Dublin",
        "America/Sao_Paulo",
        "America/Havana",
        "America/St_Johns",
        "Africa/Cairo",
        "Africa/Monrovia",
        "Asia/Kathmandu",
        "Asia/Amman",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Pacific/Kiritimati",
    ];

    /// Moments that lie close together and far apart, before 1970 too, many of them around a full hour.
    fn moments() -> impl Strategy<Value = Moment> {
        let seconds = prop_oneof![
            (-4_000_000_000..8_000_000_000_i64).boxed(),
            (0..4 * 366 * 24_i64).prop_map(|hour| 1_262_304_000 + hour * 3600).boxed(),
            (0..30 * 48_i64).prop_map(|half| 1_324_900_000 + half * 1800).boxed(),
        ];
        let micros = prop_oneof![Just(-1_i64), Just(0), -2_000_000..2_000_000_i64];
        (seconds, micros)
            .prop_map(|(seconds, micros)| Moment::nearest(seconds * 1_000_000 + micros))
    }

    proptest! {
        /// Whoever asked what before: the day is that of the moment in the zone.
        #[test]
        fn a_remembered_day_is_the_day(
            asked in prop::collection::vec((0..ZONES.len(), moments(), prop::collection::vec(-1_500_000..1_500_000_i64, 0..4)), 1..50)
        ) {
            let mut last = LastDay::default();
            for (zone, moment, near) in asked {
                let zone = Zone::parse(ZONES[zone]).unwrap();
                prop_assert_eq!(last.at(moment, zone), moment.day_in(zone));
                for micros in near {
                    let moment = Moment::nearest(moment.unix_micros() + micros);
                    prop_assert_eq!(last.at(moment, zone), moment.day_in(zone));
                }
            }
        }
    }

    #[test]
    fn the_ends_of_time_have_their_days_too() {
        let mut last = LastDay::default();
        for zone in [Zone::UTC, Zone::parse("Pacific/Kiritimati").unwrap()] {
            for moment in [Moment::FIRST, Moment::LAST, Moment::FIRST, Moment::FIRST] {
                assert_eq!(last.at(moment, zone), moment.day_in(zone));
            }
        }
    }
}

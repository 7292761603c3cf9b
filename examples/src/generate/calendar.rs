//! When people order: by weekday and hour.

use sklad::base::Moment;

use super::{Plan, random::Random};

/// The days of a plan, and how busy each is.
pub(super) struct Calendar {
    start: Moment,
    online: Vec<u64>,
    shop_floor: Vec<u64>,
}

impl Calendar {
    pub(super) fn new(plan: &Plan) -> Self {
        let first = weekday(plan.start);
        let days = |week: [u64; 7]| {
            let busy = week.into_iter().cycle().skip(first);
            busy.zip(0..plan.days).map(|(busy, _)| busy).collect()
        };
        Self { start: plan.start, online: days(ONLINE_WEEK), shop_floor: days(SHOP_FLOOR_WEEK) }
    }

    /// Returns the moment at which somebody orders over the net.
    pub(super) fn online(&self, random: &mut Random) -> Moment {
        self.moment(&self.online, &ONLINE_HOURS, random)
    }

    /// Returns the moment at which somebody buys in the shop; it opens at nine and closes on Sundays.
    pub(super) fn shop_floor(&self, random: &mut Random) -> Moment {
        self.moment(&self.shop_floor, &SHOP_FLOOR_HOURS, random)
    }

    fn moment(&self, days: &[u64], hours: &[u64], random: &mut Random) -> Moment {
        let (day, hour) = (random.weighted(days) as u64, random.weighted(hours) as u64);
        later(self.start, day * DAY + hour * HOUR + random.below(HOUR))
    }
}

/// Returns the moment so many seconds later.
pub(super) fn later(moment: Moment, seconds: u64) -> Moment {
    moment.plus_seconds(i64::try_from(seconds).unwrap_or(i64::MAX))
}

/// Returns the first moment of Monday, 2 March 2026.
#[expect(clippy::unwrap_used, reason = "the constant is a moment, and a test holds it to that")]
pub(super) fn monday() -> Moment {
    Moment::from_unix_micros(MONDAY).unwrap()
}

/// 1970-01-01 was a Thursday; Monday is 0.
fn weekday(moment: Moment) -> usize {
    let days = moment.unix_micros().div_euclid(86_400_000_000);
    usize::try_from((days + 3).rem_euclid(7)).unwrap_or(0)
}

pub(super) const MINUTE: u64 = 60;
pub(super) const HOUR: u64 = 3_600;
pub(super) const DAY: u64 = 86_400;
/// In microseconds since 1970.
const MONDAY: i64 = 1_772_409_600_000_000;

// Chosen by us: what shops tell of their weeks. Monday first; midnight first.
const ONLINE_WEEK: [u64; 7] = [15, 14, 14, 14, 13, 10, 12];
const SHOP_FLOOR_WEEK: [u64; 7] = [10, 10, 10, 11, 14, 18, 0];
const ONLINE_HOURS: [u64; 24] =
    [2, 1, 0, 0, 0, 1, 2, 4, 6, 8, 9, 9, 9, 8, 8, 8, 8, 9, 10, 12, 13, 12, 8, 4];
const SHOP_FLOOR_HOURS: [u64; 24] =
    [0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 8, 9, 10, 9, 8, 8, 9, 10, 8, 0, 0, 0, 0, 0];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plan_begins_on_a_monday_and_the_shop_rests_on_sundays() {
        let plan = Plan::seeded(3);
        assert_eq!(plan.start.to_string(), "2026-03-02T00:00:00Z");
        let (calendar, mut random) = (Calendar::new(&plan), Random::seeded(3));
        for _ in 0..1_000 {
            assert_ne!(weekday(calendar.shop_floor(&mut random)), 6);
        }
    }
}

//! Which day a movement is booked on, and the closing of days.

use sklad_base::{Day, Moment, OutletId};

use crate::{Ledger, Policy, Refusal};

impl Ledger {
    /// Returns the business day of an outlet: its calendar day or, where that day is closed, the next open one.
    ///
    /// An order at 21:30 after a close at 20:00 is tomorrow's.
    #[must_use]
    pub fn business_day(&self, outlet: OutletId, moment: Moment, policy: &Policy) -> Day {
        let today = moment.day_in(policy.zone_of(outlet));
        self.closed_up_to(outlet).map_or(today, |closed| today.max(closed.next()))
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

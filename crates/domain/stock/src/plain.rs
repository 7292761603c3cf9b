//! The short way for what nearly every command is: lines of one order that all reserve, all release, or all ship what
//! is reserved.
//!
//! It only ever accepts. Where a line is anything else, or something is wrong with it, [`Booking`](crate::Booking)
//! decides; laws prove that both give the same events, and that taking them in by the short way gives the same state.
//! The commonest of them are decided and taken in at once.

mod ahead;
mod fold;
mod run;

use sklad_base::{Day, Events, ItemId, LineId, Moment, OutletId, PlaceId, Quantity};

use crate::{
    Account, Claim, Entry, Event, Goods, Ledger, Movement, Policy,
    claims::Spot,
    shelf::{SMALL, Shelf},
};

/// The lines of one command, one after the other.
struct Lines<'a> {
    ledger: &'a Ledger,
    /// Whether no item and no place is out of the ordinary.
    ordinary: bool,
    /// Where the last line's claim stands: lines come in the order of events.
    spot: Spot,
}

/// The business day of the last outlet asked for: the lines of an order mostly leave from one.
struct Days<'a> {
    ledger: &'a Ledger,
    policy: &'a Policy,
    moment: Moment,
    last: Option<(OutletId, Day)>,
}

impl Ledger {
    /// Decides the command if it is plain; else leaves `out` as it was and says so.
    pub(crate) fn decide_plain(
        &self,
        entries: &[Entry],
        (policy, moment): (&Policy, Moment),
        out: &mut Events<Event>,
    ) -> bool {
        let start = out.len();
        let first = entries.first().filter(|_| entries.len() <= FEW);
        let done = if let Some(Entry::Reserve { .. }) = first {
            self.reserve_all(entries, out)
        } else if let Some(Entry::Release { .. }) = first {
            self.release_all(entries, out)
        } else if let Some(Entry::Fulfil { .. } | Entry::Ship { .. }) = first {
            let days = Days { ledger: self, policy, moment, last: None };
            self.ship_all(entries, days, out)
        } else {
            None
        };
        if done.is_none() {
            out.truncate(start);
        }
        done.is_some()
    }

    fn reserve_all(&self, entries: &[Entry], out: &mut Events<Event>) -> Option<()> {
        let (mut lines, mut sum) = (Lines::new(self, entries)?, Quantity::ZERO);
        for entry in entries {
            let Entry::Reserve { line, goods, rank } = *entry else { return None };
            let Goods { place, item, quantity } = goods;
            let (shelf, slot) = lines.next(line, goods)?;
            let rank = match slot {
                Some(slot) => self.claims.plain(slot, item)?.0,
                None => rank,
            };
            let free = shelf.free();
            sum = sum.saturating_add(quantity);
            if free < sum && (free < quantity || is_shared((place, item), entries)) {
                return None;
            }
            let (asked, reserved) = (Quantity::ZERO, quantity);
            out.push(Event::Claimed(Claim { line, item, place, rank, asked, reserved }));
        }
        Some(())
    }

    fn release_all(&self, entries: &[Entry], out: &mut Events<Event>) -> Option<()> {
        let mut lines = Lines::new(self, entries)?;
        for entry in entries {
            let Entry::Release { line, goods } = *entry else { return None };
            let Goods { place, item, quantity } = goods;
            let (rank, reserved) = self.claims.plain(lines.next(line, goods)?.1?, item)?;
            if reserved < quantity {
                return None;
            }
            let (asked, reserved) = (Quantity::ZERO, quantity.negated());
            out.push(Event::Claimed(Claim { line, item, place, rank, asked, reserved }));
        }
        Some(())
    }

    fn ship_all(
        &self,
        entries: &[Entry],
        mut days: Days<'_>,
        out: &mut Events<Event>,
    ) -> Option<()> {
        let mut lines = Lines::new(self, entries)?;
        for entry in entries {
            let (Entry::Fulfil { line, goods } | Entry::Ship { line, goods }) = *entry else {
                return None;
            };
            let Goods { place, item, quantity } = goods;
            let (_, reserved) = self.claims.plain(lines.next(line, goods)?.1?, item)?;
            if reserved < quantity {
                return None;
            }
            let (from, to, from_reserve) = (Account::Place(place), Account::Customer, quantity);
            let (line, day) = (Some(line), days.at(place));
            out.push(Event::Moved(Movement { item, from, to, quantity, from_reserve, line, day }));
        }
        Some(())
    }

    /// Tells whether our own books say what stands there, under that item.
    #[cold]
    fn is_ours(&self, place: PlaceId, item: ItemId) -> bool {
        !self.is_partners(place) && self.is_kept(item) && self.merged_into(item).is_none()
    }
}

impl<'a> Lines<'a> {
    #[inline]
    fn new(ledger: &'a Ledger, entries: &[Entry]) -> Option<Self> {
        let order = entries.first()?.line()?.order();
        let ordinary =
            ledger.merged.is_empty() && ledger.unkept.is_empty() && ledger.partners.is_empty();
        Some(Self { ledger, ordinary, spot: ledger.claims.spot(order) })
    }

    /// Returns the plain shelf of a line that stands behind those before it, and its claim's slot where it has one.
    ///
    /// A shelf is only there where goods or claims of a known item were.
    #[inline]
    fn next(&mut self, line: LineId, goods: Goods) -> Option<(&'a Shelf, Option<u32>)> {
        let (ledger, Goods { place, item, quantity }) = (self.ledger, goods);
        let shelf = ledger.shelves.shelf(place, item).filter(|shelf| shelf.is_plain())?;
        let sound = quantity.is_positive() && quantity.millionths().unsigned_abs() < SMALL;
        if !sound || !(self.ordinary || ledger.is_ours(place, item)) {
            return None;
        }
        let slot = ledger.claims.seek_next(&mut self.spot, line, place).ok()?;
        Some((shelf, slot))
    }
}

impl Days<'_> {
    #[inline]
    fn at(&mut self, place: PlaceId) -> Day {
        let outlet = self.ledger.outlet_of(place).unwrap_or(OutletId::new(0));
        match self.last {
            Some((last, day)) if last == outlet => day,
            Some(_) | None => {
                let day = self.ledger.business_day(outlet, self.moment, self.policy);
                self.last = Some((outlet, day));
                day
            }
        }
    }
}

/// Tells whether several entries are about one cell.
#[cold]
fn is_shared(cell: (PlaceId, ItemId), entries: &[Entry]) -> bool {
    let cells = entries.iter().map(Entry::goods).map(|goods| (goods.place, goods.item));
    cells.filter(|other| *other == cell).count() > 1
}

/// The most lines that are decided the short way.
const FEW: usize = 8;

#[cfg(test)]
mod tests;

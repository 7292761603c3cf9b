//! A command in the making: entries pile up, the shelf can be looked at in between, the whole is judged once.

mod enter;
mod finish;
mod settle;
mod small;
mod touched;

use sklad_base::{Day, Handful, ItemId, LineId, Moment, OutletId, PlaceId, Quantity};

use self::{
    small::Small,
    touched::{Touched, TouchedClaim, Wish},
};
use crate::{Cell, Claim, Event, Goods, Ledger, Policy, Rank, Refusal, SupplyId, Terms};

/// Entries that will be booked together, on top of a ledger that has not changed yet.
///
/// Shop crates use it to look at the shelf as it will be; everyone else sends [`Command::Book`](crate::Command).
/// What can be seen in between, and the judgement, follow from the sum of the entries: their order does not matter
/// (law 5). So a line that ships first and reserves then takes from that reserve all the same.
///
/// ```
/// use sklad_base::{Decider, Events, ItemId, Moment, OutletId, PlaceId, Quantity};
/// use sklad_stock::{Booking, Entry, Event, Goods, Ledger, Policy};
///
/// let mut ledger = Ledger::new();
/// let (place, item) = (PlaceId::new(0), ItemId::new(0));
/// let (outlet, policy) = (OutletId::new(0), Policy::default());
/// for event in [Event::OutletOpened(outlet), Event::PlaceOpened { place, outlet }, Event::ItemAdded(item)] {
///     ledger.evolve(&event);
/// }
/// let mut booking = Booking::new(&ledger, &policy, Moment::parse("2026-03-02T10:00:00Z")?);
/// booking.enter(Entry::Receive(Goods { place, item, quantity: Quantity::units(3) }));
/// assert_eq!(booking.cell(place, item).available(), Quantity::units(3));
/// let mut events = Events::new();
/// booking.finish(&mut events, |event| event)?;
/// assert_eq!(events.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Booking<'a> {
    ledger: &'a Ledger,
    policy: &'a Policy,
    moment: Moment,
    day: Option<Day>,
    /// The books are opened: what is told stands, whatever it is.
    opening: bool,
    cells: Small<(PlaceId, ItemId), Touched>,
    claims: Small<(LineId, PlaceId), TouchedClaim>,
    days: Handful<OutletId, Day>,
    /// Promises of what there is, moves of promises, and arrivals: worked when all entries are there.
    promises: Vec<Promise>,
    shifts: Vec<Shift>,
    arrivals: Vec<Arrival>,
    moves: Vec<Event>,
    refusals: Vec<Refusal>,
}

/// A promise of what there is; the rest may wait up to the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Promise {
    rank: Rank,
    line: LineId,
    place: PlaceId,
    item: ItemId,
    quantity: Quantity,
    limit: Option<Quantity>,
}

/// A promise that moves to another place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Shift {
    line: LineId,
    place: PlaceId,
    to: PlaceId,
    item: ItemId,
    quantity: Quantity,
}

/// Goods on their way that arrived, or never will.
#[derive(Debug, Clone, Copy)]
struct Arrival {
    supply: SupplyId,
    goods: Goods,
    missed: bool,
}

impl<'a> Booking<'a> {
    /// Returns a booking without entries.
    #[must_use]
    pub const fn new(ledger: &'a Ledger, policy: &'a Policy, moment: Moment) -> Self {
        Self {
            ledger,
            policy,
            moment,
            day: None,
            opening: false,
            cells: Small::new(),
            claims: Small::new(),
            days: Handful::new(),
            promises: Vec::new(),
            shifts: Vec::new(),
            arrivals: Vec::new(),
            moves: Vec::new(),
            refusals: Vec::new(),
        }
    }

    /// Books on that day, which must be open, instead of the present business day.
    #[must_use]
    pub const fn on(mut self, day: Day) -> Self {
        self.day = Some(day);
        self
    }

    /// Records what stood before the books were opened, whatever it is.
    pub(crate) const fn opening(mut self) -> Self {
        self.opening = true;
        self
    }

    /// Returns a cell as it will be.
    #[must_use]
    pub fn cell(&self, place: PlaceId, item: ItemId) -> Cell {
        let touched = self.cells.get((place, item));
        touched.map_or_else(|| self.ledger.cell(place, item), |touched| touched.after)
    }

    /// Returns a line's claim at a place as it will be, where it has one.
    #[must_use]
    pub fn claim_of(&self, line: LineId, place: PlaceId) -> Option<Claim> {
        match self.claims.get((line, place)).map(TouchedClaim::after) {
            Some(claim) => (!claim.is_empty()).then_some(claim),
            None => self.ledger.claim(line, place),
        }
    }

    /// Returns how much leaves a place for a line beyond what the line asks for there.
    ///
    /// Goods that leave are counted against what is asked: who asks for more must ask for these units too.
    #[must_use]
    pub fn unasked(&self, line: LineId, place: PlaceId) -> Quantity {
        let touched = self.claims.get((line, place));
        touched.map_or(Quantity::ZERO, TouchedClaim::unasked)
    }

    /// Goes through the cells whose available has grown so far.
    pub fn grown(&self) -> impl Iterator<Item = (PlaceId, ItemId)> {
        let grown = |touched: &Touched| touched.after.available() > touched.before.available();
        self.cells.sorted().filter(move |(_, touched)| grown(touched)).map(|(key, _)| key)
    }

    /// Goes through the cells that differ so far: as they are, and as they will be.
    pub fn changes(&self) -> impl Iterator<Item = ((PlaceId, ItemId), (Cell, Cell))> {
        let changed = self.cells.sorted().filter(|(_, touched)| touched.before != touched.after);
        changed.map(|(key, touched)| (key, (touched.before, touched.after)))
    }

    /// Returns the ledger as it is.
    #[must_use]
    pub const fn ledger(&self) -> &'a Ledger {
        self.ledger
    }

    /// Returns the policy it is judged by.
    #[must_use]
    pub const fn policy(&self) -> &'a Policy {
        self.policy
    }

    /// Returns the business day on which a place books now: the day named, or the present one.
    pub fn day_at(&mut self, place: PlaceId) -> Day {
        let outlet = self.ledger.outlet_of(place).unwrap_or(OutletId::new(0));
        let Self { ledger, policy, moment, day, refusals, days, .. } = self;
        *days.get_or_insert_with(outlet, || match *day {
            None => ledger.business_day(outlet, *moment, policy),
            Some(day) => {
                let today = moment.day_in(policy.zone_of(outlet));
                refusals.extend(ledger.judge_day(outlet, day, today).err());
                day
            }
        })
    }

    /// Returns the business day on which goods move between two places now: the later one, for both must be open.
    pub fn day_between(&mut self, from: PlaceId, to: PlaceId) -> Day {
        self.day_at(from).max(self.day_at(to))
    }

    /// Lets every promise of a line at a place end that should have ended.
    pub(crate) fn lapse(&mut self, line: LineId, place: PlaceId) {
        let Some(Claim { item, .. }) = self.ledger.claim(line, place) else { return };
        self.wish(line, Goods { place, item, quantity: Quantity::ZERO }, Wish::Lapse);
    }

    fn wish(&mut self, line: LineId, goods: Goods, wish: Wish) {
        let Goods { place, item, .. } = goods;
        let ledger = self.ledger;
        let touched = self.claims.get_or_insert_with((line, place), || {
            let held = ledger.look(line, place);
            let none = || (Claim::none(line, goods, Rank::LAST), Terms::default());
            let (claim, terms) = held.unwrap_or_else(none);
            TouchedClaim::new(claim, terms)
        });
        if touched.before.item != item {
            let refusal = Refusal::OtherItem { line, item: touched.before.item, asked: item };
            return self.refusals.push(refusal);
        }
        let before = touched.after();
        touched.wish(wish);
        let after = touched.after();
        self.touch(goods, |cell| {
            let reserved = after.reserved.saturating_sub(before.reserved);
            let pending = after.pending().saturating_sub(before.pending());
            cell.reserved = cell.reserved.saturating_add(reserved);
            cell.pending = cell.pending.saturating_add(pending);
        });
    }

    fn touch(&mut self, goods: Goods, change: impl FnOnce(&mut Cell)) -> &mut Touched {
        let Goods { place, item, quantity } = goods;
        let ledger = self.ledger;
        let fresh = || Touched::new(ledger.cell(place, item));
        let touched = self.cells.get_or_insert_with((place, item), fresh);
        touched.volume += i128::from(quantity.millionths()).abs();
        change(&mut touched.after);
        touched
    }
}

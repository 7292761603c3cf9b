//! The machine's state and what can be asked of it.

use std::collections::{BTreeMap, BTreeSet};

use sklad_base::{Day, Events, ItemId, LineId, Moment, OrderId, OutletId, PlaceId, Quantity};

use crate::{
    Booking, Cell, Claim, Discrepancy, Event, Policy, Shortage, Supply, SupplyId, Terms,
    claims::Claims, day::LastDay, shelf::Shelves, supply::Supplies,
};

/// What is there and what is promised, at every place.
///
/// Law: goods are conserved; reserved is the sum of open claims; available is never below zero unless the policy
/// of the place allows it or a recorded fact makes it so.
///
/// ```
/// use sklad_base::{ItemId, PlaceId};
/// use sklad_stock::{Cell, Ledger};
///
/// let ledger = Ledger::new();
/// assert_eq!(ledger.cell(PlaceId::new(0), ItemId::new(0)), Cell::default());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    pub(crate) items: usize,
    pub(crate) unkept: BTreeSet<ItemId>,
    pub(crate) merged: BTreeMap<ItemId, ItemId>,
    pub(crate) places: Vec<OutletId>,
    pub(crate) partners: BTreeSet<PlaceId>,
    pub(crate) closed: Vec<Option<Day>>,
    pub(crate) shelves: Shelves,
    pub(crate) claims: Claims,
    pub(crate) supplies: Supplies,
    pub(crate) discrepancies: BTreeMap<u32, Discrepancy>,
    pub(crate) next_discrepancy: u32,
    pub(crate) short: BTreeSet<(PlaceId, ItemId)>,
    /// Whether goods ever moved or a line ever claimed.
    pub(crate) used: bool,
    pub(crate) last_day: LastDay,
}

impl Ledger {
    /// Returns a ledger without items and places.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the number that the next item gets.
    #[must_use]
    pub fn next_item(&self) -> ItemId {
        ItemId::after(self.items).unwrap_or(ItemId::new(u32::MAX))
    }

    /// Returns the number that the next place gets.
    #[must_use]
    pub fn next_place(&self) -> PlaceId {
        PlaceId::after(self.places.len()).unwrap_or(PlaceId::new(u32::MAX))
    }

    /// Returns the number that the next outlet gets.
    #[must_use]
    pub fn next_outlet(&self) -> OutletId {
        OutletId::after(self.closed.len()).unwrap_or(OutletId::new(u32::MAX))
    }

    /// Returns the number that the next goods on their way get.
    #[must_use]
    pub const fn next_supply(&self) -> SupplyId {
        SupplyId::new(self.supplies.next)
    }

    /// Returns one item at one place; an empty cell where nothing ever was.
    #[must_use]
    pub fn cell(&self, place: PlaceId, item: ItemId) -> Cell {
        self.shelves.cell(place, item)
    }

    /// Goes through the cells of one place where something stands.
    pub fn cells(&self, place: PlaceId) -> impl Iterator<Item = (ItemId, Cell)> {
        self.shelves.of(place)
    }

    /// Goes through the places where something of an item stands.
    pub fn cells_of(&self, item: ItemId) -> impl Iterator<Item = (PlaceId, Cell)> {
        let places = (0..self.places.len()).filter_map(PlaceId::after);
        let cells = places.map(move |place| (place, self.cell(place, item)));
        cells.filter(|(_, cell)| *cell != Cell::default())
    }

    /// Returns a line's claim at a place, where it has one.
    #[must_use]
    pub fn claim(&self, line: LineId, place: PlaceId) -> Option<Claim> {
        self.claims.get(line, place)
    }

    /// Returns what goes with a line's claim at a place; the default where it has none.
    #[must_use]
    pub fn terms(&self, line: LineId, place: PlaceId) -> Terms {
        self.look(line, place).map(|(_, terms)| terms).unwrap_or_default()
    }

    /// Goes through the claims on one cell, first served first (G5).
    pub fn claims_on(&self, place: PlaceId, item: ItemId) -> impl Iterator<Item = Claim> {
        self.claims.of_cell((place, item), self.shelves.shelf(place, item))
    }

    /// Goes through the claims of an order, by line and place.
    pub fn claims_of(&self, order: OrderId) -> impl Iterator<Item = Claim> {
        self.claims.of(order)
    }

    /// Goes through all open claims, by line and place.
    pub fn claims(&self) -> impl Iterator<Item = Claim> {
        self.claims.iter()
    }

    /// Goes through those who wait on one cell for goods to come, first served first, with what goes with it.
    pub fn waiting_at(&self, place: PlaceId, item: ItemId) -> impl Iterator<Item = (Claim, Terms)> {
        self.claims.waiting_at(place, item)
    }

    /// Returns what lines may wait for at one cell until goods come.
    #[must_use]
    pub fn backordered(&self, place: PlaceId, item: ItemId) -> Quantity {
        let waits = self.waiting_at(place, item).map(|(_, terms)| terms.backordered);
        waits.fold(Quantity::ZERO, Quantity::saturating_add)
    }

    /// Goes through what is on its way to a cell, as announced.
    pub fn supplies_to(&self, place: PlaceId, item: ItemId) -> impl Iterator<Item = &Supply> {
        self.supplies.of(place, item)
    }

    /// Returns what is on its way to a cell.
    #[must_use]
    pub fn incoming(&self, place: PlaceId, item: ItemId) -> Quantity {
        let parts = self.supplies_to(place, item).map(|supply| supply.quantity);
        parts.fold(Quantity::ZERO, Quantity::saturating_add)
    }

    /// Returns goods on their way, as long as some have not arrived.
    #[must_use]
    pub fn supply(&self, id: SupplyId) -> Option<Supply> {
        self.supplies.open.get(&id).copied()
    }

    /// Goes through the discrepancies that wait for a person.
    pub fn discrepancies(&self) -> impl Iterator<Item = &Discrepancy> {
        self.discrepancies.values()
    }

    /// Tells whether an item is kept in stock (B9).
    #[must_use]
    pub fn is_kept(&self, item: ItemId) -> bool {
        self.unkept.is_empty() || !self.unkept.contains(&item)
    }

    /// Tells whether the book of record of a place is a partner's.
    #[must_use]
    pub fn is_partners(&self, place: PlaceId) -> bool {
        !self.partners.is_empty() && self.partners.contains(&place)
    }

    /// Returns which item one turned out to be, where it did.
    #[must_use]
    pub fn merged_into(&self, item: ItemId) -> Option<ItemId> {
        if self.merged.is_empty() { None } else { self.merged.get(&item).copied() }
    }

    /// Returns the moment when the next promise ends by itself: a driver wakes up then.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Moment> {
        self.claims.next_expiry()
    }

    /// Names the lines that go short at one cell, first served first (B12).
    #[must_use]
    pub fn shortages_at(&self, place: PlaceId, item: ItemId) -> Vec<Shortage> {
        self.claims.shortages(place, item, self.cell(place, item))
    }

    /// Names all lines that go short (B12); costs what is short, not what is there.
    pub fn shortages(&self) -> impl Iterator<Item = Shortage> {
        self.short.iter().flat_map(|(place, item)| self.shortages_at(*place, *item))
    }

    /// Returns the outlet of a place.
    #[must_use]
    pub fn outlet_of(&self, place: PlaceId) -> Option<OutletId> {
        self.places.get(place.index()).copied()
    }

    /// Goes through the places of an outlet.
    pub fn places_of(&self, outlet: OutletId) -> impl Iterator<Item = PlaceId> {
        let mine = self.places.iter().enumerate().filter(move |(_, its)| **its == outlet);
        mine.filter_map(|(index, _)| PlaceId::after(index))
    }

    /// Returns the last closed day of an outlet.
    #[must_use]
    pub fn closed_up_to(&self, outlet: OutletId) -> Option<Day> {
        self.closed.get(outlet.index()).copied().flatten()
    }

    /// Returns the memory that cells and claims take.
    #[must_use]
    pub fn footprint(&self) -> Footprint {
        let (cells, cell_bytes) = self.shelves.room();
        let (claims, claim_bytes) = (self.claims.len(), self.claims.room());
        Footprint { cells, cell_bytes, claims, claim_bytes }
    }

    pub(crate) fn look(&self, line: LineId, place: PlaceId) -> Option<(Claim, Terms)> {
        self.claims.find(line, place).map(|slot| self.claims.read(slot))
    }

    /// Keeps memory in bounds; tells whether slots may have got other numbers for it.
    #[inline]
    pub(crate) fn make_way(&mut self) -> bool {
        let is_due = self.claims.is_due();
        if is_due {
            self.claims.make_way(&mut self.shelves);
        }
        is_due
    }

    pub(crate) const fn next_discrepancy(&self) -> u32 {
        self.next_discrepancy
    }

    /// Puts the events of what ends by itself up to a moment behind what stands in `out`.
    pub(crate) fn lapse_due(&self, moment: Moment, policy: &Policy, out: &mut Events<Event>) {
        let mut booking = Booking::new(self, policy, moment);
        self.claims.expired_by(moment).for_each(|(line, place)| booking.lapse(line, place));
        let done = booking.finish(out, |event| event);
        debug_assert!(done.is_ok(), "what ends by itself frees goods and asks for none: {done:?}");
    }
}

/// What a ledger takes of the machine's memory; what is seldom there (terms, who waits) is left out.
///
/// ```
/// assert_eq!(sklad_stock::Ledger::new().footprint().claims, 0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Footprint {
    /// How many cells have room.
    pub cells: usize,
    /// The bytes they take.
    pub cell_bytes: usize,
    /// How many claims are open.
    pub claims: usize,
    /// The bytes they take, room for more of them included.
    pub claim_bytes: usize,
}

impl PartialEq for Ledger {
    /// Two ledgers are equal where every answer is; how they hold it in memory does not count.
    fn eq(&self, other: &Self) -> bool {
        self.snapshot() == other.snapshot()
    }
}

impl Eq for Ledger {}

#[cfg(test)]
mod tests;

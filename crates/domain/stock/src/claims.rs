//! All open claims: slots of 40 bytes, found by their order, chained by their cell.
//!
//! An order's slots hang on its number in a paged vector, so nothing is hashed; the slots on one cell form a second
//! chain, so that its holders are found without a search. Nobody is told when a slot leaves that chain: see `ring`. What few claims have (a wish beyond the reserve, terms,
//! a high priority) stands beside in a map, and those who wait stand in one by rank.

mod chain;
mod orders;
mod ring;
mod slot;
mod whole;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use sklad_base::{ItemId, LineId, LineNo, Moment, OrderId, PlaceId, Quantity};

pub(crate) use self::chain::Spot;
pub(crate) use self::slot::Slot;
use self::{
    orders::Orders,
    ring::Ring,
    slot::{Asks, Loose},
};
use crate::{Cell, Claim, Rank, Shortage, Terms, shelf::Shelf};

/// No slot.
pub(crate) const NONE: u32 = u32::MAX;

/// All open claims.
#[derive(Clone, Default)]
pub(crate) struct Claims {
    slots: Ring,
    orders: Orders,
    /// What does not fit into a slot.
    beside: BTreeMap<(LineId, PlaceId), Beside>,
    /// Who waits, by cell and rank.
    waiting: BTreeSet<(PlaceId, ItemId, Rank, LineId)>,
    expiring: BTreeSet<(Moment, LineId, PlaceId)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Beside {
    asked: Quantity,
    priority: u32,
    terms: Terms,
}

impl Claims {
    pub(crate) fn get(&self, line: LineId, place: PlaceId) -> Option<Claim> {
        self.find(line, place).map(|slot| self.claim(slot))
    }

    /// Returns the slot of a line's claim at a place.
    pub(crate) fn find(&self, line: LineId, place: PlaceId) -> Option<u32> {
        self.seek(&mut Spot::default(), line, place)
    }

    /// Returns what stands in a slot.
    pub(crate) fn read(&self, slot: u32) -> (Claim, Terms) {
        let claim = self.claim(slot);
        if self.asks(slot) != Asks::Beside {
            return (claim, Terms::default());
        }
        let beside = self.beside.get(&(claim.line, claim.place));
        (claim, beside.map(|beside| beside.terms).unwrap_or_default())
    }

    /// Returns the rank and the reserve of a slot if it is on that item and nothing of it stands beside.
    #[inline]
    pub(crate) fn plain(&self, slot: u32, item: ItemId) -> Option<(Rank, Quantity)> {
        let slot = self.slots.get(slot).filter(|slot| slot.item == item)?;
        let since = Moment::nearest(slot.since.get());
        let rank = Rank { priority: slot.priority.into(), since };
        let reserved = Quantity::from_millionths(slot.reserved.get());
        matches!(slot.asks, Asks::Nothing | Asks::Reserved).then_some((rank, reserved))
    }

    /// Writes a claim as it is now into its slot or a new one; an empty one leaves. `shelf` is that of its cell.
    pub(crate) fn put(&mut self, slot: Option<u32>, claim: (Claim, Terms), shelf: &mut Shelf) {
        let (claim, terms) = claim;
        match slot {
            Some(slot) if !claim.is_empty() => self.write(slot, claim, terms),
            None if claim.is_empty() => {}
            Some(_) | None => {
                let mut spot = Spot::default();
                match self.seek(&mut spot, claim.line, claim.place) {
                    Some(slot) => {
                        self.forget_beside(slot);
                        self.remove(&mut spot);
                    }
                    None => {
                        let slot = self.insert(&mut spot, (&claim, 0), shelf);
                        self.write(slot, claim, terms);
                    }
                }
            }
        }
    }

    /// Adds to what the claim at a spot reserves, where nothing of it stands beside and nothing is asked; else changes
    /// nothing and says so.
    #[inline]
    pub(crate) fn add(&mut self, spot: &mut Spot, (item, by): (ItemId, Quantity)) -> bool {
        let Some(slot) = self.slots.get_mut(spot.at) else { return false };
        if slot.asks != Asks::Nothing || slot.item != item {
            return false;
        }
        let reserved = slot.reserved.get().saturating_add(by.millionths());
        slot.reserved = Loose::of(reserved);
        if reserved == 0 {
            self.remove(spot);
        }
        true
    }

    /// Writes a claim that is not there yet and asks for nothing, where it fits into a slot; else changes nothing and
    /// says so.
    #[inline]
    pub(crate) fn begin(&mut self, spot: &mut Spot, claim: &Claim, shelf: &mut Shelf) -> bool {
        let priority = u8::try_from(claim.rank.priority);
        let (Ok(priority), true) = (priority, claim.reserved.is_positive()) else { return false };
        self.insert(spot, (claim, priority), shelf);
        true
    }

    /// Goes through the claims on one cell, first served first.
    pub(crate) fn of_cell(
        &self,
        (place, item): (PlaceId, ItemId),
        shelf: Option<&Shelf>,
    ) -> impl Iterator<Item = Claim> + use<> {
        let latest = shelf.map_or(NONE, Shelf::first);
        // On a plain shelf each claim reserves something: with the last part of the sum, all are found.
        let all = shelf.filter(|shelf| shelf.is_plain()).map(Shelf::reserved);
        let mut sum = Quantity::ZERO;
        let mut claims = Vec::new();
        for slot in self.slots.of_cell(latest, (place, item)) {
            if all == Some(sum) {
                break;
            }
            let claim = self.claim(slot);
            sum = sum.saturating_add(claim.reserved);
            claims.push(claim);
        }
        claims.sort_unstable_by_key(|claim| (claim.rank, claim.line));
        claims.into_iter()
    }

    /// Goes through those who wait on one cell, first served first.
    pub(crate) fn waiting_at(
        &self,
        place: PlaceId,
        item: ItemId,
    ) -> impl Iterator<Item = (Claim, Terms)> {
        let first = (place, item, Rank::FIRST, LineId::new(OrderId::new(0), LineNo::new(0)));
        let keys = self.waiting.range(first..);
        let keys = keys.take_while(move |key| key.0 == place && key.1 == item);
        keys.filter_map(|key| Some(self.read(self.find(key.3, key.0)?)))
    }

    /// Names those on one cell who go short, first served first.
    pub(crate) fn shortages(&self, place: PlaceId, item: ItemId, cell: Cell) -> Vec<Shortage> {
        let mut left = cell.available().or_zero();
        let mut short = Vec::new();
        for (claim, _) in self.waiting_at(place, item) {
            let missing = claim.pending().saturating_sub(left).or_zero();
            left = left.saturating_sub(claim.pending()).or_zero();
            if missing.is_positive() {
                short.push(Shortage { line: claim.line, item, place, missing });
            }
        }
        short
    }

    /// Goes through all claims by line and place.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Claim> {
        self.orders.iter().flat_map(|first| self.of_order(first)).map(|slot| self.claim(slot))
    }

    pub(crate) fn of(&self, order: OrderId) -> impl Iterator<Item = Claim> {
        self.of_order(self.first(order)).map(|slot| self.claim(slot))
    }

    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }

    /// Returns the moment when the next promise ends.
    pub(crate) fn next_expiry(&self) -> Option<Moment> {
        self.expiring.first().map(|key| key.0)
    }

    /// Goes through the promises that end up to a moment.
    pub(crate) fn expired_by(&self, moment: Moment) -> impl Iterator<Item = (LineId, PlaceId)> {
        let due = self.expiring.iter().take_while(move |key| key.0 <= moment);
        due.map(|key| (key.1, key.2))
    }

    /// Tells whether it is time for [`make_way`](Self::make_way).
    #[inline]
    pub(crate) const fn is_due(&self) -> bool {
        self.slots.is_due()
    }

    /// Returns the bytes that claims take, those beside left out.
    pub(crate) fn room(&self) -> usize {
        self.slots.bytes() + self.orders.room()
    }

    fn claim(&self, slot: u32) -> Claim {
        let slot = self.slots.get(slot).unwrap_or(&Slot::GONE);
        let line = LineId::new(OrderId::new(slot.order), LineNo::new(slot.line));
        let reserved = Quantity::from_millionths(slot.reserved.get());
        let (asked, priority) = match slot.asks {
            Asks::Nothing | Asks::Gone => (Quantity::ZERO, slot.priority.into()),
            Asks::Reserved => (reserved, slot.priority.into()),
            Asks::Beside => {
                let beside = self.beside.get(&(line, slot.place)).copied().unwrap_or_default();
                (beside.asked, beside.priority)
            }
        };
        let since = Moment::nearest(slot.since.get());
        let rank = Rank { priority, since };
        Claim { line, item: slot.item, place: slot.place, rank, asked, reserved }
    }

    fn asks(&self, slot: u32) -> Asks {
        self.slots.get(slot).map_or(Asks::Gone, |slot| slot.asks)
    }

    fn write(&mut self, slot: u32, claim: Claim, terms: Terms) {
        let Claim { rank: Rank { priority, since }, asked, reserved, .. } = claim;
        let plain = terms == Terms::default();
        let was_plain = self.asks(slot) != Asks::Beside;
        let (asks, priority) = match u8::try_from(priority) {
            Ok(priority) if plain && asked.is_zero() => (Asks::Nothing, priority),
            Ok(priority) if plain && asked == reserved => (Asks::Reserved, priority),
            Ok(_) | Err(_) => (Asks::Beside, 0),
        };
        if !was_plain {
            self.forget_beside(slot);
        }
        let Some(packed) = self.slots.get_mut(slot) else { return };
        packed.asks = asks;
        packed.priority = priority;
        packed.reserved = Loose::of(reserved.millionths());
        packed.since = Loose::of(since.unix_micros());
        if asks == Asks::Beside {
            self.note_beside(claim, terms);
        }
    }

    #[cold]
    fn note_beside(&mut self, claim: Claim, terms: Terms) {
        let Claim { line, item, place, rank, asked, .. } = claim;
        self.beside.insert((line, place), Beside { asked, priority: rank.priority, terms });
        if claim.pending().is_positive() {
            self.waiting.insert((place, item, rank, line));
        }
        if let Some(expires) = terms.expires.filter(|_| can_expire(&claim, &terms)) {
            self.expiring.insert((expires, line, place));
        }
    }

    fn forget_beside(&mut self, slot: u32) {
        if self.asks(slot) != Asks::Beside {
            return;
        }
        let Claim { line, item, place, rank, .. } = self.claim(slot);
        self.waiting.remove(&(place, item, rank, line));
        let beside = self.beside.remove(&(line, place));
        if let Some(expires) = beside.and_then(|beside| beside.terms.expires) {
            self.expiring.remove(&(expires, line, place));
        }
    }
}

impl fmt::Debug for Claims {
    /// Writes what is claimed, not how it is held.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// A promise that has nothing left but a plain wish does not end.
pub(crate) fn can_expire(claim: &Claim, terms: &Terms) -> bool {
    let sent = terms.sent;
    claim.reserved > sent || terms.backordered.is_positive()
}

#[expect(clippy::as_conversions, reason = "u32 to usize loses nothing where std runs")]
const fn ix(slot: u32) -> usize {
    slot as usize
}

#[cfg(test)]
mod tests;

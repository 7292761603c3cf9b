//! The machine: commands in, events out, balances folded from them.

use std::collections::BTreeSet;

use sklad_base::{Day, Decider, Envelope, Events, ItemId, LineId, No, OutletId, PlaceId, Quantity};

use crate::{
    Account, Booking, Cell, Claim, Entry, Movement, Policy, Refusal, Shortage, claim::Claims,
};

/// What is asked of the ledger; may be refused.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a new command must break every sender that translates them"
)]
pub enum Command {
    /// Adds the next item.
    AddItem,
    /// Opens the next outlet.
    OpenOutlet,
    /// Opens the next place, in that outlet.
    OpenPlace(OutletId),
    /// Books all entries or none; they are judged by their sum, so their order does not matter.
    Book(Vec<Entry>),
    /// Closes a day of an outlet.
    CloseDay {
        /// Of which outlet.
        outlet: OutletId,
        /// Which day.
        day: Day,
    },
}

/// What happened in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a new event must break every reader")]
pub enum Event {
    /// An item got the next number.
    ItemAdded(ItemId),
    /// An outlet got the next number.
    OutletOpened(OutletId),
    /// A place got the next number.
    PlaceOpened {
        /// Its number.
        place: PlaceId,
        /// The outlet whose days it shares.
        outlet: OutletId,
    },
    /// Goods moved.
    Moved(Movement),
    /// A line's claim grew or shrank by these quantities.
    Claimed(Claim),
    /// Goods at a place were set aside (above zero) or put back for sale (below zero).
    Held {
        /// Where.
        place: PlaceId,
        /// What.
        item: ItemId,
        /// By how much.
        quantity: Quantity,
    },
    /// A day was closed.
    DayClosed {
        /// Of which outlet.
        outlet: OutletId,
        /// Which day.
        day: Day,
    },
}

/// What is there and what is promised, at every place.
///
/// Law: goods are conserved; reserved is the sum of open claims; available is never below zero unless the policy
/// of the place allows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ledger {
    items: usize,
    places: Vec<OutletId>,
    closed: Vec<Option<Day>>,
    cells: Vec<Vec<Cell>>,
    claims: Claims,
    short: BTreeSet<(PlaceId, ItemId)>,
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

    /// Returns one item at one place; an empty cell where nothing ever was.
    #[must_use]
    pub fn cell(&self, place: PlaceId, item: ItemId) -> Cell {
        let row = self.cells.get(place.index());
        row.and_then(|row| row.get(item.index())).copied().unwrap_or_default()
    }

    /// Goes through the cells of one place where something stands.
    pub fn cells(&self, place: PlaceId) -> impl Iterator<Item = (ItemId, Cell)> {
        let row = self.cells.get(place.index()).into_iter().flatten();
        row.enumerate()
            .filter(|(_, cell)| **cell != Cell::default())
            .filter_map(|(item, cell)| Some((ItemId::after(item)?, *cell)))
    }

    /// Returns what a line has at a place, where it has anything.
    #[must_use]
    pub fn claim(&self, line: LineId, place: PlaceId) -> Option<&Claim> {
        self.claims.get(line, place)
    }

    /// Goes through the claims on one cell, first served first (G5).
    pub fn claims_on(&self, place: PlaceId, item: ItemId) -> impl Iterator<Item = &Claim> {
        self.claims.of_cell(place, item)
    }

    /// Goes through all open claims.
    pub fn claims(&self) -> impl Iterator<Item = &Claim> {
        self.claims.iter()
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

    fn change(&mut self, place: PlaceId, item: ItemId, change: impl FnOnce(&mut Cell)) {
        if self.cells.len() <= place.index() {
            self.cells.resize_with(place.index() + 1, Vec::new);
        }
        let row = &mut self.cells[place.index()];
        if row.len() <= item.index() {
            row.resize(item.index() + 1, Cell::default());
        }
        let cell = &mut row[item.index()];
        let was_short = cell.short().is_positive();
        change(cell);
        match (was_short, cell.short().is_positive()) {
            (false, true) => drop(self.short.insert((place, item))),
            (true, false) => drop(self.short.remove(&(place, item))),
            (false, false) | (true, true) => {}
        }
    }

    fn take_in_movement(&mut self, movement: &Movement) {
        let Movement { item, from, to, quantity, from_reserve, line, .. } = *movement;
        if let Account::Place(place) = from {
            self.change(place, item, |cell| cell.on_hand = cell.on_hand.saturating_sub(quantity));
            if let Some(claim) = line.and_then(|line| self.claims.get(line, place)).copied() {
                let (asked, reserved) = (quantity.negated(), from_reserve.negated());
                self.take_in_claim(Claim { asked, reserved, ..claim });
            }
        }
        if let Account::Place(place) = to {
            self.change(place, item, |cell| cell.on_hand = cell.on_hand.saturating_add(quantity));
        }
    }

    fn take_in_claim(&mut self, claim: Claim) {
        let (reserved, pending) = self.claims.add(claim);
        self.change(claim.place, claim.item, |cell| {
            cell.reserved = cell.reserved.saturating_add(reserved);
            cell.pending = cell.pending.saturating_add(pending);
        });
    }
}

impl Decider for Ledger {
    type Command = Command;
    type Event = Event;
    type Policy = Policy;
    type Refusal = Refusal;

    fn decide(
        &self,
        command: &Envelope<Command>,
        policy: &Policy,
        out: &mut Events<Event>,
    ) -> Result<(), No<Refusal>> {
        let refuse = |refusal| Err(No::Refused(sklad_base::Refusals::one(refusal)));
        match &command.command {
            Command::AddItem => match ItemId::after(self.items) {
                Some(item) => out.push(Event::ItemAdded(item)),
                None => return refuse(Refusal::NoNumberLeft { what: "item" }),
            },
            Command::OpenOutlet => match OutletId::after(self.closed.len()) {
                Some(outlet) => out.push(Event::OutletOpened(outlet)),
                None => return refuse(Refusal::NoNumberLeft { what: "outlet" }),
            },
            Command::OpenPlace(outlet) if *outlet >= self.next_outlet() => {
                return refuse(Refusal::UnknownOutlet(*outlet));
            }
            Command::OpenPlace(outlet) => match PlaceId::after(self.places.len()) {
                Some(place) => out.push(Event::PlaceOpened { place, outlet: *outlet }),
                None => return refuse(Refusal::NoNumberLeft { what: "place" }),
            },
            Command::Book(entries) => {
                let mut booking = Booking::new(self, policy, command.moment);
                entries.iter().for_each(|entry| booking.enter(*entry));
                booking.finish(out, |event| event)?;
            }
            Command::CloseDay { outlet, day } => {
                let today = command.moment.day_in(policy.zone_of(*outlet));
                if let Err(refusal) = self.judge_close(*outlet, *day, today) {
                    return refuse(refusal);
                }
                out.push(Event::DayClosed { outlet: *outlet, day: *day });
            }
        }
        Ok(())
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::ItemAdded(item) => self.items = item.index() + 1,
            Event::OutletOpened(_) => self.closed.push(None),
            Event::PlaceOpened { outlet, .. } => self.places.push(*outlet),
            Event::Moved(movement) => self.take_in_movement(movement),
            Event::Claimed(claim) => self.take_in_claim(*claim),
            Event::Held { place, item, quantity } => {
                self.change(*place, *item, |cell| cell.held = cell.held.saturating_add(*quantity));
            }
            Event::DayClosed { outlet, day } => {
                if let Some(closed) = self.closed.get_mut(outlet.index()) {
                    *closed = Some(*day);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;

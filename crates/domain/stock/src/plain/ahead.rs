//! What is to come, fetched ahead: the machine works on while its memory answers.
//!
//! First shelves, and where the claims of orders are written down; later, when that is there, these claims.

use sklad_base::{ItemId, LineId, OrderId, PlaceId};

use crate::{Account, Claim, Command, Entry, Event, Goods, Ledger, Movement};

/// What something to come will need.
enum Need {
    /// A claim comes to a cell.
    Comes(PlaceId, ItemId),
    /// A claim of an order on a cell changes.
    Changes(OrderId, PlaceId, ItemId),
    /// A cell changes.
    Cell(PlaceId, ItemId),
    Nothing,
}

impl Ledger {
    /// Fetches what a command will need.
    #[inline]
    pub(crate) fn prefetch_entries(&self, command: &Command) {
        let Command::Book(entries) = command else { return };
        entries.iter().take(LINES).for_each(|entry| self.prefetch_entry(entry));
        let line = entries.first().and_then(changes);
        line.into_iter().for_each(|line| self.claims.prefetch(line.order()));
    }

    /// Fetches the cell of an entry; those that come often are told apart first.
    #[inline]
    fn prefetch_entry(&self, entry: &Entry) {
        if let Entry::Reserve { goods, .. }
        | Entry::Release { goods, .. }
        | Entry::Fulfil { goods, .. }
        | Entry::Ship { goods, .. } = entry
        {
            self.shelves.prefetch(goods.place, goods.item);
        } else {
            self.prefetch_other(entry.goods());
        }
    }

    #[cold]
    #[inline(never)]
    fn prefetch_other(&self, goods: Goods) {
        self.shelves.prefetch(goods.place, goods.item);
    }

    /// Fetches what that leads to.
    #[inline]
    pub(crate) fn prefetch_further_entries(&self, command: &Command) {
        let Command::Book(entries) = command else { return };
        let line = entries.first().and_then(changes);
        line.into_iter().for_each(|line| self.claims.prefetch_slots(line.order()));
    }

    /// Fetches what an event will need.
    #[inline]
    pub(super) fn prefetch_event(&self, event: &Event) {
        let need = Need::of_event(event);
        need.cell().into_iter().for_each(|(place, item)| self.shelves.prefetch(place, item));
        need.order().into_iter().for_each(|order| self.claims.prefetch(order));
    }

    /// Fetches what that leads to.
    #[inline]
    pub(super) fn prefetch_further_event(&self, event: &Event) {
        let order = Need::of_event(event).order();
        order.into_iter().for_each(|order| self.claims.prefetch_slots(order));
    }

    /// Fetches the cell that a claim comes to.
    #[inline]
    pub(crate) fn prefetch_claim(&self, claim: &Claim) {
        self.shelves.prefetch(claim.place, claim.item);
    }
}

impl Need {
    #[inline]
    fn of_event(event: &Event) -> Self {
        if let Event::Claimed(Claim { line, place, item, reserved, .. }) = *event {
            if reserved.is_positive() {
                return Self::Comes(place, item);
            }
            return Self::Changes(line.order(), place, item);
        }
        if let Event::Moved(Movement { item, from, to, line, .. }) = *event {
            if let (Account::Place(place), Some(line)) = (from, line) {
                return Self::Changes(line.order(), place, item);
            }
            if let Account::Place(place) = to {
                return Self::Cell(place, item);
            }
        }
        Self::Nothing
    }

    #[inline]
    const fn cell(&self) -> Option<(PlaceId, ItemId)> {
        match *self {
            Self::Comes(place, item) | Self::Changes(_, place, item) | Self::Cell(place, item) => {
                Some((place, item))
            }
            Self::Nothing => None,
        }
    }

    #[inline]
    const fn order(&self) -> Option<OrderId> {
        if let Self::Changes(order, ..) = *self { Some(order) } else { None }
    }
}

/// The line whose claim an entry changes, if it does so often.
#[inline]
const fn changes(entry: &Entry) -> Option<LineId> {
    if let Entry::Release { line, .. } | Entry::Fulfil { line, .. } | Entry::Ship { line, .. } =
        *entry
    {
        Some(line)
    } else {
        None
    }
}

/// How many lines of a command are fetched ahead.
const LINES: usize = 8;

//! What is to come, fetched ahead: the machine works on while its memory answers.
//!
//! First shelves and the claims of orders; later, when these are there, the neighbours of claims that come or go.

use sklad_base::{ItemId, OrderId, PlaceId};

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
        let mut order = None;
        for entry in entries.iter().take(LINES) {
            let need = Need::of_entry(entry);
            need.cell().into_iter().for_each(|(place, item)| self.shelves.prefetch(place, item));
            order = need.order().or(order);
        }
        order.into_iter().for_each(|order| self.claims.prefetch(order));
    }

    /// Fetches what that leads to.
    #[inline]
    pub(crate) fn prefetch_further_entries(&self, command: &Command) {
        let Command::Book(entries) = command else { return };
        let mut order = None;
        for entry in entries.iter().take(LINES) {
            match Need::of_entry(entry) {
                Need::Comes(place, item) => self.prefetch_head(place, item),
                Need::Changes(its, ..) => order = Some(its),
                Need::Cell(..) | Need::Nothing => {}
            }
        }
        order.into_iter().for_each(|order| self.claims.prefetch_neighbours(order));
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
        match Need::of_event(event) {
            Need::Comes(place, item) => self.prefetch_head(place, item),
            Need::Changes(order, ..) => self.claims.prefetch_neighbours(order),
            Need::Cell(..) | Need::Nothing => {}
        }
    }

    /// Fetches the cell that a claim comes to.
    #[inline]
    pub(crate) fn prefetch_claim(&self, claim: &Claim) {
        self.shelves.prefetch(claim.place, claim.item);
    }

    /// Fetches the latest claim on a cell: it gets a neighbour.
    #[inline]
    pub(crate) fn prefetch_head(&self, place: PlaceId, item: ItemId) {
        if let Some(shelf) = self.shelves.shelf(place, item) {
            self.claims.prefetch_slot(shelf.first);
        }
    }
}

impl Need {
    #[inline]
    fn of_entry(entry: &Entry) -> Self {
        if let Entry::Reserve { goods: Goods { place, item, .. }, .. } = *entry {
            return Self::Comes(place, item);
        }
        if let Entry::Release { line, goods }
        | Entry::Fulfil { line, goods }
        | Entry::Ship { line, goods } = *entry
        {
            return Self::Changes(line.order(), goods.place, goods.item);
        }
        Self::Nothing
    }

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

/// How many lines of a command are fetched ahead.
const LINES: usize = 8;

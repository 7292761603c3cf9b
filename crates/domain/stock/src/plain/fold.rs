//! What plain lines make happen, added up the short way.

use super::FEW;
use sklad_base::Quantity;

use crate::{Account, Claim, Event, Ledger, Movement, claims::Spot};

impl Ledger {
    /// Takes in what happened, in order; what is plain goes the short way, and what many need is fetched ahead.
    #[inline]
    pub(crate) fn take_in_all(&mut self, events: &[Event]) {
        let mut spot = Spot::default();
        if events.len() <= FEW {
            return events.iter().for_each(|event| self.take_in_next(event, &mut spot));
        }
        events.iter().take(FAR).for_each(|event| self.prefetch_event(event));
        for (at, event) in events.iter().enumerate() {
            if let Some(far) = events.get(at + FAR) {
                self.prefetch_event(far);
            }
            if let Some(near) = events.get(at + NEAR) {
                self.prefetch_further_event(near);
            }
            self.take_in_next(event, &mut spot);
        }
    }

    #[inline]
    fn take_in_next(&mut self, event: &Event, spot: &mut Spot) {
        let plain = if let Event::Claimed(claim) = event {
            self.claim_plain(claim, spot)
        } else if let Event::Moved(movement) = event {
            self.ship_plain(movement, spot)
        } else {
            false
        };
        if !plain {
            self.take_in(event);
            *spot = Spot::default();
        }
    }

    /// Takes in a claim without a wish at a cell where nobody waits and nothing is held, if it has no terms; else
    /// changes nothing and says so.
    #[inline]
    pub(crate) fn claim_plain(&mut self, change: &Claim, spot: &mut Spot) -> bool {
        let Claim { line, item, place, asked, reserved: by, .. } = *change;
        if self.make_way() {
            *spot = Spot::default();
        }
        let plain = self.shelves.plain_mut(place, item).filter(|_| asked.is_zero());
        let Some(shelf) = plain.filter(|shelf| shelf.bears(Quantity::ZERO, by)) else {
            return false;
        };
        let plain = match self.claims.seek(spot, line, place) {
            Some(_) => self.claims.add(spot, (item, by)),
            None => self.claims.begin(spot, change, shelf),
        };
        if plain {
            shelf.promise(by);
            self.used = true;
        }
        plain
    }

    /// Takes in what left such a cell from such a claim; else changes nothing and says so.
    #[inline]
    fn ship_plain(&mut self, movement: &Movement, spot: &mut Spot) -> bool {
        let Movement { item, from, to, quantity, from_reserve, line, .. } = *movement;
        let (Account::Place(place), Some(line)) = (from, line) else { return false };
        if quantity != from_reserve || matches!(to, Account::Place(_)) {
            return false;
        }
        let by = quantity.negated();
        let plain = self.shelves.plain_mut(place, item);
        let Some(shelf) = plain.filter(|shelf| shelf.bears(by, by)) else { return false };
        let plain =
            self.claims.seek(spot, line, place).is_some() && self.claims.add(spot, (item, by));
        if plain {
            shelf.give(quantity);
            self.used = true;
        }
        plain
    }
}

/// How many events ahead what they need is fetched.
const FAR: usize = 96;
/// How many events ahead what that leads to is fetched.
const NEAR: usize = 32;

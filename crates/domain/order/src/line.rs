//! The units of one line: each is waiting, taken or cancelled, and a taken one may be sent.

mod bound;
mod events;
mod parts;

use sklad_base::{ItemId, PlaceId, Price, Quantity};

use crate::{
    PlacedLine,
    price::{self, Discount, Vat, VatRate},
};

pub use bound::Bound;
#[cfg(feature = "serde")]
pub(crate) use parts::Parts;

/// One line of an order and where its units are.
///
/// Invariant: ordered = waiting + taken + cancelled; came back + returned + written off + requested <= sent <= taken.
/// Units: the item's base unit.
///
/// A shop holds millions of them: what most lines do not have stands apart, and what follows from the rest is not held.
#[derive(Clone)]
pub struct Line {
    waiting: Quantity,
    taken: Quantity,
    sent: Quantity,
    rare: Option<Box<Rare>>,
    price: Price,
    item: ItemId,
    place: PlaceId,
    /// Counts where `is_dispatched`.
    dispatch: PlaceId,
    /// Counts where `is_taxed`.
    rate: VatRate,
    is_dispatched: bool,
    is_taxed: bool,
    kept: bool,
}

/// What most lines do not have.
#[derive(Debug, Clone, Copy, Default)]
struct Rare {
    /// How much was placed, where something else is ordered by now.
    placed: Option<Quantity>,
    /// Where there is more than one rate.
    vat: Option<Vat>,
    discount: Option<Discount>,
    cancelled: Quantity,
    came_back: Quantity,
    returned: Quantity,
    written_off: Quantity,
    requested: Quantity,
    dismissed: Quantity,
}

impl Line {
    /// Returns the line as it was placed: all of it waits.
    pub(crate) fn new(asked: PlacedLine) -> Self {
        let PlacedLine { item, kept, place, dispatch, quantity, price, vat, discount } = asked;
        let (taken, sent) = (Quantity::ZERO, Quantity::ZERO);
        let mut line = Self {
            waiting: quantity,
            taken,
            sent,
            rare: None,
            price,
            item,
            place,
            dispatch: dispatch.unwrap_or(place),
            rate: VatRate::default(),
            is_dispatched: dispatch.is_some(),
            is_taxed: false,
            kept,
        };
        line.set_vat(vat);
        line.set_discount(discount);
        line
    }

    /// Returns what is asked: item, place, price, VAT and discount as they stand; the quantity as it was placed.
    #[must_use]
    pub fn asked(&self) -> PlacedLine {
        let (item, kept, place, price) = (self.item, self.kept, self.place, self.price);
        let quantity = self.rare().placed.unwrap_or_else(|| self.ordered());
        let (dispatch, vat, discount) = (self.dispatch(), self.vat(), self.discount());
        PlacedLine { item, kept, place, dispatch, quantity, price, vat, discount }
    }

    /// Returns which item it is about.
    #[must_use]
    pub const fn item(&self) -> ItemId {
        self.item
    }

    /// Tells whether stock is kept of it; a service is sold without (B9).
    #[must_use]
    pub const fn is_kept(&self) -> bool {
        self.kept
    }

    /// Returns the place that the line was allocated to.
    #[must_use]
    pub const fn place(&self) -> PlaceId {
        self.place
    }

    /// Returns the warehouse it is sent from, where it is moved there first (B10).
    #[must_use]
    pub fn dispatch(&self) -> Option<PlaceId> {
        self.is_dispatched.then_some(self.dispatch)
    }

    /// Returns what one unit costs.
    #[must_use]
    pub const fn price(&self) -> Price {
        self.price
    }

    /// Returns the VAT that it bears.
    #[must_use]
    pub fn vat(&self) -> Vat {
        let several = self.rare.as_deref().and_then(|rare| rare.vat);
        several.unwrap_or_else(|| if self.is_taxed { Vat::of(self.rate) } else { Vat::none() })
    }

    /// Returns what comes off this line alone.
    #[must_use]
    pub fn discount(&self) -> Option<Discount> {
        self.rare.as_deref().and_then(|rare| rare.discount)
    }

    /// Returns so much of it as it is priced.
    pub(crate) fn to_price(&self, quantity: Quantity) -> price::Line {
        let (price, vat, discount) = (self.price(), self.vat(), self.discount());
        price::Line { price, quantity, vat, discount }
    }

    /// Returns how much is ordered, cancelled units among it.
    #[must_use]
    pub fn ordered(&self) -> Quantity {
        self.wanted().saturating_add(self.cancelled())
    }

    /// Returns how much was rejected; it stays visible beside what is ordered (G9).
    #[must_use]
    pub fn cancelled(&self) -> Quantity {
        self.rare.as_deref().map(|rare| rare.cancelled).unwrap_or_default()
    }

    /// Returns how much is still wanted: ordered less cancelled.
    #[must_use]
    pub const fn wanted(&self) -> Quantity {
        self.waiting.saturating_add(self.taken)
    }

    /// Returns how much is asked for and has not moved.
    #[must_use]
    pub const fn waiting(&self) -> Quantity {
        self.waiting
    }

    /// Returns how much has left its place by a bill or lies in the dispatch warehouse for it, sent units among it.
    #[must_use]
    pub const fn taken(&self) -> Quantity {
        self.taken
    }

    /// Returns how much is taken and not sent.
    #[must_use]
    pub const fn unsent(&self) -> Quantity {
        self.taken.saturating_sub(self.sent)
    }

    /// Returns how much went on the road to the customer.
    #[must_use]
    pub const fn sent(&self) -> Quantity {
        self.sent
    }

    /// Returns how much of what was sent took that course.
    #[must_use]
    pub fn bound(&self, bound: Bound) -> Quantity {
        let rare = self.rare();
        match bound {
            Bound::CameBack => rare.came_back,
            Bound::Returned => rare.returned,
            Bound::WrittenOff => rare.written_off,
        }
    }

    /// Returns how much is on the road or with the customer.
    #[must_use]
    pub fn out(&self) -> Quantity {
        match self.rare.as_deref() {
            None => self.sent,
            Some(rare) => self
                .sent
                .saturating_sub(rare.came_back)
                .saturating_sub(rare.returned)
                .saturating_sub(rare.written_off),
        }
    }

    /// Returns how much the customer asked to send back and has not sent back yet.
    #[must_use]
    pub fn requested(&self) -> Quantity {
        self.rare.as_deref().map(|rare| rare.requested).unwrap_or_default()
    }

    /// Returns how much arrived as a return and was not taken back.
    #[must_use]
    pub fn dismissed(&self) -> Quantity {
        self.rare.as_deref().map(|rare| rare.dismissed).unwrap_or_default()
    }

    /// Returns how much is the customer's to pay: all that is wanted and has not come home.
    #[must_use]
    pub fn payable(&self) -> Quantity {
        self.waiting.saturating_add(self.unsent()).saturating_add(self.out())
    }

    /// Splits a decrease: what comes from waiting units, and what then from taken ones.
    #[must_use]
    pub fn split(&self, by: Quantity) -> (Quantity, Quantity) {
        let waiting = self.waiting.min(by);
        (waiting, by.saturating_sub(waiting))
    }

    const fn set_price(&mut self, price: Price) {
        self.price = price;
    }

    fn set_vat(&mut self, vat: Vat) {
        let (several, one) = match *vat.rates() {
            [] => (None, None),
            [rate] => (None, Some(rate)),
            _ => (Some(vat), None),
        };
        (self.is_taxed, self.rate) = (one.is_some(), one.unwrap_or_default());
        if several.is_some() || self.rare.is_some() {
            self.more().vat = several;
        }
    }

    fn set_discount(&mut self, discount: Option<Discount>) {
        if discount.is_some() || self.rare.is_some() {
            self.more().discount = discount;
        }
    }

    fn grow(&mut self, by: Quantity) {
        self.keep_placed();
        self.waiting = self.waiting.saturating_add(by);
    }

    fn shrink(&mut self, by: Quantity) {
        self.keep_placed();
        self.end(by);
    }

    fn reject(&mut self, by: Quantity) {
        let rare = self.more();
        rare.cancelled = rare.cancelled.saturating_add(by);
        self.end(by);
    }

    const fn take(&mut self, by: Quantity) {
        self.waiting = self.waiting.saturating_sub(by);
        self.taken = self.taken.saturating_add(by);
    }

    const fn send(&mut self, by: Quantity) {
        self.sent = self.sent.saturating_add(by);
    }

    fn request(&mut self, by: Quantity) {
        let rare = self.more();
        rare.requested = rare.requested.saturating_add(by);
    }

    fn answer(&mut self, received: Quantity, dismissed: Quantity) {
        let (rare, arrived) = (self.more(), received.saturating_add(dismissed));
        rare.requested = rare.requested.saturating_sub(arrived);
        rare.returned = rare.returned.saturating_add(received);
        rare.dismissed = rare.dismissed.saturating_add(dismissed);
    }

    /// Books what course units took. Of those written off the requested ones are first: they are what never arrived.
    fn settle(&mut self, bound: Bound, by: Quantity) {
        let rare = self.more();
        if bound == Bound::WrittenOff {
            rare.requested = rare.requested.saturating_sub(by).or_zero();
        }
        let course = match bound {
            Bound::CameBack => &mut rare.came_back,
            Bound::Returned => &mut rare.returned,
            Bound::WrittenOff => &mut rare.written_off,
        };
        *course = course.saturating_add(by);
    }

    /// Ends units: waiting ones first, then taken ones.
    fn end(&mut self, by: Quantity) {
        let (waiting, taken) = self.split(by);
        self.waiting = self.waiting.saturating_sub(waiting);
        self.taken = self.taken.saturating_sub(taken);
    }

    /// Remembers how much was placed, before something else is ordered.
    fn keep_placed(&mut self) {
        let placed = self.asked().quantity;
        self.more().placed = Some(placed);
    }

    fn rare(&self) -> Rare {
        self.rare.as_deref().copied().unwrap_or_default()
    }

    fn more(&mut self) -> &mut Rare {
        self.rare.get_or_insert_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_as_small_as_it_can_be() {
        assert_eq!(size_of::<Line>(), 72);
    }
}

//! What a shop chooses.

use std::collections::BTreeMap;

use sklad_base::{Channel, DeliveryWay, PaymentWay, PlaceId};
use sklad_order::Draft;
use sklad_scenario::{Reserve, Way};

/// The choices of a shop; the default sells from its first place, by client orders, without reserves.
///
/// ```
/// use sklad_flow::Policy;
/// use sklad_scenario::Way;
///
/// let policy = Policy { otherwise: Way::ClosedBill, ..Policy::default() };
/// assert!(policy.ways.is_empty(), "every order goes the same way");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "plain data that shops build")]
pub struct Policy {
    /// What the owner of the stock chooses.
    pub stock: sklad_stock::Policy,
    /// What holds for all four ways.
    pub scenario: sklad_scenario::Policy,
    /// The places that a channel sells from, first choice first; the others sell from the first place.
    pub sells_from: BTreeMap<Channel, Vec<PlaceId>>,
    /// For each watched warehouse, the one that sends what is transferred out of it (B10).
    pub dispatch: BTreeMap<PlaceId, PlaceId>,
    /// Which orders go which way; the first rule that fits decides.
    pub ways: Vec<Rule>,
    /// The way of all others.
    pub otherwise: Way,
    /// When the ways start in which goods are taken without a person.
    pub start: Start,
    /// Whether a bill needs an invoice for payment before it (F5).
    pub invoice_first: bool,
}

/// Sends some orders a way of their own; what is not named fits all.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "plain data that shops build")]
pub struct Rule {
    /// Orders of this channel.
    pub channel: Option<Channel>,
    /// Orders paid this way.
    pub payment: Option<PaymentWay>,
    /// Orders delivered this way.
    pub delivery: Option<DeliveryWay>,
    /// Their way.
    pub way: Way,
}

/// When closed bills and transfers start; until then an order is pending, whatever its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "two answers to one question; a third must break every reader"
)]
pub enum Start {
    /// As the order is placed.
    WhenPlaced,
    /// As it is confirmed.
    WhenConfirmed,
}

impl Policy {
    /// Returns the way of an order.
    #[must_use]
    pub fn way_of(&self, draft: &Draft) -> Way {
        self.ways.iter().find(|rule| rule.fits(draft)).map_or(self.otherwise, |rule| rule.way)
    }

    /// Tells whether an order of that way starts only when it is confirmed.
    #[must_use]
    pub fn waits_for_confirmation(&self, way: Way) -> bool {
        self.start == Start::WhenConfirmed && way.takes_at_once()
    }
}

impl Rule {
    fn fits(&self, draft: &Draft) -> bool {
        self.channel.as_ref().is_none_or(|it| *it == draft.channel)
            && self.payment.as_ref().is_none_or(|it| draft.payment.as_ref() == Some(it))
            && self.delivery.as_ref().is_none_or(|it| draft.delivery.as_ref() == Some(it))
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            stock: sklad_stock::Policy::default(),
            scenario: sklad_scenario::Policy::default(),
            sells_from: BTreeMap::new(),
            dispatch: BTreeMap::new(),
            ways: Vec::new(),
            otherwise: Way::ClientOrder(Reserve::ByHand),
            start: Start::WhenPlaced,
            invoice_first: false,
        }
    }
}

//! What a shop chooses.

use std::collections::{BTreeMap, BTreeSet};

use sklad_base::{Channel, DeliveryWay, PaymentWay, PlaceId};
use sklad_order::{Confirmation, Draft, Order};
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
    /// What a shop chooses about its orders: the matrix, price lists, confirmations, discounts.
    pub order: sklad_order::Policy,
    /// The confirmations that closed bills and transfers wait for, where an order needs them; until then it is
    /// pending, whatever its way.
    pub start_after: BTreeSet<Confirmation>,
    /// Whether a bill may be closed only once nothing is due.
    pub close_needs_paid: bool,
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

impl Policy {
    /// Returns the way of an order.
    #[must_use]
    pub fn way_of(&self, draft: &Draft) -> Way {
        self.ways.iter().find(|rule| rule.fits(draft)).map_or(self.otherwise, |rule| rule.way)
    }

    /// Tells whether an order must still wait before the books follow it.
    #[must_use]
    pub fn holds_back(&self, way: Way, order: &Order) -> bool {
        way.takes_at_once() && order.missing().any(|it| self.start_after.contains(&it))
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
            order: sklad_order::Policy::default(),
            start_after: [Confirmation::Customer, Confirmation::PaymentService].into(),
            close_needs_paid: false,
            invoice_first: false,
        }
    }
}

//! What a shop chooses, in the words that people write.

use std::collections::{BTreeMap, BTreeSet};

use sklad_base::{Channel, DeliveryWay, OutletCode, PaymentWay, PlaceCode, Right, Version, Zone};
use sklad_document::Kind;
use sklad_order::{Confirmation, Draft, Order};
use sklad_scenario::{Reserve, Way};
use sklad_stock::{Backorder, Negative, ShortCount};

use crate::{CommandName, CustomerSettings};

/// The choices of a shop, adopted by [`Command::Adopt`](crate::Command::Adopt); the default sells from the first
/// place, by client orders, without reserves.
///
/// They name places and outlets as people do, and are refused with all reasons at once where they contradict
/// themselves or name what is not there. To change one choice, take the adopted ones
/// ([`Shop::settings`](crate::Shop::settings)), change it and adopt them again.
///
/// ```
/// use sklad_flow::Settings;
/// use sklad_scenario::Way;
///
/// let settings = Settings { otherwise: Way::ClosedBill, ..Settings::default() };
/// assert!(settings.ways.is_empty(), "every order goes the same way");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data that shops build")]
pub struct Settings {
    /// The adopted version that these were made from; adopted, they are the next one. A shop starts at version 0.
    pub version: Version,
    /// What the owner of the stock chooses.
    pub stock: StockSettings,
    /// What holds for all four ways.
    pub scenario: sklad_scenario::Policy,
    /// The places that a channel sells from, first choice first; the others sell from the first place.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_once"))]
    pub sells_from: BTreeMap<Channel, Vec<PlaceCode>>,
    /// For each watched warehouse, the one that sends what is transferred out of it (B10).
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_once"))]
    pub dispatch: BTreeMap<PlaceCode, PlaceCode>,
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
    /// After how many seconds an order of which nothing is left to do leaves the state; never where there are none.
    /// It comes back from the log when a command names it.
    pub leave_after: Option<u32>,
    /// How many days after its closing a document of a kind must keep the words of the persons on its order; those that
    /// are not named keep them no longer than they are asked to.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_once"))]
    pub keep_words: BTreeMap<Kind, u32>,
    /// Which right a command needs, whoever sends it; the others need none.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_once"))]
    pub rights: BTreeMap<CommandName, Right>,
    /// What the shop chooses about its customers.
    pub customers: CustomerSettings,
}

/// What the owner of the stock chooses: [`sklad_stock::Policy`], in the words that people write.
///
/// ```
/// use sklad_base::Zone;
/// use sklad_flow::StockSettings;
///
/// assert_eq!(StockSettings::default().zone, Zone::UTC);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data that shops build")]
pub struct StockSettings {
    /// The zone of outlets that `zones` does not name: it says which day it is there.
    pub zone: Zone,
    /// The zones of outlets that lie elsewhere.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_once"))]
    pub zones: BTreeMap<OutletCode, Zone>,
    /// Places where goods may leave that the books do not have; all others forbid it.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_once"))]
    pub negative: BTreeMap<PlaceCode, Negative>,
    /// Places where lines may wait for goods that are still to come; all others forbid it.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_once"))]
    pub backorder: BTreeMap<PlaceCode, Backorder>,
    /// What a count does that leaves less than is reserved.
    pub short_count: ShortCount,
}

/// Sends some orders a way of their own; what is not named fits all.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
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

impl Settings {
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

    /// Tells whether it fits every order that another rule fits.
    pub(crate) fn covers(&self, other: &Self) -> bool {
        self.channel.as_ref().is_none_or(|it| other.channel.as_ref() == Some(it))
            && self.payment.as_ref().is_none_or(|it| other.payment.as_ref() == Some(it))
            && self.delivery.as_ref().is_none_or(|it| other.delivery.as_ref() == Some(it))
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            version: Version::default(),
            stock: StockSettings::default(),
            scenario: sklad_scenario::Policy::default(),
            sells_from: BTreeMap::new(),
            dispatch: BTreeMap::new(),
            ways: Vec::new(),
            otherwise: Way::ClientOrder(Reserve::ByHand),
            order: sklad_order::Policy::default(),
            start_after: [Confirmation::Customer, Confirmation::PaymentService].into(),
            close_needs_paid: false,
            invoice_first: false,
            leave_after: None,
            keep_words: BTreeMap::new(),
            rights: BTreeMap::new(),
            customers: CustomerSettings::default(),
        }
    }
}

impl Default for StockSettings {
    fn default() -> Self {
        let careful = sklad_stock::Policy::default();
        Self {
            zone: careful.zone,
            zones: BTreeMap::new(),
            negative: BTreeMap::new(),
            backorder: BTreeMap::new(),
            short_count: careful.short_count,
        }
    }
}

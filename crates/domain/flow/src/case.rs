//! One order with its papers and its way.

use std::sync::Arc;

use sklad_base::{Moment, OrderId};
use sklad_document::{Family, Kind};
use sklad_order::{Order, Placed};
use sklad_scenario::{LineFacts, Way};
use sklad_stage::Track;
use sklad_stock::{Booking, Rank};

/// One order as the shop works on it.
///
/// ```
/// # use sklad_flow::Shop;
/// let shop = Shop::new();
/// assert!(shop.cases().next().is_none(), "an order is a case once it is placed");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Case {
    pub(crate) id: OrderId,
    pub(crate) order: Order,
    /// Shared with a command at work, which copies them only where it changes them.
    #[cfg_attr(feature = "serde", serde(with = "crate::wire::shared"))]
    pub(crate) papers: Arc<Family>,
    pub(crate) way: Way,
    pub(crate) started: bool,
    /// Since when nothing of it is left to do.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
    pub(crate) finished: Option<Moment>,
    /// Where it stood when it left; the board has it as long as the order is here.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
    pub(crate) track: Option<Box<Track>>,
}

impl Case {
    pub(crate) fn new(id: OrderId, placed: &Placed, way: Way) -> Self {
        let (order, papers) = (Order::from(placed), Arc::default());
        Self { id, order, papers, way, started: false, finished: None, track: None }
    }

    /// Returns its id.
    #[must_use]
    pub const fn id(&self) -> OrderId {
        self.id
    }

    /// Returns the order.
    #[must_use]
    pub const fn order(&self) -> &Order {
        &self.order
    }

    /// Returns its documents.
    #[must_use]
    pub fn papers(&self) -> &Family {
        &self.papers
    }

    /// Returns how it enters the books.
    #[must_use]
    pub const fn way(&self) -> Way {
        self.way
    }

    /// Tells whether the books follow it yet.
    #[must_use]
    pub const fn is_started(&self) -> bool {
        self.started
    }

    /// Returns since when nothing of it is left to do, where that is so; it leaves after the time that the settings say.
    #[must_use]
    pub const fn finished(&self) -> Option<Moment> {
        self.finished
    }

    /// Returns when it is served among those who wait for the same goods.
    #[must_use]
    pub const fn rank(&self) -> Rank {
        Rank { priority: 0, since: self.order.placed_at() }
    }

    /// Returns which kind of paper is open for it.
    pub(crate) fn open_kind(&self) -> Option<Kind> {
        [Kind::ClientOrder, Kind::Bill]
            .into_iter()
            .find(|kind| self.papers.open(*kind).next().is_some())
    }

    /// Returns its lines as the order, its papers and the ledger have them.
    pub(crate) fn line_facts(&self, shelf: &Booking<'_>) -> Vec<LineFacts<'_>> {
        let lines = self.order.lines();
        let mut facts = Vec::with_capacity(lines.size_hint().1.unwrap_or_default());
        facts.extend(lines.map(|(no, line)| {
            let claim = shelf.claim_of(sklad_base::LineId::new(self.id, no), line.place());
            LineFacts {
                no,
                line,
                reserved: claim.map(|claim| claim.reserved).unwrap_or_default(),
                on_paper: self.papers.on_paper(no),
                billed: self.papers.rest(Kind::Bill, no),
                in_dispatch: self.papers.rest(Kind::Transfer, no),
            }
        }));
        facts
    }
}

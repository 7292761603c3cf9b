//! The state of a shop and its answers.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use sklad_base::{
    Channel, DocumentId, LineId, Moment, OrderId, OrderNumber, OutletId, PersonId, PlaceCode,
    Quantity, Sku,
};
use sklad_document::{Document, Family, Kind, Numbers};
use sklad_stage::{Board, Scheme};
use sklad_stock::{Cell, Ledger};

use crate::{
    Case, Catalogue, Settings,
    customers::Customers,
    forget::Last,
    live::Live,
    policy::Policy,
    register::{Cursor, Owners, Register},
};

/// A shop: its orders, its stock, its papers.
///
/// Law: folding the same events gives the same shop; two shops are equal where every answer is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shop {
    pub(crate) policy: Arc<Policy>,
    pub(crate) catalogue: Catalogue,
    pub(crate) ledger: Ledger,
    pub(crate) numbers: Numbers,
    /// The live orders.
    pub(crate) cases: Live,
    pub(crate) register: Register,
    /// The finished orders that are still here, with when they were finished or came back.
    pub(crate) leaving: BTreeSet<(Moment, OrderId)>,
    pub(crate) loose: Family,
    pub(crate) owners: Owners,
    pub(crate) open_bills: BTreeSet<DocumentId>,
    /// Of departed orders: the document of each kind that was closed last, for each person whose words it holds.
    pub(crate) kept: BTreeMap<(PersonId, Kind), Last>,
    /// The persons whose words are forgotten, for good.
    pub(crate) forgotten: BTreeSet<PersonId>,
    /// Whose the orders are.
    pub(crate) customers: Customers,
    /// The scheme of stages that it goes by.
    pub(crate) scheme: Option<Arc<Scheme>>,
    /// Where the live orders stand in it.
    pub(crate) board: Board,
    /// The record of the log that is being written or read.
    pub(crate) cursor: Cursor,
}

/// An order line that will come up short, in the shop's words (B12).
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "an answer that callers read")]
pub struct ShortLine {
    /// Which line.
    pub line: LineId,
    /// Its order's number.
    pub number: OrderNumber,
    /// Which item.
    pub sku: Sku,
    /// At which place.
    pub place: PlaceCode,
    /// How much is missing after all who came before have been served.
    pub missing: Quantity,
}

impl Shop {
    /// Returns a shop without anything.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the adopted settings; before the first adoption the default ones.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.policy.settings
    }

    /// Returns what the adopted settings say of the stock, by the numbers of places and outlets: for those who ask
    /// the ledger itself.
    #[must_use]
    pub fn stock_policy(&self) -> &sklad_stock::Policy {
        &self.policy.stock
    }

    /// Returns the names of items, places and outlets.
    #[must_use]
    pub const fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Returns the stock.
    #[must_use]
    pub const fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Returns which numbers of documents are in use, and which are void.
    #[must_use]
    pub const fn numbers(&self) -> &Numbers {
        &self.numbers
    }

    /// Returns a live order: one that has not left; of the others [`record_of`](Self::record_of) says where they stand.
    #[must_use]
    pub fn case(&self, order: OrderId) -> Option<&Case> {
        self.cases.get(order)
    }

    /// Goes through the live orders, by their numbers.
    pub fn cases(&self) -> impl Iterator<Item = &Case> {
        self.cases.iter()
    }

    /// Returns the live order of a channel with that number; of the others [`departed`](Self::departed) says where they
    /// stand.
    #[must_use]
    pub fn find(&self, channel: &Channel, number: &OrderNumber) -> Option<&Case> {
        let mut named = self.register.named(Register::digest(channel, number));
        named.find_map(|order| {
            let placed =
                |case: &&Case| case.order.channel() == channel && case.order.number() == number;
            self.case(order).filter(placed)
        })
    }

    /// Returns one item at one place, by their names; nothing where a name is not known.
    #[must_use]
    pub fn cell(&self, place: &str, sku: &str) -> Option<Cell> {
        let place = self.catalogue.place_id(&PlaceCode::parse(place).ok()?)?;
        let item = self.catalogue.item_id(&Sku::parse(sku).ok()?)?;
        Some(self.ledger.cell(place, item))
    }

    /// Returns a document with the order that it belongs to; nothing where that order has left.
    #[must_use]
    pub fn document(&self, id: DocumentId) -> Option<(Option<OrderId>, &Document)> {
        let owner = self.owners.of(id)?;
        let family = match owner {
            Some(order) => &self.case(order)?.papers,
            None => &self.loose,
        };
        Some((owner, family.get(id)?))
    }

    /// Names the order lines that will come up short, as it stands (B12).
    pub fn shortages(&self) -> impl Iterator<Item = ShortLine> {
        self.ledger.shortages().filter_map(|short| {
            Some(ShortLine {
                line: short.line,
                number: self.case(short.line.order())?.order.number().clone(),
                sku: self.catalogue.item(short.item)?.sku.clone(),
                place: self.catalogue.place(short.place)?.clone(),
                missing: short.missing,
            })
        })
    }

    /// Returns which order a document belongs to, also one that has left; outside nothing where there is no such document.
    #[must_use]
    pub fn owner(&self, document: DocumentId) -> Option<Option<OrderId>> {
        self.owners.of(document)
    }

    /// Goes through the open bills of an outlet: they stand in the way when its day should be closed (B8).
    pub fn open_bills(&self, outlet: OutletId) -> impl Iterator<Item = (OrderId, &Document)> {
        let owned = self.open_bills.iter().filter_map(|id| {
            let (order, document) = self.document(*id)?;
            Some((order?, document))
        });
        owned.filter(move |(_, bill)| self.ledger.outlet_of(bill.sheet.place) == Some(outlet))
    }

    /// Goes through the transfers out of an outlet whose goods are not billed yet, with what is left of them.
    ///
    /// They are listed when a day is closed, and do not stand in the way.
    pub fn unbilled_transfers(
        &self,
        outlet: OutletId,
    ) -> impl Iterator<Item = (OrderId, &Document)> {
        let of_case = |case: &Case| {
            let lines = case.order.lines().map(|(no, _)| no).collect::<Vec<_>>();
            let rests = lines.into_iter().flat_map(|no| case.papers.rests(Kind::Transfer, no));
            rests.map(|rest| rest.document).collect::<BTreeSet<_>>()
        };
        let transfers = self.cases().flat_map(move |case| {
            let ids = of_case(case).into_iter();
            ids.filter_map(move |id| Some((case.id, case.papers.get(id)?)))
        });
        transfers.filter(move |(_, it)| self.ledger.outlet_of(it.sheet.place) == Some(outlet))
    }
}

//! The state of a shop and its answers.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use sklad_base::{
    Channel, DocumentId, LineId, OrderId, OrderNumber, OutletId, PlaceCode, Quantity, Sku,
};
use sklad_document::{Document, Family, Kind, Numbers, State};
use sklad_stock::{Cell, Ledger};

use crate::{Case, Catalogue, Event, Settings, policy::Policy};

/// A shop: its orders, its stock, its papers.
///
/// Law: folding the same events gives the same shop.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shop {
    pub(crate) policy: Arc<Policy>,
    pub(crate) catalogue: Catalogue,
    pub(crate) ledger: Ledger,
    pub(crate) numbers: Numbers,
    pub(crate) cases: Vec<Case>,
    pub(crate) by_number: BTreeMap<Channel, BTreeMap<OrderNumber, OrderId>>,
    pub(crate) loose: Family,
    pub(crate) owners: Vec<Option<OrderId>>,
    pub(crate) open_bills: BTreeSet<DocumentId>,
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

    /// Returns how many documents of each kind were made.
    #[must_use]
    pub const fn numbers(&self) -> &Numbers {
        &self.numbers
    }

    /// Returns an order.
    #[must_use]
    pub fn case(&self, order: OrderId) -> Option<&Case> {
        self.cases.get(order.index())
    }

    /// Goes through all orders.
    pub fn cases(&self) -> impl Iterator<Item = &Case> {
        self.cases.iter()
    }

    /// Returns the order of a channel with that number.
    #[must_use]
    pub fn find(&self, channel: &Channel, number: &OrderNumber) -> Option<&Case> {
        let order = self.by_number.get(channel)?.get(number)?;
        self.case(*order)
    }

    /// Returns one item at one place, by their names; nothing where a name is not known.
    #[must_use]
    pub fn cell(&self, place: &str, sku: &str) -> Option<Cell> {
        let place = self.catalogue.place_id(&PlaceCode::parse(place).ok()?)?;
        let item = self.catalogue.item_id(&Sku::parse(sku).ok()?)?;
        Some(self.ledger.cell(place, item))
    }

    /// Returns a document with the order that it belongs to.
    #[must_use]
    pub fn document(&self, id: DocumentId) -> Option<(Option<OrderId>, &Document)> {
        let owner = *self.owners.get(id.index())?;
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
                number: self.case(short.line.order())?.order.placed().number.clone(),
                sku: self.catalogue.item(short.item)?.sku.clone(),
                place: self.catalogue.place(short.place)?.clone(),
                missing: short.missing,
            })
        })
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
        let transfers = self.cases.iter().flat_map(move |case| {
            let ids = of_case(case).into_iter();
            ids.filter_map(move |id| Some((case.id, case.papers.get(id)?)))
        });
        transfers.filter(move |(_, it)| self.ledger.outlet_of(it.sheet.place) == Some(outlet))
    }

    pub(crate) fn take_in(&mut self, event: &Event) {
        match event {
            Event::Adopted(settings) => {
                self.policy = Arc::new(Policy::new((**settings).clone(), &self.catalogue));
            }
            Event::OutletNamed { outlet, code } => self.catalogue.name_outlet(*outlet, code),
            Event::PlaceNamed { place, code } => self.catalogue.name_place(*place, code),
            Event::ItemNamed { item, sku, kept } => self.catalogue.name_item(*item, sku, *kept),
            Event::Placed { order, placed, way } => {
                let numbers = self.by_number.entry(placed.channel.clone()).or_default();
                numbers.insert(placed.number.clone(), *order);
                self.cases.push(Case::new(*order, (**placed).clone(), *way));
            }
            Event::Started(order) => self.change(*order, |case| case.started = true),
            Event::Order { order, event } => {
                self.change(*order, |case| sklad_base::Decider::evolve(&mut case.order, event));
            }
            Event::Document { order, event } => self.take_in_document(*order, event),
            Event::Stock(event) => sklad_base::Decider::evolve(&mut self.ledger, event),
        }
    }

    fn take_in_document(&mut self, order: Option<OrderId>, event: &sklad_document::Event) {
        use sklad_document::Event as Happened;
        self.numbers.evolve(event);
        match event {
            Happened::Opened(document) => {
                self.owners.push(order);
                let open = matches!(document.sheet.state, State::Open);
                if open && document.sheet.kind == Kind::Bill {
                    self.open_bills.insert(document.id);
                }
            }
            Happened::Closed { document, .. } | Happened::Cancelled(document) => {
                self.open_bills.remove(document);
            }
            Happened::Amended { .. } => {}
        }
        match order {
            Some(order) => self.change(order, |case| case.papers.evolve(event)),
            None => self.loose.evolve(event),
        }
    }

    fn change(&mut self, order: OrderId, change: impl FnOnce(&mut Case)) {
        if let Some(case) = self.cases.get_mut(order.index()) {
            change(case);
        }
    }
}

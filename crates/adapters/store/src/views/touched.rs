//! What a batch of events touched: each thing once, however often it changed.

use std::collections::BTreeSet;

use sklad_base::{DocumentId, ItemId, LineId, OrderId, PersonId, PlaceId};
use sklad_document::Event as Paper;
use sklad_flow::{Case, Event, Shop};
use sklad_party::{CardId, Event as Found};
use sklad_stock::{Account, Event as Stock, Movement};

use super::{Sink, customers, state};

/// Keys of rows to be read from the state once the batch is folded.
#[derive(Debug, Default)]
pub(crate) struct Touched {
    cells: Vec<(PlaceId, ItemId)>,
    claims: Vec<(LineId, PlaceId)>,
    orders: BTreeSet<OrderId>,
    documents: Vec<DocumentId>,
    /// Whether numbers of documents became void.
    is_voided: bool,
    /// Orders whose stage changed.
    stages: BTreeSet<OrderId>,
    /// Cards whose rows changed, those merged into them included.
    cards: Vec<CardId>,
    /// Orders that left the state, as they were then, and whether they had been touched.
    left: Vec<(Box<Case>, bool)>,
    /// Persons whose words are forgotten.
    forgotten: Vec<PersonId>,
}

impl Touched {
    /// Notes what an event touches; the shop is as it was before.
    pub(crate) fn note(&mut self, shop: &Shop, event: &Event) {
        match event {
            Event::Adopted(_)
            | Event::OutletNamed { .. }
            | Event::PlaceNamed { .. }
            | Event::ItemNamed { .. }
            | Event::Keyed(_)
            | Event::SchemeAdopted(_) => {}
            Event::Placed { order, .. }
            | Event::Started(order)
            | Event::Order { order, .. }
            | Event::Finished { order, .. }
            | Event::Back { order, .. } => {
                self.orders.insert(*order);
            }
            Event::Forgotten(person) => {
                self.forgotten.push(*person);
                self.cards.extend(shop.customers().cards_of_person(*person));
            }
            Event::Party(event) => self.note_customer(shop, event),
            Event::Left { order, case } => {
                self.left.push((case.clone(), self.orders.contains(order)));
            }
            Event::Document { order, event } => {
                self.orders.extend(order);
                match document(event) {
                    Some(document) => self.documents.push(document),
                    None => self.is_voided = true,
                }
            }
            Event::Stock(event) => self.note_stock(shop, event),
            Event::Stage(event) => self.stages.extend(event.note().map(|note| note.order)),
        }
    }

    fn note_customer(&mut self, shop: &Shop, event: &Found) {
        self.cards.extend(customers::touched(shop.customers(), event));
        if let Found::Recognised { order, .. } | Found::Settled { order, .. } = event {
            self.orders.insert(*order);
        }
    }

    fn note_stock(&mut self, shop: &Shop, event: &Stock) {
        match *event {
            Stock::Moved(ref movement) => self.note_movement(shop, movement),
            Stock::Claimed(claim) | Stock::Expired(claim) => {
                self.cells.push((claim.place, claim.item));
                self.note_claim(shop, (claim.line, claim.place));
            }
            Stock::Backordered { line, place, .. }
            | Stock::Sent { line, place, .. }
            | Stock::Marked { line, place, .. }
            | Stock::Reranked { line, place, .. } => self.note_claim(shop, (line, place)),
            Stock::Held { place, item, .. } => self.cells.push((place, item)),
            Stock::ItemsMerged { item, into } => self.note_merge(shop, item, into),
            Stock::ItemAdded(_)
            | Stock::UnkeptItemAdded(_)
            | Stock::OutletOpened(_)
            | Stock::PlaceOpened { .. }
            | Stock::PartnerPlaceOpened { .. }
            | Stock::Underway(_)
            | Stock::Settled { .. }
            | Stock::DiscrepancyOpened(_)
            | Stock::DiscrepancyClosed(_)
            | Stock::DayClosed { .. } => {}
        }
    }

    fn note_movement(&mut self, shop: &Shop, movement: &Movement) {
        let Movement { item, from, to, line, .. } = *movement;
        if let Account::Place(place) = from {
            self.cells.push((place, item));
            if let Some(line) = line {
                self.note_claim(shop, (line, place));
            }
        }
        if let Account::Place(place) = to {
            self.cells.push((place, item));
        }
    }

    /// Notes a claim, and the cell that it stands on: another than its goods' where items were merged.
    fn note_claim(&mut self, shop: &Shop, (line, place): (LineId, PlaceId)) {
        self.claims.push((line, place));
        if let Some(claim) = shop.ledger().claim(line, place) {
            self.cells.push((place, claim.item));
        }
    }

    fn note_merge(&mut self, shop: &Shop, item: ItemId, into: ItemId) {
        for (place, _) in shop.catalogue().places() {
            self.cells.extend([(place, item), (place, into)]);
            let claims = shop.ledger().claims_on(place, item);
            self.claims.extend(claims.map(|claim| (claim.line, place)));
        }
    }

    /// Tells each row once, as it now is.
    pub(crate) fn tell<S: Sink>(&mut self, shop: &Shop, sink: &mut S) -> Result<(), S::Fault> {
        once(&mut self.cells).iter().try_for_each(|key| state::tell_cell(shop, *key, sink))?;
        once(&mut self.claims).iter().try_for_each(|key| state::tell_claim(shop, *key, sink))?;
        for (case, _) in self.left.iter().filter(|(_, is_touched)| *is_touched) {
            tell_whole(shop, case, sink)?;
        }
        for order in &self.orders {
            if let Some(case) = shop.case(*order) {
                state::tell_order(shop, case, sink)?;
            }
        }
        self.stages.iter().try_for_each(|order| state::tell_stage(shop, *order, sink))?;
        if self.is_voided {
            state::tell_voids(shop, sink)?;
        }
        let mut documents = once(&mut self.documents).iter();
        documents.try_for_each(|id| state::tell_document_of(shop, *id, sink))?;
        let mut cards = once(&mut self.cards).iter();
        cards.try_for_each(|card| customers::tell_family(shop, *card, sink))
    }

    /// Tells all orders that left, for who does not tell what is touched.
    pub(crate) fn tell_left<S: Sink>(&self, shop: &Shop, sink: &mut S) -> Result<(), S::Fault> {
        self.left.iter().try_for_each(|(case, _)| tell_whole(shop, case, sink))
    }

    /// Tells whose words are forgotten: last, since they may stand in what was told before.
    pub(crate) fn tell_forgotten<S: Sink>(&self, sink: &mut S) -> Result<(), S::Fault> {
        self.forgotten.iter().try_for_each(|person| sink.forget(*person))
    }

    pub(crate) const fn is_forgetting(&self) -> bool {
        !self.forgotten.is_empty()
    }

    pub(crate) fn clear(&mut self) {
        self.cells.clear();
        self.claims.clear();
        self.orders.clear();
        self.documents.clear();
        self.is_voided = false;
        self.stages.clear();
        self.cards.clear();
        self.left.clear();
        self.forgotten.clear();
    }
}

/// Tells an order that is not in the state, with its documents.
fn tell_whole<S: Sink>(shop: &Shop, case: &Case, sink: &mut S) -> Result<(), S::Fault> {
    state::tell_order(shop, case, sink)?;
    let mut papers = case.papers().documents().iter();
    papers.try_for_each(|document| state::tell_document(shop, (Some(case.id()), document), sink))
}

/// Returns the document that something happened to; numbers that are void belong to none.
const fn document(event: &Paper) -> Option<DocumentId> {
    match event {
        Paper::Opened(document) => Some(document.id),
        Paper::Amended { document, .. }
        | Paper::Closed { document, .. }
        | Paper::Cancelled(document) => Some(*document),
        Paper::Voided(_) => None,
    }
}

fn once<T: Ord>(keys: &mut Vec<T>) -> &[T] {
    keys.sort_unstable();
    keys.dedup();
    keys
}

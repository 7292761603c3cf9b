//! A small shop at a desk: short words for the tests.
#![allow(dead_code, reason = "each test uses some of the words")]

use sklad_base::{
    Actor, CommandId, Decider, Envelope, Events, ItemId, LineId, LineNo, Moment, No, OrderId,
    OutletId, PlaceId, Quantity,
};
use sklad_stock::{
    Backorder, Command, Entry, Event, Goods, Ledger, Negative, Policy, Rank, Refusal,
};

/// A ledger, its policy, the clock on the wall, and all that happened.
#[derive(Debug, Clone)]
pub(crate) struct Desk {
    pub(crate) ledger: Ledger,
    pub(crate) policy: Policy,
    pub(crate) now: Moment,
    pub(crate) log: Vec<Event>,
}

impl Desk {
    /// So many places of one outlet and so many items.
    pub(crate) fn with(places: u32, items: u32) -> Self {
        let now = moment("2026-03-02T10:00:00Z");
        let policy = Policy::default();
        let mut desk = Self { ledger: Ledger::new(), policy, now, log: Vec::new() };
        desk.run(Command::OpenOutlet);
        (0..places).for_each(|_| desk.run(Command::OpenPlace(OutletId::new(0))));
        (0..items).for_each(|_| desk.run(Command::AddItem));
        desk
    }

    pub(crate) fn backorders(mut self) -> Self {
        let places = (0..8).map(|place| (PlaceId::new(place), Backorder::Allow));
        self.policy.backorder.extend(places);
        self
    }

    pub(crate) fn negative(mut self) -> Self {
        let places = (0..8).map(|place| (PlaceId::new(place), Negative::Allow));
        self.policy.negative.extend(places);
        self
    }

    pub(crate) fn send(&mut self, command: Command) -> Result<Vec<Event>, No<Refusal>> {
        let id = CommandId::counted(self.now, 0);
        let envelope = Envelope::new(id, Actor::System("desk".into()), self.now, command);
        let mut out = Events::new();
        let done = self.ledger.run_into(&envelope, &self.policy, &mut out);
        self.log.extend(out.iter());
        done.map(|()| out.into_iter().collect())
    }

    pub(crate) fn run(&mut self, command: Command) {
        let done = self.send(command);
        assert!(done.is_ok(), "{}", done.unwrap_err());
    }

    pub(crate) fn book(&mut self, entries: impl Into<Vec<Entry>>) {
        self.run(Command::Book(entries.into()));
    }

    /// Sends what must be refused and returns the reasons; nothing may have changed.
    pub(crate) fn refused(&mut self, command: Command) -> String {
        let (before, told) = (self.ledger.clone(), self.log.len());
        let refused = self.send(command).expect_err("it must be refused").to_string();
        assert_eq!(self.ledger, before);
        assert_eq!(self.log.len(), told);
        refused
    }

    pub(crate) fn refuses(&mut self, entries: impl Into<Vec<Entry>>) -> String {
        self.refused(Command::Book(entries.into()))
    }

    /// On hand and reserved of the first item at a place, as the cases write it.
    pub(crate) fn at(&self, place: u32) -> String {
        self.of(place, 0)
    }

    pub(crate) fn of(&self, place: u32, item: u32) -> String {
        let cell = self.ledger.cell(PlaceId::new(place), ItemId::new(item));
        format!("{}/{}", cell.on_hand(), cell.reserved())
    }

    pub(crate) fn backordered(&self, place: u32) -> String {
        self.ledger.backordered(PlaceId::new(place), ItemId::new(0)).to_string()
    }
}

pub(crate) fn moment(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

pub(crate) fn units(units: u32) -> Quantity {
    Quantity::units(units)
}

/// So many of the first item at the first place.
pub(crate) fn goods(quantity: u32) -> Goods {
    goods_at(0, quantity)
}

pub(crate) fn goods_at(place: u32, quantity: u32) -> Goods {
    Goods { place: PlaceId::new(place), item: ItemId::new(0), quantity: units(quantity) }
}

pub(crate) fn line(order: u32) -> LineId {
    LineId::new(OrderId::new(order), LineNo::new(0))
}

/// Lower orders are served first.
pub(crate) fn rank(order: u32) -> Rank {
    Rank { priority: 0, since: moment("2026-03-01T00:00:00Z").plus_seconds(order.into()) }
}

pub(crate) fn receive(quantity: u32) -> Entry {
    Entry::Receive(goods(quantity))
}

pub(crate) fn reserve(order: u32, quantity: u32) -> Entry {
    Entry::Reserve { line: line(order), goods: goods(quantity), rank: rank(order) }
}

pub(crate) fn some(order: u32, quantity: u32) -> Entry {
    Entry::ReserveSome { line: line(order), goods: goods(quantity), rank: rank(order) }
}

pub(crate) fn wait(order: u32, quantity: u32) -> Entry {
    let limit = Quantity::units(1000);
    Entry::ReserveOrWait { line: line(order), goods: goods(quantity), rank: rank(order), limit }
}

pub(crate) fn release(order: u32, quantity: u32) -> Entry {
    Entry::Release { line: line(order), goods: goods(quantity) }
}

pub(crate) fn fulfil(order: u32, quantity: u32) -> Entry {
    Entry::Fulfil { line: line(order), goods: goods(quantity) }
}

pub(crate) fn take_back(order: u32, quantity: u32) -> Entry {
    Entry::TakeBack { line: line(order), goods: goods(quantity) }
}

pub(crate) fn expire(order: u32, at: &str) -> Entry {
    let (place, item) = (PlaceId::new(0), ItemId::new(0));
    let source = sklad_stock::Source::Own;
    Entry::Mark { line: line(order), place, item, expires: Some(moment(at)), source }
}

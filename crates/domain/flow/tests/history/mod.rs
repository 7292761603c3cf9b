//! Random histories of a shop: acts with small numbers, so that orders meet each other.

pub(crate) mod act;
pub(crate) mod books;
pub(crate) mod chance;
pub(crate) mod customers;
pub(crate) mod ends;
pub(crate) mod lines;
pub(crate) mod money;
pub(crate) mod setting;
pub(crate) mod stages;
pub(crate) mod sums;

use proptest::prelude::*;
use sklad_base::{
    Actor, CommandId, Decider, Envelope, Events, Moment, No, OrderId, PlaceCode, PlaceId, RecordNo,
    Sku,
};
use sklad_flow::{Case, Command, Event, Refusal, Settings, Shop};
use sklad_party::Secret;

use self::act::{Act, ITEMS, channel, code, number, sku};
use self::setting::Setting;

/// A shop with its log and its clock.
#[derive(Debug, Clone)]
pub(crate) struct World {
    pub shop: Shop,
    pub log: Vec<Event>,
    /// Where each record of the log begins: each command writes one.
    records: Vec<usize>,
    pub moment: Moment,
    count: u64,
}

/// What one act led to.
#[derive(Debug)]
pub(crate) struct Told {
    pub command: Command,
    /// What happened, or why nothing did.
    pub answer: Result<Vec<Event>, No<Refusal>>,
}

impl Told {
    /// Returns what happened; nothing where it was refused.
    pub(crate) fn events(&self) -> &[Event] {
        self.answer.as_deref().unwrap_or_default()
    }
}

impl World {
    /// Opens the shop: two places that sell, one that dispatches for both, three items kept and a service.
    pub(crate) fn open(setting: &Setting) -> Self {
        let moment = Moment::parse("2026-03-02T08:00:00Z").unwrap();
        let mut world =
            Self { shop: shop(), log: Vec::new(), records: Vec::new(), moment, count: 0 };
        for outlet in ["WEB", "DEPOT"] {
            world.must(Command::OpenOutlet(outlet.parse().unwrap()));
        }
        for (place, outlet) in [("MAIN", "WEB"), ("SIDE", "WEB"), ("DISPATCH", "DEPOT")] {
            let (place, outlet) = (place.parse().unwrap(), outlet.parse().unwrap());
            world.must(Command::OpenPlace { place, outlet });
        }
        world.adopt(setting.settings());
        if setting.stages {
            let scheme = stages::next_scheme(&world);
            world.must(scheme);
        }
        for item in 0..ITEMS {
            world.must(Command::AddItem { sku: sku(item), kept: item != SERVICE });
        }
        for (place, item) in cells().filter(|(_, item)| *item != SERVICE) {
            let quantity = act::quantity(setting.opening);
            if quantity.is_positive() && place != DISPATCH {
                let portions = vec![sklad_flow::Portion { sku: sku(item), quantity }];
                world.must(Command::Receive { place: code(place), portions });
            }
        }
        world
    }

    /// Runs a command; it leaves no trace where it is refused.
    pub(crate) fn run(&mut self, command: Command) -> Told {
        self.count += 1;
        self.moment = self.moment.plus_seconds(60);
        let envelope = self.envelope(command);
        let mut out = Events::new();
        let answer = self.write(&envelope, &mut out);
        let answer = answer.map(|()| out.iter().cloned().collect());
        self.log.extend(out);
        Told { command: envelope.command, answer }
    }

    /// Drives the shop as a keeper does: each command is a record of its own, and a departed order is taken back from
    /// its record (or from what is to become this one) when a command names it.
    fn write(
        &mut self,
        envelope: &Envelope<Command>,
        out: &mut Events<Event>,
    ) -> Result<(), No<Refusal>> {
        self.records.push(self.log.len());
        self.shop.begin(RecordNo::new(self.records.len() as u64));
        loop {
            match self.shop.run_into(envelope, &(), out) {
                Err(No::Recall { order, record }) => {
                    let held = self.record(record).iter().chain(out.iter());
                    let back = self.shop.recall(order, held, envelope.moment).unwrap();
                    self.shop.evolve(&back);
                    out.push(back);
                }
                decided => return decided,
            }
        }
    }

    /// Does what is due right before the next command, in a record of its own.
    pub(crate) fn tick(&mut self) {
        self.records.push(self.log.len());
        self.shop.begin(RecordNo::new(self.records.len() as u64));
        let mut out = Events::new();
        self.shop.due(self.moment.plus_seconds(59), &(), &mut out);
        out.iter().for_each(|event| self.shop.evolve(event));
        self.log.extend(out);
    }

    /// Returns the events of a record; nothing of the one that is being written.
    pub(crate) fn record(&self, record: RecordNo) -> &[Event] {
        let index = record.number() as usize;
        let end = self.records.get(index).copied().unwrap_or(self.log.len());
        &self.log[self.records[index - 1]..end]
    }

    /// Returns the shop that the log gives when it is folded from its beginning.
    pub(crate) fn replayed(&self) -> Shop {
        let mut shop = Shop::new();
        for record in (1..=self.records.len()).map(|it| RecordNo::new(it as u64)) {
            shop.begin(record);
            self.record(record).iter().for_each(|event| shop.evolve(event));
        }
        shop
    }

    /// Returns a command as it was sent last.
    pub(crate) fn envelope(&self, command: Command) -> Envelope<Command> {
        let id = CommandId::counted(self.moment, self.count);
        Envelope::new(id, stages::sender(&command), self.moment, command)
    }

    /// Runs an act.
    pub(crate) fn act(&mut self, act: &Act) -> Told {
        if let Act::Wait(hours) = act {
            self.moment = self.moment.plus_seconds(3600 * i64::from(*hours));
        }
        let command = act.command(self);
        self.run(command)
    }

    /// Goods come for all, all is confirmed and sent.
    pub(crate) fn carry_to_the_end(&mut self) {
        for (place, item) in cells().filter(|(place, item)| *place < 2 && *item < 3) {
            self.act(&Act::Receive { place, item, quantity: 10_000 });
        }
        for order in 0..act::ORDERS {
            self.act(&Act::Confirm(order));
            self.act(&Act::Send { order, part: None });
        }
    }

    /// Decides a command on a buffer that is not empty, and changes nothing.
    pub(crate) fn decide(
        &self,
        command: Command,
        out: &mut Events<Event>,
    ) -> Result<(), No<Refusal>> {
        let id = CommandId::counted(self.moment, u64::MAX);
        let envelope = Envelope::new(id, Actor::System("law".into()), self.moment, command);
        self.shop.decide(&envelope, &(), out)
    }

    pub(crate) fn case(&self, order: u8) -> Option<&Case> {
        self.shop.find(&channel(order), &number(order))
    }

    /// Returns the id of an order; one that nobody has where it was not placed.
    pub(crate) fn id(&self, order: u8) -> OrderId {
        let departed = || Some(self.shop.departed(&channel(order), &number(order)).next()?.0);
        let known = self.case(order).map(Case::id).or_else(departed);
        known.unwrap_or(OrderId::new(1000))
    }

    /// Adopts settings, whatever version they were made from.
    pub(crate) fn adopt(&mut self, settings: Settings) {
        let version = self.shop.settings().version;
        self.must(Command::Adopt(Box::new(Settings { version, ..settings })));
    }

    fn must(&mut self, command: Command) {
        let told = self.run(command);
        told.answer.unwrap();
    }
}

/// Runs a history and calls `check` after each act with the world as it was and as it is.
pub(crate) fn live(
    (setting, acts): &(Setting, Vec<Act>),
    mut check: impl FnMut(&World, &World, &Told) -> Result<(), TestCaseError>,
) -> Result<World, TestCaseError> {
    let mut world = World::open(setting);
    for act in acts {
        let before = world.clone();
        let told = world.act(act);
        check(&before, &world, &told)?;
    }
    Ok(world)
}

/// A shop that looks for customers.
pub(crate) fn shop() -> Shop {
    Shop::new().with_secret(Secret::new(7))
}

/// All places with all items.
pub(crate) fn cells() -> impl Iterator<Item = (u8, u8)> {
    (0..PLACES).flat_map(|place| (0..ITEMS).map(move |item| (place, item)))
}

pub(crate) fn place_id(place: u8) -> PlaceId {
    PlaceId::new(u32::from(place))
}

pub(crate) fn names(place: u8, item: u8) -> (PlaceCode, Sku) {
    (code(place), sku(item))
}

/// Histories under any setting.
pub(crate) fn histories() -> impl Strategy<Value = (Setting, Vec<Act>)> {
    let some = prop_oneof![
        19 => chance::acts().prop_map(|act| vec![act]),
        1 => chance::round_trip()
    ];
    let acts = (prop::collection::vec(chance::places(), 1..4), prop::collection::vec(some, 1..40));
    let acts = acts
        .prop_map(|(places, acts)| places.into_iter().chain(acts.into_iter().flatten()).collect());
    (setting::settings(), acts)
}

pub(crate) const PLACES: u8 = 3;
pub(crate) const DISPATCH: u8 = 2;
pub(crate) const SERVICE: u8 = 3;

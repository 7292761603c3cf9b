//! Whole shops on a log: random histories through a keeper, and their words.

#![allow(
    clippy::wildcard_enum_match_arm,
    clippy::unwrap_used,
    clippy::panic,
    dead_code,
    reason = "tests, and the histories of another crate"
)]

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use proptest::prelude::*;
use sklad_base::{Actor, CommandId, Envelope, Moment, PersonId};
use sklad_flow::{Command, Settings, Shop};
use sklad_store::{
    Auditor, Clock, Keeper, Keys, Log, MemoryKeys, MemoryLog, Position, Setup, Words, wait,
};

use history::{World, histories, setting::Setting};

#[path = "../../../domain/flow/tests/history/mod.rs"]
mod history;

/// A shop where finished orders leave after so many seconds, on a log, at a clock that is set by hand.
struct Kept {
    log: MemoryLog,
    keys: MemoryKeys,
    clock: Arc<AtomicI64>,
    start: Shop,
    count: u64,
}

impl Kept {
    fn new(world: &World) -> Self {
        let clock = Arc::new(AtomicI64::new(world.moment.unix_micros()));
        let (log, keys, start) = (MemoryLog::new(), MemoryKeys::new(), world.shop.clone());
        Self { log, keys, clock, start, count: 0 }
    }

    fn open(&self) -> Keeper<Shop> {
        let clock = Arc::clone(&self.clock);
        let now = move || Moment::from_unix_micros(clock.load(Ordering::SeqCst)).unwrap();
        let setup = Setup {
            clock: Clock::new(now),
            snapshot_after: (5, u64::MAX),
            ..Setup::new("web", self.start.clone(), ())
        };
        Keeper::open(self.log.clone(), self.keys.clone(), setup).wait().unwrap()
    }

    /// Sends a command at that moment; returns what is refused.
    fn send(&mut self, keeper: &Keeper<Shop>, command: Command, now: Moment) -> Option<String> {
        self.clock.store(now.unix_micros(), Ordering::SeqCst);
        self.count += 1;
        let id = CommandId::counted(now, self.count);
        let envelope = Envelope::new(id, Actor::System("site".into()), now, command);
        keeper.send(envelope).unwrap().wait().err().map(|no| no.to_string())
    }

    fn auditor(&self) -> Auditor<Shop, MemoryLog, MemoryKeys> {
        Auditor::new(self.log.clone(), self.keys.clone(), "web", self.start.clone())
    }
}

fn state(keeper: &Keeper<Shop>) -> Shop {
    keeper.ask(Shop::clone).unwrap().wait().unwrap()
}

fn leaving(setting: &Setting, after: u32) -> World {
    let mut world = World::open(setting);
    let settings = Settings { leave_after: Some(after), ..world.shop.settings().clone() };
    world.adopt(settings);
    world
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// Law: a keeper answers what the shop alone answers; its state is the fold of its log, also after a restart, when
    /// orders leave and come back, and when its old records are sealed.
    #[test]
    fn a_kept_shop_is_the_shop((setting, acts) in histories(), after in 0_u32..300) {
        let mut world = leaving(&setting, after);
        let mut kept = Kept::new(&world);
        let mut keeper = kept.open();
        for (at, act) in acts.iter().enumerate() {
            let told = world.act(act);
            let refused = told.answer.err().map(|no| no.to_string());
            prop_assert_eq!(kept.send(&keeper, told.command, world.moment), refused);
            if at % 7 == 6 {
                let before = state(&keeper);
                drop(keeper);
                keeper = kept.open();
                prop_assert_eq!(state(&keeper), before);
            }
        }
        let state = state(&keeper);
        drop(keeper);
        prop_assert_eq!(state.ledger(), world.shop.ledger());
        prop_assert_eq!(&wait(kept.auditor().rebuild()).unwrap(), &state);
        let report = wait(kept.auditor().verify()).unwrap();
        prop_assert!(report.is_whole(), "{}", report);
        if report.records > 2 {
            let archive = wait(kept.auditor().seal(sklad_base::RecordNo::new(report.records / 2))).unwrap();
            kept.log.lose_archive(&archive.name);
            prop_assert_eq!(self::state(&kept.open()), state);
        }
    }
}

/// All bytes that a log holds.
fn bytes(log: &MemoryLog) -> Vec<u8> {
    let mut all = Vec::new();
    let mut after = Position::EMPTY;
    loop {
        let page = wait(log.read(after)).unwrap();
        let Some(last) = page.last() else { break };
        after = last.position;
        page.iter().for_each(|stored| all.extend_from_slice(&stored.bytes));
    }
    let mut before = None;
    while let Some(snapshot) = wait(log.snapshot(before)).unwrap() {
        before = Some(snapshot.position);
        all.extend_from_slice(&snapshot.bytes);
    }
    all
}

fn holds(bytes: &[u8], words: &str) -> bool {
    bytes.windows(words.len()).any(|part| part == words.as_bytes())
}

/// An order of a shop with that buyer's words.
fn order_of(person: PersonId, name: &str) -> Command {
    use sklad_base::{Channel, Currency, OrderNumber, Personal, Price, PriceBasis, Quantity};
    use sklad_order::{Draft, DraftLine, price::Terms};
    let price = Price::parse("19.90", Currency::parse("EUR").unwrap()).unwrap();
    let line = DraftLine::new(history::act::sku(0), Quantity::units(1), price);
    let terms = Terms::new(price.currency(), PriceBasis::Gross);
    let (channel, number) = (Channel::parse("site").unwrap(), OrderNumber::parse("77").unwrap());
    let mut draft = Draft::new(channel, number, terms, vec![line]);
    draft.comment = Some(Personal::new(person, format!("ring twice, {name}")));
    Command::Place(draft)
}

#[test]
fn a_forgotten_buyer_is_found_nowhere() {
    let world = World::open(&Setting::plenty());
    let mut kept = Kept::new(&world);
    let keeper = kept.open();
    let (person, now) = (PersonId::new(7), world.moment.plus_seconds(60));
    assert_eq!(kept.send(&keeper, order_of(person, "Ana Petrova"), now), None);
    keeper.snapshot().unwrap();
    let told = |kept: &Kept| {
        let mut lines = Vec::new();
        wait(kept.auditor().export(&mut lines, Words::Tell)).unwrap();
        lines
    };
    assert!(holds(&told(&kept), "Ana Petrova"), "asked for, they are told");
    assert!(!holds(&bytes(&kept.log), "Petrova"), "sealed from the first moment");
    assert_eq!(kept.send(&keeper, Command::Forget(person), now.plus_seconds(60)), None);
    let state = state(&keeper);
    drop(keeper);
    assert!(!holds(&told(&kept), "Petrova"));
    assert!(kept.keys.find(&[person]).unwrap()[0].clone().key().is_none());
    assert_eq!(self::state(&kept.open()), state);
    assert!(wait(kept.auditor().verify()).unwrap().is_whole());
}

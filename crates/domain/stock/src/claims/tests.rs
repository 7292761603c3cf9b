use std::collections::BTreeMap;

use proptest::prelude::*;
use sklad_base::{
    Actor, CommandId, Decider, Envelope, ItemId, LineId, LineNo, Moment, OrderId, OutletId,
    PlaceId, Quantity,
};

use super::ring::Ring;
use crate::{Claim, Command, Entry, Event, Goods, Ledger, Policy, Rank};

/// One place and three items, with plenty of each; numbers of slots go round soon.
fn stocked() -> Ledger {
    let (mut ledger, outlet) = (Ledger::new(), OutletId::new(0));
    ledger.claims.slots = Ring::near_the_end();
    ledger.evolve(&Event::OutletOpened(outlet));
    ledger.evolve(&Event::PlaceOpened { place: PlaceId::new(0), outlet });
    (0..3).for_each(|item| ledger.evolve(&Event::ItemAdded(ItemId::new(item))));
    let come = (0..3).map(|item| Entry::Receive(goods(item, 1_000_000)));
    run(&mut ledger, come.collect());
    ledger
}

fn goods(item: u32, units: u32) -> Goods {
    Goods { place: PlaceId::new(0), item: ItemId::new(item), quantity: Quantity::units(units) }
}

fn run(ledger: &mut Ledger, entries: Vec<Entry>) {
    let now = Moment::parse("2026-03-02T10:00:00Z").unwrap();
    let command = Command::Book(entries);
    let envelope =
        Envelope::new(CommandId::counted(now, 0), Actor::System("test".into()), now, command);
    ledger.run(&envelope, &Policy::default()).unwrap();
}

/// What an order does: its lines come, go as a whole, or one of them goes.
#[derive(Debug, Clone, Copy)]
enum Step {
    Come { lines: u16, wishes: bool },
    Go,
    GoInPart,
}

/// The open lines of each order, with what each reserves and whether it asks for it too.
type Open = BTreeMap<u32, BTreeMap<u16, (Goods, bool)>>;

fn step(ledger: &mut Ledger, open: &mut Open, (order, step): (u32, Step)) {
    let line = |number| LineId::new(OrderId::new(order), LineNo::new(number));
    let lines = open.entry(order).or_default();
    match step {
        Step::Come { lines: count, wishes } if lines.is_empty() => {
            let all = (0..count).map(|number| (number, (goods(u32::from(number) % 3, 1), wishes)));
            lines.extend(all);
            let rank = Rank { priority: 0, since: Moment::FIRST };
            let entries = lines.iter().flat_map(|(number, (goods, _))| {
                let (line, goods) = (line(*number), *goods);
                let ask = wishes.then_some(Entry::Ask { line, goods, rank });
                ask.into_iter().chain([Entry::Reserve { line, goods, rank }])
            });
            run(ledger, entries.collect());
        }
        Step::Come { .. } => {}
        Step::Go | Step::GoInPart => {
            let count = if matches!(step, Step::Go) { lines.len() } else { 1 };
            let gone: Vec<_> =
                lines.iter().take(count).map(|(no, (goods, _))| (*no, *goods)).collect();
            lines.retain(|number, _| gone.iter().all(|(other, _)| other != number));
            let ship = |(number, goods)| Entry::Ship { line: line(number), goods };
            run(ledger, gone.into_iter().map(ship).collect());
        }
    }
    open.retain(|_, lines| !lines.is_empty());
}

fn on_cell(open: &Open, item: u32) -> Vec<LineId> {
    let lines = open.iter().flat_map(|(order, lines)| {
        let mine = lines.iter().filter(move |(_, (goods, _))| goods.item == ItemId::new(item));
        mine.map(|(number, _)| LineId::new(OrderId::new(*order), LineNo::new(*number)))
    });
    lines.collect()
}

fn check(ledger: &Ledger, open: &Open) {
    let lines = |claims: Vec<Claim>| claims.iter().map(|claim| claim.line).collect::<Vec<_>>();
    for item in 0..3 {
        let claims = ledger.claims_on(PlaceId::new(0), ItemId::new(item)).collect();
        assert_eq!(lines(claims), on_cell(open, item));
    }
    let all = open.values().map(BTreeMap::len).sum::<usize>();
    assert_eq!((ledger.claims().count(), ledger.footprint().claims), (all, all));
}

fn steps() -> impl Strategy<Value = Vec<(u32, Step)>> {
    let come = (1..7_u16, prop::bool::weighted(0.2));
    let come = come.prop_map(|(lines, wishes)| Step::Come { lines, wishes });
    let step = prop_oneof![3 => come, 2 => Just(Step::Go), 1 => Just(Step::GoInPart)];
    prop::collection::vec((0..12_u32, step), 1..200)
}

proptest! {
    /// Whoever comes and goes, in whatever order: a cell's claims are those of who is still there.
    #[test]
    fn a_cell_knows_who_is_there(steps in steps()) {
        let (mut ledger, mut open) = (stocked(), Open::new());
        for each in steps {
            step(&mut ledger, &mut open, each);
            check(&ledger, &open);
        }
        prop_assert_eq!(&Ledger::restore(&ledger.snapshot()).unwrap(), &ledger);
    }
}

#[test]
fn who_stays_long_holds_up_no_memory() {
    let (mut ledger, mut open) = (stocked(), Open::new());
    let come = Step::Come { lines: 3, wishes: false };
    for order in 0..3000 {
        step(&mut ledger, &mut open, (order, come));
        if order % 50 != 0 {
            step(&mut ledger, &mut open, (order, Step::Go));
        }
    }
    check(&ledger, &open);
    let room = ledger.footprint();
    assert_eq!(room.claims, 180);
    assert!(room.claim_bytes < 26_000, "{room:?}");
    (0..3000).for_each(|order| step(&mut ledger, &mut open, (order, Step::Go)));
    check(&ledger, &open);
    assert!(ledger.footprint().claim_bytes < 4_000, "{:?}", ledger.footprint());
}

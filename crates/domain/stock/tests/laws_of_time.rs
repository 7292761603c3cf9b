//! What holds for every history with time in it: expiry, goods on the road, facts, a partner's place.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::wildcard_enum_match_arm,
    reason = "tests"
)]

mod desk;

use std::collections::BTreeMap;

use proptest::prelude::*;
use sklad_base::{Day, Decider, Events, ItemId, Moment, OutletId, PlaceId, Quantity};
use sklad_stock::{Account, Command, Entry, Event, Goods, Ledger, Movement, Source, SupplyId, Way};

use self::desk::{Desk, line, rank, units};

/// Two places of the shop's own and one of a partner's, two items; the first place sells below zero.
fn opened() -> Desk {
    let mut desk = Desk::with(2, 2).backorders();
    desk.run(Command::OpenPartnerPlace(OutletId::new(0)));
    let limit = sklad_stock::Negative::AllowTo(units(2));
    desk.policy.negative.insert(PlaceId::new(0), limit);
    desk
}

/// One wish: what, for which line, at which place, of which item, how much, and a number for the rest.
type Wish = (u8, u32, u32, u32, u32, u32);

fn wishes() -> impl Strategy<Value = Vec<Wish>> {
    prop::collection::vec((0..18_u8, 0..5_u32, 0..6_u32, 0..2_u32, 1..6_u32, 0..6_u32), 1..3)
}

/// Commands, and how many minutes pass before each.
fn histories() -> impl Strategy<Value = Vec<(u32, Vec<Wish>)>> {
    prop::collection::vec((0..40_u32, wishes()), 1..40)
}

/// Most wishes are about what there is: a claim or a supply that stands in the ledger.
fn entry(wish: Wish, desk: &Desk) -> Entry {
    let (what, order, place, item, quantity, more) = wish;
    let (now, ledger) = (desk.now, &desk.ledger);
    let place = [0, 0, 0, 1, 1, 2][place as usize];
    // Lines keep to one item, or nearly every command would be refused; a partner's goods are told.
    let item = if more == 5 { item } else { order % 2 };
    let what = if place == 2 && matches!(what, 0 | 1 | 9..=13) { 15 } else { what };
    let (mut place, mut item) = (PlaceId::new(place), ItemId::new(item));
    let (mut line, mut quantity) = (line(order), units(quantity));
    let supply = SupplyId::new(ledger.next_supply().number().saturating_sub(more));
    if let (12 | 13, Some(known)) = (what, ledger.supply(supply)) {
        (place, item) = (known.to, known.item);
    }
    let mut claims = ledger.claims().filter(|claim| claim.reserved.is_positive() || what == 7);
    if let (6..=8 | 17, 1.., Some(claim)) = (what, more, claims.nth(order as usize)) {
        (line, place, item) = (claim.line, claim.place, claim.item);
        quantity = if what == 8 { quantity.min(claim.reserved) } else { quantity };
    }
    let goods = Goods { place, item, quantity };
    let (rank, to) = (rank(order), PlaceId::new((place.number() + 1) % 2));
    let due = Day::parse("2026-03-09").unwrap();
    match what {
        0 | 1 => {
            Entry::Receive(Goods { quantity: goods.quantity.saturating_add(units(5)), ..goods })
        }
        2 => Entry::Ask { line, goods, rank },
        3 => Entry::Reserve { line, goods, rank },
        4 => Entry::ReserveSome { line, goods, rank },
        5 => Entry::ReserveOrWait { line, goods, rank, limit: units(4) },
        6 => {
            let expires = (more > 0).then(|| now.plus_seconds(i64::from(more) * 900));
            Entry::Mark { line, place, item, expires, source: Source::Integration }
        }
        7 => Entry::Rerank { line, place, item, rank: self::rank(more) },
        8 => Entry::Fulfil { line, goods },
        9 => Entry::Ship { line, goods },
        10 => Entry::Send { goods, to, due },
        11 => Entry::Expect { goods, due },
        12 => Entry::Arrive { supply, goods },
        13 => Entry::Miss { supply, goods },
        14 => Entry::Told { line: (more > 2).then_some(line), goods, way: Way::Left },
        15 => Entry::Level { goods, as_of: now.plus_seconds(-i64::from(more) * 600) },
        16 => Entry::Count(goods),
        _ => Entry::MoveReserve { line, goods, to },
    }
}

/// Runs a history, with the clock ticking each minute; tells the commands as they were sent.
fn live(history: &[(u32, Vec<Wish>)]) -> (Desk, Vec<(Moment, Vec<Entry>)>) {
    let (mut desk, mut sent) = (opened(), Vec::new());
    for (minutes, wishes) in history {
        for _ in 0..*minutes {
            desk.now = desk.now.plus_seconds(60);
            let mut out = Events::new();
            desk.ledger.due(desk.now, &desk.policy, &mut out);
            out.iter().for_each(|event| desk.ledger.evolve(event));
            desk.log.extend(out.iter());
        }
        let entries: Vec<Entry> = wishes.iter().map(|wish| entry(*wish, &desk)).collect();
        sent.push((desk.now, entries.clone()));
        desk.send(Command::Book(entries)).ok();
    }
    (desk, sent)
}

fn cells() -> impl Iterator<Item = (PlaceId, ItemId)> {
    let places = (0..3).map(PlaceId::new);
    places.flat_map(|place| (0..2).map(move |item| (place, ItemId::new(item))))
}

proptest! {
    /// Doing what is due often, late or never changes no answer and no balance.
    #[test]
    fn the_clock_may_tick_late_or_often(history in histories()) {
        let (often, sent) = live(&history);
        let mut late = opened();
        for (now, entries) in sent {
            late.now = now;
            late.send(Command::Book(entries)).ok();
        }
        let tick = |mut desk: Desk| {
            desk.send(Command::AddItem).unwrap();
            desk.ledger
        };
        prop_assert!(tick(late) == tick(often));
    }

    /// Law 3: replay gives the live ledger; reserved, pending and backordered are the sums of claims; nobody
    /// waits for goods that are free.
    #[test]
    fn replay_and_sums_hold(history in histories()) {
        let (desk, _) = live(&history);
        let mut replayed = Ledger::new();
        desk.log.iter().for_each(|event| replayed.evolve(event));
        prop_assert_eq!(&replayed, &desk.ledger);
        prop_assert_eq!(&Ledger::restore(&desk.ledger.snapshot()).unwrap(), &desk.ledger);
        for (place, item) in cells() {
            let cell = desk.ledger.cell(place, item);
            let sum = |part: fn(&sklad_stock::Claim) -> Quantity| {
                let parts = desk.ledger.claims_on(place, item).map(|claim| part(&claim));
                parts.fold(Quantity::ZERO, Quantity::saturating_add)
            };
            prop_assert_eq!(cell.reserved(), sum(|claim| claim.reserved));
            prop_assert_eq!(cell.pending(), sum(sklad_stock::Claim::pending));
            let waits = desk.ledger.backordered(place, item);
            prop_assert!(waits <= cell.pending());
            prop_assert!(!cell.available().is_positive() || waits.is_zero(), "{}", desk.ledger.explain(place, item));
            prop_assert_eq!(cell, replayed.cell(place, item));
        }
    }

    /// Law 1: all accounts together are zero; what places and the road say is what the log says.
    #[test]
    fn goods_are_conserved_on_the_road_too(history in histories()) {
        let (desk, _) = live(&history);
        let mut sums: BTreeMap<(ItemId, Account), i64> = BTreeMap::new();
        for event in &desk.log {
            if let Event::Moved(Movement { item, from, to, quantity, .. }) = event {
                *sums.entry((*item, *from)).or_default() -= quantity.millionths();
                *sums.entry((*item, *to)).or_default() += quantity.millionths();
            }
        }
        prop_assert_eq!(sums.values().sum::<i64>(), 0);
        let told = |item, account| sums.get(&(item, account)).copied().unwrap_or(0);
        for (place, item) in cells() {
            let on_hand = desk.ledger.cell(place, item).on_hand().millionths();
            prop_assert_eq!(on_hand, told(item, Account::Place(place)));
        }
        for item in (0..2).map(ItemId::new) {
            let supplies = cells().filter(|cell| cell.1 == item);
            let sent = supplies.flat_map(|(place, item)| desk.ledger.supplies_to(place, item));
            let sent: i64 = sent.filter(|supply| supply.from.is_some()).map(|it| it.quantity.millionths()).sum();
            prop_assert_eq!(sent, told(item, Account::Transit));
        }
    }

    /// Law 5: the order of entries changes neither the answer nor the balances; goods that are announced get other
    /// numbers, so they stay out.
    #[test]
    fn the_order_of_entries_does_not_matter(
        history in histories(),
        (wishes, shuffled) in wishes().prop_flat_map(|wishes| (Just(wishes.clone()), Just(wishes).prop_shuffle())),
    ) {
        let (mut desk, _) = live(&history);
        let mut other = desk.clone();
        let entries = |wishes: &[Wish], desk: &Desk| {
            let entries = wishes.iter().map(|wish| entry(*wish, desk));
            entries.filter(|entry| !matches!(entry, Entry::Send { .. } | Entry::Expect { .. })).collect()
        };
        let one = desk.send(Command::Book(entries(&wishes, &desk)));
        let two = other.send(Command::Book(entries(&shuffled, &other)));
        prop_assert_eq!(one.is_ok(), two.is_ok(), "{:?} but {:?}", one, two);
        prop_assert_eq!(desk.ledger, other.ledger);
    }
}

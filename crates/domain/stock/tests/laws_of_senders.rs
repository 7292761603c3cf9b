//! Law 4: accepted reservations never exceed what the policy allows, for commands of several senders in any order.
//! And what changed since a record is named (F2). Both are judged by the events alone, not by the ledger's balances.
#![allow(
    clippy::wildcard_enum_match_arm,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests"
)]

mod desk;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use sklad_base::{ItemId, LineId, LineNo, OrderId, PlaceId, RecordNo};
use sklad_stock::{
    Account, Backorder, Claim, Command, Entry, Event, Goods, Ledger, Movement, Negative, Record,
    WhyAdjusted, changed_since,
};

use self::desk::{Desk, rank, units};

const PLACES: u32 = 2;
const ITEMS: u32 = 2;
/// Place 1 lets three of an item leave that are not there, and lines wait for four.
const LIMIT: i64 = 3;
const WAITS: i64 = 4;
const UNIT: i64 = 1_000_000;

/// One wish of a sender: what, which line, where, of which item, how many.
type Wish = (u8, u16, u32, u32, u32);

/// What each sender sends, one after the other; and whose turn it is.
fn senders() -> impl Strategy<Value = (Vec<Vec<Vec<Wish>>>, Vec<usize>)> {
    let wish = (0..13_u8, 0..2_u16, 0..PLACES, 0..ITEMS, 1..5_u32);
    let command = prop::collection::vec(wish, 1..4);
    let sender = prop::collection::vec(command, 0..12);
    (2..5_usize).prop_flat_map(move |count| {
        let senders = prop::collection::vec(sender.clone(), count);
        (senders, prop::collection::vec(0..count, 60))
    })
}

/// Each sender has an order of its own; reserving is asked for most.
fn entry(sender: usize, (what, line, place, item, quantity): Wish) -> Entry {
    let order = u32::try_from(sender).unwrap();
    let line = LineId::new(OrderId::new(order), LineNo::new(line));
    let (place, item, rank) = (PlaceId::new(place), ItemId::new(item), rank(order));
    let goods = Goods { place, item, quantity: units(quantity) };
    let limit = units(quantity);
    match what {
        0..=3 => Entry::Reserve { line, goods, rank },
        4 => Entry::ReserveSome { line, goods, rank },
        5 => Entry::ReserveOrWait { line, goods, rank, limit },
        6 => Entry::Release { line, goods },
        7 => Entry::Fulfil { line, goods },
        8 => Entry::Ship { line, goods },
        9 => Entry::Receive(goods),
        10 => Entry::Hold(goods),
        11 => Entry::Remove { goods, why: WhyAdjusted::Lost },
        _ => Entry::Transfer { line: None, goods, to: PlaceId::new(1 - place.number()) },
    }
}

fn opened() -> Desk {
    let mut desk = Desk::with(PLACES, ITEMS);
    let (open, limit) = (PlaceId::new(1), units(u32::try_from(LIMIT).unwrap()));
    desk.policy.negative.insert(open, Negative::AllowTo(limit));
    let waits = units(u32::try_from(WAITS).unwrap());
    desk.policy.backorder.insert(open, Backorder::AllowTo(waits));
    let came = [0, 1].map(|item| {
        Entry::Receive(Goods { place: open, item: ItemId::new(item), quantity: units(6) })
    });
    desk.book(came);
    desk
}

/// What the events say of one cell, in millionths.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Sums {
    on_hand: i64,
    reserved: i64,
    held: i64,
}

/// What the events say of all cells.
#[derive(Debug, Clone, Default)]
struct Told {
    cells: BTreeMap<(PlaceId, ItemId), Sums>,
}

impl Told {
    fn hear(&mut self, event: &Event) {
        match *event {
            Event::Moved(Movement { item, from, to, quantity, from_reserve, .. }) => {
                if let Account::Place(place) = from {
                    let cell = self.cells.entry((place, item)).or_default();
                    cell.on_hand -= quantity.millionths();
                    cell.reserved -= from_reserve.millionths();
                }
                if let Account::Place(place) = to {
                    self.cells.entry((place, item)).or_default().on_hand += quantity.millionths();
                }
            }
            Event::Claimed(Claim { place, item, reserved, .. }) => {
                self.cells.entry((place, item)).or_default().reserved += reserved.millionths();
            }
            Event::Held { place, item, quantity } => {
                self.cells.entry((place, item)).or_default().held += quantity.millionths();
            }
            _ => {}
        }
    }

    /// Place 0 allows nothing below zero and nobody to wait; no place promises what is not there.
    fn judge(&self, before: &Self, ledger: &Ledger) -> Result<(), TestCaseError> {
        for (cell, now) in &self.cells {
            let was = before.cells.get(cell).copied().unwrap_or_default();
            let available = now.on_hand - now.reserved - now.held;
            let limit = LIMIT * UNIT * i64::from(cell.0.number());
            prop_assert!(now.reserved >= 0 && available >= -limit, "{:?}: {:?}", cell, now);
            let promised = now.reserved > was.reserved;
            prop_assert!(!promised || available >= 0, "{:?} promises {:?}", cell, now);
            let waits = ledger.backordered(cell.0, cell.1).millionths();
            prop_assert!(
                waits <= WAITS * UNIT * i64::from(cell.0.number()),
                "{:?}: {}",
                cell,
                waits
            );
        }
        Ok(())
    }
}

proptest! {
    /// Law 4: whoever sends what in whichever order, no more is promised than the policy of the place allows.
    #[test]
    fn senders_in_any_order_are_promised_what_the_policy_allows((senders, turns) in senders()) {
        let (mut desk, mut told) = (opened(), Told::default());
        desk.log.iter().for_each(|event| told.hear(event));
        let mut next = vec![0; senders.len()];
        for sender in turns {
            let Some(wishes) = senders[sender].get(next[sender]) else { continue };
            next[sender] += 1;
            let entries = wishes.iter().map(|wish| entry(sender, *wish)).collect();
            let before = told.clone();
            for event in desk.send(Command::Book(entries)).unwrap_or_default() {
                told.hear(&event);
            }
            told.judge(&before, &desk.ledger)?;
            for ((place, item), sums) in &told.cells {
                let cell = desk.ledger.cell(*place, *item);
                let cell = [cell.on_hand(), cell.reserved(), cell.held()];
                prop_assert_eq!(cell.map(|part| part.millionths()), [sums.on_hand, sums.reserved, sums.held]);
            }
        }
    }

    /// A cell that differs from what it was after a record is among those that changed since; merged items too.
    #[test]
    fn what_differs_has_changed((senders, turns) in senders(), since in 0..60_usize, merge in 0..60_usize) {
        let mut desk = opened();
        let mut ends = vec![desk.log.len()];
        let (mut next, mut then) = (vec![0; senders.len()], desk.ledger.clone());
        for (at, sender) in turns.into_iter().enumerate() {
            if at == since {
                then = desk.ledger.clone();
            }
            let wishes = senders[sender].get(next[sender]).cloned().unwrap_or_default();
            next[sender] += 1;
            let entries = wishes.iter().map(|wish| entry(sender, *wish)).collect();
            let (item, into) = (ItemId::new(0), ItemId::new(1));
            let command = if at == merge { Command::MergeItems { item, into } } else { Command::Book(entries) };
            desk.send(command).ok();
            ends.push(desk.log.len());
        }
        let mut start = 0;
        let records = ends.iter().enumerate().map(|(number, end)| {
            let events = &desk.log[std::mem::replace(&mut start, *end)..*end];
            let number = RecordNo::new(u64::try_from(number).unwrap() + 1);
            Record { number, moment: desk.now, events }
        });
        let changed = changed_since(RecordNo::new(u64::try_from(since).unwrap() + 1), records);
        let cells = (0..PLACES).flat_map(|place| (0..ITEMS).map(move |item| (place, item)));
        let cells = cells.map(|(place, item)| (PlaceId::new(place), ItemId::new(item)));
        let differs: BTreeSet<_> =
            cells.filter(|(place, item)| then.cell(*place, *item) != desk.ledger.cell(*place, *item)).collect();
        prop_assert!(differs.is_subset(&changed), "{:?} differ, {:?} changed", differs, changed);
    }
}

//! What must hold of the ledger and of the papers, whatever the orders say.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use sklad_base::{DocumentId, ItemId, LineNo, OrderId, PlaceId, Quantity};
use sklad_document::{Document, Kind, State};
use sklad_flow::{Event, Shop};
use sklad_stock::{Account, Claim, Event as Stock, Movement};

use super::{World, cells, lines::sum, place_id};

type Checked = Result<(), TestCaseError>;

/// Goods are conserved, and the places' part of them is what is on hand (stock, law 1).
pub(crate) fn goods_are_conserved(world: &World) -> Checked {
    let mut accounts: BTreeMap<(ItemId, Account), i128> = BTreeMap::new();
    for Movement { item, from, to, quantity, .. } in movements(&world.log) {
        *accounts.entry((*item, *from)).or_default() -= i128::from(quantity.millionths());
        *accounts.entry((*item, *to)).or_default() += i128::from(quantity.millionths());
    }
    for item in accounts.keys().map(|key| key.0).collect::<BTreeSet<_>>() {
        let all = accounts.iter().filter(|(key, _)| key.0 == item).map(|(_, quantity)| *quantity);
        prop_assert_eq!(all.sum::<i128>(), 0, "{} appears or vanishes", item);
    }
    for (place, item) in cells() {
        let (place, item) = (place_id(place), ItemId::new(u32::from(item)));
        let moved = accounts.get(&(item, Account::Place(place))).copied().unwrap_or(0);
        let on_hand = world.shop.ledger().cell(place, item).on_hand();
        prop_assert_eq!(i128::from(on_hand.millionths()), moved, "{} at {}", item, place);
    }
    Ok(())
}

/// Reserved and pending are the sums of open claims; available falls below zero only by policy (stock, law 2).
pub(crate) fn balances_are_sums_of_claims(world: &World) -> Checked {
    let ledger = world.shop.ledger();
    for (place, item) in cells() {
        let (place, item) = (place_id(place), ItemId::new(u32::from(item)));
        let cell = ledger.cell(place, item);
        let of = |part: fn(&Claim) -> Quantity| {
            sum(ledger.claims_on(place, item).map(|claim| part(&claim)))
        };
        prop_assert!(!cell.reserved().is_negative());
        prop_assert_eq!(cell.reserved(), of(|claim| claim.reserved));
        prop_assert_eq!(cell.pending(), of(|claim| claim.pending()));
        let bears = world.shop.stock_policy().negative_at(place).bears(cell.available());
        prop_assert!(bears, "{} available of {} at {}", cell.available(), item, place);
    }
    Ok(())
}

/// A closed day takes no movement any more, at neither end (stock, law 11).
pub(crate) fn no_movement_dates_into_a_closed_day(before: &Shop, happened: &[Event]) -> Checked {
    for movement in movements(happened) {
        for account in [movement.from, movement.to] {
            let Account::Place(place) = account else { continue };
            let outlet = before.ledger().outlet_of(place).unwrap();
            let closed = before.ledger().closed_up_to(outlet);
            prop_assert!(closed < Some(movement.day), "{:?} in a closed day", movement);
        }
    }
    Ok(())
}

/// Numbers of each kind, void ones among them, and ids of all count up without gaps; parents are older and of the same order.
pub(crate) fn papers_are_numbered_and_chained(shop: &Shop) -> Checked {
    let mut numbers: BTreeMap<Kind, Vec<u32>> = BTreeMap::new();
    for id in 0..shop.numbers().documents() {
        let id = DocumentId::new(id);
        let (owner, document) = shop.document(id).ok_or_else(|| hole(id))?;
        prop_assert_eq!(document.id, id);
        numbers.entry(document.sheet.kind).or_default().push(document.number);
        for parent in document.parents() {
            prop_assert!(parent < id, "{} follows from a later paper", document);
            let (of, _) = shop.document(parent).ok_or_else(|| hole(parent))?;
            prop_assert_eq!(of, owner, "{} follows from another order's paper", document);
        }
        let positive = document.sheet.lines.iter().all(|line| !line.quantity.is_negative());
        prop_assert!(positive, "{} has a line below zero", document);
    }
    for void in shop.numbers().voids() {
        numbers.entry(void.kind).or_default().extend(void.first..=void.last);
    }
    for (kind, mut numbers) in numbers {
        numbers.sort_unstable();
        let expected: Vec<_> = (1..).take(numbers.len()).collect();
        prop_assert_eq!(&numbers, &expected, "{}", kind);
        prop_assert_eq!(shop.numbers().used(kind), expected.last().copied().unwrap_or(0));
    }
    Ok(())
}

/// What was closed or cancelled is what it was.
pub(crate) fn closed_papers_never_change(before: &Shop, after: &Shop) -> Checked {
    for id in 0..before.numbers().documents() {
        let (was, is) = (before.document(DocumentId::new(id)), after.document(DocumentId::new(id)));
        if was.is_some_and(|(_, paper)| !paper.is_open()) {
            prop_assert_eq!(was, is);
        }
    }
    Ok(())
}

/// Of no document line is more used up than it has, and a correction has the prices of what it corrects; a bill
/// of what was transferred has those of the day.
pub(crate) fn no_line_is_used_up_twice(shop: &Shop) -> Checked {
    for case in shop.cases() {
        let mut used: BTreeMap<(DocumentId, LineNo), Quantity> = BTreeMap::new();
        for paper in case.papers().documents() {
            for line in &paper.sheet.lines {
                let Some(parent) = line.of.and_then(|of| case.papers().get(of)) else { continue };
                prop_assert!(matches!(parent.sheet.state, State::Closed(_)), "{}", parent);
                if paper.sheet.kind.uses_up(parent.sheet.kind) {
                    let used = used.entry((parent.id, line.line)).or_default();
                    *used = used.saturating_add(line.quantity);
                    let has = parent.quantity_of(line.line);
                    prop_assert!(*used <= has, "{}: {} used up of {}", parent, used, has);
                }
                let its = parent.sheet.lines.iter().find(|its| its.line == line.line);
                if paper.sheet.kind != Kind::Bill {
                    prop_assert_eq!(its.map(|its| its.price), Some(line.price));
                }
            }
        }
    }
    Ok(())
}

/// What an order's own movements come to, by item and account.
pub(crate) fn moved_for(order: OrderId, log: &[Event]) -> BTreeMap<(ItemId, Account), i128> {
    let mut sums = BTreeMap::new();
    let its = |movement: &&Movement| movement.line.is_some_and(|line| line.order() == order);
    for Movement { item, from, to, quantity, .. } in movements(log).filter(its) {
        *sums.entry((*item, *from)).or_default() -= i128::from(quantity.millionths());
        *sums.entry((*item, *to)).or_default() += i128::from(quantity.millionths());
    }
    sums.retain(|_, quantity| *quantity != 0);
    sums
}

/// What is claimed for an order, by place and item.
pub(crate) fn claimed_for(order: OrderId, shop: &Shop) -> Vec<(PlaceId, ItemId, Quantity)> {
    let its = shop.ledger().claims().filter(|claim| claim.line.order() == order);
    its.map(|claim| (claim.place, claim.item, claim.reserved.saturating_add(claim.asked))).collect()
}

pub(crate) fn movements(log: &[Event]) -> impl Iterator<Item = &Movement> {
    log.iter().filter_map(|event| match event {
        Event::Stock(Stock::Moved(movement)) => Some(movement),
        _ => None,
    })
}

/// Tells whether a document takes goods of an order out of a place or back, as a client order lets it.
pub(crate) fn explains_a_movement(event: &Event, order: OrderId) -> bool {
    let Event::Document { order: Some(of), event } = event else { return false };
    let kind =
        |paper: &Document| matches!(paper.sheet.kind, Kind::Bill | Kind::Storno | Kind::Return);
    *of == order
        && match event {
            sklad_document::Event::Opened(paper) => kind(paper) && !paper.is_open(),
            sklad_document::Event::Closed { .. } => true,
            _ => false,
        }
}

fn hole(id: DocumentId) -> TestCaseError {
    TestCaseError::fail(format!("there is no {id}"))
}

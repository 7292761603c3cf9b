//! What the laws found, kept as small tests.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod desk;

use sklad_base::PlaceId;
use sklad_stock::{Entry, Goods};

use self::desk::{Desk, goods, line, receive, take_back, wait};

fn ship(order: u32, quantity: u32) -> Entry {
    Entry::Ship { line: line(order), goods: goods(quantity) }
}

/// A promise that moves takes no more than is reserved: what a backorder waits for is not there to be moved.
#[test]
fn goods_that_nobody_had_fill_no_backorder() {
    let mut desk = Desk::with(2, 1).backorders();
    desk.book([receive(2), wait(2, 5)]);
    let to = PlaceId::new(1);
    let shift = Entry::MoveReserve { line: line(2), goods: goods(5), to };
    let release = Entry::Release { line: line(2), goods: Goods { place: to, ..goods(3) } };
    assert!(desk.refuses([shift, release]).contains("cannot take 5 of the reserve"));
}

/// What a line ships and is promised in one command is counted once: the rest of the promise is there to hold.
#[test]
fn a_promise_covers_what_its_line_ships_at_once() {
    let mut desk = Desk::with(1, 1).backorders();
    desk.book([receive(4)]);
    desk.book([wait(2, 5), take_back(2, 2), ship(2, 3)]);
    assert_eq!((desk.at(0), desk.backordered(0)), ("3/2".into(), "0".into()));
}

/// Goods that come to a line which ships in the same command leave nobody waiting beside free goods.
#[test]
fn a_fill_covers_what_its_line_ships_at_once() {
    let mut desk = Desk::with(1, 1).backorders().negative();
    desk.book([wait(2, 2)]);
    desk.book([ship(2, 1), take_back(9, 2)]);
    assert_eq!((desk.at(0), desk.backordered(0)), ("1/1".into(), "0".into()));
}

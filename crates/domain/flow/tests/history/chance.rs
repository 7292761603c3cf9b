//! Acts drawn by chance.

use proptest::prelude::*;
use sklad_order::Bound;
use sklad_stock::Fate;

use super::{
    PLACES,
    act::{Act, ITEMS, ORDERS},
    money::{Change, changes},
};

/// Any act; those that bring an order on are more frequent.
pub(crate) fn acts() -> impl Strategy<Value = Act> {
    prop_oneof![
        10 => of_people(),
        6 => of_money(),
        2 => of_goods(),
        6 => of_roads(),
    ]
}

/// An order comes in.
pub(crate) fn places() -> impl Strategy<Value = Act> {
    let lines = prop::collection::vec(line(), 1..4);
    (0..ORDERS, 0..4_usize, lines).prop_map(|(order, way, lines)| Act::Place { order, way, lines })
}

/// Acts that place, review and edit orders.
pub(crate) fn of_people() -> impl Strategy<Value = Act> {
    let order = || 0..ORDERS;
    prop_oneof![
        3 => places(),
        3 => order().prop_map(Act::Confirm),
        3 => (order(), no_of_line(), 0..9_i64).prop_map(|(order, line, to)| Act::Change { order, line, to }),
        2 => (order(), no_of_line(), 1..5_i64).prop_map(|(order, line, by)| Act::Grow { order, line, by }),
        1 => (order(), line()).prop_map(|(order, line)| Act::AddLine { order, line }),
        2 => (order(), no_of_line(), 1..5_i64).prop_map(|(order, line, by)| Act::Reject { order, line, by }),
        1 => (order(), no_of_line()).prop_map(|(order, line)| Act::RemoveLine { order, line }),
        1 => order().prop_map(Act::MarkFalse),
        1 => order().prop_map(Act::Cancel),
        2 => order().prop_map(Act::Reserve),
        1 => order().prop_map(Act::Release),
        1 => order().prop_map(Act::Invoice),
        1 => order().prop_map(Act::Tie),
        4 => order().prop_map(Act::CloseBill),
        2 => (order(), no_of_line(), no_of_line(), -2..9_i64)
            .prop_map(|(order, paper, line, to)| Act::ChangePaper { order, paper, line, to }),
    ]
}

/// Acts that change no quantity: prices, discounts, delivery, buyers, payments, confirmations.
pub(crate) fn of_money() -> impl Strategy<Value = Act> {
    changes().prop_map(|(order, change)| Act::Edit { order, change })
}

/// Acts that send goods and bring them home.
pub(crate) fn of_roads() -> impl Strategy<Value = Act> {
    let part = || prop::option::weighted(0.4, (no_of_line(), 1..6_i64));
    let bound = prop_oneof![Just(Bound::CameBack), Just(Bound::Returned), Just(Bound::WrittenOff)];
    let fate = || prop_oneof![Just(Fate::Restock), Just(Fate::Hold), Just(Fate::Scrap)];
    let arrived = || (0..3_i64, 0..2_i64);
    prop_oneof![
        3 => (0..ORDERS, part()).prop_map(|(order, part)| Act::Send { order, part }),
        3 => (0..ORDERS, part(), bound, 0..PLACES, fate()).prop_map(
            |(order, part, bound, place, fate)| Act::Home { order, part, bound, place, fate }
        ),
        2 => (0..ORDERS, no_of_line(), 1..4_i64).prop_map(|(order, line, quantity)| {
            Act::Edit { order, change: Change::RequestReturn { line, quantity } }
        }),
        2 => (0..ORDERS, no_of_line(), arrived(), 0..PLACES, fate()).prop_map(
            |(order, line, (received, dismissed), place, fate)| {
                Act::Answer { order, line, received, dismissed, place, fate }
            }
        ),
    ]
}

/// An order is sent, some of it is to be sent back, and arrives.
pub(crate) fn round_trip() -> impl Strategy<Value = Vec<Act>> {
    let arrived = (0..3_i64, 0..2_i64);
    (0..ORDERS, no_of_line(), 1..4_i64, arrived, any::<bool>()).prop_map(
        |(order, line, quantity, (received, dismissed), hold)| {
            let fate = if hold { Fate::Hold } else { Fate::Restock };
            let change = Change::RequestReturn { line, quantity };
            let answer = Act::Answer { order, line, received, dismissed, place: 0, fate };
            vec![Act::Send { order, part: None }, Act::Edit { order, change }, answer]
        },
    )
}

/// Acts about goods that belong to no order, and about time.
pub(crate) fn of_goods() -> impl Strategy<Value = Act> {
    let cell = || (0..PLACES, 0..ITEMS);
    prop_oneof![
        4 => (cell(), 1..8_i64).prop_map(|((place, item), quantity)| Act::Receive { place, item, quantity }),
        2 => (cell(), -4..5_i64).prop_map(|((place, item), by)| Act::Adjust { place, item, by }),
        1 => (cell(), 0..PLACES, 1..5_i64)
            .prop_map(|((from, item), to, quantity)| Act::Move { from, to, item, quantity }),
        1 => (cell(), -3..4_i64).prop_map(|((place, item), by)| Act::Hold { place, item, by }),
        2 => any::<bool>().prop_map(|depot| Act::CloseDay { depot }),
        2 => (1..30_u8).prop_map(Act::Wait),
    ]
}

/// The first line more often than another.
pub(crate) fn no_of_line() -> impl Strategy<Value = u8> {
    prop_oneof![3 => Just(0), 1 => 1..3_u8]
}

fn line() -> impl Strategy<Value = (u8, i64)> {
    (0..ITEMS, 1..7_i64)
}

//! What other shop and ERP systems got right or wrong: `cases/orders-and-stock.md`, D.4 and D.5.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod desk;

use sklad_base::{ItemId, PlaceId, Quantity};
use sklad_stock::{Allocation, Command, Entry, Fate, Goods, Want, WhyAdjusted};

use self::desk::{
    Desk, fulfil, goods, goods_at, line, rank, receive, release, reserve, some, take_back, units,
    wait,
};

#[test]
fn d31_an_order_shrinks_is_shipped_taken_back_and_cancelled() {
    let mut desk = Desk::with(1, 1);
    desk.book([Entry::Add { goods: goods(5), why: WhyAdjusted::Found }]);
    let again = reserve(1, 1);
    let steps: [&[Entry]; 8] = [
        &[reserve(1, 3)],
        &[release(1, 1)],
        &[fulfil(1, 2)],
        &[Entry::Return { line: line(1), goods: goods(2), fate: Fate::Restock }],
        &[again],
        &[fulfil(1, 1)],
        &[take_back(1, 1), again],
        &[release(1, 1)],
    ];
    let seen = steps.map(|step| {
        desk.book(step);
        desk.at(0)
    });
    assert_eq!(seen, ["5/3", "5/2", "3/0", "5/0", "5/1", "4/0", "5/1", "5/0"]);
}

#[test]
fn d33_an_edited_order_reserves_what_it_asks_for_and_what_is_sent_stays_sent() {
    let mut desk = Desk::with(1, 3);
    let other =
        |item, entry: fn(Goods) -> Entry| entry(Goods { item: ItemId::new(item), ..goods(100) });
    desk.book([receive(100), other(1, Entry::Receive), other(2, Entry::Receive)]);

    let seen = [reserve(1, 1), reserve(1, 1), fulfil(1, 2), reserve(1, 1)].map(|step| {
        desk.book([step]);
        desk.at(0)
    });
    assert_eq!(seen, ["100/1", "100/2", "98/0", "98/1"]);

    let of = |item| Goods { item: ItemId::new(item), ..goods(1) };
    desk.book([Entry::Reserve { line: line(2), goods: of(1), rank: rank(2) }]);
    assert_eq!(desk.of(0, 1), "100/1");
    desk.book([Entry::Release { line: line(2), goods: of(1) }]);
    assert_eq!(desk.of(0, 1), "100/0");

    desk.book([
        Entry::Reserve { line: line(3), goods: of(2), rank: rank(3) },
        Entry::Fulfil { line: line(3), goods: of(2) },
    ]);
    assert_eq!(desk.of(0, 2), "99/0");
    let sent = desk.refuses([Entry::Release { line: line(3), goods: of(2) }]);
    assert!(sent.contains("0 reserved for it"), "{sent}");
    desk.book([Entry::Return { line: line(3), goods: of(2), fate: Fate::Restock }]);
    assert_eq!(desk.of(0, 2), "100/0");
}

#[test]
fn d35_the_last_piece_is_promised_once_or_waited_for() {
    let mut desk = Desk::with(1, 1);
    desk.book([receive(1)]);
    desk.book([reserve(1, 1)]);
    assert!(desk.refuses([reserve(2, 1)]).contains("0 available"));
    assert_eq!(desk.at(0), "1/1");

    let mut desk = Desk::with(1, 1).backorders();
    desk.book([receive(1)]);
    desk.book([wait(1, 1)]);
    desk.book([wait(2, 1)]);
    assert_eq!((desk.at(0), desk.backordered(0)), ("1/1".into(), "1".into()));
    let drop = Entry::Withdraw { line: line(2), goods: goods(1) };
    desk.book([release(1, 1), drop]);
    assert_eq!((desk.at(0), desk.backordered(0)), ("1/0".into(), "0".into()));
}

#[test]
fn d35_a_reservation_moves_to_another_place_as_a_whole_or_stays() {
    let mut desk = Desk::with(2, 1);
    desk.book([receive(10), Entry::Receive(goods_at(1, 1)), reserve(1, 10)]);
    let to = PlaceId::new(1);
    let shift = |quantity| Entry::MoveReserve { line: line(1), goods: goods(quantity), to };
    assert!(desk.refuses([shift(10)]).contains("cannot take 10 of item#0 at place#1: 1 available"));
    assert_eq!([desk.at(0), desk.at(1)], ["10/10", "1/0"]);
    desk.book([shift(1)]);
    assert_eq!([desk.at(0), desk.at(1)], ["10/9", "1/1"]);
}

/// Lots of the case are places that allow negative stock; the reserves stood before.
fn lots<const N: usize>(lots: [(u32, u32); N]) -> (Desk, Vec<PlaceId>) {
    let mut desk = Desk::with(4, 1).negative();
    let opening = lots.iter().zip(0..).flat_map(|((quantity, reserved), place)| {
        let add = Entry::Add { goods: goods_at(place, *quantity), why: WhyAdjusted::Opening };
        let goods = goods_at(place, *reserved);
        let reserve = Entry::Reserve { line: line(place), goods, rank: rank(place) };
        [add, reserve]
    });
    let sound = opening.filter(|entry| entry.goods().quantity.is_positive());
    desk.run(Command::OpenBooks(sound.collect()));
    let places = (0..4).map(PlaceId::new).take(N).collect();
    (desk, places)
}

fn available(desk: &Desk) -> Quantity {
    let cells = desk.ledger.cells_of(ItemId::new(0));
    cells.fold(Quantity::ZERO, |sum, (_, cell)| sum.saturating_add(cell.available()))
}

/// Allocates, reserves what there is, and returns how much that was.
fn take(desk: &mut Desk, places: &[PlaceId], quantity: u32) -> Quantity {
    let want = Want { line: line(99), item: ItemId::new(0), quantity: units(quantity) };
    let shares = desk.ledger.allocate(&[want], places, Allocation::ByPriority);
    let entries: Vec<Entry> = shares
        .iter()
        .map(|share| Entry::Reserve {
            line: share.line,
            goods: Goods { place: share.place, item: share.item, quantity: share.quantity },
            rank: rank(99),
        })
        .collect();
    desk.book(entries);
    units(quantity).saturating_sub(shares.missing())
}

#[test]
fn d38_deficits_count_in_what_can_be_promised() {
    let (mut desk, places) = lots([(5, 2), (10, 12), (8, 3), (35, 12)]);
    assert_eq!(available(&desk), units(29));
    assert_eq!(take(&mut desk, &places, 10), units(10));
    assert_eq!(available(&desk), units(19));

    let (mut desk, places) = lots([(5, 7), (12, 10)]);
    assert_eq!(available(&desk), units(0));
    assert_eq!(take(&mut desk, &places, 10), units(0));

    let (mut desk, places) = lots([(10, 20), (5, 0)]);
    assert_eq!(available(&desk), units(5).negated());
    assert_eq!(take(&mut desk, &places, 10), units(0));
    let none = Entry::Release { line: line(9), goods: goods(1) };
    assert!(desk.refuses([none]).contains("0 reserved for it"));
}

#[test]
fn d40_several_holders_of_one_order_and_goods_that_another_holds() {
    let mut desk = Desk::with(1, 1);
    desk.book([receive(50)]);
    let seen = [
        reserve(1, 30),
        Entry::Reserve { line: line(2), goods: goods(20), rank: rank(2) },
        release(1, 30),
        reserve(2, 30),
        release(2, 50),
    ]
    .map(|step| {
        desk.book([step]);
        desk.ledger.cell(PlaceId::new(0), ItemId::new(0)).reserved()
    });
    assert_eq!(seen, [30, 50, 20, 50, 0].map(units));

    let mut desk = Desk::with(1, 1);
    desk.book([receive(100), reserve(1, 50)]);
    let ship = Entry::Ship { line: line(2), goods: goods(100) };
    assert!(desk.refuses([ship]).contains("50 available"));
    desk.book([release(1, 50)]);
    desk.book([ship]);
    assert_eq!(desk.at(0), "0/0");
}

#[test]
fn d43_an_order_is_served_from_several_places_or_not_at_all() {
    let spread = |there: [u32; 2], wanted: u32| {
        let mut desk = Desk::with(2, 1);
        desk.book([Entry::Receive(goods_at(0, there[0])), Entry::Receive(goods_at(1, there[1]))]);
        let want = Want { line: line(1), item: ItemId::new(0), quantity: units(wanted) };
        let places = [0, 1].map(PlaceId::new);
        let shares = desk.ledger.allocate(&[want], &places, Allocation::ByPriority).all_or_none();
        shares.map(|shares| shares.iter().map(|it| it.quantity).collect::<Vec<_>>())
    };
    assert_eq!(spread([10, 15], 13), Some(vec![units(10), units(3)]));
    assert_eq!(spread([4, 3], 5), Some(vec![units(4), units(1)]));
    assert_eq!(spread([4, 3], 10), None);
}

#[test]
fn what_there_is_is_promised_and_no_more() {
    let mut desk = Desk::with(1, 1);
    desk.book([receive(3)]);
    desk.book([some(1, 2), some(2, 2)]);
    let claims: Vec<Quantity> = desk.ledger.claims().map(|claim| claim.reserved).collect();
    assert_eq!(claims, [units(2), units(1)]);
    desk.book([some(3, 2)]);
    assert_eq!(desk.ledger.claims_of(line(3).order()).count(), 0);
}

#[test]
fn exact_quantities_are_reserved_to_the_last_part() {
    let mut desk = Desk::with(1, 1);
    let exact = |text: &str| Goods { quantity: Quantity::parse(text).unwrap(), ..goods(0) };
    desk.book([Entry::Receive(exact("3140.00"))]);
    desk.book([Entry::Ship { line: line(1), goods: exact("3106.40") }]);
    desk.book([Entry::Reserve { line: line(2), goods: exact("33.60"), rank: rank(2) }]);
    assert_eq!(desk.at(0), "33.6/33.6");
}

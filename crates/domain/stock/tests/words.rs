//! Expiry, backorders, goods on the road, counts, partners, days: a short story for each, and each refusal.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod desk;

use sklad_base::{
    Actor, CommandId, Day, Decider, Envelope, Events, ItemId, No, Once, OutletId, PlaceId, RecordNo,
};
use sklad_stock::{
    Command, Entry, Event, Ledger, Negative, ShortCount, Source, SupplyId, Way, WhyAdjusted,
};

use self::desk::{
    Desk, expire, fulfil, goods, goods_at, line, moment, rank, receive, release, reserve, units,
    wait,
};

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

#[test]
fn a_promise_ends_by_itself_before_the_next_command_is_judged() {
    let mut desk = Desk::with(1, 1).backorders();
    desk.book([receive(3), reserve(1, 3), expire(1, "2026-03-02T12:00:00Z")]);
    desk.book([wait(2, 2)]);
    assert_eq!((desk.at(0), desk.backordered(0)), ("3/3".into(), "2".into()));
    assert_eq!(desk.ledger.next_deadline(), Some(moment("2026-03-02T12:00:00Z")));

    desk.now = moment("2026-03-02T12:00:00Z");
    let refused = desk.send(Command::Book(vec![reserve(3, 2)])).unwrap_err().to_string();
    assert!(refused.contains("1 available"), "{refused}");
    assert_eq!(desk.at(0), "3/2", "the expiry stands, and the one who waited was served");
    assert!(desk.log.iter().any(|event| matches!(event, Event::Expired(_))));
    assert_eq!(desk.ledger.next_deadline(), None);
}

#[test]
fn what_expires_is_pending_again_where_the_line_asked_for_it() {
    let mut desk = Desk::with(1, 1);
    let ask = Entry::Ask { line: line(1), goods: goods(2), rank: rank(1) };
    desk.book([receive(3), ask, reserve(1, 2), expire(1, "2026-03-02T12:00:00Z")]);
    desk.now = moment("2026-03-02T13:00:00Z");
    desk.book([receive(1)]);
    let cell = desk.ledger.cell(PlaceId::new(0), ItemId::new(0));
    assert_eq!((cell.reserved(), cell.pending()), (units(0), units(2)));
}

#[test]
fn decide_says_that_something_is_due() {
    let mut desk = Desk::with(1, 1);
    desk.book([receive(3), reserve(1, 3), expire(1, "2026-03-02T12:00:00Z")]);
    let now = moment("2026-03-03T00:00:00Z");
    let id = CommandId::counted(now, 1);
    let late = Envelope::new(id, Actor::System("desk".into()), now, Command::AddItem);
    let mut out = Events::new();
    assert_eq!(desk.ledger.decide(&late, &desk.policy, &mut out), Err(No::DueFirst));
    assert!(out.is_empty());
}

#[test]
fn backorders_are_filled_by_rank_which_may_change() {
    let mut desk = Desk::with(1, 1).backorders();
    desk.book([wait(1, 2)]);
    desk.book([wait(2, 2)]);
    let (place, item) = (PlaceId::new(0), ItemId::new(0));
    let paid = Entry::Rerank { line: line(2), place, item, rank: rank(0) };
    desk.book([paid]);
    desk.book([receive(3)]);
    let reserved = |order| desk.ledger.claim(line(order), place).unwrap().reserved;
    assert_eq!([reserved(1), reserved(2)], [units(1), units(2)]);
}

#[test]
fn refuses_to_let_more_wait_than_may() {
    let mut desk = Desk::with(1, 1);
    assert!(desk.refuses([wait(1, 2)]).contains("cannot backorder 2 of item#0"));
    let backorder = sklad_stock::Backorder::AllowTo(units(3));
    desk.policy.backorder.insert(PlaceId::new(0), backorder);
    desk.book([wait(1, 2)]);
    assert!(desk.refuses([wait(2, 2)]).contains("cannot backorder 4 of item#0 at place#0: 3 may"));
    let mine =
        Entry::ReserveOrWait { line: line(2), goods: goods(5), rank: rank(2), limit: units(1) };
    assert!(desk.refuses([mine]).contains("1 may wait"));
}

#[test]
fn goods_on_the_road_arrive_short_and_over() {
    let mut desk = Desk::with(2, 1);
    let to = PlaceId::new(1);
    let send = |quantity| Entry::Send { goods: goods(quantity), to, due: day("2026-03-05") };
    desk.book([receive(10), send(4), send(2)]);
    let (first, second) = (SupplyId::new(0), SupplyId::new(1));
    let incoming = desk.ledger.incoming(to, ItemId::new(0));
    assert_eq!((desk.at(0), desk.at(1), incoming), ("4/0".into(), "0/0".into(), units(6)));

    let arrive = |supply, quantity| Entry::Arrive { supply, goods: goods_at(1, quantity) };
    desk.book([arrive(first, 3)]);
    assert_eq!(desk.ledger.supply(first).unwrap().quantity, units(1));
    let miss = |quantity| Entry::Miss { supply: first, goods: goods_at(1, quantity) };
    assert!(desk.refuses([miss(2)]).contains("cannot miss 2 of supply#0: 1 on its way"));
    desk.book([miss(1), arrive(second, 3)]);
    assert_eq!((desk.at(1), desk.ledger.incoming(to, ItemId::new(0))), ("6/0".into(), units(0)));
    assert!(desk.refuses([arrive(first, 1)]).contains("cannot settle supply#0"));
    assert!(desk.refuses([arrive(SupplyId::new(9), 1)]).contains("cannot settle supply#9"));
}

#[test]
fn ordered_goods_are_incoming_until_they_come() {
    let mut desk = Desk::with(1, 1).backorders();
    desk.book([Entry::Expect { goods: goods(5), due: day("2026-03-09") }, wait(1, 4)]);
    desk.book([Entry::Arrive { supply: SupplyId::new(0), goods: goods(3) }]);
    assert_eq!((desk.at(0), desk.backordered(0)), ("3/3".into(), "1".into()));
    desk.book([Entry::Arrive { supply: SupplyId::new(0), goods: goods(2) }]);
    assert_eq!((desk.at(0), desk.backordered(0)), ("5/4".into(), "0".into()));
}

#[test]
fn a_count_below_the_reserved_turns_the_youngest_reserves_into_backorders() {
    let mut desk = Desk::with(1, 1);
    desk.book([receive(6), reserve(1, 2), reserve(2, 2), reserve(3, 2)]);
    desk.book([Entry::Count(goods(3))]);
    let place = PlaceId::new(0);
    let holds = |order| {
        let claim = desk.ledger.claim(line(order), place).unwrap();
        (claim.reserved, desk.ledger.terms(line(order), place).backordered)
    };
    let expected = [(units(2), units(0)), (units(1), units(1)), (units(0), units(2))];
    assert_eq!([1, 2, 3].map(holds), expected);
    let short: Vec<_> = desk.ledger.shortages().map(|short| short.line).collect();
    assert_eq!(short, [line(2), line(3)], "B12 names who goes short");
    desk.book([receive(5)]);
    assert_eq!((desk.at(0), desk.backordered(0)), ("8/6".into(), "0".into()));
}

#[test]
fn a_count_below_the_reserved_is_refused_where_the_policy_says_so() {
    let mut desk = Desk::with(1, 1);
    desk.policy.short_count = ShortCount::Refuse;
    desk.book([receive(6), reserve(1, 4)]);
    let refused = desk.refuses([Entry::Count(goods(3))]);
    assert!(refused.contains("cannot count 3 of item#0 at place#0: 4 reserved"), "{refused}");
    desk.book([Entry::Count(goods(4))]);
    assert!(desk.refuses([Entry::Count(goods(5)), Entry::Count(goods(5))]).contains("twice"));
    let below = Entry::Count(sklad_stock::Goods { quantity: units(1).negated(), ..goods(0) });
    assert!(desk.refuses([below]).contains("a quantity is above zero"));
}

#[test]
fn a_fact_is_recorded_always_and_a_person_is_told() {
    let mut desk = Desk::with(1, 1);
    desk.book([receive(3), reserve(1, 2)]);
    desk.book([Entry::Told { line: None, goods: goods(2), way: Way::Left }]);
    assert_eq!((desk.at(0), desk.backordered(0)), ("1/1".into(), "1".into()));
    let open: Vec<u32> = desk.ledger.discrepancies().map(|open| open.number).collect();
    assert_eq!(open, [0]);
    desk.run(Command::CloseDiscrepancy(0));
    assert!(desk.refused(Command::CloseDiscrepancy(0)).contains("none is open"));
}

#[test]
fn a_partners_place_follows_the_partners_word() {
    let mut desk = Desk::with(0, 1);
    desk.run(Command::OpenPartnerPlace(OutletId::new(0)));
    let level = |quantity, at| Entry::Level { goods: goods(quantity), as_of: moment(at) };
    desk.book([level(10, "2026-03-02T09:00:00Z")]);
    assert!(desk.refuses([receive(1)]).contains("the place is a partner's"));
    desk.book([reserve(1, 4)]);
    desk.book([fulfil(1, 3)]);
    assert_eq!(desk.at(0), "10/4", "on hand waits for the partner's word");
    assert!(desk.refuses([release(1, 4)]).contains("1 reserved for it"));
    desk.book([level(10, "2026-03-02T09:30:00Z")]);
    assert_eq!(desk.at(0), "10/4", "that level was taken before the goods left");
    desk.book([level(7, "2026-03-02T10:30:00Z")]);
    assert_eq!(desk.at(0), "7/1");
    desk.book([Entry::Told { line: Some(line(1)), goods: goods(1), way: Way::Left }]);
    assert_eq!(desk.at(0), "6/0");

    let mut own = Desk::with(1, 1);
    assert!(own.refuses([level(1, "2026-03-02T09:00:00Z")]).contains("the shop's own; count it"));
}

#[test]
fn a_reserve_says_who_made_it() {
    let mut desk = Desk::with(1, 1);
    let (place, item) = (PlaceId::new(0), ItemId::new(0));
    let source = Source::Integration;
    let mark = |order| Entry::Mark { line: line(order), place, item, expires: None, source };
    desk.book([receive(3), reserve(1, 1), mark(1)]);
    assert_eq!(desk.ledger.terms(line(1), place).source.to_string(), "Integration");
    assert!(desk.refuses([mark(2)]).contains("it has none there"));
    let past = desk.refuses([expire(1, "2026-03-02T10:00:00Z")]);
    assert!(past.contains("it is 2026-03-02T10:00:00Z already"), "{past}");
}

#[test]
fn items_that_are_not_kept_are_sold_without_a_trace() {
    let mut desk = Desk::with(1, 0);
    desk.run(Command::AddUnkeptItem);
    desk.book([reserve(1, 5), fulfil(1, 5)]);
    assert_eq!(desk.at(0), "0/0");
    assert!(desk.refuses([receive(1)]).contains("not kept in stock"));
}

#[test]
fn a_merged_item_stands_under_the_other_one() {
    let mut desk = Desk::with(1, 2).backorders();
    desk.book([receive(3), reserve(1, 2), wait(2, 4)]);
    let (item, into) = (ItemId::new(0), ItemId::new(1));
    desk.run(Command::MergeItems { item, into });
    assert_eq!((desk.of(0, 0), desk.of(0, 1)), ("0/0".into(), "3/3".into()));
    assert_eq!(desk.ledger.backordered(PlaceId::new(0), into), units(3));
    assert!(desk.refuses([receive(1)]).contains("it was merged into item#1"));
    assert!(desk.refused(Command::MergeItems { item: into, into }).contains("the same item"));
}

#[test]
fn books_are_opened_once() {
    let mut desk = Desk::with(1, 1);
    let opening = Entry::Add { goods: goods(2), why: WhyAdjusted::Opening };
    assert!(desk.refused(Command::OpenBooks(vec![receive(1)])).contains("open them with"));
    desk.run(Command::OpenBooks(vec![opening, reserve(1, 3)]));
    assert_eq!(desk.at(0), "2/3");
    assert!(desk.refused(Command::OpenBooks(vec![opening])).contains("adjust them instead"));
}

#[test]
fn a_command_may_name_an_earlier_day_that_is_open() {
    let mut desk = Desk::with(1, 1);
    let on = |text| Command::BookOn { day: day(text), entries: vec![receive(1)] };
    let close = |text| Command::CloseDay { outlet: OutletId::new(0), day: day(text) };
    desk.run(close("2026-02-28"));
    let events = desk.send(on("2026-03-01")).unwrap();
    assert!(matches!(events[0], Event::Moved(movement) if movement.day == day("2026-03-01")));
    assert!(desk.refused(on("2026-02-28")).contains("its books are closed up to 2026-02-28"));
    assert!(desk.refused(on("2026-03-03")).contains("there it is 2026-03-02"));
    assert!(desk.refused(close("2026-02-28")).contains("closed up to 2026-02-28"));
}

#[test]
fn a_command_id_is_done_once_also_after_a_restart() {
    let mut desk = Desk::with(1, 1);
    desk.book([receive(9)]);
    let mut once = Once::new(desk.ledger.clone(), 3600);
    let id = CommandId::counted(desk.now, 7);
    let who = Actor::System("desk".into());
    let send =
        |order| Envelope::new(id, who.clone(), desk.now, Command::Book(vec![reserve(order, 2)]));
    let mut out = Events::new();
    once.begin(RecordNo::new(4));
    once.run_into(&send(1), &desk.policy, &mut out).unwrap();
    let mut again = Once::restored(once.state().clone(), once.seen().clone());
    for once in [&mut once, &mut again] {
        let repeated = once.run_into(&send(1), &desk.policy, &mut out);
        assert_eq!(repeated, Err(No::Repeated(RecordNo::new(4))));
        let other = once.run_into(&send(2), &desk.policy, &mut out).unwrap_err();
        assert!(other.to_string().contains("record 4 has another one under this id"), "{other}");
    }
    let mut late = send(3);
    late.moment = desk.now.plus_seconds(3601);
    let refused = once.run_into(&late, &desk.policy, &mut out).unwrap_err().to_string();
    assert!(refused.contains("its id is older than"), "{refused}");
    assert_eq!(out.len(), 1);
    assert_eq!(once.state(), again.state());
}

#[test]
fn a_refused_id_is_judged_anew() {
    let mut desk = Desk::with(1, 1);
    let mut once = Once::new(Ledger::new(), 3600);
    desk.log.iter().for_each(|event| once.evolve(event));
    let id = CommandId::counted(desk.now, 7);
    let who = Actor::System("desk".into());
    let send = Envelope::new(id, who, desk.now, Command::Book(vec![reserve(1, 2)]));
    let mut out = Events::new();
    assert!(once.run_into(&send, &desk.policy, &mut out).is_err());
    desk.book([receive(2)]);
    once.evolve(desk.log.last().unwrap());
    assert!(once.run_into(&send, &desk.policy, &mut out).is_ok());
}

#[test]
fn negative_places_let_goods_leave_but_promise_nothing() {
    let mut desk = Desk::with(1, 1);
    desk.policy.negative.insert(PlaceId::new(0), Negative::Allow);
    let ship = Entry::Ship { line: line(1), goods: goods(2) };
    desk.book([ship]);
    assert_eq!(desk.at(0), "-2/0");
    assert!(desk.refuses([reserve(1, 1)]).contains("-2 available"));
}

#[test]
fn a_cell_explains_itself_to_the_line() {
    let mut desk = Desk::with(2, 1).backorders();
    let due = day("2026-03-09");
    desk.book([receive(3), Entry::Expect { goods: goods(5), due }]);
    desk.book([reserve(1, 2), expire(1, "2026-03-03T12:00:00Z")]);
    desk.book([wait(2, 3)]);
    desk.book([Entry::Told { line: None, goods: goods(1), way: Way::Left }]);
    let explained = desk.ledger.explain(PlaceId::new(0), ItemId::new(0)).to_string();
    assert_eq!(
        explained,
        "item#0 at place#0: 0 available = 2 on hand - 2 reserved - 0 held; 3 pending\n  \
         order#1, line 1 holds 2 since 2026-03-01T00:00:01Z, own, until 2026-03-03T12:00:00Z\n  \
         order#2, line 1 holds 0, waits for 3 (3 backordered) since 2026-03-01T00:00:02Z, own\n  \
         order#2, line 1 goes short of 3\n  \
         supply#0 brings 5 from a supplier, due 2026-03-09\n  \
         discrepancy 0: 1 of item#0 at place#0 were promised or sold that are not there"
    );
}

#[test]
fn the_log_tells_what_stood_on_a_day() {
    let mut desk = Desk::with(2, 1);
    desk.book([receive(5)]);
    desk.now = moment("2026-03-03T10:00:00Z");
    let to = PlaceId::new(1);
    desk.book([Entry::Transfer { line: None, goods: goods(2), to }]);
    desk.run(Command::BookOn { day: day("2026-03-02"), entries: vec![receive(1)] });
    let records: Vec<_> = (1..)
        .zip(desk.log.chunks(1))
        .map(|(number, events)| sklad_stock::Record {
            number: RecordNo::new(number),
            moment: desk.now,
            events,
        })
        .collect();
    let stock = |text| sklad_stock::stock_as_of(day(text), records.iter().copied());
    let (place, item) = (PlaceId::new(0), ItemId::new(0));
    assert_eq!(stock("2026-03-01"), [].into());
    assert_eq!(stock("2026-03-02"), [((place, item), units(6))].into());
    assert_eq!(stock("2026-03-03"), [((place, item), units(4)), ((to, item), units(2))].into());
    let last = RecordNo::new(u64::try_from(records.len()).unwrap() - 2);
    let changed = sklad_stock::changed_since(last, records.iter().copied());
    assert_eq!(changed, [(place, item), (to, item)].into());
    assert_eq!(sklad_stock::movements_of(item, records.iter().copied()).count(), 3);
}

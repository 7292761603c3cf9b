//! What a board does with orders, and what it refuses.

use sklad_base::{Actor, CommandId, Envelope, Events, No, Once, OrderId, Version};
use sklad_stage::{
    Board, Command, Fact, Facts, Happening, Plan, Preset, Refusal, Statistics, What, Wish,
};

use crate::desk::{Desk, all, moment, start};

pub(crate) fn nine() -> Desk {
    Desk::open(Preset::NINE_STAGES.scheme().unwrap())
}

fn jump(transition: &str) -> Wish {
    Wish::Jump(transition.parse().unwrap())
}

// S1 S2 S4
#[test]
fn an_order_passes_its_route_and_comes_to_whom_it_concerns() {
    let mut desk = nine();
    desk.start(0, "cash", "courier");
    for (who, stage) in [
        ("boris", "received"),
        ("boris", "call-back"),
        ("vera", "picking"),
        ("vera", "courier call"),
        ("vera", "courier delivery"),
        ("boris", "cash paid in"),
    ] {
        assert_eq!(desk.stage(0), stage);
        desk.advance(who, 0);
    }
    assert_eq!(desk.stage(0), "finished");
    assert_eq!((desk.board.live(), desk.board.parties().count()), (0, 0));
    assert!(desk.told().contains(
        "picking -> courier call, courier, until 2026-03-02T14:00:00Z; forward; causes bill closed"
    ));
}

// S2
#[test]
fn an_order_that_is_paid_passes_the_wait_for_payment_by_itself() {
    let mut desk = nine();
    desk.start(0, "card", "pick-up");
    desk.advance("boris", 0);
    desk.advance("boris", 0);
    desk.wish("vera", 0, (Facts::NONE.with(Fact::NothingShort), Wish::Advance)).unwrap();
    assert_eq!(desk.stage(0), "awaiting payment");
    let paid = Facts::GUARD.with(Fact::Paid);
    desk.wish("partner", 0, (paid, Wish::Happened(Happening::Paid))).unwrap();
    assert_eq!(desk.stage(0), "finished");
}

// C2 C8
#[test]
fn advancing_says_what_is_lacking_and_from_whom() {
    let mut desk = nine();
    desk.start(0, "cash", "pick-up");
    desk.wish("boris", 0, (Facts::NONE, Wish::Advance)).unwrap();
    desk.wish("boris", 0, (Facts::NONE, Wish::Advance)).unwrap();
    desk.wish("vera", 0, (Facts::NONE.with(Fact::NothingShort), Wish::Advance)).unwrap();
    let before = desk.board.clone();
    let why = desk.wish("vera", 0, (Facts::NONE, Wish::Advance)).unwrap_err();
    assert_eq!(
        why,
        "cannot let vera work on order#0 at cash paid in: that is for role cashier, role administrator; ask one of them\n\
         cannot move order#0 to finished: it lacks paid (from the customer), nothing pending (from the warehouse), \
         nothing reserved (from the warehouse), nothing waiting in B (from the warehouse), nothing unbilled (from the \
         books), nothing outstanding (from the books); see to it first"
    );
    assert_eq!(desk.board, before);
}

// C2 C8
#[test]
fn confirmations_come_in_any_order_and_are_asked_once() {
    let scheme = Preset::COMARCH.scheme().unwrap();
    let pair = ("online".parse().unwrap(), "freight".parse().unwrap());
    assert_eq!(
        scheme.asked_for(&pair.0, &pair.1).unwrap().to_string(),
        "confirmed by customer, confirmed by shop, confirmed by payment service, shipping cost approved, all sent"
    );
    let mut desk = Desk::open(scheme);
    desk.start(0, "online", "freight");
    for (fact, stage) in [
        (Fact::ShippingCostApproved, "awaiting customer"),
        (Fact::CustomerConfirmed, "awaiting payment service"),
        (Fact::ShopConfirmed, "awaiting payment service"),
        (Fact::PaymentServiceConfirmed, "confirmed"),
    ] {
        desk.wish("partner", 0, (Facts::NONE.with(fact), Wish::Learn)).unwrap();
        assert_eq!(desk.stage(0), stage);
    }
    let lines = desk.log.len();
    desk.wish("partner", 0, (Facts::NONE.with(Fact::ShopConfirmed), Wish::Learn)).unwrap();
    assert_eq!(desk.log.len(), lines);
    // Sent, but something stands open: it waits, and goes when nothing does (C6).
    let sent = Facts::NONE.with(Fact::AllSent);
    desk.wish("partner", 0, (sent, Wish::Happened(Happening::Sent))).unwrap();
    assert_eq!(desk.stage(0), "confirmed");
    desk.wish("partner", 0, (sent.and(Facts::GUARD), Wish::Learn)).unwrap();
    assert_eq!(desk.stage(0), "fulfilled");
}

// S3
#[test]
fn a_passed_limit_is_a_problem_once_and_its_further_alerts_follow() {
    let scheme = Preset::BARSY.scheme().unwrap();
    let mut desk = Desk::open(scheme);
    desk.start(0, "cash", "courier");
    desk.advance("maria", 0);
    // Noon in Sofia, four hours: until 16:00; an hour later the director is told.
    desk.later(24 * 3600);
    desk.run("system", Command::Tick).unwrap();
    desk.run("system", Command::Tick).unwrap();
    let problems: Vec<_> =
        desk.told().lines().filter(|line| line.contains("problem")).map(str::to_owned).collect();
    assert_eq!(
        problems,
        [
            "2026-03-02T14:00:00Z clock: order#0 is a problem: it stayed too long; role administrator is alerted",
            "2026-03-02T15:00:00Z clock: order#0 is still a problem; person galina is alerted",
        ]
    );
    let track = desk.board.track(OrderId::new(0)).unwrap();
    assert_eq!(
        track.problem().map(|it| (it.since, it.alerts)),
        Some((moment("2026-03-02T14:00:00Z"), 2))
    );
    desk.advance("galina", 0);
    assert_eq!(desk.board.track(OrderId::new(0)).unwrap().problem(), None);
}

#[test]
fn a_paused_clock_passes_no_limit_and_goes_on_where_it_stopped() {
    let mut desk = Desk::open(Preset::BARSY.scheme().unwrap());
    desk.start(0, "cash", "courier");
    desk.advance("system", 0);
    desk.later(3600);
    desk.wish("maria", 0, (Facts::NONE, Wish::Pause)).unwrap();
    assert_eq!(desk.board.next_deadline(), None);
    assert!(
        desk.wish("maria", 0, (Facts::NONE, Wish::Pause))
            .unwrap_err()
            .contains("its clock stands already")
    );
    desk.later(48 * 3600);
    desk.wish("maria", 0, (Facts::NONE, Wish::Resume)).unwrap();
    // Wednesday, 13:00 in Sofia (the third of March is a holiday): three of four hours are left.
    assert_eq!(desk.board.next_deadline(), Some(moment("2026-03-04T14:00:00Z")));
    assert!(
        desk.wish("maria", 0, (Facts::NONE, Wish::Resume))
            .unwrap_err()
            .contains("nobody paused it")
    );
    desk.wish("maria", 0, (Facts::NONE, jump("ask the customer"))).unwrap();
    assert_eq!(desk.board.next_deadline(), None);
    assert!(desk.wish("maria", 0, (Facts::NONE, Wish::Resume)).is_err());
    desk.wish("maria", 0, (Facts::NONE, jump("customer answered"))).unwrap();
    assert!(desk.board.next_deadline().is_some());
}

#[test]
fn another_delivery_takes_another_route() {
    let mut desk = nine();
    desk.start(0, "card", "courier");
    desk.wish("boris", 0, (Facts::NONE, Wish::Advance)).unwrap();
    desk.wish("boris", 0, (Facts::NONE, Wish::Advance)).unwrap();
    desk.wish("vera", 0, (Facts::NONE.with(Fact::NothingShort), Wish::Advance)).unwrap();
    assert_eq!(desk.stage(0), "courier call");
    // No courier call on the new route: back to the nearest stage that is on both.
    desk.wish("boris", 0, (Facts::NONE, reroute("card", "pick-up"))).unwrap();
    assert_eq!(desk.stage(0), "picking");
    desk.wish("vera", 0, (Facts::NONE.with(Fact::NothingShort), Wish::Advance)).unwrap();
    assert_eq!(desk.stage(0), "awaiting payment");
    // Still on the route: it stays, and what is due there stays due.
    let deadline = desk.board.next_deadline();
    desk.wish("boris", 0, (Facts::NONE, reroute("card", "post"))).unwrap();
    assert_eq!((desk.stage(0), desk.board.next_deadline()), ("awaiting payment", deadline));
    let lines = desk.log.len();
    desk.wish("boris", 0, (Facts::NONE, reroute("card", "post"))).unwrap();
    assert_eq!(desk.log.len(), lines, "the same again changes nothing");
    let why = desk.wish("boris", 0, (Facts::NONE, reroute("gold", "balloon"))).unwrap_err();
    assert_eq!(why.lines().count(), 2, "{why}");
}

fn reroute(payment: &str, delivery: &str) -> Wish {
    Wish::Reroute { payment: payment.parse().unwrap(), delivery: delivery.parse().unwrap() }
}

#[test]
fn happenings_move_orders_and_moves_cause_happenings() {
    let mut desk = nine();
    desk.start(0, "cash", "courier");
    desk.start(1, "cash", "courier");
    for _ in 0..3 {
        desk.advance("system", 0);
    }
    desk.wish("partner", 0, (Facts::NONE, Wish::Happened(Happening::GoodsAdded))).unwrap();
    assert_eq!(desk.stage(0), "picking");
    // Cancelled outside: it is not caused again. Cancelled here: it is.
    desk.wish("partner", 0, (Facts::NONE, Wish::Happened(Happening::Cancelled))).unwrap();
    desk.wish("boris", 1, (Facts::NONE, jump("cancel"))).unwrap();
    let causes = desk.log.iter().filter_map(|event| {
        let What::Moved { at, causes, .. } = &event.note()?.what else { return None };
        (at.stage.as_str() == "cancelled").then(|| causes.clone())
    });
    let causes: Vec<_> = causes.collect();
    assert_eq!(causes, [vec![], vec![Happening::Cancelled]]);
    let why = desk.wish("boris", 1, (Facts::NONE, Wish::Advance)).unwrap_err();
    assert!(why.contains("it ended at cancelled"), "{why}");
}

// G4 G10
#[test]
fn goodwix_ships_whole_or_in_parts() {
    let mut desk = Desk::open(Preset::GOODWIX.scheme().unwrap());
    for order in 0..2 {
        desk.start(order, "transfer", "delivery");
        let confirmed = Facts::NONE.with(Fact::ShopConfirmed);
        desk.wish("system", order, (confirmed, Wish::Happened(Happening::Confirmed))).unwrap();
        assert_eq!(desk.stage(order), "confirmed");
        desk.wish("system", order, (Facts::NONE.with(Fact::AllReserved), Wish::Learn)).unwrap();
        assert_eq!(desk.stage(order), "reserved");
    }
    assert!(desk.told().contains("new -> confirmed, "));
    assert!(desk.told().contains("by itself; causes reserved"));
    desk.wish("system", 0, (Facts::NONE, Wish::Happened(Happening::PartlySent))).unwrap();
    assert_eq!(desk.stage(0), "partly shipped");
    for order in 0..2 {
        desk.wish("system", order, (all(), Wish::Happened(Happening::Sent))).unwrap();
        assert_eq!(desk.stage(order), "shipped");
    }
}

// D49
#[test]
fn the_same_command_twice_is_one_line_in_the_log() {
    let scheme = Preset::COMARCH.scheme().unwrap();
    let now = moment("2026-03-02T10:00:00Z");
    let mut board = Once::new(Board::new(), 3600);
    let mut log = Events::new();
    let send = |number, command| {
        Envelope::new(CommandId::counted(now, number), Actor::System("site".into()), now, command)
    };
    let (order, none) = (OrderId::new(0), Facts::NONE);
    board
        .run_into(&send(1, Command::adopt(scheme.clone(), Plan::default())), &scheme, &mut log)
        .unwrap();
    board
        .run_into(&send(2, Command::of(order, none, start("online", "courier"))), &scheme, &mut log)
        .unwrap();
    let seen: Version = board.state().track(order).unwrap().version();
    let paid = Facts::NONE.with(Fact::Paid);
    let command = send(3, Command::of(order, paid, Wish::Happened(Happening::Paid)));
    board.run_into(&command, &scheme, &mut log).unwrap();
    let lines = log.len();
    assert!(matches!(board.run_into(&command, &scheme, &mut log), Err(No::Repeated(_))));
    assert_eq!(log.len(), lines);
    // Decided by who looked at it before it was paid: refused, and named what changed.
    let fail = send(4, Command::of(order, none, jump("cancel"))).expecting(seen);
    let why = board.run_into(&fail, &scheme, &mut log).unwrap_err().to_string();
    assert_eq!(
        why,
        "cannot change order#0: it was looked at in version 1 and is in version 2, given at 2026-03-02T10:00:00Z, at \
         awaiting customer; look at it again"
    );
    assert_eq!(log.len(), lines);
}

#[test]
fn bad_input_is_refused_and_changes_nothing() {
    let mut desk = nine();
    desk.start(0, "cash", "courier");
    let before = desk.board.clone();
    let none = Facts::NONE;
    for (order, wish, words) in [
        (1, Wish::Advance, "cannot find order#1: it has not started"),
        (0, start("cash", "courier"), "cannot start order#0: it started at"),
        (
            1,
            start("gold", "balloon"),
            "cannot find a route for payment by gold: the scheme knows cash, card, transfer",
        ),
        (0, jump("return"), "received has no such transition; use one of: cancel"),
        (0, jump("fly"), "cannot use fly for order#0"),
        (0, Wish::Assign("ghost".parse().unwrap()), "cannot find ghost"),
        (0, Wish::HandOver("boris".parse().unwrap()), "nobody works on it"),
    ] {
        let why = desk.wish("boris", order, (none, wish)).unwrap_err();
        assert!(why.contains(words), "{why}");
        assert_eq!(desk.board, before);
    }
    desk.later(-60);
    let back = desk.run("system", Command::Tick).unwrap_err();
    assert!(matches!(back[..], [Refusal::TimeBackwards { .. }]));
    desk.later(60);
    desk.scheme = Preset::GOODWIX.scheme().unwrap();
    let other = desk.wish("boris", 0, (none, Wish::Advance)).unwrap_err();
    assert!(other.contains("the board goes by nine stages 1"), "{other}");
    assert_eq!(desk.board, before);
}

#[test]
fn an_order_can_leave_and_come_back() {
    let mut desk = nine();
    desk.start(0, "cash", "courier");
    desk.start(70_000, "cash", "courier");
    let before = desk.board.clone();
    let track = desk.board.take_out(OrderId::new(70_000)).unwrap();
    assert_eq!((desk.board.live(), desk.board.take_out(OrderId::new(70_000))), (1, None));
    desk.board.put_back(OrderId::new(70_000), track);
    assert_eq!(desk.board, before);
}

#[test]
fn statistics_count_stays_and_problems() {
    let mut desk = nine();
    for (order, hours) in [(0, 2), (1, 0), (2, 0)] {
        desk.start(order, "cash", "courier");
        desk.wish("boris", order, (Facts::NONE, Wish::Take)).unwrap();
        desk.later(hours * 3600 + 600);
        desk.advance("boris", order);
    }
    let statistics = Statistics::of(&desk.log);
    let (stage, stay) = statistics.stages().next().unwrap();
    assert_eq!(
        (stage.as_str(), stay.median.to_string(), stay.ninety.to_string(), stay.rate.to_string()),
        ("received", "10m".to_owned(), "2h 10m".to_owned(), "1 of 3".to_owned())
    );
    let people: Vec<_> =
        statistics.people().map(|(person, rate)| format!("{person} {rate}")).collect();
    assert_eq!(people, ["boris 1 of 3"]);
}

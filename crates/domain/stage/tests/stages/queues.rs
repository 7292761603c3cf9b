//! Who has what to do.

use sklad_base::OrderId;
use sklad_stage::{Command, Facts, HandOut, Party, Scheme, Wish};

use crate::board::nine;
use crate::desk::{Desk, moment};

// S4
#[test]
fn work_is_taken_given_and_handed_over() {
    let mut desk = nine();
    desk.start(0, "cash", "courier");
    let queue = |desk: &Desk, party: &str| desk.board.queue(&Party::parse(party).unwrap()).count();
    assert_eq!((queue(&desk, "role manager"), queue(&desk, "person boris")), (1, 0));
    let none = Facts::NONE;
    assert!(
        desk.wish("vera", 0, (none, Wish::Take))
            .unwrap_err()
            .contains("that is for role manager, role administrator")
    );
    assert!(desk.wish("ghost", 0, (none, Wish::Take)).unwrap_err().contains("cannot find ghost"));
    desk.wish("boris", 0, (none, Wish::Take)).unwrap();
    assert_eq!((queue(&desk, "role manager"), queue(&desk, "person boris")), (1, 1));
    assert!(desk.wish("anna", 0, (none, Wish::Take)).unwrap_err().contains("boris works on it"));
    let over = |person: &str| Wish::HandOver(person.parse().unwrap());
    assert!(
        desk.wish("boris", 0, (none, over("vera")))
            .unwrap_err()
            .contains("received is for role manager")
    );
    desk.wish("boris", 0, (none, over("anna"))).unwrap();
    assert_eq!((queue(&desk, "person anna"), queue(&desk, "person boris")), (1, 0));
    assert!(desk.wish("boris", 0, (none, over("boris"))).unwrap_err().contains("anna works on it"));
    desk.wish("system", 0, (none, Wish::Assign("boris".parse().unwrap()))).unwrap();
    assert!(desk.wish("partner", 0, (none, Wish::Advance)).is_err());
    assert!(desk.told().ends_with("order#0 is given to boris"));
}

// S4
#[test]
fn work_is_handed_out_in_turn_or_to_the_least_loaded() {
    let scheme = |hand_out| {
        let scheme = Scheme::builder("two clerks", 1).payments(&["cash"]).deliveries(&["courier"]);
        let scheme =
            scheme.role("clerk", hand_out).person("ann", &["clerk"]).person("bob", &["clerk"]);
        let scheme = scheme.stage("new", |stage| stage.responsible("role clerk"));
        scheme.stage("done", |stage| stage.succeeds()).build().unwrap()
    };
    for hand_out in [HandOut::InTurn, HandOut::LeastLoaded] {
        let mut desk = Desk::open(scheme(hand_out));
        (0..4).for_each(|order| desk.start(order, "cash", "courier"));
        let who: Vec<_> = desk
            .board
            .tracks()
            .map(|(_, track)| track.assignee().unwrap().as_str().to_owned())
            .collect();
        assert_eq!(who, ["ann", "bob", "ann", "bob"]);
        desk.advance("ann", 0);
        desk.advance("ann", 2);
        desk.start(4, "cash", "courier");
        desk.start(5, "cash", "courier");
        let who = |desk: &Desk, order| {
            desk.board.track(OrderId::new(order)).unwrap().assignee().unwrap().as_str().to_owned()
        };
        let expected = if hand_out == HandOut::InTurn { ["ann", "bob"] } else { ["ann", "ann"] };
        assert_eq!([who(&desk, 4), who(&desk, 5)], expected);
    }
}

// S4
#[test]
fn queues_stand_in_order_problems_first() {
    let mut desk = nine();
    for order in 0..3 {
        desk.start(order, "cash", "courier");
        desk.later(60);
    }
    desk.wish("boris", 0, (Facts::NONE, Wish::Pause)).unwrap();
    desk.now = moment("2026-03-02T11:01:30Z");
    desk.run("system", Command::Tick).unwrap();
    desk.start(3, "cash", "courier");
    let manager = Party::parse("role manager").unwrap();
    let order: Vec<_> = desk.board.queue(&manager).map(|(order, _)| order.number()).collect();
    assert_eq!(order, [1, 2, 3, 0]);
    assert_eq!(
        desk.board.queue(&manager).filter(|(_, track)| track.problem().is_some()).count(),
        1
    );
}

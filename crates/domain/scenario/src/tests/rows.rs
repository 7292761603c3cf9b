//! The rows of the table, in its order.

use sklad_document::Kind;
use sklad_order::Bound;

use super::scene::{Books, CLIENT_ORDER, OPEN_BILL, Scene, first, settled};
use crate::{Happening, Policy, Reason, Reserve, Sending, Way};

/// B1, B7, B9, B10.
#[test]
fn placed() {
    let says = |way| Scene::of(3, 5).says(way, &Happening::Placed);
    assert_eq!(says(CLIENT_ORDER), "open client order 3");
    assert_eq!(says(OPEN_BILL), "open bill 3");
    assert_eq!(says(Way::ClosedBill), "bill 3");
    assert_eq!(says(Way::Transfer), "transfer 3");
}

/// G7.
#[test]
fn placed_in_a_shop_that_reserves() {
    let says = |way| Scene::of(3, 2).says(way, &Happening::Placed);
    assert_eq!(says(Way::ClientOrder(Reserve::WhenPlaced)), "open client order 3, reserve 2");
    assert_eq!(says(Way::OpenBill(Reserve::WhenPlaced)), "open bill 3, reserve 2");
    assert_eq!(says(Way::OpenBill(Reserve::WhenConfirmed)), "open bill 3");
}

/// B12: whom the books name; the rest waits by default.
#[test]
fn placed_where_a_has_less() {
    let says = |way| Scene::of(3, 2).says(way, &Happening::Placed);
    assert_eq!(says(CLIENT_ORDER), "open client order 3");
    assert_eq!(says(OPEN_BILL), "open bill 3");
    assert_eq!(says(Way::ClosedBill), "bill 2");
    assert_eq!(says(Way::Transfer), "transfer 2");
}

#[test]
fn goods_come_for_what_waits() {
    let late = Scene::of(3, 1).books(Books { on_paper: 3, ..Books::default() });
    assert_eq!(late.says(CLIENT_ORDER, &Happening::GoodsCame), "");
    assert_eq!(late.says(OPEN_BILL, &Happening::GoodsCame), "");
    let billed = Scene::of(3, 1).taken(1).books(Books { billed: 1, ..Books::default() });
    assert_eq!(billed.says(Way::ClosedBill, &Happening::GoodsCame), "bill 1");
    let moved = Scene::of(3, 9).taken(1).books(Books { in_dispatch: 1, ..Books::default() });
    assert_eq!(moved.says(Way::Transfer, &Happening::GoodsCame), "transfer 2");
}

/// B3, B4, G4.
#[test]
fn confirmed() {
    let paper = Books { on_paper: 3, ..Books::default() };
    let says = |way, open| {
        let scene = Scene::of(3, 5).books(paper).open(open).confirmed();
        scene.says(way, &Happening::Confirmed)
    };
    assert_eq!(says(CLIENT_ORDER, Kind::ClientOrder), "turn");
    let reserving = Way::ClientOrder(Reserve::WhenConfirmed);
    assert_eq!(says(reserving, Kind::ClientOrder), "turn, reserve 3");
    assert_eq!(says(OPEN_BILL, Kind::Bill), "");
    assert_eq!(says(Way::OpenBill(Reserve::WhenConfirmed), Kind::Bill), "reserve 3");
    assert_eq!(Scene::of(3, 5).says(Way::ClosedBill, &Happening::Confirmed), "");
    assert_eq!(Scene::of(3, 5).says(Way::Transfer, &Happening::Confirmed), "");
}

#[test]
fn edited_upwards() {
    let open = Scene::of(5, 9).books(Books { on_paper: 3, ..Books::default() });
    assert_eq!(open.says(CLIENT_ORDER, &Happening::Changed), "grow 2");
    assert_eq!(open.says(OPEN_BILL, &Happening::Changed), "grow 2");
    let billed = Scene::of(5, 9).taken(3).books(Books { billed: 3, ..Books::default() });
    assert_eq!(billed.says(CLIENT_ORDER, &Happening::Changed), "open bill 2");
    assert_eq!(billed.says(OPEN_BILL, &Happening::Changed), "open bill 2");
    assert_eq!(billed.says(Way::ClosedBill, &Happening::Changed), "bill 2");
    let moved = Scene::of(5, 9).taken(3).books(Books { in_dispatch: 3, ..Books::default() });
    assert_eq!(moved.says(Way::Transfer, &Happening::Changed), "transfer 2");
}

#[test]
fn edited_downwards_from_what_waits() {
    let paper = Books { on_paper: 3, reserved: 3, ..Books::default() };
    let scene = Scene::of(3, 9).less(2).books(paper);
    assert_eq!(scene.says(CLIENT_ORDER, &Happening::Changed), "release 2, shrink 2");
    assert_eq!(scene.says(OPEN_BILL, &Happening::Changed), "release 2, shrink 2");
}

#[test]
fn edited_downwards_from_what_is_taken() {
    let billed = Scene::of(3, 9).taken(3).less(2).books(Books { billed: 3, ..Books::default() });
    for way in [CLIENT_ORDER, OPEN_BILL, Way::ClosedBill] {
        assert_eq!(billed.says(way, &Happening::Changed), "storno 2");
    }
    let moved =
        Scene::of(3, 9).taken(3).less(2).books(Books { in_dispatch: 3, ..Books::default() });
    assert_eq!(moved.says(Way::Transfer, &Happening::Changed), "transfer back 2");
}

/// B4, B7.
#[test]
fn bill_closed() {
    let paper = Books { on_paper: 3, ..Books::default() };
    let says = |way, open| Scene::of(3, 5).books(paper).open(open).says(way, &Happening::Closing);
    assert_eq!(says(CLIENT_ORDER, Kind::Bill), "close 3");
    assert_eq!(says(CLIENT_ORDER, Kind::ClientOrder), "not reviewed");
    assert_eq!(says(OPEN_BILL, Kind::Bill), "close 3");
    assert_eq!(Scene::of(3, 5).says(OPEN_BILL, &Happening::Closing), "nothing open");
    assert_eq!(Scene::of(3, 5).says(Way::ClosedBill, &Happening::Closing), "nothing open");
    assert_eq!(Scene::of(3, 5).says(Way::Transfer, &Happening::Closing), "nothing open");
}

#[test]
fn sent() {
    let totals = [first(2)];
    let sending = Happening::Sending(&totals);
    let unbilled = Scene::of(3, 5).books(Books { on_paper: 3, ..Books::default() });
    let reviewed = unbilled.open(Kind::ClientOrder);
    assert_eq!(reviewed.says(CLIENT_ORDER, &sending), "turn, close 2, send 2");
    assert_eq!(reviewed.open(Kind::Bill).says(OPEN_BILL, &sending), "close 2, send 2");
    let billed = Scene::of(3, 5).taken(3).books(Books { billed: 3, ..Books::default() });
    assert_eq!(billed.says(Way::ClosedBill, &sending), "send 2");
    let moved = Scene::of(3, 5).taken(3).books(Books { in_dispatch: 3, ..Books::default() });
    assert_eq!(moved.says(Way::Transfer, &sending), "bill out of B 2, send 2");
}

#[test]
fn sent_where_nothing_goes_out_unbilled() {
    let totals = [first(2)];
    let policy = Policy { sending: Sending::Refuse, ..Policy::default() };
    let paper = Books { on_paper: 2, billed: 1, ..Books::default() };
    let scene = Scene::of(3, 5).taken(1).books(paper).policy(policy);
    let says = scene.says(OPEN_BILL, &Happening::Sending(&totals));
    assert_eq!(says, "unbilled: 2 asked, 1 billed");
}

#[test]
fn sent_more_than_there_is() {
    let totals = [first(4)];
    let says = |way| Scene::of(3, 9).taken(3).says(way, &Happening::Sending(&totals));
    for way in [CLIENT_ORDER, OPEN_BILL, Way::ClosedBill] {
        assert!(says(way).contains("not there: 4 asked, 3 there"), "{way}: {}", says(way));
    }
    assert!(says(Way::Transfer).contains("not there: 4 asked, 3 there"));
}

/// B13.
#[test]
fn false_while_it_waits() {
    let scene = Scene::of(3, 5).less(3).books(Books { on_paper: 3, ..Books::default() });
    assert_eq!(scene.says(CLIENT_ORDER, &Happening::Changed), "shrink 3");
    assert_eq!(scene.says(OPEN_BILL, &Happening::Changed), "shrink 3");
    let waiting = Scene::of(3, 0).less(3);
    assert_eq!(waiting.says(Way::ClosedBill, &Happening::Changed), "");
    assert_eq!(waiting.says(Way::Transfer, &Happening::Changed), "");
}

/// B13.
#[test]
fn false_when_it_is_taken_and_in_part_sent() {
    let billed = Books { billed: 3, ..Books::default() };
    let scene = Scene::of(3, 5).taken(3).sent(1).less(2).books(billed);
    for way in [CLIENT_ORDER, OPEN_BILL, Way::ClosedBill] {
        assert_eq!(scene.says(way, &Happening::Changed), "storno 2");
    }
    let moved = Books { billed: 1, in_dispatch: 2, ..Books::default() };
    let scene = Scene::of(3, 5).taken(3).sent(1).less(2).books(moved);
    assert_eq!(scene.says(Way::Transfer, &Happening::Changed), "transfer back 2");
}

/// B13.
#[test]
fn false_when_all_is_sent() {
    let scene = Scene::of(3, 5).taken(3).sent(3).books(Books { billed: 3, ..Books::default() });
    for way in [CLIENT_ORDER, OPEN_BILL, Way::ClosedBill, Way::Transfer] {
        assert_eq!(scene.says(way, &Happening::Changed), "", "{way}: the goods are on the road");
    }
}

#[test]
fn came_back_returned_or_lost() {
    for bound in [Bound::CameBack, Bound::Returned, Bound::WrittenOff] {
        let billed = Books { billed: 3, ..Books::default() };
        let scene = Scene::of(3, 5).taken(3).sent(3).home(1, bound).books(billed);
        for way in [CLIENT_ORDER, OPEN_BILL, Way::ClosedBill, Way::Transfer] {
            assert_eq!(scene.says(way, &settled(bound)), format!("{bound:?} 1"), "{way}");
        }
    }
}

/// B9: a service is billed like goods, and moved nowhere.
#[test]
fn a_service_is_billed_without_stock() {
    let service = || Scene::of(1, 1).and_line(7, false, Books::default());
    assert_eq!(service().says(Way::ClosedBill, &Happening::Placed), "bill 1+7");
    assert_eq!(service().says(Way::Transfer, &Happening::Placed), "transfer 1");
    let totals = [sklad_order::Units { line: sklad_base::LineNo::new(1), ..first(7) }];
    let says = service().says(Way::Transfer, &Happening::Sending(&totals));
    assert_eq!(says, "bill 7, send 7", "it waits until it is sent");
    let reserved = service().says(Way::OpenBill(Reserve::WhenPlaced), &Happening::Placed);
    assert_eq!(reserved, "open bill 1+7, reserve 1");
}

/// Law 6: a paper that shrinks to nothing is cancelled, so what grows grows first.
#[test]
fn a_paper_grows_before_it_shrinks() {
    let books = Books { on_paper: 3, ..Books::default() };
    let scene = Scene::of(3, 9).less(3).books(books).and_line(2, true, Books::default());
    assert_eq!(scene.says(OPEN_BILL, &Happening::Changed), "grow 2, shrink 3");
}

#[test]
fn each_step_says_why() {
    let plan = Scene::of(3, 5).plan(Way::ClosedBill, &Happening::Placed);
    assert_eq!(plan.steps[0].reason, Reason::Ordered);
    assert_eq!(plan.steps[0].reason.to_string(), "the order asks for it");
    let billed = Scene::of(3, 5).taken(3).less(1).books(Books { billed: 3, ..Books::default() });
    let plan = billed.plan(OPEN_BILL, &Happening::Changed);
    assert_eq!(plan.steps[0].reason, Reason::LessWanted);
}

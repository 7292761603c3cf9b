//! What becomes of goods that should be taken and are not there: two lines, the first whole, the second not.

use sklad_document::Kind;

use super::scene::{Books, OPEN_BILL, Scene};
use crate::{Happening, Policy, Shortage, Way};

/// Two lines of one item, 2 and 4 ordered, 5 on the shelf.
fn two_lines(shortage: Shortage, books: Books, more: Books) -> Scene {
    let policy = Policy { at_placing: shortage, at_close: shortage, ..Policy::default() };
    Scene::of(2, 5).books(books).and_line(4, true, more).policy(policy)
}

fn placed(shortage: Shortage, way: Way) -> String {
    two_lines(shortage, Books::default(), Books::default()).says(way, &Happening::Placed)
}

fn closed(shortage: Shortage) -> String {
    let on_paper = |on_paper| Books { on_paper, ..Books::default() };
    let scene = two_lines(shortage, on_paper(2), on_paper(4)).open(Kind::Bill);
    scene.says(OPEN_BILL, &Happening::Closing)
}

#[test]
fn refuse_takes_nothing_and_names_what_is_short() {
    let short = "short: 4 asked, 3 there";
    assert!(placed(Shortage::Refuse, Way::ClosedBill).ends_with(short));
    assert!(placed(Shortage::Refuse, Way::Transfer).ends_with(short));
    assert!(closed(Shortage::Refuse).ends_with(short));
}

#[test]
fn wait_takes_what_is_there() {
    assert_eq!(placed(Shortage::Wait, Way::ClosedBill), "bill 2+3");
    assert_eq!(placed(Shortage::Wait, Way::Transfer), "transfer 2+3");
    assert_eq!(closed(Shortage::Wait), "close 2+3");
}

#[test]
fn cancel_the_rest_ends_what_is_missing() {
    assert_eq!(placed(Shortage::CancelRest, Way::ClosedBill), "bill 2+3, give up 1");
    assert_eq!(placed(Shortage::CancelRest, Way::Transfer), "transfer 2+3, give up 1");
    assert_eq!(closed(Shortage::CancelRest), "give up 1, shrink 1, close 2+3");
}

#[test]
fn cancel_the_lines_ends_those_that_are_not_whole() {
    assert_eq!(placed(Shortage::CancelLines, Way::ClosedBill), "bill 2, give up 4");
    assert_eq!(placed(Shortage::CancelLines, Way::Transfer), "transfer 2, give up 4");
    assert_eq!(closed(Shortage::CancelLines), "give up 4, shrink 4, close 2");
}

#[test]
fn below_zero_goes_only_where_the_place_lets_it() {
    assert!(closed(Shortage::GoNegative).ends_with("short: 4 asked, 3 there"));
    let on_paper = |on_paper| Books { on_paper, ..Books::default() };
    let scene = two_lines(Shortage::GoNegative, on_paper(2), on_paper(4)).open(Kind::Bill);
    assert_eq!(scene.below_zero().says(OPEN_BILL, &Happening::Closing), "close 2+4");
}

/// A close takes the order's own reserve first, then free goods, never another's.
#[test]
fn what_others_hold_is_not_there() {
    let books = Books { on_paper: 4, reserved: 3, ..Books::default() };
    let policy = Policy { at_close: Shortage::Wait, ..Policy::default() };
    // Of nothing on the shelf the ledger of this scene holds nothing, so three can come only from its reserve.
    let scene = Scene::of(4, 0).books(books).open(Kind::Bill).policy(policy);
    assert_eq!(scene.says(OPEN_BILL, &Happening::Closing), "close 3");
}

#[test]
fn a_cancelled_line_gives_its_promise_back() {
    let books = Books { on_paper: 4, reserved: 3, ..Books::default() };
    let policy = Policy { at_close: Shortage::CancelLines, ..Policy::default() };
    let scene = Scene::of(4, 0).books(books).open(Kind::Bill).policy(policy);
    assert_eq!(scene.says(OPEN_BILL, &Happening::Closing), "give up 4, shrink 4, release 3");
}

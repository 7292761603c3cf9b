//! Money at the desk: what the shop offers, what waits for payment, what an edit would do.

use sklad_base::{Currency, DeliveryWay, Money, OrderId, PaymentWay, PersonId, Personal, Quantity};
use sklad_document::Kind;
use sklad_order::{
    Confirmation, Cost, DeliveryPrice, DraftLine, Edit, Matrix, Offer, Payment, PriceList, Reason,
    price::{Charge, Discount, Percent, Vat},
};
use sklad_scenario::{Reserve, Shortage, Way};
use sklad_stock::Negative;

use super::{Desk, draft, line, no, price, units};
use crate::{Command, Share};

const OPEN_BILL: Way = Way::OpenBill(Reserve::ByHand);

fn lamp(amount: &str, quantity: u32) -> DraftLine {
    DraftLine { price: price(amount, "EUR"), ..line("A-100", Quantity::units(quantity)) }
}

fn money(amount: &str) -> Money {
    Money::parse(amount, Currency::parse("EUR").unwrap()).unwrap()
}

fn card() -> PaymentWay {
    PaymentWay::parse("card").unwrap()
}

fn courier() -> DeliveryWay {
    DeliveryWay::parse("courier").unwrap()
}

impl Desk {
    fn order(&mut self, number: &str, lines: Vec<DraftLine>) -> OrderId {
        self.must(Command::Place(draft(number, lines)));
        self.shop.find(&super::channel(), &number.parse().unwrap()).unwrap().id()
    }

    fn pay(&mut self, order: OrderId, amount: &str) {
        let (reference, moment) = (format!("tx-{amount}"), self.now);
        let payment = Payment { reference, way: card(), amount: money(amount), moment };
        self.must(Command::Edit { order, edit: Edit::Pay(payment) });
    }

    fn total(&self, order: OrderId) -> String {
        self.case(order).order().receipt().unwrap().total.gross().to_string()
    }

    fn papers(&self, order: OrderId) -> Vec<String> {
        self.case(order).papers().documents().iter().map(ToString::to_string).collect()
    }
}

#[test]
fn refuses_to_close_or_send_what_is_unpaid_where_the_shop_says_so() {
    let mut desk = Desk::open(OPEN_BILL, 5);
    desk.settings.close_needs_paid = true;
    let order = desk.order("1001", vec![lamp("10", 2)]);
    desk.pay(order, "19.99");
    let says = "cannot bill order 1001: 0.01 EUR is due and the shop closes no bill unpaid; book the payment first";
    assert_eq!(desk.refused(Command::CloseBill(order)), says);
    assert_eq!(desk.refused(Command::Send { order, share: Share::All }), says);
    desk.pay(order, "0.01");
    desk.must(Command::Send { order, share: Share::All });
}

#[test]
fn a_bill_closed_at_once_waits_for_the_money() {
    let mut desk = Desk::open(Way::ClosedBill, 5);
    desk.settings.close_needs_paid = true;
    let order = desk.order("1001", vec![lamp("10", 2)]);
    assert_eq!(desk.papers(order), [""; 0]);
    assert!(desk.refused(Command::Send { order, share: Share::All }).contains("20.00 EUR is due"));
    desk.receive("A-100", 1);
    assert_eq!(desk.papers(order), [""; 0], "nor is it billed as goods come for others");
    desk.pay(order, "20");
    assert_eq!(desk.papers(order), ["bill 1"]);
}

#[test]
fn a_transfer_is_moved_unpaid_and_billed_when_it_is_paid() {
    let mut desk = Desk::open(Way::Transfer, 5);
    desk.settings.close_needs_paid = true;
    let order = desk.order("1001", vec![lamp("10", 2)]);
    assert_eq!(desk.papers(order), ["transfer 1"]);
    assert!(desk.refused(Command::Send { order, share: Share::All }).contains("20.00 EUR is due"));
    desk.pay(order, "20");
    desk.must(Command::Send { order, share: Share::All });
}

#[test]
fn an_order_from_a_price_list_keeps_to_it() {
    let mut desk = Desk::client_orders(5);
    let code: sklad_base::PriceListCode = "DEALERS".parse().unwrap();
    let list = PriceList {
        code: code.clone(),
        groups: ["dealers".to_owned()].into(),
        prices: [("A-100".parse().unwrap(), price("8", "EUR"))].into(),
        confirms_itself: true,
    };
    desk.settings.order.price_lists.insert(code.clone(), list);
    let order = |group: &str, lines| {
        let mut draft = draft("1001", lines);
        draft.price_list = Some(code.clone());
        draft.group = group.to_owned();
        Command::Place(draft)
    };
    let text = desk.refused(order("", vec![lamp("9", 1), line("B-200", Quantity::units(1))]));
    assert_eq!(
        text,
        "cannot order from price list DEALERS: it is not for the group \"\"; name a list of that group\n\
         cannot order A-100 at 9.00 EUR: price list DEALERS says 8.00 EUR; order at that price\n\
         cannot order B-200 from price list DEALERS: it is not on the list; leave it out, or add it to the list"
    );
    desk.must(order("dealers", vec![lamp("8", 1)]));
    assert_eq!(desk.papers(OrderId::new(0)), ["client order 1", "bill 1"], "it confirmed itself");
}

#[test]
fn a_pair_that_the_matrix_lacks_is_refused_and_one_that_it_has_sets_price_and_needs() {
    let mut desk = Desk::open(Way::ClosedBill, 5);
    let mut offer = Offer::new(card(), courier(), Cost::Fixed(money("4.90")), Vat::none());
    offer.needs.insert(Confirmation::PaymentService);
    desk.settings.order.matrix = Some(Matrix { offers: vec![offer] });
    let order = |payment: &str| {
        let mut draft = draft("1001", vec![lamp("10", 1)]);
        draft.payment = Some(payment.parse().unwrap());
        draft.delivery = Some(courier());
        Command::Place(draft)
    };
    assert_eq!(
        desk.refused(order("cash")),
        "cannot deliver by courier and take payment by cash: the shop offers courier with card; choose one of these"
    );
    desk.must(order("card"));
    let order = OrderId::new(0);
    assert_eq!(desk.total(order), "14.90 EUR");
    assert!(!desk.case(order).is_started());
    let collect = Edit::Collect(Confirmation::PaymentService);
    desk.must(Command::Edit { order, edit: collect });
    assert_eq!(desk.papers(order), ["bill 1"]);
}

#[test]
fn a_review_that_comes_as_an_edit_turns_the_client_order() {
    let mut desk = Desk::client_orders(5);
    let order = desk.order("1001", vec![lamp("10", 1)]);
    desk.must(Command::Edit { order, edit: Edit::Collect(Confirmation::Shop) });
    assert_eq!(desk.papers(order), ["client order 1", "bill 1"]);
    assert_eq!(desk.case(order).order().standing().to_string(), "confirmed");
}

/// A returned unit was once counted in the line at the new price, less what it had cost at the old one.
#[test]
fn what_was_returned_at_the_old_price_does_not_change_the_new_one() {
    let mut desk = Desk::open(Way::ClosedBill, 5);
    let order = desk.order("1001", vec![lamp("10", 3)]);
    desk.must(Command::Send { order, share: Share::All });
    let (share, place) = (Share::Units(vec![units(Quantity::units(1))]), "MAIN".parse().unwrap());
    desk.must(Command::Return { order, share, place, fate: sklad_stock::Fate::Restock });
    let dearer = Edit::ChangePrice { line: no(0), price: price("20", "EUR") };
    desk.must(Command::Edit { order, edit: dearer });
    assert_eq!(desk.total(order), "40.00 EUR");
}

/// The delivery of an order of which nothing is left once stayed on a bill that nobody took back.
#[test]
fn delivery_is_given_back_with_the_last_unit_even_if_that_was_never_billed() {
    let mut desk = Desk::open(Way::ClosedBill, 5);
    let mut draft = draft("1001", vec![lamp("10", 1), line("B-200", Quantity::units(1))]);
    draft.delivery_price = Some(Charge::new(money("4.90"), Vat::none()));
    desk.must(Command::Place(draft));
    let order = OrderId::new(0);
    for line in [no(0), no(1)] {
        desk.must(Command::RemoveLine { order, line });
    }
    assert_eq!(desk.total(order), "0.00 EUR");
    assert_eq!(desk.papers(order), ["bill 1", "storno 1", "storno 2"]);
}

/// A bill out of a transfer once named the price of the day on which the goods were moved.
#[test]
fn a_bill_out_of_a_transfer_names_the_price_of_the_day() {
    let mut desk = Desk::open(Way::Transfer, 5);
    let order = desk.order("1001", vec![lamp("10", 1)]);
    let cheaper = Edit::ChangePrice { line: no(0), price: price("7", "EUR") };
    desk.must(Command::Edit { order, edit: cheaper });
    desk.must(Command::Send { order, share: Share::All });
    let bill = desk.case(order).papers().documents().last().unwrap();
    assert_eq!(bill.sheet.kind, Kind::Bill);
    assert_eq!(bill.sheet.lines[0].price, Some(price("7", "EUR")));
    assert_eq!(bill.sheet.lines[0].amounts.unwrap().gross(), money("7"));
}

/// What waits under one policy was once refused as short, or cancelled, when another line lost a unit.
#[test]
fn a_line_that_waits_waits_on_when_another_loses_a_unit() {
    for way in [Way::ClosedBill, Way::Transfer] {
        for at_placing in [Shortage::Refuse, Shortage::CancelRest, Shortage::CancelLines] {
            let mut desk = Desk::open(way, 5);
            let order = desk.place("1001", &[("A-100", 3), ("B-200", 2)]);
            desk.settings.scenario.at_placing = at_placing;
            desk.must(Command::ChangeQuantity { order, line: no(0), to: Quantity::units(2) });
            let comment =
                Edit::Comment(Personal::new(PersonId::new(1), "please ring twice".to_owned()));
            desk.must(Command::Edit { order, edit: comment });
            desk.must(Command::ChangeQuantity { order, line: no(0), to: Quantity::units(4) });
            let waits = desk.case(order).order().line(no(1)).unwrap().waiting();
            assert_eq!(waits, Quantity::units(2), "{way}, {at_placing:?}");
        }
    }
}

#[test]
fn what_a_line_grows_by_goes_by_the_shortage_policy() {
    let mut desk = Desk::open(Way::ClosedBill, 5);
    let order = desk.place("1001", &[("A-100", 3), ("B-200", 2)]);
    let to = Quantity::units(7);
    desk.settings.scenario.at_placing = Shortage::Refuse;
    let grow = || Command::ChangeQuantity { order, line: no(0), to };
    assert!(desk.refused(grow()).starts_with("cannot take 4 of A-100 at MAIN"));
    desk.settings.scenario.at_placing = Shortage::CancelRest;
    desk.must(grow());
    let line = desk.case(order).order().line(no(0)).unwrap();
    assert_eq!((line.taken(), line.cancelled()), (Quantity::units(5), Quantity::units(2)));
}

#[test]
fn sending_goes_below_zero_where_a_close_may() {
    let mut desk = Desk::open(OPEN_BILL, 1);
    let order = desk.order("1001", vec![lamp("10", 3)]);
    desk.settings.stock.negative.insert(super::place("MAIN"), Negative::Allow);
    assert!(desk.refused(Command::Send { order, share: Share::All }).contains("1 available"));
    desk.settings.scenario.at_close = Shortage::GoNegative;
    desk.must(Command::Send { order, share: Share::All });
    assert_eq!(desk.cell("MAIN", "A-100").on_hand().to_string(), "-2");
}

#[test]
fn cancelled_papers_keep_what_stood_on_them() {
    let mut desk = Desk::open(OPEN_BILL, 5);
    let order = desk.order("1001", vec![lamp("10", 3)]);
    desk.must(Command::Cancel {
        order,
        reason: Reason::words(PersonId::new(1), "changed their mind"),
    });
    let bill = &desk.case(order).papers().documents()[0];
    assert_eq!(bill.sheet.state, sklad_document::State::Cancelled);
    assert_eq!(bill.quantity_of(no(0)), Quantity::units(3));
}

#[test]
fn a_document_changed_since_it_was_looked_at_is_refused() {
    let mut desk = Desk::open(OPEN_BILL, 5);
    let order = desk.order("1001", vec![lamp("10", 3)]);
    let seen = desk.case(order).order().version();
    let document = desk.case(order).papers().documents()[0].id;
    desk.must(Command::Confirm(order));
    let change = Command::ChangeDocument { document, line: no(0), to: Quantity::units(2) };
    let stale = desk.envelope(change).expecting(seen);
    let no = sklad_base::Decider::run(&mut desk.shop, &stale, &()).unwrap_err();
    assert!(no.to_string().starts_with("cannot change order 1001: it is at version 2"), "{no}");
}

#[test]
fn a_dry_run_tells_the_difference_in_money_and_stock_and_changes_nothing() {
    let mut desk = Desk::open(Way::ClosedBill, 5);
    let order = desk.order("1001", vec![lamp("10", 3)]);
    let before = desk.shop.clone();
    let dry = |desk: &Desk, command| desk.shop.dry_run(&desk.envelope(command));

    let reason = Reason::words(PersonId::new(1), "broken");
    let reject = Command::Reject { order, units: units(Quantity::units(1)), reason };
    let preview = dry(&desk, reject).unwrap();
    assert_eq!(preview.difference.unwrap().gross(), money("-10"));
    assert_eq!(preview.cells[0].after.on_hand(), Quantity::units(3));

    let preview = dry(&desk, Command::Place(draft("1002", vec![lamp("8", 1)]))).unwrap();
    assert_eq!((preview.before, preview.difference.unwrap().gross()), (None, money("8")));

    let too_much = Command::Reject {
        order,
        units: units(Quantity::units(4)),
        reason: Reason::words(PersonId::new(1), "broken"),
    };
    let no = dry(&desk, too_much).unwrap_err();
    assert!(no.to_string().starts_with("cannot take 4 off line 1: 3 not sent"), "{no}");
    let deliver = Edit::ChangeDelivery {
        delivery: courier(),
        region: None,
        price: DeliveryPrice::Set(Charge::new(money("-1"), Vat::none())),
    };
    assert!(dry(&desk, Command::Edit { order, edit: deliver }).is_err());
    assert_eq!(desk.shop, before);

    let discount = Edit::DiscountOrder(vec![Discount::Percent(Percent::parse("50").unwrap())]);
    let discount = Command::Edit { order, edit: discount };
    let preview = dry(&desk, discount.clone()).unwrap();
    assert!(preview.cells.is_empty(), "no goods move");
    desk.must(discount);
    assert_eq!(desk.case(order).order().receipt().ok(), preview.after);
}

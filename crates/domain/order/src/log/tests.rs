//! Each event as the log tells it.

use sklad_base::{
    Channel, CommandId, Currency, Decider, DeliveryWay, DocumentId, ItemId, Money, OrderNumber,
    PaymentWay, PersonId, Personal, PlaceId, Price, PriceBasis, Quantity, Region,
};

use super::*;
use crate::{
    Bound, Buyer, Confirmation, Payment, Placed, PlacedLine, Reason, Units,
    price::{Charge, Discount, Percent, Terms, Vat, VatRate},
};

fn ana<T>(words: T) -> Personal<T> {
    Personal::new(PersonId::new(1), words)
}

fn eur() -> Currency {
    Currency::parse("EUR").unwrap()
}

fn money(text: &str) -> Money {
    Money::parse(text, eur()).unwrap()
}

fn order() -> Order {
    let line = PlacedLine {
        item: ItemId::new(0),
        kept: true,
        place: PlaceId::new(0),
        dispatch: None,
        quantity: Quantity::units(5),
        price: Price::parse("19.90", eur()).unwrap(),
        vat: Vat::of(VatRate::parse("20").unwrap()),
        discount: None,
    };
    Order::new(Placed {
        buyer: Some(ana(Buyer { name: "Ana".to_owned(), ..Buyer::default() })),
        ..Placed::new(
            (Channel::parse("site").unwrap(), OrderNumber::parse("1001").unwrap()),
            Terms::new(eur(), PriceBasis::Gross),
            vec![line],
            now(),
        )
    })
}

fn now() -> Moment {
    Moment::parse("2026-03-02T10:00:00Z").unwrap()
}

/// Returns what the log says of events, one after the other, without who and when.
fn told(events: &[Event]) -> Vec<String> {
    let mut order = order();
    let envelope =
        Envelope::new(CommandId::counted(now(), 1), Actor::System("site".into()), now(), ());
    let told = events.iter().map(|event| {
        // The short way to what a line is afterwards leads where the long one does.
        if let Some((LINE, line)) = order.line_after(event) {
            assert_eq!(Some(&line), order.after(std::slice::from_ref(event)).line(LINE));
        }
        let line = order.log_line(&envelope, event).to_string();
        order.evolve(event);
        line.strip_prefix("2026-03-02T10:00:00Z site: ").unwrap().to_owned()
    });
    told.collect()
}

const LINE: LineNo = LineNo::new(0);

fn units(quantity: u32) -> Units {
    Units { line: LINE, quantity: Quantity::units(quantity) }
}

#[test]
fn says_of_quantities_what_they_were_and_what_they_are() {
    let events = [
        Event::Grown(units(2)),
        Event::Shrunk(units(3)),
        Event::Rejected { units: units(1), reason: Reason::words(PersonId::new(1), "broken") },
        Event::Taken(units(3)),
        Event::Sent(units(2)),
        Event::ReturnRequested(units(2)),
        Event::ReturnAnswered {
            line: LINE,
            received: Quantity::units(1),
            dismissed: Quantity::ZERO,
        },
        Event::Settled { units: units(1), bound: Bound::WrittenOff },
    ];
    assert_eq!(
        told(&events),
        [
            "quantity of line 1: 5 -> 7",
            "quantity of line 1: 7 -> 4",
            "rejected of line 1 (broken): 0 -> 1",
            "taken of line 1: 0 -> 3",
            "sent of line 1: 0 -> 2",
            "return requested of line 1: 0 -> 2",
            "return of line 1: 1 received, 0 dismissed",
            "written off of line 1: 0 -> 1",
        ]
    );
}

#[test]
fn says_of_prices_what_they_were_and_what_they_are() {
    let five = Discount::Percent(Percent::parse("5").unwrap());
    let price = Price::parse("18", eur()).unwrap();
    let events = [
        Event::PriceChanged { line: LINE, price },
        Event::VatChanged { line: LINE, vat: Vat::none() },
        Event::LineDiscounted { line: LINE, discount: Some(five) },
        Event::LineDiscounted { line: LINE, discount: None },
        Event::OrderDiscounted(vec![five, Discount::Amount(money("2"))]),
        Event::OrderDiscounted(Vec::new()),
    ];
    assert_eq!(
        told(&events),
        [
            "price of line 1: 19.90 EUR -> 18.00 EUR",
            "VAT of line 1: 20% -> no VAT",
            "discount of line 1: none -> 5%",
            "discount of line 1: 5% -> none",
            "discount on the order: none -> 5%, 2.00 EUR",
            "discount on the order: 5%, 2.00 EUR -> none",
        ]
    );
}

#[test]
fn says_all_that_changes_about_delivery_and_buyer() {
    // A region, a discount on delivery, a confirmation or an address that changed alone was told as no change.
    let way = (PaymentWay::parse("card").unwrap(), DeliveryWay::parse("courier").unwrap());
    let arranged = |region: Option<&str>, discount, needs: &[Confirmation]| {
        let price = Charge { discount, ..Charge::new(money("4.90"), Vat::none()) };
        Event::Rearranged {
            payment: Some(way.0.clone()),
            delivery: Some(way.1.clone()),
            region: region.map(|region| Region::parse(region).unwrap()),
            price: Some(price),
            needs: needs.iter().copied().collect(),
        }
    };
    let free = Some(Discount::Percent(Percent::HUNDRED));
    let buyer =
        Buyer { name: "Ana".to_owned(), address: "Main street 1".to_owned(), ..Buyer::default() };
    let events = [
        arranged(None, None, &[]),
        arranged(Some("Sofia"), None, &[]),
        arranged(Some("Sofia"), free, &[Confirmation::Customer, Confirmation::ShippingCost]),
        Event::BuyerChanged(Box::new(ana(buyer))),
    ];
    assert_eq!(
        told(&events),
        [
            "payment and delivery: no payment way, no delivery way -> \
             card, courier at 4.90 EUR, no VAT",
            "payment and delivery: card, courier at 4.90 EUR, no VAT -> \
             card, courier to Sofia at 4.90 EUR, no VAT",
            "payment and delivery: card, courier to Sofia at 4.90 EUR, no VAT -> \
             card, courier to Sofia at 4.90 EUR less 100%, no VAT, to be confirmed by customer, shipping cost",
            "buyer: Ana -> Ana, Main street 1",
        ]
    );
}

#[test]
fn says_once_what_was_not_there_before() {
    let payment = Payment {
        reference: "tx-1".to_owned(),
        way: PaymentWay::parse("card").unwrap(),
        amount: money("99.50"),
        moment: now(),
    };
    let document = DocumentId::new(7);
    let (lines, charges, again) = (Vec::new(), None, false);
    let events = [
        Event::Collected(Confirmation::PaymentService),
        Event::Confirmed,
        Event::Commented(Personal::new(PersonId::new(1), "call first".to_owned())),
        Event::Paid(payment.clone()),
        Event::Refunded(payment),
        Event::LineAdded(order().placed().lines[0]),
        Event::Billed { document, lines: lines.clone(), charges },
        Event::Unbilled { document, lines, charges, again },
        Event::Cancelled { reason: Reason::words(PersonId::new(1), "too late") },
    ];
    assert_eq!(
        told(&events),
        [
            "confirmed by: payment service",
            "standing: placed -> confirmed",
            "comment: call first",
            "paid: 99.50 EUR by card (tx-1)",
            "given back: 99.50 EUR by card (tx-1)",
            "line added: 5 units at 19.90 EUR",
            "billed: 0 lines on document#7",
            "taken back: 0 lines of document#7",
            "standing: confirmed -> cancelled (too late)",
        ]
    );
}

use sklad_base::{
    Actor, Channel, CommandId, Currency, ItemId, Moment, OrderNumber, PersonId, PlaceId, Price,
    Quantity, Version,
};

use sklad_base::PriceBasis;

use super::*;
use crate::{
    Bound, Placed, Reason, Units,
    price::{Terms, Vat},
};

fn asked(units: u32, currency: &str) -> PlacedLine {
    PlacedLine {
        item: ItemId::new(0),
        kept: true,
        place: PlaceId::new(0),
        dispatch: None,
        quantity: Quantity::units(units),
        price: Price::parse("1000", Currency::parse(currency).unwrap()).unwrap(),
        vat: Vat::none(),
        discount: None,
    }
}

/// An order of five.
fn five() -> Order {
    Order::new(Placed::new(
        (Channel::parse("site").unwrap(), OrderNumber::parse("1001").unwrap()),
        Terms::new(Currency::parse("EUR").unwrap(), PriceBasis::Gross),
        vec![asked(5, "EUR")],
        Moment::FIRST,
    ))
}

fn run(order: &mut Order, command: Command) -> Result<Events<Event>, No<Refusal>> {
    let id = CommandId::counted(Moment::FIRST, 0);
    let envelope = Envelope::new(id, Actor::System("test".into()), Moment::FIRST, command);
    order.run(&envelope, &Policy::default())
}

/// Runs what must be accepted, one after the other.
fn after(commands: impl IntoIterator<Item = Command>) -> Order {
    let mut order = five();
    for command in commands {
        run(&mut order, command).unwrap();
    }
    order
}

/// Runs what must be refused; the order must be as it was.
fn refused(order: &mut Order, command: Command) -> String {
    let before = order.clone();
    let no = run(order, command).unwrap_err().to_string();
    assert_eq!(*order, before);
    no
}

fn units(units: u32) -> Units {
    Units { line: LineNo::new(0), quantity: Quantity::units(units) }
}

fn reject(by: u32) -> Command {
    Command::Reject { units: units(by), reason: Reason::words(PersonId::new(1), "broken") }
}

fn settle(by: u32, bound: Bound) -> Command {
    Command::Settle { units: units(by), bound }
}

/// Ordered, cancelled, waiting, taken, sent.
fn parts(order: &Order) -> [String; 5] {
    let line = order.line(LineNo::new(0)).unwrap();
    [line.ordered(), line.cancelled(), line.waiting(), line.taken(), line.sent()]
        .map(|part| part.to_string())
}

#[test]
fn units_go_from_waiting_to_taken_to_sent() {
    let order = after([Command::Take(units(3)), Command::Send(units(2))]);
    assert_eq!(parts(&order), ["5", "0", "2", "3", "2"]);
    assert_eq!(order.line(LineNo::new(0)).unwrap().unsent(), Quantity::units(1));
    assert_eq!(order.version(), Version::new(3), "each change counts");
}

#[test]
fn an_edit_upwards_waits() {
    let order = after([Command::Take(units(5)), Command::ChangeQuantity(units(7))]);
    assert_eq!(parts(&order), ["7", "0", "2", "5", "0"]);
}

#[test]
fn an_edit_downwards_ends_what_waits_before_what_is_taken() {
    let order = after([Command::Take(units(3)), Command::ChangeQuantity(units(1))]);
    assert_eq!(parts(&order), ["1", "0", "0", "1", "0"]);
}

#[test]
fn what_is_rejected_stays_visible() {
    let order = after([Command::Take(units(3)), reject(3)]);
    assert_eq!(parts(&order), ["5", "3", "0", "2", "0"]);
    let order = after([reject(3), Command::ChangeQuantity(units(4))]);
    assert_eq!(parts(&order), ["7", "3", "4", "0", "0"], "four are wanted, three cancelled before");
}

#[test]
fn what_is_sent_is_beyond_edit_and_rejection() {
    let mut order = after([Command::Take(units(4)), Command::Send(units(3))]);
    for command in [Command::ChangeQuantity(units(2)), reject(3)] {
        assert_eq!(
            refused(&mut order, command),
            "cannot take 3 off line 1: 2 not sent, 3 sent; take off what is not sent, and book the rest as \
             returned or come back when it arrives"
        );
    }
    run(&mut order, reject(2)).unwrap();
    assert_eq!(parts(&order), ["5", "2", "0", "3", "3"]);
}

#[test]
fn a_false_order_ends_all_that_is_not_sent() {
    let mut order = after([Command::Take(units(3)), Command::Send(units(1))]);
    let events =
        run(&mut order, Command::MarkFalse { reason: Reason::words(PersonId::new(1), "a joke") })
            .unwrap();
    assert_eq!(events.len(), 2, "it is said of the order, and of each line that ends");
    assert_eq!(parts(&order), ["5", "4", "0", "1", "1"]);
    assert!(order.is_dropped() && order.is_settled());
    run(&mut order, settle(1, Bound::CameBack)).unwrap();
    for command in [
        Command::Confirm,
        reject(1),
        Command::ChangeQuantity(units(1)),
        Command::AddLine(asked(1, "EUR")),
    ] {
        let no = refused(&mut order, command);
        assert!(no.ends_with("it is false; place a new order"), "{no}");
    }
}

#[test]
fn a_cancelled_order_is_not_cancelled_again() {
    let cancel = || Command::Cancel { reason: Reason::words(PersonId::new(1), "too late") };
    let mut order = after([cancel()]);
    assert_eq!(
        refused(&mut order, cancel()),
        "cannot cancel order 1001: it is cancelled; place a new order"
    );
}

#[test]
fn a_second_confirmation_changes_nothing() {
    let mut order = after([Command::Confirm]);
    let confirmed = order.clone();
    assert!(run(&mut order, Command::Confirm).unwrap().is_empty());
    assert_eq!(order, confirmed);
}

#[test]
fn nothing_is_taken_sent_or_settled_that_is_not_there() {
    let mut order =
        after([Command::Take(units(3)), Command::Send(units(2)), settle(1, Bound::Returned)]);
    for (command, says) in [
        (Command::Take(units(3)), "cannot take 3 for line 1: 2 of it waits"),
        (Command::Send(units(2)), "cannot send 2 of line 1: 1 of it is billed or set ready"),
        (settle(2, Bound::CameBack), "cannot book 2 of line 1 as back or lost: 1 of it is out"),
    ] {
        let no = refused(&mut order, command);
        assert!(no.starts_with(says), "{no}");
    }
}

#[test]
fn refuses_lines_that_it_does_not_have_and_quantities_of_nothing() {
    let mut order = five();
    let unknown = Units { line: LineNo::new(7), quantity: Quantity::units(1) };
    for command in [Command::Take(unknown), Command::ChangeQuantity(unknown)] {
        assert_eq!(
            refused(&mut order, command),
            "cannot find line 8 of order 1001: the order has no such line; look at its lines"
        );
    }
    let less = Units { quantity: Quantity::from_millionths(-1), ..units(0) };
    for command in [Command::Take(units(0)), reject(0), Command::ChangeQuantity(less)] {
        assert!(refused(&mut order, command).contains("a quantity is above zero"));
    }
    assert!(refused(&mut order, Command::ChangeQuantity(units(5))).contains("that is what it is"));
}

#[test]
fn refuses_a_line_in_another_currency() {
    assert_eq!(
        refused(&mut five(), Command::AddLine(asked(1, "USD"))),
        "cannot place order 1001 in EUR, USD: an order has one currency; split it by currency"
    );
}

#[test]
fn refuses_what_does_not_fit() {
    let most = Units { line: LineNo::new(0), quantity: Quantity::MAX };
    let no = refused(&mut five(), Command::ChangeQuantity(most));
    assert_eq!(
        no,
        "cannot order line 1: its amount is past 1000000000000000 EUR; split it over several lines"
    );
    let mut order = Order::new(Placed {
        lines: vec![PlacedLine {
            quantity: Quantity::MAX,
            price: Price::parse("0", Currency::parse("EUR").unwrap()).unwrap(),
            ..asked(1, "EUR")
        }],
        ..five().placed()
    });
    let all = Command::Reject { units: most, reason: Reason::words(PersonId::new(1), "a joke") };
    run(&mut order, all).unwrap();
    let no = refused(&mut order, Command::ChangeQuantity(units(1)));
    assert_eq!(
        no,
        "cannot order line 1: its quantity is past 9223372036854.775807; split it over several lines"
    );
}

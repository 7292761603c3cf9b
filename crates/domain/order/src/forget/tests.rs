//! A person is forgotten and nothing else.

use std::collections::BTreeSet;

use sklad_base::{
    Channel, CommandId, Currency, Decider, Envelope, ItemId, LineNo, Moment, OrderNumber, PersonId,
    Personal, PlaceId, Price, PriceBasis, Quantity, ReasonCode,
};

use crate::{
    Buyer, Event, Order, Placed, PlacedLine, Reason, Units,
    price::{Terms, Vat, VatRate},
};

const ANA: PersonId = PersonId::new(1);
const BORIS: PersonId = PersonId::new(2);
const ONE: Units = Units { line: LineNo::new(0), quantity: Quantity::units(1) };

fn buyer(person: PersonId, name: &str) -> Personal<Buyer> {
    Personal::new(person, Buyer { name: name.to_owned(), ..Buyer::default() })
}

fn order() -> Order {
    let eur = Currency::parse("EUR").unwrap();
    let line = PlacedLine {
        item: ItemId::new(0),
        kept: true,
        place: PlaceId::new(0),
        dispatch: None,
        quantity: Quantity::units(5),
        price: Price::parse("19.90", eur).unwrap(),
        vat: Vat::of(VatRate::parse("20").unwrap()),
        discount: None,
    };
    Order::new(Placed {
        buyer: Some(buyer(ANA, "Ana Kirova")),
        group: "dealers".to_owned(),
        comment: Some(Personal::new(ANA, "ask for Ana Kirova".to_owned())),
        ..Placed::new(
            (Channel::parse("site").unwrap(), OrderNumber::parse("1001").unwrap()),
            Terms::new(eur, PriceBasis::Gross),
            vec![line],
            Moment::FIRST,
        )
    })
}

fn events() -> [Event; 5] {
    [
        Event::BuyerChanged(Box::new(buyer(BORIS, "Boris Kirov"))),
        Event::GroupChanged("regulars".to_owned()),
        Event::Commented(Personal::new(ANA, "Ana Kirova called".to_owned())),
        Event::Rejected { units: ONE, reason: Reason::words(BORIS, "Boris Kirov has one") },
        Event::Cancelled { reason: Reason::words(ANA, "Ana Kirova moves") },
    ]
}

/// Returns all that an order tells of itself: its words, and its log.
fn told(order: &Order, before: &Order, events: &[Event]) -> String {
    let id = CommandId::counted(Moment::FIRST, 1);
    let envelope = Envelope::new(id, sklad_base::Actor::System("site".into()), Moment::FIRST, ());
    let mut so_far = before.clone();
    let log = events.iter().map(|event| {
        let line = so_far.log_line(&envelope, event).to_string();
        so_far.evolve(event);
        line
    });
    let mut told: Vec<_> = log.collect();
    let placed = order.placed();
    told.extend([&placed.buyer, &order.buyer().cloned()].map(|it| it.clone().unwrap().to_string()));
    told.extend(placed.comment.iter().chain(order.comments()).map(ToString::to_string));
    told.push(order.standing().to_string());
    told.push(format!("{order:?}{events:?}"));
    told.join("\n")
}

#[test]
fn a_forgotten_person_is_nowhere_and_the_sums_stay() {
    let (mut before, events) = (order(), events());
    let mut order = before.after(&events);
    assert_eq!(order.persons(), BTreeSet::from([ANA, BORIS]));
    assert!(told(&order, &before, &events).contains("Ana Kirova moves"));
    let (receipt, version) = (order.receipt().unwrap(), order.version());

    order.forget(ANA);
    before.forget(ANA);
    let mut forgotten = events;
    forgotten[2] = Event::Commented(Personal::forgotten(ANA));
    forgotten[4] = Event::Cancelled { reason: Reason::Words(Personal::forgotten(ANA)) };

    let told = told(&order, &before, &forgotten);
    assert!(!told.contains("Ana Kirova"), "{told}");
    assert!(told.contains("buyer: (forgotten) -> Boris Kirov"), "{told}");
    assert!(told.contains("comment: (forgotten)"), "{told}");
    assert!(told.contains("placed -> cancelled (forgotten)"), "{told}");
    assert_eq!(order, before.after(&forgotten), "the log without her words gives the same order");
    assert_eq!((order.receipt().unwrap(), order.version()), (receipt, version));
    assert_eq!((order.group(), order.placed().group.as_str()), ("regulars", "dealers"));
    assert_eq!(order.persons(), BTreeSet::from([ANA, BORIS]), "whose words they were is known");
}

#[test]
fn each_event_names_the_person_whose_words_it_holds() {
    let persons = events().map(|event| event.persons().into_iter().collect::<Vec<_>>());
    assert_eq!(persons, [vec![BORIS], vec![], vec![ANA], vec![BORIS], vec![ANA]]);
    let code = Reason::Code(ReasonCode::parse("not paid in time").unwrap());
    for reason in [Reason::TooFew, code] {
        assert!(Event::MarkedFalse { reason }.persons().is_empty());
    }
}

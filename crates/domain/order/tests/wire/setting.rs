//! A shop, an order, and what is done to it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use serde::{Serialize, de::DeserializeOwned};
use sklad_base::{
    Actor, Channel, CommandId, Currency, Decider, DeliveryWay, DocumentId, Envelope, ItemId,
    LineNo, Moment, Money, OrderNumber, PaymentWay, PersonId, Personal, PlaceId, Price,
    PriceListCode, Quantity, Region, Sku,
};
use sklad_order::{
    Bound, Buyer, Command, Confirmation, Cost, DeliveryPrice, Draft, DraftLine, Edit, Event,
    LogLine, Matrix, Offer, Order, Payment, Placed, PlacedLine, Policy, PriceList, Reason, Units,
    price::{
        AfterEdit, Charge, Discount, DiscountPolicy, Percent, PriceBasis, Terms, Tier, Vat, VatRate,
    },
};

pub(crate) fn money(text: &str) -> Money {
    Money::parse(text, Currency::parse("EUR").unwrap()).unwrap()
}

pub(crate) fn quantity(text: &str) -> Quantity {
    Quantity::parse(text).unwrap()
}

pub(crate) fn units(line: u16, text: &str) -> Units {
    Units { line: LineNo::new(line), quantity: quantity(text) }
}

pub(crate) fn percent(text: &str) -> Discount {
    Discount::Percent(Percent::parse(text).unwrap())
}

pub(crate) fn vat(rate: &str) -> Vat {
    Vat::of(VatRate::parse(rate).unwrap())
}

pub(crate) fn moment() -> Moment {
    Moment::parse("2026-03-02T10:00:00Z").unwrap()
}

fn card() -> PaymentWay {
    PaymentWay::parse("card").unwrap()
}

fn delivery(way: &str) -> DeliveryWay {
    DeliveryWay::parse(way).unwrap()
}

/// Words about Maria.
pub(crate) fn hers<T>(words: T) -> Personal<T> {
    Personal::new(PersonId::new(7), words)
}

fn buyer() -> Buyer {
    Buyer {
        name: "Maria Ivanova".to_owned(),
        email: "maria@example.com".to_owned(),
        address: "Sofia, 1 Rose Street".to_owned(),
        ..Buyer::default()
    }
}

fn draft_line(sku: &str, quantity_: &str, price: &str, rate: &str) -> DraftLine {
    let price = Price::parse(price, money("0").currency()).unwrap();
    let line = DraftLine::new(Sku::parse(sku).unwrap(), quantity(quantity_), price);
    DraftLine { vat: vat(rate), ..line }
}

pub(crate) fn draft() -> Draft {
    let ribbon = draft_line("RIBBON", "2.5", "0.125", "9");
    let ribbon = DraftLine { discount: Some(percent("12.5")), ..ribbon };
    let lines = vec![draft_line("LAMP", "3", "19.90", "20"), ribbon];
    let (channel, number) = (Channel::parse("site"), OrderNumber::parse("1001"));
    let terms = Terms::new(money("0").currency(), PriceBasis::Gross);
    Draft {
        buyer: Some(hers(buyer())),
        group: "regulars".to_owned(),
        payment: Some(card()),
        delivery: Some(delivery("courier")),
        region: Some(Region::parse("Sofia").unwrap()),
        weight: Some(quantity("2.635")),
        delivery_price: Some(Charge::new(money("4.90"), vat("20"))),
        fees: vec![Charge::new(money("0.50"), vat("20"))],
        discounts: vec![Discount::Amount(money("10"))],
        comment: Some(hers("please ring twice".to_owned())),
        ..Draft::new(channel.unwrap(), number.unwrap(), terms, lines)
    }
}

pub(crate) fn placed_line(item: u32, line: &DraftLine) -> PlacedLine {
    let DraftLine { quantity, price, vat, discount, .. } = *line;
    let (item, place, dispatch) = (ItemId::new(item), PlaceId::new(0), Some(PlaceId::new(3)));
    PlacedLine { item, kept: true, place, dispatch, quantity, price, vat, discount }
}

pub(crate) fn placed() -> Placed {
    let draft = draft();
    let lines = draft.lines.iter().zip(0..).map(|(line, item)| placed_line(item, line)).collect();
    Placed {
        channel: draft.channel,
        number: draft.number,
        terms: draft.terms,
        price_list: draft.price_list,
        buyer: draft.buyer,
        group: draft.group,
        payment: draft.payment,
        delivery: draft.delivery,
        region: draft.region,
        delivery_price: draft.delivery_price,
        fees: draft.fees,
        discounts: draft.discounts,
        needs: BTreeSet::from([Confirmation::Customer, Confirmation::Shop]),
        lines,
        comment: draft.comment,
        moment: moment(),
    }
}

pub(crate) fn policy() -> Policy {
    let free = |way| Offer::new(card(), delivery(way), Cost::Free, Vat::none());
    let by_weight = vec![(quantity("1"), money("3")), (quantity("20.5"), money("7"))];
    let by_total = vec![(money("0"), money("6")), (money("50"), money("2"))];
    let courier = Offer {
        free_from: Some(money("500")),
        vat: vat("20"),
        channels: BTreeSet::from([Channel::parse("site").unwrap()]),
        regions: BTreeSet::from([Region::parse("Sofia").unwrap()]),
        needs: BTreeSet::from([Confirmation::Customer]),
        ..free("courier")
    };
    let offers = vec![
        Offer { cost: Cost::Fixed(money("4.90")), ..courier },
        Offer { cost: Cost::ByWeight(by_weight), ..free("post") },
        Offer { cost: Cost::ByTotal(by_total), ..free("locker") },
        free("pick-up"),
    ];
    let code = PriceListCode::parse("WHOLESALE").unwrap();
    let lamp = Price::parse("15.123456", money("0").currency()).unwrap();
    let list = PriceList {
        code: code.clone(),
        groups: BTreeSet::from(["dealers".to_owned()]),
        prices: BTreeMap::from([(Sku::parse("LAMP").unwrap(), lamp)]),
        confirms_itself: true,
    };
    Policy {
        matrix: Some(Matrix { offers }),
        price_lists: BTreeMap::from([(code, list)]),
        needs: BTreeSet::from([Confirmation::Shop]),
        discounts: DiscountPolicy { rates: AfterEdit::EvaluateAnew, ..DiscountPolicy::default() },
        tiers: vec![Tier { from: money("100"), discount: percent("5") }],
    }
}

/// What is done to the order in the golden texts.
pub(crate) fn story() -> Vec<Command> {
    let document = DocumentId::new(7);
    let lamp = placed_line(2, &draft_line("LAMP", "1", "7.77", "20"));
    let pick_up = Edit::ChangeDelivery {
        delivery: delivery("pick-up"),
        region: None,
        price: DeliveryPrice::LookUp(None),
    };
    let five = Edit::DiscountOrder(vec![percent("5")]);
    vec![
        Command::Edit(Edit::Collect(Confirmation::Customer)),
        Command::Confirm,
        Command::AddLine(lamp),
        Command::Reject { units: units(0, "1"), reason: Reason::words(PersonId::new(1), "broken") },
        Command::Edit(pick_up),
        Command::Edit(five),
        Command::Edit(Edit::Comment(Personal::new(
            PersonId::new(1),
            "five off for the wait".to_owned(),
        ))),
        Command::Edit(Edit::MarkPaid { way: card(), reference: "tx-1".to_owned() }),
        Command::Take(units(0, "2")),
        Command::Take(units(1, "2.5")),
        Command::Bill { document, units: vec![units(0, "2"), units(1, "1.25")] },
        Command::Send(units(0, "2")),
        Command::Edit(Edit::RequestReturn(units(0, "2"))),
        Command::AnswerReturn {
            line: LineNo::new(0),
            received: quantity("1"),
            dismissed: quantity("1"),
        },
        Command::Unbill { document, units: vec![units(0, "1")], again: false },
        Command::Settle { units: units(0, "1"), bound: Bound::WrittenOff },
        Command::Edit(Edit::Refund(payment("tx-2", money("15")))),
    ]
}

pub(crate) fn payment(reference: &str, amount: Money) -> Payment {
    Payment { reference: reference.to_owned(), way: card(), amount, moment: moment() }
}

pub(crate) fn envelope(number: u64, command: Command) -> Envelope<Command> {
    let id = CommandId::counted(moment(), number);
    Envelope::new(id, Actor::Person("maria".into()), moment(), command)
}

/// Carries the commands out, those that are refused left out.
pub(crate) fn run(order: &mut Order, commands: &[Command], policy: &Policy) -> Vec<Event> {
    let mut all = Vec::new();
    for (number, command) in (0..).zip(commands) {
        let events = order.run(&envelope(number, command.clone()), policy);
        all.extend(events.iter().flat_map(|events| events.as_slice().to_vec()));
    }
    all
}

/// Carries the story out; all of it happens.
pub(crate) fn told() -> (Order, Vec<Event>, Vec<LogLine>) {
    let (mut order, policy) = (Order::new(placed()), policy());
    let (mut all, mut log) = (Vec::new(), Vec::new());
    for (number, command) in (0..).zip(story()) {
        let envelope = envelope(number, command);
        let mut before = order.clone();
        for event in order.run(&envelope, &policy).unwrap().as_slice() {
            log.push(before.log_line(&envelope, event));
            before.evolve(event);
            all.push(event.clone());
        }
    }
    (order, all, log)
}

/// Writes a value and reads it back, which gives the same, as text and in a binary format; returns the text.
pub(crate) fn wire<T: Serialize + DeserializeOwned + PartialEq + fmt::Debug>(value: &T) -> String {
    let json = serde_json::to_string_pretty(value).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&json).unwrap(), value);
    let bytes = postcard::to_stdvec(value).unwrap();
    assert_eq!(&postcard::from_bytes::<T>(&bytes).unwrap(), value);
    json
}

/// Reads what is no such value, and returns the message without its place.
pub(crate) fn refused<T: DeserializeOwned + fmt::Debug>(json: &str) -> String {
    let message = serde_json::from_str::<T>(json).unwrap_err().to_string();
    message.split(" at line ").next().unwrap_or_default().to_owned()
}

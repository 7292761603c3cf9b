//! Whatever happened to an order, it is read back as it was written.

use proptest::{collection::vec, prelude::*};
use serde_json::Value;
use sklad_base::{Decider, DocumentId, LineNo, Money, PersonId, Personal, Quantity};
use sklad_order::{
    Bound, Buyer, Command, Confirmation, DeliveryPrice, Edit, Order, Policy, Reason, Units,
    price::{Charge, Discount, Vat},
};

use crate::setting::{
    draft, hers, money, payment, percent, placed, placed_line, policy, run, story, vat, wire,
};

fn cents() -> impl Strategy<Value = Money> {
    (0..9_000_i128).prop_map(|minor| Money::from_minor(minor, money("0").currency()).unwrap())
}

fn units() -> impl Strategy<Value = Units> {
    let quantity = prop_oneof![
        3 => (0..4_u32).prop_map(Quantity::units),
        1 => (0..3_000_000_i64).prop_map(Quantity::from_millionths),
    ];
    (0..4_u16, quantity).prop_map(|(line, quantity)| Units { line: LineNo::new(line), quantity })
}

fn discount() -> impl Strategy<Value = Discount> {
    let proportion = (cents(), cents())
        .prop_map(|(amount, of)| Discount::Proportion { amount, of: of.plus(money("1")).unwrap() });
    prop_oneof![Just(percent("7.25")), cents().prop_map(Discount::Amount), proportion]
}

fn edit() -> impl Strategy<Value = Edit> {
    let line = || (0..4_u16).prop_map(LineNo::new);
    let delivery = story().into_iter().find_map(|command| {
        let Command::Edit(edit @ Edit::ChangeDelivery { .. }) = command else { return None };
        Some(edit)
    });
    let charge = |amount| DeliveryPrice::Set(Charge::new(amount, vat("20")));
    prop_oneof![
        (line(), any::<bool>()).prop_map(|(line, none)| Edit::ChangeVat {
            line,
            vat: if none { Vat::none() } else { vat("9.5") }
        }),
        (line(), discount())
            .prop_map(|(line, its)| Edit::DiscountLine { line, discount: Some(its) }),
        line().prop_map(|line| Edit::DiscountLine { line, discount: None }),
        vec(discount(), 0..3).prop_map(Edit::DiscountOrder),
        Just(delivery.unwrap()),
        cents().prop_map(move |amount| Edit::ChangePayment {
            payment: payment("", money("0")).way,
            price: charge(amount)
        }),
        Just(Edit::ChangeBuyer(hers(Buyer {
            phone: "+359 \"2\" \u{1F4E6}".to_owned(),
            ..Buyer::default()
        }))),
        any::<String>().prop_map(Edit::ChangeGroup),
        any::<String>().prop_map(|comment| Edit::Comment(hers(comment))),
        Just(Edit::Comment(Personal::forgotten(PersonId::new(8)))),
        (0..9_u8, cents()).prop_map(|(no, amount)| Edit::Pay(payment(&format!("in-{no}"), amount))),
        (0..9_u8, cents())
            .prop_map(|(no, amount)| Edit::Refund(payment(&format!("out-{no}"), amount))),
        units().prop_map(Edit::RequestReturn),
        Just(Edit::Collect(Confirmation::PaymentService)),
    ]
}

pub(crate) fn command() -> impl Strategy<Value = Command> {
    let document = || (0..3_u32).prop_map(DocumentId::new);
    let bound = prop_oneof![Just(Bound::CameBack), Just(Bound::Returned), Just(Bound::WrittenOff)];
    let goods = prop_oneof![
        4 => units().prop_map(Command::Take),
        4 => (document(), vec(units(), 1..3))
            .prop_map(|(document, units)| Command::Bill { document, units }),
        2 => (document(), vec(units(), 1..2), any::<bool>())
            .prop_map(|(document, units, again)| Command::Unbill { document, units, again }),
        3 => units().prop_map(Command::Send),
        2 => (units(), units()).prop_map(|(one, two)| Command::AnswerReturn {
            line: one.line,
            received: one.quantity,
            dismissed: two.quantity
        }),
        2 => (units(), bound).prop_map(|(units, bound)| Command::Settle { units, bound }),
    ];
    let lines = prop_oneof![
        units().prop_map(|units| {
            let line = placed_line(5, &draft().lines[1]);
            Command::AddLine(sklad_order::PlacedLine { quantity: units.quantity, ..line })
        }),
        units().prop_map(Command::ChangeQuantity),
        units().prop_map(|units| Command::Reject {
            units,
            reason: Reason::words(PersonId::new(1), "no")
        }),
        units().prop_map(|units| Command::RemoveLine(units.line)),
    ];
    prop_oneof![
        30 => goods,
        15 => lines,
        15 => edit().prop_map(Command::Edit),
        2 => Just(Command::Confirm),
        1 => any::<String>().prop_map(|reason| Command::Cancel { reason: Reason::Words(hers(reason)) }),
    ]
}

/// What the golden texts say about people.
const WORDS: [&str; 5] = ["Maria", "maria@example.com", "Rose Street", "ring twice", "+359"];

/// Takes away what a store seals.
fn seal(json: &mut Value) {
    match json {
        Value::Object(fields) if fields.contains_key("person") && fields.contains_key("words") => {
            fields.insert("words".to_owned(), Value::Null);
        }
        Value::Object(fields) => fields.values_mut().for_each(seal),
        Value::Array(all) => all.iter_mut().for_each(seal),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The shop of the golden texts, or one that chose nothing.
fn shop() -> impl Strategy<Value = Policy> {
    prop_oneof![Just(policy()), Just(Policy::default())]
}

proptest! {
    #[test]
    fn an_order_comes_back_after_any_edits(commands in vec(command(), 0..30), policy in shop()) {
        let mut order = Order::new(placed());
        let events = run(&mut order, &commands, &policy);
        wire(&order);
        wire(&commands);
        wire(&order.receipt().unwrap());

        // What happened comes back, too: the events as they are read lead to the same order.
        let read: Vec<_> = serde_json::from_str(&wire(&events)).unwrap();
        let mut again = Order::new(serde_json::from_str(&wire(&placed())).unwrap());
        read.iter().for_each(|event| again.evolve(event));
        prop_assert_eq!(again, order);
    }

    /// Law: what a store seals is all there is: no words about anybody stand in an event or a command but as
    /// personal words.
    #[test]
    fn words_stand_as_personal_words_only(commands in vec(command(), 0..30)) {
        let commands = [commands, vec![Command::Edit(Edit::ChangeBuyer(placed().buyer.unwrap()))]].concat();
        let events = run(&mut Order::new(placed()), &commands, &policy());
        let written = [
            serde_json::to_value(&commands),
            serde_json::to_value(&events),
            serde_json::to_value(placed()),
            serde_json::to_value(draft()),
        ];
        for json in written {
            let mut json = json.unwrap();
            seal(&mut json);
            let json = json.to_string();
            for words in WORDS {
                prop_assert!(!json.contains(words), "{words} in {json}");
            }
        }
    }

    /// Law: whose words they are is known before and after; the words are gone, and every sum stays.
    #[test]
    fn a_person_is_forgotten_and_every_sum_stays(commands in vec(command(), 0..30)) {
        let mut order = Order::new(placed());
        let events = run(&mut order, &commands, &policy());
        let (persons, receipt) = (order.persons(), order.receipt().unwrap());
        let mut named = placed().persons();
        named.extend(events.iter().flat_map(sklad_order::Event::persons));
        prop_assert!(persons.is_subset(&named), "{persons:?} of {named:?}");

        persons.iter().for_each(|person| order.forget(*person));
        prop_assert_eq!(order.receipt().unwrap(), receipt);
        prop_assert_eq!(order.persons(), persons);
        let told = wire(&order);
        prop_assert!(told.contains("\"words\": null"));
        for words in WORDS {
            prop_assert!(!told.contains(words), "{words} in {told}");
        }
        prop_assert!(!told.contains("\"words\": \""), "{told}");
    }
}

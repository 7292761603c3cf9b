//! What is written is read back the same, by name and by position, and hangs together or is refused.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    clippy::type_complexity,
    clippy::or_fun_call,
    reason = "tests"
)]

mod world;

use std::fmt::Debug;

use proptest::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use sklad_base::{OrderId, PersonId};
use sklad_party::{CardId, Choice, Command, Number, Pin, Register, Said};
use world::{Desk, any_orders, any_policy};

/// What people do with a register after orders have come.
fn any_word() -> impl Strategy<Value = Command> {
    let card = || (0_u32..6).prop_map(CardId::new);
    prop_oneof![
        (card(), card()).prop_map(|(one, other)| Command::Merge(one, other)),
        (0_u32..3).prop_map(Command::Unmerge),
        (card(), card()).prop_map(|(one, other)| Command::Part(one, other)),
        (0_u64..6).prop_map(|person| Command::Forget(PersonId::new(person))),
        any::<bool>().prop_map(|strong| Command::PinEmail(
            "buh@outsource.ru".to_owned(),
            Some(if strong { Pin::Strong } else { Pin::Shared }),
        )),
        (0_u32..12, card()).prop_map(|(order, card)| Command::Settle {
            order: OrderId::new(order),
            on: Choice::Card(card),
            said: Said::of(PersonId::new(3)).email("olga@romashka.ru"),
        }),
    ]
}

fn any_words() -> impl Strategy<Value = Vec<Command>> {
    prop::collection::vec(any_word(), 0..8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Commands, events and the register survive both kinds of formats, and what is asked next has the same answer.
    #[test]
    fn all_survives_the_wire(
        (orders, policy) in (any_orders(), any_policy()),
        words in any_words(),
        later in any_orders(),
    ) {
        let mut desk = Desk::after(&orders, &policy);
        for word in words {
            survives(&word)?;
            drop(desk.run(word));
        }
        desk.log.iter().try_for_each(survives)?;
        survives(&desk.register)?;
        let bytes = postcard::to_stdvec(&desk.register).unwrap();
        let register: Register = postcard::from_bytes(&bytes).unwrap();
        prop_assert_eq!(register.sizes(), desk.register.sizes());
        let mut other = Desk { register, book: desk.book.clone(), policy, log: Vec::new() };
        for (order, said) in (20..).map(OrderId::new).zip(later) {
            let ask = Command::Recognise { order, said };
            prop_assert_eq!(other.run(ask.clone()), desk.run(ask));
        }
        prop_assert_eq!(other.answers(), desk.answers());
    }

    /// Bytes that were cut or changed are refused, or read as something: never a panic.
    #[test]
    fn broken_bytes_are_no_reason_to_panic(
        (orders, policy) in (any_orders(), any_policy()),
        words in any_words(),
        (at, to) in any::<(prop::sample::Index, u8)>(),
    ) {
        let mut desk = Desk::after(&orders, &policy);
        words.into_iter().for_each(|word| drop(desk.run(word)));
        let mut bytes = postcard::to_stdvec(&desk.register).unwrap();
        let at = at.index(bytes.len());
        prop_assert!(postcard::from_bytes::<Register>(&bytes[..at]).is_err());
        bytes[at] = to;
        if let Ok(register) = postcard::from_bytes::<Register>(&bytes) {
            desk.register = register;
            for (order, said) in (20..).map(OrderId::new).zip(orders) {
                drop(desk.run(Command::Recognise { order, said }));
            }
        }
    }
}

fn survives<T: Serialize + DeserializeOwned + PartialEq + Debug>(
    value: &T,
) -> Result<(), TestCaseError> {
    let json = serde_json::to_string(value).unwrap();
    let read = serde_json::from_str::<T>(&json);
    prop_assert_eq!(&read.unwrap(), value, "{}", json);
    let bytes = postcard::to_stdvec(value).unwrap();
    let read = postcard::from_bytes::<T>(&bytes).unwrap();
    prop_assert_eq!(&read, value);
    prop_assert_eq!(postcard::to_stdvec(&read).unwrap(), bytes, "one state, the same bytes");
    Ok(())
}

/// Two cards that were merged, one that was not, an undecided order, and a pin.
fn register() -> Desk {
    let policy = sklad_party::Policy::new(sklad_party::Secret::new(7));
    let first = Said::of(PersonId::new(0)).named("Romashka").number("RU", "7710000015");
    let orders = [
        Said { kpp: "771001001".to_owned(), ..first }.email("ivan@romashka.ru"),
        Said::of(PersonId::new(1)).email("petr@vesna.ru"),
        Said::of(PersonId::new(2)).email("olga@romashka.ru"),
        Said::of(PersonId::new(3)).email("olga@romashka.ru").number("RU", "7710000015"),
        Said::of(PersonId::new(4)).email("nobody@").number("RU", "7710000016"),
    ];
    let mut desk = Desk::after(&orders, &policy);
    for word in [
        Command::Merge(CardId::new(0), CardId::new(1)),
        Command::Part(CardId::new(0), CardId::new(2)),
        Command::PinNumber(Number::new("RU", "7710000022"), Some(Pin::Strong)),
    ] {
        desk.run(word).unwrap();
    }
    desk
}

/// Changes what stands in a written register, and returns what reading it says.
fn refused(change: impl FnOnce(&mut Value)) -> String {
    let mut written = serde_json::to_value(register().register).unwrap();
    change(&mut written);
    serde_json::from_value::<Register>(written).unwrap_err().to_string()
}

#[test]
fn what_does_not_hang_together_is_refused() {
    let changes: [fn(&mut Value); 13] = [
        |it| it["links"][0]["card"] = json!(9),
        |it| it["links"][0]["sort"] = json!("unread"),
        |it| it["links"][0]["sort"] = json!({"tax": "XX:INN"}),
        |it| it["links"][0]["key"] = json!("0000000000000000"),
        |it| it["links"][0]["key"] = json!("+1"),
        |it| it["cards"][0] = json!(1),
        |it| it["shared"] = json!(["0000000000000002", "0000000000000001"]),
        |it| it["orders"] = json!([{"known": 9}]),
        |it| it["orders"] = json!(["undecided", null]),
        |it| it["merges"][0]["lost"] = json!(0),
        |it| it["merges"] = json!([{"lost": 1, "kept": 7, "is_undone": true}]),
        |it| it["parted"][0] = json!([2, 0]),
        |it| it["more"] = json!(1),
    ];
    let said: Vec<String> = changes.into_iter().map(refused).collect();
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn a_log_and_a_register_look_like_this() {
    let desk = register();
    let log: Vec<String> =
        desk.log.iter().map(|event| serde_json::to_string(event).unwrap()).collect();
    insta::assert_snapshot!("log", log.join("\n"));
    insta::assert_snapshot!("register", serde_json::to_string_pretty(&desk.register).unwrap());
}

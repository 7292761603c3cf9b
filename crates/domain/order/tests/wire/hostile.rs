//! What cannot be is refused in words, and nothing that is read makes anything panic.

use insta::assert_snapshot;
use proptest::{collection::vec, prelude::*};
use serde_json::{Value, json};
use sklad_order::{
    Command, Draft, Event, Order, Payment, Placed, Policy, Receipt,
    price::{Discount, Frozen, Percent, Vat},
};

use crate::{
    laws::command,
    setting::{draft, placed, policy, refused, run, story, told},
};

/// Changes what stands at a place, and returns what reading the order then says.
fn order_with(place: &str, value: Value) -> String {
    let mut order = serde_json::to_value(told().0).unwrap();
    *order.pointer_mut(place).unwrap() = value;
    refused::<Order>(&order.to_string())
}

/// Takes what stands under a name away.
fn without(json: &Value, place: &str, name: &str) -> Value {
    let mut json = json.clone();
    json.pointer_mut(place).unwrap().as_object_mut().unwrap().remove(name).unwrap();
    json
}

#[test]
fn an_order_that_does_not_add_up() {
    let order = serde_json::to_value(told().0).unwrap();
    let first = order["lines"][0].clone();
    let bill = order["billed"][0][0].clone();
    let usd = json!({"amount": "1.00", "currency": "USD"});
    let zero = json!({"net": "0.00", "tax": "0.00", "gross": "0.00", "currency": "EUR"});
    let twice = json!([order["payments"]["all"][0], order["payments"]["all"][0]]);
    let messages = [
        order_with("/lines/0/waiting", json!("1")),
        order_with("/lines/0/sent", json!("2.000001")),
        order_with("/lines/0/came_back", json!("1")),
        order_with("/lines/0/dismissed", json!("-1")),
        order_with("/lines", json!([first])),
        order_with("/billed", json!([[], []])),
        order_with("/version", json!(0)),
        order_with("/collected", json!([])),
        order_with("/standing", json!({"false": {}})),
        order_with("/terms/rounding", json!("half_to_even")),
        order_with("/billed/0/0/frozen/basis", json!("net")),
        order_with("/billed/0/0/frozen/removed", json!("3")),
        order_with("/billed/0/0/frozen/quantity", json!("0")),
        order_with("/billed/0/0/frozen/amounts/tax", json!("0.01")),
        order_with("/billed/0/0/worth/currency", json!("USD")),
        order_with("/billed/0/0/worth/net", json!("0.00")),
        order_with("/billed/0/0/worth", zero),
        order_with("/billed/0/0/counted", json!("0.5")),
        order_with("/billed_charges/delivery/currency", json!("USD")),
        order_with("/billed/1", json!([bill, null])),
        order_with("/billed/1", json!([bill, bill])),
        order_with("/delivery_charge/amount", json!({"amount": "-1.00", "currency": "EUR"})),
        order_with("/placed/fees/0/amount", usd.clone()),
        order_with("/discounts/0", json!({"amount": {"amount": "-1.00", "currency": "EUR"}})),
        order_with("/lines/1/asked/price/amount", json!("-0.125")),
        order_with("/payments/all", twice),
        order_with("/payments/paid", usd),
        order_with("/payments/refunded/amount", json!("14.99")),
        order_with("/payments/all/0/in/amount/amount", json!("0.00")),
        order_with("/placed/number", json!("")),
        order_with("/buyer/words", json!({"nmae": "Maria"})),
        order_with("/buyer", json!({"words": {"name": "Maria"}})),
        order_with("/buyer", json!({"person": 7})),
        order_with("/comments", json!(["call first"])),
    ];
    assert_snapshot!("order_refused", messages.join("\n"));
}

#[test]
fn a_value_that_cannot_be() {
    let euros = |amount: &str| json!({"amount": amount, "currency": "EUR"});
    let receipt = serde_json::to_value(told().0.receipt().unwrap()).unwrap();
    let mut other_total = receipt.clone();
    other_total["fees"] = other_total["total"].clone();
    let mut other_due = receipt;
    other_due["outstanding"] = euros("1");
    let prices = json!({"X": euros("1"), " X ": euros("2")});
    let twice = json!({"price_lists": {"A": {"code": "A", "prices": prices}}});
    let messages = [
        refused::<Percent>("\"100.5\""),
        refused::<Percent>("5"),
        refused::<Vat>(r#"["20", "20"]"#),
        refused::<Vat>(r#"["60", "40"]"#),
        refused::<Vat>(r#"["1", "2", "3", "4", "5"]"#),
        refused::<Discount>(r#"{"percents": "5"}"#),
        refused::<Discount>(r#"{"percent": "1e1"}"#),
        refused::<Frozen>("{}"),
        refused::<Receipt>(&other_total.to_string()),
        refused::<Receipt>(&other_due.to_string()),
        refused::<Policy>(&twice.to_string()),
        refused::<Policy>(r#"{"price_lists": {"A": {"code": "B", "prices": {}}}}"#),
        refused::<Policy>(r#"{"discount": {}}"#),
        refused::<Policy>(r#"{"discounts": {"rates": "keep"}}"#),
    ];
    assert_snapshot!("value_refused", messages.join("\n"));
}

#[test]
fn what_is_missing_in_a_fact_or_an_edit() {
    let placed = serde_json::to_value(placed()).unwrap();
    let draft = serde_json::to_value(draft()).unwrap();
    let discount = r#"{"edit": {"discount_line": {"line": 0}}}"#;
    let messages = [
        refused::<Placed>(&without(&placed, "", "delivery_price").to_string()),
        refused::<Placed>(&without(&placed, "/lines/1", "discount").to_string()),
        refused::<Draft>(&without(&draft, "/lines/1", "vat").to_string()),
        refused::<Draft>(&draft.to_string().replace("\"discounts\"", "\"discount\"")),
        refused::<Command>(discount),
        refused::<Event>(r#"{"line_discounted": {"line": 0}}"#),
        refused::<Event>(r#""settled""#),
        refused::<Payment>("{}"),
    ];
    assert_snapshot!("missing_refused", messages.join("\n"));
    assert!(
        serde_json::from_str::<Draft>(&without(&draft, "/lines/1", "discount").to_string()).is_ok()
    );
}

/// Returns the place of every value in the tree.
fn places(json: &Value) -> Vec<String> {
    fn walk(json: &Value, at: &str, all: &mut Vec<String>) {
        all.push(at.to_owned());
        match json {
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(i, it)| walk(it, &format!("{at}/{i}"), all));
            }
            Value::Object(fields) => {
                fields.iter().for_each(|(name, it)| walk(it, &format!("{at}/{name}"), all));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut all = Vec::new();
    walk(json, "", &mut all);
    all
}

fn strange() -> impl Strategy<Value = Value> {
    let texts = [
        "",
        "0",
        "-1",
        "1",
        "2",
        "0.5",
        "0.0000001",
        "1e30",
        "NaN",
        "9223372036854.775807",
        "-9223372036854.775808",
        "999999999999999.99",
        "1000000000000000",
        "JPY",
        "USD",
        "net",
        "gross",
        "shop",
        "confirmed",
        "9999-12-31T23:59:59Z",
        "half_to_even",
    ];
    let mut all: Vec<_> = texts.into_iter().map(Value::from).collect();
    all.extend([json!(null), json!(0), json!(65535), json!(u64::MAX), json!(-1), json!(0.1)]);
    all.extend([json!([]), json!({}), json!([[]]), json!(true)]);
    prop::sample::select(all)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_strange_order_is_refused_or_adds_up(
        changes in vec((any::<prop::sample::Index>(), strange()), 1..4),
        commands in vec(command(), 0..4),
    ) {
        let mut json = serde_json::to_value(told().0).unwrap();
        for (index, value) in changes {
            let places = places(&json);
            *json.pointer_mut(&places[index.index(places.len())]).unwrap() = value;
        }
        if let Ok(mut order) = serde_json::from_value::<Order>(json) {
            prop_assert!(order.receipt().is_ok());
            let read = serde_json::from_value::<Order>(serde_json::to_value(&order).unwrap());
            prop_assert_eq!(&read.unwrap(), &order);
            run(&mut order, &commands, &policy());
        }
    }

    #[test]
    fn strange_words_are_refused_or_read(
        index: prop::sample::Index,
        value in strange(),
        which in 0..5_u8,
    ) {
        let json = match which {
            0 => serde_json::to_value(draft()),
            1 => serde_json::to_value(policy()),
            2 => serde_json::to_value(told().1),
            3 => serde_json::to_value(story()),
            _ => serde_json::to_value(told().0.receipt().unwrap()),
        };
        let mut json = json.unwrap();
        let places = places(&json);
        *json.pointer_mut(&places[index.index(places.len())]).unwrap() = value;
        if let Ok(draft) = serde_json::from_value::<Draft>(json.clone()) {
            drop((draft.check(), draft.agree(&policy())));
        }
        if let Ok(policy) = serde_json::from_value::<Policy>(json.clone()) {
            drop(draft().agree(&policy));
            run(&mut Order::new(placed()), &story(), &policy);
        }
        if let Ok(commands) = serde_json::from_value::<Vec<Command>>(json.clone()) {
            run(&mut Order::new(placed()), &commands, &policy());
        }
        drop(serde_json::from_value::<Vec<Event>>(json.clone()));
        drop(serde_json::from_value::<Receipt>(json));
    }

    #[test]
    fn torn_text_is_refused_or_read(at: prop::sample::Index, byte: u8, cut: bool) {
        let mut json = serde_json::to_vec(&told().0).unwrap();
        let at = at.index(json.len());
        if cut { json.truncate(at) } else { json[at] = byte }
        drop(serde_json::from_slice::<Order>(&json));
    }

    #[test]
    fn torn_bytes_are_refused_or_add_up(
        changes in vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut: Option<prop::sample::Index>,
    ) {
        let (order, events, _) = told();
        let mut bytes = [postcard::to_stdvec(&order).unwrap(), postcard::to_stdvec(&events).unwrap()];
        for bytes in &mut bytes {
            for (index, byte) in &changes {
                let at = index.index(bytes.len());
                bytes[at] = *byte;
            }
            bytes.truncate(cut.map_or(bytes.len(), |at| at.index(bytes.len())));
        }
        if let Ok(order) = postcard::from_bytes::<Order>(&bytes[0]) {
            prop_assert!(order.receipt().is_ok());
            let again = postcard::to_stdvec(&order).unwrap();
            prop_assert_eq!(postcard::from_bytes::<Order>(&again).unwrap(), order);
        }
        drop(postcard::from_bytes::<Vec<Event>>(&bytes[1]));
    }
}

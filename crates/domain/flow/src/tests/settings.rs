//! Settings: adopted whole or refused with all that is wrong.

use sklad_base::{Channel, PriceListCode, Right, Rights, Version};
use sklad_order::{Matrix, PriceList};
use sklad_stock::Negative;

use super::*;
use crate::{CommandName, Rule};

fn adopt(settings: Settings) -> Command {
    Command::Adopt(Box::new(settings))
}

#[test]
fn settings_are_those_of_the_next_version_once_adopted() {
    let mut desk = Desk::client_orders(5);
    let before = desk.shop.settings().clone();
    let settings = Settings { invoice_first: true, ..before.clone() };
    let events = desk.run(adopt(settings.clone())).unwrap();
    let adopted = Settings { version: before.version.next(), ..settings };
    assert_eq!(events, [Event::Adopted(Box::new(adopted.clone()))]);
    assert_eq!(*desk.shop.settings(), adopted);
}

#[test]
fn settings_made_from_others_than_the_adopted_are_stale() {
    let mut desk = Desk::client_orders(5);
    let stale = Settings { version: Version::new(7), ..desk.shop.settings().clone() };
    assert_eq!(
        desk.refused(adopt(stale)),
        "cannot adopt settings made from version 7: version 1 is adopted; look at that and decide anew"
    );
}

#[test]
fn all_that_is_wrong_with_settings_is_said() {
    let mut desk = Desk::client_orders(5);
    let (main, code) = (place("MAIN"), PriceListCode::parse("DEALERS").unwrap());
    let mut wrong = desk.shop.settings().clone();
    wrong.sells_from.insert(channel(), vec![]);
    wrong.sells_from.insert(Channel::parse("market").unwrap(), vec![place("MAIN"), place("MAIN")]);
    wrong.sells_from.insert(Channel::parse("floor").unwrap(), vec![place("ATTIC")]);
    wrong.dispatch.insert(main.clone(), main.clone());
    wrong.stock.zones.insert("ELSEWHERE".parse().unwrap(), wrong.stock.zone);
    wrong.stock.negative.insert(main, Negative::AllowTo(Quantity::units(2).negated()));
    wrong.stock.backorder.insert(place("ATTIC"), sklad_stock::Backorder::Allow);
    let rule = Rule { channel: None, payment: None, delivery: None, way: Way::ClosedBill };
    wrong.ways = vec![rule.clone(), Rule { channel: Some(channel()), ..rule }];
    wrong.order.matrix = Some(Matrix { offers: vec![] });
    let (groups, prices) = Default::default();
    let list = PriceList { code, groups, prices, confirms_itself: false };
    wrong.order.price_lists.insert(PriceListCode::parse("OTHERS").unwrap(), list);
    insta::assert_snapshot!(desk.refused(adopt(wrong)));
}

#[test]
fn orders_by_transfer_need_somebody_who_sends() {
    let mut desk = Desk::open(Way::Transfer, 5);
    let settings = Settings { dispatch: Default::default(), ..desk.shop.settings().clone() };
    let text = desk.refused(adopt(settings));
    assert!(text.contains("dispatch names no place, and orders go by transfer"), "{text}");
}

/// A place that the settings name for no one may still be named by an order.
#[test]
fn an_order_by_transfer_from_a_place_that_nobody_sends_for_is_refused() {
    let mut desk = Desk::open(Way::Transfer, 5);
    let portions = vec![Portion { sku: "A-100".parse().unwrap(), quantity: Quantity::units(1) }];
    desk.must(Command::Receive { place: place("DISPATCH"), portions });
    let mut draft = draft("1001", vec![line("A-100", Quantity::units(1))]);
    draft.place = Some(place("DISPATCH"));
    assert_eq!(
        desk.refused(Command::Place(draft)),
        "cannot transfer for order 1001: DISPATCH has no dispatch warehouse; name one in the settings"
    );
}

#[test]
fn a_shop_without_places_sells_from_nowhere() {
    let now = Moment::parse("2026-03-02T10:00:00Z").unwrap();
    let mut desk = Desk { shop: Shop::new(), settings: Settings::default(), now };
    desk.must(Command::AddItem { sku: Sku::parse("A-100").unwrap(), kept: true });
    let text = desk.refused(Command::Place(draft("1001", vec![line("A-100", Quantity::units(1))])));
    assert!(text.contains("site sells from no place"), "{text}");
}

#[test]
fn who_lacks_the_right_is_refused_whoever_it_is() {
    let mut desk = Desk::open(Way::OpenBill(Reserve::ByHand), 5);
    let order = desk.place("1001", &[("A-100", 2)]);
    let right = Right::parse("close bills").unwrap();
    desk.settings.rights.insert(CommandName::CloseBill, right.clone());
    desk.adopt();
    let mut envelope = desk.envelope(Command::CloseBill(order));
    for who in [Actor::Person("maria".into()), Actor::System("site".into())] {
        envelope.who = who;
        let no = desk.shop.run(&envelope, &()).unwrap_err();
        assert_eq!(
            no.to_string(),
            "cannot close bill: it needs the right \"close bills\", which the sender does not carry; ask somebody who has it"
        );
    }
    let envelope = envelope.holding(Rights::from_iter([right]));
    assert!(desk.shop.run(&envelope, &()).is_ok());
}

#[test]
fn a_command_has_the_name_of_its_variant() {
    for name in CommandName::ALL {
        let words: String = format!("{name:?}")
            .chars()
            .flat_map(|it| [it.is_uppercase().then_some(' '), Some(it.to_ascii_lowercase())])
            .flatten()
            .collect();
        let has_its_own = matches!(name, CommandName::Adopt | CommandName::Party);
        assert!(has_its_own || words.trim() == name.as_str(), "{words} is called {name}");
    }
}

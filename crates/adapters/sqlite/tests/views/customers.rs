//! What a shop asks about its customers, in SQL.

use rusqlite::types::Value;
use sklad_base::{OrderId, PersonId};
use sklad_party::{CardId, Choice, Command as Ask, Said};

use crate::{
    follower::{Place, follow, lived, rows},
    history::{act::Act, setting::Setting},
};

/// Ivan and Olga of one firm, Petr, and then Petr for the firm: that waits for a person.
fn placed() -> Vec<Act> {
    (0..4).map(|order| Act::Place { order, way: 1, lines: vec![(0, 2)] }).collect()
}

fn told(acts: Vec<Act>) -> Place {
    let setting = Setting { holds: true, ..Setting::plenty() };
    let (place, (shop, log)) = (Place::new(), lived(&(setting, acts)));
    assert!(log.iter().all(|(_, events)| !events.is_empty()), "each act is accepted");
    let (tables, teller) = follow(&place.path, &log, 3);
    assert_eq!(teller.shop(), &shop);
    assert_eq!(tables.check(&shop).unwrap(), []);
    place
}

fn settle() -> Act {
    let (order, on) = (OrderId::new(3), Choice::Card(CardId::new(1)));
    Act::Ask(Ask::Settle { order, on, said: Said::of(PersonId::new(0)) })
}

fn merge() -> Act {
    Act::Ask(Ask::Merge(CardId::new(0), CardId::new(1)))
}

/// Returns each row as one line.
fn answer(place: &Place, sql: &str) -> Vec<String> {
    let text = |value: Value| match value {
        Value::Text(text) => text,
        Value::Integer(number) => number.to_string(),
        Value::Null => "-".to_owned(),
        other => format!("{other:?}"),
    };
    let rows = rows(&place.sql(), sql).into_iter();
    rows.map(|row| row.into_iter().map(text).collect::<Vec<_>>().join(" | ")).collect()
}

const OPEN: &str = "SELECT number, question, candidates FROM orders WHERE customer = 'undecided'";
const CARDS: &str = "SELECT card_id, merged_into, leads_to, keys, shared FROM counterparty";
const KNOWN: &str =
    "SELECT card_id, numbers, emails, orders FROM counterparties WHERE merged_into IS NULL";
const OF_ORDERS: &str =
    "SELECT number, customer, card_id, counterparty FROM orders ORDER BY order_id";

#[test]
fn an_order_waits_for_a_person_until_one_has_said_whose_it_is() {
    let place = told(placed());
    assert_eq!(
        answer(&place, OPEN),
        [
            "1004 | two cards, one without a tax number: likely a double; proposed: merge 1 into 0 | 1, 0"
        ]
    );
    let place = told([placed(), vec![settle()]].concat());
    assert_eq!(answer(&place, OPEN), Vec::<String>::new());
    assert_eq!(answer(&place, OF_ORDERS)[3], "1004 | known | 1 | 1");
    let log = "SELECT was, became FROM order_log WHERE what = 'customer' ORDER BY record";
    assert_eq!(
        answer(&place, log),
        [
            "- | undecided: two cards, one without a tax number: likely a double",
            "undecided | card#1"
        ]
    );
}

#[test]
fn a_card_is_found_by_any_spelling_of_what_it_has() {
    let place = told([placed(), vec![settle()]].concat());
    let by = |plain: &str| {
        let sql = "SELECT DISTINCT counterparty, what, scheme, class FROM contacts WHERE plain = '";
        answer(&place, &format!("{sql}{plain}'"))
    };
    assert_eq!(by("petr@vesna.ru"), ["1 | e-mail | - | key"]);
    assert_eq!(by("olga@romashka.ru"), ["0 | e-mail | - | key"]);
    assert_eq!(by("7710000015"), ["0 | tax number | RU:INN | key"]);
    let spelled = "SELECT words FROM contact WHERE what = 'e-mail' AND person = 21";
    assert_eq!(answer(&place, spelled), ["petr@vesna.ru"]);
    let uses = |sql: &str| answer(&place, &format!("EXPLAIN QUERY PLAN {sql}")).join("; ");
    assert!(uses("SELECT * FROM contact WHERE plain = 'x'").contains("contact_plain"));
    assert!(uses("SELECT * FROM \"order\" WHERE card_id = 1").contains("order_of_card"));
    assert!(uses(OPEN).contains("order_undecided"));
    let merged = "SELECT * FROM counterparty WHERE merged_into = 1";
    assert!(uses(merged).contains("counterparty_merged_into"));
}

#[test]
fn a_merged_card_leads_to_the_one_that_stands_and_comes_back() {
    let place = told([placed(), vec![settle(), merge()]].concat());
    assert_eq!(answer(&place, CARDS), ["0 | - | 0 | 3 | 0", "1 | 0 | 0 | 1 | 0"]);
    assert_eq!(
        answer(&place, KNOWN),
        ["0 | RU:INN 7710000015 | ivan@romashka.ru,olga@romashka.ru,petr@vesna.ru | 4"]
    );
    assert_eq!(answer(&place, OF_ORDERS)[3], "1004 | known | 1 | 0");

    let place = told([placed(), vec![settle(), merge(), Act::Ask(Ask::Unmerge(0))]].concat());
    assert_eq!(answer(&place, CARDS), ["0 | - | 0 | 3 | 0", "1 | - | 1 | 1 | 0"]);
    assert_eq!(
        answer(&place, KNOWN),
        [
            "0 | RU:INN 7710000015 | ivan@romashka.ru,olga@romashka.ru | 2",
            "1 | - | petr@vesna.ru | 2"
        ]
    );
}

#[test]
fn of_a_forgotten_person_no_search_finds_anything() {
    let acts = [placed(), vec![settle(), Act::Forget(PersonId::new(21))]].concat();
    let place = told(acts);
    let found = "SELECT count(*) FROM contact WHERE plain LIKE '%petr%' OR words LIKE '%petr%'";
    assert_eq!(answer(&place, found), ["0"]);
    assert_eq!(answer(&place, CARDS), ["0 | - | 0 | 3 | 0", "1 | - | 1 | 0 | 0"]);
}

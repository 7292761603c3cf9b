//! The chapters' words are tests: each is told into a snapshot.

#[path = "../07_a_day_of_stages.rs"]
mod a_day_of_stages;
#[path = "../08_a_new_scheme.rs"]
mod a_new_scheme;
#[path = "../11_ask_in_sql.rs"]
mod ask_in_sql;
#[path = "../01_client_order.rs"]
mod client_order;
#[path = "../03_closed_bill.rs"]
mod closed_bill;
#[path = "../10_one_card.rs"]
mod one_card;
#[path = "../06_one_week.rs"]
mod one_week;
#[path = "../02_open_bill.rs"]
mod open_bill;
#[path = "../05_phone_call.rs"]
mod phone_call;
#[path = "../04_transfer.rs"]
mod transfer;
#[path = "../12_who_is_it.rs"]
mod who_is_it;

/// Tells one chapter into a text.
macro_rules! told {
    ($chapter:ident) => {{
        let mut words = Vec::new();
        $chapter::tell(&mut words).unwrap();
        String::from_utf8(words).unwrap()
    }};
}

// B1 B2 B3 B4 B5 B12 B13
#[test]
fn a_client_order_takes_nothing_until_its_bill_is_closed() {
    insta::assert_snapshot!(told!(client_order));
}

// B7 B8 B12 B13
#[test]
fn an_open_bill_stands_in_the_way_of_the_day() {
    insta::assert_snapshot!(told!(open_bill));
}

// B9 B13
#[test]
fn a_closed_bill_takes_goods_at_once() {
    insta::assert_snapshot!(told!(closed_bill));
}

// B10 B13
#[test]
fn a_transfer_moves_goods_to_the_warehouse_that_sends() {
    insta::assert_snapshot!(told!(transfer));
}

// G8 G9 S5 S7 C1
#[test]
fn a_phone_call_is_explained_to_the_cent() {
    insta::assert_snapshot!(told!(phone_call));
}

// B8 B12 G1 G5 S8
#[test]
fn a_week_of_two_shops_is_explained_to_the_line() {
    insta::assert_snapshot!(told!(one_week));
}

// F4
#[test]
fn one_customer_has_one_card() {
    insta::assert_snapshot!(told!(one_card));
}

// S1 S2 S3 S4 S5 F6
#[test]
fn a_day_of_stages_is_told_by_its_queues_and_its_log() {
    insta::assert_snapshot!(told!(a_day_of_stages));
}

// S1
#[test]
fn a_new_scheme_is_adopted_while_orders_are_alive() {
    insta::assert_snapshot!(told!(a_new_scheme));
}

// S8 S5 B5 B8 B12
#[test]
fn a_shops_questions_are_answered_in_plain_sql() {
    insta::assert_snapshot!(told!(ask_in_sql));
}

// F4
#[test]
fn a_question_waits_for_a_person_through_a_restart() {
    insta::assert_snapshot!(told!(who_is_it));
}

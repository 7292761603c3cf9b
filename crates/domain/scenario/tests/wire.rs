//! The wire form of what a shop chooses about its ways.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::fmt;

use serde::{Serialize, de::DeserializeOwned};
use sklad_scenario::{Policy, Reserve, Sending, Shortage, Way};

/// Writes the value, compares the text, and reads it back, from a binary format, too.
fn wire<T: Serialize + DeserializeOwned + PartialEq + fmt::Debug>(value: T, json: &str) {
    assert_eq!(serde_json::to_string(&value).unwrap(), json);
    assert_eq!(serde_json::from_str::<T>(json).unwrap(), value);
    let bytes = postcard::to_stdvec(&value).unwrap();
    assert_eq!(postcard::from_bytes::<T>(&bytes).unwrap(), value);
}

#[test]
fn ways_travel_by_name() {
    wire(Way::ClientOrder(Reserve::ByHand), r#"{"client_order":"by_hand"}"#);
    wire(Way::OpenBill(Reserve::WhenPlaced), r#"{"open_bill":"when_placed"}"#);
    wire(Way::OpenBill(Reserve::WhenConfirmed), r#"{"open_bill":"when_confirmed"}"#);
    wire(Way::ClosedBill, r#""closed_bill""#);
    wire(Way::Transfer, r#""transfer""#);
    assert!(serde_json::from_str::<Way>(r#""teleport""#).is_err());
}

#[test]
fn a_policy_may_leave_out_what_it_does_not_change() {
    let answers = [
        (Shortage::Refuse, "refuse"),
        (Shortage::Wait, "wait"),
        (Shortage::CancelRest, "cancel_rest"),
        (Shortage::CancelLines, "cancel_lines"),
        (Shortage::GoNegative, "go_negative"),
    ];
    for (at_placing, word) in answers {
        for (sending, sends) in [(Sending::BillFirst, "bill_first"), (Sending::Refuse, "refuse")] {
            let policy = Policy { at_placing, at_close: Shortage::Refuse, sending };
            wire(
                policy,
                &format!(r#"{{"at_placing":"{word}","at_close":"refuse","sending":"{sends}"}}"#),
            );
        }
    }
    assert_eq!(serde_json::from_str::<Policy>("{}").unwrap(), Policy::default());
    let misspelt = serde_json::from_str::<Policy>(r#"{"at_plaicng":"wait"}"#).unwrap_err();
    assert!(misspelt.to_string().contains("unknown field `at_plaicng`"));
}

//! Samples of the refusals about counterparties.

use sklad::base::OrderId;
use sklad::party::{CardId, Invalid, Kind, List, Refusal, TaxId};

pub(super) fn party() -> Vec<Refusal> {
    let [one, other] = [7, 9].map(CardId::new);
    let order = OrderId::new(3);
    vec![
        Refusal::UnknownCard(one),
        Refusal::Redirected { card: one, into: other },
        Refusal::SameCard(one),
        Refusal::Parted { one, other },
        Refusal::UnknownOrder(order),
        Refusal::NotUndecided { order, card: one },
        Refusal::UnknownMerge(4),
        Refusal::Undone(4),
        Refusal::Blocked { merge: 4, blockers: List(vec![8, 6]) },
        Refusal::Unreadable,
        Refusal::NoCardLeft,
    ]
}

pub(super) fn values() -> Vec<Invalid> {
    let read = |kind, text| TaxId::parse(kind, text).unwrap_err();
    vec![
        read(Kind::RuInn10, " "),
        read(Kind::RuInn10, "771000001"),
        read(Kind::RuInn10, "77100000I5"),
        read(Kind::KzBin, "211340680403"),
        read(Kind::RuInn10, "7710000016"),
        TaxId::of_country("", "7710000015").unwrap_err(),
    ]
}

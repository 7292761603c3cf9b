//! The longer words of refusals.

use sklad_base::{Currency, DeliveryWay, Invalid, PaymentWay, Quantity};

#[expect(clippy::wildcard_enum_match_arm, reason = "what does not fit is one of two sums")]
pub(super) fn past(why: &Invalid) -> String {
    match why {
        Invalid::QuantityOverflow { .. } => format!("its quantity is past {}", Quantity::MAX),
        Invalid::AmountOverflow { currency, limit, .. } => {
            format!("its amount is past {limit} {currency}")
        }
        other => other.to_string(),
    }
}

pub(super) fn list(currencies: &[Currency]) -> String {
    currencies.iter().map(Currency::as_str).collect::<Vec<_>>().join(", ")
}

pub(super) fn pairs(offered: &[(PaymentWay, DeliveryWay)]) -> String {
    if offered.is_empty() {
        return "no pair here".to_owned();
    }
    let pairs = offered.iter().map(|(payment, delivery)| format!("{delivery} with {payment}"));
    pairs.collect::<Vec<_>>().join(", ")
}

pub(super) fn by_weight(weight: Option<Quantity>, most: Option<Quantity>) -> String {
    match weight {
        Some(weight) => {
            let most = most.unwrap_or_default();
            format!("the weight is {weight} kg, at most {most} kg is offered; split the order")
        }
        None => "its price goes by weight and none is given; give the weight".to_owned(),
    }
}

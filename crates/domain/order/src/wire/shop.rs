//! The wire form of what a shop offers: steps with names, and nothing that stands there twice.

use std::collections::BTreeMap;

use serde::{Deserializer, de::Error};
use sklad_base::{PriceListCode, wire::read_once};

use crate::PriceList;

/// The steps of a delivery's cost by weight.
pub(crate) mod by_weight {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use sklad_base::{Money, Quantity};

    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Step {
        up_to: Quantity,
        cost: Money,
    }

    pub(crate) fn serialize<S: Serializer>(
        steps: &[(Quantity, Money)],
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_seq(steps.iter().map(|(up_to, cost)| Step { up_to: *up_to, cost: *cost }))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Vec<(Quantity, Money)>, D::Error> {
        let steps = Vec::<Step>::deserialize(from)?;
        Ok(steps.into_iter().map(|step| (step.up_to, step.cost)).collect())
    }
}

/// The steps of a delivery's cost by the total of the lines.
pub(crate) mod by_total {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use sklad_base::Money;

    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Step {
        from: Money,
        cost: Money,
    }

    pub(crate) fn serialize<S: Serializer>(
        steps: &[(Money, Money)],
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_seq(steps.iter().map(|(from, cost)| Step { from: *from, cost: *cost }))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Vec<(Money, Money)>, D::Error> {
        let steps = Vec::<Step>::deserialize(from)?;
        Ok(steps.into_iter().map(|step| (step.from, step.cost)).collect())
    }
}

/// Reads a shop's price lists, each under its own code.
pub(crate) fn read_lists<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<BTreeMap<PriceListCode, PriceList>, D::Error> {
    let lists: BTreeMap<PriceListCode, PriceList> = read_once(from)?;
    match lists.iter().find(|(code, list)| **code != list.code) {
        None => Ok(lists),
        Some((code, list)) => Err(D::Error::custom(format!(
            "cannot read price list {}: it stands under {code}; give both the same code",
            list.code
        ))),
    }
}

//! The wire form of what a shop offers: steps with names, and nothing that stands there twice.

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, Visitor},
};
use sklad_base::PriceListCode;

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

/// Reads a map whose keys stand there once: of two, one would be lost.
pub(crate) fn read_once<'de, D, K, V>(from: D) -> Result<BTreeMap<K, V>, D::Error>
where
    D: Deserializer<'de>,
    K: Deserialize<'de> + Ord + fmt::Display,
    V: Deserialize<'de>,
{
    from.deserialize_map(Once(PhantomData))
}

struct Once<K, V>(PhantomData<(K, V)>);

impl<'de, K, V> Visitor<'de> for Once<K, V>
where
    K: Deserialize<'de> + Ord + fmt::Display,
    V: Deserialize<'de>,
{
    type Value = BTreeMap<K, V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut read = BTreeMap::new();
        while let Some((key, value)) = entries.next_entry::<K, V>()? {
            if read.contains_key(&key) {
                let twice = format!("cannot read {key}: it is there twice; keep one of them");
                return Err(A::Error::custom(twice));
            }
            read.insert(key, value);
        }
        Ok(read)
    }
}

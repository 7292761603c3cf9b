//! Price lists: which items at which prices, for whom (G3), and whether their orders confirm themselves (G4).

use std::collections::{BTreeMap, BTreeSet};

use sklad_base::{Price, PriceListCode, Sku};

use crate::{Draft, Refusal};

/// One price list.
///
/// ```
/// use std::collections::{BTreeMap, BTreeSet};
/// use sklad_base::{Currency, Price, PriceListCode, Sku};
/// use sklad_order::PriceList;
///
/// let (lamp, price) = (Sku::parse("LAMP")?, Price::parse("19.90", Currency::parse("EUR")?)?);
/// let list = PriceList {
///     code: PriceListCode::parse("WHOLESALE")?,
///     groups: BTreeSet::from(["dealers".to_owned()]),
///     prices: BTreeMap::from([(lamp.clone(), price)]),
///     confirms_itself: true,
/// };
/// assert!(list.is_for("dealers") && !list.is_for("everybody"));
/// assert_eq!(list.price(&lamp)?, price);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data that shops build")]
pub struct PriceList {
    /// Its name.
    pub code: PriceListCode,
    /// The groups of buyers that see it; all of them where none is named.
    #[cfg_attr(feature = "serde", serde(default))]
    pub groups: BTreeSet<String>,
    /// Its items and what one unit of each costs.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::wire::shop::read_once"))]
    pub prices: BTreeMap<Sku, Price>,
    /// Whether its orders confirm themselves.
    #[cfg_attr(feature = "serde", serde(default))]
    pub confirms_itself: bool,
}

impl PriceList {
    /// Tells whether a group of buyers sees it.
    #[must_use]
    pub fn is_for(&self, group: &str) -> bool {
        self.groups.is_empty() || self.groups.contains(group)
    }

    /// Returns the price of an item.
    ///
    /// # Errors
    /// [`Refusal::NotListed`] when it has no such item.
    pub fn price(&self, sku: &Sku) -> Result<Price, Refusal> {
        let (sku, list) = (sku.clone(), self.code.clone());
        self.prices.get(&sku).copied().ok_or(Refusal::NotListed { sku, list })
    }

    /// Looks whether an order keeps to the list: its buyer's group, its items, their prices.
    pub(crate) fn check(&self, draft: &Draft, refusals: &mut Vec<Refusal>) {
        let group = draft.buyer.group.as_str();
        if !self.is_for(group) {
            let (group, list) = (group.to_owned(), self.code.clone());
            refusals.push(Refusal::NotForGroup { group, list });
        }
        for line in &draft.lines {
            match self.price(&line.sku) {
                Ok(listed) if listed != line.price => {
                    let (sku, list, price) = (line.sku.clone(), self.code.clone(), line.price);
                    refusals.push(Refusal::OtherPrice { sku, list, price, listed });
                }
                Ok(_) => {}
                Err(refusal) => refusals.push(refusal),
            }
        }
    }
}

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
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_once"))]
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
        let group = draft.group.as_str();
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

#[cfg(test)]
mod tests {
    use sklad_base::{Channel, Currency, OrderNumber, PriceBasis, Quantity};

    use super::*;
    use crate::{DraftLine, Policy, price::Terms};

    fn price(text: &str) -> Price {
        Price::parse(text, Currency::parse("EUR").unwrap()).unwrap()
    }

    /// A list of lamps at 15.00 for dealers, whose orders confirm themselves.
    fn policy() -> Policy {
        let code = PriceListCode::parse("WHOLESALE").unwrap();
        let list = PriceList {
            code: code.clone(),
            groups: BTreeSet::from(["dealers".to_owned()]),
            prices: BTreeMap::from([(Sku::parse("LAMP").unwrap(), price("15"))]),
            confirms_itself: true,
        };
        Policy { price_lists: BTreeMap::from([(code, list)]), ..Policy::default() }
    }

    fn draft(list: Option<&str>, group: &str, lines: &[(&str, &str)]) -> Draft {
        let terms = Terms::new(Currency::parse("EUR").unwrap(), PriceBasis::Net);
        let (channel, number) =
            (Channel::parse("wholesale").unwrap(), OrderNumber::parse("7").unwrap());
        let line = |(sku, unit): &(&str, &str)| {
            DraftLine::new(Sku::parse(sku).unwrap(), Quantity::units(10), price(unit))
        };
        Draft {
            price_list: list.map(|list| PriceListCode::parse(list).unwrap()),
            group: group.to_owned(),
            ..Draft::new(channel, number, terms, lines.iter().map(line).collect())
        }
    }

    fn refused(draft: &Draft) -> String {
        draft.agree(&policy()).unwrap_err().to_string()
    }

    // G3 G4
    #[test]
    fn an_order_from_a_list_that_says_so_confirms_itself() {
        let agreed = draft(Some("WHOLESALE"), "dealers", &[("LAMP", "15")]).agree(&policy());
        assert!(agreed.unwrap().confirms_itself);
        let without = draft(None, "", &[("LAMP", "19.90")]).agree(&policy());
        assert!(!without.unwrap().confirms_itself, "no list, no promise");
    }

    // G3
    #[test]
    fn a_price_is_the_same_however_many_zeros_it_is_written_with() {
        let agreed = draft(Some("WHOLESALE"), "dealers", &[("LAMP", "15.000")]).agree(&policy());
        assert!(agreed.is_ok());
    }

    // G3
    #[test]
    fn refuses_all_that_is_not_the_lists_at_once() {
        assert_eq!(
            refused(&draft(Some("WHOLESALE"), "", &[("LAMP", "14"), ("SHADE", "5")])),
            "cannot order from price list WHOLESALE: it is not for the group \"\"; name a list of that group\n\
             cannot order LAMP at 14.00 EUR: price list WHOLESALE says 15.00 EUR; order at that price\n\
             cannot order SHADE from price list WHOLESALE: it is not on the list; leave it out, or add it to the list"
        );
        assert_eq!(
            refused(&draft(Some("RETAIL"), "", &[("LAMP", "14")])),
            "cannot order from price list RETAIL: the shop has no such list; name one that it has"
        );
    }

    // G3
    #[test]
    fn a_list_that_names_no_group_is_for_everybody() {
        let mut policy = policy();
        policy.price_lists.values_mut().for_each(|list| list.groups.clear());
        assert!(draft(Some("WHOLESALE"), "", &[("LAMP", "15")]).agree(&policy).is_ok());
    }
}

//! What a shop chooses about its orders.

use std::collections::{BTreeMap, BTreeSet};

use sklad_base::PriceListCode;

use crate::{
    Confirmation, Matrix, PriceList,
    price::{DiscountPolicy, Tier},
};

/// The choices about orders. The default offers every pair of payment and delivery at no price, needs no
/// confirmation, keeps rates as rates, and lets fixed amounts give up the shares of rejected units.
///
/// ```
/// use sklad_order::Policy;
///
/// assert!(Policy::default().matrix.is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data that shops build")]
pub struct Policy {
    /// Which payment ways go with which delivery ways (C1); every pair where there is none.
    pub matrix: Option<Matrix>,
    /// The price lists (G3).
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::wire::shop::read_lists"))]
    pub price_lists: BTreeMap<PriceListCode, PriceList>,
    /// The confirmations that every order must collect, beside those of its pair in the matrix.
    pub needs: BTreeSet<Confirmation>,
    /// What becomes of discounts after an edit.
    pub discounts: DiscountPolicy,
    /// The rule that grants a discount on the order, asked when a discount is evaluated anew.
    pub tiers: Vec<Tier>,
}

//! Goods that are on their way: sent from another place, or ordered from a supplier.

use std::{collections::BTreeMap, fmt};

use sklad_base::{Day, ItemId, PlaceId, Quantity};

/// Goods on their way, numbered as they were announced.
///
/// ```
/// use sklad_stock::{Ledger, SupplyId};
///
/// assert_eq!(Ledger::new().next_supply(), SupplyId::new(0));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SupplyId(u32);

impl SupplyId {
    /// Returns the id with that number.
    #[must_use]
    pub const fn new(number: u32) -> Self {
        Self(number)
    }

    /// Returns the number.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }
}

impl fmt::Display for SupplyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "supply#{}", self.0)
    }
}

/// Goods of one item that are on their way to a place: incoming.
///
/// Invariant: the quantity is above zero as long as it stands in the ledger.
///
/// ```
/// use sklad_base::{Day, ItemId, PlaceId, Quantity};
/// use sklad_stock::{Supply, SupplyId};
///
/// let ordered = Supply {
///     id: SupplyId::new(0),
///     item: ItemId::new(7),
///     from: None,
///     to: PlaceId::new(0),
///     quantity: Quantity::units(20),
///     due: Day::parse("2026-03-09")?,
/// };
/// assert_eq!(ordered.id.to_string(), "supply#0");
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "a fact in the log")]
pub struct Supply {
    /// Which.
    pub id: SupplyId,
    /// Of which item.
    pub item: ItemId,
    /// The place that sent it; nothing where a supplier does.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
    pub from: Option<PlaceId>,
    /// Where it should arrive.
    pub to: PlaceId,
    /// What has not arrived yet.
    pub quantity: Quantity,
    /// When it should arrive.
    pub due: Day,
}

/// All that is on its way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Supplies {
    pub(crate) open: BTreeMap<SupplyId, Supply>,
    pub(crate) next: u32,
}

impl Supplies {
    pub(crate) fn add(&mut self, supply: Supply) {
        self.next = supply.id.0.saturating_add(1);
        self.open.insert(supply.id, supply);
    }

    pub(crate) fn shrink(&mut self, id: SupplyId, by: Quantity) {
        let Some(supply) = self.open.get_mut(&id) else { return };
        supply.quantity = supply.quantity.saturating_sub(by);
        if !supply.quantity.is_positive() {
            self.open.remove(&id);
        }
    }

    pub(crate) fn of(&self, place: PlaceId, item: ItemId) -> impl Iterator<Item = &Supply> {
        self.open.values().filter(move |supply| supply.to == place && supply.item == item)
    }
}

//! What the owner of the stock may choose.

use std::collections::BTreeMap;

use sklad_base::{OutletId, PlaceId, Quantity, Zone};

/// The choices of the stock's owner; the default is the careful one, in UTC.
///
/// ```
/// use sklad_stock::{Negative, Policy};
///
/// assert_eq!(Policy::default().negative_at(sklad_base::PlaceId::new(0)), Negative::Forbid);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data that owners build")]
pub struct Policy {
    /// The zone of outlets that `zones` does not name: it says which day it is there.
    pub zone: Zone,
    /// The zones of outlets that lie elsewhere.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_once"))]
    pub zones: BTreeMap<OutletId, Zone>,
    /// Places where goods may leave that the books do not have; all others forbid it.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_once"))]
    pub negative: BTreeMap<PlaceId, Negative>,
    /// Places where lines may wait for goods that are still to come; all others forbid it.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_once"))]
    pub backorder: BTreeMap<PlaceId, Backorder>,
    /// What a count does that leaves less than is reserved.
    pub short_count: ShortCount,
}

impl Policy {
    /// Returns whether goods may leave that place that the books do not have.
    #[must_use]
    pub fn negative_at(&self, place: PlaceId) -> Negative {
        self.negative.get(&place).copied().unwrap_or(Negative::Forbid)
    }

    /// Returns whether lines may wait at that place for goods that are still to come.
    #[must_use]
    pub fn backorder_at(&self, place: PlaceId) -> Backorder {
        self.backorder.get(&place).copied().unwrap_or(Backorder::Forbid)
    }

    /// Returns the zone of that outlet.
    #[must_use]
    pub fn zone_of(&self, outlet: OutletId) -> Zone {
        self.zones.get(&outlet).copied().unwrap_or(self.zone)
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            zone: Zone::UTC,
            zones: BTreeMap::new(),
            negative: BTreeMap::new(),
            backorder: BTreeMap::new(),
            short_count: ShortCount::Backorder,
        }
    }
}

/// Whether lines may wait at a place for goods that are still to come.
///
/// ```
/// use sklad_base::Quantity;
/// use sklad_stock::Backorder;
///
/// assert!(Backorder::AllowTo(Quantity::units(3)).bears(Quantity::units(3)));
/// assert!(!Backorder::Forbid.bears(Quantity::units(1)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[expect(
    clippy::exhaustive_enums,
    reason = "three answers to one question; a fourth must break every reader"
)]
pub enum Backorder {
    /// They may not.
    Forbid,
    /// All lines together may wait for so much of an item.
    AllowTo(Quantity),
    /// They may.
    Allow,
}

impl Backorder {
    /// Tells whether lines may wait for so much together.
    #[must_use]
    pub fn bears(self, backordered: Quantity) -> bool {
        match self {
            Self::Forbid => !backordered.is_positive(),
            Self::AllowTo(limit) => backordered <= limit,
            Self::Allow => true,
        }
    }
}

/// What a count does that leaves less than is reserved.
///
/// ```
/// use sklad_stock::{Policy, ShortCount};
///
/// assert_eq!(Policy::default().short_count, ShortCount::Backorder);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[expect(
    clippy::exhaustive_enums,
    reason = "two answers to one question; a third must break every reader"
)]
pub enum ShortCount {
    /// It is recorded, and the youngest reserves wait for goods that are still to come.
    Backorder,
    /// It is refused: a person releases first.
    Refuse,
}

/// Whether goods may leave that the books do not have. Nothing that is not there can be reserved under any of them.
///
/// ```
/// use sklad_base::Quantity;
/// use sklad_stock::Negative;
///
/// let two = Quantity::units(2);
/// assert!(Negative::AllowTo(two).bears(two.negated()));
/// assert!(!Negative::Forbid.bears(two.negated()));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[expect(
    clippy::exhaustive_enums,
    reason = "three answers to one question; a fourth must break every reader"
)]
pub enum Negative {
    /// They may not.
    Forbid,
    /// Available may fall so far below zero.
    AllowTo(Quantity),
    /// They may.
    Allow,
}

impl Negative {
    /// Tells whether available may stand there after a shipment.
    #[must_use]
    pub fn bears(self, available: Quantity) -> bool {
        match self {
            Self::Forbid => !available.is_negative(),
            Self::AllowTo(limit) => available >= limit.negated(),
            Self::Allow => true,
        }
    }
}

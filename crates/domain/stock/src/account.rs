//! The lines of the ledger: goods go from one account to another, so they neither appear nor vanish.

use std::fmt;

use sklad_base::{Day, ItemId, LineId, PlaceId, Quantity};

/// Where goods are, or where they came from or went to. Per item, all accounts together are always zero.
///
/// ```
/// use sklad_stock::{Account, WhyAdjusted};
///
/// assert_ne!(Account::Supplier, Account::Adjustment(WhyAdjusted::Found));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[expect(
    clippy::exhaustive_enums,
    reason = "written into the log: a new account must break every reader"
)]
pub enum Account {
    /// A place of the shop's own.
    Place(PlaceId),
    /// Those who sell to the shop.
    Supplier,
    /// Those who buy from it, and the road to them.
    Customer,
    /// On the road between two places, sent and not yet there.
    Transit,
    /// A partner's own doings, which its word tells of.
    Partner,
    /// What was found, lost, broken or thrown away.
    Adjustment(WhyAdjusted),
}

/// Why the books were brought in line with the shelf.
///
/// ```
/// assert_eq!(sklad_stock::WhyAdjusted::Lost.to_string(), "lost");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[expect(
    clippy::exhaustive_enums,
    reason = "written into the log: a new reason must break every reader"
)]
pub enum WhyAdjusted {
    /// The books are opened with it.
    Opening,
    /// It was found.
    Found,
    /// It is gone and nobody knows where.
    Lost,
    /// It is there and cannot be sold.
    Damaged,
    /// It was counted.
    Counted,
}

impl fmt::Display for WhyAdjusted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Opening => "opening",
            Self::Found => "found",
            Self::Lost => "lost",
            Self::Damaged => "damaged",
            Self::Counted => "counted",
        })
    }
}

/// What becomes of goods that come back.
///
/// ```
/// assert_eq!(sklad_stock::Fate::Hold.to_string(), "held");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[expect(
    clippy::exhaustive_enums,
    reason = "written into the log: a new fate must break every reader"
)]
pub enum Fate {
    /// They can be sold again.
    Restock,
    /// They are set aside at the place until somebody has looked at them.
    Hold,
    /// They are thrown away.
    Scrap,
}

impl fmt::Display for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Restock => "restocked",
            Self::Hold => "held",
            Self::Scrap => "scrapped",
        })
    }
}

/// One line of the ledger.
///
/// Invariant: the quantity is above zero, and `from_reserve` is between zero and it. Units: the item's base unit.
///
/// ```
/// use sklad_base::{Day, ItemId, PlaceId, Quantity};
/// use sklad_stock::{Account, Movement};
///
/// let came = Movement {
///     item: ItemId::new(1),
///     from: Account::Supplier,
///     to: Account::Place(PlaceId::new(0)),
///     quantity: Quantity::units(3),
///     from_reserve: Quantity::ZERO,
///     line: None,
///     day: Day::parse("2026-03-02")?,
/// };
/// assert!(came.quantity.is_positive());
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "a fact in the log; only the ledger makes it")]
pub struct Movement {
    /// What moved.
    pub item: ItemId,
    /// Where it was.
    pub from: Account,
    /// Where it is.
    pub to: Account,
    /// How much.
    pub quantity: Quantity,
    /// How much of it was reserved for `line` at the place it left.
    pub from_reserve: Quantity,
    /// For which order line.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
    pub line: Option<LineId>,
    /// The business day of the place; the later one, where there are two.
    pub day: Day,
}

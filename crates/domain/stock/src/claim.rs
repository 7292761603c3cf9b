//! What order lines hold and wait for, and who goes short.

use std::{
    fmt,
    hash::{Hash, Hasher},
};

use sklad_base::{ItemId, LineId, Moment, PlaceId, Quantity};

use crate::Goods;

/// Who is served first: lower priority, then earlier moment, then lower line id.
///
/// ```
/// use sklad_base::Moment;
/// use sklad_stock::Rank;
///
/// let since = Moment::parse("2026-03-02T10:00:00Z")?;
/// assert!(Rank { priority: 0, since } < Rank { priority: 1, since: Moment::FIRST });
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data that callers build")]
pub struct Rank {
    /// 0 is served before 1.
    pub priority: u32,
    /// Since when the line waits.
    pub since: Moment,
}

impl Hash for Rank {
    /// All in one step: digests of commands are on the hot path.
    fn hash<H: Hasher>(&self, state: &mut H) {
        let since = u128::from(self.since.unix_micros().cast_unsigned());
        state.write_u128((since << 64) | u128::from(self.priority));
    }
}

impl Rank {
    /// Served after all others.
    pub(crate) const LAST: Self = Self { priority: u32::MAX, since: Moment::LAST };
    /// Served before all others.
    pub(crate) const FIRST: Self = Self { priority: 0, since: Moment::FIRST };
}

/// What one order line has at one place.
///
/// Invariant: `reserved` is never negative; what the line waits for is `asked` less `reserved`, at least zero.
///
/// ```
/// use sklad_base::{ItemId, LineId, LineNo, Moment, OrderId, PlaceId, Quantity};
/// use sklad_stock::{Claim, Rank};
///
/// let claim = Claim {
///     line: LineId::new(OrderId::new(7), LineNo::new(0)),
///     item: ItemId::new(1),
///     place: PlaceId::new(0),
///     rank: Rank { priority: 0, since: Moment::FIRST },
///     asked: Quantity::units(5),
///     reserved: Quantity::units(3),
/// };
/// assert_eq!(claim.pending(), Quantity::units(2));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "an answer that callers read")]
pub struct Claim {
    /// Whose it is.
    pub line: LineId,
    /// Of which item.
    pub item: ItemId,
    /// At which place.
    pub place: PlaceId,
    /// When it is served.
    pub rank: Rank,
    /// What its order still asks for here.
    pub asked: Quantity,
    /// What is promised to it here.
    pub reserved: Quantity,
}

impl Claim {
    /// Returns the claim of a line that has none yet.
    pub(crate) const fn none(line: LineId, goods: Goods, rank: Rank) -> Self {
        let Goods { place, item, .. } = goods;
        Self { line, item, place, rank, asked: Quantity::ZERO, reserved: Quantity::ZERO }
    }

    /// Returns what a line without a wish comes to reserve of goods; below zero: what it no longer does.
    #[inline]
    pub(crate) const fn reserving(line: LineId, goods: Goods, rank: Rank) -> Self {
        let Goods { place, item, quantity: reserved } = goods;
        Self { line, item, place, rank, asked: Quantity::ZERO, reserved }
    }

    /// Returns what it asks for and has no promise of.
    #[must_use]
    pub const fn pending(&self) -> Quantity {
        self.asked.saturating_sub(self.reserved).or_zero()
    }

    /// Tells whether nothing is asked and nothing promised.
    pub(crate) const fn is_empty(&self) -> bool {
        self.asked.is_zero() && self.reserved.is_zero()
    }
}

/// What goes with a claim and is seldom anything but the default.
///
/// ```
/// use sklad_stock::{Source, Terms};
///
/// assert_eq!(Terms::default().source, Source::Own);
/// assert!(Terms::default().backordered.is_zero());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "an answer that callers read")]
pub struct Terms {
    /// Of what it waits for, how much is promised against goods that are still to come; never more than it waits for.
    pub backordered: Quantity,
    /// Of what is promised, how much has left a partner's place and is not yet in the partner's word.
    pub sent: Quantity,
    /// When that left; a level as of then or later includes it.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
    pub sent_at: Option<Moment>,
    /// When the promise ends by itself.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
    pub expires: Option<Moment>,
    /// Who made it.
    pub source: Source,
}

/// Who made a reserve (G5).
///
/// ```
/// use sklad_stock::Source;
///
/// assert_eq!(Source::default(), Source::Own);
/// assert_eq!(Source::Integration.to_string(), "Integration");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[expect(
    clippy::exhaustive_enums,
    reason = "written into the log: a new source must break every reader"
)]
pub enum Source {
    /// The shop itself.
    #[default]
    Own,
    /// The partner's system.
    Integration,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Own => "own",
            Self::Integration => "Integration",
        })
    }
}

/// An order line that will come up short, unless something changes (B12).
///
/// ```
/// use sklad_base::{Decider, ItemId, LineId, LineNo, Moment, OrderId, OutletId, PlaceId, Quantity};
/// use sklad_stock::{Claim, Event, Ledger, Rank, Shortage};
///
/// # let (mut ledger, outlet) = (Ledger::new(), OutletId::new(0));
/// # let (place, item) = (PlaceId::new(0), ItemId::new(0));
/// # for event in [Event::OutletOpened(outlet), Event::PlaceOpened { place, outlet }, Event::ItemAdded(item)] {
/// #     ledger.evolve(&event);
/// # }
/// let line = LineId::new(OrderId::new(7), LineNo::new(0));
/// let rank = Rank { priority: 0, since: Moment::FIRST };
/// let (asked, reserved) = (Quantity::units(5), Quantity::ZERO);
/// ledger.evolve(&Event::Claimed(Claim { line, item, place, rank, asked, reserved }));
/// let missing = Quantity::units(5);
/// assert_eq!(ledger.shortages().collect::<Vec<_>>(), [Shortage { line, item, place, missing }]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "an answer that callers read")]
pub struct Shortage {
    /// Whose it is.
    pub line: LineId,
    /// Of which item.
    pub item: ItemId,
    /// At which place.
    pub place: PlaceId,
    /// How much is missing after all who rank before have been served.
    pub missing: Quantity,
}

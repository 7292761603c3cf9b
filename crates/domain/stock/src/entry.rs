//! What can be asked of the ledger, one thing at a time.

use sklad_base::{ItemId, LineId, PlaceId, Quantity};

use crate::{Fate, Rank, WhyAdjusted};

/// So much of an item at a place. The quantity of an entry is above zero, in the item's base unit.
///
/// ```
/// use sklad_base::{ItemId, PlaceId, Quantity};
/// use sklad_stock::{Entry, Goods};
///
/// let goods = Goods { place: PlaceId::new(0), item: ItemId::new(7), quantity: Quantity::units(3) };
/// let entry = Entry::Receive(goods);
/// assert_eq!(entry.goods(), goods);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "plain data that callers build")]
pub struct Goods {
    /// Where.
    pub place: PlaceId,
    /// What.
    pub item: ItemId,
    /// How much.
    pub quantity: Quantity,
}

/// One thing asked of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a new entry must break every sender that translates them"
)]
#[expect(missing_docs, reason = "line, goods, rank, to, fate and why say themselves")]
pub enum Entry {
    /// Goods come from a supplier.
    Receive(Goods),
    /// An accepted order asks for goods: they are pending (B5).
    Ask { line: LineId, goods: Goods, rank: Rank },
    /// An order asks for less than before.
    Withdraw { line: LineId, goods: Goods },
    /// Goods on hand are promised to a line; what was pending of it no longer is.
    Reserve { line: LineId, goods: Goods, rank: Rank },
    /// A promise is taken back; what the line still asks for is pending again.
    Release { line: LineId, goods: Goods },
    /// Goods leave for a line, its own reserve first, then free ones; never another's reserve.
    Ship { line: LineId, goods: Goods },
    /// Goods that left for a line and are still in the house go back on the shelf.
    TakeBack { line: LineId, goods: Goods },
    /// Goods come back from a customer.
    Return { line: LineId, goods: Goods, fate: Fate },
    /// Goods on the road to a customer will never arrive; the place says in whose days it is booked.
    WriteOff { line: LineId, goods: Goods },
    /// Goods move to another place at once; where they move for a line, its own reserve goes first.
    Transfer { line: Option<LineId>, goods: Goods, to: PlaceId },
    /// More is there than the books say.
    Add { goods: Goods, why: WhyAdjusted },
    /// Less is there than the books say.
    Remove { goods: Goods, why: WhyAdjusted },
    /// Goods on hand are set aside.
    Hold(Goods),
    /// Goods set aside can be sold again.
    Unhold(Goods),
}

impl Entry {
    /// Returns the goods that it is about, at the place where they are or come to.
    #[must_use]
    pub const fn goods(&self) -> Goods {
        match *self {
            Self::Receive(goods)
            | Self::Ask { goods, .. }
            | Self::Withdraw { goods, .. }
            | Self::Reserve { goods, .. }
            | Self::Release { goods, .. }
            | Self::Ship { goods, .. }
            | Self::TakeBack { goods, .. }
            | Self::Return { goods, .. }
            | Self::WriteOff { goods, .. }
            | Self::Transfer { goods, .. }
            | Self::Add { goods, .. }
            | Self::Remove { goods, .. }
            | Self::Hold(goods)
            | Self::Unhold(goods) => goods,
        }
    }
}

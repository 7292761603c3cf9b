//! What can be asked of the ledger, one thing at a time.

mod content;

use sklad_base::{Day, ItemId, LineId, Moment, PlaceId, Quantity};

use crate::{Fate, Rank, Source, SupplyId, WhyAdjusted};

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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data that callers build")]
pub struct Goods {
    /// Where.
    pub place: PlaceId,
    /// What.
    pub item: ItemId,
    /// How much.
    pub quantity: Quantity,
}

/// One thing asked of the ledger, or told to it: counts, levels and what was [`Told`](Self::Told) are facts, which
/// are recorded always.
///
/// ```
/// use sklad_base::{ItemId, LineId, LineNo, Moment, OrderId, PlaceId, Quantity};
/// use sklad_stock::{Entry, Goods, Rank};
///
/// let goods = Goods { place: PlaceId::new(0), item: ItemId::new(7), quantity: Quantity::units(3) };
/// let line = LineId::new(OrderId::new(1001), LineNo::new(0));
/// let rank = Rank { priority: 0, since: Moment::parse("2026-03-02T10:00:00Z")? };
/// let reserve = Entry::Reserve { line, goods, rank };
/// assert_eq!(reserve.goods().quantity, Quantity::units(3));
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
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
    /// As much as there is of the goods is promised to a line, be it nothing.
    ReserveSome { line: LineId, goods: Goods, rank: Rank },
    /// What there is is promised to a line and the rest, up to the limit, against goods that are still to come.
    ReserveOrWait { line: LineId, goods: Goods, rank: Rank, limit: Quantity },
    /// A promise is taken back; what the line still asks for is pending again.
    Release { line: LineId, goods: Goods },
    /// A promise moves to another place, with what the line asks for: both or neither.
    MoveReserve { line: LineId, goods: Goods, to: PlaceId },
    /// A line's promise at a place ends by itself at a moment, or no more; and says who made it (G5).
    Mark {
        line: LineId,
        place: PlaceId,
        item: ItemId,
        #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
        expires: Option<Moment>,
        source: Source,
    },
    /// A line is served at another rank from now on.
    Rerank { line: LineId, place: PlaceId, item: ItemId, rank: Rank },
    /// Goods leave for a line, its own reserve first, then free ones; never another's reserve.
    Ship { line: LineId, goods: Goods },
    /// Goods leave for a line from its own reserve and nothing else.
    Fulfil { line: LineId, goods: Goods },
    /// Goods that left for a line and are still in the house go back on the shelf.
    TakeBack { line: LineId, goods: Goods },
    /// Goods come back from a customer.
    Return { line: LineId, goods: Goods, fate: Fate },
    /// Goods on the road to a customer will never arrive; the place says in whose days it is booked.
    WriteOff { line: LineId, goods: Goods },
    /// Goods move to another place at once; where they move for a line, its own reserve goes first.
    Transfer {
        #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
        line: Option<LineId>,
        goods: Goods,
        to: PlaceId,
    },
    /// Goods leave for another place and are on the road until they arrive; the day is when they should.
    Send { goods: Goods, to: PlaceId, due: Day },
    /// Goods are ordered from a supplier; the day is when they should come.
    Expect { goods: Goods, due: Day },
    /// Goods on the road or ordered arrive; more than was left of them is found.
    Arrive { supply: SupplyId, goods: Goods },
    /// Goods on the road or ordered will not arrive.
    Miss { supply: SupplyId, goods: Goods },
    /// More is there than the books say.
    Add { goods: Goods, why: WhyAdjusted },
    /// Less is there than the books say.
    Remove { goods: Goods, why: WhyAdjusted },
    /// A fact: so much was counted, which may be nothing.
    Count(Goods),
    /// A fact: the partner whose place it is says that so much was there at that moment.
    Level { goods: Goods, as_of: Moment },
    /// A fact: goods left or came already, at a partner's place or out of the system's sight.
    Told {
        #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
        line: Option<LineId>,
        goods: Goods,
        way: Way,
    },
    /// Goods on hand are set aside.
    Hold(Goods),
    /// Goods set aside can be sold again.
    Unhold(Goods),
}

/// Which way goods went that a fact tells of.
///
/// ```
/// use sklad_base::{ItemId, PlaceId, Quantity};
/// use sklad_stock::{Entry, Goods, Way};
///
/// let goods = Goods { place: PlaceId::new(0), item: ItemId::new(7), quantity: Quantity::units(3) };
/// let sold_at_the_till = Entry::Told { line: None, goods, way: Way::Left };
/// assert_eq!(sold_at_the_till.goods(), goods);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "goods go in or out")]
pub enum Way {
    /// To a customer.
    Left,
    /// From a supplier.
    Came,
}

impl Entry {
    /// Returns the goods that it is about, at the place where they are or come to; none of them where it moves none.
    #[must_use]
    #[inline]
    pub const fn goods(&self) -> Goods {
        match *self {
            Self::Receive(goods)
            | Self::Ask { goods, .. }
            | Self::Withdraw { goods, .. }
            | Self::Reserve { goods, .. }
            | Self::ReserveSome { goods, .. }
            | Self::ReserveOrWait { goods, .. }
            | Self::Release { goods, .. }
            | Self::MoveReserve { goods, .. }
            | Self::Ship { goods, .. }
            | Self::Fulfil { goods, .. }
            | Self::TakeBack { goods, .. }
            | Self::Return { goods, .. }
            | Self::WriteOff { goods, .. }
            | Self::Transfer { goods, .. }
            | Self::Send { goods, .. }
            | Self::Expect { goods, .. }
            | Self::Arrive { goods, .. }
            | Self::Miss { goods, .. }
            | Self::Add { goods, .. }
            | Self::Remove { goods, .. }
            | Self::Count(goods)
            | Self::Level { goods, .. }
            | Self::Told { goods, .. }
            | Self::Hold(goods)
            | Self::Unhold(goods) => goods,
            Self::Mark { place, item, .. } | Self::Rerank { place, item, .. } => {
                Goods { place, item, quantity: Quantity::ZERO }
            }
        }
    }

    /// Returns the place that goods or promises go to, where it names one.
    pub(crate) const fn to(&self) -> Option<PlaceId> {
        if let Self::Transfer { to, .. } | Self::Send { to, .. } | Self::MoveReserve { to, .. } =
            *self
        {
            return Some(to);
        }
        None
    }

    /// Tells whether its quantity is what quantities must be: above zero, or zero where that says something.
    pub(crate) const fn has_sound_quantity(&self) -> bool {
        let quantity = self.goods().quantity;
        if matches!(self, Self::Mark { .. } | Self::Rerank { .. } | Self::Level { .. }) {
            return true;
        }
        quantity.is_positive() || (matches!(self, Self::Count(_)) && quantity.is_zero())
    }
}

impl Entry {
    /// Returns the order line behind it, where there is one.
    #[inline]
    pub(crate) const fn line(&self) -> Option<LineId> {
        match *self {
            Self::Ask { line, .. }
            | Self::Withdraw { line, .. }
            | Self::Reserve { line, .. }
            | Self::ReserveSome { line, .. }
            | Self::ReserveOrWait { line, .. }
            | Self::Release { line, .. }
            | Self::MoveReserve { line, .. }
            | Self::Mark { line, .. }
            | Self::Rerank { line, .. }
            | Self::Ship { line, .. }
            | Self::Fulfil { line, .. }
            | Self::TakeBack { line, .. }
            | Self::Return { line, .. }
            | Self::WriteOff { line, .. }
            | Self::Transfer { line: Some(line), .. }
            | Self::Told { line: Some(line), .. } => Some(line),
            Self::Receive(_)
            | Self::Transfer { line: None, .. }
            | Self::Send { .. }
            | Self::Expect { .. }
            | Self::Arrive { .. }
            | Self::Miss { .. }
            | Self::Add { .. }
            | Self::Remove { .. }
            | Self::Count(_)
            | Self::Level { .. }
            | Self::Told { line: None, .. }
            | Self::Hold(_)
            | Self::Unhold(_) => None,
        }
    }

    /// Tells whether it changes on hand by our own word.
    pub(crate) const fn moves_goods(&self) -> bool {
        match self {
            Self::Receive(_)
            | Self::TakeBack { .. }
            | Self::Return { fate: Fate::Restock | Fate::Hold, .. }
            | Self::Transfer { .. }
            | Self::Send { .. }
            | Self::Expect { .. }
            | Self::Arrive { .. }
            | Self::Miss { .. }
            | Self::Add { .. }
            | Self::Remove { .. }
            | Self::Count(_) => true,
            Self::Ask { .. }
            | Self::Withdraw { .. }
            | Self::Reserve { .. }
            | Self::ReserveSome { .. }
            | Self::ReserveOrWait { .. }
            | Self::Release { .. }
            | Self::MoveReserve { .. }
            | Self::Mark { .. }
            | Self::Rerank { .. }
            | Self::Ship { .. }
            | Self::Fulfil { .. }
            | Self::Return { fate: Fate::Scrap, .. }
            | Self::WriteOff { .. }
            | Self::Level { .. }
            | Self::Told { .. }
            | Self::Hold(_)
            | Self::Unhold(_) => false,
        }
    }
}

//! What happened: the facts that the ledger is a fold of.

use std::fmt;

use sklad_base::{Day, ItemId, LineId, Moment, OutletId, PlaceId, Quantity};

use crate::{Claim, Movement, Rank, Source, Supply, SupplyId};

/// What happened in the ledger.
///
/// ```
/// use sklad_base::ItemId;
/// use sklad_stock::{Event, Ledger};
/// use sklad_base::Decider;
///
/// let mut ledger = Ledger::new();
/// ledger.evolve(&Event::ItemAdded(ItemId::new(0)));
/// assert_eq!(ledger.next_item(), ItemId::new(1));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(clippy::exhaustive_enums, reason = "a new event must break every reader")]
#[expect(missing_docs, reason = "line, place, item and quantity say themselves")]
pub enum Event {
    /// An item got the next number.
    ItemAdded(ItemId),
    /// An item got the next number that is sold without movement, reserve or pending (B9).
    UnkeptItemAdded(ItemId),
    /// An item turned out to be another one: all that stood under it stands under the other.
    ItemsMerged { item: ItemId, into: ItemId },
    /// An outlet got the next number.
    OutletOpened(OutletId),
    /// A place got the next number.
    PlaceOpened {
        /// Its number.
        place: PlaceId,
        /// The outlet whose days it shares.
        outlet: OutletId,
    },
    /// A place got the next number whose book of record is a partner's.
    PartnerPlaceOpened {
        /// Its number.
        place: PlaceId,
        /// The outlet whose days it shares.
        outlet: OutletId,
    },
    /// Goods moved.
    Moved(Movement),
    /// A line's claim grew or shrank by these quantities.
    Claimed(Claim),
    /// A line's promise ended by itself: its claim shrank by these quantities.
    Expired(Claim),
    /// So much of a line's claim is now promised against goods that are still to come.
    Backordered { line: LineId, place: PlaceId, item: ItemId, quantity: Quantity },
    /// So much of a line's reserve has now left a partner's place, by our own word.
    Sent { line: LineId, place: PlaceId, item: ItemId, quantity: Quantity, at: Moment },
    /// A line's promise now ends by itself then, or no more; and who made it.
    Marked {
        line: LineId,
        place: PlaceId,
        #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
        expires: Option<Moment>,
        source: Source,
    },
    /// A line is now served at that rank.
    Reranked { line: LineId, place: PlaceId, rank: Rank },
    /// Goods at a place were set aside (above zero) or put back for sale (below zero).
    Held { place: PlaceId, item: ItemId, quantity: Quantity },
    /// Goods are on their way.
    Underway(Supply),
    /// So much of what was on its way arrived or never will.
    Settled { supply: SupplyId, quantity: Quantity },
    /// A fact broke a rule: a person should look.
    DiscrepancyOpened(Discrepancy),
    /// A person has looked.
    DiscrepancyClosed(u32),
    /// A day was closed.
    DayClosed {
        /// Of which outlet.
        outlet: OutletId,
        /// Which day.
        day: Day,
    },
}

/// A fact from outside that the books could not bear: recorded all the same, and waiting for a person.
///
/// ```
/// use sklad_base::{ItemId, PlaceId, Quantity};
/// use sklad_stock::Discrepancy;
///
/// let (place, item) = (PlaceId::new(0), ItemId::new(7));
/// let found = Discrepancy { number: 0, place, item, missing: Quantity::units(2) };
/// assert_eq!(found.to_string(), "2 of item#7 at place#0 were promised or sold that are not there");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "a fact in the log")]
pub struct Discrepancy {
    /// Counted from 0.
    pub number: u32,
    /// Where.
    pub place: PlaceId,
    /// What.
    pub item: ItemId,
    /// By how much available fell below what the place allows.
    pub missing: Quantity,
}

impl fmt::Display for Discrepancy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, item, missing, .. } = self;
        write!(f, "{missing} of {item} at {place} were promised or sold that are not there")
    }
}

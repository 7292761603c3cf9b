//! Why the ledger says no.

use sklad_base::{Day, ItemId, LineId, OutletId, PlaceId, Quantity};

/// Why a command was refused; it has changed nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// No item has that number.
    #[error("cannot book {0}: no item has that number; add the item first")]
    UnknownItem(ItemId),
    /// No place has that number.
    #[error("cannot book at {0}: no place has that number; open the place first")]
    UnknownPlace(PlaceId),
    /// No outlet has that number.
    #[error("cannot find {0}: no outlet has that number; open the outlet first")]
    UnknownOutlet(OutletId),
    /// A quantity that is zero or less.
    #[error(
        "cannot book {quantity} of {item}: a quantity is above zero; to go the other way, use the opposite entry"
    )]
    NotPositive {
        /// Of which item.
        item: ItemId,
        /// The quantity asked.
        quantity: Quantity,
    },
    /// Fewer are available than asked for.
    #[error(
        "cannot take {asked} of {item} at {place}: {available} available; take less, or wait until more has come"
    )]
    Short {
        /// Of which item.
        item: ItemId,
        /// At which place.
        place: PlaceId,
        /// What the whole command asks for, entries together.
        asked: Quantity,
        /// What can be promised.
        available: Quantity,
    },
    /// A line has less reserved there than asked for.
    #[error(
        "cannot take {asked} of the reserve of {line} at {place}: {reserved} reserved for it; take what is reserved"
    )]
    NotReserved {
        /// Whose reserve.
        line: LineId,
        /// At which place.
        place: PlaceId,
        /// What the whole command asks for, entries together.
        asked: Quantity,
        /// What is reserved for it.
        reserved: Quantity,
    },
    /// A line asks for less there than is withdrawn.
    #[error(
        "cannot withdraw {withdrawn} of {line} at {place}: it asks for {asked} there; withdraw what it asks for"
    )]
    NotAsked {
        /// Whose.
        line: LineId,
        /// At which place.
        place: PlaceId,
        /// How much of its demand should end.
        withdrawn: Quantity,
        /// What it asks for.
        asked: Quantity,
    },
    /// Less is held there than asked for.
    #[error(
        "cannot put {asked} of {item} at {place} back for sale: {held} held; put back what is held"
    )]
    NotHeld {
        /// Of which item.
        item: ItemId,
        /// At which place.
        place: PlaceId,
        /// How much should be put back.
        asked: Quantity,
        /// What is held.
        held: Quantity,
    },
    /// A line holds or asks for another item.
    #[error("cannot book {asked} for {line}: it stands for {item}; add another line to the order")]
    OtherItem {
        /// Whose claim.
        line: LineId,
        /// The item it stands for.
        item: ItemId,
        /// The item asked for.
        asked: ItemId,
    },
    /// A balance would not fit into 64 bits.
    #[error("cannot book {item} at {place}: the balance would be past {limit}; split it into several items", limit = Quantity::MAX)]
    TooLarge {
        /// Of which item.
        item: ItemId,
        /// At which place.
        place: PlaceId,
    },
    /// From a place to the same place.
    #[error(
        "cannot transfer {item} from {place} to {place}: it is there already; name another place"
    )]
    SamePlace {
        /// Of which item.
        item: ItemId,
        /// At which place.
        place: PlaceId,
    },
    /// The day is closed already, or a later one is.
    #[error(
        "cannot close {day} of {outlet}: its books are closed up to {closed}; close a later day"
    )]
    DayClosed {
        /// Of which outlet.
        outlet: OutletId,
        /// The day asked for.
        day: Day,
        /// The last closed day.
        closed: Day,
    },
    /// The day has not come yet.
    #[error("cannot close {day} of {outlet}: there it is {today}; close it when it is over")]
    DayNotCome {
        /// Of which outlet.
        outlet: OutletId,
        /// The day asked for.
        day: Day,
        /// The day it is there.
        today: Day,
    },
    /// Four billion items, places or outlets are in use.
    #[error("cannot add another {what}: four billion are in use; start another shop")]
    NoNumberLeft {
        /// What should have been added.
        what: &'static str,
    },
}

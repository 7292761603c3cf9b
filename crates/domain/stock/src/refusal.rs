//! Why the ledger says no.

use sklad_base::{Day, ItemId, LineId, Moment, OutletId, PlaceId, Quantity};

use crate::SupplyId;

/// Why a command was refused; it has changed nothing.
///
/// ```
/// use sklad_base::{ItemId, PlaceId, Quantity};
/// use sklad_stock::Refusal;
///
/// let (item, place) = (ItemId::new(7), PlaceId::new(0));
/// let short = Refusal::Short { item, place, asked: Quantity::units(5), available: Quantity::units(3) };
/// let text = "cannot take 5 of item#7 at place#0: 3 available; take less, or wait until more has come";
/// assert_eq!(short.to_string(), text);
/// ```
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
    /// The day named is closed: nothing is dated into it any more.
    #[error(
        "cannot book on {day} at {outlet}: its books are closed up to {closed}; book on a later day"
    )]
    BookedOnClosedDay {
        /// Of which outlet.
        outlet: OutletId,
        /// The day asked for.
        day: Day,
        /// The last closed day.
        closed: Day,
    },
    /// The day named has not come yet.
    #[error(
        "cannot book on {day} at {outlet}: there it is {today}; book on today or an earlier day"
    )]
    BookedAhead {
        /// Of which outlet.
        outlet: OutletId,
        /// The day asked for.
        day: Day,
        /// The day it is there.
        today: Day,
    },
    /// A promise would end before it began.
    #[error(
        "cannot let the reserve of {line} at {place} expire at {expires}: it is {now} already; name a later moment"
    )]
    ExpiryInThePast {
        /// Whose.
        line: LineId,
        /// At which place.
        place: PlaceId,
        /// The moment asked for.
        expires: Moment,
        /// When it is judged.
        now: Moment,
    },
    /// A line has no claim there.
    #[error(
        "cannot change the claim of {line} at {place}: it has none there; reserve or ask first"
    )]
    NoClaim {
        /// Whose.
        line: LineId,
        /// At which place.
        place: PlaceId,
    },
    /// Lines would wait for more than they may.
    #[error(
        "cannot backorder {asked} of {item} at {place}: {allowed} may wait there; ask for less, or for what there is"
    )]
    BackorderLimit {
        /// Of which item.
        item: ItemId,
        /// At which place.
        place: PlaceId,
        /// What should wait: of this line where its own limit stands in the way, else of all lines.
        asked: Quantity,
        /// What may.
        allowed: Quantity,
    },
    /// Nothing of the kind is on its way there.
    #[error(
        "cannot settle {supply} at {place}: no {item} is on its way there under that number; look up the number"
    )]
    UnknownSupply {
        /// The number asked for.
        supply: SupplyId,
        /// Of which item.
        item: ItemId,
        /// At which place.
        place: PlaceId,
    },
    /// Less is on its way than should be missed.
    #[error("cannot miss {asked} of {supply}: {left} on its way; miss what is on its way")]
    NotUnderway {
        /// Of which supply.
        supply: SupplyId,
        /// What should be missed.
        asked: Quantity,
        /// What has not arrived.
        left: Quantity,
    },
    /// A count leaves less than is reserved, and the policy refuses that.
    #[error(
        "cannot count {counted} of {item} at {place}: {reserved} reserved or held; release {missing} first"
    )]
    CountBelowReserved {
        /// Of which item.
        item: ItemId,
        /// At which place.
        place: PlaceId,
        /// What was counted.
        counted: Quantity,
        /// What is promised or set aside.
        reserved: Quantity,
        /// What is missing.
        missing: Quantity,
    },
    /// Two counts or levels of one cell in one command.
    #[error(
        "cannot count {item} at {place} twice in one command: which is right is not said; send one count"
    )]
    CountedTwice {
        /// Of which item.
        item: ItemId,
        /// At which place.
        place: PlaceId,
    },
    /// On hand at a partner's place changes by the partner's word only.
    #[error(
        "cannot book {item} at {place}: the place is a partner's; wait for its level or document"
    )]
    PartnersBook {
        /// Of which item.
        item: ItemId,
        /// At which place.
        place: PlaceId,
    },
    /// A partner's level of a place that is the shop's own.
    #[error("cannot take a level of {item} at {place}: the place is the shop's own; count it")]
    OwnBook {
        /// Of which item.
        item: ItemId,
        /// At which place.
        place: PlaceId,
    },
    /// An item that is sold without movement has no stock.
    #[error("cannot book {0}: it is not kept in stock; add it as a kept item to book it")]
    NotKept(ItemId),
    /// The books are open already.
    #[error("cannot open the books: goods or claims stand in them; adjust them instead")]
    BooksOpen,
    /// Something else than opening balances and what stands against them.
    #[error(
        "cannot open the books: something in it is no opening balance; open them with added goods, asks, reserves and goods held"
    )]
    NotAnOpening,
    /// No discrepancy has that number, or it is closed.
    #[error("cannot close discrepancy {0}: none is open under that number; look up the number")]
    UnknownDiscrepancy(u32),
    /// The item turned out to be another one.
    #[error("cannot book {item}: it was merged into {into}; book {into}")]
    Merged {
        /// Which.
        item: ItemId,
        /// What it is.
        into: ItemId,
    },
    /// An item is itself already.
    #[error("cannot merge {0} into {0}: it is the same item; name another")]
    MergedIntoItself(ItemId),
}

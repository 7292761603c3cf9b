//! Then-questions: folds over the records of a log; the state holds nothing for them.

use std::collections::{BTreeMap, BTreeSet};

use sklad_base::{Day, ItemId, Moment, PlaceId, Quantity, RecordNo};

use crate::{Account, Event, Movement};

/// One record of the log, as far as stock is concerned.
///
/// ```
/// use sklad_base::{Day, ItemId, Moment, PlaceId, Quantity, RecordNo};
/// use sklad_stock::{Account, Event, Movement, Record, changed_since, movements_of, stock_as_of};
///
/// let (item, place) = (ItemId::new(0), PlaceId::new(0));
/// let (from, to) = (Account::Supplier, Account::Place(place));
/// let (quantity, day) = (Quantity::units(3), Day::parse("2026-03-02")?);
/// let came = Movement { item, from, to, quantity, from_reserve: Quantity::ZERO, line: None, day };
/// let events = [Event::Moved(came)];
/// let record = Record { number: RecordNo::FIRST, moment: Moment::parse("2026-03-02T10:00:00Z")?, events: &events };
///
/// assert_eq!(stock_as_of(day, [record])[&(place, item)], quantity);
/// assert_eq!(movements_of(item, [record]).count(), 1);
/// assert!(changed_since(RecordNo::FIRST, [record]).is_empty());
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "plain data that callers build")]
pub struct Record<'a> {
    /// Its number.
    pub number: RecordNo,
    /// When it was written.
    pub moment: Moment,
    /// What happened.
    pub events: &'a [Event],
}

/// Returns what was on hand in each cell at the end of a business day; cells with nothing are left out.
///
/// The records are all of the log: what is booked later on an open earlier day counts.
pub fn stock_as_of<'a>(
    day: Day,
    records: impl IntoIterator<Item = Record<'a>>,
) -> BTreeMap<(PlaceId, ItemId), Quantity> {
    let mut stock: BTreeMap<(PlaceId, ItemId), Quantity> = BTreeMap::new();
    for event in records.into_iter().flat_map(|record| record.events) {
        if let Event::ItemsMerged { item, into } = *event {
            let moved: Vec<_> = stock.iter().filter(|(key, _)| key.1 == item).map(both).collect();
            for ((place, _), quantity) in moved {
                stock.remove(&(place, item));
                add(&mut stock, (place, into), quantity);
            }
        }
        if let Some(movement) = moved(event).filter(|movement| movement.day <= day) {
            let Movement { item, quantity, .. } = *movement;
            if let Account::Place(place) = movement.from {
                add(&mut stock, (place, item), quantity.negated());
            }
            if let Account::Place(place) = movement.to {
                add(&mut stock, (place, item), quantity);
            }
        }
    }
    stock.retain(|_, quantity| !quantity.is_zero());
    stock
}

/// Goes through the movements of an item with the record and the moment of each.
pub fn movements_of<'a>(
    item: ItemId,
    records: impl IntoIterator<Item = Record<'a>>,
) -> impl Iterator<Item = (RecordNo, Moment, &'a Movement)> {
    records.into_iter().flat_map(move |record| {
        let mine = record.events.iter().filter_map(moved);
        let mine = mine.filter(move |movement| movement.item == item);
        mine.map(move |movement| (record.number, record.moment, movement))
    })
}

/// Names the cells whose balances may have changed after a record: what a partial exchange sends (F2).
pub fn changed_since<'a>(
    position: RecordNo,
    records: impl IntoIterator<Item = Record<'a>>,
) -> BTreeSet<(PlaceId, ItemId)> {
    let later = records.into_iter().filter(|record| record.number > position);
    later.flat_map(|record| record.events).flat_map(cells_of).flatten().collect()
}

/// The cells that an event changes; a merge changes those of its items wherever they stand, which the caller asks of
/// the state.
fn cells_of(event: &Event) -> [Option<(PlaceId, ItemId)>; 2] {
    match *event {
        Event::Moved(Movement { item, from, to, .. }) => [from, to].map(|account| match account {
            Account::Place(place) => Some((place, item)),
            Account::Supplier
            | Account::Customer
            | Account::Transit
            | Account::Partner
            | Account::Adjustment(_) => None,
        }),
        Event::Claimed(claim) | Event::Expired(claim) => [Some((claim.place, claim.item)), None],
        Event::Backordered { place, item, .. }
        | Event::Sent { place, item, .. }
        | Event::Held { place, item, .. } => [Some((place, item)), None],
        Event::Underway(supply) => [Some((supply.to, supply.item)), None],
        Event::DiscrepancyOpened(open) => [Some((open.place, open.item)), None],
        Event::ItemAdded(_)
        | Event::UnkeptItemAdded(_)
        | Event::ItemsMerged { .. }
        | Event::OutletOpened(_)
        | Event::PlaceOpened { .. }
        | Event::PartnerPlaceOpened { .. }
        | Event::Marked { .. }
        | Event::Reranked { .. }
        | Event::Settled { .. }
        | Event::DiscrepancyClosed(_)
        | Event::DayClosed { .. } => [None, None],
    }
}

fn moved(event: &Event) -> Option<&Movement> {
    if let Event::Moved(movement) = event { Some(movement) } else { None }
}

fn both(entry: (&(PlaceId, ItemId), &Quantity)) -> ((PlaceId, ItemId), Quantity) {
    (*entry.0, *entry.1)
}

fn add(stock: &mut BTreeMap<(PlaceId, ItemId), Quantity>, cell: (PlaceId, ItemId), by: Quantity) {
    let there = stock.entry(cell).or_default();
    *there = there.saturating_add(by);
}

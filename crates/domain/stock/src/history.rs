//! Then-questions: folds over the records of a log; the state holds nothing for them.

use std::collections::{BTreeMap, BTreeSet};

use sklad_base::{Day, ItemId, Moment, PlaceId, Quantity, RecordNo};

use crate::{Account, Event, Movement, SupplyId};

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
/// The records are all of the log: what is booked later on an open earlier day counts. See [`Record`] for an example.
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

/// Goes through the movements of an item with the record and the moment of each. See [`Record`] for an example.
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
///
/// The records are all of the log: a merge changes the cells where its item ever stood.
///
/// ```
/// use sklad_base::{ItemId, Moment, PlaceId, Quantity, RecordNo};
/// use sklad_stock::{Event, Record, changed_since};
///
/// let (old, new, place) = (ItemId::new(0), ItemId::new(1), PlaceId::new(0));
/// let moment = Moment::parse("2026-03-02T10:00:00Z")?;
/// let held = [Event::Held { place, item: old, quantity: Quantity::units(1) }];
/// let merged = [Event::ItemsMerged { item: old, into: new }];
/// let first = Record { number: RecordNo::FIRST, moment, events: &held };
/// let second = Record { number: RecordNo::new(2), moment, events: &merged };
///
/// let changed = changed_since(RecordNo::FIRST, [first, second]);
/// assert_eq!(changed.into_iter().collect::<Vec<_>>(), [(place, old), (place, new)]);
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
pub fn changed_since<'a>(
    position: RecordNo,
    records: impl IntoIterator<Item = Record<'a>>,
) -> BTreeSet<(PlaceId, ItemId)> {
    let (mut known, mut changed) = (Known::default(), BTreeSet::new());
    for record in records {
        for event in record.events {
            let cells = known.cells_of(event);
            if record.number > position {
                changed.extend(cells);
            }
        }
    }
    changed
}

/// What must be remembered of the log to tell which cells an event changes.
#[derive(Debug, Default)]
struct Known {
    places: BTreeMap<ItemId, BTreeSet<PlaceId>>,
    supplies: BTreeMap<SupplyId, (PlaceId, ItemId)>,
}

impl Known {
    /// Returns the cells that an event changes, and remembers them.
    fn cells_of(&mut self, event: &Event) -> Vec<(PlaceId, ItemId)> {
        if let Event::ItemsMerged { item, into } = *event {
            return self.merge(item, into);
        }
        let settled = if let Event::Settled { supply, .. } = event { Some(supply) } else { None };
        let settled = settled.and_then(|supply| self.supplies.get(supply).copied());
        if let Event::Underway(supply) = event {
            self.supplies.insert(supply.id, (supply.to, supply.item));
        }
        let cells: Vec<_> = cells_of(event).into_iter().flatten().chain(settled).collect();
        for (place, item) in &cells {
            self.places.entry(*item).or_default().insert(*place);
        }
        cells
    }

    /// All that stood under an item stands under the other.
    fn merge(&mut self, item: ItemId, into: ItemId) -> Vec<(PlaceId, ItemId)> {
        let moved = self.places.remove(&item).unwrap_or_default();
        let supplies = self.supplies.values_mut().filter(|cell| cell.1 == item);
        supplies.for_each(|cell| cell.1 = into);
        self.places.entry(into).or_default().extend(&moved);
        moved.into_iter().flat_map(|place| [(place, item), (place, into)]).collect()
    }
}

/// The cells that an event names.
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

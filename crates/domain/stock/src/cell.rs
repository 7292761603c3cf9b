//! One item at one place, and all of them.

use std::collections::BTreeMap;

use prefetch_index::prefetch_index;
use sklad_base::{ItemId, PlaceId, Quantity};

/// What stands at one place of one item, in the item's base unit.
///
/// ```
/// use sklad_base::Quantity;
/// use sklad_stock::Cell;
///
/// assert_eq!(Cell::default().available(), Quantity::ZERO);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cell {
    pub(crate) on_hand: Quantity,
    pub(crate) reserved: Quantity,
    pub(crate) held: Quantity,
    pub(crate) pending: Quantity,
}

impl Cell {
    /// Returns what is physically there.
    #[must_use]
    pub const fn on_hand(self) -> Quantity {
        self.on_hand
    }

    /// Returns what is on hand and promised to order lines.
    #[must_use]
    pub const fn reserved(self) -> Quantity {
        self.reserved
    }

    /// Returns what is on hand and set aside.
    #[must_use]
    pub const fn held(self) -> Quantity {
        self.held
    }

    /// Returns what accepted orders ask for and neither hold nor have taken (B5), backordered units among it.
    #[must_use]
    pub const fn pending(self) -> Quantity {
        self.pending
    }

    /// Returns on hand less reserved less held: what can be promised now.
    #[must_use]
    pub const fn available(self) -> Quantity {
        self.on_hand.saturating_sub(self.reserved).saturating_sub(self.held)
    }

    /// Returns available less pending: what can be promised if all who wait are served first (B5).
    #[must_use]
    pub const fn uncommitted(self) -> Quantity {
        self.available().saturating_sub(self.pending)
    }

    /// Returns by how much those who wait go short (B12).
    #[must_use]
    pub const fn short(self) -> Quantity {
        self.pending.saturating_sub(self.available().or_zero()).or_zero()
    }
}

/// All cells, a row of shelves for each place; the row of a place ends with the highest item that ever stood there.
///
/// What is held is rare and stands beside, so that two shelves fill a cache line.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shelves {
    rows: Vec<Vec<Shelf>>,
    held: BTreeMap<(PlaceId, ItemId), Quantity>,
}

/// The parts of a cell that nearly every command touches.
#[derive(Debug, Clone, Copy)]
#[repr(align(32))]
pub(crate) struct Shelf {
    pub(crate) on_hand: Quantity,
    pub(crate) reserved: Quantity,
    pub(crate) pending: Quantity,
    /// The first slot of the chain of claims on this cell.
    pub(crate) first: u32,
    has_held: bool,
    /// Whether nobody waits here, nothing is held, and no sum comes near its end.
    plain: bool,
}

impl Shelf {
    const EMPTY: Self = Self {
        on_hand: Quantity::ZERO,
        reserved: Quantity::ZERO,
        pending: Quantity::ZERO,
        first: crate::claims::NONE,
        has_held: false,
        plain: true,
    };
}

impl Shelf {
    /// Tells whether nobody waits here, nothing is held, and no sum comes near its end.
    #[inline]
    pub(crate) const fn is_plain(&self) -> bool {
        self.plain
    }

    /// Returns what can be promised, on a plain shelf: no sum there comes near its end.
    #[inline]
    pub(crate) const fn free(&self) -> Quantity {
        plus(self.on_hand, self.reserved.millionths().wrapping_neg())
    }

    /// Promises so much more, on a plain shelf.
    #[inline]
    pub(crate) const fn promise(&mut self, by: Quantity) {
        self.reserved = plus(self.reserved, by.millionths());
    }

    /// Gives away what was promised, on a plain shelf.
    #[inline]
    pub(crate) const fn give(&mut self, by: Quantity) {
        self.on_hand = plus(self.on_hand, by.millionths().wrapping_neg());
        self.reserved = plus(self.reserved, by.millionths().wrapping_neg());
    }

    /// Changes it, and looks again whether it is plain.
    pub(crate) fn change(&mut self, change: impl FnOnce(&mut Self)) {
        change(self);
        let small = |part: Quantity| part.millionths().unsigned_abs() < SMALL;
        self.plain =
            self.pending.is_zero() && !self.has_held && small(self.on_hand) && small(self.reserved);
    }
}

/// The sum of what is small.
const fn plus(part: Quantity, by: i64) -> Quantity {
    Quantity::from_millionths(part.millionths().wrapping_add(by))
}

/// Sums of two dozen such parts fit into 64 bits.
pub(crate) const SMALL: u64 = 1 << 57;

impl Shelves {
    pub(crate) fn cell(&self, place: PlaceId, item: ItemId) -> Cell {
        let Some(shelf) = self.shelf(place, item) else { return Cell::default() };
        let Shelf { on_hand, reserved, pending, has_held, .. } = *shelf;
        let held = if has_held { self.held_at(place, item) } else { Quantity::ZERO };
        Cell { on_hand, reserved, held, pending }
    }

    #[inline]
    pub(crate) fn shelf(&self, place: PlaceId, item: ItemId) -> Option<&Shelf> {
        self.rows.get(place.index())?.get(item.index())
    }

    /// Lets the machine fetch a shelf while others are worked on.
    #[inline]
    pub(crate) fn prefetch(&self, place: PlaceId, item: ItemId) {
        if let Some(row) = self.rows.get(place.index()) {
            prefetch_index(row, item.index());
        }
    }

    #[inline]
    pub(crate) fn shelf_mut(&mut self, place: PlaceId, item: ItemId) -> &mut Shelf {
        let (row, column) = (place.index(), item.index());
        if self.rows.get(row).is_none_or(|shelves| shelves.len() <= column) {
            self.grow(row, column);
        }
        &mut self.rows[row][column]
    }

    /// Returns a shelf that is there and plain.
    #[inline]
    pub(crate) fn plain_mut(&mut self, place: PlaceId, item: ItemId) -> Option<&mut Shelf> {
        let shelf = self.rows.get_mut(place.index())?.get_mut(item.index())?;
        shelf.plain.then_some(shelf)
    }

    pub(crate) fn hold(&mut self, place: PlaceId, item: ItemId, by: Quantity) {
        let held = self.held_at(place, item).saturating_add(by);
        if held.is_zero() {
            self.held.remove(&(place, item));
        } else {
            self.held.insert((place, item), held);
        }
        self.shelf_mut(place, item).change(|shelf| shelf.has_held = !held.is_zero());
    }

    /// Goes through the cells of a place where something stands.
    pub(crate) fn of(&self, place: PlaceId) -> impl Iterator<Item = (ItemId, Cell)> {
        let row = self.rows.get(place.index());
        let items =
            row.into_iter().flatten().enumerate().filter_map(|(item, _)| ItemId::after(item));
        let cells = items.map(move |item| (item, self.cell(place, item)));
        cells.filter(|(_, cell)| *cell != Cell::default())
    }

    /// Returns how many cells have room, and the bytes they take.
    pub(crate) fn room(&self) -> (usize, usize) {
        let cells = self.rows.iter().map(Vec::len).sum();
        let room = self.rows.iter().map(|row| row.capacity() * size_of::<Shelf>());
        (cells, room.sum())
    }

    fn held_at(&self, place: PlaceId, item: ItemId) -> Quantity {
        self.held.get(&(place, item)).copied().unwrap_or_default()
    }

    #[cold]
    fn grow(&mut self, row: usize, column: usize) {
        if self.rows.len() <= row {
            self.rows.resize_with(row + 1, Vec::new);
        }
        self.rows[row].resize(column + 1, Shelf::EMPTY);
    }
}

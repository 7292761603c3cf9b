//! All cells, packed: what nearly every command touches is 16 bytes.

use prefetch_index::prefetch_index;
use sklad_base::{ItemId, PlaceId, Quantity};

use crate::{Cell, claims::NONE};

/// All cells, a row of shelves for each place; the row of a place ends with the highest item that ever stood there.
///
/// Four shelves fill a cache line. Cells that do not fit into a shelf are few and stand beside.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shelves {
    rows: Vec<Vec<Shelf>>,
    beside: Vec<Cell>,
    /// Which of those are free.
    free: Vec<u32>,
}

/// A cell where nobody waits, nothing is held and no sum is below zero or very large: such a shelf is plain. What is
/// on hand and what is reserved take 48 bits each, and share their words with the halves of a slot's number.
/// Any other cell stands beside, and on its shelf, below zero, where.
#[derive(Debug, Clone, Copy)]
#[repr(align(16))]
pub(crate) struct Shelf {
    on_hand: i64,
    reserved: i64,
}

impl Shelf {
    const EMPTY: Self = {
        let mut shelf = Self { on_hand: 0, reserved: 0 };
        shelf.set_first(NONE);
        shelf
    };

    /// Tells whether all that stands there is on the shelf itself.
    #[inline]
    pub(crate) const fn is_plain(&self) -> bool {
        self.on_hand >= 0
    }

    /// Returns what is there, on a plain shelf.
    #[inline]
    pub(crate) const fn on_hand(&self) -> Quantity {
        Quantity::from_millionths(self.on_hand >> HALF)
    }

    /// Returns what is promised, on a plain shelf.
    #[inline]
    pub(crate) const fn reserved(&self) -> Quantity {
        Quantity::from_millionths(self.reserved >> HALF)
    }

    /// Returns what can be promised, on a plain shelf.
    #[inline]
    pub(crate) const fn free(&self) -> Quantity {
        Quantity::from_millionths((self.on_hand >> HALF) - (self.reserved >> HALF))
    }

    /// Promises so much more, on a plain shelf; the sum must be one that fits.
    #[inline]
    pub(crate) const fn promise(&mut self, by: Quantity) {
        self.reserved = self.reserved.wrapping_add(by.millionths() << HALF);
    }

    /// Gives away what was promised, on a plain shelf; so much must be there.
    #[inline]
    pub(crate) const fn give(&mut self, by: Quantity) {
        self.on_hand = self.on_hand.wrapping_sub(by.millionths() << HALF);
        self.reserved = self.reserved.wrapping_sub(by.millionths() << HALF);
    }

    /// Tells whether a plain shelf stays so if so much more comes and is promised, which may be below zero.
    #[inline]
    pub(crate) const fn bears(&self, on_hand: Quantity, reserved: Quantity) -> bool {
        is_small(self.on_hand().saturating_add(on_hand))
            && is_small(self.reserved().saturating_add(reserved))
    }

    /// Returns the latest slot that was written for this cell.
    #[inline]
    #[expect(clippy::as_conversions, reason = "the bits count")]
    pub(crate) const fn first(&self) -> u32 {
        (self.on_hand & LOW) as u32 | ((self.reserved & LOW) as u32) << HALF
    }

    #[inline]
    #[expect(clippy::as_conversions, reason = "the bits count")]
    pub(crate) const fn set_first(&mut self, slot: u32) {
        self.on_hand = (self.on_hand & !LOW) | (slot as i64 & LOW);
        self.reserved = (self.reserved & !LOW) | (slot >> HALF) as i64;
    }

    const fn set(&mut self, on_hand: i64, reserved: Quantity) {
        self.on_hand = (self.on_hand & LOW) | (on_hand << HALF);
        self.reserved = (self.reserved & LOW) | (reserved.millionths() << HALF);
    }

    /// Returns where what stands here stands beside.
    fn beside(&self) -> Option<usize> {
        usize::try_from(!(self.on_hand >> HALF)).ok().filter(|_| !self.is_plain())
    }
}

impl Shelves {
    pub(crate) fn cell(&self, place: PlaceId, item: ItemId) -> Cell {
        let Some(shelf) = self.shelf(place, item) else { return Cell::default() };
        match shelf.beside() {
            Some(at) => self.beside[at],
            None => {
                let (on_hand, reserved) = (shelf.on_hand(), shelf.reserved());
                Cell { on_hand, reserved, ..Cell::default() }
            }
        }
    }

    /// Changes a cell, and returns what it is then.
    pub(crate) fn change(
        &mut self,
        place: PlaceId,
        item: ItemId,
        change: impl FnOnce(&mut Cell),
    ) -> Cell {
        let mut cell = self.cell(place, item);
        change(&mut cell);
        let Cell { on_hand, reserved, held, pending } = cell;
        let fits = is_small(on_hand) && is_small(reserved) && held.is_zero() && pending.is_zero();
        let beside = self.shelf_mut(place, item).beside();
        let sums = if fits {
            self.free.extend(beside.and_then(|at| u32::try_from(at).ok()));
            (on_hand.millionths(), reserved)
        } else {
            (!self.put_beside(beside, cell), Quantity::ZERO)
        };
        self.shelf_mut(place, item).set(sums.0, sums.1);
        cell
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
        shelf.is_plain().then_some(shelf)
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
        let rows: usize = self.rows.iter().map(Vec::capacity).sum();
        let beside = self.beside.capacity() * size_of::<Cell>();
        (cells, rows * size_of::<Shelf>() + beside + self.free.capacity() * size_of::<u32>())
    }

    /// Puts a cell beside, where it stood or where room is, and returns where.
    fn put_beside(&mut self, at: Option<usize>, cell: Cell) -> i64 {
        let free = || self.free.pop().and_then(|at| usize::try_from(at).ok());
        let at = at.or_else(free).unwrap_or(self.beside.len());
        match self.beside.get_mut(at) {
            Some(beside) => *beside = cell,
            None => self.beside.push(cell),
        }
        i64::try_from(at).unwrap_or(i64::MAX)
    }

    #[cold]
    fn grow(&mut self, row: usize, column: usize) {
        if self.rows.len() <= row {
            self.rows.resize_with(row + 1, Vec::new);
        }
        self.rows[row].resize(column + 1, Shelf::EMPTY);
    }
}

/// Tells whether a sum fits onto a shelf.
#[inline]
const fn is_small(sum: Quantity) -> bool {
    sum.millionths().cast_unsigned() < SMALL
}

/// From here on sums stand beside: 140 million units.
pub(crate) const SMALL: u64 = 1 << 47;
/// The bits of half a slot's number.
const HALF: u32 = 16;
const LOW: i64 = (1 << HALF) - 1;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shelf_is_as_small_as_it_can_be() {
        assert_eq!(size_of::<Shelf>(), 16);
    }

    #[test]
    fn what_does_not_fit_stands_beside_and_comes_back() {
        let (mut shelves, place, item) = (Shelves::default(), PlaceId::new(1), ItemId::new(2));
        let largest = i64::try_from(SMALL).unwrap();
        shelves.shelf_mut(place, item).set_first(0x1234_5678);
        let sums = [0, 1, -1, largest - 1, largest, -largest, i64::MAX, i64::MIN];
        for (on_hand, reserved) in sums.iter().flat_map(|left| sums.map(|right| (*left, right))) {
            for (held, pending) in [(0, 0), (1, 0), (0, 1), (i64::MAX, i64::MAX)] {
                let [on_hand, reserved, held, pending] =
                    [on_hand, reserved, held, pending].map(Quantity::from_millionths);
                let cell = Cell { on_hand, reserved, held, pending };
                assert_eq!(shelves.change(place, item, |now| *now = cell), cell);
                assert_eq!(shelves.cell(place, item), cell);
                assert_eq!(shelves.cell(place, ItemId::new(1)), Cell::default());
                let shelf = shelves.shelf(place, item).unwrap();
                assert_eq!(shelf.first(), 0x1234_5678);
                let fits = (0..largest).contains(&on_hand.millionths())
                    && (0..largest).contains(&reserved.millionths())
                    && (held, pending) == (Quantity::ZERO, Quantity::ZERO);
                assert_eq!(shelf.is_plain(), fits, "{cell:?}");
            }
        }
        assert_eq!((shelves.beside.len(), shelves.free.len()), (1, 0));
        shelves.change(place, item, |cell| *cell = Cell::default());
        assert_eq!((shelves.beside.len(), shelves.free.len()), (1, 1));
    }

    #[test]
    fn a_plain_shelf_changes_as_long_as_it_stays_so() {
        let (mut shelf, units) = (Shelf::EMPTY, Quantity::units);
        shelf.set(units(5).millionths(), units(2));
        assert_eq!(
            (shelf.on_hand(), shelf.reserved(), shelf.free()),
            (units(5), units(2), units(3))
        );
        assert!(shelf.bears(units(5).negated(), units(2).negated()));
        assert!(
            !shelf.bears(units(0), units(3).negated())
                && !shelf.bears(units(6).negated(), units(0))
        );
        shelf.promise(units(1));
        shelf.give(units(2));
        assert_eq!((shelf.on_hand(), shelf.reserved(), shelf.first()), (units(3), units(1), NONE));
    }
}

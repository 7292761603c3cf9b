//! The slots, in the order in which they were written, so that who comes or goes touches no one else's slot.
//!
//! A slot's number says how old it is. A cell's chain goes from newer to older slots: a link that does not lead to an
//! older one of the same cell leads to nothing any more, so links to what is gone may stay as they are. The pages
//! behind the oldest slot that is not gone are used again; where it holds up too many, it is written anew.

use prefetch_index::prefetch_index;
use sklad_base::{ItemId, PlaceId};

use super::{
    NONE, ix,
    slot::{Asks, Slot},
};

/// All slots from the oldest that is not gone to the latest, by number: numbers go round.
#[derive(Debug, Clone, Default)]
pub(super) struct Ring {
    /// A power of two of them, each filled from its start; those that nothing stands in take no room.
    pages: Vec<Vec<Slot>>,
    /// A page that has become free.
    spare: Vec<Slot>,
    /// The number of the next slot.
    next: u32,
    /// The number of the oldest slot that is not gone; the next one's where there is none.
    oldest: u32,
    live: u32,
    /// How many more may be written before one should look whether the oldest ones hold up too many.
    rest: u32,
}

impl Ring {
    #[inline]
    pub(super) fn get(&self, number: u32) -> Option<&Slot> {
        self.pages.get(self.page(number))?.get(place(number))
    }

    #[inline]
    pub(super) fn get_mut(&mut self, number: u32) -> Option<&mut Slot> {
        let page = self.page(number);
        self.pages.get_mut(page)?.get_mut(place(number))
    }

    /// Lets the machine fetch four slots side by side while others are worked on.
    #[inline]
    pub(super) fn prefetch_row(&self, first: u32) {
        if let Some(page) = self.pages.get(self.page(first)) {
            (0..4).step_by(2).for_each(|at| prefetch_index(page, place(first) + at));
        }
    }

    /// Writes a slot behind the others, and returns its number.
    #[inline]
    pub(super) fn write(&mut self, fresh: Slot) -> u32 {
        let number = self.next;
        if place(number) == 0 {
            self.open();
        }
        let page = self.page(number);
        if let Some(page) = self.pages.get_mut(page) {
            page.push(fresh);
        }
        self.next = number.wrapping_add(1) & NUMBERS;
        self.rest = self.rest.saturating_sub(1);
        self.live += 1;
        number
    }

    /// Returns the page in which so many slots, which are fewer than it holds, come to stand side by side, and the
    /// number of the first; they are written behind what stands in it.
    #[inline]
    pub(super) fn begin_row(&mut self, slots: usize) -> (u32, &mut Vec<Slot>) {
        if place(self.next) == 0 || place(self.next) + slots > ix(PAGE) {
            self.open_for_row();
        }
        let page = self.page(self.next);
        (self.next, &mut self.pages[page])
    }

    /// Counts so many slots that were written.
    #[inline]
    pub(super) fn end_row(&mut self, slots: usize) {
        let slots = u32::try_from(slots).unwrap_or(PAGE);
        self.next = self.next.wrapping_add(slots) & NUMBERS;
        self.rest = self.rest.saturating_sub(slots);
        self.live += slots;
    }

    /// Returns so many slots side by side.
    #[inline]
    pub(super) fn row_mut(&mut self, first: u32, slots: usize) -> Option<&mut [Slot]> {
        let (page, place) = (self.page(first), place(first));
        self.pages.get_mut(page)?.get_mut(place..place + slots)
    }

    /// Counts so many slots side by side that are gone now.
    #[inline]
    pub(super) fn left_row(&mut self, first: u32, slots: usize) {
        let slots = u32::try_from(slots).unwrap_or(0);
        self.live -= slots;
        if first == self.oldest {
            let next = first.wrapping_add(slots);
            let stands = |slot: &Slot| slot.asks != Asks::Gone;
            if place(next) != 0 && self.get(next).is_some_and(stands) {
                self.oldest = next;
            } else {
                self.find_oldest();
            }
        }
    }

    /// Frees a slot that is not gone.
    pub(super) fn leave(&mut self, number: u32) {
        let Some(slot) = self.get_mut(number) else { return };
        slot.asks = Asks::Gone;
        self.live -= 1;
        if number == self.oldest {
            self.find_oldest();
        }
    }

    /// Passes over what is gone, a page at a time.
    #[cold]
    fn find_oldest(&mut self) {
        while let Some(page) = self.pages.get(self.page(self.oldest)) {
            let slots = page.get(place(self.oldest)..).unwrap_or_default();
            let gone = slots.iter().take_while(|slot| slot.asks == Asks::Gone).count();
            self.oldest = self.oldest.wrapping_add(u32::try_from(gone).unwrap_or(0)) & NUMBERS;
            if gone == 0 || place(self.oldest) != 0 {
                return;
            }
            self.close();
        }
    }

    /// Goes through the slots of a cell that are not gone, the latest first.
    pub(super) fn of_cell(
        &self,
        latest: u32,
        cell: (PlaceId, ItemId),
    ) -> impl Iterator<Item = u32> {
        let (mut at, mut age) = (latest, 0);
        let chain = std::iter::from_fn(move || {
            let number = at;
            let older = self.age(number).filter(|its| *its > age)?;
            let slot = self.get(number).filter(|slot| (slot.place, slot.item) == cell)?;
            (at, age) = (slot.below, older);
            Some((number, slot.asks))
        });
        chain.filter(|(_, asks)| *asks != Asks::Gone).map(|(number, _)| number)
    }

    /// Returns a slot that should be written anew, as behind it more is gone than half of what is there. Fewer would
    /// cost less memory and more work: where most claims stay long, two are written anew for each that comes.
    pub(super) const fn holds_up(&self) -> Option<u32> {
        let length = self.next.wrapping_sub(self.oldest) & NUMBERS;
        let many = self.live + self.live / 2 + 2 * PAGE;
        if length > many { Some(self.oldest) } else { None }
    }

    /// Tells whether one should look whether slots [hold up](Self::holds_up) others.
    #[inline]
    pub(super) const fn is_due(&self) -> bool {
        self.rest == 0
    }

    /// It was looked at.
    pub(super) const fn put_off(&mut self) {
        self.rest = WHILE;
    }

    /// Returns how many slots are not gone.
    pub(super) fn len(&self) -> usize {
        ix(self.live)
    }

    /// Returns the bytes that slots take.
    pub(super) fn bytes(&self) -> usize {
        let slots: usize = self.pages.iter().map(Vec::capacity).sum();
        let slots = slots + self.spare.capacity();
        slots * size_of::<Slot>() + self.pages.capacity() * size_of::<Vec<Slot>>()
    }

    /// Opens another page; what is left of the one before stays empty.
    #[cold]
    fn open_for_row(&mut self) {
        while place(self.next) != 0 {
            let page = self.page(self.next);
            self.pages[page].push(Slot::GONE);
            self.next = self.next.wrapping_add(1) & NUMBERS;
        }
        self.open();
        self.find_oldest();
    }

    /// Opens the page of the next slot, unless it is open and nothing was written into it.
    #[cold]
    fn open(&mut self) {
        if self.pages.get(self.page(self.next)).is_none_or(|page| !page.is_empty()) {
            self.grow();
        }
        let at = self.page(self.next);
        if self.pages[at].capacity() > 0 {
            return;
        }
        let mut page = std::mem::take(&mut self.spare);
        page.clear();
        page.reserve_exact(ix(PAGE));
        self.pages[at] = page;
    }

    /// Frees the page before the oldest slot.
    #[cold]
    fn close(&mut self) {
        let at = self.page(self.oldest.wrapping_sub(1) & NUMBERS);
        self.spare = std::mem::take(&mut self.pages[at]);
    }

    /// Makes room for twice as many pages: each goes where its numbers lead to.
    fn grow(&mut self) {
        let room = (self.pages.len() * 2).max(4);
        let mut before = std::mem::replace(&mut self.pages, vec![Vec::new(); room]);
        let first = self.oldest & !(PAGE - 1);
        for nth in (0..NUMBERS / PAGE).take(before.len()) {
            let number = first.wrapping_add(nth * PAGE) & NUMBERS;
            let (from, to) = (ix(number / PAGE) & (before.len() - 1), self.page(number));
            self.pages[to] = std::mem::take(&mut before[from]);
        }
    }

    /// Which page a number is in; past the end for no number.
    #[inline]
    const fn page(&self, number: u32) -> usize {
        ix(number / PAGE) & (self.pages.len().wrapping_sub(1) | ix(NONE / PAGE - NUMBERS / PAGE))
    }

    /// Returns how many slots ago one was written, if nothing was written over it.
    const fn age(&self, number: u32) -> Option<u32> {
        let age = self.next.wrapping_sub(number) & NUMBERS;
        let length = self.next.wrapping_sub(self.oldest) & NUMBERS;
        if number != NONE && age <= length { Some(age) } else { None }
    }
}

/// Where in its page a number is.
const fn place(number: u32) -> usize {
    ix(number % PAGE)
}

/// Numbers go round: half of them are more than slots there will ever be.
const NUMBERS: u32 = u32::MAX >> 1;
/// Slots in a page; few in tests, so that pages come and go there.
const PAGE: u32 = if cfg!(test) { 8 } else { 2048 };
/// After so many slots one should look whether the oldest ones hold up others.
const WHILE: u32 = PAGE / 8;

#[cfg(test)]
impl Ring {
    /// A ring whose numbers start anew after three pages.
    pub(super) fn near_the_end() -> Self {
        let next = NUMBERS + 1 - 3 * PAGE;
        Self { next, oldest: next, ..Self::default() }
    }
}

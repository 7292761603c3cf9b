//! The first slot of each order: pages of neighbours, so nothing is hashed and new orders stand side by side.

use prefetch_index::prefetch_index;
use sklad_base::OrderId;

use super::NONE;

/// First slots by the order's number. Numbers count up, so whole pages come and go.
#[derive(Debug, Clone, Default)]
pub(super) struct Orders {
    pages: Vec<Option<Box<Page>>>,
    /// The page that was emptied last: where orders leave as fast as they come, it is soon asked for again.
    spare: Option<Box<Page>>,
}

/// The first slots of neighbouring orders.
#[derive(Debug, Clone)]
struct Page {
    firsts: [u32; PAGE],
    live: usize,
}

impl Page {
    const EMPTY: Self = Self { firsts: [NONE; PAGE], live: 0 };
}

impl Orders {
    /// Says which slot is the first of an order; a page without orders goes.
    #[inline]
    pub(super) fn set_first(&mut self, order: OrderId, slot: u32) {
        let at = order.index() / PAGE;
        let page = match self.pages.get_mut(at) {
            Some(Some(page)) => page,
            Some(None) | None => self.open(at),
        };
        let first = &mut page.firsts[order.index() % PAGE];
        page.live = page.live + usize::from(slot != NONE) - usize::from(*first != NONE);
        *first = slot;
        if page.live == 0 {
            self.spare = self.pages[at].take();
        }
    }

    #[cold]
    fn open(&mut self, at: usize) -> &mut Page {
        if self.pages.len() <= at {
            self.pages.resize(at + 1, None);
        }
        let spare = || self.spare.take().unwrap_or_else(|| Box::new(Page::EMPTY));
        self.pages[at].get_or_insert_with(spare)
    }

    /// Returns the first slot of an order.
    #[inline]
    pub(super) fn first(&self, order: OrderId) -> u32 {
        let page = self.pages.get(order.index() / PAGE);
        page.and_then(Option::as_deref).map_or(NONE, |page| page.firsts[order.index() % PAGE])
    }

    /// Lets the machine fetch where the first slot of an order is written down.
    #[inline]
    pub(super) fn prefetch(&self, order: OrderId) {
        if let Some(Some(page)) = self.pages.get(order.index() / PAGE) {
            prefetch_index(page.firsts.as_slice(), order.index() % PAGE);
        }
    }

    /// Goes through the first slots, orders ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = u32> {
        let pages = self.pages.iter().flatten();
        pages.flat_map(|page| page.firsts).filter(|first| *first != NONE)
    }

    /// Returns the bytes that this takes.
    pub(super) fn room(&self) -> usize {
        let pages = self.pages.iter().chain([&self.spare]).flatten().count() * size_of::<Page>();
        self.pages.capacity() * size_of::<Option<Box<Page>>>() + pages
    }
}

const PAGE: usize = 256;

//! What a few commands will need, read ahead: the machine fetches it for all of them at once.
//!
//! One short loop for each kind of memory: the shorter a loop, the more of its reads are under way together.

use sklad_base::{Envelope, ItemId, OrderId, PlaceId};

use crate::{Command, Entry, Ledger, claims::NONE};

/// What is to be read: numbers, at most as many as there is room for.
struct Few<T> {
    all: [T; ROOM],
    count: usize,
}

impl Ledger {
    /// Reads first the shelves and the claims of orders, then the neighbours of claims that come or go; the number means
    /// nothing.
    pub(crate) fn read_ahead(&self, commands: &[Envelope<Command>]) -> u64 {
        let nowhere = (PlaceId::new(0), ItemId::new(0));
        let (mut taken, mut filled) = (Few::of(nowhere), Few::of(nowhere));
        let mut orders = Few::of(OrderId::new(0));
        for command in commands {
            let Command::Book(entries) = &command.command else { continue };
            let mut last = None;
            let begins = matches!(entries.first(), Some(Entry::Reserve { .. }));
            let cells = if begins { &mut taken } else { &mut filled };
            for entry in entries.iter().take(LINES) {
                let (Entry::Reserve { line, goods, .. }
                | Entry::Release { line, goods }
                | Entry::Fulfil { line, goods }
                | Entry::Ship { line, goods }) = *entry
                else {
                    break;
                };
                cells.push((goods.place, goods.item));
                last = Some(line);
            }
            if let Some(line) = last.filter(|_| !begins) {
                orders.push(line.order());
            }
        }
        self.touch_orders(orders.as_slice())
            ^ self.touch_shelves(filled.as_slice())
            ^ self.touch_heads(taken.as_slice())
    }

    fn touch_shelves(&self, cells: &[(PlaceId, ItemId)]) -> u64 {
        cells.iter().fold(0, |sum, (place, item)| sum ^ u64::from(self.first_on(*place, *item)))
    }

    /// Reads shelves and the latest claim on each, which gets a neighbour.
    fn touch_heads(&self, cells: &[(PlaceId, ItemId)]) -> u64 {
        let mut heads = [NONE; ROOM];
        for (head, (place, item)) in heads.iter_mut().zip(cells) {
            *head = self.first_on(*place, *item);
        }
        heads.iter().take(cells.len()).fold(0, |sum, head| sum ^ self.touch_slot(*head))
    }

    /// Reads the claims of orders and the neighbours of each on its cell, which change when it leaves.
    fn touch_orders(&self, orders: &[OrderId]) -> u64 {
        let (mut slots, mut besides) = (Few::of(NONE), Few::of(NONE));
        orders.iter().for_each(|order| slots.push(self.claims.first(*order)));
        for _ in 0..LINES {
            for slot in slots.all.iter_mut().take(slots.count) {
                let [next, above, below] = self.claims.touch(*slot);
                *slot = next;
                besides.push_if(above, above != NONE);
                besides.push_if(below, below != NONE);
            }
        }
        besides.as_slice().iter().fold(0, |sum, slot| sum ^ self.touch_slot(*slot))
    }

    #[inline]
    fn first_on(&self, place: PlaceId, item: ItemId) -> u32 {
        self.shelves.shelf(place, item).map_or(NONE, |shelf| shelf.first)
    }

    #[inline]
    fn touch_slot(&self, slot: u32) -> u64 {
        u64::from(self.claims.touch(slot)[0])
    }
}

impl<T: Copy> Few<T> {
    #[inline]
    const fn of(nothing: T) -> Self {
        Self { all: [nothing; ROOM], count: 0 }
    }

    #[inline]
    fn push(&mut self, one: T) {
        self.push_if(one, true);
    }

    /// Takes it in on a condition that nobody can foresee: it is added, not branched on.
    #[inline]
    fn push_if(&mut self, one: T, counts: bool) {
        if let Some(next) = self.all.get_mut(self.count) {
            *next = one;
            self.count += usize::from(counts);
        }
    }

    fn as_slice(&self) -> &[T] {
        self.all.get(..self.count).unwrap_or(&self.all)
    }
}

/// How much is read ahead at most: four lines of 32 commands, and two neighbours each.
const ROOM: usize = 256;
/// How many lines of a command are read ahead.
const LINES: usize = 4;

//! What a few commands will need, read ahead: the machine fetches it for all of them at once.
//!
//! One short loop for each kind of memory: the shorter a loop, the more of its reads are under way together.

use sklad_base::{Envelope, ItemId, LineId, OrderId, PlaceId};

use crate::{Account, Claim, Command, Entry, Event, Goods, Ledger, Movement, claims::NONE};

/// What is to be read: numbers, at most as many as there is room for.
struct Few<T> {
    all: [T; ROOM],
    count: usize,
}

/// What a few commands or events will need.
struct Needs {
    /// Cells that a claim comes to.
    taken: Few<(PlaceId, ItemId)>,
    /// Cells that change otherwise.
    other: Few<(PlaceId, ItemId)>,
    /// Orders whose claims change.
    orders: Few<OrderId>,
}

impl Ledger {
    /// Reads what commands will need; the number means nothing.
    pub(crate) fn read_ahead(&self, commands: &[Envelope<Command>]) -> u64 {
        let mut needs = Needs::none();
        for command in commands {
            let Command::Book(entries) = &command.command else { continue };
            for entry in entries.iter().take(LINES) {
                if let Entry::Reserve { goods: Goods { place, item, .. }, .. } = *entry {
                    needs.taken.push((place, item));
                } else if let Entry::Release { line, goods }
                | Entry::Fulfil { line, goods }
                | Entry::Ship { line, goods } = *entry
                {
                    needs.change(line, (goods.place, goods.item));
                } else {
                    break;
                }
            }
        }
        self.read(&needs)
    }

    /// Reads what events will need; the number means nothing.
    pub(crate) fn read_ahead_of(&self, events: &[Event]) -> u64 {
        let mut needs = Needs::none();
        for event in events {
            if let Event::Claimed(Claim { line, place, item, reserved, .. }) = *event {
                if reserved.is_positive() {
                    needs.taken.push((place, item));
                } else {
                    needs.change(line, (place, item));
                }
            } else if let Event::Moved(Movement { item, from, to, line, .. }) = *event {
                if let (Account::Place(place), Some(line)) = (from, line) {
                    needs.change(line, (place, item));
                } else if let Account::Place(place) = to {
                    needs.other.push((place, item));
                }
            }
        }
        self.read(&needs)
    }

    /// Reads the cells that claims come to; the number means nothing.
    pub(crate) fn read_ahead_to(&self, claims: &[Claim]) -> u64 {
        let mut needs = Needs::none();
        claims.iter().for_each(|claim| needs.taken.push((claim.place, claim.item)));
        self.read(&needs)
    }

    /// Reads first the shelves and the claims of orders, then the neighbours of claims that come or go.
    fn read(&self, needs: &Needs) -> u64 {
        self.touch_orders(needs.orders.as_slice())
            ^ self.touch_shelves(needs.other.as_slice())
            ^ self.touch_heads(needs.taken.as_slice())
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

impl Needs {
    const fn none() -> Self {
        let nowhere = (PlaceId::new(0), ItemId::new(0));
        Self { taken: Few::of(nowhere), other: Few::of(nowhere), orders: Few::of(OrderId::new(0)) }
    }

    /// A line's claim changes on a cell; its order is read once.
    #[inline]
    fn change(&mut self, line: LineId, cell: (PlaceId, ItemId)) {
        self.other.push(cell);
        if self.orders.as_slice().last() != Some(&line.order()) {
            self.orders.push(line.order());
        }
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

/// How much is read ahead at most: four lines of 64 commands.
pub(super) const ROOM: usize = 256;
/// How many lines of a command are read ahead.
const LINES: usize = 4;

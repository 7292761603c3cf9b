//! Which orders there ever were: their names as digests, and the records of those that have left.

use sklad_base::{Channel, Digest, DocumentId, OrderId, OrderNumber, RecordNo};

/// All orders by number, with a digest of channel and number each, and where the departed stand.
///
/// A digest finds candidates and decides nothing: who is found is compared by name, a departed one once it is back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Register {
    /// By order.
    digests: Vec<u64>,
    /// By order: the record that holds its last state, or [`HERE`].
    records: Vec<u64>,
    /// Orders by digest, in open addressing; [`NONE`] where nobody is.
    slots: Vec<u32>,
}

impl Register {
    /// Returns the digest of an order's name.
    pub(crate) fn digest(channel: &Channel, number: &OrderNumber) -> u64 {
        Digest::of(&(channel, number)).number()
    }

    /// Returns how many orders there ever were.
    pub(crate) const fn len(&self) -> usize {
        self.digests.len()
    }

    /// Takes the next order in.
    pub(crate) fn add(&mut self, digest: u64) {
        self.digests.push(digest);
        self.records.push(HERE);
        if self.digests.len() * 8 > self.slots.len() * 7 {
            self.slots = vec![NONE; (self.slots.len() * 2).max(8)];
            (0..self.digests.len()).for_each(|order| self.put(order));
        } else {
            self.put(self.digests.len() - 1);
        }
    }

    /// Goes through the orders whose name has that digest.
    pub(crate) fn named(&self, digest: u64) -> impl Iterator<Item = OrderId> {
        let there = self.way(digest).map(|slot| self.slots[slot]).take_while(|slot| *slot != NONE);
        let orders = there.map(OrderId::new);
        orders.filter(move |order| self.digests.get(order.index()) == Some(&digest))
    }

    /// Returns the record that holds an order which has left.
    pub(crate) fn record_of(&self, order: OrderId) -> Option<RecordNo> {
        let record = self.records.get(order.index()).filter(|record| **record != HERE);
        record.copied().map(RecordNo::new)
    }

    /// Says where an order stands once it has left; nothing where it is back.
    pub(crate) fn set_record(&mut self, order: OrderId, record: Option<RecordNo>) {
        if let Some(there) = self.records.get_mut(order.index()) {
            *there = record.map_or(HERE, RecordNo::number);
        }
    }

    /// Returns the digests of all orders' names, by order.
    #[cfg(feature = "serde")]
    pub(crate) fn digests(&self) -> &[u64] {
        &self.digests
    }

    /// Returns the bytes that this takes.
    pub(crate) const fn room(&self) -> usize {
        (self.digests.capacity() + self.records.capacity()) * size_of::<u64>()
            + self.slots.capacity() * size_of::<u32>()
    }

    fn put(&mut self, order: usize) {
        let Some(id) = OrderId::after(order) else { return };
        let free = self.way(self.digests[order]).find(|slot| self.slots[*slot] == NONE);
        if let Some(slot) = free {
            self.slots[slot] = id.number();
        }
    }

    /// Goes through the slots where an order of that digest may be, each once.
    #[expect(clippy::cast_possible_truncation, reason = "the low bits choose the slot")]
    fn way(&self, digest: u64) -> impl Iterator<Item = usize> + use<> {
        let size = self.slots.len();
        let first = digest as usize & size.saturating_sub(1);
        (first..size).chain(0..first)
    }

    /// Gives an order the digest of another name.
    #[cfg(test)]
    pub(crate) fn mistake(&mut self, order: OrderId, digest: u64) {
        self.digests[order.index()] = digest;
        self.slots.iter_mut().for_each(|slot| *slot = NONE);
        (0..self.digests.len()).for_each(|order| self.put(order));
    }
}

/// Where the driver stands in the log: no answer goes by it, so shops that differ in nothing else are equal.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cursor {
    /// The record that is being written or read.
    pub(crate) record: RecordNo,
}

impl PartialEq for Cursor {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Cursor {}

/// Which order each document belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Owners(Vec<u32>);

impl Owners {
    /// Takes the next document in.
    pub(crate) fn push(&mut self, order: Option<OrderId>) {
        self.0.push(order.map_or(NONE, OrderId::number));
    }

    /// Returns whose a document is, if there is one of that number.
    pub(crate) fn of(&self, document: DocumentId) -> Option<Option<OrderId>> {
        let owner = *self.0.get(document.index())?;
        Some((owner != NONE).then_some(OrderId::new(owner)))
    }

    /// Returns the bytes that this takes.
    pub(crate) const fn room(&self) -> usize {
        self.0.capacity() * size_of::<u32>()
    }
}

const NONE: u32 = u32::MAX;
const HERE: u64 = u64::MAX;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_of_many_orders_is_found_by_its_digest() {
        let digest = |order: u32| Digest::of(&order).number() % 700;
        let mut register = Register::default();
        assert_eq!(register.named(1).next(), None);
        (0..1_000).for_each(|order| register.add(digest(order)));
        for order in 0..1_000 {
            let same: Vec<_> = (0..1_000).filter(|it| digest(*it) == digest(order)).collect();
            let found: Vec<_> = register.named(digest(order)).map(OrderId::number).collect();
            let mut sorted = found.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, same);
        }
        assert_eq!(register.named(701).next(), None);
    }

    #[test]
    fn an_order_that_left_stands_in_its_record_until_it_is_back() {
        let mut register = Register::default();
        register.add(7);
        let order = OrderId::new(0);
        assert_eq!(register.record_of(order), None);
        register.set_record(order, Some(RecordNo::new(5)));
        assert_eq!(register.record_of(order), Some(RecordNo::new(5)));
        register.set_record(order, None);
        assert_eq!((register.record_of(order), register.len()), (None, 1));
    }
}

//! What the orders that have left still take of the machine's memory.

use crate::Shop;

/// What a shop keeps for good: names and records of all orders, and whose each document is.
///
/// ```
/// assert_eq!(sklad_flow::Shop::new().footprint().orders, 0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Footprint {
    /// How many orders there ever were.
    pub orders: usize,
    /// How many of them are live.
    pub live: usize,
    /// The bytes that names and records of all orders take, room for more of them included.
    pub order_bytes: usize,
    /// How many documents there ever were.
    pub documents: u32,
    /// The bytes that their owners take, room for more of them included.
    pub document_bytes: usize,
}

impl Shop {
    /// Returns the memory that is kept for good; what live orders and the ledger take is left out.
    #[must_use]
    pub fn footprint(&self) -> Footprint {
        Footprint {
            orders: self.register.len(),
            live: self.cases.len(),
            order_bytes: self.register.room(),
            documents: self.numbers.documents(),
            document_bytes: self.owners.room(),
        }
    }
}

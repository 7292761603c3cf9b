//! What stands in the diary of a replayed shop.

use sklad::prelude::*;

/// Something that a replay will do at its moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Wanted {
    /// An entry of the history.
    Entry(usize),
    /// An operator reviews an order.
    Review(OrderId),
    /// An operator closes its bill.
    Close(OrderId),
    /// Its goods go on the road.
    Send(OrderId),
    /// Goods of a false order are back.
    Home(OrderId),
    /// The outlet closes its day.
    Evening(Day),
}

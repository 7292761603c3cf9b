//! One item at one place.

use sklad_base::Quantity;

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

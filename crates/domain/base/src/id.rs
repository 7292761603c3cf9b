//! Dense ids: small numbers that stand for things, given once and never used twice.

use std::fmt;

/// Defines one dense id; two kinds never mix.
macro_rules! dense_id {
    ($(#[$doc:meta])* $name:ident, $word:literal) => {
        $(#[$doc])*
        ///
        /// Numbers count up from 0 as things become known, so a vector can be indexed by them.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        pub struct $name(u32);

        impl $name {
            /// Returns the id with that number.
            #[must_use]
            pub const fn new(number: u32) -> Self {
                Self(number)
            }

            /// Returns the id after `count` others, or nothing when four billion are in use.
            #[must_use]
            pub fn after(count: usize) -> Option<Self> {
                u32::try_from(count).ok().map(Self)
            }

            /// Returns the number.
            #[must_use]
            pub const fn number(self) -> u32 {
                self.0
            }

            /// Returns the number as an index into a vector.
            #[must_use]
            #[expect(clippy::as_conversions, reason = "u32 to usize loses nothing where std runs")]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}#{}", $word, self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
    };
}

dense_id!(
    /// An item, known outside by its [`Sku`](crate::Sku).
    ///
    /// ```compile_fail
    /// use sklad_base::{ItemId, PlaceId};
    ///
    /// let item: ItemId = PlaceId::new(1); // a place is not an item
    /// ```
    ItemId,
    "item"
);
dense_id!(
    /// A place where goods lie, known outside by its [`PlaceCode`](crate::PlaceCode).
    PlaceId,
    "place"
);
dense_id!(
    /// An outlet, known outside by its [`OutletCode`](crate::OutletCode).
    OutletId,
    "outlet"
);
dense_id!(
    /// An order, known outside by its channel and number.
    ///
    /// ```compile_fail
    /// use sklad_base::{DocumentId, OrderId};
    ///
    /// let order: OrderId = DocumentId::new(1); // a document is not an order
    /// ```
    OrderId,
    "order"
);
dense_id!(
    /// A document, known to people by its kind and number.
    DocumentId,
    "document"
);

/// A line's place in its order, from 0; a line that is removed keeps its number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct LineNo(u16);

impl LineNo {
    /// Returns the line with that number.
    #[must_use]
    pub const fn new(number: u16) -> Self {
        Self(number)
    }

    /// Returns the line after `count` others, or nothing past 65,536 lines.
    #[must_use]
    pub fn after(count: usize) -> Option<Self> {
        u16::try_from(count).ok().map(Self)
    }

    /// Returns the number.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }

    /// Returns the number as an index into a vector.
    #[must_use]
    #[expect(clippy::as_conversions, reason = "u16 to usize loses nothing")]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl fmt::Display for LineNo {
    /// Writes it as people count: from 1.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", u32::from(self.0).saturating_add(1))
    }
}

impl fmt::Debug for LineNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// One line of one order: who holds a reservation, what a document line is about.
///
/// ```
/// use sklad_base::{LineId, LineNo, OrderId};
///
/// let line = LineId::new(OrderId::new(7), LineNo::new(0));
/// assert_eq!(line.to_string(), "order#7, line 1");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct LineId {
    order: OrderId,
    line: LineNo,
}

impl LineId {
    /// Returns the line of that order.
    #[must_use]
    pub const fn new(order: OrderId, line: LineNo) -> Self {
        Self { order, line }
    }

    /// Returns the order.
    #[must_use]
    pub const fn order(self) -> OrderId {
        self.order
    }

    /// Returns the line within its order.
    #[must_use]
    pub const fn line(self) -> LineNo {
        self.line
    }
}

impl fmt::Display for LineId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.order, self.line)
    }
}

impl fmt::Debug for LineId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

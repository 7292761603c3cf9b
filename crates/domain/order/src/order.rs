//! One order as it stands.

use sklad_base::{LineNo, Quantity, Version};

use crate::{Line, Placed};

/// An order as it stands after all that happened to it.
///
/// ```
/// use sklad_base::{Channel, Currency, ItemId, LineNo, Moment, OrderNumber, PlaceId, Price, Quantity};
/// use sklad_order::{Buyer, Order, Placed, PlacedLine, Standing};
///
/// let price = Price::parse("19.90", Currency::parse("EUR")?)?;
/// let (item, place, quantity) = (ItemId::new(0), PlaceId::new(0), Quantity::units(2));
/// let order = Order::new(Placed {
///     channel: Channel::parse("site")?,
///     number: OrderNumber::parse("1001")?,
///     buyer: Buyer::default(),
///     payment: None,
///     delivery: None,
///     lines: vec![PlacedLine { item, kept: true, place, dispatch: None, quantity, price }],
///     comment: String::new(),
///     moment: Moment::parse("2026-03-02T10:00:00Z")?,
/// });
/// assert_eq!(order.standing(), &Standing::Placed);
/// assert_eq!(order.line(LineNo::new(0)).unwrap().waiting(), quantity);
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub(crate) placed: Box<Placed>,
    pub(crate) standing: Standing,
    pub(crate) lines: Vec<Line>,
    pub(crate) version: Version,
}

/// What is thought of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "four answers to one question; a fifth must break every reader"
)]
pub enum Standing {
    /// Nobody has looked at it yet.
    Placed,
    /// It is genuine.
    Confirmed,
    /// Nobody meant it.
    False {
        /// How that was found.
        reason: String,
    },
    /// It is wanted no more.
    Cancelled {
        /// Why.
        reason: String,
    },
}

impl Order {
    /// Returns the order as it was placed.
    #[must_use]
    pub fn new(placed: Placed) -> Self {
        let lines = placed.lines.iter().copied().map(Line::new).collect();
        let version = Version::new(1);
        Self { placed: Box::new(placed), standing: Standing::Placed, lines, version }
    }

    /// Returns it as it was placed.
    #[must_use]
    pub const fn placed(&self) -> &Placed {
        &self.placed
    }

    /// Returns what is thought of it.
    #[must_use]
    pub const fn standing(&self) -> &Standing {
        &self.standing
    }

    /// Returns how often it has changed.
    #[must_use]
    pub const fn version(&self) -> Version {
        self.version
    }

    /// Tells whether it is false or cancelled.
    #[must_use]
    pub const fn is_dropped(&self) -> bool {
        matches!(self.standing, Standing::False { .. } | Standing::Cancelled { .. })
    }

    /// Tells whether nothing of it is left to do: no unit waits or lies taken.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.lines.iter().all(|line| line.waiting().is_zero() && line.unsent().is_zero())
    }

    /// Returns a line.
    #[must_use]
    pub fn line(&self, line: LineNo) -> Option<&Line> {
        self.lines.get(line.index())
    }

    /// Goes through the lines with their numbers.
    pub fn lines(&self) -> impl Iterator<Item = (LineNo, &Line)> {
        self.lines
            .iter()
            .enumerate()
            .filter_map(|(index, line)| Some((LineNo::after(index)?, line)))
    }

    /// Returns how much of all lines together is in the state that `part` reads.
    pub fn sum(&self, part: impl Fn(&Line) -> Quantity) -> i128 {
        self.lines.iter().map(|line| i128::from(part(line).millionths())).sum()
    }
}

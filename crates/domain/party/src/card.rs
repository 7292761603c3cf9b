//! Cards: the numbers that stand for customers.

use std::fmt;

use sklad_base::OrderId;

use crate::few::push;

/// A card, given once and never used twice; merged, it leads to the one that it was merged into.
///
/// Numbers count up from 0, so a vector can be indexed by them.
///
/// ```compile_fail
/// use sklad_base::OrderId;
/// use sklad_party::CardId;
///
/// let card: CardId = OrderId::new(1); // an order is not a card
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CardId(u32);

impl CardId {
    /// Returns the card with that number.
    #[must_use]
    pub const fn new(number: u32) -> Self {
        Self(number)
    }

    /// Returns the number.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }

    pub(crate) fn index(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

impl fmt::Display for CardId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "card#{}", self.0)
    }
}

impl fmt::Debug for CardId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What the register keeps of one card: 16 bytes.
#[derive(Debug, Clone, Copy, Eq)]
pub(crate) struct Card {
    /// Its newest link, from 1; zero for none.
    pub(crate) first: u32,
    /// The card that it was merged into; itself, while it lives.
    pub(crate) into: CardId,
    /// How many orders are on it.
    pub(crate) orders: u32,
    /// Its KPP; zero for none.
    pub(crate) kpp: u32,
}

impl PartialEq for Card {
    /// Leaves out where its links stand: what they are is compared with the links.
    fn eq(&self, other: &Self) -> bool {
        (self.into, self.orders, self.kpp) == (other.into, other.orders, other.kpp)
    }
}

/// Whose an order is.
///
/// ```
/// use sklad_party::{CardId, Customer};
///
/// assert_ne!(Customer::Known(CardId::new(0)), Customer::Undecided);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(clippy::exhaustive_enums, reason = "known or not: a third must break every reader")]
pub enum Customer {
    /// This card's, or the one's that it was merged into.
    Known(CardId),
    /// A person has to say.
    Undecided,
}

/// Whose the orders are, by their dense numbers: 4 bytes an order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Orders(Vec<u32>);

impl Orders {
    pub(crate) fn get(&self, order: OrderId) -> Option<Customer> {
        customer(*self.0.get(order.index())?)
    }

    /// Goes through all orders up to the last that was looked for, with the cards as they were said.
    pub(crate) fn all(&self) -> impl Iterator<Item = Option<Customer>> {
        self.0.iter().map(|place| customer(*place))
    }

    pub(crate) fn set(&mut self, order: OrderId, customer: Customer) {
        while self.0.len() <= order.index() {
            push(&mut self.0, UNSEEN);
        }
        if let Some(place) = self.0.get_mut(order.index()) {
            *place = match customer {
                Customer::Known(card) => card.0,
                Customer::Undecided => UNDECIDED,
            };
        }
    }
}

const fn customer(place: u32) -> Option<Customer> {
    match place {
        UNSEEN => None,
        UNDECIDED => Some(Customer::Undecided),
        card => Some(Customer::Known(CardId(card))),
    }
}

const UNSEEN: u32 = u32::MAX;
const UNDECIDED: u32 = u32::MAX - 1;
/// So many cards may there be: the two numbers above stand for orders.
pub(crate) const MOST: u32 = u32::MAX - 2;

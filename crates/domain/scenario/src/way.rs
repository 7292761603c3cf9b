//! The four ways and what they promise at once.

use std::fmt;

use crate::{Facts, Happening, Plan, client_order, closed_bill, open_bill, transfer};

/// How an order is reflected in the books.
///
/// Reserving is a choice beside the two ways in which stock falls late; with the other two it has no meaning, so
/// they have no room for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[expect(
    clippy::exhaustive_enums,
    reason = "the four ways of the source; a fifth must break every reader"
)]
pub enum Way {
    /// An open client order, turned into a bill after review (B1-B6).
    ClientOrder(Reserve),
    /// A bill that stays open until an operator closes it (B7, B8).
    OpenBill(Reserve),
    /// A bill made and closed at once (B9).
    ClosedBill,
    /// A transfer from the watched warehouse to the one that sends (B10).
    Transfer,
}

/// When goods on hand are promised to an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "a new answer must break every reader")]
pub enum Reserve {
    /// Not by themselves; a person may do it (G7).
    ByHand,
    /// When the order is placed.
    WhenPlaced,
    /// When it is confirmed (G4).
    WhenConfirmed,
}

impl Way {
    /// Plans what a happening means for the books.
    ///
    /// The happening's own change of the order is in the facts already, but for sending: goods must be billed first.
    #[must_use]
    pub fn plan(self, happening: &Happening<'_>, facts: &Facts<'_>) -> Plan {
        match self {
            Self::ClientOrder(reserve) => client_order::plan(reserve, happening, facts),
            Self::OpenBill(reserve) => open_bill::plan(reserve, happening, facts),
            Self::ClosedBill => closed_bill::plan(happening, facts),
            Self::Transfer => transfer::plan(happening, facts),
        }
    }

    /// Tells whether goods are taken as soon as they are there, without a person.
    #[must_use]
    pub const fn takes_at_once(self) -> bool {
        matches!(self, Self::ClosedBill | Self::Transfer)
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::ClientOrder(_) => "client order",
            Self::OpenBill(_) => "open bill",
            Self::ClosedBill => "closed bill",
            Self::Transfer => "transfer",
        })
    }
}

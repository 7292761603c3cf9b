//! What an order must collect before it is agreed (C2, C8).

use std::fmt;

/// One confirmation: by whom, or of what.
///
/// They may come in any order, and a second one changes nothing.
///
/// ```
/// use sklad_order::Confirmation;
///
/// assert_eq!(Confirmation::PaymentService.to_string(), "payment service");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[expect(
    clippy::exhaustive_enums,
    reason = "written into the log: a new one must break every reader"
)]
pub enum Confirmation {
    /// The customer means it; the shop may say so on the customer's behalf (C2).
    Customer,
    /// The shop has reviewed it and it is genuine (B3, C2); the supplier's is the same (G4).
    Shop,
    /// An online payment service has the money (C8).
    PaymentService,
    /// An instalment service pays (C8).
    InstalmentService,
    /// The cost of shipping is set and approved (C8).
    ShippingCost,
}

impl fmt::Display for Confirmation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Customer => "customer",
            Self::Shop => "shop",
            Self::PaymentService => "payment service",
            Self::InstalmentService => "instalment service",
            Self::ShippingCost => "shipping cost",
        })
    }
}

/// Confirmations that came: a set in one byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Collected(u8);

impl Collected {
    pub(crate) const fn has(self, confirmation: Confirmation) -> bool {
        self.0 & confirmation.bit() != 0
    }

    pub(crate) const fn insert(&mut self, confirmation: Confirmation) {
        self.0 |= confirmation.bit();
    }

    #[cfg(feature = "serde")]
    pub(crate) fn iter(self) -> impl Iterator<Item = Confirmation> {
        Confirmation::ALL.into_iter().filter(move |confirmation| self.has(*confirmation))
    }
}

impl Confirmation {
    #[cfg(feature = "serde")]
    const ALL: [Self; 5] = [
        Self::Customer,
        Self::Shop,
        Self::PaymentService,
        Self::InstalmentService,
        Self::ShippingCost,
    ];

    const fn bit(self) -> u8 {
        match self {
            Self::Customer => 1,
            Self::Shop => 2,
            Self::PaymentService => 4,
            Self::InstalmentService => 8,
            Self::ShippingCost => 16,
        }
    }
}

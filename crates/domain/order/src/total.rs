//! What an order comes to, added up once.

use std::sync::OnceLock;

use sklad_base::Money;

use crate::{Event, Order, Refusal, receipt::sum};

/// The gross total in minor units, once somebody asked for it; what changes it forgets it. It is no part of the state:
/// it follows from the rest.
///
/// An order is asked what it comes to by each rule about money, and costs the same between two of its bills.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known(OnceLock<i64>);

impl Order {
    /// Returns what it costs, VAT included.
    ///
    /// # Errors
    /// As [`receipt`](Self::receipt).
    pub fn total(&self) -> Result<Money, Refusal> {
        if let Some(minor) = self.known.0.get() {
            return Ok(Money::from_minor(i128::from(*minor), self.terms.currency)?);
        }
        let total = self.add_up()?;
        // A total past 64 bits is added up each time.
        if let Ok(minor) = i64::try_from(total.minor()) {
            let _ = self.known.0.set(minor);
        }
        Ok(total)
    }

    /// Adds up what it costs: what is not billed at all costs what its basket does, what is billed whole what its bills
    /// say. In between the receipt knows.
    fn add_up(&self) -> Result<Money, Refusal> {
        if self.all_bills().is_empty() && self.billed_charges().is_none() {
            return Ok(self.open_basket()?.price()?.total().gross());
        }
        let is_billed = self.lines().all(|(no, _)| self.open_quantity(no).is_zero());
        let Some(charges) = self.billed_charges().filter(|_| is_billed) else {
            return Ok(self.receipt()?.total.gross());
        };
        let all = self.all_bills().iter().map(|(_, bill)| bill.frozen.left());
        let all = sum(charges.delivery.plus(charges.fees)?, all)?;
        Ok(all.gross())
    }

    /// Returns what is still to be paid; below zero, what is to be given back.
    ///
    /// Law: it is what [`receipt`](Self::receipt) says.
    ///
    /// # Errors
    /// As [`receipt`](Self::receipt).
    pub fn outstanding(&self) -> Result<Money, Refusal> {
        let total = self.total()?;
        match self.later().and_then(|later| later.payments.as_ref()) {
            Some(moved) => Ok(total.minus(moved.paid())?.plus(moved.refunded())?),
            None => Ok(total),
        }
    }

    /// Forgets what it came to, before something happens that may change it.
    pub(crate) fn forget_total(&mut self, event: &Event) {
        if !event.keeps_total() {
            self.known = Known::default();
        }
    }
}

impl Event {
    /// Tells whether the order costs after it what it cost before.
    const fn keeps_total(&self) -> bool {
        match self {
            Self::Confirmed
            | Self::Collected(_)
            | Self::BuyerChanged(_)
            | Self::GroupChanged(_)
            | Self::Commented(_)
            | Self::Paid(_)
            | Self::Refunded(_)
            | Self::Taken(_)
            | Self::Sent(_)
            | Self::ReturnRequested(_) => true,
            Self::LineAdded(_)
            | Self::Grown(_)
            | Self::Shrunk(_)
            | Self::Rejected { .. }
            | Self::PriceChanged { .. }
            | Self::VatChanged { .. }
            | Self::LineDiscounted { .. }
            | Self::OrderDiscounted(_)
            | Self::Rearranged { .. }
            | Self::MarkedFalse { .. }
            | Self::Cancelled { .. }
            | Self::Billed { .. }
            | Self::Unbilled { .. }
            | Self::ReturnAnswered { .. }
            | Self::Settled { .. } => false,
        }
    }
}

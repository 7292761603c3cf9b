//! What an order comes to, added up once.

use std::sync::atomic::{AtomicI64, Ordering};

use sklad_base::Money;

use crate::{
    Event, Line, Order, Refusal,
    price::{Charge, Plain},
};

/// The gross total in minor units, once somebody asked for it; what changes it forgets it. It is no part of the state:
/// it follows from the rest.
///
/// An order is asked what it comes to by each rule about money, and costs the same between two of its bills.
#[derive(Debug)]
pub(crate) struct Known(AtomicI64);

impl Known {
    fn get(&self) -> Option<i64> {
        Some(self.0.load(Ordering::Relaxed)).filter(|minor| *minor != NOBODY_ASKED)
    }

    /// Keeps it: whoever asks at the same time comes to the same.
    fn set(&self, minor: i64) {
        self.0.store(minor, Ordering::Relaxed);
    }
}

impl Default for Known {
    fn default() -> Self {
        Self(AtomicI64::new(NOBODY_ASKED))
    }
}

impl Clone for Known {
    fn clone(&self) -> Self {
        Self(AtomicI64::new(self.0.load(Ordering::Relaxed)))
    }
}

/// Below all that an order may come to.
const NOBODY_ASKED: i64 = i64::MIN;

impl Order {
    /// Returns what it costs, VAT included.
    ///
    /// # Errors
    /// As [`receipt`](Self::receipt).
    pub fn total(&self) -> Result<Money, Refusal> {
        if let Some(minor) = self.known.get() {
            return Ok(Money::from_minor(minor.into(), self.terms.currency)?);
        }
        let total = self.add_up()?;
        // A total past 64 bits is added up each time.
        if let Ok(minor) = i64::try_from(total.minor()) {
            self.known.set(minor);
        }
        Ok(total)
    }

    /// Adds up what it costs: what is not billed at all costs what its basket does, what is billed whole what its bills
    /// say. In between the receipt knows.
    fn add_up(&self) -> Result<Money, Refusal> {
        if let Some(total) = self.plain_total() {
            return Ok(total);
        }
        if self.is_unbilled() {
            return Ok(self.open_basket()?.price()?.total().gross());
        }
        let is_billed = self.lines().all(|(no, _)| self.open_quantity(no).is_zero());
        let Some(charges) = self.billed_charges().filter(|_| is_billed) else {
            return Ok(self.receipt()?.total.gross());
        };
        let all = [charges.delivery, charges.fees].map(|charge| charge.gross().minor());
        let all = all
            .into_iter()
            .chain(self.all_bills().iter().map(|(_, bill)| bill.frozen.gross_left()));
        let all = all.fold(0_i128, i128::saturating_add);
        Ok(Money::from_minor(all, self.terms.currency)?)
    }

    /// Adds it up where each part is priced by itself.
    fn plain_total(&self) -> Option<Money> {
        let charges = self.plain_charges()?.into_iter().flatten();
        let all = Plain::sum(self.plain_lines()?.chain(charges.map(Some)))?;
        Some(all.amounts(&self.terms).ok()?.gross())
    }

    /// Prices each line by itself, where none is billed and nothing comes off them together.
    pub(crate) fn plain_lines(&self) -> Option<impl Iterator<Item = Option<Plain>>> {
        let is_plain = self.is_unbilled() && self.discounts().is_empty();
        let line = |line: &Line| Plain::line(&line.to_price(line.payable().or_zero()), &self.terms);
        is_plain.then(|| self.lines.iter().map(line))
    }

    /// Prices delivery by itself, and the fees, where there are any that are to be paid.
    pub(crate) fn plain_charges(&self) -> Option<[Option<Plain>; 2]> {
        let is_over = self.is_over();
        let sum = |charges: &[Charge]| {
            if charges.is_empty() || is_over {
                return Some(None);
            }
            Plain::sum(charges.iter().map(|its| Plain::charge(its, &self.terms))).map(Some)
        };
        Some([sum(self.delivery_price().as_slice())?, sum(self.fees())?])
    }

    /// Tells whether no bill holds anything of it.
    pub(crate) fn is_unbilled(&self) -> bool {
        self.all_bills().is_empty() && self.billed_charges().is_none()
    }

    /// Tells whether nothing of it was sent and nothing is left: then delivery and fees are not to be paid.
    pub(crate) fn is_over(&self) -> bool {
        self.lines.iter().all(|line| line.payable().is_zero() && line.sent().is_zero())
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

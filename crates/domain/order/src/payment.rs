//! What was paid and given back.

use std::fmt;

use sklad_base::{Currency, Moment, Money, PaymentWay};

use crate::Refusal;

/// Money that came in, or went back: never goods.
///
/// ```
/// use sklad_base::{Currency, Moment, Money, PaymentWay};
/// use sklad_order::Payment;
///
/// let payment = Payment {
///     reference: "tx-1".to_owned(),
///     way: PaymentWay::parse("card")?,
///     amount: Money::parse("24.90", Currency::parse("EUR")?)?,
///     moment: Moment::parse("2026-03-02T10:00:00Z")?,
/// };
/// assert_eq!(payment.amount.to_string(), "24.90 EUR");
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data that callers build")]
pub struct Payment {
    /// Its name outside, unique in its order for good: the same reference twice is one payment.
    pub reference: String,
    /// How it was paid.
    pub way: PaymentWay,
    /// How much, above zero, in the order's currency.
    pub amount: Money,
    /// When it was paid.
    pub moment: Moment,
}

impl fmt::Display for Payment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} by {} ({})", self.amount, self.way, self.reference)
    }
}

/// All payments of one order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Payments {
    all: Vec<(Direction, Payment)>,
    paid: Money,
    refunded: Money,
}

/// Which way money went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    In,
    Back,
}

impl Payments {
    pub(crate) fn new(currency: Currency) -> Self {
        let zero = Money::zero(currency);
        Self { all: Vec::new(), paid: zero, refunded: zero }
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = (Direction, &Payment)> {
        self.all.iter().map(|(direction, payment)| (*direction, payment))
    }

    pub(crate) const fn paid(&self) -> Money {
        self.paid
    }

    pub(crate) const fn refunded(&self) -> Money {
        self.refunded
    }

    /// Judges money in or back; tells whether it is new.
    pub(crate) fn judge(&self, direction: Direction, new: &Payment) -> Result<bool, Refusal> {
        let reference = || new.reference.clone();
        if new.reference.trim().is_empty() {
            return Err(Refusal::NoReference { amount: new.amount });
        }
        if let Some((its, known)) = self.all.iter().find(|(_, it)| it.reference == new.reference) {
            if *its == direction && (known.amount, &known.way) == (new.amount, &new.way) {
                return Ok(false);
            }
            return Err(Refusal::ReferenceUsed { reference: reference(), amount: known.amount });
        }
        if !new.amount.is_positive() {
            return Err(Refusal::NothingPaid { reference: reference(), amount: new.amount });
        }
        match direction {
            Direction::In => self.paid.plus(new.amount)?,
            Direction::Back => {
                let left = self.paid.minus(self.refunded)?;
                let after = left.minus(new.amount)?;
                if after.is_negative() {
                    let (reference, asked) = (reference(), new.amount);
                    return Err(Refusal::NotPaid { reference, asked, left });
                }
                self.refunded.plus(new.amount)?
            }
        };
        Ok(true)
    }

    pub(crate) fn take_in(&mut self, direction: Direction, new: &Payment) {
        let sum = match direction {
            Direction::In => &mut self.paid,
            Direction::Back => &mut self.refunded,
        };
        *sum = sum.plus(new.amount).unwrap_or(*sum);
        self.all.push((direction, new.clone()));
    }
}

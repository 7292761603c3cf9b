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
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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
        // Most orders are paid once.
        if self.all.is_empty() {
            self.all.reserve_exact(1);
        }
        self.all.push((direction, new.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payment(reference: &str, amount: &str) -> Payment {
        Payment {
            reference: reference.to_owned(),
            way: PaymentWay::parse("card").unwrap(),
            amount: Money::parse(amount, Currency::parse("EUR").unwrap()).unwrap(),
            moment: Moment::parse("2026-03-02T10:00:00Z").unwrap(),
        }
    }

    /// Fifty paid as tx-1, ten given back as back-1.
    fn payments() -> Payments {
        let mut payments = Payments::new(Currency::parse("EUR").unwrap());
        payments.take_in(Direction::In, &payment("tx-1", "50"));
        payments.take_in(Direction::Back, &payment("back-1", "10"));
        payments
    }

    fn refused(direction: Direction, new: &Payment) -> String {
        payments().judge(direction, new).unwrap_err().to_string()
    }

    #[test]
    fn the_same_reference_twice_is_one_whenever_it_comes() {
        let later = Payment {
            moment: Moment::parse("2026-03-09T10:00:00Z").unwrap(),
            ..payment("tx-1", "50.00")
        };
        assert_eq!(payments().judge(Direction::In, &later), Ok(false));
        assert_eq!(payments().judge(Direction::Back, &payment("back-1", "10")), Ok(false));
        assert_eq!(payments().judge(Direction::In, &payment("tx-2", "50")), Ok(true));
    }

    #[test]
    fn a_reference_names_one_payment_for_good() {
        let text = "cannot book payment tx-1: a payment of 50.00 EUR has that reference already; give its own";
        assert_eq!(refused(Direction::In, &payment("tx-1", "49")), text);
        assert_eq!(refused(Direction::Back, &payment("tx-1", "50")), text);
        let by_cash = Payment { way: PaymentWay::parse("cash").unwrap(), ..payment("tx-1", "50") };
        assert_eq!(refused(Direction::In, &by_cash), text);
    }

    #[test]
    fn refuses_a_payment_of_nothing_and_one_without_a_name() {
        for amount in ["0", "-5"] {
            assert!(
                refused(Direction::In, &payment("tx-2", amount))
                    .ends_with("an amount is above zero; for money that goes back, use refund")
            );
        }
        assert_eq!(
            refused(Direction::In, &payment(" ", "5")),
            "cannot book a payment of 5.00 EUR: it has no reference; give the one that the bank or the till gave it"
        );
    }

    #[test]
    fn gives_back_no_more_than_was_paid() {
        assert_eq!(payments().judge(Direction::Back, &payment("back-2", "40")), Ok(true));
        assert_eq!(
            refused(Direction::Back, &payment("back-2", "40.01")),
            "cannot give 40.01 EUR back (back-2): 40.00 EUR was paid and not given back; give no more than that"
        );
    }

    #[test]
    fn refuses_a_sum_of_payments_that_does_not_fit() {
        let most = payment("tx-2", "1000000000000000");
        let text = refused(Direction::In, &most);
        assert!(text.ends_with("is past 1000000000000000 EUR; split it into several"), "{text}");
    }
}

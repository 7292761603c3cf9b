//! What an order costs as it stands: what is billed stays as it was billed, the rest is priced anew.

use std::{borrow::Cow, fmt};

use sklad_base::{Amounts, LineNo, Money, Quantity};

use crate::{
    Order, Refusal,
    price::{self, Basket, Charge, Discount, Part, PriceBasis, Totals},
};

/// What an order costs, paid and outstanding.
///
/// Law: total = lines + delivery + fees at net, at tax and at gross; outstanding = total - paid + refunded.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Receipt {
    /// Each line.
    pub lines: Vec<ReceiptLine>,
    /// Delivery.
    pub delivery: Amounts,
    /// The fees together.
    pub fees: Amounts,
    /// All of it.
    pub total: Amounts,
    /// What was paid.
    pub paid: Money,
    /// What was given back.
    pub refunded: Money,
    /// What is still to be paid; below zero, what is to be given back.
    pub outstanding: Money,
}

/// What one line costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct ReceiptLine {
    /// Which line.
    pub line: LineNo,
    /// How much of it is the customer's to pay.
    pub quantity: Quantity,
    /// What came off it, its own discount and its share of the order's, of what is not billed yet.
    pub discount: Money,
    /// What closed bills hold of it.
    pub billed: Amounts,
    /// All of it.
    pub amounts: Amounts,
}

impl Receipt {
    /// Returns what is due: nothing where something is to be given back.
    #[must_use]
    pub fn due(&self) -> Money {
        if self.outstanding.is_negative() {
            Money::zero(self.outstanding.currency())
        } else {
            self.outstanding
        }
    }

    /// Returns what is to be given back; neither is done by itself.
    #[must_use]
    pub fn to_give_back(&self) -> Money {
        if self.outstanding.is_negative() {
            self.outstanding.negated()
        } else {
            Money::zero(self.outstanding.currency())
        }
    }

    /// Tells whether nothing is due.
    #[must_use]
    pub fn is_paid(&self) -> bool {
        !self.outstanding.is_positive()
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_there = |line: &&ReceiptLine| !line.quantity.is_zero() || !line.amounts.is_zero();
        for line in self.lines.iter().filter(is_there) {
            writeln!(f, "{}: {}, {}", line.line, counted(line.quantity), line.amounts)?;
        }
        if !self.delivery.is_zero() {
            writeln!(f, "delivery: {}", self.delivery)?;
        }
        if !self.fees.is_zero() {
            writeln!(f, "fees: {}", self.fees)?;
        }
        write!(f, "total: {}; paid {}", self.total, self.paid)?;
        if !self.refunded.is_zero() {
            write!(f, ", given back {}", self.refunded)?;
        }
        write!(f, ", outstanding {}", self.outstanding)
    }
}

impl Order {
    /// Returns what the order costs as it stands.
    ///
    /// # Errors
    /// [`Refusal::Price`] when an amount does not fit; the order has refused every edit that would lead there.
    pub fn receipt(&self) -> Result<Receipt, Refusal> {
        let open = self.open_basket()?;
        let totals = open.price()?;
        let zero = Amounts::zero(self.terms.currency);
        let (mut lines, mut all) = (Vec::with_capacity(self.lines.len()), zero);
        for ((no, line), priced) in self.lines().zip(totals.lines()) {
            let frozen = self.bills(no).iter().map(|(_, bill)| bill.frozen.left());
            let billed = sum(zero, frozen)?;
            let amounts = billed.plus(open.rest_of(no, &totals)?)?;
            all = all.plus(amounts)?;
            let discount = priced.own_discount().plus(priced.order_discount())?;
            lines.push(ReceiptLine {
                line: no,
                quantity: line.payable(),
                discount,
                billed,
                amounts,
            });
        }
        let (delivery, fees) = match self.billed_charges() {
            Some(billed) => (billed.delivery, billed.fees),
            None => {
                let fees = totals.fees().iter().map(price::Priced::amounts);
                (totals.delivery().amounts(), sum(zero, fees)?)
            }
        };
        let total = all.plus(delivery)?.plus(fees)?;
        let moved = self.money_moved();
        let (paid, refunded) = (moved.paid(), moved.refunded());
        let outstanding = total.gross().minus(paid)?.plus(refunded)?;
        Ok(Receipt { lines, delivery, fees, total, paid, refunded, outstanding })
    }

    /// Returns what is to be priced: all that is not billed and, so that parts add up to the whole, all that was.
    pub(crate) fn open_basket(&self) -> Result<OpenBasket<'_>, Refusal> {
        let mut open = self.whole_basket()?;
        open.give_fixed_amounts_once()?;
        Ok(open)
    }

    /// Returns the same with each discount split over all lines, as if none was billed.
    pub(crate) fn whole_basket(&self) -> Result<OpenBasket<'_>, Refusal> {
        let mut lines = Vec::with_capacity(self.lines.len());
        let mut billed = Vec::with_capacity(self.lines.len());
        for (no, line) in self.lines() {
            let (quantity, worth) = self.ever_billed(no)?;
            let quantity = quantity.plus(self.open_quantity(no))?;
            lines.push(line.to_price(quantity));
            billed.push(worth);
        }
        let is_billed = self.billed_charges().is_some();
        let is_charged = !is_billed && !self.is_over();
        // VAT that is rounded per rate is shared with them: once billed they still weigh, at what the bill says.
        let delivery = self.delivery_price().filter(|_| is_billed || is_charged);
        let fees: &[Charge] = if is_billed || is_charged { self.fees() } else { &[] };
        let (order, discounts) = (self, Cow::Borrowed(self.discounts()));
        Ok(OpenBasket { order, lines, billed, discounts, delivery, fees, is_charged })
    }

    /// Says which rule made each cent: line by line, then delivery, fees and the sum.
    ///
    /// # Errors
    /// As [`receipt`](Self::receipt).
    pub fn explain(&self) -> Result<String, Refusal> {
        let open = self.open_basket()?;
        let receipt = self.receipt()?;
        let explanation = open.price()?.explain(&open.basket());
        let mut told: Vec<String> = Vec::new();
        for (line, its) in receipt.lines.iter().zip(&open.lines) {
            if !its.quantity.is_zero() {
                told.extend(explanation.of(Part::Line(line.line)).map(ToString::to_string));
            }
            if !line.billed.is_zero() {
                told.push(format!("{}: billed and not taken back: {}", line.line, line.billed));
            }
        }
        let is_beside = |step: &&price::Step| {
            open.is_charged && matches!(step.part, Part::Delivery | Part::Fee(_))
        };
        told.extend(explanation.steps().iter().filter(is_beside).map(ToString::to_string));
        if let Some(billed) = &self.billed_charges() {
            told.push(format!("delivery, as billed: {}", billed.delivery));
            told.push(format!("fees, as billed: {}", billed.fees));
        }
        told.push(format!("the order: {}", receipt.total));
        Ok(told.join("\n"))
    }
}

/// What is priced together, and what of it is billed for good.
pub(crate) struct OpenBasket<'a> {
    order: &'a Order,
    pub(crate) lines: Vec<price::Line>,
    billed: Vec<Amounts>,
    discounts: Cow<'a, [Discount]>,
    pub(crate) delivery: Option<Charge>,
    fees: &'a [Charge],
    /// Whether delivery and fees are to be paid and no bill holds them.
    pub(crate) is_charged: bool,
}

impl OpenBasket<'_> {
    /// Leaves lines that are billed whole out, and what they had of fixed amounts, where a later edit would split
    /// these otherwise: what was given is given, and is not given again.
    fn give_fixed_amounts_once(&mut self) -> Result<(), Refusal> {
        let order = self.order;
        if !self.discounts.iter().any(Discount::is_fixed) {
            return Ok(());
        }
        let is_whole = |no: &LineNo| order.open_quantity(*no).is_zero();
        let whole: Vec<_> = order.lines().map(|(no, _)| no).filter(is_whole).collect();
        if whole.is_empty() {
            return Ok(());
        }
        let totals = self.price()?;
        let zero = Money::zero(order.terms.currency);
        let (mut left, mut is_otherwise) = (self.discounts.to_vec(), false);
        for (index, discount) in left.iter_mut().enumerate() {
            let Discount::Amount(amount) = discount else { continue };
            let (mut given, mut share) = (zero, zero);
            for line in &whole {
                given = given.plus(order.order_given(*line, index)?)?;
                share = share.plus(totals.discount_share(index, *line).unwrap_or(zero))?;
            }
            is_otherwise |= given != share;
            let rest = amount.minus(given)?;
            *amount = if rest.is_negative() { zero } else { rest };
        }
        if is_otherwise {
            self.discounts = Cow::Owned(left);
            for line in whole {
                self.lines[line.index()].quantity = Quantity::ZERO;
            }
        }
        Ok(())
    }

    /// Returns what the open units of a line cost: the whole line less what bills have frozen of it, so that a line
    /// billed in parts costs what it costs at once. Without open units it is nothing; it is never below nothing.
    pub(crate) fn rest_of(&self, line: LineNo, totals: &Totals) -> Result<Amounts, Refusal> {
        let terms = &self.order.terms;
        let zero = Amounts::zero(terms.currency);
        if self.order.open_quantity(line).is_zero() {
            return Ok(zero);
        }
        let (whole, billed) = (totals.lines()[line.index()].amounts(), self.billed[line.index()]);
        if billed.is_zero() {
            return Ok(whole);
        }
        let rest = whole.minus(billed)?;
        let tax = rest.tax().minor().max(0);
        let amount = rest.in_basis(terms.basis).minor().max(if terms.basis == PriceBasis::Gross {
            tax
        } else {
            0
        });
        Ok(Amounts::from_minor(amount, tax, terms.basis, terms.currency)?)
    }

    pub(crate) fn basket(&self) -> Basket<'_> {
        Basket {
            terms: self.order.terms,
            lines: &self.lines,
            discounts: &self.discounts,
            delivery: self.delivery,
            fees: self.fees,
        }
    }

    pub(crate) fn price(&self) -> Result<Totals, Refusal> {
        Ok(price::price(&self.basket())?)
    }
}

/// Returns a quantity as people count.
pub(crate) fn counted(quantity: Quantity) -> String {
    let units = if quantity == Quantity::units(1) { "unit" } else { "units" };
    format!("{quantity} {units}")
}

/// Adds amounts up.
pub(crate) fn sum(
    zero: Amounts,
    amounts: impl IntoIterator<Item = Amounts>,
) -> Result<Amounts, Refusal> {
    amounts.into_iter().try_fold(zero, |sum, next| Ok(sum.plus(next)?))
}

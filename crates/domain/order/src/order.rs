//! One order as it stands.

use std::{collections::BTreeSet, fmt};

use sklad_base::{
    Amounts, DeliveryWay, DocumentId, LineNo, Money, PaymentWay, Personal, Quantity, Region,
    Version,
};

use crate::{
    BilledCharges, Buyer, Confirmation, Line, Payment, Placed, Reason, Refusal,
    payment::{Direction, Payments},
    price::{Charge, Discount, Frozen, Terms},
};

/// An order as it stands after all that happened to it.
///
/// ```
/// use std::collections::BTreeSet;
/// use sklad_base::{Channel, Currency, ItemId, LineNo, Moment, OrderNumber, PlaceId, Price, PriceBasis, Quantity};
/// use sklad_order::{Order, Placed, PlacedLine, Standing, price::{Terms, Vat}};
///
/// let eur = Currency::parse("EUR")?;
/// let (item, place, quantity) = (ItemId::new(0), PlaceId::new(0), Quantity::units(2));
/// let price = Price::parse("19.90", eur)?;
/// let (vat, discount) = (Vat::none(), None);
/// let order = Order::new(Placed {
///     channel: Channel::parse("site")?,
///     number: OrderNumber::parse("1001")?,
///     terms: Terms::new(eur, PriceBasis::Gross),
///     price_list: None,
///     buyer: None,
///     group: String::new(),
///     payment: None,
///     delivery: None,
///     region: None,
///     delivery_price: None,
///     fees: Vec::new(),
///     discounts: Vec::new(),
///     needs: BTreeSet::new(),
///     lines: vec![PlacedLine { item, kept: true, place, dispatch: None, quantity, price, vat, discount }],
///     comment: None,
///     moment: Moment::parse("2026-03-02T10:00:00Z")?,
/// });
/// assert_eq!(order.standing(), &Standing::Placed);
/// assert_eq!(order.line(LineNo::new(0)).unwrap().waiting(), quantity);
/// assert_eq!(order.receipt()?.total.gross().to_string(), "39.80 EUR");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub(crate) placed: Box<Placed>,
    pub(crate) standing: Standing,
    pub(crate) lines: Vec<Line>,
    pub(crate) version: Version,
    pub(crate) terms: Terms,
    /// Of each line, what closed bills froze, first closed first.
    pub(crate) billed: Vec<Vec<BilledUnits>>,
    pub(crate) billed_charges: Option<BilledCharges>,
    pub(crate) discounts: Vec<Discount>,
    pub(crate) delivery_charge: Option<Charge>,
    pub(crate) payment: Option<PaymentWay>,
    pub(crate) delivery: Option<DeliveryWay>,
    pub(crate) region: Option<Region>,
    pub(crate) buyer: Option<Box<Personal<Buyer>>>,
    pub(crate) group: String,
    pub(crate) comments: Vec<Personal<String>>,
    pub(crate) needs: BTreeSet<Confirmation>,
    pub(crate) collected: BTreeSet<Confirmation>,
    pub(crate) payments: Payments,
}

/// What one bill froze of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(crate) struct BilledUnits {
    pub(crate) document: DocumentId,
    pub(crate) frozen: Frozen,
    /// How much of it was billed for good: all of it, until what is left is billed again elsewhere.
    pub(crate) counted: Quantity,
    /// What that cost.
    pub(crate) worth: Amounts,
    /// What each of the order's discounts gave it, where one of those is a fixed amount.
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) order_given: Vec<Money>,
}

/// What is thought of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
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
        reason: Reason,
    },
    /// It is wanted no more.
    Cancelled {
        /// Why.
        reason: Reason,
    },
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Placed => f.write_str("placed"),
            Self::Confirmed => f.write_str("confirmed"),
            Self::False { reason } => write!(f, "false {}", reason.remark()),
            Self::Cancelled { reason } => write!(f, "cancelled {}", reason.remark()),
        }
    }
}

impl Order {
    /// Returns the order as it was placed.
    #[must_use]
    pub fn new(placed: Placed) -> Self {
        let lines: Vec<_> = placed.lines.iter().copied().map(Line::new).collect();
        Self {
            standing: Standing::Placed,
            version: Version::new(1),
            terms: placed.terms,
            billed: vec![Vec::new(); lines.len()],
            billed_charges: None,
            discounts: placed.discounts.clone(),
            delivery_charge: placed.delivery_price,
            payment: placed.payment.clone(),
            delivery: placed.delivery.clone(),
            region: placed.region.clone(),
            buyer: placed.buyer.clone().map(Box::new),
            group: placed.group.clone(),
            comments: Vec::new(),
            needs: placed.needs.clone(),
            collected: BTreeSet::new(),
            payments: Payments::new(placed.terms.currency),
            lines,
            placed: Box::new(placed),
        }
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

    /// Returns how it is paid.
    #[must_use]
    pub const fn payment(&self) -> Option<&PaymentWay> {
        self.payment.as_ref()
    }

    /// Returns how it is delivered.
    #[must_use]
    pub const fn delivery(&self) -> Option<&DeliveryWay> {
        self.delivery.as_ref()
    }

    /// Returns what delivery costs, where it costs anything.
    #[must_use]
    pub const fn delivery_price(&self) -> Option<Charge> {
        self.delivery_charge
    }

    /// Returns the region it goes to.
    #[must_use]
    pub const fn region(&self) -> Option<&Region> {
        self.region.as_ref()
    }

    /// Returns who ordered, where that is known.
    #[must_use]
    pub fn buyer(&self) -> Option<&Personal<Buyer>> {
        self.buyer.as_deref()
    }

    /// Returns the group of buyers that the shop counts them to; empty where it counts them to none.
    #[must_use]
    pub fn group(&self) -> &str {
        &self.group
    }

    /// Returns what was said about it since it was placed.
    #[must_use]
    pub fn comments(&self) -> &[Personal<String>] {
        &self.comments
    }

    /// Returns what comes off the lines together, of what is not billed yet.
    #[must_use]
    pub fn discounts(&self) -> &[Discount] {
        &self.discounts
    }

    /// Returns the confirmations that are still missing (C2, C8).
    pub fn missing(&self) -> impl Iterator<Item = Confirmation> {
        self.needs.difference(&self.collected).copied()
    }

    /// Tells whether a confirmation has come.
    #[must_use]
    pub fn has(&self, confirmation: Confirmation) -> bool {
        self.collected.contains(&confirmation)
    }

    /// Goes through the payments that came in, first paid first.
    pub fn payments(&self) -> impl Iterator<Item = &Payment> {
        let paid = self.payments.all().filter(|(direction, _)| *direction == Direction::In);
        paid.map(|(_, payment)| payment)
    }

    /// Goes through the refunds, first given first.
    pub fn refunds(&self) -> impl Iterator<Item = &Payment> {
        let back = self.payments.all().filter(|(direction, _)| *direction == Direction::Back);
        back.map(|(_, payment)| payment)
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

    /// Returns how much of a line closed bills cover and nothing took back.
    #[must_use]
    pub fn billed_quantity(&self, line: LineNo) -> Quantity {
        let bills = self.billed.get(line.index()).into_iter().flatten();
        bills.fold(Quantity::ZERO, |sum, bill| sum.saturating_add(bill.frozen.quantity_left()))
    }

    /// Returns how much of a line is not billed: what is the customer's to pay, less what closed bills cover.
    #[must_use]
    pub fn open_quantity(&self, line: LineNo) -> Quantity {
        let payable = self.line(line).map(Line::payable).unwrap_or_default();
        payable.saturating_sub(self.billed_quantity(line)).or_zero()
    }

    /// Returns how much of a line was ever billed for good, and what that cost.
    pub(crate) fn ever_billed(&self, line: LineNo) -> Result<(Quantity, Amounts), Refusal> {
        let zero = (Quantity::ZERO, Amounts::zero(self.terms.currency));
        let mut bills = self.billed.get(line.index()).into_iter().flatten();
        bills.try_fold(zero, |(quantity, worth), bill| {
            Ok((quantity.saturating_add(bill.counted), worth.plus(bill.worth)?))
        })
    }

    /// Returns what one of the order's fixed discounts gave a line for good.
    pub(crate) fn order_given(&self, line: LineNo, discount: usize) -> Result<Money, Refusal> {
        let bills = self.billed.get(line.index()).into_iter().flatten();
        let mut given = bills.filter_map(|bill| bill.order_given.get(discount));
        let zero = Money::zero(self.terms.currency);
        given.try_fold(zero, |sum, given| Ok(sum.plus(*given)?))
    }

    /// Returns the delivery and fees that a bill holds, where one does.
    #[must_use]
    pub const fn billed_charges(&self) -> Option<BilledCharges> {
        self.billed_charges
    }
}

//! One order as it stands.

use std::{collections::BTreeSet, sync::Arc};

use sklad_base::{
    Amounts, Channel, DeliveryWay, DocumentId, LineNo, Moment, Money, OrderNumber, PaymentWay,
    Personal, PriceListCode, Quantity, Region, Version,
};

use crate::{
    BilledCharges, Buyer, Confirmation, Line, Payment, Placed, PlacedLine, Refusal, Standing,
    confirmation::Collected,
    payment::{Direction, Payments},
    price::{Charge, Discount, Frozen, Terms},
    total::Known,
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
///
/// What was placed stands once: as it is now, and beside it as it was, where that was changed since.
#[derive(Debug, Clone)]
pub struct Order {
    pub(crate) channel: Channel,
    pub(crate) number: OrderNumber,
    pub(crate) moment: Moment,
    pub(crate) terms: Terms,
    pub(crate) collected: Collected,
    pub(crate) is_confirmed: bool,
    /// How many of the lines were placed; the others were added later.
    pub(crate) placed_lines: u32,
    pub(crate) version: Version,
    /// A copy of the order shares them, and what came later, until one of them is changed.
    pub(crate) lines: Arc<[Line]>,
    /// As it stands; nothing where it says none of that. Shared in the same way.
    pub(crate) said: Option<Arc<Said>>,
    pub(crate) later: Option<Arc<Later>>,
    pub(crate) known: Known,
}

/// What an order says beside its lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Said {
    pub(crate) payment: Option<PaymentWay>,
    pub(crate) delivery: Option<DeliveryWay>,
    pub(crate) region: Option<Region>,
    pub(crate) price_list: Option<PriceListCode>,
    pub(crate) buyer: Option<Box<Personal<Buyer>>>,
    pub(crate) comment: Option<Box<Personal<String>>>,
    pub(crate) group: String,
    pub(crate) delivery_price: Option<Box<Charge>>,
    pub(crate) fees: Vec<Charge>,
    pub(crate) discounts: Vec<Discount>,
    pub(crate) needs: BTreeSet<Confirmation>,
}

/// What comes to an order with time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Later {
    /// That it is false or cancelled.
    pub(crate) dropped: Option<Standing>,
    /// What closed bills froze, by line; of one line first closed first.
    pub(crate) billed: Vec<(LineNo, BilledUnits)>,
    pub(crate) billed_charges: Option<BilledCharges>,
    pub(crate) comments: Vec<Personal<String>>,
    pub(crate) payments: Option<Payments>,
    /// What it said as it was placed, once it says something else.
    pub(crate) first_said: Option<Arc<Said>>,
    /// The lines as they were placed, once they cost something else.
    pub(crate) first_lines: Option<Vec<PlacedLine>>,
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

impl Order {
    /// Returns the order as it was placed.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "who places an order is done with it")]
    pub fn new(placed: Placed) -> Self {
        Self::from(&placed)
    }

    /// Returns it as it was placed.
    #[must_use]
    pub fn placed(&self) -> Placed {
        let Said {
            payment,
            delivery,
            region,
            price_list,
            buyer,
            comment,
            group,
            delivery_price,
            fees,
            discounts,
            needs,
        } = self.first_said().clone();
        Placed {
            channel: self.channel.clone(),
            number: self.number.clone(),
            terms: self.terms,
            price_list,
            buyer: buyer.map(|buyer| *buyer),
            group,
            payment,
            delivery,
            region,
            delivery_price: delivery_price.map(|price| *price),
            fees,
            discounts,
            needs,
            lines: self.first_lines().collect(),
            comment: comment.map(|comment| *comment),
            moment: self.moment,
        }
    }

    /// Returns the way it came in.
    #[must_use]
    pub const fn channel(&self) -> &Channel {
        &self.channel
    }

    /// Returns its number there.
    #[must_use]
    pub const fn number(&self) -> &OrderNumber {
        &self.number
    }

    /// Returns when it was taken.
    #[must_use]
    pub const fn placed_at(&self) -> Moment {
        self.moment
    }

    /// Returns its currency, price basis and rounding.
    #[must_use]
    pub const fn terms(&self) -> Terms {
        self.terms
    }

    /// Returns the price list that it was ordered from, where there is one (G3).
    #[must_use]
    pub fn price_list(&self) -> Option<&PriceListCode> {
        self.said().price_list.as_ref()
    }

    /// Returns what the customer wrote.
    #[must_use]
    pub fn comment(&self) -> Option<&Personal<String>> {
        self.said().comment.as_deref()
    }

    /// Returns packing, cash on delivery and the like.
    #[must_use]
    pub fn fees(&self) -> &[Charge] {
        &self.said().fees
    }

    /// Returns what is thought of it.
    #[must_use]
    pub fn standing(&self) -> &Standing {
        match self.later().and_then(|later| later.dropped.as_ref()) {
            Some(dropped) => dropped,
            None if self.is_confirmed => &Standing::Confirmed,
            None => &Standing::Placed,
        }
    }

    /// Returns how often it has changed.
    #[must_use]
    pub const fn version(&self) -> Version {
        self.version
    }

    /// Returns how it is paid.
    #[must_use]
    pub fn payment(&self) -> Option<&PaymentWay> {
        self.said().payment.as_ref()
    }

    /// Returns how it is delivered.
    #[must_use]
    pub fn delivery(&self) -> Option<&DeliveryWay> {
        self.said().delivery.as_ref()
    }

    /// Returns what delivery costs, where it costs anything.
    #[must_use]
    pub fn delivery_price(&self) -> Option<Charge> {
        self.said().delivery_price.as_deref().copied()
    }

    /// Returns the region it goes to.
    #[must_use]
    pub fn region(&self) -> Option<&Region> {
        self.said().region.as_ref()
    }

    /// Returns who ordered, where that is known.
    #[must_use]
    pub fn buyer(&self) -> Option<&Personal<Buyer>> {
        self.said().buyer.as_deref()
    }

    /// Returns the group of buyers that the shop counts them to; empty where it counts them to none.
    #[must_use]
    pub fn group(&self) -> &str {
        &self.said().group
    }

    /// Returns what was said about it since it was placed.
    #[must_use]
    pub fn comments(&self) -> &[Personal<String>] {
        self.later().map(|later| &later.comments[..]).unwrap_or_default()
    }

    /// Returns what comes off the lines together, of what is not billed yet.
    #[must_use]
    pub fn discounts(&self) -> &[Discount] {
        &self.said().discounts
    }

    /// Returns the confirmations that are still missing (C2, C8).
    pub fn missing(&self) -> impl Iterator<Item = Confirmation> {
        let needs = self.said().needs.iter().copied();
        needs.filter(|confirmation| !self.has(*confirmation))
    }

    /// Tells whether a confirmation has come.
    #[must_use]
    pub const fn has(&self, confirmation: Confirmation) -> bool {
        self.collected.has(confirmation)
    }

    /// Goes through the payments that came in, first paid first.
    pub fn payments(&self) -> impl Iterator<Item = &Payment> {
        self.moved(Direction::In)
    }

    /// Goes through the refunds, first given first.
    pub fn refunds(&self) -> impl Iterator<Item = &Payment> {
        self.moved(Direction::Back)
    }

    /// Tells whether it is false or cancelled.
    #[must_use]
    pub fn is_dropped(&self) -> bool {
        self.later().is_some_and(|later| later.dropped.is_some())
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
        let bills = self.bills(line).iter();
        bills.fold(Quantity::ZERO, |sum, (_, bill)| sum.saturating_add(bill.frozen.quantity_left()))
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
        let mut bills = self.bills(line).iter();
        bills.try_fold(zero, |(quantity, worth), (_, bill)| {
            Ok((quantity.saturating_add(bill.counted), worth.plus(bill.worth)?))
        })
    }

    /// Returns what one of the order's fixed discounts gave a line for good.
    pub(crate) fn order_given(&self, line: LineNo, discount: usize) -> Result<Money, Refusal> {
        let bills = self.bills(line).iter();
        let mut given = bills.filter_map(|(_, bill)| bill.order_given.get(discount));
        let zero = Money::zero(self.terms.currency);
        given.try_fold(zero, |sum, given| Ok(sum.plus(*given)?))
    }

    /// Returns the delivery and fees that a bill holds, where one does.
    #[must_use]
    pub fn billed_charges(&self) -> Option<BilledCharges> {
        self.later().and_then(|later| later.billed_charges)
    }
}

impl From<&Placed> for Order {
    fn from(placed: &Placed) -> Self {
        let Placed { channel, number, terms, lines, moment, .. } = placed;
        let mut order = Self {
            channel: channel.clone(),
            number: number.clone(),
            moment: *moment,
            terms: *terms,
            collected: Collected::default(),
            is_confirmed: false,
            placed_lines: u32::try_from(lines.len()).unwrap_or(u32::MAX),
            version: Version::new(1),
            lines: lines.iter().copied().map(Line::new).collect(),
            said: None,
            later: None,
            known: Known::default(),
        };
        let said = Said::of(placed);
        order.said = (said != Said::NOTHING).then(|| Arc::new(said));
        order
    }
}

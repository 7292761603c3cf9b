//! What is asked of an order, and what happened to it.

use std::collections::BTreeSet;

use sklad_base::{
    Amounts, DeliveryWay, DocumentId, LineNo, Money, PaymentWay, Personal, Price, Quantity, Region,
};

use crate::{
    Bound, Buyer, Confirmation, Payment, PlacedLine, Reason,
    price::{Charge, Discount, Vat},
};

/// So much of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data that callers build")]
pub struct Units {
    /// Which line.
    pub line: LineNo,
    /// How much of it, in the item's base unit.
    pub quantity: Quantity,
}

/// What delivery is to cost after payment or delivery has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[expect(
    clippy::exhaustive_enums,
    reason = "what a manager may say; a new answer must break every reader"
)]
pub enum DeliveryPrice {
    /// What the matrix says to the new pair; by weight, where that is known.
    LookUp(Option<Quantity>),
    /// What it cost before.
    Keep,
    /// This.
    Set(Charge),
}

/// What people and partners change about an order besides how much of it goes where (S7, G8); may be refused.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(
    clippy::exhaustive_enums,
    reason = "a new edit must break every sender that translates them"
)]
#[expect(missing_docs, reason = "line, price, VAT, discount and the like say themselves")]
pub enum Edit {
    /// A confirmation came (C2, C8).
    Collect(Confirmation),
    /// One unit of a line costs this.
    ChangePrice { line: LineNo, price: Price },
    /// A line bears this VAT.
    ChangeVat { line: LineNo, vat: Vat },
    /// This comes off a line.
    DiscountLine {
        line: LineNo,
        #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
        discount: Option<Discount>,
    },
    /// This comes off the lines together.
    DiscountOrder(Vec<Discount>),
    /// It is paid another way; the delivery's price follows as the manager says.
    ChangePayment { payment: PaymentWay, price: DeliveryPrice },
    /// It is delivered another way; the delivery's price follows as the manager says.
    ChangeDelivery { delivery: DeliveryWay, region: Option<Region>, price: DeliveryPrice },
    /// The buyer's data are these.
    ChangeBuyer(Personal<Buyer>),
    /// The shop counts the buyer to this group (G3); what is ordered already keeps its prices.
    ChangeGroup(String),
    /// Somebody says something.
    Comment(Personal<String>),
    /// Money came in.
    Pay(Payment),
    /// All that is outstanding was paid.
    MarkPaid { way: PaymentWay, reference: String },
    /// Money went back.
    Refund(Payment),
    /// The customer wants to send units back.
    RequestReturn(Units),
}

/// What is asked of an order; may be refused.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(
    clippy::exhaustive_enums,
    reason = "a new command must break every sender that translates them"
)]
#[expect(missing_docs, reason = "line, units, reason and the like say themselves")]
pub enum Command {
    /// It was looked at and is genuine (B3): the shop's confirmation.
    Confirm,
    /// Another line, for goods that were not ordered before.
    AddLine(PlacedLine),
    /// A line is not wanted at all.
    RemoveLine(LineNo),
    /// So much of a line is wanted, rejected units left out.
    ChangeQuantity(Units),
    /// So much of a line will not come (G9).
    Reject { units: Units, reason: Reason },
    /// Something else about it changes.
    Edit(Edit),
    /// Nobody meant this order (B13).
    MarkFalse { reason: Reason },
    /// The customer or the shop wants it no more.
    Cancel { reason: Reason },
    /// Waiting units were taken for it.
    Take(Units),
    /// A bill was closed with these units: what they cost is frozen. The first one holds delivery and fees, too.
    Bill { document: DocumentId, units: Vec<Units> },
    /// Units of a closed bill were taken back, or are billed again at other prices.
    Unbill { document: DocumentId, units: Vec<Units>, again: bool },
    /// Taken units went on the road.
    Send(Units),
    /// Requested units arrived: some are taken back, the others are not.
    AnswerReturn { line: LineNo, received: Quantity, dismissed: Quantity },
    /// Sent units took their course.
    Settle { units: Units, bound: Bound },
}

impl Edit {
    /// Tells whether it may change what anything costs, or whose the order is: closed bills may have to follow.
    #[must_use]
    pub const fn may_reprice(&self) -> bool {
        match self {
            Self::ChangePrice { .. }
            | Self::ChangeVat { .. }
            | Self::DiscountLine { .. }
            | Self::DiscountOrder(_)
            | Self::ChangePayment { .. }
            | Self::ChangeDelivery { .. }
            | Self::ChangeBuyer(_) => true,
            Self::Collect(_)
            | Self::ChangeGroup(_)
            | Self::Comment(_)
            | Self::Pay(_)
            | Self::MarkPaid { .. }
            | Self::Refund(_)
            | Self::RequestReturn(_) => false,
        }
    }
}

/// What one bill froze of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(
    clippy::exhaustive_structs,
    reason = "a fact in the log; a new field must break every reader"
)]
pub struct BilledLine {
    /// Which units.
    pub units: Units,
    /// What they cost.
    pub amounts: Amounts,
    /// What each of the order's discounts gave them, where one of those is a fixed amount: it is not given again.
    #[cfg_attr(feature = "serde", serde(default))]
    pub order_given: Vec<Money>,
}

/// What the first bill froze beside the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(
    clippy::exhaustive_structs,
    reason = "a fact in the log; a new field must break every reader"
)]
pub struct BilledCharges {
    /// The bill.
    pub document: DocumentId,
    /// Delivery.
    pub delivery: Amounts,
    /// The fees together.
    pub fees: Amounts,
}

/// What happened to an order.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(clippy::exhaustive_enums, reason = "a new event must break every reader")]
#[expect(missing_docs, reason = "line, units, reason, price and the like say themselves")]
pub enum Event {
    /// It is genuine.
    Confirmed,
    /// A confirmation came.
    Collected(Confirmation),
    /// A line was added behind the others.
    LineAdded(PlacedLine),
    /// More of a line is ordered: it waits.
    Grown(Units),
    /// Less of a line is ordered: waiting units ended first, then taken ones.
    Shrunk(Units),
    /// Units of a line were rejected: waiting ones first, then taken ones.
    Rejected { units: Units, reason: Reason },
    /// One unit of a line costs this.
    PriceChanged { line: LineNo, price: Price },
    /// A line bears this VAT.
    VatChanged { line: LineNo, vat: Vat },
    /// This comes off a line, of what is not billed.
    LineDiscounted {
        line: LineNo,
        #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
        discount: Option<Discount>,
    },
    /// This comes off the lines together, of what is not billed.
    OrderDiscounted(Vec<Discount>),
    /// Payment, delivery, where it goes, its price and what must be confirmed are these.
    Rearranged {
        #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
        payment: Option<PaymentWay>,
        #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
        delivery: Option<DeliveryWay>,
        #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
        region: Option<Region>,
        #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
        price: Option<Charge>,
        needs: BTreeSet<Confirmation>,
    },
    /// The buyer's data are these.
    BuyerChanged(Box<Personal<Buyer>>),
    /// The buyer counts to this group.
    GroupChanged(String),
    /// Somebody said something.
    Commented(Personal<String>),
    /// Money came in.
    Paid(Payment),
    /// Money went back.
    Refunded(Payment),
    /// Nobody meant it.
    MarkedFalse { reason: Reason },
    /// It is wanted no more.
    Cancelled { reason: Reason },
    /// Waiting units were taken for it.
    Taken(Units),
    /// A bill froze what its units cost.
    Billed {
        document: DocumentId,
        lines: Vec<BilledLine>,
        /// Delivery and fees, where this bill holds them.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
        charges: Option<BilledCharges>,
    },
    /// Units of a bill were taken back at what they cost.
    Unbilled {
        document: DocumentId,
        lines: Vec<BilledLine>,
        /// Delivery and fees, where they are given back with it.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
        charges: Option<BilledCharges>,
        /// Whether the units are to be billed again, as if this bill had never been.
        again: bool,
    },
    /// Taken units went on the road.
    Sent(Units),
    /// The customer wants to send units back.
    ReturnRequested(Units),
    /// Requested units arrived.
    ReturnAnswered { line: LineNo, received: Quantity, dismissed: Quantity },
    /// Sent units took their course.
    Settled { units: Units, bound: Bound },
}

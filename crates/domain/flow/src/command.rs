//! What is asked of a shop, and what happened in it.

use std::collections::BTreeSet;

use sklad_base::{
    Day, DocumentId, ItemId, LineNo, Moment, OrderId, OutletCode, OutletId, PersonId, Personal,
    PlaceCode, PlaceId, Quantity, Sku,
};
use sklad_document::Kind;
use sklad_order::{Draft, DraftLine, Edit, Placed, Reason, Units};
use sklad_scenario::Way;
use sklad_stage::{Plan, Scheme, What};
use sklad_stock::{Fate, WhyAdjusted};

use crate::{Case, Settings, StageWish};

/// So much of an item, by its sku.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data that callers build")]
pub struct Portion {
    /// Which item.
    pub sku: Sku,
    /// How much of it, above zero, in its base unit.
    pub quantity: Quantity,
}

/// Which part of an order.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(
    clippy::exhaustive_enums,
    reason = "two answers to one question; a third must break every reader"
)]
pub enum Share {
    /// All that is left of it.
    All,
    /// These units.
    Units(Vec<Units>),
}

/// What is asked of a shop; may be refused.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(
    clippy::exhaustive_enums,
    reason = "a new command must break every sender that translates them"
)]
#[expect(clippy::large_enum_variant, reason = "commands live one at a time and go by reference")]
#[expect(missing_docs, reason = "the fields of a command say themselves")]
pub enum Command {
    /// Adopts the shop's settings: from now on all goes by them. They say which version they were made from.
    Adopt(Box<Settings>),
    /// Opens an outlet: places with a business day of their own (B8).
    OpenOutlet(OutletCode),
    /// Opens a place of an outlet.
    OpenPlace { place: PlaceCode, outlet: OutletCode },
    /// Adds an item; of one that is not kept there is no stock (B9).
    AddItem { sku: Sku, kept: bool },
    /// Goods came from a supplier.
    Receive { place: PlaceCode, portions: Vec<Portion> },
    /// More (above zero) or less (below) is there than the books say.
    Adjust { place: PlaceCode, sku: Sku, by: Quantity, why: WhyAdjusted },
    /// Goods move between two places, for no order.
    Transfer { from: PlaceCode, to: PlaceCode, portions: Vec<Portion> },
    /// Goods at a place are set aside.
    Hold { place: PlaceCode, portion: Portion },
    /// Goods set aside can be sold again.
    Unhold { place: PlaceCode, portion: Portion },
    /// An order came in (B14).
    Place(Draft),
    /// It was reviewed and is genuine (B3).
    Confirm(OrderId),
    /// So much of a line is wanted.
    ChangeQuantity { order: OrderId, line: LineNo, to: Quantity },
    /// Another line is wanted.
    AddLine { order: OrderId, line: DraftLine },
    /// So much of a line will not come (G9).
    Reject { order: OrderId, units: Units, reason: Reason },
    /// A line is not wanted at all (G8).
    RemoveLine { order: OrderId, line: LineNo },
    /// Something else about the order changes: price, VAT, discount, payment, delivery, buyer, money, words (S7, G8).
    Edit { order: OrderId, edit: Edit },
    /// Nobody meant the order (B13).
    MarkFalse { order: OrderId, reason: Reason },
    /// It is wanted no more.
    Cancel { order: OrderId, reason: Reason },
    /// Promises what is there to the order, by hand (G7).
    Reserve(OrderId),
    /// Takes all promises to the order back.
    Release(OrderId),
    /// Issues an invoice for payment (F5).
    Invoice(OrderId),
    /// Ties a supplier order, a receipt or a transfer kept elsewhere to the order (B6).
    Tie { order: OrderId, kind: Kind, number: String },
    /// Closes the order's open bills: the goods leave (B4, B7).
    CloseBill(OrderId),
    /// Changes a line of an open document, and the order with it.
    ChangeDocument { document: DocumentId, line: LineNo, to: Quantity },
    /// Goods go on the road.
    Send { order: OrderId, share: Share },
    /// Goods were not accepted, or nobody was there, and they are here again.
    ComeBack { order: OrderId, share: Share, place: PlaceCode, fate: Fate },
    /// Goods were accepted first, and are here again.
    Return { order: OrderId, share: Share, place: PlaceCode, fate: Fate },
    /// Requested units arrived: some are taken back, the others are not.
    AnswerReturn {
        order: OrderId,
        line: LineNo,
        received: Quantity,
        dismissed: Quantity,
        place: PlaceCode,
        fate: Fate,
    },
    /// Goods on the road will never arrive; the place says in whose days that is booked.
    WriteOff { order: OrderId, share: Share, place: PlaceCode },
    /// Closes a day of an outlet, once no bill of it stands open (B8).
    CloseDay { outlet: OutletCode, day: Day },
    /// Forgets what a person said and what was said of them, everywhere and for good (DESIGN, rule 5).
    Forget(PersonId),
    /// A person decides about customers: whose an order is, that two cards are one or never, what a value is worth; or a
    /// card comes from another system. What a settled order says of its customer need not be said again.
    Party(sklad_party::Command),
    /// Goes by a scheme of stages from now on (S1); the plan says where live orders of the one before stand in it.
    AdoptScheme { scheme: Box<Scheme>, plan: Plan },
    /// Something is wanted of an order's stage (S2, S4).
    Stage {
        order: OrderId,
        wish: StageWish,
        #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
        comment: Option<Personal<String>>,
    },
}

impl Command {
    /// Returns the order that it is about, where it is about one.
    #[must_use]
    pub const fn order(&self) -> Option<OrderId> {
        match self {
            Self::Confirm(order)
            | Self::ChangeQuantity { order, .. }
            | Self::AddLine { order, .. }
            | Self::Reject { order, .. }
            | Self::RemoveLine { order, .. }
            | Self::Edit { order, .. }
            | Self::AnswerReturn { order, .. }
            | Self::MarkFalse { order, .. }
            | Self::Cancel { order, .. }
            | Self::Reserve(order)
            | Self::Release(order)
            | Self::Invoice(order)
            | Self::Tie { order, .. }
            | Self::CloseBill(order)
            | Self::Send { order, .. }
            | Self::ComeBack { order, .. }
            | Self::Return { order, .. }
            | Self::WriteOff { order, .. }
            | Self::Party(
                sklad_party::Command::Recognise { order, .. }
                | sklad_party::Command::Settle { order, .. },
            )
            | Self::Stage { order, .. } => Some(*order),
            Self::Adopt(_)
            | Self::OpenOutlet(_)
            | Self::OpenPlace { .. }
            | Self::AddItem { .. }
            | Self::Receive { .. }
            | Self::Adjust { .. }
            | Self::Transfer { .. }
            | Self::Hold { .. }
            | Self::Unhold { .. }
            | Self::Place(_)
            | Self::ChangeDocument { .. }
            | Self::CloseDay { .. }
            | Self::Party(_)
            | Self::Forget(_)
            | Self::AdoptScheme { .. } => None,
        }
    }
}

/// What happened in a shop.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(clippy::exhaustive_enums, reason = "a new event must break every reader")]
pub enum Event {
    /// Settings were adopted, with their own version.
    Adopted(Box<Settings>),
    /// An outlet got its name.
    OutletNamed {
        /// Its number.
        outlet: OutletId,
        /// Its name.
        code: OutletCode,
    },
    /// A place got its name.
    PlaceNamed {
        /// Its number.
        place: PlaceId,
        /// Its name.
        code: PlaceCode,
    },
    /// An item got its name.
    ItemNamed {
        /// Its number.
        item: ItemId,
        /// Its name.
        sku: Sku,
        /// Whether stock is kept of it.
        kept: bool,
    },
    /// An order was taken.
    Placed {
        /// Its number inside.
        order: OrderId,
        /// What was taken.
        placed: Box<Placed>,
        /// How it enters the books.
        way: Way,
    },
    /// Its way started: from now on the books follow it.
    Started(OrderId),
    /// Something happened to an order.
    Order {
        /// To which.
        order: OrderId,
        /// What.
        event: sklad_order::Event,
    },
    /// Nothing of an order is left to do, from that moment on until something happens to it.
    Finished {
        /// Of which.
        order: OrderId,
        /// Since when.
        moment: Moment,
    },
    /// A finished order left the state; its name stays known.
    Left {
        /// Which.
        order: OrderId,
        /// Its last state.
        case: Box<Case>,
    },
    /// An order that had left is back, since a command names it.
    Back {
        /// Which.
        order: OrderId,
        /// Its state, less the words that are forgotten by now.
        case: Box<Case>,
    },
    /// A person's words are forgotten; they are given no new ones.
    Forgotten(PersonId),
    /// Something happened to a document.
    Document {
        /// Of which order; of none, for receipts and transfers between places.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
        order: Option<OrderId>,
        /// What.
        event: sklad_document::Event,
    },
    /// Something happened in the ledger.
    Stock(sklad_stock::Event),
    /// From now on customers are looked for by keys of one secret: what tells it from others, and nothing else of it.
    Keyed(sklad_party::Key),
    /// Something happened to customers: a new card among it is what a partner is told (F4).
    Party(sklad_party::Event),
    /// A scheme of stages was adopted: this is its content; the stages' own event tells when and by whom.
    SchemeAdopted(Box<Scheme>),
    /// Something happened to the stage of an order, or of all.
    Stage(sklad_stage::Event),
}

impl Event {
    /// Returns the persons whose words it holds, or held before they were forgotten.
    #[must_use]
    pub fn persons(&self) -> BTreeSet<PersonId> {
        match self {
            Self::Placed { placed, .. } => placed.persons(),
            Self::Order { event, .. } => event.persons(),
            Self::Party(event) => event.person().into_iter().collect(),
            Self::Left { case, .. } | Self::Back { case, .. } => case.order.persons(),
            Self::Stage(event) => {
                let words = event.note().and_then(|note| note.comment.as_ref());
                words.map(Personal::person).into_iter().collect()
            }
            Self::Adopted(_)
            | Self::OutletNamed { .. }
            | Self::PlaceNamed { .. }
            | Self::ItemNamed { .. }
            | Self::Started(_)
            | Self::Finished { .. }
            | Self::Forgotten(_)
            | Self::Document { .. }
            | Self::Keyed(_)
            | Self::Stock(_)
            | Self::SchemeAdopted(_) => BTreeSet::new(),
        }
    }

    /// Returns the order that it changes, so that whether that one is finished is told anew.
    pub(crate) const fn changes(&self) -> Option<OrderId> {
        match self {
            Self::Stage(sklad_stage::Event::Noted(note)) => {
                // Another scheme ends no order, and would touch them all.
                let is_migrated = matches!(note.what, What::Migrated { .. });
                if is_migrated { None } else { Some(note.order) }
            }
            Self::Placed { order, .. }
            | Self::Started(order)
            | Self::Order { order, .. }
            | Self::Document { order: Some(order), .. } => Some(*order),
            Self::Adopted(_)
            | Self::OutletNamed { .. }
            | Self::PlaceNamed { .. }
            | Self::ItemNamed { .. }
            | Self::Finished { .. }
            | Self::Left { .. }
            | Self::Back { .. }
            | Self::Forgotten(_)
            | Self::Document { order: None, .. }
            | Self::Keyed(_)
            | Self::Party(_)
            | Self::Stock(_)
            | Self::SchemeAdopted(_)
            | Self::Stage(sklad_stage::Event::Adopted { .. }) => None,
        }
    }
}

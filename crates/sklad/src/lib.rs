//! The front door of sklad: one dependency, all of the domain.
//!
//! A shop is one ordered log, and a pure machine that folds it: [`flow::Shop`] takes a command in its envelope,
//! decides by the settings that it adopted, and answers with events or with every reason why not. What one command does to an order,
//! its reserves and its documents happens together or not at all.
//!
//! ```
//! use sklad::prelude::*;
//!
//! let now = Moment::parse("2026-03-02T10:00:00Z")?;
//! let envelope = Envelope::new(CommandId::counted(now, 0), Actor::Person("maria".into()), now, ());
//! let mut shop = Shop::new();
//! shop.run(&envelope.with(Command::OpenOutlet(OutletCode::parse("WEB")?)), &())?;
//!
//! let unknown = Command::Confirm(OrderId::new(7));
//! assert_eq!(
//!     shop.run(&envelope.with(unknown), &()).unwrap_err().to_string(),
//!     "cannot find order#7: the shop has no such order; look it up by its channel and number"
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | floor | crate | what it is |
//! | --- | --- | --- |
//! | 5 | `sqlite` | the log in one file, with the feature of its name |
//! | 4 | `store` | the log contract and the keeper, with the feature of its name |
//! | 3 | [`flow`] | the shop: one order, start to end |
//! | 2 | [`scenario`] | four ways an order enters the books |
//! | 1 | [`order`], [`party`], [`stock`], [`stage`], [`document`] | what was asked, by whom, what is there, where it stands, what the papers say |
//! | 0 | [`base`] | the words all of them share |
//!
//! The [`guide`] holds the glossary and the table of the four ways.
//!
//! **Invariant:** no clock, file, socket, thread or chance on floors 0 to 3; they come in as arguments.
//!
//! With the feature `store` a keeper runs a machine on a log (`sklad::store`), with `sqlite` that log is one file
//! (`sklad::sqlite`; `sklad::open` opens a shop in three lines); without them state lives in memory, and whoever keeps the events can rebuild it.
//!
//! What it is not: a server.

pub use sklad_base as base;
pub use sklad_document as document;
pub use sklad_flow as flow;
pub use sklad_order as order;
pub use sklad_party as party;
pub use sklad_scenario as scenario;
#[cfg(feature = "sqlite")]
pub use sklad_sqlite as sqlite;
pub use sklad_stage as stage;
pub use sklad_stock as stock;
#[cfg(feature = "store")]
pub use sklad_store as store;

#[cfg(feature = "sqlite")]
mod durable;
pub mod guide;

#[cfg(feature = "sqlite")]
pub use durable::{OpenError, open};

/// The words that most programs need.
///
/// ```
/// use sklad::prelude::*;
///
/// let _shop = Shop::new();
/// ```
pub mod prelude {
    pub use sklad_base::{
        Actor, Amounts, Channel, CommandId, Currency, Day, Decider, DeliveryWay, Envelope, LineNo,
        Moment, Money, OrderId, OrderNumber, OutletCode, PaymentWay, PersonId, Personal, PlaceCode,
        PlaceId, Price, PriceBasis, Quantity, Right, Rights, Sku, Zone,
    };
    pub use sklad_flow::{
        Case, Command, CommandName, Event, Portion, Refusal, Rule, Settings, Share, Shop, StageWish,
    };
    pub use sklad_order::price::{Charge, Discount, Percent, Terms, Vat, VatRate};
    pub use sklad_order::{
        Buyer, Confirmation, DeliveryPrice, Draft, DraftLine, Edit, Payment, Reason, Standing,
        Units,
    };
    pub use sklad_scenario::{Reserve, Sending, Shortage, Way};
    pub use sklad_stock::{Fate, WhyAdjusted};
}

#[cfg(all(doctest, feature = "sqlite"))]
#[doc = include_str!("../../../README.md")]
struct Readme;

//! The words that all sklad crates share.
//!
//! Text comes in and is parsed once; what exists afterwards is valid: an item's [`Sku`], a [`Quantity`] of six
//! decimals, [`Money`] with its currency, a [`Moment`] on the world's clock and a [`Day`] on a place's calendar.
//!
//! ```
//! use sklad_base::{Currency, Price, Quantity, Sku};
//!
//! let sku = Sku::parse("A-100")?;
//! let quantity = Quantity::parse("2.5")?;
//! let price = Price::parse("19.90", Currency::parse("EUR")?)?;
//!
//! assert_eq!(format!("{quantity} of {sku}: {}", price.times(quantity)?), "2.5 of A-100: 49.75 EUR");
//! # Ok::<(), sklad_base::Invalid>(())
//! ```
//!
//! - Text: [`Sku`], [`PlaceCode`], [`OutletCode`], [`Channel`], [`OrderNumber`],
//!   [`PaymentWay`], [`DeliveryWay`].
//! - Numbers: [`Quantity`], [`Money`], [`Price`], [`Currency`]; units of measure: [`Units`], [`Ratio`], [`UnitCode`].
//! - With VAT: [`Amounts`] in a [`PriceBasis`].
//! - Arithmetic: [`Rounding`], and the one split, [`distribute`], over the units of a quantity [`Spread`].
//! - Time: [`Moment`], [`Day`], [`Zone`].
//! - Dense ids: [`ItemId`], [`PlaceId`], [`OutletId`], [`OrderId`], [`LineId`], [`DocumentId`].
//! - Words about a person, which can be forgotten: [`Personal`], [`PersonId`].
//! - The contract of every machine: [`Decider`], [`Envelope`], [`Events`], [`No`], [`Refusals`];
//!   [`Once`] makes each wish be done once, by [`Seen`] ids.
//!
//! Feature `serde` (off by default) gives all of them a wire form: see the module `wire`.
//!
//! **Invariant:** nothing here knows what an order or a warehouse does; a word moves in once three crates need it.
//!
//! What it is not: a money or time library. It holds just what the floors above it agree on.

// Here the numbers are made: no silent overflow, no silent cut.
#![cfg_attr(not(test), warn(clippy::arithmetic_side_effects, clippy::as_conversions))]

mod amounts;
mod code;
mod currency;
mod decider;
mod digest;
mod distribute;
mod envelope;
mod handful;
mod id;
mod invalid;
mod moment;
mod money;
mod once;
mod personal;
mod quantity;
mod rounding;
mod seen;
mod spread;
mod unit;
#[cfg(feature = "serde")]
pub mod wire;

pub use amounts::{Amounts, PriceBasis};
pub use code::{
    Channel, DeliveryWay, OrderNumber, OutletCode, PaymentWay, PlaceCode, PriceListCode,
    ReasonCode, Region, Right, Sku, UnitCode, parse_code,
};
pub use currency::Currency;
pub use decider::{Decider, Events, No, Refusals};
pub use digest::Digest;
pub use distribute::{distribute, distribute_into};
pub use envelope::{Actor, CommandId, Envelope, Rights, Version};
pub use handful::Handful;
pub use id::{DocumentId, ItemId, LineId, LineNo, OrderId, OutletId, PlaceId};
pub use invalid::{IdRefusal, Invalid};
pub use moment::{Day, Moment, Zone};
pub use money::{Money, Price};
pub use once::{Answer, Once, RecordNo};
pub use personal::{PersonId, Personal};
pub use quantity::Quantity;
pub use rounding::Rounding;
pub use seen::Seen;
pub use spread::Spread;
pub use unit::{Ratio, Taken, Units};

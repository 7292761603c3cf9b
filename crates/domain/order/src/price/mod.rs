//! What an order costs: lines, discounts, delivery and fees in; net, tax and gross out, to the cent.
//!
//! Pricing is one pure function of the order as it stands, so pricing twice gives the same and no edit can drift.
//!
//! ```
//! use sklad_base::{Currency, LineNo, Price, Quantity};
//! use sklad_order::price::{Basket, Discount, Line, Part, Percent, PriceBasis, Terms, Vat, VatRate, price};
//!
//! let eur = Currency::parse("EUR")?;
//! let vat = Vat::of(VatRate::parse("20")?);
//! let lines = [
//!     Line::new(Price::parse("19.90", eur)?, Quantity::units(3), vat),
//!     Line::new(Price::parse("0.125", eur)?, Quantity::units(7), vat),
//! ];
//! let discounts = [Discount::Percent(Percent::parse("5")?)];
//! let basket = Basket { discounts: &discounts, ..Basket::new(Terms::new(eur, PriceBasis::Gross), &lines) };
//!
//! let totals = price(&basket)?;
//! assert_eq!(totals.total().to_string(), "net 47.96 EUR, tax 9.59 EUR, gross 57.55 EUR");
//! let steps = totals.explain(&basket).to_string();
//! assert!(steps.starts_with("line 1: 3 x 19.90 EUR: 59.70 EUR\n"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! - In: [`Basket`] of [`Line`]s and [`Charge`]s on [`Terms`]; [`Vat`], [`Discount`].
//! - Out: [`Totals`] with one [`Priced`] a part, or a [`Refusal`]; [`Explanation`] says which rule made each cent.
//! - After an edit: [`AfterEdit`] says what becomes of a discount. After a bill: [`Frozen`] says what a unit is worth.
//!
//! **Invariants:** total = lines + delivery + fees at net, at tax and at gross; gross = net + tax for every part; no
//! amount is below zero; every split is [`sklad_base::distribute`]. Rounding is half away from zero unless the terms
//! say otherwise. Source: `specs/orders.md`.

// Here amounts are made: no silent overflow.
#![cfg_attr(not(test), warn(clippy::arithmetic_side_effects, clippy::as_conversions))]

mod basket;
mod calculator;
mod discount;
mod edit;
mod explain;
mod frozen;
mod percent;
mod plain;
mod refusal;
mod tax;
mod totals;
mod vat;
#[cfg(feature = "serde")]
mod wire;

pub use basket::{Basket, Charge, Line, Part, Terms};
pub use calculator::{Calculator, price};
pub use discount::{Discount, Tier};
pub use edit::{AfterEdit, Change, DiscountPolicy};
pub use explain::{Explanation, Rule, Share, Step};
pub use frozen::{Frozen, Run};
pub use percent::Percent;
pub(crate) use plain::Plain;
pub use refusal::Refusal;
pub use sklad_base::{Amounts, PriceBasis};
pub use totals::{PartTax, Priced, RateTax, Totals};
pub use vat::{Vat, VatRate, VatRounding};

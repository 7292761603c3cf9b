//! The wire form (feature `serde`): how each word is written, and parsed again on the way in.
//!
//! | word | on the wire |
//! |---|---|
//! | [`Sku`] and the other codes, [`Currency`], [`Zone`], [`CommandId`], [`Ratio`] | text |
//! | [`Quantity`] | decimal text: `"2.5"` |
//! | [`Money`], [`Price`] | `{"amount": "12.50", "currency": "EUR"}` |
//! | [`Amounts`] | `{"net": "10.00", "tax": "2.00", "gross": "12.00", "currency": "EUR"}` |
//! | [`Moment`], [`Day`] | `"2026-03-02T10:00:00Z"`, `"2026-03-02"` |
//! | dense ids, [`LineNo`](crate::LineNo) (from 0), [`Version`](crate::Version) | numbers |
//! | enums | `"net"`, `{"person": "maria"}`: the variant's name in snake case |
//!
//! ```
//! use sklad_base::{Currency, Money};
//!
//! let money = Money::parse("12.5", Currency::parse("EUR")?)?;
//! let json = serde_json::to_string(&money).unwrap();
//! assert_eq!(json, r#"{"amount":"12.50","currency":"EUR"}"#);
//! assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), money);
//! assert!(serde_json::from_str::<Money>(r#"{"amount":12.50,"currency":"EUR"}"#).is_err());
//! # Ok::<(), sklad_base::Invalid>(())
//! ```
//!
//! **Invariants:** what is read went through the same constructor as any other value, so an impossible one is an
//! error and never a panic; a field that is not known is an error; decimals are texts of our own, so no feature that
//! another crate switches on in `rust_decimal` changes a digit. A decimal that comes as a number is refused, because
//! a number may have lost digits before it came here.

use std::fmt;

use rust_decimal::Decimal;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, Visitor},
};

use crate::{
    Amounts, Channel, CommandId, Currency, Day, DeliveryWay, Invalid, Moment, Money, OrderNumber,
    OutletCode, PaymentWay, PlaceCode, Price, PriceListCode, Quantity, Ratio, Region, Right, Sku,
    UnitCode, Units, Zone,
};

/// Reads a text and parses it; `form` says what it should be, for the message about anything that is no text.
///
/// # Errors
/// What is there is no text, or `parse` refuses it.
pub fn read_text<'de, D: Deserializer<'de>, T, E: fmt::Display>(
    deserializer: D,
    form: &'static str,
    parse: fn(&str) -> Result<T, E>,
) -> Result<T, D::Error> {
    deserializer.deserialize_str(Text { form, parse })
}

/// Reads what may be nothing, but must be there: nothing is `null`, and a missing field is an error.
///
/// For facts and edits, where a field that was forgotten would take something away.
///
/// # Errors
/// What is there is neither `null` nor such a value.
pub fn read_given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Option::deserialize(deserializer)
}

struct Text<T, E> {
    form: &'static str,
    parse: fn(&str) -> Result<T, E>,
}

impl<T, E: fmt::Display> Visitor<'_> for Text<T, E> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.form)
    }

    fn visit_str<F: Error>(self, text: &str) -> Result<T, F> {
        (self.parse)(text).map_err(F::custom)
    }
}

/// Writes words as they are displayed, and parses them on the way in.
macro_rules! texts {
    ($($name:ident: $form:literal,)+) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                read_text(deserializer, $form, Self::parse)
            }
        }
    )+};
}

texts! {
    Sku: "a sku as text",
    PlaceCode: "a place as text",
    OutletCode: "an outlet as text",
    Channel: "a channel as text",
    OrderNumber: "an order number as text",
    UnitCode: "a unit as text",
    PaymentWay: "a payment way as text",
    DeliveryWay: "a delivery way as text",
    PriceListCode: "a price list as text",
    Region: "a region as text",
    Right: "a right as text",
    Currency: "a currency as text, such as \"EUR\"",
    Quantity: "a quantity as text, such as \"2.5\": a number may lose digits",
    Ratio: "a ratio of units as text, such as \"12\" or \"1/3\"",
    Moment: "a moment as text, such as \"2026-03-02T10:00:00Z\"",
    Day: "a day as text, such as \"2026-03-02\"",
    Zone: "a time zone as text, such as \"Europe/Sofia\"",
    CommandId: "a command id as text: a UUID of version 7",
}

/// An amount's digits, on their way.
#[derive(Serialize)]
struct Digits(String);

impl Digits {
    /// Returns the digits with at least that many decimals.
    fn of(amount: Decimal, decimals: u32) -> Self {
        let mut amount = amount.normalize();
        amount.rescale(amount.scale().max(decimals));
        Self(amount.to_string())
    }
}

impl<'de> Deserialize<'de> for Digits {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let form = "an amount as text, such as \"12.50\": a number may lose digits";
        read_text(deserializer, form, |text| Ok::<_, Invalid>(Self(text.to_owned())))
    }
}

/// Money or a price, on its way.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct InCurrency {
    amount: Digits,
    currency: Currency,
}

impl InCurrency {
    fn of(amount: Decimal, currency: Currency) -> Self {
        Self { amount: Digits::of(amount, currency.decimals()), currency }
    }
}

/// Writes an amount of a currency with its digits as text.
macro_rules! in_currency {
    ($($name:ident)+) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                InCurrency::of(self.amount(), self.currency()).serialize(serializer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let InCurrency { amount, currency } = InCurrency::deserialize(deserializer)?;
                Self::parse(&amount.0, currency).map_err(D::Error::custom)
            }
        }
    )+};
}

in_currency! { Money Price }

/// Amounts, on their way: one currency for all three.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Faces {
    net: Digits,
    tax: Digits,
    gross: Digits,
    currency: Currency,
}

impl Faces {
    fn amounts(&self) -> Result<Amounts, String> {
        let read = |digits: &Digits| {
            Money::parse(&digits.0, self.currency).map_err(|invalid| invalid.to_string())
        };
        let (net, tax, gross) = (read(&self.net)?, read(&self.tax)?, read(&self.gross)?);
        let amounts = Amounts::new(net, tax).map_err(|invalid| invalid.to_string())?;
        if amounts.gross() == gross {
            return Ok(amounts);
        }
        let sum = amounts.gross();
        Err(format!(
            "cannot read amounts: net {net} and tax {tax} are {sum}, not gross {gross}; \
             correct them in the sending system"
        ))
    }
}

impl Serialize for Amounts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let currency = self.net().currency();
        let digits = |money: Money| Digits::of(money.amount(), currency.decimals());
        let (net, tax, gross) = (digits(self.net()), digits(self.tax()), digits(self.gross()));
        Faces { net, tax, gross, currency }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Amounts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Faces::deserialize(deserializer)?.amounts().map_err(D::Error::custom)
    }
}

/// An item's units, on their way.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitsParts {
    base: UnitCode,
    #[serde(default)]
    others: Vec<OtherUnit>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OtherUnit {
    unit: UnitCode,
    ratio: Ratio,
}

impl Serialize for Units {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let others = self.others().iter().cloned();
        let others = others.map(|(unit, ratio)| OtherUnit { unit, ratio }).collect();
        UnitsParts { base: self.base().clone(), others }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Units {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let UnitsParts { base, others } = UnitsParts::deserialize(deserializer)?;
        let mut others = others.into_iter();
        others
            .try_fold(Self::new(base), |units, OtherUnit { unit, ratio }| units.with(unit, ratio))
            .map_err(D::Error::custom)
    }
}

/// The name of an actor.
pub(crate) mod name {
    use std::sync::Arc;

    use serde::{Deserializer, Serializer};

    use crate::Invalid;

    pub(crate) fn serialize<S: Serializer>(name: &Arc<str>, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(name)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Arc<str>, D::Error> {
        super::read_text(from, "a name as text", |name| Ok::<_, Invalid>(name.into()))
    }
}

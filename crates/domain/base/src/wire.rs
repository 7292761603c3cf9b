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
//! In a binary format (one that is not human-readable), where only position tells what is what, fields and variants
//! are the same in the same order, always written, and the numbers are shorter:
//!
//! | word | in a binary format |
//! |---|---|
//! | [`Quantity`] · [`Moment`] · [`Day`] | `i64` millionths · `i64` microseconds of Unix time · `i32` days, 1 is 0001-01-01 |
//! | [`Currency`] · [`CommandId`] · [`Ratio`] | three letters · 16 bytes · two `u64` |
//! | [`Money`], [`Price`] | scale as `u8`, mantissa as `i64`, currency; 128 added to the scale says that the mantissa is an `i128` |
//! | [`Amounts`] | net and tax as scale and mantissa each, currency; gross is their sum |
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
//!
//! [`Amounts`]: crate::Amounts
//! [`Money`]: crate::Money
//! [`Price`]: crate::Price

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, MapAccess, Visitor},
};
use uuid::Uuid;

use crate::{
    Channel, CommandId, Currency, Day, DeliveryWay, Invalid, Moment, OrderNumber, OutletCode,
    PaymentWay, PlaceCode, PriceListCode, Quantity, Ratio, ReasonCode, Region, Right, Sku,
    UnitCode, Units, Zone,
};

mod amount;

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

/// Reads a map whose keys stand there once: of two, one would be lost.
///
/// # Errors
/// What is there is no map, or has a key twice.
pub fn read_once<'de, D, K, V>(from: D) -> Result<BTreeMap<K, V>, D::Error>
where
    D: Deserializer<'de>,
    K: Deserialize<'de> + Ord + fmt::Display,
    V: Deserialize<'de>,
{
    from.deserialize_map(EachOnce(PhantomData))
}

struct EachOnce<K, V>(PhantomData<(K, V)>);

impl<'de, K, V> Visitor<'de> for EachOnce<K, V>
where
    K: Deserialize<'de> + Ord + fmt::Display,
    V: Deserialize<'de>,
{
    type Value = BTreeMap<K, V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut read = BTreeMap::new();
        while let Some((key, value)) = entries.next_entry::<K, V>()? {
            if read.contains_key(&key) {
                let twice = format!("cannot read {key}: it is there twice; keep one of them");
                return Err(A::Error::custom(twice));
            }
            read.insert(key, value);
        }
        Ok(read)
    }
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

/// Gives words a wire form: written as they are displayed, parsed on the way in. The first word is what gives the
/// text: `as_str` where it is held, `to_string` where it is made.
#[doc(hidden)]
#[macro_export]
macro_rules! __texts {
    (by $text:ident: $($name:ident: $form:literal,)+) => {$(
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.$text().as_ref())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::wire::read_text(from, $form, Self::parse)
            }
        }
    )+};
}
pub use crate::__texts as texts;

texts! {
    by as_str:
    Sku: "a sku as text",
    PlaceCode: "a place as text",
    OutletCode: "an outlet as text",
    Channel: "a channel as text",
    OrderNumber: "an order number as text",
    UnitCode: "a unit as text",
    PaymentWay: "a payment way as text",
    DeliveryWay: "a delivery way as text",
    PriceListCode: "a price list as text",
    ReasonCode: "a reason as text",
    Region: "a region as text",
    Right: "a right as text",
    Zone: "a time zone as text, such as \"Europe/Sofia\"",
}

/// Writes words as they are displayed where people read, and as numbers where only programs do; either is checked on
/// the way in.
macro_rules! numbers {
    ($($name:ident: $form:literal, $number:ty, $to:expr, $from:expr;)+) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    return serializer.collect_str(self);
                }
                let to: fn(Self) -> $number = $to;
                to(*self).serialize(serializer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                if deserializer.is_human_readable() {
                    return read_text(deserializer, $form, Self::parse);
                }
                let from: fn($number) -> Result<Self, Invalid> = $from;
                from(<$number>::deserialize(deserializer)?).map_err(D::Error::custom)
            }
        }
    )+};
}

numbers! {
    Currency: "a currency as text, such as \"EUR\"", [u8; 3], Self::letters, Self::from_letters;
    Quantity: "a quantity as text, such as \"2.5\": a number may lose digits", i64, Self::millionths,
        |millionths| Ok(Self::from_millionths(millionths));
    Ratio: "a ratio of units as text, such as \"12\" or \"1/3\"", (u64, u64), Self::parts,
        |(base, units)| Self::new(base, units);
    Moment: "a moment as text, such as \"2026-03-02T10:00:00Z\"", i64, Self::unix_micros,
        Self::from_unix_micros;
    Day: "a day as text, such as \"2026-03-02\"", i32, Self::number, Self::from_number;
    CommandId: "a command id as text: a UUID of version 7", [u8; 16],
        |id| id.uuid().into_bytes(), |bytes| Self::new(Uuid::from_bytes(bytes));
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

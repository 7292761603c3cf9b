//! Amounts on the wire: digits as text where people read, scale and mantissa where only programs do; never as
//! `rust_decimal` would write them.

use std::fmt;

use rust_decimal::Decimal;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, SeqAccess, Visitor},
};

use super::read_text;
use crate::{Amounts, Currency, Invalid, Money, Price};

/// An amount's digits, on their way.
enum Digits {
    /// As people read them.
    Text(String),
    /// Scale and mantissa as they are.
    Exact(Decimal),
}

impl Digits {
    /// Returns the digits; as text with at least the currency's decimals.
    fn of(amount: Decimal, currency: Currency, as_text: bool) -> Self {
        if !as_text {
            return Self::Exact(amount);
        }
        let mut amount = amount.normalize();
        amount.rescale(amount.scale().max(currency.decimals()));
        Self::Text(amount.to_string())
    }

    fn money(&self, currency: Currency) -> Result<Money, Invalid> {
        match self {
            Self::Text(text) => Money::parse(text, currency),
            Self::Exact(amount) => Money::exact(*amount, currency),
        }
    }

    fn price(&self, currency: Currency) -> Result<Price, Invalid> {
        match self {
            Self::Text(text) => Price::parse(text, currency),
            Self::Exact(amount) => Price::exact(*amount, currency),
        }
    }
}

impl Serialize for Digits {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let amount = match self {
            Self::Text(text) => return serializer.serialize_str(text),
            Self::Exact(amount) => amount,
        };
        let scale = u8::try_from(amount.scale()).unwrap_or(u8::MAX);
        match i64::try_from(amount.mantissa()) {
            Ok(mantissa) => (scale, mantissa).serialize(serializer),
            Err(_) => (scale | WIDE, amount.mantissa()).serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Digits {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let form = "an amount as text, such as \"12.50\": a number may lose digits";
            return read_text(deserializer, form, |text| Ok::<_, Invalid>(Self::Text(text.into())));
        }
        deserializer.deserialize_tuple(2, Scaled).map(Self::Exact)
    }
}

/// Reads scale and mantissa.
struct Scaled;

impl<'de> Visitor<'de> for Scaled {
    type Value = Decimal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the scale and the mantissa of an amount")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Decimal, A::Error> {
        let torn = |at| A::Error::invalid_length(at, &"scale and mantissa");
        let scale: u8 = parts.next_element()?.ok_or_else(|| torn(0))?;
        let mantissa = if scale & WIDE == 0 {
            parts.next_element::<i64>()?.map(i128::from)
        } else {
            parts.next_element::<i128>()?
        };
        let (mantissa, scale) = (mantissa.ok_or_else(|| torn(1))?, u32::from(scale & !WIDE));
        Decimal::try_from_i128_with_scale(mantissa, scale).map_err(|_| {
            A::Error::custom(format!("cannot read an amount: {mantissa} at scale {scale} is none"))
        })
    }
}

/// Money or a price, on its way.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct InCurrency {
    amount: Digits,
    currency: Currency,
}

/// Writes an amount of a currency.
macro_rules! in_currency {
    ($($name:ident: $read:ident)+) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let currency = self.currency();
                let amount = Digits::of(self.amount(), currency, serializer.is_human_readable());
                InCurrency { amount, currency }.serialize(serializer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let InCurrency { amount, currency } = InCurrency::deserialize(deserializer)?;
                amount.$read(currency).map_err(D::Error::custom)
            }
        }
    )+};
}

in_currency! { Money: money Price: price }

/// Amounts, on their way to people: one currency for all three.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Faces {
    net: Digits,
    tax: Digits,
    gross: Digits,
    currency: Currency,
}

/// Amounts, on their way to programs.
#[derive(Serialize, Deserialize)]
struct Pair {
    net: Digits,
    tax: Digits,
    currency: Currency,
}

impl Faces {
    fn amounts(&self) -> Result<Amounts, String> {
        let read = |digits: &Digits| digits.money(self.currency).map_err(|no| no.to_string());
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

impl Pair {
    fn amounts(&self) -> Result<Amounts, Invalid> {
        Amounts::new(self.net.money(self.currency)?, self.tax.money(self.currency)?)
    }
}

impl Serialize for Amounts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (currency, as_text) = (self.net().currency(), serializer.is_human_readable());
        let digits = |money: Money| Digits::of(money.amount(), currency, as_text);
        let (net, tax) = (digits(self.net()), digits(self.tax()));
        if !as_text {
            return Pair { net, tax, currency }.serialize(serializer);
        }
        Faces { net, tax, gross: digits(self.gross()), currency }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Amounts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return Faces::deserialize(deserializer)?.amounts().map_err(D::Error::custom);
        }
        Pair::deserialize(deserializer)?.amounts().map_err(D::Error::custom)
    }
}

/// Added to a scale, which is 28 at most, where the mantissa needs more than 64 bits.
const WIDE: u8 = 0x80;

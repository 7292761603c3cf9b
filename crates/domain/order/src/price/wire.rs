//! The wire form of prices: percentages as text (millionths in a binary format), frozen amounts as what closing a bill needs to give them again.

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use sklad_base::{Money, Quantity, Rounding, wire::read_text};

use super::{
    Amounts, Frozen, PartTax, Percent, PriceBasis, Priced, RateTax, Terms, Totals, Vat, VatRate,
    VatRounding,
};

impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return serializer.collect_str(&self.to_decimal());
        }
        self.millionths().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let form = "a percentage as text, such as \"12.5\": a number may lose digits";
            return read_text(deserializer, form, Self::parse);
        }
        let millionths = u32::deserialize(deserializer)?;
        Self::new(Decimal::new(millionths.into(), Self::DECIMALS)).map_err(D::Error::custom)
    }
}

impl Serialize for VatRate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.percent().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for VatRate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let form = "a rate of VAT as text, such as \"20\": a number may lose digits";
            return read_text(deserializer, form, Self::parse);
        }
        Self::new(Percent::deserialize(deserializer)?.to_decimal()).map_err(D::Error::custom)
    }
}

impl Serialize for Vat {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.rates().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Vat {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let rates = Vec::<VatRate>::deserialize(deserializer)?;
        Self::of_all(&rates).map_err(D::Error::custom)
    }
}

/// A bill's line, on its way: closing it again and removing as much gives the same.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FrozenParts {
    amounts: Amounts,
    quantity: Quantity,
    removed: Quantity,
    basis: PriceBasis,
    rounding: Rounding,
}

impl Serialize for Frozen {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (amounts, quantity, removed) = (self.whole(), self.quantity(), self.removed());
        let Self { basis, rounding, .. } = *self;
        FrozenParts { amounts, quantity, removed, basis, rounding }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Frozen {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let parts = FrozenParts::deserialize(deserializer)?;
        let FrozenParts { amounts, quantity, removed, basis, rounding } = parts;
        let currency = amounts.net().currency();
        // Where VAT was rounded is in the amounts already.
        let terms = Terms { currency, basis, rounding, vat_rounding: VatRounding::default() };
        let mut frozen = Self::close(amounts, quantity, &terms).map_err(D::Error::custom)?;
        frozen.remove(removed).map_err(D::Error::custom)?;
        Ok(frozen)
    }
}

impl Frozen {
    /// Tells whether it was frozen on these terms.
    pub(crate) fn is_on(&self, terms: &Terms) -> bool {
        let on = (self.whole().net().currency(), self.basis, self.rounding);
        on == (terms.currency, terms.basis, terms.rounding)
    }
}

/// Totals, on their way out; who has the order computes them again.
#[derive(Serialize)]
struct TotalsParts<'a> {
    lines: &'a [Priced],
    delivery: &'a Priced,
    fees: &'a [Priced],
    taxes: &'a [RateTax],
    part_taxes: &'a [PartTax],
    /// Of each discount, the share of each line.
    discount_shares: Vec<&'a [Money]>,
    total: Amounts,
}

impl Serialize for Totals {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { lines, delivery, fees, taxes, part_taxes, discount_shares, total } = self;
        let discount_shares = discount_shares.chunks(lines.len().max(1)).collect();
        let total = *total;
        TotalsParts { lines, delivery, fees, taxes, part_taxes, discount_shares, total }
            .serialize(serializer)
    }
}

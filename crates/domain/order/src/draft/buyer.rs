//! Who ordered, in the customer's own words.

use std::fmt;

/// Who ordered and where it goes, in the words that came in; it stands in [`Personal`](sklad_base::Personal) only.
///
/// ```
/// use sklad_base::{PersonId, Personal};
/// use sklad_order::Buyer;
///
/// let buyer = Buyer { name: "Ana".to_owned(), address: "Main street 1".to_owned(), ..Buyer::default() };
/// let mut buyer = Personal::new(PersonId::new(7), buyer);
/// assert_eq!(buyer.to_string(), "Ana, Main street 1");
/// buyer.forget();
/// assert_eq!(buyer.to_string(), "(forgotten)");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data that codecs build")]
#[expect(missing_docs, reason = "the fields say themselves")]
pub struct Buyer {
    pub name: String,
    pub email: String,
    pub phone: String,
    pub address: String,
    /// The tax numbers of the customer; a sole trader's is a word about a person.
    pub numbers: Vec<TaxNumber>,
    /// The code of a Russian company's branch (KPP).
    pub kpp: String,
}

/// A tax number as it came in; who reads it says whether it is one.
///
/// ```
/// use sklad_order::TaxNumber;
///
/// assert_eq!(TaxNumber::new("BG", "175074752").to_string(), "BG 175074752");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data that codecs build")]
pub struct TaxNumber {
    /// The two letters of its country; `EU` for a VAT number with its prefix.
    pub country: String,
    /// The number as it was written.
    pub text: String,
}

impl TaxNumber {
    /// Returns the number of a country.
    pub fn new(country: impl Into<String>, text: impl Into<String>) -> Self {
        Self { country: country.into(), text: text.into() }
    }
}

impl fmt::Display for TaxNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.country, self.text)
    }
}

impl fmt::Display for Buyer {
    /// Writes what is known, in the order in which a letter says it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, email, phone, address, numbers, kpp } = self;
        let words = [name, address, phone, email].map(Clone::clone);
        let branch = Some(format!("KPP {kpp}")).filter(|_| !kpp.is_empty());
        let all = words.into_iter().chain(numbers.iter().map(ToString::to_string)).chain(branch);
        let known: Vec<_> = all.filter(|word| !word.is_empty()).collect();
        if known.is_empty() { f.write_str("unknown") } else { f.write_str(&known.join(", ")) }
    }
}

//! Hints for a person: never a match.

use crate::{
    CardId, Number, Policy, Register, TaxId,
    few::Few,
    text::{Letters, Spelling},
};

impl Register {
    /// Returns the cards whose tax number differs from this one by a digit: changed, missing or too many; and those of
    /// a bare number, whose country is not said, in any country that is known.
    ///
    /// ```
    /// use sklad_party::{Number, Policy, Register, Secret};
    ///
    /// let near = Register::new().near(&Number::new("RU", "7710000016"), &Policy::new(Secret::new(7)));
    /// assert!(near.is_empty());
    /// ```
    #[must_use]
    pub fn near(&self, number: &Number, policy: &Policy) -> Vec<CardId> {
        let Ok(letters) = Letters::read(&number.text, Spelling::LETTERS) else { return Vec::new() };
        let mut cards = Few::new(CardId::new(0));
        let mut add = |country: &str, text: &str| {
            if let Some(id) =
                TaxId::of_country(country, text).ok().filter(|id| !id.is_placeholder())
            {
                self.add_cards_of(policy.key_of(&id), &mut cards);
            }
        };
        if number.country.trim().is_empty() {
            COUNTRIES.iter().for_each(|country| add(country, letters.as_str()));
        } else {
            let all = neighbours(letters.as_bytes());
            all.iter()
                .filter_map(|text| str::from_utf8(text).ok())
                .for_each(|text| add(&number.country, text));
        }
        cards.to_vec()
    }
}

/// Where a number without its country may come from.
const COUNTRIES: [&str; 7] = ["RU", "KZ", "BG", "PL", "UA", "BY", "EU"];

/// All texts at distance 1.
fn neighbours(text: &[u8]) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    let digits = b"0123456789";
    for at in 0..=text.len() {
        let (before, after) = text.split_at(at);
        all.extend(digits.iter().map(|digit| [before, &[*digit], after].concat()));
        let Some((first, rest)) = after.split_first() else { continue };
        all.push([before, rest].concat());
        all.extend(
            digits
                .iter()
                .filter(|digit| *digit != first)
                .map(|digit| [before, &[*digit], rest].concat()),
        );
    }
    all
}

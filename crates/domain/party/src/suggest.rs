//! Hints for a person: never a match.

use crate::{
    CardId, Number, Policy, Register, TaxId,
    text::{Letters, Spelling},
};

impl Register {
    /// Returns the cards whose tax number differs from this one by a digit: changed, missing, too many, or two
    /// swapped.
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
        let mut cards = Vec::new();
        for text in neighbours(letters.as_bytes()) {
            let id = str::from_utf8(&text)
                .ok()
                .and_then(|text| TaxId::of_country(&number.country, text).ok());
            if let Some(id) = id.filter(|id| !id.is_placeholder()) {
                self.add_cards_of(policy.key_of(&id), &mut cards);
            }
        }
        cards
    }
}

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
        if let Some((second, rest)) = rest.split_first().filter(|(second, _)| *second != first) {
            all.push([before, &[*second, *first], rest].concat());
        }
    }
    all
}

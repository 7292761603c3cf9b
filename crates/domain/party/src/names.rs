//! Names that look alike: hints for a person, never a match.

use crate::{Book, CardId};

impl Book {
    /// Returns the cards whose names look like this one, the likeliest first: legal forms, quotes and case do not
    /// count. It goes through all pages.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use sklad_base::{PersonId, Personal};
    /// use sklad_party::{Book, CardId, Event};
    ///
    /// let mut book = Book::new();
    /// let name = Personal::new(PersonId::new(1), Arc::from("ООО «Ромашка»"));
    /// book.take(&Event::Opened { card: CardId::new(0), branch_of: None, kpp: None, name });
    /// assert_eq!(book.named_like("Рoмашка, ООО"), []); // a Latin o in it: two letters pairs differ
    /// assert_eq!(book.named_like("ромашка ооо"), [CardId::new(0)]);
    /// ```
    #[must_use]
    pub fn named_like(&self, name: &str) -> Vec<CardId> {
        let asked = pairs(name);
        let mut found: Vec<(usize, CardId)> = self
            .pages()
            .filter_map(|page| Some((alike(&asked, &pairs(page.name.words()?))?, page.card)))
            .collect();
        found.sort_unstable_by_key(|(percent, card)| (usize::MAX - percent, *card));
        found.into_iter().map(|(_, card)| card).take(MOST).collect()
    }
}

/// How much two names share, in hundredths, where that is enough (Dice, on pairs of letters).
fn alike(one: &[(char, char)], other: &[(char, char)]) -> Option<usize> {
    let mut rest = other.to_vec();
    let shared = one.iter().filter(|pair| {
        let at = rest.iter().position(|its| its == *pair);
        at.map(|at| rest.swap_remove(at)).is_some()
    });
    let percent = (200 * shared.count()).checked_div(one.len() + other.len())?;
    (percent >= ENOUGH).then_some(percent)
}

/// The pairs of letters of the words that count, each word by itself.
fn pairs(name: &str) -> Vec<(char, char)> {
    let lower: String = name.chars().take(LONGEST).flat_map(char::to_lowercase).collect();
    let words =
        lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !FORMS.contains(word));
    words.flat_map(|word| word.chars().zip(word.chars().skip(1)).collect::<Vec<_>>()).collect()
}

/// Legal forms, in the languages of the source documents.
const FORMS: [&str; 24] = [
    "ооо", "оао", "зао", "пао", "ао", "ип", "тоо", "чп", "тов", "фоп", "еоод", "оод", "ад", "ет",
    "sp", "zoo", "sa", "gmbh", "ltd", "llc", "inc", "srl", "eood", "ood",
];
const ENOUGH: usize = 80;
const LONGEST: usize = 200;
const MOST: usize = 10;

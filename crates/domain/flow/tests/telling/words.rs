//! A sentence as words, read from left to right.

use std::str::FromStr;

use sklad_base::{Currency, Price, Quantity, Sku};

/// What is left to read of a sentence.
pub(crate) struct Words {
    words: Vec<String>,
    next: usize,
}

/// A quantity of an item, at a price where one is named.
pub(crate) struct Wanted {
    pub sku: Sku,
    pub quantity: Quantity,
    pub price: Price,
}

impl Words {
    /// Splits at blanks; a colon or comma at a word's end is a word of its own.
    pub(crate) fn new(sentence: &str) -> Self {
        let mut words = Vec::new();
        for word in sentence.split_whitespace() {
            match word.strip_suffix([':', ',']) {
                Some(rest) => {
                    words.push(rest.to_owned());
                    words.push(word[rest.len()..].to_owned());
                }
                None => words.push(word.to_owned()),
            }
        }
        Self { words, next: 0 }
    }

    /// Reads the next word.
    pub(crate) fn word(&mut self) -> Result<String, String> {
        let word = self.words.get(self.next).ok_or("the sentence breaks off; say it to its end")?;
        self.next += 1;
        Ok(word.clone())
    }

    /// Tells whether a percentage is next.
    pub(crate) fn next_is_percent(&self) -> bool {
        self.words.get(self.next).is_some_and(|word| word.ends_with('%'))
    }

    /// Reads these words if they are next.
    pub(crate) fn has(&mut self, phrase: &str) -> bool {
        let phrase: Vec<_> = phrase.split(' ').collect();
        let there = self.words.get(self.next..self.next + phrase.len());
        let is = there.is_some_and(|there| there.iter().zip(&phrase).all(|(a, b)| a == b));
        if is {
            self.next += phrase.len();
        }
        is
    }

    /// Reads these words, which must be next.
    pub(crate) fn must(&mut self, phrase: &str) -> Result<(), String> {
        if self.has(phrase) {
            return Ok(());
        }
        let there = self.words.get(self.next).map_or("", String::as_str);
        Err(format!("\"{there}\" stands where \"{phrase}\" is expected; mend the sentence"))
    }

    /// Reads one of these phrases.
    pub(crate) fn one_of<T: Copy>(&mut self, phrases: &[(&str, T)]) -> Result<T, String> {
        let said = phrases.iter().find(|(phrase, _)| self.has(phrase));
        let there = self.words.get(self.next).map_or("", String::as_str);
        let known: Vec<_> = phrases.iter().map(|(phrase, _)| *phrase).collect();
        said.map(|(_, said)| *said)
            .ok_or_else(|| format!("\"{there}\" is none of {}; say one of them", known.join(", ")))
    }

    /// Reads the next word as a value.
    pub(crate) fn value<T: FromStr<Err: ToString>>(&mut self) -> Result<T, String> {
        self.word()?.parse().map_err(|no: T::Err| no.to_string())
    }

    /// Reads `A-100 2 pcs, B-200 1 pcs at 3.50 EUR`, to the last of them.
    pub(crate) fn goods(&mut self) -> Result<Vec<Wanted>, String> {
        let mut goods = vec![self.wanted()?];
        while self.has(",") {
            goods.push(self.wanted()?);
        }
        Ok(goods)
    }

    fn wanted(&mut self) -> Result<Wanted, String> {
        let (sku, quantity) = (self.value()?, self.value()?);
        self.must("pcs")?;
        let (mut amount, mut currency) = ("10".to_owned(), "EUR".to_owned());
        if self.words.get(self.next + 2).is_some_and(|word| word.len() == 3) && self.has("at") {
            (amount, currency) = (self.word()?, self.word()?);
        }
        let currency = Currency::parse(&currency).map_err(|no| no.to_string())?;
        let price = Price::parse(&amount, currency).map_err(|no| no.to_string())?;
        Ok(Wanted { sku, quantity, price })
    }

    /// Reads the words before the next comma as one text.
    pub(crate) fn until_comma(&mut self) -> String {
        let rest = &self.words[self.next..];
        let end = rest.iter().position(|word| word == ",").unwrap_or(rest.len());
        let text = rest[..end].join(" ");
        self.next += end;
        text
    }

    /// Reads all that is left as one text.
    pub(crate) fn rest(&mut self) -> String {
        let rest = self.words[self.next..].join(" ");
        self.next = self.words.len();
        rest.replace(" ,", ",").replace(" :", ":")
    }

    /// Checks that nothing is left.
    pub(crate) fn end(&mut self) -> Result<(), String> {
        match self.rest().as_str() {
            "" => Ok(()),
            rest => Err(format!("\"{rest}\" is too much; end the sentence before it")),
        }
    }
}

//! Words about a person, which can be forgotten.

use std::fmt;

/// Whose words: the number that the caller gives a person, for each contact block.
///
/// ```
/// use sklad_base::PersonId;
///
/// assert_eq!(PersonId::new(7).to_string(), "person#7");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PersonId(u64);

impl PersonId {
    /// Returns the person with that number.
    #[must_use]
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// Returns the number.
    #[must_use]
    pub const fn number(self) -> u64 {
        self.0
    }
}

impl fmt::Display for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "person#{}", self.0)
    }
}

impl fmt::Debug for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Words about a person: name, e-mail, phone, address, free text. Plain in memory; a store seals them with that
/// person's key when they are written, and once the key is destroyed they read as forgotten, everywhere at once.
///
/// ```
/// use sklad_base::{PersonId, Personal};
///
/// let mut name = Personal::new(PersonId::new(7), "Ana".to_owned());
/// assert_eq!(name.to_string(), "Ana");
/// name.forget();
/// assert_eq!((name.words(), name.to_string()), (None, "(forgotten)".to_owned()));
/// assert_eq!(name.person(), PersonId::new(7));
/// ```
///
/// **Invariant:** no event and no state holds a person's words but in here; so what a store seals is all there is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Personal<T> {
    person: PersonId,
    words: Option<T>,
}

impl<T> Personal<T> {
    /// Ties words to the person they are about.
    #[must_use]
    pub const fn new(person: PersonId, words: T) -> Self {
        Self { person, words: Some(words) }
    }

    /// Returns what is left once the person's key is gone.
    #[must_use]
    pub const fn forgotten(person: PersonId) -> Self {
        Self { person, words: None }
    }

    /// Drops the words.
    pub fn forget(&mut self) {
        self.words = None;
    }

    /// Returns whose words they are.
    #[must_use]
    pub const fn person(&self) -> PersonId {
        self.person
    }

    /// Returns the words, unless they are forgotten.
    #[must_use]
    pub const fn words(&self) -> Option<&T> {
        self.words.as_ref()
    }

    /// Returns a part of the words, or other words made from them.
    pub fn map<S>(self, part: impl FnOnce(T) -> S) -> Personal<S> {
        Personal { person: self.person, words: self.words.map(part) }
    }

    /// Returns the same with a reference to the words.
    #[must_use]
    pub const fn as_ref(&self) -> Personal<&T> {
        Personal { person: self.person, words: self.words.as_ref() }
    }
}

impl<T: fmt::Display> fmt::Display for Personal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.words {
            Some(words) => words.fmt(f),
            None => f.pad("(forgotten)"),
        }
    }
}

impl<T> fmt::Debug for Personal<T> {
    /// Writes whose words they are and never the words: debug texts end up in other people's logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = if self.words.is_some() { "words" } else { "forgotten words" };
        write!(f, "{known} of {}", self.person)
    }
}

#[cfg(feature = "serde")]
mod wire {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{PersonId, Personal};
    use crate::wire::read_given;

    /// What is written: whose words, and the words or nothing.
    #[derive(Serialize, Deserialize)]
    #[serde(rename = "sklad::Personal", expecting = "words about a person", deny_unknown_fields)]
    struct Parts<T> {
        person: PersonId,
        #[serde(deserialize_with = "read_given", bound(deserialize = "T: Deserialize<'de>"))]
        words: Option<T>,
    }

    impl<T: Serialize> Serialize for Personal<T> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            Parts { person: self.person, words: self.words.as_ref() }.serialize(serializer)
        }
    }

    impl<'de, T: Deserialize<'de>> Deserialize<'de> for Personal<T> {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let Parts { person, words } = Parts::deserialize(deserializer)?;
            Ok(Self { person, words })
        }
    }
}

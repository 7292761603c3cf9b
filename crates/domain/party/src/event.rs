//! What happened to counterparties. No event holds a person's words but in `Personal`, and keys are digests.

use std::{fmt, sync::Arc};

use sklad_base::{OrderId, PersonId, Personal};

use crate::{CardId, Class, Customer, Key, Kpp, Outcome, Sort};

/// Which merge, counted from 0.
pub type MergeNo = u32;

/// What happened.
///
/// ```
/// use sklad_base::PersonId;
/// use sklad_party::{Book, Event};
///
/// let mut book = Book::new();
/// book.take(&Event::Forgotten(PersonId::new(1)));
/// assert_eq!(book, Book::new());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(clippy::exhaustive_enums, reason = "a new event must break every reader")]
pub enum Event {
    /// A card was made; a new one goes to the partner at once, with or before its order (F4).
    Opened {
        /// Its number, the next.
        card: CardId,
        /// The card of the same legal entity that it is a branch of.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
        branch_of: Option<CardId>,
        /// Its KPP.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
        kpp: Option<Kpp>,
        /// Its name, and the person whose words that is.
        #[cfg_attr(feature = "serde", serde(with = "crate::wire::words"))]
        name: Personal<Arc<str>>,
    },
    /// A key was learned: an e-mail or phone is a contact person, a number is the card's.
    Learned {
        /// By which card.
        card: CardId,
        /// What it is.
        sort: Sort,
        /// Its digest.
        key: Key,
        /// As it was written.
        #[cfg_attr(feature = "serde", serde(with = "crate::wire::words"))]
        words: Personal<Arc<str>>,
    },
    /// A value that is no key was noted on a card.
    Noted {
        /// On which card.
        card: CardId,
        /// What it is.
        sort: Sort,
        /// Why it is no key.
        class: Class,
        /// As it was written.
        #[cfg_attr(feature = "serde", serde(with = "crate::wire::words"))]
        words: Personal<Arc<str>>,
    },
    /// An order's customer was looked for: the outcome, the row of the decision table, what is left open.
    Recognised {
        /// Which order.
        order: OrderId,
        /// Whose it is now.
        customer: Customer,
        /// What the table said.
        outcome: Outcome,
        /// Its row, from 1 to 20.
        row: u8,
        /// Cards that a person may want to look at.
        candidates: Vec<CardId>,
    },
    /// What the guards count was seen: a value beside a key, whether anything was learned or not.
    Counted {
        /// The e-mail or the tax number.
        key: Key,
        /// The tax number or the mail domain beside it.
        beside: Key,
    },
    /// A key turned out to be many customers'; cards that have it are not split but listed.
    TurnedShared(Key),
    /// A person said whose an order is.
    Settled {
        /// Which order.
        order: OrderId,
        /// Whose.
        card: CardId,
    },
    /// Two cards became one, with every contact; the number of the lost one leads to the other.
    Merged {
        /// Which merge.
        merge: MergeNo,
        /// The card that redirects from now on.
        lost: CardId,
        /// The card that stays.
        kept: CardId,
    },
    /// A merge was taken back; the two are not proposed again.
    Unmerged(MergeNo),
    /// Two cards must never become one.
    Parted(CardId, CardId),
    /// A person says what a value is worth, whatever the guards count; nothing takes the word back.
    Pinned(Key, Option<Pin>),
    /// All that matching knew of a person is gone.
    Forgotten(PersonId),
}

impl Event {
    /// Returns the person whose words it holds, or held before they were forgotten.
    #[must_use]
    pub const fn person(&self) -> Option<PersonId> {
        match self {
            Self::Opened { name: words, .. }
            | Self::Learned { words, .. }
            | Self::Noted { words, .. } => Some(words.person()),
            Self::Recognised { .. }
            | Self::Counted { .. }
            | Self::TurnedShared(_)
            | Self::Settled { .. }
            | Self::Merged { .. }
            | Self::Unmerged(_)
            | Self::Parted(..)
            | Self::Pinned(..)
            | Self::Forgotten(_) => None,
        }
    }
}

/// What a person says a value is worth.
///
/// ```
/// use sklad_party::Pin;
///
/// assert_ne!(Pin::Strong, Pin::Shared);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(
    clippy::exhaustive_enums,
    reason = "written into the log: a new word must break every reader"
)]
pub enum Pin {
    /// One customer's.
    Strong,
    /// Many customers'.
    Shared,
}

/// Numbers of merges, as a message lists them.
///
/// ```
/// use sklad_party::List;
///
/// assert_eq!(List(vec![7, 3]).to_string(), "7, 3");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::exhaustive_structs, reason = "a list that knows how to be read")]
pub struct List(pub Vec<MergeNo>);

impl fmt::Display for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&words.join(", "))
    }
}

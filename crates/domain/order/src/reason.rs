//! Why units were rejected, or a whole order dropped.

use std::fmt;

use sklad_base::{PersonId, Personal, ReasonCode};

/// Why units of an order will not come, or the whole of it was dropped.
///
/// ```
/// use sklad_base::{PersonId, ReasonCode};
/// use sklad_order::Reason;
///
/// let mut said = Reason::words(PersonId::new(7), "Ana moves to Varna");
/// assert_eq!(said.to_string(), "Ana moves to Varna");
/// said.forget(PersonId::new(7));
/// assert_eq!(said.to_string(), "(forgotten)");
/// assert_eq!(Reason::Code(ReasonCode::parse("not paid in time")?).to_string(), "not paid in time");
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
///
/// **Invariant:** what somebody typed is [`Words`](Self::Words), so that it can be forgotten; the others say nothing
/// about anybody.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[expect(
    clippy::exhaustive_enums,
    reason = "written into the log: a new kind must break every reader"
)]
pub enum Reason {
    /// Too few are there, and the shop cancels what is missing.
    TooFew,
    /// One of the shop's own list of reasons.
    Code(ReasonCode),
    /// What somebody wrote, tied to the person it is about.
    Words(Personal<String>),
}

impl Reason {
    /// Returns what somebody wrote about a person.
    #[must_use]
    pub fn words(person: PersonId, words: impl Into<String>) -> Self {
        Self::Words(Personal::new(person, words.into()))
    }

    /// Returns whom it is about, where it is in words.
    #[must_use]
    pub const fn person(&self) -> Option<PersonId> {
        match self {
            Self::Words(words) => Some(words.person()),
            Self::TooFew | Self::Code(_) => None,
        }
    }

    /// Returns it as a remark behind what it is the reason of.
    pub(crate) fn remark(&self) -> String {
        match self {
            Self::Words(words) if words.words().is_none() => words.to_string(),
            Self::TooFew | Self::Code(_) | Self::Words(_) => format!("({self})"),
        }
    }

    /// Drops the words where they are about that person.
    pub fn forget(&mut self, person: PersonId) {
        if let Self::Words(words) = self {
            crate::forget::forget(words, person);
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFew => f.pad("too few are there"),
            Self::Code(code) => code.fmt(f),
            Self::Words(words) => words.fmt(f),
        }
    }
}

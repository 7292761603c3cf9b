//! What is wrong with a text that is no tax number, e-mail or phone.

/// Says why a text is not a value. It never repeats the text: that may be personal.
///
/// ```
/// use sklad_party::{Kind, TaxId};
///
/// let error = TaxId::parse(Kind::RuInn10, "7710000016").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "cannot read INN of a company (RU): its check digit does not fit; ask the customer to look at it again"
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Invalid {
    /// Nothing but blanks.
    #[error("cannot read {what}: the text is empty; leave the field out")]
    Empty {
        /// What was being read.
        what: &'static str,
    },
    /// Too few or too many characters for its kind.
    #[error("cannot read {what}: it is too short or too long; ask the customer for all of it")]
    Length {
        /// What was being read.
        what: &'static str,
    },
    /// A character that its kind does not have, or one in a wrong place.
    #[error(
        "cannot read {what}: a character does not belong there; ask the customer to look at it again"
    )]
    Character {
        /// What was being read.
        what: &'static str,
    },
    /// A date, region or sort of holder in it does not exist.
    #[error(
        "cannot read {what}: a date, region or sort in it does not exist; ask the customer to look at it again"
    )]
    Part {
        /// What was being read.
        what: &'static str,
    },
    /// Its check digit is another one.
    #[error(
        "cannot read {what}: its check digit does not fit; ask the customer to look at it again"
    )]
    CheckDigit {
        /// What was being read.
        what: &'static str,
    },
    /// The country is not given, or its numbers are not known here.
    #[error(
        "cannot read {what}: no numbers of that country are known; give its two letters, or EU for a VAT number"
    )]
    Country {
        /// What was being read.
        what: &'static str,
    },
}

/// What a check found, before the kind is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    Empty,
    Length,
    Character,
    Part,
    CheckDigit,
    Country,
}

impl Flaw {
    pub(crate) const fn of(self, what: &'static str) -> Invalid {
        match self {
            Self::Empty => Invalid::Empty { what },
            Self::Length => Invalid::Length { what },
            Self::Character => Invalid::Character { what },
            Self::Part => Invalid::Part { what },
            Self::CheckDigit => Invalid::CheckDigit { what },
            Self::Country => Invalid::Country { what },
        }
    }
}

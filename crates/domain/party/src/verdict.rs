//! The answer to "who is it": outcome, flags, evidence.

use std::fmt;

use crate::{CardId, Class};

/// What the decision table says of an order.
///
/// ```
/// use sklad_party::{CardId, Outcome};
///
/// assert_eq!(Outcome::Match(CardId::new(7)).card(), Some(CardId::new(7)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(
    clippy::exhaustive_enums,
    reason = "written into the log: a fifth outcome must break every reader"
)]
pub enum Outcome {
    /// It is this card's.
    Match(CardId),
    /// It is nobody's that is known: a new card.
    Create,
    /// The keys say different things; a person decides.
    Conflict(Option<Proposal>),
    /// There is nothing to go by but hints; a person decides.
    Review,
}

impl Outcome {
    /// Returns the card that it is, where one is known.
    #[must_use]
    pub const fn card(self) -> Option<CardId> {
        match self {
            Self::Match(card) => Some(card),
            Self::Create | Self::Conflict(_) | Self::Review => None,
        }
    }
}

/// What a conflict proposes; nothing of it is done before a person says so.
///
/// ```
/// use sklad_party::{CardId, Proposal};
///
/// let proposal = Proposal::Take(CardId::new(2));
/// assert_eq!(proposal.card(), CardId::new(2));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(
    clippy::exhaustive_enums,
    reason = "written into the log: a third proposal must break every reader"
)]
pub enum Proposal {
    /// It is this card's; the two stay two.
    Take(CardId),
    /// The two are one customer.
    Merge {
        /// The card that would redirect.
        lost: CardId,
        /// The card that would stay.
        kept: CardId,
    },
}

impl Proposal {
    /// Returns the card that the order would be on.
    #[must_use]
    pub const fn card(self) -> CardId {
        match self {
            Self::Take(card) | Self::Merge { kept: card, .. } => card,
        }
    }
}

impl fmt::Display for Proposal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Take(card) => write!(f, "card {}, do not merge", card.number()),
            Self::Merge { lost, kept } => {
                write!(f, "merge {} into {}", lost.number(), kept.number())
            }
        }
    }
}

/// What is worth knowing about an answer.
///
/// ```
/// use sklad_party::{CardId, Flag};
///
/// assert_eq!(Flag::EmailOnOtherCard(CardId::new(3)).to_string(), "EmailOnOtherCard:3");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Flag {
    /// The card has another tax number of that scheme; the order's was not learned.
    TaxMismatch,
    /// An e-mail of the order is on that card, too.
    EmailOnOtherCard(CardId),
    /// An e-mail is no key.
    Email(Class),
    /// A phone is no key.
    Phone(Class),
    /// A tax number is no key.
    Tax(Class),
    /// There is nothing to look a card up by.
    NoStrongKey,
    /// The two cards have different tax numbers.
    DifferentTaxIds,
    /// The two cards may be one customer.
    MergeCandidate,
    /// The e-mails lead to several cards.
    EmailAmbiguous,
    /// The tax numbers lead to several cards.
    TaxAmbiguous,
    /// The branch was not said; the head office was taken.
    KppMissing,
    /// The new card is a branch of that one's entity.
    NewBranchOf(CardId),
}

impl fmt::Display for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TaxMismatch => f.write_str("TaxMismatch"),
            Self::EmailOnOtherCard(card) => write!(f, "EmailOnOtherCard:{}", card.number()),
            Self::Email(class) => write!(f, "Email:{class}"),
            Self::Phone(class) => write!(f, "Phone:{class}"),
            Self::Tax(class) => write!(f, "Tax:{class}"),
            Self::NoStrongKey => f.write_str("NoStrongKey"),
            Self::DifferentTaxIds => f.write_str("DifferentTaxIds"),
            Self::MergeCandidate => f.write_str("MergeCandidate"),
            Self::EmailAmbiguous => f.write_str("EmailAmbiguous"),
            Self::TaxAmbiguous => f.write_str("TaxAmbiguous"),
            Self::KppMissing => f.write_str("KppMissing"),
            Self::NewBranchOf(card) => write!(f, "NewBranchOf:{}", card.number()),
        }
    }
}

/// A value of an order by its place in what was said.
///
/// ```
/// use sklad_party::Word;
///
/// assert_ne!(Word::Email(0), Word::Number(0));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the three lists of what an order says")]
pub enum Word {
    /// The e-mail of that place.
    Email(usize),
    /// The tax number of that place.
    Number(usize),
    /// The phone of that place.
    Phone(usize),
}

/// The answer, with all that led to it.
///
/// ```
/// use sklad_base::PersonId;
/// use sklad_party::{Policy, Register, Said, Secret, Word};
///
/// let said = Said::of(PersonId::new(1)).email("ivan@romashka.ru");
/// let verdict = Register::new().find(&said, &Policy::new(Secret::new(7)));
/// assert_eq!((verdict.row, verdict.learn), (2, vec![Word::Email(0)]));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verdict {
    /// What the table says.
    pub outcome: Outcome,
    /// Its row, from 1 to 20.
    pub row: u8,
    /// An e-mail led to the card.
    pub by_email: bool,
    /// A tax number led to the card.
    pub by_tax: bool,
    /// An e-mail or phone would be a new contact of a card that is there.
    pub new_contact: bool,
    /// The values that would be learned.
    pub learn: Vec<Word>,
    /// What is worth knowing.
    pub flags: Vec<Flag>,
    /// Cards that a person may want to look at.
    pub candidates: Vec<CardId>,
}

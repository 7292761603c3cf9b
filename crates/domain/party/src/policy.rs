//! What a shop chooses about its counterparties.

use std::collections::BTreeSet;

use crate::{Email, Fold, Invalid, Key, Secret, TaxId, email::Mailbox};

/// Which key decides, where e-mail and tax number do not agree.
///
/// ```
/// use sklad_party::Rule;
///
/// assert_eq!(Rule::default(), Rule::Or);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(clippy::exhaustive_enums, reason = "the six columns of the decision table")]
pub enum Rule {
    /// Either is enough; where they disagree a person decides (F4).
    #[default]
    Or,
    /// The tax number decides.
    TaxThenEmail,
    /// The e-mail decides.
    EmailThenTax,
    /// E-mails do not count.
    TaxOnly,
    /// Tax numbers do not count.
    EmailOnly,
    /// Both must hit the same card: what makes doubles.
    And,
}

/// What one card stands for.
///
/// ```
/// use sklad_party::Branches;
///
/// assert_eq!(Branches::default(), Branches::Together);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(clippy::exhaustive_enums, reason = "a choice of two")]
pub enum Branches {
    /// A legal entity with all its branches.
    #[default]
    Together,
    /// One branch: INN and KPP, the long EIK, the long REGON.
    Apart,
}

/// What is done with an order whose e-mail is known under another tax number.
///
/// ```
/// use sklad_party::Mismatch;
///
/// assert_eq!(Mismatch::default(), Mismatch::Attach);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(clippy::exhaustive_enums, reason = "three answers to one question")]
pub enum Mismatch {
    /// It goes on the card of the e-mail, marked; the number is not learned.
    #[default]
    Attach,
    /// A person looks at it.
    Review,
    /// It gets a card of its own.
    Create,
}

/// What is done when an order ties a card without a tax number to the card of that number.
///
/// ```
/// use sklad_party::Doubles;
///
/// assert_eq!(Doubles::default(), Doubles::Ask);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(clippy::exhaustive_enums, reason = "a choice of two")]
pub enum Doubles {
    /// A person decides.
    #[default]
    Ask,
    /// They are merged at once.
    Merge,
}

/// What phones are good for; they are read with the feature `phones` only.
///
/// ```
/// use sklad_party::Phones;
///
/// assert_eq!(Phones::default(), Phones::Suggest);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(clippy::exhaustive_enums, reason = "a choice of two")]
pub enum Phones {
    /// They make suggestions for a person.
    #[default]
    Suggest,
    /// They are keys, like e-mails.
    Key,
}

/// What a shop chooses; the [`Secret`] is the caller's and is never written down.
///
/// ```
/// use sklad_party::{Policy, Rule, Secret};
///
/// let policy = Policy::new(Secret::new(7));
/// assert_eq!((policy.rule, policy.email_shared_above, policy.tax_shared_above), (Rule::Or, 2, 20));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Policy {
    /// What the keys are made with.
    pub secret: Secret,
    /// Which key decides.
    pub rule: Rule,
    /// What one card stands for.
    pub branches: Branches,
    /// Whether the addresses of one provider are folded.
    pub fold: Fold,
    /// What is done with a known e-mail under another tax number.
    pub mismatch: Mismatch,
    /// What is done with two cards that an order ties together.
    pub doubles: Doubles,
    /// What phones are good for.
    pub phones: Phones,
    /// The region of phones that do not say theirs, two letters.
    pub region: String,
    /// Past so many distinct tax numbers an e-mail is shared; at most 63.
    pub email_shared_above: u8,
    /// Past so many distinct mail domains a tax number is shared; at most 63.
    pub tax_shared_above: u8,
    /// E-mails that stand for no e-mail, by their key.
    placeholders: BTreeSet<Key>,
}

impl Policy {
    /// Returns the usual choices with that secret: e-mail or tax number, a person where they disagree.
    #[must_use]
    pub const fn new(secret: Secret) -> Self {
        Self {
            secret,
            rule: Rule::Or,
            branches: Branches::Together,
            fold: Fold::Providers,
            mismatch: Mismatch::Attach,
            doubles: Doubles::Ask,
            phones: Phones::Suggest,
            region: String::new(),
            email_shared_above: 2,
            tax_shared_above: 20,
            placeholders: BTreeSet::new(),
        }
    }

    /// Names an e-mail that stands for no e-mail, such as the one that a marketplace puts on every order.
    ///
    /// # Errors
    /// [`Invalid`] when it is none.
    pub fn add_placeholder(&mut self, email: &str) -> Result<(), Invalid> {
        let email = Email::parse(email, self.fold)?;
        self.placeholders.insert(self.key_of_email(&email));
        Ok(())
    }

    /// Returns the key of a tax number.
    #[must_use]
    pub fn key_of(&self, number: &TaxId) -> Key {
        let (bytes, length) = number.signed();
        self.secret.key(bytes.get(..length).unwrap_or_default())
    }

    /// Returns the key of an e-mail.
    #[must_use]
    pub fn key_of_email(&self, email: &Email) -> Key {
        self.tagged(EMAIL, email.as_str().as_bytes())
    }

    pub(crate) fn key_of_mailbox(&self, mailbox: &Mailbox) -> Key {
        self.secret.key(mailbox.signed())
    }

    pub(crate) fn key_of_domain(&self, mailbox: &mut Mailbox) -> Key {
        mailbox.with_signed_domain(DOMAIN, |domain| self.secret.key(domain))
    }

    #[cfg(feature = "phones")]
    pub(crate) fn key_of_phone(&self, phone: &crate::Phone) -> Key {
        self.tagged(PHONE, phone.as_str().as_bytes())
    }

    pub(crate) fn is_placeholder(&self, email: Key) -> bool {
        self.placeholders.contains(&email)
    }

    /// One digest for a value and what it is of: no e-mail has the key of a domain.
    fn tagged(&self, tag: u8, value: &[u8]) -> Key {
        let mut bytes = [0_u8; 280];
        bytes[0] = tag;
        let length = value.len().min(bytes.len() - 1);
        if let (Some(room), Some(value)) = (bytes.get_mut(1..=length), value.get(..length)) {
            room.copy_from_slice(value);
        }
        self.secret.key(bytes.get(..=length).unwrap_or_default())
    }
}

const EMAIL: u8 = b'@';
const DOMAIN: u8 = b'.';
#[cfg(feature = "phones")]
const PHONE: u8 = b'+';

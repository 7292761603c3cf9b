//! E-mail addresses: one key for one mailbox, and which mailboxes belong to no single customer.

mod lists;
mod mailbox;
mod plain;

use std::fmt;

use crate::invalid::Invalid;

pub(crate) use self::mailbox::Mailbox;

/// Whether addresses of a provider that ignores dots and tags are folded to one.
///
/// ```
/// use sklad_party::{Email, Fold};
///
/// assert_eq!(Email::parse("i.van@gmail.com", Fold::Off)?.as_str(), "i.van@gmail.com");
/// # Ok::<(), sklad_party::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(clippy::exhaustive_enums, reason = "a choice of two")]
pub enum Fold {
    /// At gmail.com and googlemail.com dots and all after a plus do not count.
    #[default]
    Providers,
    /// Every character counts.
    Off,
}

/// An e-mail address, lower-cased, its domain by its A-label (UTS 46), beside the text as it came.
///
/// Source: RFC 5321 and 5322 for its form: a dot-atom of at most 64 bytes, a domain of two labels or more, 254 bytes
/// together. Quoted local parts and addresses of bare numbers are refused: no shop has such a customer.
///
/// ```
/// use sklad_party::{Email, Fold};
///
/// let email = Email::parse(" P.e.t.r+promo@GoogleMail.com", Fold::Providers)?;
/// assert_eq!(email.as_str(), "petr@gmail.com");
/// assert_eq!(Email::parse("user@пример.рф", Fold::Providers)?.domain(), "xn--e1afmkfd.xn--p1ai");
/// # Ok::<(), sklad_party::Invalid>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email {
    original: Box<str>,
    key: Box<str>,
    at: usize,
}

impl Email {
    /// Reads an address.
    ///
    /// # Errors
    /// [`Invalid`] says what is wrong with it first.
    pub fn parse(text: &str, fold: Fold) -> Result<Self, Invalid> {
        let mut mailbox = Mailbox::EMPTY;
        mailbox.read(text, fold).map_err(|flaw| flaw.of(WHAT))?;
        Ok(Self { original: text.trim().into(), key: mailbox.as_str().into(), at: mailbox.at() })
    }

    /// Returns the address that counts as the key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.key
    }

    /// Returns it as it was written.
    #[must_use]
    pub fn original(&self) -> &str {
        &self.original
    }

    /// Returns its domain.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.key.get(self.at + 1..).unwrap_or_default()
    }

    /// Tells whether it is a role at a provider of free mailboxes, such as `sales@gmail.com`: many people's, nobody's.
    #[must_use]
    pub fn is_role_at_free_mail(&self) -> bool {
        let local = self.key.get(..self.at).unwrap_or_default();
        lists::is_role_at_free_mail(local.as_bytes(), self.domain().as_bytes())
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.key)
    }
}

impl fmt::Debug for Email {
    /// Writes nothing of it: debug texts end up in other people's logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(..)")
    }
}

pub(crate) const WHAT: &str = "e-mail";

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Option<String> {
        Email::parse(text, Fold::Providers).ok().map(|email| email.as_str().to_owned())
    }

    #[test]
    fn case_blanks_and_marks_do_not_count() {
        assert_eq!(key(" IVAN@Romashka.RU "), Some("ivan@romashka.ru".into()));
        assert_eq!(key("\u{feff}ivan＠romashka\u{200b}.ru"), Some("ivan@romashka.ru".into()));
    }

    #[test]
    fn only_the_two_names_of_one_provider_fold() {
        assert_eq!(key("i.van+a@gmail.com"), Some("ivan@gmail.com".into()));
        assert_eq!(key("i.van+a@romashka.ru"), Some("i.van+a@romashka.ru".into()));
        let kept = Email::parse("i.van+a@googlemail.com", Fold::Off).unwrap();
        assert_eq!(kept.as_str(), "i.van+a@googlemail.com");
    }

    #[test]
    fn an_address_without_a_mailbox_or_domain_is_none() {
        for text in [
            "",
            " ",
            "@",
            "ivan",
            "ivan@",
            "@romashka.ru",
            "ivan@romashka",
            "ivan@.ru",
            "ivan@romashka..ru",
            "a b@c.ru",
            "ivan@@romashka.ru",
            "i..van@romashka.ru",
            ".ivan@romashka.ru",
            "ivan.@romashka.ru",
            "ivan@-a.ru",
            "+a@gmail.com",
            "ivan@1.2.3.4",
            "ivan@rom_ashka.ru",
            "ivan@romashka.ru.",
            "ivan\u{0}@romashka.ru",
            "🦀@romashka.ru",
            "иван@",
        ] {
            assert_eq!(key(text), None, "{text:?}");
        }
        assert_eq!(key(&format!("{}@romashka.ru", "a".repeat(10_000_000))), None);
    }

    #[test]
    fn letters_of_other_scripts_may_name_a_mailbox() {
        assert_eq!(key("Иван@Пример.РФ"), Some("иван@xn--e1afmkfd.xn--p1ai".into()));
    }

    #[test]
    fn a_role_counts_at_free_mail_only() {
        let is_role = |text| Email::parse(text, Fold::Providers).unwrap().is_role_at_free_mail();
        assert!(is_role("info@mail.ru") && is_role("Zakaz@Gmail.com"));
        assert!(!is_role("info@romashka.ru") && !is_role("ivan@mail.ru"));
    }
}

//! What an order says of its customer, and what each word is worth.

use std::fmt;

use sklad_base::PersonId;

use crate::{
    Branches, Invalid, Key, Kind, Phones, Policy, Scheme, TaxId, email::Mailbox, invalid::Flaw,
};

/// A tax number as an order brings it.
///
/// ```
/// use sklad_party::Number;
///
/// assert_eq!(Number::new("BG", "175074752").country, "BG");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data that callers build")]
pub struct Number {
    /// The two letters of its country; `EU` for a VAT number with its prefix.
    pub country: String,
    /// The number as it was written.
    pub text: String,
}

impl Number {
    /// Returns the number of a country.
    pub fn new(country: impl Into<String>, text: impl Into<String>) -> Self {
        Self { country: country.into(), text: text.into() }
    }
}

/// What an order says of its customer: one contact block.
///
/// ```
/// use sklad_base::PersonId;
/// use sklad_party::Said;
///
/// let said = Said::of(PersonId::new(7)).email("ivan@romashka.ru").number("RU", "7710 000 015");
/// assert_eq!(said.emails.len(), 1);
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data that callers build")]
pub struct Said {
    /// Whose words these are.
    pub person: PersonId,
    /// The name of the customer.
    #[cfg_attr(feature = "serde", serde(default))]
    pub name: String,
    /// E-mails as they were written.
    #[cfg_attr(feature = "serde", serde(default))]
    pub emails: Vec<String>,
    /// Tax numbers as they were written.
    #[cfg_attr(feature = "serde", serde(default))]
    pub numbers: Vec<Number>,
    /// The KPP, where the customer is a Russian company.
    #[cfg_attr(feature = "serde", serde(default))]
    pub kpp: String,
    /// Phones as they were written.
    #[cfg_attr(feature = "serde", serde(default))]
    pub phones: Vec<String>,
}

impl Said {
    /// Returns a block in which nothing is said yet.
    #[must_use]
    pub const fn of(person: PersonId) -> Self {
        Self {
            person,
            name: String::new(),
            emails: Vec::new(),
            numbers: Vec::new(),
            kpp: String::new(),
            phones: Vec::new(),
        }
    }

    /// Returns it with a name.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Returns it with one more e-mail.
    #[must_use]
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.emails.push(email.into());
        self
    }

    /// Returns it with one more tax number.
    #[must_use]
    pub fn number(mut self, country: impl Into<String>, text: impl Into<String>) -> Self {
        self.numbers.push(Number::new(country, text));
        self
    }
}

impl fmt::Debug for Said {
    /// Writes whose words they are and never the words: debug texts end up in other people's logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "words of {}", self.person)
    }
}

/// What a value is worth; only strong ones are keys.
///
/// ```
/// use sklad_party::Class;
///
/// assert_eq!(Class::Placeholder.to_string(), "placeholder");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(clippy::exhaustive_enums, reason = "the five answers of the first question")]
pub enum Class {
    /// Nothing but blanks.
    Absent,
    /// Its form or check digit is wrong.
    Invalid,
    /// Well-formed, and typed to get past a form.
    Placeholder,
    /// Many customers have it.
    Shared,
    /// One customer's.
    Strong,
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Absent => "absent",
            Self::Invalid => "invalid",
            Self::Placeholder => "placeholder",
            Self::Shared => "shared",
            Self::Strong => "strong",
        })
    }
}

/// What a value is.
///
/// ```
/// use sklad_party::{Kind, Sort, TaxId};
///
/// let id = TaxId::parse(Kind::RuInn10, "7710000015")?;
/// assert_eq!(Sort::Tax(id.scheme()).to_string(), "RU:INN");
/// # Ok::<(), sklad_party::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(
    clippy::exhaustive_enums,
    reason = "written into the log: a new kind must break every reader"
)]
pub enum Sort {
    /// An e-mail.
    Email,
    /// A phone.
    Phone,
    /// A tax number of that scheme.
    Tax(Scheme),
    /// A tax number that could not be read.
    Unread,
}

impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Email => f.pad("e-mail"),
            Self::Phone => f.pad("phone"),
            Self::Tax(scheme) => scheme.fmt(f),
            Self::Unread => f.pad("tax number"),
        }
    }
}

/// One value of an order, read: what it is, what it is worth by itself, its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) sort: Sort,
    pub(crate) class: Class,
    /// Nothing where it is absent or invalid.
    pub(crate) key: Option<Key>,
    /// The mail domain of an e-mail, where the guards count it; the whole number of a branch, where the key is its entity's.
    pub(crate) beside: Option<Key>,
    /// Its place among the e-mails, numbers or phones of the order.
    pub(crate) at: usize,
    /// The number of the only link that its key leads to; zero where there is none, another, or nobody looked.
    pub(crate) link: u32,
}

impl Value {
    pub(crate) const fn is_email_like(&self) -> bool {
        matches!(self.sort, Sort::Email | Sort::Phone)
    }

    const fn flawed(sort: Sort, flaw: bool, at: usize) -> Self {
        let class = if flaw { Class::Invalid } else { Class::Absent };
        Self { sort, class, key: None, beside: None, at, link: 0 }
    }
}

/// Looks at the words of many orders, all of one kind before any of the next, so that the machine fetches them at once.
pub(crate) fn touch(all: &[Said]) {
    let lengths = all.iter().map(|said| {
        let email = said.emails.first().map_or(0, String::len);
        let number = said.numbers.first().map_or(0, |number| number.text.len());
        email ^ number
    });
    std::hint::black_box(lengths.fold(0, |sum, length| sum ^ length));
    let first = |text: Option<&String>| text.and_then(|text| text.as_bytes().first()).copied();
    let letters = all.iter().map(|said| {
        let number = said.numbers.first();
        let texts = [number.map(|number| &number.country), number.map(|number| &number.text)];
        let number = texts.map(first);
        first(said.emails.first()).unwrap_or(0)
            ^ number.into_iter().flatten().fold(0, |sum, letter| sum ^ letter)
    });
    std::hint::black_box(letters.fold(0, |sum, letter| sum ^ letter));
}

/// Reads all values of an order; what is said twice is read once.
pub(crate) fn read(said: &Said, policy: &Policy, values: &mut Vec<Value>) {
    values.clear();
    Reader::new(policy).read(said, !said.numbers.is_empty(), values);
}

/// Reads order after order, in one place.
pub(crate) struct Reader<'a> {
    policy: &'a Policy,
    mailbox: Mailbox,
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(policy: &'a Policy) -> Self {
        Self { policy, mailbox: Mailbox::EMPTY }
    }

    /// Reads all values but the mail domains behind those of other orders: domains are for the guards, that count
    /// beside tax numbers, and for nobody else.
    pub(crate) fn read_to_find(&mut self, said: &Said, values: &mut Vec<Value>) {
        self.read(said, false, values);
    }

    fn read(&mut self, said: &Said, domains: bool, values: &mut Vec<Value>) {
        let start = values.len();
        for (at, text) in said.emails.iter().enumerate() {
            let mut value = read_email(text, self.policy, &mut self.mailbox, at);
            if domains && value.key.is_some() {
                value.beside = Some(self.policy.key_of_domain(&mut self.mailbox));
            }
            add(values, start, value);
        }
        for (at, number) in said.numbers.iter().enumerate() {
            add(values, start, read_number(number, self.policy, at));
        }
        if self.policy.phones == Phones::Key {
            for (at, text) in said.phones.iter().enumerate() {
                add(values, start, read_phone(text, self.policy, at));
            }
        }
    }
}

fn add(values: &mut Vec<Value>, start: usize, value: Value) {
    let before = values.get(start..).unwrap_or_default();
    let is_known = value.key.is_some() && before.iter().any(|one| one.key == value.key);
    if !is_known {
        values.push(value);
    }
}

fn read_email(text: &str, policy: &Policy, mailbox: &mut Mailbox, at: usize) -> Value {
    if let Err(flaw) = mailbox.read(text, policy.fold) {
        return Value::flawed(Sort::Email, flaw != Flaw::Empty, at);
    }
    let key = policy.key_of_mailbox(mailbox);
    let class = if policy.is_placeholder(key) {
        Class::Placeholder
    } else if mailbox.is_role_at_free_mail() {
        Class::Shared
    } else {
        Class::Strong
    };
    Value { sort: Sort::Email, class, key: Some(key), beside: None, at, link: 0 }
}

fn read_number(number: &Number, policy: &Policy, at: usize) -> Value {
    let id = match TaxId::of_country(&number.country, &number.text) {
        Ok(id) => id,
        Err(Invalid::Empty { .. }) => return Value::flawed(Sort::Unread, false, at),
        Err(_) => return Value::flawed(Sort::Unread, !number.text.trim().is_empty(), at),
    };
    let class = if id.is_placeholder() { Class::Placeholder } else { Class::Strong };
    let (sort, whole) = (Sort::Tax(id.scheme()), policy.key_of(&id));
    let parent = id.parent().map(|parent| policy.key_of(&parent));
    // A card of its own for a branch is found by the whole number, one for the entity by its head's.
    let (key, beside) = match (parent, policy.branches) {
        (Some(parent), Branches::Together) => (parent, Some(whole)),
        (Some(parent), Branches::Apart) => (whole, Some(parent)),
        (None, _) => (whole, None),
    };
    Value { sort, class, key: Some(key), beside, at, link: 0 }
}

#[cfg(feature = "phones")]
fn read_phone(text: &str, policy: &Policy, at: usize) -> Value {
    match crate::Phone::parse(text, &policy.region) {
        Ok(phone) => {
            let key = Some(policy.key_of_phone(&phone));
            Value { sort: Sort::Phone, class: Class::Strong, key, beside: None, at, link: 0 }
        }
        Err(invalid) => Value::flawed(Sort::Phone, !matches!(invalid, Invalid::Empty { .. }), at),
    }
}

#[cfg(not(feature = "phones"))]
const fn read_phone(_: &str, _: &Policy, at: usize) -> Value {
    Value::flawed(Sort::Phone, false, at)
}

/// The KPP of an order: a digest of it, and whether it is the head office's.
///
/// ```
/// use sklad_party::Kpp;
///
/// assert_ne!(Kpp::parse("771001001")?, Kpp::parse("780243001")?);
/// # Ok::<(), sklad_party::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kpp(u32);

impl Kpp {
    /// Reads a KPP.
    ///
    /// ```
    /// use sklad_party::Kpp;
    ///
    /// assert!(Kpp::parse("771001001")?.is_head());
    /// assert!(!Kpp::parse("780243001")?.is_head());
    /// # Ok::<(), sklad_party::Invalid>(())
    /// ```
    ///
    /// # Errors
    /// [`Invalid`] when it is none.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let id = TaxId::parse(Kind::RuKpp, text)?;
        let bytes = id.as_str().as_bytes();
        let mixed = sklad_base::Digest::of_bytes(bytes).number();
        // Never zero: that stands for none.
        let rest = u32::try_from(mixed & u64::from(u32::MAX >> 1)).unwrap_or(0) | 2;
        let head = u32::from(bytes.get(4..6) == Some(b"01"));
        Ok(Self((rest & !1) | head))
    }

    /// Tells whether the company is registered there by where it is: reason 01.
    #[must_use]
    pub const fn is_head(self) -> bool {
        self.0 & 1 == 1
    }

    /// Takes a digest back that was written down; nothing where none looks like that.
    #[cfg(feature = "serde")]
    pub(crate) const fn from_wire(number: u32) -> Option<Self> {
        if number & 2 == 2 && number <= u32::MAX >> 1 { Some(Self(number)) } else { None }
    }

    pub(crate) const fn number(self) -> u32 {
        self.0
    }

    pub(crate) const fn from_number(number: u32) -> Option<Self> {
        if number == 0 { None } else { Some(Self(number)) }
    }
}

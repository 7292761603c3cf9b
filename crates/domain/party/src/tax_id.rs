//! Tax and register numbers: read once, checked, and folded so that two spellings of one number are equal.

mod bulgaria_poland;
mod east;
mod kind;
mod number;
mod placeholder;
mod vat;
mod vat_persons;

use std::{
    fmt,
    hash::{Hash, Hasher},
};

pub(crate) use kind::INN;
pub use kind::{Kind, Scheme};

use crate::{
    invalid::{Flaw, Invalid},
    text::{LIMIT, Letters, Spelling},
};

use self::kind::SIGN;

/// A tax or register number whose form and check digits are right.
///
/// Two are equal where they name the same holder: the Bulgarian VAT number of a company is its EIK, the Polish one its
/// NIP, and Greece may write EL or GR. The same digits of two countries are two numbers.
///
/// That it is well-formed does not make it a key: [`is_placeholder`](Self::is_placeholder) tells what people type to
/// get past a form.
///
/// ```
/// use sklad_party::{Kind, TaxId};
///
/// let national = TaxId::parse(Kind::BgEik, "175 074 752")?;
/// let european = TaxId::of_country("EU", "BG175074752")?;
/// assert_eq!(national, european);
/// assert_eq!((national.as_str(), european.as_str()), ("175074752", "BG175074752"));
/// assert_eq!(national.to_string(), "BG:EIK:175074752");
///
/// let russian = TaxId::of_country("RU", "8251027348")?;
/// assert_ne!(russian, TaxId::of_country("PL", "8251027348")?);
/// # Ok::<(), sklad_party::Invalid>(())
/// ```
#[derive(Clone, Copy)]
pub struct TaxId {
    letters: Letters,
    /// How many letters the country's prefix has; they are no part of the key.
    prefix: u8,
    kind: Kind,
    scheme: Scheme,
}

impl TaxId {
    /// Reads a number of a kind, however it is spelled: blanks and dashes of every sort, full-width digits.
    ///
    /// # Errors
    /// [`Invalid`] says what is wrong with it first.
    pub fn parse(kind: Kind, text: &str) -> Result<Self, Invalid> {
        read(kind, text).map_err(|(flaw, title)| flaw.of(title))
    }

    /// Reads a number of a country, by the two letters of the country and the number's length; `EU` is for VAT numbers
    /// with their prefix.
    ///
    /// # Errors
    /// [`Invalid::Country`] where none or an unknown one is given: a bare number is no key. Else as [`parse`](Self::parse).
    pub fn of_country(country: &str, text: &str) -> Result<Self, Invalid> {
        let read: Letters;
        let code = if matches!(country, "RU" | "EU") {
            country.as_bytes()
        } else {
            read = Letters::read(country, Spelling::LETTERS).map_err(|_| Flaw::Country.of(ANY))?;
            read.as_bytes()
        };
        let letters = Letters::read(text, Spelling::LETTERS).map_err(|flaw| flaw.of(ANY))?;
        let has_prefix = letters.as_bytes().starts_with(code) && code.len() == 2;
        let kind = match (code, letters.as_bytes().len()) {
            (b"RU", length) => russian(length).ok_or(Flaw::Length.of("tax number (RU)"))?,
            (b"KZ", _) => kazakh(letters.as_bytes()),
            (b"UA", length) => {
                if length < 10 {
                    Kind::UaEdrpou
                } else {
                    Kind::UaRntrc
                }
            }
            (b"BY", _) => Kind::ByUnp,
            (b"EU", _) => Kind::EuVat,
            (b"LEI", _) => Kind::Lei,
            (b"BG", _) if !has_prefix => return bulgarian(text),
            (b"PL", _) if !has_prefix => return polish(text),
            _ if has_prefix => Kind::EuVat,
            (&[first, second], _) => {
                return read_vat_of([first, second], text).map_err(|(flaw, title)| flaw.of(title));
            }
            _ => return Err(Flaw::Country.of(ANY)),
        };
        // Bare digits are read the same by every kind.
        let is_bare = letters.as_bytes().len() == text.len() && kind != Kind::EuVat;
        if is_bare && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return checked(kind, letters).map_err(|(flaw, title)| flaw.of(title));
        }
        Self::parse(kind, text)
    }

    /// Returns the number as it was written, cleaned: with the prefix of a VAT number, in capitals.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.letters.as_str()
    }

    /// Returns the kind it was read as.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Returns the scheme that it counts in: a card has one number of each.
    #[must_use]
    pub const fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// Tells whether it is one that people type to get past a form: all digits the same, or counting up.
    ///
    /// ```
    /// use sklad_party::{Kind, TaxId};
    ///
    /// assert!(TaxId::parse(Kind::RuInn10, "0000000000")?.is_placeholder());
    /// # Ok::<(), sklad_party::Invalid>(())
    /// ```
    #[must_use]
    pub fn is_placeholder(&self) -> bool {
        placeholder::is_placeholder(self.scheme, self.key())
    }

    /// Returns the entity that a branch belongs to: the first nine digits of a long EIK or REGON.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let is_branch = matches!(self.kind, Kind::BgEik if self.key().len() == 13)
            || matches!(self.kind, Kind::PlRegon if self.key().len() == 14);
        let head = self.key().get(..9).filter(|_| is_branch)?;
        Self::parse(self.kind, std::str::from_utf8(head).ok()?).ok()
    }

    /// Returns what its digest is of: a sign, the scheme and the number; and how many bytes of the room that takes.
    pub(crate) fn signed(&self) -> ([u8; ROOM], usize) {
        let mut bytes = [0; ROOM];
        let (sign, start) = self.scheme.sign();
        bytes[..SIGN].copy_from_slice(&sign);
        // All the room at once: what stands behind the number is not digested.
        let number = self.letters.with_room();
        let place = bytes.get_mut(start..).and_then(|rest| rest.first_chunk_mut());
        match (place, self.prefix) {
            (Some(place), 0) => *place = *number,
            (Some(place), prefix) => {
                let rest = number.get(usize::from(prefix)..).unwrap_or_default();
                place.iter_mut().zip(rest).for_each(|(place, byte)| *place = *byte);
            }
            (None, _) => {}
        }
        (bytes, start + self.key().len())
    }

    /// The characters that two spellings share.
    pub(crate) fn key(&self) -> &[u8] {
        self.letters.as_bytes().get(usize::from(self.prefix)..).unwrap_or_default()
    }
}

impl PartialEq for TaxId {
    fn eq(&self, other: &Self) -> bool {
        self.scheme == other.scheme && self.key() == other.key()
    }
}

impl Eq for TaxId {}

impl Hash for TaxId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.scheme.hash(state);
        self.key().hash(state);
    }
}

impl fmt::Display for TaxId {
    /// Writes its key: country, scheme, number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.scheme, std::str::from_utf8(self.key()).unwrap_or_default())
    }
}

impl fmt::Debug for TaxId {
    /// Writes its kind only: debug texts end up in other people's logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TaxId({})", self.kind.code())
    }
}

/// What went wrong, and what was being read.
type Fault = (Flaw, &'static str);

fn read(kind: Kind, text: &str) -> Result<TaxId, Fault> {
    if kind == Kind::EuVat {
        return read_vat(text);
    }
    let row = kind.row();
    let letters = Letters::read(without_label(kind, text), row.spelling);
    checked(kind, letters.map_err(|flaw| (flaw, row.title))?)
}

fn checked(kind: Kind, letters: Letters) -> Result<TaxId, Fault> {
    let row = kind.row();
    (row.check)(letters.as_bytes()).map_err(|flaw| (flaw, row.title))?;
    Ok(TaxId { letters, prefix: 0, kind, scheme: Scheme(row.scheme) })
}

/// Drops the word that people write before the number.
fn without_label(kind: Kind, text: &str) -> &str {
    let labels: &[&str] = if kind == Kind::ByUnp {
        &["УНП", "UNP", "унп", "unp"]
    } else if kind == Kind::PlNip {
        &["PL", "pl"]
    } else {
        return text;
    };
    let trimmed = text.trim_start();
    labels.iter().find_map(|label| trimmed.strip_prefix(label)).unwrap_or(text)
}

fn read_vat(text: &str) -> Result<TaxId, Fault> {
    let title = Kind::EuVat.title();
    let letters = Letters::read(text, Spelling::LETTERS).map_err(|flaw| (flaw, title))?;
    let Some(&[first, second]) = letters.as_bytes().first_chunk() else {
        return Err((Flaw::Length, title));
    };
    checked_vat([first, second], letters)
}

/// Reads a VAT number that came without its prefix.
fn read_vat_of(code: [u8; 2], text: &str) -> Result<TaxId, Fault> {
    let country = vat::country(code).ok_or((Flaw::Country, ANY))?;
    let mut letters =
        Letters::read(text, Spelling::LETTERS).map_err(|flaw| (flaw, country.title))?;
    letters.push_front(code);
    checked_vat(code, letters)
}

fn checked_vat(code: [u8; 2], mut letters: Letters) -> Result<TaxId, Fault> {
    let country = vat::country(code).ok_or((Flaw::Country, Kind::EuVat.title()))?;
    letters.drop_all(country.separators);
    let length = letters.as_bytes().len();
    if let Some((short, full)) = country.fill.filter(|(short, _)| length == short + 2) {
        letters.pad(2, full + 2);
        debug_assert!(letters.as_bytes().len() - short > 2);
    }
    if code == *b"NL" {
        letters.pad(2, 14);
    }
    let body = letters.as_bytes().get(2..).unwrap_or_default();
    (country.check)(body).map_err(|flaw| (flaw, country.title))?;
    let scheme = Scheme(match (&code, body.len()) {
        (b"PL", _) => kind::NIP,
        (b"BG", 9) => kind::EIK,
        (b"BG", _) if bulgaria_poland::egn(body).is_ok() => kind::EGN,
        (b"BG", _) if bulgaria_poland::pnf(body).is_ok() => kind::PNF,
        _ => Scheme::of_vat(code).ok_or((Flaw::Country, country.title))?.0,
    });
    Ok(TaxId { letters, prefix: 2, kind: Kind::EuVat, scheme })
}

const fn russian(length: usize) -> Option<Kind> {
    match length {
        10 => Some(Kind::RuInn10),
        12 => Some(Kind::RuInn12),
        13 => Some(Kind::RuOgrn),
        15 => Some(Kind::RuOgrnip),
        _ => None,
    }
}

/// The fifth digit says company (4 to 6), or is the first of a day of birth (0 to 3).
fn kazakh(text: &[u8]) -> Kind {
    if matches!(text.get(4), Some(b'4'..=b'6')) { Kind::KzBin } else { Kind::KzIin }
}

fn bulgarian(text: &str) -> Result<TaxId, Invalid> {
    let company = TaxId::parse(Kind::BgEik, text);
    if !matches!(company, Err(Invalid::Length { .. })) {
        return company;
    }
    let person = TaxId::parse(Kind::BgEgn, text).or_else(|_| TaxId::parse(Kind::BgPnf, text));
    person.or_else(|_| read_vat_of(*b"BG", text).map_err(|(flaw, title)| flaw.of(title)))
}

fn polish(text: &str) -> Result<TaxId, Invalid> {
    let unit = TaxId::parse(Kind::PlRegon, text);
    let person = || TaxId::parse(Kind::PlPesel, text);
    if !matches!(unit, Err(Invalid::Length { .. })) {
        return unit;
    }
    match person() {
        Err(Invalid::Length { .. }) => TaxId::parse(Kind::PlNip, text),
        person => person,
    }
}

const ANY: &str = "tax number";
/// Room for a sign and a number behind it.
const ROOM: usize = SIGN + LIMIT;

#[cfg(test)]
mod tests;

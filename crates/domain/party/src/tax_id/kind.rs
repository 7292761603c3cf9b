//! The kinds of number that are read, a row for each, and the scheme whose numbers one card may have one of.

use std::fmt;

use super::{
    bulgaria_poland::{egn, eik, nip, pesel, pnf, regon},
    east::{bin, edrpou, iin, inn10, inn12, kpp, ogrn, ogrnip, rntrc, unp},
    number::{Check, holds, mod_97_10},
    vat::COUNTRIES,
};
use crate::{invalid::Flaw, text::Spelling};

/// A kind of number, as a form asks for it.
///
/// Source: the tax and company registers of each country; the checks name theirs.
///
/// ```
/// use sklad_party::Kind;
///
/// assert_eq!(Kind::parse("bg_eik"), Some(Kind::BgEik));
/// assert_eq!(Kind::BgEik.code(), "bg_eik");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// INN of a Russian company, 10 digits.
    RuInn10,
    /// INN of a Russian person or sole trader, 12 digits.
    RuInn12,
    /// KPP, the reason for which a Russian company is registered with a tax office; says which branch, is no key.
    RuKpp,
    /// OGRN, the main number of a Russian company.
    RuOgrn,
    /// OGRNIP, the main number of a Russian sole trader.
    RuOgrnip,
    /// BIN of a Kazakh company.
    KzBin,
    /// IIN of a Kazakh person.
    KzIin,
    /// EIK of a Bulgarian company (9) or branch (13).
    BgEik,
    /// EGN of a Bulgarian person.
    BgEgn,
    /// PNF of a foreigner in Bulgaria.
    BgPnf,
    /// Polish NIP.
    PlNip,
    /// REGON of a Polish company (9) or unit (14).
    PlRegon,
    /// PESEL of a Polish person.
    PlPesel,
    /// EDRPOU of a Ukrainian company.
    UaEdrpou,
    /// RNTRC of a Ukrainian person.
    UaRntrc,
    /// Belarusian UNP.
    ByUnp,
    /// Legal entity identifier, of any country (ISO 17442).
    Lei,
    /// VAT number of the European Union or Northern Ireland, with its prefix.
    EuVat,
}

/// One row of the table.
pub(super) struct Row {
    kind: Kind,
    code: &'static str,
    pub(super) title: &'static str,
    pub(super) scheme: u8,
    pub(super) spelling: Spelling,
    pub(super) check: Check,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 18] = [
        Self::RuInn10,
        Self::RuInn12,
        Self::RuKpp,
        Self::RuOgrn,
        Self::RuOgrnip,
        Self::KzBin,
        Self::KzIin,
        Self::BgEik,
        Self::BgEgn,
        Self::BgPnf,
        Self::PlNip,
        Self::PlRegon,
        Self::PlPesel,
        Self::UaEdrpou,
        Self::UaRntrc,
        Self::ByUnp,
        Self::Lei,
        Self::EuVat,
    ];

    /// Returns the kind with that code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        ROWS.iter().find(|row| row.code == code).map(|row| row.kind)
    }

    /// Returns its code: country and scheme, as in `ru_inn10`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.row().code
    }

    /// Returns what people call it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        self.row().title
    }

    pub(super) const fn row(self) -> &'static Row {
        match self {
            Self::RuInn10 => &ROWS[0],
            Self::RuInn12 => &ROWS[1],
            Self::RuKpp => &ROWS[2],
            Self::RuOgrn => &ROWS[3],
            Self::RuOgrnip => &ROWS[4],
            Self::KzBin => &ROWS[5],
            Self::KzIin => &ROWS[6],
            Self::BgEik => &ROWS[7],
            Self::BgEgn => &ROWS[8],
            Self::BgPnf => &ROWS[9],
            Self::PlNip => &ROWS[10],
            Self::PlRegon => &ROWS[11],
            Self::PlPesel => &ROWS[12],
            Self::UaEdrpou => &ROWS[13],
            Self::UaRntrc => &ROWS[14],
            Self::ByUnp => &ROWS[15],
            Self::Lei => &ROWS[16],
            Self::EuVat => &ROWS[17],
        }
    }
}

/// What one card may have one number of: the scheme of a country.
///
/// ```
/// use sklad_party::{Kind, TaxId};
///
/// let company = TaxId::parse(Kind::RuInn10, "7710000015")?;
/// assert_eq!(company.scheme().to_string(), "RU:INN");
/// # Ok::<(), sklad_party::Invalid>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scheme(pub(crate) u8);

impl Scheme {
    /// Returns what stands before a number in its digest, and its length: `#RU:INN:`, `#DE:`. It never changes.
    pub(super) fn sign(self) -> ([u8; SIGN], usize) {
        if let Some(sign) = SIGNS.get(usize::from(self.0)) {
            return *sign;
        }
        let country = self.0.checked_sub(VAT).and_then(|at| COUNTRIES.get(usize::from(at)));
        country.map_or(([0; SIGN], 0), |country| sign(&country.code))
    }

    /// Returns the scheme of a name, such as `RU:INN` or `DE:VAT`.
    #[cfg(feature = "serde")]
    pub(crate) fn named(name: &str) -> Option<Self> {
        if let Some(code) = name.strip_suffix(":VAT") {
            let at = COUNTRIES.iter().position(|country| country.code == code.as_bytes())?;
            return u8::try_from(at).ok().map(|at| Self(VAT + at));
        }
        let at = SCHEMES.iter().position(|scheme| *scheme == name)?;
        u8::try_from(at).ok().map(Self)
    }

    /// Returns the scheme of VAT numbers with that prefix.
    pub(super) fn of_vat(prefix: [u8; 2]) -> Option<Self> {
        let code = if prefix == *b"GR" { *b"EL" } else { prefix };
        let at = COUNTRIES.iter().position(|country| country.code == code)?;
        u8::try_from(at).ok().map(|at| Self(VAT + at))
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(name) = SCHEMES.get(usize::from(self.0)) {
            return f.pad(name);
        }
        let country = self.0.checked_sub(VAT).and_then(|at| COUNTRIES.get(usize::from(at)));
        let code =
            country.map_or("", |country| std::str::from_utf8(&country.code).unwrap_or_default());
        write!(f, "{code}:VAT")
    }
}

impl fmt::Debug for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

pub(super) const EIK: u8 = 6;
pub(super) const EGN: u8 = 7;
pub(super) const PNF: u8 = 8;
pub(super) const NIP: u8 = 9;
pub(crate) const INN: u8 = 0;

/// The first scheme of the VAT numbers.
const VAT: u8 = 16;

/// The names of the schemes before them.
const SCHEMES: [&str; 16] = [
    "RU:INN",
    "RU:KPP",
    "RU:OGRN",
    "RU:OGRNIP",
    "KZ:BIN",
    "KZ:IIN",
    "BG:EIK",
    "BG:EGN",
    "BG:PNF",
    "PL:NIP",
    "PL:REGON",
    "PL:PESEL",
    "UA:EDRPOU",
    "UA:RNTRC",
    "BY:UNP",
    "LEI",
];

/// Room for the sign of a scheme.
pub(super) const SIGN: usize = 16;

/// The signs of the schemes that have a name, made once.
static SIGNS: [([u8; SIGN], usize); SCHEMES.len()] = {
    let mut signs = [([0; SIGN], 0); SCHEMES.len()];
    let mut at = 0;
    while at < SCHEMES.len() {
        signs[at] = sign(SCHEMES[at].as_bytes());
        at += 1;
    }
    signs
};

const fn sign(name: &[u8]) -> ([u8; SIGN], usize) {
    let mut bytes = [0; SIGN];
    bytes[0] = b'#';
    let mut at = 0;
    while at < name.len() {
        bytes[at + 1] = name[at];
        at += 1;
    }
    bytes[at + 1] = b':';
    (bytes, at + 2)
}

const fn row(kind: Kind, [code, title]: [&'static str; 2], scheme: u8, check: Check) -> Row {
    Row { kind, code, title, scheme, spelling: Spelling::PLAIN, check }
}

const ROWS: [Row; 18] = [
    row(Kind::RuInn10, ["ru_inn10", "INN of a company (RU)"], INN, inn10),
    row(Kind::RuInn12, ["ru_inn12", "INN of a person (RU)"], INN, inn12),
    row(Kind::RuKpp, ["ru_kpp", "KPP (RU)"], 1, kpp),
    row(Kind::RuOgrn, ["ru_ogrn", "OGRN (RU)"], 2, ogrn),
    row(Kind::RuOgrnip, ["ru_ogrnip", "OGRNIP (RU)"], 3, ogrnip),
    row(Kind::KzBin, ["kz_bin", "BIN (KZ)"], 4, bin),
    row(Kind::KzIin, ["kz_iin", "IIN (KZ)"], 5, iin),
    Row { spelling: Spelling::DOTS, ..row(Kind::BgEik, ["bg_eik", "EIK (BG)"], EIK, eik) },
    Row { spelling: Spelling::DOTS, ..row(Kind::BgEgn, ["bg_egn", "EGN (BG)"], EGN, egn) },
    Row { spelling: Spelling::DOTS, ..row(Kind::BgPnf, ["bg_pnf", "PNF (BG)"], PNF, pnf) },
    row(Kind::PlNip, ["pl_nip", "NIP (PL)"], NIP, nip),
    row(Kind::PlRegon, ["pl_regon", "REGON (PL)"], 10, regon),
    row(Kind::PlPesel, ["pl_pesel", "PESEL (PL)"], 11, pesel),
    row(Kind::UaEdrpou, ["ua_edrpou", "EDRPOU (UA)"], 12, edrpou),
    row(Kind::UaRntrc, ["ua_rntrc", "RNTRC (UA)"], 13, rntrc),
    Row { spelling: Spelling::LETTERS, ..row(Kind::ByUnp, ["by_unp", "UNP (BY)"], 14, unp) },
    Row { spelling: Spelling::LETTERS, ..row(Kind::Lei, ["lei", "LEI"], 15, lei) },
    Row {
        spelling: Spelling::LETTERS,
        ..row(Kind::EuVat, ["eu_vat", "VAT number (EU)"], VAT, unread)
    },
];

/// LEI: 20 letters and digits. Source: ISO 17442, check by ISO 7064 MOD 97-10.
fn lei(text: &[u8]) -> Result<(), Flaw> {
    holds(text.len() == 20, Flaw::Length)?;
    holds(text.iter().all(u8::is_ascii_alphanumeric), Flaw::Character)?;
    holds(mod_97_10(text.iter().copied()) == 1, Flaw::CheckDigit)
}

/// VAT numbers are read by their country's row.
const fn unread(_: &[u8]) -> Result<(), Flaw> {
    Err(Flaw::Country)
}

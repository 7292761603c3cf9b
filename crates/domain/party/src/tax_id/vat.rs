//! VAT numbers of the European Union and Northern Ireland, a row for each country.
//!
//! Source of the table: the structure of VAT identification numbers that the European Commission publishes with its
//! register (VIES); check digits as python-stdnum 2.2 computes them, which was compared number by number.

use super::{
    bulgaria_poland::{bulgarian_vat, nip},
    number::{Check, checked, digit, digits, dot, holds, luhn, mod_11_10, mod_97_10, number},
    vat_persons::{cz, es, fr, ie, lt, lv, ro, sk},
};
use crate::invalid::Flaw;

/// One country: its prefix, what people write between its digits, how a short old number is filled up, its check.
pub(super) struct Country {
    pub(super) code: [u8; 2],
    pub(super) title: &'static str,
    pub(super) separators: &'static [u8],
    /// The length of old numbers, and the one that a zero in front fills them up to.
    pub(super) fill: Option<(usize, usize)>,
    pub(super) check: Check,
}

const fn row(
    code: [u8; 2],
    title: &'static str,
    separators: &'static [u8],
    check: Check,
) -> Country {
    Country { code, title, separators, fill: None, check }
}

/// All of them, in the order of their prefixes; Greece writes EL and is read as GR, too.
pub(super) const COUNTRIES: [Country; 29] = [
    row(*b"AT", "VAT number (AT)", b"./", at),
    Country { fill: Some((9, 10)), ..row(*b"BE", "VAT number (BE)", b"./", be) },
    row(*b"BG", "VAT number (BG)", b".", bulgarian_vat),
    row(*b"CY", "VAT number (CY)", b"", cy),
    row(*b"CZ", "VAT number (CZ)", b"/", cz),
    row(*b"DE", "VAT number (DE)", b"./,", de),
    row(*b"DK", "VAT number (DK)", b".,/:", dk),
    row(*b"EE", "VAT number (EE)", b"", ee),
    Country { fill: Some((8, 9)), ..row(*b"EL", "VAT number (EL)", b"./:", el) },
    row(*b"ES", "VAT number (ES)", b"", es),
    row(*b"FI", "VAT number (FI)", b"", fi),
    row(*b"FR", "VAT number (FR)", b".", fr),
    Country { fill: Some((8, 9)), ..row(*b"GR", "VAT number (EL)", b"./:", el) },
    row(*b"HR", "VAT number (HR)", b"", hr),
    row(*b"HU", "VAT number (HU)", b"", hu),
    row(*b"IE", "VAT number (IE)", b"", ie),
    row(*b"IT", "VAT number (IT)", b":", it),
    row(*b"LT", "VAT number (LT)", b"", lt),
    row(*b"LU", "VAT number (LU)", b":.", lu),
    row(*b"LV", "VAT number (LV)", b"", lv),
    row(*b"MT", "VAT number (MT)", b"", mt),
    row(*b"NL", "VAT number (NL)", b".", nl),
    row(*b"PL", "VAT number (PL)", b"", nip),
    row(*b"PT", "VAT number (PT)", b".", pt),
    row(*b"RO", "VAT number (RO)", b"", ro),
    row(*b"SE", "VAT number (SE)", b".", se),
    row(*b"SI", "VAT number (SI)", b"", si),
    row(*b"SK", "VAT number (SK)", b"", sk),
    row(*b"XI", "VAT number (XI)", b".", xi),
];

/// Finds the row of a prefix.
pub(super) fn country(code: [u8; 2]) -> Option<&'static Country> {
    COUNTRIES.iter().find(|country| country.code == code)
}

fn at(text: &[u8]) -> Result<(), Flaw> {
    let [b'U', rest @ ..] = text else { return Err(Flaw::Character) };
    digits(rest, &[8])?;
    // The check digit takes the place from which Luhn's sum would double.
    let (body, _) = rest.split_at(7);
    checked(rest, 7, (6 - luhn(body)).rem_euclid(10))
}

fn be(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[10])?;
    holds(matches!(digit(text, 0), 0 | 1) && number(text, 0, 10) > 0, Flaw::Part)?;
    holds((number(text, 0, 8) + number(text, 8, 10)) % 97 == 0, Flaw::CheckDigit)
}

fn cy(text: &[u8]) -> Result<(), Flaw> {
    holds(text.len() == 9, Flaw::Length)?;
    let (body, letter) = text.split_at(8);
    digits(body, &[8])?;
    holds(!body.starts_with(b"12"), Flaw::Part)?;
    let odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
    let value = |(at, byte): (usize, &u8)| {
        let digit = byte - b'0';
        if at % 2 == 0 { odd.get(usize::from(digit)).copied().unwrap_or(0) } else { digit }
    };
    let sum: u32 = body.iter().enumerate().map(value).map(u32::from).sum();
    holds(
        letter.first().is_some_and(|letter| u32::from(*letter) == u32::from(b'A') + sum % 26),
        Flaw::CheckDigit,
    )
}

fn de(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[9])?;
    holds(digit(text, 0) != 0, Flaw::Part)?;
    holds(mod_11_10(text) == 1, Flaw::CheckDigit)
}

fn dk(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[8])?;
    holds(digit(text, 0) != 0, Flaw::Part)?;
    holds(dot(text, &[2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0, Flaw::CheckDigit)
}

fn ee(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[9])?;
    holds(dot(text, &[3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 == 0, Flaw::CheckDigit)
}

fn el(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[9])?;
    checked(text, 8, dot(text, &[256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10)
}

fn fi(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[8])?;
    holds(dot(text, &[7, 9, 10, 5, 8, 4, 2, 1]) % 11 == 0, Flaw::CheckDigit)
}

fn hr(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[11])?;
    holds(mod_11_10(text) == 1, Flaw::CheckDigit)
}

fn hu(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[8])?;
    holds(dot(text, &[9, 7, 3, 1, 9, 7, 3, 1]) % 10 == 0, Flaw::CheckDigit)
}

fn it(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[11])?;
    let province = number(text, 7, 10);
    let known = (1..=100).contains(&province) || matches!(province, 120 | 121 | 888 | 999);
    holds(known && number(text, 0, 7) > 0, Flaw::Part)?;
    holds(luhn(text) == 0, Flaw::CheckDigit)
}

fn lu(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[8])?;
    holds(number(text, 0, 6) % 89 == number(text, 6, 8), Flaw::CheckDigit)
}

fn mt(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[8])?;
    holds(digit(text, 0) != 0, Flaw::Part)?;
    holds(dot(text, &[3, 4, 6, 7, 8, 9, 10, 1]) % 37 == 0, Flaw::CheckDigit)
}

/// Companies by their citizen-like number, sole traders since 2020 by MOD 97-10 of the whole.
fn nl(text: &[u8]) -> Result<(), Flaw> {
    holds(text.len() == 12, Flaw::Length)?;
    let (body, rest) = text.split_at(9);
    digits(body, &[9])?;
    let [b'B', tail @ ..] = rest else { return Err(Flaw::Character) };
    digits(tail, &[2])?;
    holds(number(body, 0, 9) > 0 && number(tail, 0, 2) > 0, Flaw::Part)?;
    let citizen = dot(body, &[9, 8, 7, 6, 5, 4, 3, 2, -1]).rem_euclid(11) == 0;
    holds(citizen || mod_97_10(b"NL".iter().chain(text).copied()) == 1, Flaw::CheckDigit)
}

fn pt(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[9])?;
    holds(digit(text, 0) != 0, Flaw::Part)?;
    checked(text, 8, (11 - dot(text, &[9, 8, 7, 6, 5, 4, 3, 2])).rem_euclid(11) % 10)
}

fn se(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[12])?;
    let (body, tail) = text.split_at(10);
    holds(tail == b"01", Flaw::Part)?;
    holds(luhn(body) == 0, Flaw::CheckDigit)
}

fn si(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[8])?;
    holds(digit(text, 0) != 0, Flaw::Part)?;
    let check = 11 - dot(text, &[8, 7, 6, 5, 4, 3, 2]) % 11;
    checked(text, 7, if check == 10 { 0 } else { check })
}

/// Northern Ireland, as the United Kingdom had it: traders, branches of traders, departments, health authorities.
fn xi(text: &[u8]) -> Result<(), Flaw> {
    let authority = |at: usize| match (text.get(..2), number(text, at, at + 3)) {
        (Some(b"GD"), number) => holds(number < 500, Flaw::Part),
        (Some(b"HA"), number) => holds(number >= 500, Flaw::Part),
        _ => Err(Flaw::Part),
    };
    match text.len() {
        5 => {
            digits(text.get(2..).unwrap_or_default(), &[3])?;
            authority(2)
        }
        11 => {
            holds(text.get(2..6) == Some(b"8888"), Flaw::Part)?;
            digits(text.get(6..).unwrap_or_default(), &[5])?;
            authority(6)?;
            holds(number(text, 6, 9) % 97 == number(text, 9, 11), Flaw::CheckDigit)
        }
        _ => {
            digits(text, &[9, 12])?;
            let sum = dot(text, &[8, 7, 6, 5, 4, 3, 2, 10, 1]) % 97;
            let newer = number(text, 0, 3) >= 100 && matches!(sum, 42 | 55);
            holds(sum == 0 || newer, Flaw::CheckDigit)
        }
    }
}

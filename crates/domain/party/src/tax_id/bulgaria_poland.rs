//! Bulgaria and Poland.

use super::number::{checked, digits, dot, holds, is_date, number};
use crate::invalid::Flaw;

/// EIK of a company (9) or of its branch (13: the first 9 are the company). Source: BULSTAT register act, Bulgaria.
pub(super) fn eik(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[9, 13])?;
    checked(text, 8, twice(text, [&[1, 2, 3, 4, 5, 6, 7, 8], &[3, 4, 5, 6, 7, 8, 9, 10]]))?;
    if text.len() == 9 {
        return Ok(());
    }
    let branch = text.get(8..).unwrap_or_default();
    checked(text, 12, twice(branch, [&[2, 7, 3, 5], &[4, 9, 5, 7]]))
}

/// A sum modulo 11; where that is 10, the second weights; where that is 10 again, 0.
fn twice(text: &[u8], [first, second]: [&[i64]; 2]) -> i64 {
    match dot(text, first) % 11 {
        10 => dot(text, second) % 11 % 10,
        sum => sum,
    }
}

/// EGN of a person: date of birth, the century in the month.
pub(super) fn egn(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[10])?;
    let (year, day) = (number(text, 0, 2), number(text, 4, 6));
    let (century, month) = match number(text, 2, 4) {
        month if month > 40 => (2000, month - 40),
        month if month > 20 => (1800, month - 20),
        month => (1900, month),
    };
    holds(is_date(century + year, month, day), Flaw::Part)?;
    checked(text, 9, dot(text, &[2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10)
}

/// PNF of a foreigner (ЛНЧ).
pub(super) fn pnf(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[10])?;
    checked(text, 9, dot(text, &[21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10)
}

/// Bulgarian VAT: a company's EIK, or a person's EGN, PNF or other number.
pub(super) fn bulgarian_vat(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[9, 10])?;
    if text.len() == 9 {
        return eik(text);
    }
    let other = || checked(text, 9, (11 - dot(text, &[4, 3, 2, 7, 6, 5, 4, 3, 2])).rem_euclid(11));
    egn(text).or_else(|_| pnf(text)).or_else(|_| other())
}

/// NIP, Poland. Source: regulation of the Minister of Finance on NIP.
pub(super) fn nip(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[10])?;
    checked(text, 9, dot(text, &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11)
}

/// REGON of a company (9) or of its unit (14: the first 9 are the company).
pub(super) fn regon(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[9, 14])?;
    checked(text, 8, dot(text, &[8, 9, 2, 3, 4, 5, 6, 7]) % 11 % 10)?;
    if text.len() == 9 {
        return Ok(());
    }
    checked(text, 13, dot(text, &[2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8]) % 11 % 10)
}

/// PESEL of a person: date of birth, the century in the month.
pub(super) fn pesel(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[11])?;
    checked(text, 10, (-dot(text, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3])).rem_euclid(10))?;
    let (year, month) = (number(text, 0, 2), number(text, 2, 4));
    let century = [1900, 2000, 2100, 2200, 1800];
    let century =
        usize::try_from(month / 20).ok().and_then(|at| century.get(at)).copied().unwrap_or(1900);
    holds(is_date(century + year, month % 20, number(text, 4, 6)), Flaw::Part)
}

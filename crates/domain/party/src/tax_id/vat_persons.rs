//! VAT numbers of the countries that number companies and persons each in a way of their own.

use super::number::{checked, digit, digits, dot, holds, is_date, luhn, number};
use crate::invalid::Flaw;

/// Czechia: companies of 8, special cases of 9 that begin with 6, else birth numbers of 9 (no check digit) or 10.
pub(super) fn cz(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[8, 9, 10])?;
    if text.len() == 8 {
        holds(digit(text, 0) != 9, Flaw::Part)?;
        let check = (11 - dot(text, &[8, 7, 6, 5, 4, 3, 2])).rem_euclid(11);
        return checked(text, 7, if check == 0 { 1 } else { check % 10 });
    }
    if text.len() == 9 && digit(text, 0) == 6 {
        let sum = dot(text.get(1..).unwrap_or_default(), &[8, 7, 6, 5, 4, 3, 2]) % 11;
        return checked(text, 8, (8 - (10 - sum).rem_euclid(11)).rem_euclid(10));
    }
    birth_number(text)
}

/// Birth number of Czechia and Slovakia: women have 50 added to the month, full days 20 since 2004.
fn birth_number(text: &[u8]) -> Result<(), Flaw> {
    let (short, month) = (text.len() == 9, number(text, 2, 4) % 50 % 20);
    let year = match 1900 + number(text, 0, 2) {
        year if short && year >= 1980 => year - 100,
        year if short && year > 1953 => return Err(Flaw::Length),
        year if !short && year < 1954 => year + 100,
        year => year,
    };
    holds(is_date(year, month, number(text, 4, 6)), Flaw::Part)?;
    if short { Ok(()) } else { checked(text, 9, number(text, 0, 9) % 11 % 10) }
}

/// Slovakia: a number that 11 divides and whose third digit says company, or a birth number.
pub(super) fn sk(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[10])?;
    if birth_number(text).is_ok() {
        return Ok(());
    }
    holds(digit(text, 0) != 0 && matches!(digit(text, 2), 2..=4 | 7..=9), Flaw::Part)?;
    holds(number(text, 0, 10) % 11 == 0, Flaw::CheckDigit)
}

/// Spain: DNI, NIE, CIF, and K, L, M for persons without either.
pub(super) fn es(text: &[u8]) -> Result<(), Flaw> {
    holds(text.len() == 9, Flaw::Length)?;
    let [first, body @ .., last] = text else { return Err(Flaw::Length) };
    digits(body, &[7])?;
    let value = number(body, 0, 7);
    match first {
        b'K' | b'L' | b'M' => spanish_letter(value, *last),
        b'0'..=b'9' => spanish_letter(i64::from(first - b'0') * 10_000_000 + value, *last),
        b'X'..=b'Z' => spanish_letter(i64::from(first - b'X') * 10_000_000 + value, *last),
        // Which sorts of company end in a digit and which in a letter is told in several ways: both pass.
        b'A'..=b'H' | b'J' | b'N' | b'P'..=b'S' | b'U'..=b'W' => {
            let doubled = [body, b"0"].concat();
            let check = (10 - luhn(&doubled)) % 10;
            let letter = usize::try_from(check).ok().and_then(|at| b"JABCDEFGHI".get(at));
            let fits = letter == Some(last) || digit(text, 8) == check;
            holds(fits, Flaw::CheckDigit)
        }
        _ => Err(Flaw::Character),
    }
}

fn spanish_letter(value: i64, last: u8) -> Result<(), Flaw> {
    let at = usize::try_from(value % 23).unwrap_or_default();
    holds(b"TRWAGMYFPDXBNJZSQVHLCKE".get(at) == Some(&last), Flaw::CheckDigit)
}

/// France and Monaco: a key of two, then the SIREN, which in Monaco begins with 000 and has no check of its own.
pub(super) fn fr(text: &[u8]) -> Result<(), Flaw> {
    holds(text.len() == 11, Flaw::Length)?;
    let (key, siren) = text.split_at(2);
    let place =
        |at: usize| key.get(at).and_then(|byte| FRENCH.iter().position(|letter| letter == byte));
    let (Some(first), Some(second)) = (place(0), place(1)) else { return Err(Flaw::Character) };
    digits(siren, &[9])?;
    holds(siren.starts_with(b"000") || luhn(siren) == 0, Flaw::CheckDigit)?;

    let value = number(siren, 0, 9);
    let (first, second) = (i64::try_from(first).unwrap_or(0), i64::try_from(second).unwrap_or(0));
    if first < 10 && second < 10 {
        return holds((value * 100 + 12) % 97 == first * 10 + second, Flaw::CheckDigit);
    }
    let check = if first < 10 { first * 24 + second - 10 } else { first * 34 + second - 100 };
    holds(
        (value + 1 + check.div_euclid(11)).rem_euclid(11) == check.rem_euclid(11),
        Flaw::CheckDigit,
    )
}

/// Ireland: seven digits, a check letter, perhaps one more letter; or the old form with a letter or sign in second place.
pub(super) fn ie(text: &[u8]) -> Result<(), Flaw> {
    holds(matches!(text.len(), 8 | 9), Flaw::Length)?;
    let (body, tail) = text.split_at(7);
    let value = |letter: &u8| {
        IRISH.iter().position(|one| one == letter).and_then(|at| i64::try_from(at).ok())
    };
    let fits = |sum: i64, extra: i64| {
        let at = usize::try_from((sum + 9 * extra) % 23).unwrap_or_default();
        holds(IRISH.get(at) == tail.first(), Flaw::CheckDigit)
    };
    let last = tail.get(1).map_or(Some(0), value).ok_or(Flaw::Character)?;
    holds(tail.first().and_then(value).is_some(), Flaw::Character)?;
    if body.iter().all(u8::is_ascii_digit) {
        return fits(dot(body, &[8, 7, 6, 5, 4, 3, 2]), last);
    }
    let [first, second, rest @ ..] = body else { return Err(Flaw::Length) };
    holds(second.is_ascii_uppercase() || matches!(second, b'+' | b'*'), Flaw::Character)?;
    digits(rest, &[5])?;
    digits(&[*first], &[1])?;
    fits(dot(rest, &[7, 6, 5, 4, 3]) + 2 * digit(text, 0), 0)
}

/// Lithuania: companies of 9, temporary payers and persons of 12, with a 1 before the check digit.
pub(super) fn lt(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[9, 12])?;
    let last = text.len() - 1;
    holds(digit(text, last - 1) == 1, Flaw::Part)?;
    let body = text.get(..last).unwrap_or_default();
    let sum = match dot(body, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2]) % 11 {
        10 => dot(body, &[3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4]) % 11 % 10,
        sum => sum,
    };
    checked(text, last, sum)
}

/// Latvia: companies from 4 on; persons by date of birth, or by 32 where it was issued since July 2017.
pub(super) fn lv(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[11])?;
    if digit(text, 0) > 3 {
        return holds(dot(text, &[9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 == 3, Flaw::CheckDigit);
    }
    let year = 1800 + digit(text, 6) * 100 + number(text, 4, 6);
    let dated = is_date(year, number(text, 2, 4), number(text, 0, 2));
    holds(dated || text.starts_with(b"32"), Flaw::Part)?;
    checked(text, 10, (1 + dot(text, &[10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11 % 10)
}

/// Romania: fiscal codes of 2 to 10, or the personal number (CNP) of 13.
pub(super) fn ro(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[2, 3, 4, 5, 6, 7, 8, 9, 10, 13])?;
    holds(digit(text, 0) != 0, Flaw::Part)?;
    if text.len() == 13 {
        return cnp(text);
    }
    let last = text.len() - 1;
    let weights = [7, 5, 3, 2, 1, 7, 5, 3, 2];
    let sum =
        dot(text, weights.get(9 - last..).unwrap_or_default().get(..last).unwrap_or_default());
    checked(text, last, sum * 10 % 11 % 10)
}

fn cnp(text: &[u8]) -> Result<(), Flaw> {
    let century = match digit(text, 0) {
        3 | 4 => 1800,
        5 | 6 => 2000,
        _ => 1900,
    };
    let year = century + number(text, 1, 3);
    let county = matches!(number(text, 7, 9), 1..=48 | 51 | 52 | 70 | 80..=83);
    holds(county && is_date(year, number(text, 3, 5), number(text, 5, 7)), Flaw::Part)?;
    let sum = dot(text, &[2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
    checked(text, 12, if sum == 10 { 1 } else { sum })
}

const FRENCH: &[u8] = b"0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const IRISH: &[u8] = b"WABCDEFGHIJKLMNOPQRSTUV";

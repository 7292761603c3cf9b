//! Russia, Kazakhstan, Ukraine, Belarus.

use super::number::{checked, digit, digits, dot, holds, is_date, number};
use crate::invalid::Flaw;

/// INN of a company. Source: order of the Federal Tax Service MMV-7-6/435 of 29.06.2012; weights as published.
pub(super) fn inn10(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[10])?;
    checked(text, 9, dot(text, &INN[2..]) % 11 % 10)
}

/// INN of a person, sole traders too: two check digits.
pub(super) fn inn12(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[12])?;
    checked(text, 10, dot(text, &INN[1..]) % 11 % 10)?;
    checked(text, 11, dot(text, &INN) % 11 % 10)
}

/// KPP: tax office, reason, serial; it has no check digit. Source: the same order.
pub(super) fn kpp(text: &[u8]) -> Result<(), Flaw> {
    holds(text.len() == 9, Flaw::Length)?;
    let is_reason = |byte: &u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
    let (office, rest) = text.split_at(4);
    let (reason, serial) = rest.split_at(2);
    let well = office.iter().chain(serial).all(u8::is_ascii_digit) && reason.iter().all(is_reason);
    holds(well, Flaw::Character)?;
    holds(!office.starts_with(b"00"), Flaw::Part)
}

/// OGRN of a company. Source: order of the Ministry of Finance 165n of 30.10.2017.
pub(super) fn ogrn(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[13])?;
    holds(digit(text, 0) != 0, Flaw::Part)?;
    checked(text, 12, number(text, 0, 12) % 11 % 10)
}

/// OGRNIP of a sole trader: the last digit of the remainder, which has two digits for 10 to 12.
pub(super) fn ogrnip(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[15])?;
    holds(matches!(digit(text, 0), 3 | 4), Flaw::Part)?;
    checked(text, 14, number(text, 0, 14) % 13 % 10)
}

/// BIN of a company or branch: month of registration, sort, serial. Source: rules of the BIN register, Kazakhstan.
pub(super) fn bin(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[12])?;
    let (month, sort, part) = (number(text, 2, 4), digit(text, 4), digit(text, 5));
    holds((1..=12).contains(&month) && (4..=6).contains(&sort) && part <= 3, Flaw::Part)?;
    kazakh_digit(text)
}

/// IIN of a person: date of birth, then century and sex in one digit.
pub(super) fn iin(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[12])?;
    let century = match digit(text, 6) {
        1 | 2 => 1800,
        3 | 4 => 1900,
        5 | 6 => 2000,
        _ => return Err(Flaw::Part),
    };
    let year = century + number(text, 0, 2);
    holds(is_date(year, number(text, 2, 4), number(text, 4, 6)), Flaw::Part)?;
    kazakh_digit(text)
}

/// A number whose second sum is 10, too, was never issued.
fn kazakh_digit(text: &[u8]) -> Result<(), Flaw> {
    let first = dot(text, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) % 11;
    let second = || dot(text, &[3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) % 11;
    checked(text, 11, if first == 10 { second() } else { first })
}

/// EDRPOU of a company, Ukraine: the weights turn for numbers from 30 to 60 million.
pub(super) fn edrpou(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[8])?;
    let weights: [i64; 7] = if (3..=5).contains(&digit(text, 0)) {
        [7, 1, 2, 3, 4, 5, 6]
    } else {
        [1, 2, 3, 4, 5, 6, 7]
    };
    let first = dot(text, &weights) % 11;
    let second = || dot(text, &weights.map(|weight| weight + 2)) % 11 % 10;
    checked(text, 7, if first == 10 { second() } else { first })
}

/// RNTRC of a person, Ukraine (РНОКПП).
pub(super) fn rntrc(text: &[u8]) -> Result<(), Flaw> {
    digits(text, &[10])?;
    checked(text, 9, dot(text, &[-1, 5, 7, 9, 4, 6, 10, 5, 7]).rem_euclid(11) % 10)
}

/// UNP, Belarus: companies by region 1 to 7, persons by two letters. Source: resolution 96 of 2010.
pub(super) fn unp(text: &[u8]) -> Result<(), Flaw> {
    holds(text.len() == 9, Flaw::Length)?;
    let (head, tail) = text.split_at(2);
    let place = |byte: &u8| UNP.iter().position(|letter| letter == byte);
    let is_person = head.iter().all(|byte| place(byte).is_some());
    let is_number = head.iter().all(u8::is_ascii_digit);
    holds(tail.iter().all(u8::is_ascii_digit) && (is_person || is_number), Flaw::Character)?;
    let first = head.first().copied().unwrap_or_default();
    holds(b"1234567ABCEHKM".contains(&first), Flaw::Part)?;

    let mut values = [0_i64; 8];
    values.iter_mut().enumerate().for_each(|(at, value)| *value = digit(text, at));
    if is_person {
        values[0] = i64::from(first - b'A') + 10;
        values[1] = head.get(1).and_then(place).and_then(|at| i64::try_from(at).ok()).unwrap_or(0);
    }
    let sum: i64 = values
        .iter()
        .zip([29, 23, 19, 17, 13, 7, 5, 3])
        .map(|(value, weight)| value * weight)
        .sum();
    checked(text, 8, sum % 11)
}

const INN: [i64; 11] = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const UNP: &[u8] = b"ABCEHKMOPT";

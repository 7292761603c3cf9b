//! What the checks are made of: weighted sums and dates.

use crate::invalid::Flaw;

/// Says whether the characters after the prefix are a number of the kind.
pub(super) type Check = fn(&[u8]) -> Result<(), Flaw>;

/// The digits, where there are so many and nothing else.
pub(super) fn digits(text: &[u8], lengths: &[usize]) -> Result<(), Flaw> {
    if !text.iter().all(u8::is_ascii_digit) {
        return Err(Flaw::Character);
    }
    holds(lengths.contains(&text.len()), Flaw::Length)
}

pub(super) const fn holds(it_does: bool, flaw: Flaw) -> Result<(), Flaw> {
    if it_does { Ok(()) } else { Err(flaw) }
}

/// Tells whether the digit at a place is the one that was computed.
pub(super) fn checked(text: &[u8], at: usize, computed: i64) -> Result<(), Flaw> {
    holds(digit(text, at) == computed, Flaw::CheckDigit)
}

/// The value of a digit; what is none counts nothing.
pub(super) fn digit(text: &[u8], at: usize) -> i64 {
    text.get(at).map_or(0, |byte| i64::from(byte.wrapping_sub(b'0')))
}

/// Each digit times its weight, as far as the weights go.
pub(super) fn dot(text: &[u8], weights: &[i64]) -> i64 {
    text.iter().zip(weights).map(|(byte, weight)| i64::from(byte.wrapping_sub(b'0')) * weight).sum()
}

/// The number that a run of digits makes.
pub(super) fn number(text: &[u8], from: usize, to: usize) -> i64 {
    let run = text.get(from..to).unwrap_or_default();
    run.iter().fold(0, |sum, byte| sum * 10 + i64::from(byte.wrapping_sub(b'0')))
}

pub(super) const fn is_date(year: i64, month: i64, day: i64) -> bool {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    1 <= day && day <= days
}

/// Luhn's sum: every second digit from the right counts twice, its digits added; 0 where it fits.
pub(super) fn luhn(text: &[u8]) -> i64 {
    let doubled = |value: i64| value * 2 / 10 + value * 2 % 10;
    let values = text.iter().rev().map(|byte| i64::from(byte.wrapping_sub(b'0')));
    values
        .enumerate()
        .map(|(at, value)| if at % 2 == 0 { value } else { doubled(value) })
        .sum::<i64>()
        % 10
}

/// ISO 7064 MOD 11,10: 1 where it fits.
pub(super) fn mod_11_10(text: &[u8]) -> i64 {
    text.iter().fold(5, |check, byte| {
        let doubled = if check == 0 { 10 } else { check } * 2 % 11;
        (doubled + i64::from(byte.wrapping_sub(b'0'))) % 10
    })
}

/// ISO 7064 MOD 97-10 with letters as 10 to 35: 1 where it fits.
pub(super) fn mod_97_10(text: impl IntoIterator<Item = u8>) -> i64 {
    text.into_iter().fold(0, |sum, byte| match byte {
        b'A'..=b'Z' => (sum * 100 + i64::from(byte - b'A') + 10) % 97,
        _ => (sum * 10 + i64::from(byte.wrapping_sub(b'0'))) % 97,
    })
}

//! Numbers that pass their check and belong to nobody.

use super::kind::{INN, NIP, Scheme};

/// Tells whether a number is all one digit, counts up from 1, or is a known sample.
pub(super) fn is_placeholder(scheme: Scheme, number: &[u8]) -> bool {
    // Most numbers are told apart by how they begin: the same digit three times, or 1, 2, 3.
    if let [first @ b'0'..=b'9', second @ b'0'..=b'9', third @ b'0'..=b'9', ..] = *number
        && (first != second || second != third)
        && [first, second, third] != *b"123"
    {
        return false;
    }
    let mut digits = number.iter().copied().filter(u8::is_ascii_digit);
    let count = digits.clone().count();
    if count < SHORTEST || number.len() - count > 2 {
        return false;
    }
    let first = digits.next();
    let all_same = digits.clone().all(|digit| Some(digit) == first);
    all_same || counts_up(scheme, number) || SAMPLES.contains(&(scheme.0, number))
}

/// Tells whether all but the check digits count 1, 2, 3 and on.
fn counts_up(scheme: Scheme, number: &[u8]) -> bool {
    let checks = if scheme.0 == INN && number.len() == 12 { 2 } else { 1 };
    let body = number.get(..number.len() - checks).unwrap_or_default();
    body.iter().zip(1_u8..).all(|(digit, count)| *digit == b'0' + count % 10)
}

/// A shorter number may well be somebody's: Romania gives codes of two digits.
const SHORTEST: usize = 7;

/// The number that Polish forms show as their sample.
const SAMPLES: [(u8, &[u8]); 1] = [(NIP, b"1234563218")];

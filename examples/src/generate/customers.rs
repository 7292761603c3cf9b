//! Order lines of made-up customers, with the truth beside them: the same seed gives the same lines.
//!
//! Companies with an INN and a domain of their own, sole traders and persons at free mail, accountants whose mailbox
//! serves a dozen firms, marketplaces that put one address on everybody's orders, mistakes in numbers, placeholders.

use sklad::{base::PersonId, party::Said};

use super::random::Random;

/// One order line: what it says, and which customer it really is.
///
/// ```
/// use sklad_examples::generate::customers;
///
/// let lines = customers::lines(100, 7);
/// assert_eq!(lines.len(), 100);
/// assert_eq!(lines, customers::lines(100, 7));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Line {
    /// The customer, by number.
    pub truth: u32,
    /// What the line says.
    pub said: Said,
}

/// Returns so many lines of six tenths as many customers.
#[must_use]
pub fn lines(count: usize, seed: u64) -> Vec<Line> {
    each_line(count, seed).collect()
}

/// Goes through the same lines, each made as it is asked for: for more of them than fit into memory.
///
/// ```
/// use sklad_examples::generate::customers;
///
/// assert!(customers::each_line(100, 7).eq(customers::lines(100, 7)));
/// ```
pub fn each_line(count: usize, seed: u64) -> impl Iterator<Item = Line> {
    let mut random = Random::seeded(seed);
    let customers = u64::try_from(count).unwrap_or(0) * 6 / 10;
    (0..count).map(move |at| {
        // Each customer comes once, then some of them again: a few hundreds of times, most never.
        let number = u64::try_from(at).unwrap_or(0);
        let often = (0..4).fold(customers, |below, _| random.below(below.max(1)));
        let truth = if number < customers { number } else { often };
        let said = said(truth, &mut random);
        Line { truth: u32::try_from(truth).unwrap_or(0), said }
    })
}

fn said(customer: u64, random: &mut Random) -> Said {
    let said = Said::of(PersonId::new(customer));
    // What a customer is does not change from line to line.
    match customer.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 57 {
        0..=54 => company(customer, said, random),
        55..=68 => trader(customer, said, random),
        _ => person(customer, said, random),
    }
}

fn company(customer: u64, said: Said, random: &mut Random) -> Said {
    let mailbox = match random.below(100) {
        0..=69 => "info",
        70..=89 => "zakaz",
        _ => "buh",
    };
    let email = match random.below(1000) {
        0..=3 => format!("market{}@marketplace.example", random.below(5)),
        4..=31 => format!("buh@accountant{}.ru", customer / 12),
        32..=61 => String::new(),
        // Somebody orders from home.
        62..=131 => format!("person{}@gmail.com", 1_000_000_000 + random.below(1_000_000_000)),
        _ => format!("{mailbox}@firm{customer}.ru"),
    };
    let number = with_checks(770_000_000 + customer, 9, &[&[2, 4, 10, 3, 5, 9, 4, 6, 8]]);
    let said = said.email(email);
    if random.percent(86) { numbered(said, number, random) } else { said }
}

fn trader(customer: u64, said: Said, random: &mut Random) -> Said {
    let weights: [&[u64]; 2] =
        [&[7, 2, 4, 10, 3, 5, 9, 4, 6, 8], &[3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]];
    let number = with_checks(5_000_000_000 + customer, 10, &weights);
    let said = said.email(format!("trader{customer}@mail.ru"));
    if random.percent(86) { numbered(said, number, random) } else { said }
}

fn person(customer: u64, said: Said, random: &mut Random) -> Said {
    said.email(match random.below(1000) {
        0..=1 => format!("market{}@marketplace.example", random.below(5)),
        // The dots of one provider do not count.
        2..=14 => format!("p.erson{customer}@gmail.com"),
        // A letter is missing, or it is the mailbox at work.
        15..=44 => format!("person{customer}@gmal.com"),
        45..=64 => format!("person{customer}@work{}.ru", customer % 50_000),
        _ => format!("person{customer}@gmail.com"),
    })
}

/// Adds the number: now and then with a wrong digit, or all zeros.
fn numbered(said: Said, number: String, random: &mut Random) -> Said {
    let text = match random.below(1000) {
        0..=3 => "0".repeat(number.len()),
        4..=19 => {
            let mut digits = number.into_bytes();
            let at = usize::try_from(random.below(9)).unwrap_or(0);
            digits[at] = b'0' + (digits[at] - b'0' + 1) % 10;
            String::from_utf8(digits).unwrap_or_default()
        }
        _ => number,
    };
    said.number("RU", text)
}

/// Writes a number of so many digits with its check digits behind it.
fn with_checks(body: u64, length: usize, weights: &[&[u64]]) -> String {
    let mut text = format!("{body:0length$}");
    for weights in weights {
        let sum: u64 = text
            .bytes()
            .zip(*weights)
            .map(|(digit, weight)| u64::from(digit - b'0') * weight)
            .sum();
        text.push(char::from(b'0' + u8::try_from(sum % 11 % 10).unwrap_or(0)));
    }
    text
}

#[cfg(test)]
mod tests {
    use sklad::party::TaxId;

    use super::*;

    #[test]
    fn most_numbers_are_well_formed() {
        let lines = lines(2_000, 7);
        let numbers: Vec<_> = lines.iter().flat_map(|line| &line.said.numbers).collect();
        let well = numbers
            .iter()
            .filter(|number| TaxId::of_country(&number.country, &number.text).is_ok())
            .count();
        assert!(
            numbers.len() > 700 && well * 100 > numbers.len() * 97,
            "{well} of {}",
            numbers.len()
        );
    }
}

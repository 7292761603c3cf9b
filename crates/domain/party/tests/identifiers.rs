//! Numbers of every kind, made up for this table: right ones, wrong ones, and the corners of each rule.
//!
//! Where python-stdnum 2.2 knows a kind and reads it right, it judged the rows; the kinds that it lacks or gets wrong
//! (Kazakhstan, KPP, the long EIK, OGRNIP) were computed from the rules apart from this crate.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use sklad_party::{Kind, TaxId};

const NUMBERS: &str = include_str!("data/numbers.csv");

fn rows() -> impl Iterator<Item = (Kind, &'static str, bool)> {
    NUMBERS.lines().skip(1).map(|line| {
        let mut cells = line.split(',');
        let (kind, value, valid) =
            (cells.next().unwrap(), cells.next().unwrap(), cells.next().unwrap());
        (Kind::parse(kind).unwrap(), value, valid == "1")
    })
}

#[test]
fn each_number_is_what_the_table_says() {
    let wrong: Vec<_> = rows()
        .filter(|(kind, value, valid)| TaxId::parse(*kind, value).is_ok() != *valid)
        .collect();
    assert_eq!(wrong, []);
}

#[test]
fn every_kind_has_right_and_wrong_ones() {
    let mut counts: BTreeMap<Kind, [u32; 2]> = BTreeMap::new();
    for (kind, _, valid) in rows() {
        counts.entry(kind).or_default()[usize::from(valid)] += 1;
    }
    assert_eq!(counts.len(), Kind::ALL.len());
    assert!(counts.values().all(|[wrong, right]| *wrong >= 5 && *right >= 5), "{counts:?}");
}

#[test]
fn blanks_dashes_and_wide_digits_change_no_number() {
    for (kind, value, _) in rows().filter(|(_, _, valid)| *valid) {
        let plain = TaxId::parse(kind, value).unwrap();
        let wide: String = value
            .chars()
            .map(|letter| match letter {
                '0'..='9' => char::from_u32('０' as u32 + letter as u32 - '0' as u32).unwrap(),
                other => other,
            })
            .collect();
        let (start, end) = value.split_at(value.len() / 2);
        for text in [wide, format!(" {start}\u{a0}-\u{2212} {end}\t")] {
            let spelled = TaxId::parse(kind, &text).unwrap();
            assert_eq!((spelled.as_str(), spelled), (plain.as_str(), plain), "{kind:?} {text}");
        }
        // Reading what was read changes nothing.
        assert_eq!(TaxId::parse(kind, plain.as_str()).unwrap().as_str(), plain.as_str());
    }
}

#[test]
fn no_two_kinds_share_a_key() {
    let mut keys = BTreeMap::new();
    for (kind, value, _) in rows().filter(|(_, _, valid)| *valid) {
        let id = TaxId::parse(kind, value).unwrap();
        let other = keys.insert(id.to_string(), id.scheme());
        assert!(other.is_none_or(|scheme| scheme == id.scheme()), "{id}");
    }
}

/// Every value that others refuse: remainders of two digits.
#[test]
fn sole_traders_with_a_remainder_of_two_digits_are_there() {
    let mut seen = [0_u32; 13];
    for (_, value, _) in rows().filter(|(kind, _, valid)| *kind == Kind::RuOgrnip && *valid) {
        let remainder = value[..14].parse::<u64>().unwrap() % 13;
        seen[usize::try_from(remainder).unwrap()] += 1;
    }
    assert!(seen.iter().all(|count| *count > 0) && seen[10..].iter().all(|count| *count >= 3));
}

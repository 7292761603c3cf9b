//! Any text: a class or a mistake, never a panic; reading twice is reading once.
//! `cargo +nightly fuzz run party`; on a stable toolchain the same properties run in `crates/domain/party/tests/hostile.rs`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sklad_party::{Email, Fold, Kind, TaxId};

fuzz_target!(|text: &str| {
    for kind in Kind::ALL {
        if let Ok(id) = TaxId::parse(kind, text) {
            assert_eq!(TaxId::parse(kind, id.as_str()).unwrap(), id);
        }
    }
    for country in ["RU", "KZ", "BG", "PL", "UA", "BY", "EU", "EL", ""] {
        let _read = TaxId::of_country(country, text);
    }
    if let Ok(email) = Email::parse(text, Fold::Providers) {
        assert_eq!(Email::parse(email.as_str(), Fold::Providers).unwrap().as_str(), email.as_str());
    }
});

use super::*;

fn key(country: &str, text: &str) -> String {
    TaxId::of_country(country, text).map_or_else(|invalid| invalid.to_string(), |id| id.to_string())
}

#[test]
fn spellings_of_one_number_have_one_key() {
    for (country, text) in [
        ("BG", "175.074.752"),
        ("EU", "bg 175074752"),
        ("BG", "BG175074752"),
        ("eu", "BG-175-074-752"),
    ] {
        assert_eq!(key(country, text), "BG:EIK:175074752", "{country} {text}");
    }
    for (country, text) in
        [("PL", "825-102-73-48"), ("EU", "PL8251027348"), ("PL", "PL 8251027348")]
    {
        assert_eq!(key(country, text), "PL:NIP:8251027348", "{country} {text}");
    }
    for (country, text) in
        [("EU", "EL094259216"), ("EU", "GR 94259216"), ("GR", "094259216"), ("EL", "EL094259216")]
    {
        assert_eq!(key(country, text), "EL:VAT:094259216", "{country} {text}");
    }
}

#[test]
fn the_same_digits_of_two_countries_are_two_numbers() {
    assert_eq!(key("RU", "8251027348"), "RU:INN:8251027348");
    assert_eq!(key("PL", "8251027348"), "PL:NIP:8251027348");
}

#[test]
fn a_bare_number_is_no_key() {
    for country in ["", " ", "ZZ", "GB", "RUS"] {
        let error = TaxId::of_country(country, "7710000015").unwrap_err();
        assert!(matches!(error, Invalid::Country { .. }), "{country}: {error}");
    }
}

#[test]
fn a_remainder_of_two_digits_gives_its_last() {
    // The first fourteen digits leave 10, 11 and 12 when divided by 13: libraries that compare with those refuse them.
    for (body, remainder, last) in
        [(30_450_011_600_005_u64, 10, 0), (30_450_011_600_006, 11, 1), (30_450_011_600_007, 12, 2)]
    {
        assert_eq!(body % 13, remainder);
        for digit in 0..10 {
            let is_valid = TaxId::parse(Kind::RuOgrnip, &format!("{body}{digit}")).is_ok();
            assert_eq!(is_valid, digit == last, "{body}{digit}");
        }
    }
}

#[test]
fn placeholders_pass_their_check() {
    for (country, text) in [
        ("RU", "0000000000"),
        ("RU", "000000000000"),
        ("BG", "000000000"),
        ("PL", "1111111111"),
        ("PL", "9999999999"),
        ("UA", "00000000"),
        ("UA", "12345678"),
        ("UA", "0000000000"),
        ("EU", "HU11111111"),
        ("EU", "LV11111111111"),
        ("EU", "SK1111111111"),
        ("PL", "1234563218"),
        ("EU", "EE000000000"),
        ("EU", "XI000000000"),
    ] {
        let id = TaxId::of_country(country, text).unwrap();
        assert!(id.is_placeholder(), "{country} {text}");
    }
    assert!(!TaxId::of_country("RU", "7710000015").unwrap().is_placeholder());
    assert!(!TaxId::of_country("EU", "RO10160").unwrap().is_placeholder());
}

#[test]
fn branches_name_their_company() {
    let branch = TaxId::parse(Kind::PlRegon, "59858993711920").unwrap();
    assert_eq!(branch.parent().unwrap().as_str(), "598589937");
    assert_eq!(branch.parent().unwrap().parent(), None);
}

#[test]
fn what_no_person_would_type_is_refused() {
    for text in
        ["", " ", "\u{a0}", "7710000015Я", "٧٧١٠٠٠٠٠١٥", "\u{0}", "🦀", &"7".repeat(10_000_000)]
    {
        for kind in Kind::ALL {
            assert!(TaxId::parse(kind, text).is_err(), "{kind:?}");
        }
    }
}

#[test]
fn a_kpp_is_written_in_capitals() {
    assert!(TaxId::parse(Kind::RuKpp, "7825AB002").is_ok());
    assert!(TaxId::parse(Kind::RuKpp, "7825ab002").is_err());
    assert!(TaxId::parse(Kind::RuKpp, "7825АВ002").is_err(), "Cyrillic letters");
}

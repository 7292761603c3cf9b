//! Schemes from files: everything that is wrong at once, with place and line.

use sklad_stage::{Preset, Scheme};

#[test]
fn all_that_is_wrong_in_a_file_is_named_with_place_and_line() {
    let toml = r#"scheme = "ours"
version = "two"
payments = ["cash", 7]
deliveries = ["courier"]
alert = "maria"
route = ["new", "pikcing", "done"]
colour = "red"

[calendars.shop]
zone = "Europe/Nowhere"
[calendars.shop.hours]
mon = ["09:00-18:00", "17:00-19:00"]
moonday = ["09:00-18:00"]

[[stages]]
id = "new"
limit = "soon"
exit = ["rich"]

[[stages]]
id = "picking"
limit = { working = "2h" }
automatic = "yes"

[[stages]]
title = { en = "No name" }
end = "succeeded"

[[stages]]
id = "done"
end = "succeeded"
"#;
    insta::assert_snapshot!(Scheme::from_toml(toml).unwrap_err());
}

#[test]
fn json_names_places_and_lines_too_and_keys_that_are_there_twice() {
    let json = r#"{
  "scheme": "ours", "version": 1,
  "payments": ["cash"],
  "payments": ["card"],
  "deliveries": ["courier"],
  "route": ["new", "done"],
  "people": { "maria": [], "maria": [] },
  "stages": [
    { "id": "new",
      "limit": 1.5,
      "id": "old" },
    { "id": "done",
      "end": null }
  ]
}"#;
    insta::assert_snapshot!(Scheme::from_json(json).unwrap_err());
}

#[test]
fn syntax_is_named_with_its_line() {
    let toml = Scheme::from_toml("scheme = \"x\"\nversion = = 1\n").unwrap_err().to_string();
    assert!(toml.contains("line 2: the text is no TOML"), "{toml}");
    let twice = Scheme::from_toml("scheme = \"x\"\nscheme = \"y\"\n").unwrap_err().to_string();
    assert!(twice.contains("line 2: the text is no TOML, duplicate key"), "{twice}");
    let json = Scheme::from_json("{\n  \"scheme\": \n}").unwrap_err().to_string();
    assert!(json.contains("line 3: the text is no JSON"), "{json}");
    for text in ["", "[]", "7", "null", "\"x\"", "{}"] {
        assert!(Scheme::from_json(text).is_err(), "{text}");
    }
}

#[test]
fn a_value_too_deep_is_refused_and_not_followed() {
    let deep = format!("{{\"stages\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(Scheme::from_json(&deep).is_err());
    let deep = format!("stages = {}{}", "[".repeat(20_000), "]".repeat(20_000));
    assert!(Scheme::from_toml(&deep).is_err());
}

/// Every single line of a preset taken out: a scheme, or flaws with words; never a panic.
#[test]
fn a_preset_without_one_of_its_lines_is_a_scheme_or_says_why_not() {
    let mut refused = 0;
    for preset in Preset::ALL {
        let lines: Vec<&str> = preset.toml.lines().collect();
        for out in 0..lines.len() {
            let text = [&lines[..out], &lines[out + 1..]].concat().join("\n");
            if let Err(flaws) = Scheme::from_toml(&text) {
                assert!(flaws.to_string().starts_with("cannot take the scheme"), "{flaws}");
                refused += 1;
            }
        }
    }
    assert!(refused > 100, "{refused}");
}

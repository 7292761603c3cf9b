//! The wire form: words are texts that are parsed on the way in; a scheme is its draft, proved again.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use sklad_base::wire::read_text;

use crate::{
    CalendarId, Condition, Draft, Fact, Facts, HandOut, Happening, Hours, Language, Outcome, Party,
    Person, Role, Scheme, SchemeName, Span, StageId, TransitionId, Weekday,
};

/// Writes words as they are displayed, and parses them on the way in.
macro_rules! texts {
    ($($name:ident: $form:literal,)+) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                read_text(deserializer, $form, Self::parse)
            }
        }
    )+};
}

texts! {
    StageId: "a stage as text",
    TransitionId: "a transition as text",
    Role: "a role as text",
    Person: "a person as text",
    CalendarId: "a calendar as text",
    SchemeName: "a scheme's name as text",
    Language: "a language as text",
    Fact: "a fact as text",
    Happening: "a happening as text",
    Outcome: "succeeded or failed",
    HandOut: "pool, in turn or least loaded",
    Weekday: "a weekday as text, such as \"mon\"",
    Condition: "a condition as text, such as \"paid\"",
    Party: "a party as text, such as \"role picker\"",
    Span: "a length of time as text, such as \"1h 30m\"",
    Hours: "hours as text, such as \"09:00-18:00\"",
}

impl Serialize for Facts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Facts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<Fact>::deserialize(deserializer)?.into_iter().collect())
    }
}

impl Serialize for Scheme {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.draft().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Scheme {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::check(Draft::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

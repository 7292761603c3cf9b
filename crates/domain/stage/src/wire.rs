//! The wire form: words are texts that are parsed on the way in; a scheme is its draft, proved again; a board is its
//! tracks.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error, ser};
use sklad_base::{
    Moment, OrderId,
    wire::{read_text, texts},
};

use crate::{
    Board, CalendarId, Condition, Draft, Fact, Facts, HandOut, Happening, Hours, Language, Outcome,
    Party, Person, Role, Scheme, SchemeName, SchemeVersion, Span, StageId, Track, TransitionId,
    Weekday,
};

texts! {
    by to_string:
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
        self.iter().collect::<Vec<_>>().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Facts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<Fact>::deserialize(deserializer)?.into_iter().collect())
    }
}

/// In a binary format a scheme is its JSON text: shops leave out what they do not need, and what is left out has no
/// position.
impl Serialize for Scheme {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return self.draft().serialize(serializer);
        }
        let text = serde_json::to_string(self.draft()).map_err(ser::Error::custom)?;
        serializer.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for Scheme {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let draft = if deserializer.is_human_readable() {
            Draft::deserialize(deserializer)?
        } else {
            read_text(deserializer, "a scheme as JSON text", |text| {
                serde_json::from_str::<Draft>(text)
            })?
        };
        Self::check(draft).map_err(D::Error::custom)
    }
}

/// A board as it is written; what follows from the tracks is not.
#[derive(Serialize)]
#[serde(rename = "Board")]
struct Written<'a> {
    scheme: Option<&'a SchemeVersion>,
    tracks: Vec<(OrderId, &'a Track)>,
    turns: &'a BTreeMap<Role, Person>,
    latest: Moment,
}

#[derive(Deserialize)]
#[serde(rename = "Board", deny_unknown_fields)]
struct Read {
    #[serde(deserialize_with = "sklad_base::wire::read_given")]
    scheme: Option<SchemeVersion>,
    tracks: Vec<(OrderId, Track)>,
    #[serde(deserialize_with = "sklad_base::wire::read_once")]
    turns: BTreeMap<Role, Person>,
    latest: Moment,
}

impl Serialize for Board {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (scheme, turns, latest) = (self.scheme(), &self.turns, self.latest);
        Written { scheme, tracks: self.tracks().collect(), turns, latest }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Board {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Read { scheme, tracks, turns, latest } = Read::deserialize(deserializer)?;
        let mut board = Self::new();
        (board.scheme, board.turns, board.latest) = (scheme, turns, latest);
        for (order, track) in tracks {
            if board.track(order).is_some() {
                let twice = "is there twice; restore it from the log";
                return Err(D::Error::custom(format!("cannot read a board: {order} {twice}")));
            }
            board.put_back(order, track);
        }
        Ok(board)
    }
}

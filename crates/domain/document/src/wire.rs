//! The wire form of what has an invariant: what is read adds up.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use sklad_base::{DocumentId, LineNo, Quantity};

use crate::{Document, Family, Kind, Numbers};

/// A family, on its way.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FamilyParts {
    documents: Vec<Document>,
    used: Vec<Used>,
}

/// How much of a document's line later ones took.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Used {
    document: DocumentId,
    line: LineNo,
    quantity: Quantity,
}

impl Serialize for Family {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let used = self.used.iter();
        let used = used.map(|((document, line), quantity)| Used {
            document: *document,
            line: *line,
            quantity: *quantity,
        });
        let (documents, used) = (self.documents.clone(), used.collect());
        FamilyParts { documents, used }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Family {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let FamilyParts { documents, used } = FamilyParts::deserialize(deserializer)?;
        let mut family = Self { documents, used: BTreeMap::new() };
        if let Some(pair) = family.documents.windows(2).find(|pair| pair[0].id >= pair[1].id) {
            return Err(D::Error::custom(format!(
                "cannot read a family: {} stands behind {}; {RESTORE}",
                pair[1].id, pair[0].id
            )));
        }
        for Used { document, line, quantity } in used {
            let there = family.get(document).map(|it| it.quantity_of(line)).unwrap_or_default();
            if quantity.is_negative() || quantity > there {
                return Err(D::Error::custom(format!(
                    "cannot read a family: {quantity} of {there} on {line} of {document} are used; \
                     {RESTORE}"
                )));
            }
            if family.used.insert((document, line), quantity).is_some() {
                return Err(D::Error::custom(format!(
                    "cannot read a family: {line} of {document} is used twice; {RESTORE}"
                )));
            }
        }
        Ok(family)
    }
}

/// The sequences, on their way.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct NumbersParts {
    documents: u32,
    by_kind: [u32; Kind::ALL.len()],
}

impl Serialize for Numbers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { documents, by_kind } = *self;
        NumbersParts { documents, by_kind }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Numbers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let NumbersParts { documents, by_kind } = NumbersParts::deserialize(deserializer)?;
        let sum: u64 = by_kind.iter().copied().map(u64::from).sum();
        if sum == u64::from(documents) {
            return Ok(Self { documents, by_kind });
        }
        Err(D::Error::custom(format!(
            "cannot read numbers: {documents} documents, and their kinds come to {sum}; {RESTORE}"
        )))
    }
}

const RESTORE: &str = "restore them from the events";

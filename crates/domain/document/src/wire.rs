//! The wire form of what has an invariant: what is read adds up.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use sklad_base::{DocumentId, LineNo, Quantity};

use crate::{Document, Family, Kind, Numbers, Void};

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
    voids: Vec<Void>,
}

impl Serialize for Numbers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (documents, by_kind, voids) = (self.documents, self.by_kind, self.voids().to_vec());
        NumbersParts { documents, by_kind, voids }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Numbers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let NumbersParts { documents, by_kind, voids } = NumbersParts::deserialize(deserializer)?;
        let mut last = [0; Kind::ALL.len()];
        for void in &voids {
            let before = &mut last[void.kind as usize];
            if void.first <= *before
                || void.last < void.first
                || void.last > by_kind[void.kind as usize]
            {
                return Err(D::Error::custom(format!(
                    "cannot read numbers: {} {} to {} cannot be void; {RESTORE}",
                    void.kind, void.first, void.last
                )));
            }
            *before = void.last;
        }
        let void: u64 = voids.iter().map(|void| u64::from(void.count())).sum();
        let sum: u64 = by_kind.iter().copied().map(u64::from).sum();
        if sum.saturating_sub(void) == u64::from(documents) {
            let voids = (!voids.is_empty()).then(|| Arc::new(voids));
            return Ok(Self { documents, by_kind, voids });
        }
        Err(D::Error::custom(format!(
            "cannot read numbers: {documents} documents, and their kinds come to {sum} with {void} void; \
             {RESTORE}"
        )))
    }
}

const RESTORE: &str = "restore them from the events";

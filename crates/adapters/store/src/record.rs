//! The record: what one batch of commands did, in bytes that outlive the code.

mod draft;

use std::{ops::Range, sync::Arc};

use serde::{Serialize, de::DeserializeOwned};
use sklad_base::{Actor, CommandId, Digest, Moment, RecordNo};
use uuid::Uuid;

pub(crate) use self::draft::Draft;
use crate::{
    BatchKey, Begins, Damage, Epoch, Fault, Keys, Stored,
    codec::{Malformed, Reader, Unwritable, Writer},
    frame::{self, fixed},
    keys::random,
};

/// What one batch of commands did. Refused commands are not written; what they found due before them is.
///
/// In bytes: `SKLR`, the format and the length (4 and 8 bytes, little-endian), then in the codec's form the shop, the
/// writer, the batch key, the number, the epoch, the moment, the accepted commands and the events, and behind all of it its
/// checksum of 8 bytes ([`Digest::of_bytes`]: 64 bits, several gigabytes a second, our own and so the same for ever).
///
/// ```
/// use sklad_base::{Moment, RecordNo};
/// use sklad_store::{MemoryKeys, Record};
///
/// let (keys, now) = (MemoryKeys::new(), Moment::parse("2026-03-02T10:00:00Z")?);
/// let record = Record::new("shop".into(), RecordNo::FIRST, now, vec!["opened".to_owned()])?;
/// let bytes = record.to_bytes(&keys)?;
/// assert_eq!(Record::read(&bytes, "record 1", &keys)?, record);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "plain data that readers take apart")]
pub struct Record<E> {
    /// Whose log this is.
    pub shop: Arc<str>,
    /// Which keeper wrote it.
    pub writer: Arc<str>,
    /// Its batch.
    pub key: BatchKey,
    /// Its own number: dense, counted from 1.
    pub number: RecordNo,
    /// In which life of the log it was written.
    pub epoch: Epoch,
    /// What is said of that epoch, where it begins with this record.
    pub begins: Option<Box<Begins>>,
    /// When its last command was judged, never before the record ahead of it.
    pub moment: Moment,
    /// The accepted commands, in order.
    pub accepted: Vec<Accepted>,
    /// What happened, in order; what stands between two commands happened by itself.
    pub events: Vec<E>,
}

/// A command that a record holds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "plain data that readers take apart")]
pub struct Accepted {
    /// Which.
    pub id: CommandId,
    /// What it was about: the same id with another digest is another command.
    pub digest: Digest,
    /// Who wanted it: the caller's own name or number for a user, a program or a partner; words about a person have
    /// no place in it.
    pub who: Actor,
    /// Its events.
    pub events: Range<u32>,
}

impl<E> Record<E> {
    /// Returns a record of events that happened by themselves, under a key of its own.
    ///
    /// # Errors
    /// [`Fault`] when the system has no random bytes for the key.
    pub fn new(
        shop: Arc<str>,
        number: RecordNo,
        moment: Moment,
        events: Vec<E>,
    ) -> Result<Self, Fault> {
        let key = BatchKey::random(moment)?;
        let (writer, epoch, accepted) = (Arc::clone(&shop), Epoch::FIRST, Vec::new());
        Ok(Self { shop, writer, key, number, epoch, begins: None, moment, accepted, events })
    }

    /// Returns the events of an accepted command.
    #[must_use]
    pub fn events_of(&self, accepted: &Accepted) -> &[E] {
        slice(&self.events, &accepted.events)
    }

    /// Goes through the events by what led to them: a command, or nobody where they happened by themselves.
    pub fn steps(&self) -> impl Iterator<Item = (Option<&Accepted>, &[E])> {
        let mut last = 0;
        let commands = self.accepted.iter().flat_map(move |accepted| {
            let alone = last..accepted.events.start;
            last = accepted.events.end;
            [(None, alone), (Some(accepted), accepted.events.clone())]
        });
        let end = self.accepted.last().map_or(0, |accepted| accepted.events.end);
        let tail = end..u32::try_from(self.events.len()).unwrap_or(u32::MAX);
        let all = commands.chain([(None, tail)]);
        let all = all.filter(|(accepted, part)| accepted.is_some() || !part.is_empty());
        all.map(|(accepted, part)| (accepted, slice(&self.events, &part)))
    }

    /// Returns what became of a command, where the record holds it.
    #[must_use]
    pub fn find(&self, id: CommandId) -> Option<&Accepted> {
        self.accepted.iter().find(|accepted| accepted.id == id)
    }
}

/// Returns a part of the events; nothing where there is no such part.
pub(crate) fn slice<'a, E>(events: &'a [E], part: &Range<u32>) -> &'a [E] {
    events.get(part.start as usize..part.end as usize).unwrap_or_default()
}

impl<E: Serialize> Record<E> {
    /// Returns the bytes, words about persons sealed.
    ///
    /// # Errors
    /// [`Fault`] when the keys of persons cannot be made, or an event cannot be written.
    pub fn to_bytes(&self, keys: &impl Keys) -> Result<Vec<u8>, Fault> {
        let mut draft = Draft::default();
        draft.catch_up(&self.accepted, &self.events);
        draft.finish(self, keys)
    }
}

impl<E> Record<E> {
    /// Writes what stands in front of the accepted commands.
    fn write_head(&self, writer: &mut Writer) -> Result<(), Unwritable> {
        writer.bytes(self.shop.as_bytes());
        writer.bytes(self.writer.as_bytes());
        writer.raw(self.key.uuid().as_bytes());
        writer.number(self.number.number());
        // One bit says whether it begins here.
        writer.number(self.epoch.number() << 1 | u64::from(self.begins.is_some()));
        self.begins.as_ref().map_or(Ok(()), |begins| begins.write(writer))?;
        writer.value(&self.moment.unix_micros())
    }
}

impl<E: DeserializeOwned> Record<E> {
    /// Returns the record that stands in bytes, called `what` where they are damaged; words about persons are opened
    /// with the keys that are there.
    ///
    /// # Errors
    /// [`Damage`] when the bytes are not what was written, or were written by a newer program.
    pub fn read(bytes: &[u8], what: &str, keys: &impl Keys) -> Result<Self, Damage> {
        let body = frame::body(bytes, MAGIC, what)?;
        let read = || {
            let mut reader = Reader::new(body);
            let head = Head::read(&mut reader)?;
            let sealing = *head.key.uuid().as_bytes();
            reader.opened(sealing, keys, |reader| head.record(reader))
        };
        read().map_err(|malformed| Damage::malformed(what, malformed))
    }

    /// Returns the record that a log keeps.
    ///
    /// # Errors
    /// [`Damage`] when it is not what was written, or not the record that the log takes it for.
    pub fn stored(stored: &Stored, keys: &impl Keys) -> Result<Self, Damage> {
        let what = format!("{} at {}", stored.record, stored.position);
        let record = Self::read(&stored.bytes, &what, keys)?;
        if record.number != stored.record || record.key != stored.key {
            let why = format!("it calls itself {} of batch {}", record.number, record.key);
            return Err(Damage::misplaced(&what, why));
        }
        Ok(record)
    }
}

/// What stands in front of the accepted commands.
struct Head {
    shop: Arc<str>,
    writer: Arc<str>,
    key: BatchKey,
    number: RecordNo,
    epoch: Epoch,
    begins: Option<Box<Begins>>,
    moment: Moment,
}

impl Head {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let text = |reader: &mut Reader<'_>| reader.value::<String>().map(Arc::from);
        let (shop, writer) = (text(reader)?, text(reader)?);
        let key = BatchKey::new(Uuid::from_bytes(fixed(reader)?));
        let number = RecordNo::new(reader.number()?);
        let life = reader.number()?;
        let epoch = Epoch::new(life >> 1);
        let begins = (life & 1 == 1).then(|| Begins::read(reader).map(Box::new)).transpose()?;
        let at = reader.at();
        let moment = Moment::from_unix_micros(reader.value()?);
        let moment = moment.map_err(|invalid| Malformed::new(at, invalid.to_string()))?;
        Ok(Self { shop, writer, key, number, epoch, begins, moment })
    }

    fn record<E: DeserializeOwned>(self, reader: &mut Reader<'_>) -> Result<Record<E>, Malformed> {
        let actors: Vec<Actor> = reader.value()?;
        let count = reader.number()?;
        let mut accepted = Vec::with_capacity(bounded(count, reader, 27));
        let mut last = 0;
        for _ in 0..count {
            let one = read_accepted(reader, &actors, last)?;
            last = one.events.end;
            accepted.push(one);
        }
        let (at, count) = (reader.at(), reader.number()?);
        if u64::from(last) > count {
            return Err(Malformed::new(at, "commands have events that are not there"));
        }
        let mut events = Vec::with_capacity(bounded(count, reader, 1 + size_of::<E>() / 8));
        for _ in 0..count {
            events.push(reader.value()?);
        }
        reader.end()?;
        let Self { shop, writer, key, number, epoch, begins, moment } = self;
        Ok(Record { shop, writer, key, number, epoch, begins, moment, accepted, events })
    }
}

/// Returns how many values of at least so many bytes there can be.
fn bounded(count: u64, reader: &Reader<'_>, least: usize) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX).min(reader.left() / least)
}

fn read_accepted(
    reader: &mut Reader<'_>,
    actors: &[Actor],
    last: u32,
) -> Result<Accepted, Malformed> {
    let at = reader.at();
    let id = CommandId::new(Uuid::from_bytes(fixed(reader)?));
    let id = id.map_err(|invalid| Malformed::new(at, invalid.to_string()))?;
    let digest = Digest::new(u64::from_le_bytes(fixed(reader)?));
    let who: usize = reader.value()?;
    let who = actors.get(who).ok_or_else(|| Malformed::new(at, "nobody wanted it"))?.clone();
    let (gap, count): (u32, u32) = (reader.value()?, reader.value()?);
    let start = last.checked_add(gap);
    let range = start.and_then(|start| Some(start..start.checked_add(count)?));
    let events = range.ok_or_else(|| Malformed::new(at, "too many events"))?;
    Ok(Accepted { id, digest, who, events })
}

impl BatchKey {
    /// Returns a key by chance, which sorts by its moment.
    ///
    /// # Errors
    /// [`Fault`] when the system has no random bytes.
    pub fn random(moment: Moment) -> Result<Self, Fault> {
        let millis = u64::try_from(moment.unix_micros().div_euclid(1000)).unwrap_or(0);
        let chance: [u8; 10] = random()?;
        Ok(Self::new(uuid::Builder::from_unix_timestamp_millis(millis, &chance).into_uuid()))
    }
}

const MAGIC: [u8; 4] = *b"SKLR";

#[cfg(test)]
mod tests;

//! A machine's state in a snapshot, with what makes each wish be done once.

use std::sync::Arc;

use sklad_base::{CommandId, Digest, Moment, Once, RecordNo, Seen};
use uuid::Uuid;

use crate::{
    Begun, Damage, Epoch, Fault, Keys, Machine, Mark, Position, Snapshot,
    codec::{Malformed, Reader, Unwritable, Writer},
    frame::{self, FORMAT, fixed},
    keys::random,
};

/// A machine as it stood behind a record.
#[derive(Debug, Clone)]
pub(crate) struct Standing<M> {
    pub(crate) once: Once<M>,
    /// The last record in it; 0 before the first.
    pub(crate) record: RecordNo,
    pub(crate) position: Position,
    /// The moment of that record.
    pub(crate) moment: Moment,
    /// The epochs that began, oldest first.
    pub(crate) epochs: Vec<Begun>,
    /// How many records there are since the last snapshot, and how many bytes.
    pub(crate) since: (u64, u64),
    /// Who wrote that record, where it was read.
    pub(crate) writer: Option<Arc<str>>,
}

impl<M: Machine> Standing<M> {
    /// Returns a machine in front of an empty log.
    pub(crate) fn empty(start: M, window_seconds: u32) -> Self {
        let once = Once::new(start, window_seconds);
        let (record, position) = (RecordNo::new(0), Position::EMPTY);
        let (moment, epochs) = (Moment::FIRST, Vec::new());
        Self { once, record, position, moment, epochs, since: (0, 0), writer: None }
    }

    /// Returns the epoch of the last record.
    pub(crate) fn epoch(&self) -> Epoch {
        self.epochs.last().map_or(Epoch::FIRST, |begun| begun.epoch)
    }

    /// Returns where the last record stands.
    pub(crate) fn mark(&self) -> Mark {
        Mark { position: self.position, record: self.record, epoch: self.epoch() }
    }

    /// Returns the state as a snapshot, words about persons sealed.
    pub(crate) fn snapshot(&self, shop: &str, keys: &impl Keys) -> Result<Snapshot, Fault> {
        let sealing = random::<16>()?;
        let mut writer = Writer::behind(frame::open(MAGIC, 1 << 16));
        writer.raw(&sealing);
        writer.bytes(shop.as_bytes());
        self.write(&mut writer)?;
        let bytes: Arc<[u8]> = frame::close(writer.into_sealed(sealing, keys)?).into();
        Ok(Snapshot { position: self.position, format: FORMAT, bytes })
    }

    /// Returns a short name for the state, less the ids that are remembered: those are fewer in a snapshot.
    pub(crate) fn digest(&self) -> Result<Digest, Fault> {
        let mut writer = Writer::new();
        writer.number(self.record.number());
        self.once.state().write(&mut writer)?;
        Ok(Digest::of_bytes(&writer.into_unsealed()))
    }

    fn write(&self, writer: &mut Writer) -> Result<(), Unwritable> {
        writer.bytes(M::KIND.as_bytes());
        writer.number(self.record.number());
        writer.value(&self.moment.unix_micros())?;
        writer.number(self.epochs.len() as u64);
        for Begun { epoch, record } in &self.epochs {
            writer.number(epoch.number());
            writer.number(record.number());
        }
        let seen = self.once.seen();
        writer.number(seen.window_seconds().into());
        let rows = seen.sorted();
        writer.number(rows.len() as u64);
        for (id, digest, record) in rows {
            writer.raw(id.uuid().as_bytes());
            writer.raw(&digest.number().to_le_bytes());
            writer.number(record.number());
        }
        self.once.state().write(writer)
    }

    /// Returns the state that stands in a snapshot.
    pub(crate) fn restored(
        snapshot: &Snapshot,
        shop: &str,
        keys: &impl Keys,
    ) -> Result<Self, Damage> {
        let what = format!("the snapshot at {}", snapshot.position);
        let body = frame::body(&snapshot.bytes, MAGIC, &what)?;
        let damage = |malformed| Damage::malformed(&what, malformed);
        let mut reader = Reader::new(body);
        let sealing = fixed(&mut reader).map_err(damage)?;
        let found: String = reader.value().map_err(damage)?;
        if found != shop {
            return Err(Damage::misplaced(&what, format!("it is of shop {found}, not of {shop}")));
        }
        let read = reader.opened(sealing, keys, |reader| Self::read(reader, snapshot.position));
        read.map_err(damage)
    }

    /// Gives the state what stands in no snapshot.
    pub(crate) fn equipped(self, start: &M) -> Self {
        let (mut state, seen) = self.once.into_parts();
        state.equip(start);
        Self { once: Once::restored(state, seen), ..self }
    }

    fn read(reader: &mut Reader<'_>, position: Position) -> Result<Self, Malformed> {
        let at = reader.at();
        let kind: String = reader.value()?;
        if kind != M::KIND {
            return Err(Malformed::new(at, format!("it is of a {kind}, not of a {}", M::KIND)));
        }
        let record = RecordNo::new(reader.number()?);
        let at = reader.at();
        let moment = Moment::from_unix_micros(reader.value()?);
        let moment = moment.map_err(|invalid| Malformed::new(at, invalid.to_string()))?;
        let epochs = read_epochs(reader)?;
        let seen = read_seen(reader)?;
        let state = M::read(reader)?;
        reader.end()?;
        let once = Once::restored(state, seen);
        Ok(Self { once, record, position, moment, epochs, since: (0, 0), writer: None })
    }
}

fn read_epochs(reader: &mut Reader<'_>) -> Result<Vec<Begun>, Malformed> {
    let mut epochs = Vec::new();
    for _ in 0..reader.number()? {
        let (epoch, record) = (Epoch::new(reader.number()?), RecordNo::new(reader.number()?));
        epochs.push(Begun { epoch, record });
    }
    Ok(epochs)
}

fn read_seen(reader: &mut Reader<'_>) -> Result<Seen, Malformed> {
    let mut seen = Seen::new(reader.value()?);
    for _ in 0..reader.number()? {
        let at = reader.at();
        let id = CommandId::new(Uuid::from_bytes(fixed(reader)?));
        let id = id.map_err(|invalid| Malformed::new(at, invalid.to_string()))?;
        let digest = Digest::new(u64::from_le_bytes(fixed(reader)?));
        seen.remember(id, digest, RecordNo::new(reader.number()?));
    }
    Ok(seen)
}

const MAGIC: [u8; 4] = *b"SKLS";

//! The bytes of a record in the making: what is decided is written while it is at hand.

use std::collections::BTreeMap;

use serde::Serialize;
use sklad_base::Actor;

use super::{Accepted, MAGIC, Record};
use crate::{
    Fault, Keys,
    codec::{Unwritable, Writer},
    frame,
};

/// The commands and events of a record in bytes; more may come behind them. Words about persons wait for their seal.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    actors: Actors,
    commands: Writer,
    events: Writer,
    /// So many commands and events are written.
    written: (usize, usize),
    /// Where the events of the last command end.
    end: u32,
    unwritable: Option<Unwritable>,
}

impl Draft {
    /// Returns an empty one with room for as much as another one holds.
    pub(crate) fn like(other: &Self) -> Self {
        let room = |writer: &Writer| Writer::behind(Vec::with_capacity(writer.len()));
        Self { commands: room(&other.commands), events: room(&other.events), ..Self::default() }
    }

    /// Writes those of the commands and events that are not written yet.
    pub(crate) fn catch_up<E: Serialize>(&mut self, accepted: &[Accepted], events: &[E]) {
        let (commands, happened) = self.written;
        accepted.iter().skip(commands).for_each(|command| self.accept(command));
        for event in events.iter().skip(happened) {
            if let Err(why) = self.events.value(event) {
                self.unwritable.get_or_insert(why);
            }
        }
        self.written = (accepted.len(), events.len());
    }

    fn accept(&mut self, Accepted { id, digest, who, events }: &Accepted) {
        self.commands.raw(id.uuid().as_bytes());
        self.commands.raw(&digest.number().to_le_bytes());
        self.commands.number(self.actors.number(who));
        self.commands.number(events.start.saturating_sub(self.end).into());
        self.commands.number(events.end.saturating_sub(events.start).into());
        self.end = events.end;
    }

    /// Returns the bytes of the record whose commands and events these are, words about persons sealed.
    ///
    /// # Errors
    /// [`Fault`] when the keys of persons cannot be made, or an event cannot be written.
    pub(crate) fn finish<E>(self, record: &Record<E>, keys: &impl Keys) -> Result<Vec<u8>, Fault> {
        if let Some(why) = self.unwritable {
            return Err(why.into());
        }
        let head = 128 + record.shop.len() + record.writer.len() + 32 * self.actors.all.len();
        let room = head + self.commands.len() + self.events.len();
        let mut writer = Writer::behind(frame::open(MAGIC, room));
        record.write_head(&mut writer)?;
        writer.value(&self.actors.all)?;
        let (commands, happened) = self.written;
        writer.number(commands as u64);
        writer.raw(self.commands.as_slice());
        writer.number(happened as u64);
        writer.raw(&self.events.into_sealed(*record.key.uuid().as_bytes(), keys)?);
        Ok(frame::close(writer.into_sealed(*record.key.uuid().as_bytes(), keys)?))
    }
}

/// Who wanted something in a record, each written once.
#[derive(Debug, Default)]
struct Actors {
    all: Vec<Actor>,
    numbers: BTreeMap<Actor, u64>,
    last: u64,
}

impl Actors {
    fn number(&mut self, who: &Actor) -> u64 {
        // Mostly it is the same one again.
        let last = usize::try_from(self.last).ok().and_then(|last| self.all.get(last));
        if last != Some(who) {
            self.last = self.numbers.get(who).copied().unwrap_or_else(|| self.add(who));
        }
        self.last
    }

    fn add(&mut self, who: &Actor) -> u64 {
        let number = self.all.len() as u64;
        self.numbers.insert(who.clone(), number);
        self.all.push(who.clone());
        number
    }
}

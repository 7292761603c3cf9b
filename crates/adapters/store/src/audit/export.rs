//! A log as lines of JSON, for people and their tools.

use std::io::Write;

use serde::Serialize;
use sklad_base::{Actor, CommandId, Moment};

use super::Auditor;
use crate::{Fault, Follower, Keys, Log, Machine, Mark, MemoryKeys, OpenError, Told};

/// Whether an export tells the words about persons.
///
/// ```
/// assert_ne!(sklad_store::Words::LeaveOut, sklad_store::Words::Tell);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "two answers to one question")]
pub enum Words {
    /// They are left out, as if all were forgotten.
    LeaveOut,
    /// They are told, as far as they are not forgotten.
    Tell,
}

/// A record as a line.
#[derive(Serialize)]
struct Line<'a, E> {
    record: u64,
    position: u64,
    moment: Moment,
    writer: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    restored: Option<Restored<'a>>,
    batch: String,
    steps: Vec<Step<'a, E>>,
}

/// The log was restored from a backup, and a new epoch begins.
#[derive(Serialize)]
struct Restored<'a> {
    epoch: u64,
    who: &'a Actor,
    why: &'a str,
}

/// What one command led to, or what happened by itself.
#[derive(Serialize)]
struct Step<'a, E> {
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<CommandId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    who: Option<&'a Actor>,
    events: &'a [E],
}

impl<M: Machine, L: Log, K: Keys> Auditor<M, L, K> {
    /// Writes each record as one line of JSON; returns how many there were.
    ///
    /// # Errors
    /// [`OpenError`] when the log cannot be read or the lines cannot be written; the lines before are whole.
    pub async fn export(&self, to: &mut impl Write, words: Words) -> Result<u64, OpenError> {
        match words {
            Words::Tell => lines::<M>(self.follower(Mark::START), to).await,
            Words::LeaveOut => {
                let (log, none) = (self.log.clone(), MemoryKeys::new());
                lines::<M>(Follower::new(log, none, &self.shop, Mark::START), to).await
            }
        }
    }
}

async fn lines<M: Machine>(
    mut follower: Follower<M::Event, impl Log, impl Keys>,
    to: &mut impl Write,
) -> Result<u64, OpenError> {
    let mut count = 0;
    loop {
        let page = follower.page().await?;
        if page.is_empty() {
            return Ok(count);
        }
        for told in &page {
            write_line(told, to).map_err(unwritten)?;
            count += 1;
        }
    }
}

fn write_line<E: Serialize>(told: &Told<E>, to: &mut impl Write) -> std::io::Result<()> {
    let record = &told.record;
    let steps = record.steps().map(|(accepted, events)| Step {
        command: accepted.map(|accepted| accepted.id),
        who: accepted.map(|accepted| &accepted.who),
        events,
    });
    let epoch = record.epoch.number();
    let begins = record.begins.as_deref();
    let line = Line {
        record: record.number.number(),
        position: told.mark.position.number(),
        moment: record.moment,
        writer: &record.writer,
        restored: begins.map(|begins| Restored { epoch, who: &begins.who, why: &begins.why }),
        batch: record.key.to_string(),
        steps: steps.collect(),
    };
    serde_json::to_writer(&mut *to, &line)?;
    to.write_all(b"\n")
}

fn unwritten(error: std::io::Error) -> Fault {
    let what = format!("cannot write the export: {error}; make room, or export to another place");
    Fault::retryable(what).because(error)
}

//! What a keeper needs of a machine beyond deciding.

use std::{fmt, hash::Hash};

use serde::{Serialize, de::DeserializeOwned};
use sklad_base::{Decider, Moment, OrderId, PersonId, RecordNo, Refusals};

use crate::{
    Restored,
    codec::{Malformed, Reader, Unwritable, Writer},
};

/// A [`Decider`] that a [`Keeper`](crate::Keeper) can keep on a log: its events have a wire form, its state goes into
/// a snapshot and comes back.
///
/// ```
/// use sklad_base::{Decider, Envelope, Events, No};
/// use sklad_store::{Machine, codec::{Malformed, Reader, Unwritable, Writer}};
///
/// /// How often the bell rang.
/// #[derive(Clone, Default)]
/// struct Bell(u64);
///
/// impl Decider for Bell {
///     type Command = ();
///     type Event = ();
///     type Policy = ();
///     type Refusal = String;
///     fn decide(&self, _: &Envelope<()>, _: &(), out: &mut Events<()>) -> Result<(), No<String>> {
///         out.push(());
///         Ok(())
///     }
///     fn evolve(&mut self, _: &()) {
///         self.0 += 1;
///     }
/// }
///
/// impl Machine for Bell {
///     const KIND: &'static str = "bell";
///     fn write(&self, writer: &mut Writer) -> Result<(), Unwritable> {
///         writer.value(&self.0)
///     }
///     fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
///         reader.value().map(Self)
///     }
/// }
/// ```
pub trait Machine:
    Decider<
        Command: Hash + Send + 'static,
        Event: Serialize + DeserializeOwned + Send + Sync + 'static,
        Policy: Send + Sync + 'static,
        Refusal: fmt::Debug + fmt::Display + Send + 'static,
    > + Clone
    + Send
    + 'static
{
    /// What it is, as its snapshots are marked.
    const KIND: &'static str;

    /// Writes the state, the same bytes for the same state.
    ///
    /// # Errors
    /// [`Unwritable`] when a type in it asks for what the codec does not have.
    fn write(&self, writer: &mut Writer) -> Result<(), Unwritable>;

    /// Reads the state that was written.
    ///
    /// # Errors
    /// [`Malformed`] with the byte that does not fit.
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed>;

    /// Takes from the machine that it was set up with what stands in no snapshot, such as a secret.
    fn equip(&mut self, start: &Self) {
        let _ = start;
    }

    /// Returns the moment when something happens by itself.
    fn next_deadline(&self) -> Option<Moment> {
        None
    }

    /// Returns what takes an order back: what [`No::Recall`](sklad_base::No::Recall) asks for. `record` is what happened
    /// in the record that it named; nothing comes back where the order does not stand there.
    fn take_back(
        &self,
        order: OrderId,
        record: &[Self::Event],
        moment: Moment,
    ) -> Option<Self::Event> {
        let _ = (order, record, moment);
        None
    }

    /// Returns who is forgotten by this event.
    ///
    /// Law: behind it the machine emits no words of that person, be it by a refusal or with the words left out. Their
    /// key is gone for good, so they would be in memory and nowhere else.
    fn forgets(event: &Self::Event) -> Option<PersonId> {
        let _ = event;
        None
    }

    /// Returns all who were ever forgotten, as far as the state knows: their keys are destroyed again when an older
    /// store of keys comes back from a backup.
    fn forgotten(&self) -> Vec<PersonId> {
        Vec::new()
    }

    /// Returns what happens as a log that was restored from a backup begins a new epoch: what stood behind its end is
    /// lost, and what was given out there must not be given out again.
    ///
    /// # Errors
    /// Every reason why it cannot go on like that; nothing is then written.
    fn restored(&self, restored: &Restored) -> Result<Vec<Self::Event>, Refusals<Self::Refusal>> {
        let _ = restored;
        Ok(Vec::new())
    }

    /// Returns the records that [`take_back`](Self::take_back) may ask for: sealing keeps them within reach.
    fn recalled_from(&self) -> Vec<RecordNo> {
        Vec::new()
    }
}

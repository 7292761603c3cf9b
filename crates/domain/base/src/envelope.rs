//! What every command comes in.

use std::{collections::BTreeSet, fmt, sync::Arc};

use uuid::Uuid;

use crate::{Channel, Invalid, Moment, Right};

/// A command and what is said of it: which one, who, when (S5).
///
/// ```
/// use sklad_base::{Actor, CommandId, Envelope, Moment};
///
/// let id = CommandId::parse("01890a5d-ac96-774b-bcce-b302099a8057")?;
/// let envelope = Envelope::new(id, Actor::Person("maria".into()), Moment::parse("2026-03-02T10:00:00Z")?, "count");
/// assert_eq!(envelope.command, "count");
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(
    clippy::exhaustive_structs,
    reason = "plain data that senders build; a new field must reach them all"
)]
pub struct Envelope<C> {
    /// Given by the sender, once per wish: the same wish sent again carries the same id.
    pub id: CommandId,
    /// Who wants it.
    pub who: Actor,
    /// What the sender may do, as the caller has checked it: sklad keeps no users.
    #[cfg_attr(feature = "serde", serde(default))]
    pub rights: Rights,
    /// The way it came in, where that is known (F1).
    pub channel: Option<Channel>,
    /// When it is judged.
    pub moment: Moment,
    /// The version of the order that the sender looked at, where it matters to the sender.
    pub expected: Option<Version>,
    /// What is wanted.
    pub command: C,
}

impl<C> Envelope<C> {
    /// Returns the command in its envelope, for whatever version of the order.
    pub const fn new(id: CommandId, who: Actor, moment: Moment, command: C) -> Self {
        Self { id, who, rights: Rights::none(), channel: None, moment, expected: None, command }
    }

    /// Returns it for this version of the order only.
    #[must_use]
    pub fn expecting(mut self, version: Version) -> Self {
        self.expected = Some(version);
        self
    }

    /// Returns it with these rights.
    #[must_use]
    pub fn holding(mut self, rights: Rights) -> Self {
        self.rights = rights;
        self
    }

    /// Returns it as it came in by that channel.
    #[must_use]
    pub fn by_channel(mut self, channel: Channel) -> Self {
        self.channel = Some(channel);
        self
    }

    /// Returns another command in the same envelope.
    pub fn with<D>(&self, command: D) -> Envelope<D> {
        let Self { id, who, rights, channel, moment, expected, command: _ } = self;
        Envelope {
            id: *id,
            who: who.clone(),
            rights: rights.clone(),
            channel: channel.clone(),
            moment: *moment,
            expected: *expected,
            command,
        }
    }
}

/// The sender's name for one wish: a UUID of version 7, so that its own time can be read from it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommandId(Uuid);

impl CommandId {
    /// Takes over a UUID.
    ///
    /// # Errors
    /// [`Invalid::Form`] when it is of another version than 7.
    pub fn new(id: Uuid) -> Result<Self, Invalid> {
        if id.get_version_num() == 7 {
            return Ok(Self(id));
        }
        Err(Invalid::form("command id", &id.to_string(), ID_FORM))
    }

    /// Reads a UUID of version 7.
    ///
    /// # Errors
    /// [`Invalid::Form`] when it is none.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let id = Uuid::try_parse(text.trim());
        id.map_err(|_| Invalid::form("command id", text, ID_FORM)).and_then(Self::new)
    }

    /// Returns an id made from a moment and a number that is new in it: for programs that count their wishes,
    /// such as a replay, where the same run must give the same ids.
    ///
    /// ```
    /// use sklad_base::{CommandId, Moment};
    ///
    /// let id = CommandId::counted(Moment::parse("2026-03-02T10:00:00Z")?, 42);
    /// assert_eq!(CommandId::parse(&id.to_string())?, id);
    /// # Ok::<(), sklad_base::Invalid>(())
    /// ```
    #[must_use]
    pub fn counted(moment: Moment, number: u64) -> Self {
        let millis = moment.unix_micros().div_euclid(1000).unsigned_abs();
        let mut bytes = [0; 10];
        bytes
            .iter_mut()
            .rev()
            .zip(number.to_be_bytes().iter().rev())
            .for_each(|(to, from)| *to = *from);
        Self(uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid())
    }

    /// Puts an id together again from its halves, the high one first; both come from an id.
    #[must_use]
    pub(crate) const fn from_halves(high: u64, low: u64) -> Self {
        Self(Uuid::from_u64_pair(high, low))
    }

    /// Returns the UUID.
    #[must_use]
    pub const fn uuid(self) -> Uuid {
        self.0
    }
}

impl fmt::Display for CommandId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for CommandId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// Who wants something done. sklad keeps no users: the name is the caller's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[expect(
    clippy::exhaustive_enums,
    reason = "written into the log: a new kind must break every reader"
)]
pub enum Actor {
    /// A person: an operator, a manager, the customer.
    Person(#[cfg_attr(feature = "serde", serde(with = "crate::wire::name"))] Arc<str>),
    /// A program of the shop: its site, a schedule.
    System(#[cfg_attr(feature = "serde", serde(with = "crate::wire::name"))] Arc<str>),
    /// The other system: an ERP, a marketplace.
    Partner(#[cfg_attr(feature = "serde", serde(with = "crate::wire::name"))] Arc<str>),
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Person(name) | Self::System(name) | Self::Partner(name)) = self;
        f.pad(name)
    }
}

/// What a sender may do, by name.
///
/// ```
/// use sklad_base::{Right, Rights};
///
/// let close = Right::parse("close bills")?;
/// assert!(Rights::from_iter([close.clone()]).allow(&close));
/// assert!(!Rights::none().allow(&close));
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(from = "BTreeSet<Right>", into = "BTreeSet<Right>"))]
pub struct Rights(Option<Arc<BTreeSet<Right>>>);

impl Rights {
    /// Returns the rights of who has none.
    #[must_use]
    pub const fn none() -> Self {
        Self(None)
    }

    /// Tells whether this right is among them.
    #[must_use]
    pub fn allow(&self, right: &Right) -> bool {
        self.0.as_ref().is_some_and(|rights| rights.contains(right))
    }
}

impl FromIterator<Right> for Rights {
    fn from_iter<I: IntoIterator<Item = Right>>(rights: I) -> Self {
        BTreeSet::from_iter(rights).into()
    }
}

impl From<BTreeSet<Right>> for Rights {
    fn from(rights: BTreeSet<Right>) -> Self {
        Self((!rights.is_empty()).then(|| Arc::new(rights)))
    }
}

impl From<Rights> for BTreeSet<Right> {
    fn from(rights: Rights) -> Self {
        rights.0.map(Arc::unwrap_or_clone).unwrap_or_default()
    }
}

/// How often an order has changed: 1 once it is placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Version(u32);

impl Version {
    /// Returns the version after so many changes.
    #[must_use]
    pub const fn new(changes: u32) -> Self {
        Self(changes)
    }

    /// Returns after how many changes it is.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }

    /// Returns the version after one more change.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "version {}", self.0)
    }
}

const ID_FORM: &str = "a UUID of version 7";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_ids_of_another_version() {
        assert!(CommandId::parse("67e55044-10b1-426f-9247-bb680e5fe0c8").is_err());
        assert!(CommandId::parse("order 7").is_err());
    }

    #[test]
    fn counted_ids_differ_by_their_number() {
        let moment = Moment::parse("2026-03-02T10:00:00Z").unwrap();
        assert_ne!(CommandId::counted(moment, 1), CommandId::counted(moment, 2));
        assert!(CommandId::counted(moment, 1) < CommandId::counted(moment.plus_seconds(1), 0));
    }
}

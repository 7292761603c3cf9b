//! The keys of persons: kept outside the log, so that destroying one makes every copy of the log forget.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use sklad_base::PersonId;

use crate::Fault;

/// Where the keys of persons are kept, one of 32 bytes each.
///
/// A key is used once it is durable and never before: what is sealed with a key that gets lost is lost. A destroyed
/// key stays destroyed: the person gets no other one.
///
/// A store of keys is a handle, as a log is: clones speak to the same one. Its calls block.
pub trait Keys: Clone + Send + Sync + 'static {
    /// Returns what is known of each person's key, in the order asked.
    ///
    /// # Errors
    /// [`Fault`] when the store cannot be asked.
    fn find(&self, persons: &[PersonId]) -> Result<Vec<Found>, Fault>;

    /// Makes a key, durable when this returns, for each of these persons who never had one, and returns what is then
    /// known of each, in the order asked: [`Found::Key`] or [`Found::Destroyed`].
    ///
    /// Two who make one for the same person at once get the same one.
    ///
    /// # Errors
    /// [`Fault`] when the keys cannot be kept; none of them is then made.
    fn make(&self, persons: &[PersonId]) -> Result<Vec<Found>, Fault>;

    /// Destroys the keys of these persons for good, durably when this returns; that of a person who has none, too.
    ///
    /// # Errors
    /// [`Fault`] when they cannot be destroyed: try again, the words can still be read.
    fn destroy(&self, persons: &[PersonId]) -> Result<(), Fault>;
}

/// The key of one person.
///
/// ```
/// use sklad_store::Key;
///
/// assert_eq!(format!("{:?}", Key::new([7; 32])), "Key(..)");
/// assert_ne!(Key::random()?, Key::random()?);
/// # Ok::<(), sklad_store::Fault>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; 32]);

impl Key {
    /// Returns the key with those bytes, as a store kept them.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Returns a key by chance.
    ///
    /// # Errors
    /// [`Fault`] when the system has no random bytes.
    pub fn random() -> Result<Self, Fault> {
        random().map(Self)
    }

    /// Returns its bytes, for the store that keeps them.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Key {
    /// Never writes the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(..)")
    }
}

/// Returns so many random bytes.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], Fault> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| {
        let what = "cannot draw random bytes: the system gives none; try again, or look at its random device";
        Fault::retryable(what).because(error)
    })?;
    Ok(bytes)
}

/// What is known of a person's key.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "three answers to one question")]
pub enum Found {
    /// It is there.
    Key(Key),
    /// There never was one.
    Never,
    /// It was destroyed: the person is forgotten.
    Destroyed,
}

impl Found {
    /// Returns the key, where there is one.
    #[must_use]
    pub fn key(self) -> Option<Key> {
        match self {
            Self::Key(key) => Some(key),
            Self::Never | Self::Destroyed => None,
        }
    }
}

/// Keys that were found once are not asked for again: for a page of records that is read in one go, or for as long as a
/// keeper works. What is forgotten through it is gone from it first; a keeper reads of what others forgot in the log,
/// and forgets it again through here.
#[derive(Clone)]
pub(crate) struct Remembered<K> {
    keys: K,
    found: Arc<Mutex<BTreeMap<PersonId, Found>>>,
    /// Of so many persons at most.
    limit: usize,
}

impl<K> Remembered<K> {
    pub(crate) fn new(keys: K) -> Self {
        Self { keys, found: Arc::default(), limit: PERSONS }
    }

    /// Keeps what was found, and makes room first where there is none. Who has no key may get one elsewhere.
    fn keep(&self, all: &mut BTreeMap<PersonId, Found>, person: PersonId, found: &Found) {
        if *found == Found::Never {
            return;
        }
        if all.len() >= self.limit {
            all.clear();
        }
        all.insert(person, found.clone());
    }
}

impl<K: Keys> Keys for Remembered<K> {
    fn find(&self, persons: &[PersonId]) -> Result<Vec<Found>, Fault> {
        // Held all the while: what another thread forgets meanwhile must not come back.
        let mut all = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let mut new: Vec<_> = persons.iter().copied().filter(|it| !all.contains_key(it)).collect();
        new.sort_unstable();
        new.dedup();
        let found = if new.is_empty() { Vec::new() } else { self.keys.find(&new)? };
        let found: BTreeMap<_, _> = new.into_iter().zip(found).collect();
        let known = |who| found.get(who).or_else(|| all.get(who)).cloned().unwrap_or(Found::Never);
        let answers = persons.iter().map(known).collect();
        found.iter().for_each(|(person, found)| self.keep(&mut all, *person, found));
        Ok(answers)
    }

    fn make(&self, persons: &[PersonId]) -> Result<Vec<Found>, Fault> {
        let mut all = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let made = self.keys.make(persons)?;
        persons.iter().zip(&made).for_each(|(person, made)| self.keep(&mut all, *person, made));
        Ok(made)
    }

    fn destroy(&self, persons: &[PersonId]) -> Result<(), Fault> {
        let mut all = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|person, _| !persons.contains(person));
        self.keys.destroy(persons)
    }
}

/// Keys of so many persons take about a megabyte.
const PERSONS: usize = 10_000;

/// Keys in memory: for tests, and for shops that live as long as their program.
///
/// ```
/// use sklad_base::PersonId;
/// use sklad_store::{Found, Keys, MemoryKeys};
///
/// let (keys, ana) = (MemoryKeys::new(), [PersonId::new(7)]);
/// let made = keys.make(&ana)?;
/// assert_eq!(keys.find(&ana)?, made);
/// keys.destroy(&ana)?;
/// assert_eq!(keys.make(&ana)?, [Found::Destroyed]);
/// # Ok::<(), sklad_store::Fault>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct MemoryKeys(Arc<Mutex<BTreeMap<PersonId, Found>>>);

impl MemoryKeys {
    /// Returns a store without keys.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn with<T>(&self, work: impl FnOnce(&mut BTreeMap<PersonId, Found>) -> T) -> T {
        // A map of finished entries is whole even if a thread died beside it.
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Keys for MemoryKeys {
    fn find(&self, persons: &[PersonId]) -> Result<Vec<Found>, Fault> {
        Ok(self.with(|keys| {
            persons.iter().map(|who| keys.get(who).cloned().unwrap_or(Found::Never)).collect()
        }))
    }

    fn make(&self, persons: &[PersonId]) -> Result<Vec<Found>, Fault> {
        self.with(|keys| {
            let fresh = persons.iter().filter(|who| !keys.contains_key(who));
            let fresh: Result<Vec<_>, Fault> =
                fresh.map(|who| Ok((*who, Found::Key(Key::random()?)))).collect();
            for (who, key) in fresh? {
                keys.entry(who).or_insert(key);
            }
            Ok(persons.iter().map(|who| keys.get(who).cloned().unwrap_or(Found::Never)).collect())
        })
    }

    fn destroy(&self, persons: &[PersonId]) -> Result<(), Fault> {
        self.with(|keys| keys.extend(persons.iter().map(|who| (*who, Found::Destroyed))));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_keeps_the_first_key() {
        let (keys, who) = (MemoryKeys::new(), PersonId::new(1));
        assert_eq!(keys.find(&[who]).unwrap(), [Found::Never]);
        let first = keys.make(&[who, who]).unwrap();
        assert_eq!(first[0], first[1]);
        assert_eq!(keys.make(&[who]).unwrap(), first[..1]);
    }

    #[test]
    fn a_destroyed_key_is_never_made_again() {
        let (keys, who, other) = (MemoryKeys::new(), PersonId::new(1), PersonId::new(2));
        keys.make(&[who]).unwrap();
        keys.destroy(&[who, other]).unwrap();
        assert_eq!(keys.make(&[who, other]).unwrap(), [Found::Destroyed, Found::Destroyed]);
        assert_eq!(keys.find(&[who]).unwrap()[0].clone().key(), None);
    }

    /// Counts for how many persons it is asked.
    #[derive(Clone, Default)]
    struct Counted(MemoryKeys, Arc<Mutex<usize>>);

    impl Keys for Counted {
        fn find(&self, persons: &[PersonId]) -> Result<Vec<Found>, Fault> {
            *self.1.lock().unwrap() += persons.len();
            self.0.find(persons)
        }
        fn make(&self, persons: &[PersonId]) -> Result<Vec<Found>, Fault> {
            self.0.make(persons)
        }
        fn destroy(&self, persons: &[PersonId]) -> Result<(), Fault> {
            self.0.destroy(persons)
        }
    }

    #[test]
    fn what_was_found_is_not_asked_for_again_until_it_is_forgotten() {
        let counted = Counted::default();
        let (keys, who) = (Remembered::new(counted.clone()), [1, 2, 1].map(PersonId::new));
        let asked = || *counted.1.lock().unwrap();
        assert_eq!(keys.find(&who).unwrap(), [Found::Never, Found::Never, Found::Never]);
        assert_eq!(asked(), 2, "each once");
        let made = keys.make(&who).unwrap();
        assert_eq!(keys.find(&who).unwrap(), made);
        assert_eq!(asked(), 2);
        keys.destroy(&who[..1]).unwrap();
        assert_eq!(keys.find(&who).unwrap(), [Found::Destroyed, made[1].clone(), Found::Destroyed]);
        assert_eq!(asked(), 3);
    }

    #[test]
    fn no_more_keys_are_remembered_than_fit() {
        let keys = Remembered { limit: 3, ..Remembered::new(MemoryKeys::new()) };
        let all: Vec<_> = (0..10).map(PersonId::new).collect();
        let made = keys.make(&all).unwrap();
        assert_eq!(keys.find(&all).unwrap(), made);
        assert!(keys.found.lock().unwrap().len() <= 3);
    }

    #[test]
    fn who_had_no_key_may_have_got_one_elsewhere() {
        let store = MemoryKeys::new();
        let (keys, who) = (Remembered::new(store.clone()), [PersonId::new(1)]);
        assert_eq!(keys.find(&who).unwrap(), [Found::Never]);
        let made = store.make(&who).unwrap();
        assert_eq!(keys.find(&who).unwrap(), made);
    }
}

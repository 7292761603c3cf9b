//! Sealing: where the words about persons stand in the bytes, and with which key each is closed and opened.

use std::{collections::BTreeMap, ops::Range};

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{AeadInOut, Tag},
};

use sklad_base::PersonId;

use super::Unwritable;
use crate::{Fault, Key, Keys};

/// So many bytes prove that sealed words are what was sealed.
pub(super) const TAG: usize = 16;

/// What nonces begin with, unique for each record and snapshot; a counter of the words in it follows.
pub type Sealing = [u8; 16];

/// Words that wait for their seal.
#[derive(Debug, Clone)]
pub(super) struct Words {
    pub(super) person: PersonId,
    pub(super) number: u64,
    /// The words, and room for the tag behind them.
    pub(super) range: Range<usize>,
}

/// Seals all words in place, inner ones first; those of a person whose key was destroyed are closed for good.
pub(super) fn seal_all(
    bytes: &mut [u8],
    words: &[Words],
    (sealing, keys): (Sealing, &impl Keys),
) -> Result<(), SealError> {
    let ciphers = ciphers(words.iter().map(|words| words.person), keys)?;
    for Words { person, number, range } in words {
        let room = bytes.get_mut(range.clone()).and_then(|room| room.split_last_chunk_mut::<TAG>());
        let (Some((plain, tag)), Some(cipher)) = (room, ciphers.get(person)) else {
            return Err(lost("the words are not where they were"));
        };
        let aad = person.number().to_le_bytes();
        let sealed = cipher.encrypt_inout_detached(&nonce(sealing, *number), &aad, plain.into());
        let sealed = sealed.map_err(|_| lost("the cipher refuses them"))?;
        tag.copy_from_slice(&sealed);
    }
    Ok(())
}

/// Why words were not sealed.
#[derive(Debug, Clone, thiserror::Error)]
#[expect(clippy::exhaustive_enums, reason = "two answers to one question")]
pub enum SealError {
    /// The store of keys failed.
    #[error(transparent)]
    Keys(#[from] Fault),
    /// The words cannot be sealed.
    #[error(transparent)]
    Words(#[from] Unwritable),
}

fn lost(why: &str) -> SealError {
    Unwritable(format!("the words about a person cannot be sealed, {why}")).into()
}

fn ciphers(
    persons: impl Iterator<Item = PersonId>,
    keys: &impl Keys,
) -> Result<BTreeMap<PersonId, XChaCha20Poly1305>, Fault> {
    let mut persons: Vec<PersonId> = persons.collect();
    persons.sort_unstable();
    persons.dedup();
    let made = if persons.is_empty() { Vec::new() } else { keys.make(&persons)? };
    let with = |(person, found): (PersonId, crate::Found)| {
        // A key that nobody keeps: what it closes is forgotten.
        let key = found.key().map_or_else(Key::random, Ok)?;
        Ok((person, cipher(&key)))
    };
    persons.into_iter().zip(made).map(with).collect()
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.bytes().into())
}

fn nonce(sealing: Sealing, number: u64) -> XNonce {
    let mut nonce = [0; 24];
    let (front, back) = nonce.split_at_mut(sealing.len());
    front.copy_from_slice(&sealing);
    back.copy_from_slice(&number.to_le_bytes());
    nonce.into()
}

/// Opens sealed words, with the keys that are there.
pub(super) trait Opener {
    /// Returns the words; nothing where the key is gone, `Err` where the seal is broken or the keys cannot be asked.
    fn open(&self, person: PersonId, number: u64, sealed: &[u8])
    -> Result<Option<Vec<u8>>, String>;
}

/// Opens nothing: all words read as forgotten.
pub(super) struct Shut;

impl Opener for Shut {
    fn open(&self, _: PersonId, _: u64, _: &[u8]) -> Result<Option<Vec<u8>>, String> {
        Ok(None)
    }
}

/// Opens with keys out of their store.
pub(super) struct Open<'a, K> {
    pub(super) sealing: Sealing,
    pub(super) keys: &'a K,
}

impl<K: Keys> Opener for Open<'_, K> {
    fn open(
        &self,
        person: PersonId,
        number: u64,
        sealed: &[u8],
    ) -> Result<Option<Vec<u8>>, String> {
        let found = self.keys.find(&[person]).map_err(|fault| fault.to_string())?;
        let Some(key) = found.into_iter().next().and_then(crate::Found::key) else {
            return Ok(None);
        };
        let broken = || format!("the seal on words of {person} is broken");
        let (words, tag) = sealed.split_last_chunk::<TAG>().ok_or_else(broken)?;
        let (mut words, tag) = (words.to_vec(), Tag::<XChaCha20Poly1305>::from(*tag));
        let aad = person.number().to_le_bytes();
        let opened = cipher(&key).decrypt_inout_detached(
            &nonce(self.sealing, number),
            &aad,
            words.as_mut_slice().into(),
            &tag,
        );
        opened.map(|()| Some(words)).map_err(|_| broken())
    }
}

//! Values to bytes.

mod forms;

use serde::Serialize;
use sklad_base::PersonId;

pub use self::forms::{Fields, List};
use super::{
    Sealing, Unwritable,
    seal::{SealError, TAG, Words, seal_all},
};
use crate::Keys;

/// Writes values one behind the other; words about persons wait in their place for their seal.
///
/// ```
/// use serde::Serialize;
/// use sklad_base::{PersonId, Personal};
/// use sklad_store::{MemoryKeys, codec::{Reader, Writer}};
///
/// let name = Personal::new(PersonId::new(7), "Ana Petrova".to_owned());
/// let (keys, sealing) = (MemoryKeys::new(), [1; 16]);
/// let mut writer = Writer::new();
/// name.serialize(&mut writer)?;
/// let bytes = writer.into_sealed(sealing, &keys)?;
/// assert!(!bytes.windows(3).any(|part| part == b"Ana"));
/// let read = |bytes| Reader::new(bytes).opened(sealing, &keys, |reader| reader.value::<Personal<String>>());
/// assert_eq!(read(&bytes)?, name);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Default)]
pub struct Writer {
    out: Vec<u8>,
    words: Vec<Words>,
    persons: u64,
    in_words: bool,
}

impl Writer {
    /// Returns a writer that has written nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns a writer that puts all behind these bytes.
    #[must_use]
    pub const fn behind(out: Vec<u8>) -> Self {
        Self { out, words: Vec::new(), persons: 0, in_words: false }
    }

    /// Writes a value.
    ///
    /// # Errors
    /// [`Unwritable`] when its type asks for what the format does not have.
    pub fn value(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    /// Writes bytes behind their length.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.length(bytes.len());
        self.raw(bytes);
    }

    /// Writes a number of variable length.
    #[inline]
    pub fn number(&mut self, number: u64) {
        if number < 0x80 {
            self.out.push(number as u8);
            return;
        }
        self.long_number(number);
    }

    /// Writes all digits at once, and takes back those that it has not.
    fn long_number(&mut self, number: u64) {
        let (mut digits, mut rest, mut count) = ([0; 10], number, 0);
        for digit in &mut digits {
            *digit = (rest as u8) | 0x80;
            rest >>= 7;
            count += 1;
            if rest == 0 {
                *digit &= 0x7f;
                break;
            }
        }
        let start = self.out.len();
        self.out.extend_from_slice(&digits);
        self.out.truncate(start + count);
    }

    /// Writes bytes as they are: the reader must know how many.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    /// Returns how many bytes there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.out.len()
    }

    /// Tells whether nothing is written.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    /// Returns the bytes; words about persons stand among them as they are.
    pub(crate) fn as_slice(&self) -> &[u8] {
        &self.out
    }

    /// Returns the bytes, all words in them sealed; the nonces begin with `sealing`, which no other bytes have.
    ///
    /// # Errors
    /// [`SealError`] when the keys cannot be made.
    pub fn into_sealed(mut self, sealing: Sealing, keys: &impl Keys) -> Result<Vec<u8>, SealError> {
        if !self.words.is_empty() {
            seal_all(&mut self.out, &self.words, (sealing, keys))?;
        }
        Ok(self.out)
    }

    /// Returns the bytes, all words in them made unreadable.
    pub(crate) fn into_unsealed(mut self) -> Vec<u8> {
        for words in &self.words {
            if let Some(room) = self.out.get_mut(words.range.clone()) {
                room.fill(0);
            }
        }
        self.out
    }

    fn length(&mut self, length: usize) {
        self.number(length as u64);
    }

    fn wide(&mut self, number: u128) {
        let mut rest = number;
        while rest >= 0x80 {
            self.out.push((rest as u8) | 0x80);
            rest >>= 7;
        }
        self.out.push(rest as u8);
    }

    /// Puts a length in front of what stands behind `start`.
    fn put_length(&mut self, start: usize, length: usize) {
        let end = self.out.len();
        self.length(length);
        let digits = self.out.len() - end;
        if let Some(behind) = self.out.get_mut(start..) {
            behind.rotate_right(digits);
        }
        for words in self.words.iter_mut().rev().take_while(|words| words.range.start >= start) {
            words.range = words.range.start + digits..words.range.end + digits;
        }
    }

    /// Writes the words of a person, with room for the tag, and remembers where they stand.
    fn personal<T: Serialize + ?Sized>(
        &mut self,
        person: PersonId,
        words: &T,
    ) -> Result<(), Unwritable> {
        if self.in_words {
            return Err(Unwritable("words about a person hold words about another".to_owned()));
        }
        let (number, start) = (self.persons, self.out.len());
        self.persons += 1;
        self.in_words = true;
        let written = words.serialize(&mut *self);
        self.in_words = false;
        written?;
        // An option: behind a 0 there is nothing to seal.
        if self.out.get(start) == Some(&1) {
            let first = start + 1;
            self.out.extend_from_slice(&[0; TAG]);
            let length = self.out.len() - first;
            self.put_length(first, length);
            let range = self.out.len() - length..self.out.len();
            self.words.push(Words { person, number, range });
        }
        Ok(())
    }
}

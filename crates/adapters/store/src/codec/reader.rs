//! Bytes to values.

mod forms;

use std::fmt;

use serde::de::{DeserializeOwned, DeserializeSeed};
use sklad_base::PersonId;

use super::{
    Malformed, Sealing,
    seal::{Open, Opener, Shut},
};
use crate::Keys;

/// Reads values one behind the other; unless it is [`opened`](Self::opened), words about persons read as forgotten.
///
/// ```
/// use sklad_store::codec::Reader;
///
/// let mut reader = Reader::new(&[3, 1, 7]);
/// assert_eq!((reader.value::<u32>()?, reader.value::<i32>()?), (3, -1));
/// assert_eq!(reader.end().unwrap_err().at, 2);
/// # Ok::<(), sklad_store::codec::Malformed>(())
/// ```
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    depth: u32,
    persons: u64,
    opener: &'a dyn Opener,
}

impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reader at byte {} of {}", self.at, self.bytes.len())
    }
}

impl<'a> Reader<'a> {
    /// Returns a reader in front of these bytes.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, depth: 0, persons: 0, opener: &Shut }
    }

    /// Reads with the keys of the persons in hand; `sealing` is what the bytes were sealed with.
    pub fn opened<T>(
        mut self,
        sealing: Sealing,
        keys: &impl Keys,
        read: impl FnOnce(&mut Reader<'_>) -> T,
    ) -> T {
        read(&mut Reader { opener: &Open { sealing, keys }, ..self.reborrow() })
    }

    fn reborrow(&mut self) -> Reader<'_> {
        let Self { bytes, at, depth, persons, opener } = *self;
        Reader { bytes, at, depth, persons, opener }
    }

    /// Reads a value.
    ///
    /// # Errors
    /// [`Malformed`] with the byte that does not fit.
    pub fn value<T: DeserializeOwned>(&mut self) -> Result<T, Malformed> {
        let read = T::deserialize(&mut *self);
        read.map_err(|malformed| malformed.placed(self.at))
    }

    /// Reads bytes behind their length.
    ///
    /// # Errors
    /// [`Malformed`] when fewer follow.
    pub fn bytes(&mut self) -> Result<&'a [u8], Malformed> {
        let length = self.length()?;
        self.raw(length)
    }

    /// Reads so many bytes.
    ///
    /// # Errors
    /// [`Malformed`] when fewer follow.
    pub fn raw(&mut self, count: usize) -> Result<&'a [u8], Malformed> {
        let rest = self.rest();
        let taken = rest.get(..count);
        let short =
            || Malformed::new(self.at, format!("{count} bytes should follow, {} do", rest.len()));
        let taken = taken.ok_or_else(short)?;
        self.at += count;
        Ok(taken)
    }

    /// Reads a number of variable length.
    ///
    /// # Errors
    /// [`Malformed`] when it is cut or too large.
    #[inline]
    pub fn number(&mut self) -> Result<u64, Malformed> {
        if let Some(byte) = self.bytes.get(self.at).filter(|byte| **byte < 0x80) {
            self.at += 1;
            return Ok((*byte).into());
        }
        self.long_number()
    }

    /// Returns how many bytes were read.
    #[must_use]
    pub const fn at(&self) -> usize {
        self.at
    }

    /// Returns how many bytes are left.
    #[must_use]
    pub const fn left(&self) -> usize {
        self.bytes.len().saturating_sub(self.at)
    }

    /// Makes sure that nothing follows.
    ///
    /// # Errors
    /// [`Malformed`] when something does.
    pub fn end(&self) -> Result<(), Malformed> {
        match self.rest().len() {
            0 => Ok(()),
            more => Err(Malformed::new(self.at, format!("it should end, {more} bytes follow"))),
        }
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Reads up to eight digits of seven bits in one go; what is longer, or stands at the end, goes digit by digit.
    fn long_number(&mut self) -> Result<u64, Malformed> {
        if let Some(word) = self.rest().first_chunk().copied().map(u64::from_le_bytes) {
            let last = !word & HIGH_BITS;
            if last != 0 {
                let bits = last.trailing_zeros() + 1;
                self.at += (bits / 8) as usize;
                return Ok(packed(word & (u64::MAX >> (64 - bits))));
            }
        }
        self.longest_number()
    }

    #[cold]
    fn longest_number(&mut self) -> Result<u64, Malformed> {
        let start = self.at;
        let mut number = 0_u64;
        for (digit, byte) in self.rest().iter().take(10).enumerate() {
            if digit == 9 && *byte > 1 {
                break;
            }
            number |= u64::from(byte & 0x7f) << (7 * digit);
            if *byte < 0x80 {
                self.at = start + digit + 1;
                return Ok(number);
            }
        }
        Err(Malformed::new(start, "a number is cut or too large"))
    }

    fn wide(&mut self) -> Result<u128, Malformed> {
        let start = self.at;
        let mut number = 0_u128;
        for (digit, byte) in self.rest().iter().take(19).enumerate() {
            if digit == 18 && *byte > 3 {
                break;
            }
            number |= u128::from(byte & 0x7f) << (7 * digit);
            if *byte < 0x80 {
                self.at = start + digit + 1;
                return Ok(number);
            }
        }
        Err(Malformed::new(start, "a number is cut or too large"))
    }

    /// Reads how many bytes or values follow: never more than there are bytes.
    fn length(&mut self) -> Result<usize, Malformed> {
        let start = self.at;
        let length = self.number()?;
        let rest = self.rest().len();
        usize::try_from(length).ok().filter(|length| *length <= rest).ok_or_else(|| {
            Malformed::new(self.at.max(start), format!("{length} bytes should follow, {rest} do"))
        })
    }

    fn byte(&mut self) -> Result<u8, Malformed> {
        self.raw(1).map(|bytes| bytes.first().copied().unwrap_or_default())
    }

    fn flag(&mut self) -> Result<bool, Malformed> {
        let start = self.at;
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(Malformed::new(start, format!("{other} is neither 0 nor 1"))),
        }
    }

    fn small<T: TryFrom<u64>>(&mut self) -> Result<T, Malformed> {
        let start = self.at;
        let number = self.number()?;
        T::try_from(number).map_err(|_| Malformed::new(start, format!("{number} is too large")))
    }

    fn signed<T: TryFrom<i64>>(&mut self) -> Result<T, Malformed> {
        let start = self.at;
        let number = self.number()?;
        let number = (number >> 1) as i64 ^ -((number & 1) as i64);
        T::try_from(number).map_err(|_| Malformed::new(start, format!("{number} is too large")))
    }

    fn text(&mut self) -> Result<&'a str, Malformed> {
        let start = self.at;
        let bytes = self.bytes()?;
        std::str::from_utf8(bytes).map_err(|_| Malformed::new(start, "a text is not UTF-8"))
    }

    /// Goes one floor down; what is nested without end is refused before the stack is.
    fn deeper<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Malformed>,
    ) -> Result<T, Malformed> {
        if self.depth >= DEEPEST {
            return Err(Malformed::new(self.at, format!("it is nested more than {DEEPEST} deep")));
        }
        self.depth += 1;
        let read = read(self).map_err(|malformed| malformed.placed(self.at));
        self.depth -= 1;
        read
    }

    /// Reads the words of a person: an option whose value is sealed.
    fn words<'de, S: DeserializeSeed<'de>>(
        &mut self,
        person: PersonId,
        seed: S,
    ) -> Result<S::Value, Malformed> {
        let number = self.persons;
        self.persons += 1;
        if !self.flag()? {
            return seed.deserialize(&mut Reader::new(NOTHING));
        }
        let sealed = self.bytes()?;
        let start = self.at - sealed.len();
        let opened = self.opener.open(person, number, sealed);
        let Some(words) = opened.map_err(|why| Malformed::new(start, why))? else {
            return seed.deserialize(&mut Reader::new(NOTHING));
        };
        let words = [&[1], words.as_slice()].concat();
        let mut inner = Reader { depth: self.depth, ..Reader::new(&words) };
        let value = seed.deserialize(&mut inner);
        let value = value.map_err(|malformed| malformed.placed(inner.at).shifted(start))?;
        inner.end().map_err(|malformed| malformed.shifted(start))?;
        Ok(value)
    }
}

/// Puts the lower seven bits of eight bytes side by side.
const fn packed(word: u64) -> u64 {
    let word = (word & 0x007f_007f_007f_007f) | ((word & 0x7f00_7f00_7f00_7f00) >> 1);
    let word = (word & 0x0000_3fff_0000_3fff) | ((word & 0x3fff_0000_3fff_0000) >> 2);
    (word & 0x0fff_ffff) | ((word & 0x0fff_ffff_0000_0000) >> 4)
}

/// The bit of each byte that says that another one follows.
const HIGH_BITS: u64 = 0x8080_8080_8080_8080;

/// No type of ours is half as deep; one that holds itself could be without end.
const DEEPEST: u32 = 100;
/// An option that holds nothing.
const NOTHING: &[u8] = &[0];

//! Our own compact bytes: positional, without names, the same for the same value.
//!
//! Numbers are of variable length (zigzag where they have a sign), texts and lists stand behind their length, a
//! variant is its index, an option a 0 or a 1; a struct is its fields in order. Nothing describes itself: who reads
//! must know what was written, and the format's version in front of a record says so.
//!
//! The words of a [`Personal`](sklad_base::Personal) never stand in clear: the [`Writer`] seals them with the key of
//! that person (XChaCha20-Poly1305), and where the key is gone the [`Reader`] reads them as forgotten.
//!
//! **Invariant:** what is read never panics, and takes no more memory than the bytes in hand justify.

mod reader;
mod seal;
mod writer;

use std::fmt::Display;

use serde::{Serialize, de::DeserializeOwned};

pub use reader::Reader;
pub use seal::{SealError, Sealing};
pub use writer::{Fields, List, Writer};

/// Why bytes cannot be written or read.
///
/// ```
/// use sklad_store::codec::{Malformed, decode};
///
/// let cut = decode::<String>(&[5, b'S', b'K']).unwrap_err();
/// assert_eq!(cut.at, 1);
/// assert_eq!(cut.to_string(), "cannot read byte 1: 5 bytes should follow, 2 do; restore them from a backup");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("cannot read byte {at}: {why}; restore them from a backup")]
#[expect(clippy::exhaustive_structs, reason = "a fact that callers read")]
pub struct Malformed {
    /// Which byte, counted from 0.
    pub at: usize,
    /// What does not add up.
    pub why: String,
}

/// Why a value cannot be written: its type asks for what the format does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("cannot write a value: {0}; write its type by hand")]
#[expect(clippy::exhaustive_structs, reason = "a text in a type of its own")]
pub struct Unwritable(pub String);

impl serde::ser::Error for Unwritable {
    fn custom<T: Display>(why: T) -> Self {
        Self(why.to_string())
    }
}

impl serde::de::Error for Malformed {
    fn custom<T: Display>(why: T) -> Self {
        Self { at: UNPLACED, why: why.to_string() }
    }
}

impl Malformed {
    pub(crate) fn new(at: usize, why: impl Into<String>) -> Self {
        Self { at, why: why.into() }
    }

    /// Returns it with its place, where it has none yet.
    fn placed(mut self, at: usize) -> Self {
        if self.at == UNPLACED {
            self.at = at;
        }
        self
    }

    /// Returns it for bytes that begin so far into others.
    pub(crate) const fn shifted(mut self, by: usize) -> Self {
        self.at = self.at.saturating_add(by);
        self
    }
}

/// Returns the bytes of a value that holds no personal words, or whose words may be lost: they are left out.
///
/// ```
/// use sklad_store::codec::{decode, encode};
///
/// let bytes = encode(&(3_u32, -1_i64, "SKU"))?;
/// assert_eq!(bytes, [3, 1, 3, b'S', b'K', b'U']);
/// assert_eq!(decode::<(u32, i64, String)>(&bytes).unwrap(), (3, -1, "SKU".to_owned()));
/// # Ok::<(), sklad_store::codec::Unwritable>(())
/// ```
///
/// # Errors
/// [`Unwritable`] when its type asks for what the format does not have.
pub fn encode(value: &impl Serialize) -> Result<Vec<u8>, Unwritable> {
    let mut writer = Writer::new();
    value.serialize(&mut writer)?;
    Ok(writer.into_unsealed())
}

/// Returns the value that stands in bytes, all of them; sealed words read as forgotten.
///
/// # Errors
/// [`Malformed`] with the first byte that does not fit.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Malformed> {
    let mut reader = Reader::new(bytes);
    let value = reader.value()?;
    reader.end()?;
    Ok(value)
}

/// The name under which `sklad_base` writes words about a person.
const PERSONAL: &str = "sklad::Personal";
/// The place of a fault that serde found: the reader puts its own instead.
const UNPLACED: usize = usize::MAX;

#[cfg(test)]
mod tests;

//! The frame around records and snapshots: what it is, of which format, how long, and a checksum.

use sklad_base::Digest;

use crate::codec::{Malformed, Reader, SealError, Unwritable};

/// The newest format that this code reads, and the one that it writes. Format 0 may still change.
pub(crate) const FORMAT: u32 = 0;

/// Why stored bytes are not what was written.
///
/// ```
/// use sklad_store::{Damage, Record};
///
/// let newer = Record::<u8>::read(b"SKLR\x07\0\0\0", "record 3", &sklad_store::MemoryKeys::new());
/// assert_eq!(
///     newer.unwrap_err().to_string(),
///     "cannot read record 3: it is of format 7, this program reads up to 0; update the program"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Damage {
    /// It is something else.
    #[error("cannot read {what}: it does not begin as one; look whether this is the right log")]
    Foreign {
        /// What was read.
        what: String,
    },
    /// A newer program wrote it.
    #[error(
        "cannot read {what}: it is of format {format}, this program reads up to {known}; update the program"
    )]
    Newer {
        /// What was read.
        what: String,
        /// Its format.
        format: u32,
        /// The newest that this program reads.
        known: u32,
    },
    /// Bytes are missing or were added.
    #[error(
        "cannot read {what}: it should have {wanted} bytes and has {found}; restore the log from a backup"
    )]
    Cut {
        /// What was read.
        what: String,
        /// What it says itself.
        wanted: u64,
        /// What there is.
        found: usize,
    },
    /// Bytes were changed.
    #[error("cannot read {what}: its checksum does not fit; restore the log from a backup")]
    Changed {
        /// What was read.
        what: String,
    },
    /// The bytes are whole and mean nothing.
    #[error("cannot read {what}: byte {}: {}; read it with the program that wrote it", malformed.at, malformed.why)]
    Malformed {
        /// What was read.
        what: String,
        /// Where, and what does not fit.
        malformed: Malformed,
    },
    /// It is whole and does not belong here.
    #[error(
        "cannot take {what}: {why}; look whether two logs were mixed, and restore it from a backup"
    )]
    Misplaced {
        /// What was read.
        what: String,
        /// What does not fit.
        why: String,
    },
}

/// Returns the bytes of a frame with its checksum.
pub(crate) fn close(mut bytes: Vec<u8>) -> Vec<u8> {
    let length = bytes.len() + CHECKSUM;
    if let Some(room) = bytes.get_mut(LENGTH) {
        room.copy_from_slice(&(length as u64).to_le_bytes());
    }
    let checksum = Digest::of_bytes(&bytes).number();
    bytes.extend_from_slice(&checksum.to_le_bytes());
    bytes
}

/// Returns the head of a frame: a room is left for its length.
pub(crate) fn open(magic: [u8; 4], room: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(room);
    bytes.extend_from_slice(&magic);
    bytes.extend_from_slice(&FORMAT.to_le_bytes());
    bytes.extend_from_slice(&[0; 8]);
    bytes
}

/// Returns what stands in a frame, once it is known to be whole.
pub(crate) fn body<'a>(bytes: &'a [u8], magic: [u8; 4], what: &str) -> Result<&'a [u8], Damage> {
    let what = || what.to_owned();
    let (found, rest) =
        bytes.split_first_chunk::<4>().ok_or_else(|| Damage::Foreign { what: what() })?;
    if *found != magic {
        return Err(Damage::Foreign { what: what() });
    }
    let cut = |wanted| Damage::Cut { what: what(), wanted, found: bytes.len() };
    let (format, rest) = rest.split_first_chunk::<4>().ok_or_else(|| cut(HEAD as u64))?;
    let format = u32::from_le_bytes(*format);
    if format > FORMAT {
        return Err(Damage::Newer { what: what(), format, known: FORMAT });
    }
    let (length, _) = rest.split_first_chunk::<8>().ok_or_else(|| cut(HEAD as u64))?;
    let length = u64::from_le_bytes(*length);
    let (framed, checksum) = bytes.split_last_chunk::<CHECKSUM>().ok_or_else(|| cut(length))?;
    if length != bytes.len() as u64 {
        return Err(cut(length));
    }
    if Digest::of_bytes(framed).number() != u64::from_le_bytes(*checksum) {
        return Err(Damage::Changed { what: what() });
    }
    framed.get(HEAD..).ok_or_else(|| cut(length))
}

impl Damage {
    /// Returns it for a fault that a reader behind the head found.
    pub(crate) fn malformed(what: &str, malformed: Malformed) -> Self {
        Self::Malformed { what: what.to_owned(), malformed: malformed.shifted(HEAD) }
    }

    pub(crate) fn misplaced(what: &str, why: impl Into<String>) -> Self {
        Self::Misplaced { what: what.to_owned(), why: why.into() }
    }
}

/// Reads bytes of a fixed number.
pub(crate) fn fixed<const N: usize>(reader: &mut Reader<'_>) -> Result<[u8; N], Malformed> {
    let at = reader.at();
    let bytes = reader.raw(N)?;
    bytes.try_into().map_err(|_| Malformed::new(at, "bytes are missing"))
}

impl From<Unwritable> for crate::Fault {
    fn from(unwritable: Unwritable) -> Self {
        Self::lasting(unwritable.to_string())
    }
}

impl From<SealError> for crate::Fault {
    fn from(error: SealError) -> Self {
        match error {
            SealError::Keys(fault) => fault,
            SealError::Words(unwritable) => unwritable.into(),
        }
    }
}

const LENGTH: std::ops::Range<usize> = 8..16;
const HEAD: usize = 16;
const CHECKSUM: usize = 8;

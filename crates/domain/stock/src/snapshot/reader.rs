//! Reads bytes one number after the other, and says where they stop making sense.

use sklad_base::{Digest, ItemId, LineId, LineNo, Moment, OrderId, PlaceId, Quantity};

use crate::{Claim, Rank};

/// What is wrong with a snapshot.
///
/// ```
/// let damage = sklad_stock::Ledger::restore(b"not one").unwrap_err();
/// assert!(damage.to_string().contains("it is not a snapshot of stock"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Damage {
    /// The bytes are something else.
    #[error("cannot restore: it is not a snapshot of stock; name another file")]
    NotASnapshot,
    /// A newer program wrote it.
    #[error(
        "cannot restore: it is of format {found}, this program reads up to {known}; upgrade the program"
    )]
    NewerFormat {
        /// Its format.
        found: u16,
        /// The newest that can be read.
        known: u16,
    },
    /// The checksum does not fit.
    #[error(
        "cannot restore: the bytes were changed or cut; take an older snapshot and the log behind it"
    )]
    Checksum,
    /// The checksum fits and the content does not.
    #[error(
        "cannot restore: {what} at byte {at} does not add up; take an older snapshot and the log behind it"
    )]
    Content {
        /// What was being read.
        what: &'static str,
        /// How far it was read.
        at: usize,
    },
}

/// Bytes, and how far they are read.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// Opens checked bytes behind their head.
    pub(super) fn open(bytes: &'a [u8], magic: &[u8], format: u16) -> Result<Self, Damage> {
        if !bytes.starts_with(magic) {
            return Err(Damage::NotASnapshot);
        }
        let mut head = Self { bytes, at: magic.len() };
        let found = head.u16()?;
        if found > format {
            return Err(Damage::NewerFormat { found, known: format });
        }
        let (content, checksum) = bytes.split_last_chunk::<8>().ok_or(Damage::Checksum)?;
        if Digest::of_bytes(content).number() != u64::from_le_bytes(*checksum) {
            return Err(Damage::Checksum);
        }
        Ok(Self { bytes: content, at: head.at })
    }

    /// Ends the reading: nothing may be left.
    pub(super) fn close(self) -> Result<(), Damage> {
        if self.at == self.bytes.len() { Ok(()) } else { Err(self.damage("the end")) }
    }

    pub(super) const fn damage(&self, what: &'static str) -> Damage {
        Damage::Content { what, at: self.at }
    }

    /// Reads how many of so many bytes follow.
    pub(super) fn count(&mut self, bytes: usize) -> Result<usize, Damage> {
        let count = usize::try_from(u64::from_le_bytes(self.take()?)).unwrap_or(usize::MAX);
        let fits = count.checked_mul(bytes).is_some_and(|all| all <= self.bytes.len() - self.at);
        if fits { Ok(count) } else { Err(self.damage("a count")) }
    }

    /// Looks at the number that lies so many bytes ahead.
    pub(super) fn ahead(&self, bytes: usize) -> Option<u32> {
        let chunk = self.bytes.get(self.at + bytes..)?.first_chunk::<4>()?;
        Some(u32::from_le_bytes(*chunk))
    }

    pub(super) fn flag(&mut self) -> Result<bool, Damage> {
        match self.take::<1>()? {
            [0] => Ok(false),
            [1] => Ok(true),
            _ => Err(self.damage("a yes or no")),
        }
    }

    pub(super) fn u16(&mut self) -> Result<u16, Damage> {
        self.take().map(u16::from_le_bytes)
    }

    pub(super) fn u32(&mut self) -> Result<u32, Damage> {
        self.take().map(u32::from_le_bytes)
    }

    pub(super) fn i32(&mut self) -> Result<i32, Damage> {
        self.take().map(i32::from_le_bytes)
    }

    pub(super) fn item(&mut self) -> Result<ItemId, Damage> {
        self.u32().map(ItemId::new)
    }

    pub(super) fn quantity(&mut self) -> Result<Quantity, Damage> {
        self.take().map(i64::from_le_bytes).map(Quantity::from_millionths)
    }

    pub(super) fn moment(&mut self) -> Result<Moment, Damage> {
        let micros = i64::from_le_bytes(self.take()?);
        Moment::from_unix_micros(micros).map_err(|_| self.damage("a moment"))
    }

    pub(super) fn moment_or_none(&mut self) -> Result<Option<Moment>, Damage> {
        let there = self.flag()?;
        let moment = self.moment()?;
        Ok(there.then_some(moment))
    }

    /// Reads a cell in one piece: its item, what is on hand, and what is held.
    #[inline]
    pub(super) fn cell(&mut self) -> Result<(ItemId, Quantity, Quantity), Damage> {
        let bytes = self.take::<{ super::CELL }>()?;
        let quantity = |at| Quantity::from_millionths(i64::from_le_bytes(part(&bytes, at)));
        Ok((ItemId::new(u32::from_le_bytes(part(&bytes, 0))), quantity(4), quantity(12)))
    }

    /// Reads a claim in one piece.
    #[inline]
    pub(super) fn claim(&mut self) -> Result<Claim, Damage> {
        let bytes = self.take::<{ super::CLAIM }>()?;
        let number = |at| u32::from_le_bytes(part(&bytes, at));
        let long = |at| i64::from_le_bytes(part(&bytes, at));
        let line = LineNo::new(u16::from_le_bytes(part(&bytes, 4)));
        let since = Moment::nearest(long(18));
        if since.unix_micros() != long(18) {
            return Err(self.damage("a moment"));
        }
        Ok(Claim {
            line: LineId::new(OrderId::new(number(0)), line),
            place: PlaceId::new(number(6)),
            item: ItemId::new(number(10)),
            rank: Rank { priority: number(14), since },
            asked: Quantity::from_millionths(long(26)),
            reserved: Quantity::from_millionths(long(34)),
        })
    }

    #[inline]
    fn take<const N: usize>(&mut self) -> Result<[u8; N], Damage> {
        let chunk = self.bytes.get(self.at..).and_then(<[u8]>::first_chunk::<N>);
        let chunk = chunk.ok_or_else(|| self.damage("a number"))?;
        self.at += N;
        Ok(*chunk)
    }
}

/// The bytes from one on; there are enough of them.
#[inline]
fn part<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    bytes.get(at..).and_then(<[u8]>::first_chunk).copied().unwrap_or([0; N])
}

//! A short name for content: the same content gives the same digest, on every machine.

use std::hash::{Hash, Hasher};

/// 64 bits that stand for a content: equal contents have equal digests, and two others have the same one by a
/// chance of one in 10^19. It is no seal: who wants to can make two contents with one digest.
///
/// ```
/// use sklad_base::Digest;
///
/// assert_eq!(Digest::of(&("reserve", 3)), Digest::of(&("reserve", 3)));
/// assert_ne!(Digest::of(&("reserve", 3)), Digest::of(&("reserve", 4)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(u64);

impl Digest {
    /// Returns the digest of a content.
    #[must_use]
    pub fn of(content: &impl Hash) -> Self {
        let mut mixer = Mixer(SEED);
        content.hash(&mut mixer);
        Self(mixer.finish())
    }

    /// Returns the digest of bytes as they are: a checksum.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        let mut mixer = Mixer(SEED);
        mixer.write(bytes);
        Self(mixer.finish())
    }

    /// Returns the digest with that number, as it was written down.
    #[must_use]
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// Returns its number.
    #[must_use]
    pub const fn number(self) -> u64 {
        self.0
    }
}

/// Multiplies 64 by 64 bits and folds the 128: each bit of a word reaches each bit of the state.
struct Mixer(u64);

impl Mixer {
    const fn add(&mut self, word: u64) {
        self.0 = mix(self.0 ^ word);
    }

    /// Adds what is long in four lanes side by side, none of which waits for another; returns what is left behind the
    /// last whole block.
    fn add_long<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        let (blocks, rest) = bytes.as_chunks::<BLOCK>();
        let mut lanes = LANES.map(|lane| self.0 ^ lane);
        for block in blocks {
            for (lane, word) in lanes.iter_mut().zip(block.as_chunks::<8>().0) {
                *lane = mix(*lane ^ u64::from_le_bytes(*word));
            }
        }
        lanes.into_iter().for_each(|lane| self.add(lane));
        rest
    }
}

/// Returns the bits of a word, each of which has reached all others.
#[expect(clippy::as_conversions, reason = "widens, then folds the halves")]
pub(crate) const fn mix(word: u64) -> u64 {
    let product = (word.wrapping_add(ODD) as u128).wrapping_mul(FACTOR as u128);
    (product as u64) ^ ((product >> 64) as u64)
}

/// Returns the bits of two words: enough of them to find something by, where nobody chooses the words with care.
#[inline]
#[expect(clippy::as_conversions, reason = "widens, then folds the halves")]
pub(crate) const fn mix_two(one: u64, other: u64) -> u64 {
    let product = ((one ^ ODD) as u128).wrapping_mul((other ^ FACTOR) as u128);
    (product as u64) ^ ((product >> 64) as u64)
}

#[expect(clippy::as_conversions, reason = "the bits count, not the number")]
impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        mix(self.0)
    }

    fn write(&mut self, bytes: &[u8]) {
        let rest = if bytes.len() < LONG { bytes } else { self.add_long(bytes) };
        let mut chunks = rest.chunks_exact(8);
        for chunk in &mut chunks {
            self.add(chunk.try_into().map_or(0, u64::from_le_bytes));
        }
        let rest = chunks.remainder();
        let last = rest.iter().rev().fold(0_u64, |word, byte| (word << 8) | u64::from(*byte));
        self.add(last ^ ((bytes.len() as u64) << 56));
    }

    fn write_u8(&mut self, number: u8) {
        self.add(number.into());
    }

    fn write_u16(&mut self, number: u16) {
        self.add(number.into());
    }

    fn write_u32(&mut self, number: u32) {
        self.add(number.into());
    }

    fn write_u64(&mut self, number: u64) {
        self.add(number);
    }

    /// Two words for the price of one: what has two parts may hash them so.
    fn write_u128(&mut self, number: u128) {
        let (low, high) = (number as u64, (number >> 64) as u64);
        let product = u128::from(self.0 ^ low ^ ODD).wrapping_mul(u128::from(high ^ FACTOR));
        self.0 = (product as u64) ^ ((product >> 64) as u64) ^ low.rotate_left(32);
    }

    fn write_usize(&mut self, number: usize) {
        self.add(number as u64);
    }

    fn write_i32(&mut self, number: i32) {
        self.add(number as u64);
    }

    fn write_i64(&mut self, number: i64) {
        self.add(number as u64);
    }

    /// Which variant of an enum it is. A field follows it nearly always, so half the work is enough.
    fn write_isize(&mut self, number: isize) {
        self.0 = (self.0 ^ number as u64).wrapping_mul(FACTOR);
    }
}

const SEED: u64 = 0x243f_6a88_85a3_08d3;
const ODD: u64 = 0x1319_8a2e_0370_7344;
const FACTOR: u64 = 0xa409_3822_299f_31d1;
const LANES: [u64; 4] =
    [0x082e_fa98_ec4e_6c89, 0x4528_21e6_38d0_1377, 0xbe54_66cf_34e9_0c6c, 0xc0ac_29b7_c97c_50dd];
const BLOCK: usize = 8 * LANES.len();
/// From so many bytes on, lanes are worth their closing.
const LONG: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    /// Digests stand in logs and snapshots: this one must never change.
    #[test]
    fn a_digest_is_the_same_for_ever() {
        let digest = Digest::of(&("A-100", 3_u32, -5_i64, [1_u8, 2, 3]));
        assert_eq!(format!("{:016x}", digest.number()), "a559f773c960ea1b");
    }

    #[test]
    fn long_bytes_have_the_same_digest_for_ever_too_and_each_bit_of_them_counts() {
        let mut bytes: Vec<u8> = (0..LONG + 13).map(|at| u8::try_from(at % 251).unwrap()).collect();
        let whole = Digest::of_bytes(&bytes);
        assert_eq!(format!("{:016x}", whole.number()), "ec11d22c51d59d8b");
        for at in 0..bytes.len() {
            for bit in 0..8 {
                bytes[at] ^= 1 << bit;
                assert_ne!(Digest::of_bytes(&bytes), whole, "bit {bit} of byte {at}");
                bytes[at] ^= 1 << bit;
            }
        }
        assert_ne!(Digest::of_bytes(&bytes[..LONG + 12]), whole);
        let mut swapped = bytes.clone();
        swapped.swap(3, 3 + BLOCK);
        assert_ne!(Digest::of_bytes(&swapped), whole);
    }

    #[test]
    fn neighbours_have_digests_of_their_own() {
        let mut digests: Vec<Digest> = (0..100_000_u64).map(|number| Digest::of(&number)).collect();
        digests.sort_unstable();
        digests.dedup();
        assert_eq!(digests.len(), 100_000);
    }
}

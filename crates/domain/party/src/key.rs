//! Keys that matching works on: keyed digests, so that neither events nor state hold anybody's words.

use std::fmt;

use siphasher::sip::SipHasher24;

/// What makes a shop's keys its own: without it nobody can tell whose e-mail a digest is.
///
/// It is the caller's, kept outside the log; another secret makes other keys, so it is chosen once.
///
/// ```
/// use sklad_party::Secret;
///
/// let secret = Secret::new(0x5eed_0000_0000_0000_0000_0000_0000_0001);
/// assert_eq!(format!("{secret:?}"), "Secret(..)");
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Secret([u8; 16]);

impl Secret {
    /// Returns the secret with those 128 bits.
    #[must_use]
    pub const fn new(bits: u128) -> Self {
        Self(bits.to_le_bytes())
    }

    /// Returns what tells this secret from others and says nothing else of it: kept beside the keys, it shows that
    /// they are asked for with the secret that they were made with.
    ///
    /// ```
    /// use sklad_party::Secret;
    ///
    /// assert_ne!(Secret::new(7).check(), Secret::new(8).check());
    /// ```
    #[must_use]
    pub fn check(&self) -> Key {
        self.key(CHECK)
    }

    /// Returns the key of a normalised value; what it is of stands in the bytes.
    pub(crate) fn key(&self, bytes: &[u8]) -> Key {
        // Zero means "no key" in the tables.
        Key(SipHasher24::new_with_key(&self.0).hash(bytes).max(1))
    }
}

/// What no value is: the key of this says which secret it is.
const CHECK: &[u8] = b"?sklad";

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// An e-mail, tax number or phone as matching knows it: 64 bits by SipHash-2-4 under the shop's [`Secret`].
///
/// Two values share one by a chance of one in 10^19 a pair; equal values always do, however they were spelled.
///
/// ```
/// use sklad_party::{Key, Policy, Secret, Kind, TaxId};
///
/// let policy = Policy::new(Secret::new(7));
/// let national = policy.key_of(&TaxId::parse(Kind::BgEik, "175074752")?);
/// let european = policy.key_of(&TaxId::parse(Kind::EuVat, "BG 175074752")?);
/// assert_eq!(national, european);
/// assert_eq!(Key::new(national.number()), national);
/// # Ok::<(), sklad_party::Invalid>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(u64);

impl Key {
    /// Returns the key with that number, as it was written down.
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

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "key {:016x}", self.0)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys stand in logs: this one must never change.
    #[test]
    fn a_key_is_the_same_for_ever() {
        let secret = Secret::new(0x0f0e_0d0c_0b0a_0908_0706_0504_0302_0100);
        // The vector of the SipHash paper, appendix A.
        let message: Vec<u8> = (0..15).collect();
        assert_eq!(secret.key(&message), Key::new(0xa129_ca61_49be_45e5));
    }
}

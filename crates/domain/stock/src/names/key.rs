//! What a name is found by.

/// A name to be looked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key<'a> {
    pub(super) name: &'a [u8],
    /// The ends of what does not fill sixteen bytes: of a name of up to sixteen, they and the length are the name.
    pub(super) ends: (u64, u64),
    /// Its length and one, or `LONG`.
    pub(super) mark: u8,
    /// It stays inside: it is never written down.
    pub(super) hash: u64,
}

impl<'a> Key<'a> {
    /// Sixteen bytes a step, each step multiplied and folded.
    #[inline]
    pub(super) fn of(name: &'a [u8]) -> Self {
        let mut rest = name;
        let mut state = SEED ^ u64::try_from(name.len()).unwrap_or(0);
        while let Some((low, behind)) = rest.split_first_chunk::<8>()
            && let Some((high, behind)) = behind.split_first_chunk::<8>()
            && !behind.is_empty()
        {
            state = fold(state ^ u64::from_le_bytes(*low), u64::from_le_bytes(*high) ^ FACTOR);
            rest = behind;
        }
        let ends = ends(rest);
        let hash = fold(fold(state ^ ends.0, ends.1 ^ FACTOR), SEED);
        Self { name, ends, mark: mark(name), hash }
    }
}

/// All lengths of names that stand in the table as a whole have marks of their own, none of them nothing.
#[inline]
fn mark(name: &[u8]) -> u8 {
    u8::try_from(name.len() + 1).ok().filter(|mark| *mark <= WHOLE).unwrap_or(LONG)
}

/// The first and the last bytes of up to sixteen, all of them together.
#[inline]
fn ends(bytes: &[u8]) -> (u64, u64) {
    if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        return (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        return (u32::from_le_bytes(*first).into(), u32::from_le_bytes(*last).into());
    }
    let all = bytes.iter().fold(0, |word, byte| (word << 8) | u64::from(*byte));
    (all, 0)
}

#[expect(clippy::as_conversions, reason = "widens, then folds the halves")]
const fn fold(left: u64, right: u64) -> u64 {
    let product = (left as u128).wrapping_mul(right as u128);
    (product as u64) ^ ((product >> 64) as u64)
}

const SEED: u64 = 0x243f_6a88_85a3_08d3;
const FACTOR: u64 = 0xa409_3822_299f_31d1;
/// The mark of the longest name that stands in the table as a whole: sixteen bytes.
const WHOLE: u8 = 17;
/// The mark of a longer one.
pub(super) const LONG: u8 = u8::MAX;

//! Chance from a seed.

/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014; constants as in
/// Vigna's public-domain `splitmix64.c`): ten lines, the same numbers everywhere, good enough for a made-up shop.
pub(super) struct Random(u64);

impl Random {
    pub(super) const fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns a number below the limit; zero where the limit is zero.
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        // The high half of the product: no modulo, and at these limits a bias nobody can measure.
        let product = u128::from(self.next()) * u128::from(limit);
        u64::try_from(product >> 64).unwrap_or(0)
    }

    /// Returns a number from the first to the last.
    pub(super) fn between(&mut self, first: u64, last: u64) -> u64 {
        first + self.below(last - first + 1)
    }

    /// Tells whether it happens, so many times in a hundred.
    pub(super) fn percent(&mut self, times: u64) -> bool {
        self.below(100) < times
    }

    /// Returns a place in the list, as often as its weight among all says; zero where all weights are.
    pub(super) fn weighted(&mut self, weights: &[u64]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (at, weight) in weights.iter().enumerate() {
            match left.checked_sub(*weight) {
                Some(rest) => left = rest,
                None => return at,
            }
        }
        0
    }

    /// Returns one of the words, as often as its weight among all says.
    pub(super) fn word(&mut self, words: &[(&'static str, u64)]) -> &'static str {
        let weights: Vec<u64> = words.iter().map(|(_, weight)| *weight).collect();
        words[self.weighted(&weights)].0
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_the_numbers_of_the_reference() {
        let mut random = Random::seeded(1_234_567);
        let numbers = [random.next(), random.next(), random.next()];
        // The test vector that Rosetta Code and several libraries share for this seed.
        assert_eq!(
            numbers,
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
        );
    }

    #[test]
    fn weighs_its_choices() {
        let mut random = Random::seeded(7);
        let mut counts = [0; 3];
        (0..10_000).for_each(|_| counts[random.weighted(&[1, 0, 3])] += 1);
        assert_eq!(counts[1], 0);
        assert!((2_300..2_700).contains(&counts[0]), "{counts:?}");
    }
}

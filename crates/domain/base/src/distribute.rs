//! The one distribution function: an amount over weights by largest remainder.

use crate::{Invalid, rounding::divide};

/// Splits an amount over weights: each part gets its exact share cut down, and the minor units still missing go
/// one by one to the largest remainders, ties to the lowest index.
///
/// Amount and shares are minor units, weights are whole numbers of zero or more in any common unit. Where all
/// weights are zero, all parts weigh the same. Every split of this project is this one: a discount over lines, a
/// rate's VAT back to lines, a line over its units ([`Spread`](crate::Spread)), delivery over parcels.
///
/// Laws: the shares add up to the amount; each is within one minor unit of the exact one; the shares of the
/// negated amount are the negated shares; weight 0 gets 0 unless all are 0; an amount of at most the sum of the
/// weights gives no part more than its weight. Rounding each share and mending the first or last one breaks a law.
///
/// Source: the largest remainder method (Hamilton, Hare-Niemeyer); ties to the lowest index, chosen by us because
/// the answer must not depend on chance.
///
/// ```
/// use sklad_base::distribute;
///
/// assert_eq!(distribute(299, &[4300, 1400, 2300])?, [161, 52, 86]);
/// assert_eq!(distribute(-100, &[1, 1, 1])?, [-34, -33, -33]);
/// assert_eq!(distribute(10, &[0, 0])?, [5, 5]);
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
///
/// # Errors
/// [`Invalid`] when there is no weight, one is below zero, or amount times weight does not fit into 128 bits.
pub fn distribute(amount: i128, weights: &[i128]) -> Result<Vec<i128>, Invalid> {
    let mut shares = vec![0; weights.len()];
    distribute_into(amount, weights, &mut shares)?;
    Ok(shares)
}

/// Splits as [`distribute`] does, into a slice of the caller's and without touching the heap.
///
/// ```
/// let mut shares = [0; 2];
/// sklad_base::distribute_into(1, &[50, 50], &mut shares)?;
/// assert_eq!(shares, [1, 0]);
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
///
/// # Errors
/// [`Invalid`] as [`distribute`] says, and when there are not as many shares as weights. What stands in `shares`
/// means nothing then.
pub fn distribute_into(amount: i128, weights: &[i128], shares: &mut [i128]) -> Result<(), Invalid> {
    if weights.len() != shares.len() {
        let (weights, shares) = (weights.len(), shares.len());
        return Err(Invalid::SharesMissing { amount, weights, shares });
    }
    let split = Split::new(amount, weights)?;

    // First round: the slice holds the remainders, from which the last one that is still served is found.
    let mut missing = split.size;
    for (share, weight) in shares.iter_mut().zip(weights) {
        let (floor, rest) = split.part(*weight)?;
        missing = missing.saturating_sub(floor);
        *share = rest;
    }
    let (last_served, mut ties) = last_served(shares, missing);

    // Second round: the shares themselves.
    for (share, weight) in shares.iter_mut().zip(weights) {
        let (floor, rest) = split.part(*weight)?;
        let tied = rest == last_served && ties > 0;
        ties = ties.saturating_sub(usize::from(tied));
        let one_more = u128::from(rest > last_served || tied);
        let size = i128::try_from(floor.saturating_add(one_more)).map_err(|_| split.overflow())?;
        *share = if amount < 0 { size.saturating_neg() } else { size };
    }
    Ok(())
}

/// An amount and what its parts are measured by.
struct Split {
    amount: i128,
    size: u128,
    /// The sum of the weights, or how many there are where that is zero.
    total: u128,
    even: bool,
}

impl Split {
    fn new(amount: i128, weights: &[i128]) -> Result<Self, Invalid> {
        let mut sum = 0_i128;
        for (index, weight) in weights.iter().enumerate() {
            if *weight < 0 {
                return Err(Invalid::NegativeWeight { amount, index, weight: *weight });
            }
            sum = sum.checked_add(*weight).ok_or(Invalid::SplitOverflow { amount })?;
        }
        if weights.is_empty() {
            return Err(Invalid::NoParts { amount });
        }
        let count = u128::try_from(weights.len()).map_err(|_| Invalid::SplitOverflow { amount })?;
        let total = if sum == 0 { count } else { sum.unsigned_abs() };
        Ok(Self { amount, size: amount.unsigned_abs(), total, even: sum == 0 })
    }

    /// Returns the exact share cut down, and the remainder, which is below the sum of the weights.
    fn part(&self, weight: i128) -> Result<(u128, i128), Invalid> {
        let weight = if self.even { 1 } else { weight.unsigned_abs() };
        let product = self.size.checked_mul(weight).ok_or_else(|| self.overflow())?;
        let (floor, rest) = divide(product, self.total).ok_or_else(|| self.overflow())?;
        Ok((floor, i128::try_from(rest).map_err(|_| self.overflow())?))
    }

    const fn overflow(&self) -> Invalid {
        Invalid::SplitOverflow { amount: self.amount }
    }
}

/// Returns the smallest remainder that still gets a unit, and how many parts that have just that one get it.
///
/// Reorders the slice. The remainders add up to `missing` times the sum of the weights and each is below that
/// sum, so more of them are above zero than units are missing: a weight of zero never gets one.
fn last_served(remainders: &mut [i128], missing: u128) -> (i128, usize) {
    let place = usize::try_from(missing).ok().and_then(|missing| missing.checked_sub(1));
    let Some(place) = place.filter(|place| *place < remainders.len()) else {
        return (i128::MAX, 0);
    };
    let (larger, last, _) = remainders.select_nth_unstable_by(place, |one, two| two.cmp(one));
    let above = larger.iter().filter(|rest| **rest > *last).count();
    (*last, place.saturating_add(1).saturating_sub(above))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn splits(amount: i128, weights: &[i128], expected: &[i128]) {
        assert_eq!(distribute(amount, weights).unwrap(), expected);
        let negated: Vec<i128> = expected.iter().map(|share| -share).collect();
        assert_eq!(distribute(-amount, weights).unwrap(), negated, "the sign is put back");
    }

    #[test]
    fn one_line_takes_all_of_the_discount() {
        splits(300, &[123], &[300]); // D01
    }

    #[test]
    fn a_discount_follows_the_amounts_of_the_lines() {
        splits(300, &[4000, 2000, 2000], &[150, 75, 75]); // D02
        splits(299, &[4300, 1400, 2300], &[161, 52, 86]); // D03
    }

    #[test]
    fn among_equal_lines_the_first_ones_take_the_odd_cents() {
        splits(299, &[1000, 1000, 1000], &[100, 100, 99]); // D05
    }

    #[test]
    fn the_largest_remainders_take_the_odd_cents() {
        let weights = [10, 20, 10, 30, 50, 20, 10, 40];
        splits(95, &weights, &[5, 10, 5, 15, 25, 10, 5, 20]); // D06
        splits(93, &weights, &[5, 10, 5, 15, 24, 10, 5, 19]); // D06
    }

    #[test]
    fn a_line_worth_nothing_takes_nothing_unless_all_are() {
        splits(40, &[10, 0], &[40, 0]); // D07
        splits(10, &[0, 0], &[5, 5]); // D07
        splits(0, &[0, 0], &[0, 0]); // D07
    }

    #[test]
    fn ten_euros_off_three_lines_of_a_hundred_leave_290() {
        // D09; erpnext #58042 answers 333, 334, 333: the law is the sum and the cent, not who gets it.
        let shares = distribute(1000, &[10_000, 10_000, 10_000]).unwrap();
        assert_eq!(shares, [334, 333, 333]);
        assert_eq!(shares.iter().map(|share| 10_000 - share).sum::<i128>(), 29_000);
    }

    #[test]
    fn no_cent_is_mended_onto_a_line_that_cannot_bear_it() {
        splits(1, &[50, 50], &[1, 0]); // D10
        splits(100, &[0, 300, 300, 300], &[0, 34, 33, 33]); // D10
        splits(3, &[5, 5, 0], &[2, 1, 0]); // D10
        splits(-100, &[1, 1, 1], &[-34, -33, -33]); // D10
    }

    #[test]
    fn refuses_what_cannot_be_split_and_says_why() {
        let text = |amount, weights: &[i128]| distribute(amount, weights).unwrap_err().to_string();
        assert_eq!(
            text(5, &[]),
            "cannot split 5: there is no part to take it; give at least one weight"
        );
        assert_eq!(
            text(5, &[1, -2]),
            "cannot split 5: weight 2 is -2; give weights of zero or more"
        );
        let overflow = "cannot split 5: amount times weight is past 128 bits; divide all weights by the same number";
        assert_eq!(text(5, &[i128::MAX, 1]), overflow);
        assert_eq!(text(5, &[i128::MAX]), overflow);
        assert_eq!(
            distribute_into(5, &[1, 2], &mut [0]).unwrap_err().to_string(),
            "cannot split 5: there are 2 weights and room for 1 shares; give as many shares as weights"
        );
    }

    #[test]
    fn the_ends_of_the_range_are_shares_or_refusals() {
        assert_eq!(distribute(i128::MAX, &[1]).unwrap(), [i128::MAX]);
        assert!(distribute(i128::MIN, &[1]).is_err());
        assert_eq!(distribute(i128::MIN + 1, &[0, 0]).unwrap(), [-(1 << 126), -(1 << 126) + 1]);
    }
}

//! What holds for every split of an amount and every conversion of a quantity.
#![allow(clippy::expect_used, reason = "the strategies build what is valid")]

use proptest::{collection::vec, prelude::*};
use rust_decimal::Decimal;
use sklad_base::{Amounts, Currency, Money, Quantity, Ratio, Rounding, Spread, distribute};

/// Weights as carts have them: some nothing, some equal, some far apart.
fn weights() -> impl Strategy<Value = Vec<i128>> {
    let weight = prop_oneof![Just(0), Just(1000), 0..5_i128, 0..100_000_i128, 0..10_i128.pow(17)];
    vec(weight, 1..40)
}

fn amount() -> impl Strategy<Value = i128> {
    prop_oneof![-20..20_i128, -100_000..100_000_i128, -10_i128.pow(17)..10_i128.pow(17)]
}

fn quantity() -> impl Strategy<Value = Quantity> {
    prop_oneof![
        (1..30_i64).prop_map(|units| Quantity::from_millionths(units * 1_000_000)),
        (1..10_000_i64).prop_map(|thousandths| Quantity::from_millionths(thousandths * 1_000)),
        (1..20_000_000_i64).prop_map(Quantity::from_millionths),
    ]
}

fn ratio() -> impl Strategy<Value = Ratio> {
    (1..2_000_u64, 1..2_000_u64)
        .prop_map(|(base, units)| Ratio::new(base, units).expect("above zero"))
}

fn rounding() -> impl Strategy<Value = Rounding> {
    prop_oneof![Just(Rounding::HalfAwayFromZero), Just(Rounding::HalfToEven)]
}

/// Amounts of any scale that the euro has, small ones and those at the limit, zero of each scale among them.
fn money() -> impl Strategy<Value = Money> {
    let mantissa = prop_oneof![Just(0), -500..500_i128, -10_i128.pow(17)..=10_i128.pow(17)];
    let decimal = (mantissa, 0..=2_u32).prop_map(|(mantissa, scale)| {
        Decimal::from_i128_with_scale(mantissa / 10_i128.pow(2 - scale), scale)
    });
    let euro = Currency::parse("EUR").expect("it is one");
    let given = decimal.prop_map(move |amount| Money::new(amount, euro).expect("within the limit"));
    let minor = prop_oneof![Just(0), -500..500_i128, -10_i128.pow(17)..=10_i128.pow(17)];
    let counted = minor.prop_map(move |it| Money::from_minor(it, euro).expect("within the limit"));
    prop_oneof![given, counted]
}

proptest! {
    /// Adding up whole numbers of one scale comes to what the library comes to: the same amount at the same scale.
    #[test]
    fn a_sum_is_the_librarys(one in money(), other in money()) {
        let library = one.amount() + other.amount();
        let fits = library.abs() <= Decimal::from(10_u64.pow(15));
        let sum = one.plus(other).ok().map(|sum| (sum.amount(), sum.amount().scale()));
        prop_assert_eq!(sum, fits.then_some((library, library.scale())));
    }

    /// Amounts add up as their parts do, and are refused where one of the three does not fit.
    #[test]
    fn amounts_are_summed_part_by_part(parts in [money(), money(), money(), money()]) {
        let [net, tax, more, tax_on_it] = parts;
        let (Ok(one), Ok(other)) = (Amounts::new(net, tax), Amounts::new(more, tax_on_it)) else {
            return Ok(());
        };
        let by_part = net.plus(more).and_then(|net| Amounts::new(net, tax.plus(tax_on_it)?));
        prop_assert_eq!(one.plus(other), by_part);
        prop_assert_eq!(one.gross(), net.plus(tax).expect("it was looked at"));
    }

    #[test]
    fn the_shares_add_up_to_the_amount(amount in amount(), weights in weights()) {
        prop_assert_eq!(distribute(amount, &weights).unwrap().iter().sum::<i128>(), amount);
    }

    #[test]
    fn each_share_is_within_one_minor_unit_of_the_exact_one(amount in amount(), weights in weights()) {
        let (weights, total) = match weights.iter().sum::<i128>() {
            0 => (vec![1; weights.len()], weights.len() as i128),
            total => (weights, total),
        };
        for (share, weight) in distribute(amount, &weights).unwrap().iter().zip(&weights) {
            prop_assert!((share * total - amount * weight).abs() < total);
        }
    }

    #[test]
    fn the_negated_amount_has_the_negated_shares(amount in amount(), weights in weights()) {
        let negated: Vec<i128> = distribute(-amount, &weights).unwrap().iter().map(|it| -it).collect();
        prop_assert_eq!(distribute(amount, &weights).unwrap(), negated);
    }

    #[test]
    fn weight_zero_gets_zero_unless_all_are(amount in amount(), weights in weights()) {
        prop_assume!(weights.iter().any(|weight| *weight > 0));
        for (share, weight) in distribute(amount, &weights).unwrap().iter().zip(&weights) {
            prop_assert!(*weight > 0 || *share == 0);
        }
    }

    #[test]
    fn an_amount_of_at_most_the_weights_gives_no_part_more_than_its_weight(
        weights in weights(),
        part in 0..=1_000_000_i128,
    ) {
        let amount = weights.iter().sum::<i128>() * part / 1_000_000;
        for (share, weight) in distribute(amount, &weights).unwrap().iter().zip(&weights) {
            prop_assert!((0..=*weight).contains(share));
        }
    }

    #[test]
    fn larger_weights_never_get_less(amount in 0..10_i128.pow(17), weights in weights()) {
        let shares = distribute(amount, &weights).unwrap();
        for (one, weight) in shares.iter().zip(&weights) {
            for (two, other) in shares.iter().zip(&weights) {
                prop_assert!(weight <= other || one >= two);
            }
        }
    }

    #[test]
    fn scaling_all_weights_changes_nothing(amount in amount(), weights in weights(), by in 1..1000_i128) {
        let scaled: Vec<i128> = weights.iter().map(|weight| weight * by).collect();
        prop_assert_eq!(distribute(amount, &weights).unwrap(), distribute(amount, &scaled).unwrap());
    }

    #[test]
    fn a_spread_is_the_split_over_units_and_a_last_part(amount in amount(), quantity in quantity()) {
        let (whole, fraction) = (quantity.millionths() / 1_000_000, quantity.millionths() % 1_000_000);
        let mut weights = vec![1_000_000; whole as usize];
        weights.extend((fraction > 0).then_some(i128::from(fraction)));

        let spread = Spread::over(amount, quantity).unwrap();
        let units: Vec<i128> = (0..).map_while(|index| spread.unit(index)).collect();
        prop_assert_eq!(units, distribute(amount, &weights).unwrap());
    }

    #[test]
    fn takings_that_cover_the_quantity_add_up_to_the_amount(
        amount in amount(),
        quantity in quantity(),
        cuts in vec(0..=1_000_000_i64, 0..12),
        rounding in rounding(),
    ) {
        let spread = Spread::over(amount, quantity).unwrap();
        let (mut taken, mut worth) = (Quantity::ZERO, 0);
        for cut in cuts {
            let left = i128::from(quantity.saturating_sub(taken).millionths());
            let more = Quantity::from_millionths((left * i128::from(cut) / 1_000_000) as i64);
            let share = spread.next(taken, more, rounding);
            prop_assert!(share.signum() * amount.signum() >= 0, "no share flips its sign");
            worth += share;
            taken = taken.plus(more).unwrap();
        }
        worth += spread.next(taken, quantity.minus(taken).unwrap(), rounding);
        prop_assert_eq!(worth, amount);
    }

    #[test]
    fn whole_units_are_taken_at_their_shares(amount in amount(), quantity in quantity()) {
        let spread = Spread::over(amount, quantity).unwrap();
        for index in 0..(quantity.millionths() / 1_000_000) as u64 {
            let taken = Quantity::units(index as u32);
            let share = spread.next(taken, Quantity::units(1), Rounding::HalfAwayFromZero);
            prop_assert_eq!(Some(share), spread.unit(index));
        }
    }

    #[test]
    fn a_document_unit_to_base_and_back_is_the_same(quantity in quantity(), ratio in ratio()) {
        let large = ratio.to_base(Quantity::units(1)).unwrap() >= Quantity::units(1);
        let back = ratio.from_base(ratio.to_base(quantity).unwrap()).unwrap();
        prop_assert!(back == quantity || !(large || ratio.is_exact(quantity)));
    }

    #[test]
    fn whole_grams_to_kilograms_and_back_are_the_same(grams in 0..9_000_000_000_i64) {
        let (gram, grams) = (Ratio::new(1, 1_000).unwrap(), Quantity::from_millionths(grams * 1_000));
        prop_assert!(gram.is_exact(grams));
        prop_assert_eq!(gram.from_base(gram.to_base(grams).unwrap()).unwrap(), grams);
    }

    #[test]
    fn the_other_side_of_zero_converts_the_same(quantity in quantity(), ratio in ratio()) {
        let there = ratio.to_base(quantity.negated()).unwrap();
        prop_assert_eq!(there, ratio.to_base(quantity).unwrap().negated());
    }

    #[test]
    fn a_reserve_takes_what_is_asked_or_whole_units_and_never_too_much(
        asked in quantity(),
        exists in quantity(),
        ratio in ratio(),
    ) {
        let taken = ratio.take(asked, exists);
        prop_assert!(taken.units <= asked && taken.base <= exists);
        prop_assert!(taken.base <= ratio.to_base(asked).unwrap());
        prop_assert!(taken.units == asked || taken.units.millionths() % 1_000_000 == 0);

        let off = ratio.to_base(taken.units).unwrap().minus(taken.base).unwrap();
        prop_assert!((0..=1).contains(&off.millionths()), "at most the rounding is missing");
        if taken.units != asked {
            let one_more = taken.units.plus(Quantity::units(1)).unwrap();
            prop_assert!(one_more > asked || ratio.to_base(one_more).unwrap() >= exists);
        }
    }

    #[test]
    fn a_reserve_of_any_size_is_an_answer(asked: i64, exists: i64, base in 1..u64::MAX, units in 1..u64::MAX) {
        let ratio = Ratio::new(base, units).unwrap();
        let (asked, exists) = (Quantity::from_millionths(asked), Quantity::from_millionths(exists));
        let taken = ratio.take(asked, exists);
        prop_assert!(taken.units <= asked.or_zero() && taken.base <= exists.or_zero());
        prop_assert!(!taken.units.is_negative() && !taken.base.is_negative());
        let converted = ratio.to_base(asked);
        prop_assert!(converted.is_ok() || !converted.unwrap_err().to_string().is_empty());
    }

    #[test]
    fn any_split_is_shares_or_a_refusal(amount: i128, weights in vec(any::<i128>(), 0..5), quantity: i64) {
        match distribute(amount, &weights) {
            Ok(shares) => prop_assert_eq!(shares.iter().sum::<i128>(), amount),
            Err(refusal) => prop_assert!(!refusal.to_string().is_empty()),
        }
        let quantity = Quantity::from_millionths(quantity);
        if let Ok(spread) = Spread::over(amount, quantity) {
            prop_assert_eq!(spread.up_to(quantity, Rounding::HalfToEven), amount);
        }
    }
}

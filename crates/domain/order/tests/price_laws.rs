//! What holds for the price of every order, and for every way to take it back.
#![allow(clippy::unwrap_used, reason = "the strategies build what is valid")]

use proptest::{collection::vec, option, prelude::*};
use rust_decimal::Decimal;
use sklad_base::{Currency, LineNo, Money, Price, Quantity, Rounding};
use sklad_order::price::{
    AfterEdit, Amounts, Basket, Calculator, Change, Charge, Discount, DiscountPolicy, Frozen, Line,
    Part, Percent, PriceBasis, Priced, Rule, Terms, Totals, Vat, VatRate, VatRounding, price,
};

/// An order that owns its parts.
#[derive(Debug, Clone)]
struct Order {
    terms: Terms,
    lines: Vec<Line>,
    discounts: Vec<Discount>,
    delivery: Option<Charge>,
    fees: Vec<Charge>,
}

impl Order {
    fn basket(&self) -> Basket<'_> {
        let Self { terms, lines, discounts, delivery, fees } = self;
        Basket { terms: *terms, lines, discounts, delivery: *delivery, fees }
    }

    fn totals(&self) -> Totals {
        price(&self.basket()).unwrap()
    }
}

fn eur() -> Currency {
    Currency::parse("EUR").unwrap()
}

fn cents(minor: i128) -> Money {
    Money::from_minor(minor, eur()).unwrap()
}

fn vat() -> impl Strategy<Value = Vat> {
    let usual = prop_oneof![Just(0), Just(9), Just(20), Just(99)];
    let usual = usual.prop_map(|rate| Vat::of(VatRate::new(Decimal::from(rate)).unwrap()));
    let rates = vec(0..33_000_000_u32, 0..4).prop_filter_map("a rate twice", |rates| {
        let rate = |millionths| VatRate::new(Decimal::new(i64::from(millionths), 6)).unwrap();
        Vat::of_all(&rates.into_iter().map(rate).collect::<Vec<_>>()).ok()
    });
    let few = prop_oneof![Just(vec![40, 41]), Just(vec![40, 5]), Just(vec![5, 41, 40])];
    let few = few.prop_map(|rates: Vec<i64>| {
        let rate = |rate: &i64| VatRate::new(Decimal::from(*rate)).unwrap();
        Vat::of_all(&rates.iter().map(rate).collect::<Vec<_>>()).unwrap()
    });
    prop_oneof![4 => usual, 1 => rates, 1 => few]
}

fn discount() -> impl Strategy<Value = Discount> {
    let percent = prop_oneof![0..=100_i64, Just(5)];
    let percent = percent.prop_map(|it| Discount::Percent(Percent::new(it.into()).unwrap()));
    let amount = (0..20_000_i128).prop_map(|minor| Discount::Amount(cents(minor)));
    let proportion = (0..500_i128, 1..2_000_i128)
        .prop_map(|(amount, of)| Discount::Proportion { amount: cents(amount), of: cents(of) });
    prop_oneof![percent, amount, proportion]
}

fn quantity() -> impl Strategy<Value = Quantity> {
    prop_oneof![
        3 => (0..12_u32).prop_map(Quantity::units),
        1 => (0..8_000_i64).prop_map(|grams| Quantity::from_millionths(grams * 1_000)),
        1 => (0..3_000_000_i64).prop_map(Quantity::from_millionths),
    ]
}

fn line() -> impl Strategy<Value = Line> {
    let unit = prop_oneof![0..50_i64, 0..100_000_i64];
    let unit = (unit, 0..=6_u32).prop_map(|(unit, scale)| Decimal::new(unit, scale));
    (unit, quantity(), vat(), option::of(discount())).prop_map(|(unit, quantity, vat, discount)| {
        Line { price: Price::new(unit, eur()).unwrap(), quantity, vat, discount }
    })
}

fn charge() -> impl Strategy<Value = Charge> {
    (0..2_000_i128, vat(), option::of(discount())).prop_map(|(amount, vat, discount)| Charge {
        amount: cents(amount),
        vat,
        discount,
    })
}

fn terms() -> impl Strategy<Value = Terms> {
    let basis = prop_oneof![Just(PriceBasis::Net), Just(PriceBasis::Gross)];
    let vat_rounding = prop_oneof![Just(VatRounding::PerLine), Just(VatRounding::PerRate)];
    (basis, vat_rounding, rounding()).prop_map(|(basis, vat_rounding, rounding)| Terms {
        rounding,
        vat_rounding,
        ..Terms::new(eur(), basis)
    })
}

fn rounding() -> impl Strategy<Value = Rounding> {
    prop_oneof![Just(Rounding::HalfAwayFromZero), Just(Rounding::HalfToEven)]
}

fn order() -> impl Strategy<Value = Order> {
    let lines = vec(line(), 0..12);
    let discounts = vec(discount(), 0..3);
    (terms(), lines, discounts, option::of(charge()), vec(charge(), 0..3)).prop_map(
        |(terms, lines, discounts, delivery, fees)| Order {
            terms,
            lines,
            discounts,
            delivery,
            fees,
        },
    )
}

fn parts(totals: &Totals) -> Vec<Priced> {
    let one = [*totals.delivery()];
    totals.lines().iter().chain(&one).chain(totals.fees()).copied().collect()
}

fn sum(amounts: impl Iterator<Item = Money>) -> Money {
    amounts.fold(Money::zero(eur()), |sum, amount| sum.plus(amount).unwrap())
}

proptest! {
    #[test]
    fn the_total_is_lines_and_delivery_and_fees_at_net_tax_and_gross(order in order()) {
        let totals = order.totals();
        let all = parts(&totals).iter().fold(Amounts::zero(eur()), |sum, part| sum.plus(part.amounts()).unwrap());
        prop_assert_eq!(totals.total(), all);
        prop_assert_eq!(totals.total().tax(), sum(totals.taxes().iter().map(|tax| tax.tax())));
        prop_assert_eq!(totals.total().tax(), sum(totals.part_taxes().iter().map(|tax| tax.tax())));
    }

    #[test]
    fn no_amount_is_below_zero_and_gross_is_net_and_tax(order in order()) {
        for part in parts(&order.totals()) {
            let amounts = part.amounts();
            prop_assert_eq!(amounts.net().plus(amounts.tax()).unwrap(), amounts.gross());
            let all = [part.listed(), part.own_discount(), part.order_discount()];
            let all = all.into_iter().chain([amounts.net(), amounts.tax(), amounts.gross()]);
            prop_assert!(all.into_iter().all(|amount| !amount.is_negative()), "{:?}", part);
        }
    }

    #[test]
    fn what_is_listed_is_what_comes_off_and_what_is_left(order in order()) {
        let totals = order.totals();
        for part in parts(&totals) {
            let left = part.amounts().in_basis(order.terms.basis);
            prop_assert_eq!(sum([part.own_discount(), part.order_discount(), left].into_iter()), part.listed());
        }
        for (index, line) in totals.lines().iter().enumerate() {
            let shares = (0..order.discounts.len()).map(|discount| {
                totals.discount_share(discount, LineNo::after(index).unwrap()).unwrap()
            });
            prop_assert_eq!(sum(shares), line.order_discount());
        }
    }

    #[test]
    fn a_discount_is_what_it_takes_off_the_lines_together(order in order()) {
        let totals = order.totals();
        let before = totals.lines().iter().map(|line| line.listed().minus(line.own_discount()).unwrap());
        let mut left = sum(before);
        for (number, discount) in order.discounts.iter().enumerate() {
            let shares = (0..totals.lines().len()).filter_map(|line| totals.discount_share(number, LineNo::after(line)?));
            let off = sum(shares);
            prop_assert_eq!(off, discount.on(left, &order.terms).unwrap());
            left = left.minus(off).unwrap();
        }
    }

    #[test]
    fn pricing_again_in_used_memory_changes_nothing(order in order(), other in order()) {
        let mut calculator = Calculator::new();
        let first = calculator.price(&order.basket()).unwrap();
        calculator.price(&other.basket()).unwrap();
        prop_assert_eq!(&calculator.price(&order.basket()).unwrap(), &first);
        prop_assert_eq!(&order.totals(), &first);
    }

    #[test]
    fn a_rate_that_is_rounded_as_a_whole_is_half_a_cent_off_at_most(order in order(), rate in 0..100_i64) {
        let vat = Vat::of(VatRate::new(rate.into()).unwrap());
        let lines = order.lines.iter().map(|line| Line { vat, ..*line }).collect();
        let terms = Terms { vat_rounding: VatRounding::PerRate, ..order.terms };
        let order = Order { terms, lines, delivery: None, fees: Vec::new(), ..order };
        let totals = order.totals();

        let rate = i128::from(rate);
        let (basis, over) = match terms.basis {
            PriceBasis::Net => (totals.total().net(), 100),
            PriceBasis::Gross => (totals.total().gross(), 100 + rate),
        };
        let off = totals.total().tax().minor() * over - basis.minor() * rate;
        prop_assert!(off.abs() * 2 <= over);
        for line in totals.lines() {
            let basis = line.amounts().in_basis(terms.basis).minor();
            let off = line.amounts().tax().minor() * over - basis * rate;
            prop_assert!(off.abs() * 2 <= 3 * over, "a line is a cent off the rounded exact tax at most");
        }
    }

    #[test]
    fn the_explanation_adds_up_to_every_cent(order in order()) {
        let totals = order.totals();
        let explanation = totals.explain(&order.basket());
        for (index, line) in totals.lines().iter().enumerate() {
            let part = Part::Line(LineNo::after(index).unwrap());
            let (mut amount, mut tax) = (cents(0), cents(0));
            for step in explanation.of(part) {
                match step.rule {
                    Rule::Vat { .. } | Rule::VatShare { .. } => tax = tax.plus(step.amount).unwrap(),
                    Rule::Sum { amounts } => prop_assert_eq!(amounts, line.amounts()),
                    Rule::Listed { .. } | Rule::Charged | Rule::OwnDiscount { .. } | Rule::OrderDiscount { .. } | _ => {
                        amount = amount.plus(step.amount).unwrap();
                    }
                }
            }
            prop_assert_eq!(amount, line.amounts().in_basis(order.terms.basis));
            prop_assert_eq!(tax, line.amounts().tax());
        }
        prop_assert!(explanation.to_string().lines().count() == explanation.steps().len());
    }

    #[test]
    fn any_order_has_a_price_or_a_refusal(
        unit in -10_i64.pow(18)..10_i64.pow(18),
        scale in 0..=6_u32,
        quantity: i64,
        off in -10_i128.pow(17)..=10_i128.pow(17),
        of in -10_i128.pow(17)..=10_i128.pow(17),
        order in order(),
    ) {
        let Ok(unit) = Price::new(Decimal::new(unit, scale), eur()) else { return Ok(()) };
        let discount = Some(Discount::Proportion { amount: cents(off), of: cents(of) });
        let wild = Line { price: unit, quantity: Quantity::from_millionths(quantity), vat: Vat::none(), discount };
        let mut order = order;
        order.lines.push(wild);
        order.lines.push(Line { discount: Some(Discount::Amount(cents(off))), ..wild });
        let priced = price(&order.basket());
        prop_assert!(priced.is_ok() || priced.unwrap_err().to_string().starts_with("cannot price "));
    }

    #[test]
    fn takings_that_cover_a_bill_end_at_exactly_zero(
        order in order(),
        cuts in vec((0..12_usize, 0..=1_000_000_i64, any::<bool>()), 0..40),
    ) {
        let totals = order.totals();
        let freeze = |(line, priced): (&Line, &Priced)| Frozen::close(priced.amounts(), line.quantity, &order.terms);
        let bills: Vec<Frozen> = order.lines.iter().zip(totals.lines()).map(freeze).collect::<Result<_, _>>().unwrap();
        let (mut now, mut given_back) = (bills.clone(), Amounts::zero(eur()));
        let mut take = |bill: &mut Frozen, part: Quantity| {
            let expected = bill.next(part).unwrap();
            let (before, worth) = (bill.left(), bill.remove(part).unwrap());
            assert_eq!(worth, expected);
            assert_eq!(bill.left().plus(worth).unwrap(), before);
            given_back = given_back.plus(worth).unwrap();
        };
        for (line, cut, whole_units) in cuts {
            let Some(bill) = now.get_mut(line) else { continue };
            let part = (i128::from(bill.quantity_left().millionths()) * i128::from(cut) / 1_000_000) as i64;
            let part = if whole_units { part - part % 1_000_000 } else { part };
            take(bill, Quantity::from_millionths(part));
        }
        for bill in &mut now {
            take(bill, bill.quantity_left());
            prop_assert!(bill.left().is_zero());
        }
        let all = bills.iter().fold(Amounts::zero(eur()), |sum, bill| sum.plus(bill.whole()).unwrap());
        prop_assert_eq!(given_back, all);
    }

    #[test]
    fn units_are_removed_at_their_frozen_amounts(order in order()) {
        let totals = order.totals();
        for (line, priced) in order.lines.iter().zip(totals.lines()) {
            let mut bill = Frozen::close(priced.amounts(), line.quantity, &order.terms).unwrap();
            let one = Quantity::units(1);
            for run in bill.runs() {
                let mut left = run.units;
                while left >= one {
                    prop_assert_eq!(bill.remove(one).unwrap(), run.each);
                    left = left.minus(one).unwrap();
                }
                if left.is_positive() {
                    prop_assert_eq!(bill.remove(left).unwrap(), run.each);
                }
            }
            prop_assert!(bill.left().is_zero() && bill.quantity_left().is_zero());
        }
    }

    #[test]
    fn rejecting_all_by_and_by_uses_a_fixed_discount_up_exactly(
        terms in terms(),
        lines in vec(line(), 1..6),
        part in 0..=1_200_i128,
        rejections in vec((0..6_usize, 0..=1_000_000_i64), 0..20),
    ) {
        let mut order = Order { terms, lines, discounts: Vec::new(), delivery: None, fees: Vec::new() };
        let sum = order.totals().total().in_basis(terms.basis).minor();
        order.discounts.push(Discount::Amount(cents(sum * part / 1_000)));
        let units: Vec<Quantity> = order.lines.iter().map(|line| line.quantity).collect();

        let all = (0..order.lines.len()).map(|line| (line, 1_000_000));
        for (index, cut) in rejections.into_iter().chain(all) {
            let Some(line) = order.lines.get(index) else { continue };
            let rejected = i128::from(line.quantity.millionths()) * i128::from(cut) / 1_000_000;
            let rejected = Quantity::from_millionths(rejected as i64);
            let (totals, quantity, no) = (order.totals(), line.quantity, LineNo::after(index).unwrap());
            let change = Change::of_order_discount(&order.basket(), &totals, 0, &[(no, rejected)]).unwrap();
            prop_assert!(!change.rejected.is_negative());
            let own = line.discount.map(|_| Change::of_line_discount(&order.basket(), &totals, no, rejected).unwrap());

            let after = change.applied_to(order.discounts[0], &DiscountPolicy::default()).unwrap();
            order.discounts[0] = after.unwrap();
            if let Some(own) = own {
                let discount = order.lines[index].discount.unwrap();
                order.lines[index].discount = own.applied_to(discount, &DiscountPolicy::default()).unwrap();
            }
            order.lines[index].quantity = quantity.minus(rejected).unwrap();
            prop_assert!(matches!(order.discounts[0], Discount::Amount(left) if !left.is_negative()));
        }
        prop_assert!(order.totals().total().is_zero());
        prop_assert!(order.discounts[0] == Discount::Amount(cents(0)), "nothing is left of it");
        for (line, _) in order.lines.iter().zip(&units).filter(|(_, units)| units.is_positive()) {
            let left = line.discount.filter(|discount| matches!(discount, Discount::Amount(_)));
            prop_assert!(left.is_none_or(|left| left == Discount::Amount(cents(0))));
        }
    }

    #[test]
    fn an_edit_that_changes_nothing_leaves_every_discount_as_it_was(
        terms in terms(),
        lines in vec(line(), 1..6),
        discount in discount(),
        policy in (choice(), choice()),
    ) {
        let order = Order { terms, lines, discounts: vec![discount], delivery: None, fees: Vec::new() };
        let before = order.totals();
        let change = Change::of_order_discount(&order.basket(), &before, 0, &[]).unwrap();
        let (change, sum) = (Change { anew: Some(discount), ..change }, change.before);
        let policy = DiscountPolicy { rates: policy.0, amounts: policy.1 };
        let once = change.applied_to(discount, &policy).unwrap().unwrap();
        let after = Order { discounts: vec![once], ..order };
        prop_assert_eq!(after.totals(), before, "recalculating changes nothing");
        let again = change.applied_to(once, &policy).unwrap().unwrap();
        prop_assert_eq!(again.on(sum, &terms).unwrap(), change.given, "nor does recalculating twice");
    }
}

fn choice() -> impl Strategy<Value = AfterEdit> {
    use AfterEdit::{EvaluateAnew, KeepAmount, KeepRate, TakeBackShare};
    prop_oneof![Just(KeepRate), Just(KeepAmount), Just(TakeBackShare), Just(EvaluateAnew)]
}

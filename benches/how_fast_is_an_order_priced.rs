//! How fast is an order priced? With discounts and two rates of VAT, beside a plain sum of decimals.
//!
//! Goal: three lines in under 1.5 microseconds.
#![allow(missing_docs, reason = "criterion's macros make public functions")]
#![allow(clippy::expect_used, reason = "a bench that cannot build its data has nothing to measure")]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use rust_decimal::Decimal;
use sklad::base::{Currency, Money, Price, Quantity, distribute_into};
use sklad::order::price::{
    Basket, Calculator, Charge, Discount, Line, Percent, PriceBasis, Terms, Vat, VatRate,
    VatRounding, price,
};

fn how_fast_is_an_order_priced(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("how_fast_is_an_order_priced");
    let discounts = [Discount::Percent(Percent::parse("5").expect("a percentage"))];
    for count in [3, 30, 300] {
        let lines = lines(count);
        let basket = |basis, vat_rounding| Basket {
            terms: Terms { vat_rounding, ..Terms::new(eur(), basis) },
            lines: &lines,
            discounts: &discounts,
            delivery: Some(Charge::new(money("4.90"), vat("20"))),
            fees: &[],
        };
        let per_line = basket(PriceBasis::Gross, VatRounding::PerLine);
        let per_rate = basket(PriceBasis::Net, VatRounding::PerRate);
        let mut calculator = Calculator::new();

        group.bench_with_input(
            BenchmarkId::new("gross, VAT per line", count),
            &per_line,
            |b, it| {
                b.iter(|| calculator.price(black_box(it)).expect("a basket with a price"));
            },
        );
        group.bench_with_input(BenchmarkId::new("net, VAT per rate", count), &per_rate, |b, it| {
            b.iter(|| calculator.price(black_box(it)).expect("a basket with a price"));
        });
        group.bench_with_input(
            BenchmarkId::new("without a calculator", count),
            &per_line,
            |b, it| {
                b.iter(|| price(black_box(it)).expect("a basket with a price"));
            },
        );
        group.bench_with_input(
            BenchmarkId::new("plain sum of decimals", count),
            &lines,
            |b, it| {
                b.iter(|| plain_sum(black_box(it)));
            },
        );

        let weights: Vec<i128> = (0..count).map(|index| 1_00 + i128::from(index) * 37).collect();
        let mut shares = vec![0; weights.len()];
        group.bench_with_input(BenchmarkId::new("one distribution", count), &weights, |b, it| {
            b.iter(|| distribute_into(black_box(9_99), it, &mut shares));
        });
    }
    group.finish();
}

/// What one would write without discounts, taxes or rounding.
fn plain_sum(lines: &[Line]) -> Decimal {
    lines.iter().map(|line| line.price.amount() * line.quantity.to_decimal()).sum()
}

/// Lines with prices of two to four decimals, every second one with a discount, two rates of VAT.
fn lines(count: u32) -> Vec<Line> {
    let line = |index: u32| {
        let price = Decimal::new(i64::from(19_90 + index * 7_31), 2 + index % 3);
        let price = Price::new(price, eur()).expect("a price");
        let vat = if index.is_multiple_of(3) { vat("9") } else { vat("20") };
        let ten = Discount::Percent(Percent::parse("10").expect("a percentage"));
        let discount = (index % 2 == 1).then_some(ten);
        Line { discount, ..Line::new(price, Quantity::units(1 + index % 5), vat) }
    };
    (0..count).map(line).collect()
}

fn eur() -> Currency {
    Currency::parse("EUR").expect("a currency")
}

fn money(text: &str) -> Money {
    Money::parse(text, eur()).expect("an amount")
}

fn vat(rate: &str) -> Vat {
    Vat::of(VatRate::parse(rate).expect("a rate"))
}

criterion_group!(benches, how_fast_is_an_order_priced);
criterion_main!(benches);

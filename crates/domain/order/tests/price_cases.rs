//! Orders with exact amounts, each a bill that some shop system got wrong (`cases/orders-and-stock.md`, D.2, D.3).
#![allow(clippy::unwrap_used, reason = "what the cases give is valid")]

use sklad_base::{Currency, LineNo, Money, Price, Quantity, Rounding};
use sklad_order::price::{
    Amounts, Basket, Change, Charge, Discount, DiscountPolicy, Frozen, Line, Percent, PriceBasis,
    Terms, Totals, Vat, VatRate, VatRounding, price,
};

fn eur() -> Currency {
    Currency::parse("EUR").unwrap()
}

fn money(text: &str) -> Money {
    Money::parse(text, eur()).unwrap()
}

fn vat(rate: &str) -> Vat {
    Vat::of(VatRate::parse(rate).unwrap())
}

fn percent(text: &str) -> Discount {
    Discount::Percent(Percent::parse(text).unwrap())
}

fn line(price: &str, quantity: &str, rate: &str) -> Line {
    let price = Price::parse(price, eur()).unwrap();
    Line::new(price, Quantity::parse(quantity).unwrap(), vat(rate))
}

fn on(basis: PriceBasis) -> Terms {
    Terms::new(eur(), basis)
}

fn total(basket: &Basket<'_>) -> String {
    price(basket).unwrap().total().to_string()
}

fn line_taxes(totals: &Totals) -> Vec<String> {
    totals.part_taxes().iter().map(|tax| tax.tax().to_string()).collect()
}

#[test]
fn tax_is_taken_on_the_line_total_and_not_on_the_unit() {
    let sum = |quantity| total(&Basket::new(on(PriceBasis::Net), &[line("1.23", quantity, "20")]));
    assert_eq!(sum("1"), "net 1.23 EUR, tax 0.25 EUR, gross 1.48 EUR"); // D11
    assert_eq!(sum("3"), "net 3.69 EUR, tax 0.74 EUR, gross 4.43 EUR"); // D11
}

#[test]
fn three_rates_are_included_in_lines_and_deliveries() {
    let lines =
        [line("20", "1", "7"), line("30", "1", "19"), line("10", "1", "19"), line("5", "1", "9")];
    let charge = |amount, rate| Charge::new(money(amount), vat(rate));
    let fees = [charge("16", "19"), charge("2", "19")];
    let delivery = Some(charge("8", "7"));
    let totals =
        price(&Basket { delivery, fees: &fees, ..Basket::new(on(PriceBasis::Gross), &lines) });
    let totals = totals.unwrap();

    let expected = ["1.31", "4.79", "1.60", "0.41", "0.52", "2.55", "0.32"]; // D12
    assert_eq!(line_taxes(&totals), expected.map(|tax| format!("{tax} EUR")));
    assert_eq!(totals.total().gross(), money("91"));
    let by_rate: Vec<String> =
        totals.taxes().iter().map(|tax| format!("{} {}", tax.rate(), tax.tax())).collect();
    assert_eq!(by_rate, ["7% 1.83 EUR", "9% 0.41 EUR", "19% 9.26 EUR"]);
}

#[test]
fn tax_follows_the_discount() {
    let tax = |basis, unit, discount: Option<&str>| {
        let discount = discount.map(|amount| Discount::Amount(money(amount)));
        let line = Line { discount, ..line(unit, "1", "5") };
        price(&Basket::new(on(basis), &[line])).unwrap().total().tax()
    };
    assert_eq!(tax(PriceBasis::Gross, "30", None), money("1.43")); // D15
    assert_eq!(tax(PriceBasis::Gross, "30", Some("1")), money("1.38")); // D15
    assert_eq!(tax(PriceBasis::Net, "30", None), money("1.50")); // D15
    assert_eq!(tax(PriceBasis::Net, "30", Some("1")), money("1.45")); // D15
    assert_eq!(tax(PriceBasis::Net, "10.333", None), money("0.52")); // D15
}

#[test]
fn free_delivery_has_no_tax() {
    let delivery = |basis, discount| {
        let delivery = Some(Charge { discount, ..Charge::new(money("5"), vat("20")) });
        total(&Basket { delivery, ..Basket::new(on(basis), &[]) })
    };
    assert_eq!(delivery(PriceBasis::Net, None), "net 5.00 EUR, tax 1.00 EUR, gross 6.00 EUR"); // D19
    assert_eq!(delivery(PriceBasis::Gross, None), "net 4.17 EUR, tax 0.83 EUR, gross 5.00 EUR"); // D19
    for basis in [PriceBasis::Net, PriceBasis::Gross] {
        let free = delivery(basis, Some(percent("100")));
        assert_eq!(free, "net 0.00 EUR, tax 0.00 EUR, gross 0.00 EUR"); // D19
    }
}

#[test]
fn tax_per_line_and_per_rate_differ_by_a_cent_and_neither_survives_a_full_discount() {
    let lines = [line("11.50", "1", "15"), line("11.50", "1", "15")];
    let gross = |vat_rounding, discounts: &[Discount]| {
        let terms = Terms { vat_rounding, ..on(PriceBasis::Net) };
        let totals = price(&Basket { discounts, ..Basket::new(terms, &lines) }).unwrap();
        (totals.total().gross(), line_taxes(&totals).join(", "))
    };
    // D21
    assert_eq!(gross(VatRounding::PerLine, &[]), (money("26.46"), "1.73 EUR, 1.73 EUR".to_owned()));
    assert_eq!(gross(VatRounding::PerRate, &[]), (money("26.45"), "1.73 EUR, 1.72 EUR".to_owned()));
    for vat_rounding in [VatRounding::PerLine, VatRounding::PerRate] {
        let (nothing, _) = gross(vat_rounding, &[percent("100")]);
        assert_eq!(nothing, money("0"));
    }
}

#[test]
fn ten_euros_off_three_lines_leave_290_net() {
    let lines = [line("100", "1", "20"); 3];
    let discounts = [Discount::Amount(money("10"))];
    let totals =
        price(&Basket { discounts: &discounts, ..Basket::new(on(PriceBasis::Net), &lines) });
    let totals = totals.unwrap();
    let nets: Vec<String> =
        totals.lines().iter().map(|line| line.amounts().net().to_string()).collect();
    assert_eq!(nets, ["96.66 EUR", "96.67 EUR", "96.67 EUR"]); // D09
    assert_eq!(totals.total().net(), money("290")); // D09
}

#[test]
fn a_percentage_stays_a_percentage_when_the_quantity_falls() {
    let after = |quantity, discount| {
        let lines = [line("399", quantity, "0")];
        let basket =
            Basket { discounts: &[discount], ..Basket::new(on(PriceBasis::Gross), &lines) };
        let totals = price(&basket).unwrap();
        (totals.lines()[0].order_discount(), totals.total().gross())
    };
    assert_eq!(after("8", percent("10")), (money("319.20"), money("2872.80"))); // D24
    assert_eq!(after("7", percent("10")), (money("279.30"), money("2513.70"))); // D24

    // D24: from 20 units to 2, 40 % is still 40 %.
    let change = Change {
        before: money("7980"),
        given: money("3192"),
        rejected: money("2872.80"),
        anew: None,
    };
    let kept = change.applied_to(percent("40"), &DiscountPolicy::default()).unwrap();
    assert_eq!(kept, Some(percent("40")));
    assert_eq!(after("2", kept.unwrap()).0, money("319.20"));
}

#[test]
fn cancelling_one_unit_and_then_the_other_ends_at_zero() {
    for rounding in [Rounding::HalfAwayFromZero, Rounding::HalfToEven] {
        let terms = Terms { rounding, ..on(PriceBasis::Gross) };
        let amounts = Amounts::new(money("1.67"), money("0")).unwrap();
        let mut bill = Frozen::close(amounts, Quantity::units(2), &terms).unwrap();
        let one = Quantity::units(1);
        assert_eq!(bill.remove(one).unwrap().negated().gross(), money("-0.84")); // D27
        assert_eq!(bill.remove(one).unwrap().negated().gross(), money("-0.83")); // D27
        assert!(bill.left().is_zero()); // D27
        assert_eq!(
            bill.remove(Quantity::parse("0.5").unwrap()).unwrap_err().to_string(),
            "cannot remove 0.5 units: 0 are left; remove at most 0"
        );
    }
}

#[test]
fn a_part_of_a_unit_takes_the_rounded_part_of_its_share() {
    let amounts = Amounts::new(money("1"), money("0.19")).unwrap();
    let quantity = Quantity::parse("2.5").unwrap();
    let mut bill = Frozen::close(amounts, quantity, &on(PriceBasis::Net)).unwrap();
    let mut remove = |part| bill.remove(Quantity::parse(part).unwrap()).unwrap().to_string();
    // Units of 0.40, 0.40 and 0.20 net; of 0.08, 0.07 and 0.04 tax.
    assert_eq!(remove("0.33"), "net 0.13 EUR, tax 0.03 EUR, gross 0.16 EUR");
    assert_eq!(remove("0.33"), "net 0.13 EUR, tax 0.02 EUR, gross 0.15 EUR");
    assert_eq!(remove("0.34"), "net 0.14 EUR, tax 0.03 EUR, gross 0.17 EUR");
    assert_eq!(remove("1.25"), "net 0.50 EUR, tax 0.09 EUR, gross 0.59 EUR");
    assert_eq!(remove("0.25"), "net 0.10 EUR, tax 0.02 EUR, gross 0.12 EUR");
}

#[test]
fn a_fixed_discount_gives_up_the_share_of_what_is_rejected() {
    let lines = [line("10", "3", "20"), line("20", "1", "20")];
    let off = Discount::Amount(money("5"));
    let basket = Basket { discounts: &[off], ..Basket::new(on(PriceBasis::Gross), &lines) };
    let totals = price(&basket).unwrap();
    let share = totals.discount_share(0, LineNo::new(0)).unwrap();
    assert_eq!(share, money("3"));

    let rejected = [(LineNo::new(0), Quantity::units(1))];
    let change = Change::of_order_discount(&basket, &totals, 0, &rejected).unwrap();
    let change = Change { anew: Some(percent("7")), ..change };
    use sklad_order::price::AfterEdit::{EvaluateAnew, KeepAmount, KeepRate, TakeBackShare};
    let after = |amounts| {
        let policy = DiscountPolicy { amounts, ..DiscountPolicy::default() };
        change.applied_to(off, &policy).unwrap().unwrap().to_string()
    };
    assert_eq!(after(TakeBackShare), "4.00 EUR");
    assert_eq!(after(KeepAmount), "5.00 EUR");
    assert_eq!(after(KeepRate), "5.00 EUR in 50.00 EUR");
    assert_eq!(after(EvaluateAnew), "7%");
}

#[test]
fn a_discount_above_the_sum_is_given_up_as_it_was_granted() {
    let lines = [line("10", "1", "20"), line("20", "1", "20")];
    let voucher = Discount::Amount(money("45"));
    let basket = Basket { discounts: &[voucher], ..Basket::new(on(PriceBasis::Gross), &lines) };
    let totals = price(&basket).unwrap();
    let after = |lines: &[u16]| {
        let rejected: Vec<_> =
            lines.iter().map(|line| (LineNo::new(*line), Quantity::units(1))).collect();
        let change = Change::of_order_discount(&basket, &totals, 0, &rejected).unwrap();
        assert_eq!((change.before, change.given), (money("30"), money("30")));
        change.applied_to(voucher, &DiscountPolicy::default()).unwrap().unwrap().to_string()
    };
    assert_eq!(after(&[]), "45.00 EUR");
    assert_eq!(after(&[0]), "30.00 EUR");
    assert_eq!(after(&[0, 1]), "0.00 EUR");
}

#[test]
fn what_is_not_there_cannot_be_rejected() {
    let lines = [line("10", "1", "20")];
    let off = Discount::Amount(money("5"));
    let basket = Basket { discounts: &[off], ..Basket::new(on(PriceBasis::Gross), &lines) };
    let totals = price(&basket).unwrap();
    let refused = |discount, line, units| {
        let rejected = [(LineNo::new(line), Quantity::units(units))];
        let change = Change::of_order_discount(&basket, &totals, discount, &rejected);
        change.unwrap_err().to_string()
    };
    assert_eq!(refused(0, 0, 2), "cannot remove 2 units: 1 are left; remove at most 1");
    assert_eq!(
        refused(0, 1, 1),
        "cannot edit line 2: the order has no such line; name one of its lines"
    );
    assert_eq!(
        refused(1, 0, 1),
        "cannot edit discount 2 of the order: there is no such discount; name one that is there"
    );
    let own = Change::of_line_discount(&basket, &totals, LineNo::new(0), Quantity::units(1));
    assert_eq!(
        own.unwrap_err().to_string(),
        "cannot edit discount 1 of line 1: there is no such discount; name one that is there"
    );
}

#[test]
fn no_line_has_more_tax_than_money_when_several_rates_are_rounded_as_a_whole() {
    // Pushed back one by one by the lines' amounts, both rates would put their cent on the first line: net -0.01.
    let rates = ["40", "41"].map(|rate| VatRate::parse(rate).unwrap());
    let penny = Line { vat: Vat::of_all(&rates).unwrap(), ..line("0.01", "1", "0") };
    let terms = Terms { vat_rounding: VatRounding::PerRate, ..on(PriceBasis::Gross) };
    let totals = price(&Basket::new(terms, &[penny; 3])).unwrap();
    assert_eq!(line_taxes(&totals).len(), 6);
    assert_eq!(totals.total().tax(), money("0.02"));
    for line in totals.lines() {
        assert!(!line.amounts().net().is_negative());
    }
}

#[test]
fn a_line_with_a_fixed_discount_of_its_own_gives_back_all_of_the_orders() {
    // Found by the law: price times what is left, rounded anew, can fall below what the discount has left there.
    let own = Some(Discount::Amount(money("7.33")));
    let mut lines = [line("0", "0", "0"), Line { discount: own, ..line("26", "7.426", "0") }];
    let (mut off, no) = (Discount::Amount(money("133.17")), LineNo::new(1));
    for part in ["2.166201", "2.497620", "1.854335", "0.907844"] {
        let discounts = [off];
        let basket = Basket { discounts: &discounts, ..Basket::new(on(PriceBasis::Net), &lines) };
        let (totals, rejected) = (price(&basket).unwrap(), Quantity::parse(part).unwrap());
        let change = Change::of_order_discount(&basket, &totals, 0, &[(no, rejected)]).unwrap();
        off = change.applied_to(off, &DiscountPolicy::default()).unwrap().unwrap();
        lines[1].quantity = lines[1].quantity.minus(rejected).unwrap();
    }
    assert!(lines[1].quantity.is_zero());
    assert_eq!(off, Discount::Amount(money("0")));
}

#[test]
fn every_cent_is_explained() {
    let own = Line { discount: Some(percent("10")), ..line("19.90", "3", "20") };
    let lines = [own, line("0.335", "7", "9"), line("5", "1", "20")];
    let discounts = [percent("5"), Discount::Amount(money("2"))];
    let terms = Terms { vat_rounding: VatRounding::PerRate, ..on(PriceBasis::Gross) };
    let delivery = Some(Charge::new(money("4.90"), vat("20")));
    let basket = Basket { discounts: &discounts, delivery, ..Basket::new(terms, &lines) };
    let receipt = price(&basket).unwrap().explain(&basket).to_string();
    assert_eq!(receipt, RECEIPT.trim());
}

const RECEIPT: &str = "
line 1: 3 x 19.90 EUR: 59.70 EUR
line 1: discount of 10% on 59.70 EUR: -5.97 EUR
line 1: order discount 1 of 5%, 3.05 EUR in all, by 53.73 EUR in 61.08 EUR: -2.68 EUR
line 1: order discount 2 of 2.00 EUR, 2.00 EUR in all, by 51.05 EUR in 58.03 EUR and one odd minor unit: -1.76 EUR
line 1: VAT of 20% included, 9.80 EUR in all, by 49.29 EUR in 58.78 EUR and one odd minor unit: 8.22 EUR
line 1: net 41.07 EUR, tax 8.22 EUR, gross 49.29 EUR
line 2: 7 x 0.335 EUR: 2.35 EUR
line 2: order discount 1 of 5%, 3.05 EUR in all, by 2.35 EUR in 61.08 EUR and one odd minor unit: -0.12 EUR
line 2: order discount 2 of 2.00 EUR, 2.00 EUR in all, by 2.23 EUR in 58.03 EUR and one odd minor unit: -0.08 EUR
line 2: VAT of 9% included, 0.18 EUR in all, by 2.15 EUR in 2.15 EUR: 0.18 EUR
line 2: net 1.97 EUR, tax 0.18 EUR, gross 2.15 EUR
line 3: 1 x 5.00 EUR: 5.00 EUR
line 3: order discount 1 of 5%, 3.05 EUR in all, by 5.00 EUR in 61.08 EUR and one odd minor unit: -0.25 EUR
line 3: order discount 2 of 2.00 EUR, 2.00 EUR in all, by 4.75 EUR in 58.03 EUR: -0.16 EUR
line 3: VAT of 20% included, 9.80 EUR in all, by 4.59 EUR in 58.78 EUR: 0.76 EUR
line 3: net 3.83 EUR, tax 0.76 EUR, gross 4.59 EUR
delivery: as charged: 4.90 EUR
delivery: VAT of 20% included, 9.80 EUR in all, by 4.90 EUR in 58.78 EUR and one odd minor unit: 0.82 EUR
delivery: net 4.08 EUR, tax 0.82 EUR, gross 4.90 EUR
the order: net 50.95 EUR, tax 9.98 EUR, gross 60.93 EUR
";

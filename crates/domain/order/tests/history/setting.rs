//! Random orders and shops.

use std::collections::BTreeSet;

use proptest::{collection::vec, option, prelude::*};
use rust_decimal::Decimal;
use sklad_base::{
    Channel, Currency, DeliveryWay, ItemId, Money, OrderNumber, PaymentWay, PlaceId, Price,
    PriceBasis, Quantity, Region, Rounding,
};
use sklad_order::{
    Confirmation, Cost, Matrix, Offer, Placed, PlacedLine, Policy,
    price::{
        AfterEdit, Charge, Discount, DiscountPolicy, Percent, Terms, Tier, Vat, VatRate,
        VatRounding,
    },
};

/// An order as it is placed, and the shop it is placed in.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    pub placed: Placed,
    pub policy: Policy,
}

impl Setting {
    pub(crate) fn currency(&self) -> Currency {
        self.placed.terms.currency
    }
}

pub(crate) fn setting() -> BoxedStrategy<Setting> {
    terms()
        .prop_flat_map(|terms| {
            let currency = terms.currency;
            (
                vec(line(currency), 1..4),
                vec(discount(currency), 0..3),
                option::of(charge(currency)),
                vec(charge(currency), 0..2),
                policy(currency),
            )
                .prop_map(move |(lines, discounts, delivery_price, fees, policy)| {
                    Setting {
                        placed: Placed { discounts, delivery_price, fees, ..placed(terms, lines) },
                        policy,
                    }
                })
        })
        .boxed()
}

/// Returns an order of these lines without discount and delivery.
pub(crate) fn placed(terms: Terms, lines: Vec<PlacedLine>) -> Placed {
    Placed {
        channel: Channel::parse("site").unwrap(),
        number: OrderNumber::parse("1001").unwrap(),
        terms,
        price_list: None,
        buyer: None,
        group: String::new(),
        payment: Some(PaymentWay::parse("card").unwrap()),
        delivery: Some(DeliveryWay::parse("courier").unwrap()),
        region: None,
        delivery_price: None,
        fees: Vec::new(),
        discounts: Vec::new(),
        needs: BTreeSet::from([Confirmation::Customer]),
        lines,
        comment: None,
        moment: super::moment(),
    }
}

pub(crate) fn terms() -> impl Strategy<Value = Terms> {
    let currency = prop_oneof![4 => Just("EUR"), 1 => Just("JPY"), 1 => Just("KWD")];
    let basis = prop_oneof![Just(PriceBasis::Net), Just(PriceBasis::Gross)];
    let vat_rounding = prop_oneof![Just(VatRounding::PerLine), Just(VatRounding::PerRate)];
    let rounding = prop_oneof![Just(Rounding::HalfAwayFromZero), Just(Rounding::HalfToEven)];
    (currency, basis, vat_rounding, rounding).prop_map(
        |(currency, basis, vat_rounding, rounding)| Terms {
            currency: Currency::parse(currency).unwrap(),
            basis,
            rounding,
            vat_rounding,
        },
    )
}

pub(crate) fn line(currency: Currency) -> BoxedStrategy<PlacedLine> {
    let (item, place) = (ItemId::new(0), PlaceId::new(0));
    let more = (price(currency), vat(), option::of(discount(currency)));
    (some_quantity(), more)
        .prop_map(move |(quantity, (price, vat, discount))| PlacedLine {
            item,
            kept: true,
            place,
            dispatch: None,
            quantity,
            price,
            vat,
            discount,
        })
        .boxed()
}

/// Returns a quantity above zero: whole units as a rule.
pub(crate) fn some_quantity() -> impl Strategy<Value = Quantity> {
    prop_oneof![
        8 => (1..9_u32).prop_map(Quantity::units),
        1 => (1..4_000_i64).prop_map(|grams| Quantity::from_millionths(grams * 1_000)),
        1 => (1..3_000_000_i64).prop_map(Quantity::from_millionths),
    ]
}

pub(crate) fn price(currency: Currency) -> impl Strategy<Value = Price> {
    let unit = prop_oneof![0..50_i64, 0..10_000_i64];
    (unit, 0..=6_u32)
        .prop_map(move |(unit, scale)| Price::new(Decimal::new(unit, scale), currency).unwrap())
}

pub(crate) fn vat() -> BoxedStrategy<Vat> {
    let rate = |percent: i64| VatRate::new(Decimal::from(percent)).unwrap();
    let one = prop_oneof![Just(0), Just(9), Just(20), Just(99)];
    prop_oneof![
        4 => one.prop_map(move |percent| Vat::of(rate(percent))),
        1 => Just(Vat::none()),
        1 => Just(Vat::of_all(&[rate(40), rate(5), rate(9)]).unwrap()),
    ]
    .boxed()
}

pub(crate) fn rate(currency: Currency) -> BoxedStrategy<Discount> {
    let percent = prop_oneof![Just(5_i64), 0..=100_i64];
    let percent = percent.prop_map(|it| Discount::Percent(Percent::new(it.into()).unwrap()));
    let proportion = (0..500_i128, 1..2_000_i128).prop_map(move |(amount, of)| {
        let (amount, of) = (money(amount, currency), money(of, currency));
        Discount::Proportion { amount, of }
    });
    prop_oneof![3 => percent, 1 => proportion].boxed()
}

pub(crate) fn discount(currency: Currency) -> BoxedStrategy<Discount> {
    let amount = (0..5_000_i128).prop_map(move |minor| Discount::Amount(money(minor, currency)));
    prop_oneof![rate(currency), amount].boxed()
}

pub(crate) fn charge(currency: Currency) -> BoxedStrategy<Charge> {
    (0..2_000_i128, vat(), option::of(discount(currency)))
        .prop_map(move |(amount, vat, discount)| Charge {
            amount: money(amount, currency),
            vat,
            discount,
        })
        .boxed()
}

pub(crate) fn money(minor: i128, currency: Currency) -> Money {
    Money::from_minor(minor, currency).unwrap()
}

fn policy(currency: Currency) -> BoxedStrategy<Policy> {
    let tier = (0..8_000_i128, discount(currency))
        .prop_map(move |(from, discount)| Tier { from: money(from, currency), discount });
    let usual = Just(DiscountPolicy::default());
    let chosen =
        (choice(), choice()).prop_map(|(rates, amounts)| DiscountPolicy { rates, amounts });
    let discounts = prop_oneof![usual, chosen];
    (discounts, vec(tier, 0..3), any::<bool>())
        .prop_map(move |(discounts, tiers, has_matrix)| {
            let matrix = has_matrix.then(|| matrix(currency));
            Policy { discounts, tiers, matrix, ..Policy::default() }
        })
        .boxed()
}

fn choice() -> impl Strategy<Value = AfterEdit> {
    use AfterEdit::{EvaluateAnew, KeepAmount, KeepRate, TakeBackShare};
    prop_oneof![Just(KeepRate), Just(KeepAmount), Just(TakeBackShare), Just(EvaluateAnew)]
}

/// Returns a matrix: courier by card or cash, post by card and by weight to one region, pick-up free.
fn matrix(currency: Currency) -> Matrix {
    let money = |minor| money(minor, currency);
    let offer = |payment: &str, delivery: &str, cost| {
        let payment = PaymentWay::parse(payment).unwrap();
        let vat = Vat::of(VatRate::parse("20").unwrap());
        Offer::new(payment, DeliveryWay::parse(delivery).unwrap(), cost, vat)
    };
    let by_total = Cost::ByTotal(vec![(money(0), money(490)), (money(5_000), money(190))]);
    let by_weight = Cost::ByWeight(vec![(Quantity::units(2), money(300))]);
    let mut courier = offer("card", "courier", Cost::Fixed(money(490)));
    courier.free_from = Some(money(10_000));
    let mut cash = offer("cash", "courier", by_total);
    cash.needs.insert(Confirmation::ShippingCost);
    let mut post = offer("card", "post", by_weight);
    post.regions.insert(Region::parse("Sofia").unwrap());
    Matrix { offers: vec![courier, cash, post, offer("cash", "pick-up", Cost::Free)] }
}

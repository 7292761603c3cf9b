//! What things cost in a random history, and the edits that change no quantity.

use proptest::prelude::*;
use sklad_base::{
    Currency, DeliveryWay, Moment, Money, OrderId, PaymentWay, PersonId, Personal, Price,
    PriceBasis,
};
use sklad_flow::Command;
use sklad_order::{
    Buyer, Confirmation, DeliveryPrice, Draft, DraftLine, Edit, Payment, TaxNumber,
    price::{Charge, Discount, Percent, Terms, Vat, VatRate},
};

use super::act::{ORDERS, channel, no, number, quantity, sku, units};
use super::chance::no_of_line;
use super::setting::payment;

/// What an edit changes; prices in tenths of a cent, amounts in cents, discounts in per mille.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Change {
    Price {
        line: u8,
        tenths: u16,
    },
    Vat {
        line: u8,
        rate: u8,
    },
    DiscountLine {
        line: u8,
        off: Option<u16>,
    },
    DiscountOrder(Option<u16>),
    /// A fixed amount off a line, or off the order.
    AmountOff {
        line: Option<u8>,
        cents: u16,
    },
    Delivery {
        other: bool,
        cents: Option<u16>,
    },
    Buyer(u8),
    Pay {
        cents: u16,
        reference: u8,
    },
    MarkPaid(u8),
    Refund {
        cents: u16,
        reference: u8,
    },
    Collect(u8),
    RequestReturn {
        line: u8,
        quantity: i64,
    },
}

impl Change {
    /// Returns the command that it is.
    pub(crate) fn command(self, order: OrderId) -> Command {
        let edit = match self {
            Self::Price { line, tenths } => {
                let price = format!("{}.{:03}", tenths / 1000, tenths % 1000);
                Edit::ChangePrice { line: no(line), price: Price::parse(&price, eur()).unwrap() }
            }
            Self::Vat { line, rate } => Edit::ChangeVat { line: no(line), vat: vat(rate) },
            Self::DiscountLine { line, off } => {
                Edit::DiscountLine { line: no(line), discount: off.map(percent) }
            }
            Self::DiscountOrder(off) => Edit::DiscountOrder(off.map(percent).into_iter().collect()),
            Self::AmountOff { line, cents } => {
                let off = Discount::Amount(money(cents));
                match line.map(no) {
                    Some(line) => Edit::DiscountLine { line, discount: Some(off) },
                    None => Edit::DiscountOrder(vec![off]),
                }
            }
            Self::Delivery { other, cents } => {
                let price = cents.map_or(DeliveryPrice::Keep, |cents| {
                    DeliveryPrice::Set(Charge::new(money(cents), vat(0)))
                });
                let delivery = if other { "pick-up" } else { "courier" };
                let delivery = DeliveryWay::parse(delivery).unwrap();
                Edit::ChangeDelivery { delivery, region: None, price }
            }
            Self::Buyer(who) => {
                let name = ["Mila", "Ivan", "Elena"][usize::from(who)].to_owned();
                Edit::ChangeBuyer(Personal::new(
                    PersonId::new(1),
                    Buyer { name, ..Buyer::default() },
                ))
            }
            Self::Pay { cents, reference } => Edit::Pay(paid("in", cents, reference)),
            Self::MarkPaid(reference) => {
                Edit::MarkPaid { way: card(), reference: format!("mark-{reference}") }
            }
            Self::Refund { cents, reference } => Edit::Refund(paid("back", cents, reference)),
            Self::Collect(which) => {
                let all =
                    [Confirmation::Customer, Confirmation::PaymentService, Confirmation::Shop];
                Edit::Collect(all[usize::from(which)])
            }
            Self::RequestReturn { line, quantity } => Edit::RequestReturn(units((line, quantity))),
        };
        Command::Edit { order, edit }
    }
}

/// Edits of any order.
pub(crate) fn changes() -> impl Strategy<Value = (u8, Change)> {
    let off = || prop::option::weighted(0.8, prop_oneof![Just(50_u16), Just(75), Just(333)]);
    let cents = || prop_oneof![Just(500_u16), Just(1999), 1..3000_u16];
    let tenths = prop_oneof![2 => 0..30_000_u16, 1 => Just(5), 1 => Just(125)];
    let change = prop_oneof![
        3 => (no_of_line(), tenths).prop_map(|(line, tenths)| Change::Price { line, tenths }),
        2 => (no_of_line(), 0..4_u8).prop_map(|(line, rate)| Change::Vat { line, rate }),
        2 => (no_of_line(), off()).prop_map(|(line, off)| Change::DiscountLine { line, off }),
        2 => off().prop_map(Change::DiscountOrder),
        1 => (prop::option::of(no_of_line()), cents())
            .prop_map(|(line, cents)| Change::AmountOff { line, cents }),
        2 => (any::<bool>(), prop::option::of(0..900_u16))
            .prop_map(|(other, cents)| Change::Delivery { other, cents }),
        1 => (0..3_u8).prop_map(Change::Buyer),
        2 => (cents(), 0..4_u8).prop_map(|(cents, reference)| Change::Pay { cents, reference }),
        2 => (0..3_u8).prop_map(Change::MarkPaid),
        2 => (cents(), 0..3_u8).prop_map(|(cents, reference)| Change::Refund { cents, reference }),
        2 => (0..3_u8).prop_map(Change::Collect),
    ];
    (0..ORDERS, change)
}

/// Returns an order: every second one at net prices and with delivery, the last two with a fee.
pub(crate) fn draft(order: u8, way: usize, lines: &[(u8, i64)]) -> Draft {
    let is_odd = !order.is_multiple_of(2);
    let basis = if is_odd { PriceBasis::Net } else { PriceBasis::Gross };
    let lines = lines.iter().copied().map(draft_line).collect();
    let draft = Draft::new(channel(order), number(order), Terms::new(eur(), basis), lines);
    let fee = Charge::new(money(99), vat(1));
    Draft {
        buyer: Some(buyer(order)),
        payment: Some(payment(way)),
        delivery_price: is_odd.then(|| Charge::new(money(490), vat(0))),
        fees: (order > 1).then_some(fee).into_iter().collect(),
        ..draft
    }
}

/// Returns who orders: two share a tax number, two an e-mail, and the last ties what were two customers.
pub(crate) fn buyer(order: u8) -> Personal<Buyer> {
    let (person, email, number) = [
        (1, "ivan@romashka.ru", "7710000015"),
        (21, "petr@vesna.ru", ""),
        (22, "olga@romashka.ru", "7710 000 015"),
        (23, "Petr@Vesna.ru", "7710000015"),
    ][usize::from(order % 4)];
    let email = email.to_owned();
    let numbers = vec![TaxNumber::new("RU", number)];
    Personal::new(PersonId::new(person), Buyer { email, numbers, ..Buyer::default() })
}

/// Returns a line: each item has its price and its VAT, some quantities a discount.
pub(crate) fn draft_line((item, halves): (u8, i64)) -> DraftLine {
    let price = ["19.90", "0.125", "0", "3.33"][usize::from(item)];
    let price = Price::parse(price, eur()).unwrap();
    let discount = (halves.rem_euclid(3) == 1).then(|| percent(75));
    DraftLine { vat: vat(item), discount, ..DraftLine::new(sku(item), quantity(halves), price) }
}

pub(crate) fn card() -> PaymentWay {
    PaymentWay::parse("card").unwrap()
}

pub(crate) fn percent(per_mille: u16) -> Discount {
    let text = format!("{}.{}", per_mille / 10, per_mille % 10);
    Discount::Percent(Percent::parse(&text).unwrap())
}

pub(crate) fn eur() -> Currency {
    Currency::parse("EUR").unwrap()
}

fn vat(rate: u8) -> Vat {
    let of = |text| Vat::of(VatRate::parse(text).unwrap());
    [of("20"), of("9"), Vat::none(), of("5")][usize::from(rate)]
}

fn money(cents: u16) -> Money {
    Money::from_minor(i128::from(cents), eur()).unwrap()
}

fn paid(kind: &str, cents: u16, reference: u8) -> Payment {
    let reference = format!("{kind}-{reference}");
    let moment = Moment::parse("2026-03-02T09:00:00Z").unwrap();
    Payment { reference, way: card(), amount: money(cents), moment }
}

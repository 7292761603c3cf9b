//! Samples of the refusals about money, units of measure and what a shop offers.

use sklad::base::{
    DeliveryWay, Invalid, PaymentWay, PriceListCode, Quantity, Ratio, UnitCode, Units, distribute,
    distribute_into,
};
use sklad::order::{
    Refusal as Order,
    price::{Discount, Part, Percent, Refusal as Priced, Vat, VatRate},
};

use super::{DocumentId, Price, currency, line, money, number, quantity, sku};

pub(super) fn base() -> Vec<Invalid> {
    let (piece, box_) = (UnitCode::parse("piece").unwrap(), UnitCode::parse("box").unwrap());
    let dozen = Ratio::whole(12).unwrap();
    let units = Units::new(piece).with(box_.clone(), dozen).unwrap();
    vec![
        distribute(1, &[]).unwrap_err(),
        distribute(1, &[-1]).unwrap_err(),
        distribute_into(1, &[1, 1], &mut [0]).unwrap_err(),
        distribute(i128::MAX, &[i128::MAX, i128::MAX]).unwrap_err(),
        sklad::base::Spread::over(1, quantity(0)).unwrap_err(),
        Ratio::new(0, 1).unwrap_err(),
        dozen.to_base(Quantity::MAX).unwrap_err(),
        units.ratio(&UnitCode::parse("pallet").unwrap()).unwrap_err(),
        units.with(box_, dozen).unwrap_err(),
    ]
}

pub(super) fn order() -> Vec<Order> {
    let list = || PriceListCode::parse("WHOLESALE").unwrap();
    let (post, cash) = (DeliveryWay::parse("post").unwrap(), PaymentWay::parse("cash").unwrap());
    let price = |amount| Price::parse(amount, currency("EUR")).unwrap();
    let (found, order) = (currency("USD"), currency("EUR"));
    let (reference, asked) = ("tx-1".to_owned(), quantity(3));
    let (delivery, offered) = (post.clone(), vec![(cash.clone(), post.clone())]);
    let no_weight =
        |weight| Order::NoWeight { delivery: post.clone(), weight, most: Some(quantity(20)) };
    vec![
        Order::UnknownPriceList { list: list() },
        Order::NotForGroup { group: "everybody".to_owned(), list: list() },
        Order::NotListed { sku: sku(), list: list() },
        Order::OtherPrice { sku: sku(), list: list(), price: price("9"), listed: price("10") },
        Order::NotOffered { payment: cash.clone(), delivery: post.clone(), offered },
        Order::NotOffered { payment: cash, delivery: post.clone(), offered: Vec::new() },
        no_weight(None),
        no_weight(Some(quantity(21))),
        Order::Delivery { delivery, found, order },
        Order::NothingPaid { reference: reference.clone(), amount: money("0") },
        Order::NoReference { amount: money("5") },
        Order::ReferenceUsed { reference: reference.clone(), amount: money("5") },
        Order::NotPaid { reference: reference.clone(), asked: money("5"), left: money("3") },
        Order::Payment { reference, found, order },
        Order::NothingDue { number: number(), to_give_back: money("3") },
        Order::NotOpen { line: line(), asked, open: quantity(1) },
        Order::Billed { line: line(), billed: asked },
        Order::BilledBefore { document: DocumentId::new(7) },
        Order::NotBilled { line: line(), document: DocumentId::new(7) },
        Order::BilledLess { line: line(), document: DocumentId::new(7), asked, left: quantity(1) },
        Order::NotRequested { line: line(), arrived: asked, requested: quantity(1) },
        Order::Price(Priced::TooManyParts),
        Order::Invalid(Invalid::CurrenciesDiffer { left: found, right: order }),
    ]
}

pub(super) fn price() -> Vec<Priced> {
    let (part, eur) = (Part::Line(line()), currency("EUR"));
    let twenty = VatRate::parse("20").unwrap();
    let rate = |percent: &str| VatRate::parse(percent).unwrap();
    let all = ["1", "2", "3", "4", "5"].map(rate);
    let price = rust_decimal::Decimal::NEGATIVE_ONE;
    let discount = Discount::Amount(money("-1"));
    vec![
        Percent::parse("five").unwrap_err(),
        Percent::parse("0.0000001").unwrap_err(),
        Percent::parse("101").unwrap_err(),
        VatRate::parse("100").unwrap_err(),
        Vat::of_all(&all).unwrap_err(),
        Vat::of_all(&[twenty, twenty]).unwrap_err(),
        Priced::CurrenciesDiffer { part, found: currency("USD"), order: eur },
        Priced::NegativePrice { part, price, currency: eur },
        Priced::NegativeQuantity { part, quantity: Quantity::from_millionths(-1) },
        Priced::NotADiscount { part, discount },
        Priced::TooLarge { part, currency: eur },
        Priced::TooManyParts,
        Priced::NoSuchPart { part },
        Priced::NoSuchDiscount { part: Part::Order, number: 1 },
        Priced::NotLeft { asked: quantity(3), left: quantity(1) },
        Priced::Invalid(Invalid::CurrenciesDiffer { left: eur, right: currency("USD") }),
    ]
}

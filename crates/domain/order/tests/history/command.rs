//! Random commands: what an order has and what it lacks, as it comes.

use proptest::{collection::vec, option, prelude::*};
use sklad_base::{
    Currency, DeliveryWay, DocumentId, LineNo, PaymentWay, PersonId, Personal, Quantity, Region,
};
use sklad_order::{
    Bound, Buyer, Command, Confirmation, DeliveryPrice, Edit, Payment, Reason, Units,
};

use super::setting::{self, charge, discount, money, price, vat};

pub(crate) fn command(currency: Currency) -> BoxedStrategy<Command> {
    let goods = prop_oneof![
        4 => units().prop_map(Command::Take),
        4 => units().prop_map(Command::Send),
        3 => bill(),
        3 => unbill(),
        1 => (units(), bound()).prop_map(|(units, bound)| Command::Settle { units, bound }),
        3 => units().prop_map(|units| Command::Edit(Edit::RequestReturn(units))),
        2 => (line(), quantity(), quantity()).prop_map(|(line, received, dismissed)| {
            Command::AnswerReturn { line, received, dismissed }
        }),
    ];
    let lines = prop_oneof![
        setting::line(currency).prop_map(Command::AddLine),
        // In a currency that may be another one.
        setting::line(Currency::parse("EUR").unwrap()).prop_map(Command::AddLine),
        line().prop_map(Command::RemoveLine),
        units().prop_map(Command::ChangeQuantity),
        units().prop_map(Command::ChangeQuantity),
        units().prop_map(reject),
        units().prop_map(reject),
    ];
    let rare = prop_oneof![
        20 => Just(Command::Confirm),
        1 => Just(Command::MarkFalse { reason: Reason::words(PersonId::new(1), "a joke") }),
        1 => Just(Command::Cancel { reason: Reason::words(PersonId::new(1), "no more") }),
    ];
    prop_oneof![14 => goods, 6 => lines, 8 => edit(currency).prop_map(Command::Edit), 1 => rare]
        .boxed()
}

pub(crate) fn edit(currency: Currency) -> BoxedStrategy<Edit> {
    let prices = prop_oneof![
        (line(), price(currency)).prop_map(|(line, price)| Edit::ChangePrice { line, price }),
        (line(), vat()).prop_map(|(line, vat)| Edit::ChangeVat { line, vat }),
        (line(), option::of(discount(currency)))
            .prop_map(|(line, discount)| Edit::DiscountLine { line, discount }),
        vec(discount(currency), 0..3).prop_map(Edit::DiscountOrder),
        payment().prop_flat_map(move |payment| delivery_price(currency)
            .prop_map(move |price| Edit::ChangePayment { payment: payment.clone(), price })),
        change_delivery(currency),
    ];
    let money = prop_oneof![
        pay(currency).prop_map(Edit::Pay),
        pay(currency).prop_map(Edit::Refund),
        (payment(), reference()).prop_map(|(way, reference)| Edit::MarkPaid { way, reference }),
    ];
    let words = prop_oneof![
        confirmation().prop_map(Edit::Collect),
        "[a-b]".prop_map(|name| Edit::ChangeBuyer(Personal::new(
            PersonId::new(1),
            Buyer { name, ..Buyer::default() }
        ))),
        Just(Edit::Comment(Personal::new(PersonId::new(1), "call first".to_owned()))),
    ];
    prop_oneof![3 => prices, 3 => money, 1 => words].boxed()
}

fn change_delivery(currency: Currency) -> BoxedStrategy<Edit> {
    let way = prop_oneof![Just("courier"), Just("post"), Just("pick-up"), Just("balloon")];
    let way = way.prop_map(|way| DeliveryWay::parse(way).unwrap());
    let region = option::of(prop_oneof![Just("Sofia"), Just("Plovdiv")]);
    let region = region.prop_map(|region| region.map(|it| Region::parse(it).unwrap()));
    (way, region, delivery_price(currency))
        .prop_map(|(delivery, region, price)| Edit::ChangeDelivery { delivery, region, price })
        .boxed()
}

fn delivery_price(currency: Currency) -> impl Strategy<Value = DeliveryPrice> {
    prop_oneof![
        option::of(quantity()).prop_map(DeliveryPrice::LookUp),
        Just(DeliveryPrice::Keep),
        charge(currency).prop_map(DeliveryPrice::Set),
    ]
}

fn bill() -> BoxedStrategy<Command> {
    (document(), vec(units(), 0..3))
        .prop_map(|(document, units)| Command::Bill { document, units })
        .boxed()
}

fn unbill() -> BoxedStrategy<Command> {
    (document(), vec(units(), 0..3), any::<bool>())
        .prop_map(|(document, units, again)| Command::Unbill { document, units, again })
        .boxed()
}

fn reject(units: Units) -> Command {
    Command::Reject { units, reason: Reason::words(PersonId::new(1), "broken") }
}

pub(crate) fn units() -> impl Strategy<Value = Units> {
    (line(), quantity()).prop_map(|(line, quantity)| Units { line, quantity })
}

/// Returns a quantity that is now and then none.
fn quantity() -> impl Strategy<Value = Quantity> {
    prop_oneof![
        1 => Just(Quantity::ZERO),
        1 => Just(Quantity::units(1).negated()),
        24 => (1..4_u32).prop_map(Quantity::units),
        3 => (1..2_500_i64).prop_map(|grams| Quantity::from_millionths(grams * 1_000)),
        1 => (4..7_u32).prop_map(Quantity::units),
        1 => Just(Quantity::MAX),
    ]
}

fn line() -> impl Strategy<Value = LineNo> {
    prop_oneof![4 => 0..2_u16, 1 => 2..5_u16].prop_map(LineNo::new)
}

fn document() -> impl Strategy<Value = DocumentId> {
    prop_oneof![3 => Just(0), 1 => 1..3_u32].prop_map(DocumentId::new)
}

fn bound() -> impl Strategy<Value = Bound> {
    prop_oneof![Just(Bound::CameBack), Just(Bound::Returned), Just(Bound::WrittenOff)]
}

fn confirmation() -> impl Strategy<Value = Confirmation> {
    use Confirmation::{Customer, PaymentService, ShippingCost, Shop};
    prop_oneof![Just(Customer), Just(Shop), Just(PaymentService), Just(ShippingCost)]
}

fn payment() -> impl Strategy<Value = PaymentWay> {
    prop_oneof![Just("card"), Just("cash")].prop_map(|way| PaymentWay::parse(way).unwrap())
}

fn reference() -> impl Strategy<Value = String> {
    prop_oneof!["p[0-5]", Just(" ".to_owned())]
}

fn pay(currency: Currency) -> BoxedStrategy<Payment> {
    let other = Currency::parse("USD").unwrap();
    let currency = prop_oneof![9 => Just(currency), 1 => Just(other)];
    let amount = prop_oneof![1 => -5..=0_i128, 9 => 1..4_000_i128];
    (reference(), payment(), amount, currency)
        .prop_map(|(reference, way, amount, currency)| {
            let amount = money(amount, currency);
            Payment { reference, way, amount, moment: super::moment() }
        })
        .boxed()
}

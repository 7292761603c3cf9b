//! A phone call (S7, G8, G9): a customer calls about an order, and the manager edits it as they speak.
//! After each step: what it changes, what the order costs then, and which rule made each cent.

use std::{collections::BTreeSet, io::Write};

use sklad::{
    base::{Actor, CommandId, Decider, Envelope, ItemId, PlaceId, PriceBasis},
    order::{
        Command, Cost, DeliveryPrice, Edit, Matrix, Offer, Order, Placed, PlacedLine, Policy,
        price::{Charge, Discount, Percent, Terms, Vat, VatRate},
    },
    prelude::{
        Channel, Currency, DeliveryWay, LineNo, Moment, Money, OrderNumber, PersonId, Reason,
    },
    prelude::{PaymentWay, Price, Quantity, Units},
};
use sklad_examples::scene::Told;

/// Tells the chapter.
///
/// # Errors
/// When the order refuses what it should take.
pub(crate) fn tell(out: &mut impl Write) -> Told {
    let lines =
        vec![line("2", "49.90", "20")?, line("1", "19.90", "20")?, line("12", "0.99", "9")?];
    let (mut order, policy) = (Order::new(placed(lines)?), policy()?);
    writeln!(out, "## the order as it was placed\n{}\n\n{}\n", order.receipt()?, order.explain()?)?;

    let shade = Command::RemoveLine(LineNo::new(1));
    let vase = Command::AddLine(line("1", "24.50", "20")?);
    let (delivery, price) = (DeliveryWay::parse("pick-up")?, DeliveryPrice::LookUp(None));
    let pick_up = Edit::ChangeDelivery { delivery, region: None, price };
    let five = Edit::DiscountOrder(vec![Discount::Percent(Percent::parse("5")?)]);
    let candle = Units { line: LineNo::new(2), quantity: Quantity::units(1) };
    let (way, reference) = (PaymentWay::parse("card")?, "tx-1".to_owned());
    let steps = [
        ("the shade is not wanted: one item out", shade),
        ("a vase is: one item in", vase),
        ("the customer comes by: courier becomes pick-up", Command::Edit(pick_up)),
        ("five percent on the order, for the trouble", Command::Edit(five)),
        (
            "one candle is broken: it is rejected",
            Command::Reject { units: candle, reason: Reason::words(PersonId::new(1), "broken") },
        ),
        ("the customer agrees and pays", Command::Edit(Edit::MarkPaid { way, reference })),
    ];
    let mut log = Vec::new();
    for ((words, command), minute) in steps.into_iter().zip(1..) {
        let now = now()?.plus_seconds(60 * minute);
        let id = CommandId::counted(now, minute.unsigned_abs());
        let told = Envelope::new(id, Actor::Person("maria".into()), now, command);
        let changes = order.dry_run(&told, &policy)?.difference;
        let mut before = order.clone();
        for event in &order.run(&told, &policy)? {
            log.push(before.log_line(&told, event));
            before.evolve(event);
        }
        writeln!(out, "## {words}\nthe total changes by: {changes}")?;
        writeln!(out, "{}\n\n{}\n", order.receipt()?, order.explain()?)?;
    }
    writeln!(out, "## the log")?;
    log.iter().try_for_each(|line| writeln!(out, "{line}"))?;
    Ok(())
}

/// A lamp, a shade and a dozen candles, brought by courier and paid by card.
fn placed(lines: Vec<PlacedLine>) -> Told<Placed> {
    Ok(Placed {
        channel: Channel::parse("site")?,
        number: OrderNumber::parse("1001")?,
        terms: Terms::new(eur()?, PriceBasis::Gross),
        price_list: None,
        buyer: None,
        group: String::new(),
        payment: Some(PaymentWay::parse("card")?),
        delivery: Some(DeliveryWay::parse("courier")?),
        region: None,
        delivery_price: Some(Charge::new(Money::parse("4.90", eur()?)?, vat("20")?)),
        fees: Vec::new(),
        discounts: Vec::new(),
        needs: BTreeSet::new(),
        lines,
        comment: None,
        moment: now()?,
    })
}

fn line(quantity: &str, unit: &str, rate: &str) -> Told<PlacedLine> {
    let (item, place, price) = (ItemId::new(0), PlaceId::new(0), Price::parse(unit, eur()?)?);
    let (quantity, vat) = (Quantity::parse(quantity)?, vat(rate)?);
    Ok(PlacedLine { item, kept: true, place, dispatch: None, quantity, price, vat, discount: None })
}

/// The shop brings by courier for 4.90, and a pick-up is free.
fn policy() -> Told<Policy> {
    let (card, vat) = (PaymentWay::parse("card")?, vat("20")?);
    let [courier, pick_up] = [DeliveryWay::parse("courier")?, DeliveryWay::parse("pick-up")?];
    let cost = Cost::Fixed(Money::parse("4.90", eur()?)?);
    let courier = Offer::new(card.clone(), courier, cost, vat);
    let offers = vec![courier, Offer::new(card, pick_up, Cost::Free, vat)];
    Ok(Policy { matrix: Some(Matrix { offers }), ..Policy::default() })
}

fn vat(rate: &str) -> Told<Vat> {
    Ok(Vat::of(VatRate::parse(rate)?))
}

fn eur() -> Told<Currency> {
    Ok(Currency::parse("EUR")?)
}

fn now() -> Told<Moment> {
    Ok(Moment::parse("2026-03-02T10:00:00Z")?)
}

#[cfg(not(test))]
fn main() -> Told {
    tell(&mut std::io::stdout().lock())
}

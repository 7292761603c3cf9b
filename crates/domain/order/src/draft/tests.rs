use sklad_base::Currency;

use super::*;

fn line(quantity: &str, price: &str, currency: &str) -> DraftLine {
    let price = Price::parse(price, Currency::parse(currency).unwrap()).unwrap();
    let quantity = Quantity::parse(quantity).unwrap();
    DraftLine::new(Sku::parse("A-100").unwrap(), quantity, price)
}

fn draft(lines: Vec<DraftLine>) -> Draft {
    let terms = Terms::new(Currency::parse("EUR").unwrap(), sklad_base::PriceBasis::Gross);
    Draft::new(Channel::parse("site").unwrap(), OrderNumber::parse("1001").unwrap(), terms, lines)
}

#[test]
fn names_all_that_is_wrong_at_once() {
    let lines = vec![line("0", "1", "EUR"), line("1", "-0.01", "EUR"), line("1", "1", "USD")];
    assert_eq!(
        draft(lines).check().unwrap_err().to_string(),
        "cannot order 0 on line 1: a quantity is above zero; name one, or leave the line out\n\
         cannot order line 2 at -0.01 EUR: a price is zero or more; mend it in the sending system\n\
         cannot place order 1001 in EUR, USD: an order has one currency; split it by currency"
    );
}

#[test]
fn refuses_an_amount_past_what_fits() {
    let lines = vec![line("9000000000000", "9000000000", "EUR")];
    assert!(draft(lines).check().unwrap_err().to_string().contains("cannot order line 1"));
}

#[test]
fn refuses_a_delivery_whose_price_in_the_matrix_cannot_be_priced() {
    // It was taken, and the order could never be priced or edited afterwards.
    let money = |text| Money::parse(text, Currency::parse("EUR").unwrap()).unwrap();
    let (payment, delivery) =
        (PaymentWay::parse("card").unwrap(), DeliveryWay::parse("courier").unwrap());
    let cost = crate::Cost::Fixed(money("-5"));
    let offer = crate::Offer::new(payment.clone(), delivery.clone(), cost, Vat::none());
    let matrix = Some(crate::Matrix { offers: vec![offer] });
    let (payment, delivery) = (Some(payment), Some(delivery));
    let draft = Draft { payment, delivery, ..draft(vec![line("1", "10", "EUR")]) };
    assert_eq!(
        draft.agree(&Policy { matrix, ..Policy::default() }).unwrap_err().to_string(),
        "cannot price delivery: its price is -5 EUR; give a price of zero or more, and a discount for the rest"
    );
}

#[test]
fn takes_what_is_free() {
    assert!(draft(vec![line("1", "0", "EUR")]).check().is_ok());
}

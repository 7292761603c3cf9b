//! Sentences about money: what a shop offers, and what changes about an order besides how much goes where.

use std::collections::{BTreeMap, BTreeSet};

use sklad_base::{
    Currency, DeliveryWay, Money, OrderId, PaymentWay, PersonId, Personal, Price, PriceBasis,
    PriceListCode,
};
use sklad_flow::Command;
use sklad_order::{
    Buyer, Confirmation, Cost, DeliveryPrice, Draft, DraftLine, Edit, Matrix, Offer, Payment,
    PriceList, Units,
    price::{Charge, Discount, Percent, Terms, Vat, VatRate},
};
use sklad_stock::Fate;

use super::customers::buyer;
use super::words::{Wanted, Words};
use super::{Read, Teller, at, channel, one, pcs};

impl Teller {
    /// Lets the shop offer something; tells whether the sentence is one of these.
    pub(super) fn offers(&mut self, first: &str, words: &mut Words) -> Read<bool> {
        match first {
            "rate" => self.vat = vat(words)?,
            "offer" => self.offer(words)?,
            "list" => self.price_list(words)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// `offer courier with card at 4.90 EUR, needing customer`
    fn offer(&mut self, words: &mut Words) -> Read<()> {
        let delivery: DeliveryWay = words.value()?;
        words.must("with")?;
        let payment: PaymentWay = words.value()?;
        words.must("at")?;
        let mut offer = Offer::new(payment, delivery, Cost::Fixed(money(words)?), self.vat);
        if words.has(", free from") {
            offer.free_from = Some(money(words)?);
        }
        while words.has(", needing") {
            offer.needs.insert(words.one_of(&CONFIRMATIONS)?);
        }
        self.settings.order.matrix.get_or_insert_with(Matrix::default).offers.push(offer);
        Ok(())
    }

    /// `list DEALERS for dealers: LAMP at 8 EUR, SHADE at 3 EUR, confirms itself`
    fn price_list(&mut self, words: &mut Words) -> Read<()> {
        let code: PriceListCode = words.value()?;
        let mut groups = BTreeSet::new();
        if words.has("for") {
            groups.insert(words.word()?);
        }
        words.must(":")?;
        let mut prices = BTreeMap::new();
        let confirms_itself = loop {
            let sku = words.value()?;
            words.must("at")?;
            prices.insert(sku, price(words)?);
            let confirms_itself = words.has(", confirms itself");
            if confirms_itself || !words.has(",") {
                break confirms_itself;
            }
        };
        let list = PriceList { code: code.clone(), groups, prices, confirms_itself };
        self.settings.order.price_lists.insert(code, list);
        Ok(())
    }

    pub(super) fn place(&self, words: &mut Words) -> Read<Command> {
        words.must("order")?;
        let number = words.value()?;
        let terms = Terms::new(Currency::parse("EUR").unwrap(), PriceBasis::Gross);
        let draft = Draft::new(channel(), number, terms, Vec::new());
        let draft = self.arrangement(draft, words)?;
        words.must(":")?;
        let lines = words.goods()?.into_iter().map(|it| self.line(it)).collect();
        Ok(Command::Place(Draft { lines, ..draft }))
    }

    pub(super) fn line(&self, Wanted { sku, quantity, price }: Wanted) -> DraftLine {
        DraftLine { vat: self.vat, ..DraftLine::new(sku, quantity, price) }
    }

    /// Reads how a new order is paid and delivered, and from which list: `, paid by card, delivered by courier`.
    fn arrangement(&self, draft: Draft, words: &mut Words) -> Read<Draft> {
        let mut draft = draft;
        if words.has(", paid by") {
            draft.payment = Some(words.value()?);
        }
        if words.has(", delivered by") {
            draft.delivery = Some(words.value()?);
        }
        if words.has(", delivery") {
            draft.delivery_price = Some(Charge::new(money(words)?, self.vat));
        }
        if words.has(", from list") {
            draft.price_list = Some(words.value()?);
        }
        if words.has(", by one of the") {
            draft.group = words.word()?;
        }
        draft.buyer = buyer(&draft.number, words)?;
        Ok(draft)
    }

    /// Reads an edit that changes no quantity, or a return; nothing where the sentence is none of these.
    pub(super) fn of_money(&self, first: &str, words: &mut Words) -> Read<Option<Command>> {
        match first {
            "price" | "vat" | "buyer" => words.must("of")?,
            "discount" => words.must("on")?,
            "customer" => words.must("confirms")?,
            "payment" => words.must("service confirms")?,
            "request" | "answer" => words.must("return of")?,
            "forget" => {
                let person = words.word()?.parse().map_err(|_| "a person is a number")?;
                return Ok(Some(Command::Forget(PersonId::new(person))));
            }
            "deliver" | "pay" | "mark" | "refund" | "remove" => {}
            _ => return Ok(None),
        }
        let order = self.order(words)?.id();
        let edit = match first {
            "remove" => {
                words.must(":")?;
                let line = self.line_of(order, &words.value()?)?;
                return Ok(Some(Command::RemoveLine { order, line }));
            }
            "answer" => return self.answer(order, words).map(Some),
            "request" => {
                words.must(":")?;
                let Wanted { sku, quantity, .. } = one(words)?;
                Edit::RequestReturn(Units { line: self.line_of(order, &sku)?, quantity })
            }
            "customer" => Edit::Collect(Confirmation::Customer),
            "payment" => Edit::Collect(Confirmation::PaymentService),
            "buyer" => {
                words.must(":")?;
                Edit::ChangeBuyer(Personal::new(
                    PersonId::new(1),
                    Buyer { name: words.rest(), ..Buyer::default() },
                ))
            }
            "deliver" => self.deliver(words)?,
            "mark" => {
                words.must("paid by")?;
                let way = words.value()?;
                words.must(",")?;
                Edit::MarkPaid { way, reference: words.word()? }
            }
            "pay" => Edit::Pay(self.payment(words)?),
            "refund" => Edit::Refund(self.payment(words)?),
            _ => self.of_price(first, order, words)?,
        };
        Ok(Some(Command::Edit { order, edit }))
    }

    fn of_price(&self, first: &str, order: OrderId, words: &mut Words) -> Read<Edit> {
        words.must(":")?;
        if first == "discount" && words.next_is_percent() {
            return Ok(Edit::DiscountOrder(vec![discount(words)?]));
        }
        let line = self.line_of(order, &words.value()?)?;
        Ok(match first {
            "price" => {
                words.must("at")?;
                Edit::ChangePrice { line, price: price(words)? }
            }
            "vat" => Edit::ChangeVat { line, vat: vat(words)? },
            _ => Edit::DiscountLine { line, discount: Some(discount(words)?) },
        })
    }

    /// `deliver order 1001 by pick-up`, `... by pick-up, price as before`, `... by pick-up, price 2 EUR`
    fn deliver(&self, words: &mut Words) -> Read<Edit> {
        words.must("by")?;
        let delivery = words.value()?;
        let price = if words.has(", price as before") {
            DeliveryPrice::Keep
        } else if words.has(", price") {
            DeliveryPrice::Set(Charge::new(money(words)?, self.vat))
        } else {
            DeliveryPrice::LookUp(None)
        };
        Ok(Edit::ChangeDelivery { delivery, region: None, price })
    }

    /// `: 20.00 EUR by card, tx-1`
    fn payment(&self, words: &mut Words) -> Read<Payment> {
        words.must(":")?;
        let amount = money(words)?;
        words.must("by")?;
        let way = words.value()?;
        words.must(",")?;
        Ok(Payment { reference: words.word()?, way, amount, moment: self.now })
    }

    /// `answer return of order 1001: LAMP 1 pcs received, 1 pcs dismissed at MAIN, restocked`
    fn answer(&self, order: OrderId, words: &mut Words) -> Read<Command> {
        words.must(":")?;
        let line = self.line_of(order, &words.value()?)?;
        let received = pcs(words)?;
        words.must("received ,")?;
        let dismissed = pcs(words)?;
        words.must("dismissed")?;
        let place = at(words)?;
        words.must(",")?;
        let fate = words.one_of(&[("restocked", Fate::Restock), ("held", Fate::Hold)])?;
        Ok(Command::AnswerReturn { order, line, received, dismissed, place, fate })
    }
}

const CONFIRMATIONS: [(&str, Confirmation); 3] = [
    ("customer", Confirmation::Customer),
    ("payment service", Confirmation::PaymentService),
    ("shop", Confirmation::Shop),
];

fn vat(words: &mut Words) -> Read<Vat> {
    let text = words.word()?;
    let rate = VatRate::parse(text.trim_end_matches('%')).map_err(|no| no.to_string())?;
    Ok(Vat::of(rate))
}

fn discount(words: &mut Words) -> Read<Discount> {
    let text = words.word()?;
    let percent = Percent::parse(text.trim_end_matches('%')).map_err(|no| no.to_string())?;
    Ok(Discount::Percent(percent))
}

fn money(words: &mut Words) -> Read<Money> {
    let amount = words.word()?;
    Money::parse(&amount, words.value()?).map_err(|no| no.to_string())
}

fn price(words: &mut Words) -> Read<Price> {
    let amount = words.word()?;
    Price::parse(&amount, words.value()?).map_err(|no| no.to_string())
}

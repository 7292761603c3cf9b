//! Sentences about customers: who orders, whose an order is, which cards are one.

use sklad_base::{OrderNumber, PersonId, Personal};
use sklad_flow::{Command, Shop, Undecided};
use sklad_order::{Buyer, TaxNumber};
use sklad_party::{
    CardId, Choice, Command as Ask, Customer, Doubles, Event, Mismatch, Said, Secret,
};

use super::narrator::number;
use super::words::Words;
use super::{Read, Teller};

impl Teller {
    /// `match customers`, or what becomes of those who cannot be told: `match customers, going on`
    pub(super) fn match_customers(&mut self, words: &mut Words) -> Read<()> {
        words.must("customers")?;
        self.shop = std::mem::take(&mut self.shop).with_secret(Secret::new(7));
        let customers = &mut self.settings.customers;
        if words.has(", going on") {
            customers.undecided = Undecided::GoOn;
        }
        if words.has(", doubles merged") {
            customers.doubles = Doubles::Merge;
        }
        if words.has(", other numbers reviewed") {
            customers.mismatch = Mismatch::Review;
        }
        Ok(())
    }

    /// Reads what a person decides; nothing where the sentence is none of these.
    pub(super) fn of_customers(&self, first: &str, words: &mut Words) -> Read<Option<Command>> {
        let ask = match first {
            "settle" => {
                let order = self.order(words)?.id();
                words.must("on")?;
                let on =
                    if words.has("a new card") { Choice::New } else { Choice::Card(card(words)?) };
                Ask::Settle { order, on, said: Said::of(PersonId::new(0)) }
            }
            "merge" | "part" => {
                let one = card(words)?;
                words.must("and")?;
                let other = card(words)?;
                if first == "merge" { Ask::Merge(one, other) } else { Ask::Part(one, other) }
            }
            "unmerge" => Ask::Unmerge(words.word()?.parse().map_err(|_| "a merge is a number")?),
            "import" => {
                let buyer = buyer(&OrderNumber::parse("0").unwrap(), words)?;
                let buyer = buyer.ok_or("say what the card knows")?;
                let mut said = Said::of(buyer.person());
                if let Some(Buyer { email, numbers, .. }) = buyer.words() {
                    said = said.email(email.as_str());
                    for TaxNumber { country, text } in numbers {
                        said = said.number(country.as_str(), text.as_str());
                    }
                }
                Ask::Add(said)
            }
            _ => return Ok(None),
        };
        Ok(Some(Command::Party(ask)))
    }

    pub(super) fn questions(&self) -> Vec<String> {
        let number = |order| {
            self.case(order).map(|case| case.order().number().to_string()).unwrap_or_default()
        };
        self.shop.questions().map(|it| format!("order {}: {it}", number(it.order))).collect()
    }
}

/// Reads who orders: `, e-mail ivan@romashka.ru, number RU 7710000015, person 1`; the person is the order's number
/// where none is said.
pub(super) fn buyer(order: &OrderNumber, words: &mut Words) -> Read<Option<Personal<Buyer>>> {
    let mut buyer = Buyer::default();
    if words.has(", e-mail") {
        buyer.email = words.word()?;
    }
    if words.has(", number") {
        buyer.numbers.push(TaxNumber::new(words.word()?, words.word()?));
    }
    let mut person = order.as_str().to_owned();
    if words.has(", person") {
        person = words.word()?;
    }
    if buyer == Buyer::default() {
        return Ok(None);
    }
    let person = person.parse().map_err(|_| "a person is a number")?;
    Ok(Some(Personal::new(PersonId::new(person), buyer)))
}

fn card(words: &mut Words) -> Read<CardId> {
    words.must("card")?;
    Ok(CardId::new(words.word()?.parse().map_err(|_| "a card is a number")?))
}

/// Says what happened to customers.
pub(super) fn narrate(shop: &Shop, event: &Event) -> Option<String> {
    Some(match event {
        Event::Opened { card, .. } => format!("{card} is new: the partner is told"),
        Event::Learned { card, sort, words, .. } => format!("{card} learns {sort} {words}"),
        Event::Noted { card, sort, class, words } => {
            format!("{card} notes {sort} {words}, which is {class}")
        }
        Event::Recognised { order, customer: Customer::Known(card), row, .. } => {
            format!("order {} is {card}'s: {}", number(shop, *order), sklad_party::reason(*row))
        }
        Event::Recognised { order, row, .. } => {
            let reason = sklad_party::reason(*row);
            format!(
                "order {} waits for a person to say whose it is: {reason}",
                number(shop, *order)
            )
        }
        Event::Settled { order, card } => format!("order {} is {card}'s", number(shop, *order)),
        Event::Merged { merge, lost, kept } => format!("merge {merge}: {lost} leads to {kept}"),
        Event::Unmerged(merge) => format!("merge {merge} is taken back"),
        Event::Parted(one, other) => format!("{one} and {other} are parted"),
        Event::TurnedShared(_) => "a value turns out to be many customers'".to_owned(),
        Event::Counted { .. } | Event::Pinned(..) | Event::Forgotten(_) => return None,
    })
}

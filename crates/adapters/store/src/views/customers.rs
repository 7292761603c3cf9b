//! Cards read from a shop as they stand, and what customers said of themselves as it came.

use std::sync::Arc;

use sklad_base::{OrderId, Personal};
use sklad_flow::{Question, Shop};
use sklad_party::{CardId, Class, Customer, Email, Event, Fold, Register, Scheme, Sort, TaxId};

use super::{
    Sink,
    rows::{Contact, CounterpartyRow},
    table::Row as _,
};

/// Tells a card and all that were merged into it: where those lead may have changed with it.
pub(crate) fn tell_family<S: Sink>(
    shop: &Shop,
    card: CardId,
    sink: &mut S,
) -> Result<(), S::Fault> {
    let mut family = shop.customers().family(card).into_iter();
    family.try_for_each(|card| tell_card(shop, card, sink))
}

/// Tells one card.
pub(crate) fn tell_card<S: Sink>(shop: &Shop, card: CardId, sink: &mut S) -> Result<(), S::Fault> {
    let register = shop.customers();
    if !register.has(card) {
        return Ok(());
    }
    let count = |keys: usize| u32::try_from(keys).unwrap_or(u32::MAX);
    let is_shared = |(_, key): &(Sort, _)| register.is_shared(*key);
    let row = CounterpartyRow {
        card_id: card.number(),
        merged_into: register.merged_into(card).map(CardId::number),
        leads_to: register.live(card).number(),
        keys: count(register.own_keys(card).count()),
        shared: count(register.own_keys(card).filter(is_shared).count()),
    };
    row.put(sink)
}

/// What an order's row says of its customer.
#[derive(Debug, Default)]
pub(crate) struct Whose {
    pub(crate) customer: Option<&'static str>,
    pub(crate) card: Option<u32>,
    pub(crate) question: Option<String>,
    pub(crate) candidates: Option<String>,
}

impl Whose {
    pub(crate) fn of(shop: &Shop, order: OrderId) -> Self {
        match shop.customers().said_of(order) {
            None => Self::default(),
            Some(Customer::Known(card)) => {
                Self { customer: Some("known"), card: Some(card.number()), ..Self::default() }
            }
            Some(Customer::Undecided) => Self {
                customer: Some("undecided"),
                card: None,
                question: shop.question(order).map(ToString::to_string),
                candidates: shop.question(order).and_then(candidates),
            },
        }
    }
}

fn candidates(question: &Question) -> Option<String> {
    let cards: Vec<_> = question.candidates.iter().map(|card| card.number().to_string()).collect();
    Some(cards.join(", ")).filter(|text| !text.is_empty())
}

/// Returns the cards whose rows an event changes, on the register as it was before.
pub(crate) fn touched(register: &Register, event: &Event) -> Vec<CardId> {
    match event {
        Event::Opened { card, .. } | Event::Learned { card, .. } => vec![*card],
        Event::Merged { lost, .. } => vec![*lost],
        Event::Unmerged(merge) => {
            let merge = usize::try_from(*merge).ok().and_then(|at| register.merges().get(at));
            merge.map(|merge| merge.lost).into_iter().collect()
        }
        Event::TurnedShared(key) | Event::Pinned(key, _) => register.cards_of(*key),
        Event::Forgotten(person) => register.cards_of_person(*person),
        Event::Noted { .. }
        | Event::Recognised { .. }
        | Event::Counted { .. }
        | Event::Settled { .. }
        | Event::Parted(..) => Vec::new(),
    }
}

/// What was put on a card: a name, something to find it by, or something noted that is no key.
#[derive(Debug)]
pub(crate) struct Put {
    card: CardId,
    /// Nothing for a name.
    sort: Option<Sort>,
    class: Option<&'static str>,
    words: Personal<Arc<str>>,
}

impl Put {
    /// Returns what an event puts on a card; nothing of most.
    pub(crate) fn of(event: &Event) -> Option<Self> {
        match event {
            Event::Opened { card, name, .. } => {
                Some(Self { card: *card, sort: None, class: None, words: name.clone() })
            }
            Event::Learned { card, sort, words, .. } => {
                let (sort, class) = (Some(*sort), Some("key"));
                Some(Self { card: *card, sort, class, words: words.clone() })
            }
            Event::Noted { card, sort, class, words } => {
                let (sort, class) = (Some(*sort), Some(class_name(*class)));
                Some(Self { card: *card, sort, class, words: words.clone() })
            }
            Event::Recognised { .. }
            | Event::Counted { .. }
            | Event::TurnedShared(_)
            | Event::Settled { .. }
            | Event::Merged { .. }
            | Event::Unmerged(_)
            | Event::Parted(..)
            | Event::Pinned(..)
            | Event::Forgotten(_) => None,
        }
    }

    /// Tells it with where it stands in the log: the record, the event in it, and when that was.
    pub(crate) fn tell<S: Sink>(
        &self,
        (record, event, moment): (u64, u32, &str),
        sink: &mut S,
    ) -> Result<(), S::Fault> {
        let words = self.words.words().map(|words| &**words).filter(|words| !words.is_empty());
        let row = Contact {
            card_id: self.card.number(),
            record,
            event,
            moment,
            what: match self.sort {
                None => "name",
                Some(Sort::Email) => "e-mail",
                Some(Sort::Phone) => "phone",
                Some(Sort::Tax(_) | Sort::Unread) => "tax number",
            },
            scheme: self.scheme().map(|scheme| scheme.to_string()),
            class: self.class,
            person: self.words.person(),
            words,
            plain: words.and_then(|words| plain(self.sort?, words)),
        };
        row.put(sink)
    }

    const fn scheme(&self) -> Option<Scheme> {
        match self.sort {
            Some(Sort::Tax(scheme)) => Some(scheme),
            Some(Sort::Email | Sort::Phone | Sort::Unread) | None => None,
        }
    }
}

const fn class_name(class: Class) -> &'static str {
    match class {
        Class::Absent => "absent",
        Class::Invalid => "invalid",
        Class::Placeholder => "placeholder",
        Class::Shared => "shared",
        Class::Strong => "key",
    }
}

/// Returns a value in the one spelling that it can be looked up by; nothing where it cannot be read.
fn plain(sort: Sort, words: &str) -> Option<String> {
    match sort {
        Sort::Email => Some(Email::parse(words, Fold::Off).ok()?.as_str().to_owned()),
        Sort::Phone => {
            let is_digit = |letter: &char| letter.is_ascii_digit();
            let sign = words.trim_start().starts_with('+').then_some('+');
            let phone: String = sign.into_iter().chain(words.chars().filter(is_digit)).collect();
            Some(phone).filter(|phone| phone.chars().any(|letter| is_digit(&letter)))
        }
        Sort::Tax(scheme) => {
            let scheme = scheme.to_string();
            let country = scheme.split(':').next().unwrap_or_default();
            let id = TaxId::of_country(country, words).ok()?.to_string();
            id.rsplit(':').next().map(str::to_owned)
        }
        Sort::Unread => None,
    }
}

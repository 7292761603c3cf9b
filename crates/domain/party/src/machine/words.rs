//! What a card learns from an order's words, and what is noted of them.

use std::sync::Arc;

use sklad_base::{Events, Personal};

use crate::{CardId, Class, Event, Said, Sort, Word, said::Value, table::kpp};

/// Returns that a card was made for who says this.
pub(super) fn opened(card: CardId, branch_of: Option<CardId>, said: &Said) -> Event {
    let name = Personal::new(said.person, Arc::from(said.name.trim()));
    Event::Opened { card, branch_of, kpp: kpp(said), name }
}

pub(super) fn learn(
    card: CardId,
    said: &Said,
    (words, values): (&[Word], &[Value]),
    out: &mut Events<Event>,
) {
    let is_in = |value: &&Value| {
        words.contains(&match value.sort {
            Sort::Email => Word::Email(value.at),
            Sort::Phone => Word::Phone(value.at),
            Sort::Tax(_) | Sort::Unread => Word::Number(value.at),
        })
    };
    for value in values.iter().filter(is_in) {
        push_learned(card, said, value, out);
    }
}

pub(super) fn push_learned(card: CardId, said: &Said, value: &Value, out: &mut Events<Event>) {
    if let Some(key) = value.key {
        let words = Personal::new(said.person, text_of(said, value).into());
        out.push(Event::Learned { card, sort: value.sort, key, words });
    }
}

pub(super) fn note(card: CardId, said: &Said, values: &[Value], out: &mut Events<Event>) {
    let is_no_key = |value: &&Value| !matches!(value.class, Class::Strong | Class::Absent);
    for value in values.iter().filter(is_no_key) {
        let words = Personal::new(said.person, text_of(said, value).into());
        out.push(Event::Noted { card, sort: value.sort, class: value.class, words });
    }
}

/// A value as it was written, cut where no value is so long.
pub(crate) fn text_of<'a>(said: &'a Said, value: &Value) -> &'a str {
    let text = match value.sort {
        Sort::Email => said.emails.get(value.at).map(String::as_str),
        Sort::Phone => said.phones.get(value.at).map(String::as_str),
        Sort::Tax(_) | Sort::Unread => {
            said.numbers.get(value.at).map(|number| number.text.as_str())
        }
    };
    let text = text.unwrap_or_default().trim();
    if text.len() <= LONGEST_NOTE {
        return text;
    }
    text.char_indices().nth(LONGEST_NOTE).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// So many characters of what a customer wrote are kept.
const LONGEST_NOTE: usize = 320;

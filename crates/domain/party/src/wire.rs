//! The wire form (feature `serde`): what a register cannot be built from again is refused on the way in.
//!
//! Digests and KPPs are hexadecimal text where people read and numbers in a binary format; schemes are their names.

use std::fmt::Display;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use sklad_base::{OrderId, PersonId};

use crate::{
    CardId, Customer, Event, Key, Kpp, Merge, Pin, Register, Scheme, Sort,
    card::{Card, MOST},
};

/// A person's words that many hold at once.
pub(crate) mod words {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use sklad_base::Personal;

    pub(crate) fn serialize<S: Serializer>(
        words: &Personal<Arc<str>>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        words.as_ref().map(|words| &**words).serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Personal<Arc<str>>, D::Error> {
        Personal::<String>::deserialize(from).map(|words| words.map(Arc::from))
    }
}

impl Serialize for Key {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return serializer.collect_str(&format_args!("{:016x}", self.number()));
        }
        self.number().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let form = "a key as text: sixteen hexadecimal digits";
            return sklad_base::wire::read_text(deserializer, form, parse_key);
        }
        key_of(u64::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

fn parse_key(text: &str) -> Result<Key, &'static str> {
    let is_one = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    key_of(u64::from_str_radix(text, 16).ok().filter(|_| is_one).unwrap_or(0))
}

fn key_of(number: u64) -> Result<Key, &'static str> {
    if number == 0 {
        Err("cannot read a key: there is no such one; restore it from the log")
    } else {
        Ok(Key::new(number))
    }
}

impl Serialize for Kpp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.number().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Kpp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let kpp = Self::from_wire(u32::deserialize(deserializer)?);
        kpp.ok_or_else(|| {
            D::Error::custom("cannot read a KPP: none has that digest; restore it from the log")
        })
    }
}

impl Serialize for Scheme {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Scheme {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let parse = |name: &str| {
            Self::named(name).ok_or(
                "cannot read a scheme: no tax numbers are called so; restore it from the log",
            )
        };
        sklad_base::wire::read_text(deserializer, "a scheme as text, such as \"RU:INN\"", parse)
    }
}

/// A register as it is written: its tables follow from the rest.
#[derive(Serialize, Deserialize)]
#[serde(rename = "Register", deny_unknown_fields)]
struct Parts {
    /// The KPP of each card.
    cards: Vec<Option<Kpp>>,
    links: Vec<LinkParts>,
    counts: Vec<(Key, u32)>,
    shared: Vec<Key>,
    pins: Vec<(Key, Pin)>,
    /// By order; nothing where its customer was never looked for.
    orders: Vec<Option<Customer>>,
    merges: Vec<Merge>,
    parted: Vec<(CardId, CardId)>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Link", deny_unknown_fields)]
struct LinkParts {
    card: CardId,
    sort: Sort,
    key: Key,
    person: PersonId,
}

impl Serialize for Register {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let links = self.links.live().map(|(link, sort)| LinkParts {
            card: link.card,
            sort,
            key: link.key,
            person: link.person,
        });
        let parts = Parts {
            cards: self.cards.iter().map(|card| Kpp::from_number(card.kpp)).collect(),
            links: links.collect(),
            counts: self.counts.pairs(),
            shared: self.shared.iter().copied().collect(),
            pins: self.pins.iter().map(|(key, pin)| (*key, *pin)).collect(),
            orders: self.orders.all().collect(),
            merges: self.merges.clone(),
            parted: self.parted.iter().copied().collect(),
        };
        parts.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Register {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Parts::deserialize(deserializer)?.into_register().map_err(D::Error::custom)
    }
}

impl Parts {
    fn into_register(self) -> Result<Register, String> {
        let mut register = Register::new();
        if self.cards.len() > usize::try_from(MOST).unwrap_or(usize::MAX) {
            return damage("it has more cards than there can be");
        }
        for (number, kpp) in (0..).zip(self.cards) {
            let (into, kpp) = (CardId::new(number), kpp.map_or(0, Kpp::number));
            register.cards.push(Card { first: 0, into, orders: 0, kpp });
        }
        for LinkParts { card, sort, key, person } in self.links {
            must_be_there(&register, card)?;
            if sort == Sort::Unread {
                return damage(format!("{card} has a key that could not be read"));
            }
            let words = sklad_base::Personal::forgotten(person);
            register.take(&Event::Learned { card, sort, key, words });
        }
        register.take_in_counts(self.counts)?;
        must_ascend("the shared keys", &self.shared)?;
        register.shared = self.shared.into_iter().collect();
        must_ascend("the pins", &self.pins.iter().map(|(key, _)| *key).collect::<Vec<_>>())?;
        register.pins = self.pins.into_iter().collect();
        register.take_in_orders(self.orders)?;
        self.merges.into_iter().try_for_each(|merge| register.take_in_merge(merge))?;
        must_ascend("the cards that were parted", &self.parted)?;
        for (one, other) in &self.parted {
            must_be_there(&register, *one)?;
            must_be_there(&register, *other)?;
            if one >= other {
                return damage(format!("{one} is parted from {other} the wrong way round"));
            }
        }
        register.parted = self.parted.into_iter().collect();
        Ok(register)
    }
}

impl Register {
    fn take_in_counts(&mut self, counts: Vec<(Key, u32)>) -> Result<(), String> {
        must_ascend("the counts of the guards", &counts)?;
        for (key, half) in counts {
            let before = self.counts.of(key);
            if self.counts.count_half(key, half) == before {
                return damage("a guard counts more than any asks for");
            }
        }
        Ok(())
    }

    fn take_in_orders(&mut self, orders: Vec<Option<Customer>>) -> Result<(), String> {
        if orders.last().is_some_and(Option::is_none) {
            return damage("it ends with an order whose customer was never looked for");
        }
        for (index, customer) in orders.into_iter().enumerate() {
            let (Some(order), Some(customer)) = (OrderId::after(index), customer) else { continue };
            if let Customer::Known(card) = customer {
                must_be_there(self, card)?;
            }
            self.put(order, customer);
        }
        Ok(())
    }

    fn take_in_merge(&mut self, merge: Merge) -> Result<(), String> {
        let Merge { lost, kept, is_undone } = merge;
        must_be_there(self, lost)?;
        must_be_there(self, kept)?;
        if is_undone {
            self.merges.push(merge);
            return Ok(());
        }
        if lost == kept || self.live(lost) != lost || self.live(kept) != kept {
            return damage(format!("{lost} was merged into {kept}, and one was merged before"));
        }
        self.merge(lost, kept);
        Ok(())
    }
}

fn must_be_there(register: &Register, card: CardId) -> Result<(), String> {
    if register.has(card) { Ok(()) } else { damage(format!("it names {card}, which is not there")) }
}

fn must_ascend<T: Ord>(what: &str, all: &[T]) -> Result<(), String> {
    let is_sorted = all.iter().zip(all.iter().skip(1)).all(|(one, next)| one < next);
    if is_sorted { Ok(()) } else { damage(format!("{what} stand out of order, or twice")) }
}

fn damage<T>(what: impl Display) -> Result<T, String> {
    Err(format!("cannot read a register: {what}; restore it from the log"))
}

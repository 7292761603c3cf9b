//! The register of counterparties: what matching knows, and nothing that names anybody.

use std::collections::{BTreeMap, BTreeSet};

use sklad_base::{OrderId, PersonId};

use crate::{
    CardId, Customer, Event, Key, Kpp, Pin, Sort,
    card::{self, Card, Orders},
    few::{Few, push},
    links::{self, Links},
    shared::Shared,
    tally::{self, Tally},
};

/// All cards by their keys, as events made them; see the crate's first page.
///
/// **Invariant:** it holds digests and numbers only; words stand in events and in a [`Book`](crate::Book).
///
/// ```
/// use sklad_base::{Actor, CommandId, Decider, Envelope, Moment, OrderId, PersonId};
/// use sklad_party::{CardId, Command, Customer, Policy, Register, Said, Secret};
///
/// let now = Moment::parse("2026-03-02T10:00:00Z")?;
/// let (mut register, policy) = (Register::new(), Policy::new(Secret::new(7)));
/// let said = Said::of(PersonId::new(1)).email("ivan@romashka.ru");
/// let order = OrderId::new(0);
/// let command = Command::Recognise { order, said };
/// register.run(&Envelope::new(CommandId::counted(now, 0), Actor::System("doc".into()), now, command), &policy)?;
/// assert_eq!(register.customer(order), Some(Customer::Known(CardId::new(0))));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Register {
    pub(crate) cards: Vec<Card>,
    pub(crate) links: Links,
    pub(crate) counts: Tally,
    pub(crate) shared: Shared,
    pub(crate) pins: BTreeMap<Key, Pin>,
    pub(crate) orders: Orders,
    pub(crate) merges: Vec<Merge>,
    /// The cards that were merged into each, where any were.
    pub(crate) children: BTreeMap<CardId, Vec<CardId>>,
    pub(crate) parted: BTreeSet<(CardId, CardId)>,
}

/// One merge, as the journal keeps it.
///
/// ```
/// use sklad_party::Register;
///
/// assert_eq!(Register::new().merges().len(), 0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Merge {
    /// The card that redirects.
    pub lost: CardId,
    /// The card that stayed.
    pub kept: CardId,
    /// It was taken back.
    pub is_undone: bool,
}

/// Bytes of what the register keeps, tables at the fullest before they grow.
///
/// ```
/// use sklad_party::Register;
///
/// assert_eq!(Register::footprint().card, 16);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Footprint {
    /// A card by itself.
    pub card: usize,
    /// A key on a card.
    pub key: usize,
    /// A pair that a guard counts.
    pub pair: usize,
    /// An order.
    pub order: usize,
}

impl Register {
    /// Returns a register without cards.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns how many bytes each part takes.
    #[must_use]
    pub const fn footprint() -> Footprint {
        Footprint {
            card: size_of::<Card>(),
            key: links::BYTES.0 + (links::BYTES.1 * 8).div_ceil(7),
            pair: (tally::BYTES * 8).div_ceil(7),
            order: size_of::<u32>(),
        }
    }

    /// Returns how many cards, keys on them and pairs that guards count there are.
    #[must_use]
    pub fn sizes(&self) -> [usize; 3] {
        [self.cards.len(), self.links.len(), self.counts.len()]
    }

    /// Returns the number of the next card, or nothing when four billion are in use.
    #[must_use]
    pub fn next_card(&self) -> Option<CardId> {
        u32::try_from(self.cards.len()).ok().filter(|number| *number < card::MOST).map(CardId::new)
    }

    /// Returns whose an order is; nothing where it was never looked for. A card that was merged is followed.
    #[must_use]
    pub fn customer(&self, order: OrderId) -> Option<Customer> {
        Some(match self.orders.get(order)? {
            Customer::Known(card) => Customer::Known(self.live(card)),
            Customer::Undecided => Customer::Undecided,
        })
    }

    /// Returns whose an order is by the word that was said of it: the card itself, wherever merges led since.
    #[must_use]
    pub fn said_of(&self, order: OrderId) -> Option<Customer> {
        self.orders.get(order)
    }

    /// Goes through the orders that wait for a person to say whose they are.
    pub fn undecided(&self) -> impl Iterator<Item = OrderId> {
        let all = self.orders.all().enumerate();
        let open = all.filter(|(_, customer)| *customer == Some(Customer::Undecided));
        open.filter_map(|(index, _)| OrderId::after(index))
    }

    /// Returns how many orders there are up to the last whose customer was looked for.
    #[must_use]
    pub fn orders(&self) -> usize {
        self.orders.all().count()
    }

    /// Tells whether there is such a card, merged or not.
    #[must_use]
    pub fn has(&self, card: CardId) -> bool {
        card.index() < self.cards.len()
    }

    /// Goes through the cards that are not merged.
    pub fn cards(&self) -> impl Iterator<Item = CardId> {
        let live =
            self.cards.iter().zip(0..).filter(|(card, number)| card.into.number() == *number);
        live.map(|(_, number)| CardId::new(number))
    }

    /// Returns the cards that a key is on, each once, merged ones followed.
    #[must_use]
    pub fn cards_of(&self, key: Key) -> Vec<CardId> {
        let mut cards = Few::new(CardId::new(0));
        self.add_cards_of(key, &mut cards);
        cards.to_vec()
    }

    /// Adds the cards that a key is on; tells whether there are any.
    pub(crate) fn add_cards_of(&self, key: Key, cards: &mut Few<CardId>) -> bool {
        let mut is_known = false;
        for link in self.links.of_key(key) {
            is_known = true;
            let card = self.live(link.card);
            if !cards.contains(&card) {
                cards.push(card);
            }
        }
        is_known
    }

    /// Returns the keys that a card itself has, the newest first; those of cards merged into it are not among them.
    pub fn own_keys(&self, card: CardId) -> impl Iterator<Item = (Sort, Key)> {
        let first = self.cards.get(card.index()).map_or(0, |card| card.first);
        self.links.of_card(first)
    }

    /// Tells whether a key is many customers': the guards found so, or a person says so.
    #[must_use]
    pub fn is_shared(&self, key: Key) -> bool {
        match self.pins.get(&key) {
            Some(pin) => *pin == Pin::Shared,
            None => self.shared.contains(&key),
        }
    }

    /// Returns the cards with keys that are a person's words, each once.
    #[must_use]
    pub fn cards_of_person(&self, person: PersonId) -> Vec<CardId> {
        let its = self.links.live().filter(|(link, _)| link.person == person);
        let cards: BTreeSet<_> = its.map(|(link, _)| link.card).collect();
        cards.into_iter().collect()
    }

    /// Returns the KPP of a card.
    #[must_use]
    pub fn kpp_of(&self, card: CardId) -> Option<Kpp> {
        self.cards.get(card.index()).and_then(|card| Kpp::from_number(card.kpp))
    }

    /// Goes through the keys that turned out to be shared, with the cards that have them: what a person reviews.
    pub fn shared(&self) -> impl Iterator<Item = (Key, Vec<CardId>)> {
        self.shared.iter().map(|key| (*key, self.cards_of(*key)))
    }

    /// Returns the journal of merges, oldest first.
    #[must_use]
    pub fn merges(&self) -> &[Merge] {
        &self.merges
    }

    /// Tells whether matching knows anything of a person.
    #[must_use]
    pub fn knows(&self, person: PersonId) -> bool {
        self.links.knows(person)
    }

    /// Takes in what happened.
    pub(crate) fn take(&mut self, event: &Event) {
        match event {
            Event::Opened { card, kpp, .. } => {
                let kpp = kpp.map_or(0, Kpp::number);
                push(&mut self.cards, Card { first: 0, into: *card, orders: 0, kpp });
            }
            Event::Learned { card, sort, key, words } => {
                if let Some(its) = self.cards.get_mut(card.index()) {
                    its.first = self.links.add(*key, (*card, *sort, words.person()), its.first);
                }
            }
            Event::Recognised { order, customer, .. } => self.put(*order, *customer),
            Event::Settled { order, card } => self.put(*order, Customer::Known(*card)),
            Event::Counted { key, beside } => _ = self.counts.count(*key, *beside),
            Event::TurnedShared(key) => _ = self.shared.insert(*key),
            Event::Merged { lost, kept, .. } => self.merge(*lost, *kept),
            Event::Unmerged(merge) => self.unmerge(*merge),
            Event::Parted(one, other) => _ = self.parted.insert(ordered(*one, *other)),
            Event::Pinned(key, Some(pin)) => _ = self.pins.insert(*key, *pin),
            Event::Pinned(key, None) => _ = self.pins.remove(key),
            Event::Forgotten(person) => self.forget(*person),
            Event::Noted { .. } => {}
        }
    }

    pub(crate) fn put(&mut self, order: OrderId, customer: Customer) {
        if let Customer::Known(card) = customer
            && let Some(its) = self.cards.get_mut(card.index())
        {
            its.orders = its.orders.saturating_add(1);
        }
        self.orders.set(order, customer);
    }

    fn forget(&mut self, person: PersonId) {
        for key in self.links.forget(person) {
            // What another person's words say, too, is still known.
            if self.links.of_key(key).next().is_none() {
                self.counts.forget(key);
                self.pins.remove(&key);
                self.shared.remove(&key);
            }
        }
    }
}

pub(crate) fn ordered(one: CardId, other: CardId) -> (CardId, CardId) {
    if one < other { (one, other) } else { (other, one) }
}

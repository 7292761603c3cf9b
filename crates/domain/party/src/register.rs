//! The register of counterparties: what matching knows, and nothing that names anybody.

use std::collections::{BTreeMap, BTreeSet};

use sklad_base::{OrderId, PersonId};

use crate::{
    CardId, Customer, Event, Key, Kpp, MergeNo, Pin, Scheme, Sort,
    card::{self, Card, Orders},
    few::Few,
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

    /// Returns the card that a number leads to: itself, or the one that it was merged into.
    #[must_use]
    pub fn live(&self, card: CardId) -> CardId {
        // Where nothing stands merged, the card itself need not be fetched.
        if self.children.is_empty() {
            return card;
        }
        let mut at = card;
        while let Some(into) =
            self.cards.get(at.index()).map(|card| card.into).filter(|into| *into != at)
        {
            at = into;
        }
        at
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

    /// Returns how many orders are on a card and on those merged into it.
    #[must_use]
    pub fn orders_of(&self, card: CardId) -> u64 {
        let all = self.family(card);
        all.iter()
            .filter_map(|card| self.cards.get(card.index()))
            .map(|card| u64::from(card.orders))
            .sum()
    }

    /// Returns the key of a card's tax number of a scheme, its own or one of a card merged into it.
    #[must_use]
    pub fn number_of(&self, card: CardId, scheme: Scheme) -> Option<Key> {
        let its = |card: CardId| {
            let all = self.links.of_card(self.cards.get(card.index())?.first);
            all.filter(|(sort, _)| *sort == Sort::Tax(scheme)).last().map(|(_, key)| key)
        };
        if self.children.is_empty() {
            return its(card);
        }
        self.family(card).into_iter().find_map(its)
    }

    /// Tells whether a card has a tax number of any scheme.
    #[must_use]
    pub fn has_number(&self, card: CardId) -> bool {
        self.keys_of(card).into_iter().any(|(sort, _)| matches!(sort, Sort::Tax(_)))
    }

    /// Returns the keys of a card and of those merged into it.
    #[must_use]
    pub fn keys_of(&self, card: CardId) -> Vec<(Sort, Key)> {
        let family = self.family(card);
        let firsts =
            family.iter().filter_map(|card| self.cards.get(card.index())).map(|card| card.first);
        firsts.flat_map(|first| self.links.of_card(first)).collect()
    }

    /// Returns the cards that a key is on, each once, merged ones followed.
    #[must_use]
    pub fn cards_of(&self, key: Key) -> Vec<CardId> {
        let mut cards = Few::new(CardId::new(0));
        self.add_cards_of(key, &mut cards);
        cards.to_vec()
    }

    pub(crate) fn add_cards_of(&self, key: Key, cards: &mut Few<CardId>) {
        for link in self.links.of_key(key) {
            let card = self.live(link.card);
            if !cards.contains(&card) {
                cards.push(card);
            }
        }
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

    /// Tells whether two cards must never become one, or cards merged into them.
    #[must_use]
    pub fn are_parted(&self, one: CardId, other: CardId) -> bool {
        if self.parted.is_empty() {
            return false;
        }
        let (left, right) = (self.family(one), self.family(other));
        left.iter()
            .any(|one| right.iter().any(|other| self.parted.contains(&ordered(*one, *other))))
    }

    /// Tells whether matching knows anything of a person.
    #[must_use]
    pub fn knows(&self, person: PersonId) -> bool {
        self.links.knows(person)
    }

    /// Returns the merges that must be taken back before one can be, the latest first.
    #[must_use]
    pub fn blockers(&self, merge: MergeNo) -> Vec<MergeNo> {
        let index = |merge: MergeNo| usize::try_from(merge).unwrap_or(usize::MAX);
        let Some(first) = self.merges.get(index(merge)) else { return Vec::new() };
        let mut kept = first.kept;
        let mut blockers = Vec::new();
        for (later, number) in self.merges.iter().zip(0..).skip(index(merge).saturating_add(1)) {
            if !later.is_undone && later.lost == kept {
                kept = later.kept;
                blockers.push(number);
            }
        }
        blockers.reverse();
        blockers
    }

    /// Returns a card and all that were merged into it.
    pub(crate) fn family(&self, card: CardId) -> Vec<CardId> {
        let mut family = vec![card];
        let mut at = 0;
        while let Some(one) = family.get(at) {
            family.extend(self.children.get(one).into_iter().flatten());
            at += 1;
        }
        family
    }

    /// Takes in what happened.
    pub(crate) fn take(&mut self, event: &Event) {
        match event {
            Event::Opened { card, kpp, .. } => {
                let kpp = kpp.map_or(0, Kpp::number);
                self.cards.push(Card { first: 0, into: *card, orders: 0, kpp });
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

    pub(crate) fn merge(&mut self, lost: CardId, kept: CardId) {
        if let Some(its) = self.cards.get_mut(lost.index()) {
            its.into = kept;
        }
        self.children.entry(kept).or_default().push(lost);
        self.merges.push(Merge { lost, kept, is_undone: false });
    }

    fn unmerge(&mut self, merge: MergeNo) {
        let Some(its) = usize::try_from(merge).ok().and_then(|at| self.merges.get_mut(at)) else {
            return;
        };
        its.is_undone = true;
        let Merge { lost, kept, .. } = *its;
        if let Some(card) = self.cards.get_mut(lost.index()) {
            card.into = lost;
        }
        if let Some(children) = self.children.get_mut(&kept) {
            children.retain(|child| *child != lost);
            if children.is_empty() {
                self.children.remove(&kept);
            }
        }
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

fn ordered(one: CardId, other: CardId) -> (CardId, CardId) {
    if one < other { (one, other) } else { (other, one) }
}

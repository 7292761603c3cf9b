//! The register as a machine: what is asked of it, and what happens then.

use std::{cmp::Reverse, sync::Arc};

use sklad_base::{Decider, Envelope, Events, No, OrderId, PersonId, Personal, Refusals};

use crate::{
    CardId, Class, Customer, Doubles, Event, Flag, Key, MergeNo, Outcome, Pin, Policy, Refusal,
    Register, Said, Sort, Verdict, Word,
    event::List,
    few::Few,
    said::{self, Value},
    table::kpp,
};

/// What is asked of the register.
///
/// ```
/// use sklad_party::{CardId, Command};
///
/// assert_ne!(Command::Merge(CardId::new(0), CardId::new(1)), Command::Part(CardId::new(0), CardId::new(1)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(
    clippy::exhaustive_enums,
    reason = "a new command must be handled by every caller that passes them on"
)]
pub enum Command {
    /// Says whose an order is, and learns what it brings (F4); the same order twice changes nothing.
    Recognise {
        /// Which order.
        order: OrderId,
        /// What it says of its customer.
        said: Said,
    },
    /// Adds a card that another system keeps, without matching it.
    Add(Said),
    /// A person says whose an undecided order is.
    Settle {
        /// Which order.
        order: OrderId,
        /// Whose.
        on: Choice,
        /// What the order says of its customer: what is new of it is learned.
        said: Said,
    },
    /// Two cards are one customer; the one with a tax number stays, else the one with more orders, else the older.
    Merge(CardId, CardId),
    /// Takes a merge back; the two are not proposed again.
    Unmerge(MergeNo),
    /// Two cards must never become one.
    Part(CardId, CardId),
    /// Says what an e-mail is worth; nothing takes the word back.
    PinEmail(String, Option<Pin>),
    /// Says what a tax number is worth, by its country; nothing takes the word back.
    PinNumber(said::Number, Option<Pin>),
    /// Drops all that matching knows of a person.
    Forget(PersonId),
}

/// Whose an order is, by a person's word.
///
/// ```
/// use sklad_party::{CardId, Choice};
///
/// assert_ne!(Choice::Card(CardId::new(0)), Choice::New);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(clippy::exhaustive_enums, reason = "one that is there, or a new one")]
pub enum Choice {
    /// This card's.
    Card(CardId),
    /// Nobody's that is known.
    New,
}

impl Decider for Register {
    type Command = Command;
    type Event = Event;
    type Policy = Policy;
    type Refusal = Refusal;

    fn decide(
        &self,
        command: &Envelope<Command>,
        policy: &Policy,
        out: &mut Events<Event>,
    ) -> Result<(), No<Refusal>> {
        let before = out.len();
        let decided = match &command.command {
            Command::Recognise { order, said } => {
                self.recognise((*order, said), policy, out).map(drop)
            }
            Command::Add(said) => self.add(said, policy, out),
            Command::Settle { order, on, said } => self.settle((*order, *on), (said, policy), out),
            Command::Merge(one, other) => {
                self.merge_event(*one, *other).map(|event| out.push(event))
            }
            Command::Unmerge(merge) => self.unmerge_events(*merge, out),
            Command::Part(one, other) => self.part_event(*one, *other).map(|event| out.push(event)),
            Command::PinEmail(text, pin) => {
                let said = Said::of(PersonId::new(0)).email(text.as_str());
                self.pin_event(&said, *pin, policy).map(|event| out.push(event))
            }
            Command::PinNumber(number, pin) => {
                let said = Said::of(PersonId::new(0))
                    .number(number.country.as_str(), number.text.as_str());
                self.pin_event(&said, *pin, policy).map(|event| out.push(event))
            }
            Command::Forget(person) => {
                out.push(Event::Forgotten(*person));
                Ok(())
            }
        };
        decided.map_err(|refusal| {
            out.truncate(before);
            Refusals::one(refusal).into()
        })
    }

    fn evolve(&mut self, event: &Event) {
        self.take(event);
    }
}

impl Register {
    /// Says whose an order is and puts what follows behind what stands in `out`: for a floor above that decides an
    /// order as a whole. Returns the verdict, or nothing where the order was recognised before.
    ///
    /// # Errors
    /// [`Refusal::NoCardLeft`]; `out` may then hold a part and is the caller's to truncate.
    pub fn recognise(
        &self,
        (order, said): (OrderId, &Said),
        policy: &Policy,
        out: &mut Events<Event>,
    ) -> Result<Option<Verdict>, Refusal> {
        if self.customer(order).is_some() {
            return Ok(None);
        }
        let mut values = Vec::with_capacity(4);
        said::read(said, policy, &mut values);
        let verdict = self.judge(said, &mut values, policy);
        let card = match verdict.outcome {
            Outcome::Match(card) => {
                if policy.doubles == Doubles::Merge && verdict.flags.contains(&Flag::MergeCandidate)
                {
                    self.merge_hit(card, &values, out);
                }
                Some(card)
            }
            Outcome::Create => Some(self.open(said, &verdict, out)?),
            Outcome::Conflict(_) | Outcome::Review => None,
        };
        if let Some(card) = card {
            learn(card, said, (&verdict.learn, &values), out);
            note(card, said, &values, out);
        }
        out.push(Event::Recognised {
            order,
            customer: card.map_or(Customer::Undecided, Customer::Known),
            outcome: verdict.outcome,
            row: verdict.row,
            candidates: verdict.candidates.clone(),
        });
        self.count(&values, policy, out);
        Ok(Some(verdict))
    }

    fn open(
        &self,
        said: &Said,
        verdict: &Verdict,
        out: &mut Events<Event>,
    ) -> Result<CardId, Refusal> {
        let card = self.next_card().ok_or(Refusal::NoCardLeft)?;
        let head =
            |flag: &Flag| if let Flag::NewBranchOf(head) = flag { Some(*head) } else { None };
        let branch_of = verdict.flags.iter().find_map(head);
        let name = Personal::new(said.person, Arc::from(said.name.trim()));
        out.push(Event::Opened { card, branch_of, kpp: kpp(said), name });
        Ok(card)
    }

    fn add(&self, said: &Said, policy: &Policy, out: &mut Events<Event>) -> Result<(), Refusal> {
        let card = self.next_card().ok_or(Refusal::NoCardLeft)?;
        let name = Personal::new(said.person, Arc::from(said.name.trim()));
        out.push(Event::Opened { card, branch_of: None, kpp: kpp(said), name });

        let mut values = Vec::with_capacity(4);
        said::read(said, policy, &mut values);
        self.classify(&mut values);
        let is_key = |value: &&Value| matches!(value.class, Class::Strong | Class::Shared);
        for value in values.iter().filter(is_key) {
            push_learned(card, said, value, out);
        }
        note(card, said, &values, out);
        self.count(&values, policy, out);
        Ok(())
    }

    fn settle(
        &self,
        (order, on): (OrderId, Choice),
        (said, policy): (&Said, &Policy),
        out: &mut Events<Event>,
    ) -> Result<(), Refusal> {
        match self.customer(order) {
            None => return Err(Refusal::UnknownOrder(order)),
            Some(Customer::Known(card)) => return Err(Refusal::NotUndecided { order, card }),
            Some(Customer::Undecided) => {}
        }
        let mut values = Vec::with_capacity(4);
        said::read(said, policy, &mut values);
        self.classify(&mut values);
        let card = match on {
            Choice::Card(card) => self.living(card)?,
            Choice::New => {
                let card = self.next_card().ok_or(Refusal::NoCardLeft)?;
                let name = Personal::new(said.person, Arc::from(said.name.trim()));
                out.push(Event::Opened { card, branch_of: None, kpp: kpp(said), name });
                card
            }
        };
        let mut schemes = Vec::new();
        for value in values.iter().filter(|value| value.class == Class::Strong) {
            let is_new = value.key.is_some_and(|key| self.links.of_key(key).next().is_none());
            let is_free = match value.sort {
                Sort::Tax(scheme) => {
                    let is_free =
                        self.number_of(card, scheme).is_none() && !schemes.contains(&scheme);
                    schemes.push(scheme);
                    is_free
                }
                Sort::Email | Sort::Phone | Sort::Unread => true,
            };
            if is_new && is_free {
                push_learned(card, said, value, out);
            }
        }
        note(card, said, &values, out);
        out.push(Event::Settled { order, card });
        Ok(())
    }

    /// Merges the cards of the order's e-mails into the card of its number: row 8, where the shop wants that.
    fn merge_hit(&self, kept: CardId, values: &[Value], out: &mut Events<Event>) {
        let mut hit = Few::new(CardId::new(0));
        let emails =
            values.iter().filter(|value| value.is_email_like() && value.class == Class::Strong);
        for key in emails.filter_map(|value| value.key) {
            self.add_cards_of(key, &mut hit);
        }
        if let Some(lost) = hit.iter().copied().find(|card| *card != kept) {
            let merge = u32::try_from(self.merges.len()).unwrap_or(u32::MAX);
            out.push(Event::Merged { merge, lost, kept });
        }
    }

    fn merge_event(&self, one: CardId, other: CardId) -> Result<Event, Refusal> {
        let (one, other) = (self.living(one)?, self.living(other)?);
        if one == other {
            return Err(Refusal::SameCard(one));
        }
        if self.are_parted(one, other) {
            return Err(Refusal::Parted { one, other });
        }
        let rank = |card: CardId| (self.has_number(card), self.orders_of(card), Reverse(card));
        let (kept, lost) = if rank(one) > rank(other) { (one, other) } else { (other, one) };
        let merge = u32::try_from(self.merges.len()).unwrap_or(u32::MAX);
        Ok(Event::Merged { merge, lost, kept })
    }

    fn unmerge_events(&self, merge: MergeNo, out: &mut Events<Event>) -> Result<(), Refusal> {
        let its = usize::try_from(merge).ok().and_then(|at| self.merges.get(at));
        let its = its.ok_or(Refusal::UnknownMerge(merge))?;
        if its.is_undone {
            return Err(Refusal::Undone(merge));
        }
        let blockers = self.blockers(merge);
        if !blockers.is_empty() {
            return Err(Refusal::Blocked { merge, blockers: List(blockers) });
        }
        out.push(Event::Unmerged(merge));
        out.push(Event::Parted(its.lost, its.kept));
        Ok(())
    }

    fn part_event(&self, one: CardId, other: CardId) -> Result<Event, Refusal> {
        let (one, other) = (self.living(one)?, self.living(other)?);
        if one == other { Err(Refusal::SameCard(one)) } else { Ok(Event::Parted(one, other)) }
    }

    fn pin_event(&self, said: &Said, pin: Option<Pin>, policy: &Policy) -> Result<Event, Refusal> {
        let mut values = Vec::new();
        said::read(said, policy, &mut values);
        let key = values.first().and_then(|value| value.key).ok_or(Refusal::Unreadable)?;
        Ok(Event::Pinned(key, pin))
    }

    fn living(&self, card: CardId) -> Result<CardId, Refusal> {
        if !self.has(card) {
            return Err(Refusal::UnknownCard(card));
        }
        match self.live(card) {
            into if into != card => Err(Refusal::Redirected { card, into }),
            card => Ok(card),
        }
    }

    /// Counts what the guards count: each e-mail beside each tax number, each tax number beside each mail domain.
    fn count(&self, values: &[Value], policy: &Policy, out: &mut Events<Event>) {
        let is_well = |value: &&Value| matches!(value.class, Class::Strong | Class::Shared);
        let start = out.len();
        let emails = values.iter().filter(is_well).filter(|value| value.sort == Sort::Email);
        let numbers =
            values.iter().filter(|value| !value.is_email_like() && value.class == Class::Strong);
        let pairs = emails.flat_map(|email| numbers.clone().map(move |number| (email, number)));
        for (email, number) in pairs {
            let (Some(mailbox), Some(domain), Some(tax)) = (email.key, email.beside, number.key)
            else {
                continue;
            };
            let limits =
                [(email.class, policy.email_shared_above), (number.class, policy.tax_shared_above)];
            for (pair, limit) in [(mailbox, tax), (tax, domain)].into_iter().zip(limits) {
                let counted =
                    self.counted(pair, limit, out.as_slice().get(start..).unwrap_or_default());
                counted.into_iter().flatten().for_each(|event| out.push(event));
            }
        }
    }

    /// Counts one pair after those that this order has counted; says whether the key turns shared by it.
    fn counted(
        &self,
        (key, beside): (Key, Key),
        (class, limit): (Class, u8),
        before: &[Event],
    ) -> [Option<Event>; 2] {
        let counted = Event::Counted { key, beside };
        // Past the most that is kept nothing is told apart any more.
        if self.counts.has(key, beside)
            || self.counts.of(key) >= MOST_COUNTED
            || before.contains(&counted)
        {
            return [None, None];
        }
        let now = before
            .iter()
            .filter(|event| matches!(event, Event::Counted { key: its, .. } if *its == key));
        let count = usize::from(self.counts.of(key)) + now.count() + 1;
        let turned = Event::TurnedShared(key);
        let turns =
            class == Class::Strong && count > usize::from(limit) && !self.pins.contains_key(&key);
        [Some(counted), Some(turned).filter(|turned| turns && !before.contains(turned))]
    }
}

fn learn(card: CardId, said: &Said, (words, values): (&[Word], &[Value]), out: &mut Events<Event>) {
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

fn push_learned(card: CardId, said: &Said, value: &Value, out: &mut Events<Event>) {
    if let Some(key) = value.key {
        let words = Personal::new(said.person, text_of(said, value).into());
        out.push(Event::Learned { card, sort: value.sort, key, words });
    }
}

fn note(card: CardId, said: &Said, values: &[Value], out: &mut Events<Event>) {
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
    text.char_indices().nth(LONGEST_NOTE).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// As many distinct values as are counted beside one key.
const MOST_COUNTED: u8 = 64;
/// So many characters of what a customer wrote are kept.
const LONGEST_NOTE: usize = 320;

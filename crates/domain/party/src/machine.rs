//! The register as a machine: what is asked of it, and what happens then.

mod counts;
mod merges;
mod words;

use sklad_base::{Decider, Envelope, Events, No, OrderId, PersonId, Refusals};

use crate::{
    CardId, Class, Customer, Doubles, Event, Flag, MergeNo, Outcome, Pin, Policy, Refusal,
    Register, Said, Sort, Verdict, said,
};

use self::words::{learn, note, opened, push_learned};

pub(crate) use self::words::text_of;

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
        self.follow(&mut values);
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
        out.push(opened(card, branch_of, said));
        Ok(card)
    }

    fn add(&self, said: &Said, policy: &Policy, out: &mut Events<Event>) -> Result<(), Refusal> {
        let card = self.next_card().ok_or(Refusal::NoCardLeft)?;
        out.push(opened(card, None, said));

        let mut values = Vec::with_capacity(4);
        said::read(said, policy, &mut values);
        self.classify(&mut values);
        let is_key = |value: &&said::Value| matches!(value.class, Class::Strong | Class::Shared);
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
                out.push(opened(card, None, said));
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

    fn pin_event(&self, said: &Said, pin: Option<Pin>, policy: &Policy) -> Result<Event, Refusal> {
        let mut values = Vec::new();
        said::read(said, policy, &mut values);
        let key = values.first().and_then(|value| value.key).ok_or(Refusal::Unreadable)?;
        Ok(Event::Pinned(key, pin))
    }
}

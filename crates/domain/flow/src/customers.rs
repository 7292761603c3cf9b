//! Whose the orders are (F4): looked for as they are placed, decided by a person where that is open.

use std::{collections::BTreeMap, fmt};

use sklad_base::{Decider, Events, OrderId, PersonId};
use sklad_order::Buyer;
use sklad_party::{
    CardId, Command as Ask, Customer, Event as Found, Key, Number, Outcome, Policy, Register, Said,
    Secret, reason,
};

use crate::{
    Event, Refusal, Shop, Undecided,
    work::{Decided, Work},
};

/// What the shop knows of its customers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Customers {
    /// Cards and what leads to them.
    pub(crate) register: Register,
    /// What tells the secret that the register's keys are made with from others.
    pub(crate) check: Option<Key>,
    /// The orders that wait for a person, and why.
    pub(crate) questions: BTreeMap<OrderId, Question>,
    pub(crate) secret: Given,
}

impl Customers {
    /// Tells whether there is a secret, or was one.
    const fn are_looked_for(&self) -> bool {
        self.secret.0.is_some() || self.check.is_some()
    }
}

/// The secret that the shop was opened with, and what tells it from others, which each order is asked with: no part of
/// its state, so shops that differ in nothing else are equal.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Given(Option<(Secret, Key)>);

impl Given {
    fn new(secret: Secret) -> Self {
        Self(Some((secret, secret.check())))
    }

    fn secret(self) -> Option<Secret> {
        self.0.map(|(secret, _)| secret)
    }

    fn check(self) -> Option<Key> {
        self.0.map(|(_, check)| check)
    }
}

impl PartialEq for Given {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Given {}

/// An order whose customer a person must say.
///
/// ```
/// use sklad_flow::Shop;
///
/// assert_eq!(Shop::new().questions().count(), 0);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Question {
    /// Which order.
    pub order: OrderId,
    /// What the decision table said: a conflict, with its proposal where it has one, or a review.
    pub outcome: Outcome,
    /// Its row, from 1 to 20.
    pub row: u8,
    /// The cards to look at.
    pub candidates: Vec<CardId>,
}

impl Question {
    /// Returns the card that the order would be on by the proposal, where there is one.
    #[must_use]
    pub const fn proposed(&self) -> Option<CardId> {
        match self.outcome {
            Outcome::Conflict(Some(proposal)) => Some(proposal.card()),
            Outcome::Conflict(None) | Outcome::Review | Outcome::Match(_) | Outcome::Create => None,
        }
    }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(reason(self.row))?;
        match self.outcome {
            Outcome::Conflict(Some(proposal)) => write!(f, "; proposed: {proposal}"),
            Outcome::Conflict(None) | Outcome::Review | Outcome::Match(_) | Outcome::Create => {
                Ok(())
            }
        }
    }
}

impl Shop {
    /// Opens it with the secret that its customers' keys are made with; without one, no customer is looked for.
    ///
    /// The secret stands in no event and in no snapshot: keep it where the keys of persons are kept, and give it again
    /// whenever the shop is restored. The log holds what tells it from others, so that another one is refused.
    ///
    /// ```
    /// use sklad_flow::Shop;
    /// use sklad_party::Secret;
    ///
    /// let shop = Shop::new().with_secret(Secret::new(7));
    /// assert!(shop.customer_policy().is_some());
    /// ```
    #[must_use]
    pub fn with_secret(mut self, secret: Secret) -> Self {
        self.customers.secret = Given::new(secret);
        self
    }

    /// Takes the secret of another shop: that which a keeper was set up with, after a snapshot was read.
    pub const fn take_secret_of(&mut self, other: &Self) {
        self.customers.secret = other.customers.secret;
    }

    /// Returns whose an order is, also one that has left: nothing where its customer was never looked for.
    #[must_use]
    pub fn customer(&self, order: OrderId) -> Option<Customer> {
        self.customers.register.customer(order)
    }

    /// Returns the cards of all customers, and what leads to them.
    #[must_use]
    pub const fn customers(&self) -> &Register {
        &self.customers.register
    }

    /// Returns what the register is asked by: the shop's choices with its secret; nothing where it has none.
    #[must_use]
    pub fn customer_policy(&self) -> Option<Policy> {
        self.customers
            .secret
            .secret()
            .map(|secret| self.policy.settings.customers.to_policy(secret))
    }

    /// Goes through the orders that wait for a person to say whose they are, the oldest first.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.customers.questions.values()
    }

    /// Returns why an order waits for a person to say whose it is, where it does.
    #[must_use]
    pub fn question(&self, order: OrderId) -> Option<&Question> {
        self.customers.questions.get(&order)
    }

    pub(crate) fn take_in_found(&mut self, event: &Found) {
        self.customers.register.evolve(event);
        match event {
            Found::Recognised {
                order,
                customer: Customer::Undecided,
                outcome,
                row,
                candidates,
            } => {
                let (order, outcome, row) = (*order, *outcome, *row);
                let question = Question { order, outcome, row, candidates: candidates.clone() };
                self.customers.questions.insert(order, question);
            }
            Found::Settled { order, .. } => drop(self.customers.questions.remove(order)),
            Found::Recognised { .. }
            | Found::Opened { .. }
            | Found::Learned { .. }
            | Found::Noted { .. }
            | Found::Counted { .. }
            | Found::TurnedShared(_)
            | Found::Merged { .. }
            | Found::Unmerged(_)
            | Found::Parted(..)
            | Found::Pinned(..)
            | Found::Forgotten(_) => {}
        }
    }
}

impl Work<'_> {
    /// Looks for the customer of an order that says who ordered, once; without a secret nobody is looked for.
    pub(crate) fn look_up(&mut self, order: OrderId) -> Decided {
        let before = self.shop.customer(order).or_else(|| self.customers.get(&order).copied());
        if before.is_some() || !self.shop.customers.are_looked_for() {
            return Ok(());
        }
        let said = self.said_by(order)?;
        let Some(said) = said.filter(says_something) else { return Ok(()) };
        match self.customer_policy()? {
            Some(policy) => self.recognise((order, &said), &policy),
            None => Ok(()),
        }
    }

    /// Does what a person decides about customers.
    pub(crate) fn decide_about_customers(&mut self, ask: &Ask) -> Decided {
        if let Ask::Forget(person) = ask {
            return self.forget(*person);
        }
        let policy = self.customer_policy()?.ok_or(Refusal::NoSecret)?;
        match ask {
            Ask::Recognise { order, said } => {
                let said = self.said_or_given((*order, said))?;
                if self.shop.customer(*order).is_some() {
                    return Ok(());
                }
                self.recognise((*order, &said), &policy)
            }
            Ask::Settle { order, on, said } => {
                let said = self.said_or_given((*order, said))?;
                self.must_be_open(*order)?;
                self.let_register(&Ask::Settle { order: *order, on: *on, said }, &policy)?;
                // What waited for the word is billed now.
                self.follow(*order, &sklad_scenario::Happening::GoodsCame)
            }
            Ask::Add(_)
            | Ask::Merge(..)
            | Ask::Unmerge(_)
            | Ask::Part(..)
            | Ask::PinEmail(..)
            | Ask::PinNumber(..)
            | Ask::Forget(_) => self.let_register(ask, &policy),
        }
    }

    /// Looks whether a bill may be closed: the order's customer must be decided, where one was looked for.
    pub(crate) fn must_have_customer(&mut self, order: OrderId) -> Decided {
        if !self.is_undecided(order) {
            return Ok(());
        }
        let question = self.shop.question(order).map(ToString::to_string);
        let question = question.unwrap_or_else(|| "it was asked just now".to_owned());
        Err(Refusal::Undecided { number: self.number(order)?, question }.into())
    }

    /// Looks whether an order waits for a person to say whose it is.
    fn must_be_open(&mut self, order: OrderId) -> Decided {
        let number = self.number(order)?;
        match self.shop.customer(order) {
            Some(Customer::Undecided) => Ok(()),
            Some(Customer::Known(card)) => Err(Refusal::Settled { number, card }.into()),
            None => Err(Refusal::NeverLookedFor { number }.into()),
        }
    }

    /// Tells whether a person must still say whose an order is.
    pub(crate) fn is_undecided(&self, order: OrderId) -> bool {
        let customer = self.customers.get(&order).copied().or_else(|| self.shop.customer(order));
        customer == Some(Customer::Undecided)
    }

    fn recognise(&mut self, (order, said): (OrderId, &Said), policy: &Policy) -> Decided {
        let mut found = Events::new();
        let asked = (order, said);
        let verdict = self.shop.customers.register.recognise(asked, policy, &mut found);
        let verdict = verdict.map_err(Refusal::from)?;
        self.take_down(found);
        let goes_on = self.policy.settings.customers.undecided == Undecided::GoOn;
        let proposal = match verdict.map(|verdict| verdict.outcome) {
            Some(Outcome::Conflict(Some(proposal))) if goes_on => proposal,
            _ => return Ok(()),
        };
        let card = proposal.card();
        self.take_down([Found::Settled { order, card }]);
        Ok(())
    }

    fn let_register(&mut self, ask: &Ask, policy: &Policy) -> Decided {
        let mut found = Events::new();
        let decided = self.shop.customers.register.decide(
            &self.envelope.with(ask.clone()),
            policy,
            &mut found,
        );
        decided.map_err(|no| no.map(Refusal::from))?;
        self.take_down(found);
        Ok(())
    }

    /// Puts what was found behind what happened; the first of it says with which secret.
    fn take_down(&mut self, found: impl IntoIterator<Item = Found>) {
        let check = self.shop.customers.secret.check();
        for event in found {
            let event = self.without_forgotten(event);
            if let Some(check) = check.filter(|_| self.shop.customers.check.is_none())
                && !self.events().contains(&Event::Keyed(check))
            {
                self.out.push(Event::Keyed(check));
            }
            match &event {
                Found::Recognised { order, customer, .. } => {
                    self.customers.insert(*order, *customer);
                }
                Found::Settled { order, card } => {
                    self.customers.insert(*order, Customer::Known(*card));
                }
                Found::Opened { .. }
                | Found::Learned { .. }
                | Found::Noted { .. }
                | Found::Counted { .. }
                | Found::TurnedShared(_)
                | Found::Merged { .. }
                | Found::Unmerged(_)
                | Found::Parted(..)
                | Found::Pinned(..)
                | Found::Forgotten(_) => {}
            }
            self.out.push(Event::Party(event));
        }
    }

    /// Leaves the name of a card out whose person is forgotten: there is no key to seal it with.
    fn without_forgotten(&self, mut event: Found) -> Found {
        if let Found::Opened { name, .. } = &mut event
            && self.shop.is_forgotten(name.person())
        {
            name.forget();
        }
        event
    }

    /// Returns what the register is asked by: nothing where the shop looks for no customers.
    fn customer_policy(&self) -> Result<Option<Policy>, Refusal> {
        let customers = &self.shop.customers;
        match (customers.check, customers.secret.check()) {
            (Some(_), None) => Err(Refusal::NoSecret),
            (Some(check), Some(given)) if given != check => Err(Refusal::WrongSecret),
            _ => Ok(self.shop.customer_policy()),
        }
    }

    /// Returns what a command says of an order's customer, or what the order itself says where that is nothing.
    fn said_or_given(&mut self, (order, said): (OrderId, &Said)) -> Decided<Said> {
        let own = self.said_by(order)?;
        let given = Some(said).filter(|said| says_something(said)).cloned();
        Ok(given.or(own).unwrap_or_else(|| Said::of(said.person)))
    }

    fn said_by(&mut self, order: OrderId) -> Decided<Option<Said>> {
        let buyer = self.case(order)?.order.buyer();
        Ok(buyer.map(|buyer| said_of(buyer.person(), buyer.words())))
    }
}

/// Puts the words of an order's buyer in the form that the register reads.
fn said_of(person: PersonId, buyer: Option<&Buyer>) -> Said {
    let mut said = Said::of(person);
    let Some(Buyer { name, email, phone, numbers, kpp, .. }) = buyer else { return said };
    let given = |text: &String| Some(text.clone()).filter(|text| !text.trim().is_empty());
    (said.name, said.kpp) = (name.clone(), kpp.clone());
    (said.emails, said.phones) =
        (given(email).into_iter().collect(), given(phone).into_iter().collect());
    let numbers = numbers.iter();
    said.numbers = numbers.map(|it| Number::new(it.country.as_str(), it.text.as_str())).collect();
    said
}

/// Tells whether anything is said by which a customer could be known, or named.
pub(crate) fn says_something(said: &Said) -> bool {
    let texts = said.emails.iter().chain(&said.phones).chain([&said.name]);
    let numbers = said.numbers.iter().map(|number| &number.text);
    texts.chain(numbers).any(|text| !text.trim().is_empty())
}

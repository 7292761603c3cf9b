//! Forgetting a person: when it may not be yet, and what goes then.

use std::collections::BTreeMap;

use sklad_base::{Day, PersonId, Refusals};
use sklad_document::{Document, Kind, State};
use sklad_order::{Edit, Reason};
use sklad_party::Command as Ask;

use crate::{
    Case, Command, Event, Refusal, Shop,
    customers::says_something,
    work::{Decided, Work},
};

/// The document of a kind that was closed last, of those that hold a person's words: its day and its number.
pub(crate) type Last = (Day, u32);

impl Shop {
    /// Tells whether a person's words are forgotten, for good.
    #[must_use]
    pub fn is_forgotten(&self, person: PersonId) -> bool {
        self.forgotten.contains(&person)
    }

    /// Goes through the persons whose words are forgotten: whoever keeps their keys destroys those of all of them again
    /// after an older copy of the keys came back.
    pub fn forgotten(&self) -> impl Iterator<Item = PersonId> {
        self.forgotten.iter().copied()
    }

    /// Drops all that the live state holds of a person's words; those of departed orders stay out as they come back.
    pub(crate) fn take_in_forgotten(&mut self, person: PersonId) {
        self.forgotten.insert(person);
        self.take_in_found(&sklad_party::Event::Forgotten(person));
        self.kept.retain(|(kept, _), _| *kept != person);
        self.cases.iter_mut().for_each(|case| case.order.forget(person));
    }

    /// Keeps of an order that leaves which of its documents hold whose words, so far as a rule may ask for it.
    pub(crate) fn keep_closed(&mut self, case: &Case) {
        for person in case.order.persons().difference(&self.forgotten) {
            for (kind, last) in case.closed_last() {
                let kept = self.kept.entry((*person, kind)).or_insert(last);
                *kept = last.max(*kept);
            }
        }
    }
}

impl Case {
    /// Returns of each kind the document that was closed last.
    fn closed_last(&self) -> BTreeMap<Kind, Last> {
        let closed = |document: &Document| match document.sheet.state {
            State::Closed(day) => Some((document.sheet.kind, (day, document.number))),
            State::Open | State::Cancelled => None,
        };
        let mut all = BTreeMap::new();
        for (kind, last) in self.papers.documents().iter().filter_map(closed) {
            let there = all.entry(kind).or_insert(last);
            *there = last.max(*there);
        }
        all
    }
}

impl Work<'_> {
    pub(crate) fn forget(&mut self, person: PersonId) -> Decided {
        if self.shop.is_forgotten(person) {
            return Ok(());
        }
        let today = self.envelope.moment.day_in(self.policy.stock.zone);
        let days = |kind: &Kind| self.policy.settings.keep_words.get(kind).copied();
        let mut obstacles = Vec::new();
        for (kind, number) in self.open_papers_with(person).filter(|(kind, _)| days(kind).is_some())
        {
            obstacles.push(Refusal::MustKeep { person, kind, number, until: None });
        }
        for (kind, (closed, number)) in self.closed_papers_with(person) {
            let until = days(&kind).map(|days| closed.plus_days(days));
            if until.is_some_and(|until| until >= today) {
                obstacles.push(Refusal::MustKeep { person, kind, number, until });
            }
        }
        if let Some(refusals) = Refusals::from_all(obstacles) {
            return Err(refusals.into());
        }
        self.out.push(Event::Forgotten(person));
        Ok(())
    }

    /// Looks whether a command brings new words of a person who is forgotten: they could not be sealed.
    pub(crate) fn must_not_be_forgotten(&self) -> Decided {
        let persons = self.envelope.command.persons();
        let forgotten = persons.filter(|person| self.shop.is_forgotten(*person));
        let refusals = forgotten.map(|person| Refusal::PersonForgotten { person });
        Refusals::from_all(refusals).map_or(Ok(()), |refusals| Err(refusals.into()))
    }

    fn open_papers_with(&self, person: PersonId) -> impl Iterator<Item = (Kind, u32)> {
        let cases = self.shop.cases().filter(move |case| case.order.persons().contains(&person));
        let papers = cases.flat_map(|case| case.papers.documents());
        papers.filter(|it| it.is_open()).map(|paper| (paper.sheet.kind, paper.number))
    }

    fn closed_papers_with(&self, person: PersonId) -> BTreeMap<Kind, Last> {
        let departed = self.shop.kept.iter().filter(|((kept, _), _)| *kept == person);
        let mut all: BTreeMap<_, _> = departed.map(|((_, kind), last)| (*kind, *last)).collect();
        for case in self.shop.cases().filter(|case| case.order.persons().contains(&person)) {
            for (kind, last) in case.closed_last() {
                let there = all.entry(kind).or_insert(last);
                *there = last.max(*there);
            }
        }
        all
    }
}

impl Command {
    /// Goes through the persons whose words it brings.
    #[expect(clippy::wildcard_enum_match_arm, reason = "no other command has room for words")]
    pub fn persons(&self) -> impl Iterator<Item = PersonId> {
        let (first, second) = match self {
            Self::Place(draft) => {
                let buyer = draft.buyer.as_ref().map(|words| words.person());
                (buyer, draft.comment.as_ref().map(|words| words.person()))
            }
            Self::Reject { reason, .. }
            | Self::MarkFalse { reason, .. }
            | Self::Cancel { reason, .. } => (Reason::person(reason), None),
            Self::Stage { comment: Some(words), .. } => (Some(words.person()), None),
            Self::Edit { edit: Edit::ChangeBuyer(words), .. } => (Some(words.person()), None),
            Self::Edit { edit: Edit::Comment(words), .. } => (Some(words.person()), None),
            Self::Party(ask) => (person_of(ask), None),
            _ => (None, None),
        };
        first.into_iter().chain(second)
    }
}

/// Returns whose words a command about customers brings.
fn person_of(ask: &Ask) -> Option<PersonId> {
    let said = match ask {
        Ask::Recognise { said, .. } | Ask::Add(said) | Ask::Settle { said, .. } => Some(said),
        Ask::Merge(..)
        | Ask::Unmerge(_)
        | Ask::Part(..)
        | Ask::PinEmail(..)
        | Ask::PinNumber(..)
        | Ask::Forget(_) => None,
    };
    said.filter(|said| says_something(said)).map(|said| said.person)
}

//! Who works on an order, and whether its clock runs.

use sklad_base::Actor;

use crate::{Clock, How, Party, Person, Refusal, Scheme, StageDraft, What, scheme::is_program};

use super::desk::{Decided, Desk};

impl<'a> Desk<'a> {
    pub(super) fn pause(&mut self) -> Decided {
        let stage = self.stage()?;
        if let Some(refusal) = self.may(stage, &[]) {
            return Err(refusal.into());
        }
        let Clock::Runs { since, spent, .. } = self.track()?.clock else {
            let (order, stage) = (self.order, stage.id.clone());
            return Err(Refusal::Stands { order, stage }.into());
        };
        let spent = spent.plus(self.scheme.time_between(stage, since, self.moment));
        self.note(What::Paused { spent });
        Ok(())
    }

    pub(super) fn resume(&mut self) -> Decided {
        let stage = self.stage()?;
        if let Some(refusal) = self.may(stage, &[]) {
            return Err(refusal.into());
        }
        let Clock::Stands { spent, by_hand: true } = self.track()?.clock else {
            let (order, stage) = (self.order, stage.id.clone());
            return Err(Refusal::NotPaused { order, stage }.into());
        };
        let alerts = self.track()?.problem.map_or(0, |problem| problem.alerts);
        let left = Scheme::threshold(stage, alerts).map(|limit| limit.minus(spent));
        let deadline = left.and_then(|left| self.scheme.time_after(stage, self.moment, left));
        self.note(What::Resumed { deadline });
        Ok(())
    }

    pub(super) fn assign(&mut self, person: &Person) -> Decided {
        let stage = self.stage()?;
        if let Some(refusal) = self.may(stage, &[]) {
            return Err(refusal.into());
        }
        self.give(person, How::Assigned)
    }

    pub(super) fn take(&mut self) -> Decided {
        let stage = self.stage()?;
        let Actor::Person(name) = self.who else {
            let may = self.scheme.who_may(stage, &[]).cloned().collect();
            let (who, order, stage) = (self.who.clone(), self.order, stage.id.clone());
            return Err(Refusal::MayNot { who, order, stage, may }.into());
        };
        if let Some(refusal) = self.may(stage, &[]) {
            return Err(refusal.into());
        }
        let taken = self.track()?.assignee.clone();
        match (taken, Person::parse(name)) {
            (Some(person), _) if person.as_str() != &**name => {
                Err(Refusal::Taken { order: self.order, person }.into())
            }
            (Some(_), _) | (None, Err(_)) => Ok(()),
            (None, Ok(person)) => self.give(&person, How::Taken),
        }
    }

    pub(super) fn hand_over(&mut self, person: &Person) -> Decided {
        let has = self.track()?.assignee.clone();
        let is_mine = match self.who {
            Actor::Person(name) => {
                let is_assignee = has.as_ref().is_some_and(|has| has.as_str() == &**name);
                is_assignee || self.scheme.is_one_of(name, &self.scheme.draft.alert)
            }
            Actor::System(_) | Actor::Partner(_) => is_program(self.who),
        };
        if has.is_none() || !is_mine {
            return Err(Refusal::NotYours { order: self.order, person: has }.into());
        }
        self.give(person, How::HandedOver)
    }

    /// Gives the order to a person who answers for its stage.
    fn give(&mut self, person: &Person, how: How) -> Decided {
        let stage = self.stage()?;
        if !self.scheme.knows(person) {
            return Err(Refusal::UnknownPerson { person: person.clone() }.into());
        }
        let administers = self.scheme.is_one_of(person.as_str(), &self.scheme.draft.alert);
        match &stage.responsible {
            Some(responsible)
                if !administers && !self.scheme.is_one_of(person.as_str(), [responsible]) =>
            {
                let (order, person, stage) = (self.order, person.clone(), stage.id.clone());
                let responsible: Party = responsible.clone();
                Err(Refusal::CannotAnswer { order, person, stage, responsible }.into())
            }
            Some(_) | None => {
                if self.track()?.assignee.as_ref() != Some(person) {
                    self.note(What::Assigned { to: person.clone(), how });
                }
                Ok(())
            }
        }
    }

    /// Returns the stage that the order stands at.
    fn stage(&self) -> Decided<&'a StageDraft> {
        let stage = self.scheme.stage(&self.track()?.stage);
        stage.ok_or_else(|| Refusal::UnknownOrder(self.order).into())
    }
}

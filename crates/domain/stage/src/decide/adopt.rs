//! Another scheme while orders are alive.

use std::collections::BTreeMap;

use sklad_base::{Envelope, Events, Moment, OrderId, Refusals};

use crate::{
    Arrival, Board, Clock, Command, Event, Note, Party, Plan, Refusal, Scheme, StageDraft, StageId,
    Track, What, refusal::NAMED,
};

use super::desk::Decided;

/// Orders that stand in the way: how many, and the first of them.
#[derive(Default)]
struct Many(usize, Vec<OrderId>);

impl Many {
    fn add(&mut self, order: OrderId) {
        self.0 += 1;
        if self.1.len() < NAMED {
            self.1.push(order);
        }
    }
}

impl Board {
    pub(super) fn adopt(
        &self,
        (old, new, plan): (&Scheme, &Scheme, &Plan),
        command: &Envelope<Command>,
        out: &mut Events<Event>,
    ) -> Decided {
        match &self.scheme {
            Some(adopted) if adopted == new.version() => {
                return Err(Refusal::SameScheme(adopted.clone()).into());
            }
            Some(adopted) if adopted != old.version() => {
                let (given, adopted) = (old.version().clone(), Some(adopted.clone()));
                return Err(Refusal::OtherScheme { given, adopted }.into());
            }
            Some(_) | None => {}
        }
        self.judge_plan(new, plan)?;
        let (moment, who) = (command.moment, command.who.clone());
        out.push(Event::Adopted { scheme: new.version().clone(), moment, who: who.clone() });
        for (order, track) in self.tracks().filter(|(_, track)| track.outcome().is_none()) {
            let Some(stage) = plan.stages.get(&track.stage).and_then(|to| new.stage(to)) else {
                continue;
            };
            let at = arrival(track, stage, (new, moment));
            let what = What::Migrated { from: track.stage.clone(), at };
            out.push(Event::Noted(Note { order, moment, who: who.clone(), what, comment: None }));
        }
        Ok(())
    }

    /// Judges a plan over all live orders; every reason at once.
    fn judge_plan(&self, new: &Scheme, plan: &Plan) -> Decided {
        let mut left_out: BTreeMap<&StageId, Many> = BTreeMap::new();
        let mut off: BTreeMap<_, Many> = BTreeMap::new();
        for (order, track) in self.tracks().filter(|(_, track)| track.outcome().is_none()) {
            let Some(to) = plan.stages.get(&track.stage) else {
                left_out.entry(&track.stage).or_default().add(order);
                continue;
            };
            let Some(at) = new.number(to) else { continue };
            let map = new.map(&track.payment, &track.delivery);
            if !map.is_some_and(|map| map.reached[usize::from(at)]) {
                let key = (&track.stage, to, &track.payment, &track.delivery);
                off.entry(key).or_default().add(order);
            }
        }
        let mut reasons = Vec::new();
        for (from, to) in &plan.stages {
            let (from, to) = (from.clone(), to.clone());
            match new.stage(&to).map(|stage| stage.end.is_some()) {
                None => reasons.push(Refusal::PlanToUnknown { from, to }),
                Some(true) if self.stands_at(&from) => reasons.push(Refusal::PlanEnds { from, to }),
                Some(_) => {}
            }
        }
        reasons.extend(left_out.into_iter().map(|(stage, Many(count, orders))| {
            Refusal::PlanIncomplete { stage: stage.clone(), count, orders }
        }));
        reasons.extend(off.into_iter().map(
            |((from, to, payment, delivery), Many(count, orders))| {
                let (from, to) = (from.clone(), to.clone());
                let (payment, delivery) = (payment.clone(), delivery.clone());
                Refusal::PlanOffRoute { from, to, payment, delivery, count, orders }
            },
        ));
        Refusals::from_all(reasons).map_or(Ok(()), Err)
    }

    fn stands_at(&self, stage: &StageId) -> bool {
        self.tracks().any(|(_, track)| track.outcome().is_none() && track.stage == *stage)
    }
}

/// Returns how an order stands in the new scheme: who works on it and the start of its clock carry over; a limit
/// that has passed meanwhile is due now.
fn arrival(track: &Track, stage: &StageDraft, (new, moment): (&Scheme, Moment)) -> Arrival {
    let alerts = track.problem.map_or(0, |problem| problem.alerts);
    let deadline = |since, spent| {
        let left = Scheme::threshold(stage, alerts)?.minus(spent);
        Some(new.time_after(stage, since, left)?.max(moment))
    };
    let clock = match (stage.pauses, track.clock) {
        (true, Clock::Runs { .. } | Clock::Stands { .. }) => {
            Clock::Stands { spent: crate::Span::ZERO, by_hand: false }
        }
        (false, Clock::Stands { spent, by_hand: false }) => {
            Clock::Runs { since: moment, spent, deadline: deadline(moment, spent) }
        }
        (false, Clock::Runs { since, spent, .. }) => {
            Clock::Runs { since, spent, deadline: deadline(since, spent) }
        }
        (_, clock @ (Clock::Stands { .. } | Clock::Ended(_))) => clock,
    };
    let (role, person) = match &stage.responsible {
        Some(Party::Role(role)) => (Some(role.clone()), None),
        Some(Party::Person(person)) => (None, Some(person.clone())),
        None => (None, None),
    };
    let assignee = track.assignee.clone().filter(|person| new.knows(person)).or(person);
    Arrival { stage: stage.id.clone(), role, assignee, in_turn: false, clock }
}

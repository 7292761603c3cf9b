//! One order on the desk: a command about it, and what follows from it by itself.

use std::borrow::Cow;

use sklad_base::{Actor, DeliveryWay, Moment, OrderId, PaymentWay, Personal, Refusals, Version};

use crate::{
    Arrival, Clock, Facts, HandOut, Happening, Note, Outcome, Party, Person, Refusal, Role, Scheme,
    Sketch, Span, StageDraft, Track, TransitionId, What, Why, Wish,
    scheme::{Map, Way, is_program},
};

pub(super) struct Desk<'a> {
    pub(super) board: &'a Sketch<'a>,
    pub(super) scheme: &'a Scheme,
    pub(super) who: &'a Actor,
    pub(super) order: OrderId,
    pub(super) moment: Moment,
    facts: Facts,
    comment: Option<&'a Personal<String>>,
    /// The order as it is after the notes so far.
    track: Option<Cow<'a, Track>>,
    /// Its stage on its map, once it was looked for there.
    place: Option<(&'a Map, u16)>,
    notes: Vec<Note>,
}

pub(super) type Decided<T = ()> = Result<T, Refusals<Refusal>>;

impl<'a> Desk<'a> {
    pub(super) fn new(
        board: &'a Sketch<'a>,
        scheme: &'a Scheme,
        ((order, moment), who): ((OrderId, Moment), &'a Actor),
    ) -> Self {
        let (facts, comment, place, notes) = (Facts::NONE, None, None, Vec::new());
        let track = board.track(order).map(Cow::Borrowed);
        Self { board, scheme, who, order, moment, facts, comment, track, place, notes }
    }

    /// Returns what was decided, and where the order stands then; nothing where it stands as it stood.
    pub(super) fn into_notes(self) -> (Vec<Note>, Option<Track>) {
        match self.track {
            Some(Cow::Owned(after)) => (self.notes, Some(after)),
            Some(Cow::Borrowed(_)) | None => (self.notes, None),
        }
    }

    pub(super) const fn say(&mut self, facts: Facts, comment: Option<&'a Personal<String>>) {
        self.facts = facts;
        self.comment = comment;
    }

    pub(super) fn decide(&mut self, wish: &Wish, expected: Option<Version>) -> Decided {
        if let Wish::Start { payment, delivery } = wish {
            return self.start(payment, delivery);
        }
        let track = self.track()?;
        if track.outcome().is_some() {
            let (stage, moment) = (track.stage.clone(), track.entered);
            return Err(Refusal::Ended { order: self.order, stage, moment }.into());
        }
        if let Some(expected) = expected.filter(|expected| *expected != track.version) {
            let (found, changed, stage) = (track.version, track.changed, track.stage.clone());
            return Err(
                Refusal::Stale { order: self.order, expected, found, changed, stage }.into()
            );
        }
        let new = self.facts.common(Facts::GIVEN).minus(track.given);
        if !new.is_empty() {
            self.note(What::Given(new));
        }
        match wish {
            Wish::Start { .. } | Wish::Learn => {}
            Wish::Happened(happening) => self.happened(*happening)?,
            Wish::Advance => self.advance()?,
            Wish::Jump(transition) => self.jump(transition)?,
            Wish::Pause => self.pause()?,
            Wish::Resume => self.resume()?,
            Wish::Assign(person) => self.assign(person)?,
            Wish::Take => self.take()?,
            Wish::HandOver(person) => self.hand_over(person)?,
            Wish::Reroute { payment, delivery } => self.reroute(payment, delivery)?,
        }
        self.settle()
    }

    fn start(&mut self, payment: &PaymentWay, delivery: &DeliveryWay) -> Decided {
        if let Some(track) = &self.track {
            let (started, stage) = (track.started, track.stage.clone());
            return Err(Refusal::Started { order: self.order, started, stage }.into());
        }
        let map = self.map(payment, delivery)?;
        let first = map.route.first().copied().unwrap_or_default();
        let given = self.facts.common(Facts::GIVEN);
        let moves_on = self.automatic(map, first, self.facts).is_some();
        let at = self.arrival(first, moves_on);
        let (payment, delivery) = (payment.clone(), delivery.clone());
        self.note(What::Started { payment, delivery, given, at });
        self.settle()
    }

    /// Does what happens by itself, until nothing does. The scheme is sound, so it comes to rest within its stages.
    fn settle(&mut self) -> Decided {
        for _ in 0..=self.scheme.draft.stages.len() {
            let (map, at) = self.place()?;
            let Some(way) = self.automatic(map, at, self.held()) else { break };
            let by = self.scheme.jump(way).map(|jump| jump.id.clone());
            self.go(way, Why::Automatic(by), None)?;
        }
        Ok(())
    }

    fn automatic(&self, map: &Map, at: u16, facts: Facts) -> Option<Way> {
        let ways = map.ways[usize::from(at)].iter().copied();
        ways.filter(|way| self.scheme.is_automatic(at, *way)).find(|way| way.needs.hold(facts))
    }

    fn happened(&mut self, happening: Happening) -> Decided {
        let ((map, at), facts) = (self.place()?, self.held());
        let mut ways = map.ways[usize::from(at)].iter().copied();
        let way =
            ways.find(|way| self.scheme.on(at, *way).contains(&happening) && way.needs.hold(facts));
        let Some(way) = way else { return Ok(()) };
        let by = self.scheme.jump(way).map(|jump| jump.id.clone());
        self.go(way, Why::Happened { happening, by }, Some(happening))
    }

    fn advance(&mut self) -> Decided {
        let (map, at) = self.place()?;
        let forward = map.ways[usize::from(at)].iter().copied().find(|way| way.jump.is_none());
        let Some(way) = forward else {
            let (order, stage) = (self.order, self.scheme.at(at).id.clone());
            let transitions = self.transitions(map, at);
            return Err(Refusal::NoWayForward { order, stage, transitions }.into());
        };
        self.judge(at, way)?;
        self.go(way, Why::Forward, None)
    }

    fn jump(&mut self, transition: &TransitionId) -> Decided {
        let (map, at) = self.place()?;
        let mut ways = map.ways[usize::from(at)].iter().copied();
        let named = |way: &Way| self.scheme.jump(*way).is_some_and(|jump| jump.id == *transition);
        let Some(way) = ways.find(named) else {
            let (order, stage) = (self.order, self.scheme.at(at).id.clone());
            let (transition, transitions) = (transition.clone(), self.transitions(map, at));
            let refusal = Refusal::NoSuchTransition { order, transition, stage, transitions };
            return Err(refusal.into());
        };
        self.judge(at, way)?;
        self.go(way, Why::Jump(transition.clone()), None)
    }

    fn transitions(&self, map: &Map, at: u16) -> Vec<TransitionId> {
        let ways = map.ways[usize::from(at)].iter();
        ways.filter_map(|way| self.scheme.jump(*way)).map(|jump| jump.id.clone()).collect()
    }

    /// Judges whether this somebody may go this way, and whether all is there: both reasons at once.
    fn judge(&self, at: u16, way: Way) -> Decided {
        let more = self.scheme.jump(way).map_or(&[][..], |jump| &jump.by);
        let mut reasons: Vec<Refusal> = self.may(self.scheme.at(at), more).into_iter().collect();
        reasons.extend(self.lacks(way.to, way.needs.missing(self.held())));
        Refusals::from_all(reasons).map_or(Ok(()), Err)
    }

    fn lacks(&self, to: u16, missing: Vec<crate::Condition>) -> Option<Refusal> {
        let to = self.scheme.at(to).id.clone();
        (!missing.is_empty()).then_some(Refusal::Lacks { order: self.order, to, missing })
    }

    /// Returns why this somebody may not work here.
    pub(super) fn may(&self, stage: &StageDraft, more: &[Party]) -> Option<Refusal> {
        let refusal = || Refusal::MayNot {
            who: self.who.clone(),
            order: self.order,
            stage: stage.id.clone(),
            may: self.scheme.who_may(stage, more).cloned().collect(),
        };
        match self.who {
            who if is_program(who) => None,
            Actor::Person(name) => {
                let person = Person::parse(name).ok().filter(|person| self.scheme.knows(person));
                let is_mine = self.track.as_ref().and_then(|track| track.assignee.as_ref());
                match person {
                    None => Person::parse(name).ok().map_or_else(
                        || Some(refusal()),
                        |person| Some(Refusal::UnknownPerson { person }),
                    ),
                    Some(person) if is_mine == Some(&person) || stage.responsible.is_none() => None,
                    Some(_) => {
                        let may = self.scheme.is_one_of(name, self.scheme.who_may(stage, more));
                        (!may).then(refusal)
                    }
                }
            }
            Actor::Partner(_) | Actor::System(_) => Some(refusal()),
        }
    }

    fn reroute(&mut self, payment: &PaymentWay, delivery: &DeliveryWay) -> Decided {
        let (old, at) = self.place()?;
        let new = self.map(payment, delivery)?;
        if let Some(refusal) = self.may_reroute() {
            return Err(refusal.into());
        }
        let track = self.track()?;
        if (&track.payment, &track.delivery) == (payment, delivery) {
            return Ok(());
        }
        let (payment, delivery) = (payment.clone(), delivery.clone());
        if new.reached[usize::from(at)] {
            self.note(What::Rerouted { payment, delivery });
            return Ok(());
        }
        let position = old.route.iter().position(|stage| *stage == at).unwrap_or(0);
        let before = old.route[..position].iter().rev().find(|stage| new.route.contains(stage));
        let to = before.or_else(|| new.route.first()).copied().unwrap_or(at);
        if self.scheme.at(to).end == Some(Outcome::Succeeded) {
            let guard = crate::facts::Needs { yes: Facts::GUARD, no: Facts::NONE };
            if let Some(refusal) = self.lacks(to, guard.missing(self.held())) {
                return Err(refusal.into());
            }
        }
        self.note(What::Rerouted { payment, delivery });
        self.arrive(to, Why::Rerouted, Vec::new())
    }

    /// The delivery of an order may be changed by anybody whom the scheme knows, and by partners: it is an edit.
    fn may_reroute(&self) -> Option<Refusal> {
        let Actor::Person(name) = self.who else { return None };
        let person = Person::parse(name).ok()?;
        (!self.scheme.knows(&person)).then_some(Refusal::UnknownPerson { person })
    }

    /// Goes a way; what set it off has happened already and is not caused again.
    fn go(&mut self, way: Way, why: Why, set_off: Option<Happening>) -> Decided {
        let (_, from) = self.place()?;
        let mut causes = self.scheme.causes(from, way);
        causes.retain(|cause| {
            let is_end = |it| matches!(it, Happening::Cancelled | Happening::False);
            set_off != Some(*cause) && !(is_end(*cause) && set_off.is_some_and(is_end))
        });
        self.arrive(way.to, why, causes)
    }

    fn arrive(&mut self, to: u16, why: Why, causes: Vec<Happening>) -> Decided {
        let from = self.track()?.stage.clone();
        let (map, _) = self.place()?;
        let moves_on = self.automatic(map, to, self.held()).is_some();
        let at = self.arrival(to, moves_on);
        self.note(What::Moved { from, at, why, causes });
        Ok(())
    }

    /// Returns how an order comes to a stage; what moves on at once is given to nobody.
    fn arrival(&self, to: u16, moves_on: bool) -> Arrival {
        let stage = self.scheme.at(to);
        let clock = match stage.end {
            Some(outcome) => Clock::Ended(outcome),
            None if stage.pauses => Clock::Stands { spent: Span::ZERO, by_hand: false },
            None => {
                let limit = Scheme::threshold(stage, 0);
                let deadline = limit.and_then(|it| self.scheme.time_after(stage, self.moment, it));
                Clock::Runs { since: self.moment, spent: Span::ZERO, deadline }
            }
        };
        let (role, assignee, in_turn) = match &stage.responsible {
            Some(_) if stage.end.is_some() => (None, None, false),
            Some(Party::Role(role)) if moves_on => (Some(role.clone()), None, false),
            Some(Party::Role(role)) => {
                let hand_out = self.scheme.hand_out(role);
                (Some(role.clone()), self.handed(role, hand_out), hand_out == HandOut::InTurn)
            }
            Some(Party::Person(person)) => (None, Some(person.clone()), false),
            None => (None, None, false),
        };
        Arrival { stage: stage.id.clone(), role, assignee, in_turn, clock }
    }

    /// Returns who of a role gets the next order.
    fn handed(&self, role: &Role, hand_out: HandOut) -> Option<Person> {
        let mut people = self.scheme.people_of(role);
        match hand_out {
            HandOut::Pool => None,
            HandOut::LeastLoaded => people.min_by_key(|person| self.board.load(person)).cloned(),
            HandOut::InTurn => {
                let last = self.board.last_of(role);
                let next = last.and_then(|last| people.find(|person| *person > last));
                next.or_else(|| self.scheme.people_of(role).next()).cloned()
            }
        }
    }

    pub(super) fn note(&mut self, what: What) {
        // What was said belongs to what was wanted, not to what was learnt beside it.
        let is_aside = matches!(what, What::Given(_));
        let comment = if is_aside { None } else { self.comment.take().cloned() };
        let (order, moment, who) = (self.order, self.moment, self.who.clone());
        let note = Note { order, moment, who, what, comment };
        match &mut self.track {
            Some(track) => track.to_mut().take_in(&note),
            None => self.track = Track::of(&note).map(Cow::Owned),
        }
        if !is_aside {
            self.place = None;
        }
        self.notes.push(note);
    }

    pub(super) fn track(&self) -> Decided<&Track> {
        self.track.as_deref().ok_or_else(|| Refusal::UnknownOrder(self.order).into())
    }

    /// Returns what holds, with what was given before.
    fn held(&self) -> Facts {
        let given = self.track.as_ref().map_or(Facts::NONE, |track| track.given);
        self.facts.and(given)
    }

    /// Returns the map of the order, and its stage in it.
    fn place(&mut self) -> Decided<(&'a Map, u16)> {
        if let Some(place) = self.place {
            return Ok(place);
        }
        let track = self.track()?;
        let map = self.map(&track.payment, &track.delivery)?;
        let Some(at) = self.scheme.number(&track.stage) else {
            return Err(Refusal::UnknownOrder(self.order).into());
        };
        self.place = Some((map, at));
        Ok((map, at))
    }

    fn map(&self, payment: &PaymentWay, delivery: &DeliveryWay) -> Decided<&'a Map> {
        if let Some(map) = self.scheme.map(payment, delivery) {
            return Ok(map);
        }
        let draft = &self.scheme.draft;
        let mut reasons = Vec::new();
        if !draft.payments.contains(payment) {
            let (payment, known) = (payment.clone(), draft.payments.clone());
            reasons.push(Refusal::UnknownPayment { payment, known });
        }
        if !draft.deliveries.contains(delivery) {
            let (delivery, known) = (delivery.clone(), draft.deliveries.clone());
            reasons.push(Refusal::UnknownDelivery { delivery, known });
        }
        Err(Refusals::from_all(reasons).unwrap_or_else(|| Refusal::UnknownOrder(self.order).into()))
    }
}

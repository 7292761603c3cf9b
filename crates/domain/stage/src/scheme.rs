//! A scheme that is sound: what it says about any order.

use std::collections::BTreeSet;

use sklad_base::{Actor, DeliveryWay, Moment, PaymentWay};

use crate::{
    Calendar, Draft, Fact, Facts, Flaws, HandOut, Happening, Outcome, Party, Person, Role,
    SchemeName, Span, StageDraft, StageId, Track, TransitionDraft, facts::Needs, flaw::Lines,
    numbers::Numbers,
};

/// A scheme that was proved sound over every payment, delivery and condition: every stage is reached by some order,
/// from every stage that is reached a final one is, nothing happens by itself in two ways at once, and every limit
/// has somebody to tell.
///
/// ```
/// use sklad_stage::Scheme;
///
/// let scheme = Scheme::builder("two stages", 1)
///     .payments(&["cash"])
///     .deliveries(&["pick-up"])
///     .stage("new", |stage| stage.limit("2h").alert("person maria"))
///     .stage("done", |stage| stage.succeeds())
///     .person("maria", &[])
///     .build()?;
/// assert_eq!(scheme.version().to_string(), "two stages 1");
/// # Ok::<(), sklad_stage::Flaws>(())
/// ```
#[derive(Debug, Clone)]
pub struct Scheme {
    pub(crate) draft: Draft,
    pub(crate) numbers: Numbers,
    /// One map for each pair; pairs that no stage or transition tells apart share it.
    pub(crate) maps: Vec<Map>,
    /// Which map, payments first.
    pub(crate) map_of: Vec<u16>,
    pub(crate) version: SchemeVersion,
    /// What decides anything, and what may move an order.
    pub(crate) asked: Facts,
    pub(crate) heard: BTreeSet<Happening>,
    /// Who marks problems.
    pub(crate) clock: Actor,
}

/// Which scheme, in which version.
///
/// ```
/// use sklad_stage::{SchemeName, SchemeVersion};
///
/// let version = SchemeVersion { name: SchemeName::parse("ours")?, number: 2 };
/// assert_eq!(version.to_string(), "ours 2");
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data")]
pub struct SchemeVersion {
    /// Its name.
    pub name: SchemeName,
    /// Its version.
    pub number: u32,
}

impl std::fmt::Display for SchemeVersion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.name, self.number)
    }
}

/// What one pair of payment and delivery makes of a scheme.
#[derive(Debug, Clone, Default)]
pub(crate) struct Map {
    /// The stages of the route, in order.
    pub(crate) route: Vec<u16>,
    /// The ways out of each stage, forward first.
    pub(crate) ways: Vec<Vec<Way>>,
    /// Which stages such an order can stand at.
    pub(crate) reached: Vec<bool>,
    /// What is asked for on the route, the guard of final stages left out.
    pub(crate) asked: Facts,
}

/// One way from a stage to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Way {
    pub(crate) to: u16,
    /// Which transition; forward along the route where it is none.
    pub(crate) jump: Option<u16>,
    pub(crate) needs: Needs,
}

impl PartialEq for Scheme {
    fn eq(&self, other: &Self) -> bool {
        self.draft == other.draft
    }
}

impl Eq for Scheme {}

impl std::hash::Hash for Scheme {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.draft.hash(state);
    }
}

impl Scheme {
    /// Proves a scheme.
    ///
    /// # Errors
    /// [`Flaws`]: all that is wrong with it, each with its place and, where an order shows it, the shortest example.
    pub fn check(draft: Draft) -> Result<Self, Flaws> {
        crate::check::check(draft, Vec::new(), &Lines::default())
    }

    /// Returns what it was made from.
    #[must_use]
    pub const fn draft(&self) -> &Draft {
        &self.draft
    }

    /// Returns its name and version.
    #[must_use]
    pub const fn version(&self) -> &SchemeVersion {
        &self.version
    }

    /// Returns a stage.
    #[must_use]
    pub fn stage(&self, id: &StageId) -> Option<&StageDraft> {
        self.number(id).map(|number| self.at(number))
    }

    /// Returns the route of a pair, in order; nothing where the scheme does not know one of them.
    #[must_use]
    pub fn route(&self, payment: &PaymentWay, delivery: &DeliveryWay) -> Option<Vec<&StageId>> {
        let map = self.map(payment, delivery)?;
        Some(map.route.iter().map(|number| &self.at(*number).id).collect())
    }

    /// Returns what an order of that pair is asked for on its route, final stages' guard left out: what an order
    /// must collect (C2, C8).
    #[must_use]
    pub fn asked_for(&self, payment: &PaymentWay, delivery: &DeliveryWay) -> Option<Facts> {
        self.map(payment, delivery).map(|map| map.asked)
    }

    /// Tells whether a fact decides anything: whoever knows orders need not look for the others.
    #[must_use]
    pub const fn asks(&self, fact: Fact) -> bool {
        self.asked.holds(fact)
    }

    /// Tells whether a happening may move an order: nobody need tell of the others.
    #[must_use]
    pub fn hears(&self, happening: Happening) -> bool {
        self.heard.contains(&happening)
    }

    /// Returns the transitions that leave a stage for orders of that pair, the one forward left out.
    #[must_use]
    pub fn transitions_from(
        &self,
        stage: &StageId,
        (payment, delivery): (&PaymentWay, &DeliveryWay),
    ) -> Vec<&TransitionDraft> {
        let ways = self.map(payment, delivery).zip(self.number(stage));
        let ways = ways.map_or(&[][..], |(map, at)| &map.ways[usize::from(at)]);
        ways.iter().filter_map(|way| self.jump(*way)).collect()
    }

    /// Returns who is told when a stage's limit has passed.
    pub(crate) fn first_alert<'a>(&'a self, stage: &'a StageDraft) -> Option<&'a Party> {
        stage.alert.as_ref().or(self.draft.alert.as_ref())
    }

    pub(crate) fn number(&self, id: &StageId) -> Option<u16> {
        self.numbers.get(id)
    }

    pub(crate) fn at(&self, number: u16) -> &StageDraft {
        &self.draft.stages[usize::from(number)]
    }

    pub(crate) fn jump(&self, way: Way) -> Option<&TransitionDraft> {
        way.jump.map(|jump| &self.draft.transitions[usize::from(jump)])
    }

    pub(crate) fn map(&self, payment: &PaymentWay, delivery: &DeliveryWay) -> Option<&Map> {
        let payment = self.draft.payments.iter().position(|known| known == payment)?;
        let delivery = self.draft.deliveries.iter().position(|known| known == delivery)?;
        let map = self.map_of.get(payment * self.draft.deliveries.len() + delivery)?;
        self.maps.get(usize::from(*map))
    }

    /// Returns the map of an order, and its stage in it.
    pub(crate) fn place_of(&self, track: &Track) -> Option<(&Map, u16)> {
        self.map(&track.payment, &track.delivery).zip(self.number(&track.stage))
    }

    pub(crate) fn is_automatic(&self, from: u16, way: Way) -> bool {
        self.jump(way).map_or_else(|| self.at(from).automatic, |jump| jump.automatic)
    }

    pub(crate) fn on(&self, from: u16, way: Way) -> &[Happening] {
        self.jump(way).map_or_else(|| &self.at(from).on, |jump| &jump.on)
    }

    /// Returns what a way brings about; a final stage of failure makes the order cancelled.
    pub(crate) fn causes(&self, from: u16, way: Way) -> Vec<Happening> {
        let said = self.jump(way).map_or_else(|| &self.at(from).causes, |jump| &jump.causes);
        let mut causes = said.clone();
        let ends_it = [Happening::Cancelled, Happening::False];
        if self.at(way.to).end == Some(Outcome::Failed)
            && !causes.iter().any(|cause| ends_it.contains(cause))
        {
            // A way that a false order takes makes the order false, every other one cancelled.
            let on = self.on(from, way);
            let is_false = on.contains(&Happening::False) && !on.contains(&Happening::Cancelled);
            causes.push(if is_false { Happening::False } else { Happening::Cancelled });
        }
        causes
    }

    /// Returns when so much of a stage's time has passed, if the stage has a limit.
    pub(crate) fn time_after(
        &self,
        stage: &StageDraft,
        from: Moment,
        span: Span,
    ) -> Option<Moment> {
        Some(match self.calendar(stage)? {
            None => span.after(from),
            Some(calendar) => calendar.after(from, span),
        })
    }

    /// Returns how much of a stage's time lies between two moments.
    pub(crate) fn time_between(&self, stage: &StageDraft, from: Moment, to: Moment) -> Span {
        match self.calendar(stage).flatten() {
            None => Span::between(from, to),
            Some(calendar) => calendar.between(from, to),
        }
    }

    fn calendar(&self, stage: &StageDraft) -> Option<Option<&Calendar>> {
        match stage.limit.as_ref()? {
            crate::Limit::Clock(_) => Some(None),
            crate::Limit::Working { calendar, .. } => self.draft.calendars.get(calendar).map(Some),
        }
    }

    /// Returns how much of a stage's time passes until its alert with that number, from 0.
    pub(crate) fn threshold(stage: &StageDraft, alert: u8) -> Option<Span> {
        let limit = stage.limit.as_ref()?.span();
        let further = stage.further.get(..usize::from(alert))?;
        Some(further.iter().fold(limit, |sum, alert| sum.plus(alert.after)))
    }

    /// Returns the people of a role, by name.
    pub fn people_of<'a>(&'a self, role: &'a Role) -> impl Iterator<Item = &'a Person> + 'a {
        let people = self.draft.people.iter();
        people.filter(move |(_, roles)| roles.contains(role)).map(|(person, _)| person)
    }

    pub(crate) fn hand_out(&self, role: &Role) -> HandOut {
        self.draft.roles.get(role).map_or(HandOut::Pool, |role| role.hand_out)
    }

    /// Tells whether the scheme knows a person: among its people, or by name in a stage.
    #[must_use]
    pub fn knows(&self, person: &Person) -> bool {
        self.draft.people.contains_key(person)
    }

    /// Tells whether that is one of these parties.
    pub(crate) fn is_one_of<'a>(
        &self,
        name: &str,
        parties: impl IntoIterator<Item = &'a Party>,
    ) -> bool {
        parties.into_iter().any(|party| match party {
            Party::Person(person) => person.as_str() == name,
            Party::Role(role) => self.people_of(role).any(|person| person.as_str() == name),
        })
    }

    /// Returns who may move an order on from a stage: who answers for it, and the administrator.
    pub(crate) fn who_may<'a>(
        &'a self,
        stage: &'a StageDraft,
        more: &'a [Party],
    ) -> impl Iterator<Item = &'a Party> + 'a {
        stage.responsible.iter().chain(&self.draft.alert).chain(more)
    }

    /// Returns all its roles that answer for a stage.
    #[must_use]
    pub fn responsible_roles(&self) -> BTreeSet<&Role> {
        let parties = self.draft.stages.iter().filter_map(|stage| stage.responsible.as_ref());
        let mut roles = BTreeSet::new();
        for party in parties {
            if let Party::Role(role) = party {
                roles.insert(role);
            }
        }
        roles
    }
}

impl Draft {
    /// Returns the facts that a condition names, the final guard's among them.
    pub(crate) fn asked(&self) -> Facts {
        let of_stages = self.stages.iter().flat_map(|stage| stage.entry.iter().chain(&stage.exit));
        let all = of_stages.chain(self.transitions.iter().flat_map(|way| &way.conditions));
        all.fold(Facts::GUARD, |asked, condition| asked.with(condition.fact))
    }

    /// Returns what a stage or a transition listens to.
    pub(crate) fn heard(&self) -> BTreeSet<Happening> {
        let of_stages = self.stages.iter().flat_map(|stage| &stage.on);
        of_stages.chain(self.transitions.iter().flat_map(|way| &way.on)).copied().collect()
    }
}

/// Returns whether somebody named may do the shop's own work: its programs act by its settings.
pub(crate) const fn is_program(who: &Actor) -> bool {
    matches!(who, Actor::System(_))
}

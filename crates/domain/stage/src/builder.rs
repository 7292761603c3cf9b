//! A scheme in the making, from texts.

use sklad_base::{DeliveryWay, Invalid, PaymentWay};

use crate::{
    Calendar, CalendarId, Draft, Flaw, Flaws, HandOut, Mistake, Party, Person, Role, RoleDraft,
    Scheme, SchemeName, StageDraft, StageId, TransitionDraft, TransitionId, flaw::Lines,
};

mod stage;
mod transition;

pub use stage::StageBuilder;
pub use transition::TransitionBuilder;

/// A scheme in the making: texts come in, and [`build`](Self::build) says all that is wrong with them at once.
///
/// ```
/// use sklad_stage::Scheme;
///
/// let flaws = Scheme::builder("two stages", 1)
///     .payments(&["cash"])
///     .deliveries(&["pick-up"])
///     .stage("new", |stage| stage.limit("soon"))
///     .stage("done", |stage| stage.responsible("role picker").succeeds())
///     .build()
///     .unwrap_err();
/// assert_eq!(
///     flaws.to_string(),
///     "cannot take the scheme, stages[0].limit: time \"soon\" is not a length of time such as 1h 30m; correct it\n\
///      cannot take the scheme, stages[1].responsible: there is no role \"picker\"; write one of: none"
/// );
/// ```
#[derive(Debug)]
pub struct SchemeBuilder {
    draft: Draft,
    flaws: Vec<Flaw>,
}

impl Scheme {
    /// Returns a scheme in the making.
    #[must_use]
    pub fn builder(name: &str, version: u32) -> SchemeBuilder {
        let mut flaws = Flawed(Vec::new());
        let name = flaws.one("scheme", name, SchemeName::parse).unwrap_or_else(SchemeName::unnamed);
        SchemeBuilder { draft: Draft::new(name, version), flaws: flaws.0 }
    }
}

impl SchemeBuilder {
    /// Adds payment ways.
    #[must_use]
    pub fn payments(mut self, ways: &[&str]) -> Self {
        let read = self.read_all("payments", ways, PaymentWay::parse);
        self.draft.payments.extend(read);
        self
    }

    /// Adds delivery ways.
    #[must_use]
    pub fn deliveries(mut self, ways: &[&str]) -> Self {
        let read = self.read_all("deliveries", ways, DeliveryWay::parse);
        self.draft.deliveries.extend(read);
        self
    }

    /// Names who is told of passed limits: `role administrator`, `person maria`.
    #[must_use]
    pub fn alert(mut self, party: &str) -> Self {
        self.draft.alert = self.read_all("alert", &[party], Party::parse).pop();
        self
    }

    /// Adds a role.
    #[must_use]
    pub fn role(mut self, role: &str, hand_out: HandOut) -> Self {
        if let Some(role) = self.read_all("roles", &[role], Role::parse).pop() {
            self.draft.roles.insert(role, RoleDraft { hand_out, ..RoleDraft::default() });
        }
        self
    }

    /// Adds a person with roles.
    #[must_use]
    pub fn person(mut self, person: &str, roles: &[&str]) -> Self {
        let roles = self.read_all("people", roles, Role::parse);
        if let Some(person) = self.read_all("people", &[person], Person::parse).pop() {
            self.draft.people.insert(person, roles);
        }
        self
    }

    /// Adds a calendar.
    #[must_use]
    pub fn calendar(mut self, id: &str, calendar: Calendar) -> Self {
        if let Some(id) = self.read_all("calendars", &[id], CalendarId::parse).pop() {
            self.draft.calendars.insert(id, calendar);
        }
        self
    }

    /// Adds a stage at the end of the route.
    #[must_use]
    pub fn stage(mut self, id: &str, say: impl FnOnce(StageBuilder) -> StageBuilder) -> Self {
        let before = self.draft.stages.len();
        self = self.aside(id, say);
        let stage = self.draft.stages.get(before).map(|stage| stage.id.clone());
        self.draft.route.extend(stage);
        self
    }

    /// Adds a stage beside the route, for transitions to lead to.
    #[must_use]
    pub fn aside(mut self, id: &str, say: impl FnOnce(StageBuilder) -> StageBuilder) -> Self {
        let place = format!("stages[{}]", self.draft.stages.len());
        if let Some(id) = self.read_all(&format!("{place}.id"), &[id], StageId::parse).pop() {
            let flaws = Flawed(Vec::new());
            let made = say(StageBuilder { stage: StageDraft::new(id), place, flaws });
            self.flaws.extend(made.flaws.0);
            self.draft.stages.push(made.stage);
        }
        self
    }

    /// Adds a transition.
    #[must_use]
    pub fn transition(
        mut self,
        id: &str,
        to: &str,
        say: impl FnOnce(TransitionBuilder) -> TransitionBuilder,
    ) -> Self {
        let place = format!("transitions[{}]", self.draft.transitions.len());
        let id = self.read_all(&format!("{place}.id"), &[id], TransitionId::parse).pop();
        let to = self.read_all(&format!("{place}.to"), &[to], StageId::parse).pop();
        if let Some((id, to)) = id.zip(to) {
            let transition = TransitionDraft::new(id, to);
            let made = say(TransitionBuilder { transition, place, flaws: Flawed(Vec::new()) });
            self.flaws.extend(made.flaws.0);
            self.draft.transitions.push(made.transition);
        }
        self
    }

    /// Proves it.
    ///
    /// # Errors
    /// [`Flaws`]: all that is wrong with it.
    pub fn build(self) -> Result<Scheme, Flaws> {
        crate::check::check(self.draft, self.flaws, &Lines::default())
    }

    fn read_all<T>(
        &mut self,
        place: &str,
        texts: &[&str],
        parse: fn(&str) -> Result<T, Invalid>,
    ) -> Vec<T> {
        let mut flaws = Flawed(std::mem::take(&mut self.flaws));
        let read = flaws.read_all(place, texts, parse);
        self.flaws = flaws.0;
        read
    }
}

/// What is wrong with the texts, so far.
#[derive(Debug)]
pub(crate) struct Flawed(Vec<Flaw>);

impl Flawed {
    pub(crate) fn read_all<T>(
        &mut self,
        place: &str,
        texts: &[&str],
        parse: fn(&str) -> Result<T, Invalid>,
    ) -> Vec<T> {
        texts.iter().filter_map(|text| self.one(place, text, parse)).collect()
    }

    pub(crate) fn one<T>(
        &mut self,
        place: &str,
        text: &str,
        parse: fn(&str) -> Result<T, Invalid>,
    ) -> Option<T> {
        match parse(text) {
            Ok(read) => Some(read),
            Err(invalid) => {
                self.0.push(Flaw::bad_value(place, &invalid));
                None
            }
        }
    }
}

impl Flaw {
    /// Returns the flaw of a text that is none of its kind.
    pub(crate) fn bad_value(place: &str, invalid: &Invalid) -> Self {
        let told = invalid.to_string();
        // "cannot read stage: the text is empty; give …": the facts stand behind the first part, before the last.
        let facts = told.strip_prefix("cannot read ").unwrap_or(&told);
        let facts = facts.split_once("; ").map_or(facts, |(facts, _)| facts);
        let fault = facts.replacen(": it is", " is", 1).replacen(": the text", " text", 1);
        Self { place: place.to_owned(), line: None, mistake: Mistake::BadValue { fault } }
    }
}

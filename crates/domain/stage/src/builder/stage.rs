//! A stage in the making.

use sklad_base::{DeliveryWay, Invalid, PaymentWay};

use crate::{
    Alert, CalendarId, Condition, Happening, Language, Limit, Outcome, Party, Span, StageDraft,
};

use super::Flawed;

/// A stage in the making.
///
/// ```
/// use sklad_stage::Scheme;
///
/// let scheme = Scheme::builder("one stage", 1)
///     .payments(&["cash"])
///     .deliveries(&["pick-up"])
///     .stage("sold", |stage| stage.title("en", "Sold").succeeds())
///     .build()?;
/// assert_eq!(scheme.draft().stages[0].title.len(), 1);
/// # Ok::<(), sklad_stage::Flaws>(())
/// ```
#[derive(Debug)]
pub struct StageBuilder {
    pub(super) stage: StageDraft,
    pub(super) place: String,
    pub(super) flaws: Flawed,
}

impl StageBuilder {
    /// Gives it a title in a language.
    #[must_use]
    pub fn title(mut self, language: &str, title: &str) -> Self {
        let place = format!("{}.title", self.place);
        if let Some(language) = self.flaws.read_all(&place, &[language], Language::parse).pop() {
            self.stage.title.insert(language, title.to_owned());
        }
        self
    }

    /// Says who answers for it: `role picker`, `person maria`.
    #[must_use]
    pub fn responsible(mut self, party: &str) -> Self {
        self.stage.responsible = self.read("responsible", party, Party::parse);
        self
    }

    /// Limits the time on the clock.
    #[must_use]
    pub fn limit(mut self, span: &str) -> Self {
        self.stage.limit = self.read("limit", span, Span::parse).map(Limit::Clock);
        self
    }

    /// Limits the working time of a calendar.
    #[must_use]
    pub fn working_limit(mut self, span: &str, calendar: &str) -> Self {
        let working = self.read("limit.working", span, Span::parse);
        let calendar = self.read("limit.calendar", calendar, CalendarId::parse);
        self.stage.limit =
            working.zip(calendar).map(|(working, calendar)| Limit::Working { working, calendar });
        self
    }

    /// Says who is told when the limit has passed.
    #[must_use]
    pub fn alert(mut self, party: &str) -> Self {
        self.stage.alert = self.read("alert", party, Party::parse);
        self
    }

    /// Says who is told so much later.
    #[must_use]
    pub fn then_alert(mut self, after: &str, party: &str) -> Self {
        let (after, to) =
            (self.read("further", after, Span::parse), self.read("further", party, Party::parse));
        self.stage.further.extend(after.zip(to).map(|(after, to)| Alert { after, to }));
        self
    }

    /// Keeps it for orders of these payment ways.
    #[must_use]
    pub fn payments(mut self, ways: &[&str]) -> Self {
        let place = format!("{}.payments", self.place);
        self.stage.payments = self.flaws.read_all(&place, ways, PaymentWay::parse);
        self
    }

    /// Keeps it for orders of these delivery ways.
    #[must_use]
    pub fn deliveries(mut self, ways: &[&str]) -> Self {
        let place = format!("{}.deliveries", self.place);
        self.stage.deliveries = self.flaws.read_all(&place, ways, DeliveryWay::parse);
        self
    }

    /// Says what must hold to come in.
    #[must_use]
    pub fn entry(mut self, conditions: &[&str]) -> Self {
        let place = format!("{}.entry", self.place);
        self.stage.entry = self.flaws.read_all(&place, conditions, Condition::parse);
        self
    }

    /// Says what must hold to go forward.
    #[must_use]
    pub fn exit(mut self, conditions: &[&str]) -> Self {
        let place = format!("{}.exit", self.place);
        self.stage.exit = self.flaws.read_all(&place, conditions, Condition::parse);
        self
    }

    /// Lets it go forward by itself.
    #[must_use]
    pub const fn automatic(mut self) -> Self {
        self.stage.automatic = true;
        self
    }

    /// Says what sends it forward.
    #[must_use]
    pub fn on(mut self, happenings: &[&str]) -> Self {
        let place = format!("{}.on", self.place);
        self.stage.on = self.flaws.read_all(&place, happenings, Happening::parse);
        self
    }

    /// Says what going forward brings about.
    #[must_use]
    pub fn causes(mut self, happenings: &[&str]) -> Self {
        let place = format!("{}.causes", self.place);
        self.stage.causes = self.flaws.read_all(&place, happenings, Happening::parse);
        self
    }

    /// Lets orders end well here.
    #[must_use]
    pub const fn succeeds(mut self) -> Self {
        self.stage.end = Some(Outcome::Succeeded);
        self
    }

    /// Lets orders end badly here.
    #[must_use]
    pub const fn fails(mut self) -> Self {
        self.stage.end = Some(Outcome::Failed);
        self
    }

    /// Lets its clock stand.
    #[must_use]
    pub const fn pauses(mut self) -> Self {
        self.stage.pauses = true;
        self
    }

    fn read<T>(
        &mut self,
        field: &str,
        text: &str,
        parse: fn(&str) -> Result<T, Invalid>,
    ) -> Option<T> {
        self.flaws.one(&format!("{}.{field}", self.place), text, parse)
    }
}

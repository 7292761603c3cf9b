//! A transition in the making.

use crate::{Condition, Happening, Party, StageId, TransitionDraft};

use super::Flawed;

/// A transition in the making.
///
/// ```
/// use sklad_stage::Scheme;
///
/// let scheme = Scheme::builder("three stages", 1)
///     .payments(&["cash"])
///     .deliveries(&["pick-up"])
///     .stage("new", |stage| stage)
///     .stage("sold", |stage| stage.succeeds())
///     .aside("dropped", |stage| stage.fails())
///     .transition("drop", "dropped", |drop| drop.from(&["new"]).on(&["cancelled"]))
///     .build()?;
/// assert_eq!(scheme.draft().transitions.len(), 1);
/// # Ok::<(), sklad_stage::Flaws>(())
/// ```
#[derive(Debug)]
pub struct TransitionBuilder {
    pub(super) transition: TransitionDraft,
    pub(super) place: String,
    pub(super) flaws: Flawed,
}

impl TransitionBuilder {
    /// Says from which stages it leads.
    #[must_use]
    pub fn from(mut self, stages: &[&str]) -> Self {
        let place = format!("{}.from", self.place);
        self.transition.from = self.flaws.read_all(&place, stages, StageId::parse);
        self
    }

    /// Says what must hold.
    #[must_use]
    pub fn when(mut self, conditions: &[&str]) -> Self {
        let place = format!("{}.conditions", self.place);
        self.transition.conditions = self.flaws.read_all(&place, conditions, Condition::parse);
        self
    }

    /// Lets it happen by itself.
    #[must_use]
    pub const fn automatic(mut self) -> Self {
        self.transition.automatic = true;
        self
    }

    /// Says what makes it happen.
    #[must_use]
    pub fn on(mut self, happenings: &[&str]) -> Self {
        let place = format!("{}.on", self.place);
        self.transition.on = self.flaws.read_all(&place, happenings, Happening::parse);
        self
    }

    /// Says what it brings about.
    #[must_use]
    pub fn causes(mut self, happenings: &[&str]) -> Self {
        let place = format!("{}.causes", self.place);
        self.transition.causes = self.flaws.read_all(&place, happenings, Happening::parse);
        self
    }

    /// Says who else may.
    #[must_use]
    pub fn by(mut self, parties: &[&str]) -> Self {
        let place = format!("{}.by", self.place);
        self.transition.by = self.flaws.read_all(&place, parties, Party::parse);
        self
    }
}

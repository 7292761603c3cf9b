//! Which facts hold, and which must.

use std::fmt;

use sklad_base::Invalid;

use crate::{Fact, words::write_list};

/// Which facts hold of an order at a moment.
///
/// ```
/// use sklad_stage::{Fact, Facts};
///
/// let facts: Facts = [Fact::Paid, Fact::NothingShort].into_iter().collect();
/// assert!(facts.holds(Fact::Paid) && !facts.holds(Fact::AllSent));
/// assert_eq!(facts.to_string(), "paid, nothing short");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Facts(u32);

impl Facts {
    /// Nothing holds.
    pub const NONE: Self = Self(0);
    /// What is given once and for all.
    pub const GIVEN: Self = Self(0b11_1111);
    /// What guards every final stage of success.
    pub const GUARD: Self = Self::NONE
        .with(Fact::NothingPending)
        .with(Fact::NothingReserved)
        .with(Fact::NothingInDispatch)
        .with(Fact::NothingUnbilled)
        .with(Fact::NothingOutstanding);

    /// Returns them and this one.
    #[must_use]
    pub const fn with(self, fact: Fact) -> Self {
        Self(self.0 | 1 << fact as u32)
    }

    /// Returns them without this one.
    #[must_use]
    pub const fn without(self, fact: Fact) -> Self {
        Self(self.0 & !(1 << fact as u32))
    }

    /// Tells whether this one is among them.
    #[must_use]
    pub const fn holds(self, fact: Fact) -> bool {
        self.0 >> fact as u32 & 1 == 1
    }

    /// Returns all of both.
    #[must_use]
    pub const fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// Returns those that are in both.
    #[must_use]
    pub const fn common(self, others: Self) -> Self {
        Self(self.0 & others.0)
    }

    /// Returns those that are not among the others.
    #[must_use]
    pub const fn minus(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    /// Tells whether there are none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Goes through them in order.
    pub fn iter(self) -> impl Iterator<Item = Fact> {
        Fact::ALL.iter().copied().filter(move |fact| self.holds(*fact))
    }
}

impl FromIterator<Fact> for Facts {
    fn from_iter<I: IntoIterator<Item = Fact>>(facts: I) -> Self {
        facts.into_iter().fold(Self::NONE, Self::with)
    }
}

impl fmt::Display for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_list(f, self.iter())
    }
}

/// A fact that must hold, or must not.
///
/// ```
/// use sklad_stage::Condition;
///
/// assert_eq!(Condition::parse("not paid")?.to_string(), "not paid");
/// assert!(Condition::parse("rich").is_err());
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_structs, reason = "plain data that shops build")]
pub struct Condition {
    /// The fact.
    pub fact: Fact,
    /// Whether it must hold.
    pub holds: bool,
}

impl Condition {
    /// Returns the condition that a fact holds.
    #[must_use]
    pub const fn that(fact: Fact) -> Self {
        Self { fact, holds: true }
    }

    /// Returns the condition that a fact does not hold.
    #[must_use]
    pub const fn not(fact: Fact) -> Self {
        Self { fact, holds: false }
    }

    /// Reads a fact, or `not` and a fact.
    ///
    /// # Errors
    /// [`Invalid::Form`] when it is neither.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        match text.trim().strip_prefix("not ") {
            Some(fact) => Fact::parse(fact).map(Self::not),
            None => Fact::parse(text).map(Self::that),
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.holds { "" } else { "not " }, self.fact)
    }
}

/// All that must hold and all that must not, together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Needs {
    pub(crate) yes: Facts,
    pub(crate) no: Facts,
}

impl Needs {
    pub(crate) fn of<'a>(conditions: impl IntoIterator<Item = &'a Condition>) -> Self {
        conditions.into_iter().fold(Self::default(), |mut needs, it| {
            let side = if it.holds { &mut needs.yes } else { &mut needs.no };
            *side = side.with(it.fact);
            needs
        })
    }

    pub(crate) const fn and(self, other: Self) -> Self {
        Self { yes: self.yes.and(other.yes), no: self.no.and(other.no) }
    }

    /// Returns a fact that should hold and not hold.
    pub(crate) fn contradiction(self) -> Option<Fact> {
        self.yes.common(self.no).iter().next()
    }

    pub(crate) fn missing(self, facts: Facts) -> Vec<Condition> {
        let lacks = self.yes.minus(facts).iter().map(Condition::that);
        lacks.chain(self.no.common(facts).iter().map(Condition::not)).collect()
    }

    pub(crate) const fn hold(self, facts: Facts) -> bool {
        self.yes.minus(facts).is_empty() && self.no.common(facts).is_empty()
    }
}

impl fmt::Display for Needs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let no = self.no.iter().map(Condition::not);
        write_list(f, self.yes.iter().map(Condition::that).chain(no))
    }
}

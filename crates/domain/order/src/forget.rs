//! Whose words an order holds, and how they are dropped (DESIGN, rule 5). Nothing that is counted changes.

use std::{collections::BTreeSet, sync::Arc};

use sklad_base::{PersonId, Personal};

use crate::{Event, Order, Placed, Standing, order::Said};

impl Placed {
    /// Returns the persons whose words it holds.
    #[must_use]
    pub fn persons(&self) -> BTreeSet<PersonId> {
        let buyer = self.buyer.as_ref().map(Personal::person);
        buyer.into_iter().chain(self.comment.as_ref().map(Personal::person)).collect()
    }

    /// Drops all that it holds of a person's words.
    pub fn forget(&mut self, person: PersonId) {
        self.buyer.iter_mut().for_each(|words| forget(words, person));
        self.comment.iter_mut().for_each(|words| forget(words, person));
    }
}

impl Said {
    fn persons(&self) -> impl Iterator<Item = PersonId> {
        let buyer = self.buyer.as_ref().map(|words| words.person());
        buyer.into_iter().chain(self.comment.as_ref().map(|words| words.person()))
    }

    fn forget(this: &mut Arc<Self>, person: PersonId) {
        if this.persons().any(|its| its == person) {
            let said = Arc::make_mut(this);
            said.buyer.iter_mut().for_each(|words| forget(words, person));
            said.comment.iter_mut().for_each(|words| forget(words, person));
        }
    }
}

impl Order {
    /// Returns the persons whose words it holds.
    #[must_use]
    pub fn persons(&self) -> BTreeSet<PersonId> {
        let mut persons: BTreeSet<_> = self.first_said().persons().collect();
        persons.extend(self.said().persons());
        persons.extend(self.comments().iter().map(Personal::person));
        persons.extend(self.standing().persons());
        persons
    }

    /// Drops all that it holds of a person's words; its sums, lines and version stay what they are.
    pub fn forget(&mut self, person: PersonId) {
        self.said.iter_mut().for_each(|said| Said::forget(said, person));
        let Some(later) = self.later.as_mut().map(Arc::make_mut) else { return };
        later.first_said.iter_mut().for_each(|said| Said::forget(said, person));
        later.comments.iter_mut().for_each(|words| forget(words, person));
        match &mut later.dropped {
            Some(Standing::False { reason } | Standing::Cancelled { reason }) => {
                reason.forget(person);
            }
            Some(Standing::Placed | Standing::Confirmed) | None => {}
        }
    }
}

impl Standing {
    fn persons(&self) -> Option<PersonId> {
        match self {
            Self::False { reason } | Self::Cancelled { reason } => reason.person(),
            Self::Placed | Self::Confirmed => None,
        }
    }
}

impl Event {
    /// Returns the person whose words it holds, where it holds any.
    #[must_use]
    pub fn persons(&self) -> BTreeSet<PersonId> {
        let person = match self {
            Self::BuyerChanged(buyer) => Some(buyer.person()),
            Self::Commented(comment) => Some(comment.person()),
            Self::Rejected { reason, .. }
            | Self::MarkedFalse { reason }
            | Self::Cancelled { reason } => reason.person(),
            Self::Confirmed
            | Self::Collected(_)
            | Self::LineAdded(_)
            | Self::Grown(_)
            | Self::Shrunk(_)
            | Self::PriceChanged { .. }
            | Self::VatChanged { .. }
            | Self::LineDiscounted { .. }
            | Self::OrderDiscounted(_)
            | Self::Rearranged { .. }
            | Self::GroupChanged(_)
            | Self::Paid(_)
            | Self::Refunded(_)
            | Self::Taken(_)
            | Self::Billed { .. }
            | Self::Unbilled { .. }
            | Self::Sent(_)
            | Self::ReturnRequested(_)
            | Self::ReturnAnswered { .. }
            | Self::Settled { .. } => None,
        };
        person.into_iter().collect()
    }
}

/// Drops words where they are about that person.
pub(crate) fn forget<T>(words: &mut Personal<T>, person: PersonId) {
    if words.person() == person {
        words.forget();
    }
}

#[cfg(test)]
mod tests;

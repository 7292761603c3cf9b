//! What an edit would do, before it is done.

use sklad_base::{Amounts, Decider, Envelope, Events, No, Refusals};

use crate::{Command, Event, Order, Policy, Receipt, Refusal};

/// An order as an edit would leave it, and the difference in money. Nothing has changed.
///
/// Law: carried out on the same order, the edit does just this.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct DryRun {
    /// The order as it would be.
    pub order: Order,
    /// What would happen.
    pub events: Events<Event>,
    /// What it costs now.
    pub before: Receipt,
    /// What it would cost.
    pub after: Receipt,
    /// By how much the total would change.
    pub difference: Amounts,
}

impl Order {
    /// Returns what a command would do; the order stays as it is.
    ///
    /// # Errors
    /// What carrying it out would be refused for.
    pub fn dry_run(
        &self,
        command: &Envelope<Command>,
        policy: &Policy,
    ) -> Result<DryRun, No<Refusal>> {
        let mut events = Events::new();
        self.decide(command, policy, &mut events)?;
        let order = self.after(events.as_slice());
        let before = self.receipt().map_err(Refusals::one)?;
        let after = order.receipt().map_err(Refusals::one)?;
        let difference = after.total.minus(before.total);
        let difference = difference.map_err(|why| Refusals::one(Refusal::Invalid(why)))?;
        Ok(DryRun { order, events, before, after, difference })
    }
}

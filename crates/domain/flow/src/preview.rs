//! What a command would do, before it is done.

use sklad_base::{Amounts, Decider, Envelope, Events, ItemId, No, OrderId, PlaceId, Refusals};
use sklad_order::Receipt;
use sklad_stock::Cell;

use crate::{Command, Event, Refusal, Shop, work::Work};

/// What a command would do to its order, to money and to stock. Nothing has changed.
///
/// Law: carried out on the same shop, the command does just this.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Preview {
    /// What would happen.
    pub events: Events<Event>,
    /// What the order costs now, where the command is about one that was placed.
    pub before: Option<Receipt>,
    /// What it would cost.
    pub after: Option<Receipt>,
    /// By how much its total would change.
    pub difference: Option<Amounts>,
    /// What would change on the shelves.
    pub cells: Vec<CellChange>,
}

/// One item at one place, as it is and as it would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "an answer that callers read")]
#[expect(missing_docs, reason = "the fields say themselves")]
pub struct CellChange {
    pub place: PlaceId,
    pub item: ItemId,
    pub before: Cell,
    pub after: Cell,
}

impl Shop {
    /// Returns what a command would do; the shop stays as it is.
    ///
    /// # Errors
    /// What carrying it out would be refused for.
    pub fn dry_run(&self, command: &Envelope<Command>) -> Result<Preview, No<Refusal>> {
        let mut events = Events::new();
        self.decide(command, &(), &mut events)?;
        let mut out = Events::new();
        let mut work = Work::new(self, command, &mut out);
        work.dispatch(&command.command)?;
        work.settle_up()?;
        let changed = work.booking.changes();
        let cells = changed.map(|((place, item), (before, after))| CellChange {
            place,
            item,
            before,
            after,
        });
        let cells = cells.collect();
        let mut preview = Preview { events, before: None, after: None, difference: None, cells };
        let of = self.order_of(&command.command).or_else(|| placed_by(preview.events.as_slice()));
        if let Some(of) = of {
            let receipt = |order: &sklad_order::Order| {
                order.receipt().map_err(|refusal| Refusals::one(Refusal::from(refusal)))
            };
            let after = receipt(&work.case(of)?.order)?;
            preview.before = self.case(of).map(|case| receipt(&case.order)).transpose()?;
            let zero = Amounts::zero(after.total.gross().currency());
            let was = preview.before.as_ref().map_or(zero, |before| before.total);
            preview.difference = after.total.minus(was).ok();
            preview.after = Some(after);
        }
        Ok(preview)
    }

    /// Returns the order that a command is about: for a document, that of its order.
    pub(crate) fn order_of(&self, command: &Command) -> Option<OrderId> {
        if let Command::ChangeDocument { document, .. } = command {
            return self.owner(*document)?;
        }
        command.order()
    }
}

/// Returns the order that is taken with these events.
fn placed_by(events: &[Event]) -> Option<OrderId> {
    events
        .iter()
        .find_map(|event| if let Event::Placed { order, .. } = event { Some(*order) } else { None })
}

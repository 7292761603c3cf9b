//! Why an item is not available: to the line.

use std::fmt;

use sklad_base::{ItemId, PlaceId, Quantity};

use crate::{Cell, Claim, Discrepancy, Ledger, Shortage, Supply, Terms};

/// All that a cell's balance is made of.
///
/// ```
/// use sklad_base::{ItemId, PlaceId};
/// use sklad_stock::Ledger;
///
/// let nothing = Ledger::new().explain(PlaceId::new(0), ItemId::new(7));
/// assert_eq!(nothing.to_string(), "item#7 at place#0: 0 available = 0 on hand - 0 reserved - 0 held; 0 pending");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// Where.
    pub place: PlaceId,
    /// What.
    pub item: ItemId,
    /// The balance.
    pub cell: Cell,
    /// Who holds and who waits, first served first (G5).
    pub holders: Vec<Holder>,
    /// Who goes short (B12).
    pub short: Vec<Shortage>,
    /// What is on its way.
    pub incoming: Vec<Supply>,
    /// What a person should look at.
    pub discrepancies: Vec<Discrepancy>,
}

/// One line's part in a balance.
///
/// ```
/// use sklad_base::{Decider, ItemId, LineId, LineNo, Moment, OrderId, OutletId, PlaceId, Quantity};
/// use sklad_stock::{Claim, Event, Ledger, Rank, Source};
///
/// # let (mut ledger, outlet) = (Ledger::new(), OutletId::new(0));
/// # let (place, item) = (PlaceId::new(0), ItemId::new(0));
/// # for event in [Event::OutletOpened(outlet), Event::PlaceOpened { place, outlet }, Event::ItemAdded(item)] {
/// #     ledger.evolve(&event);
/// # }
/// let line = LineId::new(OrderId::new(7), LineNo::new(0));
/// let rank = Rank { priority: 0, since: Moment::FIRST };
/// let (asked, reserved) = (Quantity::ZERO, Quantity::units(3));
/// ledger.evolve(&Event::Claimed(Claim { line, item, place, rank, asked, reserved }));
/// let holders = ledger.explain(place, item).holders;
/// assert_eq!(holders[0].claim.line, line);
/// assert_eq!(holders[0].terms.source, Source::Own);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Holder {
    /// What it asks for and holds, and since when.
    pub claim: Claim,
    /// What goes with it.
    pub terms: Terms,
}

impl Ledger {
    /// Says what a cell's balance is made of: who holds it, who waits, what comes, what does not add up.
    #[must_use]
    pub fn explain(&self, place: PlaceId, item: ItemId) -> Explanation {
        let holder = |claim: Claim| Holder { claim, terms: self.terms(claim.line, place) };
        let here = |open: &&Discrepancy| (open.place, open.item) == (place, item);
        Explanation {
            place,
            item,
            cell: self.cell(place, item),
            holders: self.claims_on(place, item).map(holder).collect(),
            short: self.shortages_at(place, item),
            incoming: self.supplies_to(place, item).copied().collect(),
            discrepancies: self.discrepancies().filter(here).copied().collect(),
        }
    }
}

impl Explanation {
    /// Returns what is promised against goods that are still to come.
    #[must_use]
    pub fn backordered(&self) -> Quantity {
        let waits = self.holders.iter().map(|holder| holder.terms.backordered);
        waits.fold(Quantity::ZERO, Quantity::saturating_add)
    }

    /// Returns what is on its way.
    #[must_use]
    pub fn incoming(&self) -> Quantity {
        let parts = self.incoming.iter().map(|supply| supply.quantity);
        parts.fold(Quantity::ZERO, Quantity::saturating_add)
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, item, cell, .. } = self;
        write!(
            f,
            "{item} at {place}: {} available = {} on hand - {} reserved - {} held; {} pending",
            cell.available(),
            cell.on_hand(),
            cell.reserved(),
            cell.held(),
            cell.pending()
        )?;
        self.holders.iter().try_for_each(|holder| write!(f, "\n  {holder}"))?;
        for Shortage { line, missing, .. } in &self.short {
            write!(f, "\n  {line} goes short of {missing}")?;
        }
        for Supply { id, from, quantity, due, .. } in &self.incoming {
            write!(f, "\n  {id} brings {quantity} from ")?;
            match from {
                Some(place) => write!(f, "{place}, due {due}")?,
                None => write!(f, "a supplier, due {due}")?,
            }
        }
        for open in &self.discrepancies {
            write!(f, "\n  discrepancy {}: {open}", open.number)?;
        }
        Ok(())
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { claim, terms } = self;
        let (pending, waits) = (claim.pending(), terms.backordered);
        write!(f, "{} holds {}", claim.line, claim.reserved)?;
        if pending.is_positive() {
            write!(f, ", waits for {pending}")?;
        }
        if waits.is_positive() {
            write!(f, " ({waits} backordered)")?;
        }
        write!(f, " since {}, {}", claim.rank.since, terms.source)?;
        if let Some(expires) = terms.expires {
            write!(f, ", until {expires}")?;
        }
        if terms.sent.is_positive() {
            write!(f, "; {} left and the partner has not said so yet", terms.sent)?;
        }
        Ok(())
    }
}

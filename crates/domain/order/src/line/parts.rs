//! A line taken apart: how it is written, compared and shown.

use std::fmt;

use sklad_base::Quantity;

use super::Line;
use crate::PlacedLine;

/// A line with all that it has, as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename = "Line", deny_unknown_fields))]
pub(crate) struct Parts {
    pub(crate) asked: PlacedLine,
    pub(crate) ordered: Quantity,
    pub(crate) cancelled: Quantity,
    pub(crate) waiting: Quantity,
    pub(crate) taken: Quantity,
    pub(crate) sent: Quantity,
    pub(crate) came_back: Quantity,
    pub(crate) returned: Quantity,
    pub(crate) written_off: Quantity,
    pub(crate) requested: Quantity,
    pub(crate) dismissed: Quantity,
}

impl Line {
    /// Puts a line together from all that it has.
    #[cfg(feature = "serde")]
    pub(crate) fn of(parts: &Parts) -> Self {
        let mut line = Self::new(parts.asked);
        (line.waiting, line.taken, line.sent) = (parts.waiting, parts.taken, parts.sent);
        let Parts { cancelled, came_back, returned, written_off, requested, dismissed, .. } =
            *parts;
        let all = [cancelled, came_back, returned, written_off, requested, dismissed];
        let placed = Some(parts.asked.quantity).filter(|placed| *placed != parts.ordered);
        if placed.is_some() || all.iter().any(|quantity| !quantity.is_zero()) {
            let rare = line.more();
            rare.placed = placed;
            (rare.cancelled, rare.came_back, rare.returned) = (cancelled, came_back, returned);
            (rare.written_off, rare.requested) = (written_off, requested);
            rare.dismissed = dismissed;
        }
        line
    }

    /// Returns all that it has.
    pub(crate) fn parts(&self) -> Parts {
        let rare = self.rare();
        Parts {
            asked: self.asked(),
            ordered: self.ordered(),
            cancelled: rare.cancelled,
            waiting: self.waiting,
            taken: self.taken,
            sent: self.sent,
            came_back: rare.came_back,
            returned: rare.returned,
            written_off: rare.written_off,
            requested: rare.requested,
            dismissed: rare.dismissed,
        }
    }
}

impl PartialEq for Line {
    /// Lines are equal where every answer is.
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

impl Eq for Line {}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts().fmt(f)
    }
}

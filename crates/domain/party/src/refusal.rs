//! Why a command about counterparties was refused.

use sklad_base::OrderId;

use crate::{CardId, MergeNo, event::List};

/// Why not.
///
/// ```
/// use sklad_party::{CardId, Refusal};
///
/// assert_eq!(
///     Refusal::UnknownCard(CardId::new(7)).to_string(),
///     "cannot find card#7: there is no such card; look it up by its e-mail or tax number"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// There is no such card.
    #[error("cannot find {0}: there is no such card; look it up by its e-mail or tax number")]
    UnknownCard(CardId),
    /// The card was merged.
    #[error("cannot use {card}: it was merged into {into}; use that one, or take the merge back")]
    Redirected {
        /// The card asked for.
        card: CardId,
        /// Where it leads.
        into: CardId,
    },
    /// A card and itself.
    #[error("cannot merge or part {0} and itself: they are one card; name another one")]
    SameCard(CardId),
    /// The two were parted.
    #[error(
        "cannot merge {one} and {other}: they were parted and must stay two; leave them as they are"
    )]
    Parted {
        /// One card.
        one: CardId,
        /// The other card.
        other: CardId,
    },
    /// Nobody looked for that order's customer.
    #[error("cannot settle {0}: its customer was never looked for; recognise it first")]
    UnknownOrder(OrderId),
    /// The order's customer is known.
    #[error(
        "cannot settle {order}: it is on {card} already; merge the two cards if they are one customer"
    )]
    NotUndecided {
        /// Which order.
        order: OrderId,
        /// Whose it is.
        card: CardId,
    },
    /// There is no such merge.
    #[error("cannot take merge {0} back: there is no such merge; look at the journal")]
    UnknownMerge(MergeNo),
    /// The merge was taken back before.
    #[error("cannot take merge {0} back: that was done before; look at the journal")]
    Undone(MergeNo),
    /// Later merges depend on it.
    #[error(
        "cannot take merge {merge} back: later merges depend on it; first take back {blockers}"
    )]
    Blocked {
        /// Which merge.
        merge: MergeNo,
        /// Those that depend on it, the latest first.
        blockers: List,
    },
    /// The value cannot be read.
    #[error(
        "cannot pin a value: it is no e-mail and no tax number that can be read; correct it first"
    )]
    Unreadable,
    /// All numbers of cards are in use.
    #[error("cannot open another card: four billion are in use; start another shop")]
    NoCardLeft,
}

//! What must be known of an order to decide a wish.

use sklad_base::OrderId;

use crate::{Facts, Scheme, Sketch, Wish, scheme::Map};

/// What a wish can turn on where an order stands: whoever knows the order need not look for anything else.
///
/// At most stages nothing moves by itself and hardly anything is listened to; so mostly it is what is given once and for
/// all, which is noted wherever an order stands.
///
/// ```
/// use sklad_base::OrderId;
/// use sklad_stage::{Board, Fact, Facts, Scheme, Sketch, Wish};
///
/// let scheme = Scheme::builder("two stages", 1)
///     .payments(&["cash"])
///     .deliveries(&["pick-up"])
///     .stage("new", |stage| stage.exit(&["all sent"]))
///     .stage("done", |stage| stage.succeeds())
///     .build()?;
/// let board = Board::new();
/// let (sketch, order) = (Sketch::new(&board), OrderId::new(0));
/// let start = Wish::Start { payment: "cash".parse()?, delivery: "pick-up".parse()? };
/// assert_eq!(sketch.asks(order, &start, &scheme).facts(), Facts::GIVEN);
/// assert!(sketch.asks(order, &Wish::Advance, &scheme).facts().holds(Fact::AllSent));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    facts: Facts,
    /// Nothing is wanted but to hear what happened, and no way out of its stage can be gone because of that.
    stays: bool,
}

impl Asked {
    /// Returns the facts to look for.
    #[must_use]
    pub const fn facts(self) -> Facts {
        self.facts
    }

    /// Tells whether nothing follows where these hold: the order stays, and nothing was given that was not before.
    #[must_use]
    pub const fn is_nothing_new(self, held: Facts) -> bool {
        self.stays && held.common(self.facts).is_empty()
    }
}

impl Sketch<'_> {
    /// Returns what a wish can turn on where its order stands now.
    #[must_use]
    pub fn asks(&self, order: OrderId, wish: &Wish, scheme: &Scheme) -> Asked {
        let track = self.track(order);
        let known = track.map_or(Facts::NONE, crate::Track::given);
        let place = match wish {
            Wish::Start { payment, delivery } => {
                scheme.map(payment, delivery).and_then(|map| Some((map, *map.route.first()?)))
            }
            // Where it goes decides, too.
            Wish::Advance | Wish::Jump(_) | Wish::Reroute { .. } => None,
            Wish::Learn
            | Wish::Happened(_)
            | Wish::Pause
            | Wish::Resume
            | Wish::Assign(_)
            | Wish::Take
            | Wish::HandOver(_) => {
                let live = track.filter(|track| track.outcome().is_none());
                live.and_then(|track| scheme.place_of(track))
            }
        };
        let is_still = place.is_some_and(|place| scheme.is_still(place, wish));
        let asked = if is_still { Facts::NONE } else { scheme.asked };
        let facts = asked.and(Facts::GIVEN).minus(known);
        Asked { facts, stays: is_still && matches!(wish, Wish::Learn | Wish::Happened(_)) }
    }
}

impl Scheme {
    /// Tells whether no way out of a stage can be gone because of a wish that names none, whatever holds.
    fn is_still(&self, (map, at): (&Map, u16), wish: &Wish) -> bool {
        let goes = |way| {
            self.is_automatic(at, way)
                || matches!(wish, Wish::Happened(it) if self.on(at, way).contains(it))
        };
        !map.ways[usize::from(at)].iter().any(|way| goes(*way))
    }
}

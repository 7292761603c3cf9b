//! Numbers that become void, since papers that have them may be out and the books do not know of them.

use std::num::NonZeroU32;

use sklad_base::Refusals;
use sklad_document::{Event as Paper, Kind};

use crate::{Event, Refusal, Shop};

impl Shop {
    /// Returns what happens where the shop comes back from an older copy of its log: of each kind of documents the next
    /// `margin` numbers are void, also of a kind that has none yet.
    ///
    /// Law: as long as no more documents of a kind were lost than `margin`, no number is given out a second time.
    ///
    /// ```
    /// use sklad_base::Decider;
    /// use sklad_document::Kind;
    /// use sklad_flow::Shop;
    ///
    /// let mut shop = Shop::new();
    /// let events = shop.void_numbers(500.try_into()?, "restored from the backup of 2 March")?;
    /// events.iter().for_each(|event| shop.evolve(event));
    /// assert_eq!(shop.numbers().used(Kind::Bill), 500);
    /// assert_eq!(shop.numbers().why_void(Kind::Bill, 7), Some("restored from the backup of 2 March"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Refusal::Document`] for each kind that has not so many numbers left; nothing is then void.
    pub fn void_numbers(
        &self,
        margin: NonZeroU32,
        why: &str,
    ) -> Result<Vec<Event>, Refusals<Refusal>> {
        let voids = Kind::ALL.map(|kind| self.numbers.void(kind, margin, why));
        let none = voids.iter().filter_map(|void| void.as_ref().err().cloned());
        if let Some(refusals) = Refusals::from_all(none.map(Refusal::from)) {
            return Err(refusals);
        }
        let event = |void| Event::Document { order: None, event: Paper::Voided(void) };
        Ok(voids.into_iter().flatten().map(event).collect())
    }
}

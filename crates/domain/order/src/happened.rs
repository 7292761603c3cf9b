//! What a command leads to.

use std::{iter, ops::Deref, option, slice, vec};

use crate::Event;

/// What a command leads to: mostly one event, which stands in here, so that none is asked for from the allocator.
///
/// ```
/// use sklad_order::{Event, Happened};
///
/// let happened = Happened::from(Event::Confirmed);
/// assert_eq!(happened[..], [Event::Confirmed]);
/// assert!(Happened::Nothing.is_empty());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "one, none or several")]
pub enum Happened {
    /// It says what is so already.
    Nothing,
    /// One event.
    One(Event),
    /// Several, in order.
    Several(Vec<Event>),
}

impl Deref for Happened {
    type Target = [Event];

    fn deref(&self) -> &[Event] {
        match self {
            Self::Nothing => &[],
            Self::One(event) => slice::from_ref(event),
            Self::Several(events) => events,
        }
    }
}

impl IntoIterator for Happened {
    type Item = Event;
    type IntoIter = iter::Chain<option::IntoIter<Event>, vec::IntoIter<Event>>;

    fn into_iter(self) -> Self::IntoIter {
        let (one, several) = match self {
            Self::Nothing => (None, Vec::new()),
            Self::One(event) => (Some(event), Vec::new()),
            Self::Several(events) => (None, events),
        };
        one.into_iter().chain(several)
    }
}

impl From<Event> for Happened {
    fn from(event: Event) -> Self {
        Self::One(event)
    }
}

impl From<Option<Event>> for Happened {
    fn from(event: Option<Event>) -> Self {
        event.map_or(Self::Nothing, Self::One)
    }
}

impl From<Vec<Event>> for Happened {
    fn from(events: Vec<Event>) -> Self {
        Self::Several(events)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Confirmation;

    #[test]
    fn one_or_several_they_are_read_and_taken_in_order() {
        let events = [Event::Confirmed, Event::Collected(Confirmation::Customer)];
        for count in 0..=2 {
            let first = events[..count].to_vec();
            let happened = match &first[..] {
                [] => None.into(),
                [one] => one.clone().into(),
                _ => Happened::from(first.clone()),
            };
            assert_eq!(*happened, first);
            assert!(happened.into_iter().eq(first));
        }
    }
}

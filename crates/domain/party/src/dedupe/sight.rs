//! All values of a base by dense numbers, with what the guards count beside each.

use super::{Bulk, Held, ids::Ids};
use crate::{Class, Key, Sort, tally::Tally};

/// What stands once all records are in sight.
pub(super) struct Sight {
    /// The dense number of each held value, in the order of the records.
    pub(super) numbers: Vec<u32>,
    /// What each number is: the number of its scheme, or none for an e-mail.
    pub(super) schemes: Vec<u8>,
    /// Which are many customers', by their numbers.
    pub(super) shared: Vec<bool>,
    /// The keys of those.
    pub(super) shared_keys: Vec<Key>,
}

/// No scheme: an e-mail or a phone.
pub(super) const NO_SCHEME: u8 = u8::MAX;

impl Sight {
    pub(super) fn of(bulk: &Bulk) -> Self {
        let (numbers, schemes) = numbered(&bulk.values);
        let mut guard = Guard::over(bulk, &numbers, schemes.len());
        (0..bulk.ends.len()).for_each(|record| guard.count(record));
        let shared = guard.shared;
        let is_shared = |number: &u32| super::is(&shared, *number);
        // Each key once, e-mails first, as they came.
        let mut named = vec![false; shared.len()];
        let mut keys = [Vec::new(), Vec::new()];
        for (held, number) in bulk.values.iter().zip(&numbers).filter(|(_, it)| is_shared(it)) {
            let named = usize::try_from(*number).ok().and_then(|at| named.get_mut(at));
            if let Some(named) = named.filter(|named| !**named && held.class == Class::Strong) {
                *named = true;
                keys[usize::from(held.is_number())].push(held.key);
            }
        }
        let shared_keys = keys.concat();
        Self { numbers, schemes, shared, shared_keys }
    }
}

/// Gives every value its number, so many at a time that the machine waits for many slots at once.
fn numbered(values: &[Held]) -> (Vec<u32>, Vec<u8>) {
    let mut ids = Ids::with_room_for(values.len());
    let (mut numbers, mut schemes) = (Vec::with_capacity(values.len()), Vec::new());
    for slice in values.chunks(SLICE) {
        std::hint::black_box(slice.iter().fold(0, |sum, held| sum ^ ids.touch(held.key)));
        for held in slice {
            let number = ids.of(held.key);
            if usize::try_from(number).is_ok_and(|at| at == schemes.len()) {
                schemes.push(if let Sort::Tax(scheme) = held.sort { scheme.0 } else { NO_SCHEME });
            }
            numbers.push(number);
        }
    }
    (numbers, schemes)
}

/// Counts what the guards count, as the register does order by order.
struct Guard<'a> {
    bulk: &'a Bulk,
    numbers: &'a [u32],
    /// The first value that was seen beside each; most never see a second.
    first: Vec<u32>,
    rest: Tally,
    shared: Vec<bool>,
}

impl<'a> Guard<'a> {
    fn over(bulk: &'a Bulk, numbers: &'a [u32], count: usize) -> Self {
        let (first, shared) = (vec![0; count], vec![false; count]);
        Self { bulk, numbers, first, rest: Tally::default(), shared }
    }

    fn count(&mut self, record: usize) {
        let bulk = self.bulk;
        let range = bulk.range(record);
        let held = bulk.values.get(range.clone()).unwrap_or_default();
        let numbers = self.numbers.get(range).unwrap_or_default();
        let pairs = || held.iter().zip(numbers);
        for (email, number) in pairs().filter(|(held, _)| held.sort == Sort::Email) {
            for (tax, its) in pairs().filter(|(held, _)| held.is_number()) {
                if email.class == Class::Strong {
                    self.beside((email.key, *number), tax.key, bulk.policy.email_shared_above);
                }
                self.beside((tax.key, *its), email.domain, bulk.policy.tax_shared_above);
            }
        }
    }

    fn beside(&mut self, (key, number): (Key, u32), value: Key, limit: u8) {
        let Ok(at) = usize::try_from(number) else { return };
        let (Some(first), Some(shared)) = (self.first.get_mut(at), self.shared.get_mut(at)) else {
            return;
        };
        let half = u32::try_from(value.number() >> 32).unwrap_or(0).max(1);
        if *first == 0 {
            *first = half;
            *shared = limit == 0;
        } else if *first != half && !*shared {
            *shared = self.rest.count(key, value) >= limit;
        }
    }
}

/// So many values are fetched at once.
const SLICE: usize = 64;

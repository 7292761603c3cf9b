//! What an order adds to the counts of the guards.

use sklad_base::Events;

use crate::{Class, Event, Key, Policy, Register, Sort, said::Value};

impl Register {
    /// Counts what the guards count: each e-mail beside each tax number, each tax number beside each mail domain.
    pub(super) fn count(&self, values: &[Value], policy: &Policy, out: &mut Events<Event>) {
        let is_well = |value: &&Value| matches!(value.class, Class::Strong | Class::Shared);
        let start = out.len();
        let emails = values.iter().filter(is_well).filter(|value| value.sort == Sort::Email);
        let numbers =
            values.iter().filter(|value| !value.is_email_like() && value.class == Class::Strong);
        let pairs = emails.flat_map(|email| numbers.clone().map(move |number| (email, number)));
        for (email, number) in pairs {
            let (Some(mailbox), Some(domain), Some(tax)) = (email.key, email.beside, number.key)
            else {
                continue;
            };
            let limits =
                [(email.class, policy.email_shared_above), (number.class, policy.tax_shared_above)];
            for (pair, limit) in [(mailbox, tax), (tax, domain)].into_iter().zip(limits) {
                let counted =
                    self.counted(pair, limit, out.as_slice().get(start..).unwrap_or_default());
                counted.into_iter().flatten().for_each(|event| out.push(event));
            }
        }
    }

    /// Counts one pair after those that this order has counted; says whether the key turns shared by it.
    fn counted(
        &self,
        (key, beside): (Key, Key),
        (class, limit): (Class, u8),
        before: &[Event],
    ) -> [Option<Event>; 2] {
        let counted = Event::Counted { key, beside };
        // Past the most that is kept nothing is told apart any more.
        if self.counts.has(key, beside)
            || self.counts.of(key) >= MOST_COUNTED
            || before.contains(&counted)
        {
            return [None, None];
        }
        let now = before
            .iter()
            .filter(|event| matches!(event, Event::Counted { key: its, .. } if *its == key));
        let count = usize::from(self.counts.of(key)) + now.count() + 1;
        let turned = Event::TurnedShared(key);
        let turns =
            class == Class::Strong && count > usize::from(limit) && !self.pins.contains_key(&key);
        [Some(counted), Some(turned).filter(|turned| turns && !before.contains(turned))]
    }
}

/// As many distinct values as are counted beside one key.
const MOST_COUNTED: u8 = 64;

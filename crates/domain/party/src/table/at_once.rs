//! The answer to the commonest order, without the table: rows 3, 6 and 7 where nothing is new.

use crate::{Branches, CardId, Class, Outcome, Policy, Register, Rule, Verdict, said::Value};

impl Register {
    /// Answers an order all of whose values are known and on one card, each on that card only; nothing for any other.
    /// The table would say the same, at greater length.
    pub(super) fn judge_at_once(&self, values: &[Value], policy: &Policy) -> Option<Verdict> {
        let is_either = matches!(policy.rule, Rule::Or | Rule::TaxThenEmail | Rule::EmailThenTax);
        if !is_either || policy.branches == Branches::Apart {
            return None;
        }
        let (mut card, mut by_email, mut by_tax) = (None, false, false);
        for value in values.iter().filter(|value| value.class != Class::Absent) {
            let its = self.only_card(value)?;
            if *card.get_or_insert(its) != its {
                return None;
            }
            let is_email = value.is_email_like();
            (by_email, by_tax) = (by_email | is_email, by_tax | !is_email);
        }
        let row = match (by_email, by_tax) {
            (true, true) => 6,
            (true, false) => 3,
            (false, _) => 7,
        };
        let outcome = Outcome::Match(self.live(card?));
        let (learn, flags, candidates) = (Vec::new(), Vec::new(), Vec::new());
        let new_contact = false;
        Some(Verdict { outcome, row, by_email, by_tax, new_contact, learn, flags, candidates })
    }

    /// Returns the one card that a strong value is on, as far as that was looked up.
    fn only_card(&self, value: &Value) -> Option<CardId> {
        let key = value.key.filter(|_| value.class == Class::Strong)?;
        let is_free = !self.shared.contains(&key) && !self.pins.contains_key(&key);
        self.links.card_at(value.link, key).filter(|_| is_free)
    }
}

#[cfg(test)]
#[path = "../../tests/world/mod.rs"]
mod world;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sklad_base::PersonId;

    use super::{
        world::{Desk, any_orders, any_policy},
        *,
    };
    use crate::{Command, Pin, Said, Secret, said::Reader};

    /// Returns both answers: at once, where there is one, and by the table.
    fn both(desk: &Desk, said: &Said) -> (Option<Verdict>, Verdict) {
        let mut values = Vec::new();
        Reader::new(&desk.policy).read_to_find(said, &mut values);
        desk.register.follow(&mut values);
        let at_once = desk.register.judge_at_once(&values, &desk.policy);
        (at_once, desk.register.judge_at_length(said, &mut values, &desk.policy))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        /// What is answered at once is what the table says, whatever was pinned, merged or forgotten before.
        #[test]
        fn at_once_and_at_length_say_the_same(
            orders in any_orders(),
            asked in any_orders(),
            policy in any_policy(),
            pins in prop::collection::vec((any::<prop::sample::Index>(), any::<Option<bool>>()), 0..3),
            merge in any::<Option<[prop::sample::Index; 2]>>(),
            forgotten in any::<Option<u8>>(),
        ) {
            let mut desk = Desk::after(&orders, &policy);
            let emails: Vec<_> = orders.iter().flat_map(|said| &said.emails).cloned().collect();
            for (at, pin) in pins.into_iter().filter(|_| !emails.is_empty()) {
                let pin = pin.map(|strong| if strong { Pin::Strong } else { Pin::Shared });
                // An e-mail that nobody can read is refused, and stays what it is.
                drop(desk.run(Command::PinEmail(at.get(&emails).clone(), pin)));
            }
            let cards: Vec<_> = desk.register.cards().collect();
            if let Some([one, other]) = merge.filter(|_| !cards.is_empty()) {
                drop(desk.run(Command::Merge(*one.get(&cards), *other.get(&cards))));
            }
            if let Some(person) = forgotten {
                desk.run(Command::Forget(PersonId::new(u64::from(person % 6)))).unwrap();
            }
            for said in orders.iter().chain(&asked) {
                let (at_once, at_length) = both(&desk, said);
                prop_assert!(at_once.is_none_or(|at_once| at_once == at_length), "{:?}", said.emails);
            }
        }
    }

    #[test]
    fn what_is_known_already_is_answered_at_once() {
        let [email, number] = ["ivan@romashka.ru", "7710000015"];
        let said = Said::of(PersonId::new(1));
        let whole = said.clone().email(email).number("RU", number);
        let desk = Desk::after(std::slice::from_ref(&whole), &Policy::new(Secret::new(7)));
        let rows = [whole, said.clone().email(email).number("RU", ""), said.number("RU", number)]
            .map(|said| both(&desk, &said).0.map(|verdict| verdict.row));
        assert_eq!(rows, [Some(6), Some(3), Some(7)]);
    }
}

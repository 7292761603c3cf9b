//! Two cards become one, and part again.

use std::cmp::Reverse;

use sklad_base::Events;

use crate::{CardId, Class, Event, MergeNo, Refusal, Register, event::List, few::Few, said::Value};

impl Register {
    /// Merges the cards of the order's e-mails into the card of its number: row 8, where the shop wants that.
    pub(super) fn merge_hit(&self, kept: CardId, values: &[Value], out: &mut Events<Event>) {
        let mut hit = Few::new(CardId::new(0));
        let emails =
            values.iter().filter(|value| value.is_email_like() && value.class == Class::Strong);
        for key in emails.filter_map(|value| value.key) {
            self.add_cards_of(key, &mut hit);
        }
        if let Some(lost) = hit.iter().copied().find(|card| *card != kept) {
            let merge = u32::try_from(self.merges.len()).unwrap_or(u32::MAX);
            out.push(Event::Merged { merge, lost, kept });
        }
    }

    pub(super) fn merge_event(&self, one: CardId, other: CardId) -> Result<Event, Refusal> {
        let (one, other) = (self.living(one)?, self.living(other)?);
        if one == other {
            return Err(Refusal::SameCard(one));
        }
        if self.are_parted(one, other) {
            return Err(Refusal::Parted { one, other });
        }
        let rank = |card: CardId| (self.has_number(card), self.orders_of(card), Reverse(card));
        let (kept, lost) = if rank(one) > rank(other) { (one, other) } else { (other, one) };
        let merge = u32::try_from(self.merges.len()).unwrap_or(u32::MAX);
        Ok(Event::Merged { merge, lost, kept })
    }

    pub(super) fn unmerge_events(
        &self,
        merge: MergeNo,
        out: &mut Events<Event>,
    ) -> Result<(), Refusal> {
        let its = usize::try_from(merge).ok().and_then(|at| self.merges.get(at));
        let its = its.ok_or(Refusal::UnknownMerge(merge))?;
        if its.is_undone {
            return Err(Refusal::Undone(merge));
        }
        let blockers = self.blockers(merge);
        if !blockers.is_empty() {
            return Err(Refusal::Blocked { merge, blockers: List(blockers) });
        }
        out.push(Event::Unmerged(merge));
        out.push(Event::Parted(its.lost, its.kept));
        Ok(())
    }

    pub(super) fn part_event(&self, one: CardId, other: CardId) -> Result<Event, Refusal> {
        let (one, other) = (self.living(one)?, self.living(other)?);
        if one == other { Err(Refusal::SameCard(one)) } else { Ok(Event::Parted(one, other)) }
    }

    pub(super) fn living(&self, card: CardId) -> Result<CardId, Refusal> {
        if !self.has(card) {
            return Err(Refusal::UnknownCard(card));
        }
        match self.live(card) {
            into if into != card => Err(Refusal::Redirected { card, into }),
            card => Ok(card),
        }
    }
}

//! A card and those that were merged into it: together they are one customer.

use crate::{CardId, Key, Merge, MergeNo, Register, Scheme, Sort, register::ordered};

impl Register {
    /// Returns the card that a number leads to: itself, or the one that it was merged into.
    #[must_use]
    pub fn live(&self, card: CardId) -> CardId {
        // Where nothing stands merged, the card itself need not be fetched.
        if self.children.is_empty() {
            return card;
        }
        let mut at = card;
        while let Some(into) =
            self.cards.get(at.index()).map(|card| card.into).filter(|into| *into != at)
        {
            at = into;
        }
        at
    }

    /// Returns the card that one was merged into, while it is.
    #[must_use]
    pub fn merged_into(&self, card: CardId) -> Option<CardId> {
        self.cards.get(card.index()).map(|card| card.into).filter(|into| *into != card)
    }

    /// Returns a card and all that were merged into it.
    #[must_use]
    pub fn family(&self, card: CardId) -> Vec<CardId> {
        let mut family = vec![card];
        let mut at = 0;
        while let Some(one) = family.get(at) {
            family.extend(self.children.get(one).into_iter().flatten());
            at += 1;
        }
        family
    }

    /// Returns how many orders are on a card and on those merged into it.
    #[must_use]
    pub fn orders_of(&self, card: CardId) -> u64 {
        let all = self.family(card);
        all.iter()
            .filter_map(|card| self.cards.get(card.index()))
            .map(|card| u64::from(card.orders))
            .sum()
    }

    /// Returns the key of a card's tax number of a scheme, its own or one of a card merged into it.
    #[must_use]
    pub fn number_of(&self, card: CardId, scheme: Scheme) -> Option<Key> {
        let its = |card: CardId| {
            let all = self.links.of_card(self.cards.get(card.index())?.first);
            all.filter(|(sort, _)| *sort == Sort::Tax(scheme)).last().map(|(_, key)| key)
        };
        if self.children.is_empty() {
            return its(card);
        }
        self.family(card).into_iter().find_map(its)
    }

    /// Tells whether a card has a tax number of any scheme.
    #[must_use]
    pub fn has_number(&self, card: CardId) -> bool {
        self.keys_of(card).into_iter().any(|(sort, _)| matches!(sort, Sort::Tax(_)))
    }

    /// Returns the keys of a card and of those merged into it.
    #[must_use]
    pub fn keys_of(&self, card: CardId) -> Vec<(Sort, Key)> {
        let family = self.family(card);
        let firsts =
            family.iter().filter_map(|card| self.cards.get(card.index())).map(|card| card.first);
        firsts.flat_map(|first| self.links.of_card(first)).collect()
    }

    /// Tells whether two cards must never become one, or cards merged into them.
    #[must_use]
    pub fn are_parted(&self, one: CardId, other: CardId) -> bool {
        if self.parted.is_empty() {
            return false;
        }
        let (left, right) = (self.family(one), self.family(other));
        left.iter()
            .any(|one| right.iter().any(|other| self.parted.contains(&ordered(*one, *other))))
    }

    /// Returns the merges that must be taken back before one can be, the latest first.
    #[must_use]
    pub fn blockers(&self, merge: MergeNo) -> Vec<MergeNo> {
        let index = |merge: MergeNo| usize::try_from(merge).unwrap_or(usize::MAX);
        let Some(first) = self.merges.get(index(merge)) else { return Vec::new() };
        let mut kept = first.kept;
        let mut blockers = Vec::new();
        for (later, number) in self.merges.iter().zip(0..).skip(index(merge).saturating_add(1)) {
            if !later.is_undone && later.lost == kept {
                kept = later.kept;
                blockers.push(number);
            }
        }
        blockers.reverse();
        blockers
    }

    pub(crate) fn merge(&mut self, lost: CardId, kept: CardId) {
        if let Some(its) = self.cards.get_mut(lost.index()) {
            its.into = kept;
        }
        self.children.entry(kept).or_default().push(lost);
        self.merges.push(Merge { lost, kept, is_undone: false });
    }

    pub(crate) fn unmerge(&mut self, merge: MergeNo) {
        let Some(its) = usize::try_from(merge).ok().and_then(|at| self.merges.get_mut(at)) else {
            return;
        };
        its.is_undone = true;
        let Merge { lost, kept, .. } = *its;
        if let Some(card) = self.cards.get_mut(lost.index()) {
            card.into = lost;
        }
        if let Some(children) = self.children.get_mut(&kept) {
            children.retain(|child| *child != lost);
            if children.is_empty() {
                self.children.remove(&kept);
            }
        }
    }
}

//! The numbers of stages by their names.

use crate::{Draft, StageId};

/// Which number each stage has; of two with one name the first counts.
///
/// Every command about an order asks for the number of its stage, so names are told apart by their lengths first: most
/// need no look at a letter.
#[derive(Debug, Clone, Default)]
pub(crate) struct Numbers(Vec<(StageId, u16)>);

impl Numbers {
    pub(crate) fn of(draft: &Draft) -> Self {
        let ids = draft.stages.iter().map(|stage| stage.id.clone());
        let mut all: Vec<_> = ids.zip(0..).collect();
        all.sort_by(|(one, _), (other, _)| rank(one).cmp(&rank(other)));
        all.dedup_by(|(later, _), (first, _)| later == first);
        Self(all)
    }

    pub(crate) fn get(&self, id: &StageId) -> Option<u16> {
        let rank_of = rank(id);
        let at = self.0.binary_search_by(|(known, _)| rank(known).cmp(&rank_of)).ok()?;
        self.0.get(at).map(|(_, number)| *number)
    }

    pub(crate) fn contains(&self, id: &StageId) -> bool {
        self.get(id).is_some()
    }
}

fn rank(id: &StageId) -> (usize, &str) {
    (id.as_str().len(), id.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SchemeName, StageDraft};

    #[test]
    fn each_name_has_its_number_and_the_first_of_two_counts() {
        let mut draft = Draft::new(SchemeName::unnamed(), 1);
        for id in ["new", "old", "picking", "new", "sent", "a"] {
            draft.stages.push(StageDraft::new(StageId::parse(id).unwrap()));
        }
        let numbers = Numbers::of(&draft);
        let of = |id: &str| numbers.get(&StageId::parse(id).unwrap());
        let all = ["new", "old", "picking", "sent", "a", "b", "olds"].map(of);
        assert_eq!(all, [Some(0), Some(1), Some(2), Some(4), Some(5), None, None]);
    }
}

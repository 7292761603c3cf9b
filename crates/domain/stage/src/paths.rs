//! The paths of a scheme, so that a shop can test its own.

use std::collections::VecDeque;

use sklad_base::{DeliveryWay, PaymentWay};

use crate::{
    Scheme, StageId, TransitionId,
    scheme::{Map, Way},
};

/// One step of a path.
///
/// ```
/// use sklad_stage::{StageId, Step};
///
/// let step = Step { by: None, to: StageId::parse("picking")? };
/// assert_eq!(step.to_string(), "forward to picking");
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "plain data")]
pub struct Step {
    /// By which transition; forward along the route where it is none.
    pub by: Option<TransitionId>,
    /// Where it leads.
    pub to: StageId,
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.by {
            None => write!(f, "forward to {}", self.to),
            Some(by) => write!(f, "{by} to {}", self.to),
        }
    }
}

impl Scheme {
    /// Returns the shortest path to every stage that an order of that pair can stand at, in the order of the
    /// stages; nothing where the scheme does not know the pair.
    #[must_use]
    pub fn shortest_paths(
        &self,
        payment: &PaymentWay,
        delivery: &DeliveryWay,
    ) -> Vec<Vec<StageId>> {
        let Some(map) = self.map(payment, delivery) else { return Vec::new() };
        let Some(first) = map.route.first() else { return Vec::new() };
        let parents = self.parents(map, *first);
        let reached =
            (0_u16..).take(self.draft.stages.len()).filter(|at| map.reached[usize::from(*at)]);
        reached.map(|at| self.ids(&back(&parents, at))).collect()
    }

    /// Returns the paths that pass no stage twice, to every stage, shortest first; at most so many.
    #[must_use]
    pub fn simple_paths(
        &self,
        payment: &PaymentWay,
        delivery: &DeliveryWay,
        most: usize,
    ) -> Vec<Vec<StageId>> {
        let Some(map) = self.map(payment, delivery) else { return Vec::new() };
        let mut next: VecDeque<Vec<u16>> =
            map.route.first().map(|first| vec![*first]).into_iter().collect();
        let mut paths = Vec::new();
        while let Some(path) = next.pop_front() {
            if paths.len() == most {
                break;
            }
            let Some(last) = path.last() else { continue };
            let mut onward: Vec<u16> = self.open(map, *last).map(|way| way.to).collect();
            onward.dedup();
            for to in onward.into_iter().filter(|to| !path.contains(to)) {
                if next.len() + paths.len() < most {
                    next.push_back([path.as_slice(), &[to]].concat());
                }
            }
            paths.push(self.ids(&path));
        }
        paths
    }

    /// Returns the fewest steps from a stage to a final one, a good end before a bad one of the same length.
    #[must_use]
    pub fn steps_to_end(
        &self,
        from: &StageId,
        (payment, delivery): (&PaymentWay, &DeliveryWay),
    ) -> Option<Vec<Step>> {
        let (map, from) = (self.map(payment, delivery)?, self.number(from)?);
        let parents = self.parents(map, from);
        let numbers = (0_u16..).take(self.draft.stages.len());
        let ends = numbers.filter(|at| {
            self.at(*at).end.is_some() && (parents[usize::from(*at)].is_some() || *at == from)
        });
        let path = ends
            .map(|at| back(&parents, at))
            .min_by_key(|path| (path.len(), path.last().map(|last| self.at(*last).end)))?;
        let step = |pair: &[u16]| {
            let way = self.open(map, pair[0]).find(|way| way.to == pair[1])?;
            let by = self.jump(*way).map(|transition| transition.id.clone());
            Some(Step { by, to: self.at(way.to).id.clone() })
        };
        path.windows(2).map(step).collect()
    }

    fn open<'a>(&self, map: &'a Map, at: u16) -> impl Iterator<Item = &'a Way> {
        map.ways[usize::from(at)].iter().filter(|way| way.needs.contradiction().is_none())
    }

    /// Returns from where each stage is first reached.
    fn parents(&self, map: &Map, first: u16) -> Vec<Option<u16>> {
        let mut parents = vec![None; self.draft.stages.len()];
        let mut next = VecDeque::from([first]);
        while let Some(at) = next.pop_front() {
            for way in self.open(map, at) {
                let parent = &mut parents[usize::from(way.to)];
                if parent.is_none() && way.to != first {
                    *parent = Some(at);
                    next.push_back(way.to);
                }
            }
        }
        parents
    }

    fn ids(&self, path: &[u16]) -> Vec<StageId> {
        path.iter().map(|at| self.at(*at).id.clone()).collect()
    }
}

fn back(parents: &[Option<u16>], at: u16) -> Vec<u16> {
    let mut path = vec![at];
    let mut at = at;
    while let Some(before) = parents[usize::from(at)] {
        path.push(before);
        at = before;
    }
    path.reverse();
    path
}

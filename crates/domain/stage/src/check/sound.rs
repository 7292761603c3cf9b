//! The scheme holds together: walked over every pair of payment and delivery, and every condition.
//!
//! What is given (paid, confirmed) stays; so a way that asks for it not to be there closes for good once it came,
//! and it may come at any moment. All other facts may come and go. Each stage is therefore walked together with
//! those given facts that some way asks against.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::{
    Condition, Example, Fact, Facts, Mistake, Scheme,
    facts::Needs,
    scheme::{Map, Way},
};

use super::Found;

/// A stage, and which of the watched facts were given: the stage's number shifted by their count, and a bit for each.
type Node = usize;

/// A walk over one map.
struct Walk<'a> {
    scheme: &'a Scheme,
    map: &'a Map,
    /// The pair that shows its mistakes.
    pair: (usize, usize),
    watched: Vec<Fact>,
    /// From which node each was first reached; the first one from itself.
    parent: Vec<Option<Node>>,
    /// All that was reached, nearest first.
    order: Vec<Node>,
    /// Where ways lead, from and to.
    steps: Vec<(Node, Node)>,
}

pub(super) fn check(scheme: &mut Scheme, found: &mut Found) {
    let mut open = Open::default();
    let mut reached_by_map = Vec::new();
    for (map, number) in scheme.maps.iter().zip(0..) {
        let deliveries = scheme.draft.deliveries.len();
        let pair = scheme.map_of.iter().position(|of| *of == number).unwrap_or(0);
        let pair = (pair / deliveries.max(1), pair % deliveries.max(1));
        let walk = Walk::over(scheme, map, pair);
        walk.first(found);
        walk.ends(found);
        walk.rests(found);
        walk.opens(&mut open);
        reached_by_map.push(walk.reached());
    }
    let reached: BTreeSet<usize> = (0..scheme.draft.stages.len())
        .filter(|at| reached_by_map.iter().any(|reached| reached[*at]))
        .collect();
    for (stage, at) in scheme.draft.stages.iter().zip(0..) {
        if !reached.contains(&at) && scheme.numbers.get(&stage.id).map(usize::from) == Some(at) {
            found.add(format!("stages[{at}]"), Mistake::Unreachable { stage: stage.id.clone() });
        }
    }
    open.report(scheme, found);
    for (map, reached) in scheme.maps.iter_mut().zip(reached_by_map) {
        map.reached = reached;
    }
}

impl<'a> Walk<'a> {
    fn over(scheme: &'a Scheme, map: &'a Map, pair: (usize, usize)) -> Self {
        let against = map.ways.iter().flatten().map(|way| way.needs.no);
        let watched = against.fold(Facts::NONE, Facts::and).common(Facts::GIVEN);
        let watched: Vec<Fact> = watched.iter().collect();
        let parent = vec![None; map.ways.len() << watched.len()];
        let (order, steps) = (Vec::new(), Vec::new());
        let mut walk = Self { scheme, map, pair, watched, parent, order, steps };
        walk.walk();
        walk
    }

    fn walk(&mut self) {
        let Some(first) = self.map.route.first() else { return };
        let first = usize::from(*first) << self.watched.len();
        self.parent[first] = Some(first);
        let mut next = VecDeque::from([first]);
        while let Some(node) = next.pop_front() {
            self.order.push(node);
            for (to, is_step) in self.from(node) {
                if is_step {
                    self.steps.push((node, to));
                }
                if self.parent[to].is_none() {
                    self.parent[to] = Some(node);
                    next.push_back(to);
                }
            }
        }
    }

    /// Returns where a node leads: by a way, or because a fact is given meanwhile.
    fn from(&self, node: Node) -> Vec<(Node, bool)> {
        let stage = self.stage(node);
        let ways = self.map.ways[stage].iter().filter(|way| self.is_open(node, way.needs));
        let mut to: Vec<_> = ways.map(|way| (self.through(node, *way), true)).collect();
        if self.scheme.draft.stages[stage].end.is_none() {
            let bits = (0..self.watched.len()).map(|bit| 1 << bit);
            to.extend(bits.filter(|bit| node & bit == 0).map(|bit| (node | bit, false)));
        }
        to
    }

    fn stage(&self, node: Node) -> usize {
        node >> self.watched.len()
    }

    fn given(&self, node: Node) -> Facts {
        let watched = self.watched.iter().enumerate();
        watched.filter(|(bit, _)| node >> bit & 1 == 1).map(|(_, fact)| *fact).collect()
    }

    fn is_open(&self, node: Node, needs: Needs) -> bool {
        needs.contradiction().is_none() && needs.no.common(self.given(node)).is_empty()
    }

    /// Returns the node behind a way: what it asked for was given.
    fn through(&self, node: Node, way: Way) -> Node {
        let given = self.given(node).and(way.needs.yes);
        let bits = self.watched.iter().enumerate().filter(|(_, fact)| given.holds(**fact));
        bits.fold(usize::from(way.to) << self.watched.len(), |node, (bit, _)| node | 1 << bit)
    }

    fn reached(&self) -> Vec<bool> {
        let mut reached = vec![false; self.map.ways.len()];
        self.order.iter().for_each(|node| reached[self.stage(*node)] = true);
        reached
    }

    /// Returns the shortest way to a node as an example, and further stages behind it.
    fn example(&self, node: Node, behind: &[usize]) -> Example {
        let mut path = vec![self.stage(node)];
        let mut node = node;
        while let Some(before) = self.parent.get(node).copied().flatten().filter(|it| *it != node) {
            if path.last() != Some(&self.stage(before)) {
                path.push(self.stage(before));
            }
            node = before;
        }
        path.reverse();
        let ids = path.iter().chain(behind);
        let path = ids.map(|at| self.scheme.draft.stages[*at].id.clone()).collect();
        let (payment, delivery) = self.pair;
        let draft = &self.scheme.draft;
        let payment = draft.payments[payment].clone();
        Example { payment, delivery: draft.deliveries[delivery].clone(), path }
    }

    /// An order begins at a first stage, and that asks for nothing.
    fn first(&self, found: &mut Found) {
        let draft = &self.scheme.draft;
        let Some(node) = self.order.first() else {
            let (payment, delivery) = self.pair;
            // A route that names only unknown stages was named already.
            if draft.route.iter().any(|id| self.scheme.numbers.contains(id)) {
                let payment = draft.payments[payment].clone();
                let delivery = draft.deliveries[delivery].clone();
                found.add("route", Mistake::NoRoute { payment, delivery });
            }
            return;
        };
        let stage = self.stage(*node);
        if !draft.stages[stage].entry.is_empty() {
            let example = self.example(*node, &[]);
            found.add(format!("stages[{stage}].entry"), Mistake::EntryOfFirst { example });
        }
    }

    /// From wherever an order stands, a final stage can be reached.
    fn ends(&self, found: &mut Found) {
        let mut back: BTreeMap<Node, Vec<Node>> = BTreeMap::new();
        self.steps.iter().for_each(|(from, to)| back.entry(*to).or_default().push(*from));
        let mut ends = vec![false; self.parent.len()];
        let finals = self.order.iter().copied();
        let is_final = |node: &Node| self.scheme.draft.stages[self.stage(*node)].end.is_some();
        let mut next: Vec<Node> = finals.filter(is_final).collect();
        while let Some(node) = next.pop() {
            if !std::mem::replace(&mut ends[node], true) {
                next.extend(back.get(&node).into_iter().flatten());
            }
        }
        let mut named = BTreeSet::new();
        for node in &self.order {
            let before = self.parent[*node].filter(|before| before != node);
            let is_entry = !ends[*node] && before.is_none_or(|before| ends[before]);
            if is_entry && named.insert(self.stage(*node)) {
                self.trapped(*node, found);
            }
        }
    }

    /// Follows the ways from a node that no final stage can be reached from, until they stop or come round.
    fn trapped(&self, node: Node, found: &mut Found) {
        let (mut behind, mut at) = (Vec::new(), node);
        let mut seen = BTreeSet::from([node]);
        loop {
            let to: Vec<Node> = self
                .from(at)
                .into_iter()
                .filter_map(|(to, is_step)| is_step.then_some(to))
                .collect();
            let fresh = to.iter().copied().find(|to| !seen.contains(to));
            let Some(next) = fresh.or_else(|| to.first().copied()) else {
                let stage = self.stage(at);
                let id = self.scheme.draft.stages[stage].id.clone();
                let example = self.example(node, &behind);
                let mistake = Mistake::NoWayOut { stage: id, example };
                return found.add(format!("stages[{stage}]"), mistake);
            };
            behind.push(self.stage(next));
            if !seen.insert(next) {
                let example = self.example(node, &behind);
                let stage = self.stage(node);
                return found.add(format!("stages[{stage}]"), Mistake::NoEnd { example });
            }
            at = next;
        }
    }

    /// At most one thing happens by itself, and then comes to rest.
    fn rests(&self, found: &mut Found) {
        let mut seen = BTreeSet::new();
        for node in &self.order {
            let stage = self.stage(*node);
            if seen.insert(stage) {
                self.at_once(*node, found);
                let out = &self.map.ways[stage];
                if out.iter().any(|way| way.jump.is_some() && self.is_automatic(stage, *way)) {
                    let mut round = Round { start: *node, path: Vec::new(), budget: BUDGET };
                    self.restless(&mut round, (stage, Needs::default()), found);
                }
            }
        }
    }

    fn is_automatic(&self, stage: usize, way: Way) -> bool {
        u16::try_from(stage).is_ok_and(|stage| self.scheme.is_automatic(stage, way))
    }

    fn at_once(&self, node: Node, found: &mut Found) {
        let stage = self.stage(node);
        let from = u16::try_from(stage).unwrap_or(u16::MAX);
        let ways = &self.map.ways[stage];
        for (one, index) in ways.iter().zip(1..) {
            let own: Vec<_> = self.scheme.on(from, *one).to_vec();
            let moves = self.is_automatic(stage, *one);
            if !moves && own.is_empty() {
                continue;
            }
            for other in &ways[index..] {
                let shared = self.scheme.on(from, *other).iter().find(|it| own.contains(it));
                let both = moves && self.is_automatic(stage, *other);
                let needs = one.needs.and(other.needs);
                if (both || shared.is_some()) && self.can_hold(stage, needs) {
                    let happens = shared
                        .filter(|_| !both)
                        .map(|it| format!("{it} happens and {}", held(needs)));
                    let when = happens.unwrap_or_else(|| held(needs));
                    let (one, other) = (self.name(stage, *one), self.name(stage, *other));
                    let example = self.example(node, &[]);
                    let mistake = Mistake::TwoAtOnce { one, other, when, example };
                    found.add(format!("stages[{stage}]"), mistake);
                }
            }
        }
    }

    /// Tells whether conditions can hold at a stage, whatever was given on the way there.
    fn can_hold(&self, stage: usize, needs: Needs) -> bool {
        let nodes =
            (0..1_usize << self.watched.len()).map(|given| stage << self.watched.len() | given);
        nodes.filter(|node| self.parent[*node].is_some()).any(|node| self.is_open(node, needs))
    }

    fn name(&self, stage: usize, way: Way) -> String {
        let to = &self.scheme.at(way.to).id;
        match self.scheme.jump(way) {
            Some(transition) => format!("{} to {to}", transition.id),
            None => format!("{} > {to}", self.scheme.draft.stages[stage].id),
        }
    }

    /// Looks for a way round by what happens by itself, while the same facts hold.
    fn restless(&self, round: &mut Round, (stage, needs): (usize, Needs), found: &mut Found) {
        for way in self.map.ways[stage].iter().filter(|way| self.is_automatic(stage, **way)) {
            let (to, needs) = (usize::from(way.to), needs.and(way.needs));
            let is_shut = needs.contradiction().is_some() || round.path.contains(&to);
            if is_shut || round.budget == 0 {
                continue;
            }
            round.budget -= 1;
            round.path.push(to);
            if to == self.stage(round.start) {
                let example = self.example(round.start, &round.path);
                found
                    .add(format!("stages[{to}]"), Mistake::Restless { when: held(needs), example });
            } else {
                self.restless(round, (to, needs), found);
            }
            round.path.pop();
        }
    }

    /// Notes which ways are open to some order.
    fn opens(&self, open: &mut Open) {
        for node in &self.order {
            let stage = self.stage(*node);
            for way in &self.map.ways[stage] {
                let key = way.jump.map_or(Key::Forward(stage), Key::Jump);
                let entry = open
                    .0
                    .entry(key)
                    .or_insert_with(|| Some((self.example(*node, &[]), way.needs)));
                if self.is_open(*node, way.needs) {
                    *entry = None;
                }
            }
        }
    }
}

/// The search for a way round.
struct Round {
    start: Node,
    path: Vec<usize>,
    budget: u32,
}

/// Returns what must hold, in words.
fn held(needs: Needs) -> String {
    let words = needs.to_string();
    if words.is_empty() { "nothing in particular holds".to_owned() } else { words }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Forward(usize),
    Jump(u16),
}

/// The ways that some order has before it: nothing where one can go it, else an example of who cannot, and why.
#[derive(Default)]
struct Open(BTreeMap<Key, Option<(Example, Needs)>>);

impl Open {
    fn report(&self, scheme: &Scheme, found: &mut Found) {
        for (key, shut) in &self.0 {
            let Some((example, needs)) = shut else { continue };
            let place = match key {
                Key::Forward(stage) => format!("stages[{stage}].exit"),
                Key::Jump(jump) => format!("transitions[{jump}].conditions"),
            };
            let no = needs.no.iter().map(Condition::not);
            let all: Vec<_> = needs.yes.iter().map(Condition::that).chain(no).collect();
            found.add(place, Mistake::never_holds(&all, example.clone()));
        }
        for (transition, jump) in scheme.draft.transitions.iter().zip(0..) {
            let leads = scheme.numbers.contains(&transition.to);
            if leads && !self.0.contains_key(&Key::Jump(jump)) {
                found.add(format!("transitions[{jump}]"), Mistake::NeverOpen);
            }
        }
    }
}

/// How many steps are looked at for a way round, from each stage.
const BUDGET: u32 = 10_000;

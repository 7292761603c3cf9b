//! Records joined to cards, none of which gets two numbers of one scheme.

/// A union-find over records; each set has a list of the tax numbers on it.
pub(super) struct Unions<'a> {
    parents: Vec<u32>,
    /// The first number of each root, and the number after each number.
    heads: Vec<u32>,
    nexts: Vec<u32>,
    schemes: &'a [u8],
}

impl<'a> Unions<'a> {
    pub(super) fn new(records: usize, schemes: &'a [u8]) -> Self {
        let records = u32::try_from(records).unwrap_or(u32::MAX);
        let parents: Vec<u32> = (0..records).collect();
        let heads = vec![NONE; parents.len()];
        Self { parents, heads, nexts: vec![NONE; schemes.len()], schemes }
    }

    /// Gives a record's set a number, unless it has another one of that scheme.
    pub(super) fn give(&mut self, record: u32, number: u32) -> bool {
        let root = self.root(record);
        let scheme = at(self.schemes, number);
        if self.numbers(root).any(|its| at(self.schemes, its) == scheme) {
            return false;
        }
        put(&mut self.nexts, number, at(&self.heads, root));
        put(&mut self.heads, root, number);
        true
    }

    /// Joins two sets, unless that would give one two numbers of a scheme.
    pub(super) fn join(&mut self, one: u32, other: u32) -> bool {
        let (one, other) = (self.root(one), self.root(other));
        if one == other {
            return true;
        }
        let clash = |number: u32| {
            let scheme = at(self.schemes, number);
            self.numbers(other).any(|its| at(self.schemes, its) == scheme)
        };
        if self.numbers(one).any(clash) {
            return false;
        }
        // The root is the first record, so that cards are counted in the order of their first records.
        let (root, child) = if one < other { (one, other) } else { (other, one) };
        put(&mut self.parents, child, root);
        if let Some(last) = self.numbers(child).last() {
            put(&mut self.nexts, last, at(&self.heads, root));
            let first = at(&self.heads, child);
            put(&mut self.heads, root, first);
        }
        true
    }

    /// Returns the card of each record and how many there are.
    pub(super) fn cards(mut self) -> (Vec<u32>, u32) {
        let mut cards = Vec::with_capacity(self.parents.len());
        let mut count = 0;
        for record in 0..u32::try_from(self.parents.len()).unwrap_or(u32::MAX) {
            let root = self.root(record);
            if root == record {
                cards.push(count);
                count += 1;
            } else {
                cards.push(at(&cards, root));
            }
        }
        (cards, count)
    }

    fn root(&mut self, record: u32) -> u32 {
        let mut record = record;
        loop {
            let parent = at(&self.parents, record);
            if parent == record {
                return record;
            }
            let above = at(&self.parents, parent);
            put(&mut self.parents, record, above);
            record = above;
        }
    }

    fn numbers(&self, root: u32) -> impl Iterator<Item = u32> {
        let mut number = at(&self.heads, root);
        std::iter::from_fn(move || {
            let its = (number != NONE).then_some(number)?;
            number = at(&self.nexts, its);
            Some(its)
        })
    }
}

fn at<T: Copy + Default>(list: &[T], at: u32) -> T {
    usize::try_from(at).ok().and_then(|at| list.get(at)).copied().unwrap_or_default()
}

fn put(list: &mut [u32], at: u32, value: u32) {
    if let Some(place) = usize::try_from(at).ok().and_then(|at| list.get_mut(at)) {
        *place = value;
    }
}

const NONE: u32 = u32::MAX;

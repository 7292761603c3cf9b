//! A list that seldom holds more than two: it stands on the stack until it does. And lists that are long, and grow a little.

use std::ops::Deref;

/// Cards and their like, in the order in which they came.
#[derive(Debug, Clone)]
pub(crate) struct Few<T> {
    first: [T; 2],
    count: usize,
    /// All of them, once there are more than two.
    all: Vec<T>,
}

impl<T: Copy> Few<T> {
    /// Returns an empty list; the value only fills its room.
    pub(crate) const fn new(filling: T) -> Self {
        Self { first: [filling; 2], count: 0, all: Vec::new() }
    }

    pub(crate) fn push(&mut self, one: T) {
        if let Some(place) = self.first.get_mut(self.count) {
            *place = one;
        } else {
            if self.all.is_empty() {
                self.all.extend(self.first);
            }
            self.all.push(one);
        }
        self.count += 1;
    }
}

impl<T> Deref for Few<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        if self.all.is_empty() {
            self.first.get(..self.count).unwrap_or_default()
        } else {
            &self.all
        }
    }
}

/// Pushes onto a long list, which grows by an eighth: doubled, up to half of it would stand empty.
pub(crate) fn push<T>(list: &mut Vec<T>, one: T) {
    if list.len() == list.capacity() {
        list.reserve_exact(list.len() / 8 + 16);
    }
    list.push(one);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_what_was_put_in_whether_few_or_many() {
        let mut list = Few::new(0);
        for count in 0..5 {
            assert_eq!(*list, (1..=count).collect::<Vec<_>>());
            list.push(count + 1);
        }
    }
}

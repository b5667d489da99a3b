//! What is told once, however often a file says it.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The number by which something is remembered while a file is read.
pub(super) fn hash_of(said: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    said.hash(&mut hasher);
    hasher.finish()
}

/// Remembers what was said, up to a bound; what is met first beyond it is new whenever it comes.
pub(super) struct Once {
    said: HashSet<u64>,
    most: usize,
}

impl Once {
    pub(super) fn new(most: usize) -> Self {
        Self { said: HashSet::new(), most }
    }

    /// Whether something is new; it is not from now on.
    pub(super) fn is_new(&mut self, said: &(impl Hash + ?Sized)) -> bool {
        let hash = hash_of(said);
        if self.said.len() < self.most {
            self.said.insert(hash)
        } else {
            !self.said.contains(&hash)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_is_new_once_and_beyond_the_bound_whenever_it_comes() {
        let mut once = Once::new(2);
        let told = ["a", "a", "b", "c", "c", "b"].map(|said| once.is_new(said));
        assert_eq!(told, [true, false, true, true, true, false]);
    }
}

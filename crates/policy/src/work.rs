//! How much is tried to tell what a policy comes to: who writes one may write it to cost.

use std::cell::Cell;

/// Characters compared for one policy at most, before what is left of it stays in doubt. All of it takes
/// about a second without optimisation.
pub(crate) const CHARACTERS_COMPARED_MAX: u64 = 40_000_000;

/// What else is done than to compare, in characters that it takes as long as.
pub(crate) const ONE_CHOICE: u64 = 50;
pub(crate) const ONE_CALLER: u64 = 400;
pub(crate) const ONE_GRANT: u64 = 200;

/// What may still be spent on a policy.
pub(crate) struct Work {
    left: Cell<u64>,
}

impl Work {
    pub(crate) fn new() -> Self {
        Self { left: Cell::new(CHARACTERS_COMPARED_MAX) }
    }

    /// Whether so much was left, which is then spent; what is not left ends all that follows.
    pub(crate) fn spend(&self, characters: u64) -> bool {
        let left = self.left.get().checked_sub(characters.max(1));
        self.left.set(left.unwrap_or(0));
        left.is_some()
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.left.get() == 0
    }

    /// Gives this at most half of what is left, so that one part does not use up what the others take;
    /// with it whether that was too little.
    pub(crate) fn by_half<T>(&self, part: impl FnOnce() -> T) -> (T, bool) {
        let half = self.left.get() / 2;
        self.left.set(self.left.get() - half);
        let done = part();
        let ended = self.has_ended();
        self.left.set(self.left.get() + half);
        (done, ended)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_stands_where_bounds_are_listed() {
        let text = include_str!("../../../docs/limits.md");
        let mut rows = text.lines().filter(|row| row.contains("what one policy comes to"));
        let row = rows.next().expect("the bound is in it").replace(',', "");
        assert!(row.contains(&format!("| {CHARACTERS_COMPARED_MAX} |")), "{row}");
    }

    #[test]
    fn a_part_takes_half_of_what_is_left() {
        let work = Work::new();
        let (spent, ended) = work.by_half(|| work.spend(CHARACTERS_COMPARED_MAX));
        assert!(!spent && ended && !work.has_ended());
        assert!(work.spend(CHARACTERS_COMPARED_MAX / 2) && !work.spend(1));
        assert!(work.has_ended());
    }
}

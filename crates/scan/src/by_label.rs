//! What was worked out of the label of a cell, for the other cells that stand under it.

/// Labels that are remembered at a time.
const LABELS_MAX: usize = 4096;

/// One answer for each label of a part; of two labels with one place the one asked for last.
pub(crate) struct ByLabel<T> {
    known: Vec<Option<(u32, T)>>,
}

impl<T> Default for ByLabel<T> {
    fn default() -> Self {
        Self { known: Vec::new() }
    }
}

impl<T> ByLabel<T> {
    /// The answer, worked out where it is not known. It must follow from the label alone.
    pub(crate) fn of(&mut self, label: u32, answer: impl FnOnce() -> T) -> &T {
        let place = label as usize % LABELS_MAX;
        if self.known.len() <= place {
            self.known.resize_with(place + 1, || None);
        }
        let known = &mut self.known[place];
        if known.as_ref().is_some_and(|(of, _)| *of != label) {
            *known = None;
        }
        &known.get_or_insert_with(|| (label, answer())).1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_asked_for_once_and_again_after_another_took_its_place() {
        let mut by_label = ByLabel::default();
        let other = 7 + LABELS_MAX as u32;
        let asked: Vec<u32> = [7, 7, other, 7, 8, 7]
            .into_iter()
            .filter(|&label| {
                let mut asked = false;
                let answer = *by_label.of(label, || {
                    asked = true;
                    label * 2
                });
                assert_eq!(answer, label * 2);
                asked
            })
            .collect();
        assert_eq!(asked, [7, other, 7, 8]);
    }
}

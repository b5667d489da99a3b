//! Finders: what has no form, told in running text by the words it is made of and those around it.
//!
//! A finder is asked at one place of a text and looks at a bounded stretch around it, so what it says
//! does not depend on how the text is cut.

mod address;
pub(crate) mod lexicon;
mod person;
mod place;
mod streets;
mod words;

/// A finder looks at so many bytes before the place that it is asked at, and sightings begin there at the
/// earliest.
pub const BEHIND_BYTES: usize = 160;
/// A finder looks at so many bytes from the place that it is asked at.
pub const AHEAD_BYTES: usize = 320;

/// How sure a finder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likely {
    /// More likely something else.
    Low,
    /// More likely this than anything else.
    Medium,
    /// Hardly anything else.
    High,
}

/// What a finder saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// Its first byte.
    pub start: usize,
    /// The byte behind it.
    pub end: usize,
    /// By words and surroundings together.
    pub likely: Likely,
    /// What it was told by, for people.
    pub detail: &'static str,
}

/// Where a finder asks to be shown the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// At capital letters that begin a word.
    Capital,
    /// At digits that no letter or digit stands before.
    Number,
}

/// Finds one kind of value in running text.
#[derive(Clone, Copy)]
pub struct Finder {
    /// The name in detector files.
    pub name: &'static str,
    /// Where it is to be asked.
    pub anchor: Anchor,
    /// Whether a value that is all of a cell is told by that cell's heading or its column, not by itself.
    pub is_told_by_cells: bool,
    /// The sighting that the anchor at this byte of the text belongs to.
    pub sight: fn(&[u8], usize) -> Option<Sighting>,
}

impl std::fmt::Debug for Finder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

static FINDERS: [Finder; 2] = [
    Finder {
        name: "mailing_address",
        anchor: Anchor::Number,
        is_told_by_cells: false,
        sight: address::sight,
    },
    Finder {
        name: "person_name",
        anchor: Anchor::Capital,
        is_told_by_cells: true,
        sight: person::sight,
    },
];

/// Every finder, by name.
pub fn finders() -> &'static [Finder] {
    &FINDERS
}

/// The finder of this name; `None` when there is none, which a detector file must not ask for.
pub fn find(name: &str) -> Option<&'static Finder> {
    FINDERS.iter().find(|finder| finder.name == name)
}

/// The stretch of the text that may be looked at from a place, and the place in it.
fn stretch(text: &[u8], at: usize) -> (&[u8], usize) {
    let from = at.saturating_sub(BEHIND_BYTES);
    (&text[from..text.len().min(at + AHEAD_BYTES)], at - from)
}

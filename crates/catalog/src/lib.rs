//! Reads detector files, lints them and embeds the built-in ones.
//!
//! A detector file enters as text and leaves as a [`Detector`], or as a [`CatalogError`] that
//! names every fault with its line and its mend. Users' files pass the same lints as ours. This
//! crate reads no file itself: whoever has a folder hands over its texts.

mod catalog;
mod detector;
mod digest;
mod draw;
mod evidence;
mod examples;
mod fault;
mod file;
mod lint;
mod macie;
mod macie_regex;
mod mask;
mod nearest;
mod pattern;
mod placed;

pub use catalog::Catalog;
pub use detector::{
    Context, Detector, Example, Examples, Field, FieldValue, MacieName, Pattern, When,
};
pub use fault::{CatalogError, Fault, Rule};
pub use macie::{MacieImport, import_macie};
pub use mask::Mask;

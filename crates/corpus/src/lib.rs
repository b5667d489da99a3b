//! Labelled test data from a seeded recipe: buckets, objects, and the truth about what is in
//! them. Every value is computed; nothing belongs to a person. `corpora/README.md` is the guide.
//!
//! ```
//! use magpie_corpus::{Corpus, Recipe};
//! let corpus = Corpus::generate(&Recipe::demo()).unwrap();
//! assert!(corpus.buckets.iter().any(|bucket| bucket.name == "web-assets"));
//! ```

mod bench;
mod corpus;
mod draft;
pub mod kinds;
pub mod labelled;
mod random;
mod recipe;
#[cfg(test)]
mod tests;
mod truth;
pub mod values;

pub use bench::{BenchKind, write_bench};
pub use corpus::{Bucket, Corpus, Object};
pub use random::Random;
pub use recipe::{
    BucketRecipe, BucketSettings, Content, Encryption, Fault, Key, Member, ObjectRecipe, Point,
    PublicAccessBlock, Recipe, RecipeError, Replica, Trail,
};
pub use truth::{TruthLine, by_object};

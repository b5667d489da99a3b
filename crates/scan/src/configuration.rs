//! The configuration of the buckets of a run: asked for once each, ahead of its use or when it is used.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use magpie_model::BucketFacts;
use magpie_posture::Posture;

use crate::run::{Halt, Targets, now};

const DIED: &str = "asking failed inside Magpie; please report this as a bug";

/// Facts of the buckets by name.
pub(crate) struct Configuration<'r> {
    posture: Option<&'r Posture>,
    halt: &'r Halt<'r>,
    /// The names in the order of the targets.
    names: Vec<&'r str>,
    facts: BTreeMap<&'r str, OnceLock<BucketFacts>>,
}

impl<'r> Configuration<'r> {
    /// Nothing is asked yet.
    pub(crate) fn of(
        targets: &'r Targets,
        posture: Option<&'r Posture>,
        halt: &'r Halt<'r>,
    ) -> Self {
        let buckets = targets.sources.iter().filter(|source| source.is_bucket);
        let mut names: Vec<&str> = Vec::new();
        for name in buckets.map(|source| source.store.bucket()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let facts = names.iter().map(|name| (*name, OnceLock::new())).collect();
        Self { posture, halt, names, facts }
    }

    /// Asks for that of every bucket in turn, while objects are read.
    pub(crate) fn ask_all(&self) {
        self.names.iter().for_each(|name| _ = self.bucket(name));
    }

    /// That of one bucket; waits while it is asked for. None of what is no bucket.
    pub(crate) fn bucket(&self, name: &str) -> Option<&BucketFacts> {
        let ask = || {
            let Some(posture) = self.posture else {
                return BucketFacts::unknown("not asked", &now());
            };
            if self.halt.is_on() {
                return BucketFacts::unknown("interrupted", &now());
            }
            catch_unwind(AssertUnwindSafe(|| posture.facts(name)))
                .unwrap_or_else(|_| BucketFacts::unknown(DIED, &now()))
        };
        self.facts.get(name).map(|facts| facts.get_or_init(ask))
    }
}

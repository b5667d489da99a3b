//! Analyses of regexes as a build stores them, so that a start does not wait for them.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use magpie_catalog::Catalog;

use crate::analysis::Analysis;
use crate::plan::{all_analysed, regexes};

/// What [`store`] wrote, by regex. A regex that is not there is analysed, and so is one whose analysis cannot be read.
#[derive(Default)]
pub(crate) struct Stored<'s> {
    by_regex: HashMap<&'s str, &'s [u8], FixedState>,
}

impl<'s> Stored<'s> {
    pub(crate) fn read(stored: &[&'s [u8]]) -> Self {
        let read = |stored: &&'s [u8]| -> Vec<(&'s str, &'s [u8])> {
            postcard::from_bytes(stored).unwrap_or_default()
        };
        Self { by_regex: stored.iter().flat_map(read).collect() }
    }

    /// The analysis of a regex.
    pub(crate) fn analysis(&self, regex: &str) -> Result<Analysis<'s>, String> {
        self.known(regex).map_or_else(|| Analysis::of(regex), Ok)
    }

    fn known(&self, regex: &str) -> Option<Analysis<'s>> {
        postcard::from_bytes(self.by_regex.get(regex)?).ok()
    }
}

/// The analysis of every pattern of a catalog, for [`Engine::with_stored`](crate::Engine::with_stored). A pattern
/// that cannot run is left out: whoever makes an engine of it is told.
pub fn store(catalog: &Catalog) -> Vec<u8> {
    let analysed = all_analysed(&catalog.detectors, &Stored::default());
    let analysed = regexes(&catalog.detectors).zip(analysed);
    let written = |(regex, analysis): (_, Result<Analysis, String>)| {
        Some((regex, postcard::to_allocvec(&analysis.ok()?).expect("there is memory for it")))
    };
    let all: Vec<(&str, Vec<u8>)> = analysed.filter_map(written).collect();
    postcard::to_allocvec(&all).expect("there is memory for it")
}

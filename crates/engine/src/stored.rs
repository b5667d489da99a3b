//! Analyses of regexes as a build stores them, so that a start does not wait for them.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use magpie_catalog::Catalog;

use crate::analysis::Analysis;
use crate::plan::regexes;

/// What [`store`] wrote, by regex. A regex that is not there is analysed, and so is one whose analysis cannot be read.
#[derive(Default)]
pub(crate) struct Stored<'s> {
    by_regex: HashMap<&'s str, &'s [u8], FixedState>,
}

impl<'s> Stored<'s> {
    pub(crate) fn read(stored: &'s [u8]) -> Self {
        let all: Vec<(&str, &[u8])> = postcard::from_bytes(stored).unwrap_or_default();
        Self { by_regex: all.into_iter().collect() }
    }

    /// The analysis of a regex.
    pub(crate) fn analysis(&self, regex: &str) -> Result<Analysis, String> {
        self.known(regex).map_or_else(|| Analysis::of(regex), Ok)
    }

    fn known(&self, regex: &str) -> Option<Analysis> {
        postcard::from_bytes(self.by_regex.get(regex)?).ok()
    }
}

/// The analysis of every pattern of a catalog, for [`Engine::with_stored`](crate::Engine::with_stored). A pattern
/// that cannot run is left out: whoever makes an engine of it is told.
pub fn store(catalog: &Catalog) -> Vec<u8> {
    let analysed = regexes(&catalog.detectors).filter_map(|regex| {
        let analysis = Analysis::of(regex).ok()?;
        Some((regex, postcard::to_allocvec(&analysis).expect("there is memory for it")))
    });
    let all: Vec<(&str, Vec<u8>)> = analysed.collect();
    postcard::to_allocvec(&all).expect("there is memory for it")
}

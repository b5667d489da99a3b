//! One bucket, or the part of it under a prefix.

use std::ops::ControlFlow;
use std::sync::Arc;

use magpie_model::{ObjectRef, OpenFailure};

use super::{BucketName, Connection};
use crate::{Listed, ObjectHeaders, Opened, Store, StoreError};

/// The objects of one bucket whose keys begin with a prefix.
#[derive(Clone, Debug)]
pub struct S3Store {
    connection: Connection,
    bucket: Arc<str>,
    prefix: String,
}

impl S3Store {
    pub(super) fn new(connection: Connection, bucket: &BucketName, prefix: &str) -> Self {
        Self { connection, bucket: bucket.as_str().into(), prefix: prefix.into() }
    }

    /// The connection, for questions about the bucket itself.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// What the keys begin with.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }
}

impl Store for S3Store {
    fn bucket(&self) -> &str {
        &self.bucket
    }

    fn list(&self, sink: &mut dyn FnMut(Listed) -> ControlFlow<()>) -> Result<(), StoreError> {
        super::list::objects(&self.connection, &self.bucket, &self.prefix, sink)
    }

    fn list_below(
        &self,
        prefix: &str,
        sink: &mut dyn FnMut(Listed) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        if !prefix.starts_with(&self.prefix) {
            return Ok(());
        }
        super::list::objects(&self.connection, &self.bucket, prefix, sink)
    }

    fn headers(&self, object: &ObjectRef) -> Option<ObjectHeaders> {
        super::head::headers_of(&self.connection, object)
    }

    fn open(&self, object: &ObjectRef) -> Result<Opened, OpenFailure> {
        super::open::open(&self.connection, object)
    }
}

//! Listing buckets and objects.

use std::ops::ControlFlow;

use super::{BucketName, Connection};
use crate::{Listed, StoreError};

pub(super) async fn buckets(_connection: &Connection) -> Result<Vec<BucketName>, StoreError> {
    Ok(Vec::new())
}

pub(super) fn objects(
    _connection: &Connection,
    _bucket: &str,
    _prefix: &str,
    _sink: &mut dyn FnMut(Listed) -> ControlFlow<()>,
) -> Result<(), StoreError> {
    Ok(())
}

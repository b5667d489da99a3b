//! The bytes of one object, wherever they lie.

use std::error::Error;
use std::fmt;
use std::io::{self, Read, Seek};

use crate::Reason;

/// A reader that can also seek.
pub trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

/// The bytes of one opened object. Made by `store`, read by `extract`.
///
/// A read that fails carries a [`BodyFault`] inside its `io::Error`, so that the reader of a
/// format need not know what a store is and the ledger still learns the reason.
pub trait Body: Send + Sync {
    /// Bytes, where they are known before the end.
    fn size(&self) -> Option<u64>;

    /// Reads from the start, once through. Standard input can be read once only.
    ///
    /// # Errors
    /// When the object cannot be read; the error carries a [`BodyFault`].
    fn reader(&self) -> io::Result<Box<dyn Read + Send + '_>>;

    /// Reads at any place, for formats with a directory at their end. Sources that cannot seek
    /// spool to an unlinked temporary file.
    ///
    /// # Errors
    /// When the object cannot be read or spooled; the error carries a [`BodyFault`].
    fn seekable(&self) -> io::Result<Box<dyn ReadSeek + Send + '_>>;

    /// The whole body as memory, when it lies in memory or is a mapped file.
    fn mapped(&self) -> Option<&[u8]> {
        None
    }

    /// What the store says the bytes are compressed by (`br`), where it says so. Content decides.
    fn content_encoding(&self) -> Option<&str> {
        None
    }

    /// Tells that the mapped bytes before `offset` are not needed any more.
    fn release(&self, _offset: u64) {}

    /// The fault that a mapped read met and could not report (a file that shrank underneath).
    fn fault(&self) -> Option<BodyFault> {
        None
    }

    /// Bytes of the stored object that have been read so far.
    fn bytes_read(&self) -> u64;
}

/// Why a body could not be read any further.
#[derive(Clone, Debug)]
pub struct BodyFault {
    /// The reason for the ledger.
    pub reason: Reason,
    /// One sentence for people, without any of the object's content.
    pub detail: String,
}

impl BodyFault {
    /// Wraps the fault for a function that returns `io::Result`.
    pub fn into_io(self) -> io::Error {
        io::Error::other(self)
    }
}

impl fmt::Display for BodyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl Error for BodyFault {}

/// The fault inside an `io::Error`, through any number of wrapping errors; `None` when the error
/// did not come from a body.
pub fn fault_of(error: &io::Error) -> Option<&BodyFault> {
    let mut cause: Option<&(dyn Error + 'static)> =
        error.get_ref().map(|inner| inner as &(dyn Error + 'static));
    while let Some(at) = cause {
        if let Some(fault) = at.downcast_ref::<BodyFault>() {
            return Some(fault);
        }
        cause = match at.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => at.source(),
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_found_inside_wrapped_errors() {
        let fault = BodyFault { reason: Reason::PermissionDenied, detail: "denied".into() };
        let wrapped = io::Error::new(io::ErrorKind::InvalidData, fault.into_io());
        assert_eq!(fault_of(&wrapped).map(|f| f.reason), Some(Reason::PermissionDenied));
        assert!(fault_of(&io::Error::other("else")).is_none());
    }
}

//! A data file of an inventory, in an unlinked temporary file once its checksum is found right.

use std::fs::File;
use std::io::{self, Read, Seek as _, Write as _};

use md5::{Digest as _, Md5};

use super::manifest::{DataFile, Manifest, Place};
use crate::StoreError;

/// Bytes that are fetched, hashed and written in one step.
const STEP_BYTES: usize = 256 * 1024;

/// A data file whose bytes are those that the manifest tells of.
#[derive(Debug)]
pub(super) struct Spooled(File);

impl Spooled {
    /// Fetches it and compares its checksum: no row of a file that is another one is listed.
    pub(super) fn fetch(
        place: &Place,
        manifest: &Manifest,
        data: &DataFile,
        bytes_max: u64,
    ) -> Result<Self, StoreError> {
        let key = &data.key;
        if data.size > bytes_max {
            return Err(place.problem(format!(
                "its data file {key} has {} bytes, and --spool-bytes-max allows {bytes_max}: raise it",
                data.size
            )));
        }
        let source = place.data_file(manifest, data)?;
        let unread = |error: io::Error| {
            place.problem(format!("its data file {key} cannot be read: {error}"))
        };
        let reader = source.reader().map_err(unread)?;
        let (file, digest) = spool(reader.take(bytes_max)).map_err(unread)?;
        if !digest.eq_ignore_ascii_case(&data.md5) {
            return Err(place.problem(format!(
                "its data file {key} has the MD5 {digest}, and the manifest says {}: fetch it again, or name another inventory",
                data.md5
            )));
        }
        Ok(Self(file))
    }
}

impl Read for Spooled {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

fn spool(mut source: impl Read) -> io::Result<(File, String)> {
    let mut file = tempfile::tempfile()?;
    let mut digest = Md5::new();
    let mut step = vec![0; STEP_BYTES];
    loop {
        let read = match source.read(&mut step) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        digest.update(&step[..read]);
        file.write_all(&step[..read])?;
    }
    file.rewind()?;
    let hex: Vec<String> = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok((file, hex.concat()))
}

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
pub(super) struct Spooled(pub(super) File);

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
        if !is_md5(&data.md5) {
            return Err(place.problem(format!(
                "the manifest tells no MD5 of its data file {key} (MD5checksum is {:?}), so that nothing shows whether it is the right one: name a manifest as S3 wrote it",
                data.md5
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

/// 32 hexadecimal digits.
pub(super) fn is_md5(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

pub(super) fn hex(digest: &[u8]) -> String {
    let digits: Vec<String> = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
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
    Ok((file, hex(&digest.finalize())))
}

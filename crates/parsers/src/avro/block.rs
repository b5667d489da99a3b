//! The ways in which blocks are compressed.

use std::io::Read;

use bytes::Bytes;

use super::BLOCK_BYTES_MAX;

/// What a dictionary of xz may take, in KiB.
const XZ_MEMORY_KIB: u32 = 64 * 1024;

#[derive(Clone, Copy)]
pub(super) enum Codec {
    Null,
    Deflate,
    Snappy,
    Zstandard,
    Bzip2,
    Xz,
}

impl Codec {
    pub(super) fn of(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"null" | b"" => Self::Null,
            b"deflate" => Self::Deflate,
            b"snappy" => Self::Snappy,
            b"zstandard" => Self::Zstandard,
            b"bzip2" => Self::Bzip2,
            b"xz" => Self::Xz,
            _ => return None,
        })
    }

    /// The content of a block; `None` when it is damaged, or larger than a block may be.
    pub(super) fn expand(self, stored: Bytes) -> Option<Bytes> {
        match self {
            Self::Null => Some(stored),
            Self::Snappy => {
                // A checksum of four bytes follows.
                let stored = stored.get(..stored.len().checked_sub(4)?)?;
                if snap::raw::decompress_len(stored).ok()? > BLOCK_BYTES_MAX {
                    return None;
                }
                snap::raw::Decoder::new().decompress_vec(stored).ok().map(Into::into)
            }
            Self::Deflate => all(flate2::read::DeflateDecoder::new(&stored[..])),
            Self::Zstandard => all(zstd::Decoder::new(&stored[..]).ok()?),
            Self::Bzip2 => all(bzip2::read::MultiBzDecoder::new(&stored[..])),
            Self::Xz => all(lzma_rust2::XzReader::new_mem_limit(&stored[..], true, XZ_MEMORY_KIB)),
        }
    }
}

fn all(expanded: impl Read) -> Option<Bytes> {
    let mut content = Vec::new();
    let read = expanded.take(BLOCK_BYTES_MAX as u64 + 1).read_to_end(&mut content).ok()?;
    (read <= BLOCK_BYTES_MAX).then(|| content.into())
}

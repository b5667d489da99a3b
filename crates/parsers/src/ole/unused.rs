//! Sectors of a compound file that no stream has: what was deleted, and what stands behind the file.

use magpie_model::{Outcome, Place, Segment};

use super::{Ole, RUNS_BYTES_MAX};
use crate::{behind, blob};

/// Bytes that tell what a file is.
const HEAD_BYTES: usize = 64;

/// Reads printable runs of unused sectors as a part; a file or text behind the last one as such.
pub(super) fn read(ole: &mut Ole<'_>) -> Result<(), Outcome> {
    let (mut stretches, end) = ole.compound.unused();
    let file = ole.compound.file().clone();
    if let Ok(Some(begin)) = behind::begins(&file, end) {
        let mut head = vec![0; HEAD_BYTES];
        let length = file.read_at(begin, &mut head).unwrap_or(0);
        head.truncate(length);
        if blob::is_file(&head) || blob::is_text(&head) {
            ole.file("behind the document", &mut file.reader(begin))?;
        } else {
            stretches.push((begin, file.length()));
        }
    }
    let mut left = RUNS_BYTES_MAX;
    let mut has_begun = false;
    let mut read = Ok(());
    for (begin, end) in stretches {
        let length = end.min(file.length()).saturating_sub(begin);
        if length > left {
            ole.gaps.cut += 1;
        }
        let Ok(bytes) = file.bytes_at(begin, length.min(left) as usize) else { continue };
        left -= length.min(left);
        read = blob::runs(&bytes, |_, run| {
            if !std::mem::replace(&mut has_begun, true) {
                ole.sink.begin("unused sectors", "remains")?;
            }
            ole.sink.segment(&Segment { text: run.as_bytes(), place: Place::Text, label: None })
        });
        if read.is_err() {
            break;
        }
    }
    if has_begun {
        ole.sink.end(read.as_ref().err().cloned().unwrap_or(Outcome::COMPLETE))?;
    }
    read
}

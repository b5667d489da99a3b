//! Bodies, and the ways in which they fail half-way.

use std::io;
use std::time::Duration;

use bytes::Bytes;
use futures::stream;
use magpie_corpus::Fault;
use s3s::Body;
use s3s::dto::StreamingBlob;

/// How much of a slow body comes at once.
const SLOW_PIECE_BYTES: usize = 64 * 1024;

/// Time for what was sent to leave before the connection breaks.
const FLUSH: Duration = Duration::from_millis(30);

/// The body as the fault has it; `times_read` counts this reading too.
pub(crate) fn of(content: Bytes, fault: Option<Fault>, times_read: u32) -> StreamingBlob {
    match fault {
        Some(Fault::CutShort(after)) => cut(content, after),
        Some(Fault::CutShortOnce(after)) if times_read <= 1 => cut(content, after),
        Some(Fault::Slow(milliseconds)) => slow(content, Duration::from_millis(milliseconds)),
        // One piece: the head and the body leave together.
        _ => StreamingBlob::from(Body::from(content)),
    }
}

/// The first bytes, then a broken connection. Shorter content comes whole.
fn cut(content: Bytes, after: u64) -> StreamingBlob {
    let after = usize::try_from(after).unwrap_or(usize::MAX);
    if content.len() <= after {
        return StreamingBlob::from(Body::from(content));
    }
    let first = content.slice(..after);
    StreamingBlob::wrap(stream::unfold(Some(first), |first| async move {
        match first {
            Some(first) if !first.is_empty() => Some((Ok(first), None)),
            _ => {
                tokio::time::sleep(FLUSH).await;
                Some((Err(io::Error::other("the body is cut short on request")), None))
            }
        }
    }))
}

/// Piece by piece, with a pause before each.
fn slow(content: Bytes, pause: Duration) -> StreamingBlob {
    StreamingBlob::wrap(stream::unfold(content, move |mut rest| async move {
        if rest.is_empty() {
            return None;
        }
        tokio::time::sleep(pause).await;
        let piece = rest.split_to(rest.len().min(SLOW_PIECE_BYTES));
        Some((Ok::<_, io::Error>(piece), rest))
    }))
}

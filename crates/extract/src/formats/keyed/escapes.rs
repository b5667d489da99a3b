//! Escapes in values: decoded where a dialect has them, each told by where it stands.

use crate::formats::json;
use crate::formats::placed::{Placed, Spot};

/// Which escapes a dialect has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escapes {
    None,
    /// Those of JSON, between double quotes.
    InQuotes,
    /// A backslash before a separator, and code units, as Java properties have them.
    Anywhere,
    /// `\n`, `\,` and `\;` of vCard and iCalendar.
    OfCards,
}

impl Escapes {
    /// Appends a line, or a piece of one, that stands at `spot`.
    pub(super) fn push(self, line: &[u8], spot: Spot, placed: &mut Placed) {
        if self == Self::None || memchr::memchr(b'\\', line).is_none() {
            return placed.verbatim(line, spot);
        }
        let (mut done, mut at, mut spot) = (0, 0, spot);
        let mut quoted = false;
        while let Some(found) = memchr::memchr2(b'\\', b'"', &line[at..]) {
            let here = at + found;
            if line[here] == b'"' {
                quoted = !quoted;
                at = here + 1;
                continue;
            }
            let Some((character, bytes)) = self.decode(&line[here..], quoted) else {
                // What a backslash stands before is no quote.
                at = line.len().min(here + 1 + usize::from(quoted));
                continue;
            };
            placed.verbatim(&line[done..here], spot);
            let from = spot.behind(&line[done..here]);
            spot = from.behind(&line[here..here + bytes]);
            let mut buffer = [0; 4];
            placed.decoded(character.encode_utf8(&mut buffer).as_bytes(), from, spot);
            at = here + bytes;
            done = at;
        }
        placed.verbatim(&line[done..], spot);
    }

    /// The character that an escape stands for, and the bytes of the escape.
    fn decode(self, escape: &[u8], quoted: bool) -> Option<(char, usize)> {
        match (self, escape.get(1)?) {
            (Self::InQuotes, b'x') if quoted => {
                let digits = std::str::from_utf8(escape.get(2..4)?).ok()?;
                Some((char::from(u8::from_str_radix(digits, 16).ok()?), 4))
            }
            (Self::InQuotes, _) if quoted => json::unescape(escape),
            (Self::Anywhere, &mark @ (b':' | b'=' | b'#' | b'!')) => Some((char::from(mark), 2)),
            (Self::Anywhere, b'u') => json::unescape(escape),
            (Self::OfCards, &mark @ (b',' | b';' | b':')) => Some((char::from(mark), 2)),
            (Self::OfCards, b'n' | b'N') => Some(('\n', 2)),
            _ => None,
        }
    }
}

//! Finds and scores matches in text.
//!
//! One pass serves every detector. Bytes are classified into bitmaps a block at a time
//! (`classes`); the bitmaps yield candidate starts and their *shape* (letters, digits, separator,
//! digits), which an index turns into the few patterns that can match there (`shape`); an anchored
//! automaton confirms (`pattern`), the pattern's check judges, the words around it and the label of
//! its cell are looked up (`context`), and everything together gives a confidence (`score`).
//! Cost follows bytes and candidates, not the number of detectors.
//!
//! The engine does no input or output. What a worker keeps from one window to the next makes it faster and changes
//! no result.

mod alive;
mod analysis;
mod beginning;
mod beside;
mod bytes;
mod classes;
mod compiled;
mod context;
mod detectors;
mod early;
mod echo;
mod field;
mod floating;
mod fold;
mod heading;
mod literal;
mod outline;
mod pattern;
mod plan;
mod running;
mod said;
mod scanner;
mod score;
mod searched;
mod shape;
mod sieve;
mod spelling;
mod spot;
mod stored;
mod unicode;
mod whole;

use std::sync::{Arc, Mutex, PoisonError};

use magpie_catalog::{Catalog, Detector};
use magpie_model::{Cell, Confidence, Span};

use context::Keywords;
use field::Fields;
pub use heading::{Form, Headings};
use plan::Plan;
pub use plan::{Lead, PatternPlan};
use running::Finders;
pub use scanner::Scanner;
pub use score::Evidence;
use sieve::Sieving;
use stored::Stored;
pub use stored::store;

/// The longest match, in bytes; a pattern that would run on is cut there.
pub const MATCH_BYTES_MAX: usize = 8 * 1024;

/// The longest chain of overlapping matches that is settled as one, in bytes.
pub const CLUSTER_BYTES_MAX: usize = 4 * 1024;

/// Why an engine could not be built from a catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineError {
    /// The detector at fault.
    pub detector: String,
    /// Which of its patterns, from 1; 0 where it is none of them.
    pub pattern: usize,
    /// What is wrong with it.
    pub message: String,
}

impl std::fmt::Display for EngineError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.pattern {
            0 => write!(f, "detector {}: {}", self.detector, self.message),
            pattern => write!(f, "detector {}, pattern {pattern}: {}", self.detector, self.message),
        }
    }
}

impl std::error::Error for EngineError {}

/// One match in one window. It borrows the clear text, so it cannot outlive the object's bytes;
/// it has no `Debug`, so it cannot be logged.
pub struct Match<'t> {
    /// Index of the detector, for [`Engine::detector`].
    pub detector: usize,
    /// In the window's text.
    pub span: Span,
    /// The matched bytes; of a number written in other than ASCII characters, the ASCII ones that they
    /// stand for.
    pub clear: &'t [u8],
    /// From pattern, check and context.
    pub confidence: Confidence,
    /// What the confidence stands on.
    pub evidence: Evidence,
    /// The cell that holds it.
    pub cell: Cell,
    /// Other detectors that fitted the same text: as well, or less well.
    pub alternatives: &'t [usize],
    /// Those of them that fitted the very same bytes just as well, with their evidence. One value is
    /// one finding: who gets it is for the whole of a part to tell.
    pub tied: &'t [Claim],
}

/// A claim to a match that is as good as the one told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Index of the detector.
    pub detector: usize,
    /// What it stands on.
    pub evidence: Evidence,
}

/// A match in a short text such as an object key, without the text itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyMatch {
    /// Index of the detector.
    pub detector: usize,
    /// Bytes of the text.
    pub span: Span,
    /// As for any match.
    pub confidence: Confidence,
    /// As for any match.
    pub evidence: Evidence,
    /// As for any match.
    pub tied: Vec<Claim>,
}

impl KeyMatch {
    /// Whether the detector claims it: alone, or as well as the one told.
    pub fn is_claimed_by(&self, detector: usize) -> bool {
        self.detector == detector || self.tied.iter().any(|claim| claim.detector == detector)
    }
}

/// A catalog made ready to search: shared by all workers, each with a [`Scanner`] of its own.
pub struct Engine {
    detectors: Vec<Detector>,
    plan: Plan,
    keywords: Keywords,
    fields: Fields,
    finders: Finders,
    /// Normalised specimens by detector.
    specimens: Vec<Values>,
    /// Normalised values that are never reported, by detector.
    allowed: Vec<Values>,
    /// What both end with, by detector.
    endings: Vec<Endings>,
    /// What short texts have taught the sieve, for whoever comes next: it costs more than to search one.
    spare: Mutex<Vec<Sieving>>,
}

impl Engine {
    /// Prepares a catalog.
    ///
    /// # Errors
    /// When a pattern is not a regular expression the engine can run; the error names it.
    pub fn new(catalog: &Catalog) -> Result<Self, EngineError> {
        Self::with(catalog, &Stored::default())
    }

    /// The same, sooner: what [`store`] wrote tells of the patterns that it holds, whatever catalog they were in.
    ///
    /// # Errors
    /// As [`Engine::new`].
    pub fn with_stored(catalog: &Catalog, stored: &[&[u8]]) -> Result<Self, EngineError> {
        Self::with(catalog, &Stored::read(stored))
    }

    fn with(catalog: &Catalog, stored: &Stored) -> Result<Self, EngineError> {
        let detectors = catalog.detectors.clone();
        // Neither needs the other, and both take long enough that a second core is worth asking.
        let (plan, keywords) = std::thread::scope(|scope| {
            let keywords = scope.spawn(|| Keywords::new(&detectors));
            let plan = Plan::new(&detectors, stored);
            (plan, keywords.join().expect("keywords of a judged catalog are sound"))
        });
        let plan = plan?;
        let keywords = keywords.map_err(|detector| EngineError {
            detector: detectors[detector].id.to_string(),
            pattern: 0,
            message: "all detectors together have over 65,535 keywords; leave some out".into(),
        })?;
        let fields = Fields::new(&detectors);
        let finders = Finders::new(&detectors);
        let specimens: Vec<_> = detectors.iter().map(|d| Values::new(&d.specimens)).collect();
        let allowed: Vec<_> = detectors.iter().map(|d| Values::new(&d.allow)).collect();
        let both = specimens.iter().zip(&allowed);
        let endings =
            both.map(|(specimens, allowed)| Endings::new(&[specimens, allowed])).collect();
        let spare = Mutex::default();
        Ok(Self { detectors, plan, keywords, fields, finders, specimens, allowed, endings, spare })
    }

    /// Scratch space for one worker.
    pub fn scanner(self: &Arc<Self>) -> Scanner {
        Scanner::new(Arc::clone(self), None)
    }

    /// The detector with this index.
    pub fn detector(&self, index: usize) -> &Detector {
        &self.detectors[index]
    }

    /// Every detector, in the order of their indexes.
    pub fn detectors(&self) -> &[Detector] {
        &self.detectors
    }

    /// How each pattern is found, in the catalog's order; for `detectors check`.
    pub fn plans(&self) -> &[PatternPlan] {
        self.plan.patterns()
    }

    /// The evidence in words, strongest first.
    pub fn explain(&self, detector: usize, evidence: &Evidence) -> Vec<String> {
        evidence.explain(&self.detectors[detector], &self.keywords)
    }

    /// Searches a short text of its own, such as an object key or a column name.
    pub fn search_text(self: &Arc<Self>, text: &str) -> Vec<KeyMatch> {
        let spare = || self.spare.lock().unwrap_or_else(PoisonError::into_inner);
        let known = spare().pop().map(Box::new);
        let mut scanner = Scanner::new(Arc::clone(self), known);
        let found = scanner.search_text(text);
        spare().extend(scanner.into_sieving().map(|known| *known));
        found
    }

    /// Whether the value is never reported, or is a published specimen.
    fn listed(&self, detector: usize, clear: &[u8], scratch: &mut Vec<u8>) -> Listed {
        let may_be_known = self.endings[detector].may_hold(clear);
        if self.is_ignored(detector, clear)
            || may_be_known && self.allowed[detector].holds(clear, scratch)
        {
            Listed::Allowed
        } else if may_be_known && self.specimens[detector].holds(clear, scratch) {
            Listed::Specimen
        } else {
            Listed::Nowhere
        }
    }

    fn is_ignored(&self, detector: usize, clear: &[u8]) -> bool {
        let ignored = &self.detectors[detector].ignore;
        ignored.iter().any(|word| memchr::memmem::find(clear, word.as_bytes()).is_some())
    }

    fn is_specimen(&self, detector: usize, clear: &[u8], scratch: &mut Vec<u8>) -> bool {
        self.endings[detector].may_hold(clear) && self.specimens[detector].holds(clear, scratch)
    }

    fn is_allowed(&self, detector: usize, clear: &[u8], scratch: &mut Vec<u8>) -> bool {
        self.is_ignored(detector, clear)
            || (self.endings[detector].may_hold(clear)
                && self.allowed[detector].holds(clear, scratch))
    }
}

/// What the lists of a detector say of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Listed {
    Allowed,
    Specimen,
    Nowhere,
}

/// A few values, normalised and sorted.
struct Values {
    sorted: Vec<Vec<u8>>,
}

impl Values {
    fn new(values: &[String]) -> Self {
        let mut scratch = Vec::new();
        let normalised = values.iter().map(|value| {
            normalise(value.as_bytes(), &mut scratch);
            scratch.clone()
        });
        let mut sorted: Vec<_> = normalised.collect();
        sorted.sort_unstable();
        Self { sorted }
    }

    fn holds(&self, clear: &[u8], scratch: &mut Vec<u8>) -> bool {
        if self.sorted.is_empty() {
            return false;
        }
        normalise(clear, scratch);
        self.sorted.binary_search_by(|value| value.as_slice().cmp(scratch)).is_ok()
    }
}

/// Which endings of three bytes, hashed, the values of a detector have: most texts are ruled out by theirs.
struct Endings {
    hashes: Option<Box<[u64; 64]>>,
}

impl Endings {
    fn new(values: &[&Values]) -> Self {
        let mut sorted = values.iter().flat_map(|values| &values.sorted).peekable();
        if sorted.peek().is_none() {
            return Self { hashes: None };
        }
        let mut hashes = Box::new([0; 64]);
        for value in sorted {
            match value.last_chunk() {
                Some(last) => {
                    let (word, bit) = Self::hash(*last);
                    hashes[word] |= bit;
                }
                None => *hashes = [u64::MAX; 64],
            }
        }
        Self { hashes: Some(hashes) }
    }

    /// The word and bit that stand for an ending.
    fn hash(bytes: [u8; 3]) -> (usize, u64) {
        let [a, b, c] = bytes.map(|byte| usize::from(byte.to_ascii_lowercase()));
        ((c ^ (b << 2)) & 63, 1 << ((a ^ (b >> 1) ^ (c << 3)) & 63))
    }

    #[inline]
    fn may_hold(&self, clear: &[u8]) -> bool {
        let Some(hashes) = &self.hashes else { return false };
        let separates = |byte: &u8| KIND[usize::from(*byte)] == SEPARATOR;
        let last = match clear.last_chunk::<3>() {
            Some(last) if !last.iter().any(separates) => *last,
            // Separators are taken away, unless it is an address.
            _ => {
                let mut last = clear.iter().rev().filter(|byte| !separates(byte)).copied();
                match (last.next(), last.next(), last.next()) {
                    (Some(c), Some(b), Some(a)) if !clear.contains(&b'@') => [a, b, c],
                    _ => return true,
                }
            }
        };
        let (word, bit) = Self::hash(last);
        hashes[word] & bit != 0
    }
}

/// What people write between the groups of a value.
const SEPARATOR: u8 = 1;
/// The sign of an address.
const AT: u8 = 2;

/// What a byte means to [`normalise`].
static KIND: [u8; 256] = {
    let separators = b" \t\r\n-./()";
    let mut table = [0; 256];
    let mut at = 0;
    while at < separators.len() {
        table[separators[at] as usize] = SEPARATOR;
        at += 1;
    }
    table[b'@' as usize] = AT;
    table
};

/// Writes the value without what people write between its groups, so that `4111 1111` and
/// `4111-1111` are one value. E-mail addresses keep their punctuation and lose their case.
pub fn normalise(clear: &[u8], into: &mut Vec<u8>) {
    into.clear();
    into.extend_from_slice(clear);
    // Most values have neither, and are left as they are.
    let kinds = clear.iter().fold(0, |kinds, &byte| kinds | KIND[usize::from(byte)]);
    let is_address = kinds & AT != 0;
    if kinds & SEPARATOR != 0 && !is_address {
        let mut length = 0;
        for &byte in clear {
            // Behind what is written so far there is always a place.
            let Some(place) = into.get_mut(length) else { break };
            *place = byte;
            length += usize::from(KIND[usize::from(byte)] & SEPARATOR == 0);
        }
        into.truncate(length);
    }
    if is_address {
        into.make_ascii_lowercase();
    }
}

#[cfg(test)]
mod tests {
    use super::normalise;

    #[test]
    fn separators_do_not_make_two_values() {
        let mut a = Vec::new();
        let mut b = Vec::new();
        normalise(b"4111 1111-1111.1111", &mut a);
        normalise(b"4111111111111111", &mut b);
        assert_eq!(a, b);
        normalise(b"Some.Body@Example.com", &mut a);
        assert_eq!(a, b"some.body@example.com");
    }
}

//! How each pattern is found: by its shape, its sign, its pivot, its literal, or by searching.

use aho_corasick::AhoCorasick;
use magpie_catalog::Detector;
use regex_automata::meta;
use regex_automata::util::syntax;
use regex_syntax::hir::literal::{ExtractKind, Extractor};

use crate::EngineError;
use crate::classes::{ByteSet, Classifier, is_caps, is_groups, is_run, is_word};
use crate::pattern::{Pattern, SEARCHED_BYTES_MAX};
use crate::shape::{ShapeIndex, bytes_before, first_bytes, prefix_of, prefix_within};

/// A match found by shape has a digit among its first bytes, this many at most...
pub(crate) const DIGIT_WITHIN_BYTES: usize = 16;
/// ...or begins with this many bytes that tokens are made of...
const RUN_BYTES: usize = 16;
/// ...or with this many that document numbers are made of.
const CAPS_BYTES: usize = 8;
/// Bytes of a start that the bitmaps show at once.
const GATE_BYTES_MAX: usize = 48;
/// How far before its pivot a match may begin.
pub(crate) const PIVOT_BEHIND_BYTES: usize = 256;
/// The shortest literal worth searching for.
const LITERAL_BYTES_MIN: usize = 3;
/// The byte that matches are found by from their middle.
pub(crate) const PIVOT_BYTE: u8 = b'@';

/// How candidates for a pattern are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead {
    /// By the shape of a token with a digit near its start, or of a long token.
    Shape,
    /// By the `@` in its middle.
    Pivot,
    /// By the literal it begins with.
    Literal,
    /// By searching every byte: it costs every object, whatever is in it.
    Search,
}

/// How one pattern is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternPlan {
    /// Index of its detector.
    pub detector: usize,
    /// Which of the detector's patterns, from 1.
    pub pattern: usize,
    /// How its candidates are found.
    pub lead: Lead,
}

/// What the start of a token must show for a pattern to be worth a try; all of it follows from the
/// pattern.
#[derive(Clone)]
pub(crate) struct Gate {
    /// Bytes at the start that token bytes must be, at least.
    run: u8,
    /// Bytes at the start that capitals, digits or `<` must be, at least.
    caps: u8,
    /// Bytes at the start that digits or separators of groups must be, at least.
    groups: u8,
    /// Bytes it may begin with.
    first: [u64; 4],
}

impl Gate {
    fn new(pattern: &Pattern) -> Self {
        let mut first = [0u64; 4];
        for (byte, begins) in (0u8..=255).zip(first_bytes(pattern, false)) {
            first[usize::from(byte >> 6)] |= u64::from(begins) << (byte & 63);
        }
        let least = |of_kind: fn(u8) -> bool| prefix_of(pattern, GATE_BYTES_MAX, of_kind) as u8;
        Self { run: least(is_run), caps: least(is_caps), groups: least(is_groups), first }
    }

    /// Whether a token that begins with `first` and shows this many bytes of each kind may pass.
    #[inline]
    pub(crate) fn admits(&self, first: u8, run: u32, caps: u32, groups: u32) -> bool {
        u32::from(self.run) <= run
            && u32::from(self.caps) <= caps
            && u32::from(self.groups) <= groups
            && self.first[usize::from(first >> 6)] >> (first & 63) & 1 != 0
    }
}

/// A pattern found by its pivot: which bytes may stand before it.
pub(crate) struct Pivoted {
    pub(crate) pattern: u16,
    pub(crate) before: ByteSet,
}

/// Every pattern with the way to its candidates.
pub(crate) struct Plan {
    pub(crate) patterns: Vec<Pattern>,
    /// By pattern.
    pub(crate) gates: Vec<Gate>,
    plans: Vec<PatternPlan>,
    pub(crate) classifier: Classifier,
    pub(crate) shapes: ShapeIndex,
    /// Patterns that can begin with an ASCII byte that is not a word byte, by that byte.
    pub(crate) signs: Vec<Vec<u16>>,
    pub(crate) pivots: Vec<Pivoted>,
    pub(crate) literals: Option<AhoCorasick>,
    /// Every pattern that is found by a literal.
    pub(crate) literal_patterns: Vec<u16>,
    pub(crate) searches: Vec<(u16, meta::Regex)>,
}

/// What the analysis of one pattern says.
enum Way {
    Shape { signs: Vec<u8> },
    Pivot { before: ByteSet },
    Literal(Vec<Vec<u8>>),
    Search,
}

impl Plan {
    pub(crate) fn new(detectors: &[Detector]) -> Result<Self, EngineError> {
        let mut patterns = Vec::new();
        let mut plans = Vec::new();
        let mut ways = Vec::new();
        for (index, detector) in detectors.iter().enumerate() {
            for (number, source) in detector.patterns.iter().enumerate() {
                let pattern = Pattern::new(index, source).map_err(|message| EngineError {
                    detector: detector.id.to_string(),
                    pattern: number + 1,
                    message,
                })?;
                let way = way(&pattern);
                let searched = matches!(way, Way::Search);
                if searched && pattern.bytes_max.is_none_or(|bytes| bytes > SEARCHED_BYTES_MAX) {
                    return Err(EngineError {
                        detector: detector.id.to_string(),
                        pattern: number + 1,
                        message: format!(
                            "nothing tells where a match begins, so every byte is searched; begin \
                             it with \\b and a digit nearby, with `@` in its middle or with three \
                             fixed letters, or let it match at most {SEARCHED_BYTES_MAX} bytes"
                        ),
                    });
                }
                plans.push(PatternPlan { detector: index, pattern: number + 1, lead: way.lead() });
                ways.push(way);
                patterns.push(pattern);
            }
        }
        Ok(Self::assemble(patterns, plans, ways))
    }

    fn assemble(patterns: Vec<Pattern>, plans: Vec<PatternPlan>, ways: Vec<Way>) -> Self {
        let mut signs = vec![Vec::new(); 128];
        let mut pivots = Vec::new();
        let mut literals = Vec::new();
        let mut literal_patterns = Vec::new();
        let mut searches = Vec::new();
        let mut shaped = Vec::new();
        for (number, way) in (0u16..).zip(ways) {
            match way {
                Way::Shape { signs: bytes } => {
                    shaped.push((number, &patterns[usize::from(number)]));
                    bytes.iter().for_each(|&byte| signs[usize::from(byte)].push(number));
                }
                Way::Pivot { before } => pivots.push(Pivoted { pattern: number, before }),
                Way::Literal(of_pattern) => {
                    literal_patterns.push(number);
                    literals.extend(of_pattern);
                }
                Way::Search => searches.push((number, patterns[usize::from(number)].general())),
            }
        }
        let shapes = ShapeIndex::new(shaped.into_iter());
        let pivot = ByteSet::of(|byte| byte == PIVOT_BYTE && !pivots.is_empty());
        let sign = ByteSet::of(|byte| !signs[usize::from(byte)].is_empty());
        let literals = (!literals.is_empty()).then(|| {
            AhoCorasick::new(&literals).expect("a few hundred short literals make an automaton")
        });
        let gates = patterns.iter().map(Gate::new).collect();
        Self {
            patterns,
            gates,
            plans,
            classifier: Classifier::new(pivot, sign),
            shapes,
            signs,
            pivots,
            literals,
            literal_patterns,
            searches,
        }
    }

    pub(crate) fn patterns(&self) -> &[PatternPlan] {
        &self.plans
    }
}

impl Way {
    fn lead(&self) -> Lead {
        match self {
            Self::Shape { .. } => Lead::Shape,
            Self::Pivot { .. } => Lead::Pivot,
            Self::Literal(_) => Lead::Literal,
            Self::Search => Lead::Search,
        }
    }
}

fn way(pattern: &Pattern) -> Way {
    let behind_word = first_bytes(pattern, true);
    let behind_other = first_bytes(pattern, false);
    let bytes = || 0..=255u8;
    // Without a word boundary before its first word byte a match can begin inside a token, where
    // no bitmap shows a start.
    let floats = bytes().any(|byte| is_word(byte) && behind_word[usize::from(byte)]);
    let signs: Vec<u8> = bytes()
        .filter(|&byte| !is_word(byte))
        .filter(|&byte| behind_word[usize::from(byte)] || behind_other[usize::from(byte)])
        .collect();
    let digit_near =
        prefix_within(pattern, DIGIT_WITHIN_BYTES - 1, |byte| !byte.is_ascii_digit()).is_some();
    let long_run = signs.is_empty()
        && (prefix_of(pattern, RUN_BYTES, is_run) == RUN_BYTES
            || prefix_of(pattern, CAPS_BYTES, is_caps) == CAPS_BYTES);
    if !floats && signs.iter().all(u8::is_ascii) && (digit_near || long_run) {
        return Way::Shape { signs };
    }
    if let Some(before) = pivot_prefix(pattern) {
        return Way::Pivot { before };
    }
    match prefix_literals(pattern) {
        Some(literals) => Way::Literal(literals),
        None => Way::Search,
    }
}

/// The bytes that may stand before the pivot, when every match holds the pivot close to its start.
fn pivot_prefix(pattern: &Pattern) -> Option<ByteSet> {
    prefix_within(pattern, PIVOT_BEHIND_BYTES - 1, |byte| byte != PIVOT_BYTE)?;
    let mut before = [false; 256];
    bytes_before(pattern, PIVOT_BYTE, &mut before);
    (128..256).all(|byte| !before[byte]).then(|| ByteSet::of(|byte| before[usize::from(byte)]))
}

fn prefix_literals(pattern: &Pattern) -> Option<Vec<Vec<u8>>> {
    let config = syntax::Config::new().unicode(false).utf8(false);
    let hir = syntax::parse_with(pattern.source(), &config).ok()?;
    let sequence = Extractor::new().kind(ExtractKind::Prefix).limit_total(64).extract(&hir);
    let literals: Vec<Vec<u8>> =
        sequence.literals()?.iter().map(|literal| literal.as_bytes().to_vec()).collect();
    let usable =
        !literals.is_empty() && literals.iter().all(|literal| literal.len() >= LITERAL_BYTES_MIN);
    usable.then_some(literals)
}

//! How each pattern is found: by its shape, its sign, its pivot, its literal, or by searching.

use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;
use magpie_bitmaps::Classifier;
use magpie_catalog::Detector;
use regex_syntax::hir::literal::{ExtractKind, Extractor};
use regex_syntax::hir::{Class, Hir, HirKind};

use crate::EngineError;
use crate::beginning::{Beginnings, Free};
use crate::bytes::Bytes;
use crate::classes::{ByteSet, SETS, classifier, is_caps, is_run, is_word};
use crate::context::Reach;
use crate::floating::Floating;
use crate::literal::LiteralIndex;
use crate::pattern::{Automaton, Pattern};
use crate::searched::{SEARCHED_BYTES_MAX, Searched};
use crate::shape::{ShapeIndex, bytes_before, prefix_of, prefix_within};
use crate::sieve::{Asking, Sieve};

/// A match found by shape has a digit among its first bytes, this many at most...
pub(crate) const DIGIT_WITHIN_BYTES: usize = 16;
/// ...or begins with this many bytes that tokens are made of...
pub(crate) const RUN_BYTES: usize = 16;
/// ...or with this many that document numbers are made of.
const CAPS_BYTES: usize = 8;
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

/// An automaton that is tried by itself, and what tells of most tokens that it does not match there.
#[derive(Clone, Copy)]
pub(crate) struct Apart {
    pub(crate) automaton: u16,
    /// What it begins with.
    first: ByteSet,
    /// Its matches begin with so many bytes at least that tokens are made of.
    run: u32,
}

impl Apart {
    fn new(number: u16, automaton: &Automaton) -> Self {
        let begins = automaton.first_bytes();
        let any = !begins.and(Bytes::within(128, 255)).is_empty();
        let first = ByteSet::of(|byte| any || begins.has(byte));
        let run = prefix_of(automaton.nfa(), RUN_BYTES, Bytes::of(is_run)) as u32;
        Self { automaton: number, first, run }
    }

    /// Whether it may match what begins with `byte` and has a run of so many such bytes.
    #[inline]
    pub(crate) fn may_match(&self, byte: u8, run: u32) -> bool {
        run >= self.run && self.first.has(byte)
    }
}

/// An automaton found by its pivot.
pub(crate) struct Pivoted {
    pub(crate) automaton: u16,
    /// Which bytes may stand before the pivot.
    pub(crate) before: ByteSet,
    /// What always stands before it; nothing when that varies.
    pub(crate) needed: Vec<u8>,
}

/// Every pattern with the way to its candidates.
pub(crate) struct Plan {
    pub(crate) automata: Vec<Automaton>,
    pub(crate) patterns: Vec<Pattern>,
    /// By automaton.
    pub(crate) patterns_of: Vec<Vec<u16>>,
    plans: Vec<PatternPlan>,
    pub(crate) classifier: Classifier<SETS, true>,
    pub(crate) shapes: ShapeIndex,
    /// Those of the shape index that may match, by first bytes.
    pub(crate) beginnings: Beginnings,
    /// Those of them that are tried where no keyword is.
    free: Free,
    /// Those of the shape index that can be told together.
    pub(crate) sieve: Sieve,
    /// By list of the shape index: the others.
    pub(crate) apart: Vec<Vec<Apart>>,
    /// Automata that can begin with an ASCII byte that is not a word byte, by that byte.
    pub(crate) signs: Vec<Vec<u16>>,
    /// Those of them that the sieve does not take.
    pub(crate) signs_apart: Vec<Vec<Apart>>,
    pub(crate) pivots: Vec<Pivoted>,
    /// Literals that begin where a word begins, or with a byte that is no word byte.
    pub(crate) literals: LiteralIndex,
    /// The other literals.
    pub(crate) floating: Option<Floating>,
    pub(crate) searches: Vec<Searched>,
}

/// What the analysis of one pattern says.
enum Way {
    /// With the signs that it may begin with, and what may stand before its first digit.
    Shape {
        signs: Vec<u8>,
        before: Bytes,
    },
    Pivot {
        before: ByteSet,
        needed: Vec<u8>,
    },
    Literal {
        all: Vec<Vec<u8>>,
        floats: bool,
    },
    Search,
}

impl Plan {
    pub(crate) fn new(detectors: &[Detector]) -> Result<Self, EngineError> {
        let mut analysed = all_analysed(detectors).into_iter();
        let mut known: HashMap<&str, u16, FixedState> = HashMap::default();
        let mut automata: Vec<Automaton> = Vec::new();
        let mut ways: Vec<Way> = Vec::new();
        let mut patterns = Vec::new();
        let mut plans = Vec::new();
        for (index, detector) in detectors.iter().enumerate() {
            for (number, source) in detector.patterns.iter().enumerate() {
                let fault = |message| EngineError {
                    detector: detector.id.to_string(),
                    pattern: number + 1,
                    message,
                };
                let automaton = match known.get(source.regex.as_str()) {
                    Some(&automaton) => automaton,
                    None => {
                        let next = analysed.next().expect("every regex was analysed");
                        let (automaton, way) = next.map_err(fault)?;
                        automata.push(automaton);
                        ways.push(way);
                        let last = automata.len() - 1;
                        let number = u16::try_from(last)
                            .map_err(|_| fault("there are over 65,536 patterns".into()))?;
                        known.insert(&source.regex, number);
                        number
                    }
                };
                let lead = ways[usize::from(automaton)].lead();
                plans.push(PatternPlan { detector: index, pattern: number + 1, lead });
                patterns.push(Pattern {
                    detector: index,
                    base: source.base,
                    check: source.check,
                    automaton,
                    required: detector.context.required,
                    own_words: source.own_words,
                    has_words: !(detector.context.keywords.is_empty()
                        && detector.context.against.is_empty()),
                    across_cells: source.across_cells,
                    reach: Reach::of(detector),
                });
            }
        }
        if u16::try_from(patterns.len()).is_err() {
            let last = plans.last().map_or(0, |plan| plan.detector);
            return Err(EngineError {
                detector: detectors[last].id.to_string(),
                pattern: 1,
                message: "there are over 65,536 patterns".into(),
            });
        }
        Ok(Self::assemble(automata, ways, patterns, plans))
    }

    fn assemble(
        automata: Vec<Automaton>,
        ways: Vec<Way>,
        patterns: Vec<Pattern>,
        plans: Vec<PatternPlan>,
    ) -> Self {
        let mut patterns_of = vec![Vec::new(); automata.len()];
        for (number, pattern) in (0u16..).zip(&patterns) {
            patterns_of[usize::from(pattern.automaton)].push(number);
        }
        let mut signs = vec![Vec::new(); 128];
        let mut pivots = Vec::new();
        let mut literals: Vec<(Vec<u8>, u16)> = Vec::new();
        let mut floating: Vec<(Vec<u8>, u16)> = Vec::new();
        let mut searches = Vec::new();
        let mut shaped = Vec::new();
        let mut before_digits = Bytes::of(is_word);
        for (number, way) in (0u16..).zip(ways) {
            let automaton = &automata[usize::from(number)];
            match way {
                Way::Shape { signs: bytes, before } => {
                    shaped.push((number, automaton));
                    before_digits = before_digits.or(before);
                    bytes.iter().for_each(|&byte| signs[usize::from(byte)].push(number));
                }
                Way::Pivot { before, needed } => {
                    pivots.push(Pivoted { automaton: number, before, needed });
                }
                Way::Literal { all, floats } => {
                    let into = if floats { &mut floating } else { &mut literals };
                    into.extend(all.into_iter().map(|text| (text, number)));
                }
                Way::Search => searches.push(Searched::new(number, automaton)),
            }
        }
        let (sieved, apart): (Vec<_>, Vec<_>) =
            shaped.iter().copied().partition(|(_, automaton)| Sieve::takes(automaton));
        let asking = |number: u16| asking(&patterns_of[usize::from(number)], &patterns);
        let sieved =
            sieved.into_iter().map(|(number, automaton)| (number, automaton, asking(number)));
        // Half of the time that a start takes, so a second core is asked for the lesser part.
        let (shapes, sieve) = std::thread::scope(|scope| {
            let sieve = scope.spawn(|| Sieve::new(sieved));
            let shapes = ShapeIndex::new(&shaped);
            (shapes, sieve.join().expect("a sieve is made of sound patterns, or goes without"))
        });
        let (beginnings, free) =
            beginnings(&shaped, (shapes.lists(), &signs), (&patterns_of, &patterns));
        let signs_apart = apart_lists(&apart, &signs);
        let apart = apart_lists(&apart, shapes.lists());
        let floating = Floating::new(&floating);
        let literals = LiteralIndex::new(literals);
        let begins = |byte: u8| !signs[usize::from(byte)].is_empty();
        let breaks = ByteSet::of(|b| !before_digits.has(b));
        let marks = ByteSet::of(|b| begins(b) || (b == PIVOT_BYTE && !pivots.is_empty()));
        Self {
            automata,
            patterns,
            patterns_of,
            plans,
            classifier: classifier(marks, breaks, literals.bytes()),
            shapes,
            beginnings,
            free,
            sieve,
            apart,
            signs,
            signs_apart,
            pivots,
            literals,
            floating,
            searches,
        }
    }

    pub(crate) fn patterns(&self) -> &[PatternPlan] {
        &self.plans
    }

    /// Those of the shape index that may match where no keyword is, by first bytes.
    #[inline]
    pub(crate) fn free_beginnings(&self) -> &Beginnings {
        self.free.beginnings((self.shapes.lists(), &self.signs))
    }

    /// The automaton of a pattern.
    pub(crate) fn automaton(&self, pattern: &Pattern) -> &Automaton {
        &self.automata[usize::from(pattern.automaton)]
    }
}

/// The patterns with these numbers, as a walk has to know them.
fn asking(numbers: &[u16], patterns: &[Pattern]) -> Vec<Asking> {
    let asking = numbers.iter().map(|&pattern| {
        let Pattern { detector, required, reach, .. } = patterns[usize::from(pattern)];
        Asking { pattern, detector, waits: required, reach }
    });
    asking.collect()
}

/// What first bytes tell of the automata of the shape index, and of those that are tried where no keyword is.
fn beginnings(
    shaped: &[(u16, &Automaton)],
    lists: (&[Vec<u16>], &[Vec<u16>]),
    (patterns_of, patterns): (&[Vec<u16>], &[Pattern]),
) -> (Beginnings, Free) {
    let required = |pattern: &u16| patterns[usize::from(*pattern)].required;
    let waits = |number: u16| patterns_of[usize::from(number)].iter().any(required);
    let is_free = |number: u16| !patterns_of[usize::from(number)].iter().all(required);
    Beginnings::of_all_and_free(shaped, lists, (waits, is_free))
}

/// By list: those of its automata that are apart.
fn apart_lists(apart: &[(u16, &Automaton)], lists: &[Vec<u16>]) -> Vec<Vec<Apart>> {
    let apart: Vec<Apart> =
        apart.iter().map(|(number, automaton)| Apart::new(*number, automaton)).collect();
    let of_list = |list: &Vec<u16>| {
        let in_list = |apart: &&Apart| list.contains(&apart.automaton);
        apart.iter().filter(in_list).copied().collect()
    };
    lists.iter().map(of_list).collect()
}

/// Every regex of the detectors, each once, in the order in which they come first.
fn all_analysed(detectors: &[Detector]) -> Vec<Result<(Automaton, Way), String>> {
    let regexes = detectors.iter().flat_map(|detector| &detector.patterns);
    let mut known: HashSet<&str, FixedState> = HashSet::default();
    let regexes = regexes.map(|pattern| pattern.regex.as_str());
    let regexes: Vec<&str> = regexes.filter(|&regex| known.insert(regex)).collect();
    let (first, second) = regexes.split_at(regexes.len() / 2);
    let all =
        |regexes: &[&str]| -> Vec<_> { regexes.iter().map(|regex| analysed(regex)).collect() };
    std::thread::scope(|scope| {
        let second = scope.spawn(|| all(second));
        let mut all = all(first);
        all.extend(second.join().expect("what cannot be analysed is told, not panicked over"));
        all
    })
}

/// Compiles a regex and says how its candidates are found.
fn analysed(regex: &str) -> Result<(Automaton, Way), String> {
    let automaton = Automaton::new(regex)?;
    let way = way(&automaton);
    let searched = matches!(way, Way::Search);
    if searched && automaton.bytes_max.is_none_or(|bytes| bytes > SEARCHED_BYTES_MAX) {
        return Err(format!(
            "nothing tells where a match begins, so every byte is searched; begin it with \\b and a \
             digit nearby, with `@` in its middle or with three fixed letters, or let it match at \
             most {SEARCHED_BYTES_MAX} bytes"
        ));
    }
    Ok((automaton, way))
}

impl Way {
    fn lead(&self) -> Lead {
        match self {
            Self::Shape { .. } => Lead::Shape,
            Self::Pivot { .. } => Lead::Pivot,
            Self::Literal { .. } => Lead::Literal,
            Self::Search => Lead::Search,
        }
    }
}

fn way(pattern: &Automaton) -> Way {
    // Without a word boundary before its first word byte a match can begin inside a token, where
    // no bitmap shows a start.
    let floats = pattern.first_behind_word.iter().any(is_word);
    let signs: Vec<u8> = pattern.first_bytes().iter().filter(|&byte| !is_word(byte)).collect();
    let no_digits = Bytes::within(b'0', b'9').not();
    let before_digit = prefix_within(pattern.nfa(), DIGIT_WITHIN_BYTES - 1, no_digits);
    let begins_with =
        |bytes, kind: fn(u8) -> bool| prefix_of(pattern.nfa(), bytes, Bytes::of(kind)) == bytes;
    let long_run =
        signs.is_empty() && (begins_with(RUN_BYTES, is_run) || begins_with(CAPS_BYTES, is_caps));
    if !floats && signs.iter().all(u8::is_ascii) && (before_digit.is_some() || long_run) {
        return Way::Shape { signs, before: before_digit.unwrap_or_default() };
    }
    if let Some(before) = pivot_prefix(pattern) {
        return Way::Pivot { before, needed: needed_before_pivot(pattern.hir()) };
    }
    match prefix_literals(pattern) {
        Some(all) => {
            let is_ascii = |text: &Vec<u8>| text[..LITERAL_BYTES_MIN].is_ascii();
            Way::Literal { floats: floats || !all.iter().all(is_ascii), all }
        }
        None => Way::Search,
    }
}

/// The bytes that may stand before the pivot, when every match holds the pivot close to its start.
fn pivot_prefix(pattern: &Automaton) -> Option<ByteSet> {
    // Only how long it may be is another question for the pattern itself than for what is analysed.
    let before = bytes_before(pattern.nfa(), PIVOT_BYTE)?;
    let others = Bytes::within(PIVOT_BYTE, PIVOT_BYTE).not();
    prefix_within(pattern.whole(), PIVOT_BEHIND_BYTES - 1, others)?;
    let is_ascii = before.and(Bytes::within(128, 255)).is_empty();
    is_ascii.then(|| ByteSet::of(|byte| before.has(byte)))
}

/// The longest fixed text that every match holds before anything that may hold the pivot.
fn needed_before_pivot(hir: &Hir) -> Vec<u8> {
    let HirKind::Concat(parts) = hir.kind() else { return Vec::new() };
    let before = parts.iter().take_while(|part| !may_hold(part, PIVOT_BYTE));
    let fixed = before.filter_map(|part| match part.kind() {
        HirKind::Literal(literal) => Some(literal.0.to_vec()),
        _ => None,
    });
    fixed.max_by_key(Vec::len).unwrap_or_default()
}

fn may_hold(hir: &Hir, byte: u8) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => false,
        HirKind::Literal(literal) => literal.0.contains(&byte),
        HirKind::Class(Class::Bytes(class)) => {
            class.iter().any(|range| (range.start()..=range.end()).contains(&byte))
        }
        HirKind::Class(Class::Unicode(_)) => true,
        HirKind::Repetition(repetition) => may_hold(&repetition.sub, byte),
        HirKind::Capture(capture) => may_hold(&capture.sub, byte),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().any(|part| may_hold(part, byte))
        }
    }
}

fn prefix_literals(pattern: &Automaton) -> Option<Vec<Vec<u8>>> {
    let sequence =
        Extractor::new().kind(ExtractKind::Prefix).limit_total(64).extract(pattern.hir());
    let literals: Vec<Vec<u8>> =
        sequence.literals()?.iter().map(|literal| literal.as_bytes().to_vec()).collect();
    let usable =
        !literals.is_empty() && literals.iter().all(|literal| literal.len() >= LITERAL_BYTES_MIN);
    usable.then_some(literals)
}

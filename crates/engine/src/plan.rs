//! How each pattern is found: by its shape, its sign, its pivot, its literal, or by searching.

use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;
use magpie_bitmaps::Classifier;
use magpie_catalog::Detector;

use crate::EngineError;
use crate::analysis::{Analysis, Facts, Shaped, Way};
use crate::beginning::{Beginnings, Free};
use crate::bytes::Bytes;
use crate::classes::{ByteSet, SETS, classifier, is_word};
use crate::context::Reach;
use crate::floating::Floating;
use crate::literal::LiteralIndex;
use crate::pattern::{Automaton, Pattern};
use crate::searched::Searched;
use crate::shape::ShapeIndex;
use crate::sieve::{Asking, Sieve};
use crate::stored::Stored;

/// Bytes of a token from which on it counts as a long one.
pub(crate) const RUN_BYTES: usize = 16;
/// How far before its pivot a match may begin.
pub(crate) const PIVOT_BEHIND_BYTES: usize = 256;
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
    fn new(number: u16, facts: &Facts, shaped: &Shaped) -> Self {
        let begins = facts.first_bytes();
        let any = !begins.and(Bytes::within(128, 255)).is_empty();
        let first = ByteSet::of(|byte| any || begins.has(byte));
        let run = shaped.beginning.run.min(RUN_BYTES) as u32;
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
    /// What matches begin with that may begin behind a letter or digit.
    pub(crate) within_words: ByteSet,
}

/// Automata by how they are found.
struct Found<'s> {
    shaped: Vec<(u16, Shaped<'s>)>,
    /// By byte: those of them that may begin with it.
    signs: Vec<Vec<u16>>,
    /// What may stand before the first digit of one of them.
    before_digits: Bytes,
    pivots: Vec<Pivoted>,
    literals: Vec<(Vec<u8>, u16)>,
    /// Literals that may stand anywhere.
    floating: Vec<(Vec<u8>, u16)>,
    searches: Vec<Searched>,
}

impl<'s> Found<'s> {
    fn of(automata: &[Automaton], ways: Vec<Way<'s>>) -> Self {
        let mut found = Self {
            shaped: Vec::new(),
            signs: vec![Vec::new(); 128],
            before_digits: Bytes::of(is_word),
            pivots: Vec::new(),
            literals: Vec::new(),
            floating: Vec::new(),
            searches: Vec::new(),
        };
        for (number, way) in (0u16..).zip(ways) {
            match way {
                Way::Shape(shaped) => {
                    found.before_digits = found.before_digits.or(shaped.before);
                    let signs = shaped.signs.iter().map(|&sign| usize::from(sign));
                    signs.for_each(|sign| found.signs[sign].push(number));
                    found.shaped.push((number, *shaped));
                }
                Way::Pivot { before, needed } => {
                    let before = ByteSet::of(|byte| before.has(byte));
                    found.pivots.push(Pivoted { automaton: number, before, needed });
                }
                Way::Literal { all, floats } => {
                    let into = if floats { &mut found.floating } else { &mut found.literals };
                    into.extend(all.into_iter().map(|text| (text, number)));
                }
                Way::Search => {
                    found.searches.push(Searched::new(number, &automata[usize::from(number)]));
                }
            }
        }
        found
    }
}

impl Plan {
    pub(crate) fn new(detectors: &[Detector], stored: &Stored) -> Result<Self, EngineError> {
        let mut analysed = all_analysed(detectors, stored).into_iter();
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
                        let Analysis { facts, way } = next.map_err(fault)?;
                        automata.push(Automaton::new(&source.regex, facts));
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
        let Found { shaped, signs, before_digits, pivots, literals, floating, searches } =
            Found::of(&automata, ways);
        let asking = |number: u16| asking(&patterns_of[usize::from(number)], &patterns);
        let facts = |number: u16| automata[usize::from(number)].facts();
        let apart = shaped.iter().filter(|(_, shaped)| shaped.outline.is_none());
        let apart: Vec<Apart> =
            apart.map(|(number, shaped)| Apart::new(*number, facts(*number), shaped)).collect();
        // What takes the rest of the time of a start, so a second core is asked for the lesser part.
        let (shapes, (beginnings, free), sieve) = std::thread::scope(|scope| {
            let sieve = scope.spawn(|| {
                Sieve::new(shaped.iter().filter_map(|(number, shaped)| {
                    let outline = shaped.outline.as_ref()?;
                    Some((*number, facts(*number), outline, asking(*number)))
                }))
            });
            let fits = shaped.iter().map(|(number, shaped)| (*number, &shaped.fits));
            let shapes = ShapeIndex::new(&fits.collect::<Vec<_>>());
            let lists = (shapes.lists(), signs.as_slice());
            let beginnings = beginnings(&shaped, lists, (&patterns_of, &patterns));
            let sieve = sieve.join();
            (shapes, beginnings, sieve.expect("a sieve is made of sound patterns, or goes without"))
        });
        let signs_apart = apart_lists(&apart, &signs);
        let apart = apart_lists(&apart, shapes.lists());
        let floats = |byte: u8| floating.iter().any(|(text, _)| text[0] == byte);
        let searched = |byte: u8| searches.iter().any(|it| it.may_begin(&[b'0', byte], 1));
        let within_words = ByteSet::of(|byte| floats(byte) || searched(byte));
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
            within_words,
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
    shaped: &[(u16, Shaped)],
    lists: (&[Vec<u16>], &[Vec<u16>]),
    (patterns_of, patterns): (&[Vec<u16>], &[Pattern]),
) -> (Beginnings, Free) {
    let required = |pattern: &u16| patterns[usize::from(*pattern)].required;
    let waits = |number: u16| patterns_of[usize::from(number)].iter().any(required);
    let is_free = |number: u16| !patterns_of[usize::from(number)].iter().all(required);
    let begin = shaped.iter().map(|(number, shaped)| (*number, shaped.beginning.clone()));
    Beginnings::of_all_and_free(begin, lists, (waits, is_free))
}

/// By list: those of its automata that are apart.
fn apart_lists(apart: &[Apart], lists: &[Vec<u16>]) -> Vec<Vec<Apart>> {
    let of_list = |list: &Vec<u16>| {
        let in_list = |apart: &&Apart| list.contains(&apart.automaton);
        apart.iter().filter(in_list).copied().collect()
    };
    lists.iter().map(of_list).collect()
}

/// Every regex of the detectors, each once, in the order in which they come first.
pub(crate) fn all_analysed<'s>(
    detectors: &[Detector],
    stored: &Stored<'s>,
) -> Vec<Result<Analysis<'s>, String>> {
    let regexes: Vec<&str> = regexes(detectors).collect();
    let (first, second) = regexes.split_at(regexes.len() / 2);
    let all = |regexes: &[&str]| -> Vec<_> {
        regexes.iter().map(|regex| stored.analysis(regex)).collect()
    };
    std::thread::scope(|scope| {
        let second = scope.spawn(|| all(second));
        let mut all = all(first);
        all.extend(second.join().expect("what cannot be analysed is told, not panicked over"));
        all
    })
}

/// Every regex of the detectors, each once, in the order in which they come first.
pub(crate) fn regexes(detectors: &[Detector]) -> impl Iterator<Item = &str> {
    let mut known: HashSet<&str, FixedState> = HashSet::default();
    let all = detectors.iter().flat_map(|detector| &detector.patterns);
    all.map(|pattern| pattern.regex.as_str()).filter(move |regex| known.insert(regex))
}

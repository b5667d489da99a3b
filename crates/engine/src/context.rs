//! The words around a match, and the words of its cell's label.
//!
//! Keywords are compared as words (`fold`): `social_security_no`, `Social Security No` and
//! `socialSecurityNo` are the same ones.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use foldhash::fast::FixedState;
use magpie_catalog::Detector;
use magpie_model::Category;

use crate::detectors::DetectorSet;
use crate::fold::{Folded, sign};
use crate::said::{
    ends_a_statement, is_line_of_its_own, is_of_a_run, is_said_of_another, names_what_follows,
    own_name,
};
use crate::sieve::SIEVED_BYTES_MAX;
use crate::spelling::Spelling;
use crate::spot::{Met, Spotter, Spotting};

/// Characters either side within which a keyword may be asked for at most.
pub(crate) const CHARACTERS_MAX: usize = 300;
/// Bytes either side of a match beyond which no keyword is looked for, whatever characters are
/// asked for.
pub(crate) const REACH_BYTES_MAX: usize = 512;
/// Bytes behind a place that are read to complete a keyword which begins there.
pub(crate) const KEYWORD_BYTES_MAX: usize = 240;
/// The shortest keyword that is worth a look.
pub(crate) const KEYWORD_BYTES_MIN: usize = 2;
/// Bytes of a character in UTF-8.
const CHARACTER_BYTES_MAX: usize = 4;
/// Bytes beyond the longest keyword that its separators may take.
const SEPARATORS_BYTES: usize = 8;
/// Bytes that are searched for keywords at least, where the cell goes on for so long: as a rule, and where what
/// stands before was searched too.
const COVER_BYTES: usize = 64;
const COVER_MORE_BYTES: usize = 256;

/// Letters of a keyword that random text is full of.
const CHANCE_LETTERS: usize = 3;

/// A keyword that detectors of so many countries ask for tells the sort of a value, not its country.
const GENERAL_COUNTRIES: usize = 5;

/// The number of a keyword.
pub(crate) type KeywordId = u16;

/// Every keyword of every detector, searched for together.
pub(crate) struct Keywords {
    spotter: Spotter,
    words: Vec<String>,
    /// By keyword: letters and digits, by which the more telling of two is known.
    weights: Vec<usize>,
    /// By keyword: whether detectors of many countries ask for it, as for `tax id`.
    general: Vec<bool>,
    /// By detector: whether it asks for such a keyword.
    asked_generally: Vec<bool>,
    /// By keyword: how much of its spelling a text must show.
    spellings: Vec<Spelling>,
    /// By keyword: who asks for it.
    users: Vec<Vec<User>>,
    /// By keyword: the detectors that it speaks for.
    speaks_for: Vec<DetectorSet>,
    /// By keyword: the detectors that it speaks against.
    speaks_against: Vec<DetectorSet>,
    /// By keyword: the furthest that any detector looks for it, in characters.
    farthest: Vec<usize>,
    /// By detector: how far around a match its keywords stand.
    reaches: Vec<Reach>,
    /// The detectors that hear keywords before their matches only.
    before: DetectorSet,
    /// The detectors that users wrote or imported.
    own: DetectorSet,
    /// The detectors that tell nothing without a keyword.
    waiting: DetectorSet,
    /// The furthest that any of them looks.
    reach: Reach,
    /// Bytes of the longest keyword as text may spell it.
    keyword_bytes: usize,
    /// Whether every keyword has a letter.
    lettered: bool,
}

/// How far around a match keywords are looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reach {
    /// Bytes to either side in which a keyword begins, whatever stands between.
    bytes: usize,
    /// The same where ASCII alone stands between.
    ascii_bytes: usize,
    /// Characters that may lie between.
    characters: usize,
}

impl Reach {
    /// The detector's own.
    pub(crate) fn of(detector: &Detector) -> Self {
        let context = &detector.context;
        let words = context.keywords.iter().chain(&context.against);
        let longest = words.map(String::len).max().unwrap_or(0);
        let characters = context.characters.min(CHARACTERS_MAX);
        let bytes = |widest: usize| REACH_BYTES_MAX.min(characters * widest + longest * 2);
        Self { bytes: bytes(CHARACTER_BYTES_MAX), ascii_bytes: bytes(2), characters }
    }

    /// What holds both.
    pub(crate) fn with(self, other: Self) -> Self {
        Self {
            bytes: self.bytes.max(other.bytes),
            ascii_bytes: self.ascii_bytes.max(other.ascii_bytes),
            characters: self.characters.max(other.characters),
        }
    }

    /// Whether the other goes no further.
    pub(crate) fn holds(self, other: Self) -> bool {
        self.with(other) == self
    }

    /// Bytes before `at` in which a keyword begins.
    fn before(self, text: &[u8], at: usize) -> usize {
        let near = &text[at.saturating_sub(self.characters)..at];
        if near.is_ascii() { self.ascii_bytes } else { self.bytes }
    }

    /// Bytes behind `end` in which a keyword begins.
    fn behind(self, text: &[u8], end: usize) -> usize {
        let near = &text[text.len().min(end)..text.len().min(end + self.characters)];
        let widest = if near.is_ascii() { 1 } else { CHARACTER_BYTES_MAX };
        self.bytes.min(self.characters * widest + 1)
    }
}

#[derive(Clone, Copy)]
struct User {
    detector: u32,
    against: bool,
}

/// Characters between a value and the word that names it, as in `order: 4000…`.
const NAME_GAP_MAX: usize = 2;

/// A keyword met near a match.
#[derive(Clone, Copy)]
struct Near {
    met: Met,
    /// Characters between the keyword and the match.
    gap: usize,
    /// Whether it stands behind the match.
    behind: bool,
    /// Whether it stands behind the match, or in a statement before.
    apart: bool,
    /// Whether it names something else.
    of_another: bool,
}

/// The keywords of the stretch of a window that was last asked about. Matches come in rising
/// order, so each byte of text is folded once, and only near matches.
#[derive(Default)]
pub(crate) struct Surroundings {
    covered: Range<usize>,
    met: Vec<Met>,
    hits: Vec<Near>,
    spotting: Spotting,
    /// The detectors that some keyword near the last candidate speaks for.
    nearby: DetectorSet,
}

/// What the label of a cell says, to every detector.
#[derive(Default, Clone)]
pub(crate) struct LabelWords {
    label: Option<u32>,
    /// By detector, rising: the most telling keyword for it, and against it.
    hits: Vec<(u32, Option<KeywordId>, Option<KeywordId>)>,
    /// Those detectors.
    speaks_to: DetectorSet,
    /// The detectors that one of its keywords speaks for.
    pub(crate) speaks_for: DetectorSet,
    /// Whether one of its keywords is asked for by detectors of many countries.
    pub(crate) is_general: bool,
}

impl Keywords {
    /// Of all detectors, or the one whose words are too many.
    pub(crate) fn new(detectors: &[Detector]) -> Result<Self, usize> {
        let mut ids: HashMap<&str, KeywordId, FixedState> = HashMap::default();
        let mut words = Vec::new();
        let mut users: Vec<Vec<User>> = Vec::new();
        for (index, detector) in (0u32..).zip(detectors) {
            let context = &detector.context;
            let asked = context.keywords.iter().map(|word| (word, false));
            for (word, against) in asked.chain(context.against.iter().map(|word| (word, true))) {
                let next = KeywordId::try_from(words.len()).map_err(|_| index as usize)?;
                let id = *ids.entry(word).or_insert_with(|| {
                    words.push(word.clone());
                    users.push(Vec::new());
                    next
                });
                users[usize::from(id)].push(User { detector: index, against });
            }
        }
        let plain = plain(&words);
        let spotter = Spotter::new(spellings(&plain));
        let speaking = |against: bool| {
            let of_keyword = |users: &Vec<User>| {
                let users = users.iter().filter(|user| user.against == against);
                DetectorSet::of(users.map(|user| user.detector))
            };
            users.iter().map(of_keyword).collect()
        };
        let (speaks_for, speaks_against) = (speaking(false), speaking(true));
        let weights: Vec<usize> = plain.iter().map(|word| weight(word)).collect();
        let general = general(detectors, &plain, &users);
        let of_word = |(word, weight): (&String, &usize)| Spelling::of(word, *weight);
        let spellings = words.iter().zip(&weights).map(of_word).collect();
        let mut asked_generally = vec![false; detectors.len()];
        for users in users.iter().zip(&general).filter(|(_, general)| **general).map(|it| it.0) {
            users.iter().for_each(|user| asked_generally[user.detector as usize] |= !user.against);
        }
        let reaches: Vec<Reach> = detectors.iter().map(Reach::of).collect();
        let before = (0u32..).zip(detectors).filter(|(_, detector)| detector.context.before);
        let before = DetectorSet::of(before.map(|(index, _)| index));
        let own = (0u32..).zip(detectors);
        let own = own.filter(|(_, detector)| detector.category == Category::Custom);
        let own = DetectorSet::of(own.map(|(index, _)| index));
        let waiting = (0u32..).zip(detectors).filter(|(_, detector)| detector.context.required);
        let waiting = DetectorSet::of(waiting.map(|(index, _)| index));
        let of_keyword = |users: &Vec<User>| {
            let asking = users.iter().filter(|user| !user.against);
            asking.map(|user| reaches[user.detector as usize].characters).max().unwrap_or(0)
        };
        let by_keyword = users.iter().map(of_keyword).collect();
        let longest = words.iter().map(|word| word.len()).max().unwrap_or(0);
        let keyword_bytes = KEYWORD_BYTES_MAX.min(longest * 2 + SEPARATORS_BYTES);
        let is_letter = |c: char| c.is_ascii_alphabetic() || !c.is_ascii();
        let lettered = words.iter().all(|word| word.contains(is_letter));
        Ok(Self {
            lettered,
            spotter,
            words,
            weights,
            general,
            spellings,
            asked_generally,
            users,
            speaks_for,
            speaks_against,
            farthest: by_keyword,
            reach: reaches.iter().copied().fold(Reach::default(), Reach::with),
            reaches,
            before,
            own,
            waiting,
            keyword_bytes,
        })
    }

    /// The furthest that any detector looks for its keywords.
    pub(crate) fn reach(&self) -> Reach {
        self.reach
    }

    /// The keyword as its detector file spells it.
    pub(crate) fn word(&self, keyword: KeywordId) -> &str {
        &self.words[usize::from(keyword)]
    }

    /// Letters and digits of a keyword, by which the more telling of two is known.
    pub(crate) fn weight(&self, keyword: KeywordId) -> usize {
        self.weights[usize::from(keyword)]
    }

    /// Whether detectors of many countries ask for the keyword.
    pub(crate) fn is_general(&self, keyword: KeywordId) -> bool {
        self.general[usize::from(keyword)]
    }

    /// Whether the detector asks for a keyword that detectors of many countries ask for.
    pub(crate) fn is_asked_generally(&self, detector: usize) -> bool {
        self.asked_generally[detector]
    }

    /// Whether one of the detectors tells nothing without a keyword.
    pub(crate) fn are_waited_for(&self, spoken_for: &DetectorSet) -> bool {
        self.waiting.meets(spoken_for)
    }

    /// Whether a text is not sure to hold no keyword.
    pub(crate) fn may_stand_in(&self, text: &[u8]) -> bool {
        // Letters, a few signs and what is beyond ASCII have one of the two highest bits.
        const HIGHEST: u64 = 0xC0C0_C0C0_C0C0_C0C0;
        let (eights, rest) = text.as_chunks();
        let bits = eights.iter().fold(0, |bits, eight| bits | u64::from_le_bytes(*eight));
        let rest = rest.iter().fold(0, |bits, byte| bits | byte);
        !self.lettered || bits & HIGHEST != 0 || rest & HIGHEST as u8 != 0
    }

    /// Whether the keyword speaks for the detector, or against it.
    fn speaks(&self, keyword: KeywordId, detector: usize, against: bool) -> bool {
        let sets = if against { &self.speaks_against } else { &self.speaks_for };
        sets[usize::from(keyword)].has(detector)
    }

    /// The more telling of the keywords: one that few countries share, then the one with more
    /// letters; of equals the first.
    fn most_telling(&self, keywords: impl Iterator<Item = KeywordId>) -> Option<KeywordId> {
        keywords.max_by_key(|&keyword| {
            (!self.is_general(keyword), self.weight(keyword), std::cmp::Reverse(keyword))
        })
    }

    /// Appends the keywords that begin in a stretch, as far as they show the signs that they are written with;
    /// the text may be a label.
    fn spot(
        &self,
        spotting: &mut Spotting,
        (text, is_label): (&[u8], bool),
        stretch: (usize, usize),
        bytes_max: usize,
        met: &mut Vec<Met>,
    ) {
        let before = met.len();
        self.spotter.spot(spotting, text, stretch, bytes_max, met);
        let is_other = |met: &mut Met| {
            let keyword = usize::from(met.keyword);
            !self.spellings[keyword].is_met(&self.words[keyword], (text, is_label), met)
        };
        met.extract_if(before.., is_other).for_each(drop);
    }

    /// The words of a label.
    pub(crate) fn of_label(&self, label: u32, text: &str, spotting: &mut Spotting) -> LabelWords {
        let mut words = LabelWords { label: Some(label), ..LabelWords::default() };
        let mut met = Vec::new();
        let text = text.as_bytes();
        self.spot(spotting, (text, true), (0, text.len()), text.len(), &mut met);
        let mut users: Vec<(u32, bool, Met)> = Vec::new();
        for met in met {
            words.speaks_for.add(&self.speaks_for[usize::from(met.keyword)]);
            words.is_general |= self.is_general(met.keyword);
            let of_keyword = &self.users[usize::from(met.keyword)];
            users.extend(of_keyword.iter().map(|user| (user.detector, user.against, met)));
        }
        users.sort_unstable();
        for of_detector in users.chunk_by(|a, b| a.0 == b.0) {
            let against =
                |met: &Met| of_detector.iter().any(|&(_, a, other)| a && other.holds(met));
            let of_sort = |wanted: bool| {
                let met = of_detector.iter().filter(|user| user.1 == wanted).map(|user| user.2);
                self.most_telling(met.filter(|met| wanted || !against(met)).map(|met| met.keyword))
            };
            words.hits.push((of_detector[0].0, of_sort(false), of_sort(true)));
        }
        words.speaks_to = DetectorSet::of(words.hits.iter().map(|hit| hit.0));
        words
    }
}

impl Surroundings {
    /// Forgets the window before.
    pub(crate) fn begin(&mut self) {
        self.covered = 0..0;
        self.met.clear();
    }

    /// The detectors that a keyword within `reach` of a candidate at `at`, of `bytes_max` at most, may
    /// speak for: all of them, and perhaps some whose keyword proves to be too far.
    pub(crate) fn nearby(
        &mut self,
        keywords: &Keywords,
        text: &[u8],
        (at, bytes_max, reach): (usize, usize, Reach),
        bounds: &Range<usize>,
    ) -> &DetectorSet {
        let from = bounds.start.max(at.saturating_sub(reach.before(text, at)));
        let behind = reach.behind(text, at + bytes_max);
        let to = bounds.end.min(at + bytes_max + behind).max(at);
        self.cover(keywords, text, from..to, bounds.end);
        self.nearby.clear();
        let first = self.met.partition_point(|met| (met.start as usize) < from);
        for met in self.met[first..].iter().take_while(|met| (met.start as usize) < to) {
            let (start, end) = (met.start as usize, met.end as usize);
            let reach = keywords.farthest[usize::from(met.keyword)];
            let near = match at.checked_sub(end) {
                Some(gap) => gap <= reach || characters(&text[end..at]) <= reach,
                // Behind the match, whose end may be anywhere.
                None => start.saturating_sub(at) <= bytes_max + CHARACTER_BYTES_MAX * reach,
            };
            if near {
                self.nearby.add(&keywords.speaks_for[usize::from(met.keyword)]);
            }
        }
        &self.nearby
    }

    /// As much of `wanted`, from its start on, as has candidates that hear no keyword which a detector waits for,
    /// wherever they end.
    pub(crate) fn silence(
        &mut self,
        keywords: &Keywords,
        text: &[u8],
        wanted: Range<usize>,
        bounds: &Range<usize>,
    ) -> Range<usize> {
        let Range { start: at, mut end } = wanted;
        let from = bounds.start.max(at.saturating_sub(keywords.reach.bytes));
        let to = bounds.end.min(end + SIEVED_BYTES_MAX + keywords.reach.bytes);
        self.cover(keywords, text, from..to, bounds.end);
        let first = self.met.partition_point(|met| (met.start as usize) < from);
        for met in self.met[first..].iter().take_while(|met| (met.start as usize) < to) {
            let keyword = usize::from(met.keyword);
            if !keywords.are_waited_for(&keywords.speaks_for[keyword]) {
                continue;
            }
            let reach = CHARACTER_BYTES_MAX * keywords.farthest[keyword];
            if (met.start as usize).saturating_sub(SIEVED_BYTES_MAX + reach) > at {
                end = end.min(met.start as usize - SIEVED_BYTES_MAX - reach);
            } else if met.end as usize + reach >= at {
                return at..at;
            }
        }
        at..end.max(at)
    }

    /// Looks at what stands around `span` within `bounds` of the window's text, as far as `reach`. Returns
    /// whether there is a keyword.
    pub(crate) fn look(
        &mut self,
        keywords: &Keywords,
        text: &[u8],
        (span, reach): (&Range<usize>, Reach),
        bounds: &Range<usize>,
    ) -> bool {
        self.hits.clear();
        let before = reach.before(text, span.start);
        let from = bounds.start.max(span.start.saturating_sub(before));
        let to = bounds.end.min(span.end + reach.behind(text, span.end)).max(span.end);
        if span.start - from < KEYWORD_BYTES_MIN && to - span.end < KEYWORD_BYTES_MIN {
            return false;
        }
        self.cover(keywords, text, from..to, bounds.end);
        let first = self.met.partition_point(|met| (met.start as usize) < from);
        for met in self.met[first..].iter().take_while(|met| (met.start as usize) < to) {
            let (start, end) = (met.start as usize, met.end as usize);
            if end > bounds.end {
                continue;
            }
            let behind = &text[end..bounds.end];
            let (between, apart, of_another) = if end <= span.start {
                let between = &text[end..span.start];
                let by_chance = keywords.weights[usize::from(met.keyword)] <= CHANCE_LETTERS
                    && is_of_a_run(text, start..end, between);
                (between, ends_a_statement(between), by_chance || is_said_of_another(between))
            } else if start >= span.end && !names_what_follows(behind) {
                let between = &text[span.end..start];
                (between, true, is_line_of_its_own(between, behind))
            } else {
                continue;
            };
            let (gap, behind) = (characters(between), start >= span.end);
            self.hits.push(Near { met: *met, gap, behind, apart, of_another });
        }
        if !self.hits.is_empty()
            && let Some(named) = own_name(text, bounds, span.start)
        {
            for hit in &mut self.hits {
                let end = hit.met.end as usize;
                hit.of_another |= end <= named || end > span.start;
            }
        }
        !self.hits.is_empty()
    }

    /// Sees to it that every keyword that begins in `wanted` is known, in a cell up to `limit`.
    fn cover(&mut self, keywords: &Keywords, text: &[u8], wanted: Range<usize>, limit: usize) {
        if wanted.start < self.covered.start || wanted.start > self.covered.end {
            self.begin();
            self.covered = wanted.start..wanted.start;
        }
        if wanted.end <= self.covered.end {
            return;
        }
        let from = self.covered.end;
        let more = if self.covered.is_empty() { COVER_BYTES } else { COVER_MORE_BYTES };
        let to = wanted.end.max(limit.min(from + more)).min(text.len());
        let (spotting, met) = (&mut self.spotting, &mut self.met);
        keywords.spot(spotting, (text, false), (from, to), keywords.keyword_bytes, met);
        self.covered.end = to;
    }

    /// The most telling keyword that `detector` asks for within its reach.
    pub(crate) fn keyword(
        &self,
        keywords: &Keywords,
        detector: usize,
        against: bool,
    ) -> Option<KeywordId> {
        let reach = keywords.reaches[detector].characters;
        let before = keywords.before.has(detector);
        // Who wrote a detector says what its keywords mean.
        let users = keywords.own.has(detector);
        let speaks = |hit: &&Near, against: bool| {
            hit.gap <= reach
                && (!hit.of_another || users)
                && (against || !(hit.apart && before))
                && keywords.speaks(hit.met.keyword, detector, against)
        };
        let denied =
            |met: &Met| self.hits.iter().any(|hit| hit.met.holds(met) && speaks(&hit, true));
        // In `order 4000… shipped to card-service` the value has its name before the card comes.
        let names = |hit: &Near| !hit.behind && hit.gap <= NAME_GAP_MAX && speaks(&hit, true);
        let is_named = !against && self.hits.iter().any(names);
        let heard = |hit: &&Near| speaks(hit, against) && !(is_named && hit.behind);
        let hits = self.hits.iter().filter(heard).map(|hit| hit.met);
        let hits = hits.filter(|met| against || !denied(met));
        keywords.most_telling(hits.map(|met| met.keyword))
    }
}

impl LabelWords {
    /// Whether these are the words of the label with this number.
    pub(crate) fn are_of(&self, label: u32) -> bool {
        self.label == Some(label)
    }

    /// The most telling keyword of `detector` in the label, and the one against it.
    pub(crate) fn keywords(&self, detector: usize) -> (Option<KeywordId>, Option<KeywordId>) {
        if !self.speaks_to.has(detector) {
            return (None, None);
        }
        let at = self.hits.partition_point(|hit| (hit.0 as usize) < detector);
        self.hits.get(at).map_or((None, None), |&(_, keyword, against)| (keyword, against))
    }
}

/// By keyword: its words, folded, each between spaces.
fn plain(words: &[String]) -> Vec<Vec<u8>> {
    let mut folded = Folded::default();
    let fold = |word: &String| {
        folded.fold(word.as_bytes(), 0);
        folded.text.clone()
    };
    words.iter().map(fold).collect()
}

/// By keyword: whether detectors of many countries ask for it, however they spell it, or for a phrase
/// that it is a part of.
fn general(detectors: &[Detector], plain: &[Vec<u8>], users: &[Vec<User>]) -> Vec<bool> {
    let mut spelled: Vec<(&[u8], &Vec<User>)> =
        plain.iter().map(Vec::as_slice).zip(users).collect();
    spelled.sort_unstable_by_key(|&(word, _)| word);
    let mut parts: HashSet<&[u8], FixedState> = HashSet::default();
    let mut countries: Vec<&str> = Vec::new();
    for alike in spelled.chunk_by(|a, b| a.0 == b.0) {
        let users = alike.iter().flat_map(|(_, users)| *users).filter(|user| !user.against);
        let asking = users.flat_map(|user| &detectors[user.detector as usize].countries);
        countries.clear();
        countries.extend(asking.map(String::as_str));
        countries.sort_unstable();
        countries.dedup();
        if countries.len() >= GENERAL_COUNTRIES {
            parts.extend(parts_of(alike[0].0));
        }
    }
    plain.iter().map(|word| parts.contains(word.as_slice())).collect()
}

/// Every run of words of a phrase, between spaces as the phrase is.
fn parts_of(phrase: &[u8]) -> impl Iterator<Item = &[u8]> {
    let spaces = memchr::memchr_iter(b' ', phrase);
    spaces.flat_map(move |from| {
        memchr::memchr_iter(b' ', &phrase[from + 1..]).map(move |by| &phrase[from..from + by + 2])
    })
}

/// Letters and digits of a folded keyword: `n.i.f.` and `nif` tell the same.
fn weight(folded: &[u8]) -> usize {
    folded.iter().filter(|&&byte| byte != b' ').count()
}

/// Whether a folded keyword is also met with an `s`: `ssns`, `cards`, `passport numbers`.
fn takes_a_plural(text: &[u8]) -> bool {
    text.len() > 3 && text.last().is_some_and(|last| last.is_ascii_lowercase() && *last != b's')
}

/// Each keyword as folded words between spaces, in the plural, and with its spaces removed.
fn spellings(plain: &[Vec<u8>]) -> impl Iterator<Item = (Vec<u8>, KeywordId)> {
    plain.iter().zip(0..).flat_map(|(folded, id)| {
        let words = folded.strip_prefix(b" ").and_then(|text| text.strip_suffix(b" "));
        // Signs stand joined in every text, each a word.
        let joined = words.filter(|words| words.contains(&b' ') && !is_of_signs(words));
        let joined = joined.map(|words| {
            let letters = words.iter().copied().filter(|&byte| byte != b' ');
            [b' '].into_iter().chain(letters).chain([b' ']).collect()
        });
        let plural = folded.strip_suffix(b" ").filter(|text| takes_a_plural(text));
        let plural = plural.map(|singular| [singular, b"s "].concat());
        let spellings = [Some(folded.clone()), plural, joined];
        spellings.into_iter().flatten().map(move |spelling| (spelling, id))
    })
}

/// Whether folded words are signs alone.
fn is_of_signs(words: &[u8]) -> bool {
    words.split(|&byte| byte == b' ').all(|word| word.len() == 3 && sign(word, 0).is_some())
}

fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

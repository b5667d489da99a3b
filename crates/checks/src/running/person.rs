//! Names of persons in running text: a form of address and what follows it, given names and surnames that
//! registers know, and names behind greetings, before which mail ends, or behind words such as `patient`.

mod brands;
mod surname_first;

use super::lexicon::{Kinds, kinds};
use super::words::{Word, gap, gap_before, may_begin, word_at, word_before};
use super::{Likely, Sighting, stretch};

/// Words of a name.
const PARTS_MAX: usize = 7;
/// Small words before a surname.
const PARTICLES_MAX: usize = 3;
/// Lines between the end of a letter and the name below it.
const LINES_BEFORE_MAX: usize = 4;
/// The longest line that ends a letter.
const CLOSING_BYTES_MAX: usize = 70;

const INITIALS: &str = "initials and a surname that registers know";
const BOTH: &str = "a given name and a surname that registers know";
const GIVEN_ONLY: &str = "a given name that registers know, and a word like a surname";

/// Forms of address with a full stop inside.
const ABBREVIATED: [&str; 6] = ["Sig.ra", "sig.ra", "Dott.ssa", "dott.ssa", "Prof.ssa", "Sig.na"];

/// What goes on as the name of a firm, or as a longer word.
const FIRMS: [&str; 12] =
    [" & ", " + ", "-", "&", " S.A", " S/A", " S.L", " S.p.A", " S.r.l", " S.R.L", " B.V", " N.V"];

/// Small words between the parts of a name.
const PARTICLES: [&str; 37] = [
    "af", "al", "av", "bin", "da", "das", "de", "degli", "dei", "del", "della", "den", "der",
    "des", "di", "do", "dos", "du", "e", "el", "ibn", "la", "las", "le", "los", "op", "'t", "ten",
    "ter", "the", "van", "vom", "von", "y", "zu", "zum", "zur",
];

/// Endings that words have and surnames of no register.
const WORD_ENDINGS: [&str; 24] = [
    "tion", "sion", "ment", "ness", "ship", "ology", "ung", "heit", "keit", "schaft", "tat",
    "cion", "cao", "dad", "dade", "miento", "mento", "zione", "heid", "schap", "osc", "cja", "ity",
    "isme",
];

/// One word of a name.
#[derive(Clone, Copy)]
struct Part<'t> {
    word: Word<'t>,
    kinds: Kinds,
    kind: PartKind,
    /// It stands in the next line.
    wrapped: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum PartKind {
    Name,
    Initial,
    Particle,
}

impl Part<'_> {
    fn is(&self, kind: Kinds) -> bool {
        self.kinds.has(kind)
    }

    fn is_doubtful(&self) -> bool {
        self.is(Kinds::ALSO) || self.is(Kinds::COMMON) || self.is(Kinds::THING)
    }

    fn is_known(&self) -> bool {
        self.is(Kinds::GIVEN) || self.is(Kinds::SURNAME)
    }
}

/// What stands before a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// A form of address.
    Title,
    /// One that is a word of its own too, such as `miss` or `father`.
    TitleOrWord,
    /// Words like `my name is`.
    Introduced,
    Greeting,
    Role,
    /// The line before ends a letter.
    Closing,
    /// A given name, whose name this is a part of.
    Given,
    /// A word that makes a thing of the name.
    Named,
    Nothing,
}

/// The name that begins with the capital at this byte.
pub(super) fn sight(text: &[u8], at: usize) -> Option<Sighting> {
    // Most letters beyond ASCII that words begin with are small ones.
    if matches!(text.get(at..), Some([0xC3, 0x9F..=0xFF, ..])) {
        return None;
    }
    let (text, place) = stretch(text, at);
    if !may_begin(text, place) {
        return None;
    }
    let first = part_at(text, place)?;
    let (before, begin) = before(text, place);
    if let Some((start, end, likely, detail)) = surname_first::sight(text, place, first, before) {
        return Some(Sighting { start: at + start - place, end: at + end - place, likely, detail });
    }
    let names_nobody = first.kind == PartKind::Name && !first.is_known();
    let is_unled = before == Before::Nothing;
    if is_unled && is_title(text, &first) {
        return None;
    }
    if matches!(before, Before::Named | Before::Given)
        || names_nobody && (is_unled || first.is(Kinds::TITLE) || first.is(Kinds::GREETING))
        || first.kind == PartKind::Particle && is_unled
    {
        return None;
    }
    let name = Name::read(text, first, before)?;
    let (likely, detail) = name.judge(text, before)?;
    let (start, end) = (begin.unwrap_or(place), name.end());
    Some(Sighting { start: at + start - place, end: at + end - place, likely, detail })
}

/// The part of a name that begins at a byte.
fn part_at(text: &[u8], at: usize) -> Option<Part<'_>> {
    let word = word_at(text, at)?;
    let of = |word, kinds, kind| Some(Part { word, kinds, kind, wrapped: false });
    if word.text.chars().count() == 1 {
        let dotted = text.get(word.end) == Some(&b'.') && word.is_capital();
        let word = Word { end: word.end + 1, ..word };
        return if dotted { of(word, Kinds::default(), PartKind::Initial) } else { None };
    }
    let kinds = kinds(&word);
    if is_particle(&word) {
        return of(word, kinds, PartKind::Particle);
    }
    let cased = (word.is_title() || word.is_upper()) && word.is_cased_as_name();
    if cased { of(word, kinds, PartKind::Name) } else { None }
}

/// Whether a letter is the form of address before the name, and no part of it.
fn is_title(text: &[u8], first: &Part<'_>) -> bool {
    let letter = Word { end: first.word.start + 1, ..first.word };
    first.kind == PartKind::Initial
        && kinds(&letter).has(Kinds::TITLE)
        && is_title_letter(text, &letter)
        && gap(text, first.word.end)
            .and_then(|at| part_at(text, at))
            .is_some_and(|next| next.kind == PartKind::Name)
}

fn is_particle(word: &Word<'_>) -> bool {
    PARTICLES.iter().any(|particle| particle.eq_ignore_ascii_case(word.text))
}

/// What stands before a place, and where the name begins if small words of it do.
fn before(text: &[u8], at: usize) -> (Before, Option<usize>) {
    let end = gap_before(text, at);
    let (before, begin) = end.map_or((Before::Nothing, None), |end| phrase_before(text, end));
    // A line that ends a letter may be so long that its sentence could go on.
    if before == Before::Nothing && text[..at].ends_with(b"\n") && closes(&text[..at]) {
        return (Before::Closing, None);
    }
    (before, begin)
}

/// The same of the words that end at a byte.
fn phrase_before(text: &[u8], end: usize) -> (Before, Option<usize>) {
    if ABBREVIATED.iter().any(|title| text[..end].ends_with(title.as_bytes())) {
        return (Before::Title, None);
    }
    let dotted = end > 0 && text[end - 1] == b'.';
    let Some(word) = word_before(text, end - usize::from(dotted)) else {
        return (Before::Nothing, None);
    };
    if !dotted && is_particle(&word) {
        return behind_particles(text, word);
    }
    (of_word(text, &word, dotted), None)
}

fn of_word(text: &[u8], word: &Word<'_>, dotted: bool) -> Before {
    let kinds = kinds(word);
    let single = word.text.chars().count() == 1;
    let begins_line = word.start == 0 || text[word.start - 1] == b'\n';
    if kinds.has(Kinds::TITLE) && (!single || dotted && is_title_letter(text, word)) {
        let is_word = match single {
            true => word.text == "M" && !is_french(text, word, begins_line),
            false => kinds.has(Kinds::ALSO) && !dotted,
        };
        if is_word { Before::TitleOrWord } else { Before::Title }
    } else if introduces(text, word, kinds) {
        Before::Introduced
    } else if kinds.has(Kinds::NAMED) {
        Before::Named
    } else if dotted {
        Before::Nothing
    } else if word.is_capital()
        && kinds.has(Kinds::GREETING)
        && (begins_line || !kinds.has(Kinds::GIVEN))
    {
        Before::Greeting
    } else if kinds.has(Kinds::ROLE) {
        Before::Role
    } else if word.is_capital() && kinds.has(Kinds::GIVEN) && !kinds.has(Kinds::COMMON) {
        Before::Given
    } else {
        Before::Nothing
    }
}

/// Whether the `M.` is Monsieur by what stands before it: `size M. Delivery` is no man.
fn is_french(text: &[u8], letter: &Word<'_>, begins_line: bool) -> bool {
    let small =
        ["à", "au", "avec", "chez", "cher", "contre", "de", "dont", "et", "par", "pour", "que"];
    let before = gap_before(text, letter.start).and_then(|end| word_before(text, end));
    begins_line || before.is_some_and(|before| small.contains(&before.text))
}

/// `my name is`, `Mein Name ist`, `me llamo`, `nazywam się`.
fn introduces(text: &[u8], word: &Word<'_>, known: Kinds) -> bool {
    if known.has(Kinds::SAID) {
        return true;
    }
    if !matches!(word.text, "is" | "ist" | "się" | "est" | "es" | "è" | "é") {
        return false;
    }
    let before = gap_before(text, word.start).and_then(|end| word_before(text, end));
    before.is_some_and(|before| {
        let names = ["name", "naam", "nom", "nombre", "nome"];
        kinds(&before).has(Kinds::SAID) || names.iter().any(|n| n.eq_ignore_ascii_case(before.text))
    })
}

/// `rue de Victor Hugo`, `mevrouw van der Berg`, `Johan van Dijk`.
fn behind_particles<'t>(text: &'t [u8], mut word: Word<'t>) -> (Before, Option<usize>) {
    for _ in 0..PARTICLES_MAX {
        let Some(end) = gap_before(text, word.start) else { break };
        let dotted = end > 0 && text[end - 1] == b'.';
        let Some(next) = word_before(text, end - usize::from(dotted)) else { break };
        if dotted || !is_particle(&next) {
            return match of_word(text, &next, dotted) {
                before @ (Before::Title | Before::Introduced) => (before, Some(word.start)),
                before @ (Before::Named | Before::Given) => (before, None),
                _ => (Before::Nothing, None),
            };
        }
        word = next;
    }
    (Before::Nothing, None)
}

/// Whether a letter with a full stop is a form of address, such as the `M.` of Monsieur: `5 m. Breite`,
/// `Anna M. Schmidt`, `J. M. Schmidt` and `ul. M. Kopernika` have none.
fn is_title_letter(text: &[u8], letter: &Word<'_>) -> bool {
    if letter.text == "m" || text[..letter.start].ends_with(b".") {
        return false;
    }
    let Some(end) = gap_before(text, letter.start) else { return true };
    let is_dotted = text[..end].ends_with(b".");
    word_before(text, end - usize::from(is_dotted)).is_none_or(|word| {
        let is_initial = is_dotted && word.text.chars().count() == 1;
        let is_name = word.is_capital() && kinds(&word).has(Kinds::GIVEN);
        !is_initial && !is_name && !kinds(&word).has(Kinds::NAMED)
    })
}

/// Whether the last line that holds anything is what letters end with.
fn closes(text: &[u8]) -> bool {
    let lines = text.rsplit(|byte| *byte == b'\n').skip(1).take(LINES_BEFORE_MAX);
    let Some(line) = lines.map(<[u8]>::trim_ascii).find(|line| !line.is_empty()) else {
        return false;
    };
    let is_sign = |byte: &u8| byte.is_ascii() && !byte.is_ascii_alphabetic();
    let signs = line.iter().rev().take_while(|byte| is_sign(byte)).count();
    let closes = |word: Option<Word<'_>>| word.is_some_and(|word| kinds(&word).has(Kinds::CLOSING));
    line.len() < CLOSING_BYTES_MAX
        && (closes(word_before(line, line.len() - signs)) || closes(word_at(line, 0)))
}

/// The parts of a name.
struct Name<'t> {
    parts: [Option<Part<'t>>; PARTS_MAX],
    count: usize,
}

impl<'t> Name<'t> {
    /// The parts that belong together, from the first on.
    fn read(text: &'t [u8], first: Part<'t>, before: Before) -> Option<Self> {
        let mut all = [None; PARTS_MAX];
        let mut count = 0;
        let mut next = Some(first);
        while let Some(part) = next
            && count < PARTS_MAX
        {
            all[count] = Some(part);
            count += 1;
            next = gap(text, part.word.end).and_then(|at| {
                let wrapped = text[at - 1] == b'\n';
                part_at(text, at).map(|part| Part { wrapped, ..part })
            });
        }
        let mut name = Self { parts: all, count };
        name.count = name.length(before);
        let has_name = name.names().next().is_some();
        has_name.then_some(name)
    }

    fn all(&self) -> impl Iterator<Item = &Part<'t>> {
        self.parts[..self.count].iter().flatten()
    }

    fn names(&self) -> impl Iterator<Item = &Part<'t>> {
        self.all().filter(|part| part.kind == PartKind::Name)
    }

    /// The byte behind it.
    fn end(&self) -> usize {
        self.all().last().map_or(0, |part| part.word.end)
    }

    /// How many parts belong together: given names and initials, then surnames, of which registers know
    /// the second.
    fn length(&self, before: Before) -> usize {
        let (mut count, mut surnames, mut particle) = (0, 0, false);
        for (index, part) in self.parts[..self.count].iter().flatten().enumerate() {
            match part.kind {
                PartKind::Particle => particle = true,
                PartKind::Initial if surnames > 0 || particle => break,
                PartKind::Initial => {}
                PartKind::Name => {
                    let is_more = surnames > 0 && (surnames > 1 || !part.is(Kinds::SURNAME));
                    let is_odd = (part.wrapped || particle && surnames > 0)
                        && (!part.is_known() || part.is_doubtful());
                    let fits = index == 0 && part.is_known() || is_like_a_surname(part);
                    if is_more || is_odd || !fits {
                        break;
                    }
                    let is_given = part.is(Kinds::GIVEN) && surnames == 0 && !particle
                        || index == 0 && self.is_unknown_given(before);
                    surnames += usize::from(!is_given);
                    particle = false;
                    count = index + 1;
                }
            }
        }
        count
    }

    /// Whether the first part is a given name that no register knows, since a surname follows where only a
    /// name can stand.
    fn is_unknown_given(&self, before: Before) -> bool {
        let next = self.parts[1..self.count].iter().flatten().find(|p| p.kind == PartKind::Name);
        let Some(next) = next.filter(|next| is_like_a_surname(next)) else { return false };
        match before {
            Before::Title | Before::TitleOrWord | Before::Role => next.is(Kinds::SURNAME),
            Before::Greeting | Before::Closing | Before::Introduced => !next.wrapped,
            _ => false,
        }
    }

    /// How likely it is a name, and why.
    fn judge(&self, text: &[u8], before: Before) -> Option<(Likely, &'static str)> {
        if self.is_of_a_thing(text, before != Before::Nothing) {
            return None;
        }
        let count = self.names().count();
        let given = self.names().any(|part| part.is(Kinds::GIVEN));
        let sure_given = self.names().any(|part| part.is(Kinds::GIVEN) && !part.is_doubtful());
        let surname = count > 1 && self.names().last()?.is(Kinds::SURNAME);
        let next = text.get(self.end());
        match before {
            Before::TitleOrWord => {
                let sure = self.names().any(|part| part.is_known() && !part.is_doubtful());
                sure.then_some((Likely::Medium, "behind a form of address"))
            }
            Before::Introduced if count > 1 || given => {
                let likely = if given && surname { Likely::High } else { Likely::Medium };
                Some((likely, "behind words such as \"my name is\""))
            }
            Before::Title => {
                let known = self.names().any(Part::is_known);
                let likely = if known { Likely::High } else { Likely::Medium };
                Some((likely, "behind a form of address"))
            }
            Before::Greeting if given || count == 1 && matches!(next, Some(b',' | b'!')) => {
                let likely = if surname { Likely::High } else { Likely::Medium };
                Some((likely, "behind a greeting"))
            }
            Before::Closing
                if (given || count > 1) && matches!(next, None | Some(b'\n' | b'\r' | b',')) =>
            {
                let likely = if given && surname { Likely::High } else { Likely::Medium };
                Some((likely, "below the end of a letter"))
            }
            Before::Role if count > 1 && (given || surname) || sure_given => {
                Some((Likely::Medium, "behind the role of a person"))
            }
            _ => self.judge_alone(),
        }
    }

    /// The same where nothing before the name speaks for it.
    fn judge_alone(&self) -> Option<(Likely, &'static str)> {
        let count = self.names().count();
        let first = self.names().next()?;
        let last = self.names().last()?;
        let sure = |part: &Part<'_>, kind: Kinds| part.is(kind) && !part.is_doubtful();
        let is_led = self.parts[0].is_some_and(|part| part.kind == PartKind::Initial);
        if count == 2 && brands::is_brand(first, last) {
            return None;
        }
        if count == 1 {
            let known = is_led && sure(last, Kinds::SURNAME);
            return known.then_some((Likely::Medium, INITIALS));
        }
        let all_upper = self.names().all(|part| part.word.is_upper());
        if all_upper && !last.is(Kinds::SURNAME) {
            return None;
        }
        if !first.is(Kinds::GIVEN) {
            return None;
        }
        let sure_given = self.names().any(|part| sure(part, Kinds::GIVEN));
        let both = sure_given && last.is(Kinds::SURNAME) && !last.is(Kinds::THING)
            || count == 2 && sure(last, Kinds::SURNAME) && !first.is(Kinds::COMMON);
        if both {
            return Some((Likely::Medium, BOTH));
        }
        // `Teddy SIMD`, and `Jean DUPONT`
        let is_acronym = last.word.is_upper() && last.word.text.len() < 5;
        let alike = !first.is_doubtful() && !last.is_doubtful() && !all_upper && !is_acronym;
        alike.then_some((Likely::Medium, GIVEN_ONLY))
    }

    /// Whether what follows makes it a firm, a place or a thing.
    fn is_of_a_thing(&self, text: &[u8], led: bool) -> bool {
        let makes = |part: &Part<'_>| part.is(Kinds::THING) || part.is(Kinds::NAMED);
        if !led && self.names().skip(1).any(|part| makes(part) && !part.is_known()) {
            return true;
        }
        let rest = text.get(self.end()..).unwrap_or_default();
        if FIRMS.iter().any(|form| rest.starts_with(form.as_bytes())) {
            return true;
        }
        let Some(next) = gap(text, self.end()).and_then(|at| word_at(text, at)) else {
            return false;
        };
        let known = kinds(&next);
        let joins = matches!(next.text, "and" | "und" | "et" | "e" | "y" | "en" | "i");
        if joins {
            // `Müller und Söhne`
            let then = gap(text, next.end).and_then(|at| word_at(text, at));
            return then.is_some_and(|word| {
                kinds(&word).has(Kinds::THING) && !word.is_capital() || is_kin(&word)
            });
        }
        let is_small_word = !next.is_capital() && (known.has(Kinds::COMMON) || next.text.len() < 4);
        known.has(Kinds::THING) && !is_small_word
    }
}

/// Whom firms are named after besides their founder.
fn is_kin(word: &Word<'_>) -> bool {
    let kin = [
        "sons",
        "söhne",
        "sohn",
        "partner",
        "partners",
        "fils",
        "frères",
        "figli",
        "fratelli",
        "asociados",
        "associados",
        "filhos",
        "hijos",
        "zonen",
        "syn",
        "synowie",
        "wspólnicy",
        "associates",
        "co",
        "company",
    ];
    kin.iter().any(|kin| kin.eq_ignore_ascii_case(word.text))
}

fn is_like_a_surname(part: &Part<'_>) -> bool {
    if part.is(Kinds::COMMON) && (part.is(Kinds::ALSO) || !part.is(Kinds::SURNAME)) {
        return false;
    }
    if part.is_known() {
        return true;
    }
    let Some(folded) = part.word.folded() else { return false };
    let plain = folded.as_bytes();
    let speaks = [Kinds::TITLE, Kinds::ROLE, Kinds::GREETING, Kinds::CLOSING];
    let is_short = plain.len() < 3 || part.word.is_upper() && plain.len() < 4;
    let is_word = speaks.into_iter().any(|kind| part.is(kind))
        || WORD_ENDINGS.iter().any(|ending| plain.ends_with(ending.as_bytes()));
    !is_short && !is_word
}

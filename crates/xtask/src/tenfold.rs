//! `cargo xtask bench-tenfold`: what ten times as many detectors cost. Nine more of each recommended detector are
//! made, alike in kind and none a copy, and the same texts are scanned with and without them, in turns.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use magpie_catalog::{Catalog, Detector, import_macie};
use magpie_corpus::{BenchKind, Random};
use toml::{Table, Value};

use crate::bench_peers::{
    Contender, Cost, Magpie, Record, Row, cost, is_date, median, warn_when_busy,
};
use crate::texts::Text;

const USAGE: &str = "\
cargo xtask bench-tenfold [options]

  --mib N               size of each text in MiB (64)
  --rounds N            rounds (5)
  --program PATH        this magpie instead of a release build
  --record YYYY-MM-DD   appends the rows to benches/record/YYYY-MM-DD.csv
";
/// The same detectors on every machine.
const SEED: u64 = 20_260_303;
/// Made of each recommended detector, and a few to take the places of those whose examples do not hold.
const MORE: u64 = 9;
const SPARE: u64 = 3;
/// Alterations of a detector that are tried until one is sound, and values of each until one passes its check.
const TRIES: u64 = 24;
const VALUES: u64 = 400;
/// Words that one has at most: the engine takes 65,535 of all detectors together.
const WORDS_MAX: usize = 8;
const TEXTS: [BenchKind; 3] = [BenchKind::Prose, BenchKind::JsonLog, BenchKind::Csv];

struct Options {
    mib: u64,
    rounds: usize,
    program: Option<PathBuf>,
    record: Option<String>,
}

impl Options {
    fn parse(words: &[&str]) -> Result<Self> {
        let mut options = Self { mib: 64, rounds: 5, program: None, record: None };
        for pair in words.chunks(2) {
            match *pair {
                ["--mib", mib] => options.mib = mib.parse::<u64>()?.max(1),
                ["--rounds", rounds] => options.rounds = rounds.parse::<usize>()?.max(1),
                ["--program", path] => options.program = Some(std::path::absolute(path)?),
                ["--record", date] if is_date(date) => options.record = Some(date.to_owned()),
                _ => bail!("{USAGE}"),
            }
        }
        Ok(options)
    }
}

pub(crate) fn bench_tenfold(words: &[&str]) -> Result<()> {
    let options = Options::parse(words)?;
    let magpie = Magpie::find(options.program)?;
    let folder = crate::root().join("target/tenfold");
    let (few, many) = make(&magpie, &folder)?;
    crate::say(&format!("{few} recommended detectors, and {many} more in {}", folder.display()))?;
    let mut record = Record::new(options.record.map(|date| (date.clone(), date)))?;
    warn_when_busy()?;
    let contenders = [magpie.contender()?, magpie.with_own(&folder)?];
    let empty = Text::line()?;
    let starts = in_turns(&contenders, &empty, options.rounds)?;
    tell(&mut record, "start", "", None, options.rounds, (&contenders, starts))?;
    for kind in TEXTS {
        let text = Text::make(kind, options.mib)?;
        let costs = in_turns(&contenders, &text.path, options.rounds)?;
        let bytes = Some(text.bytes);
        tell(&mut record, "tenfold", kind.as_str(), bytes, options.rounds, (&contenders, costs))?;
        let seconds = |cost: Cost| cost.cpu.as_secs_f64();
        let whole = seconds(costs[1]) / seconds(costs[0]);
        let scan = |at: usize| (seconds(costs[at]) - seconds(starts[at])).max(f64::EPSILON);
        crate::say(&format!(
            "{}: {whole:.2} times the processor time, {:.2} without the start",
            kind.as_str(),
            scan(1) / scan(0)
        ))?;
    }
    record.finish()
}

/// What each costs, the medians of so many rounds.
fn in_turns(contenders: &[Contender; 2], file: &Path, rounds: usize) -> Result<[Cost; 2]> {
    let mut costs = [Vec::new(), Vec::new()];
    for _ in 0..rounds {
        for (contender, costs) in contenders.iter().zip(&mut costs) {
            costs.push(cost(contender, file)?);
        }
    }
    Ok(costs.map(|costs| median(&costs)))
}

fn tell(
    record: &mut Record,
    measure: &str,
    text: &str,
    bytes: Option<u64>,
    rounds: usize,
    (contenders, costs): (&[Contender; 2], [Cost; 2]),
) -> Result<()> {
    for (contender, own) in contenders.iter().zip(costs) {
        record.row(Row {
            measure,
            text,
            program: &contender.name,
            version: &contender.version,
            bytes,
            rounds,
            cost: Some(own),
            magpie: Some(costs[0]),
            peak: None,
        })?;
    }
    Ok(())
}

/// Writes the detectors, of which all examples hold. Returns how many are recommended, and how many were made.
fn make(magpie: &Magpie, folder: &Path) -> Result<(usize, usize)> {
    let recommended = Catalog::builtin()?.select(&[])?.detectors;
    let kinds: Vec<&Detector> =
        recommended.iter().filter(|detector| !detector.patterns.is_empty()).collect();
    let wanted = recommended.len() * MORE as usize;
    if folder.exists() {
        std::fs::remove_dir_all(folder).context("removing the detectors of the last time")?;
    }
    std::fs::create_dir_all(folder).context("making the folder of detectors")?;
    let mut known = BTreeSet::new();
    let mut made = Vec::new();
    for round in 0..MORE + SPARE {
        for (at, kind) in kinds.iter().enumerate() {
            let mut random = Random::named(SEED + round, &kind.id);
            if let Some(text) = another(kind, &mut random, &mut known) {
                let path = folder.join(format!("t{round}_{at}.toml"));
                std::fs::write(&path, text)
                    .with_context(|| format!("writing {}", path.display()))?;
                made.push(path);
            }
        }
    }
    // One that another takes the value from, whose value an alteration has broken, or that nothing tells the
    // beginning of any more.
    let failing = failing(magpie, folder)?;
    let (failing, mut sound): (Vec<_>, Vec<_>) =
        made.into_iter().partition(|path| failing.contains(&path.display().to_string()));
    let surplus = sound.split_off(wanted.min(sound.len()));
    for path in failing.iter().chain(&surplus) {
        std::fs::remove_file(path).with_context(|| format!("removing {}", path.display()))?;
    }
    ensure!(sound.len() * 10 >= wanted * 9, "only {} of {wanted} could be made", sound.len());
    Ok((recommended.len(), sound.len()))
}

/// The files of which an example does not hold.
fn failing(magpie: &Magpie, folder: &Path) -> Result<BTreeSet<String>> {
    let output = Command::new(magpie.program())
        .args(["detectors", "check"])
        .arg(folder)
        .output()
        .context("checking the detectors")?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let file = |line: &str| match line.split_once(": pattern ") {
        Some((id, _)) => Some(folder.join(id).display().to_string() + ".toml"),
        None => line.split_once(".toml:").map(|(path, _)| path.to_owned() + ".toml"),
    };
    let lines = said.lines().filter(|line| !line.starts_with("advice: "));
    Ok(lines.filter_map(file).collect())
}

/// A detector alike in kind, with an example; `None` where none was found.
fn another(kind: &Detector, random: &mut Random, known: &mut BTreeSet<String>) -> Option<String> {
    for number in 0..TRIES {
        // A check may leave no room for other letters or lengths.
        let change = Change { letters: number % 4 < 2, lengths: number % 2 == 0 };
        let patterns = kind.patterns.iter();
        let regexes: Vec<String> =
            patterns.map(|pattern| altered(&pattern.regex, change, random)).collect();
        if regexes
            .iter()
            .zip(&kind.patterns)
            .any(|(new, old)| *new == old.regex || known.contains(new))
        {
            continue;
        }
        let Some(value) = value(&regexes[0], kind, random) else { continue };
        let text = file(kind, &regexes, &value, random);
        if Catalog::empty().add_file("own", "own.toml", &text).is_ok() {
            known.extend(regexes);
            return Some(text);
        }
    }
    None
}

/// A value of the pattern that passes the check of the first one.
fn value(regex: &str, kind: &Detector, random: &mut Random) -> Option<String> {
    let identifier = serde_json::json!({ "name": "own", "regex": regex }).to_string();
    let import = import_macie("own", &identifier).ok()?.into_iter().next()?.ok()?;
    let check = kind.patterns[0].check;
    let values = (0..VALUES).filter_map(|_| import.value(random.next()));
    let mut passing =
        values.filter(|value| check.is_none_or(|check| (check.passes)(value.as_bytes()).is_some()));
    passing.next()
}

/// What is altered beside classes.
#[derive(Clone, Copy)]
struct Change {
    letters: bool,
    lengths: bool,
}

/// The pattern with narrower classes, with other letters and digits, and here and there of another length.
fn altered(regex: &str, change: Change, random: &mut Random) -> String {
    let bytes = regex.as_bytes();
    let mut out = String::with_capacity(regex.len());
    let mut at = 0;
    while at < bytes.len() {
        let end = match bytes[at] {
            b'\\' if bytes.get(at + 1) == Some(&b'x') => at + 4,
            b'\\' => at + 2,
            b'[' => {
                let end = class_end(bytes, at).min(bytes.len());
                out.push_str(&narrowed(&regex[at..end], random));
                at = end;
                continue;
            }
            // Flags and names of groups.
            b'(' if bytes.get(at + 1) == Some(&b'?') => bytes[at..]
                .iter()
                .position(|byte| b":)>".contains(byte))
                .map_or(bytes.len(), |by| at + by + 1),
            b'#' if regex.starts_with("(?x)") => line_end(bytes, at),
            b'{' if change.lengths => {
                let end = bytes[at..]
                    .iter()
                    .position(|byte| *byte == b'}')
                    .map_or(bytes.len(), |by| at + by + 1);
                out.push_str(&length(&regex[at..end], random));
                at = end;
                continue;
            }
            b'{' => bytes[at..]
                .iter()
                .position(|byte| *byte == b'}')
                .map_or(bytes.len(), |by| at + by + 1),
            byte => {
                let other = if change.letters { other(byte, random) } else { byte };
                out.push(char::from(other));
                at += 1;
                continue;
            }
        };
        let end = end.min(bytes.len());
        out.push_str(&regex[at..end]);
        at = end;
    }
    out
}

/// The class without one or two of its first or last digits or letters, now and then.
fn narrowed(class: &str, random: &mut Random) -> String {
    let mut class = class.to_owned();
    for (first, last) in [(b'0', b'9'), (b'A', b'Z'), (b'a', b'z')] {
        let range = |first: u8, last: u8| format!("{}-{}", char::from(first), char::from(last));
        let (more, less) = (random.below(3) as u8, random.below(3) as u8);
        class = class.replace(&range(first, last), &range(first + more, last - less));
    }
    class
}

fn class_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from + 1;
    if bytes.get(at) == Some(&b'^') {
        at += 1;
    }
    // The first may be a bracket itself.
    at += 1;
    while at < bytes.len() && bytes[at] != b']' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at + 1
}

fn line_end(bytes: &[u8], from: usize) -> usize {
    bytes[from..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |by| from + by)
}

/// A letter or digit of the same kind, most of the time another one.
fn other(byte: u8, random: &mut Random) -> u8 {
    let within = |first: u8, count: u32, random: &mut Random| first + random.below(count) as u8;
    match byte {
        b'A'..=b'Z' => within(b'A', 26, random),
        b'a'..=b'z' => within(b'a', 26, random),
        b'0'..=b'9' => within(b'0', 10, random),
        other => other,
    }
}

/// How often something is repeated, one or two times more or less now and then.
fn length(repeated: &str, random: &mut Random) -> String {
    let by = if random.below(3) == 0 { random.between(0, 3) as i64 - 1 } else { 0 };
    let numbers = repeated.trim_matches(['{', '}']).split(',');
    let numbers = numbers.map(|number| match number.trim().parse::<i64>() {
        Ok(number) if number > 1 => (number + by).max(1).to_string(),
        _ => number.to_owned(),
    });
    format!("{{{}}}", numbers.collect::<Vec<String>>().join(","))
}

/// The detector file: what the other asks and says, but for its patterns and words.
fn file(kind: &Detector, regexes: &[String], value: &str, random: &mut Random) -> String {
    let words = kind.context.keywords.iter().take(WORDS_MAX);
    let words: Vec<String> = words.map(|word| renamed(word, random)).collect();
    let list = |words: &[String]| Value::Array(words.iter().cloned().map(Value::String).collect());
    let text = |text: &str| Value::String(text.to_owned());
    let mut patterns = Vec::new();
    for (pattern, regex) in kind.patterns.iter().zip(regexes) {
        let mut table = Table::new();
        table.insert("regex".into(), text(regex));
        table.insert("base".into(), text(pattern.base.as_str()));
        table.insert("form_alone".into(), text("it is made for a measurement"));
        table.extend(pattern.check.map(|check| ("check".into(), text(check.name))));
        patterns.push(Value::Table(table));
    }
    let mut file = Table::new();
    file.insert("name".into(), text(&kind.name));
    file.insert("description".into(), text(&kind.description));
    file.insert("category".into(), text(kind.category.as_str()));
    let low = Table::from_iter([("1".to_owned(), text("low"))]);
    file.insert("severity".into(), Value::Table(low));
    file.insert("references".into(), list(&["https://example.org/".to_owned()]));
    file.insert("mask".into(), text("all"));
    file.insert("pattern".into(), Value::Array(patterns));
    let before = words.first().map_or(String::new(), |word| format!("{word} "));
    if !words.is_empty() {
        let mut context = Table::new();
        context.insert("keywords".into(), list(&words));
        context.insert("required".into(), Value::Boolean(kind.context.required));
        context.insert("before".into(), Value::Boolean(kind.context.before));
        let characters = i64::try_from(kind.context.characters).unwrap_or(30);
        context.insert("characters".into(), Value::Integer(characters));
        file.insert("context".into(), Value::Table(context));
    }
    let mut example = Table::new();
    example.insert("text".into(), text(&format!("{before}{value}")));
    example.insert("span".into(), text(value));
    let mut examples = Table::new();
    examples.insert("match".into(), Value::Array(vec![Value::Table(example)]));
    let misses = [value.to_owned(), "unknown".into(), "n/a".into(), "-".into()];
    let misses = if kind.context.required { &misses[..] } else { &misses[1..] };
    examples.insert("reject".into(), list(misses));
    file.insert("examples".into(), Value::Table(examples));
    file.to_string()
}

/// A word of other letters, as long.
fn renamed(word: &str, random: &mut Random) -> String {
    let other = |c: char| match c {
        'a'..='z' => char::from(other(b'a', random)),
        c => c,
    };
    word.chars().map(other).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_altered_in_letters_digits_and_lengths_alone() {
        let regex = r"(?x) \b AB \x20 (?:12|c{2,4}) [A-Z\]1]{3} \. (?P<n>x) \b # Word";
        let mut random = Random::new(SEED);
        let shape = |text: &str| -> String {
            let kind = |c: char| match c {
                'a'..='z' => 'a',
                'A'..='Z' => 'A',
                '0'..='9' => '0',
                c => c,
            };
            text.chars().map(kind).collect()
        };
        let mut all = BTreeSet::new();
        for _ in 0..20 {
            let new = altered(regex, Change { letters: true, lengths: true }, &mut random);
            assert_eq!(shape(&new), shape(regex), "{new}");
            for kept in [r"(?x) \b ", r" \x20 (?:", r"\]1]{", r" \. (?P<n>", r") \b # Word"] {
                assert!(new.contains(kept), "{new}");
            }
            all.insert(new);
        }
        assert!(all.len() > 15);
    }

    #[test]
    fn others_of_a_kind_are_sound_and_none_is_a_copy() {
        let catalog = Catalog::builtin().unwrap();
        let mut known = BTreeSet::new();
        for id in ["us/ssn", "global/payment_card", "de/idnr", "secret/aws_access_key_id"] {
            let Some(kind) = catalog.find(id) else { panic!("{id} is gone") };
            let mut random = Random::new(SEED);
            let made = (0..4).filter_map(|_| another(kind, &mut random, &mut known)).count();
            assert!(made > 1, "{id}: {made}");
        }
        let own: BTreeSet<&str> =
            catalog.detectors.iter().flat_map(|d| &d.patterns).map(|p| p.regex.as_str()).collect();
        assert!(known.iter().all(|regex| !own.contains(regex.as_str())));
    }
}

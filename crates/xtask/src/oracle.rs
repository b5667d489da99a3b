//! `cargo xtask oracle`: the checks beside python-stdnum, over random, valid and near-miss values.
//!
//! `crates/checks/tests/oracle.toml` says which check is which module, and explains where the two
//! differ on purpose; a difference without an explanation is a failure. What was counted is written to
//! `crates/checks/tests/oracle.csv`.

use std::fmt::Write as _;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use magpie_checks::Check;
use serde::Deserialize;

use crate::{root, say};

const VERSION: &str = "2.2";
/// Values of each kind, random, valid and near misses.
const VALUES: usize = 10_000;
/// Differing values that are shown of a check.
const SHOWN_MAX: usize = 4;
const SCRIPT: &str = include_str!("oracle.py");
const HEADING: &str = "check,module,random,valid,near_misses,both_accept,only_ours,only_theirs";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    number: Vec<Number>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Number {
    check: String,
    module: String,
    /// Why we reject what python-stdnum accepts.
    stricter: Option<String>,
    /// Why we accept what python-stdnum rejects.
    wider: Option<String>,
}

/// Compares every check that the table names.
pub(crate) fn oracle() -> Result<()> {
    let folder = root().join("crates/checks/tests");
    let table = std::fs::read_to_string(folder.join("oracle.toml"))
        .context("reading crates/checks/tests/oracle.toml")?;
    let table: Table = toml::from_str(&table).context("crates/checks/tests/oracle.toml")?;
    let python = python()?;
    let mut record = format!("# python-stdnum {VERSION}\n{HEADING}\n");
    let mut unexplained = Vec::new();
    for number in &table.number {
        let check = magpie_checks::find(&number.check)
            .with_context(|| format!("oracle.toml: there is no check {}", number.check))?;
        let compared = compare(check, number, &folder, &python)
            .with_context(|| format!("{} beside {}", number.check, number.module))?;
        record.push_str(&compared.row(number));
        for (count, explained, what) in [
            (compared.only_theirs.len(), &number.stricter, "stricter"),
            (compared.only_ours.len(), &number.wider, "wider"),
        ] {
            if count > 0 {
                let because = explained.as_deref().unwrap_or("not explained");
                say(&format!("{}; {because}", compared.shown(number, what)))?;
            }
            if count > 0 && explained.is_none() {
                unexplained.push(format!("{}: {what}", number.check));
            } else if count == 0 && explained.is_some() {
                say(&format!("{}: `{what}` explains nothing any more", number.check))?;
            }
        }
    }
    std::fs::write(folder.join("oracle.csv"), record).context("writing oracle.csv")?;
    say(&format!("compared {} checks, wrote crates/checks/tests/oracle.csv", table.number.len()))?;
    if !unexplained.is_empty() {
        bail!("not explained in oracle.toml: {}", unexplained.join(", "));
    }
    Ok(())
}

/// The interpreter of a virtual environment with the package, made once.
fn python() -> Result<PathBuf> {
    let folder = root().join(format!("target/oracle/stdnum-{VERSION}"));
    let python = folder.join("bin/python");
    if folder.join("ready").exists() {
        return Ok(python);
    }
    say("installing python-stdnum under target/oracle")?;
    succeed(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    let package = format!("python-stdnum=={VERSION}");
    succeed(Command::new(&python).args(["-m", "pip", "install", "--quiet", &package]))?;
    std::fs::write(folder.join("ready"), "").context("marking the environment")?;
    Ok(python)
}

fn succeed(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("starting {command:?}"))?;
    if status.success() { Ok(()) } else { bail!("{command:?} failed") }
}

struct Compared {
    random: usize,
    valid: usize,
    near_misses: usize,
    both: usize,
    only_ours: Vec<String>,
    only_theirs: Vec<String>,
}

impl Compared {
    fn row(&self, number: &Number) -> String {
        let mut row = String::new();
        let _ = writeln!(
            row,
            "{},{},{},{},{},{},{},{}",
            number.check,
            number.module,
            self.random,
            self.valid,
            self.near_misses,
            self.both,
            self.only_ours.len(),
            self.only_theirs.len()
        );
        row
    }

    /// Computed values, so that nothing of anybody is shown.
    fn shown(&self, number: &Number, what: &str) -> String {
        let (values, said) = match what {
            "stricter" => (&self.only_theirs, "only python-stdnum accepts"),
            _ => (&self.only_ours, "only we accept"),
        };
        let examples: Vec<&str> = values.iter().take(SHOWN_MAX).map(String::as_str).collect();
        format!("{}: {said} {} values, such as {}", number.check, values.len(), examples.join(", "))
    }
}

fn compare(check: &Check, number: &Number, folder: &Path, python: &Path) -> Result<Compared> {
    let forms = forms(&folder.join("vectors").join(format!("{}.txt", check.name)))?;
    let mut dice = Dice(
        check
            .name
            .bytes()
            .fold(1u64, |seed, byte| seed.wrapping_mul(31).wrapping_add(u64::from(byte))),
    );
    let mut values: Vec<String> = (0..VALUES).map(|_| random(&forms, &mut dice)).collect();
    let valid: Vec<String> =
        (0..VALUES * 4).filter_map(|_| valid(check, &forms, &mut dice)).take(VALUES).collect();
    let near: Vec<String> =
        valid.iter().cycle().take(VALUES).map(|value| near_miss(value, &mut dice)).collect();
    let (random, valid, near_misses) = (values.len(), valid, near.len());
    let valid_count = valid.len();
    values.extend(valid);
    values.extend(near);
    let theirs = verdicts(python, &number.module, check.name, &values)?;
    let mut compared = Compared {
        random,
        valid: valid_count,
        near_misses,
        both: 0,
        only_ours: Vec::new(),
        only_theirs: Vec::new(),
    };
    for (value, theirs) in values.into_iter().zip(theirs) {
        match ((check.passes)(value.as_bytes()).is_some(), theirs) {
            (true, true) => compared.both += 1,
            (true, false) => compared.only_ours.push(value),
            (false, true) => compared.only_theirs.push(value),
            (false, false) => {}
        }
    }
    Ok(compared)
}

/// Values that the file of vectors calls valid, as the forms that new ones take.
fn forms(path: &Path) -> Result<Vec<String>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let forms: Vec<String> = text
        .lines()
        .filter_map(|line| line.strip_suffix("\tvalid"))
        .filter(|value| !value.contains("\\n"))
        .map(str::to_owned)
        .collect();
    if forms.is_empty() { bail!("{} has no valid value", path.display()) } else { Ok(forms) }
}

/// What python-stdnum says of each value.
fn verdicts(python: &Path, module: &str, name: &str, values: &[String]) -> Result<Vec<bool>> {
    let path = root().join(format!("target/oracle/{name}.txt"));
    std::fs::write(&path, values.join("\n") + "\n").context("writing the values")?;
    let output = Command::new(python)
        .args(["-c", SCRIPT, module])
        .stdin(File::open(&path).context("reading the values")?)
        .stderr(Stdio::inherit())
        .output()
        .context("starting Python")?;
    let verdicts: Vec<bool> = output.stdout.iter().map(|byte| *byte == b'1').collect();
    if !output.status.success() || verdicts.len() != values.len() {
        bail!("python-stdnum gave {} verdicts on {} values", verdicts.len(), values.len());
    }
    Ok(verdicts)
}

/// Steele, Lea and Flood's generator: the same values on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound.max(1) as u64) as usize
    }

    fn like(&mut self, character: char) -> char {
        let from = |alphabet: &[u8], at: usize| char::from(alphabet[at % alphabet.len()]);
        match character {
            '0'..='9' => from(b"0123456789", self.below(10)),
            'A'..='Z' => from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", self.below(26)),
            'a'..='z' => from(b"abcdefghijklmnopqrstuvwxyz", self.below(26)),
            other => other,
        }
    }
}

/// A form with every digit and one letter in four thrown again.
fn random(forms: &[String], dice: &mut Dice) -> String {
    let form = &forms[dice.below(forms.len())];
    form.chars()
        .map(|c| if c.is_ascii_digit() || dice.below(4) == 0 { dice.like(c) } else { c })
        .collect()
}

/// A valid value with a few places thrown again and one or two others turned until the check passes;
/// `None` when no turn helps.
fn valid(check: &Check, forms: &[String], dice: &mut Dice) -> Option<String> {
    let mut value: Vec<char> = forms[dice.below(forms.len())].chars().collect();
    for _ in 0..=dice.below(5) {
        let at = dice.below(value.len());
        value[at] = dice.like(value[at]);
    }
    let digits: Vec<usize> =
        (0..value.len()).rev().filter(|&at| value[at].is_ascii_digit()).collect();
    let letters = (0..value.len()).rev().filter(|&at| value[at].is_ascii_alphabetic()).take(1);
    let mut turned: Vec<usize> = digits.iter().copied().take(2).collect();
    turned.extend(letters);
    let passes = |value: &[char]| {
        let value: String = value.iter().collect();
        (check.passes)(value.as_bytes()).is_some().then_some(value)
    };
    for _ in 0..120 {
        if let Some(value) = passes(&value) {
            return Some(value);
        }
        let at = *turned.get(dice.below(turned.len()))?;
        value[at] = dice.like(value[at]);
    }
    None
}

/// A value with one letter or digit wrong, or two neighbours of them swapped. Separators stay where
/// they are: python-stdnum takes them out wherever they stand.
fn near_miss(value: &str, dice: &mut Dice) -> String {
    let mut characters: Vec<char> = value.chars().collect();
    let plain: Vec<usize> =
        (0..characters.len()).filter(|&at| characters[at].is_ascii_alphanumeric()).collect();
    let Some(&at) = plain.get(dice.below(plain.len())) else { return value.to_owned() };
    if dice.below(3) == 0 && at > 0 && plain.contains(&(at - 1)) {
        characters.swap(at - 1, at);
    } else {
        characters[at] = dice.like(characters[at]);
    }
    characters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_checks_with_vectors_once_and_in_order() {
        let folder = root().join("crates/checks/tests");
        let table = std::fs::read_to_string(folder.join("oracle.toml")).unwrap();
        let table: Table = toml::from_str(&table).unwrap();
        for number in &table.number {
            assert!(magpie_checks::find(&number.check).is_some(), "{}", number.check);
            assert!(
                !forms(&folder.join(format!("vectors/{}.txt", number.check))).unwrap().is_empty()
            );
        }
        assert!(table.number.windows(2).all(|pair| pair[0].check < pair[1].check));
    }

    #[test]
    fn thrown_values_keep_their_form() {
        let mut dice = Dice(7);
        let value = random(&["12-AB".to_owned()], &mut dice);
        assert!(value.len() == 5 && value.as_bytes()[2] == b'-', "{value}");
        assert_ne!(random(&["123456789".to_owned()], &mut dice), "123456789");
    }
}

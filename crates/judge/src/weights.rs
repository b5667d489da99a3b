//! The numbers of the risk formula: `weights.toml`, or a file of the user's laid over it.
//!
//! The shape is that of NIST SP 800-30 (likelihood × impact); the numbers are Magpie's own.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use magpie_model::EncryptionClass;
use sha2::{Digest, Sha256};

use crate::{Audience, Guard, Logging, Recovery, RiskLevel, Tier};

/// Macie's names for what PCI DSS 3.3.1 forbids to store after authorisation.
pub(crate) const AUTHENTICATION_DATA: [&str; 2] =
    ["CREDIT_CARD_MAGNETIC_STRIPE", "CREDIT_CARD_SECURITY_CODE"];

/// Version of the formula and of the tables' names; stands in each run and each risk vector.
const VERSION: u32 = 1;
const BUILTIN: &str = include_str!("weights.toml");

/// Every number of the formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights {
    tables: Tables,
    volumes: Vec<(u64, u32)>,
    digest: String,
    builtin: bool,
}

type Tables = BTreeMap<String, BTreeMap<String, u32>>;

/// Why a file of weights cannot be used; the message names the place and the mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeightsError(String);

impl fmt::Display for WeightsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WeightsError {}

fn error<T>(message: String) -> Result<T, WeightsError> {
    Err(WeightsError(message))
}

/// The tables whose numbers may not fall in this order: else more exposure, weaker protection or
/// more data would lower a score.
fn orders() -> Vec<(&'static str, Vec<&'static str>)> {
    use EncryptionClass as E;
    let encryption = [
        E::SseKmsCmk,
        E::SseKms,
        E::SseKmsAws,
        E::SseC,
        E::SseS3,
        E::Unknown,
        E::KeyUnusable,
        E::MixedUnencrypted,
        E::None,
    ];
    let guarded = || vec!["unknown", "off"];
    vec![
        ("audience", Audience::ORDER.map(Audience::as_str).to_vec()),
        ("audience", [Audience::Account, Audience::Unknown].map(Audience::as_str).to_vec()),
        ("combination", vec!["categories", "identity"]),
        ("encryption", encryption.map(E::as_str).to_vec()),
        ("encryption", vec!["dsse-kms", "sse-kms"]),
        ("encryption", vec!["client-side", "sse-kms"]),
        ("encryption", vec!["sse-kms-cmk", "mixed", "mixed-unencrypted"]),
        ("logging", vec!["data", "access", "unknown", "none"]),
        ("ownership", guarded()),
        ("recovery", vec!["lock", "on", "unknown", "off"]),
        ("retention", guarded()),
        ("tier", Tier::ALL.map(Tier::as_str).to_vec()),
        ("tls", guarded()),
    ]
}

impl Weights {
    /// Greatest length of a file of the user's.
    pub const FILE_BYTES_MAX: usize = 64 << 10;

    /// The numbers that Magpie comes with.
    pub fn builtin() -> &'static Self {
        static WEIGHTS: OnceLock<Weights> = OnceLock::new();
        WEIGHTS.get_or_init(|| {
            let tables = tables(BUILTIN).expect("a test reads this file");
            Self::of(tables, true).expect("a test reads this file")
        })
    }

    /// Lays a file of the user's over the built-in numbers.
    ///
    /// # Errors
    /// When it is not TOML, of another version, names what is not there, or holds numbers by which
    /// more exposure or less protection would lower a score.
    pub fn laid_over(text: &str) -> Result<Self, WeightsError> {
        if text.len() > Self::FILE_BYTES_MAX {
            return error(format!("is longer than {} bytes", Self::FILE_BYTES_MAX));
        }
        let mut all = Self::builtin().tables.clone();
        for (name, table) in tables(text)? {
            let Some(known) = all.get_mut(&name) else {
                let names: Vec<&str> = all.keys().map(String::as_str).collect();
                return error(format!("[{name}] is no table; the tables are {}", names.join(", ")));
            };
            for (key, number) in table {
                if name != "volume" && !known.contains_key(&key) {
                    let keys: Vec<&str> = known.keys().map(String::as_str).collect();
                    return error(format!("[{name}] has no {key:?}; it has {}", keys.join(", ")));
                }
                known.insert(key, number);
            }
        }
        Self::of(all, false)
    }

    fn of(tables: Tables, builtin: bool) -> Result<Self, WeightsError> {
        let volumes = volumes(&tables)?;
        for (name, keys) in orders() {
            check_order(&tables, name, &keys)?;
        }
        let digest = digest(&tables);
        let weights = Self { tables, volumes, digest, builtin };
        weights.check_sums()?;
        Ok(weights)
    }

    /// The most likely is 100, and levels can be reached.
    fn check_sums(&self) -> Result<(), WeightsError> {
        let most = |name: &str| {
            self.tables.get(name).into_iter().flat_map(BTreeMap::values).max().copied().unwrap_or(0)
        };
        let gaps = ["encryption", "logging", "ownership", "recovery", "retention", "tls"];
        let gaps: u32 = gaps.into_iter().map(most).sum();
        let base = self.likelihood_base();
        let sum = base + most("audience") + gaps;
        if sum > 100 {
            return error(format!(
                "likelihood can be {sum}: base {base}, the greatest audience {} and the greatest gaps {gaps} may come to 100 together; lower some",
                most("audience")
            ));
        }
        let [inside, cap] = [self.audience(Audience::Account), self.barrier_cap()];
        if cap < inside {
            return error(format!(
                "[likelihood] barrier {cap} is less than [audience] account {inside}: behind the barrier outsiders would count less than the account itself"
            ));
        }
        self.check_levels()
    }

    /// Every level has scores of its own; else one could never be reached.
    fn check_levels(&self) -> Result<(), WeightsError> {
        for pair in ["low", "medium", "high", "critical"].windows(2) {
            let [lower, higher] = [pair[0], pair[1]].map(|level| self.get("level", level));
            if lower >= higher {
                return error(format!(
                    "[level] {} = {lower} is not less than {} = {higher}: no score would be {}; raise one or lower the other",
                    pair[0], pair[1], pair[0]
                ));
            }
        }
        if self.get("level", "low") == 0 {
            return error("[level] low is 0: a score of 0 means that nothing was found".to_owned());
        }
        Ok(())
    }

    fn get(&self, table: &str, key: &str) -> u32 {
        // A test asks for every key; what is not there counts most.
        self.tables.get(table).and_then(|table| table.get(key)).copied().unwrap_or(100)
    }

    /// Version of the formula.
    pub fn version(&self) -> u32 {
        VERSION
    }

    /// SHA-256 of all numbers by name, however the file is written.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Whether these are the numbers that Magpie comes with.
    pub fn is_builtin(&self) -> bool {
        self.builtin || self.digest == Self::builtin().digest
    }

    /// What stands first in vectors: numbers of one's own are told by their digest.
    pub(crate) fn mark(&self) -> String {
        let hex = self.digest.rsplit(':').next().unwrap_or_default();
        if self.is_builtin() { format!("R{VERSION}") } else { format!("R{VERSION}~{}", &hex[..8]) }
    }

    /// What likelihood starts from: no data is ever out of reach.
    pub fn likelihood_base(&self) -> u32 {
        self.get("likelihood", "base")
    }

    /// What KMS leaves of the exposure to anybody outside the account: listing and metadata.
    pub fn barrier_cap(&self) -> u32 {
        self.get("likelihood", "barrier")
    }

    /// More than one category of data in a bucket.
    pub fn combination_categories(&self) -> u32 {
        self.get("combination", "categories")
    }

    /// Something that names a person, in the same object with data of tier high or restricted.
    pub fn combination_identity(&self) -> u32 {
        self.get("combination", "identity")
    }

    /// Lowest score of a level.
    pub fn lowest_score(&self, level: RiskLevel) -> u32 {
        match level {
            RiskLevel::None | RiskLevel::Inconclusive => 0,
            level => self.get("level", level.as_str()),
        }
    }

    /// The level of a score from 0 to 100.
    pub fn level(&self, score: u32) -> RiskLevel {
        let levels = [RiskLevel::Critical, RiskLevel::High, RiskLevel::Medium, RiskLevel::Low];
        let reached = levels.into_iter().find(|level| score >= self.lowest_score(*level));
        reached.unwrap_or(RiskLevel::None)
    }

    /// Impact of the most sensitive type of data.
    pub fn tier(&self, tier: Tier) -> u32 {
        self.get("tier", tier.as_str())
    }

    /// Impact of the number of people.
    pub fn volume(&self, subjects: u64) -> u32 {
        let reached = self.volumes.iter().rev().find(|(from, _)| subjects >= *from);
        reached.map_or(0, |(_, points)| *points)
    }

    /// Likelihood by who can reach the data.
    pub fn audience(&self, audience: Audience) -> u32 {
        self.get("audience", audience.as_str())
    }

    /// Likelihood by encryption at rest of the sensitive objects. `Mixed` is scored by its weakest
    /// member before it comes here.
    pub fn encryption(&self, class: EncryptionClass) -> u32 {
        self.get("encryption", class.as_str())
    }

    /// Likelihood where requests without TLS are not refused.
    pub fn tls(&self, guard: Guard) -> u32 {
        self.guarded("tls", guard)
    }

    /// Likelihood by what is written down about access to objects.
    pub fn logging(&self, logging: Logging) -> u32 {
        self.get("logging", logging.as_str())
    }

    /// Likelihood by how a lost or overwritten object comes back.
    pub fn recovery(&self, recovery: Recovery) -> u32 {
        self.get("recovery", recovery.as_str())
    }

    /// Likelihood where nothing ever expires.
    pub fn retention(&self, guard: Guard) -> u32 {
        self.guarded("retention", guard)
    }

    /// Likelihood where ACLs can still grant access.
    pub fn ownership(&self, guard: Guard) -> u32 {
        self.guarded("ownership", guard)
    }

    fn guarded(&self, table: &str, guard: Guard) -> u32 {
        match guard {
            Guard::On => 0,
            Guard::Unknown => self.get(table, "unknown"),
            Guard::Off => self.get(table, "off"),
        }
    }
}

/// What is wrong with a TOML text, and in which line, without repeating what stands there: a file that
/// was named by mistake may hold anything.
#[must_use]
pub fn toml_fault(error: &toml::de::Error, text: &str) -> String {
    let message = error.message();
    let expected = message.rfind(", expected").unwrap_or(message.len());
    let quote = message[..expected].find(['"', '`']).unwrap_or(expected);
    let said = [message[..quote].trim_end(), &message[expected..]].concat();
    let Some(before) = error.span().and_then(|span| text.get(..span.start)) else { return said };
    let line = before.matches('\n').count();
    let key =
        text.lines().nth(line).and_then(|line| line.split_once('=')).map(|pair| pair.0.trim());
    match key.filter(|key| is_plain_name(key)) {
        Some(key) => format!("line {}: {key}: {said}", line + 1),
        None => format!("line {}: {said}", line + 1),
    }
}

/// Whether a name is made of what our names are made of, and may be repeated.
#[must_use]
pub fn is_plain_name(name: &str) -> bool {
    let is_of_names = |byte: u8| byte.is_ascii_lowercase() || byte == b'-' || byte == b'_';
    !name.is_empty() && name.len() <= 40 && name.bytes().all(is_of_names)
}

/// The tables of a file.
fn tables(text: &str) -> Result<Tables, WeightsError> {
    let read: toml::Table =
        text.parse().map_err(|told: toml::de::Error| WeightsError(toml_fault(&told, text)))?;
    let mut tables = Tables::new();
    match read.get("version").and_then(toml::Value::as_integer) {
        Some(version) if version == i64::from(VERSION) => {}
        _ => return error(format!("does not say version = {VERSION}, which this Magpie reads")),
    }
    for (name, value) in read.into_iter().filter(|(name, _)| name != "version") {
        let Some(table) = value.as_table() else {
            return error(format!("{name:?} is no table; write [{name}] and its numbers below it"));
        };
        let mut numbers = BTreeMap::new();
        for (key, value) in table {
            let number = value.as_integer().and_then(|number| u32::try_from(number).ok());
            match number.filter(|number| *number <= 100) {
                Some(number) => numbers.insert(key.clone(), number),
                None => {
                    return error(format!(
                        "[{name}] {key} = {value}: not a whole number from 0 to 100"
                    ));
                }
            };
        }
        tables.insert(name, numbers);
    }
    Ok(tables)
}

/// The numbers of people, rising, with points that do not fall.
fn volumes(tables: &Tables) -> Result<Vec<(u64, u32)>, WeightsError> {
    let mut volumes = Vec::new();
    for (from, points) in tables.get("volume").into_iter().flatten() {
        let Ok(number) = from.parse::<u64>() else {
            return error(format!("[volume] {from:?} is not a number of people"));
        };
        volumes.push((number, *points));
    }
    volumes.sort_unstable();
    let falls = volumes.windows(2).find(|pair| pair[0].1 > pair[1].1);
    match falls {
        Some(pair) => error(format!(
            "[volume] falls from {} for {} people to {} for {}: more data would lower the score",
            pair[0].1, pair[0].0, pair[1].1, pair[1].0
        )),
        None => Ok(volumes),
    }
}

fn check_order(tables: &Tables, name: &str, keys: &[&str]) -> Result<(), WeightsError> {
    let number = |key: &str| tables.get(name).and_then(|table| table.get(key)).copied();
    for pair in keys.windows(2) {
        if number(pair[0]) > number(pair[1]) {
            let [less, more] = [pair[0], pair[1]].map(|key| number(key).unwrap_or_default());
            return error(format!(
                "[{name}] {} = {less} is more than {} = {more}: the score would fall where the risk rises",
                pair[0], pair[1]
            ));
        }
    }
    Ok(())
}

fn digest(tables: &Tables) -> String {
    let mut hash = Sha256::new();
    for (name, table) in tables {
        for (key, number) in table {
            hash.update(format!("{name}.{key}={number}\n"));
        }
    }
    let hex: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn volumes_change_at_macies_bands() {
        let weights = Weights::builtin();
        let points = [0, 1, 2, 99, 100, 9_999, 10_000].map(|people| weights.volume(people));
        assert_eq!(points, [0, 1, 3, 3, 6, 6, 8]);
        assert_eq!(weights.volume(u64::MAX), 10);
    }

    #[test]
    fn likelihood_reaches_100_and_no_more() {
        let w = Weights::builtin();
        let worst = w.likelihood_base()
            + w.audience(Audience::PublicWrite)
            + w.encryption(EncryptionClass::None)
            + w.tls(Guard::Off)
            + w.logging(Logging::None)
            + w.recovery(Recovery::Off)
            + w.retention(Guard::Off)
            + w.ownership(Guard::Off);
        assert_eq!(worst, 100);
    }

    #[test]
    fn every_level_has_its_number() {
        let w = Weights::builtin();
        let mut asked: Vec<u32> = Tier::ALL.map(|tier| w.tier(tier)).to_vec();
        asked.extend(Audience::ORDER.map(|audience| w.audience(audience)));
        asked.push(w.audience(Audience::Unknown));
        asked.extend(EncryptionClass::ALL.map(|class| w.encryption(class)));
        asked.extend(RiskLevel::ALL.map(|level| w.lowest_score(level)));
        asked.extend([w.barrier_cap(), w.combination_categories(), w.combination_identity()]);
        assert!(asked.iter().all(|number| *number < 100), "{asked:?}");
    }

    #[test]
    fn a_file_of_ones_own_changes_what_it_names_and_the_digest() {
        let w =
            Weights::laid_over("version = 1\n[audience]\norg = 18\n[volume]\n500 = 7\n").unwrap();
        assert_eq!((w.audience(Audience::Organisation), w.volume(500)), (18, 7));
        assert_eq!(w.audience(Audience::PublicRead), 50);
        assert!(!w.is_builtin() && w.digest() != Weights::builtin().digest());
        assert!(w.mark().starts_with("R1~"));
        let same = Weights::laid_over("version = 1\n# nothing\n[tls]\noff = 4").unwrap();
        assert!(same.is_builtin());
    }

    #[test]
    fn what_is_wrong_in_a_file_is_told_with_its_place() {
        let told = |text: &str| Weights::laid_over(text).unwrap_err().to_string();
        for (text, part) in [
            ("", "does not say version = 1"),
            ("version = 2", "does not say version = 1"),
            ("version = 1\n[tier\n", "line 2"),
            ("version = 1\n[tears]\nlow = 1", "[tears] is no table; the tables are audience, "),
            ("version = 1\n[tier]\nlo = 1", "[tier] has no \"lo\"; it has high, low, "),
            ("version = 1\n[tier]\nlow = -1", "[tier] low = -1: not a whole number from 0 to 100"),
            ("version = 1\ntier = 3", "\"tier\" is no table"),
            ("version = 1\n[tier]\nlow = 80", "[tier] low = 80 is more than moderate = 40"),
            ("version = 1\n[volume]\n50 = 9", "[volume] falls from 9 for 50 people to 6 for 100"),
            ("version = 1\n[volume]\nmany = 9", "is not a number of people"),
            ("version = 1\n[likelihood]\nbase = 21", "likelihood can be 101"),
            ("version = 1\n[likelihood]\nbarrier = 7", "barrier 7 is less than"),
            ("version = 1\n[level]\nlow = 0", "[level] low is 0"),
            ("version = 1\n[level]\nmedium = 55", "[level] medium = 55 is not less than high = 55"),
            ("version = 1\n[level]\nhigh = 80", "[level] high = 80 is not less than critical = 75"),
            ("version = 1\n[audience]\nunknown = 7", "account = 8 is more than unknown = 7"),
        ] {
            assert!(told(text).contains(part), "{text:?}: {}", told(text));
        }
    }
}

//! Values that several detectors claim on the same grounds: nine digits under "passport number" may be
//! a passport of many countries. One value is one finding, so the whole part tells who gets it.

use std::collections::{BTreeMap, HashMap};

use magpie_catalog::Detector;

use crate::gather::{Gathered, Keep};

/// Detectors that share one claim; of more, those of the most populous countries.
pub(crate) const CLAIMANTS_MAX: usize = 8;

/// Sets of claimants told apart in one part. Beyond it the first claimant gets the value at once.
const GROUPS_MAX: usize = 256;

/// Countries by their population, the largest first: where nothing else tells, the most people hold
/// such a number there (United Nations, World Population Prospects 2024).
const POPULOUS: [&str; 46] = [
    "IN", "CN", "US", "ID", "PK", "NG", "BR", "BD", "RU", "MX", "JP", "PH", "EG", "VN", "TR", "DE",
    "TH", "GB", "FR", "ZA", "IT", "KR", "ES", "AR", "CA", "UA", "PL", "MA", "MY", "SA", "PE", "AU",
    "RO", "NL", "BE", "CZ", "SE", "GR", "PT", "HU", "AT", "CH", "IL", "BG", "DK", "FI",
];

/// Place in the order by population; a detector without a country comes first, for its form is not
/// one of many national ones.
pub(crate) fn prior(detector: &Detector) -> usize {
    let rank = |country: &String| {
        POPULOUS.iter().position(|known| known == country).unwrap_or(POPULOUS.len())
    };
    detector.countries.iter().map(rank).min().map_or(0, |rank| rank + 1)
}

/// The values of one part that wait for the part's end, by who claims them.
pub(crate) struct Tied<E> {
    groups: HashMap<Vec<usize>, Vec<Gathered<E>>>,
}

impl<E: Copy + Eq> Tied<E> {
    pub(crate) fn new() -> Self {
        Self { groups: HashMap::new() }
    }

    /// What was gathered for each of the claimants, in their order; `None` when there are too many
    /// sets of claimants.
    pub(crate) fn of(&mut self, claimants: &[usize]) -> Option<&mut Vec<Gathered<E>>> {
        if !self.groups.contains_key(claimants) {
            if self.groups.len() >= GROUPS_MAX {
                return None;
            }
            let gathered = claimants.iter().map(|_| Gathered::new()).collect();
            self.groups.insert(claimants.to_vec(), gathered);
        }
        self.groups.get_mut(claimants)
    }

    /// Whether checked matches of a column wait.
    pub(crate) fn has_columns(&self) -> bool {
        self.groups.values().flatten().any(Gathered::has_columns)
    }

    /// Gives every value to one detector: the one that explains most of the part, alone and with
    /// others; then the one of whose country most else was found; then the most populous country's.
    pub(crate) fn settle(
        self,
        detectors: &[Detector],
        by_detector: &mut [Option<Box<Gathered<E>>>],
        keep: &Keep,
    ) {
        let groups: BTreeMap<_, _> = self.groups.into_iter().collect();
        let votes = Votes::of(detectors, by_detector, &groups);
        for (claimants, gathered) in groups {
            let order = |&(at, _): &(usize, &usize)| votes.order(detectors, claimants[at]);
            let Some((winner, &detector)) = claimants.iter().enumerate().min_by_key(order) else {
                continue;
            };
            let Some(won) = gathered.into_iter().nth(winner) else { continue };
            let mine = by_detector[detector].get_or_insert_with(|| Box::new(Gathered::new()));
            mine.merge(won, keep);
        }
    }
}

/// What the part says of detectors and countries.
struct Votes {
    /// Matches that the detector explains, alone or with others.
    explained: HashMap<usize, u64>,
    /// Matches of medium confidence or more that only detectors of the country claim.
    of_country: HashMap<String, u64>,
}

impl Votes {
    fn of<E: Copy + Eq>(
        detectors: &[Detector],
        by_detector: &[Option<Box<Gathered<E>>>],
        groups: &BTreeMap<Vec<usize>, Vec<Gathered<E>>>,
    ) -> Self {
        let mut votes = Self { explained: HashMap::new(), of_country: HashMap::new() };
        for (detector, gathered) in by_detector.iter().enumerate() {
            let Some(gathered) = gathered else { continue };
            let [low, medium, high] = gathered.by_confidence;
            *votes.explained.entry(detector).or_default() += low + medium + high;
            for country in &detectors[detector].countries {
                *votes.of_country.entry(country.clone()).or_default() += medium + high;
            }
        }
        for (claimants, gathered) in groups {
            for (&detector, gathered) in claimants.iter().zip(gathered) {
                let count: u64 = gathered.by_confidence.iter().sum();
                *votes.explained.entry(detector).or_default() += count;
            }
        }
        votes
    }

    /// The smallest wins.
    fn order(&self, detectors: &[Detector], detector: usize) -> impl Ord + use<> {
        let described = &detectors[detector];
        let explained = self.explained.get(&detector).copied().unwrap_or(0);
        let votes = described.countries.iter().filter_map(|country| self.of_country.get(country));
        let of_country = votes.copied().max().unwrap_or(0);
        let most = std::cmp::Reverse;
        (most(explained), most(of_country), prior(described), detector)
    }
}

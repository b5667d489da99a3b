//! Values that several detectors claim on the same grounds: nine digits under "passport number" may be
//! a passport of many countries. One value is one finding, so the whole part tells who gets it, and
//! what else stands under such a heading tells whether anybody does.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use magpie_catalog::Detector;
use magpie_engine::{Claim, Form};

use crate::gather::{Gathered, Keep};

/// Detectors that share one claim; of more, those of the most populous countries.
pub(crate) const CLAIMANTS_MAX: usize = 24;

/// Sets of claimants told apart in one part. Beyond it the first claimant gets the value at once.
const GROUPS_MAX: usize = 512;

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

/// Fewer cells of one form under a heading say nothing of the share that passes a check.
const CELLS_MIN: u64 = 8;

/// Of a hundred cells of one form under a general heading, those that a detector must explain. A
/// check digit is passed by ten or less by chance; dates and ranges by most that are written alike.
const SHARE_SUM_MIN: u64 = 25;
const SHARE_CHECK_MIN: u64 = 80;
const SHARE_FORM_MIN: u64 = 90;
/// Where so many pass one check or another, the numbers of several countries stand side by side.
const SHARE_TOGETHER_MIN: u64 = 93;

/// A column or path whose name many countries share, and the form of the values under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Heading {
    /// The label of the cell.
    pub(crate) label: u32,
    /// Letters and digits of the cell.
    pub(crate) form: Form,
}

/// What speaks for a claim beside the heading, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Proof {
    /// A check that sees most wrong digits.
    Sum,
    /// Another check.
    Check,
    /// The form alone.
    Form,
}

/// A detector that claims values, and by what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Claimant {
    detector: usize,
    proof: Proof,
}

impl Claimant {
    pub(crate) fn of(claim: &Claim) -> Self {
        let proof = match claim.evidence {
            evidence if evidence.sums() => Proof::Sum,
            evidence if evidence.checked() => Proof::Check,
            _ => Proof::Form,
        };
        Self { detector: claim.detector, proof }
    }
}

/// Who claims values, and under which heading where it matters.
type Group = (Vec<Claimant>, Option<Heading>);

/// The values of one part that wait for the part's end, by who claims them.
pub(crate) struct Tied<E> {
    groups: HashMap<Group, Vec<Gathered<E>>>,
    /// Values under a heading that wait for nothing, because their form tells them.
    sure: HashMap<(Heading, Claimant), u64>,
}

impl<E: Copy + Eq> Tied<E> {
    pub(crate) fn new() -> Self {
        Self { groups: HashMap::new(), sure: HashMap::new() }
    }

    /// Notes a value that is told by its form, for the sake of others under the same heading.
    pub(crate) fn note(&mut self, heading: Heading, claimant: Claimant) {
        let known = self.sure.len();
        match self.sure.entry((heading, claimant)) {
            Entry::Occupied(mut count) => *count.get_mut() += 1,
            Entry::Vacant(count) if known < GROUPS_MAX => drop(count.insert(1)),
            Entry::Vacant(_) => (),
        }
    }

    /// What was gathered for each of the claimants, in their order; `None` when there are too many
    /// sets of claimants.
    pub(crate) fn of(
        &mut self,
        claimants: &[Claimant],
        heading: Option<Heading>,
    ) -> Option<&mut Vec<Gathered<E>>> {
        let group = (claimants.to_vec(), heading);
        if !self.groups.contains_key(&group) && self.groups.len() >= GROUPS_MAX {
            return None;
        }
        let gathered = || claimants.iter().map(|_| Gathered::new()).collect();
        Some(self.groups.entry(group).or_insert_with(gathered))
    }

    /// Whether checked matches of a column wait.
    pub(crate) fn has_columns(&self) -> bool {
        self.groups.values().flatten().any(Gathered::has_columns)
    }

    /// Gives every value to one detector: under a general heading to one that explains enough of it, by
    /// its check first; then the one that explains most; then the one of whose country most else was
    /// found; then the most populous country's. What nobody explains well enough is low.
    /// `cells` tells how many cells stand under a heading.
    pub(crate) fn settle(
        self,
        detectors: &[Detector],
        by_detector: &mut [Option<Box<Gathered<E>>>],
        cells: &dyn Fn(Heading) -> u64,
        keep: &Keep,
    ) {
        let groups: BTreeMap<_, _> = self.groups.into_iter().collect();
        let sure: BTreeMap<_, _> = self.sure.into_iter().collect();
        let votes = Votes::of(detectors, by_detector, &groups, &sure);
        for ((claimants, heading), gathered) in groups {
            let stands = |claimant: &Claimant| {
                heading.is_none_or(|heading| votes.stands(claimant, heading, cells(heading)))
            };
            let order = |&(_, claimant): &(usize, &Claimant)| {
                let proof = heading.map(|_| (!stands(claimant), claimant.proof));
                (proof, votes.order(detectors, claimant.detector, heading))
            };
            let Some((at, winner)) = claimants.iter().enumerate().min_by_key(order) else {
                continue;
            };
            let Some(mut won) = gathered.into_iter().nth(at) else { continue };
            if !stands(winner) {
                won.lower(keep);
            }
            let mine =
                by_detector[winner.detector].get_or_insert_with(|| Box::new(Gathered::new()));
            mine.merge(won, keep);
        }
    }
}

/// What the part says of detectors and countries.
struct Votes {
    /// Matches that the detector explains, alone or with others.
    explained: HashMap<usize, u64>,
    /// The same under one heading.
    under: HashMap<(Heading, usize), u64>,
    /// Matches under a heading that pass a check, and all of them.
    together: HashMap<Heading, (u64, u64)>,
    /// Matches of medium confidence or more that only detectors of the country claim.
    of_country: HashMap<String, u64>,
}

impl Votes {
    fn of<E: Copy + Eq>(
        detectors: &[Detector],
        by_detector: &[Option<Box<Gathered<E>>>],
        groups: &BTreeMap<Group, Vec<Gathered<E>>>,
        sure: &BTreeMap<(Heading, Claimant), u64>,
    ) -> Self {
        let mut votes = Self {
            explained: HashMap::new(),
            under: HashMap::new(),
            together: HashMap::new(),
            of_country: HashMap::new(),
        };
        for (detector, gathered) in by_detector.iter().enumerate() {
            let Some(gathered) = gathered else { continue };
            let [low, medium, high] = gathered.by_confidence;
            *votes.explained.entry(detector).or_default() += low + medium + high;
            for country in &detectors[detector].countries {
                *votes.of_country.entry(country.clone()).or_default() += medium + high;
            }
        }
        for ((claimants, heading), gathered) in groups {
            let count = gathered.first().map_or(0, |first| first.by_confidence.iter().sum());
            for claimant in claimants {
                *votes.explained.entry(claimant.detector).or_default() += count;
                if let Some(heading) = *heading {
                    *votes.under.entry((heading, claimant.detector)).or_default() += count;
                }
            }
            if let Some(heading) = *heading {
                let is_checked = claimants.iter().any(|claimant| claimant.proof != Proof::Form);
                let (checked, all) = votes.together.entry(heading).or_default();
                *checked += if is_checked { count } else { 0 };
                *all += count;
            }
        }
        for (&(heading, claimant), &count) in sure {
            *votes.under.entry((heading, claimant.detector)).or_default() += count;
            let (checked, all) = votes.together.entry(heading).or_default();
            *checked += if claimant.proof == Proof::Form { 0 } else { count };
            *all += count;
        }
        votes
    }

    /// Whether a claimant explains enough of the `cells` under a heading.
    fn stands(&self, claimant: &Claimant, heading: Heading, cells: u64) -> bool {
        let explained = self.under.get(&(heading, claimant.detector)).copied().unwrap_or(0);
        let (checked, all) = self.together.get(&heading).copied().unwrap_or_default();
        let cells = cells.max(all);
        let at_least = |count: u64, share: u64| count * 100 >= cells * share;
        let least = match claimant.proof {
            Proof::Sum => SHARE_SUM_MIN,
            Proof::Check => SHARE_CHECK_MIN,
            Proof::Form => SHARE_FORM_MIN,
        };
        let together = claimant.proof != Proof::Form && at_least(checked, SHARE_TOGETHER_MIN);
        cells < CELLS_MIN || at_least(explained, least) || together
    }

    /// The smallest wins.
    fn order(
        &self,
        detectors: &[Detector],
        detector: usize,
        heading: Option<Heading>,
    ) -> impl Ord + use<> {
        let described = &detectors[detector];
        let under = heading.and_then(|heading| self.under.get(&(heading, detector))).copied();
        let explained = self.explained.get(&detector).copied().unwrap_or(0);
        let votes = described.countries.iter().filter_map(|country| self.of_country.get(country));
        let of_country = votes.copied().max().unwrap_or(0);
        let most = std::cmp::Reverse;
        (most(under.unwrap_or(0)), most(explained), most(of_country), prior(described), detector)
    }
}

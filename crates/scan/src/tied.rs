//! Values that several detectors claim on the same grounds: nine digits under "passport number" may be
//! a passport of many countries. One value is one finding, so the whole part tells who gets it, and
//! what else stands under such a heading tells whether anybody does.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{BuildHasher as _, Hash};

use foldhash::fast::FixedState;
use magpie_catalog::Detector;
use magpie_engine::{Claim, Form};

use crate::country::{Country, known};
use crate::gather::{Gathered, Keep};

/// Detectors that share one claim; of more, those of the most populous countries.
pub(crate) const CLAIMANTS_MAX: usize = 24;

/// Sets of claimants told apart in one part. Of more, those of the lowest rank, which is drawn from what they are and
/// not from when they came: what is decoded inside a text comes behind its window. The others' values are the first
/// claimant's.
const GROUPS_MAX: usize = 512;

/// Place in the order by population: where nothing else tells, the most people hold such a number
/// there. A detector without a country comes first, for its form is not one of many national ones.
pub(crate) fn prior(detector: &Detector) -> usize {
    let rank = |country: &String| Country::of_code(country).map_or(known(), Country::rank);
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

/// Tells the countries that values of a detector name, with how many do.
type CountriesOf<'f, E> = &'f dyn Fn(&Gathered<E>) -> Vec<(Country, u64)>;

/// Who claims values, under which heading where it matters, and the country named beside them.
type Group = (Vec<Claimant>, Option<Heading>, Option<Country>);

/// Keys with what belongs to each; of more than [`GROUPS_MAX`] those of the lowest rank.
struct Lowest<K, V> {
    known: HashMap<K, V, FixedState>,
    by_rank: BTreeMap<u64, K>,
}

impl<K: Clone + Eq + Hash, V> Lowest<K, V> {
    fn new() -> Self {
        Self { known: HashMap::default(), by_rank: BTreeMap::new() }
    }

    /// Whether a new key has its place among them, and what made room for it.
    fn takes(&mut self, key: &K, rank: u64) -> (bool, Option<(K, V)>) {
        let mut left = None;
        if self.by_rank.len() >= GROUPS_MAX {
            let highest = self.by_rank.last_entry().filter(|highest| *highest.key() > rank);
            let Some(highest) = highest else { return (false, None) };
            left = self.known.remove_entry(&highest.remove());
        }
        self.by_rank.insert(rank, key.clone());
        (true, left)
    }
}

/// The same for the same, in whatever order they come. `label` is the text of the heading's label, whose number
/// follows that order.
fn rank(what: impl Hash, heading: Option<Heading>, label: &dyn Fn(u32) -> String) -> u64 {
    let heading = heading.map(|heading| (heading.form, label(heading.label)));
    FixedState::default().hash_one((what, heading))
}

/// Groups that are looked through before all: the columns of one row.
const RECENT_MAX: usize = 8;

/// The values of one part that wait for the part's end, by who claims them.
pub(crate) struct Tied<E> {
    groups: Vec<(Group, Vec<Gathered<E>>)>,
    /// By number of a group: the one that was asked for after it, the last time. Rows are alike.
    next: Vec<usize>,
    /// The number of each of them.
    numbers: Lowest<Group, usize>,
    /// What groups gave to their first claimants because others needed their place, by detector.
    given_up: BTreeMap<usize, Gathered<E>>,
    /// The numbers of those that were asked for last, one at a time.
    recent: [usize; RECENT_MAX],
    next_recent: usize,
    /// The one that was asked for last.
    last: usize,
    /// Values under a heading that wait for nothing, because their form tells them.
    sure: Lowest<(Heading, Claimant), u64>,
}

impl<E: Copy + Eq> Tied<E> {
    pub(crate) fn new() -> Self {
        Self {
            groups: Vec::new(),
            next: Vec::new(),
            numbers: Lowest::new(),
            given_up: BTreeMap::new(),
            recent: [usize::MAX; RECENT_MAX],
            next_recent: 0,
            last: 0,
            sure: Lowest::new(),
        }
    }

    /// Notes a value that is told by its form, for the sake of others under the same heading.
    pub(crate) fn note(
        &mut self,
        heading: Heading,
        claimant: Claimant,
        label: &dyn Fn(u32) -> String,
    ) {
        let key = (heading, claimant);
        if let Some(count) = self.sure.known.get_mut(&key) {
            *count += 1;
        } else if self.sure.takes(&key, rank(claimant, Some(heading), label)).0 {
            self.sure.known.insert(key, 1);
        }
    }

    /// What was gathered for each of the claimants, in their order; `None` where there are too many
    /// sets of claimants for this one.
    pub(crate) fn of(
        &mut self,
        claimants: &[Claimant],
        heading: Option<Heading>,
        named: Option<Country>,
        label: &dyn Fn(u32) -> String,
        keep: &Keep,
    ) -> Option<&mut Vec<Gathered<E>>> {
        let is_it = |number: &usize| {
            let known = self.groups.get(*number).map(|(group, _)| group);
            known.is_some_and(|(known, under, beside)| {
                known == claimants && *under == heading && *beside == named
            })
        };
        let next = self.next.get(self.last).copied().filter(is_it);
        let number = match next.or_else(|| self.recent.iter().copied().find(is_it)) {
            Some(number) => number,
            None => self.number((claimants.to_vec(), heading, named), label, keep)?,
        };
        if next.is_none() {
            self.next.resize(self.groups.len(), 0);
            self.next[self.last] = number;
        }
        self.last = number;
        Some(&mut self.groups[number].1)
    }

    /// The number of a group, known or new.
    fn number(
        &mut self,
        group: Group,
        label: &dyn Fn(u32) -> String,
        keep: &Keep,
    ) -> Option<usize> {
        let number = match self.numbers.known.get(&group) {
            Some(number) => *number,
            None => {
                let rank = rank((&group.0, group.2), group.1, label);
                let (takes, left) = self.numbers.takes(&group, rank);
                takes.then_some(())?;
                let gathered = group.0.iter().map(|_| Gathered::new()).collect();
                let number = left.map_or(self.groups.len(), |(_, number)| number);
                self.numbers.known.insert(group.clone(), number);
                match self.groups.get_mut(number) {
                    None => self.groups.push((group, gathered)),
                    Some(place) => {
                        let left = std::mem::replace(place, (group, gathered));
                        self.give_up(left, keep);
                    }
                }
                number
            }
        };
        self.recent[self.next_recent % RECENT_MAX] = number;
        self.next_recent += 1;
        Some(number)
    }

    /// What the first claimant gets of a group that is given up.
    fn give_up(&mut self, ((claimants, ..), gathered): (Group, Vec<Gathered<E>>), keep: &Keep) {
        if let (Some(first), Some(gathered)) = (claimants.first(), gathered.into_iter().next()) {
            self.given_up.entry(first.detector).or_insert_with(Gathered::new).merge(gathered, keep);
        }
    }

    /// Whether checked matches of a column wait.
    pub(crate) fn has_columns(&self) -> bool {
        let in_groups = self.groups.iter().flat_map(|(_, gathered)| gathered);
        in_groups.chain(self.given_up.values()).any(Gathered::has_columns)
    }

    /// Gives every value to one detector: under a general heading to one that explains enough of it, by
    /// its check first; then the one of the country that is named beside the value; then of the country
    /// that most of what the part tells of countries names; then the one that explains most; then the one
    /// of whose country most else was found; then the most populous country's. What nobody explains well
    /// enough is low. `cells` tells how many cells stand under a heading, `in_key` the countries that the
    /// object's key names.
    pub(crate) fn settle(
        self,
        detectors: &[Detector],
        by_detector: &mut [Option<Box<Gathered<E>>>],
        cells: &dyn Fn(Heading) -> u64,
        in_key: &[Country],
        countries_of: CountriesOf<'_, E>,
        keep: &Keep,
    ) {
        for (detector, given_up) in self.given_up {
            let theirs = by_detector[detector].get_or_insert_with(|| Box::new(Gathered::new()));
            theirs.merge(given_up, keep);
        }
        let groups: BTreeMap<_, _> = self.groups.into_iter().collect();
        let sure: BTreeMap<_, _> = self.sure.known.into_iter().collect();
        let mut votes = Votes::of(detectors, by_detector, &groups, &sure);
        votes.hear(by_detector, countries_of, in_key);
        let main = votes.main_country();
        for ((claimants, heading, named), gathered) in groups {
            let stands = |claimant: &Claimant| {
                heading.is_none_or(|heading| votes.stands(claimant, heading, cells(heading)))
            };
            let order = |&(_, claimant): &(usize, &Claimant)| {
                let proof = heading.map(|_| (!stands(claimant), claimant.proof));
                let is_of = |country: Option<Country>| {
                    country.is_some_and(|country| is_of(&detectors[claimant.detector], country))
                };
                let order = votes.order(detectors, claimant.detector, heading);
                (proof, !is_of(named), !is_of(main), order)
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
    /// What tells of a country: values that name it, matches that only its detectors claim.
    telling: BTreeMap<Country, u64>,
}

/// Whether a detector is one of this country.
fn is_of(detector: &Detector, country: Country) -> bool {
    detector.countries.iter().any(|code| Country::of_code(code) == Some(country))
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
            telling: BTreeMap::new(),
        };
        let claims = || groups.keys().flat_map(|(claimants, ..)| claimants);
        let claiming: BTreeSet<usize> = claims().map(|claimant| claimant.detector).collect();
        for (detector, gathered) in by_detector.iter().enumerate() {
            let Some(gathered) = gathered else { continue };
            let [low, medium, high] = gathered.by_confidence;
            *votes.explained.entry(detector).or_default() += low + medium + high;
            for country in &detectors[detector].countries {
                *votes.of_country.entry(country.clone()).or_default() += medium + high;
                // What it claims with others says nothing for itself.
                let told = Country::of_code(country).filter(|_| !claiming.contains(&detector));
                if let Some(country) = told.filter(|_| medium + high > 0) {
                    *votes.telling.entry(country).or_default() += medium + high;
                }
            }
        }
        for ((claimants, heading, _), gathered) in groups {
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

    /// Takes in the countries that values name, such as those of IBANs, and those of the object's key.
    fn hear<E: Copy + Eq>(
        &mut self,
        by_detector: &[Option<Box<Gathered<E>>>],
        countries_of: CountriesOf<'_, E>,
        in_key: &[Country],
    ) {
        for gathered in by_detector.iter().flatten() {
            for (country, times) in countries_of(gathered) {
                *self.telling.entry(country).or_default() += times;
            }
        }
        // A key outweighs values of many countries, not values of one.
        let all: u64 = self.telling.values().sum();
        for country in in_key {
            *self.telling.entry(*country).or_default() += all / 2 + 1;
        }
    }

    /// The country that more than half of it tells of.
    fn main_country(&self) -> Option<Country> {
        let all: u64 = self.telling.values().sum();
        self.telling.iter().find(|&(_, &times)| times * 2 > all).map(|(country, _)| *country)
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

#[cfg(test)]
mod tests {
    use magpie_catalog::Catalog;
    use magpie_model::{Confidence, Sample};

    use super::*;
    use crate::gather::{Describe, KeptPlace, Seen};

    const KEEP: Keep =
        Keep { confidence_min: Confidence::Medium, occurrences_max: 0, samples_max: 0 };

    /// Nothing is kept of a match.
    struct Nothing;

    impl Describe for Nothing {
        fn place(&mut self) -> KeptPlace {
            panic!("no place is kept")
        }

        fn sample(&mut self) -> Sample {
            panic!("no sample is kept")
        }
    }

    /// What every detector gets of values that come in this order; each a number that says who claims it
    /// under which heading.
    fn settled(detectors: &[Detector], values: &[u64], first_label: u32) -> Vec<[u64; 3]> {
        let mut tied = Tied::<u8>::new();
        let mut by_detector: Vec<Option<Box<Gathered<u8>>>> = Vec::new();
        by_detector.resize_with(detectors.len(), || None);
        // Labels are numbered as they come.
        let mut labels: Vec<u64> = Vec::new();
        for (order, value) in (1..).zip(values) {
            let label = labels.iter().position(|known| *known == value % 90);
            let label = label.unwrap_or_else(|| {
                labels.push(value % 90);
                labels.len() - 1
            });
            let form = Form::of(&b"1A".repeat((value % 7) as usize)).expect("it is short");
            let heading = Heading { label: first_label + label as u32, form };
            let text = |label: u32| labels[(label - first_label) as usize].to_string();
            let proofs = [Proof::Form, Proof::Check];
            let count = 1 + (value / 7 % 3) as usize;
            let claimants = (0..count).map(|by| Claimant {
                detector: (*value as usize / 13 + by) % detectors.len(),
                proof: proofs[by % 2],
            });
            let claimants: Vec<Claimant> = claimants.collect();
            let seen = Seen {
                order,
                confidence: Confidence::Medium,
                evidence: &0,
                hash: *value,
                checked: false,
                specimen: false,
                follows: false,
                column: None,
            };
            if count == 1 {
                tied.note(heading, claimants[0], &text);
            }
            match tied.of(&claimants, Some(heading), None, &text, &KEEP) {
                Some(group) => {
                    group.iter_mut().for_each(|of| of.add(&seen, &KEEP, &mut Nothing));
                }
                None => by_detector[claimants[0].detector]
                    .get_or_insert_with(|| Box::new(Gathered::new()))
                    .add(&seen, &KEEP, &mut Nothing),
            }
        }
        let cells = |_: Heading| 20;
        tied.settle(detectors, &mut by_detector, &cells, &[], &|_| Vec::new(), &KEEP);
        let counts = by_detector.iter().flatten().map(|gathered| gathered.by_confidence);
        counts.collect()
    }

    /// What is decoded inside a text comes behind its window, wherever that ends.
    #[test]
    fn ties_of_very_many_kinds_do_not_depend_on_the_order_in_which_they_come() {
        let mut detectors = Catalog::builtin().expect("the detectors are sound").detectors;
        detectors.truncate(12);
        let mut state = 7;
        let mut draw = || next_random(&mut state);
        let values: Vec<u64> = (0..6000).map(|_| draw() % 5000).collect();
        let kinds: BTreeSet<u64> = values.iter().copied().collect();
        assert!(kinds.len() > 3 * GROUPS_MAX);
        let expected = settled(&detectors, &values, 0);
        assert_eq!(expected.iter().flatten().sum::<u64>(), 6000);
        for first_label in 1..6 {
            let mut shuffled = values.clone();
            for at in 0..shuffled.len() {
                shuffled.swap(at, draw() as usize % values.len());
            }
            assert_eq!(settled(&detectors, &shuffled, first_label), expected);
        }
    }

    fn next_random(state: &mut u64) -> u64 {
        *state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        *state >> 33
    }
}

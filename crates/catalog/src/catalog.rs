//! All detectors of a run, and how some of them are chosen.

use std::collections::{BTreeMap, BTreeSet};

use crate::digest::digest;
use crate::fault::{CatalogError, Fault, Rule};
use crate::lint::{Care, read_detector, stored_detector};
use crate::nearest::nearest;
use crate::{Detector, lint};

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// What a run without a choice looks for.
const DEFAULT_PROFILE: &str = "recommended";

/// Detectors sorted by id, each id once.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    /// In the order of their ids.
    pub detectors: Vec<Detector>,
}

impl Catalog {
    /// A catalog to which files are added.
    pub fn empty() -> Self {
        Self::default()
    }

    /// The detectors that the program brings along.
    ///
    /// # Errors
    /// When one of the embedded files breaks a rule: a mistake in this repository, which the
    /// tests show.
    pub fn builtin() -> Result<Self, CatalogError> {
        Self::embedded(FILES, &|file| read_embedded(file, Care::Quick))
    }

    /// The same without their examples, which are half of their text and tell a scan nothing: from what the build
    /// has stored, without reading TOML.
    ///
    /// # Errors
    /// As [`Catalog::builtin`].
    pub fn builtin_without_examples() -> Result<Self, CatalogError> {
        Self::embedded(PLACES, &|(id, digest, place)| {
            stored_detector(id, *digest, &STORED[place.clone()])
        })
    }

    fn embedded<File: Sync>(
        files: &[File],
        read: &(impl Fn(&File) -> Result<Detector, CatalogError> + Sync),
    ) -> Result<Self, CatalogError> {
        let read_all = |files: &[File]| files.iter().map(read).collect::<Vec<_>>();
        let (first, second) = files.split_at(files.len() / 2);
        // Every start waits for it, and no file needs another.
        let (first, second) = std::thread::scope(|scope| {
            let second = scope.spawn(|| read_all(second));
            (read_all(first), second.join().expect("reading a file does not panic"))
        });
        let mut detectors = Vec::with_capacity(files.len());
        let mut faults = Vec::new();
        for read in first.into_iter().chain(second) {
            match read {
                Ok(detector) => detectors.push(detector),
                Err(error) => faults.extend(error.faults),
            }
        }
        detectors.sort_by(|a: &Detector, b| a.id.cmp(&b.id));
        if faults.is_empty() { Ok(Self { detectors }) } else { Err(CatalogError { faults }) }
    }

    /// Adds one detector. `id` is the path under its folder without `.toml`, `origin` what
    /// errors call the file. The file may not refer to lists beside it.
    ///
    /// # Errors
    /// Every fault of the file; the catalog is then as before.
    pub fn add_file(&mut self, id: &str, origin: &str, text: &str) -> Result<(), CatalogError> {
        let beside = |_: &str| Err("lists beside a detector cannot be read from here".into());
        self.add_file_with_lists(id, origin, text, &beside).map(|_| ())
    }

    /// As [`Catalog::add_file`]; `beside` reads a list by the file name that the detector gives,
    /// and says in a clause why it cannot. Returns what is no fault, and would be one of a built-in
    /// detector.
    ///
    /// # Errors
    /// Every fault of the file; the catalog is then as before.
    pub fn add_file_with_lists(
        &mut self,
        id: &str,
        origin: &str,
        text: &str,
        beside: &dyn Fn(&str) -> Result<String, String>,
    ) -> Result<Vec<Fault>, CatalogError> {
        let (detector, advice) = read_detector(id, origin, text, beside, Care::Full)?;
        match self.place(&detector) {
            Ok(at) => self.detectors.insert(at, detector),
            Err(fault) => return Err(fault.into()),
        }
        Ok(advice)
    }

    /// Adds all detectors of another catalog.
    ///
    /// # Errors
    /// When ids are taken; the catalog is then as before.
    pub fn add_all(&mut self, others: Self) -> Result<(), CatalogError> {
        let taken = others.detectors.iter().filter_map(|other| self.place(other).err());
        let faults: Vec<Fault> = taken.collect();
        if !faults.is_empty() {
            return Err(CatalogError { faults });
        }
        self.detectors.extend(others.detectors);
        self.detectors.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(())
    }

    /// Whether another catalog's detector may stand among these.
    ///
    /// # Errors
    /// When its id is taken.
    pub fn has_room_for(&self, detector: &Detector) -> Result<(), Fault> {
        self.place(detector).map(|_| ())
    }

    /// Where a detector stands among the others, unless its id is taken.
    fn place(&self, detector: &Detector) -> Result<usize, Fault> {
        match self.detectors.binary_search_by(|known| known.id.cmp(&detector.id)) {
            Err(at) => Ok(at),
            Ok(at) => Err(Fault {
                origin: detector.origin.to_string(),
                line: None,
                rule: Rule::Id,
                problem: format!(
                    "the id {:?} is taken by {}",
                    detector.id, self.detectors[at].origin
                ),
                mend: "rename the file or move it to another folder".into(),
            }),
        }
    }

    /// The detector of this id, present or former.
    pub fn find(&self, id: &str) -> Option<&Detector> {
        self.detectors
            .iter()
            .find(|detector| detector.id.as_ref() == id)
            .or_else(|| self.detectors.iter().find(|d| d.formerly.iter().any(|old| old == id)))
    }

    /// The detectors that the selectors name: a profile such as `recommended`, `all`, an id, a
    /// folder such as `es/`, or one of Macie's identifiers. A `!` in front takes away, whatever
    /// the order; without any that adds, `recommended` is what is taken from.
    ///
    /// # Errors
    /// When a selector names nothing, or when nothing is left.
    pub fn select(mut self, selectors: &[String]) -> Result<Self, CatalogError> {
        let mut chosen = BTreeSet::new();
        let mut removed = BTreeSet::new();
        let mut faults = Vec::new();
        let mut adds = false;
        let names = Names::of(&self.detectors);
        for selector in selectors {
            let (name, set) = match selector.strip_prefix('!') {
                Some(name) => (name, &mut removed),
                None => {
                    adds = true;
                    (selector.as_str(), &mut chosen)
                }
            };
            let named = names.named(name);
            if named.is_empty() && name != "all" {
                faults.push(self.unknown(selector, name));
            }
            set.extend(named);
        }
        if !adds {
            chosen.extend(names.named(DEFAULT_PROFILE));
        }
        let mut at = 0..self.detectors.len();
        self.detectors
            .retain(|_| at.next().is_some_and(|at| chosen.contains(&at) && !removed.contains(&at)));
        if self.detectors.is_empty() && faults.is_empty() {
            faults.push(nothing_left(selectors));
        }
        if faults.is_empty() { Ok(self) } else { Err(CatalogError { faults }) }
    }

    fn unknown(&self, selector: &str, name: &str) -> Fault {
        let mut names: BTreeSet<&str> = BTreeSet::from(["all"]);
        for detector in &self.detectors {
            names.insert(&detector.id);
            names.extend(detector.id.rfind('/').map(|at| &detector.id[..=at]));
            names.extend(detector.profiles.iter().map(String::as_str));
            names.extend(detector.macie.iter().map(|macie| macie.name.as_str()));
        }
        let near = nearest(name, names.into_iter());
        Fault {
            origin: format!("selection {selector:?}"),
            line: None,
            rule: Rule::Selection,
            problem: "no detector, folder, profile or Macie identifier has this name".into(),
            mend: lint::suggestion(&near, "`magpie detectors list` shows what there is"),
        }
    }

    /// Identity of the selection: the same detectors with the same texts give the same 32
    /// hexadecimal digits everywhere. FNV-1a, so no protection against forgery.
    pub fn digest(&self) -> String {
        let parts: Vec<[u8; 16]> = self.detectors.iter().map(|d| d.digest.to_le_bytes()).collect();
        format!("{:032x}", digest(parts.iter().map(<[u8; 16]>::as_slice)))
    }
}

/// What selectors may name detectors by.
struct Names<'d> {
    detectors: &'d [Detector],
    /// Ids, profiles and former ids.
    exact: BTreeMap<&'d str, Vec<usize>>,
    /// Macie's identifiers, in capitals.
    macie: BTreeMap<String, Vec<usize>>,
}

impl<'d> Names<'d> {
    fn of(detectors: &'d [Detector]) -> Self {
        let mut names = Self { detectors, exact: BTreeMap::new(), macie: BTreeMap::new() };
        for (at, detector) in detectors.iter().enumerate() {
            let exact = detector.profiles.iter().chain(&detector.formerly).map(String::as_str);
            for name in exact.chain([detector.id.as_ref()]) {
                names.exact.entry(name).or_default().push(at);
            }
            for macie in &detector.macie {
                names.macie.entry(macie.name.to_ascii_uppercase()).or_default().push(at);
            }
        }
        names
    }

    /// Positions of the detectors that one selector names.
    fn named(&self, name: &str) -> Vec<usize> {
        if name == "all" {
            return (0..self.detectors.len()).collect();
        }
        let mut named = self.exact.get(name).cloned().unwrap_or_default();
        named.extend(self.macie.get(&name.to_ascii_uppercase()).into_iter().flatten());
        if name.ends_with('/') {
            let all = self.detectors.iter().enumerate();
            named.extend(all.filter(|(_, detector)| detector.id.starts_with(name)).map(|it| it.0));
        }
        named
    }
}

/// What is advice to others is a fault here.
fn read_embedded(&(id, text): &(&str, &str), care: Care) -> Result<Detector, CatalogError> {
    let origin = format!("detectors/{id}.toml");
    let (detector, advice) = read_detector(id, &origin, text, &embedded_list(id), care)?;
    if advice.is_empty() { Ok(detector) } else { Err(CatalogError { faults: advice }) }
}

fn nothing_left(selectors: &[String]) -> Fault {
    Fault {
        origin: format!("selection {:?}", selectors.join(",")),
        line: None,
        rule: Rule::Selection,
        problem: "no detector is left to run".into(),
        mend: "exclude less, or name what to look for".into(),
    }
}

/// Reads the embedded lists in the folder of a built-in detector.
fn embedded_list(id: &str) -> impl Fn(&str) -> Result<String, String> {
    let folder = id.rfind('/').map_or("", |at| &id[..=at]).to_owned();
    move |name| {
        let path = format!("{folder}{name}");
        LISTS
            .iter()
            .find(|(known, _)| *known == path)
            .map(|(_, text)| (*text).to_owned())
            .ok_or_else(|| format!("detectors/{path} does not exist"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalog() -> Catalog {
        let mut catalog = Catalog::empty();
        for (id, profiles, macie) in [
            ("es/nif", r#"["recommended", "gdpr"]"#, "SPAIN_NIF_NUMBER"),
            ("es/nie", r#"["gdpr"]"#, "SPAIN_NIE_NUMBER"),
            ("us/ssn", r#"["recommended"]"#, "USA_SOCIAL_SECURITY_NUMBER"),
        ] {
            let text = format!(
                r##"
                name = "N"
                description = "D."
                category = "CUSTOM"
                severity = {{ "1" = "low", "2" = "low", "100" = "low" }}
                macie = [{{ name = "{macie}" }}]
                references = ["https://example.org/"]
                profiles = {profiles}
                mask = "all"
                [[pattern]]
                regex = '\bxyz[0-9]{{3}}\b'
                base = "low"
                [examples]
                match = ["<<xyz123>>"]
                reject = ["xyz12", "xyz1234", "xy123"]
                "##
            );
            catalog.add_file(id, &format!("{id}.toml"), &text).unwrap();
        }
        catalog
    }

    fn select(selectors: &[&str]) -> Result<Vec<String>, CatalogError> {
        let selectors: Vec<String> = selectors.iter().map(|s| (*s).to_owned()).collect();
        let chosen = catalog().select(&selectors)?;
        Ok(chosen.detectors.iter().map(|detector| detector.id.to_string()).collect())
    }

    #[test]
    fn the_built_in_detectors_break_no_rule() {
        match Catalog::embedded(FILES, &|file| read_embedded(file, Care::Full)) {
            Ok(catalog) => assert!(catalog.select(&[]).is_ok()),
            Err(error) => panic!("{error}"),
        }
    }

    #[test]
    fn a_built_in_detector_takes_no_advice() {
        let (id, text) = FILES.iter().find(|(id, _)| *id == "es/nif").unwrap();
        let costly = text.replace(r"\b(?:[0-9]", "(?:[0-9]");
        assert_ne!(costly, *text);
        let error = read_embedded(&(id, &costly), Care::Full).unwrap_err();
        assert!(error.to_string().contains("begins with neither"), "{error}");
        assert!(Catalog::empty().add_file(id, "own.toml", &costly).is_ok());
    }

    #[test]
    fn without_examples_nothing_else_is_missing() {
        let told = |mut catalog: Catalog| -> Vec<String> {
            catalog.detectors.iter_mut().for_each(|it| it.examples = crate::Examples::default());
            catalog.detectors.iter().map(|detector| format!("{detector:?}")).collect()
        };
        let with = Catalog::builtin().unwrap();
        assert!(with.detectors.iter().all(|detector| !detector.examples.matches.is_empty()));
        let without = Catalog::builtin_without_examples().unwrap();
        assert!(without.detectors.iter().all(|detector| detector.examples.matches.is_empty()));
        assert_eq!(told(without), told(with));
    }

    #[test]
    fn no_selector_means_recommended() {
        assert_eq!(select(&[]).unwrap(), ["es/nif", "us/ssn"]);
    }

    #[test]
    fn profiles_folders_ids_and_macie_names_select() {
        assert_eq!(select(&["gdpr"]).unwrap(), ["es/nie", "es/nif"]);
        assert_eq!(select(&["es/"]).unwrap(), ["es/nie", "es/nif"]);
        assert_eq!(select(&["us/ssn", "SPAIN_NIE_NUMBER"]).unwrap(), ["es/nie", "us/ssn"]);
        assert_eq!(select(&["all"]).unwrap().len(), 3);
    }

    #[test]
    fn exclusions_win_whatever_their_order() {
        assert_eq!(select(&["!es/", "all"]).unwrap(), ["us/ssn"]);
        assert_eq!(select(&["!es/nif"]).unwrap(), ["us/ssn"]);
        assert_eq!(select(&["all", "!gdpr"]).unwrap(), ["us/ssn"]);
    }

    #[test]
    fn an_unknown_name_is_an_error_with_the_nearest() {
        let error = select(&["es/nfi"]).unwrap_err();
        assert_eq!(error.faults[0].rule, Rule::Selection);
        assert!(error.to_string().contains("es/nif"), "{error}");
        assert!(select(&["!nothing_like_it"]).is_err());
    }

    #[test]
    fn a_selection_of_nothing_is_an_error() {
        assert!(select(&["es/nif", "!all"]).is_err());
    }

    #[test]
    fn an_id_is_taken_once() {
        let mut catalog = Catalog::builtin().unwrap();
        if let Some((id, text)) = FILES.first() {
            let error = catalog.add_file(id, "mine/again.toml", text).unwrap_err();
            assert_eq!(error.faults[0].rule, Rule::Id);
        }
    }

    #[test]
    fn all_of_another_catalog_are_added_or_none() {
        let half = |selectors: &[&str]| {
            let selectors: Vec<String> = selectors.iter().map(|s| (*s).to_owned()).collect();
            catalog().select(&selectors).unwrap()
        };
        let mut both = half(&["us/ssn"]);
        both.add_all(half(&["es/"])).unwrap();
        assert_eq!(both.digest(), catalog().digest());
        let error = both.add_all(half(&["es/nif", "us/ssn"])).unwrap_err();
        assert_eq!(error.faults.len(), 2);
        assert_eq!(both.digest(), catalog().digest());
    }

    #[test]
    fn the_digest_follows_the_texts_and_not_the_order() {
        let all = catalog();
        assert_eq!(all.digest(), catalog().digest());
        assert_eq!(all.digest().len(), 32);
        assert_ne!(all.digest(), catalog().select(&["es/".to_owned()]).unwrap().digest());
    }
}

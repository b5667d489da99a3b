//! Holds the catalogue to a plan: which detectors each country has to have, and why others do not exist.

use std::collections::BTreeSet;

use super::program::Magpie;

/// Ids that a listing of the catalogue names.
pub(crate) fn listed(options: &[&str]) -> BTreeSet<String> {
    let ended = Magpie::new(&[&["detectors", "list"], options].concat()).run().expect(0);
    let ids = ended.stdout.lines().filter_map(|line| line.split_whitespace().next());
    ids.filter(|id| id.contains('/')).map(str::to_owned).collect()
}

/// A plan of countries.
pub(crate) struct Plan<'p, const KINDS: usize> {
    /// What each column stands for.
    pub(crate) kinds: [&'p str; KINDS],
    /// Each country's detectors: a name in its folder or a whole id, `=` for the one of the column before,
    /// `-` for none.
    pub(crate) countries: &'p [(&'p str, [&'p str; KINDS])],
    /// Countries, kinds, and why there is none.
    pub(crate) none: &'p [(&'p str, &'p str, &'p str)],
    /// Whether detectors of a kind are looked for unasked.
    pub(crate) recommended: fn(&str) -> bool,
}

impl<const KINDS: usize> Plan<'_, KINDS> {
    /// Every country has a detector of each kind or a reason why not.
    pub(crate) fn holds(&self) {
        let (all, recommended) = (listed(&[]), listed(&["--profile", "recommended"]));
        for (country, row) in self.countries {
            for (at, kind) in self.kinds.iter().enumerate() {
                let name = row[..=at].iter().rev().find(|name| **name != "=").unwrap();
                if *name == "-" {
                    let said = self.none.iter().find(|none| (none.0, none.1) == (*country, *kind));
                    assert!(said.is_some(), "{country} has no {kind} and nobody says why");
                    continue;
                }
                let whole = name.contains('/');
                let id = if whole { (*name).into() } else { format!("{country}/{name}") };
                assert!(all.contains(&id), "{id}, for {kind}, is missing");
                let asked = !(self.recommended)(kind);
                assert!(asked || recommended.contains(&id), "{id}, for {kind}, is not recommended");
            }
        }
        for (country, kind, _) in self.none {
            let row = self.countries.iter().find(|row| row.0 == *country).unwrap().1;
            let at = self.kinds.iter().position(|name| name == kind).unwrap();
            assert_eq!(row[at], "-", "{country} has a {kind}");
        }
    }
}

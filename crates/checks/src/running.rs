//! Finders: what has no form, told in running text by the words it is made of and those around it.
//!
//! A finder is asked at one place of a text and looks at a bounded stretch around it, so what it says
//! does not depend on how the text is cut.

mod address;
pub(crate) mod lexicon;
mod person;
mod place;
mod streets;
mod words;

/// A finder looks at so many bytes before the place that it is asked at, and sightings begin there at the
/// earliest.
pub const BEHIND_BYTES: usize = 160;
/// A finder looks at so many bytes from the place that it is asked at.
pub const AHEAD_BYTES: usize = 320;

/// How sure a finder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likely {
    /// More likely this than anything else.
    Medium,
    /// Hardly anything else.
    High,
}

/// What a finder saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// Its first byte.
    pub start: usize,
    /// The byte behind it.
    pub end: usize,
    /// By words and surroundings together.
    pub likely: Likely,
    /// What it was told by, for people.
    pub detail: &'static str,
}

/// Where a finder asks to be shown the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// At capital letters that begin a word.
    Capital,
    /// At digits that no letter or digit stands before.
    Number,
}

/// Finds one kind of value in running text.
#[derive(Clone, Copy)]
pub struct Finder {
    /// The name in detector files.
    pub name: &'static str,
    /// Where it is to be asked.
    pub anchor: Anchor,
    /// Whether a value that is all of a cell is told by that cell's heading or its column, not by itself.
    pub is_told_by_cells: bool,
    /// The sighting that the anchor at this byte of the text belongs to.
    pub sight: fn(&[u8], usize) -> Option<Sighting>,
}

impl std::fmt::Debug for Finder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

static FINDERS: [Finder; 2] = [
    Finder {
        name: "mailing_address",
        anchor: Anchor::Number,
        is_told_by_cells: false,
        sight: address::sight,
    },
    Finder {
        name: "person_name",
        anchor: Anchor::Capital,
        is_told_by_cells: true,
        sight: person::sight,
    },
];

/// Every finder, by name.
pub fn finders() -> &'static [Finder] {
    &FINDERS
}

/// The finder of this name; `None` when there is none, which a detector file must not ask for.
pub fn find(name: &str) -> Option<&'static Finder> {
    FINDERS.iter().find(|finder| finder.name == name)
}

/// The stretch of the text that may be looked at from a place, and the place in it.
fn stretch(text: &[u8], at: usize) -> (&[u8], usize) {
    let from = at.saturating_sub(BEHIND_BYTES);
    (&text[from..text.len().min(at + AHEAD_BYTES)], at - from)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a finder sees of a text, with how likely it is.
    fn seen(finder: &str, text: &str) -> Vec<(String, Likely)> {
        let finder = find(finder).expect("there is such a finder");
        let bytes = text.as_bytes();
        let is_anchor = |at: &usize| match finder.anchor {
            Anchor::Capital => bytes[*at].is_ascii_uppercase() || bytes[*at] >= 0xC3,
            Anchor::Number => bytes[*at].is_ascii_digit(),
        };
        let begins = |at: &usize| *at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
        let anchors = (0..text.len()).filter(is_anchor).filter(begins);
        let sightings = anchors.filter_map(|at| (finder.sight)(bytes, at));
        sightings.map(|seen| (text[seen.start..seen.end].to_owned(), seen.likely)).collect()
    }

    fn names(text: &str) -> Vec<String> {
        seen("person_name", text).into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn names_are_told_by_registers_and_by_the_words_before() {
        for (text, name) in [
            ("We met Anna Schmidt yesterday.", "Anna Schmidt"),
            ("Mr J. Xqzt wrote", "J. Xqzt"),
            ("aan mevrouw van der Xqzt, die", "van der Xqzt"),
            ("Hallo Xqzt,", "Xqzt"),
            ("Mein Name ist Xqzta Xqztov und", "Xqzta Xqztov"),
            ("Cordialement,\nXqzta Martin\n", "Xqzta Martin"),
            ("le patient Jean-Luc DUPONT est", "Jean-Luc DUPONT"),
            ("Anna's brother Peter O'Brien's car", "Peter O'Brien"),
            ("the notes of P. O'Malley on it", "P. O'Malley"),
            ("reçu de M. Xqzt hier", "Xqzt"),
            ("M. Blanc a signé", "Blanc"),
            ("lu par M. Dupont", "Dupont"),
            (
                "In der Hoffnung auf baldige Antwort mit freundlichen Grüßen\nXqzta Martin\n",
                "Xqzta Martin",
            ),
        ] {
            assert_eq!(names(text), [name], "{text}");
        }
    }

    #[test]
    fn names_with_the_surname_first_are_told_by_capitals_or_a_place_of_their_own() {
        for (text, found) in [
            ("The file of DOE, John was sent on.", vec!["DOE, John"]),
            (
                "Anwesend:\nMüller, Hans\nSchneider, Anna-Lena (Protokoll)\n",
                vec!["Müller, Hans", "Schneider, Anna-Lena"],
            ),
            (
                "Authors: Schneider, Anna M.; García Márquez, Gabriel; de Vries, Jan.",
                vec!["Schneider, Anna M.", "García Márquez, Gabriel", "de Vries, Jan"],
            ),
            ("1. KOWALSKA, Zofia, ur. 1980", vec!["KOWALSKA, Zofia"]),
            ("Patient Müller, Hans, geb. 1980", vec!["Müller, Hans"]),
        ] {
            assert_eq!(names(text), found, "{text}");
        }
        for text in [
            "With Müller, Hans went on and Anna stayed.",
            "In Berlin, Anna waited.",
            "Thomas, Martin, Peter and Anna came.",
            "Berlin, Anna wartete lange.",
            "Rice, Jasmine\n",
        ] {
            assert!(names(text).is_empty(), "{text}: {:?}", names(text));
        }
    }

    #[test]
    fn brands_that_are_called_like_people_are_none() {
        let text = "A Jack Russell drank Jack Daniels and Johnnie Walker in a Calvin Klein shirt, Jack Daniel's too.";
        assert!(names(text).is_empty(), "{:?}", names(text));
        assert_eq!(names("Dear Mr Jack Russell, hello"), ["Jack Russell"]);
    }

    #[test]
    fn what_is_called_after_people_is_no_person() {
        for text in [
            "the Max Planck Society and the Robert Koch Institut",
            "rue Victor Hugo, Plaza de Miguel Servet, ul. Adama Mickiewicza",
            "Müller GmbH, Anna Schmidt GmbH, Martin Weber & Co",
            "Rose Gold Ring, Victoria Sponge, April May",
            "Anna.Schmidt Anna_Schmidt anna@Schmidt Anna2 Schmidt",
            "Cache Miss Path, Dear Sir, Hello World!",
            "Michael\n\nSchmidt",
            "in size M. Delivery follows, at 5 m. Xqzt, J. M. Xqzt, ul. M. Xqzt",
        ] {
            assert!(names(text).is_empty(), "{text}: {:?}", names(text));
        }
    }

    #[test]
    fn addresses_are_told_by_streets_and_by_codes_with_towns() {
        for (text, address, likely) in [
            (
                "at Flat 3, 12 High Street, London SW1A 1AA.",
                "Flat 3, 12 High Street, London SW1A 1AA",
                Likely::High,
            ),
            ("in der Hauptstr. 5, 10115 Berlin wohnt", "Hauptstr. 5, 10115 Berlin", Likely::High),
            ("in der Hauptstraße 5 und", "Hauptstraße 5", Likely::Medium),
            (
                "12 bis, rue de l'Église\n75002 Paris\n",
                "12 bis, rue de l'Église\n75002 Paris",
                Likely::High,
            ),
            (
                "en C/ Mayor, 3, 3º B, 28013 Madrid y",
                "C/ Mayor, 3, 3º B, 28013 Madrid",
                Likely::High,
            ),
            ("Xqztoord 39a, 6173 AL Xqztdam", "Xqztoord 39a, 6173 AL Xqztdam", Likely::Medium),
            (
                "7 Xqzt Cottages, Xqztham, OH 43210-1234.",
                "7 Xqzt Cottages, Xqztham, OH 43210-1234",
                Likely::Medium,
            ),
            ("an Postfach 2196, 4713 Liezen.", "Postfach 2196, 4713 Liezen", Likely::High),
            ("en Calle Gutenberg 12 y", "Calle Gutenberg 12", Likely::Medium),
            ("na al. Xqzta 12 i ul Xqzta.", "al. Xqzta 12", Likely::Medium),
            ("na ul Xqzta 12 i", "ul Xqzta 12", Likely::Medium),
            (
                "ul. Xqzta 5, Śródmieście, 00-001 Warszawa",
                "ul. Xqzta 5, Śródmieście, 00-001 Warszawa",
                Likely::High,
            ),
            (
                "12 High Street,\r\nXqztham,\r\nSW1A 1AA\r\n",
                "12 High Street,\r\nXqztham,\r\nSW1A 1AA",
                Likely::High,
            ),
        ] {
            assert_eq!(seen("mailing_address", text), [(address.to_owned(), likely)], "{text}");
        }
    }

    #[test]
    fn numbers_beside_words_of_streets_are_no_addresses() {
        for text in [
            "Copyright 2010, 2012 Adobe Systems",
            "Section 12 Road Traffic Act, Article 5 Street Trading",
            "Weg 12 km, Corso 5 di cucina, Hauptstraße 5 km",
            "In May 2019 Main Street closed",
            "asistió al Mundial 2022 de fútbol, os Jogos 2016 no Rio, via Twitter 2019, in Milaan 2015",
            "al Xqzta 12 y os Xqztas 14",
            "en bok av Xqzt 240",
            "le 13 novembre 2015 place de la République",
            "3.12 High Street, v1.5 Main Road",
        ] {
            let found = seen("mailing_address", text);
            assert!(found.is_empty(), "{text}: {found:?}");
        }
    }
}

//! The words that Amazon Macie documents for its identifiers are heard here too, beside a value.

use crate::support::program::Magpie;

/// The keywords of one of Macie's identifiers, as its user guide lists them.
struct List {
    macie: &'static str,
    detector: &'static str,
    value: &'static str,
    heard: &'static [&'static str],
    /// Those that are not heard in running text, each with the reason.
    left_out: &'static [(&'static str, &'static str)],
}

const LISTS: &[List] = &[
    List {
        macie: "CHILE_RUT_NUMBER",
        detector: "cl/rut",
        value: "12840371-K",
        heard: &[
            "identidad número",
            "nacional identidad",
            "national unique role",
            "nationaluniqueroleID#",
            "número identificación",
            "rol único nacional",
            "rol único tributario",
            "run#",
            "rut",
            "rut#",
            "r.u.t.",
            "unique national number",
            "unique national role",
            "unique tax registry",
            "unique tax role",
            "unique tributary number",
            "unique tributary role",
        ],
        left_out: &[
            ("run", "every build has runs; heard as the name of the value"),
            ("r.u.n.", "its letters joined are `run`"),
        ],
    },
    List {
        macie: "FRANCE_NATIONAL_IDENTIFICATION_NUMBER",
        detector: "fr/nir",
        value: "269054958815780",
        heard: &[
            "assurance sociale",
            "carte nationale d’identité",
            "cni",
            "code sécurité sociale",
            "French social security number",
            "fssn#",
            "insee",
            "insurance number",
            "national id number",
            "nationalid#",
            "numéro d'assurance",
            "sécurité sociale",
            "sécurité sociale non.",
            "sécurité sociale numéro",
            "social security",
            "social security number",
            "socialsecuritynumber",
            "ss#",
            "ssn",
            "ssn#",
        ],
        left_out: &[("social", "a word of social networks, whose ids have fifteen digits too")],
    },
    List {
        macie: "GERMANY_NATIONAL_IDENTIFICATION_NUMBER",
        detector: "de/identity_card",
        value: "LZ6311T475",
        heard: &[
            "ausweisnummer",
            "id number",
            "identification number",
            "identity number",
            "insurance number",
            "personal id",
            "personalausweis",
        ],
        left_out: &[],
    },
    List {
        macie: "CREDIT_CARD_NUMBER",
        detector: "global/payment_card",
        value: "4532015112830366",
        heard: &[
            "american express",
            "amex",
            "bank card",
            "c card",
            "card",
            "cc #",
            "ccn",
            "check card",
            "cred card",
            "credit",
            "credit card",
            "credit cards",
            "credit no",
            "credit num",
            "dankort",
            "debit",
            "debit card",
            "debit no",
            "debit num",
            "diners club",
            "discover",
            "electron",
            "japanese card bureau",
            "jcb",
            "mastercard",
            "pan",
            "payment account number",
            "payment card number",
            "pcn",
            "pmnt #",
            "pmnt card",
            "pmnt no",
            "pmnt number",
            "union pay",
            "visa",
            "account number",
        ],
        left_out: &[("mc", "two letters; heard as the name of the value")],
    },
    List {
        macie: "CREDIT_CARD_EXPIRATION",
        detector: "global/card_expiry",
        value: "02/2026",
        heard: &["exp d", "exp m", "exp y", "expiration", "expiry"],
        left_out: &[],
    },
    List {
        macie: "SWEDEN_DRIVERS_LICENSE",
        detector: "se/driving_licence",
        value: "740521-6636",
        heard: &[
            "ajokortin numero",
            "dlno# ajokortti",
            "drivere lic.",
            "förare lic.",
            "körkort",
            "körkort nummer",
            "körkortsnummer",
            "kuljettajat lic.",
        ],
        left_out: &[],
    },
];

/// Which of the words are heard before the value of the list, each in a file of its own.
fn heard(list: &List, words: &[&str], between: &str) -> Vec<bool> {
    let file = |at: usize| format!("{at}.txt");
    let scan = ["scan", "in", "--out", "run", "--detectors", list.macie, "--raw-keys"];
    let empty = Magpie::new(&scan);
    std::fs::create_dir(empty.place().current().join("in")).unwrap();
    let magpie = words.iter().enumerate().fold(empty, |magpie, (at, word)| {
        magpie.file(&format!("in/{}", file(at)), format!("{word}{between}{}\n", list.value))
    });
    let found = magpie.run().expect(0).results();
    (0..words.len()).map(|at| found.count(&file(at), list.detector) > 0).collect()
}

#[test]
fn keywords_of_macie_are_heard_but_for_those_that_are_left_out() {
    for list in LISTS {
        let left_out: Vec<&str> = list.left_out.iter().map(|(word, _)| *word).collect();
        let words = [list.heard, &left_out].concat();
        for (at, is_heard) in heard(list, &words, " ").into_iter().enumerate() {
            let expected = at < list.heard.len();
            assert_eq!(is_heard, expected, "{}: {:?}", list.macie, words[at]);
        }
    }
}

#[test]
fn words_that_tell_as_the_name_of_the_value_are_heard_there() {
    for list in LISTS {
        let named = list.left_out.iter().filter(|(_, why)| why.ends_with("the name of the value"));
        let words: Vec<&str> = named.map(|(word, _)| *word).collect();
        if !words.is_empty() {
            let all = heard(list, &words, ": ").into_iter().all(|is_heard| is_heard);
            assert!(all, "{}: {words:?}", list.macie);
        }
    }
}

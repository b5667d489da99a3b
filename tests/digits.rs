//! Numbers in typographic spaces and dashes, full-width, Arabic-Indic and Devanagari digits, through the
//! formats that people write them in.

use crate::support::program::Magpie;
use crate::support::root;

#[test]
fn cards_are_found_however_their_digits_and_gaps_are_written() {
    let folder = root().join("tests/fixtures/formats/digits");
    let results = Magpie::scan(&[folder.to_str().unwrap(), "--min-confidence", "low"])
        .run()
        .expect(0)
        .results();
    for key in
        ["cards.csv", "cards.json", "escaped.json", "cards.html", "references.html", "cards.docx"]
    {
        // The word processor's template carries a picture of its own.
        let docx = "partial EMBEDDED_CONTENT_NOT_READ";
        let outcome = if key.ends_with(".docx") { docx } else { "complete" };
        assert_eq!(results.outcome(key), outcome, "{key}");
        let mut of_key = results.findings.iter().filter(|finding| {
            finding["key"] == key && finding["detector"] == "global/payment_card"
        });
        let finding = of_key.next().unwrap_or_else(|| panic!("{key}: no card"));
        assert_eq!((&finding["count"], &finding["distinct"]), (&9.into(), &1.into()), "{key}");
        // A published test number.
        assert_eq!(finding["confidence"], "low", "{key}");
    }
    let cells = results.findings.iter().find(|finding| finding["key"] == "cards.csv").unwrap();
    let cells = cells["occurrences"]["cells"].as_array().unwrap();
    let rows: Vec<u64> = cells.iter().map(|cell| cell["row"].as_u64().unwrap()).collect();
    assert_eq!(rows, (2..=10).collect::<Vec<u64>>());
}

/// Ten digits of which the last is Luhn's, different ones.
fn luhn_numbers() -> impl Iterator<Item = String> {
    (0..400u64).map(|at| {
        let digits = format!("{:09}", 556_012_345 + at * 7_919);
        let doubled = |(place, digit): (usize, char)| {
            let digit = digit.to_digit(10).unwrap() * if place % 2 == 0 { 2 } else { 1 };
            digit / 10 + digit % 10
        };
        let sum: u32 = digits.chars().enumerate().map(doubled).sum();
        format!("{digits}{}", (10 - sum % 10) % 10)
    })
}

#[test]
fn numbers_with_a_sum_that_all_use_are_of_no_country_under_no_heading_or_one_that_says_nothing() {
    let table = |heading: &str| {
        let rows = luhn_numbers().map(|number| format!("x,{number}\n"));
        format!("kind,{heading}\n{}", rows.collect::<String>())
    };
    let headless: String = luhn_numbers().map(|number| format!("x,{number},7\n")).collect();
    let results = Magpie::scan_data(&["data", "--detectors", "all"])
        .file("data/neutral.csv", table("reference").as_bytes())
        .file("data/headless.csv", headless.as_bytes())
        .file("data/named.csv", table("organisationsnummer").as_bytes())
        .run()
        .expect(0)
        .results();
    let found: Vec<&str> =
        results.findings.iter().map(|finding| finding["key"].as_str().unwrap()).collect();
    assert_eq!(found, ["named.csv"]);
}

#[test]
fn numbers_that_nothing_checks_are_told_under_a_heading_and_not_without_one() {
    // Forms of passports and licences, which codes of products and orders have as well.
    let rows: String = (0..40)
        .map(|n| format!("{n},XC{},{}\n", 104_729 * (n + 17) % 9_000_000 + 1_000_000, n * 3))
        .collect();
    let scanned = Magpie::scan(&["bare.csv", "headed.csv"])
        .file("bare.csv", &rows)
        .file("headed.csv", format!("id,passport,points\n{rows}"))
        .run()
        .expect(0)
        .results();
    let of = |key: &str| -> u64 {
        let found = scanned.findings.iter().filter(|f| f["key"] == key && f["confidence"] != "low");
        found.map(|f| f["count"].as_u64().unwrap()).sum()
    };
    assert_eq!((of("bare.csv"), of("headed.csv")), (0, 40));
}

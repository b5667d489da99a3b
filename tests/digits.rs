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

//! What is found does not depend on windows, and no value is told twice.

use std::sync::Arc;

use magpie_catalog::{Catalog, Detector};
use magpie_engine::Engine;
use magpie_model::Confidence;
use proptest::prelude::*;

use super::{Lines, detector, engine, search, searched, values, whole};

#[test]
fn no_match_is_told_inside_another_however_long_a_chain_is() {
    use Confidence::{Low, Medium};
    let row = |groups: usize| vec!["12"; groups].join(" ");
    let engine = engine();
    for groups in [1300, 1367, 1500, 2800, 9000] {
        let found = values(&row(groups));
        assert!(found.is_sorted_by(|a, b| a.0.end <= b.0.start), "{groups}: {found:?}");
    }
    // A better match that begins where a chain is cut is told, and what it overlaps is not.
    for behind in 1360..1372 {
        let text = format!("{} 123-45-6789", row(behind));
        let found = whole(&engine, &format!("{text} ssn"));
        assert_eq!(found.last().expect("it is found"), "t/grouped medium 123-45-6789", "{behind}");
    }
    // One that is longer than what is settled as one hides all that it holds.
    let long = [(r"\bA(?: [0-9]{2}){2000}\b", Medium, None)];
    let short = [(r"\b[0-9]{2}(?: [0-9]{2}){3,5}\b", Low, None)];
    let detectors = vec![detector("t/long", &long, &[]), detector("t/short", &short, &[])];
    let engine = Arc::new(Engine::new(&Catalog { detectors }).expect("the patterns compile"));
    let found = whole(&engine, &format!("A {}", row(2003)));
    assert_eq!(found.len(), 1, "{found:?}");
    let found = whole(&engine, &format!("A {}", row(2004)));
    assert_eq!(found[1..], ["t/short low 12 12 12 12"]);
}

/// Texts with matches, near misses, long lines and multi-byte characters close together.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[0-9]{9}", 3 => "[0-9]{3}-[0-9]{2}-[0-9]{4}", 2 => "[0-9]{2}( [0-9]{2}){3,9}",
        2 => "[a-z.]{1,9}@[a-z]{1,9}\\.[a-z]{2,4}", 2 => "AKIA[0-9A-Z]{16}", 1 => "-----BEGIN KEY-----",
        2 => "\\+[1-9][0-9 ]{6,12}", 2 => "[a-z]:[a-z]{2}[XY]{2,5}", 2 => "[0-9]{2}/[0-9]{2}/[0-9]{4}",
        1 => "[0-9]{2}([\u{A0}\u{2009}\u{202F}\u{3000} -][0-9]{2}){3,6}", 1 => "[０-９]{9}|[०-९]{9}|[٠-٩]{3}-[٠-٩]{2}-[٠-٩]{4}",
        1 => "[0-9\u{200B}\u{AD}\u{2011}\u{200E}\u{2066}]{9,16}", 1 => "[๐-๙]{9}|[០-៩\u{202D}]{9,12}",
        4 => " (passport|born|ssn|order|account) ", 3 => "[ ,;\r\n\té–€]{1,3}", 2 => "[a-z]{1,40}",
        1 => "[ -~]{0,80}", 1 => "[0-9]{1,30}", 1 => "x{3000}", 1 => "[0-9]{2}( [0-9]{2}){200}",
    ];
    proptest::collection::vec(piece, 0..160).prop_map(|pieces| pieces.concat())
}

/// Chains of matches that overlap for longer than is settled as one, with others in them.
fn chains() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[0-9]{2}( [0-9]{2}){700,2800}", 2 => "( [0-9]{2}){1,30}", 1 => "( |-)[0-9]{3}-[0-9]{2}-[0-9]{4} ",
        1 => " (passport|ssn|account) ", 1 => "[\u{A0}\n]", 1 => "( [०-९]{2}){9}", 1 => " [0-9]{9} ",
    ];
    proptest::collection::vec(piece, 1..8).prop_map(|pieces| pieces.concat())
}

/// Detectors whose matches may be as long as a match may be, beside short ones that may begin inside them.
fn long() -> Arc<Engine> {
    use Confidence::{High, Low, Medium};
    let pem = [(r"-----BEGIN [^-]{1,8100}-----", High, None)];
    let row = [(r"\b[0-9]{2}(?:[ \r\n]{1,2}[0-9]{2}){3,2500}\b", Low, None)];
    let short = [(r"[0-9]{5}", Low, None), (r"bdg[0-9]{3}", Medium, None)];
    let name = [(r"[a-z]{1,200}!", Low, None)];
    let detectors = vec![
        detector("t/name", &name, &["born"]),
        detector("t/pem", &pem, &[]),
        detector("t/row", &row, &["passport"]),
        detector("t/short", &short, &["ключ"]),
    ];
    Arc::new(Engine::new(&Catalog { detectors }).expect("the patterns compile"))
}

/// Long matches, and what interrupts them.
fn long_texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => "-----BEGIN [A-Z0-9 é\r\n]{0,60}", 3 => "[0-9]{2}((\r\n| )[0-9]{2}){300,2600}", 2 => "-----",
        2 => "([A-Z][a-z0-9]{3}\r\n){200,1800}", 2 => "[a-z]{1,250}!", 2 => "[0-9]{5,11}|[０-９]{5,11}|[𝟎-𝟗]{4,6}",
        2 => "bdg[0-9]{3}|ｂｄｇ[０-９]{3}|xbdg\u{200B}[0-9]{3}", 3 => " (passport|born|КЛЮЧ|ключ)\r\n", 1 => "[é€𝟎한\u{A0}]{1,400}",
    ];
    proptest::collection::vec(piece, 1..10).prop_map(|pieces| pieces.concat())
}

/// Words run together, where matches begin anywhere.
fn tangles() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z]{3,9}", 4 => "[A-Z]{3,9}", 4 => "[0-9]{1,12}", 3 => "_", 3 => "[ \n]", 2 => "\n[a-z]{2}:",
        2 => "[αβγδ]{1,7}", 1 => "é", 1 => "#", 1 => "[!-~]{300,500}#", 1 => "[a-z]{600}", 1 => "[0-9]{600}",
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Detectors of nothing but running text.
fn finders() -> Arc<Engine> {
    let detectors = magpie_checks::running::finders()
        .iter()
        .map(|finder| Detector { finder: Some(finder), ..detector(finder.name, &[], &[]) });
    let catalog = Catalog { detectors: detectors.collect() };
    Arc::new(Engine::new(&catalog).expect("there is no pattern"))
}

/// Names and addresses, whole and torn apart, in lines of all lengths.
fn prose() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "(Anna|José|Jean-Luc|Łukasz|Will|J\\.|Ó)", 4 => "(Schmidt|García|O'Brien|Nowak|Brown|Xqzt)",
        2 => "(Mrs|Herr Dr\\.|M\\.|Sig\\.ra|Dear|Patient|van der|de la|und|rue|Institut)",
        2 => "(Regards,|Mit freundlichen Grüßen|Cordialement)\n{1,3}",
        4 => "[1-9][0-9]{0,3}[ab]?", 3 => "(High Street|Hauptstraße|rue de la Paix|Calle Mayor|ul\\. Długa|PO Box)",
        3 => "(London SW1A 1AA|10115 Berlin|1017 GA Amsterdam|00-001 Warszawa|Perth WA 6000)",
        16 => " ", 4 => ", ", 3 => "\n", 2 => "[a-zé ]{1,60}", 1 => "[ -~]{0,40}", 1 => "[\u{80}-\u{2FF}€]{1,9}", 1 => "a{300}",
    ];
    proptest::collection::vec(piece, 0..160).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn windows_equal_whole(text in texts(), by_line: bool, seed: u64, most in 1usize..5000) {
        assert_windows_equal_whole(&engine(), &text, by_line, seed, most)?;
    }

    #[test]
    fn windows_equal_whole_where_every_byte_is_searched(
        text in tangles(), by_line: bool, seed: u64, most in 1usize..5000,
    ) {
        assert_windows_equal_whole(&searched(), &text, by_line, seed, most)?;
    }

    #[test]
    fn windows_equal_whole_in_running_text(text in prose(), by_line: bool, seed: u64, most in 1usize..5000) {
        assert_windows_equal_whole(&finders(), &text, by_line, seed, most)?;
    }
}

proptest! {
    // Of long texts a few say as much.
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn windows_equal_whole_in_chains_of_any_length(
        text in chains(), by_line: bool, seed: u64, most in 500usize..9000,
    ) {
        assert_windows_equal_whole(&engine(), &text, by_line, seed, most)?;
    }

    #[test]
    fn windows_equal_whole_around_the_longest_matches(
        text in long_texts(), by_line: bool, seed: u64, most in 500usize..9000,
    ) {
        assert_windows_equal_whole(&long(), &text, by_line, seed, most)?;
    }
}

/// Cuts the text at places drawn from `seed`, at most `most` bytes apart.
fn assert_windows_equal_whole(
    engine: &Arc<Engine>,
    text: &str,
    by_line: bool,
    seed: u64,
    most: usize,
) -> Result<(), TestCaseError> {
    // Padding makes even short texts span several windows.
    let text = format!("{text}{}{text}{}{text}", " ".repeat(26_000), "y\n".repeat(13_000));
    let lines = || Lines { by_line, label: None };
    let mut state = seed | 1;
    let cut = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        1 + (state as usize) % most
    };
    let cuts = search(engine, text.as_bytes(), lines(), cut);
    for pair in cuts.windows(2) {
        prop_assert!(pair[0].2 <= pair[1].1, "one value is told twice: {pair:?}");
    }
    prop_assert_eq!(cuts, search(engine, text.as_bytes(), lines(), || usize::MAX / 2));
    Ok(())
}

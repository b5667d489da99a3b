//! The engine through its border: texts in, matches out, whole or in windows.

mod windows;

use std::sync::Arc;

use magpie_catalog::{Catalog, Context, Detector, Examples, Field, FieldValue, Mask, Pattern};
use magpie_engine::{Engine, Lead, Match};
use magpie_model::{
    Category, Cell, Confidence, Layout, Location, Place, Severity, SeverityBands, Span, Window,
};

fn detector(
    id: &str,
    patterns: &[(&str, Confidence, Option<&str>)],
    keywords: &[&str],
) -> Detector {
    Detector {
        id: id.into(),
        origin: format!("{id}.toml"),
        name: id.into(),
        description: "For tests.".into(),
        category: Category::Custom,
        countries: vec![],
        severity: SeverityBands::always(Severity::Low),
        macie: vec![],
        references: vec![],
        profiles: vec![],
        mask: Mask::All,
        patterns: patterns
            .iter()
            .map(|(regex, base, check)| Pattern {
                regex: (*regex).into(),
                base: *base,
                check: check.map(|name| magpie_checks::find(name).expect("the check exists")),
                own_words: false,
                across_cells: false,
            })
            .collect(),
        fields: vec![],
        finder: None,
        context: Context {
            keywords: keywords.iter().map(|k| (*k).into()).collect(),
            characters: 30,
            before: false,
            required: false,
            against: vec!["order".into()],
        },
        specimens: vec![],
        allow: vec![],
        ignore: vec![],
        examples: Examples::default(),
        formerly: vec![],
        digest: 0,
    }
}

fn engine() -> Arc<Engine> {
    use Confidence::{High, Low, Medium};
    let mut specimen =
        detector("t/nine", &[(r"\b[0-9]{9}\b", Low, None)], &["passport", "licence #"]);
    specimen.specimens = vec!["987654321".into()];
    specimen.allow = vec!["111111111".into()];
    specimen.ignore = vec!["0000".into()];
    let mut required =
        detector("t/date", &[(r"\b[0-9]{2}/[0-9]{2}/[0-9]{4}\b", Low, None)], &["born"]);
    required.context.required = true;
    let detectors = vec![
        required,
        detector(
            "t/grouped",
            &[(r"\b[0-9]{3}-[0-9]{2}-[0-9]{4}\b", Low, None)],
            &["ssn", "social security number"],
        ),
        detector("t/key", &[(r"\bAKIA[0-9A-Z]{16}\b", High, None)], &[]),
        detector(
            "t/mail",
            &[(r"\b[A-Za-z0-9._-]{1,64}@[a-z0-9.-]{1,63}\.[a-z]{2,9}\b", Medium, None)],
            &[],
        ),
        specimen,
        detector("t/pem", &[(r"-----BEGIN [A-Z ]{0,20}KEY-----", High, None)], &[]),
        detector("t/plus", &[(r"\+[1-9][0-9 ]{6,16}[0-9]\b", Medium, None)], &[]),
        detector("t/search", &[(r"[a-z]:[a-z]{2}[XY]{2,9}", Medium, None)], &[]),
        detector("t/wide", &[(r"\b[0-9]{2}(?:[ -]?[0-9]{2}){3,20}\b", Low, None)], &["account"]),
    ];
    Arc::new(Engine::new(&Catalog { detectors }).expect("the patterns compile"))
}

/// A text of lines, in which each line is a cell when `by_line` is set.
struct Lines {
    by_line: bool,
    label: Option<&'static str>,
}

impl Layout for Lines {
    fn cell(&mut self, window: &Window<'_>, at: usize) -> Cell {
        let text = window.text;
        let (start, end) = match self.by_line {
            false => (0, text.len()),
            true => (
                text[..at].iter().rposition(|&b| b == b'\n').map_or(0, |i| i + 1),
                text[at..].iter().position(|&b| b == b'\n').map_or(text.len(), |i| at + i),
            ),
        };
        Cell { start, end, label: self.label.map(|_| 0), place: Place::Text }
    }

    fn label(&self, _: u32) -> &str {
        self.label.unwrap_or("")
    }

    fn locate(&mut self, _: &Window<'_>, _: &Cell, _: &Span) -> Location {
        Location { place: Place::Text, label: None, lines: None, start_column: None, bytes: None }
    }
}

type Hit = (String, u64, u64, &'static str, Vec<String>);

/// Searches `text` in windows whose cores end where `cut` says; one window when it never does.
fn search(
    engine: &Arc<Engine>,
    text: &[u8],
    mut layout: Lines,
    mut cut: impl FnMut() -> usize,
) -> Vec<Hit> {
    let mut scanner = engine.scanner();
    scanner.begin();
    let mut hits = Vec::new();
    let mut from = 0;
    loop {
        let start = from - from.min(Window::LOOKBEHIND_BYTES);
        let end = text.len().min((from + cut()).saturating_add(Window::LOOKAHEAD_BYTES));
        let window = Window {
            text: &text[start..end],
            base: start as u64,
            from: from - start,
            last: end == text.len(),
        };
        let mut take = |m: &Match<'_>, _: &mut dyn Layout| {
            hits.push((
                engine.detector(m.detector).id.to_string(),
                window.base + m.span.start as u64,
                window.base + m.span.end as u64,
                m.confidence.as_str(),
                engine.explain(m.detector, &m.evidence),
            ));
        };
        let dealt = scanner.window(&window, &mut layout, &mut take);
        if window.last {
            return hits;
        }
        assert!(start + dealt > from, "every window makes headway");
        from = start + dealt;
    }
}

fn whole(engine: &Arc<Engine>, text: &str) -> Vec<String> {
    let plain = Lines { by_line: false, label: None };
    search(engine, text.as_bytes(), plain, || usize::MAX / 2)
        .into_iter()
        .map(|(id, start, end, confidence, _)| {
            format!("{id} {confidence} {}", &text[start as usize..end as usize])
        })
        .collect()
}

#[test]
fn each_pattern_is_found_its_own_way() {
    let leads: Vec<_> = engine().plans().iter().map(|plan| plan.lead).collect();
    use Lead::{Literal, Pivot, Search, Shape};
    assert_eq!(leads, [Shape, Shape, Shape, Pivot, Shape, Literal, Shape, Search, Shape]);
}

#[test]
fn every_way_finds() {
    let engine = engine();
    let text = "id 123-45-6789, mail a.b@example.com, key AKIAABCDEFGHIJKLMNOP, tel +49 30 1234567,\n\
                -----BEGIN RSA PRIVATE KEY----- q:abXXY 123456789";
    assert_eq!(
        whole(&engine, text),
        [
            "t/grouped low 123-45-6789",
            "t/mail medium a.b@example.com",
            "t/key high AKIAABCDEFGHIJKLMNOP",
            "t/plus medium +49 30 1234567",
            "t/pem high -----BEGIN RSA PRIVATE KEY-----",
            "t/search medium q:abXXY",
            "t/nine low 123456789",
        ]
    );
}

#[test]
fn words_are_borders() {
    let engine = engine();
    for text in ["x123456789", "123456789x", "12345678901", "1.123456789", "123456789.5"] {
        assert!(whole(&engine, text).is_empty(), "{text}");
    }
    for text in [
        "é123456789ü",
        "\"123456789\"",
        "123456789.",
        "(123456789)",
        "123456789",
        "-123456789",
        "_123456789",
        "id_123456789_x",
        "123456789_",
    ] {
        assert_eq!(whole(&engine, text), ["t/nine low 123456789"], "{text}");
    }
}

#[test]
fn a_group_of_a_uuid_is_no_number() {
    let engine = engine();
    assert!(whole(&engine, "1b4e28ba-2fa1-11d2-883f-123456789").is_empty());
    assert!(whole(&engine, "123456789-2fa1-11d2-883f-0016d3cca427").is_empty());
}

#[test]
fn literals_that_begin_anywhere_are_found_however_many_they_are() {
    let literals = ["昭和", "平成", "民國", "大正", "éa", "ñb", "qed"];
    for count in [1, 2, 4, 6, 7] {
        let regex = format!("(?:{})[0-9]{{4}}", literals[..count].join("|"));
        let detectors = vec![detector("t/era", &[(&regex, Confidence::Low, None)], &[])];
        let engine = Arc::new(Engine::new(&Catalog { detectors }).expect("the pattern compiles"));
        let text: String = literals.map(|literal| format!("x昭{literal}1974平 ")).concat();
        let expected: Vec<String> =
            literals[..count].iter().map(|literal| format!("t/era low {literal}1974")).collect();
        // Often enough that one stands across every border of what is classified together.
        assert_eq!(whole(&engine, &text.repeat(400)), vec![expected; 400].concat());
    }
}

/// A match that begins at every byte is put in its place for each search anew.
#[test]
#[expect(clippy::disallowed_methods, reason = "two times on one machine, one beside the other")]
fn many_searches_cost_what_each_of_them_costs() {
    let search = |number: usize| {
        let regex = format!("(?:[a-z][a-z ]{{4,{}}}|no{number})", 30 + number);
        detector(&format!("t/{number}"), &[(&regex, Confidence::Medium, None)], &[])
    };
    let text = "the quick brown fox, ".repeat(1500);
    let seconds = |searches: usize| {
        let detectors = (0..searches).map(search).collect();
        let engine = Arc::new(Engine::new(&Catalog { detectors }).expect("the patterns compile"));
        let begun = std::time::Instant::now();
        assert_eq!(whole(&engine, &text).len(), 1500, "one a sentence");
        begun.elapsed().as_secs_f64()
    };
    let (one, eight) = (seconds(1), seconds(8));
    assert!(eight < 60.0 * one, "{one} seconds by one, {eight} by eight");
}

#[test]
fn what_short_texts_have_taught_changes_nothing() {
    let texts =
        ["passport 123456789", "123-45-6789", "1.123456789", "born 12/34/5678", "a@b.org", ""];
    let shared = engine();
    for text in texts.into_iter().chain(texts.into_iter().rev()) {
        assert_eq!(shared.search_text(text), engine().search_text(text), "{text}");
    }
}

#[test]
fn a_number_behind_a_year_is_a_number() {
    let engine = engine();
    for text in
        ["INV-2024-123456789", "A-0001-123456789 ok", "123456789-2024-HR", "123456789-1998-"]
    {
        assert_eq!(whole(&engine, text), ["t/nine low 123456789"], "{text}");
    }
    let of_uuids =
        [(r"\b[0-9]{8}\b", Confidence::Low, None), (r"\b[0-9]{12}\b", Confidence::Low, None)];
    let detectors = vec![detector("t/ends", &of_uuids, &[])];
    let engine = Arc::new(Engine::new(&Catalog { detectors }).expect("the patterns compile"));
    for uuid in ["12345678-2024-1999-8833-123456789012", "12345678-2024-1999-8833-a23456789012"] {
        assert!(whole(&engine, uuid).is_empty(), "{uuid}");
    }
}

#[test]
fn among_many_candidates_those_near_a_keyword_are_found() {
    let engine = engine();
    let date = "12/34/5678 ";
    for (before, pad) in [(0, 0), (1, 3), (5, 7), (40, 1), (93, 0), (94, 5), (150, 2), (400, 9)] {
        let text =
            [&*date.repeat(before), &*"- ".repeat(pad), "born ", &*date.repeat(300)].concat();
        let born = text.find("born").expect("it is there");
        let is_near = |start: usize| {
            let gap = if start < born { born - (start + 10) } else { start - (born + 4) };
            gap <= 30
        };
        let dates = text.match_indices(date).map(|(start, _)| start as u64);
        let near: Vec<u64> = dates.clone().filter(|&start| is_near(start as usize)).collect();
        let starts = |label: Option<&'static str>, bytes: usize| -> Vec<u64> {
            let hits = search(&engine, text.as_bytes(), Lines { by_line: false, label }, || bytes);
            hits.into_iter().map(|hit| hit.1).collect()
        };
        assert_eq!(starts(None, usize::MAX / 2), near, "{before} {pad}");
        assert_eq!(starts(None, 700), near, "{before} {pad} in windows");
        assert_eq!(starts(Some("other"), usize::MAX / 2), near, "{before} {pad}");
        assert_eq!(starts(Some("born"), usize::MAX / 2), dates.collect::<Vec<_>>());
    }
}

#[test]
fn keywords_raise_within_thirty_characters() {
    let engine = engine();
    assert_eq!(whole(&engine, "Passport no. 123456789"), ["t/nine medium 123456789"]);
    assert_eq!(whole(&engine, "123456789 (passport)"), ["t/nine medium 123456789"]);
    let far = format!("passport {} 123456789", "x".repeat(29));
    assert_eq!(whole(&engine, &far), ["t/nine low 123456789"]);
    let near = format!("passport {} 123456789", "x".repeat(28));
    assert_eq!(whole(&engine, &near), ["t/nine medium 123456789"]);
    assert_eq!(whole(&engine, "passports 123456789"), ["t/nine medium 123456789"]);
    assert_eq!(whole(&engine, "passportx 123456789"), ["t/nine low 123456789"]);
    assert_eq!(
        whole(&engine, "SocialSecurityNumber=123-45-6789"),
        ["t/grouped medium 123-45-6789"]
    );
}

/// A detector of nine digits that asks for the keyword within twenty characters.
fn within_twenty(keyword: &str) -> Arc<Engine> {
    let nine = (r"\b[0-9]{9}\b", Confidence::Low, None);
    let mut detectors = vec![detector("t/nine", &[nine], &[keyword])];
    detectors[0].context.characters = 20;
    Arc::new(Engine::new(&Catalog { detectors }).expect("the pattern compiles"))
}

#[test]
fn characters_are_counted_whatever_bytes_they_take() {
    for (keyword, filler) in [("护照", "我"), ("旅券", "𠀀"), ("여권", "é"), ("паспорт", ". я")]
    {
        let engine = within_twenty(keyword);
        for count in 0..=20 {
            let between: String = filler.chars().cycle().take(count).collect();
            let between = format!("{between:.<20}");
            for text in
                [format!("x {keyword}{between}123456789"), format!("123456789{between}{keyword}")]
            {
                assert_eq!(whole(&engine, &text), ["t/nine medium 123456789"], "{text}");
            }
            for text in
                [format!("{keyword}.{between}123456789"), format!("123456789.{between}{keyword}")]
            {
                assert_eq!(whole(&engine, &text), ["t/nine low 123456789"], "{text}");
            }
        }
    }
}

#[test]
fn where_no_space_is_between_words_a_keyword_is_met_in_a_sentence() {
    for (keyword, text) in [
        ("护照", "我的护照号码是123456789。"),
        ("护照号码", "我的护照号码是123456789。"),
        ("旅券番号", "私の旅券番号は123456789です"),
        ("パスポート", "新しいパスポートの123456789"),
        ("여권번호", "제 여권번호는 123456789입니다"),
        ("หนังสือเดินทาง", "เลขที่หนังสือเดินทางคือ 123456789"),
    ] {
        let engine = within_twenty(keyword);
        assert_eq!(whole(&engine, text), ["t/nine medium 123456789"], "{text}");
        let other: String = text.replace(keyword, "一");
        assert_eq!(whole(&engine, &other), ["t/nine low 123456789"], "{other}");
    }
}

/// Patterns of users, of which nothing tells where a match begins.
fn searched() -> Arc<Engine> {
    let regexes = [
        r"[a-z]{5}[A-Z]{5}",
        r"\b[A-Z]{3}[a-z]{3}\b",
        r"[0-9]{5}",
        r"(?m)^[a-z]{2}:",
        r"(?:α|β|γ){3}",
        r"[!-~]{200}#",
        r"[a-z]{2}\.=\.[a-z]{2}",
    ];
    let names = ["t/a", "t/b", "t/c", "t/d", "t/e", "t/f", "t/g"];
    let detectors = names.into_iter().zip(regexes);
    let detectors =
        detectors.map(|(name, regex)| detector(name, &[(regex, Confidence::Medium, None)], &[]));
    Arc::new(Engine::new(&Catalog { detectors: detectors.collect() }).expect("they compile"))
}

#[test]
fn what_nothing_tells_the_beginning_of_is_searched_for() {
    let engine = searched();
    assert!(engine.plans().iter().all(|plan| matches!(plan.lead, Lead::Search | Lead::Literal)));
    for (text, found) in [
        ("abcdeABCDE", &["t/a medium abcdeABCDE"][..]),
        ("xxabcdeABCDEYY", &["t/a medium abcdeABCDE"]),
        ("éabcdeABCDEü_", &["t/a medium abcdeABCDE"]),
        ("_ABCabc_ ABCabcd xABCabc", &["t/b medium ABCabc"]),
        ("x1234567890y", &["t/c medium 12345", "t/c medium 67890"]),
        ("ab: _cd: \nef:", &["t/d medium ab:", "t/d medium ef:"]),
        ("_ab:", &[]),
        ("xααβγx", &["t/e medium ααβ"]),
        ("ab.=.cd ab.= =.cd", &["t/g medium ab.=.cd"]),
    ] {
        assert_eq!(whole(&engine, text), found, "{text}");
    }
    // One stands across every border of what is searched together.
    let many = "ab.=.cd ".repeat(5_000);
    assert_eq!(whole(&engine, &many), vec!["t/g medium ab.=.cd"; 5_000]);
    let long = format!("{}#", "~".repeat(300));
    assert_eq!(whole(&engine, &long), [format!("t/f medium {}", &long[100..])]);
}

#[test]
fn a_pattern_that_must_be_searched_for_is_bounded() {
    let endless = detector("t/endless", &[("abc|a[a-z]{0,9000}Z", Confidence::Low, None)], &[]);
    let error = Engine::new(&Catalog { detectors: vec![endless] }).err().expect("it is refused");
    assert!(
        error.to_string().starts_with("detector t/endless, pattern 1: nothing tells"),
        "{error}"
    );
}

#[test]
fn letters_beyond_ascii_may_stand_before_the_first_digit() {
    for regex in [r"\b[A-Z](?:Ä|Ñ|[A-Z]) ?[0-9]{4}\b", r"\b[A-Z][^0-9\n]{1,3}[0-9]{4}\b"] {
        let detectors = vec![detector("t/a", &[(regex, Confidence::Low, None)], &[])];
        let engine = Arc::new(Engine::new(&Catalog { detectors }).expect("it compiles"));
        for value in ["XÄ 1234", "XÑ1234", "XY1234"] {
            let text = format!("x, {value}; x");
            assert_eq!(whole(&engine, &text), [format!("t/a low {value}")], "{regex}");
        }
    }
}

#[test]
fn too_many_keywords_are_an_error_and_no_crash() {
    let words: Vec<String> = (0..70_000).map(|at| format!("word{at}")).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (few, more) = words.split_at(100);
    let pattern = [(r"\b[0-9]{9}\b", Confidence::Low, None)];
    let detectors = vec![detector("t/a", &pattern, few), detector("t/b", &pattern, more)];
    let error = Engine::new(&Catalog { detectors }).err().expect("it is refused");
    assert!(error.to_string().starts_with("detector t/b: all detectors together"), "{error}");
}

#[test]
fn a_row_of_numbers_speaks_against_a_number_in_groups() {
    let engine = engine();
    let account = |text: &str| whole(&engine, &format!("account {text}"));
    assert_eq!(account("12 34 56 78 90"), ["t/wide medium 12 34 56 78 90"]);
    assert_eq!(account("3F 12 34 56 78 90"), ["t/wide low 12 34 56 78 90"]);
    assert_eq!(account("Be 12 34 56 78 90"), ["t/wide medium 12 34 56 78 90"]);
}

#[test]
fn a_whole_number_written_with_a_fraction_is_whole() {
    let engine = engine();
    assert_eq!(whole(&engine, "123456789.0,"), ["t/nine low 123456789"]);
    assert!(whole(&engine, "123456789.05 123456789.0.1").is_empty());
}

#[test]
fn the_user_of_a_url_is_no_address() {
    let engine = engine();
    for url in ["ssh://git@example.com", "https://a:b@example.com", "https://a:b!c@example.com/x"] {
        assert!(whole(&engine, url).is_empty(), "{url}");
    }
    assert_eq!(whole(&engine, "https://example.com/?m=a@example.com").len(), 1);
}

#[test]
fn a_required_keyword_is_required() {
    let engine = engine();
    assert!(whole(&engine, "on 01/02/1980").is_empty());
    assert_eq!(whole(&engine, "born 01/02/1980"), ["t/date medium 01/02/1980"]);
}

#[test]
fn a_required_keyword_of_digits_alone_is_heard_too() {
    let mut required =
        detector("t/date", &[(r"\b[0-9]{2}/[0-9]{2}/[0-9]{4}\b", Confidence::Low, None)], &["112"]);
    required.context.required = true;
    let engine = Arc::new(Engine::new(&Catalog { detectors: vec![required] }).unwrap());
    assert_eq!(whole(&engine, "112 01/02/1980"), ["t/date medium 01/02/1980"]);
    assert!(whole(&engine, "113 01/02/1980").is_empty());
}

#[test]
fn words_against_lower() {
    let engine = engine();
    assert_eq!(whole(&engine, "order q:abXXY"), ["t/search low q:abXXY"]);
}

#[test]
fn specimens_are_low_and_allowed_values_are_nothing() {
    let engine = engine();
    assert_eq!(whole(&engine, "passport 987654321"), ["t/nine low 987654321"]);
    assert!(whole(&engine, "passport 111111111").is_empty());
    assert!(whole(&engine, "passport 120000345").is_empty(), "it holds a word that is ignored");
}

#[test]
fn a_keyword_with_a_number_sign_is_none_without_it() {
    let engine = engine();
    for (text, confidence) in [
        ("licence 123456789", "low"),
        ("under the licence. 123456789", "low"),
        ("Licence #123456789", "medium"),
        ("LICENCE# 123456789", "medium"),
        ("licence. # 123456789", "medium"),
    ] {
        let expected = format!("t/nine {confidence} 123456789");
        assert_eq!(whole(&engine, text), [expected], "{text}");
    }
}

#[test]
fn a_keyword_that_names_what_follows_says_nothing_of_what_stands_before() {
    let engine = engine();
    for (text, confidence) in [
        ("123456789\npassport: none", "low"),
        ("{\"id\": 123456789, \"passport\": null}", "low"),
        ("id=123456789 passport=", "low"),
        ("123456789 (passport)", "medium"),
        ("123456789 passport::new", "medium"),
        ("passport: 123456789", "medium"),
    ] {
        let expected = format!("t/nine {confidence} 123456789");
        assert_eq!(whole(&engine, text), [expected], "{text}");
    }
}

/// As the built-in detectors are: what users write is theirs to say.
fn built_in(pattern: &str, check: Option<&str>) -> Arc<Engine> {
    let mut detector = detector("t/one", &[(pattern, Confidence::Low, check)], &["phone", "card"]);
    detector.category = Category::PersonalInformation;
    Arc::new(Engine::new(&Catalog { detectors: vec![detector] }).expect("the pattern compiles"))
}

/// What is found in each of the texts, at its confidence.
fn expect(engine: &Arc<Engine>, cases: &[(&str, &str)]) {
    for (text, confidence) in cases {
        let found = whole(engine, text);
        let found = found.first().and_then(|found| found.split(' ').nth(1)).unwrap_or("none");
        assert_eq!(found, *confidence, "{text}");
    }
}

#[test]
fn a_value_with_a_name_of_its_own_is_not_what_stands_before() {
    let engine = built_in(r"\b[0-9]{8}\b", None);
    expect(
        &engine,
        &[
            ("GET /phone/1?shard=41782306&t=1", "low"),
            ("{phone:1,cardinality:\"41782306\"}", "low"),
            ("better fix of phone for CVE-41782306", "low"),
            ("phones (closes: #41782306)", "low"),
            ("41782306&phone_id=1", "low"),
            ("phone=1 HTTP/1.1\" 200 41782306", "low"),
            ("ref 41782306\n\nwith phone 12345678", "low"),
            ("phone: 12345678\nref 41782306", "low"),
            ("41782306\nphone of the holder\n", "medium"),
            ("?phone=41782306&t=1", "medium"),
            ("type=phone&number=41782306", "medium"),
            ("phone-41782306, DE-41782306", "medium"),
            ("phone #41782306", "medium"),
            ("phone: home, 41782306", "medium"),
        ],
    );
}

#[test]
fn a_value_with_its_name_before_it_is_not_renamed_behind_it() {
    let cards = built_in(r"\b[0-9]{16}\b", Some("payment_card"));
    expect(
        &cards,
        &[
            ("order 4556737586899855 shipped to card-service payment", "low"),
            ("order: 4556737586899855, card", "low"),
            ("order paid: 4556737586899855, card", "medium"),
            ("order by card 4556737586899855", "medium"),
            ("paid 4556737586899855 by card", "high"),
        ],
    );
}

#[test]
fn a_day_a_fraction_a_version_and_a_hash_are_no_numbers_of_persons() {
    let engine = built_in(r"\b[0-9]{2}\.?[0-9]{6}\b", None);
    expect(
        &engine,
        &[
            ("phone 20040508", "low"),
            ("phone 20041308", "medium"),
            ("phone 98.133003", "low"),
            ("phone 08.133003", "medium"),
            ("phone 30+41782306", "none"),
            ("41782306 fix phone\n4f1c23e6 x\na1b2c3d4 y\n", "low"),
            ("41782306 fix phone\nAA123456 x\n12345678A y\nA1234567 z", "medium"),
            ("41782306 fix phone\n4f1c23e6 x\n", "medium"),
        ],
    );
}

#[test]
fn a_plus_in_an_address_begins_no_number() {
    let engine = built_in(r"\+[0-9]{8}\b", None);
    expect(
        &engine,
        &[
            ("Return-Path: <bounce+41782306-user=x.test@example.org> phone", "none"),
            ("phone+41782306", "medium"),
            ("Tel+41782306. phone", "medium"),
        ],
    );
    // The check refuses the UUID; what is left of it would pass.
    let engine = built_in(r"\b[a-z0-9][a-z0-9-]{0,50}@[a-z]{2,9}\.[a-z]{2,9}\b", Some("email"));
    let message = "Message-ID: <7c3dc998-deee-3a84-c80d-8ee7cccb07d2@example.net>";
    expect(&engine, &[(message, "none"), ("<anna-b@example.net>", "low")]);
}

#[test]
fn a_label_is_context_and_a_neighbours_cell_is_not() {
    let engine = engine();
    let text = b"passport\n123456789\n";
    let in_cells = search(&engine, text, Lines { by_line: true, label: None }, || usize::MAX / 2);
    assert_eq!(in_cells[0].3, "low");
    let labelled = Lines { by_line: true, label: Some("passport_no") };
    let labelled = search(&engine, text, labelled, || usize::MAX / 2);
    assert_eq!(labelled[0].3, "high");
}

#[test]
fn a_credential_that_is_not_kept_leaves_the_beginning_of_its_value_to_others() {
    let field = |value: FieldValue| Field {
        headings: vec!["pass".into()],
        value,
        base: Confidence::Medium,
        follows: false,
    };
    let mut secret = detector("t/secret", &[], &[]);
    secret.category = Category::Credentials;
    secret.fields = vec![field(FieldValue::Words(vec!["old".into()]))];
    let mut card = detector("t/card", &[], &[]);
    let check = magpie_checks::find("payment_card").expect("the check exists");
    card.fields = vec![field(FieldValue::Check(check))];
    let detectors = vec![card, secret];
    let engine = Arc::new(Engine::new(&Catalog { detectors }).expect("the fields are known"));
    let found = whole(&engine, "pass: 4012888888881881, old\n");
    assert_eq!(found, ["t/card medium 4012888888881881"]);
}

#[test]
fn a_match_stays_in_its_cell() {
    let engine = engine();
    let found =
        search(&engine, b"+49 30 123\n4567890 x", Lines { by_line: true, label: None }, || 1 << 20);
    assert_eq!(found.iter().map(|h| (h.1, h.2)).collect::<Vec<_>>(), [(0, 10)]);
}

#[test]
fn a_key_that_fills_its_cell_hides_nothing_in_the_cell_before() {
    let engine = engine();
    let text = b"123456789\nAKIAABCDEFGHIJKLMNOP\n";
    let found = search(&engine, text, Lines { by_line: true, label: Some("x") }, || usize::MAX / 2);
    assert_eq!(found.iter().map(|hit| hit.1).collect::<Vec<_>>(), [0, 10]);
}

/// Span, confidence and value of every match.
fn values(text: &str) -> Vec<(Span, &'static str, String)> {
    let engine = engine();
    let window = Window { text: text.as_bytes(), base: 0, from: 0, last: true };
    let mut found = Vec::new();
    let mut take = |m: &Match<'_>, _: &mut dyn Layout| {
        let value = String::from_utf8_lossy(m.clear).into_owned();
        found.push((m.span.clone(), m.confidence.as_str(), value));
    };
    engine.scanner().window(&window, &mut Lines { by_line: false, label: None }, &mut take);
    found
}

#[test]
fn a_number_is_found_in_whatever_characters_it_is_written() {
    for (written, value) in [
        ("123\u{2011}45\u{2011}6789", "123-45-6789"),
        ("123\u{2013}45–6789", "123-45-6789"),
        ("１２３－４５－６７８９", "123-45-6789"),
        ("१२३-४५-६७८९", "123-45-6789"),
        ("١٢٣-٤٥-٦٧٨٩", "123-45-6789"),
        ("๑๒๓-๔๕-๖๗๘๙", "123-45-6789"),
        ("১২৩-৪৫-৬৭৮৯", "123-45-6789"),
        ("௧௨௩௪௫௬௭௮௯", "123456789"),
        ("੧੨੩੪੫੬੭੮੯", "123456789"),
        ("૧૨૩૪૫૬૭૮૯", "123456789"),
        ("౧౨౩౪౫౬౭౮౯", "123456789"),
        ("೧೨೩೪೫೬೭೮೯", "123456789"),
        ("൧൨൩൪൫൬൭൮൯", "123456789"),
        ("୧୨୩୪୫୬୭୮୯", "123456789"),
        ("၁၂၃၄၅၆၇၈၉", "123456789"),
        ("១២៣៤៥៦៧៨៩", "123456789"),
        ("໑໒໓໔໕໖໗໘໙", "123456789"),
        ("𝟏𝟐𝟑-𝟰𝟱-𝟼𝟽𝟾𝟿", "123-45-6789"),
        ("🯱🯲🯳🯴🯵🯶🯷🯸🯹", "123456789"),
        ("꧑꧒꧓꧔꧕꧖꧗꧘꧙", "123456789"),
        ("꩑꩒꩓꩔꩕꩖꩗꩘꩙", "123456789"),
        ("123\u{200E}-45-\u{200F}6789", "123-45-6789"),
        ("12\u{202D}3456\u{202C}789", "123456789"),
        ("+49 \u{2066}30 1234567", "+49 30 1234567"),
        ("12\u{3000}34\u{3000}56\u{3000}78", "12 34 56 78"),
        ("۱۲۳٤۵۶۷۸۹", "123456789"),
        ("123\u{200B}456\u{AD}78\u{2060}9", "123456789"),
        ("1\u{FEFF}23456789", "123456789"),
        ("12\u{A0}34\u{202F}56\u{2009}78\u{2007}90", "12 34 56 78 90"),
        ("+49\u{A0}30\u{A0}1234567", "+49 30 1234567"),
        ("＋49 30 1234567", "+49 30 1234567"),
    ] {
        let text = format!("né “{written}” fin");
        let start = text.find(written).unwrap();
        let span = start..start + written.len();
        assert!(values(&text).iter().any(|m| m.0 == span && m.2 == value), "{text}");
    }
}

#[test]
fn whatever_tells_where_a_match_begins_the_number_in_it_may_be_written_otherwise() {
    use Lead::{Literal, Search, Shape};
    for (regex, lead, written) in [
        (r"\bBDG-[0-9]{6}\b", Shape, "BDG-１２３４５６"),
        (r"BDG-[0-9]{6}", Literal, "BDG-１２３４５６"),
        (r"昭和[0-9]{1,2}年", Literal, "昭和４９年"),
        (r"\bcustomer number: [0-9]{3} [0-9]{3}\b", Literal, "customer number: 123\u{A0}456"),
        (r"\bcustomer number: [0-9]{3} [0-9]{3}\b", Literal, "customer number: ١٢٣\u{A0}٤٥٦"),
        (r"[a-z][0-9]{5}", Search, "a１２３４５"),
        (r"[a-z][0-9]{5}-x", Search, "a12\u{200B}345\u{2011}x"),
        (r"(?u:[α-ω])[0-9]{5}", Search, "β１２٣٤٥"),
    ] {
        let detectors = vec![detector("t/a", &[(regex, Confidence::Low, None)], &[])];
        let engine = Arc::new(Engine::new(&Catalog { detectors }).expect("it compiles"));
        assert_eq!(engine.plans()[0].lead, lead, "{regex}");
        for text in
            [format!("– {written} né"), written.into(), format!("{}{written}", "é".repeat(9000))]
        {
            assert_eq!(whole(&engine, &text), [format!("t/a low {written}")], "{regex}");
        }
    }
    // Matches of these may begin right behind another digit or letter.
    let inside = [(r"[0-9]{5}", Confidence::Low, None), (r"bdg[0-9]{3}", Confidence::Low, None)];
    let detectors = vec![detector("t/a", &inside, &[])];
    let engine = Arc::new(Engine::new(&Catalog { detectors }).expect("it compiles"));
    let found = whole(&engine, "１２３４５６７８９０ ｘｂｄｇ１２３");
    assert_eq!(found, ["t/a low １２３４５", "t/a low ６７８９０", "t/a low ｂｄｇ１２３"]);
}

#[test]
fn other_characters_change_nothing_else() {
    let found = values("passport １２３４５６７８９");
    assert_eq!(found, [(9..36, "medium", "123456789".into())], "keywords are heard as ever");
    assert_eq!(values("passport ９８７６５４３２１")[0].1, "low", "specimens are specimens");
    for text in [
        "passport １１１１１１１１１",
        "x\u{200B}123456789",
        "1234567\u{200B}8901",
        "１．123456789",
        "１２３４５６７８９０１",
        "12\u{A0}–\u{A0}word",
    ] {
        let found = values(text);
        assert!(found.iter().all(|m| text[m.0.clone()].is_ascii()), "{text}");
    }
}

#[test]
fn of_overlapping_matches_the_better_one_wins() {
    let engine = engine();
    let found = whole(&engine, "account 12 34 56 78 90 passport");
    assert_eq!(found, ["t/wide medium 12 34 56 78 90"]);
}

#[test]
fn no_bytes_are_too_odd() {
    let engine = engine();
    for text in [
        &b""[..],
        b"\0",
        b"\xff\xfe1\x002\x00",
        b"@",
        b"@@@@",
        b"a@",
        b"-----BEGIN ",
        b"+",
        b"\xc3",
    ] {
        let found = search(&engine, text, Lines { by_line: false, label: None }, || usize::MAX / 2);
        assert!(found.is_empty());
    }
}

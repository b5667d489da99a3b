//! `docs/limits.md` says which bounds have which flags; the program says the same.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use crate::support::program::Magpie;
use crate::support::root;

/// The flags in the table of bounds, with the defaults beside them.
fn documented() -> Vec<(String, String)> {
    let text = std::fs::read_to_string(root().join("docs/limits.md")).unwrap();
    let rows = text.lines().filter(|line| line.starts_with("| ")).map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        (cells.get(2).unwrap_or(&"").trim_matches('`').to_owned(), cells[1].to_owned())
    });
    rows.filter(|(flag, _)| flag.starts_with("--")).collect()
}

/// What the help says under "Limits": each flag with its default.
fn helped() -> Vec<(String, String)> {
    let magpie = Command::new(env!("CARGO_BIN_EXE_magpie")).args(["scan", "--help"]).output();
    let help = String::from_utf8(magpie.unwrap().stdout).unwrap();
    let limits = help.split("\nLimits:\n").nth(1).unwrap();
    let lines = limits.lines().take_while(|line| line.is_empty() || line.starts_with(' '));
    // Lines are wrapped anywhere, also between a default and what it is of.
    let text = lines.collect::<Vec<_>>().join(" ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut flags: Vec<(String, String)> = Vec::new();
    for pair in words.windows(2) {
        if pair[0].starts_with("--") && pair[1].starts_with('<') {
            flags.push((pair[0].to_owned(), String::new()));
        } else if let Some((_, said)) = flags.last_mut() {
            said.push_str(pair[1]);
            said.push(' ');
        }
    }
    for (_, said) in &mut flags {
        let default = said.split("[default: ").nth(1).and_then(|rest| rest.split(']').next());
        *said = default.unwrap_or_default().to_owned();
    }
    assert!(flags.len() > 5, "{help}");
    flags
}

/// A default without spaces and commas, so that `1 GiB` and `1GiB` are one.
fn plain(default: &str) -> String {
    default.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_lowercase()
}

#[test]
fn every_bound_of_the_help_stands_in_the_table_with_its_default() {
    let table = documented();
    let missing: Vec<_> = helped()
        .into_iter()
        // How many objects are read at a time is no bound on what is read.
        .filter(|(flag, _)| flag != "--jobs")
        .filter(|(flag, default)| {
            let row = table.iter().find(|(known, _)| known == flag);
            row.is_none_or(|(_, known)| plain(known) != plain(default))
        })
        .collect();
    assert!(missing.is_empty(), "not in docs/limits.md, or with another default: {missing:?}");
}

#[test]
fn every_flag_of_the_table_exists() {
    let magpie = Command::new(env!("CARGO_BIN_EXE_magpie")).args(["scan", "--help"]).output();
    let help = String::from_utf8(magpie.unwrap().stdout).unwrap();
    let words: BTreeSet<&str> = help.split_whitespace().collect();
    let gone: Vec<_> =
        documented().into_iter().filter(|(flag, _)| !words.contains(&flag[..])).collect();
    assert!(gone.is_empty(), "flags in docs/limits.md that do not exist: {gone:?}");
}

/// One of each format whose directory stands at its end or anywhere, and others.
const FORMATS: &[&str] = &[
    "office/letter.docx",
    "office/openpyxl.xlsx",
    "office/slides.pptx",
    "ole/letter.doc",
    "ole/libreoffice.xls",
    "orc/pyorc_none.orc",
    "parquet/flat_none.parquet",
    "pdf/reportlab.pdf",
    "sqlite/shop.sqlite",
];

/// A zip with one stored entry that is longer than the bound, so that its directory lies beyond it.
fn zip_of(name: &str, content: &str) -> Vec<u8> {
    let number = |number: usize| u32::try_from(number).unwrap().to_le_bytes();
    let head = [&b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0"[..], &[0; 4], &number(content.len())].concat();
    [&head[..], &number(content.len()), &number(name.len()), name.as_bytes(), content.as_bytes()]
        .concat()
}

#[test]
fn an_object_beyond_its_bound_is_read_up_to_there_whatever_its_format() {
    let magpie = Magpie::scan_data(&["data", "--object-bytes-max", "512"]);
    let data = magpie.place().current().join("data");
    for name in FORMATS {
        let fixture = root().join("tests/fixtures/formats").join(name);
        std::fs::copy(fixture, data.join(name.replace('/', "-"))).unwrap();
    }
    let text = format!("card 4532015112830366\n{}", "plain text ".repeat(500));
    std::fs::write(data.join("stored.zip"), zip_of("a.txt", &text)).unwrap();
    let ended = magpie.run();
    let results = ended.results();
    results.reconcile();
    for object in &results.objects {
        let key = object["key"].as_str().unwrap();
        assert_eq!(results.outcome(key), "partial FILE_EXCEEDS_SIZE_LIMIT", "{key}");
        let read = object["bytes_read"].as_u64().unwrap();
        assert!(read > 0 && read <= 512, "{key}: {read}");
    }
    assert_eq!(results.objects.len(), FORMATS.len() + 1);
    assert_eq!(results.count("stored.zip", "global/payment_card"), 1, "{:#?}", results.findings);
}

#[test]
fn standard_input_beyond_its_bound_has_been_read_up_to_there() {
    let mut magpie = Magpie::scan(&["-", "--object-bytes-max", "512"]);
    let path = magpie.place().current().join("text");
    std::fs::write(&path, "plain text ".repeat(500)).unwrap();
    magpie.command().stdin(std::fs::File::open(&path).unwrap());
    let ended = magpie.run();
    let results = ended.results();
    assert_eq!(results.reconcile().outcome("-"), "partial FILE_EXCEEDS_SIZE_LIMIT");
    // A byte more was met, which is not read.
    let bytes =
        ["bytes_read", "bytes_unread", "bytes_scanned"].map(|name| &results.object("-")[name]);
    assert_eq!(bytes, [512, 1, 512]);
}

/// Constants of `tests/bounds.txt`, as `crate/file NAME`, and the rows that it names.
fn listed_bounds() -> (BTreeSet<String>, Vec<String>) {
    let text = std::fs::read_to_string(root().join("tests/bounds.txt")).unwrap();
    let lines: Vec<&str> =
        text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let (heads, constants): (Vec<&str>, Vec<&str>) =
        lines.into_iter().partition(|line| line.starts_with("row: ") || line.starts_with("none: "));
    let named = constants.into_iter().flat_map(|line| {
        let (file, names) = line.split_once(' ').unwrap();
        names.split(' ').map(move |name| format!("{file} {name}"))
    });
    let rows = heads.iter().filter_map(|head| head.strip_prefix("row: ")).map(str::to_owned);
    (named.collect(), rows.collect())
}

/// Constants whose names say that they bound something, in a crate that reads what was not made here.
fn constants(folder: &Path, within: &str, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{within}/{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            constants(&path, &name, found);
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let declared =
            text.lines().filter_map(|line| line.split_once("const ")?.1.split_once(": "));
        let bounds = declared.filter(|(constant, _)| constant.ends_with("_MAX"));
        found.extend(bounds.map(|(constant, _)| format!("{name} {constant}")));
    }
}

#[test]
fn every_bound_in_the_code_stands_in_the_table() {
    let mut found = BTreeSet::new();
    for name in ["extract", "parsers", "scan", "store", "isolate"] {
        constants(&root().join("crates").join(name).join("src"), name, &mut found);
    }
    let (listed, rows) = listed_bounds();
    let missing: Vec<_> = found.difference(&listed).collect();
    assert!(missing.is_empty(), "in no row and with no reason in tests/bounds.txt: {missing:#?}");
    let gone: Vec<_> = listed.difference(&found).collect();
    assert!(gone.is_empty(), "in tests/bounds.txt and not in the code: {gone:#?}");
    let table = std::fs::read_to_string(root().join("docs/limits.md")).unwrap();
    let unknown: Vec<_> =
        rows.iter().filter(|row| !table.contains(&format!("\n| {row}"))).collect();
    assert!(unknown.is_empty(), "no rows of docs/limits.md begin so: {unknown:#?}");
}

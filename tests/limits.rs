//! `docs/limits.md` says which bounds have which flags; the program says the same.

use std::collections::BTreeSet;
use std::process::Command;

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
    let limits = limits.split("\n\nS").next().unwrap_or(limits);
    let mut flags: Vec<(String, String)> = Vec::new();
    for line in limits.lines().take_while(|line| line.is_empty() || line.starts_with(' ')) {
        let flag = line.split_whitespace().find(|word| word.starts_with("--"));
        if let Some(flag) = flag.filter(|_| line.trim_start().starts_with("--")) {
            flags.push((flag.to_owned(), String::new()));
        }
        let default = line.split("[default: ").nth(1).and_then(|rest| rest.split(']').next());
        if let (Some((_, known)), Some(default)) = (flags.last_mut(), default) {
            *known = default.to_owned();
        }
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

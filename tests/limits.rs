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

//! ARCHITECTURE.md says what cargo says.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use crate::support::root;

type Edges = BTreeMap<String, BTreeSet<String>>;

/// The table's rows: a crate and the crates it uses.
fn written() -> Edges {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let names = |cell: &str| -> BTreeSet<String> {
        cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    };
    let crates = text.split("## Crates").nth(1).unwrap().split("\n## ").next().unwrap();
    crates
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| {
            let cells: Vec<&str> = line.split('|').collect();
            assert_eq!(cells.len(), 5, "a row has three cells: {line}");
            (names(cells[1]).pop_first().unwrap(), names(cells[3]))
        })
        .collect()
}

/// What cargo says: the workspace's crates and their ordinary dependencies on each other.
fn actual() -> Edges {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let short = |name: &str| name.trim_start_matches("magpie-").to_owned();
    let packages = metadata["packages"].as_array().unwrap();
    packages
        .iter()
        .map(|package| {
            let uses = package["dependencies"].as_array().unwrap().iter();
            let ours = uses
                .filter(|used| used["path"].is_string() && used["kind"].is_null())
                .map(|used| short(used["name"].as_str().unwrap()));
            (short(package["name"].as_str().unwrap()), ours.collect())
        })
        .collect()
}

#[test]
fn the_table_of_crates_is_true() {
    assert_eq!(written(), actual(), "left: ARCHITECTURE.md, right: cargo metadata");
}

#[test]
fn no_edge_points_back() {
    let edges = actual();
    let mut done: BTreeSet<String> = BTreeSet::new();
    while done.len() < edges.len() {
        let ready: Vec<_> = edges
            .iter()
            .filter(|(name, uses)| !done.contains(*name) && uses.is_subset(&done))
            .map(|(name, _)| name.clone())
            .collect();
        assert!(!ready.is_empty(), "a circle among {edges:?}");
        done.extend(ready);
    }
}

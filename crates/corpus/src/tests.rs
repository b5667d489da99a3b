//! The recipes in `corpora/` and the truth files beside them.

use std::path::PathBuf;

use crate::{Corpus, Recipe, RecipeError, TruthLine, by_object};

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../corpora").join(name)
}

#[test]
fn truth_files_are_what_the_recipes_plant() {
    for name in ["demo", "scored"] {
        let recipe = Recipe::read(&folder(name).join("recipe.toml")).unwrap();
        let corpus = Corpus::generate(&recipe).unwrap();
        let file = folder(name).join("truth.jsonl");
        let kept = std::fs::read_to_string(&file).unwrap_or_default();
        if std::env::var_os("MAGPIE_BLESS").is_some() {
            std::fs::write(&file, corpus.truth_text()).unwrap();
        } else {
            let mend = "MAGPIE_BLESS=1 cargo test -p magpie-corpus writes it anew";
            assert!(kept == corpus.truth_text(), "corpora/{name}/truth.jsonl is stale: {mend}");
        }
        assert_eq!(TruthLine::parse_all(&corpus.truth_text()).unwrap(), corpus.truth);
    }
}

#[test]
fn the_same_recipe_gives_the_same_bytes() {
    let bodies = |corpus: Corpus| -> Vec<Vec<u8>> {
        corpus.buckets.into_iter().flat_map(|b| b.objects).map(|o| o.body).collect()
    };
    let make = || Corpus::generate(&Recipe::scored()).unwrap();
    assert!(bodies(make()) == bodies(make()));
}

#[test]
fn negatives_hold_nothing() {
    let corpus = Corpus::generate(&Recipe::scored()).unwrap();
    assert!(corpus.truth.iter().all(|line| line.bucket != "negatives"));
    assert!(corpus.truth.iter().any(|line| line.bucket == "positives"));
}

#[test]
fn every_sort_of_value_is_in_the_scored_corpus() {
    let corpus = Corpus::generate(&Recipe::scored()).unwrap();
    for value in crate::values::VALUES {
        let planted = corpus.truth.iter().any(|line| line.detector == value.detector);
        assert!(planted, "{}", value.detector);
    }
}

#[test]
fn objects_that_cannot_be_read_have_no_truth() {
    let corpus = Corpus::generate(&Recipe::demo()).unwrap();
    let counts = by_object(&corpus.truth);
    let mut locked = 0;
    for bucket in &corpus.buckets {
        for object in bucket.objects.iter().filter(|object| !corpus.readable(object)) {
            locked += 1;
            let place = |(b, k, _): &&(&str, &str, &str)| *b == bucket.name && *k == object.key;
            assert!(!counts.keys().any(|at| place(&at)), "{}", object.key);
        }
    }
    assert!(locked >= 4, "denied, archived, SSE-C and a dead key");
}

#[test]
fn the_demo_is_small_enough_to_scan_at_once() {
    let corpus = Corpus::generate(&Recipe::demo()).unwrap();
    let objects: usize = corpus.buckets.iter().map(|bucket| bucket.objects.len()).sum();
    assert!((60..=150).contains(&objects), "{objects} objects");
    let mebibytes = corpus.bytes() >> 20;
    assert!((10..=40).contains(&mebibytes), "{mebibytes} MiB");
}

#[test]
fn a_broken_recipe_names_the_object_and_what_there_is() {
    let text =
        "seed = 1\n[[bucket]]\nname = \"b\"\n[[bucket.object]]\nkey = \"k\"\nkind = \"novel\"";
    let error = Corpus::generate(&Recipe::parse(text).unwrap()).unwrap_err();
    assert!(matches!(&error, RecipeError::Object { .. }));
    let shown = error.to_string();
    assert!(shown.starts_with("object b/k: no kind `novel`") && shown.contains("prose"));
}

#[test]
fn archives_name_their_members_with_the_path_to_them() {
    let corpus = Corpus::generate(&Recipe::demo()).unwrap();
    let paths: Vec<&str> = corpus.truth.iter().filter_map(|l| l.inner_path.as_deref()).collect();
    assert!(paths.contains(&"2025-q4.tar!november.zip!customers.csv"));
    assert!(paths.contains(&"2025-customers.csv"));
}

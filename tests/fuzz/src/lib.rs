//! The bodies of the fuzz targets, as plain functions: whatever the bytes, they return. A target
//! in `fuzz_targets/` calls one of them, and the test below replays the inputs kept in `seeds/`.

pub mod bounded;
#[cfg(feature = "documents")]
pub mod caught;
pub mod package;
pub mod readers;
mod windows;

use std::sync::Arc;

use magpie_catalog::Catalog;
use magpie_engine::Engine;

pub use windows::engine_window;

/// A target's name and body.
pub type Target = (&'static str, fn(&[u8]));

/// Every target, sorted by name; the names are those of `fuzz_targets/` and `seeds/`.
pub const TARGETS: &[Target] = &[
    ("avro", readers::avro),
    ("binary", readers::binary),
    ("check_any", check_any),
    ("columnar", readers::columnar),
    ("compressed", readers::compressed),
    ("csv", readers::csv),
    ("detector_file", detector_file),
    ("encoded", readers::encoded),
    ("engine_window", engine_window),
    ("exchange", readers::exchange),
    ("gzip", readers::gzip),
    ("html", readers::html),
    ("json", readers::json),
    ("keyed", readers::keyed),
    ("log", readers::log),
    ("mail", readers::mail),
    ("media", readers::media),
    ("office", readers::office),
    ("ole", readers::ole),
    ("orc", readers::orc),
    ("package", readers::package),
    ("pdf", readers::pdf),
    ("rtf", readers::rtf),
    ("seven_zip", readers::seven_zip),
    ("sql", readers::sql),
    ("sqlite", readers::sqlite),
    ("tar", readers::tar),
    ("text", readers::text),
    ("xml", readers::xml),
    ("zip", readers::zip),
];

/// Any text as a detector file: it is refused with faults that can be shown, or it makes a
/// detector that the engine can run.
pub fn detector_file(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut catalog = Catalog::empty();
    match catalog.add_file("fuzz/file", "fuzz/file.toml", text) {
        Ok(()) => {
            assert_eq!(catalog.detectors.len(), 1);
            let engine = Engine::new(&catalog).expect("what passes the lints can be run");
            Arc::new(engine).search_text(text);
        }
        Err(error) => {
            assert!(!error.faults.is_empty() && catalog.detectors.is_empty());
            assert!(!error.to_string().is_empty());
        }
    }
}

/// Any bytes as a value, to every check.
pub fn check_any(data: &[u8]) {
    for check in magpie_checks::checks() {
        let first = (check.passes)(data);
        assert_eq!(first, (check.passes)(data), "{} keeps something between values", check.name);
        let country = first.and_then(|pass| pass.country).unwrap_or("XX");
        assert!(country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase()));
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::TARGETS;

    fn names(folder: &str) -> Vec<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<_> =
            entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn every_target_has_a_program_and_seeds() {
        let targets: Vec<_> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
        let programs: Vec<_> = targets.iter().map(|name| format!("{name}.rs")).collect();
        assert_eq!(names("fuzz_targets"), programs);
        assert_eq!(names("seeds"), targets);
    }

    #[test]
    fn kept_inputs_pass() {
        for (target, body) in TARGETS {
            let folder = format!("seeds/{target}");
            let inputs = names(&folder);
            assert!(!inputs.is_empty(), "{folder} is empty");
            for input in inputs {
                let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(&folder).join(&input);
                let data = std::fs::read(path).unwrap();
                let passed = std::panic::catch_unwind(|| body(&data)).is_ok();
                assert!(passed, "{folder}/{input} fails; the panic above says where");
            }
        }
    }
}

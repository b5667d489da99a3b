//! Stores what the analysis of every built-in pattern says, because every start of a scan waits for it.

#![expect(clippy::disallowed_methods, reason = "a build script writes files")]

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use magpie_catalog::Catalog;

fn main() -> Result<(), Box<dyn Error>> {
    // It runs again whenever the detectors or the engine change, because it is made of them.
    println!("cargo::rerun-if-changed=build.rs");
    let catalog = Catalog::builtin_without_examples()?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("stored"), magpie_engine::store(&catalog))?;
    Ok(())
}

//! `magpie detectors`: what there is, and whether a detector does what it says.

pub(crate) mod examples;
mod import_macie;
mod listing;
mod price;
mod trial;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};
use magpie_catalog::Catalog;
use magpie_engine::Engine;

use crate::detector_folder::named_files;
use crate::exit::{Ending, Failure};

/// Lists, shows, checks, tests and imports detectors
#[derive(Args, Debug)]
pub(crate) struct DetectorsCommand {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    List(listing::ListCommand),
    Show(listing::ShowCommand),
    Check(examples::CheckCommand),
    Test(trial::TestCommand),
    ImportMacie(import_macie::ImportMacieCommand),
}

impl DetectorsCommand {
    pub(crate) fn run(self) -> Result<Ending, Failure> {
        match self.what {
            What::List(command) => command.run(),
            What::Show(command) => command.run(),
            What::Check(command) => command.run(),
            What::Test(command) => command.run(),
            What::ImportMacie(command) => command.run(),
        }
    }
}

fn builtin() -> Result<Catalog, Failure> {
    Catalog::builtin().map_err(|error| Failure::usage(error.to_string()))
}

/// The built-in detectors, and those of a directory of the user's.
fn with_own(directory: Option<&Path>) -> Result<Catalog, Failure> {
    let mut catalog = builtin()?;
    for file in named_files(directory.into_iter())? {
        file.add_to(&mut catalog)?;
    }
    Ok(catalog)
}

/// An engine where the patterns of some detectors were analysed before.
pub(crate) fn engine_beside(catalog: &Catalog, stored: &[u8]) -> Result<Arc<Engine>, Failure> {
    let engine = magpie_builtin::engine_beside(catalog, stored);
    engine.map(Arc::new).map_err(|error| Failure::usage(error.to_string()))
}

pub(crate) fn engine(catalog: &Catalog) -> Result<Arc<Engine>, Failure> {
    engine_beside(catalog, &[])
}

/// A directory that holds detector files beside the built-in ones.
#[derive(Args, Debug)]
struct OwnDetectors {
    /// Directory with detector files of your own, beside the built-in ones
    #[arg(long, value_name = "DIR")]
    detector_dir: Option<PathBuf>,
}

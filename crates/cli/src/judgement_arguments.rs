//! What a judgement needs from the user, as `scan` and `posture` take it: what no call can tell of
//! the world around the buckets, and numbers of the user's own.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Args;
use magpie_judge::Weights;
use magpie_model::Declared;
use serde::Deserialize;

use crate::exit::Failure;

/// Regions, accounts, organisations, and weights.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(crate) struct JudgementArguments {
    /// Regions that data and replicas may lie in; commas separate [default: any]
    #[arg(long, value_name = "LIST", value_delimiter = ',', help_heading = "Judgement")]
    pub(crate) allowed_regions: Option<Vec<String>>,
    /// Accounts and organisations that are trusted; commas separate
    #[arg(long, value_name = "LIST", value_delimiter = ',', help_heading = "Judgement")]
    pub(crate) trusted: Option<Vec<String>>,
    /// The own organisation, such as o-aa111bb222
    #[arg(long, value_name = "ID", help_heading = "Judgement")]
    pub(crate) organisation: Option<String>,
    /// File with weights of the risk formula, laid over the built-in ones
    #[arg(long, value_name = "FILE", help_heading = "Judgement")]
    pub(crate) weights: Option<PathBuf>,
}

impl JudgementArguments {
    /// What the command line says holds before what the file says.
    pub(crate) fn or(self, file: Self) -> Self {
        Self {
            allowed_regions: self.allowed_regions.or(file.allowed_regions),
            trusted: self.trusted.or(file.trusted),
            organisation: self.organisation.or(file.organisation),
            weights: self.weights.or(file.weights),
        }
    }

    /// The numbers of the risk formula.
    pub(crate) fn weights(&self) -> Result<Weights, Failure> {
        let Some(path) = &self.weights else { return Ok(Weights::builtin().clone()) };
        let shown = path.display();
        let text = read_weights(path).map_err(|error| {
            Failure::usage(format!("--weights {shown} cannot be read: {error}"))
        })?;
        Weights::laid_over(&text)
            .map_err(|error| Failure::usage(format!("--weights {shown}: {error}")))
    }

    /// The same for the judgement.
    pub(crate) fn declared(&self) -> Declared {
        Declared {
            organisation: self.organisation.clone(),
            trusted: self.trusted.clone().unwrap_or_default(),
            regions_allowed: self.allowed_regions.clone().unwrap_or_default(),
        }
    }
}

/// One byte more than is taken is enough to tell that it is too much; devices never end.
fn read_weights(path: &Path) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    File::open(path)?.take(Weights::FILE_BYTES_MAX as u64 + 1).read_to_end(&mut bytes)?;
    // A cut through a character must not hide that it is too long.
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) if error.as_bytes().len() > Weights::FILE_BYTES_MAX => {
            Ok(String::from_utf8_lossy(error.as_bytes()).into_owned())
        }
        Err(error) => Err(std::io::Error::new(std::io::ErrorKind::InvalidData, error)),
    }
}

//! What the user says of the world around the buckets, as `scan` and `posture` take it.

use clap::Args;
use magpie_model::Declared;
use serde::Deserialize;

/// Regions, accounts and organisations that no call can tell about.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(crate) struct DeclaredArguments {
    /// Regions that data and replicas may lie in; commas separate [default: any]
    #[arg(long, value_name = "LIST", value_delimiter = ',', help_heading = "Judgement")]
    pub(crate) allowed_regions: Option<Vec<String>>,
    /// Accounts and organisations that are trusted; commas separate
    #[arg(long, value_name = "LIST", value_delimiter = ',', help_heading = "Judgement")]
    pub(crate) trusted: Option<Vec<String>>,
    /// The own organisation, such as o-aa111bb222
    #[arg(long, value_name = "ID", help_heading = "Judgement")]
    pub(crate) organisation: Option<String>,
}

impl DeclaredArguments {
    /// What the command line says holds before what the file says.
    pub(crate) fn or(self, file: Self) -> Self {
        Self {
            allowed_regions: self.allowed_regions.or(file.allowed_regions),
            trusted: self.trusted.or(file.trusted),
            organisation: self.organisation.or(file.organisation),
        }
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

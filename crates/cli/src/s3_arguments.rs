//! How to reach S3, as every command that does takes it.

use clap::Args;
use magpie_report::escaped;
use magpie_store::S3Options;
use serde::Deserialize;

use crate::exit::Failure;
use crate::settings::without_credentials;

/// Endpoint and credentials. What is absent comes from the usual environment of the AWS tools.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(crate) struct S3Arguments {
    /// Endpoint of an S3-compatible store
    #[arg(long, value_name = "URL", help_heading = "S3")]
    pub(crate) endpoint_url: Option<String>,
    /// Profile of the AWS configuration
    #[arg(long, value_name = "NAME", help_heading = "S3")]
    pub(crate) profile: Option<String>,
    /// Region
    #[arg(long, value_name = "REGION", help_heading = "S3")]
    pub(crate) region: Option<String>,
    /// Role to assume
    #[arg(long, value_name = "ARN", help_heading = "S3")]
    pub(crate) role_arn: Option<String>,
    /// External id for the role
    #[arg(long, value_name = "ID", help_heading = "S3")]
    pub(crate) external_id: Option<String>,
}

impl S3Arguments {
    /// What the command line says holds before what the file says.
    pub(crate) fn or(self, file: Self) -> Self {
        Self {
            endpoint_url: self.endpoint_url.or(file.endpoint_url),
            profile: self.profile.or(file.profile),
            region: self.region.or(file.region),
            role_arn: self.role_arn.or(file.role_arn),
            external_id: self.external_id.or(file.external_id),
        }
    }

    /// The same for `store`, everything else by default.
    pub(crate) fn options(&self) -> Result<S3Options, Failure> {
        without_credentials(self.endpoint_url.as_deref())?;
        // Stores of one's own name their regions as they like, but not by nothing or several words.
        let is_word = |region: &str| !region.is_empty() && !region.contains(char::is_whitespace);
        if let Some(region) = self.region.as_deref().filter(|region| !is_word(region)) {
            return Err(Failure::usage(format!(
                "--region: {:?} is no Region; write one such as eu-west-1, or leave it out",
                escaped(region)
            )));
        }
        Ok(S3Options {
            endpoint_url: self.endpoint_url.clone(),
            profile: self.profile.clone(),
            region: self.region.clone(),
            role_arn: self.role_arn.clone(),
            external_id: self.external_id.clone(),
            ..S3Options::default()
        })
    }
}

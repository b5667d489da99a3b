//! What a judgement needs from the user, as `scan` and `posture` take it: what no call can tell of
//! the world around the buckets, and numbers of the user's own.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{StringValueParser, TypedValueParser};
use magpie_judge::Weights;
use magpie_model::Declared;
use magpie_report::escaped;
use serde::Deserialize;

use crate::exit::Failure;
use crate::option_file;

/// Regions, accounts, organisations, and weights.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(crate) struct JudgementArguments {
    /// Regions that data and replicas may lie in; commas separate [default: any]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = word(), help_heading = "Judgement")]
    pub(crate) allowed_regions: Option<Vec<String>>,
    /// Accounts and organisations that are trusted; commas separate
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = word(), help_heading = "Judgement")]
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
        let named = format!("--weights {}", path.display());
        let text = option_file::read_text(&named, path, Weights::FILE_BYTES_MAX as u64)?;
        Weights::laid_over(&text).map_err(|error| Failure::usage(format!("{named}: {error}")))
    }

    /// The same for the judgement. Words that can name nothing are refused: they would judge every
    /// bucket wrongly.
    pub(crate) fn declared(&self) -> Result<Declared, Failure> {
        let declared = Declared {
            organisation: self.organisation.clone(),
            trusted: self.trusted.clone().unwrap_or_default(),
            regions_allowed: self.allowed_regions.clone().unwrap_or_default(),
        };
        let none = |flag: &str, word: &str, mend: &str| {
            Err(Failure::usage(format!("{flag}: {:?} is none; {mend}", escaped(word))))
        };
        if let Some(word) = declared.regions_allowed.iter().find(|word| !is_region(word)) {
            return none("--allowed-regions", word, "write Regions such as eu-west-1,eu-central-1");
        }
        let is_party = |word: &&String| is_account(word) || is_organisation(word);
        if let Some(word) = declared.trusted.iter().find(|word| !is_party(word)) {
            let mend = "write accounts of twelve digits and organisations such as o-aa111bb222";
            return none("--trusted", word, mend);
        }
        match declared.organisation.as_ref().filter(|word| !is_organisation(word)) {
            Some(word) => none("--organisation", word, "write an id such as o-aa111bb222"),
            None => Ok(declared),
        }
    }
}

impl JudgementArguments {
    /// Refuses names that no Region of AWS has, where nothing but AWS is asked: every bucket would lie
    /// outside of them.
    pub(crate) fn fit_aws(&self, endpoint: Option<&str>) -> Result<(), Failure> {
        let regions = self.allowed_regions.as_deref().unwrap_or_default();
        match regions.iter().find(|word| endpoint.is_none() && !is_region_of_aws(word)) {
            Some(word) => Err(Failure::usage(format!(
                "--allowed-regions: {:?} is no Region of AWS; write Regions such as eu-west-1,eu-central-1",
                escaped(word)
            ))),
            None => Ok(()),
        }
    }
}

/// One word of a list: people write a space behind the comma.
pub(crate) fn word() -> impl TypedValueParser<Value = String> {
    StringValueParser::new().map(|text| text.trim().to_owned())
}

/// `eu-west-1`, `us-gov-east-1`: words of letters, and a number.
fn is_region_of_aws(word: &str) -> bool {
    let Some((place, number)) = word.rsplit_once('-') else { return false };
    let is_word = |word: &str| word.len() > 1 && word.bytes().all(|b| b.is_ascii_lowercase());
    place.contains('-')
        && place.split('-').all(is_word)
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Stores of one's own name their regions as they like, in these characters.
fn is_region(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'))
}

fn is_account(word: &str) -> bool {
    word.len() == 12 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// `o-` and 10 to 32 small letters or digits (AWS Organizations, API reference).
fn is_organisation(word: &str) -> bool {
    let is_of_id = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9');
    word.strip_prefix("o-")
        .is_some_and(|id| (10..=32).contains(&id.len()) && id.bytes().all(is_of_id))
}

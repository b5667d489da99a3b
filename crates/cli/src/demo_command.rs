//! `magpie demo`: an S3 server inside this process, scanned by the very same program.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use clap::Args;
use magpie_demo::{Corpus, Recipe, Server, ServerOptions};

use crate::exit::{Ending, Failure};
use crate::output::print;
use crate::scan_command::unused;
use crate::settings::CONFIG_FILE;

/// Starts an S3 server on loopback, fills it with made-up data, scans it and plans its tags
#[derive(Args, Debug)]
pub(crate) struct DemoCommand {
    /// Directory for the results; must be new or empty [default: magpie-demo-run, numbered]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// What of the user's configuration must not reach the demo: that of AWS, and proxies, which cannot reach
/// this machine's loopback.
const VARIABLES: [&str; 12] = [
    "AWS_PROFILE",
    "AWS_SESSION_TOKEN",
    "AWS_ENDPOINT_URL",
    "AWS_ENDPOINT_URL_S3",
    "AWS_ENDPOINT_URL_KMS",
    "AWS_REGION",
    "HTTP_PROXY",
    "http_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "ALL_PROXY",
    "all_proxy",
];

impl DemoCommand {
    pub(crate) fn run(self) -> Result<Ending, Failure> {
        let corpus = Corpus::generate(&Recipe::demo()).map_err(|error| {
            Failure::usage(format!("the demo's recipe cannot be used: {error}"))
        })?;
        let buckets = corpus.buckets.len();
        let objects: usize = corpus.buckets.iter().map(|bucket| bucket.objects.len()).sum();
        let server = Server::start(ServerOptions { corpus, ..ServerOptions::default() })
            .map_err(|error| Failure::unreadable(format!("no server on loopback: {error}")))?;
        let endpoint = server.endpoint_url();
        print(&format!(
            "An S3 server with {buckets} buckets and {objects} made-up objects listens on {endpoint} until this demo ends.\n\n"
        ))?;
        let out = self.out.unwrap_or_else(|| unused("magpie-demo-run")).display().to_string();
        let mut scan = vec!["scan", "s3://", "--endpoint-url", endpoint, "--out", &out];
        // Options for the user's own data say nothing about the demo's.
        if Path::new(CONFIG_FILE).exists() {
            scan.extend(["--config", "/dev/null"]);
        }
        let scanned = magpie(&scan)?;
        if let Some(ending) = ended_early(scanned) {
            return Ok(ending);
        }
        let tagged = magpie(&["tag", &out])?;
        if let Some(ending) = ended_early(tagged) {
            return Ok(ending);
        }
        print(&format!(
            "\nWhere to look next:\n  {out}/findings.jsonl   what was found, where and why\n  {out}/objects.jsonl    what became of every object\n  {out}/buckets.jsonl    configuration, exposure and risk of every bucket\nYour own data:  magpie scan DIRECTORY   or   magpie scan s3://BUCKET\n"
        ))?;
        Ok(Ending::DONE)
    }
}

/// Runs this program once more, as its user would, with the demo server's credentials.
fn magpie(arguments: &[&str]) -> Result<ExitStatus, Failure> {
    print(&format!("$ magpie {}\n", arguments.join(" ")))?;
    let cannot =
        |error: std::io::Error| Failure::usage(format!("cannot start magpie again: {error}"));
    let mut command = Command::new(std::env::current_exe().map_err(cannot)?);
    for variable in VARIABLES {
        command.env_remove(variable);
    }
    command
        .args(arguments)
        .env("AWS_ACCESS_KEY_ID", Server::ACCESS_KEY_ID)
        .env("AWS_SECRET_ACCESS_KEY", Server::SECRET_ACCESS_KEY)
        .env("AWS_CONFIG_FILE", "/dev/null")
        .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
        .status()
        .map_err(cannot)
}

/// The ending that the program came to, when it was not code 0.
fn ended_early(status: ExitStatus) -> Option<Ending> {
    if status.success() {
        return None;
    }
    Some(Ending::of_code(status.code()))
}

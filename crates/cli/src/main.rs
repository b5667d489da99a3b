//! The magpie program: arguments in, an exit code out.

mod demo_command;
mod detector_folder;
mod detectors_command;
mod documents_command;
mod exit;
mod iam_policy_command;
mod judgement_arguments;
mod object_tag_writing;
mod option_file;
mod options;
mod output;
mod posture_command;
mod progress;
mod s3_arguments;
mod scan_command;
mod settings;
mod signals;
mod tag_command;
mod tag_writing;
mod targets;
mod units;

use std::ffi::OsString;
use std::fmt::Write as _;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};

use exit::{Ending, Failure};
use output::{print, tell};

/// Finds sensitive data in buckets and folders, and says how exposed and how encrypted it lies.
#[derive(Parser, Debug)]
#[command(name = "magpie", version, max_term_width = 100, after_help = EXIT_CODES)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    Scan(Box<scan_command::ScanCommand>),
    Posture(posture_command::PostureCommand),
    IamPolicy(iam_policy_command::IamPolicyCommand),
    Tag(Box<tag_command::TagCommand>),
    Detectors(detectors_command::DetectorsCommand),
    Demo(demo_command::DemoCommand),
    #[command(hide = true)]
    ReadDocuments(documents_command::ReadDocumentsCommand),
}

const EXIT_CODES: &str = "\
Exit codes:
  0         done
  1         done; a finding or bucket at or above --fail-on
  2         the command line, a configuration file, a list or a detector cannot be used
  3         done, but incomplete, under --fail-on-incomplete
  4         a named target could not be read at all
  5         results could not be written, or tags of a bucket
  130, 143  interrupted; what was finished is kept";

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        // The place only: the message may hold what was being read.
        let place = panic.location().map(|at| format!("{}:{}", at.file(), at.line()));
        tell(&format!("magpie: internal error at {}", place.unwrap_or_default()));
    }));
    let line = match CommandLine::try_parse() {
        Ok(line) => line,
        Err(error) => return conclude(refused(&error)),
    };
    conclude(run(line.command))
}

fn run(command: Command) -> Result<Ending, Failure> {
    signals::outlive_file_size_limit()
        .map_err(|error| Failure::usage(format!("signals cannot be heard: {error}")))?;
    match command {
        Command::Scan(command) => command.run(),
        Command::Posture(command) => command.run(),
        Command::IamPolicy(command) => command.run(),
        Command::Tag(command) => command.run(),
        Command::Detectors(command) => command.run(),
        Command::Demo(command) => command.run(),
        Command::ReadDocuments(command) => Ok(command.run()),
    }
}

fn conclude(ended: Result<Ending, Failure>) -> ExitCode {
    match ended {
        Ok(ending) => ending.into(),
        Err(failure) => {
            tell(&format!("magpie: {}", failure.message));
            failure.ending.into()
        }
    }
}

/// Help and version are asked for; everything else is a command line that cannot be used.
fn refused(error: &clap::Error) -> Result<Ending, Failure> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            print(&error.to_string())?;
            Ok(Ending::DONE)
        }
        kind => {
            tell(error.to_string().trim_end());
            if kind == ErrorKind::InvalidUtf8 {
                tell(&not_utf8(std::env::args_os().skip(1)));
            }
            Ok(Ending::USAGE)
        }
    }
}

/// Which arguments are not UTF-8, with the mend.
fn not_utf8(arguments: impl Iterator<Item = OsString>) -> String {
    let mut told = String::new();
    for (at, argument) in arguments.enumerate().filter(|(_, one)| one.to_str().is_none()) {
        let _ = writeln!(told, "argument {} is not UTF-8: {}", at + 1, argument.display());
    }
    told + "a file with such a name is read with the folder that it is in, or from standard input: magpie scan - < FILE"
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::CommandLine;

    #[test]
    fn the_command_line_is_well_formed() {
        CommandLine::command().debug_assert();
    }
}

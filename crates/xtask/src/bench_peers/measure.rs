//! One run of a program: how long, how much processor, how much memory. Linux only, because
//! memory is read from `/proc`.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::{TimeVal, TimeValLike};

use super::contenders::Contender;

/// Memory that was there for a shorter time may go unseen.
const SAMPLE_EVERY: Duration = Duration::from_millis(20);

/// What a run cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Cost {
    pub(crate) wall: Duration,
    /// Of all threads, in the program and in the kernel.
    pub(crate) cpu: Duration,
}

/// The most memory that a run held at once.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Peak {
    /// Without the pages of mapped files, which the kernel takes back at need.
    pub(crate) anonymous_kib: u64,
    /// With them.
    pub(crate) resident_kib: u64,
}

/// Runs the program once.
pub(crate) fn cost(contender: &Contender, file: &Path) -> Result<Cost> {
    let mut command = silenced(contender, file)?;
    let before = children()?;
    let begun = Instant::now();
    let output = command.output().with_context(|| format!("starting {}", contender.name))?;
    let wall = begun.elapsed();
    judge(contender, output.status)?;
    if contender.times_itself {
        let told = String::from_utf8_lossy(&output.stdout);
        return told_cost(&told)
            .with_context(|| format!("{} wrote no times but {told:?}", contender.name));
    }
    Ok(Cost { wall, cpu: children()?.saturating_sub(before) })
}

/// What a program that times itself writes first: seconds of wall and of processor time.
fn told_cost(told: &str) -> Option<Cost> {
    let mut words = told.split_whitespace();
    let mut seconds = || Duration::try_from_secs_f64(words.next()?.parse().ok()?).ok();
    Some(Cost { wall: seconds()?, cpu: seconds()? })
}

/// The command with nothing to read and nobody to read it; its complaints go into a file.
fn silenced(contender: &Contender, file: &Path) -> Result<Command> {
    let path = complaints();
    std::fs::create_dir_all(crate::root().join("target")).context("making target/")?;
    let complaints = File::create(&path).with_context(|| format!("writing {}", path.display()))?;
    let mut command = contender.command(file)?;
    command.stdin(Stdio::null()).stderr(complaints);
    command.stdout(if contender.times_itself { Stdio::piped() } else { Stdio::null() });
    Ok(command)
}

/// The standard error of the program that ran last.
fn complaints() -> PathBuf {
    crate::root().join("target/bench-complaints.txt")
}

/// Fails, with the last line of its complaints, unless the program ended as when all went well.
fn judge(contender: &Contender, status: ExitStatus) -> Result<()> {
    if status.code().is_some_and(|code| contender.exits.contains(&code)) {
        return Ok(());
    }
    let said = std::fs::read(complaints()).unwrap_or_default();
    let said = String::from_utf8_lossy(&said).trim_end().to_owned();
    let last = said.lines().next_back().unwrap_or("nothing");
    bail!("{} ended with {status}; the last it said: {last}", contender.program.display());
}

/// Runs the program once and watches its memory.
pub(crate) fn peak(contender: &Contender, file: &Path) -> Result<Peak> {
    let mut command = silenced(contender, file)?;
    let mut child = command.spawn().with_context(|| format!("starting {}", contender.name))?;
    let status_file = format!("/proc/{}/status", child.id());
    let mut peak = Peak::default();
    loop {
        // The file is empty of memory once the program has ended.
        if let Ok(status) = std::fs::read_to_string(&status_file) {
            peak.anonymous_kib = peak.anonymous_kib.max(field(&status, "RssAnon:"));
            peak.resident_kib = peak.resident_kib.max(field(&status, "VmHWM:"));
        }
        if let Some(status) = child.try_wait().context("waiting for the program")? {
            judge(contender, status)?;
            return Ok(peak);
        }
        std::thread::sleep(SAMPLE_EVERY);
    }
}

/// Medians of wall and of processor time, each on its own.
pub(crate) fn median(costs: &[Cost]) -> Cost {
    let middle = |mut times: Vec<Duration>| {
        times.sort_unstable();
        let half = times.len() / 2;
        match times.len() % 2 {
            1 => times[half],
            _ => (times[half - 1] + times[half]) / 2,
        }
    };
    Cost {
        wall: middle(costs.iter().map(|cost| cost.wall).collect()),
        cpu: middle(costs.iter().map(|cost| cost.cpu).collect()),
    }
}

/// Says so when other programs are running: what is measured then is not worth recording.
pub(crate) fn warn_when_busy() -> Result<()> {
    let load = std::fs::read_to_string("/proc/loadavg").context("reading /proc/loadavg")?;
    let load: f64 = load.split(' ').next().and_then(|word| word.parse().ok()).unwrap_or(0.0);
    if load > 0.7 {
        crate::say(&format!("the load is {load} before we begin: others will disturb"))?;
    }
    Ok(())
}

/// Processor time of the children that have ended and were waited for.
fn children() -> Result<Duration> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).context("asking for the children's usage")?;
    let micros = |time: TimeVal| u64::try_from(time.num_microseconds()).unwrap_or(0);
    Ok(Duration::from_micros(micros(usage.user_time()) + micros(usage.system_time())))
}

/// A field of `/proc/<pid>/status`, in KiB; 0 when it is absent.
fn field(status: &str, name: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_lies_in_the_middle() {
        let cost = |wall| Cost {
            wall: Duration::from_millis(wall),
            cpu: Duration::from_millis(100 - wall),
        };
        assert_eq!(median(&[cost(9), cost(1), cost(4)]), cost(4));
        assert_eq!(median(&[cost(2), cost(4)]), cost(3));
    }

    #[test]
    fn a_program_may_tell_its_own_times() {
        let cost = told_cost("1.5 0.25 12\n").unwrap();
        assert_eq!((cost.wall.as_millis(), cost.cpu.as_millis()), (1500, 250));
        assert_eq!(
            (told_cost("1.5"), told_cost("-1 1"), told_cost("twelve findings")),
            (None, None, None)
        );
    }

    #[test]
    fn memory_is_read_from_its_line() {
        let status = "Name:\tmagpie\nVmHWM:\t  2048 kB\nRssAnon:\t     96 kB\n";
        assert_eq!((field(status, "RssAnon:"), field(status, "VmHWM:")), (96, 2048));
        assert_eq!(field("Name:\tmagpie\n", "RssAnon:"), 0);
    }
}

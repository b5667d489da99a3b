//! Gives up, at a worker's start, what it will not need.

use nix::sys::resource::{Resource, UsageWho, getrlimit, getrusage, setrlimit};

/// Gives up files, network and processes, and bounds the memory. Limits that a system does not
/// have are left out: they are several, and each is enough against what it is for.
pub(crate) fn enter(memory_bytes: u64) {
    close_inherited();
    // The program's own code and data are there already, and no document's.
    let address_space = memory_bytes.saturating_add(mapped_bytes());
    #[cfg(target_os = "linux")]
    landlock_all();
    let limits = [
        (Resource::RLIMIT_CORE, 0),
        (Resource::RLIMIT_FSIZE, 0),
        // Input, output and errors stay open; no file or socket can be opened beside them.
        (Resource::RLIMIT_NOFILE, 3),
        (Resource::RLIMIT_AS, address_space),
    ];
    for (resource, limit) in limits {
        let _ = setrlimit(resource, limit, limit);
    }
}

/// Closes what the run's own caller has left open beside input, output and errors: no document is to reach
/// it.
fn close_inherited() {
    let open = std::fs::read_dir("/dev/fd").into_iter().flatten().flatten();
    let numbers = open.filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    let inherited: Vec<i32> = numbers.filter(|number| *number > 2).collect();
    for number in inherited {
        // That of the folder itself is closed already.
        let _ = nix::unistd::close(number);
    }
}

/// Address space that this process takes up now; 0 where that is not told.
fn mapped_bytes() -> u64 {
    const PAGE_BYTES: u64 = 4096;
    let told = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = told.split(' ').next().and_then(|pages| pages.parse::<u64>().ok());
    pages.unwrap_or(0).saturating_mul(PAGE_BYTES)
}

/// No path may be read or written, no port bound or connected to, where the kernel can see to it.
#[cfg(target_os = "linux")]
fn landlock_all() {
    use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr};
    let newest = ABI::V5;
    let ruleset = Ruleset::default()
        .handle_access(AccessFs::from_all(newest))
        .and_then(|ruleset| ruleset.handle_access(AccessNet::from_all(newest)))
        .and_then(Ruleset::create);
    if let Ok(ruleset) = ruleset {
        let _ = ruleset.restrict_self();
    }
}

/// Allows so many seconds of the processor from now on; the system ends a process that takes more.
pub(crate) fn allow_seconds(seconds: u64) {
    let (Ok(usage), Ok((_, hard))) =
        (getrusage(UsageWho::RUSAGE_SELF), getrlimit(Resource::RLIMIT_CPU))
    else {
        return;
    };
    let used = usage.user_time().tv_sec() + usage.system_time().tv_sec();
    let until = u64::try_from(used).unwrap_or(0).saturating_add(seconds).saturating_add(1);
    let _ = setrlimit(Resource::RLIMIT_CPU, until.min(hard), hard);
}

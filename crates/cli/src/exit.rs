//! Exit codes: computed in one place, from what happened.

use std::process::ExitCode;

/// What a command came to. Several may hold; [`Ending::code`] says which one counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ending {
    /// The command line, a configuration file, a list or a detector cannot be used.
    pub(crate) usage: bool,
    /// Results could not be written.
    pub(crate) not_written: bool,
    /// A named target could not be read at all.
    pub(crate) unreadable: bool,
    /// The signal that interrupted it.
    pub(crate) signal: Option<Signal>,
    /// Incomplete, under `--fail-on-incomplete`.
    pub(crate) incomplete: bool,
    /// A finding or bucket at or above `--fail-on`.
    pub(crate) at_or_above: bool,
}

/// A signal that ends a run in good order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    /// Ctrl-C.
    Interrupt,
    /// What `kill` sends.
    Terminate,
}

impl Ending {
    pub(crate) const USAGE: Self = Self { usage: true, ..Self::DONE };
    pub(crate) const NOT_WRITTEN: Self = Self { not_written: true, ..Self::DONE };
    pub(crate) const UNREADABLE: Self = Self { unreadable: true, ..Self::DONE };
    pub(crate) const DONE: Self = Self {
        usage: false,
        not_written: false,
        unreadable: false,
        signal: None,
        incomplete: false,
        at_or_above: false,
    };

    /// The code, by the order 2, 5, 4, 130 or 143, 3, 1.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self { usage: true, .. } => 2,
            Self { not_written: true, .. } => 5,
            Self { unreadable: true, .. } => 4,
            Self { signal: Some(Signal::Interrupt), .. } => 130,
            Self { signal: Some(Signal::Terminate), .. } => 143,
            Self { incomplete: true, .. } => 3,
            Self { at_or_above: true, .. } => 1,
            _ => 0,
        }
    }
}

impl Ending {
    /// The ending of another process of this program, by its exit code.
    pub(crate) fn of_code(code: Option<i32>) -> Self {
        match code {
            Some(0) => Self::DONE,
            Some(1) => Self { at_or_above: true, ..Self::DONE },
            Some(3) => Self { incomplete: true, ..Self::DONE },
            Some(4) => Self::UNREADABLE,
            Some(5) => Self::NOT_WRITTEN,
            Some(130) => Self { signal: Some(Signal::Interrupt), ..Self::DONE },
            // Killed by a signal: no code at all.
            Some(143) | None => Self { signal: Some(Signal::Terminate), ..Self::DONE },
            Some(_) => Self::USAGE,
        }
    }
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        Self::from(ending.code())
    }
}

/// Why a command ended early: one message for people, and the ending.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) message: String,
    pub(crate) ending: Ending,
}

impl Failure {
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { message: message.into(), ending: Ending::USAGE }
    }

    pub(crate) fn not_written(message: impl Into<String>) -> Self {
        Self { message: message.into(), ending: Ending::NOT_WRITTEN }
    }

    pub(crate) fn unreadable(message: impl Into<String>) -> Self {
        Self { message: message.into(), ending: Ending::UNREADABLE }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_ending_has_its_code() {
        let table = [
            (Ending::DONE, 0),
            (Ending { at_or_above: true, ..Ending::DONE }, 1),
            (Ending::USAGE, 2),
            (Ending { incomplete: true, ..Ending::DONE }, 3),
            (Ending::UNREADABLE, 4),
            (Ending::NOT_WRITTEN, 5),
            (Ending { signal: Some(Signal::Interrupt), ..Ending::DONE }, 130),
            (Ending { signal: Some(Signal::Terminate), ..Ending::DONE }, 143),
        ];
        for (ending, code) in table {
            assert_eq!(ending.code(), code, "{ending:?}");
            assert_eq!(Ending::of_code(Some(code.into())), ending);
        }
    }

    #[test]
    fn where_several_hold_the_first_of_the_order_counts() {
        let mut ending = Ending {
            usage: true,
            not_written: true,
            unreadable: true,
            signal: Some(Signal::Interrupt),
            incomplete: true,
            at_or_above: true,
        };
        let mut codes = vec![ending.code()];
        let steps: [fn(&mut Ending); 6] = [
            |e| e.usage = false,
            |e| e.not_written = false,
            |e| e.unreadable = false,
            |e| e.signal = None,
            |e| e.incomplete = false,
            |e| e.at_or_above = false,
        ];
        for step in steps {
            step(&mut ending);
            codes.push(ending.code());
        }
        assert_eq!(codes, [2, 5, 4, 130, 3, 1, 0]);
    }
}

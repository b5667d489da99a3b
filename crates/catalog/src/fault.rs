//! What is wrong with a detector file or a selection, and how to mend it.

use std::error::Error;
use std::fmt;

/// Everything that is wrong; never empty. A catalog with one faulty file does not load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogError {
    /// In the order of the file.
    pub faults: Vec<Fault>,
}

impl From<Fault> for CatalogError {
    fn from(fault: Fault) -> Self {
        Self { faults: vec![fault] }
    }
}

impl fmt::Display for CatalogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, fault) in self.faults.iter().enumerate() {
            if at > 0 {
                writeln!(f)?;
            }
            write!(f, "{fault}")?;
        }
        Ok(())
    }
}

impl Error for CatalogError {}

/// One fault: the place, what is wrong there, and the mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file, or the selection, as its owner wrote it.
    pub origin: String,
    /// Counted from 1; `None` where the fault belongs to the file as a whole.
    pub line: Option<usize>,
    /// The rule that is broken.
    pub rule: Rule,
    /// What is wrong, in a clause.
    pub problem: String,
    /// What to do about it, in a clause.
    pub mend: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}; {}", self.problem, self.mend)
    }
}

/// The rules of a detector file, and of a selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// The file is TOML and has the fields of the format, no others.
    Format,
    /// The id is a lower-case path, and no two files share one.
    Id,
    /// Name and description say something.
    Description,
    /// The category is one of the six.
    Category,
    /// Countries are two capital letters.
    Countries,
    /// Three bands that do not fall as the count rises.
    Severity,
    /// Macie's identifiers and their conditions.
    Macie,
    /// At least one reference, each an https address.
    References,
    /// Profiles are lower-case words, `all` not among them.
    Profiles,
    /// The mask is one of the five.
    Mask,
    /// Patterns are valid, bounded and begin where the engine can find them.
    Pattern,
    /// A pattern's base confidence is one of the three.
    Base,
    /// A pattern's check exists.
    Check,
    /// Keywords and counter-words are lower-case, 3 to 90 characters (2 in Chinese, Japanese and Korean), each once.
    Context,
    /// Lists of values can be read and hold something.
    Values,
    /// Examples mark what matches, and there are enough near misses.
    Examples,
    /// A selection names something that exists.
    Selection,
}

//! What a check is: a name, a test of bytes, and which errors in writing the test catches.

/// What a check learnt about a value that passed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Pass {
    /// What to tell the reader beyond "it passed", such as `issuer visa, 16 digits`; empty when
    /// there is nothing to tell.
    pub detail: &'static str,
    /// The country the value itself names, as ISO 3166-1 alpha-2 in capitals (`XK` for Kosovo).
    /// A check that serves one country only leaves it out: the detector knows.
    pub country: Option<&'static str>,
}

impl Pass {
    /// Passed, and nothing more to say.
    pub const PLAIN: Self = Self { detail: "", country: None };
}

/// How many errors of one kind a check catches. A test measures it over every valid vector and
/// holds the declaration to it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Caught {
    /// Every one.
    All,
    /// Four in five at least, but not every one.
    Most,
    /// Fewer, which is what chance and the form alone may catch.
    Few,
}

/// A named test of a value, as a detector file refers to it.
#[derive(Clone, Copy)]
pub struct Check {
    /// The name in detector files: the folder (a country) and the name of the file that holds the
    /// test, `de_idnr`; the file alone for those that belong to no country.
    pub name: &'static str,
    /// Says whether the bytes, exactly as found, can be such a value; `None` when they cannot.
    pub passes: fn(&[u8]) -> Option<Pass>,
    /// Of all ways to get one digit of a valid value wrong, how many fail.
    pub wrong_digits: Caught,
    /// Of all ways to swap two different digits that stand side by side, how many fail.
    pub swaps: Caught,
    /// Of random digits (and letters, where a value has letters) in the form of a valid value, at
    /// least eight in nine fail: one digit of ten is right by chance, and a list or a date takes more.
    /// Such a check tells a column of values from a column of any numbers.
    pub rejects_chance: bool,
    /// The longest match of the pattern is judged and no shorter one: a number whose key is wrong is not the
    /// number without its key.
    pub of_longest: bool,
    /// Nothing but Luhn's sum tells the value from other digits, as it does in hundreds of registers, firms and
    /// devices: a column of such numbers does not tell whose they are.
    pub shares_sum: bool,
    /// What passes is a day of the calendar and nothing else.
    pub of_days: bool,
}

impl Check {
    /// A check that catches few errors: one of form, range or list alone.
    pub(crate) const fn new(name: &'static str, passes: fn(&[u8]) -> Option<Pass>) -> Self {
        Self {
            name,
            passes,
            wrong_digits: Caught::Few,
            swaps: Caught::Few,
            rejects_chance: false,
            of_longest: false,
            shares_sum: false,
            of_days: false,
        }
    }

    /// The same with what its algorithm catches.
    pub(crate) const fn catching(self, wrong_digits: Caught, swaps: Caught) -> Self {
        Self { wrong_digits, swaps, rejects_chance: true, ..self }
    }

    /// The same where shorter matches are parts of what failed.
    pub(crate) const fn judging_longest(self) -> Self {
        Self { of_longest: true, ..self }
    }

    /// The same where nothing but Luhn's sum tells the value from other digits.
    pub(crate) const fn sharing_sum(self) -> Self {
        Self { shares_sum: true, ..self }
    }

    /// The same where what passes is a day.
    pub(crate) const fn telling_days(self) -> Self {
        Self { of_days: true, ..self }
    }

    /// The same where form and dates alone make most random values fail.
    pub(crate) const fn rejecting_chance(self) -> Self {
        Self { rejects_chance: true, ..self }
    }
}

//! How sure a match is, what it is about and how grave it is.

/// How sure Magpie is that a match is what its detector says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// The pattern fits, and little else speaks for it.
    Low,
    /// Evidence beside the pattern: a check, a grouping or a keyword.
    Medium,
    /// Check and context agree, or the pattern alone cannot be met by chance.
    High,
}

impl Confidence {
    /// Every value, lowest first.
    pub const ALL: [Self; 3] = [Self::Low, Self::Medium, Self::High];

    /// The word used in files, options and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }

    /// Reads the word; `None` when it is not one of the three.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.as_str() == word)
    }

    /// The confidence `steps` higher (or lower, when negative), within low and high.
    pub fn shifted(self, steps: i32) -> Self {
        match (self as i32 + steps).clamp(0, 2) {
            0 => Self::Low,
            1 => Self::Medium,
            _ => Self::High,
        }
    }
}

/// What kind of sensitive data a detector looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// Identity numbers, passports, contact data.
    PersonalInformation,
    /// Payment cards, bank accounts.
    FinancialInformation,
    /// Keys, tokens, passwords.
    Credentials,
    /// Health numbers and records.
    HealthInformation,
    /// Special categories of GDPR Art. 9.
    SpecialCategory,
    /// Whatever a user's own detector declares.
    Custom,
}

impl Category {
    /// Every category, in report order.
    pub const ALL: [Self; 6] = [
        Self::PersonalInformation,
        Self::FinancialInformation,
        Self::Credentials,
        Self::HealthInformation,
        Self::SpecialCategory,
        Self::Custom,
    ];

    /// The name used in detector files and findings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PersonalInformation => "PERSONAL_INFORMATION",
            Self::FinancialInformation => "FINANCIAL_INFORMATION",
            Self::Credentials => "CREDENTIALS",
            Self::HealthInformation => "HEALTH_INFORMATION",
            Self::SpecialCategory => "SPECIAL_CATEGORY",
            Self::Custom => "CUSTOM",
        }
    }

    /// The short word used in tags, where several are joined by `+`.
    pub fn tag_word(self) -> &'static str {
        match self {
            Self::PersonalInformation => "personal",
            Self::FinancialInformation => "financial",
            Self::Credentials => "credentials",
            Self::HealthInformation => "health",
            Self::SpecialCategory => "special",
            Self::Custom => "custom",
        }
    }

    /// Reads the name; `None` when it is not a category.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.as_str() == name)
    }
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Low,
    /// Worth a look.
    Medium,
    /// Worth acting on.
    High,
}

impl Severity {
    /// Every value, lowest first.
    pub const ALL: [Self; 3] = [Self::Low, Self::Medium, Self::High];

    /// The word used in files and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }

    /// Reads the word; `None` when it is not one of the three.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }
}

/// Severity by the number of occurrences in one object: the counts from which it is low, medium and
/// high. It never falls, so these three say all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeverityBands([u64; 3]);

impl SeverityBands {
    /// This severity, however many occurrences there are.
    pub const fn always(severity: Severity) -> Self {
        Self(match severity {
            Severity::Low => [1, u64::MAX, u64::MAX],
            Severity::Medium => [1, 1, u64::MAX],
            Severity::High => [1; 3],
        })
    }

    /// Each step says from which count on a severity holds. Below the first nothing is a finding; a
    /// step that is less severe than one before it changes nothing.
    pub fn from_steps(steps: impl IntoIterator<Item = (u64, Severity)>) -> Self {
        let mut bands = Self([u64::MAX; 3]);
        for (count, severity) in steps {
            for reached in &mut bands.0[..=severity as usize] {
                *reached = (*reached).min(count);
            }
        }
        bands
    }

    /// The severity of `count` occurrences; `None` where so few are no finding.
    pub fn of(self, count: u64) -> Option<Severity> {
        Severity::ALL.into_iter().rfind(|severity| self.0[*severity as usize] <= count)
    }

    /// How many occurrences make a finding.
    pub fn least(self) -> u64 {
        self.0[0]
    }

    /// The severity of a few occurrences: of two, or of as many as make a finding.
    pub fn of_few(self) -> Severity {
        self.of(self.least().max(2)).unwrap_or(Severity::Low)
    }

    /// The counts from which another severity holds, with it.
    pub fn changes(self) -> Vec<(u64, Severity)> {
        let reached =
            Severity::ALL.into_iter().map(|severity| (self.0[severity as usize], severity));
        let holds = |(count, severity): &(u64, Severity)| self.of(*count) == Some(*severity);
        reached.filter(|(count, _)| *count < u64::MAX).filter(holds).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back() {
        assert!(Confidence::ALL.into_iter().all(|c| Confidence::parse(c.as_str()) == Some(c)));
        assert!(Category::ALL.into_iter().all(|c| Category::parse(c.as_str()) == Some(c)));
        assert!(Severity::ALL.into_iter().all(|s| Severity::parse(s.as_str()) == Some(s)));
    }

    #[test]
    fn steps_stay_within_low_and_high() {
        assert_eq!(Confidence::Low.shifted(-1), Confidence::Low);
        assert_eq!(Confidence::Low.shifted(1), Confidence::Medium);
        assert_eq!(Confidence::Medium.shifted(2), Confidence::High);
    }

    #[test]
    fn bands_change_at_their_counts_and_nowhere_else() {
        let bands = |steps: &[(u64, Severity)]| SeverityBands::from_steps(steps.iter().copied());
        let macie = bands(&[(1, Severity::Low), (2, Severity::Medium), (100, Severity::High)]);
        let own = bands(&[(5, Severity::Low), (50, Severity::High)]);
        for (bands, count, severity) in [
            (macie, 1, Some(Severity::Low)),
            (macie, 2, Some(Severity::Medium)),
            (macie, 99, Some(Severity::Medium)),
            (macie, 100, Some(Severity::High)),
            (own, 4, None),
            (own, 5, Some(Severity::Low)),
            (own, 49, Some(Severity::Low)),
            (own, 50, Some(Severity::High)),
        ] {
            assert_eq!(bands.of(count), severity, "{bands:?} at {count}");
        }
        assert_eq!((own.least(), own.of_few()), (5, Severity::Low));
        assert_eq!(own.changes(), [(5, Severity::Low), (50, Severity::High)]);
        assert_eq!(SeverityBands::from_steps(own.changes()), own);
    }

    #[test]
    fn severity_never_falls() {
        let bands = SeverityBands::from_steps([(1, Severity::High), (50, Severity::Low)]);
        assert_eq!(bands, SeverityBands::always(Severity::High));
    }
}

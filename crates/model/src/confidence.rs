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

/// Severity by the number of occurrences in one object, in Macie's three bands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeverityBands {
    /// One occurrence.
    pub one: Severity,
    /// 2 to 99 occurrences.
    pub few: Severity,
    /// 100 occurrences and more.
    pub many: Severity,
}

impl SeverityBands {
    /// The severity of `count` occurrences; a count of zero is judged like one.
    pub fn of(self, count: u64) -> Severity {
        match count {
            0 | 1 => self.one,
            2..=99 => self.few,
            _ => self.many,
        }
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
    fn bands_change_at_2_and_100() {
        let bands =
            SeverityBands { one: Severity::Low, few: Severity::Medium, many: Severity::High };
        let at = |n| bands.of(n);
        assert_eq!(
            [at(1), at(2), at(99), at(100)].map(Severity::as_str),
            ["low", "medium", "medium", "high"]
        );
    }
}

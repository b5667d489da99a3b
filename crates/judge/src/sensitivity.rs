//! What was found, as one of a few tiers.

use magpie_model::{Category, Confidence, DetectorId, Finding, Severity, SeverityBands};

use crate::weights;

/// How sensitive the most sensitive type of data is, lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// Nothing was found.
    None,
    /// Says little about anybody; so far only users' own detectors of low severity.
    Low,
    /// Contact data, dates of birth.
    Moderate,
    /// Identity numbers, cards, accounts, health.
    High,
    /// Credentials, special categories, card authentication data.
    Restricted,
}

impl Tier {
    /// Every tier, lowest first.
    pub const ALL: [Self; 5] =
        [Self::None, Self::Low, Self::Moderate, Self::High, Self::Restricted];

    /// The word used in tags and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Low => "low",
            Self::Moderate => "moderate",
            Self::High => "high",
            Self::Restricted => "restricted",
        }
    }

    /// Tier of a detector, by what it declares of itself.
    ///
    /// Personal data is high where a few values of it are already grave: identity numbers and
    /// passports are, an e-mail address is not.
    pub fn of(category: Category, bands: SeverityBands, macie_type: Option<&str>) -> Self {
        if macie_type.is_some_and(|name| weights::AUTHENTICATION_DATA.contains(&name)) {
            return Self::Restricted;
        }
        match (category, bands.of_few()) {
            (Category::Credentials | Category::SpecialCategory, _) => Self::Restricted,
            (Category::HealthInformation | Category::FinancialInformation, _)
            | (Category::PersonalInformation | Category::Custom, Severity::High) => Self::High,
            (Category::PersonalInformation, _) | (Category::Custom, Severity::Medium) => {
                Self::Moderate
            }
            (Category::Custom, Severity::Low) => Self::Low,
        }
    }
}

/// What one detector found in one object, as far as the judge cares.
#[derive(Clone, Debug)]
pub struct Found {
    /// The detector.
    pub detector: DetectorId,
    /// Its name for people, used in explanations.
    pub name: String,
    /// What kind of data.
    pub category: Category,
    /// The detector's severity by count.
    pub bands: SeverityBands,
    /// Amazon Macie's identifier for the same, where it has one.
    pub macie_type: Option<String>,
    /// The highest confidence met.
    pub confidence: Confidence,
    /// Occurrences at or above the run's minimum confidence; nothing counts when it is 0.
    pub count: u64,
    /// Different values among them.
    pub distinct: u64,
}

impl Found {
    /// What a finding tells, with the bands of its detector.
    pub fn of(finding: &Finding, bands: SeverityBands) -> Self {
        Self {
            detector: finding.detector.clone(),
            name: finding.name.clone(),
            category: finding.category,
            bands,
            macie_type: finding.macie_type.clone(),
            confidence: finding.confidence,
            count: finding.count,
            distinct: finding.distinct,
        }
    }

    /// See [`Tier::of`].
    pub fn tier(&self) -> Tier {
        Tier::of(self.category, self.bands, self.macie_type.as_deref())
    }

    /// Whether it tells who a person is without being an identity number: contact data, a date
    /// of birth, a name.
    pub fn names_a_person(&self) -> bool {
        self.category == Category::PersonalInformation && self.tier() == Tier::Moderate
    }

    pub(crate) fn is_authentication_data(&self) -> bool {
        self.macie_type.as_deref().is_some_and(|name| weights::AUTHENTICATION_DATA.contains(&name))
    }
}

/// The sensitivity of a bucket: a tier, or not known because too little was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sensitivity {
    /// The tier of what was found; `None` only where everything was read.
    Known(Tier),
    /// Nothing was found, and not everything was read.
    Unknown,
}

impl Sensitivity {
    /// The word used in tags and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Known(tier) => tier.as_str(),
            Self::Unknown => "unknown",
        }
    }
}

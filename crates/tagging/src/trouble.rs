//! Why tags were not written.

use std::fmt;

use magpie_store::Refusal;

/// Why one bucket's or object's tags were not written. The others go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It was not tried, for this reason.
    Refused(String),
    /// It was tried, or could not be tried, for this reason.
    Failed(String),
}

impl Trouble {
    /// The reason, for people.
    pub fn reason(&self) -> &str {
        match self {
            Self::Refused(reason) | Self::Failed(reason) => reason,
        }
    }

    /// The same, with more to say.
    pub(crate) fn with(self, more: &str) -> Self {
        match self {
            Self::Refused(reason) => Self::Refused(reason + more),
            Self::Failed(reason) => Self::Failed(reason + more),
        }
    }

    /// What a store answered to a call, which `feature` of the policy allows.
    pub(crate) fn of(call: &str, feature: &str, refusal: &Refusal) -> Self {
        let code = refusal.code_or_status();
        let mend = if refusal.is_any(&["NoSuchBucket"]) {
            "; the bucket is gone, scan again".to_owned()
        } else if matches!(refusal.status, Some(401 | 403)) {
            format!("; `magpie iam-policy --features {feature}` prints what is needed")
        } else {
            String::new()
        };
        Self::Failed(format!("{call}: {code}: {}{mend}", refusal.detail))
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason())
    }
}

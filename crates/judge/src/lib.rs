//! Facts and findings to sensitivity, exposure, encryption and risk.
//!
//! Pure: no clock, no IO, integers only. [`Tally`] gathers what a scan learns of one bucket,
//! [`assess`] judges it together with the bucket's configuration.

mod acl;
mod assess;
mod breakdown;
mod configuration;
mod distinct;
mod encryption;
mod explain;
mod exposure;
mod factors;
mod grants;
mod keys;
mod mends;
mod points;
mod prefixes;
mod reached;
mod reading;
mod replicas;
mod risk;
#[cfg(test)]
#[path = "../tests/support/rules.rs"]
mod rules;
mod sensitivity;
#[cfg(test)]
#[path = "../tests/support/mod.rs"]
mod support;
mod tags;
mod tally;
mod ways;
mod weights;

pub use assess::{Assessment, Subject, assess, assess_by, assess_whole};
pub use breakdown::{
    Breakdown, BreakdownBounds, InKey, JudgedObject, ObjectAssessment, Parts, PrefixAssessment,
};
pub use configuration::{ConfigurationFinding, Control, configuration_findings, controls};
pub use distinct::{Distinct, Precision};
pub use encryption::{Amount, Census, EncryptionReport, roll_up};
pub use exposure::{Audience, Exposure, Form, Proof, SharedWith, exposure_of, exposure_unknown};
pub use factors::{Factors, Guard, Logging, Recovery, Situation};
pub use keys::{barrier_words, key_is_open, key_shared_with};
pub use reading::{PolicyReading, read_policy};
pub use risk::{Floor, Risk, RiskLevel, Score, WhatIf, score, score_by};
pub use sensitivity::{Found, Sensitivity, Tier};
pub use tags::{
    OTHER_TAG_VALUE, PrefixError, TAG_NAMES, TagPrefix, Verdict, desired_tags, tag_value_fits,
    told_tag_value, verdict_tags,
};
pub use tally::{Coverage, DetectorTally, KeyUse, Tally};
pub use weights::{Weights, WeightsError, is_plain_name, toml_fault};

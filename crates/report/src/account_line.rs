//! The risk of an account: that of its gravest bucket, with how many buckets stand where.

use std::collections::BTreeMap;

use magpie_judge::{RiskLevel, Weights};
use serde::{Deserialize, Serialize};

use crate::{BucketKind, BucketLine};

/// The buckets of one account that a run looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountLine {
    /// The account; null for buckets whose owner is not known.
    pub account: Option<String>,
    /// Buckets by level of risk; only levels that occur.
    pub levels: BTreeMap<String, u64>,
    /// The gravest level of a bucket; `inconclusive` where nothing was found and not all was read.
    pub level: String,
    /// The highest score of a bucket; null when inconclusive.
    pub score: Option<u32>,
    /// With the best value for every unknown fact.
    pub min: Option<u32>,
    /// With the worst value for every unknown fact.
    pub max: Option<u32>,
    /// The bucket with this score, the first by name.
    pub bucket: Option<String>,
    /// One sentence for people.
    pub explanation: String,
    /// Single changes that lower the account's score, the most effective first.
    pub what_if: Vec<AccountWhatIfLine>,
}

/// One change to one bucket and what it would bring to the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountWhatIfLine {
    /// The bucket to change.
    pub bucket: String,
    /// What to do.
    pub action: String,
    /// The account's score that it leads to.
    pub score: u32,
    /// By how much that is less.
    pub reduction: u32,
}

/// The accounts of some buckets, by number, those of unknown owners last. The levels of the
/// scores are by `weights`.
pub fn accounts(lines: &[BucketLine], weights: &Weights) -> Vec<AccountLine> {
    let mut owned: BTreeMap<(bool, Option<String>), Vec<&BucketLine>> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.kind == BucketKind::Bucket) {
        let told = line.facts.get("account").and_then(|fact| fact.value.as_str());
        let account = told.map(str::to_owned);
        owned.entry((account.is_none(), account)).or_default().push(line);
    }
    owned.into_iter().map(|((_, account), buckets)| of(account, &buckets, weights)).collect()
}

fn of(account: Option<String>, buckets: &[&BucketLine], weights: &Weights) -> AccountLine {
    let mut levels = BTreeMap::new();
    for bucket in buckets {
        *levels.entry(bucket.risk.level.clone()).or_insert(0) += 1;
    }
    let highest = |of: fn(&BucketLine) -> Option<u32>| buckets.iter().filter_map(|b| of(b)).max();
    let score = highest(|bucket| bucket.risk.score);
    let doubtful = levels.contains_key(RiskLevel::Inconclusive.as_str());
    // A score of nothing says nothing of the buckets that were not read.
    let score = score.filter(|score| *score > 0 || !doubtful);
    let mut gravest: Vec<&str> = buckets
        .iter()
        .filter(|bucket| score.is_some() && bucket.risk.score == score)
        .map(|bucket| bucket.bucket.as_str())
        .collect();
    gravest.sort_unstable();
    let level = score.map_or(RiskLevel::Inconclusive, |score| weights.level(score));
    let mut line = AccountLine {
        account,
        levels,
        level: level.as_str().into(),
        score,
        min: score.and_then(|_| highest(|bucket| bucket.risk.min)),
        max: score.and_then(|_| highest(|bucket| bucket.risk.max)),
        bucket: gravest.first().map(|name| (*name).to_owned()),
        explanation: String::new(),
        what_if: what_if(buckets, score),
    };
    line.explanation = explanation(&line, buckets.len(), gravest.len());
    line
}

/// What lowers the gravest bucket lowers the account, as far as no other bucket stands above.
fn what_if(buckets: &[&BucketLine], score: Option<u32>) -> Vec<AccountWhatIfLine> {
    let Some(score) = score else { return Vec::new() };
    let mut list = Vec::new();
    for (at, bucket) in buckets.iter().enumerate().filter(|(_, b)| b.risk.score == Some(score)) {
        let others = buckets.iter().enumerate().filter(|(other, _)| *other != at);
        let others = others.filter_map(|(_, other)| other.risk.score).max().unwrap_or(0);
        for change in &bucket.risk.what_if {
            let after = change.score.max(others);
            if after < score {
                list.push(AccountWhatIfLine {
                    bucket: bucket.bucket.clone(),
                    action: change.action.clone(),
                    score: after,
                    reduction: score - after,
                });
            }
        }
    }
    list.sort_by_key(|change| std::cmp::Reverse(change.reduction));
    list
}

fn explanation(line: &AccountLine, buckets: usize, gravest: usize) -> String {
    let noun = if buckets == 1 { "bucket" } else { "buckets" };
    let levels: Vec<String> = RiskLevel::ALL
        .into_iter()
        .rev()
        .filter_map(|level| {
            Some(format!("{} {}", line.levels.get(level.as_str())?, level.as_str()))
        })
        .collect();
    let levels = levels.join(", ");
    let Some((score, bucket)) = line.score.zip(line.bucket.as_ref()) else {
        return format!(
            "inconclusive: no detections in {buckets} {noun}, not all of it read ({levels})"
        );
    };
    let others = match gravest {
        0 | 1 => String::new(),
        more => format!(" and {} more", more - 1),
    };
    let level = line.level.to_uppercase();
    let mut words = format!(
        "{level} {score}: that of {bucket}{others}, the gravest of {buckets} {noun} ({levels})"
    );
    if let (Some(min), Some(max)) = (line.min, line.max)
        && min != max
    {
        words.push_str(&format!(". Between {min} and {max}, as not all is known"));
    }
    if let Some(first) = line.what_if.first() {
        words.push_str(&format!(
            ". Biggest reduction: {} in {} → {}",
            first.action, first.bucket, first.score
        ));
    }
    words
}

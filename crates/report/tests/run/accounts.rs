//! The risk of an account: its gravest bucket, and what would lower it.

use magpie_judge::{Subject, Weights};
use magpie_model::{BucketFacts, Fact};
use magpie_report::{AccountLine, BucketLine, accounts};

use crate::lines::{AT, judged};

/// A bucket of this account with this score, that one change would lower.
fn line(name: &str, account: Option<&str>, score: Option<u32>, after: u32) -> BucketLine {
    let mut facts = BucketFacts::unknown("AccessDenied", AT);
    if let Some(account) = account {
        facts.account = Fact::known(account.to_owned(), "HeadBucket", AT);
    }
    let mut line = judged(name, Subject::Bucket(&facts), true);
    let level = score.map_or("inconclusive", |score| Weights::builtin().level(score).as_str());
    line.risk.level = level.into();
    (line.risk.score, line.risk.min, line.risk.max) = (score, score, score);
    line.risk.what_if.truncate(1);
    for change in &mut line.risk.what_if {
        change.score = after;
        change.reduction = score.unwrap_or(0) - after;
    }
    line
}

fn judge(lines: &[BucketLine]) -> Vec<AccountLine> {
    accounts(lines, Weights::builtin())
}

#[test]
fn an_account_is_as_grave_as_its_gravest_bucket() {
    let lines = [
        line("a", Some("111122223333"), Some(20), 10),
        line("b", Some("111122223333"), Some(66), 42),
        line("c", Some("444455556666"), Some(0), 0),
        line("d", None, Some(80), 10),
        judged("dir", Subject::NotABucket, true),
    ];
    let told = judge(&lines);
    let short: Vec<_> = told
        .iter()
        .map(|a| (a.account.as_deref(), a.level.as_str(), a.bucket.as_deref()))
        .collect();
    let expected = [
        (Some("111122223333"), "high", Some("b")),
        (Some("444455556666"), "none", Some("c")),
        (None, "critical", Some("d")),
    ];
    assert_eq!(short, expected);
    assert_eq!(
        told[0].levels.iter().map(|(l, n)| (l.as_str(), *n)).collect::<Vec<_>>(),
        [("high", 1), ("low", 1)]
    );
    assert!(told[0].explanation.starts_with("HIGH 66: that of b, the gravest of 2 buckets"));
}

#[test]
fn a_change_helps_the_account_as_far_as_no_other_bucket_stands_above() {
    let account = Some("111122223333");
    let told = judge(&[line("a", account, Some(50), 10), line("b", account, Some(66), 42)]);
    let change = &told[0].what_if[0];
    assert_eq!((change.bucket.as_str(), change.score, change.reduction), ("b", 50, 16));
    let even = judge(&[line("a", account, Some(66), 10), line("b", account, Some(66), 42)]);
    assert!(even[0].what_if.is_empty());
}

#[test]
fn nothing_found_where_not_all_was_read_is_inconclusive() {
    let account = Some("111122223333");
    let told = judge(&[line("a", account, Some(0), 0), line("b", account, None, 0)]);
    assert_eq!((told[0].level.as_str(), told[0].score), ("inconclusive", None));
    let found = judge(&[line("a", account, Some(30), 10), line("b", account, None, 0)]);
    assert_eq!((found[0].level.as_str(), found[0].score), ("medium", Some(30)));
}

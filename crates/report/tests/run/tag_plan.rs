//! The tag plan: what is added, changed, kept and removed, and what is never lowered.

use crate::lines::{bucket, judged, start};
use magpie_judge::{Subject, TagPrefix, Tier};
use magpie_model::Category;
use magpie_report::{
    BucketLine, BucketTagPlan, RunFile, RunState, SensitiveObject, TagPlan, TagPlanState,
};

fn done() -> RunFile {
    RunFile { state: RunState::Done, reconciles: Some(true), ..RunFile::new(start()) }
}

#[track_caller]
fn check(run: &RunFile, line: BucketLine, expected: &str) {
    let plan = TagPlan::new(run, &[line], None, &TagPrefix::default());
    let expected = format!("{expected}This is a plan. Nothing was written.\n");
    assert_eq!(plan.render(), expected);
}

#[test]
fn a_bucket_without_tags_gets_all_of_them() {
    let line = bucket(&[("owner", "x"), ("aws:cloudformation:stack-name", "y")], true);
    check(
        &done(),
        line,
        "orders: 4 to add; 1 other tag stays\n  \
         + magpie:data         financial\n  \
         + magpie:encryption   sse-s3\n  \
         + magpie:risk         medium\n  \
         + magpie:sensitivity  high\n",
    );
}

#[test]
fn only_what_changes_is_changed() {
    let tags = [
        ("magpie:data", "financial"),
        ("magpie:encryption", "none"),
        ("magpie:risk", "medium"),
        ("magpie:sensitivity", "high"),
        ("dlp/risk", "high"),
    ];
    check(
        &done(),
        bucket(&tags, true),
        "orders: 1 to change, 3 to keep; 1 other tag stays\n  \
         = magpie:data         financial\n  \
         ~ magpie:encryption   none → sse-s3\n  \
         = magpie:risk         medium\n  \
         = magpie:sensitivity  high\n",
    );
}

const WORSE: [(&str, &str); 4] = [
    ("magpie:data", "personal+financial"),
    ("magpie:encryption", "none"),
    ("magpie:risk", "critical"),
    ("magpie:sensitivity", "restricted"),
];

#[test]
fn a_complete_run_lowers() {
    let mut line = bucket(&WORSE, true);
    line.exposure.audience = "account".into();
    let plan = TagPlan::new(&done(), &[line], None, &TagPrefix::default());
    assert_eq!(plan.changes(), 4);
}

#[test]
fn a_run_that_is_incomplete_sampled_or_interrupted_lowers_nothing() {
    let sampled = RunFile { sampled: true, ..done() };
    let interrupted = RunFile { state: RunState::Interrupted, ..done() };
    let broken = RunFile { state: RunState::Broken, reconciles: Some(false), ..done() };
    for (run, complete) in [(done(), false), (sampled, true), (interrupted, true), (broken, true)] {
        let line = bucket(&WORSE, complete);
        let plan = TagPlan::new(&run, &[line], None, &TagPrefix::default());
        assert_eq!(plan.changes(), 0, "{}", plan.render());
    }
    check(
        &done(),
        bucket(&WORSE, false),
        "orders: nothing to change\n  \
         = magpie:data         personal+financial (this run says financial; only a complete, unsampled run lowers a tag)\n  \
         = magpie:encryption   none (this run says sse-s3; only a complete, unsampled run lowers a tag)\n  \
         = magpie:risk         critical (this run says medium; only a complete, unsampled run lowers a tag)\n  \
         = magpie:sensitivity  restricted (this run says high; only a complete, unsampled run lowers a tag)\n",
    );
}

#[test]
fn a_run_that_looked_for_less_than_by_default_lowers_nothing() {
    let narrowings: [fn(&mut RunFile); 7] = [
        |run| run.detectors.selectors = vec!["es/nif".into()],
        |run| run.detectors.selectors.push("!es/nif".into()),
        |run| drop(run.options.insert("min-confidence".into(), "high".into())),
        |run| drop(run.options.remove("min-confidence")),
        |run| drop(run.options.insert("allow-list".into(), true.into())),
        |run| drop(run.options.insert("allow-regex".into(), true.into())),
        |run| run.weights.origin = "file".into(),
    ];
    for narrow in narrowings {
        let mut run = done();
        narrow(&mut run);
        let plan = TagPlan::new(&run, &[bucket(&WORSE, true)], None, &TagPrefix::default());
        assert_eq!(plan.changes(), 0, "{}", plan.render());
        assert!(plan.render().contains("only a run of the default scope"), "{}", plan.render());
    }
    let mut wider = done();
    wider.detectors.selectors.push("us/ssn".into());
    wider.options.insert("min-confidence".into(), "low".into());
    wider.options.insert("allow-list".into(), false.into());
    let plan = TagPlan::new(&wider, &[bucket(&WORSE, true)], None, &TagPrefix::default());
    assert!(plan.changes() > 0, "{}", plan.render());
}

fn card() -> SensitiveObject {
    SensitiveObject {
        bucket: "orders".into(),
        key: "a.txt".into(),
        key_is_masked: false,
        version_id: None,
        etag: None,
        sensitivity: Tier::High,
        categories: vec![Category::FinancialInformation],
        complete: true,
    }
}

#[test]
fn a_run_that_looked_for_less_or_contradicts_itself_lowers_no_object() {
    let mut narrow = done();
    narrow.detectors.selectors = vec!["es/nif".into()];
    let contradicts = RunFile { reconciles: Some(false), ..done() };
    let tags = bucket(&[("magpie:sensitivity", "restricted")], true).tags;
    let keeps = |run: &RunFile| {
        let plan = BucketTagPlan::of_object(run, &card(), &tags, &TagPrefix::default());
        !plan.sets().contains_key("magpie:sensitivity")
    };
    assert!(keeps(&narrow) && keeps(&contradicts));
    assert!(!keeps(&done()));
}

#[test]
fn an_incomplete_run_still_raises() {
    let tags = [
        ("magpie:data", "personal"),
        ("magpie:encryption", "sse-kms-cmk"),
        ("magpie:risk", "low"),
        ("magpie:sensitivity", "moderate"),
    ];
    check(
        &done(),
        bucket(&tags, false),
        "orders: 4 to change\n  \
         ~ magpie:data         personal → personal+financial\n  \
         ~ magpie:encryption   sse-kms-cmk → sse-s3\n  \
         ~ magpie:risk         low → medium\n  \
         ~ magpie:sensitivity  moderate → high\n",
    );
}

#[test]
fn a_run_without_a_verdict_does_not_replace_one() {
    let mut line = bucket(&WORSE, false);
    line.categories.clear();
    line.sensitivity = "unknown".into();
    line.risk.level = "inconclusive".into();
    line.encryption.class = "unknown".into();
    let plan = TagPlan::new(&done(), &[line], None, &TagPrefix::default());
    assert_eq!(plan.buckets[0].state, TagPlanState::UpToDate);
}

#[test]
fn data_that_is_gone_leaves_no_tag() {
    let mut line = bucket(&WORSE, true);
    line.categories.clear();
    let text = TagPlan::new(&done(), &[line], None, &TagPrefix::default()).render();
    assert!(text.contains("  - magpie:data         personal+financial\n"), "{text}");
}

#[test]
fn a_value_that_somebody_else_wrote_is_neither_overwritten_nor_removed() {
    let line = bucket(&[("magpie:risk", "Our own word"), ("magpie:data", "personal")], true);
    let prefix = TagPrefix::default();
    let plan = TagPlan::new(&done(), std::slice::from_ref(&line), None, &prefix);
    let plan = &plan.buckets[0];
    assert_eq!(plan.state, TagPlanState::Foreign { key: "magpie:risk".into() });
    let obstacle = plan.obstacle().unwrap();
    assert!(obstacle.starts_with("magpie:risk holds a value that Magpie did not write"));
    assert!(obstacle.contains("--tag-prefix"), "{obstacle}");
    let told = plan.render();
    assert!(
        told.contains("= magpie:risk         (another value) (not written by Magpie)"),
        "{told}"
    );
    assert!(!told.contains("own word"), "{told}");
    let removal = BucketTagPlan::removal(&line.bucket, &line.tags, &prefix);
    assert_eq!(removal.removes(), ["magpie:data"]);
    let alone = bucket(&[("magpie:risk", "Our own word")], true);
    let removal = BucketTagPlan::removal(&alone.bucket, &alone.tags, &prefix);
    assert_eq!(removal.state, TagPlanState::UpToDate);
}

#[test]
fn no_tag_is_given_up_for_another() {
    let tags: Vec<_> = (0..47).map(|n| (format!("team{n}"), "x")).collect();
    let tags: Vec<_> = tags.iter().map(|(k, v)| (k.as_str(), *v)).collect();
    let plan = TagPlan::new(&done(), &[bucket(&tags, true)], None, &TagPrefix::default());
    assert_eq!(plan.buckets[0].state, TagPlanState::OverLimit { count: 51, max: 50 });
    assert_eq!(plan.changes(), 0);
    let fits = TagPlan::new(&done(), &[bucket(&tags[1..], true)], None, &TagPrefix::default());
    assert_eq!(fits.buckets[0].state, TagPlanState::Ready);
}

#[test]
fn a_value_that_s3_does_not_take_is_not_written() {
    for value in ["a,b".to_owned(), "x".repeat(257)] {
        let mut line = bucket(&[], true);
        line.sensitivity = value;
        let plan = BucketTagPlan::new(&done(), &line, &line.tags, None, &TagPrefix::default());
        let told = plan.obstacle().unwrap();
        assert!(told.starts_with("S3 does not take the value"), "{told}");
    }
}

#[test]
fn unknown_tags_and_directories_are_said() {
    let facts = magpie_model::BucketFacts::unknown("AccessDenied", crate::lines::AT);
    let denied = judged("orders", Subject::Bucket(&facts), true);
    check(
        &done(),
        denied,
        "orders: its tags are not known (AccessDenied), so nothing can be compared\n  \
         ? magpie:data         financial\n  \
         ? magpie:encryption   sse-s3\n  \
         ? magpie:risk         medium\n  \
         ? magpie:sensitivity  high\n",
    );
    let local = judged("dir\u{1b}", Subject::NotABucket, true);
    check(&done(), local, "dir\\u{1b}: not a bucket, so there are no tags\n");
}

#[test]
fn a_risk_is_not_lowered_where_it_is_not_known_who_reaches_the_bucket() {
    let line = bucket(&WORSE, true);
    assert_eq!(line.exposure.audience, "unknown");
    let plan = TagPlan::new(&done(), &[line], None, &TagPrefix::default());
    let text = plan.render();
    assert!(text.contains("= magpie:risk         critical (this run says"), "{text}");
    assert_eq!(plan.changes(), 3, "{text}");
}

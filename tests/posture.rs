//! Bucket configuration on a simulated AWS (moto): facts, exposure, profiles and roles. What it
//! holds is written in `tests/servers/moto_aws.py`.

use std::sync::OnceLock;

use serde_json::{Value, json};

use crate::support::program::{Magpie, Results};
use crate::support::servers::moto;

fn scan(target: &str) -> Magpie {
    Magpie::scan(&[target]).at(moto().text("endpoint_url"), "testing", "testing")
}

/// Every bucket that the account lists.
fn account() -> &'static Results {
    static RESULTS: OnceLock<Results> = OnceLock::new();
    RESULTS.get_or_init(|| scan("s3://").run().expect(0).results())
}

fn fact<'r>(bucket: &str, name: &str) -> &'r Value {
    let fact = &account().bucket(bucket)["facts"][name];
    assert_eq!(fact["known"], true, "{bucket} {name}: {fact:#}");
    &fact["value"]
}

fn audience(bucket: &str) -> &'static Value {
    &account().bucket(bucket)["exposure"]["audience"]
}

#[test]
fn all_buckets_of_the_account_are_scanned() {
    let results = account().reconcile();
    let names: Vec<&str> =
        results.buckets.iter().map(|line| line["bucket"].as_str().unwrap()).collect();
    assert_eq!(names, ["bare", "behind-points", "open-acl", "open-policy", "shut"]);
    for line in &results.objects {
        assert_eq!(line["outcome"], "complete", "{line:#}");
    }
    let cards = results.counts().into_iter().filter(|((_, _, d), _)| *d == "global/payment_card");
    assert_eq!(cards.map(|(_, count)| count).collect::<Vec<_>>(), [3; 5]);
}

#[test]
fn default_encryption_is_told_with_its_key() {
    let encryption = |bucket: &str| &account().bucket(bucket)["encryption"]["default"];
    assert_eq!(encryption("open-acl")["class"], "sse-s3");
    assert_eq!(encryption("open-policy")["class"], "sse-kms-cmk");
    assert_eq!(encryption("open-policy")["key_id"], moto().text("key_arn"));
    assert_eq!(encryption("bare")["class"], "none");
}

#[test]
fn configuration_becomes_facts() {
    assert_eq!(fact("open-policy", "access_logging"), &json!(true));
    assert_eq!(fact("shut", "access_logging"), &json!(false));
    assert_eq!(fact("open-policy", "lifecycle_expiry"), &json!(true));
    assert_eq!(fact("bare", "lifecycle_expiry"), &json!(false));
    assert_eq!(fact("open-policy", "has_policy"), &json!(true));
    assert_eq!(fact("open-policy", "policy_public"), &json!(true));
    assert_eq!(fact("bare", "has_policy"), &json!(false));
    let tags = &account().bucket("open-policy")["tags"];
    assert_eq!((&tags["known"], &tags["others"]), (&json!(true), &json!(1)));
    assert!(tags["source"] == "GetBucketTagging" && tags["at"].as_str().unwrap().ends_with('Z'));
}

#[test]
fn an_answer_under_another_name_is_no_fact() {
    // This is how moto answers GetBucketVersioning: with an element that S3 does not send.
    let fact = &account().bucket("open-policy")["facts"]["versioning"];
    assert_eq!(fact["known"], false, "{fact:#}");
    assert!(fact["reason"].as_str().unwrap().contains("something else"), "{fact:#}");
}

#[test]
fn each_fact_names_its_call() {
    let facts = account().bucket("open-policy")["facts"].as_object().unwrap();
    let named = facts.values().filter(|fact| fact["known"] == true);
    for fact in named {
        let source = fact["source"].as_str().unwrap();
        let verb = source.trim_start_matches("s3control ");
        assert!(
            ["Get", "Head", "List", "Describe"].iter().any(|v| verb.starts_with(v)),
            "{fact:#}"
        );
    }
    assert!(facts.values().filter(|fact| fact["known"] == true).count() >= 8);
}

#[test]
fn who_can_reach_a_bucket_follows_from_policy_acl_and_block() {
    assert_eq!(audience("open-policy"), "public-read");
    assert_eq!(audience("open-acl"), "public-read");
    for closed in ["shut", "bare"] {
        let line = account().bucket(closed);
        assert_eq!(line["exposure"]["audience"], "account", "{:#}", line["exposure"]);
    }
}

#[test]
fn an_access_point_with_a_public_policy_opens_the_bucket_behind_it_and_a_shut_one_does_not() {
    assert_eq!(audience("behind-points"), "public-read");
    let told = |name: &str| &fact("behind-points", name)[0];
    let (one, many) = (told("access_points"), told("multi_region_points"));
    assert_eq!((&one["name"], &one["public"]), (&json!("open-point"), &json!(true)), "{one:#}");
    assert_eq!((&one["has_policy"], &one["blocked"]), (&json!(true), &json!(false)), "{one:#}");
    assert_eq!((&many["name"], &many["public"]), (&json!("many"), &json!(false)), "{many:#}");
    assert_eq!((&many["has_policy"], &many["blocked"]), (&json!(true), &json!(true)), "{many:#}");
    let shared = account().bucket("behind-points")["exposure"]["shared_with"].to_string();
    assert!(shared.contains("open-point") && !shared.contains("many"), "{shared}");
}

#[test]
fn who_lists_a_bucket_reads_no_card_unless_an_object_says_so() {
    let line = account().bucket("open-acl");
    let risk = &line["risk"];
    assert!(risk["vector"].as_str().unwrap().contains("/E:names-only/"), "{risk:#}");
    assert_eq!(risk["level"], "medium", "{risk:#}");
    // ACLs are in force, and nobody asked the objects for theirs.
    assert!(risk["max"].as_u64().unwrap() >= 75, "{risk:#}");
}

#[test]
fn tags_are_planned_and_those_of_others_stay() {
    let ended = scan("s3://open-policy").run().expect(0);
    let run = ended.place.current().join("run");
    let plan = Magpie::new(&["tag", run.to_str().unwrap()]).run().expect(0);
    for fragment in ["open-policy", "magpie:risk", "magpie:sensitivity", "magpie:encryption"] {
        assert!(plan.stdout.contains(fragment), "{fragment} in\n{}", plan.stdout);
    }
    assert!(!plan.stdout.contains("team"), "{}", plan.stdout);
}

#[test]
fn tags_are_written_and_removed_and_those_of_others_stay() {
    let scanned = || scan("s3://open-policy").run().expect(0);
    let told = |ended: &crate::support::program::Ended| {
        let tags = ended.results().bucket("open-policy")["tags"].clone();
        (tags["own"].as_object().unwrap().len(), tags["others"].as_u64().unwrap())
    };
    let ended = scanned();
    let run = ended.place.current().join("run");
    // moto answers GetBucketAbac with something else: whether tags decide is not known.
    let tag = |options: &[&str]| {
        let magpie = Magpie::new(&["tag", run.to_str().unwrap()]).args(options);
        magpie.at(moto().text("endpoint_url"), "testing", "testing").run()
    };
    let refused = tag(&["--apply"]).expect(5);
    assert!(refused.stdout.contains("--allow-abac"), "{}", refused.stdout);
    tag(&["--apply", "--allow-abac"]).expect(0);
    assert_eq!(told(&scanned()), (4, 1));
    tag(&["--remove", "--allow-abac"]).expect(0);
    assert_eq!(told(&scanned()), (0, 1));
}

/// A configuration file whose profile `reader` assumes a role in the other account.
fn configuration() -> String {
    let (url, role) = (moto().text("endpoint_url"), moto().text("role_arn"));
    format!(
        "[profile base]\nendpoint_url = {url}\nregion = us-east-1\n\
         [profile reader]\nendpoint_url = {url}\nregion = us-east-1\n\
         role_arn = {role}\nsource_profile = base\n"
    )
}

const CREDENTIALS: &str = "[base]\naws_access_key_id = testing\naws_secret_access_key = testing\n";

/// A scan whose credentials come from files only.
fn by_profile(arguments: &[&str]) -> Results {
    let magpie = Magpie::scan(arguments)
        .file("config", configuration())
        .file("credentials", CREDENTIALS)
        .env("AWS_CONFIG_FILE", "config")
        .env("AWS_SHARED_CREDENTIALS_FILE", "credentials");
    magpie.run().expect(0).results()
}

fn buckets(results: &Results) -> Vec<&str> {
    results.buckets.iter().map(|line| line["bucket"].as_str().unwrap()).collect()
}

#[test]
fn a_profile_gives_endpoint_and_credentials() {
    let results = by_profile(&["--profile", "base", "s3://shut"]);
    assert_eq!(results.reconcile().count("people.csv", "global/email"), 3);
}

#[test]
fn a_profile_can_lead_into_another_account() {
    assert_eq!(buckets(&by_profile(&["--profile", "reader", "s3://"])), ["elsewhere"]);
}

#[test]
fn a_role_is_assumed_on_request() {
    let role = moto().text("role_arn");
    let results = by_profile(&["--profile", "base", "--role-arn", role, "s3://"]);
    assert_eq!(buckets(&results), ["elsewhere"]);
    assert_eq!(results.reconcile().count("people.csv", "global/payment_card"), 3);
}

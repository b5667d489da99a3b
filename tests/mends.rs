//! The commands that findings of the configuration name: run by AWS's own command line against a
//! simulated AWS (moto), each takes its finding away.

use magpie_judge::{Subject, Tally, assess, configuration_findings};
use magpie_model::{BucketFacts, Fact, Known, ReplicationFilter, ReplicationRule};
use serde_json::{Value, json};

use crate::support::program::{Magpie, lines};
use crate::support::servers::{aws, moto_to_change};

/// Findings that moto can have and lose, with what brings each about in a bucket.
const MENDED: [(&str, &str); 21] = [
    ("public_read", "aws s3api put-bucket-acl --bucket BUCKET --acl public-read"),
    ("bucket_block_public_access_off", "true"),
    ("tls_not_required", "true"),
    ("acls_in_force", "true"),
    (
        "no_kms_by_default",
        "aws s3api put-bucket-encryption --bucket BUCKET --server-side-encryption-configuration \
         '{\"Rules\":[{\"ApplyServerSideEncryptionByDefault\":{\"SSEAlgorithm\":\"AES256\"}}]}'",
    ),
    ("not_encrypted_by_default", "true"),
    ("access_not_logged", "true"),
    ("no_lifecycle_rule", "true"),
    ("uploads_stay", "true"),
    (
        "a_part_expires",
        "aws s3api put-bucket-lifecycle-configuration --bucket BUCKET --lifecycle-configuration \
         '{\"Rules\":[{\"ID\":\"a\",\"Status\":\"Enabled\",\"Filter\":{\"Prefix\":\"logs/\"},\"Expiration\":{\"Days\":9}}]}'",
    ),
    ("object_lock_off", "true"),
    (
        "website",
        "aws s3api put-bucket-website --bucket BUCKET --website-configuration \
         '{\"IndexDocument\":{\"Suffix\":\"index.html\"}}'",
    ),
    (
        "public_write",
        "aws s3api put-bucket-acl --bucket BUCKET --grant-write \
         uri=http://acs.amazonaws.com/groups/global/AllUsers",
    ),
    (
        "nothing_expires",
        "aws s3api put-bucket-lifecycle-configuration --bucket BUCKET --lifecycle-configuration \
         '{\"Rules\":[{\"ID\":\"a\",\"Status\":\"Enabled\",\"Filter\":{\"Prefix\":\"\"},\
         \"AbortIncompleteMultipartUpload\":{\"DaysAfterInitiation\":9}}]}'",
    ),
    (
        "uploads_stay_in_part",
        "aws s3api put-bucket-lifecycle-configuration --bucket BUCKET --lifecycle-configuration \
         '{\"Rules\":[{\"ID\":\"a\",\"Status\":\"Enabled\",\"Filter\":{\"Prefix\":\"logs/\"},\
         \"AbortIncompleteMultipartUpload\":{\"DaysAfterInitiation\":9}}]}'",
    ),
    (
        "object_lock_without_term",
        "aws s3api put-bucket-versioning --bucket BUCKET --versioning-configuration Status=Enabled && \
         aws s3api put-object-lock-configuration --bucket BUCKET --object-lock-configuration \
         ObjectLockEnabled=Enabled",
    ),
    (
        "replicated_externally",
        "aws s3api put-bucket-versioning --bucket BUCKET --versioning-configuration Status=Enabled && \
         aws s3api put-bucket-replication --bucket BUCKET --replication-configuration \
         '{\"Role\":\"arn:aws:iam::123456789012:role/r\",\"Rules\":[{\"Status\":\"Enabled\",\"Priority\":1,\
         \"Filter\":{\"Prefix\":\"\"},\"DeleteMarkerReplication\":{\"Status\":\"Disabled\"},\
         \"Destination\":{\"Bucket\":\"arn:aws:s3:::logs-of-all\",\"Account\":\"444455556666\",\
         \"AccessControlTranslation\":{\"Owner\":\"Destination\"}}}]}'",
    ),
    ("block_public_access_off", "true"),
    ("key_rotation_off", "UNDER_NEW_KEY"),
    ("key_unusable", "UNDER_NEW_KEY && aws kms disable-key --key-id $KEY"),
    (
        "key_pending_deletion",
        "UNDER_NEW_KEY && aws kms schedule-key-deletion --key-id $KEY --pending-window-in-days 7",
    ),
];

/// Gives the bucket a key of its own, which the shell then knows as `KEY`.
const UNDER_NEW_KEY: &str = "KEY=$(aws kms create-key --query KeyMetadata.KeyId --output text) && \
    aws s3api put-bucket-encryption --bucket BUCKET --server-side-encryption-configuration \
    '{\"Rules\":[{\"ApplyServerSideEncryptionByDefault\":{\"SSEAlgorithm\":\"aws:kms\",\
    \"KMSMasterKeyID\":\"'$KEY'\"}}]}'";

/// Asks for the key that a bucket has by default.
const ITS_KEY: &str = "$(aws s3api get-bucket-encryption --bucket BUCKET --output text --query \
    ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault.KMSMasterKeyID)";

fn name(id: &str) -> String {
    format!("mend-{}", id.replace('_', "-"))
}

/// The command that a mend begins with: what follows a comma or a bracket outside of quotes is for
/// people.
fn command(mend: &str) -> &str {
    let mut quoted = false;
    let ends = mend.char_indices().find(|(at, c)| {
        quoted ^= *c == '\'';
        !quoted && (mend[*at..].starts_with(", ") || mend[*at..].starts_with(" ("))
    });
    &mend[..ends.map_or(mend.len(), |(at, _)| at)]
}

/// Every command that a mend names, wherever it stands in the sentence.
fn commands(mend: &str) -> Vec<&str> {
    const ENDS: [&str; 10] =
        [", ", "; ", " (", " > ", " && ", " shows", " and ", " each", " with ", ": "];
    let mut all = Vec::new();
    let (mut quoted, mut begun) = (false, None);
    for (at, c) in mend.char_indices() {
        quoted ^= c == '\'';
        let rest = &mend[at..];
        match begun {
            None if !quoted && rest.starts_with("aws ") => begun = Some(at),
            Some(from) if !quoted && ENDS.iter().any(|end| rest.starts_with(end)) => {
                all.push(&mend[from..at]);
                begun = None;
            }
            _ => {}
        }
    }
    all.extend(begun.map(|from| &mend[from..]));
    all
}

/// What stands for a value that only the user knows.
const FILLED: [(&str, &str); 13] = [
    ("BUCKET", "box"),
    ("LOGS", "logs-of-all"),
    ("ACCOUNT", "123456789012"),
    ("KEY", "1234abcd-12ab-34cd-56ef-1234567890ab"),
    ("OWN", "1234abcd-12ab-34cd-56ef-1234567890ab"),
    ("DAYS", "30"),
    ("DATE", "2030-01-01"),
    ("OBJECT", "a.txt"),
    ("DISTRIBUTION", "EDFDVBD6EXAMPLE"),
    ("TRAIL", "all"),
    ("THOSE", "Destination.Account==`\"444455556666\"`"),
    ("YOURS", "444455556666"),
    ("NAME", "gate"),
];

/// A command for AWS's own command line to look at without sending anything: it checks names and
/// kinds of all that is given against the model of the service.
fn looked_at(command: &str) -> String {
    let mut line = command.to_owned();
    for (word, value) in FILLED {
        line = line.replace(word, value);
    }
    let (file, content) = match line.split_once("file://") {
        Some((_, rest)) => (rest.split(' ').next().unwrap_or_default(), of_file(rest)),
        None => ("", ""),
    };
    // The sample that it would answer with is one that it refuses itself, so moto is asked.
    if command.starts_with("aws cloudfront get-distribution-config") {
        return format!("! {line} 2> shown.txt && grep -q NoSuchDistribution shown.txt");
    }
    let dry =
        if command.starts_with("aws s3 ") { "--dryrun" } else { "--generate-cli-skeleton output" };
    let write = match file {
        "" => String::new(),
        file => format!("printf '%s' '{content}' > {file} && "),
    };
    format!("{write}{line} {dry} > shown.txt")
}

/// What a file holds that the user writes.
fn of_file(name: &str) -> &'static str {
    match name.split('.').next() {
        Some("replication") => {
            r#"{"Role":"arn:aws:iam::123456789012:role/r","Rules":[{"Status":"Enabled","Priority":1,"Filter":{"Prefix":""},"DeleteMarkerReplication":{"Status":"Disabled"},"SourceSelectionCriteria":{"SseKmsEncryptedObjects":{"Status":"Enabled"}},"Destination":{"Bucket":"arn:aws:s3:::other","EncryptionConfiguration":{"ReplicaKmsKeyID":"arn:aws:kms:eu-west-1:123456789012:key/1"}}}]}"#
        }
        Some("selectors") => {
            r#"[{"ReadWriteType":"All","DataResources":[{"Type":"AWS::S3::Object","Values":["arn:aws:s3:::box/"]}]}]"#
        }
        _ => r#"{"Version":"2012-10-17","Statement":[]}"#,
    }
}

/// Mends that are a decision, with no command that could take it.
const WITHOUT_COMMAND: [&str; 2] = ["region_not_allowed", "replica_region_not_allowed"];

/// What is said of a rule of replication of which S3 does not tell whose its destination is.
fn mend_of_untold_destination() -> String {
    let rule = ReplicationRule {
        enabled: true,
        filter: ReplicationFilter { prefix: String::new(), tags: Vec::new() },
        kms_objects: false,
        bucket: "copies".into(),
        region: Known::Unknown("not asked".into()),
        account: None,
        replica_key: None,
    };
    let facts = BucketFacts {
        replication: Fact::known(vec![rule], "GetBucketReplication", ""),
        ..BucketFacts::unknown("not asked", "")
    };
    let assessment = assess(Subject::Bucket(&facts), &Tally::default());
    let all = configuration_findings(&facts, &assessment);
    all.into_iter().find(|one| one.control.id == "replicated_externally").unwrap().mend
}

#[test]
fn every_command_of_a_mend_is_one_that_awss_own_command_line_takes() {
    let endpoint = moto_to_change().text("endpoint_url");
    let place = tempfile::tempdir().unwrap();
    aws(endpoint, "aws s3api create-bucket --bucket box");
    let mut lines = Vec::new();
    let mut without = Vec::new();
    for control in magpie_judge::controls() {
        let words = std::iter::once(control).chain(control.variants.values());
        let mends = words.flat_map(|words| [&words.mend, &words.mend_acl]);
        let all: Vec<&str> = mends.flat_map(|mend| commands(mend)).collect();
        if all.is_empty() {
            without.push(control.id.as_str());
        }
        lines.extend(all.into_iter().map(looked_at));
    }
    let untold = mend_of_untold_destination();
    assert!(commands(&untold).iter().any(|line| line.contains("head-bucket")), "{untold}");
    lines.extend(commands(&untold).into_iter().map(looked_at));
    assert_eq!(without, WITHOUT_COMMAND);
    assert!(lines.len() > 40, "{}", lines.len());
    lines.sort();
    lines.dedup();
    let here = format!("cd {}", place.path().display());
    aws(endpoint, &format!("{here} && {}", lines.join(" && ")));
    let wrong = [
        "aws s3api put-bucket-versioning --bucket BUCKET --versioning-configuration State=Enabled",
        "aws kms enable-key --key KEY --days DAYS",
    ];
    for command in wrong {
        let line = format!("! {} 2> shown.txt", looked_at(command));
        aws(endpoint, &format!("{here} && {line}"));
    }
}

/// The findings that are certain, by bucket and name.
fn certain(endpoint: &str) -> impl Fn(&str) -> Option<Value> {
    let targets: Vec<String> = MENDED.iter().map(|(id, _)| format!("s3://{}", name(id))).collect();
    let mut arguments = vec!["posture", "--out", "out"];
    arguments.extend(targets.iter().map(String::as_str));
    let ended = Magpie::new(&arguments).at(endpoint, "testing", "testing").run().expect(0);
    let told = lines(&ended.place.current().join("out/buckets.jsonl"));
    move |id| {
        let line = told.iter().find(|line| line["bucket"] == name(id).as_str()).unwrap();
        let findings = line["configuration"].as_array().unwrap();
        findings.iter().find(|f| f["id"] == id && f["state"] == "yes").cloned()
    }
}

#[test]
fn a_command_that_mends_takes_its_finding_away() {
    let server = moto_to_change();
    let endpoint = server.text("endpoint_url");
    let names: Vec<String> = MENDED.iter().map(|(id, _)| name(id)).collect();
    aws(
        endpoint,
        &format!(
            "python -c \"import boto3; s3 = boto3.client('s3'); \
             [s3.create_bucket(Bucket=name) for name in 'logs-of-all {}'.split()]\"",
            names.join(" ")
        ),
    );
    aws(
        endpoint,
        "aws s3api put-bucket-policy --bucket logs-of-all --policy '{\"Statement\":[{\"Effect\":\"Allow\",\
         \"Principal\":{\"Service\":\"logging.s3.amazonaws.com\"},\"Action\":\"s3:PutObject\",\
         \"Resource\":\"arn:aws:s3:::logs-of-all/*\"}]}'",
    );
    let causes = MENDED.iter().map(|(id, cause)| {
        cause.replace("UNDER_NEW_KEY", UNDER_NEW_KEY).replace("BUCKET", &name(id))
    });
    aws(endpoint, &causes.collect::<Vec<_>>().join(" && "));
    let found = certain(endpoint);
    let missing: Vec<&str> =
        MENDED.iter().map(|(id, _)| *id).filter(|id| found(id).is_none()).collect();
    assert!(missing.is_empty(), "not found before the mend: {missing:?}");
    let mends: Vec<String> = MENDED
        .iter()
        .map(|(id, _)| {
            let finding = found(id).unwrap();
            let line = command(finding["mend"].as_str().unwrap());
            let key = match id.starts_with("key_") {
                true => ITS_KEY.replace("BUCKET", &name(id)),
                false => server.text("key_arn").to_owned(),
            };
            line.replace("KEY", &key).replace("LOGS", "logs-of-all").replace("DAYS", "30")
        })
        .collect();
    aws(endpoint, &mends.join(" && "));
    let left = certain(endpoint);
    let left: Vec<&str> =
        MENDED.iter().map(|(id, _)| *id).filter(|id| left(id).is_some()).collect();
    assert!(left.is_empty(), "still there after their mends: {left:?}\n{}", mends.join("\n"));
}

#[test]
fn the_mend_of_replication_keeps_the_other_rules_and_every_filter() {
    let rule = |priority: u8, filter: Value, to: Value| {
        json!({"Priority": priority, "Status": "Enabled", "Filter": filter, "Destination": to,
            "SourceSelectionCriteria": {"SseKmsEncryptedObjects": {"Status": "Enabled"}}})
    };
    let tagged = json!({"And": {"Prefix": "a/", "Tags": [{"Key": "k", "Value": "v"}]}});
    let away = |account: &str| json!({"Bucket": "arn:aws:s3:::away", "Account": account});
    let near = rule(2, tagged.clone(), json!({"Bucket": "arn:aws:s3:::near"}));
    let trusted = rule(3, json!({}), away("777788889999"));
    let cut = rule(1, tagged, away("444455556666"));
    let far = rule(4, json!({}), json!({"Bucket": "arn:aws:s3:::far"}));
    let shown = json!({"ReplicationConfiguration": {
        "Role": "arn:aws:iam::123456789012:role/r", "Rules": [&cut, &near, &trusted, &far]}});

    let control = magpie_judge::controls().iter().find(|c| c.id == "replicated_externally");
    let those =
        "Destination.Account==`\"444455556666\"` || ends_with(Destination.Bucket,`\":far\"`)";
    let mend = command(&control.unwrap().mend).replace("THOSE", those);
    let query = mend.split('\'').nth(1).unwrap();
    // Moto forgets filters, so what the command line makes of the query is asked of its own library.
    let place = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| std::fs::write(place.path().join(name), text).unwrap();
    file("shown.json", &shown.to_string());
    file("query.txt", query);
    let made = aws(
        "",
        &format!(
            "cd {} && python -c \"import json, jmespath; \
             print(json.dumps(jmespath.search(open('query.txt').read(), json.load(open('shown.json')))))\"",
            place.path().display()
        ),
    );
    let off = [cut, far].map(|mut rule| {
        rule["Status"] = json!("Disabled");
        rule
    });
    let made: Value = serde_json::from_str(&made).unwrap();
    let role = "arn:aws:iam::123456789012:role/r";
    assert_eq!(made, json!({"Role": role, "Rules": [near, trusted, off[0], off[1]]}));
}

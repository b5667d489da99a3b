//! Risk of objects, prefixes and accounts: by who can reach just them, and in sum what the bucket
//! says.

use magpie_corpus::{Encryption, Object, Replica};
use serde_json::{Value, json};

use crate::support::fixtures::{bucket, card, card_line, object, server};
use crate::support::program::Magpie;

/// A policy that opens one prefix.
fn opened(prefix: &str) -> Option<String> {
    let statement = json!({
        "Sid": "Site", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
        "Resource": format!("arn:aws:s3:::box/{prefix}*"),
    });
    Some(json!({ "Version": "2012-10-17", "Statement": [statement] }).to_string())
}

#[test]
fn an_object_is_as_public_as_the_statement_about_it() {
    let mut shop = bucket(
        "box",
        vec![
            object("site/prices.csv", card_line(1)),
            object("private/orders/a.csv", card_line(2)),
            object("private/orders/b.csv", card_line(2)),
            object("private/readme.txt", "nothing here"),
            object("top.txt", card_line(3)),
        ],
    );
    shop.settings.policy = opened("site/");
    let quiet = bucket("quiet", vec![object("readme.txt", "nothing here")]);
    let server = server(vec![shop, quiet]);
    let ended = Magpie::scan(&["s3://"]).on(&server).run().expect(0);
    assert!(ended.stdout.contains("Account 111122223333: CRITICAL"), "{}", ended.stdout);
    let results = ended.results();
    let line = results.bucket("box");
    let objects = line["gravest_objects"].as_array().unwrap();
    assert_eq!((objects.len(), &objects[0]["key"]), (4, &json!("site/prices.csv")));
    let audiences: Vec<&Value> = objects.iter().map(|object| &object["audience"]).collect();
    assert_eq!(audiences, ["public-read", "account", "account", "account"]);
    let level = |of: &Value| of["risk"]["level"].as_str().unwrap().to_owned();
    assert_eq!((level(&objects[0]), level(line)), ("critical".to_owned(), "critical".to_owned()));
    assert_ne!(level(&objects[1]), "critical");
    // The same order number in two objects is one.
    assert_eq!((&line["subjects"], &line["detectors"][0]["count"]), (&json!(3), &json!(4)));

    let prefixes = &line["prefixes"];
    assert_eq!((&prefixes["depth"], &prefixes["told_apart"]), (&json!(2), &json!(4)));
    let gravest = prefixes["gravest"].as_array().unwrap();
    let names: Vec<&Value> = gravest.iter().map(|prefix| &prefix["prefix"]).collect();
    assert_eq!(names[0], "site/");
    assert_eq!(names.len(), 3);
    let sensitive: u64 = gravest.iter().map(|p| p["sensitive_objects"].as_u64().unwrap()).sum();
    assert_eq!(json!(sensitive), line["sensitive_objects"]);

    let accounts = results.run["accounts"].as_array().unwrap();
    assert_eq!(accounts.len(), 1);
    assert_eq!(
        (&accounts[0]["account"], &accounts[0]["bucket"]),
        (&json!("111122223333"), &json!("box"))
    );
    assert_eq!(accounts[0]["score"], line["risk"]["score"]);
    assert_eq!(accounts[0]["levels"], json!({ "critical": 1, "none": 1 }));
}

#[test]
fn an_object_is_charged_with_the_rule_that_copies_it() {
    const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/aaaaaaaa-0000-4000-8000-000000000001";
    let under_key = |object: Object| {
        let (algorithm, key) = ("aws:kms".to_owned(), Some(KEY.to_owned()));
        Object { encryption: Some(Encryption { algorithm, key, bucket_key: true }), ..object }
    };
    let told = |kms_objects: bool| {
        let objects = vec![
            object("logs/a.csv", card_line(1)),
            under_key(object("logs/b.csv", card_line(2))),
            object("data/c.csv", card_line(3)),
        ];
        let mut copied = bucket("box", objects);
        let (to, account) = ("copies".to_owned(), Some("444455556666".to_owned()));
        let prefix = "logs/".to_owned();
        copied.settings.replication = Some(Replica { bucket: to, account, prefix, kms_objects });
        let server = server(vec![copied]);
        let ended = Magpie::scan(&["s3://box"]).on(&server).run().expect(0);
        let line = ended.results().bucket("box").clone();
        let audience = |of: &Value| of["audience"].as_str().unwrap().to_owned();
        let mut objects: Vec<(String, String)> = line["gravest_objects"]
            .as_array()
            .unwrap()
            .iter()
            .map(|object| (object["key"].as_str().unwrap().to_owned(), audience(object)))
            .collect();
        objects.sort();
        let explanation = line["risk"]["explanation"].as_str().unwrap();
        let reason = "objects below \"logs/\" are replicated to account 444455556666";
        assert!(explanation.contains(reason), "{explanation}");
        objects.into_iter().map(|(_, audience)| audience).collect::<Vec<_>>()
    };
    // In the order of their keys: data, logs, logs under a key.
    assert_eq!(told(false), ["account", "replicated-external", "account"]);
    assert_eq!(told(true), ["account", "replicated-external", "replicated-external"]);
}

#[test]
fn a_bucket_is_not_public_for_what_lies_beside_its_data() {
    let mut shop = bucket(
        "box",
        vec![
            object("site/prices.csv", "nothing here"),
            object("private/orders/a.csv", card_line(2)),
        ],
    );
    shop.settings.policy = opened("site/");
    let server = server(vec![shop]);
    let results = Magpie::scan(&["s3://"]).on(&server).run().expect(0).results();
    let line = results.bucket("box");
    let (risk, exposure) = (&line["risk"], &line["exposure"]);
    assert_eq!((&exposure["audience"], &risk["level"]), (&json!("public-read"), &json!("high")));
    let told = risk["explanation"].as_str().unwrap();
    assert!(told.contains("the prefix \"site/\" is public-read"), "{told}");
    assert!(told.contains("the sensitive objects lie elsewhere"), "{told}");
}

#[test]
fn a_number_in_a_name_is_disclosed_by_a_listing() {
    let listed = |keys: [String; 2]| {
        let objects = keys.iter().map(|key| object(key, "nothing here")).collect();
        let mut shop = bucket("box", objects);
        let statement = json!({
            "Effect": "Allow", "Principal": "*", "Action": "s3:ListBucket",
            "Resource": "arn:aws:s3:::box",
        });
        let policy = json!({ "Version": "2012-10-17", "Statement": [statement] });
        shop.settings.policy = Some(policy.to_string());
        shop.settings.encryption =
            Some(Encryption { algorithm: "aws:kms".to_owned(), key: None, bucket_key: true });
        let server = server(vec![shop]);
        let results = Magpie::scan(&["s3://box"]).on(&server).run().expect(0).results();
        results.bucket("box").clone()
    };
    let line = listed([format!("customers/card-{}.txt", card(1)), "readme.txt".to_owned()]);
    let said = line["risk"]["explanation"].as_str().unwrap();
    assert_eq!(line["risk"]["level"], "critical", "{said}");
    assert!(said.contains("it stands in the object's name"), "{said}");
    assert!(!line.to_string().contains(&card(1)), "{line}");
    let object = &line["gravest_objects"][0];
    assert_eq!(
        (&object["audience"], &object["risk"]["level"]),
        (&json!("names-only"), &json!("critical"))
    );
    let quiet = listed(["customers/a.txt".to_owned(), "readme.txt".to_owned()]);
    assert_eq!(quiet["risk"]["level"], "none");
}

#[test]
fn what_is_told_apart_is_bounded_by_its_options() {
    let objects = (0..9).map(|n| object(&format!("p{n}/x/y.txt"), card_line(n))).collect();
    let server = server(vec![bucket("box", objects)]);
    let options = ["--gravest-max", "2", "--prefix-depth", "1", "--prefixes-max", "4"];
    let ended = Magpie::scan(&["s3://box"]).args(&options).on(&server).run().expect(0);
    let results = ended.results();
    let line = results.bucket("box");
    assert_eq!(line["gravest_objects"].as_array().unwrap().len(), 2);
    let prefixes = &line["prefixes"];
    assert_eq!((&prefixes["told_apart"], &prefixes["folded_objects"]), (&json!(5), &json!(5)));
    assert_eq!(prefixes["gravest"].as_array().unwrap().len(), 2);
    assert_eq!(results.run["options"]["prefixes-max"], 4);
}

//! `inventory:`: a bucket listed by the manifest and data files of an S3 Inventory.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use magpie_corpus::{Bucket, Corpus, Encryption, Fault, Key, Object};
use magpie_demo::{CallFault, Server, ServerOptions};
use md5::{Digest as _, Md5};
use serde_json::{Value, json};

use crate::support::fixtures::{bucket, card_line, object};
use crate::support::program::{Ended, Magpie, Results};
use crate::support::root;
use crate::tagging::tag;

const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/bbbbbbbb-0000-4000-8000-000000000001";
const FOLDER: &str = "lists/orders/all";
pub(crate) const MANIFEST: &str =
    "inventory:s3://lists/lists/orders/all/2026-02-01T01-00Z/manifest.json";
const SCHEMA: &str = "Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size, LastModifiedDate, \
                      ETag, StorageClass, ReplicationStatus, EncryptionStatus, BucketKeyStatus";

fn under(key: &str, algorithm: &str, kms_key: Option<&str>) -> Object {
    let (algorithm, kms_key) = (algorithm.to_owned(), kms_key.map(str::to_owned));
    let encryption = Some(Encryption { algorithm, key: kms_key, bucket_key: false });
    Object { encryption, ..object(key, card_line(1)) }
}

/// A row of the current version of an object as it is in the bucket.
fn row(key: &str, class: &str, status: &str) -> String {
    row_of(key, ["true", "false"], &card_line(1).len().to_string(), class, status)
}

fn row_of(key: &str, flags: [&str; 2], size: &str, class: &str, status: &str) -> String {
    let [latest, marker] = flags;
    let date = "2026-01-15T12:00:00.000Z";
    let cells =
        ["orders", key, "v1", latest, marker, size, date, "", class, "", status, "DISABLED"];
    let quoted: Vec<String> = cells.iter().map(|cell| format!("\"{cell}\"")).collect();
    quoted.join(",") + "\n"
}

fn packed(text: &str) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(text.as_bytes()).unwrap();
    packer.finish().unwrap()
}

fn digest(bytes: &[u8]) -> String {
    Md5::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The manifest of these data files.
fn manifest(files: &[Vec<u8>]) -> Value {
    let files: Vec<Value> = files
        .iter()
        .enumerate()
        .map(|(at, bytes)| {
            let key = format!("{FOLDER}/data/{at}.csv.gz");
            json!({ "key": key, "size": bytes.len(), "MD5checksum": digest(bytes) })
        })
        .collect();
    json!({
        "sourceBucket": "orders",
        "destinationBucket": "arn:aws:s3:::lists",
        "version": "2016-11-30",
        "creationTimestamp": "1769907600000",
        "fileFormat": "CSV",
        "fileSchema": SCHEMA,
        "files": files,
    })
}

/// Data files of everything that may stand in an inventory.
fn data_files() -> Vec<Vec<u8>> {
    let first = row("read/b+c%2C%22%C3%BC.csv", "STANDARD", "SSE-S3")
        + &row("read/kms.csv", "STANDARD_IA", "SSE-S3")
        + &row_of("read/kms.csv", ["false", "false"], "9", "STANDARD", "SSE-S3")
        + &row_of("read/removed.csv", ["true", "true"], "", "", "")
        + &row_of("read/removed.csv", ["false", "false"], "9", "STANDARD", "SSE-S3");
    let second = row("read/gone.csv", "STANDARD", "SSE-S3")
        + &row("left/bare.csv", "STANDARD", "NOT-SSE")
        + &row("left/dsse.csv", "STANDARD", "DSSE-KMS")
        + &row("left/customer.csv", "STANDARD", "SSE-C")
        + &row("left/later.csv", "STANDARD", "SSE-NEXT")
        + &row("read/frozen.csv", "DEEP_ARCHIVE", "SSE-KMS");
    [first, second].map(|text| packed(&text)).to_vec()
}

fn orders() -> Bucket {
    let mut denied = under("read/denied.csv", "AES256", None);
    denied.fault = Some(Fault::Denied);
    let objects = vec![
        under("read/b c,\"ü.csv", "AES256", None),
        under("read/kms.csv", "aws:kms", Some(KEY)),
        under("unlisted.csv", "AES256", None),
        denied,
    ];
    bucket("orders", objects)
}

/// A server with the bucket, its inventory, and the manifest after a change.
pub(crate) fn server(change: impl FnOnce(&mut Value)) -> Server {
    let files = data_files();
    let mut written = manifest(&files);
    change(&mut written);
    serving(&files, &written, None)
}

/// A server with the bucket and an inventory of it.
fn serving(files: &[Vec<u8>], manifest: &Value, checksum: Option<&str>) -> Server {
    let folder = format!("{FOLDER}/2026-02-01T01-00Z");
    let mut lists = vec![object(&format!("{folder}/manifest.json"), manifest.to_string())];
    lists.extend(checksum.map(|text| object(&format!("{folder}/manifest.checksum"), text)));
    lists.extend(files.iter().enumerate().filter_map(|(n, bytes)| {
        Some(object(manifest["files"][n]["key"].as_str()?, bytes.clone()))
    }));
    let corpus = Corpus {
        buckets: vec![orders(), bucket("lists", lists)],
        keys: vec![Key::new(KEY, "CUSTOMER")],
        ..Corpus::default()
    };
    Server::start(ServerOptions { corpus, ..ServerOptions::default() }).unwrap()
}

fn scan(server: &Server, more: &[&str]) -> Results {
    let arguments: Vec<&str> =
        [MANIFEST, "--include", "read/*"].iter().chain(more).copied().collect();
    let results = Magpie::scan(&arguments).on(server).run().expect(0).results();
    results.reconcile();
    results
}

fn class(results: &Results, key: &str) -> Value {
    results.object(key)["encryption"].clone()
}

#[test]
fn current_versions_are_the_listing_and_the_rest_is_counted() {
    let server = server(|_| {});
    let results = scan(&server, &[]);
    assert_eq!(results.objects.len(), 8);
    assert_eq!(results.outcome("read/b c,\"ü.csv"), "complete");
    assert_eq!(results.count("read/kms.csv", "global/payment_card"), 1);
    assert_eq!(results.outcome("read/gone.csv"), "failed SOURCE_OBJECT_NO_LONGER_AVAILABLE");
    assert_eq!(results.outcome("read/frozen.csv"), "skipped INVALID_OBJECT_STATE");
    assert_eq!(results.outcome("left/bare.csv"), "skipped EXCLUDED_BY_FILTER");
    assert_eq!(results.object("read/kms.csv")["storage_class"], "STANDARD_IA");
    assert_eq!(results.object("read/kms.csv")["last_modified"], "2026-01-15T12:00:00Z");
    let told = &results.run["inventories"][0];
    assert_eq!(told["as_of"], "2026-02-01T01:00:00Z");
    assert_eq!(told["bucket"], "orders");
    for (name, count) in [
        ("objects", 8),
        ("versions_left_out", 2),
        ("delete_markers_left_out", 1),
        ("data_files", 2),
    ] {
        assert_eq!(told[name], count, "{name}");
    }
    let note = results.run["notes"][0].as_str().unwrap();
    assert!(note.contains("2026-02-01T01:00:00Z") && note.contains("2 older versions"), "{note}");
    let lists = server.requests().into_iter().filter(|request| request.call == "ListObjectsV2");
    assert_eq!(lists.count(), 0);
}

#[test]
fn what_is_not_read_is_as_encrypted_as_the_inventory_says_without_a_head() {
    let server = server(|_| {});
    let results = scan(&server, &[]);
    for (key, expected) in [
        ("left/bare.csv", "none"),
        ("left/dsse.csv", "dsse-kms"),
        ("left/customer.csv", "sse-c"),
        ("read/frozen.csv", "sse-kms"),
        ("read/gone.csv", "sse-s3"),
    ] {
        let encryption = json!({ "class": expected, "key_id": null, "source": "inventory" });
        assert_eq!(class(&results, key), encryption, "{key}");
    }
    assert_eq!(class(&results, "left/later.csv"), json!({ "class": "unknown", "key_id": null }));
    assert!(!server.requests().iter().any(|request| request.call == "HeadObject"));
    assert_eq!(results.run["inventories"][0]["encryption_from_inventory"], 4);
    let line = results.bucket("orders");
    let owed = json!({ "as_of": "2026-02-01T01:00:00Z", "objects": 4, "differs": 1 });
    assert_eq!(line["encryption"]["inventory"], owed);
    let census = line["encryption"]["census"].as_array().unwrap();
    let objects: u64 = census.iter().map(|row| row["objects"].as_u64().unwrap()).sum();
    let bytes: u64 = census.iter().map(|row| row["bytes"].as_u64().unwrap()).sum();
    // One of the eight is gone, and so is whatever encrypted it.
    assert_eq!((objects, bytes), (7, 7 * card_line(1).len() as u64));
    let bare = census.iter().find(|row| row["class"] == "none").unwrap();
    assert_eq!(bare["objects"], 1);
}

#[test]
fn the_headers_of_a_get_hold_before_the_inventory_and_the_difference_is_told() {
    let results = scan(&server(|_| {}), &[]);
    let encryption = class(&results, "read/kms.csv");
    assert_eq!(encryption["class"], "sse-kms-cmk");
    assert_eq!(encryption["inventory_class"], "sse-s3");
    assert_eq!(encryption["source"], Value::Null);
    let same = class(&results, "read/b c,\"ü.csv");
    assert_eq!(same, json!({ "class": "sse-s3", "key_id": null }));
    assert_eq!(results.run["inventories"][0]["encryption_differs"], 1);
}

#[test]
fn a_census_asks_only_where_the_inventory_leaves_a_question() {
    let server = server(|_| {});
    scan(&server, &["--encryption-census"]);
    let heads = server.requests().into_iter().filter(|request| request.call == "HeadObject");
    let mut keys: Vec<String> = heads.map(|request| request.key).collect();
    keys.sort_unstable();
    keys.dedup();
    // Which key it is, of the first and last; what the status means, of the other.
    assert_eq!(keys, ["left/dsse.csv", "left/later.csv", "read/frozen.csv"]);
}

#[test]
fn a_manifest_on_disk_finds_its_data_files_where_a_copy_of_the_bucket_has_them() {
    let files = data_files();
    let mut magpie = Magpie::new(&["scan"]);
    for folder in ["copy/2026", "copy/data"] {
        std::fs::create_dir_all(magpie.place().current().join(folder)).unwrap();
    }
    magpie = magpie.file("copy/2026/manifest.json", manifest(&files).to_string());
    for (n, bytes) in files.iter().enumerate() {
        magpie = magpie.file(&format!("copy/data/{n}.csv.gz"), bytes);
    }
    let path = magpie.place().current().join("copy/2026/manifest.json");
    let target = format!("inventory:{}", path.display());
    let server = server(|_| {});
    let ended = magpie.args(&[&target, "--out", "run"]).on(&server).run().expect(0);
    let results = Results::read(&ended.place.current().join("run"));
    results.reconcile();
    assert_eq!(results.objects.len(), 8);
    assert_eq!(results.run["inventories"][0]["manifest"], path.display().to_string());
    let requests = server.requests();
    assert!(!requests.iter().any(|r| r.call == "GetObject" && r.bucket == "lists"));
}

fn refused(server: &Server, targets: &[&str], code: i32) -> String {
    let ended: Ended = Magpie::scan(targets).on(server).run().expect(code);
    ended.stderr
}

#[test]
fn a_manifest_that_cannot_be_used_is_one_clear_error() {
    type Change = fn(&mut Value);
    let changes: [(&str, Change); 7] = [
        ("`sourceBucket`", |v| drop(v.as_object_mut().unwrap().remove("sourceBucket"))),
        ("lacks Size", |v| v["fileSchema"] = json!("Bucket, Key")),
        ("CSV, ORC and Parquet are read", |v| v["fileFormat"] = json!("Avro")),
        ("lacks Bucket", |v| v["fileFormat"] = json!("Parquet")),
        ("names no bucket", |v| v["sourceBucket"] = json!("orders/2026")),
        ("nowhere does not exist", |v| v["sourceBucket"] = json!("nowhere")),
        ("manifest.json that S3 wrote", |v| *v = json!("symlink")),
    ];
    for (said, change) in changes {
        let words = refused(&server(change), &[MANIFEST], 4);
        assert!(words.contains(said) && words.contains("manifest.json"), "{said}: {words}");
    }
    let whole = server(|_| {});
    let words = refused(&whole, &["inventory:s3://lists/none/manifest.json"], 4);
    assert!(words.contains("NoSuchKey") && words.contains("check the name"), "{words}");
    let words = refused(&whole, &["inventory:s3://lists/lists/orders/all/"], 2);
    assert!(words.contains("names no manifest"), "{words}");
    let words = refused(&whole, &[MANIFEST, "s3://orders"], 2);
    assert!(words.contains("counted twice"), "{words}");
}

#[test]
fn a_data_file_that_is_missing_denied_or_another_one_ends_the_listing_and_is_named() {
    let second = format!("{FOLDER}/data/1.csv.gz");
    let missing = server(|_| {});
    assert!(missing.remove("lists", &second));
    let denied = server(|_| {});
    denied.fail_object("lists", &second, Some(Fault::Denied));
    let other = server(|v| v["files"][1]["MD5checksum"] = json!("0".repeat(32)));
    let empty = server(|v| v["files"][1]["MD5checksum"] = json!(""));
    for (server, said) in [
        (missing, "NoSuchKey"),
        (denied, "allow s3:GetObject"),
        (other, "has the MD5"),
        (empty, "tells no MD5"),
    ] {
        let ended = Magpie::scan(&[MANIFEST, "--fail-on-incomplete"]).on(&server).run().expect(3);
        let results = ended.results();
        results.reconcile();
        // The first data file was right, and stays.
        assert_eq!(results.objects.len(), 2, "{said}");
        let note = results.run["notes"][0].as_str().unwrap();
        assert!(note.contains(said) && note.contains(&second), "{note}");
        assert_eq!(results.bucket("orders")["coverage"]["complete"], false);
    }
}

#[test]
fn a_source_bucket_that_may_not_be_listed_is_refused_before_the_run() {
    let server = server(|_| {});
    server.fail_call("orders", "HeadBucket", Some(CallFault::Denied));
    let words = refused(&server, &[MANIFEST], 4);
    assert!(words.contains("orders") && words.contains("s3:ListBucket"), "{words}");
}

#[test]
fn a_run_by_an_inventory_is_tagged_as_any_other() {
    let server = server(|_| {});
    let ended = Magpie::scan(&[MANIFEST, "--include", "read/*"]).on(&server).run().expect(0);
    let run = ended.place.current().join("run");
    let planned = tag(&server, &run, &[]).expect(0);
    assert!(planned.stdout.contains("orders"), "{}", planned.stdout);
}

#[test]
fn a_manifest_is_compared_with_its_checksum_and_where_there_is_none_that_is_said() {
    let (files, written) = (data_files(), manifest(&data_files()));
    let unchecked = |results: &Results| results.run["inventories"][0]["unchecked"].clone();
    let right = digest(written.to_string().as_bytes());
    let checked = scan(&serving(&files, &written, Some(&format!("{right}\n"))), &[]);
    assert_eq!(unchecked(&checked), Value::Null);
    assert!(!checked.run["notes"][0].as_str().unwrap().contains("checksum"));
    let other = digest(b"another manifest");
    let words = refused(&serving(&files, &written, Some(&other)), &[MANIFEST], 4);
    assert!(words.contains(&right) && words.contains(&other), "{words}");
    for checksum in [None, Some("none")] {
        let results = scan(&serving(&files, &written, checksum), &[]);
        assert!(unchecked(&results).is_string(), "{checksum:?}");
        let note = results.run["notes"][0].as_str().unwrap();
        assert!(note.contains("was not compared with a checksum"), "{note}");
    }
}

#[test]
fn an_object_of_another_size_than_the_inventory_says_is_told() {
    let size = card_line(1).len() as u64;
    let rows = row_of("read/kms.csv", ["true", "false"], "9", "STANDARD", "SSE-KMS")
        + &row("read/b+c%2C%22%C3%BC.csv", "STANDARD", "SSE-S3")
        + &row_of("read/gone.csv", ["true", "false"], "9", "STANDARD", "SSE-S3");
    let files = vec![packed(&rows)];
    let results = scan(&serving(&files, &manifest(&files), None), &[]);
    let line = results.object("read/kms.csv");
    assert_eq!((&line["size"], &line["listed_size"]), (&json!(size), &json!(9)));
    assert_eq!(results.object("read/b c,\"ü.csv")["listed_size"], Value::Null);
    assert_eq!(results.run["inventories"][0]["size_differs"], 1);
    let note = results.run["notes"][0].as_str().unwrap();
    assert!(note.contains("1 objects have another size"), "{note}");
}

/// What S3 writes as the schema of an inventory in Parquet, some columns left out.
const PARQUET_SCHEMA: &str = "message s3.inventory {  required binary bucket (UTF8);  required binary key (UTF8);  optional binary version_id (UTF8);  optional boolean is_latest;  optional boolean is_delete_marker;  optional int64 size;  optional int64 last_modified_date (TIMESTAMP_MILLIS);  optional binary e_tag (UTF8);  optional binary storage_class (UTF8);  optional binary encryption_status (UTF8);}";

/// The same of one in ORC.
const ORC_SCHEMA: &str = "struct<bucket:string,key:string,version_id:string,is_latest:boolean,is_delete_marker:boolean,size:bigint,last_modified_date:timestamp,e_tag:string,storage_class:string,encryption_status:string>";

/// The manifest of a data file in Parquet or ORC.
fn columnar_manifest(format: &str, file: &[u8]) -> Value {
    let mut manifest = manifest(&[file.to_vec()]);
    manifest["fileFormat"] = json!(format);
    let schema = if format == "ORC" { ORC_SCHEMA } else { PARQUET_SCHEMA };
    manifest["fileSchema"] = json!(schema);
    manifest["files"][0]["key"] = json!(format!("{FOLDER}/data/0.{}", format.to_lowercase()));
    manifest
}

fn columnar_file(format: &str) -> Vec<u8> {
    let folder = root().join("tests/fixtures/formats/inventory");
    std::fs::read(folder.join(format!("orders.{}", format.to_lowercase()))).unwrap()
}

#[test]
fn an_inventory_in_columns_lists_the_same_as_one_in_csv() {
    for format in ["Parquet", "ORC"] {
        lists_the_same_as_csv(format);
    }
}

fn lists_the_same_as_csv(format: &str) {
    let file = columnar_file(format);
    let manifest = columnar_manifest(format, &file);
    let results = scan(&serving(std::slice::from_ref(&file), &manifest, None), &[]);
    let of_csv = scan(&server(|_| {}), &[]);
    let told = |results: &Results| {
        let mut told = results.run["inventories"][0].clone();
        told["data_files"].take();
        told
    };
    assert_eq!(told(&results), told(&of_csv));
    assert_eq!(results.outcome("read/b c,\"ü.csv"), "complete");
    assert_eq!(results.count("read/kms.csv", "global/payment_card"), 1);
    assert_eq!(results.object("read/kms.csv")["last_modified"], "2026-01-15T12:00:00Z");
    assert_eq!(results.object("read/kms.csv")["storage_class"], "STANDARD_IA");
    assert_eq!(results.outcome("read/frozen.csv"), "skipped INVALID_OBJECT_STATE");
    // Keys in Parquet are not encoded for a URL.
    assert_eq!(class(&results, "left/a%20b+c.csv")["class"], "none");
    for (key, expected) in [
        ("left/dsse.csv", "dsse-kms"),
        ("left/customer.csv", "sse-c"),
        ("left/later.csv", "unknown"),
    ] {
        assert_eq!(class(&results, key)["class"], expected, "{key}");
    }
}

/// An ORC file whose footer names a column that stands in no table; the footer is stored as it is.
fn with_a_type_too_many(file: &[u8]) -> Vec<u8> {
    use std::io::Read as _;
    let (body, script) = file.split_at(file.len() - 1 - usize::from(*file.last().unwrap()));
    // The script begins with the footer's length, in two bytes of seven bits.
    assert!(script[0] == 8 && script[1] >= 128 && script[2] < 128);
    let length = usize::from(script[1] & 127) | usize::from(script[2]) << 7;
    let (body, footer) = body.split_at(body.len() - length);
    let mut types = Vec::new();
    flate2::read::DeflateDecoder::new(&footer[3..]).read_to_end(&mut types).unwrap();
    types.extend([0x22, 0]);
    let head = (types.len() as u32) << 1 | 1;
    let length = types.len() + 3;
    let told = [8, (length & 127) as u8 | 128, (length >> 7) as u8];
    [body, &head.to_le_bytes()[..3], &types, &told, &script[3..]].concat()
}

#[test]
fn a_data_file_that_is_of_another_format_or_damaged_ends_the_listing_and_is_named() {
    // Values of the first rows.
    let [parquet, orc] = [("Parquet", 4..200), ("ORC", 407..600)].map(|(format, place)| {
        let mut damaged = columnar_file(format);
        damaged[place].fill(0xff);
        damaged
    });
    let contradicts = with_a_type_too_many(&columnar_file("ORC"));
    for (format, file, said) in [
        ("Parquet", packed("a,b"), "the footer is damaged"),
        ("Parquet", parquet, "a row is damaged"),
        ("ORC", packed("a,b"), "the file's footer is damaged"),
        ("ORC", orc, "a row is damaged"),
        ("ORC", contradicts, "the file's footer contradicts itself"),
    ] {
        let manifest = columnar_manifest(format, &file);
        let server = serving(std::slice::from_ref(&file), &manifest, None);
        let ended = Magpie::scan(&[MANIFEST]).on(&server).run().expect(4);
        let results = ended.results();
        results.reconcile();
        // No row of a file counts that could not be read to its end.
        assert!(results.objects.is_empty());
        let note = results.run["notes"][0].as_str().unwrap();
        assert!(note.contains(said) && note.contains("data/0."), "{note}");
    }
}

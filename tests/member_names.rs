//! What archives call their members is text like any other; with an object's key it is counted in
//! one line.

use std::process::Command;

use crate::support::fixtures::{card, card_line};
use crate::support::program::{Ended, Magpie, fingerprint};

const CARD: &str = "global/payment_card";

/// Makes archives of two members in the current directory, one named with a card and an e-mail
/// address, and scans them.
fn archives() -> Ended {
    let magpie = Magpie::scan(&["."]);
    let script = r#"
import io, sys, tarfile, zipfile, gzip
card, inside = sys.argv[1], sys.argv[2].encode()
name = "card %s of mia.fox@example.com" % card
def members(add):
    add("folder/" + name, inside)
    add("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0")
def zipped(into):
    with zipfile.ZipFile(into, "w") as archive:
        members(archive.writestr)
def tarred(into):
    with tarfile.open(fileobj=into, mode="w") as archive:
        def add(name, content):
            info = tarfile.TarInfo(name); info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        members(add)
def held(make):
    buffer = io.BytesIO(); make(buffer); return buffer.getvalue()
open("a.zip", "wb").write(held(zipped))
open("a.tar", "wb").write(held(tarred))
open("a.tar.gz", "wb").write(gzip.compress(held(tarred)))
with zipfile.ZipFile("outer.zip", "w") as archive:
    archive.writestr("in/a.zip", held(zipped))
cpio = b""
for member, content in [(name, inside), ("TRAILER!!!", b"")]:
    encoded = member.encode() + b"\0"
    fields = [0, 0o100644, 0, 0, 1, 0, len(content), 0, 0, 0, 0, len(encoded), 0]
    head = b"070701" + b"".join(b"%08x" % f for f in fields) + encoded
    head += b"\0" * (-len(head) % 4)
    cpio += head + content + b"\0" * (-len(content) % 4)
open("a.cpio", "wb").write(cpio)
"#;
    let made = Command::new("python3")
        .args(["-c", script, &card(7), &card_line(8)])
        .current_dir(magpie.place().current())
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    magpie.run().expect(0)
}

#[test]
fn the_name_of_a_member_is_searched_and_never_shown() {
    let ended = archives();
    let results = ended.results();
    results.reconcile();
    for key in ["a.zip", "a.tar", "a.tar.gz", "outer.zip", "a.cpio"] {
        let of = |detector: &str| {
            let all = results.findings.iter().filter(|f| f["key"] == key);
            all.filter(|f| f["detector"] == detector).collect::<Vec<_>>()
        };
        let cards = of(CARD);
        assert_eq!(cards.len(), 1, "{key}: one line a member and detector\n{cards:#?}");
        // The name and the content of the member.
        assert_eq!((&cards[0]["count"], &cards[0]["distinct"]), (&2.into(), &2.into()), "{key}");
        let path = cards[0]["inner_path"].as_str().unwrap();
        assert!(path.contains('*') && !path.contains(&card(7)), "{path}");
        assert_eq!(cards[0]["why"][0], "member name", "{key}");
        let told = cards[0]["samples"].as_array().unwrap().iter();
        let told: Vec<_> = told.map(|sample| sample["fingerprint"].clone()).collect();
        assert!(told.contains(&fingerprint(&card(7)).into()), "{key}");
        let occurrences = &cards[0]["occurrences"];
        let places = |kind: &str| occurrences[kind].as_array().unwrap().len();
        assert_eq!((places("offsetRanges"), places("lineRanges")), (1, 1), "{key}");
        assert_eq!(of("global/email").len(), 1, "{key}");
    }
    let folder = ended.place.current().join("run");
    for file in ["objects.jsonl", "findings.jsonl", "buckets.jsonl", "run.json"] {
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        assert!(!text.contains(&card(7)) && !text.contains("mia.fox"), "{file}");
    }
    assert!(!ended.stdout.contains(&card(7)));
}

#[test]
fn what_stands_in_the_key_and_in_the_content_is_one_line() {
    let name = format!("card_{}.txt", card(1));
    let text = format!("{}{}", card_line(2), card_line(1));
    let magpie = Magpie::scan(&["."]).file(&name, text).file("b.txt", card_line(3));
    let results = magpie.run().expect(0).results();
    let lines: Vec<_> = results.findings.iter().filter(|f| f["detector"] == CARD).collect();
    assert_eq!(lines.len(), 2, "{lines:#?}");
    let named = lines.iter().find(|line| line["key"] != "b.txt").unwrap();
    // The value of the key stands in the content as well: three occurrences of two values.
    assert_eq!((&named["count"], &named["distinct"]), (&3.into(), &2.into()), "{named:#}");
    let by = &named["by_confidence"];
    assert_eq!(by["high"].as_u64().unwrap() + by["medium"].as_u64().unwrap(), 3);
    assert_eq!(named["why"][0], "object key");
    let ids: std::collections::BTreeSet<_> = results
        .findings
        .iter()
        .map(|f| ["bucket", "key", "inner_path", "detector"].map(|name| f[name].to_string()))
        .collect();
    assert_eq!(ids.len(), results.findings.len(), "lines are told apart by these four");
}

#[test]
fn a_compressed_file_is_not_named_twice() {
    let name = format!("card_{}.txt.gz", card(1));
    let magpie = Magpie::scan(&["."]).file("a.txt", "nothing\n");
    let place = magpie.place().current();
    let zipped = Command::new("gzip").args(["-n", "a.txt"]).current_dir(&place).status();
    assert!(zipped.unwrap().success());
    std::fs::rename(place.join("a.txt.gz"), place.join(&name)).unwrap();
    let results = magpie.run().expect(0).results();
    let cards: Vec<_> = results.findings.iter().filter(|f| f["detector"] == CARD).collect();
    assert_eq!(cards.len(), 1, "{cards:#?}");
    assert_eq!(cards[0]["count"], 1);
}

#[test]
fn the_name_of_a_member_hides_what_is_told_of_its_content_and_nothing_else() {
    let magpie = Magpie::scan(&["."]);
    let (shown, hidden) = (card(3), card(4));
    let script = r#"
import sys, zipfile
with zipfile.ZipFile("a.zip", "w") as archive:
    archive.writestr(sys.argv[1] + ".txt", "nothing in it")
    archive.writestr(sys.argv[2] + ".txt", "card number " + sys.argv[2])
"#;
    let made = Command::new("python3")
        .args(["-c", script, &shown, &hidden])
        .current_dir(magpie.place().current())
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let ended = magpie.run().expect(0);
    let results = ended.results();
    let parts = results.object("a.zip")["parts"].as_array().unwrap();
    let paths: Vec<&str> = parts.iter().map(|part| part["inner_path"].as_str().unwrap()).collect();
    assert_eq!(paths[0], format!("{shown}.txt"));
    assert!(paths[1].contains('*') && !paths[1].contains(&hidden), "{paths:?}");
    assert_eq!(results.findings[0]["inner_path"], paths[1]);
}

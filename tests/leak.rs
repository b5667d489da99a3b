//! Values that stand in the data appear in no output: not in the run directory, not on either
//! stream, not in temporary files; neither as they stand, nor without their separators, nor
//! escaped as in a URL.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use magpie_corpus::{Fault, Random, values};

use crate::support::fixtures::{bucket, object, server};
use crate::support::program::{Ended, Magpie, Results};
use crate::support::temporary;

/// Values of the detectors, one apiece for each place, all different.
struct Plants {
    random: Random,
    planted: Vec<String>,
}

impl Plants {
    fn new(seed: u64) -> Self {
        Self { random: Random::new(seed), planted: Vec::new() }
    }

    /// A value that no other place holds.
    fn value(&mut self, detector: &str) -> String {
        let value = values::find(detector).unwrap();
        loop {
            let mut written = Vec::new();
            (value.write)(&mut self.random, &mut written);
            let text = String::from_utf8(written).unwrap();
            // Short values could stand in an output by chance, in a hash or a count.
            if text.len() >= 9 && !self.planted.contains(&text) {
                self.planted.push(text.clone());
                return text;
            }
        }
    }

    /// A sentence in which the value stands as people write it.
    fn sentence(&mut self, detector: &str) -> String {
        let sentence = values::find(detector).unwrap().sentences[0];
        sentence.replace("{}", &self.value(detector)) + "\n"
    }
}

/// Detectors whose values go into every kind of content.
const PLANTED: [&str; 14] = [
    "global/payment_card",
    "us/ssn",
    "global/email",
    "global/iban",
    "global/mrz",
    "global/phone_e164",
    "es/nif",
    "it/codice_fiscale",
    "fr/nir",
    "gb/nino",
    "secret/aws_access_key_id",
    "secret/aws_secret_access_key",
    "secret/pkcs_private_key",
    "secret/jwt",
];

/// Detectors that know their values without a word beside them, in names and keys too.
const BY_THEMSELVES: [&str; 4] =
    ["global/payment_card", "global/email", "global/iban", "secret/aws_access_key_id"];

/// Name and content of objects that hold values wherever values can stand.
fn contents(plants: &mut Plants) -> Vec<(String, Vec<u8>)> {
    let mut made: Vec<(String, String)> = Vec::new();
    let text: String = PLANTED.iter().map(|detector| plants.sentence(detector)).collect();
    made.push(("plain.txt".into(), text));
    for detector in BY_THEMSELVES {
        let short = detector.rsplit('/').next().unwrap();
        let [name, column, cell] = [(); 3].map(|()| plants.value(detector));
        made.push((format!("{short} {name}.txt"), "nothing in it\n".into()));
        made.push((format!("{short}/{}/note.txt", plants.value(detector)), "nothing\n".into()));
        let glued = format!("{short}_{}_2026.txt", plants.value(detector));
        made.push((glued, "nothing at all\n".into()));
        made.push((format!("{short}.csv"), format!("row,{column},b\n1,{cell},x\n2,{cell},y\n")));
        let [key, value, nested] = [(); 3].map(|()| plants.value(detector));
        let json = format!("{{\"{key}\":\"{value}\",\"a\":{{\"{nested}\":[\"{value}\"]}}}}\n");
        made.push((format!("{short}.json"), json.repeat(2)));
        let [tag, attribute] = [(); 2].map(|()| plants.value(detector));
        made.push((
            format!("{short}.xml"),
            format!("<all><p n=\"{attribute}\">{tag}</p><!-- {} --></all>", plants.value(detector)),
        ));
        // Broken in the middle of what it promises.
        let [in_xml, in_json] = [(); 2].map(|()| plants.value(detector));
        made.push((format!("{short}-cut.xml"), format!("<all><p n=\"{in_xml}\"><q>{in_xml}</p")));
        made.push((format!("{short}-cut.json"), format!("{{\"a\":[{{\"{in_json}\":\"{in_json}")));
    }
    let mut all: Vec<_> = made.into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
    all.extend(archives(plants));
    all
}

/// Archives with values in the names of their members, a broken one among them.
fn archives(plants: &mut Plants) -> Vec<(String, Vec<u8>)> {
    let folder = temporary();
    let mut script = String::from("import gzip, zipfile\nz = zipfile.ZipFile('a.zip', 'w')\n");
    for detector in BY_THEMSELVES {
        let (name, content) = (plants.value(detector), plants.sentence(detector));
        let _ = writeln!(script, "z.writestr('in {name}.txt', {content:?})");
    }
    let inside = plants.sentence("global/payment_card");
    let _ = writeln!(
        script,
        "z.close()\ng = gzip.compress({inside:?}.encode() + bytes(range(256)) * 99)"
    );
    let (sheet, cell) = (plants.value("global/email"), plants.sentence("global/email"));
    let _ = writeln!(script, "sheet, cell = {sheet:?}, {cell:?}");
    script.push_str(WORKBOOK);
    script.push_str("open('cut.gz', 'wb').write(g[:-20])\n");
    script.push_str("b = open('a.zip', 'rb').read()\nopen('cut.zip', 'wb').write(b[:-30])\n");
    let made = Command::new("python3").arg("-c").arg(&script).current_dir(folder.path()).output();
    let made = made.unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let mut packed = Vec::new();
    for name in ["a.zip", "book.xlsx", "cut.gz", "cut.zip"] {
        let body = std::fs::read(folder.path().join(name)).unwrap();
        let [email, card] = ["global/email", "global/payment_card"].map(|d| plants.value(d));
        packed.push((format!("archive {email} {card} {name}"), body));
    }
    packed
}

/// A workbook whose only sheet is named `sheet` and holds `cell`.
const WORKBOOK: &str = r##"
x = 'http://schemas.openxmlformats.org'
rel = x + '/officeDocument/2006/relationships'
main = x + '/spreadsheetml/2006/main'
relation = '<Relationships xmlns="' + x + '/package/2006/relationships"><Relationship Id="r1" Type="' + rel + '/%s" Target="%s"/></Relationships>'
with zipfile.ZipFile('book.xlsx', 'w') as z:
    z.writestr('[Content_Types].xml', '<Types xmlns="' + x + '/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>')
    z.writestr('_rels/.rels', relation % ('officeDocument', 'xl/workbook.xml'))
    z.writestr('xl/workbook.xml', '<workbook xmlns="' + main + '" xmlns:r="' + rel + '"><sheets><sheet name="' + sheet + '" sheetId="1" r:id="r1"/></sheets></workbook>')
    z.writestr('xl/_rels/workbook.xml.rels', relation % ('worksheet', 'worksheets/sheet1.xml'))
    z.writestr('xl/worksheets/sheet1.xml', '<worksheet xmlns="' + main + '"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>' + cell + '</t></is></c></row></sheetData></worksheet>')
"##;

/// The ways in which a value could show: as it stands, without separators, escaped, by line.
fn forms(value: &str) -> Vec<String> {
    let mut forms = vec![value.to_owned()];
    let bare: String = value.chars().filter(|c| !" -./".contains(*c)).collect();
    let escaped: String = value
        .bytes()
        .map(|byte| match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect();
    forms.extend([
        bare.clone(),
        escaped.clone(),
        escaped.to_lowercase(),
        escaped.replace("%20", "+"),
    ]);
    let lines = value.lines().filter(|line| line.len() >= 16 && !line.contains("-----"));
    forms.extend(lines.map(str::to_owned));
    forms.extend(value.split('.').filter(|piece| piece.len() >= 20).map(str::to_owned));
    forms.retain(|form| form.len() >= 9);
    forms.sort();
    forms.dedup();
    forms
}

/// Every byte that the program wrote, by where.
fn outputs(ended: &Ended) -> Vec<(String, Vec<u8>)> {
    let mut all = vec![
        ("standard output".to_owned(), ended.stdout.clone().into_bytes()),
        ("standard error".to_owned(), ended.stderr.clone().into_bytes()),
    ];
    let mut folders =
        vec![ended.place.current().join("run"), ended.place.temporary(), ended.place.home()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            // The name of what it wrote is output too.
            all.push(("a file's name".to_owned(), path.to_str().unwrap().as_bytes().to_vec()));
            if path.is_dir() {
                folders.push(path);
            } else {
                all.push((path.display().to_string(), std::fs::read(&path).unwrap()));
            }
        }
    }
    all
}

#[track_caller]
fn tells_nothing(ended: &Ended, plants: &Plants) {
    let outputs = outputs(ended);
    for value in &plants.planted {
        for form in forms(value) {
            for (place, bytes) in &outputs {
                let at = memchr(bytes, form.as_bytes());
                assert!(at.is_none(), "{place} tells {form}: {}", around(bytes, at.unwrap_or(0)));
            }
        }
    }
}

fn memchr(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    let first = *needle.first()?;
    let starts = haystack.iter().enumerate().filter(|(_, byte)| **byte == first);
    starts.map(|(at, _)| at).find(|at| haystack[*at..].starts_with(needle))
}

fn around(bytes: &[u8], at: usize) -> String {
    let window = &bytes[at.saturating_sub(300)..bytes.len().min(at + 100)];
    String::from_utf8_lossy(window).into_owned()
}

/// The most that a scan can be asked to tell.
const TALKATIVE: [&str; 6] =
    ["--min-confidence", "low", "--detectors", "all", "--occurrences-max", "100000"];

fn talkative(magpie: Magpie, progress: &str) -> Magpie {
    let progress = ["--progress", progress];
    let all = TALKATIVE.iter().chain(&progress);
    let magpie = all.fold(magpie, |magpie, argument| magpie.arg(argument));
    magpie.env("RUST_LOG", "trace").env("RUST_BACKTRACE", "full").env("COLUMNS", "400")
}

/// Values that were not found cannot be told, so this would prove nothing.
#[track_caller]
fn everything_was_found(results: &Results) {
    for detector in PLANTED {
        // A key's id and its secret in one text are one finding.
        let pair = matches!(detector, "secret/aws_access_key_id" | "secret/aws_secret_access_key");
        let detector = if pair { "secret/aws_key_pair" } else { detector };
        assert!(results.count("plain.txt", detector) > 0, "{detector} was not found");
    }
    let masked = results.objects.iter().filter(|line| line["key_fingerprint"].is_string());
    assert!(masked.count() >= 2 * BY_THEMSELVES.len());
}

#[test]
fn values_in_a_directory_appear_in_no_output() {
    let mut plants = Plants::new(0x1eaf);
    let folder = temporary();
    for (name, content) in contents(&mut plants) {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    let link = folder.path().join(format!("link {}", plants.value("global/email")));
    std::os::unix::fs::symlink("nowhere", link).unwrap();
    for progress in ["json", "plain"] {
        let magpie = Magpie::scan(&[folder.path().to_str().unwrap()]);
        let ended = talkative(magpie, progress).run().expect(0);
        everything_was_found(ended.results().reconcile());
        tells_nothing(&ended, &plants);
    }
}

/// Names, streets and beliefs that stand for nobody, each in one place; ten rows of a column let it rise.
fn people() -> Vec<(&'static str, String, Vec<String>)> {
    let given = ["Annelie", "Giulia", "Zofia", "Femke", "Maeve", "Inés", "Lourenço", "Chloé"];
    let family = ["Quastenberg", "Torrevecchi", "Wiśnierad", "van Ostrum", "Kilbrannock"];
    let mut count = 0;
    let mut person = || {
        count += 1;
        format!("{} {}", given[count % 8], family[count % 5])
    };
    let rows: Vec<String> = (0..8).map(|_| person()).collect();
    let street = |n: usize| format!("Quellenpfadstraße {n}b, 1011{n} Tiefenau");
    let mut csv = String::from("id,Name,Anschrift,Religion\n");
    let mut json = String::new();
    let mut form = String::new();
    let mut planted = [const { Vec::new() }; 3];
    for (n, name) in rows.iter().enumerate() {
        let _ = writeln!(csv, "{n},{name},\"{}\",römisch-katholisch", street(n));
        planted[0].extend([name.clone(), street(n), "römisch-katholisch".into()]);
        let name = format!("{name}-Amsel");
        let _ = writeln!(json, "{{\"fullName\":\"{name}\",\"religion\":\"Zeugen Jehovas\"}}");
        planted[1].extend([name.clone(), "Zeugen Jehovas".into()]);
        let name = name.replace("Amsel", "Drossel");
        let _ = writeln!(form, "Full name: {name}\nReligion: Church of England\n");
        planted[2].extend([name, "Church of England".into()]);
    }
    let [in_csv, in_json, in_form] = planted;
    vec![
        ("people.csv", csv, in_csv),
        ("people.jsonl", json, in_json),
        ("people.txt", form, in_form),
    ]
}

#[test]
fn names_addresses_and_beliefs_appear_in_no_output() {
    let mut plants = Plants::new(3);
    let folder = temporary();
    let people = people();
    for (name, content, planted) in &people {
        std::fs::write(folder.path().join(name), content).unwrap();
        plants.planted.extend(planted.iter().cloned());
    }
    for detectors in ["names,special_categories", "gdpr", "all"] {
        let folder = folder.path().to_str().unwrap();
        let magpie = talkative(Magpie::scan(&[folder]), "json");
        let ended = magpie.args(&["--detectors", detectors]).run().expect(0);
        let results = ended.results();
        for (name, _, _) in &people {
            for detector in ["global/person_name", "global/religion"] {
                assert_eq!(results.count(name, detector), 8, "{detector} in {name}");
            }
        }
        assert_eq!(results.count("people.csv", "global/mailing_address"), 8);
        tells_nothing(&ended, &plants);
    }
}

#[test]
fn a_value_in_the_name_of_a_target_or_in_a_file_of_options_is_told_nowhere() {
    let mut plants = Plants::new(11);
    let value = plants.value("global/email");
    let mut content = value.clone();
    content.push('\n');
    let name = format!("{value}.txt");
    let magpie = talkative(Magpie::scan(&[&name]), "json");
    std::fs::write(magpie.place().current().join(&name), &content).unwrap();
    let ended = magpie.run().expect(0);
    assert!(!ended.results().findings.is_empty());
    for (place, bytes) in outputs(&ended) {
        assert!(memchr(&bytes, value.as_bytes()).is_none(), "{place}: {}", around(&bytes, 0));
    }
    for option in ["--config", "--weights"] {
        for text in
            [content.clone(), format!("jobs = {value:?}\n"), format!("version = {value:?}\n")]
        {
            let magpie = Magpie::scan(&[".", option, "mistaken.toml"]);
            std::fs::write(magpie.place().current().join("mistaken.toml"), text).unwrap();
            let ended = magpie.run().expect(2);
            assert!(ended.stderr.contains("mistaken.toml"), "{}", ended.stderr);
            assert!(!ended.stderr.contains(&value), "{}", ended.stderr);
        }
    }
}

#[test]
fn values_in_a_bucket_appear_in_no_output() {
    let mut plants = Plants::new(0xb0c7);
    let mut objects: Vec<_> =
        contents(&mut plants).into_iter().map(|(key, body)| object(&key, body)).collect();
    for (fault, n) in [Fault::Denied, Fault::Gone, Fault::KeyDenied, Fault::Broken].iter().zip(1..)
    {
        let mut ill = object(&format!("ill {n} {}", plants.value("global/email")), "x");
        ill.fault = Some(*fault);
        ill.metadata.insert("owner".into(), plants.value("global/email"));
        objects.push(ill);
    }
    let mut bucket = bucket("leaks", objects);
    bucket.settings.tags.insert("owner".into(), plants.value("global/email"));
    bucket.settings.policy = Some(format!("{{\"Id\":\"{}\"}}", plants.value("global/email")));
    let server = server(vec![bucket]);
    let ended = talkative(Magpie::scan(&["s3://leaks"]).on(&server), "json").run().expect(0);
    everything_was_found(ended.results().reconcile());
    tells_nothing(&ended, &plants);
    let run = ended.place.current().join("run");
    let tagged = Magpie::new(&["tag", run.to_str().unwrap()]).run().expect(0);
    tells_nothing_in(&tagged.stdout, &plants);
    tells_nothing_in(&tagged.stderr, &plants);
}

#[track_caller]
fn tells_nothing_in(text: &str, plants: &Plants) {
    for form in plants.planted.iter().flat_map(|value| forms(value)) {
        assert!(!text.contains(&form), "{form} in\n{text}");
    }
}

#[test]
fn the_server_secret_and_the_fingerprint_key_appear_in_no_output() {
    use crate::support::program::FINGERPRINT_KEY;
    use magpie_demo::Server;

    let server = server(vec![bucket("one", vec![object("a", "x")])]);
    let ended = talkative(Magpie::scan(&["s3://one"]).on(&server), "json").run().expect(0);
    for secret in [Server::SECRET_ACCESS_KEY, Server::ACCESS_KEY_ID, FINGERPRINT_KEY] {
        for (place, bytes) in outputs(&ended) {
            assert!(memchr(&bytes, secret.as_bytes()).is_none(), "{place} tells {secret}");
        }
    }
}

#[test]
fn raw_keys_are_shown_on_request_only() {
    let mut plants = Plants::new(7);
    let name = format!("card {}.txt", plants.value("global/payment_card"));
    let scan = |arguments: &[&str]| {
        let magpie = Magpie::scan(&[&["data"], arguments].concat());
        let data = magpie.place().current().join("data");
        std::fs::create_dir(&data).unwrap();
        std::fs::write(Path::new(&data).join(&name), "nothing\n").unwrap();
        magpie.run().expect(0).results()
    };
    assert_eq!(scan(&["--raw-keys"]).objects[0]["key"], name);
    let masked = scan(&[]);
    assert_ne!(masked.objects[0]["key"], name);
    assert!(masked.objects[0]["key_fingerprint"].is_string());
}

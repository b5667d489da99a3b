//! Structure of e-mail addresses: an unquoted local part (RFC 5322 dot-atom, RFC 6532 letters), a
//! host name (RFC 1123) below a suffix of the Public Suffix List, at least one label below. `image@2x.png`
//! and `getty@tty1.service` are file and unit names, not addresses; reserved domains such as
//! example.com pass.

use psl::Type;

use crate::Pass;

const LOCAL_MAX: usize = 64;
const HOST_MAX: usize = 253;
const LABEL_MAX: usize = 63;
/// `xn--vermgensberatung-pwb`, the longest there is.
const TOP_LEVEL_MAX: usize = 24;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let local_longest = &clear[..clear.len().min(LOCAL_MAX + 1)];
    let at = local_longest.iter().position(|&byte| byte == b'@')?;
    let (local, host) = (&clear[..at], &clear[at + 1..]);
    (is_local_part(local) && !is_of_a_message(local) && is_host(host)).then_some(Pass::PLAIN)
}

/// Whether programs made the local part to tell messages apart, as in `Message-ID` and `References`: a UUID, a
/// hash, groups of digits, or random letters of both cases. Nobody's mailbox is called so.
fn is_of_a_message(local: &[u8]) -> bool {
    const HASH_BYTES_MIN: usize = 20;
    const DIGITS_MIN: usize = 14;
    const RANDOM_BYTES_MIN: usize = 30;
    let digits = local.iter().filter(|byte| byte.is_ascii_digit()).count();
    if digits * 6 < local.len() {
        return digits > 2 && local.len() >= RANDOM_BYTES_MIN && is_random(local);
    }
    let hex = local.iter().filter(|byte| byte.is_ascii_hexdigit()).count();
    let signs = local.iter().filter(|byte| b"-.$".contains(byte)).count();
    let is_hash = hex + signs == local.len() && hex >= HASH_BYTES_MIN;
    let is_numbers = digits + signs == local.len() && digits >= DIGITS_MIN && signs > 0;
    is_hash || is_numbers || local.len() >= RANDOM_BYTES_MIN && is_random(local)
}

/// Whether small letters, capitals and digits take turns as in no name.
fn is_random(local: &[u8]) -> bool {
    let sort = |byte: &u8| (byte.is_ascii_lowercase(), byte.is_ascii_uppercase());
    let turns = local.windows(2).filter(|two| sort(&two[0]) != sort(&two[1])).count();
    local.iter().any(u8::is_ascii_uppercase) && turns * 3 > local.len()
}

fn is_local_part(local: &[u8]) -> bool {
    let mut named = false;
    let mut before = b'.';
    for &byte in local {
        let class = CLASSES[usize::from(byte)];
        if class & LOCAL == 0 || (byte == b'.' && before == b'.') {
            return false;
        }
        named |= class & ALPHANUMERIC != 0;
        before = byte;
    }
    named && before != b'.'
}

/// At least two labels, none empty, none with a hyphen at either end.
fn is_host(host: &[u8]) -> bool {
    if host.len() > HOST_MAX {
        return false;
    }
    let mut label_starts = 0;
    let mut before = b'.';
    for (index, &byte) in host.iter().enumerate() {
        if byte == b'.' {
            if before == b'.' || before == b'-' || index - label_starts > LABEL_MAX {
                return false;
            }
            label_starts = index + 1;
        } else {
            let inside = CLASSES[usize::from(byte)] & ALPHANUMERIC != 0;
            if !inside && (byte != b'-' || before == b'.') {
                return false;
            }
        }
        before = byte;
    }
    label_starts > 0 && is_below_suffix(host, &host[label_starts..])
}

/// Whether the host can have been registered: `firma.co.uk`, but not `co.uk`.
fn is_below_suffix(host: &[u8], top_level: &[u8]) -> bool {
    if !(2..=TOP_LEVEL_MAX).contains(&top_level.len()) {
        return false;
    }
    if top_level.len() > 4 && top_level[..4].eq_ignore_ascii_case(b"xn--") {
        // The list has letters only.
        return top_level.last() != Some(&b'-');
    }
    if top_level.is_ascii() {
        if !top_level.iter().all(u8::is_ascii_alphabetic) || !in_one_case(top_level) {
            return false;
        }
        if matches!(top_level, b"com" | b"org" | b"net") {
            // Everything right below them is registered.
            return true;
        }
        if is_file_like(top_level) {
            return false;
        }
        if top_level.eq_ignore_ascii_case(b"example") {
            // It stands for all others in documents.
            return true;
        }
    }
    let mut lower = [0; HOST_MAX];
    let lower = &mut lower[..host.len()];
    lower.copy_from_slice(host);
    lower.make_ascii_lowercase();
    let Some(suffix) = psl::suffix(lower) else { return false };
    match suffix.typ() {
        Some(Type::Icann) => suffix.as_bytes().len() < host.len(),
        // Its owner registered it, and has mail boxes there.
        Some(Type::Private) => true,
        None => false,
    }
}

/// Domains are written `com`, `COM` or `Com`; `object.toString` is none.
fn in_one_case(label: &[u8]) -> bool {
    let rest = &label[1..];
    rest.iter().all(u8::is_ascii_lowercase) || label.iter().all(u8::is_ascii_uppercase)
}

fn is_file_like(label: &[u8]) -> bool {
    label.len() <= ENDING_MAX && FILE_LIKE.binary_search(&packed(label)).is_ok()
}

/// The label in lower case as one number, in the order of the alphabet.
const fn packed(label: &[u8]) -> u128 {
    let mut number = 0;
    let mut at = 0;
    while at < ENDING_MAX {
        let letter = if at < label.len() { label[at].to_ascii_lowercase() } else { 0 };
        number = number << 8 | letter as u128;
        at += 1;
    }
    number
}

const LOCAL: u8 = 1;
const ALPHANUMERIC: u8 = 2;

/// What a byte may be part of; bytes beyond ASCII belong to letters.
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | 0x80.. => LOCAL | ALPHANUMERIC,
            b'.' | b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'/' | b'=' | b'?' => LOCAL,
            b'^'..=b'`' | b'{'..=b'~' => LOCAL,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

/// The longest ending below has nine letters.
const ENDING_MAX: usize = 9;

/// Endings of file and unit names. None but `java`, `mov` and `zip` is a top-level domain, and
/// under those files are far more frequent than mail boxes.
const FILE_ENDINGS: [&str; 119] = [
    "apk",
    "asp",
    "aspx",
    "automount",
    "avi",
    "bak",
    "bash",
    "bat",
    "bin",
    "bmp",
    "cfg",
    "class",
    "conf",
    "config",
    "cpp",
    "csproj",
    "css",
    "csv",
    "dat",
    "device",
    "diff",
    "dll",
    "dmg",
    "doc",
    "docx",
    "dylib",
    "eps",
    "exe",
    "exr",
    "gif",
    "gltf",
    "hdr",
    "heic",
    "hpp",
    "htm",
    "html",
    "ico",
    "img",
    "ini",
    "ipa",
    "ipynb",
    "iso",
    "jar",
    "java",
    "jpeg",
    "jpg",
    "json",
    "jsonl",
    "jsx",
    "key",
    "less",
    "lib",
    "lock",
    "log",
    "lua",
    "map",
    "mdx",
    "mkv",
    "mount",
    "mov",
    "mpeg",
    "mpg",
    "msi",
    "obj",
    "odp",
    "ods",
    "odt",
    "ogg",
    "orig",
    "otf",
    "patch",
    "path",
    "pdf",
    "pem",
    "php",
    "plist",
    "png",
    "ppt",
    "pptx",
    "proto",
    "psd",
    "rar",
    "rst",
    "sass",
    "scope",
    "scss",
    "service",
    "slice",
    "sln",
    "socket",
    "sql",
    "svg",
    "swap",
    "swf",
    "swp",
    "tar",
    "tgz",
    "tif",
    "tiff",
    "timer",
    "tmp",
    "toml",
    "tsv",
    "tsx",
    "ttf",
    "txt",
    "vue",
    "wasm",
    "wav",
    "webm",
    "webp",
    "woff",
    "xhtml",
    "xls",
    "xlsx",
    "xml",
    "yaml",
    "yml",
    "zip",
];

/// The endings as numbers.
static FILE_LIKE: [u128; FILE_ENDINGS.len()] = {
    let mut numbers = [0; FILE_ENDINGS.len()];
    let mut at = 0;
    while at < numbers.len() {
        numbers[at] = packed(FILE_ENDINGS[at].as_bytes());
        at += 1;
    }
    numbers
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_pass() {
        for clear in [
            "user@example.com",
            "first.last+tag@mail.example.co.uk",
            "o'brien@example.org",
            "USER@EXAMPLE.COM",
            "User@Example.Com",
            "a@b.de",
            "1234@example.museum",
            "_x@sub-domain.example.io",
            "usuario@ñandú.example",
            "почта@пример.рф",
            "x@example.xn--p1ai",
            "someone@users.example",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn what_tells_messages_apart_is_no_address() {
        for local in [
            "408a352f-ea91-528e-d2ec-c1ed59493f1a",
            "6114de3c9efac33c8e56a870d47bebf2aeeef21c",
            "1747404868282.885079217420",
            "20260303101112.7A5B8C9D0E",
            "CAKx7uZ3bQ9mT2vWcR8yLpN4dF6gH1jS5kE0aXoU",
        ] {
            assert!(passes(format!("{local}@mail.example.com").as_bytes()).is_none(), "{local}");
        }
        for local in ["anna.maria.de.la.cruz.gonzalez.1984", "49170123456", "m.4711", "AnnaLena"] {
            assert!(passes(format!("{local}@mail.example.com").as_bytes()).is_some(), "{local}");
        }
    }

    #[test]
    fn file_package_and_unit_names_fail() {
        for clear in [
            "image@2x.png",
            "icon@3x.PNG",
            "sprite@2x.min.css",
            "getty@tty1.service",
            "lodash@4.17.21",
            "com.acme.Thing@deadbeef.toString",
            "module@bundle.js",
            "user@host",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }

    #[test]
    fn broken_structures_fail() {
        for clear in [
            "",
            "@",
            "a@",
            "@b.de",
            ".a@b.de",
            "a.@b.de",
            "a..b@c.de",
            "a@.de",
            "a@b..de",
            "a@-b.de",
            "a@b-.de",
            "a@b.de-",
            "a@b.d",
            "a@b.c0m",
            "a@b@c.de",
            "a b@c.de",
            "a@b_c.de",
            "a@b.qq",
            "user@server.local",
            "deploy@build.internal",
            "+@b.de",
            "a@b.de.",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }

    #[test]
    fn every_limit_is_kept() {
        let check = |local: usize, label: usize| {
            let clear = format!("{}@{}.com", "a".repeat(local), "b".repeat(label));
            passes(clear.as_bytes()).is_some()
        };
        assert!(check(64, 63));
        assert!(!check(65, 63));
        assert!(!check(64, 64));
        let long = format!("a@{}com", "b.".repeat(126));
        assert!(passes(long.as_bytes()).is_none());
    }

    #[test]
    fn a_host_has_a_label_more_than_its_public_suffix() {
        let hosts = ["co.uk", "firma.co.uk", "x.kobe.jp", "city.kobe.jp", "de", "github.io"];
        let pass = |host: &&&str| passes(format!("a@{host}").as_bytes()).is_some();
        let passed: Vec<&&str> = hosts.iter().filter(pass).collect();
        assert_eq!(passed, [&"firma.co.uk", &"city.kobe.jp", &"github.io"]);
        assert!(passes(b"A@FIRMA.CO.UK").is_some() && passes(b"A@CO.UK").is_none());
    }

    #[test]
    fn file_like_endings_are_sorted_and_fit() {
        assert!(FILE_ENDINGS.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(FILE_ENDINGS.iter().all(|ending| (3..=ENDING_MAX).contains(&ending.len())));
        assert!(FILE_ENDINGS.iter().all(|ending| is_file_like(ending.as_bytes())));
        assert!(!is_file_like(b"com") && !is_file_like(b"automounts"));
    }
}

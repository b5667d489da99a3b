//! Structure of e-mail addresses: an unquoted local part (RFC 5322 dot-atom, RFC 6532 letters), a
//! host name (RFC 1123), a top-level domain that can be one. `image@2x.png` and
//! `getty@tty1.service` are file and unit names, not addresses; reserved domains such as
//! example.com pass.

use crate::Pass;

const LOCAL_MAX: usize = 64;
const HOST_MAX: usize = 253;
const LABEL_MAX: usize = 63;
/// `xn--vermgensberatung-pwb`, the longest there is.
const TOP_LEVEL_MAX: usize = 24;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let local_longest = &clear[..clear.len().min(LOCAL_MAX + 1)];
    let at = local_longest.iter().position(|&byte| byte == b'@')?;
    (is_local_part(&clear[..at]) && is_host(&clear[at + 1..])).then_some(Pass::PLAIN)
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
    label_starts > 0 && is_top_level(&host[label_starts..])
}

fn is_top_level(label: &[u8]) -> bool {
    if !(2..=TOP_LEVEL_MAX).contains(&label.len()) {
        return false;
    }
    if !label.is_ascii() {
        // Two letters beyond ASCII are four bytes.
        return label.len() >= 4;
    }
    if label.len() > 4 && label[..4].eq_ignore_ascii_case(b"xn--") {
        return label.last() != Some(&b'-');
    }
    if !label.iter().all(u8::is_ascii_alphabetic) || !in_one_case(label) {
        return false;
    }
    match label {
        [first, second] => is_country(*first, *second),
        b"com" | b"org" | b"net" => true,
        _ => is_delegated(label) && !is_file_like(label),
    }
}

/// Domains are written `com`, `COM` or `Com`; `object.toString` is none.
fn in_one_case(label: &[u8]) -> bool {
    let rest = &label[1..];
    rest.iter().all(u8::is_ascii_lowercase) || label.iter().all(u8::is_ascii_uppercase)
}

/// The top-level domains of three letters and more in the root zone (IANA, Root Zone Database, as
/// the Public Suffix List has it), and `example`, which stands for them in documents. Sorted, one a
/// line.
static DELEGATED: &[u8] = include_bytes!("top_level_domains.txt");

/// Whether the label is one of those lines, found by halves.
fn is_delegated(label: &[u8]) -> bool {
    let (mut low, mut high) = (0, DELEGATED.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let starts = DELEGATED[low..middle].iter().rposition(|&byte| byte == b'\n');
        let starts = starts.map_or(low, |newline| low + newline + 1);
        let length = DELEGATED[starts..].iter().take_while(|&&byte| byte != b'\n').count();
        let line = &DELEGATED[starts..starts + length];
        match line.iter().copied().cmp(label.iter().map(u8::to_ascii_lowercase)) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => low = starts + length + 1,
            std::cmp::Ordering::Greater => high = starts,
        }
    }
    false
}

fn is_country(first: u8, second: u8) -> bool {
    let place = |letter: u8| usize::from(letter & 0x1F) - 1;
    COUNTRIES[place(first)] & 1 << place(second) != 0
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

/// The top-level domains of two letters: ISO 3166-1 and IANA's few exceptions (ac, eu, su, uk).
const COUNTRY_DOMAINS: &[u8] = b"\
    ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt \
    bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg \
    er es et eu fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn \
    hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li \
    lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne \
    nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb \
    sc sd se sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr \
    tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw";

/// By first letter, the second letters as bits.
static COUNTRIES: [u32; 26] = {
    let mut table = [0; 26];
    let mut at = 0;
    while at < COUNTRY_DOMAINS.len() {
        table[(COUNTRY_DOMAINS[at] - b'a') as usize] |= 1 << (COUNTRY_DOMAINS[at + 1] - b'a');
        at += 3;
    }
    table
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
    fn every_delegated_domain_is_found() {
        let lines: Vec<&[u8]> = DELEGATED.split(|&byte| byte == b'\n').collect();
        let lines = &lines[..lines.len() - 1];
        assert!(lines.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(lines.iter().all(|line| is_delegated(line)));
        assert!(!is_delegated(b"localhost") && !is_delegated(b"aaaa") && !is_delegated(b"zzz"));
    }

    #[test]
    fn file_like_endings_are_sorted_and_fit() {
        assert!(FILE_ENDINGS.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(FILE_ENDINGS.iter().all(|ending| (3..=ENDING_MAX).contains(&ending.len())));
        assert!(FILE_ENDINGS.iter().all(|ending| is_file_like(ending.as_bytes())));
        assert!(!is_file_like(b"com") && !is_file_like(b"automounts"));
    }
}

//! Ten times as many detectors, similar in kind: each beside nine that differ from it in the lengths of
//! their values and in their words.

use magpie_catalog::{Catalog, Detector, Pattern};

/// Detectors for each one, itself included.
const FOLD: usize = 10;

pub(crate) fn tenfold(mut catalog: Catalog) -> Catalog {
    let detectors = std::mem::take(&mut catalog.detectors);
    let all = detectors.iter().flat_map(|detector| (0..FOLD).map(|by| varied(detector, by)));
    catalog.detectors = all.collect();
    catalog
}

/// The detector itself by nothing; else one with the same checks.
fn varied(detector: &Detector, by: usize) -> Detector {
    let mut varied = detector.clone();
    if by == 0 {
        return varied;
    }
    varied.id = format!("{}_{by}", detector.id).into();
    let patterns = detector.patterns.iter();
    varied.patterns =
        patterns.map(|it| Pattern { regex: longer(&it.regex, by), ..it.clone() }).collect();
    // A word of letters that no text holds, another one for each.
    let word = format!("zq{}x", char::from(b'a' + by as u8));
    let keywords = detector.context.keywords.iter();
    varied.context.keywords = keywords.map(|keyword| format!("{keyword} {word}")).collect();
    varied
}

/// The pattern of values that are longer by so many characters, addresses by digits; where a literal leads,
/// of another one.
fn longer(regex: &str, by: usize) -> String {
    if regex.contains('@') {
        let address = regex.strip_suffix(r"\b").expect("an address ends with a word");
        return format!(r"{address}[0-9]{{{by}}}\b");
    }
    for literal in ["-----BEGIN", "PuTTY", "eyJ"] {
        if let Some((before, behind)) = regex.split_once(literal) {
            return format!("{before}{literal}{by}{behind}");
        }
    }
    // Where a range is counted otherwise, a candidate may have to be looked for in another way.
    let exactly = counted(regex, by, false);
    if exactly == regex { counted(regex, by, true) } else { exactly }
}

/// The pattern with `by` more of what it counts: exactly, or in ranges too.
fn counted(regex: &str, by: usize, ranges: bool) -> String {
    let mut pieces = regex.split('{');
    let mut varied = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (counts, behind) = piece.split_once('}').unwrap_or((piece, ""));
        let counts = counts.split(',').map(|count| count.parse::<usize>());
        let counts: Result<Vec<usize>, _> = counts.collect();
        let counts = counts.expect("braces hold counts in these patterns");
        let by = if ranges || counts.len() == 1 { by } else { 0 };
        let counts: Vec<String> = counts.iter().map(|count| (count + by).to_string()).collect();
        varied.push_str(&format!("{{{}}}{behind}", counts.join(",")));
    }
    varied
}

//! A text while it is being written: it counts lines and remembers every value planted in it.

/// How often, and on which lines, one detector's values stand in one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Planted {
    /// The path inside an archive, levels joined by `!`; empty for the object's own body.
    pub(crate) inner_path: String,
    /// The detector's id.
    pub(crate) detector: String,
    /// Occurrences.
    pub(crate) count: u64,
    /// Lines from 1, while there are few of them.
    pub(crate) lines: Vec<u64>,
}

/// A text and the truth about it.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    /// UTF-8, as far as it is written.
    pub(crate) text: Vec<u8>,
    line: u64,
    planted: Vec<(&'static str, u64, Vec<u64>)>,
}

impl Draft {
    /// Appends text that is nobody's value.
    pub(crate) fn push(&mut self, text: &str) {
        self.push_lines(text.as_bytes());
    }

    /// Appends a word, which ends no line.
    pub(crate) fn push_word(&mut self, word: &str) {
        self.text.extend_from_slice(word.as_bytes());
    }

    /// Appends one value of `detector`'s kind, which `write` writes without a line end, and
    /// counts it.
    pub(crate) fn plant(&mut self, detector: &'static str, write: impl FnOnce(&mut Vec<u8>)) {
        self.note(detector);
        write(&mut self.text);
    }

    /// Appends one value that may span lines.
    pub(crate) fn plant_lines(&mut self, detector: &'static str, value: &[u8]) {
        // A passport's zone begins with a line of its holder's name; the value is the line after.
        let named = value.starts_with(b"P<").then(|| value.iter().position(|&byte| byte == b'\n'));
        let start = named.flatten().map_or(0, |end| end + 1);
        self.push_lines(&value[..start]);
        self.note(detector);
        self.push_lines(&value[start..]);
    }

    fn push_lines(&mut self, bytes: &[u8]) {
        self.text.extend_from_slice(bytes);
        self.line += bytes.iter().filter(|&&byte| byte == b'\n').count() as u64;
    }

    fn note(&mut self, detector: &'static str) {
        let line = self.line + 1;
        let known = self.planted.iter_mut().find(|(id, ..)| std::ptr::eq(*id, detector));
        let (_, count, lines) = match known {
            Some(entry) => entry,
            None => {
                self.planted.push((detector, 0, Vec::new()));
                self.planted.last_mut().expect("just pushed")
            }
        };
        *count += 1;
        if lines.len() <= crate::TruthLine::LINES_KEPT {
            lines.push(line);
        }
    }

    /// The text and what was planted in it.
    pub(crate) fn finish(self) -> (Vec<u8>, Vec<Planted>) {
        let planted = self.planted.into_iter().map(|(detector, count, lines)| Planted {
            inner_path: String::new(),
            detector: detector.to_owned(),
            count,
            lines: if count > crate::TruthLine::LINES_KEPT as u64 { Vec::new() } else { lines },
        });
        (self.text, merged(planted.collect()))
    }
}

/// One entry a detector, although the same id may have come from two places in the code.
fn merged(planted: Vec<Planted>) -> Vec<Planted> {
    let mut whole: Vec<Planted> = Vec::new();
    for one in planted {
        match whole.iter_mut().find(|known| known.detector == one.detector) {
            Some(known) => {
                known.count += one.count;
                known.lines.extend(one.lines);
                known.lines.sort_unstable();
                if known.count > crate::TruthLine::LINES_KEPT as u64 {
                    known.lines.clear();
                }
            }
            None => whole.push(one),
        }
    }
    whole
}

//! What a document says once, it is told once: by an earlier version of it, which stays in the file when
//! an update is written behind it, or in a corner where texts stand that mostly say what others do.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Read;

use magpie_model::{Outcome, Place, Segment, SegmentSink};

/// A sink that lets every line and every file through once. What an earlier version says goes into a
/// part of its own, which begins when there is something to say.
pub(super) struct Once<'s> {
    sink: &'s mut dyn SegmentSink,
    said: HashSet<u64>,
    /// The name of the part.
    version: Option<String>,
    has_begun: bool,
    /// Only what was not said before is told.
    is_picky: bool,
    labels: Vec<String>,
}

impl<'s> Once<'s> {
    pub(super) fn new(sink: &'s mut dyn SegmentSink) -> Self {
        Self {
            sink,
            said: HashSet::new(),
            version: None,
            has_begun: false,
            is_picky: false,
            labels: Vec::new(),
        }
    }

    /// Whether only what was not said before is told of what follows.
    pub(super) fn picky(&mut self, is_picky: bool) {
        self.is_picky = is_picky;
    }

    /// What follows is said by an earlier version.
    pub(super) fn begin_version(&mut self, name: String) {
        (self.version, self.has_begun) = (Some(name), false);
    }

    /// Ends the version; whether it has something that the versions behind it have not. One that could
    /// not be read in full is said to be there where `tells` asks for that.
    ///
    /// # Errors
    /// A bound on the object is reached, or the visitor wants to stop.
    pub(super) fn end_version(&mut self, outcome: Outcome, tells: bool) -> Result<bool, Outcome> {
        if tells && outcome != Outcome::COMPLETE {
            self.open()?;
        }
        self.version = None;
        match std::mem::take(&mut self.has_begun) {
            true => self.sink.end(outcome).map(|()| true),
            false => Ok(false),
        }
    }

    fn open(&mut self) -> Result<(), Outcome> {
        if let Some(version) = &self.version
            && !self.has_begun
        {
            self.sink.begin(version, "pdf")?;
            self.has_begun = true;
        }
        Ok(())
    }

    /// Whether something is new; it is not from now on.
    fn is_new(&mut self, said: impl Hash) -> bool {
        let mut hasher = DefaultHasher::new();
        said.hash(&mut hasher);
        self.said.insert(hasher.finish())
    }

    /// Whether a line says something that was not said.
    fn is_new_line(&mut self, line: &[u8]) -> bool {
        let words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        let words: Vec<&[u8]> = words.collect();
        !words.is_empty() && self.is_new(words)
    }

    fn put(&mut self, text: &[u8], place: Place, label: Option<u32>) -> Result<(), Outcome> {
        let label = label.and_then(|label| self.labels.get(label as usize));
        let label = label.map(|label| self.sink.label(label));
        self.sink.segment(&Segment { text, place, label })
    }
}

impl SegmentSink for Once<'_> {
    fn begin(&mut self, name: &str, format: &'static str) -> Result<(), Outcome> {
        self.sink.begin(name, format)
    }

    fn end(&mut self, outcome: Outcome) -> Result<(), Outcome> {
        self.sink.end(outcome)
    }

    fn label(&mut self, text: &str) -> u32 {
        if let Some(known) = self.labels.iter().position(|label| label == text) {
            return known as u32;
        }
        self.labels.push(text.to_owned());
        self.labels.len() as u32 - 1
    }

    fn segment(&mut self, segment: &Segment<'_>) -> Result<(), Outcome> {
        let lines = segment.text.split(|byte| *byte == b'\n');
        let fresh: Vec<&[u8]> = lines.filter(|line| self.is_new_line(line)).collect();
        if self.version.is_none() && !self.is_picky {
            return self.put(segment.text, segment.place, segment.label);
        }
        if fresh.is_empty() {
            return self.sink.pass(1);
        }
        self.open()?;
        self.put(&fresh.join(&b'\n'), segment.place, segment.label)
    }

    fn pass(&mut self, cells: u64) -> Result<(), Outcome> {
        self.sink.pass(cells)
    }

    fn rows(&mut self, rows: u64) {
        self.sink.rows(rows);
    }

    fn sheet(&mut self, name: Option<&str>) -> Result<(), Outcome> {
        self.sink.sheet(name)
    }

    fn telling(
        &mut self,
        place: Place,
        label: Option<u32>,
        values: &[&[u8]],
    ) -> Result<Vec<bool>, Outcome> {
        self.sink.telling(place, label, values)
    }

    fn file(&mut self, name: &str, bytes: &mut dyn Read) -> Outcome {
        let mut whole = Vec::new();
        // Files of a document lie in memory.
        let _ = bytes.read_to_end(&mut whole);
        let is_new = self.is_new(&whole);
        if self.version.is_none() && (is_new || !self.is_picky) {
            return self.sink.file(name, &mut &whole[..]);
        }
        match is_new.then(|| self.open()) {
            None => Outcome::COMPLETE,
            Some(Ok(())) => self.sink.file(name, &mut &whole[..]),
            Some(Err(halted)) => halted,
        }
    }

    fn refuse(&mut self, name: &str, format: &'static str, outcome: Outcome) {
        self.sink.refuse(name, format, outcome);
    }
}

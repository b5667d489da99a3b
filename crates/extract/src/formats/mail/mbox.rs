//! Files of many messages, one after the other (mbox): each message is an entry.

use std::io::{self, Read};

use magpie_model::Outcome;

use super::input::{Input, content};
use crate::feed::outcome_of;
use crate::formats::Reading;
use crate::formats::archive::Tally;
use crate::source::Source;

/// Whether a line stands before a message: `From`, an address, and a date with a time and a year.
pub(super) fn begins_message(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    if rest.len() > 1024 {
        return false;
    }
    let words: Vec<&[u8]> =
        rest.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).collect();
    let is_time = |word: &&[u8]| {
        let digits = word.iter().all(|byte| byte.is_ascii_digit() || *byte == b':');
        digits && word.iter().filter(|byte| **byte == b':').count() >= 1
    };
    let is_year = |word: &&[u8]| word.len() == 4 && word.iter().all(u8::is_ascii_digit);
    words.len() >= 5 && words.iter().any(is_time) && words.iter().any(is_year)
}

/// Reads every message as an entry named by its number.
pub(crate) fn read(source: Source<'_>, reading: &mut Reading<'_>) -> Outcome {
    let mut input = Input::new(source.into_reader());
    let mut tally = Tally::default();
    let mut number = 0u64;
    let mut begun = match input.next() {
        Ok(begun) => begun,
        Err(error) => return outcome_of(&error),
    };
    while begun && reading.halted().is_none() {
        number += 1;
        let mut message =
            Message { input: &mut input, ready: Vec::new(), given: 0, blank: false, end: None };
        tally.count(&reading.entry(&format!("{number}.eml"), &mut message));
        begun = match message.end() {
            Ok(another) => another,
            Err(error) => {
                tally.damaged(outcome_of(&error));
                break;
            }
        };
    }
    tally.outcome(reading)
}

/// The lines of one message, up to the line before the next.
struct Message<'i, 's> {
    input: &'i mut Input<'s>,
    ready: Vec<u8>,
    given: usize,
    blank: bool,
    /// Whether another message follows, once that is known.
    end: Option<bool>,
}

impl Message<'_, '_> {
    fn end(mut self) -> io::Result<bool> {
        loop {
            if let Some(another) = self.end {
                return Ok(another);
            }
            self.fill()?;
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        self.ready.clear();
        self.given = 0;
        if !self.input.next()? {
            self.end = Some(false);
            return Ok(());
        }
        let line = &self.input.line;
        if self.blank && self.input.begins && begins_message(content(line)) {
            self.end = Some(true);
            return Ok(());
        }
        self.blank = self.input.begins && content(line).is_empty();
        self.ready.extend_from_slice(line);
        Ok(())
    }
}

impl Read for Message<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ready.len() {
            if self.end.is_some() || into.is_empty() {
                return Ok(0);
            }
            self.fill()?;
        }
        let rest = &self.ready[self.given..];
        let read = rest.len().min(into.len());
        into[..read].copy_from_slice(&rest[..read]);
        self.given += read;
        Ok(read)
    }
}

//! Feeds what a document reader delivers: segments to windows, parts and files to the pipeline.

use std::io::Read;

use magpie_model::{
    Cell, DocumentReaders, Layout, Location, Outcome, Place, Segment, SegmentSink, Span, Window,
};

use super::Reading;
use super::grid::Grid;
use super::office::grid::{CellText, Grid as Sheet};
use super::{encoded, runs};
use crate::feed::{TextFeed, limit_outcome, outcome_of};
use crate::seekable::Seekable;
use crate::source::Source;

/// Bytes of new text in one window: cells are small, and each is remembered.
const WINDOW_BYTES_MAX: usize = 256 * 1024;
/// Longer values are not looked at apart from their rows.
const VALUE_BYTES_MAX: usize = 4 * 1024;

/// Reads a part with a reader of `readers`.
pub(super) fn read(
    source: Source<'_>,
    format: &'static str,
    readers: &dyn DocumentReaders,
    reading: &mut Reading<'_>,
) -> Outcome {
    let mut file = match source.into_seekable(reading.limits) {
        Ok(file) => file,
        Err(error) => return outcome_of(&error),
    };
    read_file(&mut file, format, readers, reading)
}

/// The same of a file that is open already. Of one that is cut before what its reader needs, the printable
/// runs are read.
pub(super) fn read_file(
    file: &mut Seekable<'_>,
    format: &'static str,
    readers: &dyn DocumentReaders,
    reading: &mut Reading<'_>,
) -> Outcome {
    let scanned_before = reading.budget.scanned();
    let mut delivery = Delivery::new(reading);
    let outcome = readers.read(format, file.file(), &mut delivery);
    let outcome = delivery.finish(outcome);
    let is_silent = reading.budget.scanned() == scanned_before;
    if file.cut().is_none() || !is_silent || reading.halted().is_some() {
        return file.ended(outcome, reading);
    }
    let outcome = match file.file().rewind() {
        Ok(()) => runs::read_from(&mut file.file(), reading),
        Err(error) => outcome_of(&error),
    };
    file.ended(outcome, reading)
}

/// The text of one part that is not ended yet.
struct Text {
    feed: TextFeed,
    grid: Grid,
    /// The sheet whose cells come.
    sheet: Option<Sheet>,
    /// Length of the path of the part around it.
    outer: usize,
}

impl Text {
    fn new(window_bytes: usize, outer: usize) -> Self {
        let feed = TextFeed::new(window_bytes.min(WINDOW_BYTES_MAX));
        Self { feed, grid: Grid::default(), sheet: None, outer }
    }
}

struct Delivery<'r, 'a> {
    reading: &'r mut Reading<'a>,
    own: Text,
    inner: Vec<Text>,
}

impl<'r, 'a> Delivery<'r, 'a> {
    fn new(reading: &'r mut Reading<'a>) -> Self {
        let own = Text::new(reading.limits.window_bytes, 0);
        Self { reading, own, inner: Vec::new() }
    }

    fn text(&mut self) -> (&mut Text, &mut Reading<'a>) {
        (self.inner.last_mut().unwrap_or(&mut self.own), self.reading)
    }

    /// Deals with what is left, also of parts that the reader did not get to end.
    fn finish(mut self, outcome: Outcome) -> Outcome {
        while !self.inner.is_empty() {
            if let Err(halted) = self.end(outcome.clone()) {
                self.own.grid = Grid::default();
                while let Some(text) = self.inner.pop() {
                    self.reading.visitor.end(halted.clone());
                    self.reading.leave(text.outer);
                }
                return halted;
            }
        }
        let sheet = self.sheet(None);
        match sheet.and(self.own.feed.finish(&mut self.own.grid, self.reading)) {
            Ok(()) => outcome,
            Err(halted) => halted,
        }
    }

    /// Cells of a sheet, once it is known what its columns are called.
    fn put(&mut self, ready: Vec<Ready>) -> Result<(), Outcome> {
        for (place, label, sheet, value) in ready {
            self.text().0.grid.sheet = sheet;
            let put = self.put_segment(&Segment { text: value.as_bytes(), place, label });
            self.text().0.grid.sheet = None;
            put?;
        }
        Ok(())
    }

    fn put_segment(&mut self, segment: &Segment<'_>) -> Result<(), Outcome> {
        let (text, reading) = self.text();
        let start = text.feed.push_line(segment.text);
        text.grid.note(start, segment.place, segment.label, segment.text);
        text.feed.deal(&mut text.grid, reading)
    }

    fn charge(&self, bytes: u64) -> Result<(), Outcome> {
        self.reading.budget.charge(bytes).map_err(limit_outcome)
    }
}

impl SegmentSink for Delivery<'_, '_> {
    fn begin(&mut self, name: &str, format: &'static str) -> Result<(), Outcome> {
        if let Some(halted) = self.reading.halted() {
            return Err(halted);
        }
        self.reading.budget.take_entry().map_err(limit_outcome)?;
        let outer = self.reading.enter(name);
        self.reading.visitor.begin(&self.reading.path, format);
        self.inner.push(Text::new(self.reading.limits.window_bytes, outer));
        Ok(())
    }

    fn end(&mut self, mut outcome: Outcome) -> Result<(), Outcome> {
        if !self.inner.is_empty()
            && let Err(halted) = self.sheet(None)
        {
            outcome = halted;
        }
        let Some(mut text) = self.inner.pop() else { return Ok(()) };
        let finished = text.feed.finish(&mut text.grid, self.reading);
        let outcome = finished.as_ref().err().cloned().unwrap_or(outcome);
        self.reading.visitor.end(outcome);
        self.reading.leave(text.outer);
        finished
    }

    fn label(&mut self, text: &str) -> u32 {
        self.text().0.grid.number(text)
    }

    fn segment(&mut self, segment: &Segment<'_>) -> Result<(), Outcome> {
        self.charge(segment.text.len() as u64 + 1)?;
        let (text, _) = self.text();
        let Some(sheet) = &mut text.sheet else { return self.put_segment(segment) };
        let Place::Cell { row, column } = segment.place else { return self.put_segment(segment) };
        if segment.label.is_some() {
            // What says itself what it is stands beside the cells, such as a comment.
            text.grid.sheet = sheet.name();
            let put = self.put_segment(segment);
            self.text().0.grid.sheet = None;
            return put;
        }
        let mut ready = Cells { grid: &mut text.grid, ready: Vec::new() };
        sheet.cell(row, column, &String::from_utf8_lossy(segment.text), &mut ready);
        let ready = ready.ready;
        self.put(ready)
    }

    fn sheet(&mut self, name: Option<&str>) -> Result<(), Outcome> {
        let (text, _) = self.text();
        let mut cells = Cells { grid: &mut text.grid, ready: Vec::new() };
        if let Some(sheet) = text.sheet.take() {
            sheet.finish(&mut cells);
        }
        text.sheet = name.map(|name| Sheet::new(name, &mut cells));
        let ready = cells.ready;
        self.put(ready)
    }

    fn pass(&mut self, cells: u64) -> Result<(), Outcome> {
        self.charge(cells)?;
        self.reading.visitor.stop().map_or(Ok(()), |reason| Err(Outcome::of(reason)))
    }

    fn rows(&mut self, rows: u64) {
        self.text().0.grid.rows_at_least(rows);
    }

    fn telling(
        &mut self,
        place: Place,
        label: Option<u32>,
        values: &[&[u8]],
    ) -> Result<Vec<bool>, Outcome> {
        let bytes: usize = values.iter().map(|value| value.len() + 1).sum();
        self.charge(bytes as u64)?;
        let mut telling = vec![false; values.len()];
        let mut probe = Probe { starts: Vec::new(), place, label, text: Vec::new() };
        for (index, value) in values.iter().enumerate() {
            if value.len() > VALUE_BYTES_MAX {
                telling[index] = true;
                continue;
            }
            probe.push(index, value);
            if probe.text.len() >= WINDOW_BYTES_MAX {
                probe.ask(&mut telling, self)?;
            }
        }
        probe.ask(&mut telling, self)?;
        Ok(telling)
    }

    fn file(&mut self, name: &str, bytes: &mut dyn Read) -> Outcome {
        match self.reading.halted() {
            Some(halted) => halted,
            None => self.reading.entry(name, bytes),
        }
    }

    fn refuse(&mut self, name: &str, format: &'static str, outcome: Outcome) {
        self.reading.refuse(name, format, outcome);
    }
}

/// A cell with the numbers of its label and its sheet.
type Ready = (Place, Option<u32>, Option<u32>, String);

/// Cells that have their labels and wait to be put.
struct Cells<'g> {
    grid: &'g mut Grid,
    ready: Vec<Ready>,
}

impl CellText for Cells<'_> {
    fn sheet(&mut self, name: &str) -> Option<u32> {
        Some(self.grid.number(name))
    }

    fn column(&mut self, name: &str) -> Option<u32> {
        (!name.is_empty()).then(|| self.grid.number(name))
    }

    fn put(
        &mut self,
        (row, column): (u64, u32),
        label: Option<u32>,
        sheet: Option<u32>,
        value: &str,
    ) {
        self.ready.push((Place::Cell { row, column }, label, sheet, value.to_owned()));
    }
}

/// Values that are looked at without a row.
struct Probe {
    starts: Vec<(usize, usize)>,
    place: Place,
    label: Option<u32>,
    text: Vec<u8>,
}

impl Probe {
    fn push(&mut self, index: usize, value: &[u8]) {
        self.starts.push((self.text.len(), index));
        self.text.extend_from_slice(value);
        self.text.push(b'\n');
    }

    /// Marks the values in which something would be found, and begins anew.
    fn ask(
        &mut self,
        telling: &mut [bool],
        delivery: &mut Delivery<'_, '_>,
    ) -> Result<(), Outcome> {
        let (part, reading) = delivery.text();
        if let Some(reason) = reading.visitor.stop() {
            return Err(Outcome::of(reason));
        }
        let text = std::mem::take(&mut self.text);
        let starts = std::mem::take(&mut self.starts);
        let window = Window { text: &text, base: 0, from: 0, last: true };
        let mut layout =
            ProbeLayout { starts: &starts, place: self.place, label: self.label, grid: &part.grid };
        let mut mark = |at: usize| {
            let value = starts.partition_point(|&(start, _)| start <= at).saturating_sub(1);
            if let Some(&(_, index)) = starts.get(value) {
                telling[index] = true;
            }
        };
        let told = reading.visitor.peek(&window, &mut layout, &mut mark);
        encoded::runs(&text, 0..text.len(), |run| run.span.for_each(&mut mark));
        if !told {
            for &(_, index) in &starts {
                telling[index] = true;
            }
            return Ok(());
        }
        let dull = starts.iter().enumerate().filter(|&(_, &(_, index))| !telling[index]);
        let ends = |n: usize| starts.get(n + 1).map_or(text.len(), |&(start, _)| start);
        let scanned: usize = dull.map(|(n, &(start, _))| ends(n) - start - 1).sum();
        reading.budget.count_scanned(scanned as u64);
        Ok(())
    }
}

struct ProbeLayout<'p> {
    starts: &'p [(usize, usize)],
    place: Place,
    label: Option<u32>,
    grid: &'p Grid,
}

impl Layout for ProbeLayout<'_> {
    fn cell(&mut self, window: &Window<'_>, at: usize) -> Cell {
        let value = self.starts.partition_point(|&(start, _)| start <= at).saturating_sub(1);
        let start = self.starts.get(value).map_or(0, |&(start, _)| start);
        let end = self.starts.get(value + 1).map_or(window.text.len(), |&(next, _)| next) - 1;
        if at >= end {
            return Cell { start: at, end: at + 1, label: None, place: self.place };
        }
        Cell { start, end, label: self.label, place: self.place }
    }

    fn has_cells(&self) -> bool {
        true
    }

    fn label(&self, label: u32) -> &str {
        self.grid.label(label)
    }

    fn locate(&mut self, _: &Window<'_>, cell: &Cell, _: &Span) -> Location {
        let (place, label) = (cell.place, cell.label);
        Location { place, label, lines: None, start_column: None, bytes: None }
    }
}

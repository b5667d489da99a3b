//! The text of a page, in the order in which its content draws it.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::fonts::{Fonts, Prepared, number};
use super::place::{Between, Matrix, Pen};
use super::{STREAM_BYTES_MAX, streams, strings};

/// Forms in forms.
const DEPTH_MAX: usize = 12;
/// Operations of one document: forms that call forms multiply them.
const OPERATIONS_MAX: u64 = 50_000_000;
/// Operations of one page's forms.
const CALLS_MAX: u64 = 20_000;
/// Bytes of one page's text.
const TEXT_BYTES_MAX: usize = 256 * 1024 * 1024;
/// So many painted paths may be letters drawn as outlines.
pub(super) const OUTLINE_STROKES_MIN: u64 = 50;
/// Pictures of fewer pixels on a side show no text.
const PICTURE_PIXELS_MIN: i64 = 16;
/// Texts on a page that stand for what it draws.
pub(super) const STANDS_FOR_MAX: usize = 4_096;
/// A gap in a line of glyphs that is a space, in thousandths of the size.
const GAP: f64 = 180.0;

/// What a page holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    pub(super) text: String,
    /// Texts that stand for what is drawn.
    pub(super) stands_for: Vec<String>,
    pub(super) pictures: u64,
    /// Painted paths.
    pub(super) strokes: u64,
    /// Pieces of text whose letters cannot be told.
    pub(super) unmapped: u64,
    pub(super) damaged: u64,
    pub(super) operations: u64,
    /// Whether a bound on calls was reached.
    pub(super) cut: bool,
}

/// Reads the pages of one document.
pub(super) struct PageReader<'d> {
    document: &'d Document,
    operations: u64,
    fonts: Fonts,
}

impl<'d> PageReader<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        Self { document, operations: 0, fonts: Fonts::new(document) }
    }

    pub(super) fn page(&mut self, id: ObjectId) -> Page {
        let mut page = Page::default();
        let content = self.drawn(id, &mut page);
        let resources = resources_of(self.document, id);
        self.run(&content, &resources, Matrix::ONE, &mut page);
        page
    }

    /// What a page draws: its streams, one behind the other.
    fn drawn(&self, id: ObjectId, page: &mut Page) -> Vec<u8> {
        let mut whole = Vec::new();
        for id in self.document.get_page_contents(id) {
            let Ok(stream) = self.document.get_object(id).and_then(Object::as_stream) else {
                continue;
            };
            let content = streams::content(stream, STREAM_BYTES_MAX.saturating_sub(whole.len()));
            page.damaged += u64::from(content.is_damaged);
            whole.extend(content.bytes);
            whole.push(b'\n');
        }
        whole
    }

    /// What an annotation shows.
    pub(super) fn appearance(&mut self, id: ObjectId) -> Page {
        let mut page = Page::default();
        let mut drawing = Drawing::new(self.document, self.operations, &mut self.fonts, &mut page);
        drawing.form(id, &[], Matrix::ONE);
        self.operations = drawing.operations;
        page
    }

    fn run(&mut self, content: &[u8], resources: &[&Dictionary], matrix: Matrix, page: &mut Page) {
        let mut drawing = Drawing::new(self.document, self.operations, &mut self.fonts, page);
        drawing.content(content, resources, matrix);
        let done = drawing.operations - self.operations;
        self.operations = drawing.operations;
        page.operations = done;
    }
}

/// The resources of a page, and those that it has of the nodes above it.
fn resources_of(document: &Document, page: ObjectId) -> Vec<&Dictionary> {
    let Ok((own, inherited)) = document.get_page_resources(page) else { return Vec::new() };
    let inherited = inherited.into_iter().filter_map(|id| document.get_dictionary(id).ok());
    own.into_iter().chain(inherited).collect()
}

struct Drawing<'d, 'p> {
    document: &'d Document,
    fonts: &'p mut Fonts,
    page: &'p mut Page,
    operations: u64,
    calls: u64,
    /// Forms that are being drawn.
    open: Vec<ObjectId>,
    /// Patterns that have been drawn: a tile says the same each time.
    tiles: BTreeSet<ObjectId>,
    pen: Option<Pen>,
}

/// What text operators set. `q` and `Q` keep and restore it.
#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<Rc<Prepared>>,
    size: f64,
    leading: f64,
    letter_gap: f64,
    stretch: f64,
}

/// The text object that is open.
#[derive(Clone, Copy)]
struct Lines {
    line: Matrix,
    text: Matrix,
}

impl<'d, 'p> Drawing<'d, 'p> {
    fn new(
        document: &'d Document,
        operations: u64,
        fonts: &'p mut Fonts,
        page: &'p mut Page,
    ) -> Self {
        Self {
            document,
            fonts,
            page,
            operations,
            calls: 0,
            open: Vec::new(),
            tiles: BTreeSet::new(),
            pen: None,
        }
    }

    fn content(&mut self, content: &[u8], resources: &[&'d Dictionary], matrix: Matrix) {
        // The fonts that this content has asked for.
        let mut fonts = BTreeMap::new();
        let size = 1.0;
        let first = State { matrix, font: None, size, leading: 0.0, letter_gap: 0.0, stretch: 1.0 };
        let (mut state, mut kept) = (first, Vec::new());
        let mut lines = Lines { line: Matrix::ONE, text: Matrix::ONE };
        for operation in Content::decode_iter(content) {
            let Ok(operation) = operation else {
                self.page.damaged += 1;
                break;
            };
            self.operations += 1;
            let is_full = self.page.text.len() > TEXT_BYTES_MAX;
            if self.operations > OPERATIONS_MAX || is_full {
                self.page.cut = true;
                return;
            }
            let operands = &operation.operands[..];
            match operation.operator.as_str() {
                "q" if kept.len() < 1_000 => kept.push(state.clone()),
                "Q" => state = kept.pop().unwrap_or(state),
                "cm" => {
                    if let Some(inner) = matrix_of(operands) {
                        state.matrix = inner.within(state.matrix);
                    }
                }
                "Tf" => {
                    if let [Object::Name(name), size] = operands {
                        state.size = number(size).unwrap_or(1.0);
                        let font = fonts.entry(name.clone()).or_insert_with(|| {
                            let font = self.fonts.named(name, resources, self.document);
                            self.page.damaged += u64::from(font.is_damaged);
                            font
                        });
                        state.font = Some(Rc::clone(font));
                    }
                }
                "Do" => self.call(operands, resources, state.matrix),
                "scn" | "SCN" => self.tile(operands, resources, state.matrix),
                "BDC" | "DP" => self.stands_for(operands),
                "BI" | "ID" | "EI" => self.page.pictures += u64::from(operation.operator == "BI"),
                "S" | "s" | "f" | "F" | "f*" | "B" | "B*" | "b" | "b*" => self.page.strokes += 1,
                _ => self.text(&operation, &mut state, &mut lines),
            }
        }
    }

    /// The operators of text.
    fn text(&mut self, operation: &Operation, state: &mut State, lines: &mut Lines) {
        let operands = &operation.operands[..];
        let first = operands.first().and_then(number).unwrap_or(0.0);
        let second = operands.get(1).and_then(number).unwrap_or(0.0);
        match operation.operator.as_str() {
            "BT" => *lines = Lines { line: Matrix::ONE, text: Matrix::ONE },
            "Tc" => state.letter_gap = first,
            "Tz" => state.stretch = first / 100.0,
            "TL" => state.leading = first,
            "Td" => lines.go(first, second),
            "TD" => {
                state.leading = -second;
                lines.go(first, second);
            }
            "Tm" => {
                if let Some(matrix) = matrix_of(operands) {
                    *lines = Lines { line: matrix, text: matrix };
                }
            }
            "T*" => lines.go(0.0, -state.leading),
            "Tj" => self.show(operands, state, lines),
            "'" => {
                lines.go(0.0, -state.leading);
                self.show(operands, state, lines);
            }
            "\"" => {
                lines.go(0.0, -state.leading);
                self.show(operands.get(2..).unwrap_or_default(), state, lines);
            }
            "TJ" => {
                if let Some(Object::Array(pieces)) = operands.first() {
                    self.show(pieces, state, lines);
                }
            }
            _ => {}
        }
    }

    /// Strings, and between them numbers that move the pen back.
    fn show(&mut self, pieces: &[Object], state: &State, lines: &mut Lines) {
        let font = state.font.as_deref();
        for piece in pieces {
            match piece {
                Object::String(codes, _) => {
                    let begins = Pen::at(lines.text.within(state.matrix), state.size);
                    match self.pen.map_or(Between::Nothing, |pen| pen.between(&begins)) {
                        Between::Nothing => {}
                        Between::Space => self.separate(' '),
                        Between::Line => self.separate('\n'),
                    }
                    self.letters(codes, font);
                    let width = font.map_or(500.0 * codes.len() as f64, |font| font.width(codes));
                    let gaps = state.letter_gap * codes.len() as f64;
                    lines.text =
                        Matrix::shift((width / 1000.0 * state.size + gaps) * state.stretch, 0.0)
                            .within(lines.text);
                    self.pen = Some(Pen::at(lines.text.within(state.matrix), state.size));
                }
                other => {
                    let back = number(other).unwrap_or(0.0);
                    let by = -back / 1000.0 * state.size * state.stretch;
                    lines.text = Matrix::shift(by, 0.0).within(lines.text);
                    if back > -GAP {
                        // Kerning: what follows belongs to the same word.
                        self.pen = Some(Pen::at(lines.text.within(state.matrix), state.size));
                    }
                }
            }
        }
    }

    fn letters(&mut self, codes: &[u8], font: Option<&Prepared>) {
        let before = self.page.text.len();
        let text = &mut self.page.text;
        let decoded = font.is_some_and(|font| font.write(codes, self.document, text));
        let new = &self.page.text[before..];
        let is_lost = new.contains(char::REPLACEMENT_CHARACTER) || new.contains('\0');
        if (!decoded || is_lost) && !codes.is_empty() {
            self.page.unmapped += 1;
        }
    }

    fn separate(&mut self, by: char) {
        if !self.page.text.is_empty() && !self.page.text.ends_with(['\n', ' ']) {
            self.page.text.push(by);
        }
    }

    /// A piece of content may bring the text that it stands for.
    fn stands_for(&mut self, operands: &[Object]) {
        let Some(Ok(properties)) = operands.get(1).map(Object::as_dict) else { return };
        for key in [&b"ActualText"[..], b"Alt", b"E"] {
            let text = properties.get(key).ok().and_then(strings::decoded);
            if self.page.stands_for.len() < STANDS_FOR_MAX {
                self.page.stands_for.extend(text.filter(|text| !text.trim().is_empty()));
            }
        }
    }

    /// A picture or form by its name.
    fn call(&mut self, operands: &[Object], resources: &[&'d Dictionary], matrix: Matrix) {
        let Some(Object::Name(name)) = operands.first() else { return };
        let document = self.document;
        let found = resources.iter().find_map(|resources| {
            let objects = resources.get_deref(b"XObject", document).and_then(Object::as_dict);
            objects.ok()?.get(name).and_then(Object::as_reference).ok()
        });
        if let Some(id) = found {
            self.form(id, resources, matrix);
        }
    }

    /// A pattern that is painted with, when it draws something itself.
    fn tile(&mut self, operands: &[Object], resources: &[&'d Dictionary], matrix: Matrix) {
        let Some(Object::Name(name)) = operands.last() else { return };
        let document = self.document;
        let found = resources.iter().find_map(|resources| {
            let patterns = resources.get_deref(b"Pattern", document).and_then(Object::as_dict);
            patterns.ok()?.get(name).and_then(Object::as_reference).ok()
        });
        if let Some(id) = found.filter(|id| self.tiles.insert(*id)) {
            self.form(id, resources, matrix);
        }
    }

    fn form(&mut self, id: ObjectId, outer: &[&'d Dictionary], matrix: Matrix) {
        let document = self.document;
        let Ok(stream) = document.get_object(id).and_then(Object::as_stream) else { return };
        if stream.dict.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Image") {
            let side = |key| {
                let side = stream.dict.get_deref(key, document).and_then(Object::as_i64);
                side.unwrap_or(i64::MAX)
            };
            let is_small = side(b"Width").max(side(b"Height")) < PICTURE_PIXELS_MIN;
            self.page.pictures += u64::from(!is_small);
            return;
        }
        self.calls += 1;
        if self.open.contains(&id) || self.open.len() >= DEPTH_MAX || self.calls > CALLS_MAX {
            self.page.cut = true;
            return;
        }
        let streams::Content { bytes: content, is_damaged } =
            streams::content(stream, STREAM_BYTES_MAX);
        self.page.damaged += u64::from(is_damaged);
        let own = stream.dict.get_deref(b"Resources", document).and_then(Object::as_dict);
        let inner = stream.dict.get_deref(b"Matrix", document).and_then(Object::as_array);
        let inner = inner.ok().and_then(|numbers| matrix_of(numbers)).unwrap_or(Matrix::ONE);
        self.open.push(id);
        match own {
            Ok(own) => self.content(&content, &[own], inner.within(matrix)),
            Err(_) => self.content(&content, outer, inner.within(matrix)),
        }
        self.open.pop();
    }
}

impl Lines {
    fn go(&mut self, x: f64, y: f64) {
        self.line = Matrix::shift(x, y).within(self.line);
        self.text = self.line;
    }
}

fn matrix_of(operands: &[Object]) -> Option<Matrix> {
    let numbers: Vec<f64> = operands.iter().map(|o| number(o).unwrap_or(0.0)).collect();
    Some(Matrix(numbers.try_into().ok()?))
}

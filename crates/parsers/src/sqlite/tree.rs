//! The trees of pages that tables and indexes are.

use super::pages::Pages;
use super::record::varint;

/// Bytes of one row that are read; longer ones are read up to here.
const PAYLOAD_BYTES_MAX: usize = 64 * 1024 * 1024;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Table,
    /// An index, or a table without rowids.
    Index,
}

/// One row.
pub(super) struct Cell {
    pub(super) rowid: i64,
    pub(super) payload: Vec<u8>,
    pub(super) is_cut: bool,
}

/// What is left to do.
enum Step {
    Page(u32),
    /// The cell of a page at this place.
    Cell(u32, usize),
}

/// Walks a tree in the order of its rows. Each page belongs to one tree and is walked once,
/// whatever a hostile file says.
pub(super) struct Tree {
    kind: Kind,
    steps: Vec<Step>,
    damaged: u64,
}

impl Tree {
    pub(super) fn new(root: u32, kind: Kind) -> Self {
        Self { kind, steps: vec![Step::Page(root)], damaged: 0 }
    }

    /// Pages and rows that could not be read.
    pub(super) fn damaged(&self) -> u64 {
        self.damaged
    }

    pub(super) fn damage(&mut self) {
        self.damaged += 1;
    }

    pub(super) fn next(&mut self, pages: &mut Pages<'_>) -> Option<Cell> {
        while let Some(step) = self.steps.pop() {
            match step {
                Step::Page(page) => {
                    if !pages.claim(page) || self.page(page, pages).is_none() {
                        self.damaged += 1;
                    }
                }
                Step::Cell(page, at) => match self.cell(page, at, pages) {
                    Some(cell) => return Some(cell),
                    None => self.damaged += 1,
                },
            }
        }
        None
    }

    /// Takes the steps of a page apart, the first to be done on top.
    fn page(&mut self, number: u32, pages: &mut Pages<'_>) -> Option<()> {
        let page = pages.get(number)?;
        let header = if number == 1 { 100 } else { 0 };
        let described = Header::of(&page[header..])?;
        let pointers = header + described.length;
        let count = described.cells.min((page.len() - pointers) / 2);
        note_gaps(number, &page, header, &described, pages);
        let mut steps = Vec::new();
        for index in 0..count {
            let at = pointers + index * 2;
            let cell = usize::from(u16::from_be_bytes([page[at], page[at + 1]]));
            match (self.kind, described.is_leaf) {
                (_, true) => steps.push(Step::Cell(number, cell)),
                (kind, false) => {
                    let child = page.get(cell..cell + 4)?;
                    let child = u32::from_be_bytes([child[0], child[1], child[2], child[3]]);
                    steps.push(Step::Page(child));
                    if kind == Kind::Index {
                        steps.push(Step::Cell(number, cell + 4));
                    }
                }
            }
        }
        if let Some(last) = described.last {
            steps.push(Step::Page(last));
        }
        self.steps.extend(steps.into_iter().rev());
        (described.is_table == (self.kind == Kind::Table)).then_some(())
    }

    fn cell(&self, number: u32, at: usize, pages: &mut Pages<'_>) -> Option<Cell> {
        let page = pages.get(number)?;
        let mut rest = page.get(at..pages.usable())?;
        let (length, taken) = varint(rest)?;
        rest = &rest[taken..];
        let mut rowid = 0;
        if self.kind == Kind::Table {
            let (number, taken) = varint(rest)?;
            rowid = number.cast_signed();
            rest = &rest[taken..];
        }
        let length = usize::try_from(length).ok()?;
        let local = local_bytes(length, self.kind, pages.usable());
        let mut payload = rest.get(..local)?.to_vec();
        let mut is_cut = false;
        if local < length {
            let next = rest.get(local..local + 4)?;
            let next = u32::from_be_bytes([next[0], next[1], next[2], next[3]]);
            is_cut = overflow(next, length.min(PAYLOAD_BYTES_MAX), &mut payload, pages).is_none();
            is_cut |= length > PAYLOAD_BYTES_MAX;
        }
        Some(Cell { rowid, payload, is_cut })
    }
}

/// Bytes of a payload that stand on the page itself.
fn local_bytes(length: usize, kind: Kind, usable: usize) -> usize {
    let most = match kind {
        Kind::Table => usable - 35,
        Kind::Index => (usable - 12) * 64 / 255 - 23,
    };
    if length <= most {
        return length;
    }
    let least = (usable - 12) * 32 / 255 - 23;
    let fitting = least + (length - least) % (usable - 4);
    if fitting <= most { fitting } else { least }
}

/// Follows the pages that hold the rest of a payload.
fn overflow(
    mut next: u32,
    length: usize,
    payload: &mut Vec<u8>,
    pages: &mut Pages<'_>,
) -> Option<()> {
    while payload.len() < length {
        if !pages.claim(next) {
            return None;
        }
        let page = pages.bytes(pages.offset(next), pages.size())?;
        let missing = length - payload.len();
        payload.extend_from_slice(&page[4..pages.usable().min(4 + missing)]);
        next = u32::from_be_bytes([page[0], page[1], page[2], page[3]]);
    }
    Some(())
}

/// The first bytes of a page of a tree.
pub(super) struct Header {
    pub(super) is_table: bool,
    pub(super) is_leaf: bool,
    pub(super) cells: usize,
    /// Where cells begin; they grow downwards.
    pub(super) content: usize,
    pub(super) free: usize,
    pub(super) length: usize,
    last: Option<u32>,
}

impl Header {
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        let header = bytes.get(..12)?;
        let (is_table, is_leaf) = match header[0] {
            2 => (false, false),
            5 => (true, false),
            10 => (false, true),
            13 => (true, true),
            _ => return None,
        };
        let number = |at: usize| usize::from(u16::from_be_bytes([header[at], header[at + 1]]));
        let content = if number(5) == 0 { 65_536 } else { number(5) };
        let last = u32::from_be_bytes([header[8], header[9], header[10], header[11]]);
        Some(Self {
            is_table,
            is_leaf,
            cells: number(3),
            content,
            free: number(1),
            length: if is_leaf { 8 } else { 12 },
            last: (!is_leaf).then_some(last),
        })
    }
}

/// Notes what of a page no row uses: the space before the cells, and the freed cells.
fn note_gaps(number: u32, page: &[u8], header: usize, described: &Header, pages: &mut Pages<'_>) {
    let from = header + described.length + described.cells * 2;
    let to = described.content.min(page.len());
    if from < to && page[from..to].iter().any(|&byte| byte != 0) {
        pages.gap(number, from, to, false);
    }
    let mut at = described.free;
    while at > 0
        && let Some(block) = page.get(at..at + 4)
    {
        let next = usize::from(u16::from_be_bytes([block[0], block[1]]));
        let size = usize::from(u16::from_be_bytes([block[2], block[3]]));
        pages.gap(number, at, page.len().min(at + size), true);
        // Freed cells are listed in rising order.
        if next <= at {
            break;
        }
        at = next;
    }
}

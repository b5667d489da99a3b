//! SQLite databases, by a reader of our own that follows the tree pages: every row of every table
//! and what deleted rows have left. Nothing of the file is run as SQL, and nothing is written.

mod create;
mod pages;
mod record;
mod remains;
mod tree;

use magpie_model::{Outcome, Place, Reason, Segment, SegmentSink};

use self::create::Table;
use self::pages::Pages;
use self::record::{Encoding, Value, values};
use self::tree::{Cell, Kind, Tree};
use crate::{File, blob};

/// Tables, indexes and views of one database.
const OBJECTS_MAX: usize = 100_000;

/// The columns of the table that describes the others.
const SCHEMA_COLUMNS: &[&str] = &["type", "name", "tbl_name", "rootpage", "sql"];

/// What is told of the file at its end.
#[derive(Default)]
struct Notes {
    damaged: u64,
    files: u64,
    cut: u64,
    /// Tables beyond those that are read.
    tables_lost: u64,
}

pub(crate) fn read(file: &File, sink: &mut dyn SegmentSink) -> Outcome {
    let Some(mut pages) = Pages::open(file) else {
        return Outcome::with_detail(Reason::MalformedFile, "the file's header is damaged");
    };
    let mut notes = Notes::default();
    match database(&mut pages, sink, &mut notes) {
        Err(outcome) => outcome,
        Ok(()) if notes.damaged > 0 || pages.is_cut() => {
            let detail = format!("{} pages are damaged or missing", notes.damaged.max(1));
            Outcome::with_detail(Reason::MalformedFile, detail)
        }
        Ok(()) if notes.cut + notes.tables_lost + pages.gaps_lost() > 0 => {
            let detail = format!(
                "{} rows, {} tables and {} stretches of unused bytes are beyond what is kept",
                notes.cut,
                notes.tables_lost,
                pages.gaps_lost()
            );
            Outcome::with_detail(Reason::MemoryLimitReached, detail)
        }
        Ok(()) if notes.files > 0 => {
            let detail = format!("{} values are files, read as printable runs", notes.files);
            Outcome::with_detail(Reason::EmbeddedContentNotRead, detail)
        }
        Ok(()) => Outcome::COMPLETE,
    }
}

fn database(
    pages: &mut Pages<'_>,
    sink: &mut dyn SegmentSink,
    notes: &mut Notes,
) -> Result<(), Outcome> {
    let schema = Table {
        name: "sqlite_schema".into(),
        columns: SCHEMA_COLUMNS.iter().map(|name| Some((*name).into())).collect(),
        rowid: None,
        is_index: false,
    };
    let mut tables = Vec::new();
    let mut lost = 0;
    let encoding = pages.encoding();
    let mut found = |row: &[Value<'_>]| match tables.len() < OBJECTS_MAX {
        true => tables.extend(object(row, encoding)),
        false => lost += u64::from(object(row, encoding).is_some()),
    };
    table(pages, &schema, 1, sink, notes, &mut found)?;
    notes.tables_lost = lost;
    for (table_found, root) in &tables {
        match table_found {
            Some(described) => table(pages, described, *root, sink, notes, &mut |_| {})?,
            // An index holds its table's values once more.
            None => {
                let mut tree = Tree::new(*root, Kind::Index);
                while let Some(cell) = tree.next(pages) {
                    pages.note_live(&cell.payload);
                }
                notes.damaged += tree.damaged();
            }
        }
    }
    remains::read(pages, sink)
}

/// What a row of the schema describes, and its root page; `None` for views.
fn object(row: &[Value<'_>], encoding: Encoding) -> Option<(Option<Table>, u32)> {
    let text = |index: usize| match row.get(index) {
        Some(Value::Text(bytes)) => Some(encoding.decode(bytes).into_owned()),
        _ => None,
    };
    let Some(Value::Integer(root)) = row.get(3) else { return None };
    let root = u32::try_from(*root).ok().filter(|root| *root > 0)?;
    match text(0)?.as_str() {
        "table" => {
            let name = text(1).unwrap_or_default();
            Some((Some(create::table(&name, &text(4).unwrap_or_default())), root))
        }
        _ => Some((None, root)),
    }
}

/// Delivers one table as a part; `see` is shown each row.
fn table(
    pages: &mut Pages<'_>,
    table: &Table,
    root: u32,
    sink: &mut dyn SegmentSink,
    notes: &mut Notes,
    see: &mut dyn FnMut(&[Value<'_>]),
) -> Result<(), Outcome> {
    sink.begin(&table.name, "table")?;
    let rows = rows(pages, table, root, sink, notes, see);
    let outcome = match &rows {
        Ok(0) => Outcome::COMPLETE,
        Ok(damaged) => {
            let detail = format!("{damaged} pages of the table are damaged or missing");
            Outcome::with_detail(Reason::MalformedFile, detail)
        }
        Err(outcome) => outcome.clone(),
    };
    sink.end(outcome)?;
    notes.damaged += rows?;
    Ok(())
}

/// Delivers the rows; tells how many pages are damaged.
fn rows(
    pages: &mut Pages<'_>,
    table: &Table,
    root: u32,
    sink: &mut dyn SegmentSink,
    notes: &mut Notes,
    see: &mut dyn FnMut(&[Value<'_>]),
) -> Result<u64, Outcome> {
    let kind = if table.is_index { Kind::Index } else { Kind::Table };
    let mut tree = Tree::new(root, kind);
    let encoding = pages.encoding();
    let label = |name: &Option<String>, sink: &mut dyn SegmentSink| {
        name.as_deref().map(|name| sink.label(name))
    };
    let labels: Vec<Option<u32>> = table.columns.iter().map(|name| label(name, sink)).collect();
    let mut row = 1;
    while let Some(Cell { rowid, payload, is_cut }) = tree.next(pages) {
        row += 1;
        pages.note_live(&payload);
        notes.cut += u64::from(is_cut);
        let Some(mut fields) = values(&payload) else {
            tree.damage();
            continue;
        };
        see(&fields);
        if let Some(alias) = table.rowid
            && let Some(field @ Value::Null) = fields.get_mut(alias)
        {
            *field = Value::Integer(rowid);
        }
        let mut dull = 0;
        for (index, field) in fields.iter().enumerate() {
            let place = Place::Cell { row, column: index as u32 + 1 };
            let label = labels.get(index).copied().flatten();
            if deliver(field, encoding, place, label, sink, notes)?.is_none() {
                dull += 1;
            }
        }
        sink.pass(dull)?;
    }
    sink.rows(row);
    Ok(tree.damaged())
}

/// Delivers one value; `None` when it holds no text.
fn deliver(
    value: &Value<'_>,
    encoding: Encoding,
    place: Place,
    label: Option<u32>,
    sink: &mut dyn SegmentSink,
    notes: &mut Notes,
) -> Result<Option<()>, Outcome> {
    let mut give = |text: &[u8]| match text.is_empty() {
        true => Ok(None),
        false => sink.segment(&Segment { text, place, label }).map(Some),
    };
    match value {
        Value::Null => Ok(None),
        Value::Integer(number) => give(number.to_string().as_bytes()),
        Value::Real(number) => give(number.to_string().as_bytes()),
        Value::Text(bytes) => give(encoding.decode(bytes).as_bytes()),
        Value::Blob(bytes) if blob::is_text(bytes) => give(bytes),
        Value::Blob(bytes) => {
            notes.files += u64::from(blob::is_file(bytes));
            blob::runs(bytes, |_, run| give(run.as_bytes()).map(|_| ()))?;
            Ok(None)
        }
    }
}

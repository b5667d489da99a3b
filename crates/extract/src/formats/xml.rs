//! XML: the text between the tags and in attributes.
//!
//! Elements whose parent has text already run on with it, as emphasis in a sentence does; any
//! other element is a cell, labelled with the path to it; in rows of cells, with the name of the
//! column if the first row gives it. Text that stands in a tag (attributes)
//! or aside (comments, instructions, declarations) has cells of its own. Declared entities are
//! never expanded.

use magpie_model::{Outcome, Reason};

use super::Reading;
use super::markup::{
    self, Boundary, CellKind, Columns, Dialect, Document, Kind, Position, Sink, Stream,
};
use super::once::hash_of;
use crate::charset::Text;

/// Longest path that is kept as a label.
const PATH_BYTES_MAX: usize = 512;

/// Feeds text and attribute values, each labelled with its element.
pub(crate) fn read(text: Text<'_>, reading: &mut Reading<'_>) -> Outcome {
    let mut elements = Elements::new(reading.limits.window_bytes, reading.limits.xml_depth_max);
    match markup::read(text, Dialect::Xml, &mut elements, reading) {
        Err(outcome) => outcome,
        Ok(met) if met.malformed || elements.any_open() => Outcome::with_detail(
            Reason::MalformedFile,
            "the document is not well-formed; all of it was read, some without its element",
        ),
        Ok(met) => match met.outcome() {
            outcome if outcome == Outcome::COMPLETE && elements.was_deeper => Outcome::with_detail(
                Reason::MemoryLimitReached,
                "elements are nested too deeply; all of it was read, the deepest without their names",
            ),
            outcome => outcome,
        },
    }
}

/// An element that is open.
struct Level {
    /// Length of the path without it.
    outer: usize,
    name: u64,
    /// Its text is that of the element around it.
    runs_on: bool,
    /// It has text, so that elements in it run on.
    has_text: bool,
}

struct Elements {
    stream: Stream,
    depth_max: usize,
    levels: Vec<Level>,
    /// Elements open beyond the deepest level that is kept, and whether there were any.
    deeper: u64,
    was_deeper: bool,
    path: String,
    /// Name of the element that opened last.
    element: Vec<u8>,
    naming: Option<markup::Naming>,
    table: Option<Table>,
}

/// Rows of cells, as spreadsheets are written in one file.
struct Table {
    /// Elements around its rows.
    depth: usize,
    columns: Columns,
    /// Cells that have begun in the row.
    cells: usize,
    /// A cell is open.
    in_cell: bool,
    /// It has text, and the label of its column if that has one.
    has_label: bool,
    label: Option<u32>,
}

impl Elements {
    fn new(window_bytes: usize, depth_max: usize) -> Self {
        Self {
            stream: Stream::new(window_bytes),
            depth_max,
            levels: Vec::new(),
            deeper: 0,
            was_deeper: false,
            path: String::new(),
            element: Vec::new(),
            naming: None,
            table: None,
        }
    }

    /// An element inside `depth` others opens, which may be a row or a cell.
    fn open_table_part(&mut self, name: &[u8], depth: usize) {
        let is =
            |names: [&[u8]; 2]| names.iter().any(|known| known.eq_ignore_ascii_case(local(name)));
        if is([b"row", b"table-row"]) && self.table.as_ref().is_none_or(|table| !table.in_cell) {
            if self.table.as_ref().is_some_and(|table| table.depth != depth) {
                self.end_table();
            }
            let table = self.table.get_or_insert_with(|| Table {
                depth,
                columns: Columns::default(),
                cells: 0,
                in_cell: false,
                has_label: false,
                label: None,
            });
            table.columns.row(&mut self.stream);
            table.cells = 0;
        } else if is([b"cell", b"table-cell"])
            && let Some(table) = &mut self.table
            && table.depth + 1 == depth
        {
            table.in_cell = true;
            table.has_label = false;
            table.cells += 1;
        }
    }

    /// The element inside `depth` others ends.
    fn close_table_part(&mut self, depth: usize) {
        let Some(table) = &mut self.table else { return };
        if depth == table.depth + 1 && table.in_cell {
            table.in_cell = false;
            table.has_label = false;
            table.label = None;
        }
        if depth < table.depth {
            self.end_table();
        }
    }

    fn end_table(&mut self) {
        if let Some(mut table) = self.table.take() {
            table.columns.finish(&mut self.stream);
        }
    }

    fn any_open(&self) -> bool {
        !self.levels.is_empty() || self.deeper > 0
    }

    fn cell(&mut self) -> CellKind {
        CellKind { label: self.stream.label(&self.path), element: true }
    }

    /// The innermost element has text.
    fn has_text(&mut self) {
        let Some(level) = self.levels.last_mut() else {
            self.stream.enter(CellKind::RUNNING);
            return;
        };
        level.has_text = true;
        if let Some(table) = self.table.as_mut().filter(|table| table.in_cell && !table.has_label) {
            table.has_label = true;
            table.label = table.columns.cell(table.cells - 1, &self.path, &mut self.stream);
        }
        if !level.runs_on && !self.stream.runs_on() {
            let cell = match self.table.as_ref().and_then(|table| table.label) {
                Some(label) => CellKind { label: Some(label), element: true },
                None => self.cell(),
            };
            self.stream.enter(cell);
        }
    }

    fn extend_path(&mut self, separator: &str, step: &str) {
        if self.path.len() + separator.len() + step.len() <= PATH_BYTES_MAX {
            if !self.path.is_empty() {
                self.path.push_str(separator);
            }
            self.path.push_str(step);
        }
    }

    fn leave(&mut self) {
        let Some(level) = self.levels.pop() else { return };
        self.close_table_part(self.levels.len());
        self.path.truncate(level.outer);
        if !level.runs_on {
            self.stream.separate(Boundary::Cell);
        }
    }
}

/// Names of elements that tell how a document is laid out and nothing of its values, whatever
/// prefix stands before them: a label without them is not taken for a word about its values.
fn is_structure(name: &[u8]) -> bool {
    const NAMES: &[&[u8]] = &[
        b"cell",
        b"covered-table-cell",
        b"p",
        b"row",
        b"span",
        b"table-cell",
        b"table-row",
        b"td",
        b"text",
        b"th",
        b"tr",
    ];
    NAMES.iter().any(|known| known.eq_ignore_ascii_case(local(name)))
}

/// A name without its prefix.
fn local(name: &[u8]) -> &[u8] {
    name.rsplit(|byte| *byte == b':').next().unwrap_or(name)
}

impl Document for Elements {
    fn stream(&mut self) -> &mut Stream {
        &mut self.stream
    }

    fn ended(&mut self) {
        self.end_table();
    }
}

impl Sink for Elements {
    fn open(&mut self, name: &[u8]) {
        self.element.clear();
        self.element.extend_from_slice(name);
        if self.levels.len() >= self.depth_max {
            self.deeper += 1;
            self.was_deeper = true;
            self.stream.separate(Boundary::Line);
            return;
        }
        let runs_on = self.levels.last().is_some_and(|level| level.has_text);
        if !runs_on {
            self.stream.separate(Boundary::Cell);
        }
        let outer = self.path.len();
        if self.path.is_empty() || !is_structure(name) {
            self.extend_path("/", &String::from_utf8_lossy(name));
        }
        self.open_table_part(name, self.levels.len());
        self.levels.push(Level { outer, name: hash_of(name), runs_on, has_text: runs_on });
    }

    fn attribute(&mut self, name: &[u8]) {
        let outer = self.path.len();
        if !name.is_empty() {
            self.extend_path("/@", &String::from_utf8_lossy(name));
        }
        let cell = self.cell();
        self.path.truncate(outer);
        self.stream.aside(cell);
        self.naming = markup::Naming::of(&self.element, name);
    }

    fn aside_end(&mut self) {
        self.stream.aside_end();
        if let Some(name) = self.naming.take().and_then(|naming| naming.name())
            && self.deeper == 0
        {
            self.extend_path("", &format!("[{name}]"));
        }
    }

    fn opened(&mut self, self_closing: bool) {
        if !self_closing {
            return;
        }
        match self.deeper {
            0 => self.leave(),
            _ => self.deeper -= 1,
        }
    }

    fn close(&mut self, name: &[u8]) -> bool {
        if self.deeper > 0 {
            self.deeper -= 1;
            self.stream.separate(Boundary::Line);
            return true;
        }
        let name = hash_of(name);
        let Some(index) = self.levels.iter().rposition(|level| level.name == name) else {
            return false;
        };
        let innermost = index + 1 == self.levels.len();
        while self.levels.len() > index {
            self.leave();
        }
        innermost
    }

    fn text(&mut self, kind: Kind, text: &[u8], at: Position) {
        match kind {
            Kind::Text => {
                if !text.iter().all(u8::is_ascii_whitespace) {
                    self.has_text();
                }
                if let Some(table) = self.table.as_mut().filter(|table| table.has_label) {
                    table.columns.text(text);
                }
                self.stream.text(text, at);
            }
            Kind::Attribute | Kind::Aside => {
                if let Some(naming) = &mut self.naming {
                    naming.push(text);
                }
                if !self.stream.aside_open() {
                    let cell = self.cell();
                    self.stream.aside(cell);
                }
                self.stream.aside_text(text, at);
            }
        }
    }

    fn reference(&mut self, kind: Kind, text: &str, at: Position, source_bytes: usize) {
        match kind {
            Kind::Text => {
                self.has_text();
                self.stream.reference(text, at, source_bytes);
            }
            Kind::Attribute | Kind::Aside => {
                if let Some(naming) = &mut self.naming {
                    naming.push(text.as_bytes());
                }
                self.stream.aside_reference(text, at, source_bytes);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use magpie_model::{Outcome, Reason};

    use crate::Limits;
    use crate::formats::observed::{is_element, observe, observe_once, observe_within};

    const CUSTOMERS: &[u8] = include_bytes!("../../../../tests/formats/xml/customers.xml");
    const UTF16: &[u8] = include_bytes!("../../../../tests/formats/xml/customers_utf16.xml");
    const CARD: &str = "4111111111111111";
    const SSN: &str = "078-05-1120";

    #[test]
    fn elements_and_attributes_are_labelled_by_their_path() {
        let seen = observe("a.xml", CUSTOMERS, &[CARD, SSN, "219-09-9999", "A & B"]);
        assert_eq!(
            seen.labelled(),
            [
                (CARD, "customers/customer/@card", 3),
                ("A & B", "customers/customer/name", 4),
                (SSN, "customers/customer/ssn", 5),
                (CARD, "customers/customer/@card", 7),
                ("219-09-9999", "customers/customer/ssn", 9),
            ]
        );
        assert!(seen.found.iter().all(is_element));
        assert_eq!(seen.ledger(), ["|xml|complete|"]);
        let name = &seen.found[1].location;
        let (start, end) = name.bytes.unwrap();
        assert_eq!(&CUSTOMERS[start as usize..end as usize], b"A &amp; B");
        assert_eq!(name.start_column, Some(11));
    }

    #[test]
    fn a_document_in_utf_16_reads_like_one_in_utf_8() {
        let seen = observe("a.xml", UTF16, &[CARD, SSN]);
        let labels: Vec<_> = seen.labelled().iter().map(|found| found.1).collect();
        assert_eq!(
            labels,
            ["customers/customer/@card", "customers/customer/ssn", "customers/customer/@card"]
        );
        assert_eq!(seen.found[1].line(), 5);
        assert_eq!(seen.found[1].location.start_column, Some(10));
        assert_eq!(seen.ledger(), ["|xml|complete|"]);
    }

    #[test]
    fn elements_of_layout_are_no_part_of_a_label() {
        let text = "<?xml version='1.0'?><row><o:table-row><t:table-cell v='11'><text:p>22</text:p>\
                    </t:table-cell></o:table-row><cellular>33</cellular></row>";
        let seen = observe("a.xml", text.as_bytes(), &["11", "22", "33"]);
        let labels: Vec<_> = seen.found.iter().map(|f| &f.label[..]).collect();
        assert_eq!(labels, ["row/@v", "row", "row/cellular"]);
    }

    #[test]
    fn the_first_row_of_a_spreadsheet_names_its_columns() {
        let row = |cells: [&str; 2]| {
            let cell = |text| format!("<Cell><Data ss:Type='String'>{text}</Data></Cell>");
            format!("<Row>{}{}</Row>", cell(cells[0]), cell(cells[1]))
        };
        let sheet = |rows: &[[&str; 2]]| {
            let rows: String = rows.iter().map(|cells| row(*cells)).collect();
            format!("<Worksheet><Table><Column/>{rows}</Table></Worksheet>")
        };
        let data = sheet(&[["id", "card"], ["1", "4111222233334444"], ["2", "4111222233335555"]]);
        let list = sheet(&[["Name", "Ann"], ["SSN", "078-05-1120"], ["Card", "4111222233336666"]]);
        let text = format!("<?xml version='1.0'?><Workbook>{data}{list}{data}<x>77</x></Workbook>");
        let seen = observe("a.xml", text.as_bytes(), &["4444", "5555", "6666", "77"]);
        let labels: Vec<_> = seen.found.iter().map(|found| &found.label[..]).collect();
        let path = "Workbook/Worksheet/Table/Data";
        assert_eq!(labels, ["card", "card", path, "card", "card", "Workbook/x"]);
        let open = text
            .replace("table:", "")
            .replace("Row", "table:table-row")
            .replace("Cell", "table:table-cell");
        let seen = observe("a.xml", open.as_bytes(), &["5555"]);
        assert_eq!(seen.found[0].label, "card");
    }

    #[test]
    fn emphasis_runs_on_and_fields_do_not() {
        let text = "<d><p>card 4111<b> 1111</b> 2222</p><x>33</x><x>44</x></d>";
        let seen = observe("a.xml", text.as_bytes(), &["4111 1111 2222", "33", "44"]);
        let cells: Vec<_> = seen.found.iter().map(|f| f.cell.trim_end()).collect();
        assert_eq!(cells, ["card 4111 1111 2222", "33", "44"]);
    }

    #[test]
    fn names_that_may_be_values_are_read_once() {
        let row = "<row><card_4111111111111111>5</card_4111111111111111>\
                   <x ssn-078-05-1120='1' field12='6'/></row>";
        let text = format!("<?xml version='1.0'?><r>{row}{row}</r>");
        for (name, text) in
            [("a.xml", text.clone()), ("a.html", format!("<html>{row}{row}</html>"))]
        {
            let seen = observe(name, text.as_bytes(), &[CARD, SSN, "field12"]);
            let found: Vec<_> = seen.found.iter().map(|f| (&f.needle[..], &f.label[..])).collect();
            assert_eq!(found, [(CARD, "name"), (SSN, "name")], "{name}");
            let (start, end) = seen.found[1].location.bytes.unwrap();
            assert_eq!(&text[start as usize..end as usize], SSN);
        }
    }

    #[test]
    fn a_named_field_is_labelled_by_its_name() {
        let text =
            r#"<r><field name="ssn" value="1234">5678</field><person name="Zoe">99</person></r>"#;
        let seen = observe("a.xml", text.as_bytes(), &["1234", "5678", "99"]);
        let labels: Vec<_> = seen.found.iter().map(|f| &f.label[..]).collect();
        assert_eq!(labels, ["r/field[ssn]/@value", "r/field[ssn]", "r/person"]);
    }

    #[test]
    fn everything_aside_is_read_too() {
        let text = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY e \"entity 1111\">]>\n\
                    <?pi pi 2222?><a><!-- comment 3333 --><![CDATA[data 4444 <&lt;]]> &e; &#53;555</a>";
        let needles = ["entity 1111", "pi 2222", "comment 3333", "data 4444 <&lt;", "&e; 5555"];
        let seen = observe("a.xml", text.as_bytes(), &needles);
        let mut found: Vec<_> = seen.found.iter().map(|f| &f.needle[..]).collect();
        found.sort_unstable();
        let mut wanted = needles;
        wanted.sort_unstable();
        assert_eq!(found, wanted);
        assert_eq!(seen.ledger(), ["|xml|complete|"]);
    }

    #[test]
    fn malformed_documents_are_read_to_the_end_and_say_so() {
        for text in [
            "<?xml version='1.0'?><a><b>1111</a>2222</b>",
            "<?xml version='1.0'?><a><b>1111</b> 2222",
            "<?xml version='1.0'?><a b=1111 2222><c/></a>",
            "<?xml version='1.0'?><a>1111 < 2222</a>",
            "<?xml version='1.0'?><a>1111<!-- 2222",
            "<?xml version='1.0'?><a>1111<b 2222",
            "<?xml version='1.0'?><a b='1111'<c>2222</c></a>",
            "<?xml version='1.0'?><a b='1111 2222",
        ] {
            let seen = observe("a.xml", text.as_bytes(), &["1111", "2222"]);
            assert_eq!(seen.found.len(), 2, "{text}");
            assert_eq!(seen.ledger(), ["|xml|partial|MALFORMED_FILE"], "{text}");
        }
    }

    #[test]
    fn windows_do_not_show() {
        let mut text = String::from("<?xml version='1.0'?>\n<rows>\n");
        for row in 0..20_000 {
            text.push_str(&format!(
                "<row id='{row}'><v k='é&amp;{row}x'>a&lt;{row}y<i>ñ</i></v>\n</row>"
            ));
        }
        text.push_str("</rows>");
        let small = Limits { window_bytes: 4096, ..Limits::default() };
        let needles = ["7x", "77y", "9yñ"];
        let (whole, _) =
            observe_once("a.xml", text.clone().into_bytes(), &needles, &Limits::default(), true);
        let cut = observe_within("a.xml", text.as_bytes(), &needles, &small);
        assert!(whole.found.len() > 4000);
        for (whole, cut) in whole.found.iter().zip(&cut.found) {
            assert_eq!((&whole.label, &whole.location), (&cut.label, &cut.location));
            let (start, end) = cut.location.bytes.unwrap();
            let source = &text[start as usize..end as usize];
            assert!(source.starts_with(&cut.needle[..1]), "{source}");
        }
        assert_eq!(whole.found.len(), cut.found.len());
    }

    #[test]
    fn a_long_attribute_is_not_cut() {
        let mut text = b"<?xml version='1.0'?><a>x<b c='".to_vec();
        for number in 0..200_000 {
            text.extend_from_slice(format!("{number:06}").as_bytes());
        }
        text.extend_from_slice(b"'>y</b>z</a>");
        let seen = observe("a.xml", &text, &["043690043691", "131071131072", "xy", "z"]);
        assert_eq!(seen.found.iter().filter(|f| f.label == "a/b/@c").count(), 2);
        assert_eq!(seen.ledger(), ["|xml|complete|"]);
    }

    #[test]
    fn elements_without_their_names_are_said() {
        let nested = |levels| format!("{}needle{}", "<a>".repeat(levels), "</a>".repeat(levels));
        let told = |levels| observe("a.xml", nested(levels).as_bytes(), &["needle"]);
        assert_eq!(told(256).ledger(), ["|xml|complete|"]);
        let deeper = told(257);
        assert_eq!(deeper.ledger(), ["|xml|partial|MEMORY_LIMIT_REACHED"]);
        assert_eq!(deeper.found.len(), 1);
    }

    #[test]
    fn hostile_documents_cost_little() {
        let deep = "<a>".repeat(1_000_000) + "needle";
        let wide = format!("<a {}>needle</a>", "b='1' ".repeat(200_000));
        let names = (0..200_000).map(|n| format!("<a{n}>1</a{n}>")).collect::<String>();
        let bomb = format!(
            "<!DOCTYPE a [<!ENTITY x0 'lol'>{}]><a>&x9;needle</a>",
            (1..10)
                .map(|n| format!("<!ENTITY x{n} '{}'>", format!("&x{};", n - 1).repeat(10)))
                .collect::<String>()
        );
        let references = format!("<a>{}needle</a>", "&amp;".repeat(1_000_000));
        let quoted = format!("<a b='{}needle", "x".repeat(8_000_000));
        let name = format!("<{} needle='needle'/>", "x".repeat(8_000_000));
        let malformed = Outcome::of(Reason::MalformedFile).reason;
        for (attack, reason, most) in [
            (deep, malformed, 64),
            (wide, None, 2_000_000),
            (format!("<r>{names}needle</r>"), None, 3_500_000),
            (bomb, None, 2_000),
            (references, None, 1_100_000),
            (quoted, malformed, 8_000_100),
            (name, None, 8_000_100),
        ] {
            let bytes = format!("<?xml version='1.0'?>{attack}").into_bytes();
            let (seen, extracted) =
                observe_once("a.xml", bytes, &["needle"], &Limits::default(), true);
            assert_eq!(seen.found.len(), 1, "{}", &attack[..40]);
            assert_eq!(extracted.outcome.reason, reason, "{}", &attack[..40]);
            assert!(
                extracted.bytes_scanned < most,
                "{} {}",
                extracted.bytes_scanned,
                &attack[..40]
            );
        }
    }
}

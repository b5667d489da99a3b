//! HTML: the text that is shown, the attributes, and what is not shown (comments, scripts).
//!
//! Text runs on through inline elements (`<b>4111</b> 1111`) and breaks at blocks. A table cell
//! is a cell of its own, labelled with the heading of its column, or of its row where the first
//! cell of the row is a heading; where no cell is, the first row names the columns if the rows below
//! look like data. Everything in tags and asides has cells of its own.

use magpie_model::Outcome;

use super::Reading;
use super::markup::{
    self, Boundary, CellKind, Columns, Dialect, Document, Kind, Naming, Position, Sink, Stream,
};
use crate::charset::Text;

/// Tables inside tables that are kept apart.
const TABLES_MAX: usize = 16;
/// Columns of one table whose headings are kept.
const COLUMNS_MAX: usize = 4096;
/// Longest heading that is a label.
const HEADING_BYTES_MAX: usize = 128;

/// Elements that text runs on through. Sorted.
static INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "nobr", "q", "rb", "rp", "rt", "rtc", "ruby", "s",
    "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];

/// Feeds text and attribute values, each labelled with its element.
pub(crate) fn read(text: Text<'_>, reading: &mut Reading<'_>) -> Outcome {
    let mut page = Page::new(reading.limits.window_bytes);
    match markup::read(text, Dialect::Html, &mut page, reading) {
        Err(outcome) => outcome,
        Ok(met) => met.outcome(),
    }
}

/// A table that is open.
#[derive(Default)]
struct Table {
    /// Labels of the columns, from the headings in the first row.
    headings: Vec<Option<u32>>,
    /// Rows that have begun.
    rows: u64,
    /// Column that the next cell begins in.
    column: usize,
    span: usize,
    /// The row has a cell that is not a heading.
    has_data: bool,
    /// Label of the row, from its first cell.
    row_heading: Option<u32>,
    /// The cell that is open; text outside cells belongs to the page.
    cell: Option<CellKind>,
    /// Text of the heading that is open.
    heading: Option<Vec<u8>>,
    /// Names of the columns where no cell is a heading.
    columns: Columns,
}

struct Page {
    stream: Stream,
    tables: Vec<Table>,
    /// Tables open beyond those that are kept.
    deeper: u64,
    element: Vec<u8>,
    /// The element's own name for what it holds, as in `<input name="ssn">`.
    named: Option<String>,
    naming: Option<Naming>,
    colspan: Option<usize>,
}

impl Page {
    fn new(window_bytes: usize) -> Self {
        Self {
            stream: Stream::new(window_bytes),
            tables: Vec::new(),
            deeper: 0,
            element: Vec::new(),
            named: None,
            naming: None,
            colspan: None,
        }
    }

    /// Where text belongs that stands outside scripts and the like.
    fn surroundings(&self) -> CellKind {
        self.tables.last().and_then(|table| table.cell).unwrap_or(CellKind::RUNNING)
    }

    fn element_label(&mut self, attribute: &[u8]) -> Option<u32> {
        let mut label = String::from_utf8_lossy(&self.element).into_owned();
        if let Some(named) = &self.named {
            label.push('[');
            label.push_str(named);
            label.push(']');
        }
        if !attribute.is_empty() {
            label.push_str("/@");
            label.push_str(&String::from_utf8_lossy(attribute));
        }
        self.stream.label(&label)
    }

    fn open_table_part(&mut self) {
        match &self.element[..] {
            b"table" if self.tables.len() < TABLES_MAX => self.tables.push(Table::default()),
            b"table" => self.deeper += 1,
            b"tr" if self.deeper == 0 => {
                self.end_cell();
                if let Some(table) = self.tables.last_mut() {
                    table.end_row();
                    table.begin_row(&mut self.stream);
                }
            }
            b"td" | b"th" if self.deeper == 0 => {
                let heading = self.element == b"th";
                self.end_cell();
                if let Some(table) = self.tables.last_mut() {
                    table.begin_cell(heading, &mut self.stream);
                }
            }
            _ => {}
        }
    }

    fn close_table_part(&mut self, name: &[u8]) {
        match name {
            b"table" if self.deeper > 0 => self.deeper -= 1,
            b"table" => {
                self.end_cell();
                if let Some(mut table) = self.tables.pop() {
                    table.columns.finish(&mut self.stream);
                }
            }
            b"tr" if self.deeper == 0 => {
                self.end_cell();
                if let Some(table) = self.tables.last_mut() {
                    table.end_row();
                }
            }
            b"td" | b"th" if self.deeper == 0 => self.end_cell(),
            _ => {}
        }
    }

    /// Ends the cell that is open in the innermost table; a heading becomes a label.
    fn end_cell(&mut self) {
        let Some(table) = self.tables.last_mut() else { return };
        let Some(text) = table.heading.take() else {
            table.cell = None;
            return;
        };
        let text = String::from_utf8_lossy(&text);
        let words: Vec<&str> = text.split_whitespace().collect();
        let label = self.stream.label(&words.join(" "));
        table.end_heading(label);
    }

    fn separate(&mut self, name: &[u8]) {
        if matches!(name, b"td" | b"th" | b"table" | b"caption") {
            self.stream.separate(Boundary::Cell);
        } else if INLINE.binary_search_by(|known| known.as_bytes().cmp(name)).is_err() {
            self.stream.separate(Boundary::Line);
        }
    }

    fn shown(&mut self, text: &[u8]) {
        if let Some(heading) = self.tables.last_mut().and_then(|table| table.heading.as_mut()) {
            let room = HEADING_BYTES_MAX.saturating_sub(heading.len());
            heading.extend_from_slice(&text[..text.len().min(room)]);
        } else if let Some(table) = self.tables.last_mut().filter(|table| table.cell.is_some()) {
            table.columns.text(text);
        }
    }
}

impl Table {
    fn begin_row(&mut self, stream: &mut Stream) {
        self.rows += 1;
        self.columns.row(stream);
    }

    fn begin_cell(&mut self, heading: bool, stream: &mut Stream) {
        if self.rows == 0 {
            self.begin_row(stream);
        }
        if heading && self.rows == 1 {
            self.columns.give_up(stream);
        }
        let label = match heading {
            true => None,
            false => {
                let of_column = self.columns.cell(self.column, "", stream);
                self.label().or(of_column)
            }
        };
        if heading {
            self.heading = Some(Vec::new());
        } else {
            self.has_data = true;
        }
        self.cell = Some(CellKind { label, element: true });
        self.span = 1;
        self.column += 1;
    }

    /// The label of the data cell in the column that comes next.
    fn label(&self) -> Option<u32> {
        let of_column = if self.rows > 1 { self.headings.get(self.column).copied() } else { None };
        of_column.flatten().or(self.row_heading)
    }

    fn widen(&mut self, columns: usize) {
        let more = columns.clamp(1, COLUMNS_MAX) - 1;
        self.column += more;
        self.span += more;
    }

    fn end_heading(&mut self, label: Option<u32>) {
        let first = self.column.saturating_sub(self.span);
        if self.rows == 1 && self.column <= COLUMNS_MAX {
            self.headings.resize(self.headings.len().max(self.column), None);
            self.headings[first..self.column].fill(label);
        }
        if first == 0 {
            self.row_heading = label;
        }
        self.cell = None;
    }

    fn end_row(&mut self) {
        // A first row with data in it has headings of rows, not of columns.
        if self.rows == 1 && self.has_data {
            self.headings.clear();
        }
        self.column = 0;
        self.has_data = false;
        self.row_heading = None;
        self.cell = None;
    }
}

impl Document for Page {
    fn stream(&mut self) -> &mut Stream {
        &mut self.stream
    }

    fn ended(&mut self) {
        self.end_cell();
        while let Some(mut table) = self.tables.pop() {
            table.columns.finish(&mut self.stream);
        }
    }
}

impl Sink for Page {
    fn open(&mut self, name: &[u8]) {
        self.element.clear();
        self.element.extend_from_slice(name);
        self.named = None;
        self.separate(name);
        self.open_table_part();
    }

    fn attribute(&mut self, name: &[u8]) {
        let label = self.element_label(name);
        self.stream.aside(CellKind { label, element: true });
        self.naming = Naming::of(&self.element, name);
        self.colspan = (name == b"colspan").then_some(0);
    }

    fn aside_end(&mut self) {
        self.stream.aside_end();
        if let Some(name) = self.naming.take().and_then(Naming::name) {
            self.named = Some(name);
        }
        let cell = matches!(&self.element[..], b"td" | b"th") && self.deeper == 0;
        if let Some(columns) = self.colspan.take()
            && cell
            && let Some(table) = self.tables.last_mut()
        {
            table.widen(columns);
        }
    }

    fn opened(&mut self, _self_closing: bool) {
        let own = matches!(&self.element[..], b"script" | b"style" | b"textarea" | b"title");
        let cell = if own {
            CellKind { label: self.element_label(b""), element: true }
        } else {
            self.surroundings()
        };
        self.stream.enter(cell);
    }

    fn close(&mut self, name: &[u8]) -> bool {
        self.separate(name);
        self.close_table_part(name);
        let cell = self.surroundings();
        self.stream.enter(cell);
        // Attributes of an end tag are labelled with it.
        self.element.clear();
        self.element.extend_from_slice(name);
        self.named = None;
        true
    }

    fn text(&mut self, kind: Kind, text: &[u8], at: Position) {
        if kind == Kind::Text {
            self.shown(text);
            self.stream.text(text, at);
            return;
        }
        if let Some(naming) = &mut self.naming {
            naming.push(text);
        }
        if let Some(columns) = &mut self.colspan {
            *columns = text
                .iter()
                .filter(|byte| byte.is_ascii_digit())
                .fold(*columns, |sum, b| (sum * 10 + usize::from(b - b'0')).min(COLUMNS_MAX));
        }
        if !self.stream.aside_open() {
            self.stream.aside(CellKind::RUNNING);
        }
        self.stream.aside_text(text, at);
    }

    fn reference(&mut self, kind: Kind, text: &str, at: Position, source_bytes: usize) {
        if kind == Kind::Text {
            self.shown(text.as_bytes());
            self.stream.reference(text, at, source_bytes);
            return;
        }
        if let Some(naming) = &mut self.naming {
            naming.push(text.as_bytes());
        }
        self.stream.aside_reference(text, at, source_bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::INLINE;
    use crate::Limits;
    use crate::formats::observed::{Found, observe, observe_once, observe_within};

    const PAGE: &[u8] = include_bytes!("../../../../tests/formats/html/page.html");

    fn found<'s>(found: &'s [Found], needle: &str) -> &'s Found {
        found.iter().find(|f| f.needle == needle).expect(needle)
    }

    #[test]
    fn numbers_that_lack_their_quotes_run_on_inside_a_tag() {
        let text = "<html><p title=card 4111 1111 2222>a</p><style/* 4222 3333 */>b</style>";
        let seen = observe("a.html", text.as_bytes(), &["4111 1111 2222", "4222 3333"]);
        assert_eq!(seen.found.len(), 2);
        assert_eq!(seen.ledger(), ["|html|complete|"]);
    }

    #[test]
    fn inline_elements_are_sorted_so_that_they_can_be_searched() {
        assert!(INLINE.is_sorted());
    }

    #[test]
    fn nothing_on_a_page_is_hidden() {
        let needles = [
            "4012888888881881",
            "author@example.com",
            "style@example.com",
            "078-05-1120",
            "comment@example.com",
            "4111 1111 1111 1111",
            "mailto:link@example.com",
            "first@example.com",
            "second@example.com",
            "555-0100",
            "555-0101",
            "219-09-9999",
            "GB33BUKB20201555555555",
            "cell@example.com",
            "input@example.com",
            "data@example.com",
            "title@example.com",
            "<area@example.com>",
            "café",
            "café@example.com",
            "lost@example.com",
            "bare@example.com",
        ];
        let seen = observe("page.html", PAGE, &needles);
        let missing: Vec<_> = needles
            .iter()
            .filter(|needle| !seen.found.iter().any(|f| f.needle == **needle))
            .collect();
        assert!(missing.is_empty(), "{missing:?} in {}", seen.text(""));
        assert_eq!(seen.ledger(), ["|html|complete|"]);
    }

    #[test]
    fn lines_are_those_of_the_page() {
        let needles = ["4012888888881881", "4111 1111 1111 1111", "cell@example.com", "café@"];
        let seen = observe("page.html", PAGE, &needles);
        let lines: Vec<_> = needles.iter().map(|n| found(&seen.found, n).line()).collect();
        assert_eq!(lines, [5, 12, 20, 24]);
        let bold = found(&seen.found, "4111 1111 1111 1111");
        assert_eq!(bold.location.start_column, Some(15));
    }

    #[test]
    fn headings_label_the_cells_of_their_column_or_row() {
        let needles =
            ["555-0100", "555-0101", "219-09-9999", "GB33BUKB20201555555555", "cell@example.com"];
        let seen = observe("page.html", PAGE, &needles);
        let labels: Vec<_> = needles.iter().map(|n| &found(&seen.found, n).label[..]).collect();
        assert_eq!(labels, ["Home phone", "Home phone", "SSN", "IBAN", "Mail"]);
        assert_eq!(found(&seen.found, "555-0100").cell.trim_end(), "555-0100");
    }

    #[test]
    fn a_first_row_without_headings_names_the_columns_of_data() {
        let row = |cells: [&str; 2]| format!("<tr><td>{}</td><td>{}</td></tr>", cells[0], cells[1]);
        let table = |rows: &[[&str; 2]]| {
            let rows: String = rows.iter().map(|cells| row(*cells)).collect();
            format!("<html><p>text<table>{rows}")
        };
        let data = table(&[
            ["Name", " Card\nno "],
            ["Ann", "<b>4111</b>222233334444"],
            ["Bob", "4111222233335555"],
            ["Cid", "none"],
            ["Dan", "4111222233336666"],
        ]);
        let pairs = table(&[["Name", "Ann"], ["SSN", "078-05-1120"], ["Card", "4111222233336666"]]);
        let values = table(&[["Ann", "4111222233335555"], ["Bob", "4111222233336666"]]);
        for end in ["", "</table><p>behind"] {
            for (text, label) in [(&data, "Card no"), (&pairs, ""), (&values, "")] {
                let seen =
                    observe("a.html", format!("{text}{end}").as_bytes(), &["6666", "behind"]);
                assert_eq!(seen.found[0].label, label, "{text}");
                assert!(seen.found[1..].iter().all(|found| found.label.is_empty()));
            }
        }
        let long = data.replace(
            "</tr><tr><td>Cid",
            &format!("</tr>{}<tr><td>Cid", row(["E", "4111222233337777"]).repeat(20_000)),
        );
        let small = Limits { window_bytes: 4096, ..Limits::default() };
        let seen = observe_within("a.html", long.as_bytes(), &["6666", "7777"], &small);
        assert!(
            seen.found.len() == 20_001 && seen.found.iter().all(|found| found.label == "Card no")
        );
    }

    #[test]
    fn attributes_are_labelled_by_element_and_name() {
        let needles = ["input@example.com", "author@example.com", "<area@example.com>"];
        let seen = observe("page.html", PAGE, &needles);
        let labels: Vec<_> = needles.iter().map(|n| &found(&seen.found, n).label[..]).collect();
        assert_eq!(labels, ["input[email]/@value", "meta[author]/@content", "textarea[notes]"]);
    }

    #[test]
    fn blocks_part_words_and_running_text_is_one_cell() {
        let page = "<html><div>SSN</div><div class='v'>1234</div><p>56<br>78</p>";
        let seen = observe("a.html", page.as_bytes(), &["1234", "5678", "v"]);
        assert_eq!(found(&seen.found, "1234").cell, "SSN\n1234\n56\n78\n");
        assert!(!seen.found.iter().any(|f| f.needle == "5678"));
        assert_eq!(found(&seen.found, "v").label, "div/@class");
    }

    #[test]
    fn nested_tables_go_back_to_the_cell_around_them() {
        let page = "<table><tr><th>SSN<tr><td>1<table><tr><td>2</table>3</table>4";
        let seen = observe("a.html", format!("<html>{page}").as_bytes(), &["1", "2", "3", "4"]);
        let labels: Vec<_> = seen.found.iter().map(|f| &f.label[..]).collect();
        assert_eq!(labels, ["SSN", "", "SSN", ""]);
    }

    #[test]
    fn windows_do_not_show() {
        let mut page = String::from("<html><table><tr><th>Name<th>Mail</tr>\n");
        for row in 0..20_000 {
            page.push_str(&format!(
                "<tr class=r{row}><td>né&amp;{row}</td><td title='t{row}z'><b>m{row}</b>@x</td></tr>\n"
            ));
        }
        let small = Limits { window_bytes: 4096, ..Limits::default() };
        let needles = ["7@x", "é&77", "9z"];
        let (whole, _) =
            observe_once("a.html", page.clone().into_bytes(), &needles, &Limits::default(), true);
        let cut = observe_within("a.html", page.as_bytes(), &needles, &small);
        assert!(whole.found.len() > 4000);
        assert_eq!(whole.found.len(), cut.found.len());
        for (whole, cut) in whole.found.iter().zip(&cut.found) {
            assert_eq!((&whole.label, &whole.location), (&cut.label, &cut.location));
        }
    }

    #[test]
    fn hostile_pages_cost_little() {
        for (attack, most) in [
            ("<div>".repeat(1_000_000) + "needle", 64),
            ("<table><tr><td>".repeat(300_000) + "needle", 400_000),
            (format!("<p {}>needle", "b=1 ".repeat(200_000)), 500_000),
            (format!("<p {}>needle", "b ".repeat(200_000)), 500_000),
            (format!("<p b='{}'>needle", "x".repeat(8_000_000)), 8_000_100),
            (format!("<!--{}-->needle", "-".repeat(8_000_000)), 8_000_100),
            (format!("<script>{}</script>needle", "</".repeat(2_000_000)), 4_000_100),
            (format!("{} needle", "<".repeat(1_000_000)), 1_000_100),
            (format!("{}needle", "&nbsp".repeat(1_000_000)), 1_000_100),
            (format!("<table><tr>{}<td>needle", "<th colspan=9999>h".repeat(10_000)), 100_000),
        ] {
            let page = format!("<html>{attack}").into_bytes();
            let limits = Limits::default();
            let (seen, extracted) = observe_once("a.html", page, &["needle"], &limits, true);
            assert_eq!(seen.found.len(), 1, "{}", &attack[..20]);
            assert!(
                extracted.bytes_scanned < most,
                "{} {}",
                extracted.bytes_scanned,
                &attack[..20]
            );
        }
    }

    #[test]
    fn a_picture_in_the_text_makes_a_page_partial() {
        for page in [
            "<html><img src='data:image/png;base64,iVBORw0KGgo='></html>",
            "<html><style>a { background: url(data:image/gif;base64,R0lGODlh) }</style></html>",
            "<html><object data='data:application/pdf;base64,JVBERi0='></object></html>",
        ] {
            let long = page.replace("<html>", &format!("<html>{}", "word ".repeat(13_103)));
            for page in [page, &long] {
                let seen = observe("a.html", page.as_bytes(), &[]);
                assert_eq!(seen.ledger(), ["|html|partial|EMBEDDED_CONTENT_NOT_READ"]);
            }
        }
        let flat = b"<?xml version='1.0'?><w:p><w:binData>aGVsbG8=</w:binData></w:p>";
        assert_eq!(
            observe("a.xml", flat, &[]).ledger(),
            ["|xml|partial|EMBEDDED_CONTENT_NOT_READ"]
        );
        let seen = observe("a.html", b"<html><p>data:image formats: png</p></html>", &[]);
        assert_eq!(seen.ledger(), ["|html|complete|"]);
    }
}

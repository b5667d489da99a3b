//! What tokens mean: characters in their code page, destinations with their labels, tables.

use std::collections::{BTreeMap, HashSet};

use encoding_rs::Encoding;
use magpie_model::{Outcome, Place};

use super::Token;
use crate::formats::Reading;
use crate::formats::composed::Composed;
use crate::formats::once::hash_of;

/// Groups in groups whose state is remembered; deeper ones share that of the last.
const GROUPS_MAX: usize = 1_024;
/// Fonts of a document.
const FONTS_MAX: usize = 4_096;
/// Columns of a table that have a name, and bytes of one.
const COLUMNS_MAX: usize = 1_024;
const NAME_BYTES_MAX: usize = 128;
/// Bytes of a text that waits for the end of its paragraph.
const ASIDE_BYTES_MAX: usize = 64 * 1024;
/// Lines beside the document's text that are remembered, and bytes of how it looks that wait for its end.
const TOLD_MAX: usize = 65_536;
const LAYOUT_BYTES_MAX: usize = 1024 * 1024;
/// Bytes of all objects that are held until the text is read, and how many.
const OBJECT_BYTES_MAX: usize = 32 * 1024 * 1024;
const OBJECTS_MAX: usize = 1_000;

/// Destinations that draw what is told elsewhere: the same text in letters that old programs read, the
/// same shape as a picture.
const TWICE: &[&[u8]] = &[b"nonshppict", b"shprslt", b"upr"];

/// Destinations whose text is how a document looks: names of fonts and styles, dates, lists; they
/// are read all the same, apart, and what they say of headers is not told again.
const FURNITURE: &[&[u8]] = &[
    b"aftnsep",
    b"aftnsepc",
    b"atnid",
    b"atrfend",
    b"atrfstart",
    b"bkmkend",
    b"bkmkstart",
    b"blipuid",
    b"buptim",
    b"colortbl",
    b"creatim",
    b"falt",
    b"filetbl",
    b"fontemb",
    b"fontfile",
    b"ftnsep",
    b"ftnsepc",
    b"generator",
    b"latentstyles",
    b"listoverridetable",
    b"listpicture",
    b"listtable",
    b"mmathPr",
    b"objclass",
    b"objname",
    b"panose",
    b"pgdsctbl",
    b"pgptbl",
    b"pnseclvl",
    b"printim",
    b"protusertbl",
    b"revtim",
    b"rsidtbl",
    b"sn",
    b"stylesheet",
    b"wgrffmtfilter",
    b"xmlnstbl",
];

/// Destinations that are files in hexadecimal digits.
const FILES: &[&[u8]] = &[b"colorschememapping", b"datastore", b"objdata", b"themedata"];

/// Destinations whose text stands in the sentence around them.
const INLINE: &[&[u8]] = &[
    b"fldrslt",
    b"shptxt",
    b"ud",
    b"result",
    b"shppict",
    b"shp",
    b"shpinst",
    b"field",
    b"object",
    b"sp",
    b"objattph",
];

/// Destinations and their labels; any other is labelled by its own name.
const LABELS: &[(&[u8], &str)] = &[
    (b"header", "header"),
    (b"headerl", "header"),
    (b"headerr", "header"),
    (b"headerf", "header"),
    (b"footer", "footer"),
    (b"footerl", "footer"),
    (b"footerr", "footer"),
    (b"footerf", "footer"),
    (b"footnote", "note"),
    (b"annotation", "comment"),
    (b"atnauthor", "author"),
    (b"fldinst", "field"),
    (b"info", "info"),
    (b"userprops", "property"),
    (b"title", "title"),
    (b"subject", "subject"),
    (b"author", "author"),
    (b"manager", "manager"),
    (b"company", "company"),
    (b"operator", "last author"),
    (b"category", "category"),
    (b"keywords", "keywords"),
    (b"comment", "comment"),
    (b"doccomm", "comments"),
    (b"hlinkbase", "link"),
    (b"propname", "property"),
    (b"staticval", "property"),
    (b"sv", "property"),
    (b"revtbl", "author"),
    (b"docvar", "property"),
    (b"htmltag", "html"),
    (b"mhtmltag", "html"),
    (b"template", "template"),
    (b"formfield", "field"),
    (b"ffdeftext", "field"),
    (b"ffl", "field"),
];

/// Where the text of a group goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Into {
    Body,
    Nothing,
    /// Under the label of that number, apart from the paragraph.
    Aside(u32),
    /// The bytes of an object, as hexadecimal digits.
    Object,
    Picture,
    Fonts,
    /// How the document looks.
    Layout,
}

#[derive(Clone, Copy)]
struct Group {
    into: Into,
    font: Option<i32>,
    /// Characters that stand for one told by its number.
    instead: u8,
}

/// What is left when the document has ended.
pub(super) struct Ended {
    /// Files, by their names.
    pub(super) objects: Vec<(String, Vec<u8>)>,
    pub(super) pictures: u64,
    /// Every group was closed.
    pub(super) is_closed: bool,
}

pub(super) struct Words {
    text: Composed,
    groups: Vec<Group>,
    /// Groups beyond those.
    deeper: u64,
    now: Group,
    /// A group has begun, or `\*` stands in it: its first word tells what it is.
    at_start: bool,
    ignorable: bool,
    code_page: &'static Encoding,
    fonts: BTreeMap<i32, &'static Encoding>,
    font_named: Option<i32>,
    /// Bytes that wait to be decoded together.
    bytes: Vec<u8>,
    high: Option<u16>,
    skip: u8,
    asides: Vec<(u32, String)>,
    /// How the document looks, which has copies of what stands beside the text.
    layout: String,
    /// Lines that were told beside the text.
    told: HashSet<u64>,
    in_table: bool,
    names: Vec<String>,
    has_names: bool,
    column: usize,
    cell: String,
    objects: Vec<(String, Vec<u8>)>,
    object_bytes: usize,
    nibble: Option<u8>,
    pictures: u64,
}

impl Words {
    pub(super) fn new(reading: &Reading<'_>) -> Self {
        let mut text = Composed::new(reading);
        text.cell(None, Place::Text);
        Self {
            text,
            groups: Vec::new(),
            deeper: 0,
            now: Group { into: Into::Body, font: None, instead: 1 },
            at_start: false,
            ignorable: false,
            code_page: encoding_rs::WINDOWS_1252,
            fonts: BTreeMap::new(),
            font_named: None,
            bytes: Vec::new(),
            high: None,
            skip: 0,
            asides: Vec::new(),
            layout: String::new(),
            told: HashSet::new(),
            in_table: false,
            names: Vec::new(),
            has_names: false,
            column: 0,
            cell: String::new(),
            objects: Vec::new(),
            object_bytes: 0,
            nibble: None,
            pictures: 0,
        }
    }

    pub(super) fn deal(&mut self, reading: &mut Reading<'_>) -> Result<(), Outcome> {
        self.text.deal(reading)
    }

    pub(super) fn finish(mut self, reading: &mut Reading<'_>) -> Result<Ended, Outcome> {
        self.decode();
        let cell = std::mem::take(&mut self.cell);
        self.text.push(cell.as_bytes());
        self.put_asides();
        self.put_layout();
        self.text.finish(reading)?;
        let is_closed = self.groups.is_empty() && self.deeper == 0;
        Ok(Ended { objects: self.objects, pictures: self.pictures, is_closed })
    }

    pub(super) fn take(&mut self, token: Token<'_>) {
        let starts = std::mem::take(&mut self.at_start);
        match token {
            Token::Open => self.open(),
            Token::Close => self.close(),
            Token::Symbol(b'*') if starts => (self.at_start, self.ignorable) = (true, true),
            Token::Symbol(symbol) => self.symbol(symbol),
            Token::Byte(byte) => self.byte(byte),
            Token::Word(word, number) => {
                let ignorable = std::mem::take(&mut self.ignorable);
                if !(starts && self.destination(word, ignorable)) {
                    self.word(word, number);
                }
            }
        }
    }

    fn open(&mut self) {
        self.decode();
        self.skip = 0;
        if self.groups.len() < GROUPS_MAX {
            self.groups.push(self.now);
        } else {
            self.deeper += 1;
        }
        (self.at_start, self.ignorable) = (true, false);
    }

    fn close(&mut self) {
        self.decode();
        self.skip = 0;
        if self.deeper > 0 {
            self.deeper -= 1;
        } else if let Some(group) = self.groups.pop() {
            let is_apart = matches!(self.now.into, Into::Aside(_));
            let is_looks = matches!(self.now.into, Into::Fonts | Into::Layout);
            if is_looks || is_apart && self.now.into != group.into {
                self.put("\n");
            }
            self.now = group;
        }
    }

    /// The first word of a group; `false` when it is an ordinary one.
    fn destination(&mut self, word: &[u8], ignorable: bool) -> bool {
        let into = match word {
            b"fonttbl" => Into::Fonts,
            b"pict" => {
                self.pictures += u64::from(self.now.into != Into::Nothing);
                Into::Picture
            }
            _ if FILES.contains(&word) => {
                self.nibble = None;
                if self.objects.len() < OBJECTS_MAX {
                    let name = String::from_utf8_lossy(word).replace("objdata", "object");
                    let number = self.objects.len() + 1;
                    self.objects.push((format!("{name} {number}"), Vec::new()));
                    Into::Object
                } else {
                    self.pictures += 1;
                    Into::Nothing
                }
            }
            // The same text once more, in a wider character set.
            b"ud" => Into::Body,
            _ if TWICE.contains(&word) => Into::Nothing,
            _ if FURNITURE.contains(&word) => Into::Layout,
            _ if INLINE.contains(&word) => return true,
            _ => {
                let known =
                    LABELS.iter().find(|(known, _)| *known == word).map(|(_, label)| *label);
                let own = std::str::from_utf8(word).unwrap_or_default();
                match known.or(ignorable.then_some(own)) {
                    Some(label) => self.text.label(label).map_or(self.now.into, Into::Aside),
                    None => return false,
                }
            }
        };
        // Inside what is not read, nothing is.
        let stays = match self.now.into {
            Into::Nothing => word != b"ud",
            Into::Layout => !matches!(into, Into::Object | Into::Picture),
            within => within == Into::Fonts,
        };
        if !stays {
            self.now.into = into;
        }
        true
    }

    fn word(&mut self, word: &[u8], number: Option<i32>) {
        if word == b"u" {
            self.unit(number.unwrap_or(0) as u16);
            return;
        }
        self.decode();
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        // A table of fonts that is not closed ends where the text begins.
        if self.now.into == Into::Fonts && matches!(word, b"pard" | b"par" | b"sectd") {
            self.now.into = Into::Body;
        }
        match (word, number) {
            // Bytes as they are, which pictures have.
            (b"bin", Some(1..)) if self.now.into != Into::Picture => self.pictures += 1,
            (b"uc", Some(instead)) => self.now.instead = instead.clamp(0, 8) as u8,
            (b"ansicpg", Some(page)) => self.code_page = encoding_of(page),
            (b"mac", None) => self.code_page = encoding_rs::MACINTOSH,
            (b"f", Some(font)) if self.now.into == Into::Fonts => self.font_named = Some(font),
            (b"f", font) => self.now.font = font,
            (b"plain", _) => self.now.font = None,
            (b"fcharset" | b"cpg", Some(set)) => {
                let encoding = if word == b"cpg" { Some(encoding_of(set)) } else { charset(set) };
                if let (Some(font), Some(encoding)) = (self.font_named, encoding)
                    && self.fonts.len() < FONTS_MAX
                {
                    self.fonts.insert(font, encoding);
                }
            }
            (b"par" | b"sect" | b"page" | b"column", _) => self.paragraph(),
            (b"line" | b"lbr" | b"softline", _) => self.put("\n"),
            (b"tab", _) => self.put("\t"),
            (b"intbl" | b"trowd", _) => self.in_table = true,
            (b"deleted", number) => self.deleted(number != Some(0)),
            (b"pard", _) => self.in_table = false,
            (b"cell" | b"nestcell", _) => self.end_cell(),
            (b"row" | b"nestrow", _) => {
                self.has_names |= !self.names.is_empty();
                self.column = 0;
            }
            (b"emdash", _) => self.put("—"),
            (b"endash", _) => self.put("–"),
            (b"bullet", _) => self.put("•"),
            (b"lquote", _) => self.put("‘"),
            (b"rquote", _) => self.put("’"),
            (b"ldblquote", _) => self.put("“"),
            (b"rdblquote", _) => self.put("”"),
            (b"enspace" | b"emspace" | b"qmspace", _) => self.put(" "),
            _ => {}
        }
    }

    /// What a tracked change took away stands apart from what it put there.
    fn deleted(&mut self, begins: bool) {
        let Some(label) = self.text.label("deleted text") else { return };
        match self.now.into {
            Into::Body if begins => self.now.into = Into::Aside(label),
            Into::Aside(open) if open == label && !begins => self.now.into = Into::Body,
            _ => {}
        }
    }

    fn symbol(&mut self, symbol: u8) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        match symbol {
            b'\\' | b'{' | b'}' => self.byte(symbol),
            _ => {
                self.decode();
                match symbol {
                    b'~' => self.put("\u{A0}"),
                    b'_' => self.put("-"),
                    b'\r' | b'\n' => self.paragraph(),
                    b'\t' => self.put("\t"),
                    _ => {}
                }
            }
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        match self.now.into {
            Into::Nothing | Into::Picture => {}
            Into::Object => self.object(byte),
            Into::Body | Into::Aside(_) | Into::Fonts | Into::Layout => {
                self.bytes.push(byte);
                if self.bytes.len() >= ASIDE_BYTES_MAX {
                    self.decode();
                }
            }
        }
    }

    /// A digit of an object's bytes.
    fn object(&mut self, byte: u8) {
        let Some(digit) = char::from(byte).to_digit(16).map(|digit| digit as u8) else { return };
        let Some(high) = self.nibble.take() else {
            self.nibble = Some(digit);
            return;
        };
        if self.object_bytes >= OBJECT_BYTES_MAX {
            self.now.into = Into::Nothing;
            self.pictures += 1;
            return;
        }
        self.object_bytes += 1;
        if let Some((_, object)) = self.objects.last_mut() {
            object.push(high << 4 | digit);
        }
    }

    /// A character by its number, a half of one where it takes two.
    fn unit(&mut self, unit: u16) {
        self.decode_keeping_half();
        self.skip = self.now.instead;
        let units = match (self.high.take(), unit) {
            (Some(high), low) => vec![high, low],
            (None, 0xD800..0xDC00) => {
                self.high = Some(unit);
                return;
            }
            (None, unit) => vec![unit],
        };
        // Fonts of symbols put their characters where nobody else has any.
        let text: String = char::decode_utf16(units).map(|c| c.unwrap_or('\u{FFFD}')).collect();
        self.put(&text);
    }

    fn decode(&mut self) {
        self.decode_keeping_half();
        if self.bytes.is_empty() && self.skip == 0 {
            self.high = None;
        }
    }

    fn decode_keeping_half(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let encoding = self.now.font.and_then(|font| self.fonts.get(&font).copied());
        let encoding = encoding.unwrap_or(self.code_page);
        let text = encoding.decode_without_bom_handling(&bytes).0;
        self.put(&text);
        self.bytes = bytes;
        self.bytes.clear();
    }

    fn put(&mut self, text: &str) {
        match self.now.into {
            Into::Body if self.in_table => {
                if self.cell.len() < ASIDE_BYTES_MAX {
                    self.cell.push_str(text);
                } else {
                    self.text.push(text.as_bytes());
                }
            }
            Into::Body => {
                if !self.cell.is_empty() {
                    let cell = std::mem::take(&mut self.cell);
                    self.text.push(cell.as_bytes());
                }
                self.text.push(text.as_bytes());
            }
            Into::Fonts | Into::Layout => {
                self.layout.push_str(text);
                if self.layout.len() >= LAYOUT_BYTES_MAX {
                    self.put_layout();
                }
            }
            Into::Aside(label) => match self.asides.last_mut() {
                Some((last, held)) if *last == label && held.len() < ASIDE_BYTES_MAX => {
                    held.push_str(text);
                }
                _ => {
                    if self.asides.len() >= GROUPS_MAX {
                        self.put_asides();
                    }
                    self.asides.push((label, text.to_owned()));
                }
            },
            _ => {}
        }
    }

    fn paragraph(&mut self) {
        match self.now.into {
            Into::Body if self.in_table => self.put("\n"),
            Into::Body => {
                self.put("");
                (self.names, self.has_names, self.column) = (Vec::new(), false, 0);
                self.text.push(b"\n");
                self.put_asides();
            }
            _ => self.put("\n"),
        }
    }

    fn end_cell(&mut self) {
        if self.now.into != Into::Body {
            return;
        }
        let cell = std::mem::take(&mut self.cell);
        let name = self.names.get(self.column).filter(|name| self.has_names && !name.is_empty());
        let label = name.and_then(|name| self.text.label(&name.clone()));
        let place = if label.is_some() { Place::Element } else { Place::Text };
        self.text.cell(label, place);
        self.text.push(cell.as_bytes());
        self.text.cell(None, Place::Text);
        if !self.has_names && self.names.len() < COLUMNS_MAX {
            let name = cell.trim();
            self.names.push(name[..name.floor_char_boundary(NAME_BYTES_MAX)].to_owned());
        }
        self.column += 1;
        self.put_asides();
    }

    /// What stands beside a paragraph follows it.
    fn put_asides(&mut self) {
        let asides = std::mem::take(&mut self.asides);
        if asides.is_empty() {
            return;
        }
        for (label, text) in asides {
            let lines = text.lines().map(|line| hash_of(line.trim()));
            self.told.extend(lines.take(TOLD_MAX.saturating_sub(self.told.len())));
            self.text.cell(Some(label), Place::Element);
            self.text.push(text.as_bytes());
        }
        self.text.cell(None, Place::Text);
    }

    /// How the document looks, without copies of what was told.
    fn put_layout(&mut self) {
        let layout = std::mem::take(&mut self.layout);
        if layout.is_empty() {
            return;
        }
        let label = self.text.label("layout");
        self.text.cell(label, Place::Element);
        for line in layout.split_inclusive('\n') {
            let line_told = hash_of(line.trim());
            if !line.trim().is_empty() && !self.told.contains(&line_told) {
                self.text.push(line.as_bytes());
            }
        }
        self.text.cell(None, Place::Text);
    }
}

/// The charset of a font, by the number that Windows gives it.
fn charset(number: i32) -> Option<&'static Encoding> {
    Some(match number {
        77 => encoding_rs::MACINTOSH,
        128 => encoding_rs::SHIFT_JIS,
        129 | 130 => encoding_rs::EUC_KR,
        134 => encoding_rs::GB18030,
        136 => encoding_rs::BIG5,
        161 => encoding_rs::WINDOWS_1253,
        162 => encoding_rs::WINDOWS_1254,
        163 => encoding_rs::WINDOWS_1258,
        177 => encoding_rs::WINDOWS_1255,
        178..=180 => encoding_rs::WINDOWS_1256,
        186 => encoding_rs::WINDOWS_1257,
        204 => encoding_rs::WINDOWS_1251,
        222 => encoding_rs::WINDOWS_874,
        238 => encoding_rs::WINDOWS_1250,
        _ => return None,
    })
}

fn encoding_of(code_page: i32) -> &'static Encoding {
    match code_page {
        866 => encoding_rs::IBM866,
        874 => encoding_rs::WINDOWS_874,
        932 => encoding_rs::SHIFT_JIS,
        936 => encoding_rs::GB18030,
        949 => encoding_rs::EUC_KR,
        950 => encoding_rs::BIG5,
        1250 => encoding_rs::WINDOWS_1250,
        1251 => encoding_rs::WINDOWS_1251,
        1253 => encoding_rs::WINDOWS_1253,
        1254 => encoding_rs::WINDOWS_1254,
        1255 => encoding_rs::WINDOWS_1255,
        1256 => encoding_rs::WINDOWS_1256,
        1257 => encoding_rs::WINDOWS_1257,
        1258 => encoding_rs::WINDOWS_1258,
        10000 => encoding_rs::MACINTOSH,
        65001 => encoding_rs::UTF_8,
        _ => encoding_rs::WINDOWS_1252,
    }
}

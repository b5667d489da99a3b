//! Tells a PDF that begins behind other bytes from a text that speaks of one.

use memchr::memmem;

use crate::charset::controls;

/// Bytes in which readers of PDF look for its beginning, whatever stands before it.
const BEGINS_WITHIN: usize = 1024;
const MARK: &[u8] = b"%PDF-";
const END: &[u8] = b"%%EOF";

/// Whether a PDF begins behind other bytes: an empty line, the answer of a server. A text may speak of
/// the signature, so that it counts at the beginning of a line, with a version and a whole object behind it.
pub(super) fn pdf_follows(head: &[u8], head_is_all: bool) -> bool {
    let near = &head[..head.len().min(BEGINS_WITHIN + MARK.len())];
    memmem::find_iter(near, MARK).any(|at| {
        // A tab begins no line: it parts cells.
        let begins_line = |byte: &u8| (*byte < b' ' && *byte != b'\t') || *byte >= 0x7F;
        let rest = &head[at + MARK.len()..];
        let is_version = matches!(rest, [b'0'..=b'9', b'.', b'0'..=b'9', ..]);
        let first = &rest[..rest.len().min(BEGINS_WITHIN)];
        let mut objects = memmem::find_iter(first, b" obj");
        let has_object = objects.any(|at| first[..at].ends_with(b" 0"));
        let holds = |word: &[u8]| memmem::find(rest, word).is_some();
        head[..at].last().is_none_or(begins_line)
            && is_version
            && has_object
            && (holds(b"endobj") || holds(b"stream"))
            && (controls(head) > 0 || goes_on_to_the_end(rest, head_is_all))
    })
}

/// Whether nothing but changes of a document stands behind the end of it, as far as it is seen. A text that
/// shows one goes on in its own words.
fn goes_on_to_the_end(document: &[u8], is_all: bool) -> bool {
    match memmem::rfind(document, END) {
        Some(at) => {
            let behind = document[at + END.len()..].trim_ascii_start();
            behind.first().is_none_or(u8::is_ascii_digit)
        }
        None => !is_all,
    }
}

#[cfg(test)]
mod tests {
    use crate::sniff::format;

    fn name_of(head: &[u8]) -> &'static str {
        format(head, true, "a").name()
    }

    const PDF: &str = "%PDF-1.4\n%\u{e2}\u{e3}\n1 0 obj\n<</Type/Catalog>>\nendobj\n";

    #[test]
    fn a_pdf_may_begin_behind_other_bytes() {
        for before in ["\r\n", "\u{feff}", "HTTP/1.1 200 OK\r\nServer: x\r\n\r\n", "\0\u{1}\0"] {
            for rest in ["startxref\n9\n%%EOF\n", "%%EOF\n4 0 obj\n<<>>\nendobj\n", "\u{1}\u{2}"] {
                let pdf = format!("{before}{PDF}{rest}");
                assert_eq!(name_of(pdf.as_bytes()), "pdf", "{pdf:?}");
            }
        }
        let long = format!("\n{PDF}{}", "4 0 obj\n<<>>\nendobj\n".repeat(90));
        assert_eq!(format(long.as_bytes(), false, "a").name(), "pdf");
        let mail = format!("From: a@example.com\nTo: b@example.com\nSubject: x\n\n{PDF}%%EOF\n");
        assert_eq!(name_of(mail.as_bytes()), "eml");
    }

    #[test]
    fn a_text_that_shows_a_pdf_is_a_text() {
        let far = format!("{}\n{PDF}%%EOF\n", "x".repeat(1_100));
        for text in [
            far.as_str(),
            "A file begins with %PDF-1.4\n1 0 obj is an object\n",
            "A file begins with\n%PDF-1.4\nand objects\n",
            "A file begins with\n%PDF-version\n1 0 obj\nendobj\n",
            "A file begins with\n%PDF-1.4\n1 0 obj\nand so on\n",
            "What is wrong with this?\n\n%PDF-1.4\n3 0 obj\n<</Length 4>>\nstream\nThank you, a reader\n",
            "A whole one:\n%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF\nis shown above\n",
        ] {
            assert_eq!(name_of(text.as_bytes()), "text", "{text}");
        }
        let latin = b"Gr\xFC\xDFe aus K\xF6ln:\n%PDF-1.4\n1 0 obj\n<<>>\nendobj\nund so fort\n";
        assert_eq!(name_of(latin), "text");
        let row = "1\t%PDF-1.4 was its head, 1 0 obj and endobj\t4111111111111111\n".repeat(20);
        let table = format!("id\tbody\tcard\n{row}\0\u{1}\n");
        assert_eq!(name_of(table.as_bytes()), "tsv");
    }
}

//! The tokens of RTF, as bytes come.

/// Letters of a control word, and digits of its number.
const WORD_BYTES_MAX: usize = 32;
const DIGITS_MAX: usize = 10;

/// One token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'w> {
    Open,
    Close,
    /// A control word with its number.
    Word(&'w [u8], Option<i32>),
    /// A backslash before what is no letter.
    Symbol(u8),
    /// A byte of text, as it is or by its hexadecimal digits.
    Byte(u8),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Text,
    Backslash,
    Word,
    Number,
    /// Behind `\'`, with the first digit once it has come.
    Hexadecimal(Option<u8>),
    /// In a stretch of bytes that are no text.
    Binary(u64),
}

/// Cuts bytes into tokens.
#[derive(Default)]
pub(super) struct Tokens {
    state: State,
    word: Vec<u8>,
    digits: Vec<u8>,
    /// Groups that are open, and whether lines count: those behind the document do.
    depth: u64,
    is_behind: bool,
    line_ended: bool,
}

impl Tokens {
    pub(super) fn read(&mut self, bytes: &[u8], give: &mut dyn FnMut(Token<'_>)) {
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            if let State::Binary(left) = self.state {
                let passed = left.min((bytes.len() - at) as u64);
                at += passed as usize;
                self.state = match left - passed {
                    0 => State::Text,
                    left => State::Binary(left),
                };
                continue;
            }
            // A byte that ends a word begins what follows it.
            at += usize::from(self.byte(byte, give));
        }
    }

    /// The bytes have ended.
    pub(super) fn finish(&mut self, give: &mut dyn FnMut(Token<'_>)) {
        if matches!(self.state, State::Word | State::Number) {
            self.end_word(give);
        }
    }

    /// Takes one byte; `false` when it has to come again.
    fn byte(&mut self, byte: u8, give: &mut dyn FnMut(Token<'_>)) -> bool {
        match self.state {
            State::Text => match byte {
                b'{' => {
                    self.depth += 1;
                    self.is_behind = false;
                    give(Token::Open);
                }
                b'}' => {
                    self.depth = self.depth.saturating_sub(1);
                    self.is_behind = self.depth == 0;
                    give(Token::Close);
                }
                b'\\' => self.state = State::Backslash,
                // Lines of the file are not lines of the text.
                b'\r' | b'\n' | 0 => self.line_ended = self.is_behind,
                _ => {
                    if std::mem::take(&mut self.line_ended) {
                        give(Token::Byte(b'\n'));
                    }
                    give(Token::Byte(byte));
                }
            },
            State::Backslash => match byte {
                b'\'' => self.state = State::Hexadecimal(None),
                _ if byte.is_ascii_alphabetic() => {
                    self.word.clear();
                    self.digits.clear();
                    self.word.push(byte);
                    self.state = State::Word;
                }
                _ => {
                    self.state = State::Text;
                    give(Token::Symbol(byte));
                }
            },
            State::Word if byte.is_ascii_alphabetic() => {
                if self.word.len() < WORD_BYTES_MAX {
                    self.word.push(byte);
                }
            }
            State::Word if byte == b'-' || byte.is_ascii_digit() => {
                self.digits.push(byte);
                self.state = State::Number;
            }
            State::Number if byte.is_ascii_digit() => {
                if self.digits.len() < DIGITS_MAX {
                    self.digits.push(byte);
                }
            }
            State::Word | State::Number => {
                self.end_word(give);
                return byte == b' ' && !matches!(self.state, State::Binary(_)) || self.skips(byte);
            }
            State::Hexadecimal(first) => match (first, byte.is_ascii_hexdigit()) {
                (None, true) => self.state = State::Hexadecimal(Some(digit(byte))),
                (Some(high), true) => {
                    self.state = State::Text;
                    give(Token::Byte(high << 4 | digit(byte)));
                }
                (_, false) => {
                    self.state = State::Text;
                    return false;
                }
            },
            State::Binary(_) => {}
        }
        true
    }

    /// The space behind `\bin3` belongs to it as well.
    fn skips(&self, byte: u8) -> bool {
        byte == b' ' && matches!(self.state, State::Binary(_))
    }

    fn end_word(&mut self, give: &mut dyn FnMut(Token<'_>)) {
        let number = std::str::from_utf8(&self.digits).ok().and_then(|digits| digits.parse().ok());
        self.state = match (&self.word[..], number) {
            (b"bin", Some(1..)) => State::Binary(number.unwrap_or(0).max(0) as u64),
            _ => State::Text,
        };
        give(Token::Word(&self.word, number));
    }
}

fn digit(byte: u8) -> u8 {
    char::from(byte).to_digit(16).unwrap_or(0) as u8
}

#[cfg(test)]
mod tests {
    use super::Tokens;

    fn told(pieces: &[&[u8]]) -> String {
        let (mut tokens, mut told) = (Tokens::default(), String::new());
        for piece in pieces {
            tokens.read(piece, &mut |token| told.push_str(&format!("{token:?} ")));
        }
        tokens.finish(&mut |token| told.push_str(&format!("{token:?} ")));
        told
    }

    #[test]
    fn tokens_do_not_depend_on_where_bytes_are_cut() {
        let text = b"{\\rtf1\\b0 a\\'e4\\u-10?\\~\\bin2 {}x\\par\r\n}\\tab";
        let whole = told(&[text]);
        for cut in 0..text.len() {
            assert_eq!(told(&[&text[..cut], &text[cut..]]), whole, "{cut}");
        }
        assert!(
            whole
                .ends_with("Byte(120) Word([112, 97, 114], None) Close Word([116, 97, 98], None) "),
            "{whole}"
        );
    }
}

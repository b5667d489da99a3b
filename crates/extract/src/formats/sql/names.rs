//! Names of tables and columns in statements.

/// Bytes of a name.
const NAME_BYTES_MAX: usize = 128;

/// A table that rows are put into, with the columns that are named there.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Inserted {
    pub(super) table: String,
    pub(super) columns: Vec<String>,
}

/// A piece of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    /// A name in quotes.
    Name(String),
    Mark(u8),
}

impl Token {
    fn is(&self, word: &str) -> bool {
        matches!(self, Self::Word(own) if own.eq_ignore_ascii_case(word))
    }

    fn name(&self) -> Option<&str> {
        match self {
            Self::Word(name) | Self::Name(name) => Some(name),
            Self::Mark(_) => None,
        }
    }
}

struct Tokens<'s>(&'s [u8]);

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        self.0 = self.0.trim_ascii_start();
        let &first = self.0.first()?;
        let in_word =
            |byte: &u8| byte.is_ascii_alphanumeric() || b"_$#@".contains(byte) || *byte >= 0x80;
        let text = |bytes: &[u8]| {
            String::from_utf8_lossy(&bytes[..bytes.len().min(NAME_BYTES_MAX)]).into_owned()
        };
        let closing = match first {
            b'"' | b'`' | b'\'' => first,
            b'[' => b']',
            _ if in_word(&first) => {
                let end = self.0.iter().position(|byte| !in_word(byte)).unwrap_or(self.0.len());
                let word = text(&self.0[..end]);
                self.0 = &self.0[end..];
                return Some(Token::Word(word));
            }
            _ => {
                self.0 = &self.0[1..];
                return Some(Token::Mark(first));
            }
        };
        let end = memchr::memchr(closing, &self.0[1..]).map_or(self.0.len() - 1, |found| found);
        let name = text(&self.0[1..=end]);
        self.0 = self.0.get(end + 2..).unwrap_or_default();
        Some(if first == b'\'' { Token::Mark(first) } else { Token::Name(name) })
    }
}

/// The last step of a name such as `public.customers`, and what stands behind it.
fn qualified(tokens: &mut std::iter::Peekable<Tokens<'_>>) -> Option<String> {
    let mut name = tokens.next()?.name()?.to_owned();
    while tokens.next_if(|token| *token == Token::Mark(b'.')).is_some() {
        // Two points in a row leave the schema out.
        while tokens.next_if(|token| *token == Token::Mark(b'.')).is_some() {}
        name = tokens.next()?.name()?.to_owned();
    }
    Some(name)
}

/// Names between parentheses.
fn listed(tokens: &mut std::iter::Peekable<Tokens<'_>>) -> Vec<String> {
    let mut names = Vec::new();
    if tokens.next_if(|token| *token == Token::Mark(b'(')).is_some() {
        for token in tokens.by_ref() {
            match token {
                Token::Mark(b')') => break,
                Token::Mark(_) => {}
                Token::Word(name) | Token::Name(name) => names.push(name),
            }
        }
    }
    names
}

/// The table and columns of an `INSERT` whose first row begins behind this.
pub(super) fn inserted(head: &[u8]) -> Option<Inserted> {
    let before = head.strip_suffix(b"(")?.trim_ascii_end();
    let at = before.len().checked_sub(6)?;
    let (before, word) = before.split_at(at);
    let apart =
        before.last().is_some_and(|byte| byte.is_ascii_whitespace() || b")`\"]".contains(byte));
    if !(apart && word.eq_ignore_ascii_case(b"VALUES")) {
        return None;
    }
    let mut tokens = Tokens(before).peekable();
    let first = tokens.next()?;
    if !(first.is("INSERT") || first.is("REPLACE")) {
        return None;
    }
    const BETWEEN: [&str; 11] = [
        "INTO",
        "IGNORE",
        "OR",
        "REPLACE",
        "DELAYED",
        "LOW_PRIORITY",
        "HIGH_PRIORITY",
        "ABORT",
        "ROLLBACK",
        "FAIL",
        "OVERWRITE",
    ];
    while tokens.next_if(|token| BETWEEN.iter().any(|word| token.is(word))).is_some() {}
    let table = qualified(&mut tokens)?;
    Some(Inserted { table, columns: listed(&mut tokens) })
}

/// The table and columns of a `COPY` whose rows stand on the next lines, tabs between values.
pub(super) fn copied(statement: &[u8]) -> Option<Inserted> {
    let mut tokens = Tokens(statement).peekable();
    if !tokens.next()?.is("COPY") {
        return None;
    }
    let table = qualified(&mut tokens)?;
    let columns = listed(&mut tokens);
    let from = tokens.next()?.is("FROM") && tokens.next()?.is("stdin");
    let plain = tokens.all(|token| matches!(token, Token::Mark(b';')));
    (from && plain).then_some(Inserted { table, columns })
}

/// The table and columns of a `CREATE TABLE`.
pub(super) fn columns_of(statement: &[u8]) -> Option<(String, Vec<String>)> {
    let mut tokens = Tokens(statement).peekable();
    if !tokens.next()?.is("CREATE") {
        return None;
    }
    const BEFORE: [&str; 7] =
        ["GLOBAL", "LOCAL", "TEMPORARY", "TEMP", "UNLOGGED", "EXTERNAL", "VIRTUAL"];
    while tokens.next_if(|token| BEFORE.iter().any(|word| token.is(word))).is_some() {}
    if !tokens.next()?.is("TABLE") {
        return None;
    }
    while tokens.next_if(|t| ["IF", "NOT", "EXISTS"].iter().any(|word| t.is(word))).is_some() {}
    let table = qualified(&mut tokens)?;
    if tokens.next()? != Token::Mark(b'(') {
        return None;
    }
    const NO_COLUMN: [&str; 12] = [
        "CONSTRAINT",
        "PRIMARY",
        "FOREIGN",
        "UNIQUE",
        "KEY",
        "INDEX",
        "CHECK",
        "FULLTEXT",
        "EXCLUDE",
        "LIKE",
        "SPATIAL",
        "PERIOD",
    ];
    let mut columns = Vec::new();
    let (mut depth, mut begins) = (1u32, true);
    for token in tokens {
        match token {
            Token::Mark(b'(') => depth += 1,
            Token::Mark(b')') if depth == 1 => break,
            Token::Mark(b')') => depth -= 1,
            Token::Mark(b',') => begins |= depth == 1,
            Token::Name(name) if begins => {
                columns.push(name);
                begins = false;
            }
            Token::Word(name) if begins => {
                let is_column = !NO_COLUMN.iter().any(|word| name.eq_ignore_ascii_case(word));
                if is_column {
                    columns.push(name);
                }
                begins = false;
            }
            _ => {}
        }
    }
    Some((table, columns))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_and_columns_are_named_as_every_database_names_them() {
        for (head, table, columns) in [
            ("INSERT INTO customers VALUES (", "customers", &[][..]),
            ("insert into `c d` (`a`,`b`) values (", "c d", &["a", "b"]),
            (
                "INSERT [dbo].[Customers] ([Id], [Card No]) VALUES (",
                "Customers",
                &["Id", "Card No"],
            ),
            ("INSERT INTO public.\"Big\" (a, b)\nVALUES\n  (", "Big", &["a", "b"]),
            ("INSERT OR REPLACE INTO t(x) VALUES(", "t", &["x"]),
            ("REPLACE INTO `t`VALUES (", "t", &[]),
        ] {
            let want = columns.iter().map(ToString::to_string).collect();
            let want = Inserted { table: table.to_owned(), columns: want };
            assert_eq!(inserted(head.as_bytes()), Some(want), "{head}");
        }
        for head in ["SELECT * FROM t VALUES (", "INSERT INTO t (", "INSERT INTO t SELECT f("] {
            assert_eq!(inserted(head.as_bytes()), None, "{head}");
        }
        let copy = copied(b"COPY public.c (id, \"card no\") FROM stdin;").unwrap();
        assert_eq!(
            (&copy.table[..], &copy.columns[..]),
            ("c", &["id".into(), "card no".into()][..])
        );
        assert_eq!(copied(b"COPY c FROM stdin WITH (FORMAT csv);"), None);
    }

    #[test]
    fn columns_of_a_table_are_those_it_is_made_with() {
        let made = b"CREATE TABLE IF NOT EXISTS public.c (\n `id` int(11) DEFAULT 0,\n card varchar(16, 2) \
            COMMENT 'a, b',\n PRIMARY KEY (`id`), CONSTRAINT x CHECK (id > 0), note text)";
        let want = ("c".to_owned(), vec!["id".to_owned(), "card".into(), "note".into()]);
        assert_eq!(columns_of(made), Some(want));
        assert_eq!(columns_of(b"CREATE TABLE c AS SELECT 1"), None);
    }
}

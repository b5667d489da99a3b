//! Column names out of the statement that made a table.

/// A table and how its rows are stored.
pub(super) struct Table {
    pub(super) name: String,
    /// Names in the order of the stored values; `None` where the statement tells none.
    pub(super) columns: Vec<Option<String>>,
    /// The column whose value is the row's number.
    pub(super) rowid: Option<usize>,
    /// Without rowids: stored as an index is.
    pub(super) is_index: bool,
}

/// Words that begin a constraint of the table and no column.
const CONSTRAINTS: &[&str] = &["constraint", "primary", "unique", "check", "foreign"];

pub(super) fn table(name: &str, sql: &str) -> Table {
    let tokens = tokens(sql);
    let mut table =
        Table { name: name.to_owned(), columns: Vec::new(), rowid: None, is_index: false };
    let Some(open) = tokens.iter().position(|token| *token == Token::Open) else { return table };
    let (items, behind) = items(&tokens[open + 1..]);
    let mut key = Vec::new();
    for item in items {
        let Some(Token::Word(first, quoted)) = item.first() else { continue };
        if !quoted && CONSTRAINTS.contains(&first.to_lowercase().as_str()) {
            if has_words(item, &["primary", "key"]) {
                key = key_columns(item);
            }
            continue;
        }
        if has_words(item, &["as"]) && !has_words(item, &["stored"]) {
            continue; // computed when it is asked for
        }
        if has_words(item, &["primary", "key"]) {
            let is_integer =
                matches!(item.get(1), Some(Token::Word(t, _)) if t.eq_ignore_ascii_case("integer"));
            table.rowid = is_integer.then_some(table.columns.len());
            key = vec![first.clone()];
        }
        table.columns.push(Some(first.clone()));
    }
    if table.rowid.is_none()
        && let [only] = &key[..]
    {
        table.rowid = integer_column(&table, only, sql);
    }
    if has_words(behind, &["without", "rowid"]) {
        table.is_index = true;
        table.rowid = None;
        let of_key = |name: &Option<String>| {
            let name = name.as_deref().unwrap_or_default();
            key.iter().position(|key| key.eq_ignore_ascii_case(name)).unwrap_or(usize::MAX)
        };
        table.columns.sort_by_key(of_key);
    }
    table
}

/// The column of a key that is named apart, when it is declared INTEGER.
fn integer_column(table: &Table, key: &str, sql: &str) -> Option<usize> {
    let tokens = tokens(sql);
    let open = tokens.iter().position(|token| *token == Token::Open)?;
    let is_integer = items(&tokens[open + 1..]).0.iter().any(|item| {
        matches!((item.first(), item.get(1)), (Some(Token::Word(name, _)), Some(Token::Word(kind, _)))
            if name.eq_ignore_ascii_case(key) && kind.eq_ignore_ascii_case("integer"))
    });
    let is_key =
        |name: &Option<String>| name.as_deref().is_some_and(|n| n.eq_ignore_ascii_case(key));
    is_integer.then(|| table.columns.iter().position(is_key)).flatten()
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    /// A name, word or text, and whether it stood in quotes.
    Word(String, bool),
    Open,
    Close,
    Comma,
}

/// The items between commas up to the closing parenthesis, and what follows it.
fn items(tokens: &[Token]) -> (Vec<&[Token]>, &[Token]) {
    let (mut depth, mut start) = (0usize, 0);
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Open => depth += 1,
            Token::Close if depth == 0 => {
                found.push(&tokens[start..at]);
                return (found, &tokens[at + 1..]);
            }
            Token::Close => depth -= 1,
            Token::Comma if depth == 0 => {
                found.push(&tokens[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(&tokens[start..]);
    (found, &[])
}

/// Whether the words follow each other outside parentheses.
fn has_words(tokens: &[Token], words: &[&str]) -> bool {
    let mut depth = 0usize;
    let mut plain = Vec::new();
    for token in tokens {
        match token {
            Token::Open => depth += 1,
            Token::Close => depth = depth.saturating_sub(1),
            Token::Word(word, false) if depth == 0 => plain.push(word.to_lowercase()),
            _ => {}
        }
    }
    plain.windows(words.len()).any(|window| window == words)
}

/// The names in the parentheses of `PRIMARY KEY (a, b)`.
fn key_columns(item: &[Token]) -> Vec<String> {
    let Some(open) = item.iter().position(|token| *token == Token::Open) else { return Vec::new() };
    let name = |column: &&[Token]| match column.first() {
        Some(Token::Word(name, _)) => Some(name.clone()),
        _ => None,
    };
    items(&item[open + 1..]).0.iter().filter_map(name).collect()
}

fn tokens(sql: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let behind = &rest[first.len_utf8()..];
        rest = match first {
            '(' => push(&mut found, Token::Open, behind),
            ')' => push(&mut found, Token::Close, behind),
            ',' => push(&mut found, Token::Comma, behind),
            '"' | '`' | '\'' => quoted(first, behind, &mut found),
            '[' => {
                let (name, behind) = behind.split_once(']').unwrap_or((behind, ""));
                push(&mut found, Token::Word(name.to_owned(), true), behind)
            }
            '-' if behind.starts_with('-') => behind.split_once('\n').map_or("", |(_, next)| next),
            '/' if behind.starts_with('*') => behind.split_once("*/").map_or("", |(_, next)| next),
            c if is_name(c) => {
                let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
                push(&mut found, Token::Word(rest[..end].to_owned(), false), &rest[end..])
            }
            _ => behind,
        };
    }
    found
}

fn push<'s>(found: &mut Vec<Token>, token: Token, behind: &'s str) -> &'s str {
    found.push(token);
    behind
}

fn is_name(c: char) -> bool {
    c == '_' || c == '$' || c.is_alphanumeric()
}

/// A name in quotes, which stand twice where they are meant; returns what follows.
fn quoted<'s>(quote: char, text: &'s str, found: &mut Vec<Token>) -> &'s str {
    let mut name = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once(quote) {
        name.push_str(before);
        if !behind.starts_with(quote) {
            found.push(Token::Word(name, true));
            return behind;
        }
        name.push(quote);
        rest = &behind[1..];
    }
    found.push(Token::Word(rest.to_owned(), true));
    ""
}

#[cfg(test)]
mod tests {
    use super::table;

    fn columns(sql: &str) -> Vec<String> {
        table("t", sql).columns.into_iter().flatten().collect()
    }

    #[test]
    fn names_of_columns_are_read_out_of_the_statement() {
        let sql = "CREATE TABLE t(id INTEGER PRIMARY KEY, \"card \"\"no\"\"\" TEXT DEFAULT ',',
            [e mail] TEXT /* , */, -- , x
            price DECIMAL(10, 2), twice AS (price * 2), kept AS (price) STORED,
            CONSTRAINT c CHECK (price > 0), PRIMARY KEY (id))";
        assert_eq!(columns(sql), ["id", "card \"no\"", "e mail", "price", "kept"]);
        assert_eq!(table("t", sql).rowid, Some(0));
        assert_eq!(table("t", "create table t (a integer, b, primary key (a))").rowid, Some(0));
        assert_eq!(table("t", "create table t (a text primary key)").rowid, None);
    }

    #[test]
    fn the_key_comes_first_where_there_are_no_rowids() {
        let sql = "CREATE TABLE t (a, b, c, PRIMARY KEY (c, a)) WITHOUT ROWID";
        assert_eq!(columns(sql), ["c", "a", "b"]);
        assert!(table("t", sql).is_index);
    }

    #[test]
    fn broken_statements_give_what_they_have() {
        for sql in ["", "CREATE TABLE", "CREATE TABLE t(", "CREATE TABLE t(a, \"b", "((((", "[[["] {
            assert!(columns(sql).len() <= 2, "{sql}");
        }
    }
}

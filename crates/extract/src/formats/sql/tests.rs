//! Values of dumps under their table and column.

use proptest::prelude::*;

use crate::testing::{Recorder, assert_windows_equal_whole, whole};

fn read(text: &str) -> Recorder {
    let (extracted, recorder) = whole(text.as_bytes(), "object");
    assert_eq!(extracted.format, "sql", "{text}");
    recorder
}

fn check(text: &str, places: &[(&str, &str)]) {
    let seen = read(text);
    for (word, want) in places {
        let place = seen.place_of(word);
        assert!(place.starts_with(want), "{word}: {place}");
    }
}

#[test]
fn rows_of_mysql_are_told_by_table_and_column() {
    let dump = "-- MySQL dump\n/*!40101 SET NAMES utf8 */;\nCREATE TABLE `c` (\n  `id` int,\n  `card` text,\n  \
        PRIMARY KEY (`id`)\n);\nINSERT INTO `c` VALUES (1,'4111a'),(2,'it\\'s;\\nbroken, 4222b'),\n(3,'4333c');\n\
        INSERT INTO `c` (`card`) VALUES ('4444d');\nUNLOCK TABLES;\nlater text\n";
    check(
        dump,
        &[
            ("4111a", "Cell { row: 2, column: 2 } label c.card bytes"),
            ("broken", "Cell { row: 3, column: 2 } label c.card"),
            ("4222b", "Cell { row: 3, column: 2 } label c.card"),
            ("4333c", "Cell { row: 4, column: 2 } label c.card"),
            ("4444d", "Cell { row: 5, column: 1 } label c.card"),
            ("later", "Text lines (12, 12) column 1"),
            ("dump", "Text lines (1, 1) column 10"),
        ],
    );
}

#[test]
fn rows_of_postgresql_are_told_by_table_and_column() {
    let dump = "SET client_encoding = 'UTF8';\nCREATE TABLE public.c (\n    id integer,\n    note text\n);\n\
        COPY public.c (id, note) FROM stdin;\n1\tone\\ttwo\n2\t\\N\n3\tpath\\\\x 4111a\n\\.\n\n\
        INSERT INTO public.c VALUES (4, 'C:\\'), (5, 'O''Neil 4222b');\nSELECT 'after';\n";
    check(
        dump,
        &[
            ("two", "Cell { row: 2, column: 2 } label c.note"),
            ("4111a", "Cell { row: 4, column: 2 } label c.note"),
            ("4222b", "Cell { row: 6, column: 2 } label c.note"),
            ("after", "Text lines (13, 13) column 9"),
        ],
    );
}

#[test]
fn rows_of_other_databases_are_told_by_table_and_column() {
    check(
        "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE c(id, card);\n\
         INSERT INTO c VALUES(1,replace('one\\n4111a','\\n',char(10)));\nINSERT INTO c VALUES(2,'4222b');\nCOMMIT;\n",
        &[
            ("4111a", "Cell { row: 2, column: 2 } label c.card"),
            ("4222b", "Cell { row: 3, column: 2 } label c.card"),
        ],
    );
    check(
        "SET IDENTITY_INSERT [dbo].[C] ON \nINSERT [dbo].[C] ([Id], [Card]) VALUES (1, N'4111a')\n\
         INSERT [dbo].[C] ([Id], [Card]) VALUES (2, CAST(N'4222b' AS text))\nGO\nPRINT 'end'\n",
        &[
            ("4111a", "Cell { row: 2, column: 2 } label C.Card"),
            ("4222b", "Cell { row: 3, column: 2 } label C.Card"),
            ("end", "Text lines (5, 5) column 8"),
        ],
    );
}

#[test]
fn prose_and_queries_are_no_dump() {
    for text in [
        "Insert into the slot the card (with care) and wait.\nThen go.\n",
        "SELECT a FROM b;\nSELECT c FROM d;\n",
        "Create table reservations by phone (555 0100).\n",
        "UPDATE c SET a = 1;\n",
    ] {
        let (extracted, _) = whole(text.as_bytes(), "object");
        assert_ne!(extracted.format, "sql", "{text}");
    }
}

#[test]
fn windows_of_dumps_equal_the_whole() {
    let mut dump = String::from("-- MySQL dump\nCREATE TABLE `c` (`id` int, `note` text);\n");
    for n in 0..600 {
        let rows: Vec<String> = (0..9).map(|m| format!("({n},'it\\'s {m}; \\n é')")).collect();
        dump.push_str(&format!("INSERT INTO `c` VALUES {};\n# note {n}\n", rows.join(",")));
    }
    let rows: Vec<String> = (0..4_000).map(|n| format!("({n},'long {n}')")).collect();
    dump.push_str(&format!("INSERT INTO `c` VALUES {};\n", rows.join(",")));
    assert_windows_equal_whole(dump.as_bytes(), "object");
    let mut copy = String::from("COPY c (id, note) FROM stdin;\n");
    (0..3_000).for_each(|n| copy.push_str(&format!("{n}\tsome\\tnote {n}\n")));
    copy.push_str("\\.\nSELECT 1;\n");
    assert_windows_equal_whole(copy.as_bytes(), "object");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn nothing_of_a_dump_is_lost(
        tail in "[a-z0-9 '\"`\\(\\),;\n/*#-]{0,120}",
    ) {
        let text = format!("INSERT INTO t VALUES (1, 'x');\n{tail}");
        let seen = read(&text);
        prop_assert_eq!(String::from_utf8_lossy(&seen.text), text);
    }
}

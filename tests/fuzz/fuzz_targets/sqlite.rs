#![no_main]
//! Any bytes as an SQLite database.

libfuzzer_sys::fuzz_target!(init: magpie_fuzz::caught::pass_over(), |data: &[u8]| magpie_fuzz::readers::sqlite(data));

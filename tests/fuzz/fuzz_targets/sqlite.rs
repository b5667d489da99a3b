#![no_main]
//! Any bytes as an SQLite database.

libfuzzer_sys::fuzz_target!(|data: &[u8]| magpie_fuzz::readers::sqlite(data));

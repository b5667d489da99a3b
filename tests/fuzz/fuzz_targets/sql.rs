#![no_main]
//! Any bytes as a dump of a database.

libfuzzer_sys::fuzz_target!(|data: &[u8]| magpie_fuzz::readers::sql(data));

#![no_main]
//! Any bytes as a table.

libfuzzer_sys::fuzz_target!(|data: &[u8]| magpie_fuzz::readers::csv(data));

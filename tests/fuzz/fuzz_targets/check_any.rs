#![no_main]
//! Any bytes as a value, to every check.

libfuzzer_sys::fuzz_target!(|data: &[u8]| magpie_fuzz::check_any(data));

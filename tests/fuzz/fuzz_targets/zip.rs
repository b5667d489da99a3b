#![no_main]
//! Any bytes as a zip archive.

libfuzzer_sys::fuzz_target!(|data: &[u8]| magpie_fuzz::readers::zip(data));

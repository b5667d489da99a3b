#![no_main]
//! Any bytes as a 7z archive.

libfuzzer_sys::fuzz_target!(|data: &[u8]| magpie_fuzz::readers::seven_zip(data));

#![no_main]
//! Any bytes as a tar archive.

libfuzzer_sys::fuzz_target!(|data: &[u8]| magpie_fuzz::readers::tar(data));

#![no_main]
//! Any bytes as running text.

libfuzzer_sys::fuzz_target!(|data: &[u8]| magpie_fuzz::readers::text(data));

#![no_main]
//! Any bytes as JSON.

libfuzzer_sys::fuzz_target!(|data: &[u8]| magpie_fuzz::readers::json(data));

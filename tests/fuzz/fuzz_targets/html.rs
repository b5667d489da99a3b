#![no_main]
//! Any bytes as HTML.

libfuzzer_sys::fuzz_target!(|data: &[u8]| magpie_fuzz::readers::html(data));

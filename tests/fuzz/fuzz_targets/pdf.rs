#![no_main]
//! Any bytes as a PDF.

libfuzzer_sys::fuzz_target!(|data: &[u8]| magpie_fuzz::readers::pdf(data));

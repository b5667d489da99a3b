#![no_main]
//! Any bytes as an office document.

libfuzzer_sys::fuzz_target!(|data: &[u8]| magpie_fuzz::readers::office(data));

#![no_main]
//! Any bytes as RTF.

libfuzzer_sys::fuzz_target!(|data: &[u8]| magpie_fuzz::readers::rtf(data));

#![no_main]
//! Any bytes as what is encoded in a text.

libfuzzer_sys::fuzz_target!(|data: &[u8]| magpie_fuzz::readers::encoded(data));
